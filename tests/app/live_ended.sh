#!/bin/sh
# Ctrl+C ends a live run early: live_ended.sh PROGRAM. What has happened until then is written, one line says so, and
# the exit code is 0.
program=$1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
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
timeout -s INT 5 "$program" live "$work/long.yaml" --rung gauges --format text -o "$work/run.txt" 2>"$work/said"
code=$?
cat "$work/said"
[ $code -eq 0 ] || [ $code -eq 124 ] || { echo "exit code $code"; exit 1; } # 124: timeout has sent the signal
grep -q '^tcpstage: ended early: what had happened until then is written$' "$work/said" || exit 1
grep -q "ESTABLISHED" "$work/run.txt"
