#!/bin/sh
# Forces one vantage (--rung) of real sockets: live_rung.sh PROGRAM RUNG USER. Skipped (77) with the reason where this
# machine does not have it.
program=$1 rung=$2 user=$3
. "$(dirname "$0")/live_user.sh"
if ! echo "$probed" | grep -q "^$rung .* works "; then
    echo "skipped:"
    echo "$probed" | grep "^$rung "
    exit 77
fi
shown=$(as_user "$program" live real-handshake --rung "$rung" --format text --check) || { echo "$shown"; exit 1; }
echo "$shown"
echo "$shown" | grep -q "SYN" && echo "$shown" | grep -q "ESTABLISHED"
