//! Every code of the crate, with its meaning and the advice for the visitor.

/// A code that an error of this crate may have, what it means, and what a visitor can do about it.
///
/// # Examples
/// ```
/// use untaint::{Violation, uri};
///
/// let code = untaint::codes().find(|code| code.code() == "uri.scheme").unwrap();
/// assert_eq!(code.meaning(), "the scheme is not on the list");
/// let refused = uri::check("javascript:alert(1)", uri::UriPolicy::web()).unwrap_err();
/// assert_eq!(Violation::from(refused).advice().unwrap(), "use an address that begins with https://");
/// assert!(untaint::codes().all(|code| code.code() != "app.stock"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    name: &'static str,
    meaning: &'static str,
    advice: &'static str,
    params: &'static [&'static str],
}

impl Code {
    pub(crate) const fn new(
        name: &'static str,
        meaning: &'static str,
        advice: &'static str,
        params: &'static [&'static str],
    ) -> Self {
        Self { name, meaning, advice, params }
    }

    /// The code itself, stable over releases: `redirect.host`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.name
    }

    /// The sentence of the error, with its numbers as `{at}` or `{max}`.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// What the visitor can do, in lower case and without a full stop; `{max}` stands for a parameter, and of the
    /// alternatives in square brackets the first stays whose parameters are all there.
    /// [`Violation::advice`](crate::Violation::advice) fills it in.
    #[must_use]
    pub fn advice(&self) -> &'static str {
        self.advice
    }

    /// The names of the parameters that a violation of this code brings. One that a policy made (as a
    /// [`Validator`](crate::Validator), by [`Checked`](crate::Checked)) may bring `allowed`, too.
    #[must_use]
    pub fn params(&self) -> &'static [&'static str] {
        self.params
    }
}

/// The tables of the modules; a new module adds its own.
const TABLES: &[&[Code]] = &[
    crate::redirect::RedirectErrorKind::CODES,
    crate::uri::UriErrorKind::CODES,
    crate::attr::AttrErrorKind::CODES,
    crate::escape::EscapeErrorKind::CODES,
    crate::html::HtmlErrorKind::CODES,
    #[cfg(feature = "ammonia")]
    crate::html::wide::WideErrorKind::CODES,
    #[cfg(feature = "unicode")]
    crate::text::TextErrorKind::CODES,
    #[cfg(feature = "unicode")]
    crate::text::TextClass::CODES,
    #[cfg(feature = "unicode")]
    crate::filename::FilenameErrorKind::CODES,
    crate::rules::CODES,
    crate::form::CODES,
    crate::form::FormErrorKind::CODES,
    #[cfg(feature = "upload")]
    crate::upload::FindingKind::CODES,
    crate::web::csp::BlockedKind::CODES,
    crate::web::csp::SourceErrorKind::CODES,
    #[cfg(feature = "serde")]
    crate::web::csp::ReportsErrorKind::CODES,
    crate::web::csp::CODES,
    crate::web::cookie::CookieErrorKind::CODES,
    crate::web::cookie::CODES,
    crate::web::headers::HeaderErrorKind::CODES,
    crate::web::headers::CODES,
    crate::web::csrf::CsrfErrorKind::CODES,
    crate::web::host::HostErrorKind::CODES,
    #[cfg(feature = "sign")]
    crate::web::sign::SignErrorKind::CODES,
    crate::web::sri::IntegrityErrorKind::CODES,
    crate::web::sri::CODES,
    crate::web::secret::SecretErrorKind::CODES,
];

/// Every code of this build's errors, module by module; `docs::codes` shows them as a table.
pub fn codes() -> impl Iterator<Item = &'static Code> {
    TABLES.iter().copied().flatten()
}
