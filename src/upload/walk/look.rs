//! [`Looker`]: markup and code in the texts of a picture's metadata.

/// What a text of the metadata must not hold, in lower case. XMP is XML and ICC is binary, so elements as such are
/// normal here; these are the ones that run, or that make a page of what a gallery prints of the metadata.
///
/// Metadata is not all text: small versions of the picture and a camera's own notes are noise to this search. A byte
/// stands at a place by chance once in 256, a letter in any case once in 128. `<html` with one of 7 bytes behind it,
/// the likeliest here, so comes up in one of 25 million files with 100 KB of such noise.
const TEXTS: [(&[u8], Then, Kind); 36] = {
    use Kind::{Code, Markup};
    use Then::{Any, Space};
    [
        (b"<script", Any, Markup),
        (b":script", Space, Markup), // with a prefix of a namespace
        (b"<html", Space, Markup),
        (b"<svg xmlns", Any, Markup),
        (b"<svg on", Any, Markup),
        (b"<svg/on", Any, Markup),
        (b"<svg><", Any, Markup),
        (b"<iframe", Any, Markup),
        (b"<object", Space, Markup),
        (b"<embed", Space, Markup),
        (b"<foreignobject", Any, Markup),
        (b"<!doctype", Any, Markup),
        (b"<!entity", Any, Markup),
        (b"&lt;script", Any, Markup), // the same after XML was read
        (b"&#60;script", Any, Markup),
        (b"&#x3c;script", Any, Markup),
        (b"&lt;iframe", Any, Markup),
        (b"&lt;svg", Any, Markup),
        (b"javascript:", Any, Markup),
        (b"vbscript:", Any, Markup),
        (b"data:text/html", Any, Markup),
        (b"onerror=", Any, Markup),
        (b"onload=", Any, Markup),
        (b"onclick=", Any, Markup),
        (b"onfocus=", Any, Markup),
        (b"onmouseover=", Any, Markup),
        (b"ontoggle=", Any, Markup),
        (b"<?php", Space, Code),
        (b"<%@ page", Any, Code),
        (b"<%eval", Any, Code),
        (b"<% eval", Any, Code),
        (b"<%execute", Any, Code),
        (b"<% execute", Any, Code),
        (b"<%=request", Any, Code),
        (b"<%response", Any, Code),
        (b"<!--#exec", Any, Code),
    ]
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Markup,
    Code,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Any,
    /// White space, `/` or `>`: what ends the name of an element.
    Space,
}

#[derive(Clone, Copy)]
struct Needle {
    /// The text, and the bits of it, in a register of the last 16 bytes.
    text: u128,
    bits: u128,
    length: u64,
}

/// One for each row of [`TEXTS`].
const NEEDLES: [Needle; TEXTS.len()] = {
    let mut needles = [Needle { text: 0, bits: 0, length: 0 }; TEXTS.len()];
    let mut row = 0;
    while row < TEXTS.len() {
        let bytes = TEXTS[row].0;
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
    while row < TEXTS.len() {
        let (bytes, then, _) = TEXTS[row];
        match then {
            Then::Any => ends[bytes[bytes.len() - 1] as usize] |= 1 << row,
            Then::Space => {
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

const SPACES: [u8; 7] = *b" \t\n\r\x0C/>";

/// Reads metadata in pieces.
///
/// Case does not matter, and NUL is passed over, so that a text in UTF-16 (Windows writes titles and comments of
/// photographs so) reads like one in ASCII.
#[derive(Debug, Default)]
pub(super) struct Looker {
    /// The last 16 bytes that are not NUL, in lower case.
    last: u128,
    markup: Option<u64>,
    code: Option<u64>,
}

impl Looker {
    /// Another text begins: what came before does not go on in it.
    pub(super) fn part(&mut self) {
        self.last = 0;
    }

    /// The next bytes of a text, which stand at `at` in the file.
    pub(super) fn feed(&mut self, text: &[u8], at: u64) {
        self.run(text, at, 1);
    }

    /// The next bytes of a text that was unpacked from what stands at `at`.
    pub(super) fn feed_at(&mut self, text: &[u8], at: u64) {
        self.run(text, at, 0);
    }

    fn run(&mut self, text: &[u8], at: u64, stride: u64) {
        for (i, &byte) in text.iter().enumerate() {
            if byte == 0 {
                continue;
            }
            let byte = byte.to_ascii_lowercase();
            self.last = self.last << 8 | u128::from(byte);
            let rows = ENDS[usize::from(byte)]; // a byte is below 256
            if rows != 0 {
                self.ended(rows, at + i as u64 * stride);
            }
        }
    }

    fn ended(&mut self, mut rows: u64, at: u64) {
        while rows != 0 {
            let row = rows.trailing_zeros() as usize;
            rows &= rows - 1;
            let (Some(needle), Some((_, then, kind))) = (NEEDLES.get(row), TEXTS.get(row)) else { return };
            let shift = if *then == Then::Space { 8 } else { 0 };
            if (self.last >> shift) & needle.bits != needle.text {
                continue;
            }
            let begins = at.saturating_sub(needle.length - 1 + shift / 8);
            let place = if *kind == Kind::Code { &mut self.code } else { &mut self.markup };
            *place = place.or(Some(begins));
        }
    }

    /// Where markup that runs was first seen.
    pub(super) fn markup(&self) -> Option<u64> {
        self.markup
    }

    /// Where a server's code was first seen.
    pub(super) fn code(&self) -> Option<u64> {
        self.code
    }
}
