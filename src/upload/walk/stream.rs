//! Sound and film that come as a stream: Ogg (RFC 3533), FLAC (RFC 9639), ID3 before MPEG sound, Matroska (RFC 9559).

use super::step::{Cut, Format, Notes, Step};
use crate::upload::source::Source;

/// Ogg: pages. Titles stand in the first of them.
#[derive(Debug, Default)]
pub(super) struct Ogg {
    segments: bool,
}

/// How far into a stream titles are looked for: behind them comes noise.
const TITLES: u64 = 1 << 16;

impl Format for Ogg {
    fn begin(&self) -> Step {
        Step::want(27)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        if self.segments {
            self.segments = false;
            let body = window.iter().map(|n| u64::from(*n)).sum();
            return if at < TITLES { Step::look(body, 27) } else { Step::skip(body, 27) };
        }
        if !window.starts_with(b"OggS") || window.get(4) != Some(&0) {
            if at == 0 {
                notes.malformed(at);
                return Step::Broken;
            }
            return Step::Behind;
        }
        match window.last() {
            None | Some(0) => Step::want(27),
            Some(&segments) => {
                self.segments = true;
                Step::want(segments.into())
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        match have {
            _ if self.segments || over > 0 => Cut::Truncated,
            [] => Cut::Whole,
            _ if have.starts_with(b"OggS") => Cut::Truncated,
            _ => Cut::Behind,
        }
    }
}

/// FLAC: blocks of metadata, then frames to the end.
#[derive(Debug, Default)]
pub(super) struct Flac {
    begun: bool,
    last: bool,
}

impl Format for Flac {
    fn begin(&self) -> Step {
        Step::want(4)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        if !self.begun {
            self.begun = true;
            return match window {
                b"fLaC" => Step::want(4),
                [b'I', b'D', b'3', _] => Step::Open,
                _ => {
                    notes.malformed(at);
                    Step::Broken
                }
            };
        }
        if self.last {
            return Step::Open;
        }
        let [kind, a, b, c] = super::step::take(window, 0);
        if kind & 0x7F == 0x7F {
            notes.malformed(at);
            return Step::Broken;
        }
        self.last = kind & 0x80 != 0;
        notes.looker.part();
        Step::look(u32::from_be_bytes([0, a, b, c]).into(), if self.last { 1 } else { 4 })
    }
}

/// MPEG sound: titles in front, then frames, of which only a decoder could tell the last.
#[derive(Debug, Default)]
pub(super) struct Id3 {
    titles: u32,
}

/// As many of one kind of titles may stand in front of each other.
const TITLE_TAGS: u32 = 4;

impl Format for Id3 {
    fn begin(&self) -> Step {
        Step::want(10)
    }

    fn step(&mut self, window: &[u8], _at: u64, _notes: &mut Notes) -> Step {
        if self.titles >= TITLE_TAGS || !window.starts_with(b"ID3") {
            return Step::Open;
        }
        self.titles += 1;
        // Seven bits a byte, so that no length looks like a frame.
        let [a, b, c, d] = super::step::take(window, 6);
        let length = [a, b, c, d].iter().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7F));
        Step::look(length, 10)
    }

    /// Other titles, of older and of later kinds, stand at the end.
    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let tail = source.tail();
        let from = tail.len().saturating_sub(END_TITLES);
        notes.looker.part();
        notes.look(tail.get(from..).unwrap_or_default(), source.tail_at() + from as u64);
    }
}

/// How much of the end of a sound is looked at for titles: bytes.
const END_TITLES: usize = 1 << 12;

/// Matroska and `WebM`: elements at the top of the file.
#[derive(Debug, Default)]
pub(super) struct Ebml {
    state: Element,
    segment: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Element {
    /// The first byte of an identifier.
    #[default]
    Id,
    /// The rest of an identifier of four bytes, and the first byte of the size.
    Rest(u8),
    /// The first byte of the size.
    Size,
    /// The rest of the size.
    Sizes(u8),
    /// The body of the segment, of which this much is left behind its titles; None where its length is not known.
    Body(Option<u64>),
}

impl Format for Ebml {
    fn begin(&self) -> Step {
        Step::want(1)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let first = window.first().copied().unwrap_or_default();
        match self.state {
            Element::Id => match first {
                0x1A | 0x18 => self.go(Element::Rest(first), 3),
                0xEC | 0xBF => self.go(Element::Size, 1), // filling, checksum
                _ => Step::Behind,
            },
            Element::Rest(id) => match (id, window) {
                (0x1A, [0x45, 0xDF, 0xA3]) => self.go(Element::Size, 1),
                (0x18, [0x53, 0x80, 0x67]) => {
                    self.segment = true;
                    self.go(Element::Size, 1)
                }
                _ => {
                    notes.malformed(at);
                    Step::Broken
                }
            },
            Element::Size => match first.leading_zeros() {
                8.. => {
                    notes.malformed(at);
                    Step::Broken
                }
                0 => self.element(first & 0x7F == 0x7F, (first & 0x7F).into()),
                more => {
                    self.state = Element::Sizes(first);
                    Step::want(more as usize)
                }
            },
            Element::Sizes(first) => {
                let bits = 7 * (u32::try_from(window.len()).unwrap_or_default() + 1); // at most 8 bytes
                let top = u64::from(first) & (0x7F >> window.len());
                let size = window.iter().fold(top, |sum, byte| sum << 8 | u64::from(*byte));
                self.element(size == (1 << bits) - 1, size)
            }
            Element::Body(None) => Step::Open,
            Element::Body(Some(left)) => {
                self.state = Element::Id;
                Step::skip(left, 1)
            }
        }
    }

    fn cut(&mut self, have: &[u8], over: u64, _notes: &mut Notes) -> Cut {
        let between = self.state == Element::Id && over == 0 && have.is_empty();
        let live = self.state == Element::Body(None); // live recordings do not know their length
        if live || (between && self.segment) { Cut::Whole } else { Cut::Truncated }
    }
}

impl Ebml {
    fn go(&mut self, state: Element, want: usize) -> Step {
        self.state = state;
        Step::want(want)
    }

    fn element(&mut self, unknown: bool, size: u64) -> Step {
        if unknown {
            self.state = Element::Body(None);
            return Step::look(TITLES, 1);
        }
        // One byte of the body is shown between its titles and the rest of it.
        if let Some(left) = size.checked_sub(TITLES + 1) {
            self.state = Element::Body(Some(left));
            return Step::look(TITLES, 1);
        }
        self.state = Element::Id;
        Step::look(size, 1)
    }
}
