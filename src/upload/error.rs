//! Why an upload was refused.

use super::finding::{Finding, FindingKind};
use crate::error::Violation;
use std::fmt;

/// Why an upload was refused: every finding, the one that decided first.
///
/// Nothing of the file, its name or its declared type is in it: only kinds and byte offsets.
///
/// # Examples
/// ```
/// use untaint::upload::{self, Upload, UploadPolicy};
///
/// let fake = Upload { name: "cat.png", declared: Some("image/png"), bytes: b"<html><script>alert(1)</script>" };
/// let refused = upload::check(&fake, UploadPolicy::images()).unwrap_err();
/// assert_eq!(refused.code(), "upload.type");
/// let codes: Vec<_> = refused.findings().iter().map(|finding| finding.code()).collect();
/// assert!(codes.contains(&"upload.extension") && codes.contains(&"upload.declared"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct UploadError {
    decided: UploadErrorKind,
    findings: Vec<Finding>,
    limit: Option<Limit>,
}

/// The kinds of an [`UploadError`] are those of its findings.
pub type UploadErrorKind = FindingKind;

/// What the policy would have taken.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Limit {
    /// The extensions of its types: `png, jpeg`.
    Allowed(String),
    /// A number of bytes or pixels.
    Max(u64),
}

impl UploadError {
    /// `findings`, of which `decided` is the gravest that the policy refuses.
    pub(super) fn new(decided: UploadErrorKind, findings: Vec<Finding>, limit: Option<Limit>) -> Self {
        Self { decided, findings, limit }
    }

    /// The gravest finding that the policy refuses.
    #[must_use]
    pub fn kind(&self) -> UploadErrorKind {
        self.decided
    }

    /// That finding's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.decided.code()
    }

    /// Everything that was found, the gravest first, tolerated findings included.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

impl fmt::Display for UploadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.decided.fmt(f)
    }
}

impl std::error::Error for UploadError {}

impl From<UploadError> for Violation {
    fn from(error: UploadError) -> Self {
        let mut violation = Self::new(error.code()).with_detail(error.to_string());
        let place = error.findings.iter().find(|finding| finding.kind() == error.decided);
        // Where a file is too large is where the limit is, which `max` says.
        let offset = place.and_then(Finding::offset).filter(|_| error.decided != FindingKind::TooLarge);
        if let Some(offset) = offset {
            violation = violation.with_param("at", offset);
        }
        match error.limit {
            Some(Limit::Allowed(types)) => violation.with_param("allowed", types),
            Some(Limit::Max(max)) => violation.with_param("max", max),
            None => violation,
        }
    }
}

crate::error::report_from!(UploadError);
