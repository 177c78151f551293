#!/usr/bin/env bash
# completions.sh PROGRAM SHELL FOLDER: the shell offers each command, all options of each, and the words of options.
program=$1 shell=$2
. "$(dirname "${BASH_SOURCE[0]}")/help.sh"
command -v "$shell" >/dev/null || skip "there is no $shell"
mkdir -p "$3" && file=$3/completions.$shell || exit 1
"$program" describe "$shell" --lang en -o "$file" || exit 1
"$shell" -n "$file" || exit 1

# offered WORDS...: what the shell offers for the last word, one on a line, without descriptions.
case $shell in
bash)
    . "$file"
    offered() {
        COMP_WORDS=(tcpstage "$@") COMP_CWORD=$# COMPREPLY=()
        _tcpstage
        printf '%s\n' "${COMPREPLY[@]}"
    }
    ;;
fish)
    offered() { HOME=$file.home fish --no-config -c "source '$file'; complete -C 'tcpstage $*'" | cut -f1 | tr -d '\\'; }
    ;;
zsh) # without a terminal there are no completions: what the functions of the shell are told
    offered() {
        zsh -fc '
            _arguments() {
                [[ $1 != -C ]] && { print -rl -- "$@"; return }
                if (( $#all_words > 1 )); then state=rest; else state=first; print -rl -- "$@"; fi
                return 1
            }
            _describe() { print -rl -- "${commands[@]%%:*}" }
            _files() { }
            all_words=("${@:2}") words=("${@:2}")
            . "$1"' zsh "$file" "$@" |
            sed -E 's/^\(?[^)]*\)//; s/^(-[-a-z]+)=?\[.*:\((.*)\)$/\1\n\2/; s/^(-[-a-z]+)=?\[.*/\1/' | tr ' ' '\n'
    }
    ;;
esac

for word in $(values run | sed -n 's/^--format //p'); do # all that are offered are known
    "$program" run half-close --format "$word" -o "$3/run" || fail "run --format $word"
done
values live | grep -q -e '--format text json' || fail "live --format: $(values live)"
every() { grep -qxF -e "$1" <<<"$2" || fail "$3: $1 is not offered"; }
given=$(offered "")
for command in $(commands); do every "$command" "$given" "the program"; done
for command in "" $(commands); do
    for dashes in - --; do
        given=$(offered ${command:+"$command"} "$dashes")
        for option in $(options "$command" | grep -E -e "^${dashes}[a-z]"); do every "$option" "$given" "\"$command\""; done
    done
    while read -r option words; do
        given=$(offered ${command:+"$command"} "$option" "")
        [ $shell != zsh ] || given=$(offered ${command:+"$command"} "")
        for word in $words; do every "$word" "$given" "$command $option"; done
    done < <(values "$command")
done
if [ "$shell" != zsh ]; then
    every last-ack-lost "$(offered show last)" "show"
    begun='a le' # a name with a blank
    [ "$shell" = bash ] || begun='a\ le'
    cd "$3" && touch "a lesson.yaml" && every "a lesson.yaml" "$(offered show "$begun")" "show"
fi
exit $failed
