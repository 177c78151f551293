#!/usr/bin/env bash
# manual_page.sh PROGRAM LANGUAGE FOLDER: the manual page has each command with all its options and words, and man shows it
# without a warning.
program=$1 language=$2
. "$(dirname "${BASH_SOURCE[0]}")/help.sh"
mkdir -p "$3" && page=$3/manual-$language || exit 1
"$program" describe man --lang "$language" -o "$page.1" || exit 1

# As plain text: without the fonts and marks of roff.
sed -E 's/\\f.//g; s/\\[:&]//g; s/\\-/-/g; s/\\e/\\/g' "$page.1" >"$page.txt"
section() { awk -v name="$1" '/^\.S[SH] / { inside = ($0 == ".SS " name) || (name == "" && ++count <= 4) } inside' "$page.txt"; }
for command in "" $(commands); do
    text=$(section "$command")
    [ -n "$text" ] || fail "nothing about \"$command\""
    for option in $(options "$command"); do
        grep -qE -e "(^|, )$option(,| |\$)" <<<"$text" || fail "\"$command\" has no $option"
    done
    while read -r option words; do
        grep -qF -e "$option ${words// /|}" <<<"$text" || fail "$command $option does not take: $words"
    done < <(values "$command")
done
[ "$(grep -c '^\.SS ' "$page.txt")" = "$(commands | wc -l)" ] || fail "there are other commands than in the help"

if [ "$language" = zh ]; then
    left=$(grep -v -e '^tcpstage ' -e '^\.' "$page.txt" | grep -E '(^|[^-A-Za-z.])[A-Za-z][a-z]+ [a-z]+ [a-z]+|TEXT|INT')
    [ -z "$left" ] || fail "English in the Chinese page: $left"
fi
if command -v man >/dev/null; then
    for width in 60 80 120; do
        warnings=$(MANWIDTH=$width man --warnings -E UTF-8 -l -Tutf8 "$page.1" 2>&1 >"$page.shown")
        [ -z "$warnings" ] || fail "in $width columns: $warnings"
    done
    sed -E 's/.\x08//g; s/\x1b\[[0-9;]*m//g' "$page.shown" | grep -q "tcpstage live --probe" || fail "man does not show the examples"
else
    echo "there is no man: how it shows the page was not tested"
fi
exit $failed
