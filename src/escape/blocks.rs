//! The loop behind [`html`](super::html()): the most called escape of all, so it has one of its own.
//!
//! Clean text is passed over in blocks that the compiler turns into vector code. From the first special on, a text goes
//! out in pieces of itself; if it is ASCII and its specials are many, or it is long, through a [buffer].

use super::buffer;
use super::entity;
use super::find::{self, BLOCK, Finder, PAIR};
use super::sink::{Sink, Through};
#[cfg(not(feature = "simd"))]
use crate::bytes;
use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::ControlFlow;

/// Finds the specials, and a few bytes that share bits with them and [stand for themselves](entity): `#`, with vectors
/// all that are not [plain](are_plain).
#[derive(Clone, Copy)]
pub(super) struct Special;

impl Finder for Special {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        ((byte | 5) == 0x27) | ((byte | 2) == 0x3E) | (byte == b'\r') | (byte == 0)
    }

    #[inline(always)]
    fn any(self, pair: &[u8; PAIR]) -> bool {
        !are_plain(pair)
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

/// A quarter more spares the second growth of nearly all texts; the rest is for what a copy of a cell brings too much.
fn room_for(text: &str) -> usize {
    text.len() + text.len() / 4 + 80
}

/// Whether one of the places found is a special.
#[inline(always)]
fn has_special(text: &str, mut specials: u64) -> bool {
    while specials != 0 {
        // A mask has bits for bytes of the text only.
        if entity::is_special(text.as_bytes()[specials.trailing_zeros() as usize]) {
            return true;
        }
        specials &= specials - 1;
    }
    false
}

/// How many bytes at the beginning are plain, in whole pairs; all, if what is left behind them is plain too.
#[inline(always)]
fn plain(bytes: &[u8]) -> usize {
    let mut plain = 0;
    // At most the length.
    while bytes[plain..].first_chunk().is_some_and(are_plain) {
        plain += PAIR;
    }
    let is_last = plain < bytes.len() && bytes.len() - plain < PAIR;
    if is_last && bytes.last_chunk().is_some_and(are_plain) { bytes.len() } else { plain }
}

/// The place of the first special.
#[inline(always)]
fn first(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let plain = plain(bytes);
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
    // With vectors, all places are found as fast as whether there is one.
    if !cfg!(feature = "simd") && find::is_short_and_clean(Special, text.as_bytes()) {
        out.push_str(text);
    } else {
        append_any(text, out);
    }
}

#[inline(always)]
fn append_any<S: Sink>(text: &str, out: &mut S) {
    if text.len() < BLOCK {
        append_shorter(text, out);
    } else {
        let clean = plain(text.as_bytes());
        if clean == text.len() { out.str(text) } else { append_from(text, clean, out) }
    }
}

#[inline(never)]
fn append_shorter<S: Sink>(text: &str, out: &mut S) {
    append_short(text, Special.short_mask(text.as_bytes()), out);
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
fn append_short<S: Sink>(text: &str, specials: u64, out: &mut S) {
    let but_three = (0..3).fold(specials, |rest, _| rest & rest.wrapping_sub(1));
    if but_three != 0 && text.is_ascii() {
        return buffer::append_short(text, specials, out);
    }
    let mut copied = 0;
    append_block(text, 0, specials, &mut copied, out);
    out.str(&text[copied..]); // behind a special, or the whole
}

/// The length from which on a text of ASCII is worth the zeros of the large buffer.
const LONG: usize = 2048;
/// The specials of a block that make a shorter text worth those of the small one.
const MANY: u32 = 6;
/// The bytes of a long text that go out in pieces before the large buffer is tried again.
const PATIENCE: usize = 4096;

/// Escapes a text of a block or more that is clean up to a byte.
#[inline(never)]
fn append_from<S: Sink>(text: &str, clean: usize, out: &mut S) {
    let bytes = text.as_bytes();
    let (mut at, mut copied) = (clean, 0); // places of the text, or its length, all along
    while bytes.len() - at >= LONG {
        at = buffer::append_long(text, at, &mut copied, out);
        at = append_blocks(text, at, bytes.len().min(at + PATIENCE), &mut copied, out);
    }
    if let Some(block) = bytes[at..].first_chunk() {
        let specials = Special.mask(block);
        if specials.count_ones() >= MANY {
            at = buffer::append_dense(text, at, &mut copied, out);
        } else {
            append_block(text, at, specials, &mut copied, out);
            at += BLOCK;
        }
    }
    at = append_blocks(text, at, bytes.len(), &mut copied, out);
    append_block(text, at, find::tail_mask(Special, bytes, &bytes[at..]), &mut copied, out);
    out.str(&text[copied..]); // behind a special or a chunk of ASCII, or the whole
}

/// Escapes whole blocks between two places, and says where the last one ends. `copied` is the end of what went out
/// before.
#[inline(never)]
fn append_blocks<S: Sink>(text: &str, from: usize, to: usize, copied: &mut usize, out: &mut S) -> usize {
    let bytes = &text.as_bytes()[..to]; // a place of the text, or its length
    let mut at = from; // at most `to`
    let mut done = *copied;
    while let Some(block) = bytes[at..].first_chunk() {
        append_block(text, at, Special.mask(block), &mut done, out);
        at += BLOCK;
    }
    *copied = done;
    at
}

/// Escapes what a mask says of the bytes from a place on, and hands on what lies between.
#[inline(always)]
fn append_block<S: Sink>(text: &str, at: usize, mut specials: u64, copied: &mut usize, out: &mut S) {
    while specials != 0 {
        let place = at + specials.trailing_zeros() as usize;
        let Some(special) = text.as_bytes().get(place) else { return }; // never: a mask has bits for bytes of the text
        out.str(&text[*copied..place]); // from behind a special to one
        out.entity(*special);
        *copied = place + 1;
        specials &= specials - 1;
    }
}
