//! Text and attribute values: decoded as a browser does, and written so that it reads the same again.

use super::tokenizer::find;
use std::borrow::Cow;

/// What the tokenizer of a browser makes of a piece of text: line ends, then character references, then NUL.
pub(super) fn decode_text(raw: &str) -> Cow<'_, str> {
    let decoded = decode(raw, |text| htmlize::unescape(text));
    if find(decoded.as_bytes(), 0).is_none() { decoded } else { Cow::Owned(decoded.replace('\0', "")) }
}

/// The same for an attribute's value, where references follow another rule and a NUL is replaced, not dropped.
pub(super) fn decode_attribute(raw: &str) -> Cow<'_, str> {
    let decoded = decode(raw, |text| htmlize::unescape_attribute(text));
    if find(decoded.as_bytes(), 0).is_none() {
        decoded
    } else {
        Cow::Owned(decoded.replace('\0', "\u{FFFD}"))
    }
}

fn decode<'a>(raw: &'a str, unescape: impl for<'b> Fn(&'b str) -> Cow<'b, str>) -> Cow<'a, str> {
    // The input stream knows only LF: CR and CR LF become one before anything is read.
    if find(raw.as_bytes(), b'\r').is_some() {
        let lines = raw.replace("\r\n", "\n").replace('\r', "\n");
        return Cow::Owned(unescape(&lines).into_owned());
    }
    if find(raw.as_bytes(), b'&').is_none() {
        return Cow::Borrowed(raw);
    }
    match unescape(raw) {
        // The decoder borrows from its argument, which is the whole of `raw` when nothing changed.
        Cow::Borrowed(_) => Cow::Borrowed(raw),
        Cow::Owned(decoded) => Cow::Owned(decoded),
    }
}

/// What stands for a byte in text (`&`, `<`, `>`, CR) and in a double-quoted value (`"` too).
const fn replacement(byte: u8, in_attribute: bool) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        // A plain one would be read as LF.
        b'\r' => Some("&#13;"),
        b'"' if in_attribute => Some("&quot;"),
        _ => None,
    }
}

/// Whether text without references stands for itself: no markup, no CR, no NUL.
pub(super) fn is_plain(text: &[u8]) -> bool {
    const BLOCK: usize = 64;
    fn is_clean(bytes: &[u8]) -> bool {
        !bytes.iter().fold(false, |found, byte| {
            found | ((*byte | 2) == b'>') | (*byte == b'&') | (*byte == b'\r') | (*byte == 0)
        })
    }
    let mut rest = text;
    while let Some((block, behind)) = rest.split_first_chunk::<BLOCK>() {
        if !is_clean(block) {
            return false;
        }
        rest = behind;
    }
    match text.last_chunk::<BLOCK>() {
        Some(last) => rest.is_empty() || is_clean(last),
        None => is_clean(rest),
    }
}

/// Appends decoded text, escaped for text or for a double-quoted value.
pub(super) fn push_escaped(out: &mut String, text: &str, in_attribute: bool) {
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte, in_attribute) {
            out.push_str(&text[copied..at]); // the bytes are ASCII, so both ends begin a character
            out.push_str(replacement);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]);
}

/// The longest beginning of decoded text whose escaped form has at most so many bytes.
pub(super) fn fitting(text: &str, room: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        let length =
            u8::try_from(c).ok().and_then(|byte| replacement(byte, false)).map_or(c.len_utf8(), str::len);
        used += length;
        if used > room {
            return &text[..at];
        }
    }
    text
}
