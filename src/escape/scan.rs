//! Copying what stays and escaping what changes: the loop that every context but `html` and `url_component` shares.

use super::find::{self, Finder};
pub(super) use crate::chars::{is_plain_letter, is_unseen};
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::ControlFlow;

/// One output context: which characters change, and into what. Which bytes may begin one says [`Finder`].
pub(super) trait Context: Finder {
    /// Whether [`may_change`](Finder::may_change) is true of second bytes too, for characters of two bytes whose
    /// first byte is that of frequent letters.
    const BY_SECOND_BYTE: bool = false;

    /// Whether this character, whose first byte [`may_change`](Finder::may_change), does change.
    fn changes(self, c: char) -> bool;

    /// Writes what stands for a character that changes.
    fn write_escape<W: Write>(self, c: char, out: &mut W) -> fmt::Result;
}

/// Whether a byte is in a range, without a branch.
///
/// The range is moved to the end of the signed numbers: such a comparison is one instruction for 16 bytes, that of
/// unsigned ones three.
#[inline(always)]
#[expect(clippy::cast_possible_wrap, reason = "what is behind the range shall be negative")]
pub(super) const fn is_in(byte: u8, first: u8, last: u8) -> bool {
    const LAST: u8 = i8::MAX as u8;
    byte.wrapping_add(LAST.wrapping_sub(last)) as i8 >= (LAST - (last - first)) as i8
}

/// Whether a byte is an ASCII letter or digit, without a branch.
#[inline(always)]
pub(super) const fn is_alphanumeric(byte: u8) -> bool {
    is_in(byte | 0x20, b'a', b'z') | is_in(byte, b'0', b'9')
}

/// Whether a byte begins a character beyond ASCII of a block of letters only that can be seen ([`is_plain_letter`]):
/// from U+00C0 to U+024F (Latin, but for [two signs](may_end_sign)), from U+0400 to U+047F (Cyrillic), from U+5000 to
/// U+9FFF (Han) and from U+B000 to U+CFFF (Hangul). `tests/escape.rs` compares every character with a table that knows
/// no bytes.
#[inline(always)]
const fn begins_letter(byte: u8) -> bool {
    is_in(byte, 0xC3, 0xC9) | is_in(byte, 0xD0, 0xD1) | is_in(byte, 0xE5, 0xE9) | is_in(byte, 0xEB, 0xEC)
}

/// Whether a byte may be the second of × (U+00D7) or ÷ (U+00F7), the only signs among the letters of Western Europe.
/// Those are everywhere, and this byte is rare in them and elsewhere.
#[inline(always)]
const fn may_end_sign(byte: u8) -> bool {
    byte & 0xDF == 0x97
}

/// Whether a byte begins a character beyond ASCII of which some cannot be seen ([`is_unseen`]).
#[inline(always)]
pub(super) const fn may_begin_unseen(byte: u8) -> bool {
    (byte == 0xC2) // U+0080 to U+00BF
        | (byte == 0xCD) // U+034F
        | (byte == 0xD8) // U+061C
        | (byte.wrapping_sub(0xE1) <= 0xE3 - 0xE1) // Hangul fillers, Khmer, Mongolian, U+2000 to U+2FFF, U+3164
        | (byte >= 0xEF) // U+FE00 to U+FFFF and all planes behind
}

/// Whether a byte is none that may begin what changes in a string of a script or style sheet: of ASCII a letter, a
/// digit, the space or one of four marks, and beyond it one that begins [letters](begins_letter) or no character.
#[inline(always)]
pub(super) const fn stays_in_program(byte: u8) -> bool {
    // `,` `-` `.` stand side by side.
    let ascii = is_alphanumeric(byte) | (byte == b' ') | is_in(byte, b',', b'.') | (byte == b'_');
    (ascii | is_in(byte, 0x80, 0xBF) | begins_letter(byte)) & !may_end_sign(byte)
}

/// The character at a place and where it begins, if it changes.
#[inline(always)]
fn changing<C: Context>(context: C, text: &str, at: usize) -> Option<(usize, char)> {
    let mut at = at;
    if C::BY_SECOND_BYTE && !text.is_char_boundary(at) {
        // Within another character, which stays or is shown by its first byte.
        at = at.checked_sub(1).filter(|before| text.as_bytes()[*before] == 0xC3)?;
    }
    // Never the default: a finder shows only places of characters.
    let c = text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or_default();
    context.changes(c).then_some((at, c))
}

/// The place of the first character that changes.
fn first<C: Context>(context: C, text: &str) -> Option<usize> {
    if find::is_short_and_clean(context, text.as_bytes()) {
        return None;
    }
    let found = find::visit(context, text.as_bytes(), 0, |at| match changing(context, text, at) {
        Some((at, _)) => ControlFlow::Break(at),
        None => ControlFlow::Continue(()),
    });
    match found {
        ControlFlow::Break(at) => Some(at),
        ControlFlow::Continue(()) => None,
    }
}

/// Copies what stays and writes the escape of what changes, from byte `from` on.
fn write_from<C: Context, W: Write>(context: C, text: &str, from: usize, out: &mut W) -> fmt::Result {
    let mut copied = from;
    let written = find::visit(context, text.as_bytes(), from, |at| {
        let Some((at, c)) = changing(context, text, at) else { return ControlFlow::Continue(()) };
        // Both ends begin a character, and no place is shown twice.
        let written = out.write_str(&text[copied..at]).and_then(|()| context.write_escape(c, out));
        copied = at + c.len_utf8();
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    if written.is_break() {
        return Err(fmt::Error);
    }
    out.write_str(&text[copied..]) // behind a whole character, or the whole
}

/// The escaped text, without an intermediate string.
pub(super) fn write<C: Context, W: Write>(context: C, text: &str, out: &mut W) -> fmt::Result {
    write_from(context, text, 0, out)
}

/// The escaped text; borrowed when nothing changes.
pub(super) fn escape<C: Context>(context: C, text: &str) -> Cow<'_, str> {
    match first(context, text) {
        None => Cow::Borrowed(text),
        Some(at) => Cow::Owned(collect(text, |out| {
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

/// All bytes in lower-case hexadecimal: pieces of it need no check that they are text.
const PAIRS: &str = {
    const BYTES: [u8; 512] = {
        let digits = b"0123456789abcdef";
        let mut pairs = [0; 512];
        let mut byte = 0;
        while byte < 256 {
            pairs[2 * byte] = digits[byte >> 4];
            pairs[2 * byte + 1] = digits[byte & 0xF];
            byte += 1;
        }
        pairs
    };
    match std::str::from_utf8(&BYTES) {
        Ok(pairs) => pairs,
        Err(_) => panic!("digits are ASCII"), // at compile time
    }
};

/// All of ASCII as `\u0000` to `\u007f`.
static UNITS: &str = {
    const BYTES: [u8; 6 * 128] = {
        let mut units = [b'0'; 6 * 128];
        let mut byte = 0;
        while byte < 128 {
            let digits = PAIRS.as_bytes();
            units[6 * byte] = b'\\';
            units[6 * byte + 1] = b'u';
            units[6 * byte + 4] = digits[2 * byte];
            units[6 * byte + 5] = digits[2 * byte + 1];
            byte += 1;
        }
        units
    };
    match std::str::from_utf8(&BYTES) {
        Ok(units) => units,
        Err(_) => panic!("digits are ASCII"), // at compile time
    }
};

/// A character of ASCII as `\u` and four digits.
#[inline(always)]
pub(super) fn ascii_unit(c: char) -> Option<&'static str> {
    let at = 6 * u32::from(c) as usize;
    UNITS.get(at..at + 6)
}

/// A byte in hexadecimal, two digits.
#[inline(always)]
fn pair(byte: u8) -> &'static str {
    let at = 2 * usize::from(byte);
    &PAIRS[at..at + 2] // at most 512, all of them ASCII
}

/// Writes four digits.
#[inline(always)]
pub(super) fn write_unit<W: Write>(unit: u16, out: &mut W) -> fmt::Result {
    let [high, low] = unit.to_be_bytes();
    out.write_str(pair(high))?;
    out.write_str(pair(low))
}

/// Writes a number in lower-case hexadecimal, with as many digits as it needs.
pub(super) fn write_hex<W: Write>(value: u32, out: &mut W) -> fmt::Result {
    let bytes = value.to_be_bytes();
    if let [0, 0, 0, byte @ 0x10..=0xFF] = bytes {
        return out.write_str(pair(byte)); // nearly all of ASCII
    }
    let empty = (value.leading_zeros() / 8).min(3) as usize; // one byte at least
    for (at, byte) in bytes[empty..].iter().enumerate() {
        let digits = pair(*byte);
        out.write_str(if at == 0 && *byte < 16 { &digits[1..] } else { digits })?; // one digit of the two
    }
    Ok(())
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
