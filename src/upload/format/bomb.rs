//! Compressed files that say how large they get.

use crate::upload::finding::{FindingKind, Findings};
use crate::upload::source::Source;

/// More than this many bytes out for each byte in, and at least [`BOMB_MIN`] of them: a bomb. Deflate's own limit is
/// 1032; XML of office files reaches 30, logs of one line again and again pass 100 while they are small.
const BOMB_RATIO: u64 = 100;
pub(super) const BOMB_MIN: u64 = 1 << 20;

pub(super) fn is_bomb(unpacked: u64, packed: u64, least: u64) -> bool {
    unpacked >= least && unpacked / BOMB_RATIO > packed
}

/// gzip: the last four bytes are the length of what was packed (RFC 1952, 2.3.1).
pub(in crate::upload) fn inspect_gzip(source: &Source<'_>, findings: &mut Findings) {
    let Some(at) = source.len().checked_sub(4) else { return };
    if source.u32_le(at).is_some_and(|unpacked| is_bomb(unpacked.into(), source.len(), BOMB_MIN)) {
        findings.at(FindingKind::ZipRatio, at);
    }
}
