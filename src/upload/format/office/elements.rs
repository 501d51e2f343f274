//! The start tags of a part of a package.

use crate::upload::xml::{Reader, Token};
use std::borrow::Cow;

/// Text of a part: UTF-8, or UTF-16 where it begins so.
pub(super) fn decode(content: &[u8]) -> Cow<'_, str> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = content.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
    };
    match content {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(content),
    }
}

/// A start tag: its name without prefix, and its attributes.
pub(super) struct Element<'r, 'x> {
    pub(super) name: &'x str,
    reader: &'r Reader<'x>,
}

impl<'x> Element<'_, 'x> {
    /// The value of an attribute, references resolved; empty where it is not there. Where one has the name without a
    /// prefix, those of other vocabularies do not count.
    pub(super) fn attribute(&self, name: &str) -> Cow<'x, str> {
        let own = self.reader.attributes.iter().find(|a| a.name == name);
        let other = || self.reader.attributes.iter().find(|a| a.name.rsplit(':').next() == Some(name));
        let found = own.or_else(other);
        found.map_or(Cow::Borrowed(""), |attribute| htmlize::unescape(attribute.raw))
    }
}

/// Calls `found` for each start tag; false where the text is no XML to its end. Programs of offices refuse such a part
/// as a whole.
pub(super) fn each_element(text: &str, found: &mut dyn FnMut(&Element<'_, '_>)) -> bool {
    let mut reader = Reader::new(text.trim_start_matches('\u{FEFF}'));
    loop {
        match reader.next() {
            Ok(Some(Token::Start { name, .. })) => {
                let name = name.rsplit(':').next().unwrap_or_default();
                found(&Element { name, reader: &reader });
            }
            Ok(Some(_)) => {}
            Ok(None) => return true,
            Err(_) => return false,
        }
    }
}
