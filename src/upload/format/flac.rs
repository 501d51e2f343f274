//! FLAC (RFC 9639): blocks of metadata, then frames to the end.

use super::answer::{BROKEN, Check, Seen, ensure, is};
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::take;
use crate::upload::walk::step::{Notes, Step, Walk, Walking};

types! {
    FLAC "audio/flac" Audio ["flac"] ["audio/x-flac"] { walk: BLOCKS };
}

const BLOCKS: Option<Walking> = Walking::steps(|| Box::<Flac>::default());

pub(super) const FORMAT: Format = Format { signatures: &[sign(b"fLaC", flac)], ..Format::of(TYPES) };

/// FLAC (RFC 9639, 8.2): the first block is the stream's, of 34 bytes.
fn flac(s: &Seen<'_>) -> Check {
    flac_at(s, 0)
}

pub(super) fn flac_at(s: &Seen<'_>, at: u64) -> Check {
    let &[kind, 0, 0, 34] = s.get(at + 4, 4)? else { return BROKEN };
    s.get(at + 8, 34)?;
    ensure(matches!(kind, 0 | 0x80) && s.u16_be(at + 8)? >= 16 && s.u16_be(at + 10)? >= s.u16_be(at + 8)?)?;
    is(FileType::FLAC)
}

/// FLAC: blocks of metadata, then frames to the end.
#[derive(Debug, Default)]
struct Flac {
    begun: bool,
    last: bool,
}

impl Walk for Flac {
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
        let [kind, a, b, c] = take(window, 0);
        if kind & 0x7F == 0x7F {
            notes.malformed(at);
            return Step::Broken;
        }
        self.last = kind & 0x80 != 0;
        notes.looker.part();
        Step::look(u32::from_be_bytes([0, a, b, c]).into(), if self.last { 1 } else { 4 })
    }
}
