#!/usr/bin/env bash
# Runs every check before a release, also after one that failed. Ends with the result of each; fails if one failed.
# usage: tests/release-check.sh [CUSTOMERS [CASES [TIMES [SUITE…]]]], the sizes of `just chaos`, `fuzz`, `busy` and `roots`
set -uo pipefail
cd "$(dirname "$0")/.."
bash .ci/tools release || exit

failed=0
check() {
    local result=passed from=$SECONDS
    printf '\n== %s\n' "$*"
    if ! just "$@"; then result=FAILED failed=1; fi
    results+=("$(printf '%-8s %s, %s s' "$1" "$result" $((SECONDS - from)))")
}

check chaos "${1:-10000}"
check outage
check fleet
check fuzz "${2:-1000000}"
check busy "${3:-5}"
check notices
# They are committed.
git diff --exit-code --stat -- THIRD-PARTY.txt || failed=1
check release
check roots "${@:4}"
printf '\n== done\n'
printf '%s\n' "${results[@]}"
exit "$failed"
