#!/bin/sh
# capture.sh PROGRAM FOLDER: the connections of a capture as text and JSON, the trace of one, packed, from standard input, cut.
set -u
program=$1
folder=$2/capture
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder" || exit 1

fail() {
    echo "$*"
    exit 1
}
# expect TEXT PART: the text contains the part.
expect() {
    case $1 in
    *"$2"*) ;;
    *) fail "\"$2\" is missing in: $1" ;;
    esac
}

"$program" run connection-refused --format pcapng -o one.pcapng || fail "run"
"$program" run four-way-close --format pcapng -o other.pcapng || fail "run"
cat one.pcapng other.pcapng >two.pcapng # two sections

list=$("$program" capture two.pcapng) || fail "capture two.pcapng"
expect "$list" "refused, reset by the right end"
expect "$list" "handshake, closed"
expect "$list" "2 connections, "
[ "$list" = "$("$program" capture two.pcapng --list --format text)" ] || fail "--list --format text is another list"
[ "$list" = "$("$program" capture - <two.pcapng)" ] || fail "standard input gives another list"
gzip -kf two.pcapng
[ "$list" = "$("$program" capture two.pcapng.gz)" ] || fail "a packed file gives another list"
expect "$("$program" capture two.pcapng --lang zh)" "2 个连接"
expect "$("$program" capture two.pcapng --list --format json)" '"closed": "fin"'

trace=$("$program" capture two.pcapng --connection 2 --format json) || fail "--connection 2"
expect "$trace" '"source": "capture"'
expect "$trace" '"TIME-WAIT"'
expect "$("$program" show two.pcapng#2 --brief)" "TIME-WAIT"
expect "$("$program" capture two.pcapng --format pcapng -o again.pcapng && "$program" capture again.pcapng)" "refused, "

# Two captures at both ends: the loss is certain, and both give the same as one file with the other first.
"$program" run retransmission-timeout --format pcapng --side client -o left.pcapng || fail "run --side client"
"$program" run retransmission-timeout --format pcapng --side server -o right.pcapng || fail "run --side server"
joined=$("$program" capture left.pcapng --join right.pcapng --report) || fail "--join"
expect "$joined" "Two captures are joined; their clocks differ by 0 s (estimated)."
expect "$joined" "did not arrive at the server."
[ "$joined" = "$("$program" capture right.pcapng --join left.pcapng#1 --report)" ] || fail "the other order differs"
expect "$("$program" capture left.pcapng --join right.pcapng --format json)" '"source": "capture"'
expect "$("$program" show left.pcapng#1+right.pcapng --captions)" "it was lost for certain"
expect "$("$program" capture left.pcapng --join right.pcapng --report --lang zh)" "两份抓包已合并"

head -c $(($(wc -c <one.pcapng) - 10)) one.pcapng >cut.pcapng
cut=$("$program" capture cut.pcapng 2>said) || fail "a file that is cut is no error"
expect "$cut" "1 connection, "
expect "$(cat said)" "tcpstage: cut.pcapng: the file is cut: it ends within packet "
[ "$(wc -l <said)" = 1 ] || fail "more than one line: $(cat said)"

# refuses ARGUMENTS PART: one line with the part, and exit code 2.
refuses() {
    said=$("$program" $1 2>&1 >/dev/null)
    [ $? -eq 2 ] || fail "$1: not exit code 2"
    expect "$said" "$2"
}
refuses "capture two.pcapng --connection 3" "the capture has 2 connections, none has number 3; choose one from 1 to 2"
refuses "capture two.pcapng --list --format csv" 'a list has no format "csv"'
refuses "capture two.pcapng --format jsn" 'unknown format "jsn"'
refuses "capture said" "this is not a capture (pcap or pcapng)"
"$program" run read-a-capture --format pcapng -o strange.pcapng || fail "run"
refuses "capture left.pcapng --join strange.pcapng" "strange.pcapng has no segment of connection 1 of the first capture"
refuses "capture left.pcapng --join said" "this is not a capture (pcap or pcapng)"
refuses "capture none.pcapng" "none.pcapng: there is no such file"
refuses "said --connection 2" "this is not a capture, so it has no connections"
exit 0
