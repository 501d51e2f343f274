//! The programmer's own mistake.

use std::borrow::Cow;

/// A policy that cannot be built: the programmer's own mistake, found at start-up.
///
/// Unlike every other error it quotes what is wrong, because the entry is the program's own.
///
/// # Examples
/// ```
/// use untaint::redirect::RedirectPolicy;
///
/// assert!(RedirectPolicy::builder().host("example.com").build().is_ok());
/// let wrong = RedirectPolicy::builder().host("https://example.com").build().unwrap_err();
/// assert_eq!(wrong.entry(), "https://example.com");
/// assert!(wrong.to_string().starts_with("host \"https://example.com\": "));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting} {entry:?}: {reason}")]
pub struct PolicyError {
    setting: &'static str,
    entry: String,
    reason: Cow<'static, str>,
}

impl PolicyError {
    pub(crate) fn new(
        setting: &'static str,
        entry: impl Into<String>,
        reason: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { setting, entry: entry.into(), reason: reason.into() }
    }

    /// The builder method that was given the bad entry.
    #[must_use]
    pub fn setting(&self) -> &'static str {
        self.setting
    }

    /// The entry as it was given.
    #[must_use]
    pub fn entry(&self) -> &str {
        &self.entry
    }

    /// What is wrong with it, and what to write instead.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }
}
