//! `Clear-Site-Data`.

use super::error::{HeaderError, HeaderErrorKind};
use std::fmt;

/// `Clear-Site-Data`: the browser forgets what it has of this site (Clear Site Data section 3.1); for the answer to a
/// logout, and in no preset.
///
/// Words in double quotes with commas between, each read by itself and letter by letter. It counts over https only.
///
/// # Examples
/// ```
/// use untaint::web::headers::ClearSiteData;
///
/// assert_eq!(ClearSiteData::cookies().and_storage().to_string(), "\"cookies\", \"storage\"");
/// assert_eq!(ClearSiteData::parse("cookies, \"storage\""), Ok(ClearSiteData::storage()));
/// assert!(ClearSiteData::parse("cookies").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClearSiteData {
    /// By the place in [`WORDS`].
    words: u8,
}

const WORDS: [&str; 4] = ["\"cookies\"", "\"storage\"", "\"cache\"", "\"*\""];

impl ClearSiteData {
    /// The header's name.
    pub const NAME: &'static str = "clear-site-data";

    /// The cookies of the site and of the hosts below it.
    #[must_use]
    pub const fn cookies() -> Self {
        Self { words: 1 }
    }

    /// What its scripts have stored.
    #[must_use]
    pub const fn storage() -> Self {
        Self { words: 2 }
    }

    /// What the browser has cached of it.
    #[must_use]
    pub const fn cache() -> Self {
        Self { words: 4 }
    }

    /// All, and what browsers will think of later.
    #[must_use]
    pub const fn everything() -> Self {
        Self { words: 8 }
    }

    /// And its cookies.
    #[must_use]
    pub const fn and_cookies(self) -> Self {
        Self { words: self.words | Self::cookies().words }
    }

    /// And what its scripts have stored.
    #[must_use]
    pub const fn and_storage(self) -> Self {
        Self { words: self.words | Self::storage().words }
    }

    /// And what the browser has cached.
    #[must_use]
    pub const fn and_cache(self) -> Self {
        Self { words: self.words | Self::cache().words }
    }

    /// Whether the cookies are cleared.
    #[must_use]
    pub const fn has_cookies(&self) -> bool {
        self.words & (Self::cookies().words | Self::everything().words) != 0
    }

    /// Whether what scripts have stored is cleared.
    #[must_use]
    pub const fn has_storage(&self) -> bool {
        self.words & (Self::storage().words | Self::everything().words) != 0
    }

    /// Reads a value, or the values of several fields with commas between, with a word that browsers know.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one without.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let bit = |word: &str| WORDS.iter().position(|known| *known == word).map_or(0, |at| 1 << at);
        let found = words(value).fold(0, |words, word| words | bit(word));
        if found == 0 || !value.is_ascii() {
            return Err(HeaderErrorKind::Unknown.into());
        }
        Ok(Self { words: found })
    }
}

/// The words between the commas.
fn words(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(|word| word.trim_matches([' ', '\t']))
}

/// Whether there is a word that browsers skip.
pub(super) fn has_unknown(value: &str) -> bool {
    let newer = ["\"clientHints\"", "\"executionContexts\"", "\"prefetchCache\"", "\"prerenderCache\""];
    words(value).any(|word| !WORDS.contains(&word) && !newer.contains(&word) && !word.is_empty())
}

impl fmt::Display for ClearSiteData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = WORDS.iter().enumerate().filter(|(at, _)| self.words & 1 << at != 0);
        for (count, (_, word)) in written.enumerate() {
            f.write_str(if count == 0 { "" } else { ", " })?;
            f.write_str(word)?;
        }
        Ok(())
    }
}
