//! Numbers in a few bytes that are at hand. Those of a file are read by [`Source`](super::source::Source).

/// `N` bytes at `at`; zeros where the window is shorter, which no format's window is.
pub(super) fn take<const N: usize>(window: &[u8], at: usize) -> [u8; N] {
    window.get(at..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

pub(super) fn be16(window: &[u8], at: usize) -> u64 {
    u16::from_be_bytes(take(window, at)).into()
}

pub(super) fn le16(window: &[u8], at: usize) -> u64 {
    u16::from_le_bytes(take(window, at)).into()
}

pub(super) fn be32(window: &[u8], at: usize) -> u64 {
    u32::from_be_bytes(take(window, at)).into()
}

pub(super) fn le32(window: &[u8], at: usize) -> u64 {
    u32::from_le_bytes(take(window, at)).into()
}

pub(super) fn le24(window: &[u8], at: usize) -> u64 {
    let [a, b, c] = take(window, at);
    u32::from_le_bytes([a, b, c, 0]).into()
}
