//! Photoshop: five parts, each but the last with its length in front.

use super::answer::{Proof, Seen, ensure};
use super::row::Mark::Loose;
use super::row::{Format, prove, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{be16, be32, take};
use crate::upload::walk::step::{Notes, Step, Walk, Walking};

types! {
    PSD "image/vnd.adobe.photoshop" Image ["psd" "psb"] ["image/x-psd" "image/photoshop" "application/photoshop" "application/x-photoshop"] { marks: &[Loose], walk: PARTS };
}

const PARTS: Option<Walking> = Walking::sized(|| Box::<Psd>::default());

pub(super) const FORMAT: Format =
    Format { signatures: &[prove(b"8BPS", FileType::PSD, psd)], ..Format::of(TYPES) };

/// Photoshop: six bytes of zero, then channels, depth and colour mode in their ranges.
fn psd(s: &Seen<'_>) -> Proof {
    let head = s.get(0, 26)?;
    let fits = matches!(head[4..12], [0, 1 | 2, 0, 0, 0, 0, 0, 0])
        && is_sampled(head)
        && s.u32_be(14)? > 0
        && s.u32_be(18)? > 0
        && s.u16_be(24)? <= 9;
    ensure(fits)
}

/// Channels, and bits of each.
fn is_sampled(head: &[u8]) -> bool {
    (1..=56).contains(&be16(head, 12)) && matches!(be16(head, 22), 1 | 8 | 16 | 32)
}

/// Photoshop: five parts, each but the last with its length in front.
#[derive(Debug, Default)]
struct Psd {
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

impl Walk for Psd {
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
                if width > most || height > most || !is_sampled(window) {
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
                let length = if self.big { u64::from_be_bytes(take(window, 0)) } else { be32(window, 0) };
                self.part = Part::Dots;
                Step::skip(length, 2)
            }
            // Packed rows have their lengths in a list that may be large.
            Part::Dots if be16(window, 0) == 0 => Step::End { over: self.dots },
            Part::Dots => Step::Open,
        }
    }
}
