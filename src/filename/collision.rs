//! Names that a file system stores as one.

use crate::chars;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// A key that is equal for two names which some file system stores as one.
///
/// Equal keys have: names that differ in case (full Unicode case folding: `Straße` and `STRASSE`), in normal form (`é`
/// as one character or two), in characters that are not compared (joiners, variation selectors: HFS+, ext4 with
/// `casefold`), in dots and spaces at the end and in what follows a `:` (Windows). Two names of one folder with one key
/// may overwrite each other somewhere; store one of them under
/// [`SafeFilename::with_suffix`](super::SafeFilename::with_suffix).
///
/// Takes one name, not a path. Linear; allocates unless the key is the name.
///
/// # Does not guarantee
/// That different keys are different files everywhere: Windows may give a long name a short one as well (`PROGRA~1`),
/// and a file system may cut names.
///
/// # Examples
/// ```
/// use untaint::filename::collision_key;
///
/// assert_eq!(collision_key("README.txt"), collision_key("Readme.TXT"));
/// assert_eq!(collision_key("caf\u{e9}"), collision_key("CAFE\u{301}"));
/// assert_eq!(collision_key("a.txt"), collision_key("a.txt. ."));
/// assert_ne!(collision_key("a.txt"), collision_key("a.text"));
/// ```
#[must_use]
pub fn collision_key(name: &str) -> Cow<'_, str> {
    // A name that begins with a colon is none to Windows, and everything to the rest.
    let name = match name.find(':') {
        Some(colon) if colon > 0 => &name[..colon],
        _ => name,
    };
    if name.is_ascii() {
        let name = without_end(name);
        return if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
    }
    let folded: String = if name.contains(has_iota_below) { fold(name.nfd()) } else { fold(name.nfc()) };
    let mut key: String = folded.nfc().collect();
    key.truncate(without_end(&key).len());
    if key == name { Cow::Borrowed(name) } else { Cow::Owned(key) }
}

/// Whether a character is the Greek iota below a letter, or may hold it. It folds to a letter, before which other
/// marks must stand: the one reason for normal form D before folding (Unicode core specification, section 3.13,
/// D145).
fn has_iota_below(c: char) -> bool {
    matches!(c, '\u{345}' | '\u{1F80}'..='\u{1FFC}')
}

fn fold(name: impl Iterator<Item = char>) -> String {
    name.filter(|c| !chars::is_invisible(*c)).flat_map(fold_char).collect()
}

/// The name without dots and spaces at its end, unless there is nothing else.
fn without_end(name: &str) -> &str {
    match name.trim_end_matches(['.', ' ']) {
        "" => name,
        name => name,
    }
}

/// One character, folded: equal for two characters wherever full case folding is (`tests/filename.rs` compares them
/// all), and for `ı` and `i` besides.
///
/// Capital sharp s has only a lower case of its own, so it goes down, up and down again.
pub(super) fn fold_char(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)
}
