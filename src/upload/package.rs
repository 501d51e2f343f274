//! Archives as the packages that most of them are: documents, books, programs.

use super::file_type::FileType;
use super::finding::{FindingKind, Findings};
use super::office;
use super::sniffed::{Family, Sniffed, Verdict};
use super::source::Source;
use super::zip::{self, Directory, END, END_LEN, LOCAL, LOCAL_LEN, NoDirectory, is_zip, starts_as_zip};

/// Whether a file is an archive, and what for.
pub(super) fn sniff(source: &Source<'_>) -> Verdict {
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

/// What is wrong with an archive, and what it brings. `known`: what it was found to be.
pub(super) fn inspect(source: &Source<'_>, known: Option<FileType>, findings: &mut Findings) {
    if !is_zip(source) {
        return;
    }
    let file_type = known.unwrap_or(FileType::OCTET_STREAM);
    match Directory::read(source) {
        Ok(directory) => {
            zip::inspect(source, &directory, file_type, findings);
            office::inspect(source, &directory, file_type, findings);
        }
        Err(NoDirectory::Missing) => findings.at(FindingKind::Truncated, source.len()),
        Err(NoDirectory::TooLarge(at)) => findings.at(FindingKind::ZipDirectory, at),
        Err(NoDirectory::Broken(at)) => findings.at(FindingKind::Malformed, at),
    }
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
