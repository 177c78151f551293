# Sourced by tests that compare what is made from the program's commands with its help. `program` is the program.
# shellcheck shell=bash disable=SC2154
unset LANGUAGE LC_MESSAGES LANG
export LC_ALL=C.UTF-8
export ASAN_OPTIONS=detect_leaks=0 # hundreds of starts; other tests look for leaks
failed=0
fail() { echo "$*"; failed=1; }
skip() { echo "skipped: $*"; exit 77; }

# The names of all commands.
commands() { "$program" --help | sed -n '/^Subcommands:/,$s/^  \([a-z][-a-z]*\) .*/\1/p'; }

# options COMMAND: all options of a command ("" is the program), one on a line.
options() { "$program" ${1:+"$1"} --help | grep -oE '^  -[^ ]+' | grep -oE -e '-[-a-z0-9]+' | sort -u; }

# values COMMAND: "--option word word" for each option that takes one of a few words.
values() {
    "$program" ${1:+"$1"} --help |
        sed -nE 's/^  (-[a-z],)?(--[a-z]+) [^ ]*:\{([^}]*)\}.*/\2 \3/p' | tr , ' '
}

[ "$(commands | wc -l)" -ge 9 ] || fail "only these commands: $(commands)"
[ "$(options show | wc -l)" -ge 6 ] || fail "only these options of show: $(options show)"
[ "$(values show | wc -l)" -ge 3 ] || fail "only these options of show with words: $(values show)"
