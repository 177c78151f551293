#!/bin/sh
# Forces one vantage (--rung) of real sockets: live_rung.sh PROGRAM RUNG USER. Skipped (77) with the reason where this
# machine does not have it.
program=$1 rung=$2 user=$3
export TCPSTAGE_WIRE="$(dirname "$program")/tcpstage-wire"
as_user() { "$@"; }
if [ "$user" = nobody ]; then
    [ "$(id -u)" = 0 ] || { echo "skipped: this is an ordinary user already"; exit 77; }
    command -v setpriv >/dev/null || { echo "skipped: there is no setpriv"; exit 77; }
    as_user() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    as_user test -x "$program" || { echo "skipped: an ordinary user cannot reach $program"; exit 77; }
fi
probed=$(as_user "$program" live --probe) || exit 1
if ! echo "$probed" | grep -q "^$rung .* works "; then
    echo "skipped:"
    echo "$probed" | grep "^$rung "
    exit 77
fi
shown=$(as_user "$program" live real-handshake --rung "$rung" --format text --check) || { echo "$shown"; exit 1; }
echo "$shown"
echo "$shown" | grep -q "SYN" && echo "$shown" | grep -q "ESTABLISHED"
