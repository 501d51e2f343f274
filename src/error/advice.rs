//! From a violation to what its visitor can do.

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
        codes().find(|code| code.code() == self.code()).map(|code| advise(code, self))
    }
}

/// The advice of a code with the parameters of a violation in it.
fn advise(code: &Code, violation: &Violation) -> Cow<'static, str> {
    if !code.advice().contains(['[', '{']) {
        return Cow::Borrowed(code.advice());
    }
    let mut text = String::new();
    for part in code.advice().split('[') {
        let (optional, rest) = part.split_once(']').unwrap_or(("", part));
        for piece in [optional, rest] {
            if let Some(filled) = fill(piece, violation) {
                text.push_str(&filled);
            }
        }
    }
    Cow::Owned(text)
}

/// The text with each `{name}` replaced by the parameter of that name, or `None` where one is missing.
fn fill(text: &str, violation: &Violation) -> Option<String> {
    let mut pieces = text.split('{');
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once('}')?;
        let (_, value) = violation.params().find(|(known, _)| *known == name)?;
        filled.push_str(&value.to_string());
        filled.push_str(rest);
    }
    Some(filled)
}
