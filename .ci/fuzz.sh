#!/usr/bin/env bash
# fuzz.sh SECONDS: runs each fuzzer of build/asan for SECONDS, as many at a time as there are processors. A finding makes it
# fail and is kept in build/asan/found; add it to tests/fuzz/corpus with the fix.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
seconds=${1:-20}
fuzzers=(segment lesson endpoint script diagram trace observer capture watch drawing wire)
found=build/asan/found
seeds=build/asan/seeds

rm -rf "$found" "$seeds"
mkdir -p "$found"
build/asan/fuzz_seeds "$seeds"

# Runs one fuzzer and prints its output only when it finds something. The seed is always the same, so that only a change of
# the code changes the result; FUZZ_SEED=0 takes another seed each time.
run_one() {
    local name=$1 log=$found/$1.log
    mkdir -p "build/asan/corpus/$name" "$seeds/$name"
    if "build/asan/fuzz_$name" -max_total_time="$2" -seed="${FUZZ_SEED:-1}" -max_len=65536 -timeout=20 \
        -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found/$name-" \
        "build/asan/corpus/$name" "$seeds/$name" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
        printf 'fuzz_%s: %s runs, nothing found\n' "$name" \
            "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")"
        return
    fi
    tail -n 40 "$log" >&2
    printf 'fuzz_%s has found something: %s\n' "$name" "$(ls "$found/$name-"* 2>/dev/null || echo "see $log")" >&2
    return 1
}
export -f run_one
export found seeds
export UBSAN_OPTIONS=print_stacktrace=1

printf '== Fuzzing, %s seconds each\n' "$seconds" >&2
printf '%s\n' "${fuzzers[@]}" | xargs -P "$(nproc)" -I NAME bash -c "run_one NAME $seconds"
