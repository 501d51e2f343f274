//! Eight bytes at once, as a number whose lowest byte is the first.

/// A one in each byte: times a byte it is that byte eight times.
pub(super) const ONES: u64 = u64::from_le_bytes([1; 8]);
/// The high bit of each byte.
pub(super) const HIGH: u64 = ONES << 7;

/// The [high bit](HIGH) of each zero byte, beside bits that mean nothing. The lowest high bit is exact; those above
/// it may be wrong.
#[inline]
pub(super) const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word
}

/// [`zeros`] for another byte.
#[inline]
pub(super) const fn equal(word: u64, byte: u8) -> u64 {
    zeros(word ^ (ONES * byte as u64))
}

/// [`zeros`] for the bytes below another, of those in ASCII.
#[inline]
pub(super) const fn below(word: u64, byte: u8) -> u64 {
    word.wrapping_sub(ONES * byte as u64) & !word
}
