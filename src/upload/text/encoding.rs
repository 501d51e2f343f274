//! Whether bytes are text, and how to read them.

use super::older;
use crate::bytes::have;
use crate::upload::sniffed::Encoding;
use std::borrow::Cow;

const UTF8_BOM: &[u8] = b"\xEF\xBB\xBF";

/// What shows that bytes are text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape<'a> {
    /// The text behind a byte order mark, without a character that the end cuts.
    Utf8 {
        text: &'a str,
    },
    Other(Encoding),
}

impl Shape<'_> {
    pub(super) fn encoding(&self) -> Encoding {
        match self {
            Self::Utf8 { .. } => Encoding::Utf8,
            Self::Other(encoding) => *encoding,
        }
    }

    /// The length of the byte order mark in bytes.
    pub(super) fn bom(&self, bytes: &[u8]) -> usize {
        match self {
            Self::Utf8 { .. } if bytes.starts_with(UTF8_BOM) => UTF8_BOM.len(),
            _ => 0,
        }
    }
}

/// How the units of a file follow each other, from its first bytes: what needs no look at the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Units {
    Bytes,
    Le {
        bom: bool,
    },
    Be {
        bom: bool,
    },
    /// Four bytes each, which only a mark tells.
    WideLe,
    WideBe,
}

/// How many bytes at the beginning decide about [`Units`].
pub(super) const UNITS_WINDOW: usize = 512;

/// Text without a byte order mark must have so many units to be told.
const FEWEST_UNITS: usize = 8;

/// Looks at the first [`UNITS_WINDOW`] bytes.
pub(super) fn units(bytes: &[u8]) -> Units {
    let window = bytes.get(..UNITS_WINDOW).unwrap_or(bytes);
    match window {
        [0xFF, 0xFE, 0, 0, ..] => return Units::WideLe,
        [0, 0, 0xFE, 0xFF, ..] => return Units::WideBe,
        [0xFF, 0xFE, ..] => return Units::Le { bom: true },
        [0xFE, 0xFF, ..] => return Units::Be { bom: true },
        [0xEF, 0xBB, 0xBF, ..] => return Units::Bytes,
        _ => {}
    }
    // Without a mark: letters of ASCII and Latin-1 in one byte of nearly each pair, and NUL in the other. Short files
    // and files with a NUL in both places are no such text.
    if !window.contains(&0) || window.len() < 2 * FEWEST_UNITS {
        return Units::Bytes;
    }
    let is_letter = |byte: u8| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r' | 0xA0..);
    let (mut le, mut be, mut pairs) = (0, 0, 0);
    for pair in window.chunks_exact(2) {
        pairs += 1;
        match *pair {
            [low, 0] if is_letter(low) => le += 1,
            [0, low] if is_letter(low) => be += 1,
            // NUL itself, and controls.
            [0..0x20, 0] | [0, 0..0x20] => return Units::Bytes,
            _ => {}
        }
    }
    // Nine of ten.
    if le * 10 >= pairs * 9 {
        Units::Le { bom: false }
    } else if be * 10 >= pairs * 9 {
        Units::Be { bom: false }
    } else {
        Units::Bytes
    }
}

/// A byte that no text holds: "binary data byte" of the MIME Sniffing standard, section 3.
pub(super) const fn is_binary(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0B | 0x0E..=0x1A | 0x1C..=0x1F)
}

/// How many bytes at the beginning decide: no control stands there, and what is not Unicode looks like some older set
/// there. Browsers look at 1445 bytes (section 5.2); this is what the first look at a stream sees, so that text by the
/// whole is text by its beginning.
pub(super) const STRICT: usize = older::WINDOW;

/// Behind that, one control in so many bytes is still text: scripts and pages that hold characters as they are.
pub(super) const CONTROLS: usize = 256;

/// Whether the controls in a text are few, far from the beginning, and none of them NUL.
fn has_few_controls(body: &[u8]) -> bool {
    let (begin, rest) = body.split_at(body.len().min(STRICT));
    let controls = rest.iter().filter(|byte| is_binary(**byte)).count();
    !begin.iter().any(|byte| is_binary(*byte)) && !rest.contains(&0) && controls * CONTROLS <= body.len()
}

/// What may stand behind the last line: the end of file of DOS, and the end of a string of a program in C.
pub(super) const fn is_end_mark(byte: u8) -> bool {
    matches!(byte, 0 | 0x1A)
}

/// Tells whether bytes are text; `None`: they are not. Unless they are the whole file, more may follow.
pub(super) fn shape(bytes: &[u8], is_whole: bool) -> Option<Shape<'_>> {
    if bytes.is_empty() {
        return None;
    }
    match units(bytes) {
        Units::Bytes => {}
        Units::Le { bom } => {
            return is_utf16(bytes, u16::from_le_bytes, bom).then_some(Shape::Other(Encoding::Utf16Le));
        }
        Units::Be { bom } => {
            return is_utf16(bytes, u16::from_be_bytes, bom).then_some(Shape::Other(Encoding::Utf16Be));
        }
        Units::WideLe => {
            return is_utf32(bytes, u32::from_le_bytes).then_some(Shape::Other(Encoding::Utf32Le));
        }
        Units::WideBe => {
            return is_utf32(bytes, u32::from_be_bytes).then_some(Shape::Other(Encoding::Utf32Be));
        }
    }
    let text = bytes.strip_prefix(UTF8_BOM).unwrap_or(bytes);
    let body = match text.split_last() {
        Some((last, body)) if is_end_mark(*last) && !body.is_empty() => body,
        _ => text,
    };
    // Without branches, so that it becomes vector code.
    if have(body, is_binary) && !has_few_controls(body) {
        return None;
    }
    match std::str::from_utf8(text) {
        Ok(text) => return Some(Shape::Utf8 { text }),
        // A character cut at the end, behind others. If it alone is not ASCII and nothing follows, it is whole in an
        // older set.
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => {
            let text = text.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok())?;
            if !is_whole || !text.is_ascii() {
                return Some(Shape::Utf8 { text });
            }
        }
        Err(_) => {}
    }
    (text.len() == bytes.len() && older::is_text(body)).then_some(Shape::Other(Encoding::EightBit))
}

/// Whether each four bytes are a character and no control; the first is the mark.
fn is_utf32(bytes: &[u8], read: fn([u8; 4]) -> u32) -> bool {
    let mut characters =
        bytes.chunks_exact(4).filter_map(|four| Some(read(four.try_into().ok()?))).skip(1).peekable();
    characters.peek().is_some() && characters.all(is_wide_character)
}

/// Whether a number is a character that text is written with.
pub(super) fn is_wide_character(number: u32) -> bool {
    let is_control = u8::try_from(number).is_ok_and(is_binary);
    char::from_u32(number).is_some() && !is_control && !matches!(number, 0xFFFE | 0xFFFF)
}

/// Whether the units are characters without controls; a cut unit or pair at the end is none of our business.
fn is_utf16(bytes: &[u8], read: fn([u8; 2]) -> u16, bom: bool) -> bool {
    let units = bytes.get(if bom { 2 } else { 0 }..).unwrap_or_default();
    let mut seen = false;
    let mut high = false;
    for pair in units.chunks_exact(2) {
        let [one, two] = *pair else { return false };
        seen = true;
        let unit = read([one, two]);
        let is_ok = match unit {
            0xDC00..=0xDFFF => high,
            0xFFFE | 0xFFFF => false,
            0..0x20 => !high && !is_binary(unit.to_le_bytes()[0]),
            _ => !high,
        };
        if !is_ok {
            return false;
        }
        high = matches!(unit, 0xD800..=0xDBFF);
    }
    seen
}

/// A text as a browser reads it, and where its characters stand in the file.
#[derive(Debug)]
pub(in crate::upload) struct Decoded<'a> {
    text: Cow<'a, str>,
    encoding: Encoding,
    bom: usize,
}

impl Decoded<'_> {
    pub(in crate::upload) fn text(&self) -> &str {
        &self.text
    }

    /// Byte offset in the file of the character that begins at `at` in the text.
    pub(in crate::upload) fn offset(&self, at: usize) -> u64 {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let length = match self.encoding {
            Encoding::Utf8 => before.len(),
            Encoding::EightBit => before.chars().count(),
            Encoding::Utf16Le | Encoding::Utf16Be => 2 * before.chars().map(char::len_utf16).sum::<usize>(),
            Encoding::Utf32Le | Encoding::Utf32Be => 4 * before.chars().count(),
        };
        (self.bom + length) as u64
    }
}

/// Reads bytes that are text; those of older sets as Latin-1, which has the same ASCII. `None`: not text.
pub(in crate::upload) fn decode(bytes: &[u8]) -> Option<Decoded<'_>> {
    let shape = shape(bytes, false)?;
    let encoding = shape.encoding();
    Some(match shape {
        Shape::Utf8 { text } => Decoded { text: Cow::Borrowed(text), encoding, bom: shape.bom(bytes) },
        Shape::Other(Encoding::Utf16Le | Encoding::Utf16Be) => {
            let bom = if matches!(bytes, [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]) { 2 } else { 0 };
            let read = if encoding == Encoding::Utf16Le { u16::from_le_bytes } else { u16::from_be_bytes };
            let units = bytes.get(bom..).unwrap_or_default().chunks_exact(2);
            let units = units.filter_map(|pair| Some(read(pair.try_into().ok()?)));
            let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            Decoded { text: Cow::Owned(text), encoding, bom }
        }
        Shape::Other(Encoding::Utf32Le | Encoding::Utf32Be) => {
            let read = if encoding == Encoding::Utf32Le { u32::from_le_bytes } else { u32::from_be_bytes };
            let characters =
                bytes.chunks_exact(4).skip(1).filter_map(|four| Some(read(four.try_into().ok()?)));
            let text = characters.map(|n| char::from_u32(n).unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
            Decoded { text: Cow::Owned(text), encoding, bom: 4 }
        }
        Shape::Other(_) => {
            Decoded { text: Cow::Owned(bytes.iter().copied().map(char::from).collect()), encoding, bom: 0 }
        }
    })
}
