//! All the broken rules of a form.

use super::path::{Path, Step};
use super::violation::Violation;
use std::borrow::Cow;
use std::fmt;

/// All the violations of one form, in field order; with feature `serde`, problem details of RFC 9457.
///
/// # Examples
/// ```
/// use untaint::{Report, Violation};
///
/// let mut report = Report::new();
/// assert!(report.is_empty());
/// report.push(Violation::new("shop.stock").with_param("max", 3_u8).under("name"));
/// assert_eq!(report.to_string(), "name: shop.stock, max 3");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub(super) status: u16,
    pub(super) problem_type: Option<Cow<'static, str>>,
    pub(super) title: Cow<'static, str>,
    pub(super) violations: Vec<Violation>,
    max: usize,
    pub(super) dropped: usize,
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
        if self.is_full() {
            self.count();
        } else {
            self.violations.push(violation.into());
        }
    }

    /// True when a further violation is only counted.
    pub(crate) fn is_full(&self) -> bool {
        self.violations.len() >= self.max
    }

    /// Counts a violation that is not kept.
    pub(crate) fn count(&mut self) {
        self.dropped += 1;
    }

    /// Adds the violations of another report, below a step, as far as they fit.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Report, Violation};
    ///
    /// let mut form = Report::new();
    /// form.push(Violation::new("required").under("name"));
    /// let address = Report::from(Violation::new("required").under("city"));
    /// form.merge("address", address);
    /// assert_eq!(form.at("address.city").count(), 1);
    /// assert_eq!(form.violations().len(), 2);
    /// ```
    pub fn merge(&mut self, step: impl Into<Step>, other: Self) {
        let step = step.into();
        self.dropped += other.dropped;
        for violation in other.violations {
            self.push(violation.under(step.clone()));
        }
    }

    /// The value of a check, or its violation below `step`: one line for each field of a form.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Report, uri};
    /// use untaint::uri::UriPolicy;
    ///
    /// let mut report = Report::new();
    /// let home = report.ok("home", uri::check("https://example.com/", UriPolicy::website()));
    /// let blog = report.ok("blog", uri::check("javascript:alert(1)", UriPolicy::website()));
    /// assert_eq!(home.unwrap(), "https://example.com/");
    /// assert!(blog.is_none());
    /// assert_eq!(report.to_string(), "blog: the scheme is not on the list (uri.scheme)");
    /// // Both are there when the report is empty:
    /// // let (Some(home), Some(blog)) = (home, blog) else { return Err(report) };
    /// ```
    pub fn ok<T, E: Into<Violation>>(&mut self, step: impl Into<Step>, result: Result<T, E>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(error.into().under(step));
                None
            }
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

    /// The violations of one field, by its path as it is printed: `report.at("address.city")`, `report.at("tags[2]")`.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Report, uri};
    ///
    /// let mut report = Report::new();
    /// report.ok("site", uri::check("javascript:x", uri::UriPolicy::website()));
    /// assert_eq!(report.at("site").next().unwrap().code(), "uri.scheme");
    /// assert!(report.at("name").next().is_none());
    /// ```
    pub fn at(&self, path: &str) -> impl Iterator<Item = &Violation> {
        self.violations.iter().filter(move |violation| violation.path().to_string() == path)
    }

    /// The violations of each field that has some, in the order in which each is first met.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Report, Violation};
    ///
    /// let mut report = Report::new();
    /// for (field, code) in [("name", "length"), ("age", "range"), ("name", "pattern")] {
    ///     report.push(Violation::new(code).under(field));
    /// }
    /// let fields = report.by_field();
    /// assert_eq!(fields.len(), 2);
    /// assert_eq!(fields[0].0.to_string(), "name");
    /// assert_eq!(fields[0].1.len(), 2);
    /// ```
    #[must_use]
    pub fn by_field(&self) -> Vec<(&Path, Vec<&Violation>)> {
        let mut fields: Vec<(&Path, Vec<&Violation>)> = Vec::new();
        let mut places = std::collections::HashMap::new();
        for violation in &self.violations {
            let place = *places.entry(violation.path()).or_insert_with(|| {
                fields.push((violation.path(), Vec::new()));
                fields.len() - 1
            });
            fields[place].1.push(violation);
        }
        fields
    }

    /// The violations themselves, in field order.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
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
