# A display for trials with real windows, and what they have in common. Sourced; needs `work`, a folder, and `script`, the
# name for messages. `processes` are to be ended at the end.
# shellcheck shell=bash
processes=()
say() { printf '== %s\n' "$*"; }
give_up() { printf '%s: %s\n' "${script:?}" "$*" >&2; exit 1; }

start_display() {
    Xvfb -displayfd 3 -screen 0 1366x768x24 -fbdir "${work:?}" -ac 3>"$work/display" >/dev/null 2>&1 &
    processes+=($!)
    for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
    DISPLAY=:$(cat "$work/display")
    export DISPLAY
}

colours() { tail -c $((1366 * 768 * 4)) "$work/Xvfb_screen0" | od -An -v -tx4 -w4 | sort -u | wc -l; }
seen() { cksum <"$work/Xvfb_screen0"; }

# A picture of the display, for people, if PICTURES names a folder.
pictures=0
picture() {
    [ -z "${PICTURES:-}" ] || import -window root "$PICTURES/$((++pictures))-$1.png"
}

# still_running PROCESS SECONDS: whether it still runs after that time at most.
still_running() {
    local tenths=$(($2 * 10))
    while kill -0 "$1" 2>/dev/null; do
        [ $((tenths--)) -gt 0 ] || return 0
        sleep 0.1
    done
    return 1
}

# wait_for_window name:TITLE|class:CLASS PROCESS: sets `window`, when it shows something.
wait_for_window() {
    window=
    for _ in $(seq 150); do
        window=$(xdotool search --onlyvisible "--${1%%:*}" "${1#*:}" 2>/dev/null | tail -1) && [ -n "$window" ] && break
        kill -0 "$2" 2>/dev/null || give_up "the program ended without a window"
        sleep 0.1
    done
    [ -n "$window" ] || give_up "there is no window after fifteen seconds"
    for _ in $(seq 50); do [ "$(colours)" -gt 100 ] && break; sleep 0.2; done
    [ "$(colours)" -gt 100 ] || give_up "the window shows nothing"
}
