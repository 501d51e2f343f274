#!/usr/bin/env bash
# Instructions per call of the work in `bench/counts`, by callgrind: N calls and 2N calls, and the difference.
#   bench/counts.sh          measures and compares with bench/counts.tsv: more than 3 % above fails, under the compiler
#                            that is named there; under another it only reports
#   bench/counts.sh --write  measures and writes bench/counts.tsv
set -euo pipefail
cd "$(dirname "$0")/.."
table=bench/counts.tsv
command -v valgrind >/dev/null || { echo "counts.sh needs valgrind" >&2; exit 1; }
cargo build --quiet --release -p untaint-counts
export BINARY=${CARGO_TARGET_DIR:-target}/release/untaint-counts

count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$BINARY" "$1" "$2" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}
difference() { # work, times
    local once twice
    once=$(count "$1" "$2")
    twice=$(count "$1" $((2 * $2)))
    echo $(((twice - once) / $2))
}
row() {
    local calls
    calls=$(difference "$1" 8)
    # A few instructions of the loader and the allocator are no part of the work: many calls of what is small.
    [ "$calls" -ge 20000 ] || calls=$(difference "$1" 400)
    printf '%s\t%s\n' "$1" "$calls"
}
export -f count difference row

compiler=$(rustc -V)
measured=$("$BINARY" | tr '\n' '\0' | xargs -0 -P 2 -I '{}' bash -c 'row "$1"' _ '{}' | LC_ALL=C sort)

if [ "${1:-}" = --write ]; then
    printf '# %s\n%s\n' "$compiler" "$measured" >"$table"
    cat "$table"
    exit
fi

verdict=0
[ "# $compiler" = "$(head -1 "$table")" ] || { echo "another compiler: only a report"; verdict=other; }
result=$(printf '%s\n' "$measured" | awk -F'\t' '
    NR == FNR { if ($0 !~ /^#/) want[$1] = $2; next }
    {
        seen[$1] = 1
        if (!($1 in want)) { print "no committed count: " $1; bad = 1; next }
        change = 100 * ($2 - want[$1]) / want[$1]
        mark = change > 3 ? "  SLOWER" : change < -3 ? "  faster: write the table anew" : ""
        if (change > 3) bad = 1
        printf "%-28s %12d  %+6.1f %%%s\n", $1, $2, change, mark
    }
    END {
        for (name in want) if (!(name in seen)) { print "no such work: " name; bad = 1 }
        exit bad
    }' "$table" -) || failed=1
printf '%s\n' "$result"
if [ "$verdict" = 0 ] && [ -n "${failed:-}" ]; then
    echo "counts above bench/counts.tsv by more than 3 %: find the cause, or say in the commit why and write it anew" >&2
    exit 1
fi
