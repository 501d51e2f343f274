//! What needs no table: line ends, white space, backspaces.

use crate::chars;
use std::borrow::Cow;

/// Removes every U+0008, so that what is pasted is what the page showed.
///
/// A browser shows the letters that a backspace follows; a shell prompt erases them. Without the backspaces both have
/// the same. Other characters stay, the other controls that a terminal acts on too: for those see
/// [`clean`](fn@super::clean) with [`TextPolicy::snippet`](super::TextPolicy::snippet).
///
/// # Cost
/// Linear in the length in bytes; borrows when there is none.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// // Shown as `import yosemite`, pasted as `import os` (from the security page of Flask's documentation).
/// assert_eq!(text::strip_backspaces("import y\u{8}ose\u{8}m\u{8}i\u{8}t\u{8}e\u{8}"), "import yosemite");
/// assert_eq!(text::strip_backspaces("import os"), "import os");
/// ```
#[must_use]
pub fn strip_backspaces(text: &str) -> Cow<'_, str> {
    if memchr::memchr(8, text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('\u{8}', ""))
}

/// Writes every line end as one LF: CR LF, CR, VT, FF, U+0085, U+2028 and U+2029.
///
/// Forms post CR LF for each line of a `textarea`, and VT where a soft return of a word processor was pasted, so this
/// comes before a check or a count.
///
/// # Cost
/// Linear in the length in bytes; borrows when all are LF already.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// assert_eq!(text::normalize_newlines("a\r\nb\rc\u{85}d\u{2028}e\u{B}f"), "a\nb\nc\nd\ne\nf");
/// assert_eq!(text::normalize_newlines("a\n\n\tb"), "a\n\n\tb");
/// ```
#[must_use]
pub fn normalize_newlines(text: &str) -> Cow<'_, str> {
    const ENDS: [char; 6] = ['\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];
    let bytes = text.as_bytes();
    // CR, and the bytes that those behind ASCII begin with; VT and FF.
    if memchr::memchr3(b'\r', 0xC2, 0xE2, bytes).is_none() && memchr::memchr2(0xB, 0xC, bytes).is_none() {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(ENDS) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut at = first;
    out.push_str(&text[..at]); // found there, so a character begins there
    while let Some(c) = text[at..].chars().next() {
        let end = at + if text[at..].starts_with("\r\n") { 2 } else { c.len_utf8() };
        out.push('\n');
        let next = text[end..].find(ENDS).map_or(text.len(), |next| end + next);
        out.push_str(&text[end..next]); // behind a line end, and before one
        at = next;
    }
    Cow::Owned(out)
}

/// The text without white space at its ends, and without characters there that only look like nothing.
///
/// White space is `White_Space` of Unicode; besides it U+00AD, U+180E, U+200B, U+2060, U+FEFF and the blank letters
/// U+115F, U+1160, U+2800, U+3164 and U+FFA0, so that a field of these alone is empty. Joiners, variation selectors and
/// marks of direction stay: they may belong to the letter beside them.
///
/// # Cost
/// Linear in what goes; borrows always.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// assert_eq!(text::trim("\u{FEFF} \u{A0}Ann\u{3000}\n"), "Ann");
/// assert_eq!(text::trim("\u{3164}\u{200B}"), "");
/// assert_eq!(text::trim("❤\u{FE0F}"), "❤\u{FE0F}");
/// ```
#[must_use]
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_nothing(c))
}

/// Of what is [unseen](chars::is_unseen) or blank, what a keyboard or a program leaves at the ends of a field.
fn is_nothing(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}')
        || chars::is_blank_letter(c) && c <= '\u{FFFF}'
}

/// Writes each run of white space as one space, and none at the ends.
///
/// White space is `White_Space` of Unicode: line ends, TAB, no-break and wide spaces. Characters without width stay.
///
/// # Cost
/// Linear in the length in bytes; borrows when nothing changes, and when only the ends do.
///
/// # Examples
/// ```
/// use untaint::text;
///
/// assert_eq!(text::collapse_whitespace("  Ann \u{A0}\n Smith\t"), "Ann Smith");
/// assert_eq!(text::collapse_whitespace("Ann Smith"), "Ann Smith");
/// ```
#[must_use]
pub fn collapse_whitespace(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let mut spaces = text.char_indices().filter(|(_, c)| c.is_whitespace());
    let mut expected = None;
    let is_collapsed = spaces.all(|(at, c)| {
        let is_single = c == ' ' && expected != Some(at);
        expected = Some(at + 1);
        is_single
    });
    if is_collapsed {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}
