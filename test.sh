#!/usr/bin/env bash
# Installs missing packages, builds TCP Stage and runs its tests. ctest's summary comes last.
#   ./test.sh           preset dev
#   ./test.sh --asan    with the address and undefined-behaviour sanitizers; also when CI=true
#   ./test.sh --tidy    runs clang-tidy over all sources instead of the tests; --tidy=90: for 90 seconds over the sources
#                       that the last day's commits changed
#   ./test.sh --format  only checks the format of all sources with clang-format
#   ./test.sh --fuzz    runs each fuzzer for 20 seconds instead of the tests; --fuzz=600: for ten minutes
# Other arguments go to ctest: ./test.sh -R Retransmission
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
. .ci/packages.sh

preset=dev
tidy=
format=false
fuzz=
if [ "${CI:-}" = true ]; then preset=asan; fi
ctest_arguments=()
for argument in "$@"; do
    case $argument in
    --asan) preset=asan ;;
    --tidy) tidy=all ;;
    --tidy=*) tidy=${argument#--tidy=} ;;
    --format) format=true ;;
    --fuzz) fuzz=20 ;;
    --fuzz=*) fuzz=${argument#--fuzz=} ;;
    -h | --help)
        sed -n '2,/^[^#]/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
        exit 0
        ;;
    *) ctest_arguments+=("$argument") ;;
    esac
done

# The tests open windows without a display, so that they look the same on every machine.
export QT_QPA_PLATFORM=offscreen
export LSAN_OPTIONS="suppressions=$PWD/tests/support/lsan.supp:print_suppressions=0"
export UBSAN_OPTIONS="print_stacktrace=1"

if $format; then
    install_packages "${format_packages[@]}"
    exec .ci/style.sh format
fi

if [ -n "$tidy" ]; then
    install_packages "${packages[@]}" "${test_packages[@]}" "${bench_packages[@]}" "${tidy_packages[@]}"
    configure_and_build tidy tcpstage_generated # only the generated sources are needed: none includes moc output
    if [ "$tidy" = all ]; then exec .ci/style.sh tidy; fi
    exec .ci/style.sh tidy "$tidy"
fi

if [ -n "$fuzz" ]; then
    install_packages "${packages[@]}" "${test_packages[@]}" "${sanitizer_packages[@]}"
    configure_and_build asan fuzzers
    exec .ci/fuzz.sh "$fuzz"
fi

if [ "$preset" = asan ]; then test_packages+=("${sanitizer_packages[@]}"); fi
install_packages "${packages[@]}" "${test_packages[@]}"
configure_and_build "$preset" all
exec ctest --preset "$preset" --parallel "$(nproc)" --timeout 300 "${ctest_arguments[@]}"
