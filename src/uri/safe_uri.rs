//! The links that were checked.

use crate::LastResort;
use crate::safe::safe_text;
use std::borrow::Cow;

/// What [`clean`](super::clean) puts in the place of a link it cannot keep: a URL that goes nowhere and is easy to
/// search for.
pub const INERT: &str = "about:invalid#untaint";

/// A link that runs no script when it is followed, and that kept a [`UriPolicy`](super::UriPolicy).
///
/// # Guarantees
/// In a double-quoted `href` of an `a` or `area`, or `src` of an `img`, written by [`attr::href`](crate::attr::href)
/// and its neighbours, the browser reads the scheme, the host and the form that were checked.
///
/// # Does not guarantee
/// That the target is friendly, unless the policy lists hosts. Not for what loads code or frames or sends forms
/// (`script`, `iframe`, `form`, `base`, `object`): for those there is [`ResourceUri`]. Not for a redirect:
/// [`redirect::check`](crate::redirect::check) decides those. A relative link depends on the page and on its `<base>`.
/// The text holds `&`, `'` and whatever else a URL may hold, so it has no `Display`:
/// ```compile_fail
/// let link = untaint::uri::check("/x", untaint::uri::UriPolicy::web()).unwrap();
/// format!("<a href='{link}'>"); // use untaint::attr::href(&link)
/// ```
/// It cannot be made without the check:
/// ```compile_fail
/// let link = untaint::uri::SafeUri { text: "javascript:x".into() };
/// ```
#[derive(Debug, Clone)]
pub struct SafeUri<'a> {
    pub(super) text: Cow<'a, str>,
}

safe_text!(SafeUri);

impl SafeUri<'_> {
    /// Whether [`clean`](super::clean) had to replace the link.
    #[must_use]
    pub fn is_inert(&self) -> bool {
        self.text == INERT
    }
}

/// [`INERT`].
impl LastResort for SafeUri<'static> {
    fn last_resort() -> Self {
        Self { text: Cow::Borrowed(INERT) }
    }
}

/// The address of something that runs on the page or speaks for it, from a list of hosts.
///
/// # Guarantees
/// It is `http` or `https` on a host the policy lists, or relative where the policy allows that.
///
/// # Does not guarantee
/// What the host serves there. Whoever can store files on a listed host can run script on the page.
#[derive(Debug, Clone)]
pub struct ResourceUri<'a> {
    pub(super) text: Cow<'a, str>,
}

safe_text!(ResourceUri);
