//! Where the pieces of an escaped text go: a string, or any writer.

use super::entity;
use std::fmt::{self, Write};

/// Takes the pieces of an escaped text in order.
pub(super) trait Sink {
    /// Takes a text as it is.
    fn str(&mut self, text: &str);

    /// Takes what stands for a special byte.
    fn entity(&mut self, special: u8);
}

impl Sink for String {
    #[inline(always)]
    fn str(&mut self, text: &str) {
        self.push_str(text);
    }

    /// A copy whose length is known, and of which what is too much is taken back: a few instructions instead of a call.
    #[inline(always)]
    fn entity(&mut self, special: u8) {
        let (cell, count) = entity::cell(special);
        let len = self.len();
        self.push_str(cell);
        self.truncate(len + count); // a cell's count ends a character
    }
}

/// A writer that may fail; after an error it takes nothing more.
pub(super) struct Through<'a, W> {
    out: &'a mut W,
    result: fmt::Result,
}

impl<'a, W: Write> Through<'a, W> {
    pub(super) fn new(out: &'a mut W) -> Self {
        Self { out, result: Ok(()) }
    }

    /// Whether the writer took everything.
    pub(super) fn result(self) -> fmt::Result {
        self.result
    }
}

impl<W: Write> Sink for Through<'_, W> {
    fn str(&mut self, text: &str) {
        if self.result.is_ok() && !text.is_empty() {
            self.result = self.out.write_str(text);
        }
    }

    fn entity(&mut self, special: u8) {
        let (cell, count) = entity::cell(special);
        self.str(&cell[..count]); // a cell's count ends a character
    }
}
