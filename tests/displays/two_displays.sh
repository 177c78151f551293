#!/usr/bin/env bash
# Presents on two displays, swaps them, and pulls one out and plugs it in again, with the real window and real keys:
#   tests/displays/two_displays.sh PROGRAM x11        Xorg with its dummy driver (also with scales 1.25 and 2)
#   tests/displays/two_displays.sh PROGRAM wayland    a nested Weston with two outputs, of scale 1 and 2
# Ends with 77, which ctest calls skipped, where a program that it needs is missing (Debian: xserver-xorg-core
# xserver-xorg-video-dummy x11-xserver-utils openbox xdotool xvfb weston qt6-wayland).
set -u
program=$1
kind=$2
work=$(mktemp -d)
started=()

finish() {
    for process in "${started[@]}"; do kill "$process" 2>/dev/null; done
    rm -rf "$work"
}
trap finish EXIT

give_up() {
    echo "$kind: $1" >&2
    cat "$work/said" >&2 2>/dev/null
    exit 1
}

skip_without() {
    for each in "$@"; do
        command -v "$each" >/dev/null || { echo "skipped: there is no $each here"; exit 77; }
    done
}

start() {
    "$@" >"$work/log-${#started[@]}" 2>&1 &
    started+=($!)
}

open_window() {
    export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data ASAN_OPTIONS=detect_leaks=0
    "$program" --lang en last-ack-lost >"$work/said" 2>&1 &
    window=$!
    started+=("$window")
    sleep 8
    lives "the start"
}

lives() { kill -0 "$window" 2>/dev/null || give_up "the program has ended after $1"; }

key() {
    xdotool key "$1"
    sleep 2
    lives "$1"
}

# place TITLE: the x coordinate of the window whose title has these words.
place() { xdotool search --onlyvisible --name "$1" getwindowgeometry | sed -n 's/.*Position: \([0-9]*\),.*/\1/p' | tail -1; }

# expect WHAT TITLE LOW HIGH: where a window begins.
expect() {
    local at
    at=$(place "$2")
    [ -n "$at" ] && [ "$at" -ge "$3" ] && [ "$at" -lt "$4" ] || give_up "$1: \"$2\" is at ${at:-no place}"
    echo "ok: $1"
}

on_x11() {
    skip_without Xorg xrandr openbox xdotool
    cat >"$work/xorg.conf" <<'END'
Section "Device"
  Identifier "d"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "m"
  HorizSync 5-1000
  VertRefresh 5-200
  Modeline "1366x768" 85.50 1366 1436 1579 1792 768 771 774 798
  Modeline "1024x768" 65.00 1024 1048 1184 1344 768 771 777 806
EndSection
Section "Screen"
  Identifier "s"
  Device "d"
  Monitor "m"
  DefaultDepth 24
EndSection
END
    local number=$((70 + $$ % 20)) class="for the class" workshop="The last ACK is lost"
    start Xorg ":$number" -config "$work/xorg.conf" -configdir "$work/none" -noreset -logfile "$work/xorg.log"
    export DISPLAY=:$number QT_QPA_PLATFORM=xcb
    sleep 3
    xrandr --output DUMMY0 --mode 1366x768 --pos 0x0 || { echo "skipped: Xorg has no dummy driver here"; exit 77; }
    xrandr --addmode DUMMY1 1024x768 && xrandr --output DUMMY1 --mode 1024x768 --pos 1366x0
    start openbox
    sleep 1
    open_window
    key F5
    expect "the class sees it on the other display" "$class" 1366 2390
    expect "the workshop stays" "$workshop" 0 1366
    key ctrl+F5
    expect "the presentation is where the workshop was" "$class" 0 1366
    expect "and the workshop on the other display" "$workshop" 1366 2390
    key ctrl+F5
    expect "both are back" "$class" 1366 2390
    xrandr --output DUMMY1 --off
    sleep 3
    lives "a display was pulled out"
    expect "the presentation is on the display that is left" "$class" 0 1366
    key Right
    xrandr --output DUMMY1 --mode 1024x768 --pos 1366x0
    sleep 3
    lives "a display was plugged in"
    expect "it goes back to where the class is" "$class" 1366 2390
    key Escape
    [ -z "$(place "$class")" ] || give_up "the presentation is still there"
    expect "the workshop is where it was" "$workshop" 0 1366
}

on_wayland() {
    skip_without Xvfb weston xdotool
    local number=$((40 + $$ % 20))
    start Xvfb ":$number" -screen 0 2800x1000x24
    export DISPLAY=:$number XDG_RUNTIME_DIR=$work/run
    mkdir -m 700 "$work/run"
    printf '[core]\nidle-time=0\n[shell]\npanel-position=none\n[output]\nname=X1\nmode=1366x768\nscale=1\n[output]\nname=X2\nmode=1024x768\nscale=2\n' >"$work/weston.ini"
    sleep 1
    start weston --backend=x11-backend.so --output-count=2 -c "$work/weston.ini" --socket=two
    sleep 3
    export WAYLAND_DISPLAY=two QT_QPA_PLATFORM=wayland
    open_window
    xdotool mousemove 600 400 click 1
    # A window that has another size than its state allows would be ended by the compositor.
    for each in Right F5 Right ctrl+F5 Right ctrl+F5 Left Escape F5 ctrl+F5 Escape Right; do key "$each"; done
    grep -q "error" "$work/said" && give_up "the compositor complains"
    echo "ok: nothing that is done with two displays ends the program"
}

case $kind in
x11)
    on_x11
    kill "$window"
    export QT_SCREEN_SCALE_FACTORS="DUMMY0=1.25;DUMMY1=2"
    finish
    work=$(mktemp -d) started=()
    on_x11
    ;;
wayland) on_wayland ;;
*) give_up "say x11 or wayland" ;;
esac
