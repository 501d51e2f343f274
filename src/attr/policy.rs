//! Which names pass beside the inert ones.

use super::error::AttrErrorKind;
use super::table::classify;
use crate::error::{PolicyError, policy_builder};

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
    pub(super) data_prefixes: Vec<String>,
    /// In lower case.
    pub(super) names: Vec<String>,
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

policy_builder!(AttrPolicy, AttrPolicyBuilder);

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
    /// that script libraries look for (`data-hx-`, `data-bs-`) are a [`PolicyError`]. A name passes with at least one
    /// of `a-z`, `0-9` and `-` behind it, in lower case, as `dataset` shows it.
    pub fn data_prefix(mut self, prefix: &str) -> Self {
        let word = prefix.strip_prefix("data-").and_then(|rest| rest.strip_suffix('-'));
        if word.is_some_and(is_library_word) {
            self.fail("data_prefix", prefix, "a script library acts on names of this form");
        } else if word
            .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_lowercase()) && is_data_rest(word))
        {
            self.policy.data_prefixes.push(prefix.to_owned());
        } else {
            let reason = "write it as data-word-, in lower case and with the hyphen at its end";
            self.fail("data_prefix", prefix, reason);
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
        self.fail("name", name, reason);
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<AttrPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.policy),
        }
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

/// What may follow `data-` and below a prefix.
pub(super) fn is_data_rest(rest: &str) -> bool {
    !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
