#!/bin/sh
# tcpdump reads what is exported, packet by packet: tcpdump.sh PROGRAM LESSON... Skipped (77) where there is no tcpdump.
program=$1
shift
command -v tcpdump >/dev/null || { echo "skipped: there is no tcpdump"; exit 77; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for lesson; do
    for side in '' both left; do
        "$program" run "$lesson" --format pcapng ${side:+--side "$side"} -o "$work/out.pcapng" || exit 1
        tcpdump -tnr "$work/out.pcapng" >"$work/said" 2>"$work/trouble" || { echo "$lesson $side:"; cat "$work/trouble"; exit 1; }
        wanted=$(grep -c '' "$work/said")
        [ "$wanted" -gt 2 ] || { echo "$lesson $side: only $wanted packets"; exit 1; }
        ! grep -v '^IP' "$work/said" || { echo "$lesson $side: not IP"; exit 1; }
    done
done
