//! The rules of a form as data.

use crate::rules::RuleInfo;

/// A form that can say which rules its fields have; `#[derive(Validate)]` writes it for structs.
///
/// A newtype (`#[serde(transparent)]` too) has one row without a name that is [flat](FieldRules::is_flat). An enum, a
/// tuple and a unit struct have none: they have no fields, or none with a name that is the same in all data.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::{Fields, Validate};
///
/// #[derive(Validate)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     name: String,
///     age: Option<u8>,
/// }
///
/// let fields = SignUp::fields();
/// assert_eq!(fields[0].name(), "name");
/// assert!(fields[0].is_required());
/// assert_eq!(fields[0].rules()[0].code(), "length");
/// assert_eq!(fields[1].kind().word(), "integer");
/// assert!(!fields[1].is_required());
/// # }
/// ```
pub trait Fields {
    /// Every field, in its order.
    const FIELDS: &'static [FieldRules];

    /// Whether the form is accepted only with the token of its session (`#[form(csrf)]`); asked of the outermost form.
    const CSRF: bool = false;

    /// Every field, in its order.
    #[must_use]
    fn fields() -> &'static [FieldRules] {
        Self::FIELDS
    }
}

/// A field of a form: its name, what it holds, and its rules.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct FieldRules {
    name: &'static str,
    kind: FieldKind,
    is_required: bool,
    is_secret: bool,
    is_flat: bool,
    // Only a schema asks for these.
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    is_option: bool,
    aliases: &'static [&'static str],
    #[cfg_attr(not(feature = "serde"), allow(dead_code))]
    is_own: bool,
    // Only a page asks for these.
    tidies: Tidies,
    label: Option<&'static str>,
    autocomplete: Option<&'static str>,
    #[cfg(feature = "upload")]
    upload: Option<fn() -> &'static crate::upload::UploadPolicy>,
    rules: fn(&mut Vec<RuleInfo>),
}

impl FieldRules {
    /// A field of this name, as `serde` writes it, which must be there.
    #[must_use]
    pub const fn new(name: &'static str, kind: FieldKind, rules: fn(&mut Vec<RuleInfo>)) -> Self {
        Self {
            name,
            kind,
            is_required: true,
            is_secret: false,
            is_flat: false,
            is_option: false,
            aliases: &[],
            is_own: false,
            tidies: Tidies::Nothing,
            label: None,
            autocomplete: None,
            #[cfg(feature = "upload")]
            upload: None,
            rules,
        }
    }

    /// Notes that it may be missing.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }

    /// Notes that its value is never shown.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    /// Notes that its fields stand in the place of itself (`#[serde(flatten)]`).
    #[must_use]
    pub const fn flat(mut self) -> Self {
        self.is_flat = true;
        self
    }

    /// Notes that its type is an `Option`: what is there may be empty, even where something must be there.
    #[doc(hidden)]
    #[must_use]
    pub const fn of_option(mut self) -> Self {
        self.is_option = true;
        self
    }

    /// Notes other names by which it is read too (`#[serde(alias = "…")]`).
    #[doc(hidden)]
    #[must_use]
    pub const fn with_aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// Notes that a function of the program's own reads it (`#[serde(with = "…")]`), from whatever is in the data.
    #[doc(hidden)]
    #[must_use]
    pub const fn read_by_own(mut self) -> Self {
        self.is_own = true;
        self
    }

    /// Notes what its sanitizers may do to a text before the rules see it.
    #[must_use]
    pub const fn tidied(mut self, tidies: Tidies) -> Self {
        self.tidies = tidies;
        self
    }

    /// Notes what a page calls it.
    #[must_use]
    pub const fn labelled(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    /// Notes what a browser may fill in (HTML, `autocomplete`): `email`, `new-password`, `off`.
    #[must_use]
    pub const fn filled_in(mut self, autocomplete: &'static str) -> Self {
        self.autocomplete = Some(autocomplete);
        self
    }

    /// Notes which files it takes.
    #[cfg(feature = "upload")]
    #[cfg_attr(docsrs, doc(cfg(feature = "upload")))]
    #[must_use]
    pub const fn taking(mut self, policy: fn() -> &'static crate::upload::UploadPolicy) -> Self {
        self.upload = Some(policy);
        self
    }

    /// What its sanitizers may do to a text before the rules see it.
    #[must_use]
    pub fn tidies(&self) -> Tidies {
        self.tidies
    }

    /// What a page calls it, where the form says it.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        self.label
    }

    /// What a browser may fill in, where the form says it.
    #[must_use]
    pub fn autocomplete(&self) -> Option<&'static str> {
        self.autocomplete
    }

    /// Which files it takes.
    #[cfg(feature = "upload")]
    #[cfg_attr(docsrs, doc(cfg(feature = "upload")))]
    #[must_use]
    pub fn upload(&self) -> Option<&'static crate::upload::UploadPolicy> {
        self.upload.map(|policy| policy())
    }

    /// The name in data, as `serde` writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What it holds.
    #[must_use]
    pub fn kind(&self) -> FieldKind {
        self.kind
    }

    /// True when it must be there.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.is_required
    }

    /// True when its value is never shown.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.is_secret
    }

    /// True when its fields stand in the place of itself.
    #[must_use]
    pub fn is_flat(&self) -> bool {
        self.is_flat
    }

    #[cfg(feature = "serde")]
    pub(super) fn is_option(&self) -> bool {
        self.is_option
    }

    /// Every name by which it is read, its own first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    #[cfg(feature = "serde")]
    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    /// Its rules, in their order.
    #[must_use]
    pub fn rules(&self) -> Vec<RuleInfo> {
        let mut rules = Vec::new();
        (self.rules)(&mut rules);
        rules
    }
}

/// What the sanitizers of a field may do to a text before its rules see it: so much of the rules a page may repeat,
/// since a browser judges what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Tidies {
    /// There are none.
    #[default]
    Nothing,
    /// They take away white space at the ends.
    Ends,
    /// They may take characters away, and add none.
    Shortens,
    /// They may make any text of a text that is not empty.
    Anything,
}

/// What a field holds, as far as the derive can read it from the type's name.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum FieldKind {
    /// Text.
    Text,
    /// A whole number; with the least and the greatest that its type has, where JSON can write them.
    Integer(Option<i64>, Option<i64>),
    /// A number with a fraction.
    Number,
    /// Yes or no.
    Bool,
    /// A list, with what each item is.
    List(&'static FieldRules),
    /// A set, with what each item is: data may have an item twice, of which the form has one.
    Set(&'static FieldRules),
    /// A map, with what each key and each value is.
    Map(&'static FieldRules, &'static FieldRules),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A date without a time.
    Date,
    /// A time of the day.
    Time,
    /// A date with a time, and no time zone.
    DateTime,
    /// A file.
    File,
    /// A form of its own.
    Form(fn() -> &'static [FieldRules]),
    /// A type that the derive does not know.
    Unknown,
}

impl FieldKind {
    /// The word of JSON Schema for it, or `""` where it is not known.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Text | Self::Choice(_) | Self::Date | Self::Time | Self::DateTime => "string",
            Self::Integer(..) => "integer",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::List(_) | Self::Set(_) => "array",
            Self::Map(..) | Self::Form(_) => "object",
            Self::File | Self::Unknown => "",
        }
    }
}
