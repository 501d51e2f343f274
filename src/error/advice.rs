//! From a violation to what its visitor reads: sentences with the numbers in them, written when they are asked for.

use super::codes::{Code, codes};
use super::violation::Violation;
use std::borrow::Cow;

impl Violation {
    /// What the visitor can do about it, for the codes of this crate: "write the whole address, with https:// in
    /// front".
    ///
    /// Lower case and without a full stop, as the detail is; [`Code::advice`](super::Code::advice) has the text with
    /// places for numbers, to translate.
    #[must_use]
    pub fn advice(&self) -> Option<Cow<'static, str>> {
        self.row().map(|code| fill(code.advice(), self, ENGLISH_UNITS))
    }

    /// What the code means, with the numbers in it.
    pub(super) fn meaning(&self) -> Option<Cow<'static, str>> {
        self.row().map(|code| fill(code.meaning(), self, ENGLISH_UNITS))
    }

    fn row(&self) -> Option<&'static Code> {
        codes().find(|code| code.code() == self.code())
    }
}

/// A unit of length: its name as a parameter, and as a word for one and for several.
pub(super) type Unit<'t> = (&'t str, &'t str, &'t str);

/// How the units are called in English.
pub(super) const ENGLISH_UNITS: &[Unit<'static>] = &[
    ("chars", "character", "characters"),
    ("graphemes", "character", "characters"),
    ("bytes", "byte", "bytes"),
    ("utf16", "UTF-16 unit", "UTF-16 units"),
    ("items", "entry", "entries"),
];

/// The text of a row with the parameters of a violation in it.
///
/// `{max}` stands for the parameter, `{max unit}` for it and the word of its unit. Of the alternatives in square
/// brackets, `[{min} to {max}|at least {min}]`, the first stays whose parameters are all there, and none where none is
/// whole. `{expected=number}` writes nothing, and is whole where the parameter is that word.
pub(super) fn fill<'t>(text: &'t str, violation: &Violation, units: &[Unit<'_>]) -> Cow<'t, str> {
    if !text.contains(['[', '{']) {
        return Cow::Borrowed(text);
    }
    let mut filled = String::new();
    for part in text.split('[') {
        let (alternatives, rest) = part.split_once(']').unwrap_or(("", part));
        let mut alternatives = alternatives.split('|');
        filled.push_str(
            &alternatives.find_map(|piece| fill_piece(piece, violation, units)).unwrap_or_default(),
        );
        filled.push_str(&fill_piece(rest, violation, units).unwrap_or_default());
    }
    Cow::Owned(filled)
}

/// A text without brackets, or `None` where one of its parameters is missing.
fn fill_piece(text: &str, violation: &Violation, units: &[Unit<'_>]) -> Option<String> {
    let mut pieces = text.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}')?;
        if let Some((name, word)) = name.split_once('=') {
            if violation.param(name)?.to_string() != word {
                return None;
            }
            filled.push_str(rest);
            continue;
        }
        let (name, unit) = name.split_once(' ').unwrap_or((name, ""));
        let value = violation.param(name)?.to_string();
        filled.push_str(&value);
        if !unit.is_empty() {
            let unit = violation.param(unit)?.to_string();
            let (_, one, several) = units.iter().find(|(name, ..)| *name == unit)?;
            filled.push(' ');
            filled.push_str(if value == "1" { one } else { several });
        }
        filled.push_str(rest);
    }
    Some(filled)
}
