//! [`Sniffed`]: what bytes show, as far as they show it.

use super::file_type::FileType;

/// What the bytes of a file show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sniffed {
    /// The signature and the structure behind it are those of this type.
    Known(FileType),
    /// A signature of this type, which is one of [`FileType::guessed`]: nothing of the structure behind it was seen, so
    /// this is a guess.
    Named(FileType),
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
    /// Of some older set, one byte a character or two: no controls, and not UTF-8. Which set it is cannot be proved.
    EightBit,
    /// UTF-32, least significant byte first, with its mark.
    Utf32Le,
    /// UTF-32, most significant byte first, with its mark.
    Utf32Be,
}

/// What a check says of a file.
pub(super) type Check = Result<Sniffed, Miss>;

/// Why a file is not what a check looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// It ends before the structure that would confirm its signature.
    Cut,
    /// The signature fits, the structure does not: nobody else should be asked whether it is that type.
    Broken,
    /// Not one of this type.
    No,
}
