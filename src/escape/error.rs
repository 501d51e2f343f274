//! Why a value has no safe spelling in a context.

use crate::error::Violation;

/// Why a value could not be escaped.
///
/// Nothing of the value is in it: only the reason and byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct EscapeError {
    kind: EscapeErrorKind,
}

/// The reasons of an [`EscapeError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum EscapeErrorKind {
    /// A NUL, which ends the argument of a program.
    #[error("a NUL stands at byte {at}")]
    Nul {
        /// Byte offset of the first one.
        at: usize,
    },
    /// The URL segment is `.` or `..`, plain or percent-encoded: a browser would walk up instead.
    #[error("a segment of dots changes the path")]
    DotSegment,
    /// The URL segment is empty: `/` and the next `/` would become `//`.
    #[error("the segment is empty")]
    EmptySegment,
    /// The value's `Serialize` reported an error, or it holds a map whose keys are not strings.
    #[error("the value could not be serialised as JSON")]
    Json,
}

impl EscapeError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> EscapeErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            EscapeErrorKind::Nul { .. } => "escape.nul",
            EscapeErrorKind::DotSegment => "escape.dot_segment",
            EscapeErrorKind::EmptySegment => "escape.empty_segment",
            EscapeErrorKind::Json => "escape.json",
        }
    }
}

impl From<EscapeErrorKind> for EscapeError {
    fn from(kind: EscapeErrorKind) -> Self {
        Self { kind }
    }
}

impl From<EscapeError> for Violation {
    fn from(error: EscapeError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            EscapeErrorKind::Nul { at } => violation.with_param("at", at),
            _ => violation,
        }
    }
}
