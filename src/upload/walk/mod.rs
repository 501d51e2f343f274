//! [`Walker`]: follows a format's own lengths from its first byte to its last, without decoding anything.
//!
//! A picture that decoders show can still hold a second file: behind its end, in its comments, in a chunk that no
//! decoder reads. So each format is walked by its lengths, and what is said here is said of the whole file: where the
//! format ends and whether anything follows it, whether it ends before its end, whether its parts contradict
//! each other, how many pixels a decoder would have to make room for, and whether its texts hold markup.
//!
//! A [`Walk`] never sees more than the bytes it asked for, so its answers cannot depend on how the file was cut into
//! pieces; the driver carries at most [`CARRY`] bytes from one piece to the next.

pub(super) mod step;
mod still;

#[cfg(test)]
mod tests;

use super::finding::{FindingKind, Findings};
use super::source::{End, Scan, Source};
use step::{CARRY, Cut, How, Notes, Pass, Step, Walk, Walking, is_padding};
use still::Still;

/// What a walk tells besides its findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// Width times height of the canvas, or of the largest picture where there are several.
    pub(super) pixels: Option<u64>,
    /// Pictures in a row: frames of an animation. 0 where they are not counted.
    pub(super) frames: u64,
    /// True where the format is one whose size in pixels is read here: then `pixels` without a value is suspect.
    pub(super) sized: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Walking,
    /// Behind the end: what stands there counts unless it is padding.
    Behind,
    /// Nothing more to see.
    Done,
}

/// How many bytes of what follows the end are kept, to tell what it is.
const BEHIND: usize = 16;

/// Follows one file from its first byte.
#[derive(Debug)]
pub(super) struct Walker {
    format: Box<dyn Walk>,
    sized: bool,
    notes: Notes,
    phase: Phase,
    /// The file's offset of the next byte pushed.
    at: u64,
    over: u64,
    pass: Pass,
    want: usize,
    /// True while `over` leads to the end, not to more bytes to be shown.
    ending: bool,
    /// What there is of the bytes asked for, where they came in several pieces.
    carry: Vec<u8>,
    trailing: Option<u64>,
    behind: Vec<u8>,
}

impl Walker {
    pub(super) fn new(walking: Walking) -> Self {
        let format: Box<dyn Walk> = match walking.how {
            How::Steps(begin) => begin(),
            How::Head(read) => Box::new(Still { read: Some(read) }),
            How::Titles => Box::new(Still { read: None }),
        };
        let mut walker = Self {
            format,
            sized: walking.sized,
            notes: Notes::default(),
            phase: Phase::Walking,
            at: 0,
            over: 0,
            pass: Pass::Skip,
            want: 1,
            ending: false,
            carry: Vec::new(),
            trailing: None,
            behind: Vec::new(),
        };
        let begin = walker.format.begin();
        walker.follow(begin, &[], 0);
        walker
    }

    /// The findings, and what the policy wants to know of a picture.
    pub(super) fn report(mut self, source: &Source<'_>, findings: &mut Findings) -> Shape {
        let mut truncated = false;
        if self.phase == Phase::Walking {
            let carry = std::mem::take(&mut self.carry);
            match self.format.cut(&carry, self.over, &mut self.notes) {
                _ if self.ending => truncated = true,
                Cut::Whole => {}
                Cut::Truncated => truncated = true,
                Cut::Behind => {
                    let from = self.at.saturating_sub(carry.len() as u64);
                    self.seen_behind(&carry, from);
                }
                Cut::Foreign { from, first } => self.seen_behind(&first, from),
            }
        }
        self.format.ends(source, &mut self.notes);
        if let Some(end) = self.notes.end {
            truncated |= end > source.len();
            self.seen_behind(source.from(end), end);
            if !source.is_whole() && end < source.tail_at() {
                self.seen_behind(source.tail(), source.tail_at());
            }
        }
        if let Some(at) = self.notes.film {
            findings.at(FindingKind::Film, at);
        }
        self.trailing = self.trailing.or(self.notes.foreign);
        if truncated || self.notes.truncated {
            findings.at(FindingKind::Truncated, source.len());
        }
        if let Some(at) = self.notes.malformed {
            findings.at(FindingKind::Malformed, at);
        }
        if self.notes.unread {
            findings.whole(FindingKind::Unread);
        }
        if let Some(at) = self.notes.looker.markup() {
            findings.at(FindingKind::Metadata, at);
        }
        if let Some(at) = self.notes.looker.code() {
            findings.at(FindingKind::ServerCode, at);
        }
        if let Some(at) = self.trailing {
            let other = is_other_file(&self.behind);
            if other || !self.format.expects(source, at) {
                findings.at(FindingKind::Trailing, at);
            }
            if other {
                findings.at(FindingKind::Polyglot, at);
            }
        }
        Shape { pixels: self.notes.pixels, frames: self.notes.frames, sized: self.sized }
    }

    /// Goes where the format points. `window` is what it was just shown, at `from`.
    fn follow(&mut self, step: Step, window: &[u8], from: u64) {
        match step {
            Step::Go { over, pass, want } => {
                self.over = over;
                self.pass = pass;
                self.want = want.clamp(1, CARRY);
            }
            Step::End { over } => {
                self.over = over;
                self.pass = Pass::Skip;
                self.ending = true;
                if over == 0 {
                    self.phase = Phase::Behind;
                }
            }
            Step::Open | Step::Broken => self.phase = Phase::Done,
            Step::Behind => {
                self.phase = Phase::Behind;
                self.seen_behind(window, from);
            }
            Step::Beyond { from, first } => {
                self.phase = Phase::Behind;
                self.seen_behind(&first, from);
            }
        }
    }

    /// Bytes behind the end, which begin at `from`.
    fn seen_behind(&mut self, mut bytes: &[u8], mut from: u64) {
        if self.trailing.is_none() {
            let Some(first) = bytes.iter().position(|b| !is_padding(*b)) else { return };
            bytes = bytes.get(first..).unwrap_or_default();
            from += first as u64;
            self.trailing = Some(from);
        }
        let room = BEHIND.saturating_sub(self.behind.len()).min(bytes.len());
        self.behind.extend_from_slice(bytes.get(..room).unwrap_or_default());
        if self.behind.len() >= BEHIND {
            self.phase = Phase::Done;
        }
    }

    /// Passes over what is to be passed over, and gives the rest.
    fn pass_over<'a>(&mut self, bytes: &'a [u8]) -> &'a [u8] {
        let n = usize::try_from(self.over).unwrap_or(usize::MAX).min(bytes.len());
        let (passed, rest) = bytes.split_at(n); // `n` is at most the length
        if self.pass == Pass::Look {
            self.notes.look(passed, self.at);
        }
        self.at += n as u64;
        self.over -= n as u64;
        let Pass::To(byte) = self.pass else { return rest };
        if self.over > 0 || rest.is_empty() {
            return rest;
        }
        let found = memchr::memchr(byte, rest);
        if found.is_some() {
            self.pass = Pass::Skip;
        }
        let n = found.unwrap_or(rest.len());
        self.at += n as u64;
        rest.get(n..).unwrap_or_default()
    }
}

impl Scan for Walker {
    fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match self.phase {
                Phase::Done => {
                    self.at += bytes.len() as u64;
                    return;
                }
                Phase::Behind => {
                    self.seen_behind(bytes, self.at);
                    self.at += bytes.len() as u64;
                    return;
                }
                Phase::Walking => {}
            }
            if self.over > 0 || matches!(self.pass, Pass::To(_)) {
                bytes = self.pass_over(bytes);
                if self.ending && self.over == 0 {
                    self.phase = Phase::Behind;
                }
                continue;
            }
            let missing = self.want.saturating_sub(self.carry.len()).min(bytes.len());
            let (taken, rest) = bytes.split_at(missing); // `missing` is at most the length
            self.at += missing as u64;
            bytes = rest;
            if self.carry.is_empty() && taken.len() == self.want {
                let from = self.at - taken.len() as u64;
                let step = self.format.step(taken, from, &mut self.notes);
                self.follow(step, taken, from);
                continue;
            }
            self.carry.extend_from_slice(taken);
            if self.carry.len() == self.want {
                let mut window = std::mem::take(&mut self.carry);
                let from = self.at - window.len() as u64;
                let step = self.format.step(&window, from, &mut self.notes);
                self.follow(step, &window, from);
                window.clear();
                self.carry = window; // its room is used again
            }
        }
    }

    fn finish(self: Box<Self>, end: &End<'_>, findings: &mut Findings) {
        let shape = self.report(end.source, findings);
        // A size that cannot be read is as bad as one that is too large: the decoder may read it.
        let is_unsized = shape.sized && shape.pixels.is_none();
        if is_unsized || shape.pixels.is_some_and(|pixels| pixels > end.max_pixels) {
            findings.whole(FindingKind::Pixels);
        }
    }

    fn sees_ends_alone(&self) -> bool {
        self.phase == Phase::Done
    }
}

/// True when the bytes behind the end begin an archive, a program, or a document that runs.
fn is_other_file(behind: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 14] = [
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PK\x07\x08",
        b"Rar!\x1A\x07",
        b"7z\xBC\xAF\x27\x1C",
        b"MZ",
        b"\x7FELF",
        b"%PDF-",
        b"%!PS",
        b"\x1F\x8B\x08",
        b"\xCA\xFE\xBA\xBE",
        b"\xD0\xCF\x11\xE0",
        b"\0asm",
        b"#!",
    ];
    BEGINNINGS.iter().any(|beginning| behind.starts_with(beginning))
}
