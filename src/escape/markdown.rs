//! Text in a Markdown document.

use super::find::Finder;
use super::scan::{self, Context, adapter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text stand as itself in Markdown (`CommonMark`, GFM), at the beginning of a line or inside one.
///
/// | in | out |
/// |---|---|
/// | `&` `<` `>` `"` | `&amp;` `&lt;` `&gt;` `&quot;`, which Markdown older than `CommonMark` reads too |
/// | `\` `\|` | `&#92;` `&#124;`, because the cells of a table are split before escapes are read |
/// | all other ASCII punctuation | `\` before it |
/// | LF, CR, TAB, VT, FF, U+2028, U+2029, U+FEFF | `&#10;` and so on |
/// | a space at the very beginning or end | `&#32;` |
/// | NUL | U+FFFD |
/// | all else | itself |
///
/// # Guarantees
/// A `CommonMark` renderer shows the text and nothing else, except that NUL is U+FFFD: no markup, no link, no raw HTML,
/// no list, heading, code block or table begins in it. The result is one line, so it stands in a list item, a
/// quotation, a heading or a table cell as well.
///
/// # Does not guarantee
/// * Code spans, code blocks, link destinations and raw HTML, where escapes mean nothing.
/// * Line breaks on the screen: HTML shows a line feed in a paragraph as a space. Escape line by line and join with
///   a `\` and a line feed to show them.
/// * Renderers that look for mail addresses, bare addresses, `@names`, `#12`, `:smile:` or a `[x]` at the beginning of
///   a list item in the **finished** text, as GFM does for the first: no escape reaches them. What they link is what
///   is read.
///
/// * VT: renderers that take its reference for an invalid one show U+FFFD (a plain one is trimmed by others).
/// * Emphasis of yours around it: `**{}**` stays visible where the text begins or ends with a space of any kind.
///
/// Neighbour: [`html`](super::html()) when you write HTML yourself.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most six times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::markdown("1. *not* <b>"), r"1\. \*not\* &lt;b&gt;");
/// assert_eq!(escape::markdown(" a\nb"), "&#32;a&#10;b");
/// assert_eq!(escape::markdown("plain words"), "plain words");
/// ```
#[must_use]
pub fn markdown(text: &str) -> Cow<'_, str> {
    let (before, inner, after) = split_spaces(text);
    if before.is_empty() && after.is_empty() {
        return scan::escape(Inline, inner);
    }
    Cow::Owned(scan::collect(text, |out| write(text, out)))
}

adapter! {
    /// [`markdown`](markdown()) for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::Markdown;
    ///
    /// assert_eq!(format!("* {}", Markdown("* a")), r"* \* a");
    /// assert_eq!(Markdown("a").to_string(), "a");
    /// ```
    Markdown, |text, f| write(text, f)
}

fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    let (before, inner, after) = split_spaces(text);
    out.write_str(before)?;
    scan::write(Inline, inner, out)?;
    out.write_str(after)
}

/// The escape of a space at the beginning, the text between, and that of a space at the end. Block structure and
/// trimming only see a line's ends, and once those are references the spaces behind them are inside the line.
fn split_spaces(text: &str) -> (&'static str, &str, &'static str) {
    let escape = |found: bool| if found { "&#32;" } else { "" };
    let behind = text.strip_prefix(' ').unwrap_or(text);
    let inner = behind.strip_suffix(' ').unwrap_or(behind);
    (escape(behind.len() < text.len()), inner, escape(inner.len() < behind.len()))
}

#[derive(Clone, Copy)]
struct Inline;

impl Finder for Inline {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        // 0xE2 begins U+2028 and U+2029, 0xEF begins U+FEFF.
        ((byte < 0x80) & !scan::is_alphanumeric(byte) & (byte != b' ')) | (byte == 0xE2) | (byte == 0xEF)
    }

    #[inline(always)]
    fn is_plain(self, byte: u8) -> bool {
        scan::is_alphanumeric(byte) | (byte == b' ')
    }
}

impl Context for Inline {
    fn changes(self, c: char) -> bool {
        c.is_ascii_punctuation() || matches!(c, '\0' | '\t'..='\r' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        let reference = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\\' => "&#92;",
            '|' => "&#124;",
            '\t' => "&#9;",
            '\n' => "&#10;",
            '\x0B' => "&#11;",
            '\x0C' => "&#12;",
            '\r' => "&#13;",
            '\0' => "\u{FFFD}",
            '\u{2028}' => "&#8232;",
            '\u{2029}' => "&#8233;",
            // A byte order mark at the beginning of a document is dropped.
            '\u{FEFF}' => "&#65279;",
            _ => {
                out.write_char('\\')?;
                return out.write_char(c);
            }
        };
        out.write_str(reference)
    }
}
