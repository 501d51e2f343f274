//! Boxes (ISO/IEC 14496-12): MP4, `QuickTime`, HEIF and AVIF; and JPEG 2000 and JPEG XL, which use them too.

use crate::upload::read::{be32, take};
use crate::upload::walk::step::{Cut, Notes, Step, Walk, at_once};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Brand {
    Heif,
    Jp2,
    Jxl,
    Movie,
    Other,
}

#[derive(Debug, Clone, Copy)]
enum State {
    Begin,
    Header,
    /// The long form of a box's size.
    Long([u8; 4]),
    /// The beginning of a box that is read, and how much of it follows.
    Body {
        kind: [u8; 4],
        left: u64,
    },
}

#[derive(Debug)]
pub(in crate::upload) struct Boxes {
    brand: Brand,
    state: State,
    count: u64,
    /// Where the box begins that is passed over, and its header.
    begins: u64,
    header: [u8; 8],
    known: bool,
    /// The box was seen without which there is nothing to show.
    content: bool,
}

impl Boxes {
    pub(in crate::upload) fn new(brand: Brand) -> Self {
        Self { brand, state: State::Begin, count: 0, begins: 0, header: [0; 8], known: true, content: false }
    }
}

/// Boxes that stand at the top of a file. One that is not listed counts when it fits the file; one that does not fit
/// is what something else looks like when it is read as a box.
const TOP: [&[u8; 4]; 37] = [
    b"mpvd", b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"meta", b"free", b"skip", b"wide",
    b"pnot", b"sidx", b"ssix", b"prft", b"emsg", b"uuid", b"udta", b"PICT", b"idat", b"pdin", b"mvex",
    b"sefd", b"jP  ", b"jp2h", b"jp2c", b"jp2i", b"JXL ", b"jxlc", b"jxlp", b"jxli", b"jxll", b"jbrd",
    b"brob", b"Exif", b"xml ", b"jumb",
];

/// The longest size of a JPEG XL codestream has 68 bits.
const JXL_SIZE: u64 = 9;
/// What is left of a box without a length.
const TO_THE_END: u64 = u64::MAX;

impl Walk for Boxes {
    fn begin(&self) -> Step {
        // The shortest JPEG XL file is a bare codestream of a few bytes.
        Step::want(if self.brand == Brand::Jxl { 2 } else { 8 })
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let from = at + window.len() as u64;
        match self.state {
            State::Begin if self.brand == Brand::Jxl => {
                self.state = State::Header;
                match window {
                    [0xFF, 0x0A] => {
                        self.state = State::Body { kind: *b"\xFF\x0A  ", left: TO_THE_END };
                        Step::want(at_once(JXL_SIZE))
                    }
                    _ => Step::skip(10, 8), // the signature box has 12 bytes
                }
            }
            State::Begin | State::Header => self.header(window, at, notes),
            State::Long(kind) => {
                let size = u64::from_be_bytes(take(window, 0));
                // Positions beyond 2^63 are those of an overflow, not of a file.
                let in_reach = |body: &u64| from.checked_add(*body).is_some_and(|to| to >> 63 == 0);
                if let Some(body) = size.checked_sub(16).filter(in_reach) {
                    return self.body(kind, body, notes);
                }
                notes.malformed(at);
                Step::Broken
            }
            State::Body { kind, left } => {
                match &kind {
                    b"meta" => item_sizes(window, at, notes),
                    b"moov" => track_sizes(window, at, notes),
                    b"jp2h" => {
                        if let Some(header) = children(window).find(|(kind, _)| *kind == b"ihdr") {
                            notes.size(be32(header.1, 4), be32(header.1, 0), at);
                        }
                    }
                    b"jxlc" | b"jxlp" | b"\xFF\x0A  " => {
                        let stream = match &kind {
                            b"jxlc" => window.strip_prefix(&[0xFF, 0x0A]),
                            b"jxlp" => window.get(4..).and_then(|stream| stream.strip_prefix(&[0xFF, 0x0A])),
                            _ => Some(window),
                        };
                        if let Some((width, height)) = stream.and_then(jxl_size) {
                            notes.size(width, height, at);
                        }
                        if left == TO_THE_END {
                            return Step::Open;
                        }
                    }
                    _ => {}
                }
                if matches!(&kind, b"meta" | b"moov") {
                    notes.look(window, at);
                    return self.next(Step::look(left, 8));
                }
                self.next(Step::skip(left, 8))
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        match self.state {
            State::Header if over == 0 && have.is_empty() && self.content => Cut::Whole,
            State::Header if over == 0 && self.content => Cut::Behind,
            // Something else, read as a box, has any length.
            State::Header if self.content && !self.known => {
                Cut::Foreign { from: self.begins, first: self.header }
            }
            _ => Cut::Truncated,
        }
    }

    fn ends(&mut self, _source: &crate::upload::source::Source<'_>, notes: &mut Notes) {
        if self.brand == Brand::Jp2 && notes.pixels.is_none() {
            notes.malformed(0);
        }
        if notes.frames == 0 && notes.pixels.is_some() {
            notes.frames = 1;
        }
    }
}

impl Boxes {
    fn next(&mut self, step: Step) -> Step {
        self.state = State::Header;
        step
    }

    fn header(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let kind: [u8; 4] = take(window, 4);
        let size = be32(window, 0);
        let known = TOP.contains(&&kind);
        if self.count > 0 && !known && !kind.iter().all(|b| matches!(b, 0x20..=0x7E | 0xA9)) {
            return Step::Behind;
        }
        self.count += 1;
        self.begins = at;
        self.header = take(window, 0);
        self.known = known;
        self.state = State::Header;
        match size {
            0 if known => {
                self.content |= is_content(self.brand, kind);
                if !self.content {
                    notes.malformed(at);
                }
                // A codestream that goes on to the end of the file still tells its size at its beginning.
                if matches!(&kind, b"jxlc" | b"jxlp") {
                    self.state = State::Body { kind, left: TO_THE_END };
                    return Step::want(at_once(2 + JXL_SIZE + if &kind == b"jxlp" { 4 } else { 0 }));
                }
                Step::Open
            }
            1 => {
                self.state = State::Long(kind);
                Step::want(8)
            }
            0..=7 if self.count > 1 && !known => Step::Behind,
            0..=7 => {
                notes.malformed(at);
                Step::Broken
            }
            _ => self.body(kind, size - 8, notes),
        }
    }

    fn body(&mut self, kind: [u8; 4], body: u64, notes: &mut Notes) -> Step {
        self.content |= is_content(self.brand, kind);
        // Where a photo keeps its film.
        if &kind == b"mpvd" && self.brand == Brand::Heif {
            notes.film = notes.film.or(Some(self.begins));
        }
        notes.looker.part();
        let most = match &kind {
            b"meta" if self.brand == Brand::Heif => body,
            b"moov" | b"jp2h" => body,
            b"jxlc" => body.min(2 + JXL_SIZE),
            b"jxlp" => body.min(4 + 2 + JXL_SIZE),
            _ => 0,
        };
        if most > 0 {
            let now = at_once(most);
            self.state = State::Body { kind, left: body - now as u64 };
            return Step::want(now);
        }
        match &kind {
            b"mdat" | b"moof" | b"jp2c" | b"jxlp" | b"jxlc" | b"jbrd" | b"brob" | b"free" | b"skip" => {
                self.next(Step::skip(body, 8))
            }
            _ => self.next(Step::look(body, 8)),
        }
    }
}

fn is_content(brand: Brand, kind: [u8; 4]) -> bool {
    match brand {
        Brand::Heif => matches!(&kind, b"meta" | b"moov"),
        Brand::Jp2 => &kind == b"jp2c",
        Brand::Jxl => matches!(&kind, b"jxlc" | b"jxlp"),
        Brand::Movie => matches!(&kind, b"moov" | b"moof"),
        Brand::Other => true,
    }
}

/// The boxes that stand in `inside`, as far as it goes.
fn children(inside: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = inside;
    std::iter::from_fn(move || {
        let (header, behind) = rest.split_first_chunk::<8>()?;
        let kind = rest.get(4..)?.first_chunk()?;
        let body = match be32(header, 0) {
            0 => behind.len(),
            size => usize::try_from(size).ok()?.checked_sub(8)?,
        };
        rest = behind.get(body..).unwrap_or_default();
        Some((kind, behind.get(..body).unwrap_or(behind)))
    })
}

fn child(inside: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    children(inside).find(|(kind, _)| **kind == wanted).map(|(_, body)| body)
}

/// `meta`: the sizes of all items (`iprp`, `ipco`, `ispe`; ISO/IEC 23008-12).
fn item_sizes(meta: &[u8], at: u64, notes: &mut Notes) {
    let properties = || child(child(meta.get(4..)?, *b"iprp")?, *b"ipco");
    for (kind, body) in children(properties().unwrap_or_default()) {
        if kind == b"ispe" {
            notes.size(be32(body, 4), be32(body, 8), at);
        }
    }
}

/// `moov`: the sizes of its tracks, which are 0 where the track is not one of pictures.
fn track_sizes(moov: &[u8], at: u64, notes: &mut Notes) {
    for (kind, track) in children(moov) {
        let header = if kind == b"trak" { child(track, *b"tkhd") } else { None };
        let Some(sides) = header.and_then(|header| header.last_chunk::<8>()) else { continue };
        let (width, height) = (be32(sides, 0) >> 16, be32(sides, 4) >> 16);
        if width > 0 && height > 0 {
            notes.size(width, height, at);
        }
    }
}

/// The size at the beginning of a JPEG XL codestream (ISO/IEC 18181-1, annex D.2), bits from the lowest.
fn jxl_size(stream: &[u8]) -> Option<(u64, u64)> {
    let bits = u128::from_le_bytes({
        let mut bytes = [0; 16];
        let n = stream.len().min(16);
        bytes.get_mut(..n)?.copy_from_slice(stream.get(..n)?);
        bytes
    });
    let mut at = 0;
    let mut read = |n: u32| {
        let value = u64::try_from((bits >> at) & ((1 << n) - 1)).unwrap_or_default(); // `n` is at most 30
        at += n;
        value
    };
    let small = read(1) == 1;
    let side = |read: &mut dyn FnMut(u32) -> u64| {
        if small {
            return (read(5) + 1) * 8;
        }
        let n = match read(2) {
            0 => 9,
            1 => 13,
            2 => 18,
            _ => 30,
        };
        read(n) + 1
    };
    let height = side(&mut read);
    let width = match read(3) {
        0 => side(&mut read),
        1 => height,
        2 => height * 12 / 10,
        3 => height * 4 / 3,
        4 => height * 3 / 2,
        5 => height * 16 / 9,
        6 => height * 5 / 4,
        _ => height * 2,
    };
    Some((width, height))
}
