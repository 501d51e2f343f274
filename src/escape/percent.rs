//! Parts of URLs.

use super::find::{self, Finder};
use super::scan::{self, adapter};
use super::{EscapeError, EscapeErrorKind};
use crate::percent;
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
/// # Cost
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
pub fn url_component(text: &str) -> Cow<'_, str> {
    escape(text)
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
    UrlComponent, |text, f| write(text, f)
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
/// # Cost
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

impl Finder for Percent {
    /// Bytes inside a character change like its first, which is found before them.
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        // `-` and `.` stand side by side.
        let stays = scan::is_alphanumeric(byte)
            | (byte.wrapping_sub(b'-') <= b'.' - b'-')
            | (byte == b'_')
            | (byte == b'~');
        !stays
    }
}

/// What stands for a byte. Eight bytes each, so that a place in the table is an address without a multiplication.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Encoded {
    /// Up to three bytes, and zeros.
    bytes: [u8; 4],
    /// How many they are.
    len: u8,
}

/// What stands for each byte.
static OUT: [Encoded; 256] = {
    let mut table = [Encoded { bytes: [0; 4], len: 0 }; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            Encoded { bytes: [byte, 0, 0, 0], len: 1 }
        } else {
            let [percent, high, low] = percent::encoded(byte);
            Encoded { bytes: [percent, high, low, 0], len: 3 }
        };
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};

/// The bytes encoded in one go: few enough that a place among what they become is one byte, which no check is needed
/// for.
const GROUP: usize = 80;
/// What they may become, and what may be written too far.
const GROUP_ROOM: usize = 256 + 4;
/// The groups that go out together.
const GROUPS: usize = 4;

fn escape(text: &str) -> Cow<'_, str> {
    match find::first(Percent, text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(at) => {
            // Half as much again is what words and spaces become.
            let mut out = String::with_capacity(text.len() + text.len() / 2 + 16);
            out.push_str(&text[..at]); // a character begins there
            let written = write_from(text, at, &mut out);
            debug_assert!(written.is_ok(), "writing to a String cannot fail");
            Cow::Owned(out)
        }
    }
}

/// The encoded text, without an intermediate string, from a byte on.
fn write_from<W: Write>(text: &str, from: usize, out: &mut W) -> fmt::Result {
    let bytes = &text.as_bytes()[from..]; // a place in the text
    let mut room = [0; GROUPS * GROUP_ROOM];
    for chunk in bytes.chunks(GROUPS * GROUP) {
        let mut len = 0;
        for group in chunk.chunks(GROUP) {
            // There is room for every group.
            if let Some(room) = room[len..].first_chunk_mut() {
                len += write_group(room, group);
            }
        }
        // ASCII: never an error.
        out.write_str(std::str::from_utf8(&room[..len]).map_err(|_| fmt::Error)?)?;
    }
    Ok(())
}

/// Encodes at most a group, and says how long it has become.
///
/// Every byte is written with as many as its longest form has, of which the next byte covers what is too much: that
/// needs no branch, and costs the same whatever stands in the text.
#[inline(always)]
fn write_group(room: &mut [u8; GROUP_ROOM], group: &[u8]) -> usize {
    let mut len = 0_u8;
    let mut write = |byte: u8| {
        let encoded = &OUT[usize::from(byte)];
        room[usize::from(len)..][..4].copy_from_slice(&encoded.bytes);
        len = len.wrapping_add(encoded.len); // at most three times a group
    };
    let mut rest = group;
    while let Some((some, behind)) = rest.split_first_chunk::<16>() {
        rest = behind;
        // Of fixed length: no loop is left of it.
        for byte in some {
            write(*byte);
        }
    }
    for byte in rest {
        write(*byte);
    }
    usize::from(len)
}

fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    match find::first(Percent, text.as_bytes()) {
        None => out.write_str(text),
        Some(at) => {
            out.write_str(&text[..at])?; // a character begins there
            write_from(text, at, out)
        }
    }
}
