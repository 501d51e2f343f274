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
        let name =
            Self::ALL.into_iter().find(|(_, algorithm)| *algorithm == self).map_or("", |(name, _)| name);
        [name, &text].concat()
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
    /// Whether both name one digest: base64 and base64url, with padding and without, are the same.
    pub(super) fn equals(self, other: Digest<'_>) -> bool {
        let plain = |byte: u8| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        };
        let digits = |digest: Digest<'_>| digest.text.trim_end_matches('=').len();
        let (own, others) = (self.text.trim_end_matches('='), other.text.trim_end_matches('='));
        self.algorithm == other.algorithm
            && digits(self) == digits(other)
            && own.bytes().map(plain).eq(others.bytes().map(plain))
    }

    /// Whether the digest has the length that its algorithm gives.
    pub(super) fn is_whole(self) -> bool {
        self.text.trim_end_matches('=').len() == (self.algorithm.bytes() * 4).div_ceil(3)
    }
}
