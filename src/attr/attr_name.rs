//! The name that was checked.

use super::table::classify;
use crate::safe::safe_text;
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
#[derive(Debug, Clone)]
pub struct AttrName<'a> {
    text: Cow<'a, str>,
}

safe_text!(AttrName);

impl<'a> AttrName<'a> {
    pub(super) fn checked(name: &'a str) -> Self {
        Self { text: Cow::Borrowed(name) }
    }
}

impl AttrName<'static> {
    /// A literal name, checked when the program is compiled (in a `const`).
    ///
    /// # Panics
    /// When [`check_name`](super::check_name) would refuse the name; in a `const` this stops the build.
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
