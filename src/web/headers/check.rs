//! The deploy check: one line in a test.

use super::expect::Expect;
use super::inspect::inspect;
use crate::web::finding::Finding;
use std::borrow::Cow;
use std::fmt;

/// Lets the headers of an answer through that have what is expected, or says what to change.
///
/// # Guarantees
/// The error names headers, codes and fixes, and nothing of a value.
///
/// # Errors
/// [`HeadersError`] with the findings of [`inspect`] from [`Expect::from`] on: those of `Medium` and `High` unless set.
///
/// # Examples
/// ```
/// use untaint::web::headers::{self, Expect, SecurityHeaders};
///
/// let sent = SecurityHeaders::api().build()?;
/// let json = ("content-type", "application/json");
/// assert!(headers::check(sent.fixed().unwrap().chain([json]), &Expect::api()).is_ok());
/// let error = headers::check([json], &Expect::api()).unwrap_err();
/// assert_eq!(error.to_string(), "headers.nosniff_missing (medium): send X-Content-Type-Options: nosniff");
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    expect: &Expect,
) -> Result<(), HeadersError> {
    let mut findings = inspect(pairs, expect);
    findings.retain(|finding| finding.severity() >= expect.from);
    if findings.is_empty() { Ok(()) } else { Err(HeadersError { findings }) }
}

/// What is wrong with the headers of an answer, for a test to print.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub struct HeadersError {
    findings: Vec<Finding>,
}

impl HeadersError {
    /// The findings that are too bad to pass.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for HeadersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, finding) in self.findings.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { "\n" })?;
            write!(f, "{} ({}): {}", finding.code(), finding.severity().word(), finding.fix())?;
        }
        Ok(())
    }
}

/// The pairs of a list with `Cow` values, such as `upload::serve_headers` gives, for [`inspect`] and [`check`].
///
/// # Examples
/// ```
/// use std::borrow::Cow;
/// use untaint::web::headers::{self, Expect};
///
/// let list: Vec<(&'static str, Cow<'static, str>)> = vec![("location", "/home".into())];
/// assert!(headers::check(headers::pairs(&list), &Expect::redirect()).is_ok());
/// ```
pub fn pairs<'a>(list: &'a [(&'static str, Cow<'a, str>)]) -> impl Iterator<Item = (&'static str, &'a str)> {
    list.iter().map(|(name, value)| (*name, value.as_ref()))
}
