//! What a file is, from its bytes alone.

use super::file_type::FileType;
use super::signature;
use super::source::Source;

/// What the bytes of a file show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sniffed {
    /// The signature and the structure behind it are those of this type.
    Known(FileType),
    /// A container whose family is certain and whose purpose is not.
    Family(Family),
    /// Text without a signature; what kind of text is for the extension to say.
    Text(Encoding),
    /// A signature, and too little behind it to be a file of that type.
    Truncated,
    /// Nothing this crate knows.
    Unknown,
    /// No byte at all.
    Empty,
}

/// Containers that many types share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Family {
    /// ZIP, without a part that tells which of its many uses this is, or with a directory that is not read.
    Zip,
    /// The compound files of older office programs.
    Ole,
    /// XML of a vocabulary not known here.
    Xml,
    /// RIFF and its relatives.
    Riff,
    /// The boxes of ISO media files.
    IsoMedia,
    /// Ogg.
    Ogg,
    /// Matroska's container.
    Ebml,
    /// TIFF and the camera formats made of it.
    Tiff,
}

/// How the characters of a text are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// ASCII or UTF-8, with or without a byte order mark.
    Utf8,
    /// UTF-16, least significant byte first.
    Utf16Le,
    /// UTF-16, most significant byte first.
    Utf16Be,
    /// Eight bits a character, of some older set: no controls, and not UTF-8.
    EightBit,
}

/// What a group of signatures says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is this.
    Is(Sniffed),
    /// The signature fits, the structure does not: no other group should be asked whether it is that type.
    Broken,
    /// Not one of this group's.
    No,
}

impl From<FileType> for Verdict {
    fn from(file_type: FileType) -> Self {
        Self::Is(Sniffed::Known(file_type))
    }
}

/// What `bytes` are: the type, or as much of it as they show. Looks at nothing but the bytes.
pub fn sniff(bytes: &[u8]) -> Sniffed {
    detect(&Source::whole(bytes))
}

pub(super) fn detect(source: &Source<'_>) -> Sniffed {
    if source.len() == 0 {
        return Sniffed::Empty;
    }
    match signature::sniff(source) {
        Verdict::Is(sniffed) => return sniffed,
        Verdict::Broken | Verdict::No => {}
    }
    match signature::sniff_shape(source) {
        Verdict::Is(sniffed) => return sniffed,
        Verdict::Broken | Verdict::No => {}
    }
    Sniffed::Unknown
}
