//! GIF: blocks and their sub-blocks (`GIF89a` specification, 31 July 1990).

use super::step::{Cut, Format, Notes, Pass, Step, le16};
use crate::upload::source::Source;

#[derive(Debug, Default, Clone, Copy)]
enum State {
    #[default]
    Header,
    Block,
    Label,
    Image,
    /// The size of a code, before a picture's data.
    CodeSize,
    /// A sub-block's length.
    Sub(Sub),
}

/// What a chain of sub-blocks holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sub {
    Pixels,
    /// A text in pieces.
    Text,
    /// XMP is written as if there were no sub-blocks: the bytes that are read as lengths are text too.
    Application,
}

#[derive(Debug, Default)]
pub(super) struct Gif {
    state: State,
    width: u64,
    height: u64,
}

impl Format for Gif {
    fn begin(&self) -> Step {
        Step::want(13)
    }

    fn step(&mut self, window: &[u8], at: u64, notes: &mut Notes) -> Step {
        let first = window.first().copied().unwrap_or_default();
        match self.state {
            State::Header => {
                if !window.starts_with(b"GIF87a") && !window.starts_with(b"GIF89a") {
                    notes.malformed(at);
                    return Step::Broken;
                }
                (self.width, self.height) = (le16(window, 6), le16(window, 8));
                notes.size(self.width, self.height, at + 6);
                self.state = State::Block;
                Step::skip(colours(super::step::take(window, 10)), 1)
            }
            State::Block => self.block(first, at, notes),
            State::Label => {
                notes.looker.part();
                self.state = State::Sub(match first {
                    0xFE | 0x01 => Sub::Text,
                    _ => Sub::Application,
                });
                Step::want(1)
            }
            State::Image => {
                let (x, y) = (le16(window, 0), le16(window, 2));
                let (width, height) = (le16(window, 4), le16(window, 6));
                notes.frames += 1;
                if width == 0 || height == 0 {
                    notes.malformed(at);
                }
                // Browsers make the canvas larger for a first frame that does not fit.
                (self.width, self.height) = (self.width.max(x + width), self.height.max(y + height));
                notes.size(self.width, self.height, at);
                self.state = State::CodeSize;
                Step::skip(colours(super::step::take(window, 8)), 1)
            }
            State::CodeSize => {
                // Codes have at most 12 bits, one more than their first size.
                if first == 0 || first > 11 {
                    notes.malformed(at);
                }
                self.state = State::Sub(Sub::Pixels);
                Step::want(1)
            }
            State::Sub(_) if first == 0 => {
                self.state = State::Block;
                Step::want(1)
            }
            State::Sub(sub) => {
                if sub == Sub::Application {
                    notes.look(window, at);
                }
                let pass = if sub == Sub::Pixels { Pass::Skip } else { Pass::Look };
                Step::Go { over: first.into(), pass, want: 1 }
            }
        }
    }

    /// Old encoders forgot the last byte of the file; all readers show such a picture. A picture whose data are cut is
    /// another matter.
    fn cut(&mut self, _have: &[u8], over: u64, notes: &mut Notes) -> Cut {
        let between = matches!(self.state, State::Block) && over == 0;
        if between && notes.frames > 0 { Cut::Whole } else { Cut::Truncated }
    }

    /// Others wrote a buffer out to its end: a few bytes of what was in it before. Nothing fits into so few that a
    /// reader would run, unless it is text.
    fn expects(&self, source: &Source<'_>, from: u64) -> bool {
        let rest = source.from(from);
        rest.len() as u64 == source.len() - from
            && rest.len() <= REST
            && !rest.contains(&b'<')
            && !is_text(rest)
    }
}

/// How many bytes of a buffer are taken for one that was written out too far.
const REST: usize = 16;

fn is_text(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\n' | b'\r'))
}

impl Gif {
    fn block(&mut self, kind: u8, at: u64, notes: &mut Notes) -> Step {
        match kind {
            0x2C => {
                self.state = State::Image;
                Step::want(9)
            }
            0x21 => {
                self.state = State::Label;
                Step::want(1)
            }
            0x3B => {
                if notes.frames == 0 {
                    notes.malformed(at);
                }
                Step::End { over: 0 }
            }
            0x00 => Step::want(1), // one end of sub-blocks too many, which all readers pass over
            _ => {
                notes.malformed(at);
                Step::Broken
            }
        }
    }
}

/// How many bytes of colours follow a descriptor with these flags.
fn colours([flags]: [u8; 1]) -> u64 {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
