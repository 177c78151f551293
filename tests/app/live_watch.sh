#!/bin/sh
# Connections of this machine that are watched: live_watch.sh PROGRAM USER. Skipped (77) with the reason where there is no
# python3. What needs dumpcap is left out, saying so, where that user may not run it.
program=$1 user=$2
. "$(dirname "$0")/live_user.sh"
python3 -c '' 2>/dev/null || { echo "skipped: there is no python3"; exit 77; }
work=$(mktemp -d) || exit 1
fails() { echo "$1:"; cat "$work/out" "$work/said"; exit 1; }
# One connection after another, each with 3000 octets there and 100 back.
python3 - "$work/port" <<'PYTHON' &
import os, socket, sys, time
server = socket.create_server(("127.0.0.1", 0))
open(sys.argv[1] + ".new", "w").write(str(server.getsockname()[1]))
os.rename(sys.argv[1] + ".new", sys.argv[1])
while True:
    client = socket.create_connection(server.getsockname())
    answer, _ = server.accept()
    client.sendall(bytes(3000))
    got = 0
    while got < 3000:
        got += len(answer.recv(3000))
    answer.sendall(bytes(100))
    client.recv(100)
    time.sleep(0.15)
    client.close()
    answer.close()
    time.sleep(0.05)
PYTHON
traffic=$!
trap 'kill $traffic; rm -rf "$work"' EXIT
while [ ! -s "$work/port" ]; do kill -0 $traffic || exit 1; sleep 0.05; done
port=$(cat "$work/port")
watches() { as_user timeout -s INT 20 "$program" live --watch "$@" >"$work/out" 2>"$work/said"; }

watches "$port" --rung gauges --format text || fails "by what the kernel reports"
grep -q "ESTABLISHED" "$work/out" && grep -q "what the kernel reports (TCP_INFO)" "$work/said" || fails "its states"
grep -q "no segments are seen" "$work/said" || fails "what cannot be known"
watches "$port" --rung gauges --format variables || fails "its variables"
grep -q "cwnd" "$work/out" && [ "$(wc -l <"$work/out")" -gt 4 ] || fails "its variables over time"
watches "$port" --rung wire && fails "no private network has it"

if echo "$probed" | grep -q "^watch .* works "; then
    watches "$port" --connection 2 --format text || fails "by its segments"
    grep -q "its segments (dumpcap)" "$work/said" || fails "how they are seen"
    grep -q "SYN" "$work/out" && grep -q "FIN" "$work/out" || fails "the ladder"
    watches "127.0.0.1:$port" --connection 2 --format pcapng || fails "a capture"
    "$program" capture - --list --format json <"$work/out" | tr -d ' \n' | grep -q '"octets":\[3000,100\]' || fails "its octets"
    as_user sh -c 'echo $$; exec "$0" live --watch 9' "$program" >"$work/out" 2>"$work/said" &
    until grep -q "^tcpstage: watching 9" "$work/said"; do kill -0 $! || fails "a port without traffic"; sleep 0.05; done
    kill -9 "$(head -1 "$work/out")"
    sleep 1
    for file in /proc/[0-9]*/cmdline; do
        tr '\0' ' ' <"$file" 2>/dev/null | grep -q "dumpcap .*tcp and port 9 " && fails "dumpcap is left"
    done
else
    echo "not tried, by its segments: $(echo "$probed" | grep '^watch ')"
    watches "$port" --rung watch && fails "dumpcap that may not be used"
    watches "$port" --format text || fails "the next best way"
    grep -q "^tcpstage: not used: watch (dumpcap): " "$work/said" || fails "why dumpcap is not used"
fi
exit 0
