//! Pictures of which only the first bytes are read: how many dots they claim, and where that is simple, where they end.

use super::step::{CARRY, Cut, Format, Notes, Step, be16, be32, le16, le32};
use crate::upload::file_type::{Class, FileType};
use crate::upload::source::Source;

/// How much of the head is read: the longest header here is a text with comments.
const HEAD: usize = 1 << 12;

#[derive(Debug)]
pub(super) struct Still {
    /// None for formats of which nothing is read: titles are looked for in their first bytes all the same.
    read: Option<Reader>,
}

/// Reads a header from the first [`HEAD`] bytes.
type Reader = fn(&[u8], &Source<'_>) -> Option<Read>;

struct Read {
    width: u64,
    height: u64,
    end: Option<u64>,
}

impl Read {
    #[allow(clippy::unnecessary_wraps, reason = "what a reader of headers answers")]
    fn size(width: u64, height: u64) -> Option<Self> {
        Some(Self { width, height, end: None })
    }
}

impl Still {
    pub(super) fn new(file_type: FileType) -> Option<Self> {
        type F = FileType;
        let read: Reader = match file_type {
            _ if file_type.is_a(F::PNM) || file_type == F::PFM => portable,
            F::QOI => qoi,
            F::PCX => |head: &[u8], _: &Source<'_>| {
                let side = |from, to| le16(head, to).checked_sub(le16(head, from)).map(|n| n + 1);
                Read::size(side(4, 8)?, side(6, 10)?)
            },
            F::DDS => |head: &[u8], _: &Source<'_>| Read::size(le32(head, 16), le32(head, 12)),
            F::TGA => |head: &[u8], _: &Source<'_>| Read::size(le16(head, 12), le16(head, 14)),
            F::SGI => |head: &[u8], _: &Source<'_>| Read::size(be16(head, 6), be16(head, 8)),
            F::SUN_RASTER => |head: &[u8], _: &Source<'_>| Read::size(be32(head, 4), be32(head, 8)),
            F::XCF => |head: &[u8], _: &Source<'_>| Read::size(be32(head, 14), be32(head, 18)),
            F::J2C => |head: &[u8], _: &Source<'_>| {
                // The grid, less its offset.
                let side = |to, from| be32(head, to).checked_sub(be32(head, from));
                Read::size(side(8, 16)?, side(12, 20)?)
            },
            // The largest picture an icon of Apple's can hold, and the length of the whole.
            F::ICNS => |head: &[u8], _: &Source<'_>| {
                Some(Read { width: 1024, height: 1024, end: Some(be32(head, 4)) })
            },
            F::HDR => radiance,
            _ if matches!(file_type.class(), Class::Image | Class::Audio | Class::Video) => {
                return Some(Self { read: None });
            }
            _ => return None,
        };
        Some(Self { read: Some(read) })
    }

    /// True where the size of the picture is read.
    pub(super) fn is_sized(&self) -> bool {
        self.read.is_some()
    }
}

impl Format for Still {
    fn begin(&self) -> Step {
        Step::Open
    }

    fn step(&mut self, _window: &[u8], _at: u64, _notes: &mut Notes) -> Step {
        Step::Open
    }

    fn cut(&mut self, _have: &[u8], _over: u64, _notes: &mut Notes) -> Cut {
        Cut::Whole
    }

    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let head = source.head();
        // Titles and comments, where the format has them, stand in front; behind them comes noise.
        notes.looker.part();
        notes.look(head.get(..CARRY).unwrap_or(head), 0);
        let head = head.get(..HEAD).unwrap_or(head);
        let Some(read) = self.read else { return };
        match read(head, source) {
            Some(Read { width, height, end }) => {
                notes.size(width, height, 0);
                notes.end = end;
                notes.frames = 1;
            }
            None => notes.malformed(0),
        }
    }
}

/// PBM, PGM, PPM, PAM and PFM: a text of numbers, then dots.
fn portable(head: &[u8], source: &Source<'_>) -> Option<Read> {
    let kind = *head.get(1)?;
    let mut words = Words { rest: head.get(2..)?, read: 2 };
    if kind == b'7' {
        let (mut width, mut height) = (None, None);
        loop {
            match words.next()? {
                b"ENDHDR" => return Read::size(width?, height?),
                b"WIDTH" => width = words.number(),
                b"HEIGHT" => height = words.number(),
                _ => {}
            }
        }
    }
    let (width, height) = (words.number()?, words.number()?);
    let most = if matches!(kind, b'1' | b'4' | b'F' | b'f') { 1 } else { words.number()? };
    let bytes = if most > 255 { 2 } else { 1 };
    let row = match kind {
        b'4' => width.div_ceil(8),
        b'5' => width.checked_mul(bytes)?,
        b'6' => width.checked_mul(3 * bytes)?,
        _ => return Read::size(width, height),
    };
    let end = row.checked_mul(height)?.checked_add(words.read as u64 + 1)?;
    // Several pictures may stand in one file.
    let end = Some(end).filter(|end| !source.has_at(*end, &[b'P', kind]));
    Some(Read { width, height, end })
}

/// Words between white space, and comments from `#` to the end of a line.
struct Words<'a> {
    rest: &'a [u8],
    read: usize,
}

impl<'a> Words<'a> {
    fn skip(&mut self, n: usize) -> &'a [u8] {
        let (skipped, rest) = self.rest.split_at_checked(n).unwrap_or((self.rest, &[]));
        self.rest = rest;
        self.read += skipped.len();
        skipped
    }

    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            match self.rest.first()? {
                b'#' => {
                    let line = memchr::memchr(b'\n', self.rest)?;
                    self.skip(line)
                }
                byte if byte.is_ascii_whitespace() => self.skip(1),
                _ => break,
            };
        }
        let end = self.rest.iter().position(|b| b.is_ascii_whitespace() || *b == b'#')?;
        Some(self.skip(end))
    }

    fn number(&mut self) -> Option<u64> {
        std::str::from_utf8(self.next()?).ok()?.parse().ok()
    }
}

/// QOI ends with seven zeros and a one; only a decoder could tell where, so the end of the file must be that.
fn qoi(head: &[u8], source: &Source<'_>) -> Option<Read> {
    const END: &[u8] = b"\0\0\0\0\0\0\0\x01";
    let tail = source.tail();
    let filled = tail.iter().rev().take_while(|b| super::step::is_padding(**b)).count();
    let kept = tail.get(..tail.len() - filled)?; // counted within it
    let mut end = source.len() - filled as u64;
    if !kept.ends_with(END) {
        // Behind the last end that is seen, if any is.
        let found = memchr::memmem::rfind(kept, END)?;
        end = source.tail_at() + (found + END.len()) as u64;
    }
    Some(Read { width: be32(head, 4), height: be32(head, 8), end: Some(end) })
}

/// Radiance: lines, an empty one, and the size as `-Y 10 +X 20`.
fn radiance(head: &[u8], _source: &Source<'_>) -> Option<Read> {
    let begins = memchr::memmem::find(head, b"\n\n")? + 2;
    let mut words = Words { rest: head.get(begins..)?, read: begins };
    let (_, height) = (words.next()?, words.number()?);
    let (_, width) = (words.next()?, words.number()?);
    Read::size(width, height)
}

/// Photoshop: five parts, each but the last with its length in front.
#[derive(Debug, Default)]
pub(super) struct Psd {
    part: Part,
    big: bool,
    /// The size of the dots where they are not packed.
    dots: u64,
}

#[derive(Debug, Default, Clone, Copy)]
enum Part {
    #[default]
    Header,
    Colours,
    Resources,
    Layers,
    Dots,
}

impl Format for Psd {
    fn begin(&self) -> Step {
        Step::want(26)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        match self.part {
            Part::Header => {
                self.big = be16(window, 4) == 2;
                let (channels, height, width) = (be16(window, 12), be32(window, 14), be32(window, 18));
                let bits = be16(window, 22);
                notes.size(width, height, at);
                notes.frames = 1;
                let most = if self.big { 300_000 } else { 30_000 };
                if width > most
                    || height > most
                    || !(1..=56).contains(&channels)
                    || !matches!(bits, 1 | 8 | 16 | 32)
                {
                    notes.malformed(at);
                }
                self.dots = (width * bits).div_ceil(8).saturating_mul(height).saturating_mul(channels);
                self.part = Part::Colours;
                Step::want(4)
            }
            Part::Colours => {
                self.part = Part::Resources;
                Step::skip(be32(window, 0), 4)
            }
            Part::Resources => {
                self.part = Part::Layers;
                Step::look(be32(window, 0), if self.big { 8 } else { 4 })
            }
            Part::Layers => {
                let length =
                    if self.big { u64::from_be_bytes(super::step::take(window, 0)) } else { be32(window, 0) };
                self.part = Part::Dots;
                Step::skip(length, 2)
            }
            // Packed rows have their lengths in a list that may be large.
            Part::Dots if be16(window, 0) == 0 => Step::End { over: self.dots },
            Part::Dots => Step::Open,
        }
    }
}
