//! A text for a page, with what it hides made visible.

use super::class::TextClass;
use super::inspect::{Spot, each_spot};
use super::words;
use crate::chars;
use crate::html::{SafeHtml, push_escaped};
use std::fmt::Write;

/// The text as HTML in which everything hidden can be seen, for a warning beside a snippet.
///
/// Each hidden character stands as its code point in a `mark`: `<mark>U+0008</mark>`; a run of one as
/// `<mark>U+0008 ×3</mark>`. A letter that looks like a Latin one is shown beside its code point:
/// `p<mark>а U+0430</mark>ypal`. A mark at the beginning or behind a `mark` stands on U+25CC, a dotted circle. The
/// rest is the text, line ends as LF; put it into a `pre`, or into an element with `white-space: pre-wrap`. It has no
/// other element and no attribute, so it fits where [`HtmlPolicy::inline`](crate::html::HtmlPolicy::inline) does.
///
/// Which characters those are is what [`inspect`](super::inspect) says. Linear in the length in bytes; the output has
/// at most 20 times the input's bytes.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// let shown = text::render_findings("if a < b {\u{202E}");
/// assert_eq!(shown, "if a &lt; b {<mark>U+202E</mark>");
/// assert_eq!(text::render_findings("a\u{8}\u{8}"), "a<mark>U+0008 ×2</mark>");
/// assert_eq!(text::render_findings("plain & simple"), "plain &amp; simple");
/// ```
#[must_use]
pub fn render_findings(text: &str) -> SafeHtml<'static> {
    let mut spots = Vec::new();
    each_spot(text, |spot| spots.push(spot));
    for word in words::find(text) {
        let letters = text[word.range.clone()].char_indices(); // a word's own range
        let alike = letters.filter(|(_, c)| word.is_sign || chars::looks_like_ascii(*c));
        spots.extend(alike.map(|(at, character)| Spot {
            class: word.class,
            at: word.range.start + at,
            character,
        }));
    }
    spots.sort_by_key(|spot| spot.at);

    let mut out = String::with_capacity(text.len() + 32 * spots.len().min(1 << 16));
    let mut copied = 0;
    let mut rest = spots.as_slice();
    while let Some((spot, mut behind)) = rest.split_first() {
        push_text(&mut out, &text[copied..spot.at]); // spots are characters
        let mut count = 1;
        copied = spot.at + spot.character.len_utf8();
        while let Some((next, more)) = behind.split_first() {
            if next.at != copied || next.character != spot.character {
                break;
            }
            count += 1;
            copied += next.character.len_utf8();
            behind = more;
        }
        push_spot(&mut out, *spot, count);
        rest = behind;
    }
    push_text(&mut out, &text[copied..]); // behind a character, or the whole
    SafeHtml::owned(out)
}

/// Text without spots, whose only CR stands before LF.
fn push_text(out: &mut String, text: &str) {
    for (place, part) in text.split("\r\n").enumerate() {
        if place > 0 {
            out.push('\n');
        }
        // A mark composes with the `>` of a tag, or comes to stand beside it when marks are sorted, so it gets a
        // letter of its own. `out` may be put behind a tag as well.
        if part.starts_with(|c: char| !c.is_ascii() && chars::is_mark(c))
            && (out.is_empty() || out.ends_with('>'))
        {
            out.push('\u{25CC}');
        }
        push_escaped(out, part, false);
    }
}

fn push_spot(out: &mut String, spot: Spot, count: usize) {
    let can_be_seen = matches!(
        spot.class,
        TextClass::MixedScript | TextClass::Confusable | TextClass::PrivateUse | TextClass::Replacement
    );
    out.push_str("<mark>");
    if can_be_seen {
        for _ in 0..count {
            out.push(spot.character);
        }
        out.push(' ');
    }
    // Writing to a `String` cannot fail.
    let _ = write!(out, "U+{:04X}", u32::from(spot.character));
    if count > 1 {
        let _ = write!(out, " ×{count}");
    }
    out.push_str("</mark>");
    if spot.class == TextClass::LineEnd {
        out.push('\n');
    }
}
