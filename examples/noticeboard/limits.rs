//! Inputs that make other sanitizers slow or their output huge, made here in a size of the visitor's choice.

use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use untaint::html::{self, HtmlPolicy};

/// The inputs are made here, not sent: nobody uploads a quarter of a megabyte to try this.
pub(crate) const SIZES: [usize; 3] = [16 * 1024, 64 * 1024, 256 * 1024];
/// What a page of this site could bear at most; behind it, the cleaning ends with every element closed.
pub(crate) const MAX_OUTPUT: usize = 512 * 1024;

static POLICY: LazyLock<HtmlPolicy> = LazyLock::new(|| {
    HtmlPolicy::builder()
        .tags(["a", "b", "br", "div", "h1", "i", "li", "p", "span", "table", "tbody", "tr", "td", "ul"])
        .attributes("a", ["href"])
        .attributes("*", ["title"])
        .link_rel("nofollow noopener")
        .max_output(MAX_OUTPUT)
        .build()
        .expect("plain elements and attributes")
});

/// A generator of input: what a form calls it, what people read, and what it repeats.
pub(crate) struct Amplifier {
    pub(crate) id: &'static str,
    pub(crate) name: &'static str,
    /// What a sanitizer took that builds a tree, measured once.
    trees: &'static str,
    /// From a size in bytes to at most that many.
    make: fn(usize) -> String,
}

/// The first ones make output from nothing in a tree builder, the others make it search its stack or the text again
/// and again.
pub(crate) const AMPLIFIERS: &[Amplifier] = &[
    Amplifier {
        id: "open-bold",
        name: "Open <b title=1>, <b title=2>, … in paragraph after paragraph",
        trees: "34.9 KB became 38 MB in 1.6 s; twice the input, four times the output",
        make: |size| fill(size, |html, i| write!(html, "<p><b title={i}>x")),
    },
    Amplifier {
        id: "open-italic",
        name: "An <i title=…> left open in each <div>",
        trees: "50.9 KB became 38 MB in 1.5 s",
        make: |size| fill(size, |html, i| write!(html, "<div><i title={i}>x</div>")),
    },
    Amplifier {
        id: "long-title",
        name: "One <b> with a very long title, open over many paragraphs",
        trees: "40 KB became 100 MB in 0.5 s",
        make: |size| {
            let start = format!("<p><b title=\"{}\">", "A".repeat(size / 2));
            let rest = size.saturating_sub(start.len());
            start + &repeat("<p>a", rest)
        },
    },
    Amplifier {
        id: "divs",
        name: "<div> again and again, never closed",
        trees: "250 KB took 8.7 s",
        make: |size| repeat("<div>", size),
    },
    Amplifier {
        id: "lists",
        name: "A list in a list in a list …",
        trees: "160 KB took 6.3 s",
        make: |size| repeat("<ul><li>", size),
    },
    Amplifier {
        id: "spans",
        name: "Many <span>, then as many </i> that close nothing",
        trees: "40 KB took 0.1 s; twice the input, 3.8 times the time",
        make: |size| repeat("<span>", size / 2) + &repeat("</i>", size / 2),
    },
    Amplifier {
        id: "unknown",
        name: "Tags that are no HTML, and end tags that are none either",
        trees: "36 KB took 0.09 s; twice the input, 3.9 times the time",
        make: |size| repeat("<zz>", size / 2) + &repeat("</yy>", size / 2),
    },
    Amplifier {
        id: "reopen",
        name: "Many open <b title=…>, then many paragraphs",
        trees: "21 KB took 0.03 s; twice the input, 3.9 times the time",
        make: |size| fill(size / 2, |html, i| write!(html, "<b title={i}>")) + &repeat("<p>x</p>", size / 2),
    },
    Amplifier {
        id: "headings",
        name: "<h1><span> again and again",
        trees: "40 KB took 0.06 s; twice the input, 3.9 times the time",
        make: |size| repeat("<h1><span>", size),
    },
    Amplifier {
        id: "tables",
        name: "A table in a table in a table …",
        trees: "64 KB took 0.04 s; twice the input, 3.3 times the time",
        make: |size| repeat("<table>x", size),
    },
    Amplifier {
        id: "attributes",
        name: "One tag with very many attributes",
        trees: "79 KB took 0.02 s; twice the input, 3.5 times the time",
        make: |size| {
            let attributes = fill(size.saturating_sub("<p>x".len()), |html, i| write!(html, " a{i}"));
            format!("<p{attributes}>x")
        },
    },
    Amplifier {
        id: "spaces",
        name: "Non-breaking spaces, no tags",
        trees: "1 MB took 6.3 s",
        make: |size| repeat("\u{A0}", size),
    },
    Amplifier {
        id: "ampersands",
        name: "Nothing but &",
        trees: "500 KB took 3.2 s",
        make: |size| repeat("&", size),
    },
];

/// What a cleaning cost and gave.
pub(crate) struct Measured {
    pub(crate) input: usize,
    pub(crate) output: usize,
    pub(crate) took: Duration,
    pub(crate) removed: usize,
    pub(crate) truncated: Option<usize>,
    /// What a tree builder took for its like.
    pub(crate) trees: &'static str,
    /// How the input begins, and the output.
    pub(crate) begins: String,
    pub(crate) becomes: String,
}

/// Makes the input and cleans it; `None` for an input or a size that is not on the lists.
pub(crate) fn measure(id: &str, size: &str) -> Option<Measured> {
    let amplifier = AMPLIFIERS.iter().find(|amplifier| amplifier.id == id)?;
    let size = size.parse().ok().filter(|size| SIZES.contains(size))?;
    let input = (amplifier.make)(size);
    let policy = &*POLICY;
    let start = Instant::now();
    let (clean, report) = html::sanitize_with_report(&input, policy);
    Some(Measured {
        input: input.len(),
        output: clean.as_str().len(),
        took: start.elapsed(),
        removed: report.total(),
        truncated: report.truncated(),
        trees: amplifier.trees,
        begins: begin(&input),
        becomes: begin(clean.as_str()),
    })
}

fn begin(text: &str) -> String {
    text.chars().take(200).collect()
}

fn repeat(part: &str, size: usize) -> String {
    part.repeat(size / part.len())
}

/// Numbered parts, as many as fit.
fn fill(size: usize, part: fn(&mut String, usize) -> std::fmt::Result) -> String {
    let mut html = String::with_capacity(size + 32);
    for number in 0.. {
        let whole = html.len();
        // Writing to a String cannot fail.
        let _ = part(&mut html, number);
        if html.len() > size {
            html.truncate(whole);
            break;
        }
    }
    html
}
