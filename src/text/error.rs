//! Why a text was refused.

use super::class::TextClass;
use crate::error::{Code, Violation, error_type};

error_type! {
    /// Why a text was refused.
    ///
    /// Nothing of the text is in it but one code point: only the reason and a byte offset.
    TextError(TextErrorKind)
}

/// The reasons of a [`TextError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum TextErrorKind {
    /// A character that the policy does not keep in this place.
    #[error("U+{:04X} is not allowed at byte {at}", u32::from(*.character))]
    Character {
        /// Its class.
        class: TextClass,
        /// Byte offset of the first one.
        at: usize,
        /// The character.
        character: char,
    },
    /// A line break or TAB in a text of one line.
    #[error("a line break or tab stands at byte {at}")]
    Line {
        /// Byte offset of the first one.
        at: usize,
    },
    /// Nothing in the text can be seen, where the policy wants something to read.
    #[error("nothing in the text can be seen")]
    Blank,
    /// The text has more characters than the policy allows.
    #[error("the text has {len} characters, {max} are allowed")]
    TooLong {
        /// The number of characters.
        len: usize,
        /// The policy's limit.
        max: usize,
    },
    /// More marks on one letter than the policy allows.
    #[error("too many marks on one letter at byte {at}, {max} are allowed")]
    Marks {
        /// Byte offset of the first mark too many.
        at: usize,
        /// The policy's limit.
        max: u8,
    },
}

// Written out, because the code of a character is that of its class.
impl TextErrorKind {
    /// The rows that are no class's.
    pub(crate) const CODES: &'static [Code] = &[
        Code::new(
            "text.line",
            "a line break or tab stands at byte {at}",
            "write it on one line, without tabs",
            &["at"],
        ),
        Code::new("text.blank", "nothing in the text can be seen", "write something that can be read", &[]),
        Code::new(
            "text.too_long",
            "the text has {len} characters, {max} are allowed",
            "write less[, at most {max} characters]",
            &["len", "max"],
        ),
        Code::new(
            "text.marks",
            "too many marks on one letter at byte {at}, {max} are allowed",
            "leave out some of the marks",
            &["at", "max"],
        ),
    ];

    /// The kind's name, stable over releases.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Character { class, .. } => class.code(),
            Self::Line { .. } => "text.line",
            Self::Blank => "text.blank",
            Self::TooLong { .. } => "text.too_long",
            Self::Marks { .. } => "text.marks",
        }
    }

    fn with_params(self, violation: Violation) -> Violation {
        match self {
            Self::Character { at, character, .. } => {
                violation.with_param("at", at).with_param("character", character)
            }
            Self::Line { at } => violation.with_param("at", at),
            Self::Blank => violation,
            Self::TooLong { len, max } => violation.with_param("len", len).with_param("max", max),
            Self::Marks { at, max } => violation.with_param("at", at).with_param("max", max),
        }
    }
}
