//! What each page tells of itself, folded away: which calls made it safe, what went in, what came out, and why.

use untaint::escape::Html;
use untaint::text;

/// One call, with what went through it for this page.
pub(crate) struct Call {
    /// As the documentation spells it.
    pub(crate) name: &'static str,
    pub(crate) input: String,
    pub(crate) output: String,
    /// What the call says of the difference.
    pub(crate) report: String,
}

impl Call {
    pub(crate) fn new(
        name: &'static str,
        input: impl Into<String>,
        output: impl Into<String>,
        report: impl Into<String>,
    ) -> Self {
        Self { name, input: input.into(), output: output.into(), report: report.into() }
    }
}

/// What a report of a cleaning comes to, in a sentence.
pub(crate) fn left_out(count: usize) -> String {
    match count {
        0 => "nothing was left out".to_owned(),
        1 => "one thing was left out".to_owned(),
        _ => format!("{count} things were left out"),
    }
}

/// Longer inputs are told by their beginning.
const LONGEST: usize = 280;

/// The calls of a page; nothing where there are none.
pub(crate) fn details(calls: &[Call]) -> String {
    if calls.is_empty() {
        return String::new();
    }
    let items: String = calls.iter().map(item).collect();
    format!(
        "<details class=\"how\"><summary>Which calls made this page safe</summary>\n<ol>{items}</ol></details>"
    )
}

fn item(call: &Call) -> String {
    format!(
        "<li><h2><code>{}</code></h2><dl><dt>In</dt><dd><pre dir=\"ltr\">\n{}</pre></dd><dt>Out</dt><dd><pre \
         dir=\"ltr\">\n{}</pre></dd><dt>Report</dt><dd>{}</dd></dl></li>",
        Html(call.name),
        shown(&call.input),
        shown(&call.output),
        Html(&call.report),
    )
}

/// A text as it is, with what hides in it made visible, and cut where it is long.
fn shown(typed: &str) -> String {
    let start: String = typed.chars().take(LONGEST).collect();
    let more = if start.len() < typed.len() { " …" } else { "" };
    format!("{}{more}", text::render_findings(&start))
}
