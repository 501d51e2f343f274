//! `html::sanitize` beside the sanitizer that people use, and two tokenizers that filter nothing, as outer marks;
//! `html::to_text` and `html::linkify` beside the crates that people use for that.

use crate::Row;
use untaint::html::{self, HtmlPolicy};

pub(crate) fn rows() -> Vec<Row> {
    const RICH: &str = "<p>Hello <b>bold</b> and <i>italic</i> with a <a href=\"https://example.com/page?x=1&amp;y=2\" title=\"A page\">link</a>, some <code>code</code>.</p>\n<ul><li>one</li><li>two &amp; three</li><li><em>four</em></li></ul>\n<blockquote><p>quoted text goes here, and it is longer than the rest of it all.</p></blockquote>\n<pre><code>fn main() { println!(&quot;hi&quot;); }</code></pre>\n";
    const ATTACK: &str = "<script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a><svg onload=x><p onclick=x><b><i><u>";
    const LINKS: &str = "See https://www.example.com/a/b?c=d&e=f#g, mail to ann@example.com or go to www.example.org; \
        it is said there.\n";
    let prose = |len: usize| {
        "Just a short line of plain text, as most comments are, no?! ".repeat(len / 60 + 1)[..len].to_owned()
    };
    vec![
        row("60 B plain", prose(60)),
        row("2 KB plain", prose(2048)),
        row("100 KB plain", prose(100 * 1024)),
        row("2 KB with ampersands", "salt & pepper, ".repeat(137)),
        row("2 KB rich", RICH.repeat(5)),
        row("100 KB article", RICH.repeat(270)),
        row("4 KB attack", ATTACK.repeat(32)),
        to_text("2 KB rich", RICH.repeat(5)),
        to_text("100 KB article", RICH.repeat(270)),
        linkify("2 KB plain", prose(2048)),
        linkify("2 KB with links", LINKS.repeat(16)),
    ]
}

fn to_text(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![
        ("html::to_text", crate::run(text.clone(), |text| html::to_text(text).len())),
        (
            "html2text",
            crate::run(text, |text| html2text::from_read(text.as_bytes(), 80).map_or(0, |text| text.len())),
        ),
    ];
    Row { work: "html::to_text", input, bytes, runs }
}

/// The peer finds the links and writes nothing, so what it takes is a part of the work.
fn linkify(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![
        (
            "html::linkify",
            crate::run(text.clone(), |text| html::linkify(text, HtmlPolicy::comment()).as_str().len()),
        ),
        ("linkify finds", crate::run(text, |text| linkify::LinkFinder::new().links(text).count())),
    ];
    Row { work: "html::linkify", input, bytes, runs }
}

fn row(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![
        (
            "html::sanitize",
            crate::run(text.clone(), |text| html::sanitize(text, HtmlPolicy::article()).as_str().len()),
        ),
        (
            "ammonia clean",
            crate::run((text.clone(), ammonia::Builder::new()), |(text, builder)| {
                builder.clean(text).to_string()
            }),
        ),
        (
            "(html5gum tokens)",
            crate::run(text.clone(), |text| html5gum::Tokenizer::new(text.as_str()).count()),
        ),
        (
            "(lol_html, no handlers)",
            crate::run(text, |text| {
                let settings =
                    lol_html::RewriteStrSettings { strict: false, ..lol_html::RewriteStrSettings::new() };
                lol_html::rewrite_str(text, settings).ok()
            }),
        ),
    ];
    Row { work: "html::sanitize", input, bytes, runs }
}
