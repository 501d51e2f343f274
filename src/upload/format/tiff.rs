//! TIFF (revision 6.0) and `BigTIFF`, and what cameras make of it: directories that may stand anywhere, so they are
//! read from the two ends of the file that are kept, once it has ended.

use super::answer::{BROKEN, CUT, Check, Proof, Seen, ensure, is};
use super::row::Mark::{Loose, Shown};
use super::row::{Format, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::sniffed::{Family, Miss, Sniffed};
use crate::upload::source::Source;
use crate::upload::walk::step::{CARRY, Notes, Step, Walk, Walking};
use std::collections::HashSet;

types! {
    TIFF "image/tiff" Image ["tiff" "tif"] ["image/x-tiff" "image/tif"] { marks: &[Shown], walk: STRICT };
    BIGTIFF "image/tiff" Image ["tif" "tiff" "btf"] ["image/x-bigtiff"] of TIFF { walk: STRICT, later: &[FileType::DNG] };
    DNG "image/x-adobe-dng" Image ["dng"] ["image/dng"] of TIFF { marks: &[Loose], walk: CAMERA };
    CR2 "image/x-canon-cr2" Image ["cr2"] [] of TIFF { marks: &[Loose], walk: CAMERA };
    NEF "image/x-nikon-nef" Image ["nef"] [] of TIFF { marks: &[Loose], walk: CAMERA };
    ARW "image/x-sony-arw" Image ["arw"] [] of TIFF { marks: &[Loose], walk: CAMERA };
    ORF "image/x-olympus-orf" Image ["orf"] [];
    RW2 "image/x-panasonic-rw2" Image ["rw2"] [];
    JXR "image/jxr" Image ["jxr" "wdp" "hdp"] ["image/vnd.ms-photo" "image/x-wmphoto"];
    RAF "image/x-fuji-raf" Image ["raf"] [];
}

const STRICT: Option<Walking> = Walking::sized(|| Box::new(Tiff { strict: true }));
const CAMERA: Option<Walking> = Walking::sized(|| Box::new(Tiff { strict: false }));

pub(super) const FORMAT: Format = Format {
    signatures: &[
        prove(b"FUJIFILM", FileType::RAF, |s| {
            ensure(s.get(0, 16)? == b"FUJIFILMCCD-RAW " && s.get(16, 4)?.iter().all(u8::is_ascii_digit))
        }),
        sign(b"II*\0", tiff),
        sign(b"II+\0", tiff),
        sign(b"IIRO", tiff),
        sign(b"IIRS", tiff),
        sign(b"IIU\0", tiff),
        prove(b"II\xBC\x01", FileType::JXR, jxr),
        sign(b"MM\0*", tiff),
        sign(b"MM\0+", tiff),
        sign(b"MMOR", tiff),
    ],
    ..Format::of(TYPES)
};

/// The kinds of TIFF (TIFF 6.0, section 2) and the camera formats that differ from it only in a word or in their tags.
fn tiff(s: &Seen<'_>) -> Check {
    let big = s.starts_with(b"M");
    match s.get(2, 2)? {
        [b'R', _] | [b'O', b'R'] => {
            ensure(s.u32_le(4)? == 8 || s.u32_in(4, big)? >= 8)?;
            return is(FileType::ORF);
        }
        [b'U', 0] => {
            ensure(s.u32_le(4)? >= 8 && s.u32_le(4)? < 0x0100_0000)?;
            return is(FileType::RW2);
        }
        [b'+', 0] | [0, b'+'] => {
            let kind = if is_big_dng(s, big) { FileType::DNG } else { FileType::BIGTIFF };
            ensure(s.u16_in(4, big)? == 8 && s.u16_in(6, big)? == 0)?;
            return is(kind);
        }
        _ => {}
    }
    let directory = u64::from(s.u32_in(4, big)?);
    if directory < 8 {
        return BROKEN;
    }
    if s.source.get(8, 4) == Some(b"CR\x02\0") {
        return is(FileType::CR2);
    }
    let Some(count) = s.source.u16_in(directory, big) else {
        // The directory is behind the part that is seen. Nothing but eight bytes is a stub.
        return if s.len() <= 16 { CUT } else { Ok(Sniffed::Family(Family::Tiff)) };
    };
    let count = count.min(512);
    let tags = Tags::read(s, directory, count, big)?;
    if tags.seen == 0 {
        return if count == 0 { BROKEN } else { CUT };
    }
    // A part of the directory may still hold the tag that makes it another of these.
    match tags.kind() {
        FileType::TIFF if tags.seen < count && (tags.nikon || tags.sony) => Ok(Sniffed::Family(Family::Tiff)),
        kind => is(kind),
    }
}

/// Whether the first directory of a `BigTIFF` has the tag of a digital negative.
fn is_big_dng(s: &Source<'_>, big: bool) -> bool {
    let wide = |at| s.u64_in(at, big);
    let Some((directory, count)) = wide(8).and_then(|at| Some((at, wide(at)?))) else { return false };
    let entry = |n: u64| directory.checked_add(8 + 20 * n).and_then(|at| s.u16_in(at, big));
    (0..count.min(512)).map_while(entry).any(|tag| tag == 0xC612)
}

/// Tags of a TIFF directory that tell cameras' formats apart.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a tag that was seen")]
struct Tags {
    seen: u16,
    dng: bool,
    nikon: bool,
    sony: bool,
    reduced: bool,
    sub_directories: bool,
    private: bool,
}

impl Tags {
    fn read(s: &Source<'_>, directory: u64, count: u16, big: bool) -> Result<Self, Miss> {
        let mut tags = Self::default();
        let mut last = 0;
        for n in 0..count {
            let at = directory + 2 + 12 * u64::from(n);
            let (Some(tag), Some(kind)) = (s.u16_in(at, big), s.u16_in(at + 2, big)) else { break };
            let (Some(items), Some(value)) = (s.u32_in(at + 4, big), s.u32_in(at + 8, big)) else { break };
            ensure((1..=18).contains(&kind) && (n != 1 || tag >= last))?;
            last = tag;
            tags.seen += 1;
            match tag {
                0x00FE => tags.reduced = value & 1 == 1 || (big && value == 1),
                0x010F => {
                    let make = s.from(if items <= 4 { at + 8 } else { u64::from(value) });
                    tags.nikon = make.starts_with(b"NIKON");
                    tags.sony = make.starts_with(b"SONY");
                }
                0x014A => tags.sub_directories = true,
                0xC612 => tags.dng = true,
                0xC634 => tags.private = true,
                _ => {}
            }
        }
        Ok(tags)
    }

    fn kind(&self) -> FileType {
        if self.dng {
            FileType::DNG
        } else if self.nikon && self.sub_directories && self.reduced {
            FileType::NEF
        } else if self.sony && self.sub_directories && self.private {
            FileType::ARW
        } else {
            FileType::TIFF
        }
    }
}

/// JPEG XR: TIFF's structure with another word.
fn jxr(s: &Seen<'_>) -> Proof {
    let directory = s.u32_le(4)?;
    let count = s.source.u16_le(u64::from(directory));
    ensure(directory >= 8 && count.is_none_or(|n| n > 0))
}

/// The most directories that are followed: pages, smaller versions, the camera's own.
const DIRECTORIES: usize = 512;
/// The most numbers of lists (where the rows stand) and bytes of texts that are read, of all directories together.
const NUMBERS: u64 = 1 << 18;
const TEXT: usize = 1 << 21;

#[derive(Debug)]
struct Tiff {
    /// Cameras' own formats keep parts that no directory lists: their end cannot be told.
    pub(super) strict: bool,
}

impl Walk for Tiff {
    fn begin(&self) -> Step {
        Step::Open
    }

    fn step(&mut self, _window: &[u8], _at: u64, _notes: &mut Notes) -> Step {
        Step::Open
    }

    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let Some(mut reader) = Reader::new(source) else {
            return notes.malformed(0);
        };
        reader.follow(notes);
        notes.frames = reader.pages;
        if reader.first_unseen {
            notes.unread = true;
        }
        // Where rows are listed that were not seen, what follows them is not known.
        if self.strict && reader.rows && !reader.unseen {
            notes.end = Some(reader.end);
        }
    }
}

#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Reader<'a> {
    source: &'a Source<'a>,
    /// Least significant byte first.
    little: bool,
    big: bool,
    /// Directories to be read, and whether each is one of pictures; those read stay in it, so that none is read twice.
    directories: Vec<(u64, bool)>,
    known: HashSet<u64>,
    /// Those that a list names, which some writers chain too.
    listed: HashSet<u64>,
    pages: u64,
    /// The furthest byte that a directory names.
    end: u64,
    numbers: u64,
    text: usize,
    rows: bool,
    unseen: bool,
    first_unseen: bool,
}

/// A row of a directory.
struct Entry {
    tag: u64,
    kind: u64,
    count: u64,
    /// Where its values stand.
    at: u64,
}

impl<'a> Reader<'a> {
    fn new(source: &'a Source<'a>) -> Option<Self> {
        let little = source.starts_with(b"II");
        if !little && !source.starts_with(b"MM") {
            return None;
        }
        let mut reader = Self {
            source,
            little,
            big: false,
            directories: Vec::new(),
            known: HashSet::new(),
            listed: HashSet::new(),
            pages: 0,
            end: 0,
            numbers: 0,
            text: 0,
            rows: false,
            unseen: false,
            first_unseen: false,
        };
        let first = match reader.number(2, 2)? {
            42 => reader.number(4, 4)?,
            43 => {
                reader.big = true;
                reader.number(8, 8)?
            }
            _ => return None,
        };
        reader.directories.push((first, true));
        reader.known.insert(first);
        Some(reader)
    }

    /// `n` bytes at `at` as a number.
    fn number(&self, at: u64, n: usize) -> Option<u64> {
        let bytes = self.source.get(at, n)?;
        let add = |sum: u64, byte: &u8| sum << 8 | u64::from(*byte);
        Some(if self.little { bytes.iter().rev().fold(0, add) } else { bytes.iter().fold(0, add) })
    }

    fn inside(&self, at: u64, n: u64) -> bool {
        at.checked_add(n).is_some_and(|to| to <= self.source.len())
    }

    fn follow(&mut self, notes: &mut Notes) {
        let mut next = 0;
        while let Some(&(at, picture)) = self.directories.get(next) {
            if self.directory(at, picture, notes).is_none() {
                if self.inside(at, 2) {
                    self.unseen = true;
                    self.first_unseen |= next == 0;
                } else {
                    notes.truncated = true;
                }
            }
            next += 1;
        }
    }

    fn add(&mut self, at: u64, picture: bool, notes: &mut Notes) {
        if self.known.contains(&at) {
            if !self.listed.contains(&at) {
                notes.malformed(at);
            }
            return;
        }
        if self.directories.len() < DIRECTORIES {
            self.directories.push((at, picture));
            self.known.insert(at);
        } else {
            self.unseen = true;
        }
    }

    /// None where a part of it is not at hand.
    fn directory(&mut self, at: u64, picture: bool, notes: &mut Notes) -> Option<()> {
        let (head, row, word) = if self.big { (8, 20, 8) } else { (2, 12, 4) };
        let count = self.number(at, head)?;
        let rows_at = at.checked_add(head as u64)?;
        let size = count.checked_mul(row)?;
        if count == 0 || count > 4096 || !self.inside(rows_at, size) {
            notes.malformed(at);
            return Some(());
        }
        let (mut width, mut height) = (0, 0);
        let (mut begins, mut sizes) = (None, None);
        for i in 0..count {
            let Some(entry) = self.entry(rows_at + i * row, word, notes) else { continue };
            match entry.tag {
                256 => width = self.value(&entry).unwrap_or_default(),
                257 => height = self.value(&entry).unwrap_or_default(),
                // Where the rows of dots stand, in strips or in tiles; a JPEG thumbnail.
                273 | 324 | 513 => begins = Some(entry),
                279 | 325 | 514 => sizes = Some(entry),
                330 => self.pointers(&entry, true, notes),
                34665 | 34853 | 40965 => self.pointers(&entry, false, notes),
                _ => self.look(&entry, notes),
            }
        }
        if let (Some(begins), Some(sizes)) = (begins, sizes) {
            self.places(&begins, &sizes, notes);
        }
        if picture {
            self.pages += 1;
            notes.size(width, height, at);
        }
        let next_at = rows_at + size;
        self.end = self.end.max(next_at + word);
        let next = self.number(next_at, usize::try_from(word).ok()?)?;
        if next != 0 && picture {
            self.add(next, true, notes);
        }
        Some(())
    }

    fn entry(&mut self, at: u64, word: u64, notes: &mut Notes) -> Option<Entry> {
        let wide = usize::try_from(word).ok()?;
        let (tag, kind) = (self.number(at, 2)?, self.number(at + 2, 2)?);
        let count = self.number(at + 4, wide)?;
        let size = count.checked_mul(width_of(kind))?;
        let mut entry = Entry { tag, kind, count, at: at + 4 + word };
        if size > word {
            entry.at = self.number(entry.at, wide)?;
            if !self.inside(entry.at, size) {
                notes.truncated |= matches!(tag, 256..=1000);
                return None;
            }
            self.end = self.end.max(entry.at + size);
        }
        Some(entry)
    }

    /// An entry's first value.
    fn value(&self, entry: &Entry) -> Option<u64> {
        self.number(entry.at, usize::try_from(width_of(entry.kind)).ok()?)
    }

    fn values(&mut self, entry: &Entry) -> Option<Vec<u64>> {
        let width = width_of(entry.kind);
        self.numbers = self.numbers.saturating_add(entry.count);
        if self.numbers > NUMBERS || !matches!(width, 1 | 2 | 4 | 8) {
            return None;
        }
        (0..entry.count).map(|i| self.number(entry.at + i * width, usize::try_from(width).ok()?)).collect()
    }

    fn pointers(&mut self, entry: &Entry, pictures: bool, notes: &mut Notes) {
        match self.values(entry).filter(|places| places.len() <= DIRECTORIES) {
            Some(places) => {
                self.listed.extend(&places);
                for at in places {
                    self.add(at, pictures, notes);
                }
            }
            None => self.unseen = true,
        }
    }

    fn places(&mut self, begins: &Entry, sizes: &Entry, notes: &mut Notes) {
        let (Some(begins), Some(sizes)) = (self.values(begins), self.values(sizes)) else {
            self.unseen = true;
            return;
        };
        if begins.len() != sizes.len() {
            notes.malformed(0);
        }
        for (begin, size) in begins.into_iter().zip(sizes) {
            self.rows = true;
            if self.inside(begin, size) {
                self.end = self.end.max(begin + size);
            } else {
                notes.truncated = true;
            }
        }
    }

    /// Texts: letters, bytes and what has no type.
    fn look(&mut self, entry: &Entry, notes: &mut Notes) {
        if !matches!(entry.kind, 1 | 2 | 6 | 7) || self.text > TEXT {
            return;
        }
        let n = usize::try_from(entry.count).unwrap_or(CARRY).min(CARRY);
        let Some(text) = self.source.get(entry.at, n) else { return };
        self.text += n;
        notes.looker.part();
        notes.look(text, entry.at);
    }
}

/// The size of a value of this type; 0 where the type is unknown, so that such an entry names no place.
fn width_of(kind: u64) -> u64 {
    match kind {
        1 | 2 | 6 | 7 => 1,
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 | 16 | 17 | 18 => 8,
        _ => 0,
    }
}
