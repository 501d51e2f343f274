//! Compressed files that say how large they get.

/// More than this many bytes out for each byte in, and at least [`BOMB_MIN`] of them: a bomb. Deflate's own limit is
/// 1032; XML of office files reaches 30, logs of one line again and again pass 100 while they are small.
const BOMB_RATIO: u64 = 100;
pub(super) const BOMB_MIN: u64 = 1 << 20;

pub(super) fn is_bomb(unpacked: u64, packed: u64, least: u64) -> bool {
    unpacked >= least && unpacked / BOMB_RATIO > packed
}
