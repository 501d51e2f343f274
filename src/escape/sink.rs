//! Where the pieces of an escaped text go: a string, by copies of fixed length, or any writer.

use super::entity;
use super::find::BLOCK;
use std::fmt::{self, Write};

/// Takes the pieces of an escaped text in order.
pub(super) trait Sink {
    /// Takes a text as it is.
    fn str(&mut self, text: &str);

    /// Takes `text[from..to]`; both begin a character.
    fn piece(&mut self, text: &str, from: usize, to: usize);

    /// [`piece`](Self::piece) for one that is likely to be short.
    fn short_piece(&mut self, text: &str, from: usize, to: usize) {
        self.piece(text, from, to);
    }

    /// [`piece`](Self::piece) for one that is likely to be longer than a block.
    fn long_piece(&mut self, text: &str, from: usize, to: usize) {
        self.piece(text, from, to);
    }

    /// Takes what stands for a special byte.
    fn entity(&mut self, special: u8);
}

impl Sink for String {
    #[inline(always)]
    fn str(&mut self, text: &str) {
        self.push_str(text);
    }

    #[inline(always)]
    fn piece(&mut self, text: &str, from: usize, to: usize) {
        if !push_fixed::<BLOCK>(self, text, from, to) {
            push(self, text, from, to);
        }
    }

    #[inline(always)]
    fn short_piece(&mut self, text: &str, from: usize, to: usize) {
        if !push_fixed::<16>(self, text, from, to) && !push_fixed::<32>(self, text, from, to) {
            push(self, text, from, to);
        }
    }

    #[inline(always)]
    fn long_piece(&mut self, text: &str, from: usize, to: usize) {
        if !push_fixed::<{ 2 * BLOCK }>(self, text, from, to) {
            push(self, text, from, to);
        }
    }

    #[inline(always)]
    fn entity(&mut self, special: u8) {
        let (cell, count) = entity::cell(special);
        let len = self.len();
        self.push_str(cell);
        self.truncate(len + count); // a cell's count ends a character
    }
}

/// Appends a piece of at most `N` bytes by a copy of `N`, of which what is too much is taken back: a copy whose length
/// is known is a few instructions, another a call. Says no if the piece is longer, or no character ends `N` bytes on.
#[inline(always)]
fn push_fixed<const N: usize>(out: &mut String, text: &str, from: usize, to: usize) -> bool {
    let wanted = to - from;
    if wanted > N {
        return false;
    }
    let Some(piece) = text.get(from..from + N) else { return false };
    let len = out.len();
    out.push_str(piece);
    out.truncate(len + wanted); // `to` begins a character
    true
}

#[inline(never)]
fn push(out: &mut String, text: &str, from: usize, to: usize) {
    out.push_str(&text[from..to]); // both begin a character
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
        if self.result.is_ok() {
            self.result = self.out.write_str(text);
        }
    }

    fn piece(&mut self, text: &str, from: usize, to: usize) {
        if from < to {
            self.str(&text[from..to]); // both begin a character
        }
    }

    fn entity(&mut self, special: u8) {
        let (cell, count) = entity::cell(special);
        self.str(&cell[..count]); // a cell's count ends a character
    }
}
