//! RIFF and its elder brother IFF: `WebP` (RFC 9649), WAV, AVI, animated cursors, AIFF, ILBM.

use super::answer::{BROKEN, CUT, Check, NO, Seen, ensure, has_control, is, is_tag};
use super::row::Mark::{Loose, Shown};
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{be16, be32, le16, le24, le32, take};
use crate::upload::sniffed::{Family, Sniffed};
use crate::upload::walk::step::{Cut, Notes, Pass, Step, Walk, Walking};

types! {
    WEBP "image/webp" Image ["webp"] ["image/x-webp"] { marks: &[Shown], walk: WEBP };
    ANI "application/x-navi-animation" Image ["ani"] [] { marks: &[Loose], walk: ANI };
    ILBM "image/x-ilbm" Image ["iff" "lbm" "ilbm"] ["image/x-iff"] { marks: &[Loose], walk: ILBM };
    WAV "audio/wav" Audio ["wav" "wave"] ["audio/vnd.wave" "audio/x-wav" "audio/wave" "audio/x-pn-wav"] { walk: WAV };
    RF64 "audio/x-rf64" Audio ["rf64" "wav"] ["audio/wav" "audio/vnd.wave" "audio/x-wav"] of WAV;
    AIFF "audio/aiff" Audio ["aiff" "aif" "aifc"] ["audio/x-aiff" "sound/aiff" "audio/x-aifc"] { walk: AIFF };
    QCP "audio/qcelp" Audio ["qcp"] [];
    SOUNDFONT "audio/x-soundfont" Audio ["sf2"] ["audio/x-sfbk"];
    AVI "video/x-msvideo" Video ["avi"] ["video/avi" "video/msvideo" "video/vnd.avi" "application/x-troff-msvideo"] { walk: AVI };
}

const WEBP: Option<Walking> = Walking::sized(|| Box::new(Riff::new(Form::WebP)));
const ANI: Option<Walking> = Walking::steps(|| Box::new(Riff::new(Form::Ani)));
const ILBM: Option<Walking> = Walking::sized(|| Box::new(Riff::new(Form::Ilbm)));
const WAV: Option<Walking> = Walking::steps(|| Box::new(Riff::new(Form::Wav)));
const AIFF: Option<Walking> = Walking::steps(|| Box::new(Riff::new(Form::Aiff)));
const AVI: Option<Walking> = Walking::steps(|| Box::new(Riff::new(Form::Avi)));

pub(super) const FORMAT: Format = Format {
    signatures: &[sign(b"FORM", form), sign(b"RF64", riff), sign(b"RIFF", riff), sign(b"RIFX", riff)],
    ..Format::of(TYPES)
};

/// RIFF and its relatives: the form, then the first chunk, whose beginning each form prescribes.
fn riff(s: &Seen<'_>) -> Check {
    let form = s.get(8, 4)?;
    let chunk = s.get(12, 4)?;
    let size = s.u32_le(16)?;
    let big = s.starts_with(b"RIFX");
    match form {
        b"WEBP" => webp(s, chunk, size),
        b"WAVE" => wave(s, chunk, big),
        b"AVI " => {
            ensure(chunk == b"LIST" && s.get(20, 4)? == b"hdrl")?;
            is(FileType::AVI)
        }
        b"ACON" => {
            ensure(matches!(chunk, b"anih" | b"LIST" | b"JUNK"))?;
            is(FileType::ANI)
        }
        b"QLCM" => {
            ensure(chunk == b"fmt ")?;
            is(FileType::QCP)
        }
        b"sfbk" => {
            ensure(chunk == b"LIST")?;
            is(FileType::SOUNDFONT)
        }
        b"RMID" => {
            ensure(chunk == b"data" && s.get(20, 4)? == b"MThd")?;
            is(FileType::MIDI)
        }
        _ if is_tag(form) && is_tag(chunk) && s.u32_le(4)? >= 4 && has_control(s.get(4, 4)?) => {
            Ok(Sniffed::Family(Family::Riff))
        }
        _ => BROKEN,
    }
}

/// WebP (RFC 9649, section 2): each of the three kinds has marks in its first chunk.
fn webp(s: &Seen<'_>, chunk: &[u8], size: u32) -> Check {
    let fits = match chunk {
        b"VP8 " => size >= 10 && s.get(23, 3)? == b"\x9D\x01\x2A",
        b"VP8L" => {
            let &[mark, _, _, _, last] = s.get(20, 5)? else { return BROKEN };
            size >= 5 && mark == 0x2F && last >> 5 == 0
        }
        b"VP8X" => size == 10 && s.get(20, 10)?[1..4] == [0, 0, 0],
        _ => false,
    };
    ensure(fits)?;
    is(FileType::WEBP)
}

/// WAVE: the format chunk, perhaps after others.
fn wave<'a>(s: &Seen<'a>, mut chunk: &'a [u8], big: bool) -> Check {
    let long = s.starts_with(b"RF64");
    let mut at = 12_u64;
    // Chunks before the format are rare and few.
    for _ in 0..16 {
        let size = if big { s.u32_be(at + 4)? } else { s.u32_le(at + 4)? };
        if !is_tag(chunk) {
            return BROKEN;
        }
        if chunk == b"fmt " {
            let channels = if big { s.u16_be(at + 10)? } else { s.u16_le(at + 10)? };
            let fits = (14..=4096).contains(&size) && (1..=1024).contains(&channels);
            ensure(fits)?;
            return is(if long { FileType::RF64 } else { FileType::WAV });
        }
        at += 8 + u64::from(size) + u64::from(size & 1);
        match s.source.get(at, 4) {
            Some(next) => chunk = next,
            // The rest is behind the seen part.
            None => return if size > 16 && at > s.len() { is(FileType::WAV) } else { CUT },
        }
    }
    BROKEN
}

/// IFF forms: AIFF, and pictures of the same container.
fn form(s: &Seen<'_>) -> Check {
    let (form, chunk) = (s.get(8, 4)?, s.get(12, 4)?);
    let size = s.u32_be(16)?;
    match form {
        b"AIFF" | b"AIFC" => {
            ensure(is_tag(chunk) && (chunk != b"COMM" || (18..=1024).contains(&size)))?;
            is(FileType::AIFF)
        }
        b"ILBM" | b"PBM " => {
            ensure(is_tag(chunk) && (chunk != b"BMHD" || size == 20))?;
            is(FileType::ILBM)
        }
        _ => NO,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    WebP,
    Wav,
    Avi,
    Ani,
    Aiff,
    Ilbm,
}

impl Form {
    /// IFF writes the most significant byte first.
    fn is_iff(self) -> bool {
        matches!(self, Self::Aiff | Self::Ilbm)
    }
}

#[derive(Debug, Clone, Copy)]
enum State {
    Header,
    /// The beginning of a further part of a long AVI file, or what follows the last.
    Again,
    Chunk,
    /// The beginning of a chunk's data, and how much of the chunk follows it.
    Data {
        kind: [u8; 4],
        left: u64,
    },
}

#[derive(Debug)]
struct Riff {
    form: Form,
    state: State,
    /// Where the outermost chunk ends; a byte of padding may follow.
    end: u64,
    chunks: u64,
    canvas: Option<(u64, u64)>,
    animated: bool,
    /// Where the animation frame ends whose parts are being read, and its size.
    frame: Option<(u64, u64, u64)>,
    picture: bool,
}

impl Riff {
    pub(super) fn new(form: Form) -> Self {
        Self {
            form,
            state: State::Header,
            end: 0,
            chunks: 0,
            canvas: None,
            animated: false,
            frame: None,
            picture: false,
        }
    }
}

impl Walk for Riff {
    fn begin(&self) -> Step {
        Step::want(12)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        match self.state {
            State::Header => {
                let size = self.number(window, 4);
                // Writers to a pipe cannot go back and fill in the size.
                if matches!(size, 0 | 0xFFFF_FFFF) && !matches!(self.form, Form::WebP | Form::Ilbm) {
                    return Step::Open;
                }
                if size < 4 {
                    notes.malformed(at + 4);
                    return Step::Broken;
                }
                self.end = at + 8 + size;
                self.next(at + 12, 0, Pass::Skip, notes)
            }
            State::Again => {
                if !window.starts_with(b"RIFF") || !window.ends_with(b"AVIX") {
                    return Step::Behind;
                }
                let size = self.number(window, 4).max(4);
                self.end = at + 8 + size;
                self.next(at + 12, 0, Pass::Skip, notes)
            }
            State::Chunk => self.chunk(window, at, notes),
            State::Data { kind, left } => {
                let from = at + window.len() as u64;
                match self.form {
                    Form::WebP => self.webp(kind, window, at, notes),
                    Form::Ilbm => notes.size(be16(window, 0), be16(window, 2), at),
                    // Lists are texts, but for the one of the film itself.
                    _ if window == b"movi" => {}
                    _ => return self.next(from, left, Pass::Look, notes),
                }
                self.next(from, left, Pass::Skip, notes)
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        match self.state {
            State::Again if over > 0 => Cut::Truncated,
            State::Again if have.is_empty() => Cut::Whole,
            State::Again => Cut::Behind,
            _ => Cut::Truncated,
        }
    }
}

impl Riff {
    fn number(&self, window: &[u8], at: usize) -> u64 {
        if self.form.is_iff() { be32(window, at) } else { le32(window, at) }
    }

    /// Over `over` bytes from `from` to the next chunk, or to the end.
    fn next(&mut self, from: u64, over: u64, pass: Pass, notes: &mut Notes) -> Step {
        let to = from + over;
        if self.end.saturating_sub(to) >= 8 {
            self.state = State::Chunk;
            return Step::Go { over, pass, want: 8 };
        }
        // A last chunk's padding is often missing, or not counted.
        let end = if to > self.end + 1 { to } else { self.end };
        if end != self.end {
            notes.malformed(from);
        }
        if self.form == Form::WebP && !self.picture {
            notes.malformed(from);
        }
        if self.form == Form::Avi {
            self.state = State::Again;
            return Step::skip(end.saturating_sub(from), 12);
        }
        Step::End { over: end.saturating_sub(from) }
    }

    fn chunk(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let kind: [u8; 4] = take(window, 0);
        let size = self.number(window, 4);
        let from = at + 8;
        let padded = size + size % 2;
        self.chunks += 1;
        notes.looker.part();
        // ImageMagick 6 ends the name of this one as C does.
        if !kind.iter().all(|b| matches!(b, 0x20..=0x7E | 0xA9)) && kind != *b"XMP\0" {
            // Of zeros, or of nothing: what fills the outermost chunk up.
            if window.iter().any(|b| *b != 0) {
                notes.malformed(at);
            }
            return Step::End { over: self.end.saturating_sub(from) };
        }
        if from + size > self.end {
            // A recorder that was switched off leaves the sizes of its first second.
            if kind == *b"data" && self.form == Form::Wav {
                return Step::Open;
            }
            notes.malformed(at);
            return Step::End { over: self.end.saturating_sub(from) };
        }
        if self.frame.is_some_and(|(end, ..)| from + size > end + 1 && at < end) {
            notes.malformed(at);
        }
        let begins = match (self.form, &kind) {
            (Form::WebP, b"VP8 " | b"VP8X") => 10,
            (Form::WebP, b"VP8L") => 5,
            (Form::WebP, b"ANMF") => 16,
            (Form::Ilbm, b"BMHD") => 20,
            (Form::Avi, b"LIST") => 4,
            _ => 0,
        };
        if self.form == Form::WebP && self.chunks == 1 && !kind.starts_with(b"VP8") {
            notes.malformed(at);
        }
        if begins > 0 {
            if size < begins {
                notes.malformed(at);
            } else {
                let want = usize::try_from(begins).unwrap_or(1); // a number of the list above
                let mut left = padded - begins;
                if kind == *b"ANMF" {
                    self.frame = Some((from + size, 0, 0));
                    left = 0; // its parts are chunks too
                }
                self.state = State::Data { kind, left };
                return Step::want(want);
            }
        }
        let pass = match &kind {
            b"VP8 " | b"VP8L" | b"ALPH" | b"ANIM" | b"data" | b"SSND" | b"BODY" | b"idx1" | b"JUNK"
            | b"PAD " => Pass::Skip,
            _ => Pass::Look,
        };
        self.next(from, padded, pass, notes)
    }

    fn webp(&mut self, kind: [u8; 4], window: &[u8], at: u64, notes: &mut Notes) {
        let size = match &kind {
            b"VP8X" => {
                self.animated = window.first().is_some_and(|flags| flags & 0x02 != 0);
                if self.canvas.is_some() || self.chunks != 1 {
                    notes.malformed(at);
                }
                let canvas = (le24(window, 4) + 1, le24(window, 7) + 1);
                self.canvas = Some(canvas);
                return notes.size(canvas.0, canvas.1, at);
            }
            b"ANMF" => {
                self.picture = true;
                notes.frames += 1;
                let (x, y) = (2 * le24(window, 0), 2 * le24(window, 3));
                let (width, height) = (le24(window, 6) + 1, le24(window, 9) + 1);
                let fits = self.canvas.is_some_and(|canvas| x + width <= canvas.0 && y + height <= canvas.1);
                if !fits || !self.animated {
                    notes.malformed(at);
                }
                if let Some(frame) = &mut self.frame {
                    (frame.1, frame.2) = (width, height);
                }
                return;
            }
            b"VP8 " => {
                // Every still picture is a key frame: the lowest bit of its tag is 0, and a code follows.
                let key = window.first().is_some_and(|tag| tag & 1 == 0);
                if !key || window.get(3..6) != Some(&[0x9D, 0x01, 0x2A]) {
                    notes.malformed(at);
                }
                (le16(window, 6) & 0x3FFF, le16(window, 8) & 0x3FFF)
            }
            _ => {
                if window.first() != Some(&0x2F) {
                    notes.malformed(at);
                }
                let bits = le32(window, 1);
                ((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
            }
        };
        notes.size(size.0, size.1, at);
        // Decoders make room for the canvas and check the picture against it.
        let room = match self.frame.filter(|(end, ..)| at < *end) {
            Some((_, width, height)) => Some((width, height)),
            None if self.picture || self.animated => Some((0, 0)), // a second picture, or one beside the frames
            None => self.canvas,
        };
        if room.is_some_and(|room| room != size) {
            notes.malformed(at);
        }
        if self.frame.is_none() {
            notes.frames += 1;
        }
        self.picture = true;
    }
}
