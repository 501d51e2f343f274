//! Windows bitmaps, icons and cursors.

use super::answer::{Check, NO, Proof, Seen, ensure, is};
use super::row::Mark::Shown;
use super::row::{Format, prove, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{be32, le16, le32, take};
use crate::upload::sniffed::Miss;
use crate::upload::walk::step::{Notes, Step, Walk, Walking, at_once};

types! {
    BMP "image/bmp" Image ["bmp" "dib"] ["image/x-bmp" "image/x-ms-bmp" "image/x-windows-bmp"] { marks: &[Shown], walk: BITMAP };
    ICO "image/vnd.microsoft.icon" Image ["ico"] ["image/x-icon" "image/ico" "image/icon"] { marks: &[Shown], walk: ICON };
    CUR "image/x-win-bitmap" Image ["cur"] ["image/x-cursor" "image/x-win-cursor" "image/cur" "image/vnd.microsoft.cursor"] { walk: ICON };
}

const BITMAP: Option<Walking> = Walking::sized(|| Box::<Bmp>::default());
const ICON: Option<Walking> = Walking::sized(|| Box::<Ico>::default());

pub(super) const FORMAT: Format = Format {
    signatures: &[sign(b"\0\0\x01\0", icon), sign(b"\0\0\x02\0", icon), prove(b"BM", FileType::BMP, bmp)],
    ..Format::of(TYPES)
};

/// BMP: reserved words of zero, and a header of one of the sizes there have been.
fn bmp(s: &Seen<'_>) -> Proof {
    let offset = s.u32_le(10)?;
    let size = s.u32_le(14)?;
    if s.u32_le(6)? != 0 || !is_header_size(size.into()) {
        return Err(Miss::Broken);
    }
    let (planes, bits) =
        if size == 12 { (s.u16_le(22)?, s.u16_le(24)?) } else { (s.u16_le(26)?, s.u16_le(28)?) };
    let (width, height) = if size == 12 {
        (u32::from(s.u16_le(18)?), u32::from(s.u16_le(20)?))
    } else {
        (s.u32_le(18)?, s.u32_le(22)?)
    };
    let fits = planes == 1
        && matches!(bits, 0 | 1 | 2 | 4 | 8 | 16 | 24 | 32 | 64)
        && (width, height) != (0, 0)
        && (14 + size..=0x0010_0000).contains(&offset);
    ensure(fits)
}

/// The sizes of the second header that there have been.
fn is_header_size(size: u64) -> bool {
    matches!(size, 12 | 16 | 40 | 52 | 56 | 64 | 108 | 124)
}

/// ICO and CUR: a directory, whose first entry points behind it.
fn icon(s: &Seen<'_>) -> Check {
    let cursor = s.byte(2)? == 2;
    let count = s.u16_le(4)?;
    if count == 0 {
        return NO;
    }
    let (size, offset) = (s.u32_le(14)?, s.u32_le(18)?);
    let mut fits = (1..=1024).contains(&count)
        && size >= 16
        && offset >= 6 + 16 * u32::from(count)
        && matches!(s.byte(9)?, 0 | 0xFF);
    if !cursor {
        fits &= s.u16_le(10)? <= 1 && matches!(s.u16_le(12)?, 0 | 1 | 2 | 4 | 8 | 16 | 24 | 32);
    }
    // What it points to is a bitmap's header or a PNG.
    if let Some(start) = s.source.get(u64::from(offset), 4) {
        fits &= matches!(start, [40 | 56 | 64 | 108 | 124 | 12, 0, 0, 0] | [0x89, b'P', b'N', b'G']);
    }
    // Otherwise these may be the first bytes of something else.
    if fits { is(if cursor { FileType::CUR } else { FileType::ICO }) } else { NO }
}

/// BMP: two headers, colours, dots.
#[derive(Debug, Default)]
struct Bmp {
    /// From the first header: where the dots begin, and the file's size as it says.
    dots: u64,
    declared: u64,
    header: Option<u64>,
}

impl Walk for Bmp {
    fn begin(&self) -> Step {
        Step::want(18)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let Some(header) = self.header else {
            let header = le32(window, 14);
            self.header = Some(header);
            self.declared = le32(window, 2);
            self.dots = le32(window, 10);
            if !window.starts_with(b"BM") || !is_header_size(header) {
                notes.malformed(at);
                return Step::Broken;
            }
            return Step::want(at_once(header - 4));
        };
        let Some(dib) = Dib::read(header, window) else {
            notes.malformed(at);
            return Step::Broken;
        };
        notes.size(dib.width, dib.height, at);
        notes.frames = 1;
        let headers = 14 + header;
        if self.dots < headers {
            notes.malformed(10);
            return Step::Broken;
        }
        let mut end = match dib.bytes() {
            Some(bytes) => self.dots.saturating_add(bytes),
            // Packed: the header tells the size, or leaves it to the first one.
            None if dib.packed > 0 => self.dots + dib.packed,
            None => self.declared.max(self.dots),
        };
        // The largest header has room for a colour profile, which follows the dots.
        if header == 124 && le32(window, 116 - 4) > 0 {
            end = end.max(14 + le32(window, 112 - 4) + le32(window, 116 - 4));
        }
        Step::End { over: end.saturating_sub(headers) }
    }
}

/// What the second header tells.
struct Dib {
    width: u64,
    height: u64,
    bits: u64,
    compression: u64,
    packed: u64,
}

impl Dib {
    /// `window` begins behind the four bytes of the header's size.
    fn read(header: u64, window: &[u8]) -> Option<Self> {
        let signed = |at: usize| i32::from_le_bytes(take(window, at));
        let dib = if header == 12 {
            Self {
                width: le16(window, 0),
                height: le16(window, 2),
                bits: le16(window, 6),
                compression: 0,
                packed: 0,
            }
        } else {
            Self {
                width: u64::try_from(signed(0)).ok()?,
                height: signed(4).unsigned_abs().into(), // below 0: rows from the top
                bits: le16(window, 10),
                compression: le32(window, 12),
                packed: le32(window, 16),
            }
        };
        let planes = if header == 12 { le16(window, 4) } else { le16(window, 8) };
        let known = match dib.compression {
            0 | 3 | 6 => matches!(dib.bits, 1 | 2 | 4 | 8 | 16 | 24 | 32),
            1 | 2 => matches!(dib.bits, 4 | 8 | 24),
            4 | 5 => true,
            _ => false,
        };
        (planes == 1 && known).then_some(dib)
    }

    /// The size of dots that are not packed: rows are filled up to 4 bytes.
    fn bytes(&self) -> Option<u64> {
        let row = self.width.checked_mul(self.bits)?.div_ceil(32).checked_mul(4)?;
        row.checked_mul(self.height).filter(|_| matches!(self.compression, 0 | 3 | 6))
    }
}

/// The most pictures of an icon that are looked at; icons have about ten.
const ENTRIES: u64 = 64;

/// ICO and CUR: a directory, and pictures that are PNG or bitmaps without their first header.
#[derive(Debug, Default)]
struct Ico {
    state: Entry,
    /// Begin and end of each picture, in the order in which they stand in the file.
    places: Vec<(u64, u64)>,
    next: usize,
}

#[derive(Debug, Default)]
enum Entry {
    #[default]
    Header,
    Directory,
    Picture,
}

/// How much of each picture is looked at: a PNG signature and header, or a bitmap's header.
const LOOK: u64 = 29;

impl Walk for Ico {
    fn begin(&self) -> Step {
        Step::want(6)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let from = at + window.len() as u64;
        match self.state {
            Entry::Header => {
                let count = le16(window, 4);
                if le16(window, 0) != 0 || !matches!(le16(window, 2), 1 | 2) || count == 0 || count > ENTRIES
                {
                    notes.malformed(at);
                    return Step::Broken;
                }
                notes.frames = count;
                self.state = Entry::Directory;
                Step::want(at_once(16 * count))
            }
            Entry::Directory => {
                for entry in window.chunks_exact(16) {
                    let (size, begins) = (le32(entry, 8), le32(entry, 12));
                    if begins < from || size < LOOK {
                        notes.malformed(at);
                        return Step::Broken;
                    }
                    self.places.push((begins, begins + size));
                }
                self.places.sort_unstable();
                self.places.dedup(); // two entries may share a picture
                if self.places.is_sorted_by(|a, b| a.1 <= b.0) {
                    return self.picture(from);
                }
                notes.malformed(at);
                Step::Broken
            }
            Entry::Picture => {
                if window.starts_with(b"\x89PNG\r\n\x1A\n") {
                    notes.size(be32(window, 16), be32(window, 20), at);
                } else if let (true, Some(dib)) = (
                    matches!(le32(window, 0), 12 | 40..=124),
                    Dib::read(le32(window, 0), window.get(4..).unwrap_or_default()),
                ) {
                    // Twice as high as the picture: a mask follows the dots.
                    notes.size(dib.width, dib.height.div_ceil(2), at);
                } else {
                    notes.malformed(at);
                }
                self.picture(from)
            }
        }
    }
}

impl Ico {
    /// From `from` to the next picture, or to the end of the last.
    fn picture(&mut self, from: u64) -> Step {
        self.state = Entry::Picture;
        if let Some((begins, _)) = self.places.get(self.next) {
            self.next += 1;
            return Step::skip(begins.saturating_sub(from), at_once(LOOK));
        }
        let end = self.places.last().map_or(from, |place| place.1);
        Step::End { over: end.saturating_sub(from) }
    }
}
