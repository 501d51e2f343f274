//! Identifiers that machines make.

use super::describe::{Describe, RuleInfo};
use super::rule::{refused, spelled, text_rule, text_verdict};
use crate::{Code, Violation};

/// A UUID in its one form of 36 characters (RFC 9562): five groups of hexadecimal digits with hyphens between them.
///
/// Braces, `urn:uuid:` and the form without hyphens are refused, so that a text is one identifier for every program.
/// Any version passes, the nil and the max UUID too, unless versions are named.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::uuid().check("123e4567-e89b-12d3-a456-426614174000").is_ok());
/// assert_eq!(rules::uuid().check("123e4567e89b12d3a456426614174000").unwrap_err().code(), "uuid");
/// let refused = rules::uuid().v4().v7().check("123e4567-e89b-12d3-a456-426614174000").unwrap_err();
/// assert_eq!(refused.param("version").unwrap().to_string(), "4 or 7");
/// ```
#[must_use]
pub const fn uuid() -> Uuid {
    Uuid { versions: 0 }
}

/// The rule [`uuid`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Uuid {
    /// A bit for each version; none: any.
    versions: u16,
}

macro_rules! versions {
    ($($(#[$doc:meta])* $name:ident $number:literal;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(self) -> Self {
            self.version($number)
        }
    )*};
}

impl Uuid {
    pub(super) const CODE: Code = Code::new(
        "uuid",
        "the text is no UUID[ of version {version}]",
        "copy the whole identifier[ of version {version}]: 32 digits and letters from A to F, with 4 hyphens",
        &["version"],
    );

    /// Takes this version, and others only if they are named too; the variant must be that of RFC 9562. A number that
    /// no version can have (0, or 16 and more) lets nothing through.
    #[must_use]
    pub const fn version(mut self, version: u8) -> Self {
        // The bit of version 0 is no version's: with it alone nothing passes.
        self.versions |= if matches!(version, 1..=15) { 1 << version } else { 1 };
        self
    }

    versions! {
        /// Takes version 1: from a time and a network card.
        v1 1;
        /// Takes version 2: with a number of a user of DCE.
        v2 2;
        /// Takes version 3: from a name, by MD5.
        v3 3;
        /// Takes version 4: random.
        v4 4;
        /// Takes version 5: from a name, by SHA-1.
        v5 5;
        /// Takes version 6: version 1 in an order that sorts.
        v6 6;
        /// Takes version 7: from a time, and random.
        v7 7;
        /// Takes version 8: of a program's own making.
        v8 8;
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        if is_uuid(text.as_bytes(), self.versions) { Ok(()) } else { Err(self.wrong()) }
    }

    #[cold]
    fn wrong(self) -> Violation {
        match self.names() {
            None => refused("uuid"),
            Some(names) => refused("uuid").with_param("version", names),
        }
    }

    /// The versions for people: `1, 4 or 7`.
    fn names(self) -> Option<String> {
        let numbers = (1..=15).filter(|version| self.versions >> version & 1 == 1);
        let numbers: Vec<String> = numbers.map(|version: u8| version.to_string()).collect();
        let (last, others) = numbers.split_last()?;
        Some(if others.is_empty() { last.clone() } else { format!("{} or {last}", others.join(", ")) })
    }
}

text_verdict!(Uuid);

fn is_uuid(text: &[u8], versions: u16) -> bool {
    let is_at_its_place = |(at, byte): (usize, &u8)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36
        && text.iter().enumerate().all(is_at_its_place)
        && (versions == 0 || {
            let version = char::from(text[14]).to_digit(16).unwrap_or(0);
            version > 0
                && versions >> version & 1 == 1
                && matches!(text[19], b'8' | b'9' | b'a' | b'b' | b'A' | b'B')
        })
}

impl Describe for Uuid {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("uuid");
        let info = spelled_uuid(info, self.versions == 0).with_schema("format", "uuid");
        self.names().into_iter().fold(info, |info, names| info.with_param("version", names))
    }
}

fn spelled_uuid(info: RuleInfo, is_whole: bool) -> RuleInfo {
    const PATTERN: &str = "[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}";
    if is_whole { spelled(info, PATTERN) } else { info.with_html("pattern", PATTERN) }
}

text_rule! {
    /// A ULID: 26 letters and digits of Crockford's base 32, in any case, that are 128 bits.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ulid().check("01ARZ3NDEKTSV4RRFFQ69G5FAV").is_ok());
    /// for refused in ["81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU", "01ARZ3NDEKTSV4RRFFQ69G5FA"] {
    ///     assert_eq!(rules::ulid().check(refused).unwrap_err().code(), "ulid");
    /// }
    /// ```
    ulid -> Ulid;
    "ulid", "the text is no ULID", "copy the whole identifier: 26 letters and digits";
    is_ulid;
    says |info| spelled(info, "[0-7][0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{25}")
}

fn is_ulid(text: &str) -> bool {
    let is_digit =
        |byte: u8| byte.is_ascii_alphanumeric() && !matches!(byte | 0x20, b'i' | b'l' | b'o' | b'u');
    // A first digit of 8 and more would be more than 128 bits.
    text.len() == 26 && matches!(text.as_bytes()[0], b'0'..=b'7') && text.bytes().all(is_digit)
}
