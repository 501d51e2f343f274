//! Finding what must change: the loop that every context but `html` shares.

use crate::chars;
use std::borrow::Cow;
use std::fmt::{self, Write};

/// One output context: which characters change, and into what.
pub(super) trait Context: Copy {
    /// Whether a character that begins with this byte may change. Must be `false` for 0x80–0xBF, which begin none.
    fn looks(self, first_byte: u8) -> bool;

    /// Whether this character, whose first byte [`looks`](Self::looks) noticed, changes.
    fn changes(self, c: char) -> bool;

    /// Writes what stands for a character that changes.
    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result;
}

/// A table for [`Context::looks`].
pub(super) type Bytes = [bool; 256];

/// Notices the listed bytes, and every non-ASCII character if `non_ascii`.
pub(super) const fn only(listed: &[u8], non_ascii: bool) -> Bytes {
    let mut table = [false; 256];
    let mut at = 0;
    while at < listed.len() {
        table[listed[at] as usize] = true;
        at += 1;
    }
    let mut byte = 0xC0;
    while byte < 256 {
        table[byte] = table[byte] || non_ascii;
        byte += 1;
    }
    table
}

/// Notices everything but ASCII letters, ASCII digits and the listed ASCII marks.
pub(super) const fn all_but_alphanumeric_and(marks: &[u8]) -> Bytes {
    let mut table = only(&[], true);
    let mut byte = 0u8;
    while byte < 0x80 {
        table[byte as usize] = !byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut at = 0;
    while at < marks.len() {
        table[marks[at] as usize] = false;
        at += 1;
    }
    table
}

/// Notices the listed ASCII bytes, C0, DEL and every non-ASCII character.
pub(super) const fn controls_non_ascii_and(listed: &[u8]) -> Bytes {
    let mut table = only(listed, true);
    let mut byte = 0u8;
    while byte < 0x20 {
        table[byte as usize] = true;
        byte += 1;
    }
    table[0x7F] = true;
    table
}

/// The next character at or behind `from` that changes.
fn next<C: Context>(context: C, text: &str, from: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| context.looks(*byte))?;
        // The position begins a character, because `looks` is false for all bytes inside one.
        let c = text.get(at..)?.chars().next()?;
        if context.changes(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// Copies what stays and writes the escape of what changes, from byte `from` on.
fn write_from<C: Context, W: Write>(context: C, text: &str, from: usize, out: &mut W) -> fmt::Result {
    let mut copied = from;
    while let Some((at, c)) = next(context, text, copied) {
        out.write_str(&text[copied..at])?; // both ends begin a character
        context.write_escape(c, out)?;
        copied = at + c.len_utf8();
    }
    out.write_str(&text[copied..]) // behind a whole character, or the whole
}

/// The escaped text, without an intermediate string.
pub(super) fn write<C: Context, W: Write>(context: C, text: &str, out: &mut W) -> fmt::Result {
    write_from(context, text, 0, out)
}

/// The escaped text; borrowed when nothing changes.
pub(super) fn escape<C: Context>(context: C, text: &str) -> Cow<'_, str> {
    match next(context, text, 0) {
        None => Cow::Borrowed(text),
        Some((at, _)) => Cow::Owned(collect(text, |out| {
            out.push_str(&text[..at]);
            write_from(context, text, at, out)
        })),
    }
}

/// A string for the escape of `text`, filled by `write`.
pub(super) fn collect(text: &str, write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    // Most escapes are few: a quarter more spares the second growth of nearly all texts.
    let mut out = String::with_capacity(text.len() + text.len() / 4 + 16);
    let written = write(&mut out);
    debug_assert!(written.is_ok(), "writing to a String cannot fail");
    out
}

/// `value` in lower-case hexadecimal, with at least `width` digits.
pub(super) fn write_hex<W: Write>(value: u32, width: u32, out: &mut W) -> fmt::Result {
    let needed = (32 - value.leading_zeros()).div_ceil(4).max(width);
    for digit in (0..needed).rev() {
        out.write_char(char::from_digit((value >> (4 * digit)) & 0xF, 16).unwrap_or('0'))?;
    }
    Ok(())
}

/// Whether a character stays as it is in a script or style sheet: letters and digits of every script that can be
/// seen. All else there is easier to escape than to argue about.
pub(super) fn is_plain_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_unseen(c)
}

/// Whether a character cannot be seen, or changes how its neighbours are seen: controls, line and paragraph
/// separators, noncharacters, and what Unicode lists as `Default_Ignorable_Code_Point` (marks of direction, joiners,
/// fillers, variation selectors, tags) with the interlinear marks.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control()
        || chars::is_noncharacter(c)
        || chars::is_default_ignorable(c)
        || matches!(c, '\u{2028}'..='\u{2029}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Declares the `Display` adapter of a total function.
macro_rules! adapter {
    ($(#[$doc:meta])* $name:ident, $write:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name<'a>(pub &'a str);

        impl std::fmt::Display for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let write: fn(&str, &mut std::fmt::Formatter<'_>) -> std::fmt::Result = $write;
                write(self.0, f)
            }
        }
    };
}

pub(super) use adapter;
