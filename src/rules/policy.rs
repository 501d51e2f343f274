//! The rooms of this crate as rules of a form: a redirect, a link, a file name, a text, clean HTML, by a policy.

use super::describe::{Describe, RuleInfo};
use super::value::Text;
use crate::html::HtmlPolicy;
use crate::redirect::RedirectPolicy;
use crate::uri::UriPolicy;
use crate::{Validator, Violation};

macro_rules! policy_rules {
    ($($(#[$meta:meta])* $name:ident($policy:ty) -> $rule:ident, $code:literal;)*) => {$(
        $(#[$meta])*
        #[must_use]
        pub const fn $name(policy: &$policy) -> $rule<'_> {
            $rule { policy }
        }

        #[doc = concat!("The rule [`", stringify!($name), "`].")]
        #[derive(Debug, Clone, Copy)]
        pub struct $rule<'p> {
            policy: &'p $policy,
        }

        impl<T: Text + ?Sized> Validator<T> for $rule<'_> {
            #[inline]
            fn check(&self, value: &T) -> Result<(), Violation> {
                value.text().map_or(Ok(()), |text| Validator::<str>::check(self.policy, text))
            }
        }

        impl Describe for $rule<'_> {
            fn describe(&self) -> RuleInfo {
                RuleInfo::new($code)
            }
        }
    )*};
}

policy_rules! {
    /// A redirect target that [`redirect::check`](crate::redirect::check) takes.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, redirect::RedirectPolicy, rules};
    ///
    /// assert!(rules::redirect(RedirectPolicy::path_only()).check("/home").is_ok());
    /// let refused = rules::redirect(RedirectPolicy::path_only()).check("//evil.example").unwrap_err();
    /// assert_eq!(refused.code(), "redirect.host");
    /// ```
    redirect(RedirectPolicy) -> RedirectRule, "redirect";

    /// A link that [`uri::check`](crate::uri::check) takes.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules, uri::UriPolicy};
    ///
    /// assert!(rules::uri(UriPolicy::web()).check("/a?b=c").is_ok());
    /// assert_eq!(rules::uri(UriPolicy::web()).check("javascript:alert(1)").unwrap_err().code(), "uri.scheme");
    /// ```
    uri(UriPolicy) -> UriRule, "uri";

    /// HTML that [`html::check_clean`](crate::html::check_clean) takes: sanitizing it would change nothing.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, html::HtmlPolicy, rules};
    ///
    /// assert!(rules::html_clean(HtmlPolicy::comment()).check("<p>Hello</p>").is_ok());
    /// assert!(rules::html_clean(HtmlPolicy::comment()).check("<p onclick=x>Hello</p>").is_err());
    /// ```
    html_clean(HtmlPolicy) -> HtmlCleanRule, "html";
}

#[cfg(feature = "unicode")]
mod unicode {
    use super::{Describe, RuleInfo, Text, Validator, Violation};
    use crate::filename::FilenamePolicy;
    use crate::text::TextPolicy;

    policy_rules! {
        /// A file name that [`filename::check`](crate::filename::check) takes.
        ///
        /// # Examples
        /// ```
        /// use untaint::{Validator, filename::FilenamePolicy, rules};
        ///
        /// assert!(rules::filename(FilenamePolicy::portable()).check("report.pdf").is_ok());
        /// assert!(rules::filename(FilenamePolicy::portable()).check("../report.pdf").is_err());
        /// ```
        filename(FilenamePolicy) -> FilenameRule, "filename";

        /// Text that [`text::check`](crate::text::check) takes.
        ///
        /// # Examples
        /// ```
        /// use untaint::{Validator, rules, text::TextPolicy};
        ///
        /// assert!(rules::text(TextPolicy::person_name()).check("Zoë Müller").is_ok());
        /// assert!(rules::text(TextPolicy::person_name()).check("Zoë\u{202E}").is_err());
        /// ```
        text(TextPolicy) -> TextRule, "text";
    }
}
#[cfg(feature = "unicode")]
pub use unicode::{FilenameRule, TextRule, filename, text};
