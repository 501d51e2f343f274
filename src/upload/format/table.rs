//! What can be asked of a [`FileType`].

use super::names::{COUNT, PROVEN};
use super::row::Mark;
use crate::upload::file_type::{Class, FileType};
use crate::upload::finding::Findings;
use crate::upload::source::{Scan, Source};
use crate::upload::walk::step::Walking;
use std::fmt;

impl FileType {
    /// Every type whose files are known by their structure: those of
    /// [`Sniffed::Known`](crate::upload::Sniffed::Known).
    #[must_use]
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        Self::numbered(0..PROVEN)
    }

    /// The types that are only named, by a few bytes that their files begin with: those of
    /// [`Sniffed::Named`](crate::upload::Sniffed::Named). A policy takes such a file where it lists the type, and it is
    /// served for download; an extension of theirs is not held against other files.
    #[must_use]
    pub fn guessed() -> impl ExactSizeIterator<Item = Self> {
        Self::numbered(PROVEN..COUNT)
    }

    /// Whether the structure of such files is known, and not only what they begin with.
    #[must_use]
    pub fn is_proven(self) -> bool {
        self.index() < PROVEN
    }

    fn numbered(range: std::ops::Range<usize>) -> impl ExactSizeIterator<Item = Self> {
        // All numbers are those of a list of some hundred names.
        let number = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        (number(range.start)..number(range.end)).map(Self::at)
    }

    /// Both, the proven ones first.
    pub(in crate::upload) fn every() -> impl Iterator<Item = Self> {
        Self::all().chain(Self::guessed())
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

    /// How its bytes are followed to the end. Of every picture, sound and film at least the titles are read.
    pub(in crate::upload) fn walk(self) -> Option<Walking> {
        let has_titles =
            self.is_proven() && matches!(self.class(), Class::Image | Class::Audio | Class::Video);
        self.row().walk.or(has_titles.then_some(Walking::TITLES))
    }

    /// What else must see every byte of it.
    pub(in crate::upload) fn scan(self) -> Option<Box<dyn Scan>> {
        self.row().scan.map(|begin| begin())
    }

    /// What the two ends of such a file tell.
    pub(in crate::upload) fn inspect(self, source: &Source<'_>, findings: &mut Findings) {
        (self.row().inspect)(source, findings);
    }

    /// The type that content of this type is under this extension.
    pub(in crate::upload) fn named(self, extension: &str) -> Option<Self> {
        self.row().named.iter().find(|named| named.0 == extension).map(|named| named.1)
    }

    /// Whether content that begins as this type may turn out to be the other, by what follows or by its name.
    pub(in crate::upload) fn may_become(self, other: Self) -> bool {
        let is_film = |t: Self| t.is(Mark::FilmBox) || t == Self::M4A;
        (is_film(self) && is_film(other))
            || self.row().named.iter().any(|named| named.1 == other)
            || self.row().later.contains(&other)
    }

    /// Whether clients declare this other type for it.
    pub(in crate::upload) fn is_declared_as(self, claimed: Self) -> bool {
        self.row().declared.contains(&claimed)
    }

    /// The type that this extension, without the dot, is the first name of; where it is none's, the first type that has
    /// it; [guessed](Self::guessed) types come last. ASCII case does not matter.
    #[must_use]
    pub fn from_extension(extension: &str) -> Option<Self> {
        let own =
            Self::all().find(|t| t.extension().eq_ignore_ascii_case(extension) && !t.extensions().is_empty());
        own.or_else(|| Self::every().find(|t| t.has_extension(extension)))
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
        canonical.or_else(|| Self::every().find(|t| t.has_mime(essence)))
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
pub(in crate::upload) fn essence(mime: &str) -> &str {
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
