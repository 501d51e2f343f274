//! GIF: blocks and their sub-blocks (`GIF89a` specification, 31 July 1990).

use super::answer::{BROKEN, CUT, Check, Seen, at_most, ensure, has_control, has_odd, is};
use super::row::Mark::{Shown, Small};
use super::row::{Format, sign, types};
use crate::upload::file_type::FileType;
use crate::upload::read::{le16, take};
use crate::upload::source::Source;
use crate::upload::walk::step::{Cut, Notes, Pass, Step, Walk, Walking};

types! {
    GIF "image/gif" Image ["gif"] [] { marks: &[Small, Shown], plain: has_block, walk: BLOCKS };
}

const BLOCKS: Option<Walking> = Walking::sized(|| Box::<Gif>::default());

pub(super) const FORMAT: Format =
    Format { signatures: &[sign(b"GIF87a", gif), sign(b"GIF89a", gif)], ..Format::of(TYPES) };

/// GIF (`GIF89a`, 18 to 20): behind the screen and its colours stands a block of a known kind.
fn gif(s: &Seen<'_>) -> Check {
    let &[_, _, _, _, flags, _, _] = s.get(6, 7)? else { return BROKEN };
    let table = if flags & 0x80 == 0 { 0 } else { 3_u64 << ((flags & 7) + 1) };
    let at = 13 + table;
    let Some(introducer) = s.source.byte(at) else {
        // A colour table that goes on behind the seen part: it holds bytes that text does not.
        return if at > s.len() && s.len() > 64 && has_odd(at_most(s, 512)) {
            is(FileType::GIF)
        } else {
            CUT
        };
    };
    let fits = match introducer {
        b'!' => match s.source.byte(at + 1) {
            Some(0xF9) => s.source.byte(at + 2).is_none_or(|size| size == 4),
            Some(0xFF) => s.source.byte(at + 2).is_none_or(|size| size == 11),
            Some(1) => s.source.byte(at + 2).is_none_or(|size| size == 12),
            Some(0xFE) | None => true,
            _ => false,
        },
        b',' => match (s.source.u16_le(at + 5), s.source.u16_le(at + 7)) {
            (Some(w), Some(h)) => w > 0 && h > 0,
            _ => true,
        },
        b';' => s.len() == at + 1 || table > 0 || has_control(s.get(6, 7)?),
        _ => false,
    };
    // A screen of nothing but text is a script that begins like a picture.
    let text = !has_odd(s.get(6, 7)?) && table == 0 && introducer != b'!';
    ensure(fits && !(text && s.len() > at + 1))?;
    is(FileType::GIF)
}

/// Whether colours and the first block behind them are there, and no text is such a block.
fn has_block(s: &Source<'_>) -> bool {
    let Some(flags) = s.byte(10).filter(|flags| flags & 0x80 != 0) else { return false };
    let at = 13 + (3_u64 << ((flags & 7) + 1));
    match s.get(at, 10) {
        Some([b'!', 0xF9 | 0xFE | 0xFF | 1, ..]) => true,
        Some(block) => block[0] == b',' && has_control(block.get(1..9).unwrap_or_default()),
        None => false,
    }
}

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
struct Gif {
    state: State,
    width: u64,
    height: u64,
}

impl Walk for Gif {
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
                Step::skip(colours(take(window, 10)), 1)
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
                Step::skip(colours(take(window, 8)), 1)
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
