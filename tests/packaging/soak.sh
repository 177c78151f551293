#!/usr/bin/env bash
# Uses the window for a long time: soak.sh PROGRAM [MINUTES]; without a number an hour. Under Xvfb it opens lessons, steps,
# makes branches, compares, undoes, presents, changes views and language, edits the text, and runs lessons on real sockets, again
# and again. Prints each minute: seconds, rounds, resident memory (KiB), open files, threads, child processes. Fails if the program
# ends, or if these have grown from the second fifth of the time to the last. PICTURES names a folder for pictures.
set -euo pipefail
[ -x "${1:-}" ] && [ "${2:-60}" -ge 5 ] || { echo "soak.sh PROGRAM [MINUTES, 5 or more]" >&2; exit 2; }
program=$(realpath -s "$1") minutes=${2:-60} script=soak.sh
work=$(mktemp -d -t tcpstage-soak.XXXXXX)
. "$(dirname "${BASH_SOURCE[0]}")/display.sh"
end() {
    kill "${processes[@]}" 2>/dev/null || true
    rm -rf "$work"
}
trap end EXIT
export HOME=$work/home XDG_RUNTIME_DIR=$work/runtime LC_ALL=C.UTF-8
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME WAYLAND_DISPLAY
mkdir -p "$HOME" && mkdir -m 700 "$XDG_RUNTIME_DIR"
start_display
"$program" three-way-handshake >"$work/output" 2>&1 &
running=$!
processes+=("$running")
wait_for_window 'name:TCP Stage' "$running"
xdotool windowfocus --sync "$window"

press() {
    local key
    for key; do xdotool key "$key"; sleep 0.15; done
}
times() { local count=$1 _; shift; for _ in $(seq "$count"); do press "$@"; done; }
lesson() { # by words of its title
    press ctrl+f ctrl+a
    xdotool type --delay 15 "$1"
    sleep 0.5
    press Return
    sleep 0.5
}

lessons=("Slow start" "The last ACK is lost" "Fast retransmit" "Zero window" "Three-way handshake" "Options of the handshake"
    "SYN flood" "A whole connection")
one_round() {
    lesson "${lessons[$(($1 % ${#lessons[@]}))]}"
    times 12 Right
    press d # a branch
    times 6 Right
    press c
    times 6 Right
    press Home End c
    press 2 3 4 5 6 7 8 1
    press Left Left u ctrl+z ctrl+z
    press F5
    times 8 Right
    press b b l Right l Escape
    press ctrl+shift+l Right ctrl+shift+l ctrl+t
    press p && sleep 1 && press p
    if [ $(($1 % 4)) = 1 ]; then # a real handshake, each segment released by hand
        lesson "Real: handshake"
        press ctrl+r Return
        sleep 1.5
        for _ in 1 2 3 4 5 6; do press Right; sleep 0.3; done
        sleep 1
        press c Right Right
        [ $1 -ne 1 ] || picture real
        press Home c
    fi
    if [ $(($1 % 4)) = 2 ]; then
        press ctrl+l ctrl+End
        xdotool type --delay 15 "# $1"
        sleep 1
        press ctrl+z Escape
    fi
}

measured() {
    printf '%d\t%d\t%d\t%d\t%d\t%d\n' "$SECONDS" "$1" "$(sed -n 's/^VmRSS:\s*\([0-9]*\).*/\1/p' /proc/$running/status)" \
        "$(find /proc/$running/fd -type l | wc -l)" "$(find /proc/$running/task -mindepth 1 -maxdepth 1 | wc -l)" \
        "$(wc -w </proc/$running/task/$running/children)"
}

say "$minutes minutes"
printf 'seconds\trounds\tresident\tfiles\tthreads\tchildren\n'
round=0 minute=0 SECONDS=0
while [ $SECONDS -lt $((minutes * 60)) ]; do
    one_round $round
    round=$((round + 1))
    kill -0 "$running" 2>/dev/null || give_up "the program ended in round $round: $(cat "$work/output")"
    if [ $((SECONDS / 60)) -gt $minute ]; then
        minute=$((SECONDS / 60))
        measured $round | tee -a "$work/measured"
    fi
    [ $((round % 50)) -ne 5 ] || picture "round-$round"
done
press ctrl+q
! still_running "$running" 20 || give_up "Ctrl+Q does not end it"
wait "$running" || give_up "the program ended with $?"
[ ! -s "$work/output" ] || sed 's/^/said: /' "$work/output"
awk -v OFS='\t' '{ for (i = 3; i <= 6; ++i) value[NR, i] = $i }
    function mean(from, to, i,    n, all) { for (n = from; n <= to; ++n) all += value[n, i]; return all / (to - from + 1) }
    END {
        split("resident files threads children", name, " ")
        for (i = 3; i <= 6; ++i) {
            early = mean(int(NR / 5) + 1, int(2 * NR / 5), i); late = mean(int(4 * NR / 5) + 1, NR, i)
            printf "%s: %.0f, at the end %.0f\n", name[i - 2], early, late
            if (late > early * 1.1 + (i == 3 ? 4096 : 2)) grown = 1
        }
        exit grown
    }' "$work/measured" || give_up "it has grown"
say "Everything is flat after $round rounds"
