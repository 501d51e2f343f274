//! Why a text was refused.

use super::class::TextClass;
use crate::error::Violation;

/// Why a text was refused.
///
/// Nothing of the text is in it but one code point: only the reason and a byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct TextError {
    kind: TextErrorKind,
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
        /// The byte offset of the first one.
        at: usize,
        /// The character.
        character: char,
    },
    /// A line break or TAB in a text of one line.
    #[error("a line break or tab stands at byte {at}")]
    Line {
        /// The byte offset of the first one.
        at: usize,
    },
    /// More marks on one letter than the policy allows.
    #[error("too many marks on one letter at byte {at}, {max} are allowed")]
    Marks {
        /// The byte offset of the first mark too many.
        at: usize,
        /// The policy's limit.
        max: u8,
    },
}

impl TextError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> TextErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        let class = match self.kind {
            TextErrorKind::Line { .. } => return "text.line",
            TextErrorKind::Marks { .. } => return "text.marks",
            TextErrorKind::Character { class, .. } => class,
        };
        match class {
            TextClass::Backspace => "text.backspace",
            TextClass::Control => "text.control",
            TextClass::Escape => "text.escape",
            TextClass::C1 => "text.c1",
            TextClass::LineEnd => "text.line_end",
            TextClass::ZeroWidth => "text.zero_width",
            TextClass::Joiner => "text.joiner",
            TextClass::BidiOverride => "text.bidi_override",
            TextClass::BidiIsolate => "text.bidi_isolate",
            TextClass::BidiMark => "text.bidi_mark",
            TextClass::Tag => "text.tag",
            TextClass::VariationSelector => "text.variation_selector",
            TextClass::BlankLetter => "text.blank_letter",
            TextClass::Space => "text.space",
            TextClass::Inert => "text.inert",
            TextClass::Noncharacter => "text.noncharacter",
            TextClass::PrivateUse => "text.private_use",
            TextClass::Replacement => "text.replacement",
            // Marks have a kind of their own, and the others are no reason to refuse.
            TextClass::MarkRun
            | TextClass::ReversedIsolate
            | TextClass::MixedScript
            | TextClass::Confusable => "text.marks",
        }
    }
}

impl From<TextErrorKind> for TextError {
    fn from(kind: TextErrorKind) -> Self {
        Self { kind }
    }
}

impl From<TextError> for Violation {
    fn from(error: TextError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            TextErrorKind::Character { at, character, .. } => {
                violation.with_param("at", at).with_param("character", character)
            }
            TextErrorKind::Line { at } => violation.with_param("at", at),
            TextErrorKind::Marks { at, max } => violation.with_param("at", at).with_param("max", max),
        }
    }
}
