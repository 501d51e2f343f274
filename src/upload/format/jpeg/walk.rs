//! JPEG: markers and segments (ITU-T T.81, Annex B), and the further pictures that MPF allows behind the first
//! (CIPA DC-007), and the film that telephones take with a photo.
//!
//! A film belongs to the photo where the metadata announces it, and where it is one to its last byte: whatever else
//! stands behind a picture does not.

use super::samsung;
use crate::upload::format::boxes::{Boxes, Brand};
use crate::upload::read::{be16, take};
use crate::upload::source::Source;
use crate::upload::walk::step::{Cut, Notes, Step, Walk, is_padding};
use memchr::memmem;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Start,
    /// One byte, which should be the FF of a marker.
    Marker,
    /// One byte behind FF, between segments.
    Code,
    /// The same inside the data of a scan, where FF 00 is a byte of value FF.
    ScanCode,
    /// FF and the byte behind it, in the data of a scan.
    Scan,
    /// The two bytes of a segment's length.
    Length(u8),
    Frame,
    ScanHeader,
    /// The name at the beginning of an application's segment, and how much follows it.
    Name(u64),
    /// XMP, whole.
    Xmp,
    /// Behind the end of the picture.
    Between,
    /// Behind the first byte there that fills nothing up.
    Lead(u8),
    /// In the blocks that Samsung's telephones write, of which one may be a film.
    Blocks,
    Film,
}

#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Default)]
pub(super) struct Jpeg {
    state: State,
    frame: bool,
    scan: bool,
    /// Further pictures are announced, by MPF or by XMP.
    several: bool,
    further: u32,
    /// How far from the end of the file films begin that are announced.
    films: Vec<u64>,
    /// Something stands behind the picture.
    has_begun: bool,
    lead_at: u64,
    /// The last bytes behind the end of the picture.
    last: [u8; 8],
    /// Where Samsung's blocks begin.
    blocks: Option<u64>,
    film: Option<Film>,
}

/// A film behind the picture.
#[derive(Debug)]
struct Film {
    at: u64,
    boxes: Boxes,
    /// Where it ended, if that was before the end of the file.
    ended: Option<u64>,
}

/// How much else may stand beside a film in Samsung's blocks: bytes.
const BLOCKS: u64 = 1 << 16;

/// The most films that are announced.
const FILMS: usize = 16;

/// The most pictures behind the first; panoramas and bursts have a few.
const FURTHER: u32 = 64;

impl Walk for Jpeg {
    fn begin(&self) -> Step {
        Step::want(2)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let first = window.first().copied().unwrap_or_default();
        match self.state {
            State::Start => {
                if window != [0xFF, 0xD8] {
                    notes.malformed(at);
                    return Step::Broken;
                }
                self.go(State::Marker, Step::want(1))
            }
            State::Marker if first == 0xFF => self.go(State::Code, Step::want(1)),
            // Decoders look for the next marker; some writers leave a byte or two of zeros.
            State::Marker if is_padding(first) => Step::want(1),
            State::Marker => {
                notes.malformed(at);
                Step::find(0xFF, 1)
            }
            State::Code | State::ScanCode => self.code(first, at, notes),
            State::Scan => {
                self.state = State::ScanCode;
                self.code(window.get(1).copied().unwrap_or_default(), at, notes)
            }
            State::Length(code) => self.segment(code, be16(window, 0), at, notes),
            State::Frame => {
                self.frame(window, at, notes);
                self.go(State::Marker, Step::want(1))
            }
            State::ScanHeader => {
                self.scan = true;
                // 1 to 4 components, two bytes each, and three bytes.
                let components = usize::from(first);
                if !self.frame || !(1..=4).contains(&components) || window.len() != 4 + 2 * components {
                    notes.malformed(at);
                }
                self.go(State::Scan, Step::find(0xFF, 2))
            }
            State::Name(left) => {
                notes.look(window, at);
                self.several |= window == b"MPF\0";
                if window == b"http" && left > 0 {
                    return self.go(State::Xmp, Step::want(crate::upload::walk::step::at_once(left)));
                }
                self.go(State::Marker, Step::look(left, 1))
            }
            State::Xmp => {
                notes.look(window, at);
                self.announced(window);
                self.go(State::Marker, Step::want(1))
            }
            State::Between => self.between(first, at),
            State::Lead(lead) => self.lead(lead, window, at, notes),
            State::Blocks => self.blocks(first, at, notes),
            State::Film => self.film(window, at, notes),
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, notes: &mut Notes) -> Cut {
        match self.state {
            State::Between => Cut::Whole,
            State::Lead(lead) => {
                let mut first = [0; 8];
                for (place, byte) in first.iter_mut().zip(std::iter::once(&lead).chain(have)) {
                    *place = *byte;
                }
                Cut::Foreign { from: self.lead_at, first }
            }
            // `expects` looks at them once more, from the end.
            State::Blocks => Cut::Foreign { from: self.blocks.unwrap_or_default(), first: *b"\x01Samsung" },
            State::Film => {
                self.film.as_mut().map_or(Cut::Truncated, |film| film.boxes.cut(have, over, notes))
            }
            _ => Cut::Truncated,
        }
    }

    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let Some(film) = &self.film else { return };
        let announced = self.films.iter().any(|length| film.at.checked_add(*length) == Some(source.len()));
        let listed = self.blocks.is_some_and(|from| samsung::lists(source, from, film.at, film.ended));
        // What stands behind the film must be the list of the blocks, in which it is one.
        if listed || (announced && film.ended.is_none()) {
            notes.film = Some(film.at);
        } else {
            notes.foreign = Some(film.at);
        }
    }

    fn expects(&self, source: &Source<'_>, from: u64) -> bool {
        // Encoders that write in words leave a byte or two behind; nothing fits into so few.
        self.film.is_none() && (source.len() - from <= 2 || samsung::is_trailer(source, from))
    }
}

impl Jpeg {
    fn go(&mut self, state: State, step: Step) -> Step {
        self.state = state;
        step
    }

    /// The code of a marker, behind its FF.
    fn code(&mut self, code: u8, at: u64, notes: &mut Notes) -> Step {
        match code {
            0xFF => Step::want(1), // any number of FF may stand before a code
            0x00 | 0xD0..=0xD7 if self.state == State::ScanCode => self.go(State::Scan, Step::find(0xFF, 2)),
            0x01 | 0xD0..=0xD7 => self.go(State::Marker, Step::want(1)),
            0x00 | 0xD8 => {
                notes.malformed(at);
                self.go(State::Marker, Step::want(1))
            }
            0xD9 => {
                if !self.frame || !self.scan {
                    notes.malformed(at);
                }
                self.last = [0xFF; 8];
                self.has_begun = false;
                self.go(State::Between, Step::want(1))
            }
            _ => self.go(State::Length(code), Step::want(2)),
        }
    }

    /// What the XMP of a photo says of the files behind it: Google's first form (`MicroVideoOffset`), and its second, a
    /// list of items with kind, purpose and length.
    fn announced(&mut self, xmp: &[u8]) {
        self.films.extend(number_behind(xmp, b"MicroVideoOffset"));
        let mut pictures = 0;
        for begin in memmem::find_iter(xmp, b"<rdf:li") {
            let item = xmp.get(begin + 7..).unwrap_or_default();
            let item = memmem::find(item, b"<rdf:li").and_then(|end| item.get(..end)).unwrap_or(item);
            let has = |text: &[u8]| memmem::find(item, text).is_some();
            if [&b"MotionPhoto\""[..], b"MotionPhoto'", b"MotionPhoto<"].iter().any(|end| has(end))
                || has(b"video/mp4")
                || has(b"video/quicktime")
            {
                self.films.extend(number_behind(item, b":Length"));
            }
            pictures += u32::from(has(b"image/jpeg"));
        }
        self.several |= pictures > 1;
        self.films.truncate(FILMS);
    }

    fn between(&mut self, byte: u8, at: u64) -> Step {
        let before = self.last;
        self.last.rotate_left(1);
        self.last[7] = byte;
        match byte {
            0xD8 if before[7] == 0xFF && self.several && self.further < FURTHER && self.has_begun => {
                self.further += 1;
                (self.frame, self.scan) = (false, false);
                self.go(State::Marker, Step::want(1))
            }
            byte if is_padding(byte) => {
                self.has_begun = true;
                Step::want(1)
            }
            byte => {
                self.lead_at = at;
                self.go(State::Lead(byte), Step::want(4))
            }
        }
    }

    /// The first byte behind the picture that fills nothing up, and four more: the beginning of a film, or of Samsung's
    /// blocks.
    fn lead(&mut self, lead: u8, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let next: [u8; 4] = take(window, 0);
        // `last` ends with the byte before these.
        let before: [u8; 4] = take(&self.last, 3);
        if &next == b"ftyp" && before.ends_with(&[0, 0, 0]) {
            return self.begin_film([0, 0, 0, lead], 0, at - 4, notes);
        }
        // A size of 32 looks like a space.
        if lead == b'f' && next.starts_with(b"typ") && before == [0, 0, 0, 0x20] {
            return self.begin_film(before, 1, at - 5, notes);
        }
        if before.ends_with(&[0, 0]) && next[0] == 0x0A {
            self.blocks = Some(at - 3);
            return self.go(State::Blocks, Step::want(1));
        }
        Step::Beyond { from: self.lead_at, first: [lead, next[0], next[1], next[2], next[3]] }
    }

    /// `over` bytes of the first box were shown already.
    fn begin_film(&mut self, size: [u8; 4], over: u64, at: u64, notes: &mut Notes) -> Step {
        let mut film = Film { at, boxes: Boxes::new(Brand::Movie), ended: None };
        let [a, b, c, d] = size;
        let step = film.boxes.step(&[a, b, c, d, b'f', b't', b'y', b'p'], at, notes);
        self.film = Some(film);
        self.state = State::Film;
        match step {
            Step::Go { over: far, pass, want } => Step::Go { over: far.saturating_sub(over), pass, want },
            step => step,
        }
    }

    fn blocks(&mut self, byte: u8, at: u64, notes: &mut Notes) -> Step {
        self.last.rotate_left(1);
        self.last[7] = byte;
        if let [0, 0, 0, size, b'f', b't', b'y', b'p'] = self.last {
            return self.begin_film([0, 0, 0, size], 0, at - 7, notes);
        }
        if at - self.blocks.unwrap_or(at) > BLOCKS {
            // Too much of it to be looked at.
            return Step::Beyond { from: self.blocks.unwrap_or(at), first: *b"\x01SEFX" };
        }
        Step::want(1)
    }

    fn film(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let Some(film) = &mut self.film else { return Step::Broken };
        match film.boxes.step(window, at, notes) {
            Step::Behind => {
                film.ended = Some(at);
                Step::Open
            }
            step => step,
        }
    }

    fn segment(&mut self, code: u8, length: u64, at: u64, notes: &mut Notes) -> Step {
        let Some(body) = length.checked_sub(2) else {
            notes.malformed(at);
            return Step::Broken;
        };
        notes.looker.part();
        match code {
            // SOF0 to SOF15, without DHT, JPG and DAC between them.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF if body > 0 => {
                self.go(State::Frame, Step::want(crate::upload::walk::step::at_once(body)))
            }
            0xDA if body > 0 => {
                self.go(State::ScanHeader, Step::want(crate::upload::walk::step::at_once(body)))
            }
            0xE0..=0xEF if body >= 4 => self.go(State::Name(body - 4), Step::want(4)),
            0xE0..=0xEF | 0xFE => self.go(State::Marker, Step::look(body, 1)),
            0xC0..=0xDF | 0xF0..=0xFD => self.go(State::Marker, Step::skip(body, 1)),
            _ => {
                notes.malformed(at); // reserved
                self.go(State::Marker, Step::skip(body, 1))
            }
        }
    }

    fn frame(&mut self, window: &[u8], at: u64, notes: &mut Notes) {
        // Height 0 means that a segment behind the first scan tells it; no decoder of browsers reads that one.
        notes.size(be16(window, 3), be16(window, 1), at);
        let components = window.get(5).copied().map_or(0, usize::from);
        if self.frame || components == 0 || window.len() != 6 + 3 * components {
            notes.malformed(at);
        }
        self.frame = true;
        notes.frames += 1;
    }
}

/// The number behind a name, as an attribute or as an element.
fn number_behind(xmp: &[u8], name: &[u8]) -> Option<u64> {
    let at = memmem::find(xmp, name)? + name.len();
    let rest = xmp.get(at..)?;
    let begin = rest.iter().take(8).position(u8::is_ascii_digit)?;
    let digits = rest.get(begin..)?.iter().take(12).take_while(|b| b.is_ascii_digit());
    Some(digits.fold(0, |sum, digit| sum * 10 + u64::from(digit - b'0'))).filter(|length| *length > 0)
}
