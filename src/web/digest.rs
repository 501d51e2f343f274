//! Digests of scripts, as policies and `integrity` write them.

/// The hash functions that browsers know, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Algorithm {
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// Each with what stands before its digests.
    pub(super) const ALL: [(&'static str, Self); 3] =
        [("sha256-", Self::Sha256), ("sha384-", Self::Sha384), ("sha512-", Self::Sha512)];

    /// What stands before its digests.
    fn name(self) -> &'static str {
        Self::ALL.into_iter().find(|(_, algorithm)| *algorithm == self).map_or("", |(name, _)| name)
    }

    /// The length of a digest in bytes.
    const fn bytes(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The digest of a script: `sha384-…`.
    #[cfg(feature = "sign")]
    pub(super) fn digest(self, bytes: &[u8]) -> String {
        use base64ct::{Base64, Encoding};
        use sha2::Digest;
        let text = match self {
            Self::Sha256 => Base64::encode_string(&sha2::Sha256::digest(bytes)),
            Self::Sha384 => Base64::encode_string(&sha2::Sha384::digest(bytes)),
            Self::Sha512 => Base64::encode_string(&sha2::Sha512::digest(bytes)),
        };
        [self.name(), &text].concat()
    }
}

/// A digest that somebody wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Digest<'a> {
    pub(super) algorithm: Algorithm,
    /// In base64 or base64url, with its padding.
    pub(super) text: &'a str,
}

impl Digest<'_> {
    /// Whether both name one digest: base64 and base64url, with padding and without, are the same, and of the last
    /// digit only the bits count that belong to a byte, as in Chromium.
    pub(super) fn equals(self, other: Digest<'_>) -> bool {
        let (own, others) = (self.text.trim_end_matches('='), other.text.trim_end_matches('='));
        let last = own.len().saturating_sub(1);
        let spare = own.len() * 6 % 8;
        let same = |(at, (a, b)): (usize, (u8, u8))| match (base64_value(a), base64_value(b)) {
            (Some(a), Some(b)) if at == last => a >> spare == b >> spare,
            (Some(a), Some(b)) => a == b,
            _ => false,
        };
        self.algorithm == other.algorithm
            && own.len() == others.len()
            && own.bytes().zip(others.bytes()).enumerate().all(same)
    }

    /// As every browser reads it: base64 with just its padding, and nothing in the bits that belong to no byte.
    pub(super) fn canonical(self) -> String {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let digits = self.text.trim_end_matches('=');
        let mut text = self.algorithm.name().to_owned();
        let spare = digits.len() * 6 % 8;
        let last = digits.len().saturating_sub(1);
        let values = digits.bytes().filter_map(base64_value).enumerate();
        text.extend(values.filter_map(|(at, value)| {
            let value = if at == last { value >> spare << spare } else { value };
            DIGITS.get(usize::from(value)).map(|digit| char::from(*digit))
        }));
        text.extend(std::iter::repeat_n('=', digits.len().wrapping_neg() % 4));
        text
    }

    /// Whether its padding is what base64 gives it, or left out: about any other, browsers differ.
    pub(super) fn has_own_padding(self) -> bool {
        let digits = self.text.trim_end_matches('=');
        let padding = self.text.len() - digits.len();
        !digits.is_empty()
            && !digits.contains('=')
            && (padding == 0 || padding == digits.len().wrapping_neg() % 4)
    }

    /// Whether the digest has the length that its algorithm gives, and its padding at the end.
    pub(super) fn is_whole(self) -> bool {
        let digits = self.text.trim_end_matches('=');
        digits.len() == (self.algorithm.bytes() * 4).div_ceil(3) && !digits.contains('=')
    }
}

/// What a digit of base64 or base64url stands for.
pub(super) const fn base64_value(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
