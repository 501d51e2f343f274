//! Attribute names from a visitor: the policy, the check, the type.

use super::error::{AttrError, AttrErrorKind};
use super::table::classify;
use crate::error::{PolicyError, Violation};
use crate::safe::safe_text;
use crate::traits::{FromUntrusted, Validator};
use std::borrow::Cow;

/// An attribute name that does nothing but describe, whatever its value.
///
/// # Guarantees
/// On an HTML element that the program chose (`link`, `style`, `script` and `meta` aside, which act for the whole
/// page), with any value written by [`pair`](super::pair), a browser runs nothing, loads nothing, sends nothing, and
/// no script, style, label or form finds another element than before. For names that a policy adds, that is for the
/// program to know.
/// The text is one name: ASCII letters, digits and hyphens, or an entry of the policy.
///
/// # Does not guarantee
/// That the name fits the element (`colspan` on a `p`), or that the value makes sense or looks good. That a script
/// of the page's own leaves it alone: a tooltip library that puts `title` into `innerHTML`, or a framework that looks
/// for `{{…}}` in every value, is a hole of its own.
/// Not that an element *name* from a visitor is safe: there is no check for those but a list of your own.
///
/// HTML ignores the case of ASCII letters, so `Title` passes as it is; compare with `eq_ignore_ascii_case`.
///
/// It cannot be made without the check, and it has no `Display`, because what follows it must be quoted:
/// ```compile_fail
/// let name = untaint::attr::AttrName { text: "onclick".into() };
/// ```
/// ```compile_fail
/// let name = untaint::attr::check_name("title").unwrap();
/// format!("<p {name}={}>", "x onclick=alert(1)"); // use untaint::attr::pair(&name, value)
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttrName<'a> {
    text: Cow<'a, str>,
}

safe_text!(AttrName);

impl AttrName<'_> {
    /// The same name, independent of the text it came from.
    #[must_use]
    pub fn into_owned(self) -> AttrName<'static> {
        AttrName { text: Cow::Owned(self.text.into_owned()) }
    }
}

impl AttrName<'static> {
    /// A literal name, checked when the program is compiled (in a `const`).
    ///
    /// # Panics
    /// When [`check_name`] would refuse the name; in a `const` this stops the build.
    ///
    /// # Examples
    /// ```
    /// use untaint::attr::{self, AttrName};
    ///
    /// const TITLE: AttrName<'static> = AttrName::from_static("title");
    /// assert_eq!(attr::pair(&TITLE, "a \"b\""), r#" title="a &quot;b&quot;""#);
    /// ```
    /// ```compile_fail
    /// # use untaint::attr::AttrName;
    /// const HANDLER: AttrName<'static> = AttrName::from_static("onclick");
    /// # let _ = HANDLER;
    /// ```
    #[must_use]
    pub const fn from_static(name: &'static str) -> Self {
        assert!(classify(name).is_ok(), "AttrName::from_static: the name is not an inert one");
        Self { text: Cow::Borrowed(name) }
    }
}

/// Which attribute names pass: the inert ones, and those the program adds.
///
/// # Examples
/// ```
/// use untaint::attr::{self, AttrPolicy};
///
/// let policy = AttrPolicy::builder().data_prefix("data-note-").name("class").build()?;
/// assert!(attr::check_name_with("data-note-color", &policy).is_ok());
/// assert!(attr::check_name_with("class", &policy).is_ok());
/// assert!(attr::check_name_with("data-bind", &policy).is_err());
///
/// let wrong = AttrPolicy::builder().name("onclick").build().unwrap_err();
/// assert_eq!(wrong.entry(), "onclick");
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttrPolicy {
    data_prefixes: Vec<String>,
    /// In lower case.
    names: Vec<String>,
}

static INERT: AttrPolicy = AttrPolicy { data_prefixes: Vec::new(), names: Vec::new() };

impl AttrPolicy {
    /// The names of the [module](super)'s table and `aria-*`; no `data-*`.
    #[must_use]
    pub fn inert() -> &'static Self {
        &INERT
    }

    /// Starts from [`inert`](Self::inert).
    pub fn builder() -> AttrPolicyBuilder {
        AttrPolicyBuilder { policy: INERT.clone(), error: None }
    }
}

/// Builds an [`AttrPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct AttrPolicyBuilder {
    policy: AttrPolicy,
    error: Option<PolicyError>,
}

impl AttrPolicyBuilder {
    /// Allows the `data-*` names below a prefix that only the program's own scripts read, such as `data-note-`.
    ///
    /// It begins with `data-`, goes on with a word of lower-case letters, digits and hyphens that begins with a
    /// letter, and ends with a hyphen; `data-` alone would hand every library on the page to the visitor, and so a word
    /// that one looks for (`data-hx-`, `data-bs-`) is a [`PolicyError`] too. Words
    /// that script libraries look for (`data-hx-`, `data-bs-`) are a [`PolicyError`]. A name passes with at least one of `a-z`, `0-9` and `-` behind it, in lower case, as `dataset` shows it.
    pub fn data_prefix(mut self, prefix: &str) -> Self {
        let word = prefix.strip_prefix("data-").and_then(|rest| rest.strip_suffix('-'));
        if word.is_some_and(is_library_word) {
            self.fail(PolicyError::new("data_prefix", prefix, "a script library acts on names of this form"));
        } else if word
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase()) && is_data_rest(word))
        {
            self.policy.data_prefixes.push(prefix.to_owned());
        } else {
            let reason = "write it as data-word-, in lower case and with the hyphen at its end";
            self.fail(PolicyError::new("data_prefix", prefix, reason));
        }
        self
    }

    /// Allows one more name, in any case: one that the program's own scripts and styles are prepared for, such as
    /// `class`, `tabindex`, `data-theme`, or an attribute of a custom element.
    ///
    /// Of `data-*`, the name alone is added; for a family of them there is [`data_prefix`](Self::data_prefix).
    /// Names of the kinds `Syntax`, `Handler`, `Style`, `Document`, `Url`, `Framework` and `Security` are a
    /// [`PolicyError`]: for no such name is every value harmless.
    pub fn name(mut self, name: &str) -> Self {
        let reason = match classify(name) {
            Ok(()) => return self,
            Err(AttrErrorKind::Identity | AttrErrorKind::Behavior | AttrErrorKind::Unknown) => {
                self.policy.names.push(name.to_ascii_lowercase());
                return self;
            }
            Err(AttrErrorKind::Data) => {
                let word = name.strip_prefix("data-").filter(|word| is_data_rest(word));
                if word.is_some_and(|word| !is_library_word(word)) {
                    self.policy.names.push(name.to_owned());
                    return self;
                }
                "a script library acts on names of this form, or it is not in lower case".to_owned()
            }
            Err(kind) => format!("{kind}, so no policy may allow every value of it"),
        };
        self.fail(PolicyError::new("name", name, reason));
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<AttrPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.policy),
        }
    }

    fn fail(&mut self, error: PolicyError) {
        self.error.get_or_insert(error);
    }
}

/// What script libraries look for behind `data-`: htmx, `AngularJS`, Bootstrap, Turbo, Stimulus, Knockout, AMP, Alpine,
/// Vue, Unpoly, `jQuery UJS` and their like run or load what they find there.
fn is_library_word(word: &str) -> bool {
    const LIBRARIES: [&str; 36] = [
        "hx",
        "ng",
        "bs",
        "turbo",
        "bind",
        "amp",
        "x",
        "v",
        "wire",
        "up",
        "controller",
        "action",
        "method",
        "remote",
        "confirm",
        "target",
        "toggle",
        "template",
        "reflex",
        "stimulus",
        "script",
        "ajax",
        "on",
        "signals",
        "effect",
        "computed",
        "attr",
        "class",
        "ic",
        "dojo",
        "tippy",
        "uk",
        "wp",
        "phx",
        "live",
        "mdb",
    ];
    LIBRARIES.iter().any(|library| {
        word.strip_prefix(library).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

/// What may stand behind `data-` and below a prefix.
fn is_data_rest(rest: &str) -> bool {
    !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

/// Lets an attribute name through that does nothing but describe, unchanged, or says what is wrong with it.
///
/// The short form of [`check_name_with`] and [`AttrPolicy::inert`].
///
/// Linear in the length in bytes, with one look-up in a compiled table; allocates nothing.
///
/// # Errors
/// [`AttrError`], with the reason and never with the name.
///
/// # Examples
/// ```
/// use untaint::attr::{self, AttrErrorKind};
///
/// let name = attr::check_name("title")?;
/// assert_eq!(attr::pair(&name, "\" onclick=\"x"), r#" title="&quot; onclick=&quot;x""#);
/// assert!(attr::check_name("aria-label").is_ok());
///
/// assert_eq!(attr::check_name("OnClick").unwrap_err().kind(), AttrErrorKind::Handler);
/// assert_eq!(attr::check_name("a onclick").unwrap_err().kind(), AttrErrorKind::Syntax { at: 1 });
/// assert_eq!(attr::check_name("href").unwrap_err().code(), "attr.url"); // use attr::href
/// assert_eq!(attr::check_name("hx-get").unwrap_err().code(), "attr.framework");
/// # Ok::<(), attr::AttrError>(())
/// ```
pub fn check_name(name: &str) -> Result<AttrName<'_>, AttrError> {
    check_name_with(name, AttrPolicy::inert())
}

/// Lets an attribute name through that the policy allows, unchanged, or says what is wrong with it.
///
/// Linear in the length in bytes times the number of the policy's entries; allocates nothing.
///
/// # Errors
/// [`AttrError`], with the reason and never with the name.
///
/// # Examples
/// ```
/// use untaint::attr::{self, AttrPolicy};
///
/// let policy = AttrPolicy::builder().data_prefix("data-note-").build()?;
/// assert!(attr::check_name_with("data-note-color", &policy).is_ok());
/// for refused in ["data-note-", "data-note-COLOR", "data-bs-toggle", "data-hx-get"] {
///     assert_eq!(attr::check_name_with(refused, &policy).unwrap_err().code(), "attr.data");
/// }
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub fn check_name_with<'a>(name: &'a str, policy: &AttrPolicy) -> Result<AttrName<'a>, AttrError> {
    match classify(name) {
        Ok(()) => {}
        Err(AttrErrorKind::Data)
            if policy
                .data_prefixes
                .iter()
                .any(|prefix| name.strip_prefix(prefix.as_str()).is_some_and(is_data_rest)) => {}
        Err(_) if policy.names.iter().any(|listed| listed.eq_ignore_ascii_case(name)) => {}
        Err(kind) => return Err(kind.into()),
    }
    Ok(AttrName { text: Cow::Borrowed(name) })
}

impl Validator<str> for AttrPolicy {
    fn check(&self, value: &str) -> Result<(), Violation> {
        check_name_with(value, self).map(drop).map_err(Violation::from)
    }
}

impl FromUntrusted for AttrName<'static> {
    type Policy = AttrPolicy;

    fn from_untrusted(raw: String, policy: &AttrPolicy) -> Result<Self, Violation> {
        check_name_with(&raw, policy).map(AttrName::into_owned).map_err(Violation::from)
    }
}
