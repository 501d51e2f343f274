//! Prints one table of ratios against the peers: `cargo run --release -p untaint-bench [-- FILTER]`.
//!
//! All contestants of a row run in one process, in turns, and the medians of their rounds are compared, so that a busy
//! machine slows them alike.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::time::{Duration, Instant};
use untaint_bench::{Row, Run, rows_like};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Rounds per contestant; odd, so that the median is one of them.
const ROUNDS: usize = 21;
/// How long a round should take.
const ROUND: Duration = Duration::from_millis(4);

fn main() {
    let filter = std::env::args().nth(1).unwrap_or_default();
    println!("| work | input | ns per call | GB/s | allocations | times as long: the peers |");
    println!("|---|---|--:|--:|--:|---|");
    for row in rows_like(&filter) {
        print(&row);
    }
}

fn print(row: &Row) {
    let times = measure(&row.runs);
    let [(_, ours), ..] = row.runs.as_slice() else { return };
    let allocations = {
        let region = Region::new(ALLOCATOR);
        ours(1);
        let change = region.change();
        change.allocations + change.reallocations
    };
    #[expect(clippy::cast_precision_loss, reason = "lengths of inputs are far below 2^52")]
    let throughput = row.bytes as f64 / times[0];
    let peers: Vec<String> = row.runs[1..]
        .iter()
        .zip(&times[1..])
        .map(|((name, _), time)| format!("{name} {:.2}", time / times[0]))
        .collect();
    println!(
        "| {} | {} | {:.1} | {throughput:.2} | {allocations} | {} |",
        row.work,
        row.input,
        times[0],
        peers.join(" · ")
    );
}

/// The median time per call of each contestant, in nanoseconds.
fn measure(runs: &[(&'static str, Run)]) -> Vec<f64> {
    let counts: Vec<u64> = runs.iter().map(|(_, run)| calls_per_round(run)).collect();
    let mut rounds = vec![Vec::with_capacity(ROUNDS); runs.len()];
    for _ in 0..ROUNDS {
        for (((_, run), count), rounds) in runs.iter().zip(&counts).zip(&mut rounds) {
            let start = Instant::now();
            run(*count);
            #[expect(clippy::cast_precision_loss, reason = "counts of calls are far below 2^52")]
            rounds.push(start.elapsed().as_secs_f64() * 1e9 / *count as f64);
        }
    }
    rounds
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[ROUNDS / 2]
        })
        .collect()
}

/// How often a call fits into a round; also warms it up.
fn calls_per_round(run: &Run) -> u64 {
    let mut count = 1;
    loop {
        let start = Instant::now();
        run(count);
        if start.elapsed() >= ROUND {
            return count;
        }
        count *= 2;
    }
}
