//! The directory at the file's end: its end record, its entries, and what is packed in them.

use super::marks::{
    CENTRAL, CENTRAL_LEN, END, END_LEN, END_WINDOW, END64, LOCAL, LOCAL_LEN, LOCATOR64, SIGNATURE,
};
use crate::upload::source::{Source, WINDOW};
use memchr::memmem;
use std::borrow::Cow;

/// What stands between the file's first byte and its list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum NoDirectory {
    /// No end record.
    Missing,
    /// From its first byte to the file's end there is more than one window, so it is not read.
    TooLarge(u64),
    /// The end record points at no directory.
    Broken(u64),
}

/// The central directory.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Directory<'a> {
    pub(super) bytes: &'a [u8],
    /// Its first byte in the file.
    pub(super) at: u64,
    /// How far the entries are from where the directory says they are: the length of what was put in front.
    pub(super) shift: u64,
    /// How many entries it claims.
    pub(in crate::upload) count: u64,
    /// Where the end record is.
    pub(in crate::upload) end: u64,
    /// The end record can be read in two ways.
    pub(super) ambiguous: bool,
    /// Bytes behind the end record and its comment.
    pub(super) trailing: Option<u64>,
}

/// One entry of the directory.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Entry<'a> {
    pub(in crate::upload) name: &'a [u8],
    pub(super) extra: &'a [u8],
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) packed: u64,
    pub(in crate::upload) unpacked: u64,
    pub(super) attributes: u32,
    pub(super) disk: u16,
    /// Its local header in the file.
    pub(super) offset: u64,
    /// Its place in the directory, in the file.
    pub(in crate::upload) at: u64,
}

/// Why a part of an archive was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Unreadable {
    /// In the middle of a large file.
    Unseen,
    /// Encrypted, or packed by another method than deflate.
    Method,
    /// Its header or its data are broken.
    Broken,
}

/// The end record: where, what it says, and whether it is the only one.
pub(super) struct End {
    at: u64,
    pub(super) exact: bool,
    only: bool,
}

impl End {
    pub(super) fn find(source: &Source<'_>) -> Option<Self> {
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
    pub(in crate::upload) fn read(source: &Source<'a>) -> Result<Self, NoDirectory> {
        let end = End::find(source).ok_or(NoDirectory::Missing)?;
        Self::of(source, &end).ok_or(NoDirectory::Broken(end.at))?
    }

    pub(super) fn of(source: &Source<'a>, end: &End) -> Option<Result<Self, NoDirectory>> {
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

    pub(in crate::upload) fn entries(&self) -> Entries<'a> {
        Entries { rest: self.bytes, at: self.at, shift: self.shift, broken: false }
    }

    /// The first entry with this name, in any ASCII case.
    pub(in crate::upload) fn find(&self, name: &[u8]) -> Option<Entry<'a>> {
        self.entries().find(|entry| entry.path().eq_ignore_ascii_case(name))
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

/// No file reaches so far: numbers beyond it are those of an overflow, and sums of three below it are none.
const FAR: u64 = 1 << 62;

/// The directory's entries, in order, until its end or until something that is no entry.
#[derive(Debug, Clone)]
pub(in crate::upload) struct Entries<'a> {
    rest: &'a [u8],
    pub(super) at: u64,
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
            packed: packed.min(FAR),
            unpacked,
            attributes: long(38)?,
            disk: short(34)?,
            offset: offset.saturating_add(self.shift).min(FAR),
            at: self.at,
        };
        self.at += (self.rest.len() - rest.len()) as u64;
        self.rest = rest;
        Some(entry)
    }

    /// True when the directory ended where its last entry, or its signature, ends.
    pub(super) fn is_complete(&self) -> bool {
        !self.broken && (self.rest.is_empty() || self.rest.starts_with(SIGNATURE))
    }
}

/// The data of an extra field, by its number.
pub(super) fn extra_field(mut extra: &[u8], wanted: u16) -> Option<&[u8]> {
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
    pub(super) fn is_encrypted(&self) -> bool {
        // Bit 0: encrypted; bit 6: strongly; bit 13: the header is masked. Method 99: AES.
        self.flags & 0x2041 != 0 || self.method == 99
    }

    /// The name with the separators that the format prescribes: some programs of Windows write their own, and readers
    /// of documents take both.
    pub(in crate::upload) fn path(&self) -> Cow<'a, [u8]> {
        if memchr::memchr(b'\\', self.name).is_none() {
            return Cow::Borrowed(self.name);
        }
        Cow::Owned(self.name.iter().map(|b| if *b == b'\\' { b'/' } else { *b }).collect())
    }

    /// How many bytes are read to unpack it, at most.
    pub(in crate::upload) fn work(&self) -> usize {
        usize::try_from(self.packed).unwrap_or(usize::MAX)
    }

    pub(in crate::upload) fn is_stored(&self) -> bool {
        self.method == 0
    }

    pub(in crate::upload) fn is_folder(&self) -> bool {
        self.name.ends_with(b"/") || self.name.ends_with(b"\\")
    }

    /// The extension in lower case, as Windows reads names: without dots and spaces at the end.
    pub(in crate::upload) fn extension(&self) -> String {
        let name = self.name.rsplit(|b| matches!(b, b'/' | b'\\')).next().unwrap_or_default();
        let end = name.iter().rposition(|b| !matches!(b, b'.' | b' ')).map_or(0, |last| last + 1);
        match name[..end].iter().rposition(|b| *b == b'.') {
            Some(dot) => String::from_utf8_lossy(&name[dot + 1..end]).to_ascii_lowercase(),
            None => String::new(),
        }
    }

    /// Where its data begin, by the local header.
    pub(super) fn data_at(&self, source: &Source<'_>) -> Option<u64> {
        if !source.has_at(self.offset, LOCAL) {
            return None;
        }
        let name = u64::from(source.u16_le(self.offset + 26)?);
        let extra = u64::from(source.u16_le(self.offset + 28)?);
        Some(self.offset + LOCAL_LEN + name + extra)
    }

    /// Its content, at most `limit` bytes, and whether that is all of it.
    pub(in crate::upload) fn content(
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
