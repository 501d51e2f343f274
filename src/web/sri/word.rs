//! One word of an integrity, as a browser reads it.

use super::error::IntegrityErrorKind;
use crate::web::digest::{Algorithm, Digest};

/// A word with its place.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    /// Where it begins, in bytes.
    pub(super) at: usize,
    pub(super) len: usize,
    /// The digest that a browser compares with, or why there is none.
    pub(super) digest: Result<Digest<'a>, IntegrityErrorKind>,
    pub(super) has_options: bool,
}

impl Word<'_> {
    /// The algorithm, if a browser goes by this word.
    pub(super) fn algorithm(&self) -> Option<Algorithm> {
        self.digest.ok().map(|digest| digest.algorithm)
    }
}

/// The words of an integrity, between ASCII white space.
pub(super) fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let start = text.as_ptr().addr();
    text.split_ascii_whitespace().map(move |word| read(word, word.as_ptr().addr() - start))
}

fn read(word: &str, at: usize) -> Word<'_> {
    let (digest, options) = word.split_once('?').map_or((word, None), |(digest, rest)| (digest, Some(rest)));
    let found = Algorithm::ALL
        .into_iter()
        .find_map(|(name, algorithm)| Some((digest.strip_prefix(name)?, algorithm)));
    let digest = match found {
        None => Err(IntegrityErrorKind::Algorithm { at }),
        Some((text, algorithm)) if is_read(text) => Ok(Digest { algorithm, text }),
        Some(_) => Err(IntegrityErrorKind::Base64 { at }),
    };
    Word { at, len: word.len(), digest, has_options: options.is_some() }
}

/// Digits of base64 or base64url and padding, something of either, in any order: Chromium looks no closer, and what
/// fits no script in such a word blocks it.
fn is_read(digest: &str) -> bool {
    let is_read = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
    !digest.is_empty() && digest.bytes().all(is_read)
}
