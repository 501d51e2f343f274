//! ZIP: the directory at the file's end, what contradicts it, and what it says of the entries. PKWARE's APPNOTE 6.3.
//!
//! Nothing is unpacked here except the small named parts that [`office`] asks for. Programs read ZIP files in two
//! ways, from the directory at the end or from the headers in front of each entry; where the two differ, two programs
//! see two files, and that is a finding.

use super::file_type::{Class, FileType};
use super::finding::{FindingKind, Findings};
use super::office;
use super::sniff::{Family, Sniffed, Verdict};
use super::source::{Source, WINDOW};
use memchr::memmem;
use std::borrow::Cow;
use std::collections::HashSet;
use unicode_normalization::UnicodeNormalization;

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const SIGNATURE: &[u8] = b"PK\x05\x05";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
/// In front of the first entry where an archive was made to span disks, or could have been (APPNOTE 8.5.3, 8.5.4).
const SPANNED: [&[u8]; 2] = [b"PK\x07\x08", b"PK00"];

const LOCAL_LEN: u64 = 30;
const CENTRAL_LEN: usize = 46;
const END_LEN: u64 = 22;
/// The end record and its longest comment: bytes.
const END_WINDOW: u64 = END_LEN + 0xFFFF;

/// More than this many bytes out for each byte in, and at least [`BOMB_MIN`] of them: a bomb. Deflate's own limit is
/// 1032; XML of office files reaches 30, logs of one line again and again pass 100 while they are small.
const BOMB_RATIO: u64 = 100;
const BOMB_MIN: u64 = 1 << 20;
/// A single entry may be so dense beside others that are not: it takes more to be a bomb.
const BOMB_ENTRY_MIN: u64 = 8 << 20;

/// What stands between the file's first byte and its list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoDirectory {
    /// No end record.
    Missing,
    /// From its first byte to the file's end there is more than one window, so it is not read.
    TooLarge(u64),
    /// The end record points at no directory.
    Broken(u64),
}

/// The central directory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directory<'a> {
    bytes: &'a [u8],
    /// Its first byte in the file.
    at: u64,
    /// How far the entries are from where the directory says they are: the length of what was put in front.
    shift: u64,
    /// How many entries it claims.
    count: u64,
    /// Where the end record is.
    end: u64,
    /// The end record can be read in two ways.
    ambiguous: bool,
    /// Bytes behind the end record and its comment.
    trailing: Option<u64>,
}

/// One entry of the directory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) name: &'a [u8],
    extra: &'a [u8],
    flags: u16,
    method: u16,
    packed: u64,
    pub(super) unpacked: u64,
    attributes: u32,
    disk: u16,
    /// Its local header in the file.
    offset: u64,
    /// Its place in the directory, in the file.
    pub(super) at: u64,
}

/// Why a part of an archive was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// In the middle of a large file.
    Unseen,
    /// Encrypted, or packed by another method than deflate.
    Method,
    /// Its header or its data are broken.
    Broken,
}

/// The end record: where, what it says, and whether it is the only one.
struct End {
    at: u64,
    exact: bool,
    only: bool,
}

impl End {
    fn find(source: &Source<'_>) -> Option<Self> {
        let begin = source.len().saturating_sub(END_WINDOW).max(source.tail_at());
        let window = source.from(begin);
        let mut exact = None;
        let mut last = None;
        let mut more = false;
        // From the end; a window of 64 KiB has at most 16384 signatures, each looked at once.
        let mut until = window.len();
        while let Some(found) = window.get(..until).and_then(|part| memmem::rfind(part, END)) {
            until = found;
            let at = begin + found as u64;
            let Some(comment) = source.u16_le(at + 20) else { continue };
            let ends = at + END_LEN + u64::from(comment);
            if ends == source.len() {
                if exact.is_none() {
                    exact = Some(at);
                } else {
                    more = true;
                }
            }
            if last.is_none() {
                last = Some(at);
            }
        }
        match (exact, last) {
            // A signature behind the record that counts stands in its comment: some programs take the last one.
            (Some(at), Some(last)) => Some(Self { at, exact: true, only: at == last && !more }),
            (None, Some(at)) => Some(Self { at, exact: false, only: true }),
            _ => None,
        }
    }
}

impl<'a> Directory<'a> {
    pub(super) fn read(source: &Source<'a>) -> Result<Self, NoDirectory> {
        let end = End::find(source).ok_or(NoDirectory::Missing)?;
        Self::of(source, &end).ok_or(NoDirectory::Broken(end.at))?
    }

    fn of(source: &Source<'a>, end: &End) -> Option<Result<Self, NoDirectory>> {
        let at = end.at;
        let disks = [source.u16_le(at + 4)?, source.u16_le(at + 6)?];
        let on_disk = u64::from(source.u16_le(at + 8)?);
        let mut count = u64::from(source.u16_le(at + 10)?);
        let mut size = u64::from(source.u32_le(at + 12)?);
        let mut offset = u64::from(source.u32_le(at + 16)?);
        let comment = u64::from(source.u16_le(at + 20)?);
        let mut ambiguous = !end.only || on_disk != count || disks.iter().any(|d| !matches!(d, 0 | 0xFFFF));
        let mut behind = at;
        if let Some(at64) = end64(source, at) {
            let wide = [
                (&mut count, 0xFFFF, source.u64_le(at64 + 32)?),
                (&mut size, 0xFFFF_FFFF, source.u64_le(at64 + 40)?),
                (&mut offset, 0xFFFF_FFFF, source.u64_le(at64 + 48)?),
            ];
            for (narrow, unset, value) in wide {
                // A reader without ZIP64 takes the narrow number: both must be one.
                ambiguous |= *narrow != unset && *narrow != value;
                *narrow = value;
            }
            behind = at64;
        }
        let mut begin = behind.checked_sub(size)?;
        if size > 0 && !source.has_at(begin, CENTRAL) && source.has_at(offset, CENTRAL) {
            // Something was put between the directory and its end record.
            begin = offset;
            ambiguous = true;
        }
        let shift = begin.checked_sub(offset)?;
        if source.len() - begin > WINDOW as u64 {
            return Some(Err(NoDirectory::TooLarge(begin)));
        }
        let bytes = source.get(begin, usize::try_from(size).ok()?)?;
        let ends = at + END_LEN + comment;
        // A comment that runs over the file's end is cut off by some programs and refused by others.
        ambiguous |= !end.exact && ends > source.len();
        // Padding is no data.
        let is_padding = || source.from(ends).iter().all(|b| *b == 0 || b.is_ascii_whitespace());
        let trailing = (!end.exact && ends < source.len() && !is_padding()).then_some(ends);
        Some(Ok(Self { bytes, at: begin, shift, count, end: at, ambiguous, trailing }))
    }

    pub(super) fn entries(&self) -> Entries<'a> {
        Entries { rest: self.bytes, at: self.at, shift: self.shift, broken: false }
    }

    /// The first entry with this name, in any ASCII case.
    pub(super) fn find(&self, name: &[u8]) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.name.eq_ignore_ascii_case(name))
    }
}

/// The ZIP64 end record, found by its locator.
fn end64(source: &Source<'_>, end: u64) -> Option<u64> {
    let locator = end.checked_sub(20)?;
    if !source.has_at(locator, LOCATOR64) {
        return None;
    }
    let stated = source.u64_le(locator + 8)?;
    // The record is 56 bytes where nothing was put in front of the archive and nothing is appended to the record.
    [Some(stated), locator.checked_sub(56)]
        .into_iter()
        .flatten()
        .find(|at| *at < locator && source.has_at(*at, END64))
}

/// The directory's entries, in order, until its end or until something that is no entry.
#[derive(Debug, Clone)]
pub(super) struct Entries<'a> {
    rest: &'a [u8],
    at: u64,
    shift: u64,
    broken: bool,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        if self.rest.is_empty() || self.broken || self.rest.starts_with(SIGNATURE) {
            return None;
        }
        let entry = self.parse();
        self.broken = entry.is_none();
        entry
    }
}

impl<'a> Entries<'a> {
    fn parse(&mut self) -> Option<Entry<'a>> {
        let (header, rest) = self.rest.split_at_checked(CENTRAL_LEN)?;
        if !header.starts_with(CENTRAL) {
            return None;
        }
        let short = |at: usize| Some(u16::from_le_bytes(header.get(at..at + 2)?.try_into().ok()?));
        let long = |at: usize| Some(u32::from_le_bytes(header.get(at..at + 4)?.try_into().ok()?));
        let (name, rest) = rest.split_at_checked(usize::from(short(28)?))?;
        let (extra, rest) = rest.split_at_checked(usize::from(short(30)?))?;
        let (_comment, rest) = rest.split_at_checked(usize::from(short(32)?))?;
        let mut packed = u64::from(long(20)?);
        let mut unpacked = u64::from(long(24)?);
        let mut offset = u64::from(long(42)?);
        // The wide numbers stand in this order, each only where the narrow one says so (APPNOTE 4.5.3).
        let mut wide = extra_field(extra, 1).unwrap_or_default();
        for narrow in [&mut unpacked, &mut packed, &mut offset] {
            if *narrow == 0xFFFF_FFFF {
                if let Some((value, behind)) = wide.split_first_chunk::<8>() {
                    *narrow = u64::from_le_bytes(*value);
                    wide = behind;
                }
            }
        }
        let entry = Entry {
            name,
            extra,
            flags: short(8)?,
            method: short(10)?,
            packed,
            unpacked,
            attributes: long(38)?,
            disk: short(34)?,
            offset: offset.checked_add(self.shift)?,
            at: self.at,
        };
        self.at += (self.rest.len() - rest.len()) as u64;
        self.rest = rest;
        Some(entry)
    }

    /// True when the directory ended where its last entry, or its signature, ends.
    fn is_complete(&self) -> bool {
        !self.broken && (self.rest.is_empty() || self.rest.starts_with(SIGNATURE))
    }
}

/// The data of an extra field, by its number.
fn extra_field(mut extra: &[u8], wanted: u16) -> Option<&[u8]> {
    while let Some((head, rest)) = extra.split_first_chunk::<4>() {
        let [id_low, id_high, len_low, len_high] = *head;
        let (data, behind) = rest.split_at_checked(usize::from(u16::from_le_bytes([len_low, len_high])))?;
        if u16::from_le_bytes([id_low, id_high]) == wanted {
            return Some(data);
        }
        extra = behind;
    }
    None
}

impl<'a> Entry<'a> {
    fn is_encrypted(&self) -> bool {
        // Bit 0: encrypted; bit 6: strongly; bit 13: the header is masked. Method 99: AES.
        self.flags & 0x2041 != 0 || self.method == 99
    }

    pub(super) fn is_stored(&self) -> bool {
        self.method == 0
    }

    pub(super) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/")
    }

    /// The extension in lower case, as Windows reads names: without dots and spaces at the end.
    pub(super) fn extension(&self) -> String {
        let name = self.name.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        let end = name.iter().rposition(|b| !matches!(b, b'.' | b' ')).map_or(0, |last| last + 1);
        match name[..end].iter().rposition(|b| *b == b'.') {
            Some(dot) => String::from_utf8_lossy(&name[dot + 1..end]).to_ascii_lowercase(),
            None => String::new(),
        }
    }

    /// Where its data begin, by the local header.
    fn data_at(&self, source: &Source<'_>) -> Option<u64> {
        if !source.has_at(self.offset, LOCAL) {
            return None;
        }
        let name = u64::from(source.u16_le(self.offset + 26)?);
        let extra = u64::from(source.u16_le(self.offset + 28)?);
        Some(self.offset + LOCAL_LEN + name + extra)
    }

    /// Its content, at most `limit` bytes, and whether that is all of it.
    pub(super) fn content(
        &self,
        source: &Source<'a>,
        limit: usize,
    ) -> Result<(Cow<'a, [u8]>, bool), Unreadable> {
        if self.is_encrypted() || !matches!(self.method, 0 | 8) {
            return Err(Unreadable::Method);
        }
        let unseen = |at: u64| {
            let outside = at >= source.len();
            if source.is_whole() || outside { Unreadable::Broken } else { Unreadable::Unseen }
        };
        if source.get(self.offset, 4).is_none() {
            return Err(unseen(self.offset));
        }
        let at = self.data_at(source).ok_or(Unreadable::Broken)?;
        let packed = usize::try_from(self.packed).map_err(|_| Unreadable::Broken)?;
        if self.method == 0 {
            let bytes = source.get(at, packed.min(limit)).ok_or_else(|| unseen(at + self.packed))?;
            return Ok((Cow::Borrowed(bytes), packed <= limit));
        }
        // Deflate puts out at least one byte for a few in; only so much of the input can matter.
        let enough = packed.min(limit.saturating_mul(2).saturating_add(1024));
        let input = source.get(at, enough).ok_or_else(|| unseen(at + self.packed))?;
        match miniz_oxide::inflate::decompress_to_vec_with_limit(input, limit) {
            Ok(output) => Ok((Cow::Owned(output), true)),
            Err(error) if error.status == miniz_oxide::inflate::TINFLStatus::HasMoreOutput => {
                Ok((Cow::Owned(error.output), false))
            }
            Err(error) if enough < packed => Ok((Cow::Owned(error.output), false)),
            Err(_) => Err(Unreadable::Broken),
        }
    }
}

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

/// Whether the file begins as an archive does, so that [`inspect`] has something to say of it.
pub(super) fn is_zip(source: &Source<'_>) -> bool {
    starts_as_zip(source) || source.starts_with(END)
}

fn starts_as_zip(source: &Source<'_>) -> bool {
    source.starts_with(LOCAL)
        || SPANNED.iter().any(|mark| source.starts_with(mark) && source.has_at(4, LOCAL))
}

/// An archive of which only the beginning is there.
fn prefix(source: &Source<'_>) -> Verdict {
    let name_len = source.u16_le(26).map_or(0, usize::from);
    match source.get(LOCAL_LEN, name_len) {
        None | Some([]) => Verdict::Is(Sniffed::Truncated),
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
/// content stands behind it.
pub(super) fn archive_at_end(source: &Source<'_>) -> Option<u64> {
    let end = End::find(source).filter(|end| end.exact)?;
    begin_of(source, &end)
}

/// The same where more may stand behind the end record: programs look for it in the last 64 KiB.
pub(super) fn archive_near_end(source: &Source<'_>) -> Option<u64> {
    begin_of(source, &End::find(source)?)
}

fn begin_of(source: &Source<'_>, end: &End) -> Option<u64> {
    match Directory::of(source, end)? {
        Ok(directory) => directory.entries().map(|entry| entry.offset).min(),
        Err(NoDirectory::TooLarge(at)) if source.has_at(at, CENTRAL) => Some(at),
        Err(_) => None,
    }
}

/// Everything that is wrong with an archive, or that may not come in with it. `file_type` is what it was found to be.
pub(super) fn inspect(source: &Source<'_>, file_type: Option<FileType>, findings: &mut Findings) {
    if !is_zip(source) {
        return;
    }
    let file_type = file_type.unwrap_or(FileType::OCTET_STREAM);
    let directory = match Directory::read(source) {
        Ok(directory) => directory,
        Err(NoDirectory::Missing) => return findings.at(FindingKind::Truncated, source.len()),
        Err(NoDirectory::TooLarge(at)) => return findings.at(FindingKind::ZipDirectory, at),
        Err(NoDirectory::Broken(at)) => return findings.at(FindingKind::Malformed, at),
    };
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
        for code in [b"<?php".as_slice(), b"__HALT_COMPILER", b".phar/"] {
            if let Some(found) = memmem::find(part, code) {
                findings.at(FindingKind::ServerCode, at + found as u64);
            }
        }
    }
    inspect_entries(source, &directory, file_type, findings);
    office::inspect(source, &directory, file_type, findings);
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

fn is_bomb(unpacked: u64, packed: u64, least: u64) -> bool {
    unpacked >= least && unpacked / BOMB_RATIO > packed
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
    if first > 0 && !is_marker {
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

/// Whether a name leads out of the folder it is unpacked in, on any system. The format's only separator is `/`; `\` is
/// read as one too, because Windows does.
fn leaves_folder(name: &[u8]) -> bool {
    let is_drive = matches!(name, [letter, b':', ..] if letter.is_ascii_alphabetic());
    let climbs = name.split(|b| matches!(b, b'/' | b'\\')).any(|part| part.trim_ascii_end() == b"..");
    is_drive || climbs || matches!(name, [b'/' | b'\\', ..]) || name.contains(&0)
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
    // With bit 3 the sizes stand behind the data, and zero here.
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
            && (masked || size_agrees(18, entry.packed)? && size_agrees(22, entry.unpacked)?),
    )
}

/// What an archive is for decides what may be in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Files for people: no programs, no archives inside.
    Files,
    /// A document or a picture in parts: no programs; what is embedded is [`office`]'s question.
    Document,
    /// A program or a package of code: programs are its content, and nobody unpacks it on a file system that folds case.
    Code,
}

impl Purpose {
    fn of(file_type: FileType) -> Self {
        match file_type {
            FileType::WHEEL | FileType::NUPKG => Self::Code,
            known => match known.class() {
                Class::Executable => Self::Code,
                Class::Document | Class::Image => Self::Document,
                // Also an archive of which no more is known.
                _ => Self::Files,
            },
        }
    }

    /// Equal for names that are unpacked to one file.
    fn key(self, name: &[u8]) -> Cow<'_, [u8]> {
        if self == Self::Code {
            return Cow::Borrowed(name);
        }
        let Ok(text) = std::str::from_utf8(name) else { return Cow::Owned(name.to_ascii_lowercase()) };
        let mut key = Vec::with_capacity(name.len());
        for part in text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
            let part = part.trim_end_matches(['.', ' ']);
            if !key.is_empty() {
                key.push(b'/');
            }
            if part.is_ascii() {
                key.extend(part.bytes().map(|b| b.to_ascii_lowercase()));
            } else {
                // Lower case can take a text out of its normal form, so the form comes last.
                key.extend(part.nfc().collect::<String>().to_lowercase().nfc().collect::<String>().bytes());
            }
        }
        Cow::Owned(key)
    }

    fn inspect(self, source: &Source<'_>, entry: &Entry<'_>, data: Option<u64>, findings: &mut Findings) {
        if self == Self::Code {
            return;
        }
        let extension = entry.extension();
        // Stored data show what they are; deflated ones are not unpacked for it.
        let magic = match data {
            Some(at) if entry.method == 0 && !entry.is_encrypted() => {
                let len = usize::try_from(entry.packed).unwrap_or(usize::MAX).min(8);
                source.get(at, len).unwrap_or_default()
            }
            _ => &[],
        };
        if STARTED.contains(&extension.as_str())
            || (self == Self::Files && RUN.contains(&extension.as_str()))
            || is_program(magic)
            || is_control_file(entry.name)
        {
            findings.at(FindingKind::ZipExecutable, entry.at);
        }
        if self == Self::Files && (PACKED.contains(&extension.as_str()) || is_packed(magic, &extension)) {
            findings.at(FindingKind::ZipNested, entry.at);
        }
    }
}

/// What a desktop starts when it is opened: the kinds that mail services refuse inside archives too.
const STARTED: &[&str] = &[
    "ade",
    "adp",
    "apk",
    "app",
    "appref-ms",
    "appx",
    "appxbundle",
    "bat",
    "chm",
    "class",
    "cmd",
    "com",
    "command",
    "cpl",
    "deb",
    "diagcab",
    "dll",
    "ear",
    "exe",
    "gadget",
    "hlp",
    "hta",
    "htaccess",
    "inf",
    "ins",
    "ipa",
    "isp",
    "jar",
    "jnlp",
    "jse",
    "lnk",
    "mde",
    "msc",
    "msi",
    "msix",
    "msixbundle",
    "msp",
    "mst",
    "ocx",
    "pif",
    "pkg",
    "ps1",
    "psm1",
    "psd1",
    "reg",
    "rpm",
    "scf",
    "scr",
    "sct",
    "shb",
    "shs",
    "sys",
    "url",
    "vb",
    "vbe",
    "vbs",
    "vxd",
    "war",
    "wsc",
    "wsf",
    "wsh",
    "xll",
];

/// What an interpreter or a web server runs: found only in an archive of files, as a book may carry its own script.
const RUN: &[&str] = &[
    "asa", "asax", "ascx", "ashx", "asmx", "asp", "aspx", "bash", "cer", "cfm", "cgi", "csh", "desktop",
    "elf", "js", "jsp", "jspx", "ksh", "phar", "php", "php3", "php4", "php5", "php7", "phps", "pht", "phtml",
    "sh", "shtml", "so", "swf", "zsh",
];

/// Archives and packed files.
const PACKED: &[&str] = &[
    "7z", "ace", "apk", "ar", "arj", "bz2", "cab", "cpio", "dmg", "ear", "gz", "img", "iso", "jar", "lha",
    "lz", "lz4", "lzh", "lzma", "rar", "tar", "tbz", "tbz2", "tgz", "txz", "vhd", "vhdx", "war", "wim", "xz",
    "z", "zip", "zipx", "zst",
];

fn is_program(magic: &[u8]) -> bool {
    magic.starts_with(b"\x7FELF") || (magic.starts_with(b"MZ") && magic.len() == 8 && magic.contains(&0))
}

fn is_packed(magic: &[u8], extension: &str) -> bool {
    const MAGICS: [&[u8]; 6] =
        [b"Rar!\x1A\x07", b"7z\xBC\xAF\x27\x1C", b"\x1F\x8B\x08", b"\xFD7zXZ\0", b"\x28\xB5\x2F\xFD", LOCAL];
    // Office files and layered pictures are archives by their own right.
    let has_right = || {
        FileType::from_extension(extension)
            .is_some_and(|known| matches!(known.class(), Class::Document | Class::Image))
    };
    MAGICS.iter().any(|known| magic.starts_with(known)) && !has_right()
}

/// Files that a web server obeys where they are unpacked.
fn is_control_file(name: &[u8]) -> bool {
    let last = name.rsplit(|b| *b == b'/').next().unwrap_or_default();
    [&b".htaccess"[..], b".htpasswd", b".user.ini", b"web.config", b"autorun.inf"]
        .iter()
        .any(|known| last.eq_ignore_ascii_case(known))
}
