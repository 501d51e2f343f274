//! Parts of URLs.

use super::scan::{self, Bytes, Context, adapter};
use super::{EscapeError, EscapeErrorKind};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Makes any text stand as itself in a URL's query or fragment, or as one part of a path's segment.
///
/// | in | out |
/// |---|---|
/// | ASCII letters and digits, `-` `.` `_` `~` | itself (RFC 3986 calls them unreserved) |
/// | every other character | each byte of its UTF-8 as `%3C` |
///
/// # Guarantees
/// Percent-decoding gives the text back. The result holds nothing that separates parts of a URL, so as a query's
/// value it adds, ends and renames no parameter.
///
/// # Does not guarantee
/// * A whole path segment: `.` and `..` are unreserved, and browsers resolve them. Use
///   [`url_segment`] there.
/// * Anything as a host, a scheme or a whole URL: check those with [`uri`](crate::uri).
///
/// A space is `%20`, which form decoders read too; `+` is `%2B`, so none of them takes it for a space.
///
/// Linear in the text; borrows when nothing changes; the output is at most three times as long.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::url_component("a&role=admin"), "a%26role%3Dadmin");
/// assert_eq!(escape::url_component("v1.2~beta"), "v1.2~beta");
/// ```
#[must_use]
#[doc(alias = "encodeURIComponent")]
#[doc(alias = "urlencode")]
#[doc(alias = "rawurlencode")]
#[doc(alias = "percent_encode")]
#[doc(alias = "quote")]
pub fn url_component(text: &str) -> Cow<'_, str> {
    scan::escape(Percent, text)
}

adapter! {
    /// [`url_component`] for `format!` and writers, without an intermediate string.
    ///
    /// # Examples
    /// ```
    /// use untaint::escape::UrlComponent;
    ///
    /// assert_eq!(format!("/search?q={}", UrlComponent("a b")), "/search?q=a%20b");
    /// assert_eq!(UrlComponent("ab").to_string(), "ab");
    /// ```
    UrlComponent, |text, f| scan::write(Percent, text, f)
}

/// Makes a text one whole segment of a URL's path, or says why no spelling of it can be one.
///
/// Encodes as [`url_component`] does.
///
/// # Guarantees
/// Between two slashes of a path, browsers keep the segment as it is and percent-decoding gives the text back; the
/// path has as many segments as you wrote.
///
/// # Does not guarantee
/// What a server makes of `%2F` and `%5C`: some decode them before they route. Refuse texts with slashes yourself if
/// yours does.
///
/// # Errors
/// [`EscapeErrorKind::DotSegment`] for `.` and `..`, which browsers resolve in every spelling, and for the texts
/// `%2e`, `%2e%2e`, `.%2e` and so on, which become them when something on the way decodes twice.
/// [`EscapeErrorKind::EmptySegment`] for the empty text: `/{}/x` would be `//x`, which is another site.
///
/// Linear in the text; borrows when nothing changes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::url_segment("a/b c")?, "a%2Fb%20c");
/// assert_eq!(escape::url_segment("..").unwrap_err().code(), "escape.dot_segment");
/// assert_eq!(escape::url_segment("").unwrap_err().code(), "escape.empty_segment");
/// # Ok::<(), escape::EscapeError>(())
/// ```
#[doc(alias = "encodeURIComponent")]
#[doc(alias = "path_segment")]
pub fn url_segment(text: &str) -> Result<Cow<'_, str>, EscapeError> {
    if text.is_empty() {
        return Err(EscapeErrorKind::EmptySegment.into());
    }
    if is_dots(text) {
        return Err(EscapeErrorKind::DotSegment.into());
    }
    Ok(url_component(text))
}

/// Whether the text is one or two dots, each perhaps as `%2e`.
fn is_dots(text: &str) -> bool {
    let after_dot = |bytes: &'_ [u8]| match bytes {
        [b'.', ..] => Some(1),
        [b'%', b'2', b'e' | b'E', ..] => Some(3),
        _ => None,
    };
    let bytes = text.as_bytes();
    let Some(first) = after_dot(bytes) else { return false };
    let rest = &bytes[first..]; // `first` bytes were just matched
    rest.is_empty() || after_dot(rest) == Some(rest.len())
}

#[derive(Clone, Copy)]
struct Percent;

const LOOK: Bytes = scan::all_but_alphanumeric_and(b"-._~");

impl Context for Percent {
    fn looks(self, first_byte: u8) -> bool {
        LOOK[usize::from(first_byte)]
    }

    fn changes(self, _: char) -> bool {
        true
    }

    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result {
        const DIGITS: [char; 16] =
            ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
        for byte in c.encode_utf8(&mut [0; 4]).bytes() {
            out.write_char('%')?;
            out.write_char(DIGITS[usize::from(byte >> 4)])?; // both are below 16
            out.write_char(DIGITS[usize::from(byte & 0xF)])?;
        }
        Ok(())
    }
}
