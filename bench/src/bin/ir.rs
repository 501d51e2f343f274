//! Runs one contestant of one row so many times, for `ir.sh` to count its instructions.
//!
//! `ir NAME CONTESTANT TIMES`; without arguments it lists the names and contestants, one pair to a line.

use std::process::ExitCode;
use untaint_bench::rows;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [name, contestant, times] = args.as_slice() else {
        for row in rows() {
            for (contestant, _) in &row.runs {
                println!("{}\t{contestant}", row.name());
            }
        }
        return ExitCode::SUCCESS;
    };
    let found = rows().into_iter().filter(|row| row.name() == *name).flat_map(|row| row.runs);
    let found = found.into_iter().find(|(peer, _)| peer == contestant);
    let (Some((_, run)), Ok(times)) = (found, times.parse()) else {
        eprintln!("no such row, contestant or number: run without arguments for the list");
        return ExitCode::FAILURE;
    };
    run(times);
    ExitCode::SUCCESS
}
