//! `Set-Cookie` as Chromium takes it apart (RFC 6265bis section 5.7 but for the marked places).

use super::error::CookieErrorKind;
use crate::bytes::have;
use std::ops::Range;

/// What browsers keep of name and value together, in bytes.
pub(super) const MAX_PAIR: usize = 4096;
/// Longer values of attributes are as if the attribute were not there.
pub(super) const MAX_ATTRIBUTE: usize = 1024;

/// A piece of the text, without the blanks around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl<'a> Piece<'a> {
    /// The part between two bytes of the text, each of them ASCII or its end.
    #[inline]
    fn trimmed(text: &'a str, mut start: usize, mut end: usize) -> Self {
        let bytes = text.as_bytes();
        while start < end && is_blank(bytes[start]) {
            start += 1;
        }
        while start < end && is_blank(bytes[end - 1]) {
            end -= 1;
        }
        Self { text: &text[start..end], start }
    }

    /// The part in front of the first `=`, and the one behind it; without one, the whole is the first.
    #[inline]
    fn split(text: &'a str, start: usize, end: usize) -> (Self, Option<Self>) {
        match position(&text.as_bytes()[start..end], b'=') {
            Some(at) => {
                let equals = start + at;
                (Self::trimmed(text, start, equals), Some(Self::trimmed(text, equals + 1, end)))
            }
            None => (Self::trimmed(text, start, end), None),
        }
    }

    pub(super) fn span(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }

    fn control(self) -> Result<(), CookieErrorKind> {
        match self.text.bytes().position(|byte| byte.is_ascii_control()) {
            Some(at) => Err(CookieErrorKind::Control { at: self.start + at }),
            None => Ok(()),
        }
    }
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

/// Most parts are shorter than a search by vectors needs to begin.
#[inline]
fn position(bytes: &[u8], wanted: u8) -> Option<usize> {
    bytes.iter().position(|byte| *byte == wanted)
}

/// An attribute, its name in any case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute<'a> {
    pub(super) name: Piece<'a>,
    /// Empty where there is no `=`.
    pub(super) value: Piece<'a>,
}

impl Attribute<'_> {
    pub(super) fn span(&self) -> Range<usize> {
        self.name.start..self.value.span().end.max(self.name.span().end)
    }

    pub(super) fn is_too_long(&self) -> bool {
        self.value.text.len() > MAX_ATTRIBUTE
    }
}

/// Name and value of the cookie, or why a browser reads none.
pub(super) fn pair(text: &str) -> Result<(Piece<'_>, Piece<'_>), CookieErrorKind> {
    let has_control = have(text.as_bytes(), |byte| (byte < b' ') | (byte == 0x7F));
    if has_control {
        // None of the three comes through a header; browsers differ in what they make of them elsewhere.
        if let Some(at) = text.bytes().position(|byte| matches!(byte, b'\0' | b'\r' | b'\n')) {
            return Err(CookieErrorKind::Control { at });
        }
    }
    let end = position(text.as_bytes(), b';').unwrap_or(text.len());
    let (name, value) = match Piece::split(text, 0, end) {
        (name, Some(value)) => (name, value),
        // What has no `=` is a value without a name.
        (value, None) => (Piece { text: "", start: value.start }, value),
    };
    let len = name.text.len() + value.text.len();
    if len == 0 {
        return Err(CookieErrorKind::Empty);
    }
    if len > MAX_PAIR {
        return Err(CookieErrorKind::TooLong { len, max: MAX_PAIR });
    }
    if has_control {
        name.control()?;
        value.control()?;
        attributes(text).try_for_each(|attribute| attribute.name.control().and(attribute.value.control()))?;
    }
    if name.text.is_empty() && value.text.contains('=') {
        return Err(CookieErrorKind::NamelessPair);
    }
    Ok((name, value))
}

/// The attributes, in their order.
#[inline]
pub(super) fn attributes(text: &str) -> impl Iterator<Item = Attribute<'_>> {
    let bytes = text.as_bytes();
    let mut rest = position(bytes, b';').map(|end| end + 1);
    std::iter::from_fn(move || {
        let start = rest?;
        let end = position(&bytes[start..], b';').map(|end| start + end);
        rest = end.map(|end| end + 1);
        let (name, value) = Piece::split(text, start, end.unwrap_or(text.len()));
        let value = value.unwrap_or(Piece { text: "", start: name.span().end });
        Some(Attribute { name, value })
    })
}

/// `Max-Age` as Chromium reads it: a sign may stand in front; what is too large is the largest.
pub(super) fn max_age(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut number: i64 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        let next = number.checked_mul(10).and_then(|number| number.checked_add(i64::from(digit - b'0')));
        match next {
            Some(next) => number = next,
            // The browser stops reading here, so that nothing behind it counts.
            None => return Some(if is_negative { i64::MIN } else { i64::MAX }),
        }
    }
    Some(if is_negative { -number } else { number })
}
