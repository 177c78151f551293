#!/bin/sh
# A program that ours has started is stopped by SIGSTOP: `live_stopped.sh PROGRAM wire` stops the helper, with `... watch`
# dumpcap stops itself. Ours reports it within 5 s, ends it, and exits with 2. Skipped (77) with the reason where
# this machine does not have that vantage.
program=$1 rung=$2
export TCPSTAGE_WIRE="$(dirname "$program")/tcpstage-wire"
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

child_of() { # the process whose parent is $1
    for stat in /proc/[0-9]*/stat; do
        { read -r process _ _ parent _ <"$stat"; } 2>/dev/null && [ "$parent" = "$1" ] && echo "$process"
    done
}

if [ "$rung" = wire ]; then
    "$program" live --probe >"$work/probe" || exit 1
    grep -q "^wire .* works " "$work/probe" || { echo "skipped:"; grep "^wire " "$work/probe"; exit 77; }
    cat >"$work/long.yaml" <<'LESSON'
title: a wait that lasts
endpoints:
  client: {address: 10.0.0.1, port: 49152, iss: 100}
  server: {address: 10.0.0.2, port: 80, iss: 300}
steps:
  - server: listen
  - client: connect
  - wait: 60 s
LESSON
    "$program" live "$work/long.yaml" --rung wire >"$work/said" 2>&1 &
    ours=$!
    for try in $(seq 100); do
        kill -0 $ours || break
        sleep 0.1
        child=$(child_of $ours)
        [ -n "$child" ] && [ "$try" -gt 10 ] && break
    done
    [ -n "$child" ] && kill -STOP "$child" || { cat "$work/said"; exit 1; }
    expected='^tcpstage: tcpstage-wire no longer answers (is it stopped?) and was killed; run it again$'
else
    printf '#!/bin/sh\necho $$ >%s/child\nprintf "\\324\\303\\262\\241\\2\\0\\4\\0\\0\\0\\0\\0\\0\\0\\0\\0\\377\\377\\0\\0\\1\\0\\0\\0"\nkill -STOP $$\n' \
        "$work" >"$work/dumpcap"
    chmod +x "$work/dumpcap"
    PATH="$work:$PATH" "$program" live real-handshake --rung watch >"$work/said" 2>&1 &
    ours=$!
    expected='^tcpstage: dumpcap was stopped by a signal, and has been killed; run it again$'
fi
before=$(date +%s%N)
wait $ours
code=$?
took=$((($(date +%s%N) - before) / 1000000))
[ "$rung" = wire ] || child=$(cat "$work/child")
cat "$work/said"
echo "exit code $code after $took ms"
[ $code -eq 2 ] || exit 1
[ $took -lt 5000 ] || exit 1
[ "$(wc -l <"$work/said")" -eq 1 ] || exit 1
grep -q "$expected" "$work/said" || exit 1
if kill -0 "$child" 2>/dev/null; then echo "it is still there"; exit 1; fi
