//! Measures the rows and prints them as one Markdown table: `cargo run --release -p untaint-bench [-- FILTER]`.
//! With `--write` all rows go to `bench/results.md`, and the short table to `bench/short.md` and into
//! `docs::compare`, its figure into the README; with the feature `simd` to `results-simd.md`, `short-simd.md` and the
//! page's second table.
//!
//! All contestants of a row run in one process, in turns, and the least time of each counts: what else the machine does
//! can only add to a time.

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use untaint_bench::report::{self, Measured};
use untaint_bench::{Row, Run, rows_like};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Rounds per contestant.
const ROUNDS: usize = 31;
/// How long a round should take.
const ROUND: Duration = Duration::from_millis(2);
/// A median so much above the minimum tells of a busy machine.
const BUSY: f64 = 1.25;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut filter = String::new();
    let mut writes = false;
    for arg in std::env::args().skip(1) {
        if arg == "--write" { writes = true } else { filter = arg }
    }
    if writes && !filter.is_empty() {
        return Err("--write measures all rows".into());
    }
    print!("{}", report::HEAD);
    let mut measured = Vec::new();
    let mut table = String::from(report::HEAD);
    let mut busy = 0;
    for row in rows_like(&filter) {
        let (row, is_quiet) = measure(&row);
        busy += usize::from(!is_quiet);
        let line = report::line(&row);
        print!("{line}");
        table.push_str(&line);
        measured.push(row);
    }
    let warning = (busy * 4 > measured.len()).then(|| {
        format!(
            "the machine was busy: in {busy} of {} rows the median is far above the minimum",
            measured.len()
        )
    });
    if let Some(warning) = &warning {
        eprintln!("warning: {warning}");
    }
    if writes {
        write(&measured, &table, warning.as_deref())?;
    }
    Ok(())
}

fn write(rows: &[Measured], table: &str, warning: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let compiler = Command::new("rustc").arg("-V").output()?;
    let is_simd = cfg!(feature = "simd");
    let (feature, suffix) = if is_simd { (", feature `simd`", "-simd") } else { ("", "") };
    let head = format!(
        "Written by `cargo run --release -p untaint-bench -- --write`: minima of {ROUNDS} interleaved rounds, {}{feature}.\n{}\n",
        String::from_utf8_lossy(&compiler.stdout).trim(),
        warning.map(|warning| format!("\n**{warning}.**\n")).unwrap_or_default()
    );
    std::fs::write(folder.join(format!("results{suffix}.md")), head + table)?;
    let put = |page: &str, mark: &str, new: &str| -> Result<(), Box<dyn std::error::Error>> {
        let page = folder.join(page);
        let (new, _) = report::replace(&std::fs::read_to_string(&page)?, mark, new)?;
        Ok(std::fs::write(page, new)?)
    };
    // The feature is for these functions only.
    let short = report::short(rows, if is_simd { report::ESCAPE } else { "" });
    put("../src/docs/compare.md", &format!("bench{suffix}"), &format!("\n{short}"))?;
    std::fs::write(folder.join(format!("short{suffix}.md")), short)?;
    if let Some(ratio) = report::rich(rows).filter(|_| !is_simd) {
        put("../README.md", "rich", &ratio)?;
    }
    Ok(())
}

/// The row, and whether the machine had time for it.
fn measure(row: &Row) -> (Measured, bool) {
    let mut rounds = times(&row.runs);
    let mut is_quiet = true;
    let minima = rounds.iter_mut().map(|times| {
        times.sort_by(f64::total_cmp);
        is_quiet &= times[ROUNDS / 2] < BUSY * times[0];
        times[0]
    });
    let times = row.runs.iter().map(|(name, _)| *name).zip(minima).collect();
    let allocations = row.runs.first().map_or(0, |(_, ours)| {
        let region = Region::new(ALLOCATOR);
        ours(1);
        let change = region.change();
        change.allocations + change.reallocations
    });
    (Measured { work: row.work, input: row.input, bytes: row.bytes, allocations, times }, is_quiet)
}

/// The time per call of each contestant in each round, in nanoseconds.
fn times(runs: &[(&'static str, Run)]) -> Vec<Vec<f64>> {
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
}

/// How often a call fits into a round, as a power of two, so that of several inputs each comes equally often; also
/// warms up.
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
