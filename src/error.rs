//! What every module's error turns into: [`Violation`], [`Report`], and the builder's own [`PolicyError`].
//!
//! There are two audiences and two kinds of error. A `Violation` goes back to the visitor and into logs, so it
//! holds nothing the visitor sent: only what the program wrote (codes, field names, limits) and measured numbers.
//! A `PolicyError` is the programmer's own mistake, seen at start-up, so it may quote the bad entry.

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
    path: Path,
    code: &'static str,
    detail: Cow<'static, str>,
    params: Vec<(&'static str, Param)>,
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

    /// Moves the violation below a field, an index or a map entry: `tags[2]` under `note` is `note.tags[2]`.
    #[must_use]
    pub fn under(mut self, step: impl Into<Step>) -> Self {
        self.path.steps.insert(0, step.into());
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
    f32 => Float, f64 => Float, bool => Bool, &'static str => Text, char => CodePoint,
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Uint(u64::try_from(value).unwrap_or(u64::MAX))
    }
}

/// One step from a form to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Step {
    /// A named field of the program's own struct.
    Field(Cow<'static, str>),
    /// A place in a list, from 0.
    Index(usize),
    /// An entry of a map by its position, from 0: its key is the visitor's, so it is never named.
    Entry(usize),
}

impl From<&'static str> for Step {
    fn from(field: &'static str) -> Self {
        Self::Field(Cow::Borrowed(field))
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The way from a form to a value: `owner.tags[1]`, `meta[#2]` for the third entry of a map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path {
    steps: Vec<Step>,
}

impl Path {
    /// True for a lone value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The steps, outermost first.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The path as a JSON Pointer in a URI fragment (RFC 6901 section 6), or `None` below a map entry, whose key
    /// the pointer would have to spell.
    #[must_use]
    pub fn json_pointer(&self) -> Option<String> {
        use fmt::Write as _;
        let mut pointer = String::from("#");
        for step in &self.steps {
            match step {
                Step::Field(name) => {
                    pointer.push('/');
                    for byte in name.bytes() {
                        // RFC 6901 section 3 escapes `~` and `/`; section 6 then percent-encodes for the fragment.
                        match byte {
                            b'~' => pointer.push_str("~0"),
                            b'/' => pointer.push_str("~1"),
                            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                                pointer.push(char::from(byte));
                            }
                            _ => {
                                // Writing to a String cannot fail.
                                let _ = write!(pointer, "%{byte:02X}");
                            }
                        }
                    }
                }
                Step::Index(index) => {
                    let _ = write!(pointer, "/{index}");
                }
                Step::Entry(_) => return None,
            }
        }
        Some(pointer)
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps.iter().enumerate() {
            match step {
                Step::Field(name) if place == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Entry(position) => write!(f, "[#{position}]")?,
            }
        }
        Ok(())
    }
}

/// All the violations of one form, in field order; with feature `serde`, problem details of RFC 9457.
///
/// # Examples
/// ```
/// use untaint::{Report, Violation};
///
/// let mut report = Report::new();
/// assert!(report.is_empty());
/// report.push(Violation::new("length").with_param("min", 3_u8).under("name"));
/// assert_eq!(report.to_string(), "name: length, min 3");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    status: u16,
    problem_type: Option<Cow<'static, str>>,
    title: Cow<'static, str>,
    violations: Vec<Violation>,
    max: usize,
    dropped: usize,
}

impl Default for Report {
    fn default() -> Self {
        Self::new()
    }
}

impl Report {
    /// How many violations a report keeps unless told otherwise.
    pub const DEFAULT_MAX: usize = 100;

    /// An empty report for status 422, "Unprocessable Content".
    #[must_use]
    pub const fn new() -> Self {
        Self {
            status: 422,
            problem_type: None,
            title: Cow::Borrowed("Unprocessable Content"),
            violations: Vec::new(),
            max: Self::DEFAULT_MAX,
            dropped: 0,
        }
    }

    /// Sets the HTTP status and the title that goes with it.
    #[must_use]
    pub fn with_status(mut self, status: u16, title: impl Into<Cow<'static, str>>) -> Self {
        self.status = status;
        self.title = title.into();
        self
    }

    /// Sets the URI that names the problem type (RFC 9457 section 3.1.1); without one it is `about:blank`.
    #[must_use]
    pub fn with_type(mut self, uri: impl Into<Cow<'static, str>>) -> Self {
        self.problem_type = Some(uri.into());
        self
    }

    /// Sets how many violations are kept; further ones are only counted, so that a hostile form cannot grow the
    /// answer.
    #[must_use]
    pub fn with_max(mut self, max: usize) -> Self {
        self.max = max;
        if self.violations.len() > max {
            self.dropped += self.violations.len() - max;
            self.violations.truncate(max);
        }
        self
    }

    /// Adds a violation, or counts it when the report is full.
    pub fn push(&mut self, violation: impl Into<Violation>) {
        if self.violations.len() < self.max {
            self.violations.push(violation.into());
        } else {
            self.dropped += 1;
        }
    }

    /// True when nothing was violated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.violations.is_empty() && self.dropped == 0
    }

    /// The violations, in field order.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// How many violations were counted but not kept.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// The HTTP status, 422 unless set.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The report as a result: `Ok` when nothing was violated.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

/// The violations on one line, `; ` between them.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, violation) in self.violations.iter().enumerate() {
            if place > 0 {
                f.write_str("; ")?;
            }
            violation.fmt(f)?;
        }
        match self.dropped {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl std::error::Error for Report {}

impl From<Violation> for Report {
    fn from(violation: Violation) -> Self {
        let mut report = Self::new();
        report.push(violation);
        report
    }
}

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

#[cfg(feature = "serde")]
mod problem_details {
    //! RFC 9457: `type`, `title`, `status`, and the extension member `errors` of its section 3 example.

    use super::{Param, Report, Violation};
    use serde::ser::{Serialize, SerializeMap, Serializer};

    impl Serialize for Param {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self {
                Self::Uint(n) => serializer.serialize_u64(*n),
                Self::Int(n) => serializer.serialize_i64(*n),
                Self::Float(n) => serializer.serialize_f64(*n),
                Self::Bool(b) => serializer.serialize_bool(*b),
                Self::Text(text) => serializer.serialize_str(text),
                Self::CodePoint(_) => serializer.collect_str(self),
            }
        }
    }

    struct Params<'a>(&'a [(&'static str, Param)]);

    impl Serialize for Params<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
        }
    }

    impl Serialize for Violation {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            if let Some(pointer) = self.path.json_pointer() {
                map.serialize_entry("pointer", &pointer)?;
            }
            map.serialize_entry("path", &format_args!("{}", self.path))?;
            map.serialize_entry("code", self.code)?;
            if !self.detail.is_empty() {
                map.serialize_entry("detail", &self.detail)?;
            }
            if !self.params.is_empty() {
                map.serialize_entry("params", &Params(&self.params))?;
            }
            map.end()
        }
    }

    impl Serialize for Report {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(None)?;
            map.serialize_entry("type", self.problem_type.as_deref().unwrap_or("about:blank"))?;
            map.serialize_entry("title", &self.title)?;
            map.serialize_entry("status", &self.status)?;
            map.serialize_entry("errors", &self.violations)?;
            if self.dropped > 0 {
                map.serialize_entry("dropped", &self.dropped)?;
            }
            map.end()
        }
    }
}
