#!/bin/sh
# A write that fails half way leaves the old file unchanged and no other file. The file size limit stands in for a full disk.
program=$1
folder=$2/full_disk
rm -rf "$folder" && mkdir -p "$folder" || exit 1
echo old > "$folder/trace.json"
error=$( (ulimit -f 1; trap '' XFSZ; "$program" run half-close -o "$folder/trace.json") 2>&1 >/dev/null)
code=$?
[ $code -eq 2 ] || { echo "exit code $code: $error"; exit 1; }
case $error in
    *"cannot write: File too large"*) ;;
    *) echo "stderr: $error"; exit 1 ;;
esac
[ "$(cat "$folder/trace.json")" = old ] || { echo "the old file has changed"; exit 1; }
[ "$(ls -A "$folder")" = trace.json ] || { ls -A "$folder"; exit 1; }
