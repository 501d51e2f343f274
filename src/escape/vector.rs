//! The questions of [`Special`](super::blocks::Special) to the processor's vectors, through the crate `wide`: a mask is
//! one instruction there for 16 bytes, which the compiler does not find by itself.

use super::find::{BLOCK, PAIR};
use wide::u8x16;

/// The highest bit is set where a byte is [plain](super::blocks::are_plain): a distance above its limit sets it once
/// what lies between the limit and 0x7F is added.
#[inline(always)]
fn plain(bytes: u8x16) -> u8x16 {
    let quotes = bytes ^ u8x16::splat(b'\'');
    let others = bytes.saturating_add(u8x16::splat(0x84)) & bytes;
    quotes.saturating_add(u8x16::splat(0x7F - 5)) & others.saturating_add(u8x16::splat(0x7F - 2))
}

/// One bit for each of 16 bytes that is plain.
#[inline(always)]
fn plain_bits(block: &[u8; 16]) -> u64 {
    highest_bits(plain(u8x16::from(*block)))
}

#[inline(always)]
#[expect(clippy::cast_sign_loss, reason = "the sixteen lowest bits of a number that has no others")]
fn highest_bits(bytes: u8x16) -> u64 {
    u64::from(bytes.move_mask() as u32)
}

/// One bit for each of fewer bytes than a block: pieces of fixed length from both ends, which may overlap.
#[inline(always)]
pub(super) fn short_mask(bytes: &[u8]) -> u64 {
    let (len, half) = (bytes.len(), BLOCK / 2);
    let within = !(u64::MAX << len); // fewer than 64
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        if len < half {
            return !(plain_bits(first) | plain_bits(last) << (len - 16)) & within; // at most 15
        }
        // Two pieces from each end: `len` is at least 32, and a piece begins 16 bytes before its end.
        let middle = |at: usize| bytes[at..].first_chunk().map_or(0, plain_bits);
        let plain = plain_bits(first)
            | middle(16) << 16
            | middle(len - half) << (len - half)
            | plain_bits(last) << (len - 16);
        return !plain & within;
    }
    let mut padded = [b' '; 16];
    padded[..len].copy_from_slice(bytes); // fewer than 16
    !plain_bits(&padded) & within
}

/// One bit for each byte.
#[inline(always)]
pub(super) fn mask(block: &[u8; BLOCK]) -> u64 {
    let mut plain = 0;
    for (at, small) in block.chunks_exact(16).enumerate() {
        if let Some(small) = small.first_chunk() {
            plain |= plain_bits(small) << (16 * at);
        }
    }
    !plain
}

/// [`are_plain`](super::blocks::are_plain) of the blocks.
#[inline(always)]
pub(super) fn are_plain(pair: &[u8; PAIR]) -> bool {
    let (mut quotes, mut others) = (u8x16::splat(0xFF), u8x16::splat(0xFF));
    for small in pair.chunks_exact(16) {
        if let Some(small) = small.first_chunk::<16>() {
            let bytes = u8x16::from(*small);
            quotes = quotes.min(bytes ^ u8x16::splat(b'\''));
            others = others.min(bytes.saturating_add(u8x16::splat(0x84)) & bytes);
        }
    }
    // What is above the limit sets the highest bit of the sum.
    let above = |least: u8x16, limit: u8| highest_bits(least.saturating_add(u8x16::splat(0x7F - limit)));
    above(quotes, 5) & above(others, 2) == 0xFFFF
}
