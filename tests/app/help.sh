#!/bin/sh
# The help and the errors of every command exist in both languages, and the environment chooses; formats for programs do not
# depend on the language.
program=$1
folder=$2/help
rm -rf "$folder" && mkdir -p "$folder" || exit 1
unset LANGUAGE LC_MESSAGES LANG
export LC_ALL=C.UTF-8
export ASAN_OPTIONS=detect_leaks=0 # hundreds of starts; other tests look for leaks
has_chinese() { grep -P '\p{Han}'; }
failed=0
fail() { echo "$*"; failed=1; }

# Each name on one line with its description, which may stand on the next.
described() { awk '/^  [^ ]/ { if (name != "") print name; name = $0; next }
    /^   / { name = name " " $0; next } { if (name != "") print name; name = "" } END { if (name != "") print name }'; }

commands=$("$program" --help --lang en | sed -n '/^Subcommands:/,$s/^  \([a-z][a-z]*\) .*/\1/p')
[ "$(echo "$commands" | wc -w)" -ge 10 ] || fail "only these commands: $commands"
for command in "" $commands; do
    english=$("$program" $command --help --lang en) || fail "$command --help fails"
    chinese=$("$program" $command --help --lang zh) || fail "$command --help --lang zh fails"
    [ "$(LC_ALL=zh_CN.UTF-8 "$program" $command --help)" = "$chinese" ] ||
        fail "the environment does not choose the Chinese help of \"$command\""
    if echo "$english" | has_chinese >/dev/null; then fail "Chinese in the English help of \"$command\""; fi
    bare=$(echo "$chinese" | described | grep -vP '\p{Han}')
    [ -z "$bare" ] || fail "no Chinese in the help of \"$command\": $bare"
    left=$(echo "$chinese" | grep -E '(^|[^-A-Za-z.])[A-Za-z][a-z]+ [a-z]+ [a-z]+')
    [ -z "$left" ] || fail "English in the Chinese help of \"$command\": $left"
    left=$(echo "$chinese" | grep -E '(Usage|Options|OPTIONS|Positionals|Subcommand|SUBCOMMAND|REQUIRED|TEXT|INT|Excludes)')
    [ -z "$left" ] || fail "a word of CLI11 in the Chinese help of \"$command\": $left"
    echo "$chinese" | grep -q -e '--lang' || fail "\"$command\" has no --lang"
    echo "$english" | described | sed -n 's/^  \([^ ]*\).*/\1/p' >"$folder/en"
    echo "$chinese" | described | sed -n 's/^  \([^ ]*\).*/\1/p' >"$folder/zh"
    cmp -s "$folder/en" "$folder/zh" || fail "the help of \"$command\" lists other things in Chinese"
done

# error WORDS EXPECTED-IN-CHINESE: one line in the language of --lang and of the environment, exit code 2
error() {
    for language in "--lang zh" ""; do
        locale=C
        [ -n "$language" ] || locale=zh_CN.UTF-8
        said=$(LC_ALL=$locale "$program" $1 $language 2>&1)
        [ $? -eq 2 ] || fail "$1 $language: not exit code 2"
        [ "$said" = "tcpstage: $2" ] || fail "$1 $language: $said"
    done
}
error "check --color" "多余或无法识别的参数：--color；“tcpstage check --help”说明用法"
error "list one one" "多余或无法识别的参数：one one；“tcpstage list --help”说明用法"
error "show" "缺少 LESSON；“tcpstage show --help”说明用法"
error "show x --numbers y" "--numbers：“y”不在可选的值之中：absolute、relative、both、symbolic；“tcpstage show --help”说明用法"
error "render x -o a.png --step 0" "--step：“0”不是 1 到 1000000000 的整数；“tcpstage render --help”说明用法"
error "render x -o a.png --step 1 --at 1s" "--step 不能和 --at 一起使用；“tcpstage render --help”说明用法"
error "run x --format json --format csv" "--format 最多给出 1 次，这里有 2 次；“tcpstage run --help”说明用法"
error "run half-clos" "没有课程“half-clos”；是不是想写“half-close”？"
error "lsit" "“lsit”不是命令、课程或文件；是不是想写“list”？"
error "capture x" "x: 没有这个文件；请检查文件名"
said=$(LC_ALL=C "$program" run --lang zh -o 2>&1)
case $said in
    *"-o,--output 后面缺少值"* | *"--output 后面缺少值"*) ;;
    *) fail "run -o: $said" ;;
esac
said=$("$program" list --lang fr 2>&1)
case $said in
    *"--lang: \"fr\" is not one of: en, zh; "*) ;;
    *) fail "list --lang fr: $said" ;;
esac
said=$("$program" --lang zh list | head -1) # before the command, too
echo "$said" | has_chinese >/dev/null || fail "--lang zh list: $said"

# What other programs read is the same octets.
for words in "run half-close --format json" "run half-close --format csv" "run half-close --format variables" \
    "run half-close --format mermaid" "run half-close --format packetdrill" "run half-close --format tcptrace" \
    "run half-close --format pcapng" "list --format json" "matrix --format json" "compare why-not-two --format json" \
    "check half-close"; do
    "$program" $words >"$folder/en" 2>/dev/null
    LC_ALL=zh_CN.UTF-8 "$program" $words >"$folder/zh" 2>/dev/null
    [ -s "$folder/en" ] && cmp -s "$folder/en" "$folder/zh" || fail "$words depends on the language"
done
exit $failed
