#!/usr/bin/env bash
# style.sh format          checks the format of every source with clang-format
# style.sh tidy            clang-tidy over all sources; takes most of an hour
# style.sh tidy SECONDS    clang-tidy over the sources that the last day's commits changed, newest first, until the
#                          seconds are over; prints how many it has read
# Called by test.sh, which installs what it needs and configures build/tidy.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/packages.sh

ours() { find app core ui tests -name '*.h' -o -name '*.cpp'; }

check_format() {
    say "clang-format"
    ours | xargs clang-format --dry-run -Werror
}

# The sources changed by the last day's commits, newest first; for a changed header its source.
changed_sources() {
    git log --since='1 day ago' --name-only --pretty=format: -- app core ui tests |
        sed -nE 's/\.(h|cpp)$/.cpp/p' | awk '!seen[$0]++' | while read -r source; do
        [ ! -f "$source" ] || printf '%s\n' "$source"
    done
}

tidy_changed() {
    local seconds=$1 start=$SECONDS source failed=0 read_count=0 running=0 all
    git rev-parse HEAD >/dev/null 2>&1 || { say "clang-tidy: no history here, nothing to read"; return 0; }
    mapfile -t all < <(changed_sources)
    say "clang-tidy: ${#all[@]} sources changed in the last day"
    for source in "${all[@]}"; do
        [ $((SECONDS - start)) -lt "$seconds" ] || break
        if [ "$running" -ge "$(nproc)" ]; then
            wait -n || failed=1
            running=$((running - 1))
        fi
        clang-tidy --quiet -p build/tidy "$source" 2>/dev/null &
        running=$((running + 1))
        read_count=$((read_count + 1))
    done
    while [ "$running" -gt 0 ]; do
        wait -n || failed=1
        running=$((running - 1))
    done
    say "clang-tidy: read $read_count of ${#all[@]}; ./test.sh --tidy reads all"
    return "$failed"
}

case $1 in
format) check_format ;;
tidy)
    if [ $# -gt 1 ]; then
        tidy_changed "$2"
    else
        say "clang-tidy"
        run-clang-tidy -quiet -p build/tidy "^$PWD/(app|core|ui|tests)/.*\.cpp$"
    fi
    ;;
*) give_up "format or tidy, not \"$1\"" ;;
esac
