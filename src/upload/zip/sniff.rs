//! Whether a file begins as an archive, and which, and whether a file of any type ends as one.

use super::directory::{Directory, End, NoDirectory};
use super::{CENTRAL, END, END_LEN, LOCAL, LOCAL_LEN, SPANNED};
use crate::upload::file_type::FileType;
use crate::upload::office;
use crate::upload::sniff::{Family, Sniffed, Verdict};
use crate::upload::source::Source;

pub(in crate::upload) fn sniff(source: &Source<'_>) -> Verdict {
    if source.starts_with(END) {
        return match Directory::read(source) {
            Ok(directory) if directory.end == 0 && directory.count == 0 => FileType::ZIP.into(),
            _ if source.len() < END_LEN => Verdict::Is(Sniffed::Truncated),
            _ => Verdict::Broken,
        };
    }
    if !starts_as_zip(source) {
        return Verdict::No;
    }
    match Directory::read(source) {
        Ok(directory) => Verdict::Is(office::classify(source, &directory)),
        Err(NoDirectory::Missing) => prefix(source),
        Err(_) => Verdict::Is(Sniffed::Family(Family::Zip)),
    }
}

/// Whether the file begins as an archive does, so that `inspect` has something to say of it.
pub(super) fn is_zip(source: &Source<'_>) -> bool {
    starts_as_zip(source) || source.starts_with(END)
}

pub(super) fn starts_as_zip(source: &Source<'_>) -> bool {
    source.starts_with(LOCAL)
        || SPANNED.iter().any(|mark| source.starts_with(mark) && source.has_at(4, LOCAL))
}

/// An archive of which only the beginning is there.
fn prefix(source: &Source<'_>) -> Verdict {
    let name_len = source.u16_le(26).map_or(0, usize::from);
    match source.get(LOCAL_LEN, name_len) {
        None => Verdict::Is(Sniffed::Truncated),
        Some(b"mimetype") => Verdict::Is(stored_mimetype(source).unwrap_or(Sniffed::Family(Family::Zip))),
        Some(_) => Verdict::Is(Sniffed::Family(Family::Zip)),
    }
}

/// The type that a first entry `mimetype` names, where it is stored and its size stands in its header.
fn stored_mimetype(source: &Source<'_>) -> Option<Sniffed> {
    if source.u16_le(8)? != 0 || source.u16_le(6)? & 1 != 0 {
        return None;
    }
    let len = usize::try_from(source.u32_le(22)?).ok()?;
    let at = LOCAL_LEN + 8 + u64::from(source.u16_le(28)?);
    if len > office::MIMETYPE_MAX || !(source.has_at(at + len as u64, LOCAL)) {
        return None;
    }
    office::by_mimetype(source.get(at, len)?).map(Sniffed::Known)
}

/// Where an archive begins that ends where a file of any type ends: the file is an archive too, for a program that
/// looks from the end.
///
/// Only an end record that ends the file counts: in a tape archive or a message, an archive is content, and other
/// content follows it.
pub(in crate::upload) fn archive_at_end(source: &Source<'_>) -> Option<u64> {
    let end = End::find(source).filter(|end| end.exact)?;
    begin_of(source, &end)
}

/// The same where more may follow the end record: programs look for it in the last 64 KiB.
pub(in crate::upload) fn archive_near_end(source: &Source<'_>) -> Option<u64> {
    begin_of(source, &End::find(source)?)
}

fn begin_of(source: &Source<'_>, end: &End) -> Option<u64> {
    match Directory::of(source, end)? {
        Ok(directory) => directory.entries().map(|entry| entry.offset).min(),
        Err(NoDirectory::TooLarge(at)) if source.has_at(at, CENTRAL) => Some(at),
        Err(_) => None,
    }
}
