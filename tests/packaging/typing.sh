#!/usr/bin/env bash
# Types Chinese: typing.sh PROGRAM [fcitx5|ibus]. Starts an input method with pinyin and a real window under Xvfb. On the
# stage, single keys step and drop even while pinyin is switched on; in the text of a lesson, letters compose. What was
# typed is read in the unsaved work that the program keeps. PICTURES names a folder for pictures. Needs Xvfb, xdotool,
# dbus-run-session, and fcitx5 with fcitx5-pinyin and fcitx5-frontend-qt6, or ibus with ibus-libpinyin.
set -euo pipefail
[ -x "${1:-}" ] || { echo "typing.sh PROGRAM [fcitx5|ibus]" >&2; exit 2; }
[ -n "${TCPSTAGE_SESSION:-}" ] ||
    exec env TCPSTAGE_SESSION=yes dbus-run-session -- "$0" "$(realpath -s "$1")" "${2:-fcitx5}"
program=$1 method=$2 script=typing.sh
work=$(mktemp -d -t tcpstage-typing.XXXXXX)
. "$(dirname "${BASH_SOURCE[0]}")/display.sh"
end() {
    kill "${processes[@]}" 2>/dev/null || true
    sleep 0.5
    rm -rf "$work"
}
trap end EXIT
export HOME=$work/home XDG_RUNTIME_DIR=$work/runtime LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY
mkdir -p "$HOME/.config/fcitx5" && mkdir -m 700 "$XDG_RUNTIME_DIR"
start_display

# Whether a program is on the bus by this name: asking the program itself would start it.
has_name() {
    dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner string:"$1" | grep -q true
}

start_fcitx5() {
    printf '[Groups/0]\nName=Default\nDefault Layout=us\nDefaultIM=pinyin\n\n[Groups/0/Items/0]\nName=keyboard-us\nLayout=\n\n' \
        >"$HOME/.config/fcitx5/profile"
    printf '[Groups/0/Items/1]\nName=pinyin\nLayout=\n\n[GroupOrder]\n0=Default\n' >>"$HOME/.config/fcitx5/profile"
    printf '[Behavior]\nActiveByDefault=True\n' >"$HOME/.config/fcitx5/config"
    fcitx5 --disable=wayland >"$work/method.log" 2>&1 &
    processes+=($!)
    export QT_IM_MODULE=fcitx
    for _ in $(seq 50); do has_name org.fcitx.Fcitx5 && return; sleep 0.2; done
    cat "$work/method.log"
    give_up "fcitx5 did not start"
}
start_ibus() {
    ibus-daemon --panel=disable --config=/usr/libexec/ibus-memconf >"$work/method.log" 2>&1 &
    processes+=($!)
    export QT_IM_MODULE=ibus
    for _ in $(seq 20); do
        ibus engine libpinyin >/dev/null 2>&1 || true
        [ "$(ibus engine 2>/dev/null)" != libpinyin ] || return 0
        sleep 0.5
    done
    cat "$work/method.log"
    give_up "ibus did not start with libpinyin"
}

press() {
    local key
    for key; do xdotool key "$key"; sleep 0.5; done
}
works() { cat "$HOME"/.local/share/tcpstage/*/unsaved/*.work 2>/dev/null; }

"start_$method"
say "$method with pinyin"
"$program" three-way-handshake >"$work/output" 2>&1 &
running=$!
processes+=("$running")
wait_for_window 'name:TCP Stage' "$running"
xdotool windowfocus --sync "$window"
sleep 1
press ctrl+f
xdotool type --delay 120 'woshou'
sleep 1
picture composing
xdotool key space
sleep 1.5
picture searched
press Escape Escape Right Right Right d
sleep 2
picture dropped
works >"$work/dropped"
grep -qi drop "$work/dropped" || give_up "the key D did not reach the stage: $(cat "$work/output")"
say "On the stage: D drops a segment"
press ctrl+l
sleep 1
press ctrl+End
xdotool type --delay 120 '# zhongwen'
sleep 1
xdotool key space
sleep 2.5
picture composed
works >"$work/typed"
grep -q '中文' "$work/typed" || give_up "nothing was composed: $(grep -a zhongwen "$work/typed" | tail -1) $(cat "$work/output")"
say "In the text of the lesson: \"$(grep -ao '# *中文' "$work/typed" | tail -1)\""
press ctrl+q
! still_running "$running" 10 || give_up "Ctrl+Q does not end it"
wait "$running" || give_up "the program ended with $?"
say "Everything works"
