//! Files of which only the first bytes are read: titles, how many dots a picture claims, and where that is simple,
//! where it ends.

use super::step::{CARRY, Cut, HeadReader, Notes, Read, Step, Walk};
use crate::upload::source::Source;

/// How much of the head is read: the longest header here is a text with comments.
const HEAD: usize = 1 << 12;

#[derive(Debug)]
pub(super) struct Still {
    pub(super) read: Option<HeadReader>,
}

impl Walk for Still {
    fn begin(&self) -> Step {
        Step::Open
    }

    fn step(&mut self, _window: &[u8], _at: u64, _notes: &mut Notes) -> Step {
        Step::Open
    }

    fn cut(&mut self, _have: &[u8], _over: u64, _notes: &mut Notes) -> Cut {
        Cut::Whole
    }

    fn ends(&mut self, source: &Source<'_>, notes: &mut Notes) {
        let head = source.head();
        // Titles and comments, where the format has them, stand in front; behind them comes noise.
        notes.looker.part();
        notes.look(head.get(..CARRY).unwrap_or(head), 0);
        let head = head.get(..HEAD).unwrap_or(head);
        let Some(read) = self.read else { return };
        match read(head, source) {
            Some(Read { width, height, end }) => {
                notes.size(width, height, 0);
                notes.end = end;
                notes.frames = 1;
            }
            None => notes.malformed(0),
        }
    }
}
