//! One broken rule, and the numbers that explain it.

use super::path::{Path, Step};
use smallvec::SmallVec;
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
#[derive(Clone, PartialEq)]
pub struct Violation {
    // One pointer, so that the answer of a rule fits a register and a report is cheap to grow.
    facts: Box<Facts>,
}

#[derive(Clone, PartialEq)]
struct Facts {
    path: Path,
    code: &'static str,
    detail: Cow<'static, str>,
    message: Option<&'static str>,
    // No rule of this crate has more than three.
    params: SmallVec<[(&'static str, Param); 3]>,
}

/// The parameters that a program wrote: what may be told of a value that is secret.
const LIMITS: [&str; 13] = [
    "min", "max", "above", "below", "equal", "unit", "field", "of", "hosts", "version", "part", "allowed",
    "score",
];

impl Violation {
    /// A violation of the rule named `code`, at the value itself (an empty path).
    ///
    /// Codes are part of a program's interface: this crate's are `module.kind` or a bare rule name, an
    /// application's carry its own prefix (`shop.stock`).
    #[must_use]
    pub fn new(code: &'static str) -> Self {
        let (path, detail, params) = (Path::default(), Cow::Borrowed(""), SmallVec::new());
        Self { facts: Box::new(Facts { path, code, detail, message: None, params }) }
    }

    /// Adds one sentence for people, in lower case and without a full stop; the program's own words only.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.facts.detail = detail.into();
        self
    }

    /// Sets the sentence that the visitor reads, or a key for it in the program's own [`Messages`](crate::Messages).
    #[must_use]
    pub fn with_message(mut self, message: &'static str) -> Self {
        self.facts.message = Some(message);
        self
    }

    /// Gives the violation another code, such as an application's own in the place of a rule's.
    #[must_use]
    pub fn with_code(mut self, code: &'static str) -> Self {
        self.facts.code = code;
        self
    }

    /// Adds a named number or word that explains the rule, such as `max`; never the visitor's value.
    #[must_use]
    pub fn with_param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.facts.params.push((name, value.into()));
        self
    }

    /// Takes away whatever was measured of the value, so that nothing tells of a secret: not its length, not where in
    /// it something stands.
    #[must_use]
    pub fn without_measures(mut self) -> Self {
        self.facts.params.retain(|(name, _)| LIMITS.contains(name));
        // The sentence of an error has its numbers in it.
        self.facts.detail = Cow::Borrowed("");
        self
    }

    /// Adds what a policy would have taken, if this is the code that its list decides about.
    pub(crate) fn allowing(self, code: &str, list: impl FnOnce() -> String) -> Self {
        if self.code() == code { self.with_param("allowed", list()) } else { self }
    }

    /// Moves the violation below a field, an index or a map entry: `tags[2]` under `note` is `note.tags[2]`.
    #[must_use]
    pub fn under(mut self, step: impl Into<Step>) -> Self {
        self.facts.path.push_front(step.into());
        self
    }

    /// Where the value stands in the form; empty for a lone value.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.facts.path
    }

    /// The rule that was broken, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.facts.code
    }

    /// One sentence of what is wrong, in lower case and without a full stop, or `""`; what a visitor reads is the
    /// [`message`](Self::message).
    #[must_use]
    pub fn detail(&self) -> Cow<'_, str> {
        match &*self.facts.detail {
            "" => self.meaning().unwrap_or_default(),
            detail => Cow::Borrowed(detail),
        }
    }

    /// The sentence that was set for this rule, which may be a key: [`message`](Self::message) gives what to show.
    #[must_use]
    pub fn own_message(&self) -> Option<&'static str> {
        self.facts.message
    }

    /// The numbers and words that explain the rule, in the order they were added.
    #[must_use]
    pub fn params(&self) -> impl ExactSizeIterator<Item = (&'static str, &Param)> {
        self.facts.params.iter().map(|(name, value)| (*name, value))
    }

    /// The parameter of this name.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<&Param> {
        self.params().find_map(|(known, value)| (known == name).then_some(value))
    }
}

/// `path: detail (code, name value)`, leaving out what is empty.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path().is_empty() {
            write!(f, "{}: ", self.path())?;
        }
        let detail = self.detail();
        if !detail.is_empty() {
            write!(f, "{detail} (")?;
        }
        f.write_str(self.code())?;
        for (name, value) in self.params() {
            write!(f, ", {name} {value}")?;
        }
        if detail.is_empty() { Ok(()) } else { f.write_str(")") }
    }
}

impl fmt::Debug for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Facts { path, code, detail, message, params } = &*self.facts;
        let mut shown = f.debug_struct("Violation");
        shown.field("path", path).field("code", code).field("detail", detail);
        shown.field("message", message).field("params", params).finish()
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
    f64 => Float, bool => Bool, &'static str => Text, String => Text, char => CodePoint,
}

impl From<f32> for Param {
    /// The shortest decimal that is the number: 0.1, where twice as many bits would have 0.10000000149.
    fn from(value: f32) -> Self {
        Self::Float(value.to_string().parse().unwrap_or_else(|_| value.into()))
    }
}

macro_rules! param_from_wide {
    ($($source:ty),*) => {$(
        impl From<$source> for Param {
            /// The number; one beyond 64 bits is written out.
            fn from(value: $source) -> Self {
                match (u64::try_from(value), i64::try_from(value)) {
                    (Ok(value), _) => Self::Uint(value),
                    (_, Ok(value)) => Self::Int(value),
                    _ => Self::Text(value.to_string().into()),
                }
            }
        }
    )*};
}
param_from_wide! { usize, u128, isize, i128 }
