//! `Cache-Control`.

use super::error::{HeaderError, HeaderErrorKind};
use std::fmt;

/// `Cache-Control` of an answer: who may keep it, and how long (RFC 9111 section 5.2.2).
///
/// # Examples
/// ```
/// use untaint::web::headers::CacheControl;
///
/// assert_eq!(CacheControl::no_store().to_string(), "no-store");
/// assert!(CacheControl::parse("Public, max-age=60").unwrap().is_shared());
/// assert!(CacheControl::parse("no-stor").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CacheControl {
    /// By the place in [`FLAGS`].
    flags: u8,
    max_age: Option<u64>,
    s_maxage: Option<u64>,
}

const FLAGS: [&str; 7] =
    ["no-store", "no-cache", "private", "public", "must-revalidate", "no-transform", "immutable"];
const NO_STORE: u8 = 1;
const NO_CACHE: u8 = 2;
const PRIVATE: u8 = 4;
const PUBLIC: u8 = 8;
const IMMUTABLE: u8 = 64;

impl CacheControl {
    /// The header's name.
    pub const NAME: &'static str = "cache-control";

    const fn of(flags: u8, max_age: Option<u64>) -> Self {
        Self { flags, max_age, s_maxage: None }
    }

    /// Nobody keeps it: for a page that shows who is logged in.
    #[must_use]
    pub const fn no_store() -> Self {
        Self::of(NO_STORE, None)
    }

    /// The visitor's own browser keeps it, and asks each time whether it is still right.
    #[must_use]
    pub const fn private_no_cache() -> Self {
        Self::of(PRIVATE | NO_CACHE, None)
    }

    /// Everybody keeps it, and asks each time whether it is still right.
    #[must_use]
    pub const fn no_cache() -> Self {
        Self::of(NO_CACHE, None)
    }

    /// Everybody keeps it for this many seconds.
    #[must_use]
    pub const fn public(seconds: u64) -> Self {
        Self::of(PUBLIC, Some(seconds))
    }

    /// Everybody keeps it for a year, and nobody asks: for a file whose name changes with its content.
    #[must_use]
    pub const fn immutable() -> Self {
        Self::of(PUBLIC | IMMUTABLE, Some(31_536_000))
    }

    /// Whether a cache between the server and several visitors may keep it because of what is written here.
    #[must_use]
    pub const fn is_shared(&self) -> bool {
        let is_kept_back = self.flags & (NO_STORE | PRIVATE) != 0;
        let is_lent = self.flags & (PUBLIC | IMMUTABLE) != 0
            || matches!(self.s_maxage, Some(1..))
            || matches!((self.s_maxage, self.max_age), (None, Some(1..)));
        !is_kept_back && is_lent
    }

    /// Whether no cache between the server and several visitors may keep it, or give it out without asking.
    #[must_use]
    pub const fn is_private(&self) -> bool {
        self.flags & (NO_STORE | PRIVATE | NO_CACHE) != 0
    }

    /// Whether nobody may keep it.
    #[must_use]
    pub const fn is_no_store(&self) -> bool {
        self.flags & NO_STORE != 0
    }

    /// Reads a value, or the values of several fields with commas between, with a word that caches know; others are
    /// skipped, as caches do.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one without.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let mut found = Self::of(0, None);
        for directive in value.split(',') {
            let (name, number) = match directive.split_once('=') {
                Some((name, number)) => (name.trim_matches([' ', '\t']), Some(number)),
                None => (directive.trim_matches([' ', '\t']), None),
            };
            if let Some(at) = FLAGS.iter().position(|flag| flag.eq_ignore_ascii_case(name)) {
                found.flags |= 1 << at;
                continue;
            }
            let number = number.and_then(|number| number.trim_matches([' ', '\t', '"']).parse().ok());
            if name.eq_ignore_ascii_case("max-age") {
                found.max_age = number.or(found.max_age);
            } else if name.eq_ignore_ascii_case("s-maxage") {
                found.s_maxage = number.or(found.s_maxage);
            }
        }
        if found == Self::of(0, None) { Err(HeaderErrorKind::Unknown.into()) } else { Ok(found) }
    }
}

impl fmt::Display for CacheControl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut comma = "";
        for (_, flag) in FLAGS.iter().enumerate().filter(|(at, _)| self.flags & 1 << at != 0) {
            write!(f, "{comma}{flag}")?;
            comma = ", ";
        }
        for (name, seconds) in [("max-age", self.max_age), ("s-maxage", self.s_maxage)] {
            if let Some(seconds) = seconds {
                write!(f, "{comma}{name}={seconds}")?;
                comma = ", ";
            }
        }
        Ok(())
    }
}
