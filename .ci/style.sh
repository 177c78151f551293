#!/usr/bin/env bash
# style.sh format          checks the format of every source with clang-format
# style.sh tidy            clang-tidy over all sources; takes some fifteen minutes of processor time
# style.sh tidy SECONDS    clang-tidy over the sources that the last day's commits changed, newest first, until the
#                          seconds are over; prints how many it has read
# Each file that clang-tidy reads is also checked by GCC, whose warnings are not clang's: the sanitized build uses clang.
# clang-tidy reads the files of the unity build: ten sources each, so that their common headers are read once.
# Called by test.sh, which installs what it needs and configures build/tidy.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/packages.sh

ours() { find app core ui tests -name '*.h' -o -name '*.cpp'; }

check_format() {
    say "clang-format"
    ours | xargs clang-format --dry-run -Werror
}

# Every file that the tidy preset compiles, but for what Qt generates.
compiled() {
    sed -nE 's/^ *"file": "(.*)",?$/\1/p' build/tidy/compile_commands.json | grep -v _autogen/ | sort -u
}

# The compiled files that the last day's commits changed, newest change first: the source itself (for a changed header
# its source), or the unity file that includes it.
changed() {
    local source
    git log --since='1 day ago' --name-only --pretty=format: -- app core ui tests |
        sed -nE 's/\.(h|cpp)$/.cpp/p' | awk '!seen[$0]++' | while read -r source; do
        [ ! -f "$source" ] || compiled | xargs grep -lFx -e "#include \"$PWD/$source\"" || compiled | grep -Fx "$PWD/$source" || true
    done | awk '!seen[$0]++'
}

# Tests are read more often than they are run: what is only about speed does not apply to them, and products are small.
# `for (auto _ : state)` is the loop of google-benchmark.
for_tests=-bugprone-implicit-widening-of-multiplication-result,-performance-inefficient-string-concatenation
for_tests+=,-performance-inefficient-vector-operation,-clang-analyzer-deadcode.DeadStores

tidy() {
    local without=-bugprone-suspicious-include
    case ${1#"$PWD"/} in tests/* | build/tidy/tests/*) without+=,$for_tests ;; esac
    clang-tidy --quiet -p build/tidy --checks="$without" "$1" 2>/dev/null && gcc_accepts "$1"
}

# Whether GCC compiles the file without a warning.
gcc_accepts() {
    local command
    command=$(ninja -C build/tidy -t commands -s "$1^")
    (cd build/tidy && eval "$command -fsyntax-only")
}

# Reads the files that stand on standard input, as many at once as there are processors, for at most $1 seconds.
tidy_each() {
    local seconds=$1 start=$SECONDS file failed=0 read_count=0 running=0 all
    mapfile -t all
    for file in "${all[@]}"; do
        [ $((SECONDS - start)) -lt "$seconds" ] || break
        if [ "$running" -ge "$(nproc)" ]; then
            wait -n || failed=1
            running=$((running - 1))
        fi
        tidy "$file" &
        running=$((running + 1))
        read_count=$((read_count + 1))
    done
    while [ "$running" -gt 0 ]; do
        wait -n || failed=1
        running=$((running - 1))
    done
    say "clang-tidy and GCC: read $read_count of ${#all[@]} files in $((SECONDS - start)) s"
    return "$failed"
}

case $1 in
format) check_format ;;
tidy)
    if [ $# -eq 1 ]; then
        compiled | tidy_each 86400
    elif git rev-parse HEAD >/dev/null 2>&1; then
        changed | tidy_each "$2"
        say "./test.sh --tidy reads all"
    else
        say "clang-tidy: no history here, nothing to read"
    fi
    ;;
*) give_up "format or tidy, not \"$1\"" ;;
esac
