//! [`Looker`]: markup and code in the texts of a picture's metadata.

use super::code::Openers;
use super::needles::{IN_METADATA, Means, TABLE, Then};

// Metadata is not all text: small versions of the picture and a camera's own notes are noise to this search. A byte
// stands at a place by chance once in 256, a letter in any case once in 128. `<html` with one of 7 bytes behind it,
// the likeliest here, so comes up in one of 25 million files with 100 KB of such noise.

#[derive(Clone, Copy)]
struct Shifted {
    /// The text, and the bits of it, in a register of the last 16 bytes.
    text: u128,
    bits: u128,
    length: u64,
}

/// One for each row of [`TABLE`]; of those that do not count here, nothing.
const NEEDLES: [Shifted; TABLE.len()] = {
    let mut needles = [Shifted { text: 0, bits: 0, length: 0 }; TABLE.len()];
    let mut row = 0;
    while row < TABLE.len() {
        if !TABLE[row].counts(IN_METADATA) {
            row += 1;
            continue;
        }
        let bytes = TABLE[row].text;
        assert!(bytes.len() <= 15, "a text and the byte behind it must fit a register");
        let mut i = 0;
        while i < bytes.len() {
            needles[row].text = needles[row].text << 8 | bytes[i] as u128;
            needles[row].bits = needles[row].bits << 8 | 0xFF;
            i += 1;
        }
        needles[row].length = bytes.len() as u64;
        row += 1;
    }
    needles
};

/// For each value of a byte, which rows may end with it, a bit each.
const ENDS: [u64; 256] = {
    let mut ends = [0_u64; 256];
    let mut row = 0;
    while row < TABLE.len() {
        let bytes = TABLE[row].text;
        match TABLE[row].then {
            _ if !TABLE[row].counts(IN_METADATA) => {}
            Then::Any => ends[bytes[bytes.len() - 1] as usize] |= 1 << row,
            Then::Ended => {
                let mut i = 0;
                while i < SPACES.len() {
                    ends[SPACES[i] as usize] |= 1 << row;
                    i += 1;
                }
            }
        }
        row += 1;
    }
    ends
};

/// White space comes as a space.
const SPACES: [u8; 3] = *b" />";

/// Reads metadata in pieces.
///
/// Case does not matter, nor how much white space stands together, and NUL is passed over, so that a text in UTF-16
/// (Windows writes titles and comments of photographs so) reads like one in ASCII.
#[derive(Debug, Default)]
pub(in crate::upload) struct Looker {
    /// The last 16 bytes that are not NUL, in lower case.
    last: u128,
    markup: Option<u64>,
    code: Option<u64>,
    openers: Openers,
}

impl Looker {
    /// Another text begins: what came before does not go on in it.
    pub(in crate::upload) fn part(&mut self) {
        self.last = 0;
        self.openers.end();
    }

    /// The next bytes of a text, which stand at `at` in the file.
    pub(in crate::upload) fn feed(&mut self, text: &[u8], at: u64) {
        self.run(text, at, 1);
    }

    /// The next bytes of a text that was unpacked from what stands at `at`.
    pub(in crate::upload) fn feed_at(&mut self, text: &[u8], at: u64) {
        self.run(text, at, 0);
    }

    fn run(&mut self, text: &[u8], at: u64, stride: u64) {
        for (i, &byte) in text.iter().enumerate() {
            if byte == 0 {
                continue;
            }
            let place = at + i as u64 * stride;
            self.openers.push(byte, place);
            let byte =
                if matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C) { b' ' } else { byte.to_ascii_lowercase() };
            if byte == b' ' && self.last & 0xFF == 0x20 {
                continue;
            }
            self.last = self.last << 8 | u128::from(byte);
            let rows = ENDS[usize::from(byte)]; // a byte is below 256
            if rows != 0 {
                self.ended(rows, place);
            }
        }
    }

    fn ended(&mut self, mut rows: u64, at: u64) {
        while rows != 0 {
            let row = rows.trailing_zeros() as usize;
            rows &= rows - 1;
            let (Some(needle), Some(found)) = (NEEDLES.get(row), TABLE.get(row)) else { return };
            let shift = if found.then == Then::Ended { 8 } else { 0 };
            if (self.last >> shift) & needle.bits != needle.text {
                continue;
            }
            let begins = at.saturating_sub(needle.length - 1 + shift / 8);
            let place = if found.means == Means::Code { &mut self.code } else { &mut self.markup };
            *place = place.or(Some(begins));
        }
    }

    /// Where markup that runs was first seen.
    pub(in crate::upload) fn markup(&self) -> Option<u64> {
        self.markup
    }

    /// Where a server's code was first seen, once the last text has ended.
    pub(in crate::upload) fn code(&mut self) -> Option<u64> {
        self.openers.end();
        match (self.code, self.openers.found()) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }
}
