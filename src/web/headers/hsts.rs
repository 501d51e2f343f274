//! `Strict-Transport-Security`.

use super::error::{HeaderError, HeaderErrorKind};
use std::fmt;

const DAY: u64 = 86_400;

/// `Strict-Transport-Security`: browsers use https for this host from now on (RFC 6797 section 6.1).
///
/// Chromium keeps it for a year at most, ignores it over http, and reads the first of several fields alone. Where the
/// standard forbids any directive twice, it lets an unknown one pass; Observatory passes values such as `max-age=abc`
/// that it does not store.
///
/// # Does not guarantee
/// That it can be taken back: a browser that stored it refuses http until the time is over. Send it where https works
/// on every host it names, and not from a developer's machine.
///
/// # Examples
/// ```
/// use untaint::web::headers::Hsts;
///
/// assert_eq!(Hsts::days(365).include_subdomains().to_string(), "max-age=31536000; includeSubDomains");
/// assert_eq!(Hsts::parse("MAX-AGE=\"31536000\" ;; foo"), Ok(Hsts::days(365)));
/// assert!(Hsts::parse("max-age=; includeSubDomains").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hsts {
    seconds: u64,
    subdomains: bool,
    preload: bool,
}

impl Hsts {
    /// The header's name.
    pub const NAME: &'static str = "strict-transport-security";

    /// For this many days.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self { seconds: days as u64 * DAY, subdomains: false, preload: false } // a wider number
    }

    /// Makes browsers forget it: `max-age=0`.
    #[must_use]
    pub const fn off() -> Self {
        Self::days(0)
    }

    /// For every host below this one, too.
    #[must_use]
    pub const fn include_subdomains(mut self) -> Self {
        self.subdomains = true;
        self
    }

    /// Asks to be put on the list that browsers are shipped with; it wants a year and all subdomains.
    #[must_use]
    pub const fn preload(mut self) -> Self {
        self.preload = true;
        self
    }

    /// The time in seconds, as it is written.
    #[must_use]
    pub const fn max_age(&self) -> u64 {
        self.seconds
    }

    /// Whether hosts below this one are meant.
    #[must_use]
    pub const fn has_subdomains(&self) -> bool {
        self.subdomains
    }

    /// Whether it asks for the list.
    #[must_use]
    pub const fn has_preload(&self) -> bool {
        self.preload
    }

    /// Reads a value that browsers store, or that makes them forget one.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Syntax`] for what they ignore.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        Self::read(value).ok_or_else(|| HeaderErrorKind::Syntax.into())
    }

    fn read(value: &str) -> Option<Self> {
        let (mut seconds, mut subdomains, mut preload) = (None, false, false);
        for directive in directives(value) {
            let (name, text) = directive.split_once('=').map_or((directive, None), |(name, text)| {
                (name.trim_matches(BLANKS), Some(text.trim_matches(BLANKS)))
            });
            if name.contains('"') || text == Some("") {
                return None;
            }
            let unquoted = text.filter(|text| text.starts_with('"')).map(unquoted);
            if unquoted == Some(None) {
                return None;
            }
            if name.eq_ignore_ascii_case("max-age") {
                if seconds.is_some() {
                    return None;
                }
                seconds = Some(match unquoted.flatten() {
                    Some(quoted) => number(unescaped(quoted))?,
                    None => number(text?.bytes())?,
                });
            } else if name.eq_ignore_ascii_case("includesubdomains") {
                if subdomains || text.is_some() {
                    return None;
                }
                subdomains = true;
            } else {
                let is_token = |text: &str| !text.is_empty() && text.bytes().all(crate::bytes::is_token);
                if !is_token(name) || unquoted.is_none() && !text.is_none_or(is_token) {
                    return None;
                }
                preload |= name.eq_ignore_ascii_case("preload");
            }
        }
        Some(Self { seconds: seconds?, subdomains, preload })
    }
}

const BLANKS: [char; 2] = [' ', '\t'];

/// The parts between the `;` that stand in no quotes, without the empty ones.
pub(super) fn directives(value: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(value);
    std::iter::from_fn(move || {
        let text = rest?;
        let (mut is_quoted, mut is_escaped) = (false, false);
        let end = text.bytes().position(|byte| {
            is_quoted ^= byte == b'"' && !is_escaped;
            is_escaped = is_quoted && byte == b'\\' && !is_escaped;
            byte == b';' && !is_quoted
        });
        rest = end.map(|end| &text[end + 1..]);
        Some(text[..end.unwrap_or(text.len())].trim_matches(BLANKS))
    })
    .filter(|directive| !directive.is_empty())
}

/// What stands in quotes; escapes stay, because no number has one.
fn unquoted(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut is_escaped = false;
    for byte in inner.bytes() {
        if byte == b'"' && !is_escaped {
            return None;
        }
        is_escaped = byte == b'\\' && !is_escaped;
    }
    (!is_escaped).then_some(inner)
}

/// What a quoted text says: a backslash stands before the character that is meant (RFC 9110 section 5.6.4).
fn unescaped(quoted: &str) -> impl Iterator<Item = u8> + Clone + '_ {
    let mut is_escaped = false;
    quoted.bytes().filter(move |byte| {
        is_escaped = *byte == b'\\' && !is_escaped;
        !is_escaped
    })
}

/// Digits alone; what is too large is the largest.
fn number(digits: impl Iterator<Item = u8> + Clone) -> Option<u64> {
    let is_number = digits.clone().next().is_some() && digits.clone().all(|byte| byte.is_ascii_digit());
    is_number.then(|| {
        digits.fold(0_u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
    })
}

impl fmt::Display for Hsts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "max-age={}", self.seconds)?;
        f.write_str(if self.subdomains { "; includeSubDomains" } else { "" })?;
        f.write_str(if self.preload { "; preload" } else { "" })
    }
}
