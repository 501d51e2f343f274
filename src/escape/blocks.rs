//! The loop behind [`html`](super::html()): the most called escape of all, so it has one of its own.
//!
//! Clean text is passed over in blocks that the compiler turns into vector code. All specials of a block or a chunk are
//! found before anything is written. A short text and one with few specials then goes out in pieces of itself, most by
//! copies of a fixed length that reach too far and are cut back. Where a text is long or its specials are many, chunks
//! of ASCII go through a buffer on the stack, by copies that the next one overwrites; the buffer goes out as one
//! `&str`, checked like any other, when it is nearly full: so late no read waits for a write that is still under way.
//! Text [beyond ASCII](beyond) never goes through it: there the check would cost more than the buffer saves.

use super::beyond;
use super::chunk::{self, CHUNK, ROOM, WINDOW};
use super::entity;
use super::find::{self, BLOCK, Finder, PAIR};
use super::sink::{Sink, Through};
#[cfg(not(feature = "simd"))]
use crate::bytes;
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::ControlFlow;

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
        found && bytes::have(pair, |byte| self.may_change(byte))
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn mask(self, block: &[u8; BLOCK]) -> u64 {
        super::vector::mask(block)
    }

    #[cfg(feature = "simd")]
    #[inline(always)]
    fn short_mask(self, bytes: &[u8]) -> u64 {
        super::vector::short_mask(bytes)
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
    if find::is_short_and_clean(Special, text.as_bytes()) {
        Cow::Borrowed(text)
    } else if text.len() < BLOCK {
        escape_short(text)
    } else {
        escape_long(text)
    }
}

#[inline(never)]
fn escape_short(text: &str) -> Cow<'_, str> {
    let specials = Special.short_mask(text.as_bytes());
    if !has_special(text, specials) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(room_for(text));
    append_short(text, specials, &mut out);
    Cow::Owned(out)
}

#[inline(never)]
fn escape_long(text: &str) -> Cow<'_, str> {
    let Some(clean) = first(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(room_for(text));
    append_from(text, clean, &mut out);
    Cow::Owned(out)
}

/// A quarter more spares the second growth of nearly all texts; the rest is for copies that reach too far.
fn room_for(text: &str) -> usize {
    text.len() + text.len() / 4 + 80
}

/// Whether one of the places found is more than a `#`.
#[inline(always)]
fn has_special(text: &str, mut specials: u64) -> bool {
    while specials != 0 {
        // A mask has bits for bytes of the text only.
        if text.as_bytes()[specials.trailing_zeros() as usize] != b'#' {
            return true;
        }
        specials &= specials - 1;
    }
    false
}

/// The place of the first special.
#[inline(always)]
fn first(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut plain = 0;
    while bytes[plain..].first_chunk().is_some_and(are_plain) {
        plain += PAIR; // at most the length
    }
    // What ended the loop is likely to be a special, so that there is no use in looking ahead.
    let found = find::visit_looking(Special, bytes, plain, false, |at| {
        // A place of the text.
        if entity::is_special(bytes[at]) { ControlFlow::Break(at) } else { ControlFlow::Continue(()) }
    });
    match found {
        ControlFlow::Break(at) => Some(at),
        ControlFlow::Continue(()) => None,
    }
}

/// Whether no byte is special, by a question that is rougher than [`Special`]'s and takes half the time: `#` `$` `%`
/// `=` and ten controls are not plain. The smallest distances are kept and looked at only once.
///
/// The quotes and the ampersand differ from `'` in the lowest three bits, and only by 5 or less. To `<` `=` `>`, 4 more
/// carries over all bits but the lowest two, to CR over all but the lowest, and NUL has none: what such a byte shares
/// with its sum is 2 at most. Another keeps one of its higher bits; from 0x7C on because of the 0x80, with which the
/// sum stops at 0xFF.
#[inline(always)]
fn are_plain(pair: &[u8; PAIR]) -> bool {
    #[cfg(feature = "simd")]
    return super::vector::are_plain(pair);
    #[cfg(not(feature = "simd"))]
    {
        const LANES: usize = 16;
        let (mut quotes, mut others) = ([0xFF_u8; LANES], [0xFF_u8; LANES]);
        for lanes in pair.chunks_exact(LANES) {
            for (lane, byte) in lanes.iter().enumerate() {
                quotes[lane] = quotes[lane].min(byte ^ b'\'');
                others[lane] = others[lane].min(byte.saturating_add(0x84) & byte);
            }
        }
        bytes::are(&quotes, |least| least > 5) & bytes::are(&others, |least| least > 2)
    }
}

/// Appends the escaped text.
#[inline]
pub(super) fn append(text: &str, out: &mut String) {
    if find::is_short_and_clean(Special, text.as_bytes()) {
        out.push_str(text);
    } else {
        append_any(text, out);
    }
}

#[inline(never)]
fn append_any<S: Sink>(text: &str, out: &mut S) {
    if text.len() < BLOCK {
        append_short(text, Special.short_mask(text.as_bytes()), out);
    } else if text.len() < PAIR {
        append_pair(text, out);
    } else {
        match first(text) {
            None => out.str(text),
            Some(clean) => append_from(text, clean, out),
        }
    }
}

/// The escaped text, without an intermediate string.
pub(super) fn write<W: Write>(text: &str, out: &mut W) -> fmt::Result {
    if find::is_short_and_clean(Special, text.as_bytes()) {
        return out.write_str(text);
    }
    let mut through = Through::new(out);
    append_any(text, &mut through);
    through.result()
}

/// Escapes a text shorter than a block.
#[inline(always)]
fn append_short<S: Sink>(text: &str, mut specials: u64, out: &mut S) {
    let mut copied = 0;
    while specials != 0 {
        let place = specials.trailing_zeros() as usize;
        out.short_piece(text, copied, place);
        out.entity(text.as_bytes()[place]); // a mask has bits for bytes of the text only
        copied = place + 1;
        specials &= specials - 1;
    }
    out.short_piece(text, copied, text.len());
}

/// Escapes a text of one block and a part of another: for so few bytes the masks alone are cheaper than chunks.
#[inline(always)]
fn append_pair<S: Sink>(text: &str, out: &mut S) {
    let bytes = text.as_bytes();
    let Some((block, rest)) = bytes.split_first_chunk::<BLOCK>() else { return out.str(text) };
    let masks = [Special.mask(block), find::tail_mask(Special, bytes, rest)];
    let mut copied = 0;
    for (block, mut specials) in masks.into_iter().enumerate() {
        while specials != 0 {
            let place = block * BLOCK + specials.trailing_zeros() as usize;
            out.piece(text, copied, place);
            out.entity(bytes[place]); // a mask has bits for bytes of the text only
            copied = place + 1;
            specials &= specials - 1;
        }
    }
    out.piece(text, copied, text.len());
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

/// The length from which on a text is worth the zeros of the buffer, or a list of places.
const LONG: usize = 2048;
/// The specials of a chunk that make the buffer worth it for a shorter text.
const MANY: usize = 16;

/// The window at a place, and how many bytes of it to take. Near the end it is padded with spaces, which stay.
#[inline(always)]
fn window<'a>(bytes: &'a [u8], at: usize, padded: &'a mut [u8; WINDOW]) -> (&'a [u8; WINDOW], usize) {
    let rest = &bytes[at..]; // `at` is below the length
    if let Some(window) = rest.first_chunk() {
        return (window, CHUNK);
    }
    *padded = [b' '; WINDOW];
    padded[..rest.len()].copy_from_slice(rest); // shorter than a window, or it had been one
    (padded, rest.len().min(CHUNK))
}

/// Escapes a text that is clean up to a byte, chunk by chunk.
#[inline(always)]
fn append_from<S: Sink>(text: &str, clean: usize, out: &mut S) {
    let bytes = text.as_bytes();
    let mut copied = 0;
    let mut at = append_beyond(text, clean, &mut copied, out);
    let mut padded = [0; WINDOW];
    while at < bytes.len() {
        let (window, taken) = window(bytes, at, &mut padded);
        let masks = chunk::masks(Special, window);
        let mut count = 0;
        for (block, mut specials) in masks.into_iter().enumerate() {
            while specials != 0 {
                let place = at + block * BLOCK + specials.trailing_zeros() as usize;
                out.piece(text, copied, place);
                out.entity(bytes[place]); // the padding has no specials
                copied = place + 1;
                count += 1;
                specials &= specials - 1;
            }
        }
        at += taken;
        if at < bytes.len() && (count >= MANY || (count > 0 && bytes.len() - at >= LONG)) {
            at = append_buffered(text, at, &mut copied, out);
        }
    }
    out.str(&text[copied..]); // behind a special, a chunk of ASCII, or the whole
}

/// Escapes what is beyond ASCII, and says where something else begins.
#[inline(always)]
fn append_beyond<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    let mut at = from;
    while let Some(end) = beyond::append(text, at, text.len() - at >= LONG, copied, out) {
        at = end; // at most the length
    }
    at
}

/// Escapes what is beyond ASCII, then chunks through a buffer while they are ASCII, and says where the next one begins.
#[inline(never)]
fn append_buffered<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    /// What is written before it is checked and handed on: several chunks.
    const BUFFER: usize = 2 * ROOM;
    let bytes = text.as_bytes();
    let mut at = append_beyond(text, from, copied, out);
    if at == bytes.len() || !bytes[at..bytes.len().min(at + CHUNK)].is_ascii() {
        return at;
    }
    let mut buffer = [0; BUFFER];
    let (mut len, mut dense) = (0, false);
    let mut padded = [0; WINDOW];
    while at < bytes.len() {
        let (window, taken) = window(bytes, at, &mut padded);
        let masks = chunk::masks(Special, window);
        if masks.iter().fold(0, |all, mask| all | mask) == 0 {
            at += taken;
            continue;
        }
        if !chunk::is_ascii(window) {
            break;
        }
        if *copied < at {
            flush(&buffer, &mut len, out);
            out.str(&text[*copied..at]); // behind a special or a chunk of ASCII, up to one
        }
        let Some(room) = buffer[len..].first_chunk_mut() else { break }; // there is room: see below
        let written = if dense {
            chunk::write::<true>(room, window, masks)
        } else {
            chunk::write::<false>(room, window, masks)
        };
        dense = written > CHUNK + 96;
        len += written + taken - CHUNK; // the padding is spaces, which stay
        at += taken;
        *copied = at;
        if len > BUFFER - ROOM {
            flush(&buffer, &mut len, out);
        }
    }
    flush(&buffer, &mut len, out);
    at
}
