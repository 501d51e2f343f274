//! What can be asked of a [`FileType`].

use super::row::Row;
pub use super::row::{Class, FileType};
use super::types::TABLE;
use std::fmt;

impl FileType {
    /// How many types there are, for sets of them.
    pub(super) const COUNT: usize = TABLE.len();

    fn row(self) -> &'static Row {
        // Only the table's own macro makes values, each the number of a row.
        &TABLE[self.index()]
    }

    /// Every type.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0..u16::try_from(Self::COUNT).unwrap_or(u16::MAX)).map(Self::at)
    }

    /// The canonical media type, without parameters: IANA's name, or the most common one where IANA has none.
    #[must_use]
    pub fn mime(self) -> &'static str {
        self.row().mime
    }

    /// The extension that a stored file gets, without a dot, in lower case.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.row().extensions.first().copied().unwrap_or("bin")
    }

    /// Every extension that goes with the type, in lower case.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// What the type is for.
    #[must_use]
    pub fn class(self) -> Class {
        self.row().class
    }

    /// True for `other` itself and for each more special form of it: an animated PNG is a PNG, GPX is XML.
    #[must_use]
    pub fn is_a(self, other: Self) -> bool {
        let mut at = Some(self);
        // Parents stand at most three deep (tested), so this ends.
        while let Some(here) = at {
            if here == other {
                return true;
            }
            at = here.row().parent;
        }
        false
    }

    /// The type that this extension, without the dot, is the first name of; where it is none's, the first type that has
    /// it. ASCII case does not matter.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let own =
            Self::all().find(|t| t.extension().eq_ignore_ascii_case(extension) && !t.extensions().is_empty());
        own.or_else(|| Self::all().find(|t| t.has_extension(extension)))
    }

    /// True when the extension, without the dot, goes with the type; ASCII case does not matter.
    #[must_use]
    pub fn has_extension(self, extension: &str) -> bool {
        self.extensions().iter().any(|known| known.eq_ignore_ascii_case(extension))
    }

    /// The type with this media type, or with this other name of it; parameters and ASCII case do not matter.
    #[must_use]
    pub fn from_mime(mime: &str) -> Option<Self> {
        let essence = essence(mime);
        let canonical = Self::all().find(|t| t.mime().eq_ignore_ascii_case(essence));
        canonical.or_else(|| Self::all().find(|t| t.has_mime(essence)))
    }

    /// True when `mime` is the type's media type or another name of it; parameters and ASCII case do not matter.
    #[must_use]
    pub fn has_mime(self, mime: &str) -> bool {
        let essence = essence(mime);
        let row = self.row();
        row.mime.eq_ignore_ascii_case(essence) || row.aliases.iter().any(|a| a.eq_ignore_ascii_case(essence))
    }
}

/// A media type without its parameters and the white space around it.
pub(super) fn essence(mime: &str) -> &str {
    let end = mime.find(';').unwrap_or(mime.len());
    mime.get(..end).unwrap_or(mime).trim_matches([' ', '\t', '\r', '\n'])
}

/// The media type.
impl fmt::Display for FileType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mime())
    }
}

impl fmt::Debug for FileType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileType({})", self.mime())
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for FileType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.mime())
    }
}
