//! An index of the end tags that the reading of a start tag depends on.

use super::class::name_len;
use super::element::is_hidden;
use super::name::Name;
use std::collections::HashMap;

/// The end tags that decide about a start tag before them: of elements with a hyphen in their name, and of those that
/// [no browser shows](is_hidden). Found in one pass, when the first is asked for.
pub(super) struct EndTags {
    pub(super) by_name: HashMap<String, EndTag>,
}

#[derive(Default)]
pub(super) struct EndTag {
    /// The last one's offset.
    pub(super) last: usize,
    /// Whether a start tag was taken for an element.
    pub(super) is_used: bool,
}

/// Longer names belong to nobody's elements.
pub(super) const MAX_NAME: usize = 64;

impl EndTags {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut by_name: HashMap<String, EndTag> = HashMap::new();
        for at in memchr::memchr_iter(b'<', bytes) {
            let Some(rest) = bytes[at + 1..].strip_prefix(b"/") else { continue };
            let len = name_len(&rest[..rest.len().min(MAX_NAME + 1)], true);
            let name = &rest[..len]; // at most its length
            if len <= MAX_NAME && (name.contains(&b'-') || is_hidden(Name::of(name), true)) {
                by_name.entry(key(name)).or_default().last = at;
            }
        }
        Self { by_name }
    }
}

pub(super) fn key(name: &[u8]) -> String {
    String::from_utf8_lossy(name).to_ascii_lowercase()
}
