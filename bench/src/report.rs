//! What was measured, as Markdown: the whole table, the short one of `docs::compare`, and the figure of the README.

use std::fmt::Write as _;

/// One row, measured.
pub struct Measured {
    /// The function.
    pub work: &'static str,
    /// What it was given.
    pub input: &'static str,
    /// The input's length in bytes.
    pub bytes: usize,
    /// How often ours allocated in one call.
    pub allocations: usize,
    /// The least time per call of each contestant, in nanoseconds; ours is the first.
    pub times: Vec<(&'static str, f64)>,
}

impl Measured {
    fn ours(&self) -> f64 {
        self.times.first().map_or(f64::NAN, |(_, time)| *time)
    }

    /// How many times as long as ours each other takes.
    fn ratios(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.times.iter().skip(1).map(|(name, time)| (*name, time / self.ours()))
    }

    /// The fastest peer; marks to measure by are none.
    fn fastest(&self) -> Option<(&'static str, f64)> {
        self.ratios().filter(|(name, _)| !name.starts_with('(')).min_by(|(_, a), (_, b)| a.total_cmp(b))
    }
}

/// The head of the whole table.
pub const HEAD: &str = "\
| work | input | ns per call | GB/s | allocations | times as long: the others |
|---|---|--:|--:|--:|---|
";

/// A line of the whole table.
#[must_use]
pub fn line(row: &Measured) -> String {
    #[expect(clippy::cast_precision_loss, reason = "lengths of inputs are far below 2^52")]
    let throughput = row.bytes as f64 / row.ours();
    let others: Vec<String> = row.ratios().map(|(name, ratio)| format!("{name} {ratio:.2}")).collect();
    format!(
        "| {} | {} | {:.1} | {throughput:.2} | {} | {} |\n",
        row.work,
        row.input,
        row.ours(),
        row.allocations,
        others.join(" · ")
    )
}

/// The escape that returns a string.
pub const ESCAPE: &str = "escape::html";
/// The escape that appends to one.
const ESCAPE_INTO: &str = "escape::html_into";

/// The rows of the short table: work, and inputs.
const SHORT: [(&str, &[&str]); 7] = [
    (
        ESCAPE,
        &[
            "20 B clean",
            "60 B 1/60 of 32",
            "1 KB 1/60 of 32",
            "64 KB clean",
            "64 KB 1/60 of 32",
            "64 KB 1/4 of 32",
            "64 KB CJK 1/60 of 32",
        ],
    ),
    (ESCAPE_INTO, &["60 B 1/60 of 32", "1 KB 1/60 of 32", "64 KB 1/60 of 32", "64 KB CJK 1/60 of 32"]),
    (
        "html::sanitize",
        &["60 B plain", "2 KB plain", "100 KB plain", "2 KB rich", "100 KB article", "4 KB attack"],
    ),
    ("redirect::check", &["/account?next=1#x", "https://example.com/path?q=1"]),
    ("uri::check", &["2 KB"]),
    ("text::clean", &["64 KB code", "64 KB German", "64 KB Russian"]),
    ("filename::clean", &["20 bytes", "22 bytes, Japanese"]),
];

/// The short table, of the functions whose names begin so: for each row the fastest peer, and how many times as long as
/// ours it takes. Below it, on how many of all rows of the escapes ours is first.
#[must_use]
pub fn short(rows: &[Measured], works: &str) -> String {
    let mut out =
        String::from("| work | input | the fastest peer | takes, times ours |\n|---|---|---|--:|\n");
    for (work, inputs) in SHORT.into_iter().filter(|(work, _)| work.starts_with(works)) {
        for input in inputs {
            let found = rows.iter().find(|row| row.work == work && row.input == *input);
            if let Some((row, (peer, ratio))) = found.and_then(|row| row.fastest().map(|peer| (row, peer))) {
                // Writing to a string does not fail.
                let _ = writeln!(out, "| `{}` | `{}` | `{peer}` | {ratio:.2} |", row.work, row.input);
            }
        }
    }
    out.push('\n');
    for work in [ESCAPE, ESCAPE_INTO] {
        let ratios: Vec<f64> = rows
            .iter()
            .filter(|row| row.work == work)
            .filter_map(|row| row.fastest().map(|(_, ratio)| ratio))
            .collect();
        let [first, near] =
            [1.0, 1.0 / 1.1].map(|least| ratios.iter().filter(|ratio| **ratio >= least).count());
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "`{work}` is first on {first} of {} rows, first or within a tenth on {near}.",
            ratios.len()
        );
    }
    out
}

/// The row that the README names, and the peer it is compared with.
const RICH: (&str, &str, &str) = ("html::sanitize", "2 KB rich", "ammonia clean");

/// How many times as long as ours the peer of the README's row takes.
#[must_use]
pub fn rich(rows: &[Measured]) -> Option<String> {
    let row = rows.iter().find(|row| (row.work, row.input) == (RICH.0, RICH.1))?;
    let (_, ratio) = row.ratios().find(|(peer, _)| *peer == RICH.2)?;
    Some(format!("{ratio:.2}"))
}

/// The page with other text between `<!-- mark -->` and `<!-- /mark -->`, and the text that stood there.
///
/// # Errors
/// Where the marks are not there.
pub fn replace(page: &str, mark: &str, new: &str) -> Result<(String, String), &'static str> {
    let (begin, end) = (format!("<!-- {mark} -->"), format!("<!-- /{mark} -->"));
    let (before, rest) = page.split_once(&begin).ok_or("no mark where it begins")?;
    let (old, behind) = rest.split_once(&end).ok_or("no mark where it ends")?;
    Ok((format!("{before}{begin}{new}{end}{behind}"), old.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_show_what_was_measured() {
        let short = include_str!("../short.md");
        let page = include_str!("../../src/docs/compare.md");
        for (mark, short) in [("bench", short), ("bench-simd", include_str!("../short-simd.md"))] {
            let (_, shown) = replace(page, mark, short).expect("marks");
            assert_eq!(
                shown.trim(),
                short.trim(),
                "write both anew: cargo run --release -p untaint-bench [--features simd] -- --write"
            );
        }
        let (_, shown) = replace(include_str!("../../README.md"), "rich", "").expect("marks");
        let row = format!("| `{}` | `{}` | `{}` | {shown} |", RICH.0, RICH.1, RICH.2);
        assert!(short.contains(&row), "the README's figure is not that of the table: {row}");
    }

    #[test]
    fn rows_of_the_short_table_are_rows() {
        let rows = crate::rows();
        for (work, inputs) in SHORT {
            for input in inputs {
                assert!(rows.iter().any(|row| row.work == work && row.input == *input), "{work}/{input}");
            }
        }
    }

    #[test]
    fn the_fastest_is_a_peer() {
        let times = vec![("ours", 2.0), ("slow", 8.0), ("quick", 3.0), ("(mark)", 1.0)];
        let row = Measured { work: "a", input: "b", bytes: 4, allocations: 0, times };
        assert_eq!(row.fastest(), Some(("quick", 1.5)));
        assert!(line(&row).contains("| 2.00 | 0 | slow 4.00 · quick 1.50 · (mark) 0.50 |"));
    }
}
