//! Refusing instead of cleaning.

use super::policy::HtmlPolicy;
use super::safe_html::SafeHtml;
use super::sanitize::sanitize;
use super::tokenizer::{Reading, Tokenizer};
use crate::error::Violation;
use crate::traits::{FromUntrusted, Sanitizer, Validator};
use std::borrow::Cow;

/// Why some HTML was refused.
///
/// Nothing of the HTML is in it: only the reason and a byte offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct HtmlError {
    kind: HtmlErrorKind,
}

/// The reasons of an [`HtmlError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum HtmlErrorKind {
    /// Cleaning would change the HTML.
    #[error("the HTML is not clean: byte {at} would change")]
    Unclean {
        /// Byte offset of the first difference.
        at: usize,
    },
    /// Something that a browser takes for a tag, a comment or a declaration.
    #[error("markup begins at byte {at}")]
    Markup {
        /// Byte offset of the first one.
        at: usize,
    },
}

impl HtmlError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> HtmlErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            HtmlErrorKind::Unclean { .. } => "html.unclean",
            HtmlErrorKind::Markup { .. } => "html.markup",
        }
    }
}

impl From<HtmlErrorKind> for HtmlError {
    fn from(kind: HtmlErrorKind) -> Self {
        Self { kind }
    }
}

impl From<HtmlError> for Violation {
    fn from(error: HtmlError) -> Self {
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            HtmlErrorKind::Unclean { at } | HtmlErrorKind::Markup { at } => violation.with_param("at", at),
        }
    }
}

/// Lets HTML through that [`sanitize`] would not change, or says where it would.
///
/// For HTML that was cleaned before, with the same policy; of what people write it refuses much that is harmless,
/// because there is one spelling only: double quotes, `&amp;`, end tags.
///
/// Linear in the length in bytes; plain text does not allocate.
///
/// # Errors
/// [`HtmlErrorKind::Unclean`], with the first difference's offset and never with the HTML.
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlErrorKind, HtmlPolicy};
///
/// assert_eq!(html::check_clean("<p>1 &lt; 2</p>", HtmlPolicy::comment())?, "<p>1 &lt; 2</p>");
/// let refused = html::check_clean("<p>Hi<script>", HtmlPolicy::comment()).unwrap_err();
/// assert_eq!(refused.kind(), HtmlErrorKind::Unclean { at: 6 });
/// # Ok::<(), html::HtmlError>(())
/// ```
pub fn check_clean<'a>(html: &'a str, policy: &HtmlPolicy) -> Result<SafeHtml<'a>, HtmlError> {
    let cleaned = sanitize(html, policy);
    if cleaned == html {
        return Ok(cleaned);
    }
    let same = html.bytes().zip(cleaned.as_str().bytes()).take_while(|(was, is)| was == is).count();
    Err(HtmlErrorKind::Unclean { at: same }.into())
}

/// Refuses text in which a browser would find markup.
///
/// That is `<` with a letter, `/`, `!` or `?` behind it, whatever follows: a tag need not be known or finished. What
/// passes is text, not HTML: `a < b`, `AT&T` and `&lt;` pass, so escape it where you show it.
///
/// Linear in the length in bytes; does not allocate.
///
/// # Errors
/// [`HtmlErrorKind::Markup`], with its offset and never with the text.
///
/// # Examples
/// ```
/// use untaint::html::{self, HtmlErrorKind};
///
/// assert!(html::check_plain("3 < 4 & so on").is_ok());
/// let refused = html::check_plain("Bob<img src=x onerror=alert(1)").unwrap_err();
/// assert_eq!(refused.kind(), HtmlErrorKind::Markup { at: 3 });
/// ```
pub fn check_plain(text: &str) -> Result<(), HtmlError> {
    let at = Tokenizer::new(text, Reading::Browser).text_end(0);
    if at == text.len() { Ok(()) } else { Err(HtmlErrorKind::Markup { at }.into()) }
}

/// Says whether [`check_clean`] lets the HTML through.
impl Validator<str> for HtmlPolicy {
    fn check(&self, value: &str) -> Result<(), Violation> {
        check_clean(value, self).map(drop).map_err(Violation::from)
    }
}

/// [`sanitize`].
impl Sanitizer<str> for HtmlPolicy {
    fn clean<'a>(&self, value: &'a str) -> Cow<'a, str> {
        sanitize(value, self).into_cow()
    }
}

/// [`check_clean`]: a check, which cleans nothing.
impl FromUntrusted for SafeHtml<'static> {
    type Policy = HtmlPolicy;

    fn from_untrusted(raw: String, policy: &HtmlPolicy) -> Result<Self, Violation> {
        check_clean(&raw, policy).map(SafeHtml::into_owned).map_err(Violation::from)
    }
}
