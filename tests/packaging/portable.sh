#!/usr/bin/env bash
# Tries the portable folder as a person would who can install nothing: portable.sh [FOLDER.tar.xz FILE.run]. Without them it
# makes them with .ci/portable, twice, and compares. Then, in each of SYSTEMS (suites of Debian, made bare by debootstrap;
# nothing of Qt, X11 or fonts is there), an ordinary user runs the folder and the .run file: without a window, with one on
# X11, and with one on Wayland (Weston, whose own window is on the display). A picture must be the same in all of them. Needs
# root, a network, and the tools below; takes some minutes. Prints what it tries; the first failure ends it. PICTURES names a
# folder for pictures of the windows.
set -euo pipefail
tools=(debootstrap Xvfb xdotool setpriv weston)
try_packages="debootstrap xvfb xdotool weston"
. "$(dirname "${BASH_SOURCE[0]}")/bare.sh"

packed=${1:-} run=${2:-}
if [ -z "$packed" ]; then
    say "Two folders of the same commit are the same"
    { read -r _; read -r packed; read -r run; } < <("$sources/.ci/portable" | tail -3)
    sha256sum "$packed" "$run" >"$work/sums"
    "$sources/.ci/portable" >/dev/null
    sha256sum --quiet -c "$work/sums"
fi
for file in "$packed" "$run"; do say "$(basename "$file"): $(stat -c %s "$file") octets"; done
say "Unpacked: $(tar -xJf "$packed" --to-command 'wc -c' | awk '{ all += $1 } END { printf "%d octets in %d files", all, NR }')"

start_display
mkdir -m 700 "$work/wayland"
XDG_RUNTIME_DIR=$work/wayland weston --backend=x11-backend.so --use-pixman --width=1366 --height=768 --socket=wayland-trial \
    --shell=kiosk-shell.so --idle-time=0 >"$work/weston.log" 2>&1 &
weston=$!
processes+=($weston)
for _ in $(seq 50); do [ -S "$work/wayland/wayland-trial" ] && break; sleep 0.1; done
chown -R 1000:1000 "$work/wayland"
[ -S "$work/wayland/wayland-trial" ] || { cat "$work/weston.log"; give_up "Weston did not start"; }

for system in ${SYSTEMS:-bookworm trixie}; do
    say "A bare system: $system"
    bare_system "$system" xz-utils
    cp "$packed" "$root/trial/tcpstage.tar.xz"
    cp "$run" "$root/trial/tcpstage.run"
    mkdir -p "$root/wayland"
    mount --bind "$work/wayland" "$root/wayland"
    inside unpack
    inside without_xz
    program="/opt/a 文件夹/stage/tcpstage"
    inside PROGRAM="$program" run
    pictures_sum=${pictures_sum:-$(cksum <"$root/home/user/a.png")}
    [ "$(cksum <"$root/home/user/a.png")" = "$pictures_sum" ] || give_up "the picture is another than in the first system"
    inside PROGRAM="$program" menu
    inside one_file
    say "The window on X11"
    try_window 'name:last ACK' inside PROGRAM="$program" window
    say "The window on Wayland"
    # The window is Weston's, which shows the program's.
    try_window class:weston inside PROGRAM="$program" DISPLAY= XDG_RUNTIME_DIR=/wayland WAYLAND_DISPLAY=wayland-trial QT_QPA_PLATFORM=wayland \
        window
done
say "Everything works"
