#!/bin/sh
# TCP Stage @VERSION@ in one file: this script, then a .tar.xz. See --help below.
set -eu
lines=@LINES@ name=@NAME@ running=''
self=$0
case $self in */*) ;; *) self=$(command -v -- "$self") ;; esac
give_up() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; exit 2; }

help() {
    cat <<END
TCP Stage @VERSION@ for Linux on @MACHINE@ with glibc @GLIBC@ or later.

  $(basename "$0")                    unpacks into a temporary folder, opens the window, and removes the folder at the end
  $(basename "$0") ARGUMENTS          the same with arguments for the program, such as: list, or my-lesson.yaml
  $(basename "$0") -- --help          the help of the program (after -- all is for the program)
  $(basename "$0") --extract [INTO]   unpacks into INTO/$name (INTO: this folder) and keeps it: it starts
                                      quicker from there, with $name/tcpstage
  $(basename "$0") --help             this help

Needs @MEBIBYTES@ MiB in the folder that TMPDIR names (/tmp without it), and xz.
END
}

unpack() { # unpack INTO
    command -v xz >/dev/null || give_up "xz is needed to unpack this file: install it (Debian, Ubuntu: xz-utils)"
    room=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
    [ "${room:-0}" -ge @MEBIBYTES@ ] || give_up "$1 has room for $room MiB, but @MEBIBYTES@ are needed: choose another folder, by TMPDIR or --extract"
    tail -n "+$((lines + 1))" "$self" | xz -dc | tar -xf - -C "$1" ||
        give_up "could not unpack into $1: this file may be damaged; fetch it again"
}

case ${1:-} in
--help) help; exit ;;
--extract)
    into=${2:-.}
    mkdir -p "$into" && [ -w "$into" ] || give_up "cannot write into $into"
    [ ! -e "$into/$name" ] || give_up "$into/$name exists already"
    unpack "$into"
    printf '%s\n' "$into/$name/tcpstage"
    exit ;;
--) shift ;;
esac

# What was left by a kill -9 an hour ago or earlier, unless a program still runs there.
places=${TMPDIR:-/tmp}
find "$places" -maxdepth 1 -type d -name 'tcpstage.??????' -user "$(id -u)" -mmin +60 2>/dev/null | while read -r old; do
    ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF -- "-> $old/" || rm -rf "$old"
done

temporary=$(mktemp -d "$places/tcpstage.XXXXXX") || give_up "cannot write into $places: choose another folder by TMPDIR"
# A signal ends the program first, so that it keeps unsaved work.
end() { [ -n "$running" ] || exit 143; kill "$running" 2>/dev/null || true; }
trap 'rm -rf "$temporary"' EXIT
trap end TERM INT HUP
unpack "$temporary"
[ -x "$temporary/$name/tcpstage" ] && "$temporary/$name/tcpstage" --version >/dev/null 2>&1 ||
    give_up "no program can run in $temporary (is it mounted noexec, or glibc older than @GLIBC@?): choose another folder by TMPDIR, or --extract"
"$temporary/$name/tcpstage" "$@" <&0 &
running=$!
while :; do
    code=0
    wait "$running" || code=$?
    kill -0 "$running" 2>/dev/null || break # otherwise a signal only interrupted the waiting
done
exit "$code"
