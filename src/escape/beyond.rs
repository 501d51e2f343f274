//! Text beyond ASCII, for [`blocks`](super::blocks), in pieces of itself.
//!
//! All specials of a stretch are found before any of it is written. That makes two loops whose ends the processor
//! foresees; in one loop, how many specials a block has is a new surprise at each block, which costs as much as the
//! copies.

use super::blocks::Special;
use super::entity;
use super::find::{BLOCK, Finder};
use super::sink::Sink;

/// The longest stretch: it stays in the nearest cache.
const STRETCH: usize = 64 * BLOCK;
/// A stretch ends with the block that brings so many places.
const FULL: usize = 64;
/// Room for all that can be found: fewer than `FULL` places and then a block's.
const PLACES: usize = FULL + BLOCK;

/// Escapes the stretch from a byte on, if what is there is for this loop, and says where it ends. `copied` is the end
/// of what went out before.
#[inline(always)]
pub(super) fn append<S: Sink>(
    text: &str,
    from: usize,
    is_long: bool,
    copied: &mut usize,
    out: &mut S,
) -> Option<usize> {
    let rest = &text.as_bytes()[from..]; // at most the length
    // Most short texts are known by their first bytes not to be for it.
    let eight = !u64::from_le_bytes(*rest.first_chunk()?) & 0x8080_8080_8080_8080;
    if !is_long && !is_one_bit_at_most(eight) {
        return None;
    }
    let ascii = ascii(rest.first_chunk()?);
    if is_one_bit_at_most(ascii) {
        Some(append_letters(text, from, copied, out))
    } else if is_long && ascii != u64::MAX {
        Some(append_mixed(text, from, copied, out))
    } else {
        None
    }
}

#[inline(always)]
fn is_one_bit_at_most(mask: u64) -> bool {
    mask & mask.wrapping_sub(1) == 0
}

/// Escapes a stretch that begins with a block of at most one byte of ASCII, as Chinese or Thai does: all of ASCII is
/// asked for there, which is one bit of each byte, and looked at closely, since it is rare. The pieces are long.
#[inline(never)]
fn append_letters<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    let mut places = Places::new();
    let end = places.find::<1>(text.as_bytes(), from, ascii);
    places.copy(text, from, copied, out, |out, from, to| out.str(&text[from..to])); // both begin a character
    end
}

/// Escapes a stretch of ASCII and other characters.
#[inline(never)]
fn append_mixed<S: Sink>(text: &str, from: usize, copied: &mut usize, out: &mut S) -> usize {
    let mut places = Places::new();
    let end = places.find::<2>(text.as_bytes(), from, |block| Special.mask(block));
    places.copy(text, from, copied, out, |out, from, to| out.long_piece(text, from, to));
    end
}

/// One bit for each byte of ASCII.
#[inline(always)]
fn ascii(block: &[u8; BLOCK]) -> u64 {
    #[cfg(feature = "simd")]
    return !super::vector::beyond_ascii(block);
    #[cfg(not(feature = "simd"))]
    return super::find::mask_of(block, |byte| byte < 0x80);
}

/// The places of a stretch where something was found, from its beginning.
struct Places {
    places: [u16; PLACES],
    count: usize,
}

impl Places {
    #[inline(always)]
    fn new() -> Self {
        Self { places: [0; PLACES], count: 0 }
    }

    /// Takes the places of whole blocks from a byte on, and says where the last one ends. `USUAL` is how many a block
    /// has at most as a rule.
    #[inline(always)]
    fn find<const USUAL: usize>(
        &mut self,
        bytes: &[u8],
        from: usize,
        mask: impl Fn(&[u8; BLOCK]) -> u64,
    ) -> usize {
        let mut at = 0;
        // `from` is at most the length.
        for block in bytes[from..].chunks_exact(BLOCK).take(STRETCH / BLOCK) {
            let Some(block) = block.first_chunk() else { break };
            self.add::<USUAL>(at, mask(block));
            at += BLOCK;
            if self.count >= FULL {
                break;
            }
        }
        from + at
    }

    /// Takes the places of a block. The usual ones without a branch: where there is none, what is noted is not counted,
    /// and the next place takes its cell.
    #[inline(always)]
    fn add<const USUAL: usize>(&mut self, at: usize, mut mask: u64) {
        for _ in 0..USUAL {
            self.put(at, mask);
            self.count += usize::from(mask != 0);
            mask &= mask.wrapping_sub(1);
        }
        while mask != 0 {
            self.put(at, mask);
            self.count += 1;
            mask &= mask - 1;
        }
    }

    /// Notes the lowest bit's place, without counting it.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a place is below the length of a stretch")]
    fn put(&mut self, at: usize, mask: u64) {
        // The highest bit changes nothing but for no place, and spares the question whether there is one.
        let place = at + (mask | 1 << (BLOCK - 1)).trailing_zeros() as usize;
        self.places[self.count % PLACES] = place as u16; // the count is below `PLACES`, as the compiler now knows
    }

    /// Hands on what lies before each special, and what stands for it.
    #[inline(always)]
    fn copy<S: Sink>(
        &self,
        text: &str,
        from: usize,
        copied: &mut usize,
        out: &mut S,
        piece: impl Fn(&mut S, usize, usize),
    ) {
        let mut done = *copied;
        for place in &self.places[..self.count % PLACES] {
            let place = from + usize::from(*place);
            let byte = text.as_bytes()[place]; // a mask has bits for bytes of the text only
            if entity::is_special(byte) {
                piece(out, done, place);
                out.entity(byte);
                done = place + 1;
            }
        }
        *copied = done;
    }
}
