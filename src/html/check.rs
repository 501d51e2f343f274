//! Refusing instead of cleaning.

use super::error::{HtmlError, HtmlErrorKind};
use super::policy::HtmlPolicy;
use super::safe_html::SafeHtml;
use super::sanitize::sanitize;
use super::tokenizer::{Reading, Tokenizer};
use crate::safe::{checked_by, cleaned_by};

/// Lets HTML through that [`sanitize`] would not change, or says where it would.
///
/// For HTML that was cleaned before, with the same policy; of what people write it refuses much that is harmless,
/// because there is one spelling only: double quotes, `&amp;`, end tags.
///
/// # Errors
/// [`HtmlErrorKind::Unclean`], with the first difference's offset and never with the HTML.
///
/// # Cost
/// Linear in the length in bytes; plain text does not allocate.
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
/// # Errors
/// [`HtmlErrorKind::Markup`], with its offset and never with the text.
///
/// # Cost
/// Linear in the length in bytes; does not allocate.
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

checked_by!(SafeHtml, HtmlPolicy, check_clean);
cleaned_by!(SafeHtml, HtmlPolicy, sanitize);
