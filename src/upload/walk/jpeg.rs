//! JPEG: markers and segments (ITU-T T.81, Annex B), and the further pictures that MPF allows behind the first
//! (CIPA DC-007).

use super::{Format, Notes, Source, Step, be16, is_padding};

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
    /// Behind the end of a picture that announced others.
    Between {
        ff: bool,
    },
}

#[derive(Debug, Default)]
pub(super) struct Jpeg {
    state: State,
    frame: bool,
    scan: bool,
    /// An MPF segment was seen.
    several: bool,
    further: u32,
}

/// The most pictures behind the first; panoramas and bursts have a few.
const FURTHER: u32 = 64;

impl Format for Jpeg {
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
                self.go(State::Marker, Step::look(left, 1))
            }
            State::Between { ff } => match first {
                0xD8 if ff => {
                    self.further += 1;
                    (self.frame, self.scan) = (false, false);
                    self.go(State::Marker, Step::want(1))
                }
                byte if is_padding(byte) => self.go(State::Between { ff: byte == 0xFF }, Step::want(1)),
                _ => Step::Behind,
            },
        }
    }

    fn cut(&mut self, _have: &[u8], _over: u64, _notes: &mut Notes) -> super::Cut {
        if matches!(self.state, State::Between { .. }) { super::Cut::Whole } else { super::Cut::Truncated }
    }

    fn expects(&self, source: &Source<'_>, from: u64) -> bool {
        is_samsung_trailer(source, from)
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
                if self.several && self.further < FURTHER {
                    return self.go(State::Between { ff: false }, Step::want(1));
                }
                Step::End { over: 0 }
            }
            _ => self.go(State::Length(code), Step::want(2)),
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
                self.go(State::Frame, Step::want(super::at_once(body)))
            }
            0xDA if body > 0 => self.go(State::ScanHeader, Step::want(super::at_once(body))),
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

/// Samsung's telephones write blocks of text and numbers (time zone, camera mode) behind the picture, listed in a
/// directory `SEFH` that ends with its length and `SEFT`. It is passed over where the blocks fill the place between
/// picture and directory and have at most 64 KiB together, so that no film and no archive of size is among them.
fn is_samsung_trailer(source: &Source<'_>, from: u64) -> bool {
    const MOST: u64 = 1 << 16;
    let walk = || -> Option<bool> {
        let len = source.len();
        if len - from > MOST || !source.has_at(len.checked_sub(4)?, b"SEFT") {
            return None;
        }
        let directory = len.checked_sub(8)?.checked_sub(source.u32_le(len - 8)?.into())?;
        if directory < from || !source.has_at(directory, b"SEFH") {
            return None;
        }
        let count = u64::from(source.u32_le(directory + 8)?);
        if directory + 12 + count.checked_mul(12)? != len - 8 {
            return None;
        }
        let mut blocks = 0;
        for i in 0..count {
            let entry = directory + 12 + i * 12;
            let begins = directory.checked_sub(source.u32_le(entry + 4)?.into())?;
            let size = u64::from(source.u32_le(entry + 8)?);
            if begins < from.saturating_sub(2)
                || begins + size > directory
                || source.get(begins, 4) != source.get(entry, 4)
            {
                return None;
            }
            blocks += size;
        }
        // A block begins with two zeros, which count as padding of the picture.
        Some(blocks.abs_diff(directory - from) <= 2)
    };
    walk().unwrap_or(false)
}
