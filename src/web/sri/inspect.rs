//! What a browser makes of an integrity.

use super::error::IntegrityErrorKind;
use super::kinds;
use super::word::{Word, words};
use crate::web::Finding;

/// No more words are told of.
const MAX_WORDS: usize = 1000;

/// What is wrong with the value of an `integrity` attribute, word by word; nothing where a browser checks as is meant.
///
/// # Cost
/// Linear in the length in bytes.
///
/// # Examples
/// ```
/// use untaint::web::{Severity, sri};
///
/// let found = sri::inspect("sha386-oqVuAfXRKap7fdgcCY5uykM6");
/// assert_eq!(found[0].code(), "sri.algorithm");
/// assert_eq!(found[1].code(), "sri.unchecked"); // nothing is left, so anything runs
/// assert_eq!(found[1].severity(), Severity::High);
/// assert!(sri::inspect("sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=").is_empty());
/// ```
#[must_use]
pub fn inspect(integrity: &str) -> Vec<Finding> {
    let strongest = words(integrity).filter_map(|word| word.algorithm()).max();
    let mut findings = Vec::new();
    for word in words(integrity).take(MAX_WORDS) {
        let place = word.at..word.at + word.len;
        let kind = match word.digest {
            Err(IntegrityErrorKind::Algorithm { .. }) => Some(&kinds::ALGORITHM),
            Err(_) => Some(&kinds::BASE64),
            Ok(digest) if Some(digest.algorithm) < strongest => Some(&kinds::OUTRANKED),
            Ok(digest) if !digest.is_whole() => Some(&kinds::LENGTH),
            Ok(_) => None,
        };
        findings.extend(kind.map(|kind| Finding::new(kind, place.clone())));
        if word.digest.is_ok_and(|digest| !digest.has_own_padding()) {
            findings.push(Finding::new(&kinds::PADDING, place.clone()));
        }
        if word.has_options && word.digest.is_ok() {
            findings.push(Finding::new(&kinds::OPTIONS, place));
        }
    }
    let is_more = |word: Word<'_>| Finding::new(&kinds::MORE, word.at..integrity.len());
    findings.extend(words(integrity).nth(MAX_WORDS).map(is_more));
    let form_feed = integrity.find('\u{c}').map(|at| Finding::new(&kinds::FORM_FEED, at..at + 1));
    findings.extend(form_feed);
    if strongest.is_none() {
        findings.push(Finding::new(&kinds::UNCHECKED, 0..integrity.len()));
    }
    findings
}
