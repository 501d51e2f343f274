//! A rule as data: what a page, a schema or a document can say of it.

use crate::Param;
use std::borrow::Cow;

/// A rule that can say what it asks.
pub trait Describe {
    /// The code, the limits, and what HTML and JSON Schema have words for.
    fn describe(&self) -> RuleInfo;
}

impl<R: Describe + ?Sized> Describe for &R {
    fn describe(&self) -> RuleInfo {
        (**self).describe()
    }
}

/// A value of a keyword of JSON Schema.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Keyword {
    /// A number, a word or a switch.
    One(Param),
    /// A list of them.
    Many(Vec<Param>),
}

/// What a rule asks: its code, its limits, and the words that HTML and JSON Schema have for it.
///
/// # Guarantees
/// An attribute of HTML never refuses what the rule takes; a keyword of JSON Schema means the same as the rule, or, by
/// the name of a `format`, what is nearest to it. Where there is no such word, there is none here.
///
/// # Examples
/// ```
/// use untaint::rules::{self, Describe};
///
/// let info = rules::length(3..=20).describe();
/// assert_eq!(info.code(), "length");
/// assert_eq!(info.params().map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>(), ["min 3", "max 20"]);
/// assert!(info.html().any(|(name, value)| (name, value) == ("minlength", "3")));
/// assert!(info.schema().any(|(keyword, _)| keyword == "maxLength"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct RuleInfo {
    rule: &'static str,
    code: &'static str,
    params: Vec<(&'static str, Param)>,
    html: Vec<(&'static str, Cow<'static, str>)>,
    schema: Vec<(&'static str, Keyword)>,
    message: Option<&'static str>,
}

impl RuleInfo {
    /// A rule of this name, which is its code too.
    #[must_use]
    pub const fn new(rule: &'static str) -> Self {
        Self { rule, code: rule, params: Vec::new(), html: Vec::new(), schema: Vec::new(), message: None }
    }

    /// Adds a limit.
    #[must_use]
    pub fn with_param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Adds an attribute of HTML, which must not refuse what the rule takes.
    #[must_use]
    pub fn with_html(mut self, attribute: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.html.push((attribute, value.into()));
        self
    }

    /// Adds a keyword of JSON Schema (draft 2020-12).
    #[must_use]
    pub fn with_schema(mut self, keyword: &'static str, value: impl Into<Param>) -> Self {
        self.schema.push((keyword, Keyword::One(value.into())));
        self
    }

    /// Adds a keyword of JSON Schema whose value is a list.
    #[must_use]
    pub fn with_schema_list(
        mut self,
        keyword: &'static str,
        values: impl IntoIterator<Item = Param>,
    ) -> Self {
        self.schema.push((keyword, Keyword::Many(values.into_iter().collect())));
        self
    }

    /// Notes the code that the program gave the rule.
    #[must_use]
    pub fn with_code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// Notes the message that the program gave the rule.
    #[must_use]
    pub fn with_message(mut self, message: &'static str) -> Self {
        self.message = Some(message);
        self
    }

    /// The name of the rule.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        self.rule
    }

    /// The code of its violations: the name, unless the program gave it another.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The limits.
    pub fn params(&self) -> impl Iterator<Item = (&'static str, &Param)> {
        self.params.iter().map(|(name, value)| (*name, value))
    }

    /// The attributes of an `input` that say the same or less, with values that are not escaped yet.
    pub fn html(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.html.iter().map(|(name, value)| (*name, &**value))
    }

    /// The keywords of JSON Schema that mean the same.
    pub fn schema(&self) -> impl Iterator<Item = (&'static str, &Keyword)> {
        self.schema.iter().map(|(keyword, value)| (*keyword, value))
    }

    /// The message that the program gave the rule.
    #[must_use]
    pub fn message(&self) -> Option<&'static str> {
        self.message
    }
}
