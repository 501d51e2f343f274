//! Why a name is not one of the harmless ones.

use crate::error::Violation;

/// Why an attribute name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct AttrError {
    kind: AttrErrorKind,
}

/// The reasons of an [`AttrError`]; the [module](super) lists the names that belong to each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum AttrErrorKind {
    /// The name is empty, or holds a character that ends a name, begins another one, or is not ASCII.
    #[error("the name is empty, or cannot go on at byte {at}")]
    Syntax {
        /// Byte offset of the first such character; 0 for the empty name.
        at: usize,
    },
    /// `on…`: the value is a script.
    #[error("names that begin with `on` are event handlers")]
    Handler,
    /// The value is CSS, or may call a CSS `url()`.
    #[error("the value of this name is a style")]
    Style,
    /// The value is a document of its own, or opens one.
    #[error("the value of this name is a document")]
    Document,
    /// The value is an address that the browser loads, sends to, or compares with, or sets one.
    #[error("the value of this name is an address")]
    Url,
    /// A script library on the page would take the value for its own program.
    #[error("script libraries act on names of this form")]
    Framework,
    /// `data-…` below no prefix of the policy: what scripts read from there is theirs to know.
    #[error("a data name must stand below a prefix of the policy")]
    Data,
    /// The value is a name by which scripts, styles, labels or forms find an element.
    #[error("this name makes an element findable by scripts, styles or labels")]
    Identity,
    /// The value decides what the element may do, what it is trusted with, or where its form goes.
    #[error("this name decides what the element may do")]
    Security,
    /// The value changes what a click, a key, the focus or a form field does.
    #[error("this name changes how the element acts")]
    Behavior,
    /// No list knows the name.
    #[error("this name is not on the list")]
    Unknown,
}

impl AttrError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> AttrErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            AttrErrorKind::Syntax { .. } => "attr.syntax",
            AttrErrorKind::Handler => "attr.handler",
            AttrErrorKind::Style => "attr.style",
            AttrErrorKind::Document => "attr.document",
            AttrErrorKind::Url => "attr.url",
            AttrErrorKind::Framework => "attr.framework",
            AttrErrorKind::Data => "attr.data",
            AttrErrorKind::Identity => "attr.identity",
            AttrErrorKind::Security => "attr.security",
            AttrErrorKind::Behavior => "attr.behavior",
            AttrErrorKind::Unknown => "attr.unknown",
        }
    }
}

impl From<AttrErrorKind> for AttrError {
    fn from(kind: AttrErrorKind) -> Self {
        Self { kind }
    }
}

impl From<AttrError> for Violation {
    fn from(error: AttrError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            AttrErrorKind::Syntax { at } => violation.with_param("at", at),
            _ => violation,
        }
    }
}
