//! The questions of [`Special`](super::blocks::Special) to the processor's vectors, through the crate `wide`: a mask is
//! one instruction there for 16 bytes, which the compiler does not find by itself.

use super::find::{BLOCK, PAIR};
use wide::u8x16;

/// Zero where a byte may be special.
#[inline(always)]
fn distance(bytes: u8x16) -> u8x16 {
    let quotes = (bytes | u8x16::splat(5)) ^ u8x16::splat(0x27);
    let angles = (bytes | u8x16::splat(2)) ^ u8x16::splat(0x3E);
    quotes.min(angles).min(bytes.min(bytes ^ u8x16::splat(b'\r')))
}

/// One bit for each of 16 bytes.
#[inline(always)]
#[expect(clippy::cast_sign_loss, reason = "the sixteen lowest bits of a number that has no others")]
fn small_mask(block: &[u8; 16]) -> u64 {
    u64::from(distance(u8x16::from(*block)).cmp_eq(u8x16::splat(0)).move_mask() as u32)
}

/// One bit for each of fewer bytes than a block: pieces of fixed length from both ends, which may overlap.
#[inline(always)]
pub(super) fn short_mask(bytes: &[u8]) -> u64 {
    let (len, half) = (bytes.len(), BLOCK / 2);
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        if len < half {
            return small_mask(first) | small_mask(last) << (len - 16); // at most 15
        }
        // Two pieces from each end: `len` is at least 32, and a piece begins 16 bytes before its end.
        let middle = |at: usize| bytes[at..].first_chunk().map_or(0, small_mask);
        return small_mask(first)
            | middle(16) << 16
            | middle(len - half) << (len - half)
            | small_mask(last) << (len - 16);
    }
    let mut padded = [b' '; 16];
    padded[..len].copy_from_slice(bytes); // fewer than 16
    small_mask(&padded)
}

/// One bit for each byte.
#[inline(always)]
pub(super) fn mask(block: &[u8; BLOCK]) -> u64 {
    let mut mask = 0;
    for (at, small) in block.chunks_exact(16).enumerate() {
        if let Some(small) = small.first_chunk() {
            mask |= small_mask(small) << (16 * at);
        }
    }
    mask
}

/// Whether a byte may be special.
#[inline(always)]
pub(super) fn any(pair: &[u8; PAIR]) -> bool {
    let mut least = u8x16::splat(0xFF);
    for small in pair.chunks_exact(16) {
        if let Some(small) = small.first_chunk::<16>() {
            least = least.min(distance(u8x16::from(*small)));
        }
    }
    least.cmp_eq(u8x16::splat(0)).move_mask() != 0
}
