//! Names of elements and attributes as numbers, so that looking one up compares words instead of bytes.

/// Up to 22 ASCII bytes in lower case; longer names, and those with other bytes, are no name in any table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name(u128, u64);

impl Name {
    pub(super) const EMPTY: Self = Self(0, 0);

    /// More bytes than any name has that the tables hold.
    const MAX: usize = 24;

    /// The name in the input, in lower case as ASCII goes (a KELVIN SIGN is no `k`); [`EMPTY`](Self::EMPTY), which
    /// no table holds, when it is too long or has a NUL.
    #[inline]
    pub(super) const fn of(bytes: &[u8]) -> Self {
        if bytes.len() > Self::MAX {
            return Self::EMPTY;
        }
        let mut name = Self::EMPTY;
        let mut at = 0;
        while at < bytes.len() {
            let byte = bytes[at].to_ascii_lowercase();
            if byte == 0 {
                return Self::EMPTY;
            }
            if at < 16 {
                name.0 |= (byte as u128) << (8 * at);
            } else {
                name.1 |= (byte as u64) << (8 * (at - 16));
            }
            at += 1;
        }
        name
    }

    /// A name of a table.
    pub(super) const fn literal(name: &str) -> Self {
        assert!(name.len() <= Self::MAX && !name.is_empty(), "the name does not fit");
        Self::of(name.as_bytes())
    }

    /// The order of the derived `Ord`, in a `const`.
    pub(super) const fn is_less(self, other: Self) -> bool {
        self.0 < other.0 || (self.0 == other.0 && self.1 < other.1)
    }
}
