#!/bin/sh
# A saved trace gives the same JSON as its run.
program=$1
folder=$2/saved_trace
rm -rf "$folder" && mkdir -p "$folder" || exit 1
"$program" run last-ack-lost --format json -o "$folder/run.json" &&
    "$program" run last-ack-lost --format tcptrace -o "$folder/run.tcptrace" &&
    "$program" run "$folder/run.tcptrace" --format json -o "$folder/again.json" &&
    cmp "$folder/run.json" "$folder/again.json" || exit 1
head -c 100 "$folder/run.tcptrace" > "$folder/cut.tcptrace"
error=$("$program" run "$folder/cut.tcptrace" 2>&1 >/dev/null)
[ $? -eq 2 ] || exit 1
case $error in
    *"cut off or damaged"*) ;;
    *) echo "stderr: $error"; exit 1 ;;
esac
