#!/bin/sh
# Runs one test on real kernels: `live_test.sh PROGRAM ARGUMENTS`. A kernel's clock goes on while a busy machine lets
# the test wait, so a test that fails is tried again, three times at most, and each failed try is told. A crash or a
# sanitizer's report is never tried again.
case " $* " in *" --gtest_list_tests"*) exec "$@" ;; esac
tries=3
said=$(mktemp) || exit 2
trap 'rm -f "$said"' EXIT
try=1
while :; do
    "$@" >"$said" 2>&1
    code=$?
    cat "$said"
    [ $code -eq 0 ] && exit 0
    if [ $code -ne 1 ] || grep -qE 'Sanitizer|runtime error:' "$said"; then exit $code; fi
    echo "live_test.sh: try $try of $tries failed" >&2
    [ $try -eq $tries ] && exit $code
    try=$((try + 1))
done
