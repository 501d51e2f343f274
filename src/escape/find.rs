//! Finding the bytes that may have to change: the loops that every context shares.
//!
//! A context says of one byte, without a branch, whether it may begin something that changes. Asked of a block of
//! fixed length, the compiler makes vector code of the question; only what it finds is then looked at closely.

use crate::bytes;
use std::ops::ControlFlow;

/// The bytes whose answers fit one mask.
pub(super) const BLOCK: usize = 64;
/// The bytes passed over in one go while nothing is found.
pub(super) const PAIR: usize = 2 * BLOCK;

/// Finds the bytes that may begin something that changes.
pub(super) trait Finder: Copy {
    /// Whether a character that begins with this byte may change. For a [`Context`](super::scan::Context) it must be
    /// `false` for 0x80–0xBF, which begin none, unless that says more. Best written with `|` and `&`: a branch would
    /// make the loops slow.
    fn may_change(self, byte: u8) -> bool;

    /// One bit for each byte that may change, the first byte's the lowest.
    #[inline(always)]
    fn mask(self, block: &[u8; BLOCK]) -> u64 {
        mask_of(block, |byte| self.may_change(byte))
    }

    /// [`mask`](Self::mask) of fewer bytes than a block.
    #[inline(always)]
    fn short_mask(self, bytes: &[u8]) -> u64 {
        let mut padded = [0; BLOCK];
        padded[..bytes.len()].copy_from_slice(bytes); // fewer than a block
        self.mask(&padded) & !(u64::MAX << bytes.len())
    }

    /// Whether a byte is certain to stay: a rougher question than [`may_change`](Self::may_change), which is worth
    /// asking first of texts without letters beyond ASCII. Without one, the answer is no.
    #[inline(always)]
    fn is_plain(self, _byte: u8) -> bool {
        false
    }

    /// Whether there may be a byte that changes; a rougher question than [`mask`](Self::mask) if that is faster.
    #[inline(always)]
    fn any(self, pair: &[u8; PAIR]) -> bool {
        bytes::have(pair, |byte| self.may_change(byte))
    }
}

/// Whether a byte is a C0 control or beyond ASCII: one comparison of signed numbers.
#[inline(always)]
#[expect(clippy::cast_possible_wrap, reason = "what is beyond ASCII shall be negative")]
pub(super) const fn is_control_or_beyond(byte: u8) -> bool {
    (byte as i8) < 0x20
}

/// One bit for each byte that is one of some, the first byte's the lowest.
#[inline(always)]
pub(super) fn mask_of(block: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
    let mut found = [0_u8; BLOCK];
    for (found, byte) in found.iter_mut().zip(block) {
        *found = u8::from(is(*byte));
    }
    bits(&found)
}

/// The lowest bits of at most 64 bytes, side by side.
#[inline(always)]
fn bits(found: &[u8]) -> u64 {
    let mut mask = 0;
    for (at, eight) in found.chunks_exact(8).enumerate() {
        // The factor moves the lowest bit of byte i to bit 56 + i; no two of the products' bits meet.
        if let Some(eight) = eight.first_chunk() {
            mask |= (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * at);
        }
    }
    mask
}

/// The mask of the last bytes of a text, `rest`, which are fewer than a block. Reads a block that begins before them
/// where the text is long enough for one.
#[inline(always)]
pub(super) fn tail_mask<F: Finder>(finder: F, bytes: &[u8], rest: &[u8]) -> u64 {
    match bytes.last_chunk::<BLOCK>() {
        Some(_) if rest.is_empty() => 0,
        Some(last) => finder.mask(last) >> (BLOCK - rest.len()), // 1 to 63
        None => finder.short_mask(rest),
    }
}

/// Shows the places from `from` on of all bytes that may change, until told to stop.
#[inline(always)]
pub(super) fn visit<F: Finder, B>(
    finder: F,
    bytes: &[u8],
    from: usize,
    show: impl FnMut(usize) -> ControlFlow<B>,
) -> ControlFlow<B> {
    visit_looking(finder, bytes, from, true, show)
}

/// [`visit`] that looks ahead from the beginning or only once a block has had none.
#[inline(always)]
pub(super) fn visit_looking<F: Finder, B>(
    finder: F,
    bytes: &[u8],
    from: usize,
    mut look_ahead: bool,
    mut show: impl FnMut(usize) -> ControlFlow<B>,
) -> ControlFlow<B> {
    let mut at = from;
    // Once the rough question has raised a false alarm, the letters of the text are beyond it.
    let mut rough = true;
    while at < bytes.len() {
        let rest = &bytes[at..]; // `at` is below the length
        if look_ahead {
            if let Some(pair) = rest.first_chunk() {
                if rough && bytes::are(pair, |byte| finder.is_plain(byte)) {
                    at += PAIR;
                    continue;
                }
                if !finder.any(pair) {
                    rough = false;
                    at += PAIR;
                    continue;
                }
            }
        }
        let (mut mask, len) = match rest.first_chunk() {
            Some(block) => (finder.mask(block), BLOCK),
            None => (tail_mask(finder, bytes, rest), rest.len()),
        };
        // Where specials are many, most pairs have one: the look ahead waits for a block without.
        look_ahead = mask == 0;
        while mask != 0 {
            if let ControlFlow::Break(value) = show(at + mask.trailing_zeros() as usize) {
                return ControlFlow::Break(value);
            }
            mask &= mask - 1;
        }
        at += len;
    }
    ControlFlow::Continue(())
}

/// Whether a text shorter than a block is certainly clean: pieces of fixed length from both ends, which may overlap.
#[inline(always)]
pub(super) fn is_short_and_clean<F: Finder>(finder: F, bytes: &[u8]) -> bool {
    #[inline(always)]
    fn ends_are_clean<F: Finder, const N: usize>(finder: F, bytes: &[u8]) -> Option<bool> {
        let (first, last) = (bytes.first_chunk::<N>()?, bytes.last_chunk::<N>()?);
        Some(is_clean(finder, first) & is_clean(finder, last))
    }
    let clean = match bytes.len() {
        BLOCK.. => Some(false),
        32.. => ends_are_clean::<F, 32>(finder, bytes),
        16.. => ends_are_clean::<F, 16>(finder, bytes),
        8.. => ends_are_clean::<F, 8>(finder, bytes),
        _ => None,
    };
    clean.unwrap_or_else(|| is_clean(finder, bytes))
}

#[inline(always)]
fn is_clean<F: Finder>(finder: F, text: &[u8]) -> bool {
    !bytes::have(text, |byte| finder.may_change(byte))
}

/// The place of the first byte that may change.
#[inline(always)]
pub(super) fn first<F: Finder>(finder: F, bytes: &[u8]) -> Option<usize> {
    if is_short_and_clean(finder, bytes) {
        return None;
    }
    match visit(finder, bytes, 0, ControlFlow::Break) {
        ControlFlow::Break(at) => Some(at),
        ControlFlow::Continue(()) => None,
    }
}
