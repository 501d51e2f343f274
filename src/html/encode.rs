//! Text and attribute values: decoded as a browser does, and written so that it reads the same again.

use super::word::{HIGH, ONES, equal, zeros};
use std::borrow::Cow;

/// Replaces the character references in a text by what they stand for, exactly as browsers do between tags.
///
/// Named, decimal and hexadecimal ones, those that may go without `;` (`&copy`), and the numbers that mean another
/// character (`&#128;` is `€`, `&#0;` is U+FFFD). What is no reference stays. The result is text: escape it where you
/// show it, and decode once only.
///
/// # Cost
/// Linear in the length in bytes; borrows when there is nothing to decode.
///
/// # Examples
/// ```
/// use untaint::html;
///
/// assert_eq!(html::unescape("caf&eacute; &amp; bar &#x27;7&#39;"), "café & bar '7'");
/// assert_eq!(html::unescape("AT&T &nosuch; &amp;lt;"), "AT&T &nosuch; &lt;");
/// ```
#[must_use]
pub fn unescape(text: &str) -> Cow<'_, str> {
    htmlize::unescape(text)
}

/// The same for the value of an attribute, where a reference without `;` ends at a letter, a digit and `=`.
///
/// # Cost
/// Linear in the length in bytes; borrows when there is nothing to decode.
///
/// # Examples
/// ```
/// use untaint::html;
///
/// assert_eq!(html::unescape_attribute("/?a=1&amp;b=2"), "/?a=1&b=2");
/// assert_eq!(html::unescape_attribute("/?a=1&copy=2"), "/?a=1&copy=2", "as browsers do");
/// assert_eq!(html::unescape("/?a=1&copy=2"), "/?a=1©=2");
/// ```
#[must_use]
pub fn unescape_attribute(value: &str) -> Cow<'_, str> {
    htmlize::unescape_attribute(value)
}

/// What the tokenizer of a browser makes of a piece of text: line ends, then character references, then NUL.
pub(super) fn decode_text(raw: &str) -> Cow<'_, str> {
    match decode_common(raw) {
        Some(decoded) => decoded,
        None => decode(raw, |text| htmlize::unescape(text), ""),
    }
}

/// The same for an attribute's value, where references follow another rule and a NUL is replaced, not dropped.
#[inline]
pub(super) fn decode_attribute(raw: &str) -> Cow<'_, str> {
    if is_plain(raw.as_bytes()) { Cow::Borrowed(raw) } else { decode_attribute_slowly(raw) }
}

fn decode_attribute_slowly(raw: &str) -> Cow<'_, str> {
    match decode_common(raw) {
        Some(decoded) => decoded,
        None => decode(raw, |text| htmlize::unescape_attribute(text), "\u{FFFD}"),
    }
}

/// The same for a tag that is text. The rule for values, because addresses stand in such tags
/// (`<https://a.example/?b&copy=c>`).
pub(super) fn decode_literal(raw: &str) -> Cow<'_, str> {
    match decode_common(raw) {
        Some(decoded) => decoded,
        None => decode(raw, |text| htmlize::unescape_attribute(text), ""),
    }
}

/// The decoded text, if it has no references but [common ones](common_reference), no CR and no NUL: most text, and
/// most links.
fn decode_common(raw: &str) -> Option<Cow<'_, str>> {
    if is_plain(raw.as_bytes()) {
        return Some(Cow::Borrowed(raw));
    }
    let mut decoded = String::new();
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b'&', b'\r', 0, raw.as_bytes().get(from..)?) {
        let at = from + found;
        let rest = raw.get(at..)?;
        if let Some(common) = common_reference(rest.as_bytes()) {
            if decoded.capacity() == 0 {
                decoded.reserve(raw.len());
            }
            decoded.push_str(&raw[copied..at]); // references are ASCII, so all ends begin a character
            decoded.push_str(common.decoded);
            copied = at + common.reference.len();
            from = copied;
        } else if rest.starts_with('&') && !may_begin_reference(rest) {
            from = at + 1;
        } else {
            return None;
        }
    }
    if copied == 0 {
        return Some(Cow::Borrowed(raw));
    }
    decoded.push_str(&raw[copied..]); // behind a whole reference
    Some(Cow::Owned(decoded))
}

fn decode<'a>(raw: &'a str, unescape: impl for<'b> Fn(&'b str) -> Cow<'b, str>, nul: &str) -> Cow<'a, str> {
    if memchr::memchr3(b'&', b'\r', 0, raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let lines = line_feeds(raw);
    let decoded = unescape(&lines);
    // A reference gives no NUL, so these are the input's own.
    let decoded = if decoded.contains('\0') { Cow::Owned(decoded.replace('\0', nul)) } else { decoded };
    if decoded == raw { Cow::Borrowed(raw) } else { Cow::Owned(decoded.into_owned()) }
}

/// The text behind `<pre>` as the tree builder takes it: without a line end at its very beginning.
pub(super) fn without_first_line_end(raw: &str) -> &str {
    raw.strip_prefix("\r\n").or_else(|| raw.strip_prefix(['\n', '\r'])).unwrap_or(raw)
}

/// The input stream knows only LF: CR and CR LF become one before anything is read.
pub(super) fn line_feeds(raw: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(raw.replace("\r\n", "\n").replace('\r', "\n"))
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
#[inline]
pub(super) fn is_plain(text: &[u8]) -> bool {
    /// Below this the vector code here is faster than calls of the search functions.
    const LONG: usize = 128;
    /// What stays in the fastest cache between the two searches.
    const PART: usize = 24 * 1024;
    if text.len() < LONG {
        return is_plain_or(text, 0);
    }
    text.chunks(PART).all(|part| {
        memchr::memchr3(b'<', b'>', b'&', part).is_none() && memchr::memchr2(b'\r', 0, part).is_none()
    })
}

/// The same for a double-quoted value.
#[inline]
fn is_plain_value(value: &[u8]) -> bool {
    is_plain_or(value, b'"')
}

/// Whether there is none of `<`, `>`, `&`, CR, NUL and one more.
#[inline]
fn is_plain_or(text: &[u8], other: u8) -> bool {
    /// Zero exactly for what is looked for. The least of all is a vector instruction; a chain of `||` is not.
    #[inline(always)]
    fn distance(byte: u8, other: u8) -> u8 {
        byte.min(byte ^ b'\r').min(byte ^ b'&').min((byte | 2) ^ b'>').min(byte ^ other)
    }
    const LANES: usize = 16;
    const CHUNK: usize = 4 * LANES;
    #[inline(always)]
    fn least<const N: usize>(chunk: &[u8; N], other: u8) -> [u8; LANES] {
        let mut least = [u8::MAX; LANES];
        for lanes in chunk.chunks_exact(LANES) {
            for lane in 0..LANES {
                least[lane] = least[lane].min(distance(lanes[lane], other));
            }
        }
        least
    }
    #[inline(always)]
    fn has_zero(least: [u8; LANES]) -> bool {
        least.iter().fold(false, |found, lane| found | (*lane == 0))
    }
    let Some(last) = text.last_chunk::<LANES>() else {
        return is_short_plain(text, other);
    };
    let mut rest = text;
    while let Some((chunk, behind)) = rest.split_first_chunk::<CHUNK>() {
        if has_zero(least(chunk, other)) {
            return false;
        }
        rest = behind;
    }
    while let Some((block, behind)) = rest.split_first_chunk::<LANES>() {
        if has_zero(least(block, other)) {
            return false;
        }
        rest = behind;
    }
    // The rest, with some bytes before it once more.
    !has_zero(least(last, other))
}

/// The same for less than 16 bytes, as two words that may overlap.
#[inline]
fn is_short_plain(text: &[u8], other: u8) -> bool {
    let is_plain = |word: u64| {
        let found = zeros(word)
            | equal(word, b'\r')
            | equal(word, b'&')
            | equal(word | (ONES * 2), b'>')
            | equal(word, other);
        found & HIGH == 0
    };
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return is_plain(u64::from_le_bytes(*first)) & is_plain(u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return is_plain(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)));
    }
    let word = text.iter().fold(u64::MAX, |word, byte| word << 8 | u64::from(*byte));
    is_plain(word)
}

/// Appends decoded text, escaped for text or for a double-quoted value.
pub(crate) fn push_escaped(out: &mut String, text: &str, in_attribute: bool) {
    if if in_attribute { is_plain_value(text.as_bytes()) } else { is_plain(text.as_bytes()) } {
        out.push_str(text);
        return;
    }
    let mut copied = 0;
    for (at, byte) in text.bytes().enumerate() {
        if let Some(replacement) = replacement(byte, in_attribute) {
            out.push_str(&text[copied..at]); // the bytes are ASCII, so both ends begin a character
            out.push_str(replacement);
            copied = at + 1;
        }
    }
    out.push_str(&text[copied..]); // behind an ASCII byte, or the whole
}

/// [`decode_text`] or [`decode_attribute`], then [`push_escaped`], without the text in between.
#[inline]
pub(super) fn push_recoded(out: &mut String, raw: &str, in_attribute: bool) {
    if if in_attribute { is_plain_value(raw.as_bytes()) } else { is_plain(raw.as_bytes()) } {
        out.push_str(raw);
    } else {
        push_recoded_slowly(out, raw, in_attribute);
    }
}

fn push_recoded_slowly(out: &mut String, raw: &str, in_attribute: bool) {
    if memchr::memchr2(b'\r', 0, raw.as_bytes()).is_some() {
        let decoded = if in_attribute { decode_attribute(raw) } else { decode_text(raw) };
        return push_escaped(out, &decoded, in_attribute);
    }
    // No reference reaches beyond the next `&`, so each is decoded by itself.
    let mut rest = raw;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        push_escaped(out, &rest[..at], in_attribute);
        rest = &rest[at..]; // `&` is ASCII, so a character begins here
        if let Some(common) = common_reference(rest.as_bytes()) {
            out.push_str(if in_attribute { common.in_attribute } else { common.in_text });
            rest = &rest[common.reference.len()..]; // it stands there
            continue;
        }
        if !may_begin_reference(rest) {
            out.push_str("&amp;");
            rest = &rest[1..];
            continue;
        }
        let end = memchr::memchr(b'&', &rest.as_bytes()[1..]).map_or(rest.len(), |found| found + 1);
        let (piece, behind) = rest.split_at(end);
        let decoded =
            if in_attribute { htmlize::unescape_attribute(piece) } else { htmlize::unescape(piece) };
        push_escaped(out, &decoded, in_attribute);
        rest = behind;
    }
    push_escaped(out, rest, in_attribute);
}

/// Whether what follows an `&` may be a character reference.
fn may_begin_reference(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
}

/// A reference that escapers write, what it stands for, and how that is written again.
pub(super) struct Common {
    pub(super) reference: &'static str,
    pub(super) decoded: &'static str,
    pub(super) in_text: &'static str,
    in_attribute: &'static str,
}

/// The common reference at the beginning. All end in `;`, so they mean the same in text and in attributes.
#[inline]
pub(super) fn common_reference(rest: &[u8]) -> Option<&'static Common> {
    const fn same(reference: &'static str, decoded: &'static str) -> Common {
        Common { reference, decoded, in_text: reference, in_attribute: reference }
    }
    const fn bare(reference: &'static str, decoded: &'static str) -> Common {
        Common { reference, decoded, in_text: decoded, in_attribute: decoded }
    }
    static AMP: Common = same("&amp;", "&");
    static LT: Common = same("&lt;", "<");
    static GT: Common = same("&gt;", ">");
    static QUOT: Common = Common { in_text: "\"", ..same("&quot;", "\"") };
    static NBSP: Common = bare("&nbsp;", "\u{A0}");
    static APOSTROPHE: Common = bare("&#39;", "'");
    static HEX_APOSTROPHE: Common = bare("&#x27;", "'");
    match rest {
        [b'&', b'a', b'm', b'p', b';', ..] => Some(&AMP),
        [b'&', b'l', b't', b';', ..] => Some(&LT),
        [b'&', b'g', b't', b';', ..] => Some(&GT),
        [b'&', b'q', b'u', b'o', b't', b';', ..] => Some(&QUOT),
        [b'&', b'n', b'b', b's', b'p', b';', ..] => Some(&NBSP),
        [b'&', b'#', b'3', b'9', b';', ..] => Some(&APOSTROPHE),
        [b'&', b'#', b'x', b'2', b'7', b';', ..] => Some(&HEX_APOSTROPHE),
        _ => None,
    }
}

/// The longest beginning of decoded text whose escaped form has at most so many bytes.
#[inline(always)]
pub(super) fn fitting(text: &str, room: usize) -> &str {
    // The longest escape has five bytes for one.
    if text.len() <= room / 5 { text } else { cut_to_fit(text, room) }
}

#[cold]
fn cut_to_fit(text: &str, room: usize) -> &str {
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
