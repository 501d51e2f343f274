//! The questions of [`Special`](super::blocks::Special) to the processor's vectors, through the crate `wide`: a mask is one
//! instruction there for 16 bytes, which the compiler does not find by itself.

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
pub(super) fn small_mask(block: &[u8; 16]) -> u64 {
    u64::from(distance(u8x16::from(*block)).cmp_eq(u8x16::splat(0)).move_mask() as u32)
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
