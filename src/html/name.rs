//! Names of elements and attributes as numbers, so that looking one up compares words instead of bytes.

use super::class;
use super::word::{HIGH, ONES, zeros};

/// Up to 24 ASCII bytes in lower case; longer names are no name in any table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(u64, u64, u64);

impl Name {
    pub(super) const EMPTY: Self = Self(0, 0, 0);

    /// As many bytes as the longest name has that the tables hold.
    const MAX: usize = 24;

    /// The name in the input, in lower case as ASCII goes (a KELVIN SIGN is no `k`); [`EMPTY`](Self::EMPTY), which
    /// no table holds, when it is too long or has a NUL.
    #[inline]
    pub(super) fn of(bytes: &[u8]) -> Self {
        let len = bytes.len();
        // Most names are short, and these make a word of them without a loop, from pieces that may overlap.
        if let (Some(first), Some(last), 4..=8) = (bytes.first_chunk(), bytes.last_chunk(), len) {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            return Self::short(u64::from(first) | u64::from(last) << (8 * (len - 4)), len);
        }
        if let ([first, .., last], 2..=3) = (bytes, len) {
            let middle = u64::from(bytes[len / 2]) << (8 * (len / 2));
            return Self::short(u64::from(*first) | middle | u64::from(*last) << (8 * (len - 1)), len);
        }
        Self::of_any(bytes)
    }

    /// The name at the beginning, if it has at most seven letters and ends at a byte of one of the classes, and its
    /// length; `None` for the plain way when it is long or odd. Without a branch on the length, which no processor can
    /// guess.
    #[inline]
    pub(super) fn first(rest: &[u8], ends: u8) -> Option<(Self, usize)> {
        let word = u64::from_le_bytes(*rest.first_chunk()?);
        // All letters have the one bit, and nothing has it that ends a name, nor a NUL.
        let len = (!word & (ONES * 0x40)).trailing_zeros() as usize / 8;
        if len == 0 || len >= 8 || !rest.get(len).is_some_and(|byte| class::is(*byte, ends)) {
            return None;
        }
        let used = u64::MAX >> (64 - 8 * len);
        // With the other bit it is in lower case, as nearly every name is.
        let is_lower = !word & used & (ONES * 0x20) == 0;
        Some((if is_lower { Self(word & used, 0, 0) } else { Self::short(word & used, len) }, len))
    }

    /// A word whose first `len` bytes, 1 to 8, are the name.
    #[inline]
    const fn short(word: u64, len: usize) -> Self {
        let low = word & !HIGH;
        // The high bit of each byte from `A` on, and of each behind `Z`; neither sum leaves its byte.
        let is_upper =
            (low + ONES * (0x80 - b'A' as u64)) & !(low + ONES * (0x7F - b'Z' as u64)) & !word & HIGH;
        let word = word | (is_upper >> 2);
        let used = u64::MAX >> (64 - 8 * len);
        let has_nul = zeros(word | !used) & HIGH != 0;
        if has_nul { Self::EMPTY } else { Self(word, 0, 0) }
    }

    /// The name of up to sixteen bytes as it stands: one with a capital is found in no table.
    #[inline]
    pub(super) const fn exact(low: u64, high: u64) -> Self {
        Self(low, high, 0)
    }

    pub(super) const fn of_any(bytes: &[u8]) -> Self {
        if bytes.len() > Self::MAX {
            return Self::EMPTY;
        }
        let mut words = [0; 3];
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at].to_ascii_lowercase();
            if byte == 0 {
                return Self::EMPTY;
            }
            words[at / 8] |= (byte as u64) << (8 * (at % 8));
            at += 1;
        }
        Self(words[0], words[1], words[2])
    }

    /// A name of a table.
    pub(super) const fn literal(name: &str) -> Self {
        assert!(name.len() <= Self::MAX && !name.is_empty(), "the name does not fit");
        Self::of_any(name.as_bytes())
    }

    /// The names of a list.
    pub(super) const fn all<const N: usize>(names: [&str; N]) -> [Self; N] {
        let mut all = [Self::EMPTY; N];
        let mut at = 0;
        while at < N {
            all[at] = Self::literal(names[at]);
            at += 1;
        }
        all
    }

    /// A number below two to the power of `bits`, for hash tables whose names the program chose.
    #[expect(clippy::cast_possible_truncation, reason = "few bits are left, which any word holds")]
    #[inline]
    pub(super) const fn hash(self, bits: u32) -> usize {
        let folded = self.0 ^ self.1.rotate_left(21) ^ self.2.rotate_left(42);
        (folded.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - bits)) as usize
    }

    pub(super) const fn is(self, other: Self) -> bool {
        self.0 == other.0 && self.1 == other.1 && self.2 == other.2
    }
}

#[cfg(test)]
mod tests {
    use super::{Name, class};

    #[test]
    fn the_first_name_is_what_stands_before_its_end() {
        for (ends, listed) in [
            (class::NAME_END, b"\t\n\x0C\r />".as_slice()),
            (class::NAME_END | class::EQUALS, b"\t\n\x0C\r />="),
        ] {
            for byte in 0..=u8::MAX {
                for len in 1..=9 {
                    let mut rest = vec![b'r'; len];
                    rest[len / 2] = b'R';
                    rest.push(byte);
                    rest.extend(b"x/y> zz");
                    let end = rest.iter().position(|byte| listed.contains(byte)).unwrap_or(0);
                    if let Some((name, found)) = Name::first(&rest, ends) {
                        assert_eq!((name, found), (Name::of_any(&rest[..end]), end), "{rest:?}");
                    } else {
                        assert!(end >= 8 || byte & 0x40 == 0 && !listed.contains(&byte), "{rest:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_quick_way_agrees_with_the_plain_one() {
        for byte in 0..=u8::MAX {
            for len in 0..=26 {
                for place in 0..len {
                    let mut bytes = vec![b'Q'; len];
                    bytes[place] = byte;
                    assert_eq!(Name::of(&bytes), Name::of_any(&bytes), "{bytes:?}");
                }
            }
        }
    }
}
