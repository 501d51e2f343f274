//! Texts of ASCII through a buffer on the stack, for [`blocks`](super::blocks).
//!
//! The copies are of a fixed length and reach too far; the next one overwrites what is too much, so that no length is a
//! surprise to the processor. The buffer goes out as one `&str`, checked like any other, when it is nearly full: so
//! late no read waits for a write that is still under way. Text beyond ASCII never goes through it: there the check
//! would cost more than the buffer saves.

use super::blocks::Special;
use super::entity;
use super::find::{BLOCK, Finder};
use super::sink::Sink;

/// A gap this long or shorter is one copy in dense text.
const SHORT: usize = 16;

/// What so many bytes can become, as the next power of two, so that a mask keeps every place below it; and what may be
/// written too far.
const fn room(bytes: usize) -> usize {
    (bytes * entity::LONGEST + 1).next_power_of_two() + BLOCK
}

/// Escapes a text shorter than a block, of ASCII only, whose specials are at these places.
#[inline(never)]
pub(super) fn append_short<S: Sink>(text: &str, specials: u64, out: &mut S) {
    let mut window = [b' '; 2 * BLOCK];
    window[..text.len()].copy_from_slice(text.as_bytes()); // fewer than a block
    let mut block = [0; room(BLOCK)];
    let written = write_block::<true, { room(BLOCK) }>(&mut block, 0, &window, specials);
    let len = written + text.len() - BLOCK; // the padding is spaces, which stay
    // What is behind is ASCII too, and whole words are checked faster.
    let written = block.get(..len.next_multiple_of(16)).and_then(check);
    out.str(written.and_then(|text| text.get(..len)).unwrap_or_default());
}

/// Escapes blocks of ASCII from a byte on, for texts with many specials, and says where something else begins. `copied`
/// is the end of what went out before.
#[inline(never)]
pub(super) fn append_dense<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    append::<1, { 2 * BLOCK }, { room(BLOCK) }, { 2 * room(BLOCK) }, _>(text, from, copied, out)
}

/// [`append_dense`] for long texts: of four blocks all specials are found before any is written, and the buffer is
/// larger.
#[inline(never)]
pub(super) fn append_long<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    append::<4, { 5 * BLOCK }, { room(4 * BLOCK) }, { 2 * room(4 * BLOCK) }, _>(text, from, copied, out)
}

/// Escapes chunks of so many blocks. A window is a chunk and what may be read behind it: another block.
#[inline(always)]
fn append<const BLOCKS: usize, const WINDOW: usize, const ROOM: usize, const BUFFER: usize, S: Sink>(
    text: &str,
    from: usize,
    copied: &mut usize,
    out: &mut S,
) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    let chunk = WINDOW - BLOCK;
    if !bytes[at..bytes.len().min(at + chunk)].is_ascii() {
        return at; // before the zeros of the buffer are written
    }
    let mut buffer = [0; BUFFER];
    let (mut len, mut dense) = (0, false);
    let mut padded = [0; WINDOW];
    while at < bytes.len() {
        let (window, taken) = window(bytes, at, &mut padded);
        let masks = masks::<BLOCKS, WINDOW>(window);
        if masks.iter().fold(0, |all, mask| all | mask) == 0 {
            at += taken;
            continue;
        }
        if !is_ascii(&window[..chunk]) {
            break;
        }
        if *copied < at {
            flush(&buffer, &mut len, out);
            out.str(&text[*copied..at]); // behind a special or a chunk of ASCII, up to one
        }
        let Some(room) = buffer[len..].first_chunk_mut() else { break }; // there is room: see below
        let written = if dense {
            write::<true, BLOCKS, WINDOW, ROOM>(room, window, masks)
        } else {
            write::<false, BLOCKS, WINDOW, ROOM>(room, window, masks)
        };
        dense = written > chunk + chunk / 3;
        len += written + taken - chunk; // the padding is spaces, which stay
        at += taken;
        *copied = at;
        if len > BUFFER - ROOM {
            flush(&buffer, &mut len, out);
        }
    }
    flush(&buffer, &mut len, out);
    at
}

/// The window at a place, and how many bytes of it to take. Near the end it is padded with spaces, which stay.
#[inline(always)]
fn window<'a, const WINDOW: usize>(
    bytes: &'a [u8],
    at: usize,
    padded: &'a mut [u8; WINDOW],
) -> (&'a [u8; WINDOW], usize) {
    let rest = &bytes[at..]; // `at` is below the length
    if let Some(window) = rest.first_chunk() {
        return (window, WINDOW - BLOCK);
    }
    *padded = [b' '; WINDOW];
    padded[..rest.len()].copy_from_slice(rest); // shorter than a window, or it had been one
    (padded, rest.len().min(WINDOW - BLOCK))
}

/// The specials of each block.
#[inline(always)]
fn masks<const BLOCKS: usize, const WINDOW: usize>(window: &[u8; WINDOW]) -> [u64; BLOCKS] {
    let mut masks = [0; BLOCKS];
    for (mask, block) in masks.iter_mut().zip(window.chunks_exact(BLOCK)) {
        if let Some(block) = block.first_chunk() {
            *mask = Special.mask(block);
        }
    }
    masks
}

/// Whether all bytes are ASCII, asked of all of them at once.
#[inline(always)]
fn is_ascii(chunk: &[u8]) -> bool {
    chunk.iter().fold(0, |all, byte| all | byte) < 0x80
}

/// Hands on what is in the buffer.
#[inline(always)]
fn flush<S: Sink>(buffer: &[u8], len: &mut usize, out: &mut S) {
    if *len > 0 {
        // Whole characters of ASCII and U+FFFD: never an error, never out of the buffer.
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

/// Writes a chunk escaped, and says how long it has become. `DENSE` text has specials so close together that short
/// copies are faster.
#[inline(always)]
fn write<const DENSE: bool, const BLOCKS: usize, const WINDOW: usize, const ROOM: usize>(
    room: &mut [u8; ROOM],
    window: &[u8; WINDOW],
    masks: [u64; BLOCKS],
) -> usize {
    let mut to = 0;
    for (block, mask) in masks.into_iter().enumerate() {
        // A block and what may be read behind it: the window is one block longer than the chunk.
        if let Some(window) = window[block * BLOCK..].first_chunk() {
            to = write_block::<DENSE, ROOM>(room, to, window, mask);
        }
    }
    to
}

/// Writes a block escaped from place `to` on, and says where it ends.
#[inline(always)]
fn write_block<const DENSE: bool, const ROOM: usize>(
    room: &mut [u8; ROOM],
    mut to: usize,
    window: &[u8; 2 * BLOCK],
    mut specials: u64,
) -> usize {
    let mut from = 0;
    if !DENSE {
        copy::<BLOCK, ROOM>(room, to, window, 0);
    }
    while specials != 0 {
        let place = specials.trailing_zeros() as usize & (BLOCK - 1); // below it anyway, as the compiler now knows
        // Specials come in order, so a gap is never negative.
        let gap = place.wrapping_sub(from);
        if DENSE {
            copy::<SHORT, ROOM>(room, to, window, from);
            if gap > SHORT {
                copy::<BLOCK, ROOM>(room, to, window, from);
            }
        }
        to += gap;
        let word = entity::word(window[place]);
        room[to & (ROOM - BLOCK - 1)..][..8].copy_from_slice(&word.to_le_bytes());
        to += entity::len(word);
        from = place + 1;
        if !DENSE {
            copy::<BLOCK, ROOM>(room, to, window, from);
        }
        specials &= specials - 1;
    }
    if DENSE {
        copy::<BLOCK, ROOM>(room, to, window, from);
    }
    to + BLOCK - from
}

/// Copies `N` bytes, at most a block, whatever of them is wanted; `from` is at most a block's length.
#[inline(always)]
fn copy<const N: usize, const ROOM: usize>(
    room: &mut [u8; ROOM],
    to: usize,
    window: &[u8; 2 * BLOCK],
    from: usize,
) {
    // The mask changes nothing ([`room`]), but spares the check of the place.
    room[to & (ROOM - BLOCK - 1)..][..N].copy_from_slice(&window[from..from + N]);
}
