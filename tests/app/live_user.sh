#!/bin/sh
# Sourced with $program and $user set: `as_user` runs a command as that user, `probed` is what works for it. Skips (77) with
# the reason where there is no such user here.
export TCPSTAGE_WIRE="$(dirname "$program")/tcpstage-wire"
as_user() { "$@"; }
if [ "$user" = nobody ]; then
    [ "$(id -u)" = 0 ] || { echo "skipped: this is an ordinary user already"; exit 77; }
    command -v setpriv >/dev/null || { echo "skipped: there is no setpriv"; exit 77; }
    as_user() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    as_user test -x "$program" || { echo "skipped: an ordinary user cannot reach $program"; exit 77; }
fi
probed=$(as_user "$program" live --probe) || exit 1
