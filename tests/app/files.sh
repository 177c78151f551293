#!/bin/sh
# Files on the command line: modes, long names, pipes and full devices when writing; huge and foreign files when reading.
program=$1
folder=$2/files
rm -rf "$folder" && mkdir -p "$folder" && chmod 700 "$folder" && cd "$folder" || exit 1
export LC_ALL=C XDG_RUNTIME_DIR="$folder"
failed() { echo "$*"; exit 1; }

# expect TEXT ARGUMENTS...: exit code 2 within 10 seconds and 3 GB, and one line on standard error with the text.
expect() {
    text=$1; shift
    error=$(timeout 10 "$program" "$@" 2>&1 >/dev/null </dev/null)
    code=$?
    [ $code -eq 2 ] || failed "$*: exit code $code: $error"
    case $error in
        *"$text"*) ;;
        *) failed "$*: $error" ;;
    esac
    [ "$(echo "$error" | wc -l)" -eq 1 ] || failed "$*: more than one line: $error"
}

umask 022
echo old > private.json && chmod 600 private.json
"$program" run half-close -o private.json || failed "run -o private.json"
[ "$(stat -c %a private.json)" = 600 ] || failed "the mode has changed"
name=$(printf 'n%.0s' $(seq 250)).json
"$program" run half-close -o "$name" || failed "a name of 255 octets"
[ "$(stat -c %a "$name")" = 644 ] || failed "the mode of a new file"
cmp private.json "$name" || exit 1
mkfifo out
cat out > copy.json &
"$program" run half-close -o out || failed "run -o PIPE"
wait
cmp private.json copy.json || exit 1
ln -s /dev/full full.png
expect "full.png: cannot write: No space left on device" render half-close -o full.png --size 64x64

truncate -s 1G z.tcptrace z.pkt
printf tcptrace | dd of=z.tcptrace conv=notrunc 2>/dev/null
expect "too large: at most 256 MiB" show z.tcptrace
expect "too large: at most 256 MiB" compare z.tcptrace z.tcptrace
expect "is not UTF-8 text" drill z.pkt
expect "is not UTF-8 text" show z.pkt
expect "this is a device, not a file" drill /dev/zero
expect "this is a pipe, not a file" show ./out
mkfifo in.pkt in.yaml
expect "this is a pipe, not a file" drill in.pkt
expect "this is a pipe, not a file" run in.yaml
expect "this is a pipe, not a file" in.yaml
"$program" run half-close --format packetdrill | "$program" drill - | grep -q "1 passed" || failed "drill -"
rm -f z.* && [ -z "$(ls -A | grep partial)" ] || failed "something was left behind"
