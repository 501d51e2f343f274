//! The rows of the benchmark: each file of `rows` adds those of one module.

#[cfg(test)]
mod csp_oracle;
pub mod handler;
pub mod report;
mod rows;
pub mod sniffers;

use std::hint::black_box;

/// Runs the work so many times.
pub type Run = Box<dyn Fn(u64)>;

/// One piece of work on one input, by us and by the peers.
pub struct Row {
    /// The function, as `module::name`.
    pub work: &'static str,
    /// What it is given.
    pub input: &'static str,
    /// The input's length, the mean of several, for the throughput.
    pub bytes: usize,
    /// Who does it; the first is ours, and the others are compared with it. A name in parentheses is a mark to measure
    /// by, not a peer.
    pub runs: Vec<(&'static str, Run)>,
}

impl Row {
    /// `escape::html/64 KB clean`, what a filter is looked for in.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.work, self.input)
    }
}

/// All rows, in the order of the table.
#[must_use]
pub fn rows() -> Vec<Row> {
    [
        rows::escape::rows(),
        rows::filename::rows(),
        rows::html::rows(),
        rows::redirect::rows(),
        rows::rules::rows(),
        rows::form::rows(),
        rows::text::rows(),
        rows::upload::rows(),
        rows::uri::rows(),
        rows::web::rows(),
        rows::asked::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The rows whose name contains the filter.
#[must_use]
pub fn rows_like(filter: &str) -> Vec<Row> {
    rows().into_iter().filter(|row| row.name().contains(filter)).collect()
}

/// A [`Run`] of `work` on `input`, hidden from the optimiser on both sides.
fn run<I: 'static, O>(input: I, work: impl Fn(&I) -> O + 'static) -> Run {
    Box::new(move |times| {
        for _ in 0..times {
            black_box(work(black_box(&input)));
        }
    })
}

/// [`run`] on the next of several inputs at each call, so that no branch is learnt by heart.
fn run_each<I: 'static, O>(inputs: Vec<I>, work: impl Fn(&I) -> O + 'static) -> Run {
    Box::new(move |times| {
        for (_, input) in (0..times).zip(inputs.iter().cycle()) {
            black_box(work(black_box(input)));
        }
    })
}
