//! A policy or a header for a page, with the places of its findings marked.

use super::finding::Finding;
use crate::html::{SafeHtml, push_escaped};

/// The text as HTML in which the place of each finding stands in a `mark`, for a page that explains them.
///
/// Where places overlap, one `mark` spans them. Controls stand as their symbols (U+2400 and on), so that they can be
/// seen. It has no other element and no attribute, so it fits where
/// [`HtmlPolicy::inline`](crate::html::HtmlPolicy::inline) does.
///
/// # Cost
/// Linear in the text, and in the findings times their logarithm.
#[must_use]
pub fn render_findings(text: &str, findings: &[Finding]) -> SafeHtml<'static> {
    let mut spans: Vec<_> = findings
        .iter()
        .map(Finding::span)
        .filter(|span| !span.is_empty() && text.get(span.clone()).is_some())
        .collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut out = String::with_capacity(text.len() + 16 * spans.len());
    let mut at = 0;
    let mut spans = spans.into_iter().peekable();
    while let Some(mut span) = spans.next() {
        while let Some(next) = spans.next_if(|next| next.start <= span.end) {
            span.end = span.end.max(next.end);
        }
        push(&mut out, &text[at..span.start]); // all spans begin and end at characters of the text
        out.push_str("<mark>");
        push(&mut out, &text[span.clone()]);
        out.push_str("</mark>");
        at = span.end;
    }
    push(&mut out, &text[at..]); // behind a span, or the whole
    SafeHtml::owned(out)
}

/// The text escaped, its controls as symbols.
fn push(out: &mut String, text: &str) {
    let symbol = |c: char| match c {
        '\n' | '\t' => None,
        '\0'..='\u{1F}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7F}' => Some('\u{2421}'),
        _ => None,
    };
    let mut rest = text;
    while let Some((at, c, symbol)) = rest.char_indices().find_map(|(at, c)| Some((at, c, symbol(c)?))) {
        push_escaped(out, &rest[..at], false);
        out.push(symbol);
        rest = &rest[at + c.len_utf8()..];
    }
    push_escaped(out, rest, false);
}
