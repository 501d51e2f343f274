//! The escape of one chunk of ASCII, in a buffer, for [`blocks`](super::blocks).

use super::entity;
use super::find::{BLOCK, Finder};

/// What is looked at before anything is written.
pub(super) const CHUNK: usize = 4 * BLOCK;
/// A chunk and what may be read behind it.
pub(super) const WINDOW: usize = CHUNK + BLOCK;
/// A power of two above what a chunk can become, so that a mask keeps every place below it.
const LIMIT: usize = (CHUNK * entity::LONGEST + 1).next_power_of_two();
/// What a chunk can become, and what may be written too far.
pub(super) const ROOM: usize = LIMIT + BLOCK;
/// A gap this long or shorter is one copy in dense text.
const SHORT: usize = 16;

/// The specials of each block.
#[inline(always)]
pub(super) fn masks<F: Finder>(finder: F, window: &[u8; WINDOW]) -> [u64; 4] {
    let mut masks = [0; 4];
    for (mask, block) in masks.iter_mut().zip(window.chunks_exact(BLOCK)) {
        if let Some(block) = block.first_chunk() {
            *mask = finder.mask(block);
        }
    }
    masks
}

/// Whether the chunk, without what is behind it, is ASCII.
#[inline(always)]
pub(super) fn is_ascii(window: &[u8; WINDOW]) -> bool {
    window[..CHUNK].iter().fold(0, |all, byte| all | byte) < 0x80
}

/// Writes a chunk escaped, and says how long it has become. `DENSE` text has specials so close together that short
/// copies are faster.
#[inline(always)]
pub(super) fn write<const DENSE: bool>(
    room: &mut [u8; ROOM],
    window: &[u8; WINDOW],
    masks: [u64; 4],
) -> usize {
    let mut to = 0;
    for (block, mask) in masks.into_iter().enumerate() {
        // A block and what may be read behind it: the window is one block longer than the chunk.
        if let Some(window) = window[block * BLOCK..].first_chunk() {
            to = write_block::<DENSE>(room, to, window, mask);
        }
    }
    to
}

/// Writes a block escaped from place `to` on, and says where it ends.
#[inline(always)]
fn write_block<const DENSE: bool>(
    room: &mut [u8; ROOM],
    mut to: usize,
    window: &[u8; 2 * BLOCK],
    mut specials: u64,
) -> usize {
    let mut from = 0;
    if !DENSE {
        copy::<BLOCK>(room, to, window, 0);
    }
    while specials != 0 {
        let place = specials.trailing_zeros() as usize & (BLOCK - 1); // below it anyway, as the compiler now knows
        // Specials come in order, so a gap is never negative.
        let gap = place.wrapping_sub(from);
        if DENSE {
            copy::<SHORT>(room, to, window, from);
            if gap > SHORT {
                copy::<BLOCK>(room, to, window, from);
            }
        }
        to += gap;
        let word = entity::word(window[place]);
        room[to & (LIMIT - 1)..][..8].copy_from_slice(&word.to_le_bytes());
        to += entity::len(word);
        from = place + 1;
        if !DENSE {
            copy::<BLOCK>(room, to, window, from);
        }
        specials &= specials - 1;
    }
    if DENSE {
        copy::<BLOCK>(room, to, window, from);
    }
    to + BLOCK - from
}

/// Copies `N` bytes, at most a block, whatever of them is wanted; `from` is at most a block's length.
#[inline(always)]
fn copy<const N: usize>(room: &mut [u8; ROOM], to: usize, window: &[u8; 2 * BLOCK], from: usize) {
    // The mask changes nothing (`LIMIT`), but spares the check of the place.
    room[to & (LIMIT - 1)..][..N].copy_from_slice(&window[from..from + N]);
}
