//! What is found in a text.

use super::class::TextClass;
use std::ops::Range;

/// Something in a text that is not what it looks like.
///
/// It is data for the program, such as a warning beside a snippet: it may hold parts of the text, so it has no
/// `Display` and never turns into a violation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(super) class: TextClass,
    pub(super) range: Range<usize>,
    pub(super) character: char,
    pub(super) line: Option<Box<SeenAndReceived>>,
}

/// One line, as it looks and as it arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SeenAndReceived {
    pub(super) seen: String,
    pub(super) received: String,
}

impl Finding {
    /// What it is.
    #[must_use]
    pub fn class(&self) -> TextClass {
        self.class
    }

    /// Where it stands, in bytes: a run of characters of one class, or a word.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// Its first character; of a word, the first that looks like another.
    #[must_use]
    pub fn character(&self) -> char {
        self.character
    }

    /// What people see of the line in which it stands, where they do not get what they see: see
    /// [`received`](Self::received).
    #[must_use]
    pub fn seen(&self) -> Option<&str> {
        self.line.as_deref().map(|line| line.seen.as_str())
    }

    /// What arrives of the line in which it stands, where that is not what people [see](Self::seen): what a shell
    /// prompt makes of its backspaces and control keys (GNU readline, pasted without brackets), what its tags spell,
    /// or its order without overrides.
    ///
    /// Only the first finding of a line has both, and only where this crate can tell: not for escape sequences, not for
    /// keys such as `^R` whose effect depends on the machine, and not for lines of more than 4096 bytes.
    #[must_use]
    pub fn received(&self) -> Option<&str> {
        self.line.as_deref().map(|line| line.received.as_str())
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut finding = serializer.serialize_struct("Finding", 6)?;
        finding.serialize_field("class", self.class.name())?;
        finding.serialize_field("start", &self.range.start)?;
        finding.serialize_field("end", &self.range.end)?;
        finding.serialize_field("character", &format!("U+{:04X}", u32::from(self.character)))?;
        finding.serialize_field("seen", &self.seen())?;
        finding.serialize_field("received", &self.received())?;
        finding.end()
    }
}
