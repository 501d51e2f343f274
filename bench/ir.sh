#!/bin/sh
# Instructions per call, exact: callgrind counts N calls and 2N calls, and the difference is N calls without start-up.
# Usage: bench/ir.sh [FILTER] [N]      e.g. bench/ir.sh redirect 200
set -eu
cd "$(dirname "$0")/.."
filter=${1:-}
n=${2:-100}
command -v valgrind >/dev/null || { echo "ir.sh needs valgrind" >&2; exit 1; }
cargo build --quiet --release -p untaint-bench --bin ir
ir=${CARGO_TARGET_DIR:-target}/release/ir

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$ir" "$1" "$2" "$3" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

printf '| row | contestant | instructions per call |\n|---|---|--:|\n'
"$ir" | grep -F -- "$filter" | while IFS="$(printf '\t')" read -r row contestant; do
    once=$(count "$row" "$contestant" "$n")
    twice=$(count "$row" "$contestant" $((2 * n)))
    printf '| %s | %s | %s |\n' "$row" "$contestant" $(((twice - once) / n))
done
