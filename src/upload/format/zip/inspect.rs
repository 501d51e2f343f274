//! What is wrong with an archive: what contradicts its directory, and entries that may not come in.

use super::content::Purpose;
use super::directory::{Directory, Entry, extra_field};
use super::ends::starts_as_zip;
use super::marks::{LOCAL, LOCAL_LEN};
use crate::upload::file_type::FileType;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::format::bomb::{BOMB_MIN, is_bomb};
use crate::upload::format::member::leaves_folder;
use crate::upload::scan::{IN_DIRECTORY, needles_at};
use crate::upload::source::Source;
use memchr::memmem;
use std::collections::HashSet;

/// A single entry may be so dense beside others that are not: it takes more to be a bomb.
const BOMB_ENTRY_MIN: u64 = 8 << 20;

/// Readers of PDF look for its header within so many bytes.
const HEADER_WINDOW: usize = 1024;

/// Everything that is wrong with an archive, or that may not come in with it. `file_type` is what it was found to be.
pub(in crate::upload) fn inspect(
    source: &Source<'_>,
    directory: &Directory<'_>,
    file_type: FileType,
    findings: &mut Findings,
) {
    if directory.ambiguous {
        findings.at(FindingKind::Malformed, directory.end);
    }
    if let Some(at) = directory.trailing {
        findings.at(FindingKind::Trailing, at);
    }
    if directory.shift != 0 {
        // Readers that begin at the front read other entries than those that begin at the directory.
        findings.at(FindingKind::Malformed, 0);
    }
    let comment = source.from(directory.end);
    for (part, at) in [(directory.bytes, directory.at), (comment, directory.end)] {
        // PHP opens a ZIP as its own kind of archive, and runs what stands in any file it is told to include.
        for needle in needles_at(IN_DIRECTORY) {
            if let Some(found) = memmem::find(part, needle.text) {
                findings.at(needle.means.finding(), at + found as u64);
            }
        }
    }
    // A document, or an archive without entries, in which readers of PDF find one.
    let is_shelf = directory.count > 0 && Purpose::of(file_type) == Purpose::Files;
    let head = source.head().get(..HEADER_WINDOW).unwrap_or(source.head());
    let hides = |part: &[u8]| memmem::find(part, b"%PDF-");
    if let Some(at) = hides(head).filter(|_| !is_shelf) {
        findings.at(FindingKind::Polyglot, at as u64);
    } else if let Some(at) = hides(comment) {
        findings.at(FindingKind::Polyglot, directory.end + at as u64);
    }
    inspect_entries(source, directory, file_type, findings);
}

fn inspect_entries(
    source: &Source<'_>,
    directory: &Directory<'_>,
    file_type: FileType,
    findings: &mut Findings,
) {
    let purpose = Purpose::of(file_type);
    let mut names = HashSet::new();
    let mut spans = Vec::new();
    let mut total = 0_u64;
    let mut count = 0_u64;
    let mut entries = directory.entries();
    for entry in &mut entries {
        count += 1;
        total = total.saturating_add(entry.unpacked);
        inspect_name(&entry, findings);
        if !names.insert(purpose.key(entry.name)) {
            findings.at(FindingKind::ZipDuplicate, entry.at);
        }
        // The kind of file that Unix keeps in the upper half: 10 a link, 2, 6 and 12 devices and sockets. 1 is a pipe,
        // which `zip` writes for what it read from one.
        if matches!(entry.attributes >> 28, 2 | 6 | 10 | 12) {
            findings.at(FindingKind::ZipLink, entry.at);
        }
        if entry.is_encrypted() {
            findings.at(FindingKind::ZipEncrypted, entry.at);
        }
        if is_bomb(entry.unpacked, entry.packed, BOMB_ENTRY_MIN) {
            findings.at(FindingKind::ZipRatio, entry.at);
        }
        if entry.disk != 0 && entry.disk != 0xFFFF {
            findings.at(FindingKind::Malformed, entry.at);
        }
        let data = inspect_local(source, directory, &entry, findings);
        let begins = data.unwrap_or(entry.offset + LOCAL_LEN + entry.name.len() as u64);
        spans.push(Span {
            from: entry.offset,
            until: begins.saturating_add(entry.packed),
            seen: data.is_some(),
        });
        if !entry.is_folder() {
            purpose.inspect(source, &entry, data, findings);
        }
    }
    if count != directory.count || !entries.is_complete() {
        findings.at(FindingKind::Malformed, entries.at);
    }
    if is_bomb(total, source.len(), BOMB_MIN) {
        findings.at(FindingKind::ZipRatio, directory.at);
    }
    inspect_spans(source, directory, &mut spans, findings);
}

/// The bytes of an entry, header included.
struct Span {
    from: u64,
    until: u64,
    /// Its local header was read, so `until` is exact.
    seen: bool,
}

/// Entries that share bytes, bytes in front of the first, and entries that the directory does not list.
fn inspect_spans(
    source: &Source<'_>,
    directory: &Directory<'_>,
    spans: &mut [Span],
    findings: &mut Findings,
) {
    spans.sort_unstable_by_key(|span| (span.from, span.until));
    let first = spans.first().map_or(directory.at, |span| span.from);
    let is_marker = first == 4 && starts_as_zip(source);
    if first > 0 && !is_marker && !is_room(source, first) {
        findings.at(FindingKind::Polyglot, 0);
    }
    let ends = spans.iter().skip(1).map(|span| span.from).chain([directory.at]);
    for (span, next) in spans.iter().zip(ends) {
        if span.until > next {
            findings.at(FindingKind::Malformed, span.from);
            if span.from == next || next < directory.at {
                // One piece of data under many names unpacks many times: the archive's length says nothing then.
                findings.at(FindingKind::ZipRatio, span.from);
            }
        } else if span.seen {
            // Behind the data there may be a descriptor of 12 to 24 bytes, then the next entry that is listed.
            let hidden = [0, 12, 16, 20, 24]
                .into_iter()
                .find(|skip| span.until + skip < next && source.has_at(span.until + skip, LOCAL));
            if let Some(skip) = hidden {
                findings.at(FindingKind::Malformed, span.until + skip);
            }
        }
    }
}

/// Whether nothing but headers without a name and without data stand in front of the first entry: Android's tools leave
/// such ones where they took entries out.
fn is_room(source: &Source<'_>, first: u64) -> bool {
    let mut at = 0;
    while at < first {
        let is_empty = source.has_at(at, LOCAL)
            && source.u32_le(at + 18) == Some(0)
            && source.u32_le(at + 22) == Some(0)
            && source.u16_le(at + 26) == Some(0);
        let Some(extra) = source.u16_le(at + 28).filter(|_| is_empty) else { return false };
        at += LOCAL_LEN + u64::from(extra);
    }
    at == first
}

fn inspect_name(entry: &Entry<'_>, findings: &mut Findings) {
    if entry.name.is_empty() {
        findings.at(FindingKind::Malformed, entry.at);
    }
    // Info-ZIP's field for a name in UTF-8 (0x7075): version, checksum of the plain name, name.
    let other = extra_field(entry.extra, 0x7075).and_then(|data| data.get(5..));
    if leaves_folder(entry.name) || other.is_some_and(leaves_folder) {
        findings.at(FindingKind::ZipSlip, entry.at);
    }
}

/// The local header must say what the directory says. Gives where the entry's data begin.
fn inspect_local(
    source: &Source<'_>,
    directory: &Directory<'_>,
    entry: &Entry<'_>,
    findings: &mut Findings,
) -> Option<u64> {
    if entry.offset + LOCAL_LEN > directory.at {
        findings.at(FindingKind::Malformed, entry.at);
        return None;
    }
    let header = source.get(entry.offset, 4)?;
    let Some(data) = entry.data_at(source).filter(|_| header == LOCAL) else {
        // A header that begins at the edge of what is seen is not one that lies.
        if source.get(entry.offset, 30).is_some() {
            findings.at(FindingKind::Malformed, entry.offset);
        }
        return None;
    };
    if !local_agrees(source, entry).unwrap_or(true) {
        findings.at(FindingKind::Malformed, entry.offset);
    }
    Some(data)
}

fn local_agrees(source: &Source<'_>, entry: &Entry<'_>) -> Option<bool> {
    let at = entry.offset;
    let flags = source.u16_le(at + 6)?;
    let name = source.get(at + LOCAL_LEN, usize::from(source.u16_le(at + 26)?))?;
    // With bit 3 the sizes follow the data, and zero here.
    let late = flags & 8 != 0;
    let size_agrees = |field: u64, wide: u64| {
        let narrow = source.u32_le(at + field)?;
        Some(u64::from(narrow) == wide || narrow == 0xFFFF_FFFF || (late && narrow == 0))
    };
    let masked = entry.flags & 0x2000 != 0;
    Some(
        (name == entry.name || masked)
            && (flags ^ entry.flags) & 1 == 0
            && source.u16_le(at + 8)? == entry.method
            && (entry.method != 0 || entry.is_encrypted() || entry.packed == entry.unpacked)
            && (masked || (size_agrees(18, entry.packed)? && size_agrees(22, entry.unpacked)?)),
    )
}
