//! The form of a reference: which part of a URL the text begins with, as a browser decides it.

use crate::bytes::have;
use std::borrow::Cow;

/// What a reference begins with, as a browser on an `http` or `https` page reads it (RFC 3986 section 4.2 names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// `https://example.com/`, `mailto:a@example.com`, `javascript:x`: the text names its scheme.
    Scheme,
    /// `//example.com/x`, `/\example.com`: another host, on the page's scheme.
    Network,
    /// `/x`, `x`, `../x`, `12:30`: a path on this host.
    Path,
    /// `?q=1`: this page with another query.
    Query,
    /// `#top`: a place on this page.
    Fragment,
    /// Nothing, or only spaces and controls: this page.
    Empty,
}

/// Tells what a reference begins with, reading it as a browser does.
///
/// # Cost
/// Linear in the length of the first segment, in bytes; allocates nothing.
///
/// # Examples
/// ```
/// use untaint::uri::{Reference, classify};
///
/// assert_eq!(classify("/home"), Reference::Path);
/// assert_eq!(classify("/\t\\evil.example"), Reference::Network); // TAB is removed, `\` is `/`
/// assert_eq!(classify(" javascript:x"), Reference::Scheme);
/// assert_eq!(classify("/javascript:x"), Reference::Path);
/// ```
#[must_use]
pub fn classify(text: &str) -> Reference {
    let mut bytes = meaningful(text);
    match bytes.next() {
        None => Reference::Empty,
        Some(b'?') => Reference::Query,
        Some(b'#') => Reference::Fragment,
        Some(b'/' | b'\\') if matches!(bytes.next(), Some(b'/' | b'\\')) => Reference::Network,
        Some(_) if find_scheme(text).is_some() => Reference::Scheme,
        Some(_) => Reference::Path,
    }
}

/// The scheme a browser finds in a reference, in lower case, or `None` where it takes the page's own.
///
/// # Cost
/// Linear in the length of the scheme; borrows when the scheme is already lower-case and in one piece.
///
/// # Examples
/// ```
/// use untaint::uri::scheme;
///
/// assert_eq!(scheme("https://example.com/").as_deref(), Some("https"));
/// assert_eq!(scheme("\u{1}Java\nScript:alert(1)").as_deref(), Some("javascript"));
/// assert_eq!(scheme("javascript\u{ff1a}alert(1)"), None); // a full-width colon is part of a path
/// ```
#[must_use]
pub fn scheme(text: &str) -> Option<Cow<'_, str>> {
    let (start, colon) = find_scheme(text)?;
    let raw = &text[start..colon];
    if raw.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'.' | b'-')) {
        return Some(Cow::Borrowed(raw));
    }
    Some(Cow::Owned(raw.chars().filter(|c| !is_removed_char(*c)).map(|c| c.to_ascii_lowercase()).collect()))
}

/// Whether a browser takes the text for a `javascript:` URL; no miss and no false alarm.
///
/// # Guarantees
/// Exactly the texts whose scheme is `javascript` under the WHATWG URL standard: `java-script:x`, `/javascript:x`
/// and `%6aavascript:x` are none.
///
/// # Does not guarantee
/// That a text with `false` is harmless: `data:`, `vbscript:` and `blob:` run too in some places. To let links
/// through, use [`check`](super::check) with its list of allowed schemes; this function is for telling and logging.
/// HTML character references are not decoded (see the [module](super)).
///
/// # Cost
/// Linear in the length of the scheme; allocates nothing.
///
/// # Examples
/// ```
/// use untaint::uri::is_javascript;
///
/// assert!(is_javascript("\u{1} jAvA\tscript\n:alert(1)"));
/// assert!(!is_javascript("java-script:alert(1)"));
/// ```
#[must_use]
pub fn is_javascript(text: &str) -> bool {
    let mut bytes = meaningful(text);
    b"javascript:".iter().all(|wanted| bytes.next().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted)))
}

/// The bytes a URL parser looks at: no leading C0 or space, and no TAB, LF or CR anywhere.
fn meaningful(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().skip_while(|byte| *byte <= b' ').filter(|byte| !is_removed(*byte))
}

fn is_removed(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r')
}

fn is_removed_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

/// Byte offsets of a scheme's first letter and of its colon; removed bytes may stand between.
fn find_scheme(text: &str) -> Option<(usize, usize)> {
    let mut bytes = text.bytes().enumerate().skip_while(|(_, byte)| *byte <= b' ');
    let (start, first) = bytes.next()?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    bytes
        .find(|(_, byte)| !is_scheme_byte(*byte) && !is_removed(*byte))
        .and_then(|(at, byte)| (byte == b':').then_some((start, at)))
}

fn is_scheme_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

/// Whether a text known to hold no controls and no leading space is [`Network`](Reference::Network).
pub(crate) fn is_network(bytes: &[u8]) -> bool {
    matches!(bytes, [b'/' | b'\\', b'/' | b'\\', ..])
}

/// The colon of a scheme in a text known to hold no controls and no leading space.
pub(crate) fn plain_scheme(bytes: &[u8]) -> Option<usize> {
    if !bytes.first()?.is_ascii_alphabetic() {
        return None;
    }
    let end = bytes.iter().position(|byte| !is_scheme_byte(*byte))?;
    (bytes[end] == b':').then_some(end)
}

/// The byte offset of the first C0 control or DEL.
pub(crate) fn first_control(bytes: &[u8]) -> Option<usize> {
    // Blocks of fixed length, which the compiler makes vector code of: long ones first, short ones for the rest.
    let rest = behind_clean_blocks::<8>(behind_clean_blocks::<64>(bytes));
    let clean = bytes.len() - rest.len();
    rest.iter().position(u8::is_ascii_control).map(|at| clean + at)
}

/// The bytes from the first block on that holds a control, or from the last, incomplete block on.
#[inline]
fn behind_clean_blocks<const N: usize>(bytes: &[u8]) -> &[u8] {
    let is_control = |byte: u8| (byte < 0x20) | (byte == 0x7F);
    let mut rest = bytes;
    while let Some((block, behind)) = rest.split_first_chunk::<N>() {
        if have(block, is_control) {
            break;
        }
        rest = behind;
    }
    rest
}
