#!/bin/sh
# Runs one test on real kernels: `live_test.sh PROGRAM ARGUMENTS`. The kernel's clock runs on while a busy machine delays
# the test, so a failed test is tried again, at most three times in all, and each failed try is printed. A crash or a
# sanitizer report is never retried.
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
