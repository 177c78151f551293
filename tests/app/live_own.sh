#!/bin/sh
# Two programs of the user on real sockets: live_own.sh PROGRAM USER. Skipped (77) with the reason where this machine has
# no namespaces for that user, or no python3.
program=$1 user=$2
. "$(dirname "$0")/live_user.sh"
echo "$probed" | grep -q "^wire .* works " || { echo "skipped:"; echo "$probed" | grep "^wire "; exit 77; }
python=/usr/bin/python3
as_user "$python" -c '' 2>/dev/null || python=python3
as_user "$python" -c '' 2>/dev/null || { echo "skipped: there is no python3 for this user"; exit 77; }
work=$(mktemp -d) || exit 1
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
echo page >"$work/page"
fails() { echo "$1:"; cat "$work/out" "$work/said"; exit 1; }
runs() { as_user "$program" live "$@" >"$work/out" 2>"$work/said"; }
server="exec $python -u -m http.server 80 --bind \$TCPSTAGE_SERVER --directory $work"
asks="exec $python -c 'import os, urllib.request as request
host = os.environ[\"TCPSTAGE_SERVER\"]
host = \"[%s]\" % host if \":\" in host else host
print(\"got\", request.urlopen(\"http://%s/page\" % host).read().decode())'"

for family in "" --ipv6; do
    runs $family --server "$server" --client "$asks" --format text || fails "HTTP $family"
    grep -q "^client: got page" "$work/said" || fails "the client's output $family"
    grep -q "ESTABLISHED ● ── ACK" "$work/out" || fails "the ladder $family"
done

runs --server "$server" --client "$asks" --fault 'drop: {from: client, flags: S}' --format tcptrace || fails "a lost SYN"
mv "$work/out" "$work/lost.tcptrace"
"$program" show "$work/lost.tcptrace" >"$work/out" || fails "a saved run"
grep -q "SYN.*: dropped" "$work/out" && grep -q "SYN.*(again)" "$work/out" || fails "what was dropped is sent again"

runs --server "$server" --client "$asks & $asks & wait" --connection 2 --format pcapng || fails "two connections"
grep -q "^tcpstage: 2 connections" "$work/said" && grep -q "^\* 2" "$work/said" || fails "their list"
"$program" capture - --list <"$work/out" | grep -q ":80 " || fails "the capture"

runs --server "exec no-such-program" --client true && fails "a program that is not there"
[ "$(grep -c ^tcpstage: "$work/said")" = 2 ] && grep -q "^tcpstage: the server's program was not found" "$work/said" ||
    fails "what is not there"
runs --server "$server" --client true && fails "no connection"
grep -q "^tcpstage: the programs made no TCP connection" "$work/said" || fails "the sentence"

as_user timeout -s INT 4 "$program" live --server "$server" --client "($asks); sleep 87654" --format text >"$work/out" 2>"$work/said"
grep -q "^tcpstage: ended early" "$work/said" && grep -q "ESTABLISHED" "$work/out" || fails "Ctrl+C"
for file in /proc/[0-9]*/cmdline; do
    tr '\0' ' ' <"$file" 2>/dev/null | grep -q "^sleep 87654" && fails "a process is left"
done
exit 0
