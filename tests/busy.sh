#!/usr/bin/env bash
# Runs the whole first tier several times beside four busy loops, and stops at the first run that fails.
# usage: tests/busy.sh [TIMES [arguments of cargo test]]
set -euo pipefail
cd "$(dirname "$0")/.."
times=${1:-5}
shift || true

cargo test --locked --no-run
loops=()
trap 'kill "${loops[@]}"' EXIT
for _ in 1 2 3 4; do
    while :; do :; done &
    loops+=("$!")
done
for run in $(seq "$times"); do
    started=$SECONDS
    cargo test --locked --quiet "$@"
    printf 'busy run %s of %s: passed in %s s\n' "$run" "$times" "$((SECONDS - started))"
done
