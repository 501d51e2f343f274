//! Why HTML of a wide vocabulary is refused.

use crate::error::Violation;

/// Why [`sanitize`](super::sanitize()) refused some HTML.
///
/// Nothing of the HTML is in it: only the reason and the policy's limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct WideError {
    kind: WideErrorKind,
}

/// The reasons of a [`WideError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum WideErrorKind {
    /// The input is too long.
    #[error("the HTML is longer than {max} bytes")]
    Input {
        /// The policy's limit in bytes.
        max: usize,
    },
    /// Too many tags.
    #[error("the HTML has more than {max} tags")]
    Tags {
        /// The policy's limit, start and end tags together.
        max: usize,
    },
    /// Too many attributes on one tag.
    #[error("a tag has more than {max} attributes")]
    Attributes {
        /// The policy's limit.
        max: usize,
    },
    /// Formatting elements that a tree builder could reopen until memory is full.
    #[error("too many different or too long tags of formatting elements")]
    Formatting,
    /// Too many `&` or characters that the serialiser handles one by one, for the length.
    #[error("too many character references or no-break spaces")]
    References,
    /// Elements are nested too deeply.
    #[error("elements are nested more than {max} deep")]
    Depth {
        /// The policy's limit.
        max: usize,
    },
    /// The output is too long.
    #[error("the clean HTML is longer than {max} bytes")]
    Output {
        /// The policy's limit in bytes.
        max: usize,
    },
    /// Each cleaning changes the HTML again.
    #[error("the HTML does not come to rest")]
    Unstable,
}

impl WideError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> WideErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            WideErrorKind::Input { .. } => "html.wide.input",
            WideErrorKind::Tags { .. } => "html.wide.tags",
            WideErrorKind::Attributes { .. } => "html.wide.attributes",
            WideErrorKind::Formatting => "html.wide.formatting",
            WideErrorKind::References => "html.wide.references",
            WideErrorKind::Depth { .. } => "html.wide.depth",
            WideErrorKind::Output { .. } => "html.wide.output",
            WideErrorKind::Unstable => "html.wide.unstable",
        }
    }
}

impl From<WideErrorKind> for WideError {
    fn from(kind: WideErrorKind) -> Self {
        Self { kind }
    }
}

impl From<WideError> for Violation {
    fn from(error: WideError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            WideErrorKind::Input { max }
            | WideErrorKind::Tags { max }
            | WideErrorKind::Attributes { max }
            | WideErrorKind::Depth { max }
            | WideErrorKind::Output { max } => violation.with_param("max", max),
            WideErrorKind::Formatting | WideErrorKind::References | WideErrorKind::Unstable => violation,
        }
    }
}
