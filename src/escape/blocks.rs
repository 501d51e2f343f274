//! The loop behind [`html`](super::html()): the most called escape of all, so it has one of its own.
//!
//! Clean text is passed over in blocks that the compiler turns into vector code. Of a chunk with something in it, all
//! specials are found before anything is written. A chunk of ASCII then goes through a buffer on the stack, with copies
//! of fixed length that reach too far (the next copy overwrites what is too much); the buffer goes out as one `&str`,
//! checked like any other, when it is nearly full: so late no read waits for a write that is still under way. Other
//! text, where that check would cost more than the buffer saves, goes out in pieces of the text itself.

use super::chunk::{self, CHUNK, ROOM, WINDOW};
use super::find::{self, BLOCK, Finder, PAIR};
use super::sink::{Sink, Through};
use std::borrow::Cow;
use std::fmt::{self, Write};

/// Finds the specials, and `#`, which shares its bits with the quotes and the ampersand.
#[derive(Clone, Copy)]
pub(super) struct Special;

impl Finder for Special {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        ((byte | 5) == 0x27) | ((byte | 2) == 0x3E) | (byte == b'\r') | (byte == 0)
    }

    /// Finds `$` `%` and `=` too, and is half as much again as fast: the smallest distance from each range is kept and
    /// looked at only once. What it finds is asked again.
    #[cfg(not(feature = "simd"))]
    #[inline(always)]
    fn any(self, pair: &[u8; PAIR]) -> bool {
        const LANES: usize = 16;
        let (mut quotes, mut angles, mut controls) = ([0xFF_u8; LANES], [0xFF_u8; LANES], [0xFF_u8; LANES]);
        for lanes in pair.chunks_exact(LANES) {
            for (lane, byte) in lanes.iter().enumerate() {
                quotes[lane] = quotes[lane].min(byte.wrapping_sub(b'"'));
                angles[lane] = angles[lane].min(byte.wrapping_sub(b'<'));
                controls[lane] = controls[lane].min(*byte).min(byte ^ b'\r');
            }
        }
        let mut found = false;
        for lane in 0..LANES {
            found |= (quotes[lane] <= b'\'' - b'"') | (angles[lane] <= b'>' - b'<') | (controls[lane] == 0);
        }
        found && pair.iter().fold(false, |found, byte| found | self.may_change(*byte))
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn mask(self, block: &[u8; BLOCK]) -> u64 {
        super::vector::mask(block)
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn small_mask(self, block: &[u8; 16]) -> u64 {
        super::vector::small_mask(block)
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn any(self, pair: &[u8; PAIR]) -> bool {
        super::vector::any(pair)
    }
}

/// The escaped text; borrowed when nothing changes.
#[inline]
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    match find::first(Special, text.as_bytes()) {
        None => Cow::Borrowed(text),
        Some(clean) => escape_from(text, clean),
    }
}

/// [`escape`] for a text that is clean up to a byte. `#` may have been the only suspect.
#[inline(never)]
fn escape_from(text: &str, clean: usize) -> Cow<'_, str> {
    let is_special = |byte: &u8| Special.may_change(*byte) && *byte != b'#';
    if !text.as_bytes()[clean..].iter().any(is_special) {
        // a place in the text
        return Cow::Borrowed(text);
    }
    // A quarter more spares the second growth of nearly all texts; the rest is for copies that reach too far.
    let mut out = String::with_capacity(text.len() + text.len() / 4 + 80);
    append_from(text, clean, &mut out);
    Cow::Owned(out)
}

/// Appends the escaped text.
#[inline]
pub(super) fn append(text: &str, out: &mut String) {
    match find::first(Special, text.as_bytes()) {
        None => out.push_str(text),
        Some(clean) => append_cold(text, clean, out),
    }
}

#[inline(never)]
fn append_cold(text: &str, clean: usize, out: &mut String) {
    append_from(text, clean, out);
}

/// The escaped text, without an intermediate string.
pub(super) fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    match find::first(Special, text.as_bytes()) {
        None => out.write_str(text),
        Some(clean) => {
            let mut through = Through::new(out);
            append_from(text, clean, &mut through);
            through.result()
        }
    }
}

/// Escapes a text that is clean up to a byte.
#[inline(always)]
fn append_from<S: Sink>(text: &str, clean: usize, out: &mut S) {
    let bytes = text.as_bytes();
    if bytes.len() < PAIR {
        // Too short for the buffer to be worth its zeros.
        append_pieces::<S>(text, clean, out);
    } else {
        append_chunks(text, clean, out);
    }
}

/// Without a buffer, every piece by itself.
#[inline(always)]
fn append_pieces<S: Sink>(text: &str, clean: usize, out: &mut S) {
    let bytes = text.as_bytes();
    // All blocks from the first on: their masks are cheaper than a tail that begins anywhere.
    let (mut at, mut copied) = (clean & !(BLOCK - 1), 0);
    while at < bytes.len() {
        let rest = &bytes[at..]; // `at` is below the length
        let (mut specials, len) = match rest.first_chunk() {
            Some(block) => (Special.mask(block), BLOCK),
            None => (find::tail_mask(Special, bytes, rest), rest.len()),
        };
        while specials != 0 {
            let place = at + specials.trailing_zeros() as usize;
            out.short_piece(text, copied, place);
            out.entity(bytes[place]); // a mask has bits for bytes of the text only
            copied = place + 1;
            specials &= specials - 1;
        }
        at += len;
    }
    out.short_piece(text, copied, text.len());
}

/// Hands on what is in the buffer.
#[inline(always)]
fn flush<S: Sink>(buffer: &[u8], len: &mut usize, out: &mut S) {
    if *len > 0 {
        // The places are whole characters of ASCII and U+FFFD: never an error, never out of the buffer.
        out.str(buffer.get(..*len).and_then(check).unwrap_or_default());
        *len = 0;
    }
}

#[inline(always)]
fn check(bytes: &[u8]) -> Option<&str> {
    #[cfg(feature = "simd")]
    return simdutf8::basic::from_utf8(bytes).ok();
    #[cfg(not(feature = "simd"))]
    return std::str::from_utf8(bytes).ok();
}

/// Chunk by chunk, those of ASCII through the buffer.
#[inline(always)]
fn append_chunks<S: Sink>(text: &str, clean: usize, out: &mut S) {
    /// What is written before it is checked and handed on: several chunks.
    const BUFFER: usize = 2 * ROOM;
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (clean, 0);
    while !text.is_char_boundary(at) {
        at -= 1; // ends at 0, which is a boundary
    }
    let mut buffer = [0; BUFFER];
    let (mut len, mut dense) = (0, false);
    let mut padded;
    while at < bytes.len() {
        let rest = &bytes[at..]; // `at` is below the length
        let (window, taken): (&[u8; WINDOW], usize) = if let Some(window) = rest.first_chunk() {
            (window, CHUNK)
        } else {
            padded = [b' '; WINDOW];
            padded[..rest.len()].copy_from_slice(rest); // shorter than a window, or it had been one
            (&padded, rest.len().min(CHUNK))
        };
        let masks = chunk::masks(Special, window);
        if masks.iter().fold(0, |all, mask| all | mask) == 0 {
            at += taken;
            continue;
        }
        if chunk::is_ascii(window) {
            if copied < at {
                flush(&buffer, &mut len, out);
                out.str(&text[copied..at]); // behind a special or a chunk of ASCII, up to one
            }
            let Some(room) = buffer[len..].first_chunk_mut() else { break }; // there is room: see below
            let written = if dense {
                chunk::write::<true>(room, window, masks)
            } else {
                chunk::write::<false>(room, window, masks)
            };
            dense = written > CHUNK + 96;
            len += written + taken - CHUNK; // the padding is spaces, which stay
            copied = at + taken;
            if len > BUFFER - ROOM {
                flush(&buffer, &mut len, out);
            }
        } else {
            flush(&buffer, &mut len, out);
            for (block, mut specials) in masks.into_iter().enumerate() {
                while specials != 0 {
                    let place = at + block * BLOCK + specials.trailing_zeros() as usize;
                    out.piece(text, copied, place);
                    out.entity(bytes[place]); // the padding has no specials
                    copied = place + 1;
                    specials &= specials - 1;
                }
            }
        }
        at += taken;
    }
    flush(&buffer, &mut len, out);
    out.str(&text[copied..]); // behind a special, a chunk of ASCII, or the whole
}
