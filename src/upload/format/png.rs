//! PNG and its kin: chunks from the signature to `IEND` (W3C PNG, third edition, section 5).

use super::answer::{BROKEN, Check, Seen, at_most, ensure, is};
use super::crc::crc32;
use super::row::Mark::Shown;
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{be32, take};
use crate::upload::walk::step::{CARRY, Notes, Step, Walk, Walking, at_once};

types! {
    PNG "image/png" Image ["png"] ["image/x-png"] { marks: &[Shown], walk: CHUNKS };
    APNG "image/apng" Image ["apng" "png"] ["image/vnd.mozilla.apng"] of PNG { walk: CHUNKS };
    MNG "video/x-mng" Video ["mng"] ["image/x-mng"];
    JNG "image/x-jng" Image ["jng"] [];
}

const CHUNKS: Option<Walking> = Walking::sized(|| Box::<Png>::default());

pub(super) const FORMAT: Format = Format {
    signatures: &[
        sign(b"\x89PNG", png),
        sign(b"\x8AJNG", png_family),
        sign(b"\x8AMNG", png_family),
        sign(b"\x8BJNG", png_family),
        sign(b"\x8BMNG", png_family),
    ],
    ..Format::of(TYPES)
};

/// PNG (W3C PNG 3rd ed., 11.2.1): the header chunk comes first, has 13 bytes, and few values are allowed in it.
/// An `acTL` chunk before the first picture data makes an animation of it.
fn png(s: &Seen<'_>) -> Check {
    const HEAD: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    if !HEAD.starts_with(at_most(s, HEAD.len())) {
        return BROKEN;
    }
    ensure(is_header(s.get(16, 13)?))?;
    let mut at = 33_u64;
    let mut kind = FileType::PNG;
    while let (Some(len), Some(name)) = (s.source.u32_be(at), s.source.get(at + 4, 4)) {
        if !name.iter().all(u8::is_ascii_alphabetic) {
            // The chunks after a whole header may be damaged; text there is a disguise.
            ensure(at > 33)?;
            return is(kind);
        }
        match name {
            b"acTL" => kind = FileType::APNG,
            b"IDAT" | b"IEND" => break,
            _ => {}
        }
        at += 12 + u64::from(len);
    }
    is(kind)
}

/// The body of the header chunk: size, depth, colours, and three bytes in which few values are allowed.
fn is_header(body: &[u8]) -> bool {
    let [depth, colour, packing, filter, interlace] = take(body, 8);
    let depths: &[u8] = match colour {
        0 => &[1, 2, 4, 8, 16],
        3 => &[1, 2, 4, 8],
        2 | 4 | 6 => &[8, 16],
        _ => return false,
    };
    let is_sized = [be32(body, 0), be32(body, 4)].iter().all(|side| (1..=0x7FFF_FFFF).contains(side));
    is_sized && depths.contains(&depth) && packing == 0 && filter == 0 && interlace <= 1
}

/// MNG and JNG, which are made of the same chunks.
fn png_family(s: &Seen<'_>) -> Check {
    let &[_, _, _, _, b'\r', b'\n', 0x1A, b'\n', 0, 0, 0, len] = s.get(0, 12)? else { return BROKEN };
    match (s.get(12, 4)?, len) {
        (b"MHDR", 28) => is(FileType::MNG),
        (b"JHDR", 16) => {
            ensure(s.u32_be(16)? > 0)?;
            is(FileType::JNG)
        }
        _ => BROKEN,
    }
}

/// A chunk's checksum is told only where all decoders look: in the header.
const HEADER: usize = 13 + 4;

#[derive(Debug, Default, Clone, Copy)]
enum State {
    #[default]
    Signature,
    /// The last 8 bytes of the window are a chunk's length and type.
    Chunk,
    Header,
    /// `acTL`, `fcTL`.
    Animation,
    Frame,
    /// Texts and profiles that may be packed; of the chunk this many bytes are left, with its checksum.
    Packed {
        kind: [u8; 4],
        left: u64,
    },
}

/// Where the picture's data stand.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Data {
    #[default]
    Before,
    Inside,
    After,
}

#[derive(Debug, Default)]
struct Png {
    state: State,
    header: bool,
    palette: bool,
    /// Colours are numbers of the palette.
    indexed: bool,
    data: Data,
    width: u64,
    height: u64,
    frames: Option<u64>,
    frames_seen: u64,
}

impl Walk for Png {
    fn begin(&self) -> Step {
        Step::want(8)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        match self.state {
            State::Signature => {
                self.state = State::Chunk;
                if window != b"\x89PNG\r\n\x1A\n" {
                    notes.malformed(at);
                    return Step::Broken;
                }
                Step::want(8)
            }
            State::Chunk => {
                let header = window.len().saturating_sub(8);
                let kind = take(window, header + 4);
                self.chunk(be32(window, header), kind, at + header as u64, notes)
            }
            State::Header => {
                self.header(window, at, notes);
                self.next()
            }
            State::Animation => {
                self.frames = Some(be32(window, 0));
                notes.expect(self.frames != Some(0), at);
                self.next()
            }
            State::Frame => {
                self.frame(window, at, notes);
                self.next()
            }
            State::Packed { kind, left } => {
                unpack(kind, window, at, notes);
                self.state = State::Chunk;
                Step::skip(left, 8)
            }
        }
    }
}

impl Png {
    fn next(&mut self) -> Step {
        self.state = State::Chunk;
        Step::want(8)
    }

    fn chunk(&mut self, len: u64, kind: [u8; 4], at: u64, notes: &mut Notes) -> Step {
        // Lengths have 31 bits, types are letters; what breaks that was never a chunk.
        if len > 0x7FFF_FFFF || !kind.iter().all(u8::is_ascii_alphabetic) {
            notes.malformed(at);
            return Step::Broken;
        }
        // Apple's tools write `CgBI` before the header.
        notes.expect(self.header || matches!(&kind, b"IHDR" | b"CgBI"), at);
        if &kind != b"IDAT" && self.data == Data::Inside {
            self.data = Data::After;
        }
        notes.looker.part();
        match &kind {
            b"IHDR" if len == 13 && !self.header => {
                self.header = true;
                self.state = State::Header;
                return Step::want(HEADER);
            }
            b"PLTE" => {
                let fits = (1..=768).contains(&len) && len % 3 == 0;
                notes.expect(fits && !self.palette && self.data == Data::Before, at);
                self.palette = true;
            }
            b"IDAT" => {
                notes.expect(self.data != Data::After && (self.palette || !self.indexed), at);
                self.data = Data::Inside;
            }
            b"IEND" => {
                let has_all = self.frames.is_none_or(|frames| frames == self.frames_seen);
                notes.expect(len == 0 && self.data != Data::Before && has_all, at);
                notes.frames = self.frames.unwrap_or(1);
                return Step::End { over: len + 4 };
            }
            b"acTL" if len == 8 => {
                self.state = State::Animation;
                return Step::want(12);
            }
            b"fcTL" if len == 26 => {
                self.state = State::Frame;
                return Step::want(30);
            }
            b"IHDR" | b"acTL" | b"fcTL" => notes.malformed(at),
            b"fdAT" | b"CgBI" | b"tRNS" | b"hIST" => {}
            b"zTXt" | b"iTXt" | b"iCCP" if len > 0 => {
                let now = at_once(len);
                self.state = State::Packed { kind, left: len - now as u64 + 4 };
                return Step::want(now);
            }
            // No decoder goes on behind a critical chunk it does not know.
            _ if kind.first().is_some_and(u8::is_ascii_uppercase) => notes.malformed(at),
            // `tEXt`, `eXIf` and whatever programs keep for themselves.
            _ => return Step::look(len, 12),
        }
        Step::skip(len + 4, 8)
    }

    fn header(&mut self, window: &[u8], at: u64, notes: &mut Notes) {
        (self.width, self.height) = (be32(window, 0), be32(window, 4));
        notes.size(self.width, self.height, at);
        self.indexed = window.get(9) == Some(&3);
        let body = window.get(..13).unwrap_or_default();
        if !is_header(body) || be32(window, 13) != u64::from(crc32(&[b"IHDR", body])) {
            notes.malformed(at);
        }
    }

    fn frame(&mut self, window: &[u8], at: u64, notes: &mut Notes) {
        self.frames_seen += 1;
        let (width, height) = (be32(window, 4), be32(window, 8));
        let (x, y) = (be32(window, 12), be32(window, 16));
        if width == 0 || height == 0 || x + width > self.width || y + height > self.height {
            notes.malformed(at);
        }
    }
}

/// The first [`CARRY`] bytes of a chunk that may be packed: its own words, and what comes out of it.
fn unpack(kind: [u8; 4], chunk: &[u8], at: u64, notes: &mut Notes) {
    debug_assert!(chunk.len() <= CARRY);
    notes.look(chunk, at);
    let Some(keyword) = memchr::memchr(0, chunk) else { return };
    let behind = chunk.get(keyword + 1..).unwrap_or_default();
    let packed = match (&kind, behind) {
        (b"zTXt" | b"iCCP", [0, packed @ ..]) => packed,
        (b"iTXt", [1, 0, rest @ ..]) => {
            // A language and a translated keyword, each ended by NUL.
            let mut parts = rest.splitn(3, |b| *b == 0);
            parts.nth(2).unwrap_or_default()
        }
        _ => return,
    };
    notes.look_packed(packed, at);
}
