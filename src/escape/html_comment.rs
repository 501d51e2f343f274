//! The inside of an HTML comment.

use super::scan::{self, adapter};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text stand inside `<!--` and `-->`. Lossy: spaces are put in, and the parser does not take them out.
///
/// | in | out |
/// |---|---|
/// | `-` behind a `-` | ` -`, so `--` becomes `- -` and no `-->`, `--!>` or `<!--` is left |
/// | `>` `-` `[` `#` at the very beginning | a space before it |
/// | `-` at the very end | a space behind it |
/// | NUL | U+FFFD |
/// | all else | itself |
///
/// `[` and `#` begin conditional comments and the server-side includes of Apache and nginx.
///
/// # Guarantees
/// In `<!--{}-->` and `<!-- {} -->` of HTML or XML, with nothing else of yours between the dashes, the comment ends
/// where you end it. The result is a fixed point: escaping it again changes nothing.
///
/// # Does not guarantee
/// * That nobody reads it: comments are sent to the visitor.
/// * Programs that take comments for instructions by their words (Knockout's `ko`, ESI).
/// * Comments of XML when the text holds characters that XML forbids.
///
/// Neighbour: [`html`](super::html()) for everything that is to be seen. Entities mean nothing in comments.
///
/// # Cost
/// Linear in the text; borrows when nothing changes; the output is at most three times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::html_comment("--><script>"), " - -><script>");
/// assert_eq!(escape::html_comment("built 2024-05-01, a -> b"), "built 2024-05-01, a -> b");
/// ```
#[must_use]
pub fn html_comment(text: &str) -> Cow<'_, str> {
    let stays =
        !text.contains("--") && !text.starts_with(OPENERS) && !text.ends_with('-') && !text.contains('\0');
    if stays { Cow::Borrowed(text) } else { Cow::Owned(scan::collect(text, |out| write(text, out))) }
}

adapter! {
    /// [`html_comment`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::HtmlComment;
    ///
    /// assert_eq!(format!("<!--{}-->", HtmlComment(">")), "<!-- >-->");
    /// assert_eq!(HtmlComment("v1").to_string(), "v1");
    /// ```
    HtmlComment, |text, f| write(text, f)
}

const OPENERS: [char; 4] = ['>', '-', '[', '#'];

fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    if text.starts_with(OPENERS) {
        out.write_char(' ')?;
    }
    let mut after_dash = false;
    for part in text.split_inclusive(['-', '\0']) {
        if after_dash && part == "-" {
            out.write_char(' ')?;
        }
        after_dash = part.ends_with('-');
        match part.strip_suffix('\0') {
            Some(kept) => {
                out.write_str(kept)?;
                out.write_char('\u{FFFD}')?;
            }
            None => out.write_str(part)?,
        }
    }
    if after_dash { out.write_char(' ') } else { Ok(()) }
}
