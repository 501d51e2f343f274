//! What a walk over a format is: a trait, the steps that it takes, and what it notes on its way.

use crate::upload::scan::Looker;
use crate::upload::source::Source;
use miniz_oxide::inflate::TINFLStatus;
use std::panic::{RefUnwindSafe, UnwindSafe};

/// The most bytes that a format may ask for at once.
pub(in crate::upload) const CARRY: usize = 1 << 16;

/// The most bytes that are unpacked of a file's packed texts.
pub(in crate::upload) const UNPACKED: usize = 1 << 20;

/// What a format wants to be shown next. Positions count from the end of the bytes it was just shown.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) enum Step {
    /// `over` bytes on, the next `want` bytes (at least one, at most [`CARRY`]).
    Go { over: u64, pass: Pass, want: usize },
    /// The format ends `over` bytes on.
    End { over: u64 },
    /// The rest belongs to the format, which has no end of its own that its lengths tell.
    Open,
    /// The rest cannot be followed; the contradiction has been noted.
    Broken,
    /// The format ended before the bytes just shown.
    Behind,
    /// The format ended before these bytes, which were shown one by one.
    Beyond { from: u64, first: [u8; 5] },
}

impl Step {
    pub(in crate::upload) fn want(want: usize) -> Self {
        Self::Go { over: 0, pass: Pass::Skip, want }
    }

    pub(in crate::upload) fn skip(over: u64, want: usize) -> Self {
        Self::Go { over, pass: Pass::Skip, want }
    }

    pub(in crate::upload) fn look(over: u64, want: usize) -> Self {
        Self::Go { over, pass: Pass::Look, want }
    }

    /// To the next byte of this value, which begins the bytes shown.
    pub(in crate::upload) fn find(byte: u8, want: usize) -> Self {
        Self::Go { over: 0, pass: Pass::To(byte), want }
    }
}

/// What happens to the bytes that a format passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Pass {
    Skip,
    /// They are text of the metadata, or may be.
    Look,
    /// The bytes behind them are passed over too, up to the first of this value.
    To(u8),
}

/// What the end of the file means to a format that was not at its own end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Cut {
    /// It may end here.
    Whole,
    Truncated,
    /// What there is of the bytes asked for is none of the format's.
    Behind,
    /// Nor is what it has passed over: all from here, where these bytes stand.
    Foreign {
        from: u64,
        first: [u8; 8],
    },
}

/// One format.
pub(in crate::upload) trait Walk:
    std::fmt::Debug + Send + Sync + UnwindSafe + RefUnwindSafe
{
    /// What it wants to see first.
    fn begin(&self) -> Step;

    /// The bytes it asked for, which begin at `at` in the file.
    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step;

    /// The file ended: `have` is what there was of the bytes asked for, and `over` how many bytes were still to be
    /// passed over before those.
    fn cut(&mut self, have: &[u8], over: u64, notes: &mut Notes) -> Cut {
        let _ = (have, over, notes);
        Cut::Truncated
    }

    /// For what stands anywhere in the file: the two ends of it.
    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let _ = (source, notes);
    }

    /// True when the bytes behind the end, which begin at `from`, are ones that honest devices write there.
    fn expects(&self, source: &Source<'_>, from: u64) -> bool {
        let _ = (source, from);
        false
    }
}

/// What a format noted on its way.
#[derive(Debug, Default)]
pub(in crate::upload) struct Notes {
    pub(in crate::upload) malformed: Option<u64>,
    /// Set by formats that see the end of the file only in [`Walk::ends`].
    pub(in crate::upload) truncated: bool,
    pub(in crate::upload) unread: bool,
    /// Where the format ends, where that is told in [`Walk::ends`] only.
    pub(in crate::upload) end: Option<u64>,
    /// Where a film begins that belongs to the picture, and where one that does not.
    pub(in crate::upload) film: Option<u64>,
    pub(in crate::upload) foreign: Option<u64>,
    pub(in crate::upload) pixels: Option<u64>,
    pub(in crate::upload) frames: u64,
    pub(in crate::upload) unpacked: usize,
    pub(in crate::upload) looker: Looker,
}

impl Notes {
    /// Two parts contradict each other, or one contradicts the format, at this byte.
    pub(in crate::upload) fn malformed(&mut self, at: u64) {
        self.malformed = self.malformed.or(Some(at));
    }

    /// The same where this does not hold.
    pub(in crate::upload) fn expect(&mut self, holds: bool, at: u64) {
        if !holds {
            self.malformed(at);
        }
    }

    /// A picture of this size; of several the largest counts. No side may be 0.
    pub(in crate::upload) fn size(&mut self, width: u64, height: u64, at: u64) {
        if width == 0 || height == 0 {
            return self.malformed(at);
        }
        let pixels = width.saturating_mul(height);
        self.pixels = Some(self.pixels.map_or(pixels, |known| known.max(pixels)));
    }

    pub(in crate::upload) fn look(&mut self, text: &[u8], at: u64) {
        self.looker.feed(text, at);
    }

    /// A text that is packed with zlib. At most [`UNPACKED`] bytes are unpacked of all such texts together.
    pub(in crate::upload) fn look_packed(&mut self, packed: &[u8], at: u64) {
        let room = UNPACKED.saturating_sub(self.unpacked);
        let text = match miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(packed, room) {
            Ok(text) => text,
            Err(stopped) => {
                self.unread |= stopped.status == TINFLStatus::HasMoreOutput;
                stopped.output // cut at the bound, or cut by the file: what came out counts
            }
        };
        self.unpacked += text.len();
        self.looker.part();
        self.looker.feed_at(&text, at);
        self.looker.part();
    }
}

/// Bytes that honest files carry behind their end and that no reader can take for anything: cameras and disk images
/// fill blocks up with 00 or FF (erased flash), mail and FTP in text mode add line ends and spaces, DOS programs 1A.
/// Any number of them, since there is no program, archive or markup without another byte.
pub(in crate::upload) fn is_padding(byte: u8) -> bool {
    matches!(byte, 0x00 | b'\t' | b'\n' | b'\r' | 0x1A | b' ' | 0xFF)
}

/// As much of `len` bytes as may be asked for at once.
pub(in crate::upload) fn at_once(len: u64) -> usize {
    usize::try_from(len).unwrap_or(CARRY).min(CARRY)
}

/// How the bytes of a type are followed.
#[derive(Debug, Clone, Copy)]
pub(in crate::upload) struct Walking {
    /// The size of the picture is read: where there is none to be read, that is suspect.
    pub(in crate::upload) sized: bool,
    pub(in crate::upload) how: How,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::upload) enum How {
    /// From part to part.
    Steps(fn() -> Box<dyn Walk>),
    /// By the header alone.
    Head(HeadReader),
    /// Nothing is read: titles are looked for in the first bytes all the same.
    Titles,
}

impl Walking {
    #[allow(clippy::unnecessary_wraps, reason = "the field of a row")]
    pub(in crate::upload) const fn steps(begin: fn() -> Box<dyn Walk>) -> Option<Self> {
        Some(Self { sized: false, how: How::Steps(begin) })
    }

    #[allow(clippy::unnecessary_wraps, reason = "the field of a row")]
    pub(in crate::upload) const fn sized(begin: fn() -> Box<dyn Walk>) -> Option<Self> {
        Some(Self { sized: true, how: How::Steps(begin) })
    }

    #[allow(clippy::unnecessary_wraps, reason = "the field of a row")]
    pub(in crate::upload) const fn head(read: HeadReader) -> Option<Self> {
        Some(Self { sized: true, how: How::Head(read) })
    }

    pub(in crate::upload) const TITLES: Self = Self { sized: false, how: How::Titles };
}

/// Reads a header from a file's first bytes.
pub(in crate::upload) type HeadReader = fn(&[u8], &Source<'_>) -> Option<Read>;

/// What a header tells.
pub(in crate::upload) struct Read {
    pub(in crate::upload) width: u64,
    pub(in crate::upload) height: u64,
    pub(in crate::upload) end: Option<u64>,
}

impl Read {
    #[allow(clippy::unnecessary_wraps, reason = "what a reader of headers answers")]
    pub(in crate::upload) fn size(width: u64, height: u64) -> Option<Self> {
        Some(Self { width, height, end: None })
    }
}

/// Words between white space, and comments from `#` to the end of a line.
pub(in crate::upload) struct Words<'a> {
    pub(in crate::upload) rest: &'a [u8],
    pub(in crate::upload) read: usize,
}

impl<'a> Words<'a> {
    fn skip(&mut self, n: usize) -> &'a [u8] {
        let (skipped, rest) = self.rest.split_at_checked(n).unwrap_or((self.rest, &[]));
        self.rest = rest;
        self.read += skipped.len();
        skipped
    }

    pub(in crate::upload) fn next(&mut self) -> Option<&'a [u8]> {
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

    pub(in crate::upload) fn number(&mut self) -> Option<u64> {
        std::str::from_utf8(self.next()?).ok()?.parse().ok()
    }
}
