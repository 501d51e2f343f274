//! Whether a file begins as an archive, and whether a file of any type ends as one.

use super::directory::{Directory, End, NoDirectory};
use super::marks::{CENTRAL, END, LOCAL, SPANNED};
use crate::upload::source::Source;

/// Whether the file begins as an archive does, so that `inspect` has something to say of it.
pub(in crate::upload) fn is_zip(source: &Source<'_>) -> bool {
    starts_as_zip(source) || source.starts_with(END)
}

pub(in crate::upload) fn starts_as_zip(source: &Source<'_>) -> bool {
    source.starts_with(LOCAL)
        || SPANNED.iter().any(|mark| source.starts_with(mark) && source.has_at(4, LOCAL))
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
