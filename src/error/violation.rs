//! One broken rule, and the numbers that explain it.

use super::path::{Path, Step};
use std::borrow::Cow;
use std::fmt;

/// A rule that a value broke: where, which rule, and the numbers that explain it; never the value.
///
/// Every error of this crate turns into one (`From<RedirectError>` and so on), and an application makes its own
/// with [`Violation::new`].
///
/// # Guarantees
/// `Display`, `Debug` and `Serialize` print nothing a visitor sent, as long as the program does not put it there:
/// codes are literals, and the crate's own details and parameters are literals, limits and measured numbers.
///
/// # Examples
/// ```
/// use untaint::{Violation, redirect};
///
/// assert!(redirect::check("/home", redirect::RedirectPolicy::path_only()).is_ok());
/// let refused = redirect::check("//evil.example", redirect::RedirectPolicy::path_only()).unwrap_err();
/// let violation = Violation::from(refused).under("next");
/// assert_eq!(violation.code(), "redirect.host");
/// assert_eq!(violation.to_string(), "next: the site is not on the list (redirect.host)");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    pub(super) path: Path,
    pub(super) code: &'static str,
    pub(super) detail: Cow<'static, str>,
    pub(super) params: Vec<(&'static str, Param)>,
}

impl Violation {
    /// A violation of the rule named `code`, at the value itself (an empty path).
    ///
    /// Codes are part of a program's interface: this crate's are `module.kind` or a bare rule name, an
    /// application's carry its own prefix (`shop.stock`).
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        Self { path: Path::default(), code, detail: Cow::Borrowed(""), params: Vec::new() }
    }

    /// Adds one sentence for people, in lower case and without a full stop; the program's own words only.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }

    /// Adds a named number or word that explains the rule, such as `max`; never the visitor's value.
    #[must_use]
    pub fn with_param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Adds what a policy would have taken, if this is the code that its list decides about.
    pub(crate) fn allowing(self, code: &str, list: impl FnOnce() -> String) -> Self {
        if self.code == code { self.with_param("allowed", list()) } else { self }
    }

    /// Moves the violation below a field, an index or a map entry: `tags[2]` under `note` is `note.tags[2]`.
    #[must_use]
    pub fn under(mut self, step: impl Into<Step>) -> Self {
        self.path.push_front(step.into());
        self
    }

    /// Where the value stands in the form; empty for a lone value.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The rule that was broken, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// One sentence for people, or `""`.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The numbers and words that explain the rule, in the order they were added.
    #[must_use]
    pub fn params(&self) -> impl ExactSizeIterator<Item = (&'static str, &Param)> {
        self.params.iter().map(|(name, value)| (*name, value))
    }
}

/// `path: detail (code, name value)`, leaving out what is empty.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        if !self.detail.is_empty() {
            write!(f, "{} (", self.detail)?;
        }
        f.write_str(self.code)?;
        for (name, value) in &self.params {
            write!(f, ", {name} {value}")?;
        }
        if self.detail.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

impl std::error::Error for Violation {}

/// A number or word of the program's own that explains a [`Violation`].
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Param {
    /// A count, a length or an offset.
    Uint(u64),
    /// A signed limit.
    Int(i64),
    /// A fractional limit.
    Float(f64),
    /// A switch of the policy.
    Bool(bool),
    /// A word of the program: a limit's name, an allowed choice.
    Text(Cow<'static, str>),
    /// The one offending character, printed as its code point (`U+202E`), never as itself.
    CodePoint(char),
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uint(n) => n.fmt(f),
            Self::Int(n) => n.fmt(f),
            Self::Float(n) => n.fmt(f),
            Self::Bool(b) => b.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::CodePoint(c) => write!(f, "U+{:04X}", u32::from(*c)),
        }
    }
}

macro_rules! param_from {
    ($($source:ty => $variant:ident),* $(,)?) => {$(
        impl From<$source> for Param {
            fn from(value: $source) -> Self {
                Self::$variant(value.into())
            }
        }
    )*};
}
param_from! {
    u8 => Uint, u16 => Uint, u32 => Uint, u64 => Uint,
    i8 => Int, i16 => Int, i32 => Int, i64 => Int,
    f32 => Float, f64 => Float, bool => Bool, &'static str => Text, String => Text, char => CodePoint,
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Uint(u64::try_from(value).unwrap_or(u64::MAX))
    }
}
