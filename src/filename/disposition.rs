//! The header that names a download.

use super::clean::{clean, secure_filename};
use super::policy::FilenamePolicy;
use crate::percent;
use crate::safe::safe_text;
use std::borrow::Cow;

/// What a browser does with a response (RFC 6266 section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Disposition {
    /// Saves it under the name.
    Attachment,
    /// Shows it, and knows the name if it is saved.
    Inline,
}

/// The value of a `Content-Disposition` header, made by [`content_disposition`] only.
///
/// # Guarantees
/// It is printable ASCII, so every header takes it, and a parser of RFC 6266 reads one cleaned name in it.
///
/// # Does not guarantee
/// That opening the file is harmless. That it is text for HTML: it holds quotes.
/// ```compile_fail
/// let value = untaint::filename::ContentDisposition { text: "inline\r\nset-cookie: a=b".into() };
/// ```
#[derive(Debug, Clone)]
pub struct ContentDisposition<'a> {
    text: Cow<'a, str>,
}

safe_text!(ContentDisposition);

#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&ContentDisposition<'_>> for http::HeaderValue {
    fn from(value: &ContentDisposition<'_>) -> Self {
        // Printable ASCII, which every header takes; nothing here may panic.
        Self::from_str(&value.text).unwrap_or(Self::from_static("attachment"))
    }
}

/// The value of a `Content-Disposition` header that names a download, whatever the visitor called it (RFC 6266, RFC
/// 8187).
///
/// The name goes through [`secure_filename`]. It stands in `filename` in quotes, in ASCII and without `%`, `;`, `"`
/// and `\`, which readers take in different ways (some end the name at a `;` within the quotes), and with no
/// extension if the name's own is not ASCII; and once more in `filename*`, in UTF-8, where that is not the same.
///
/// # Guarantees
/// The value is printable ASCII: no line end, no control, no text that turns. A parser of RFC 6266 reads the cleaned
/// name in it and nothing else.
///
/// # Does not guarantee
/// That opening the file is harmless: `a.exe` stays `a.exe`.
///
/// # Cost
/// Linear; allocates the value, at most 1100 bytes.
///
/// # Examples
/// ```
/// use untaint::filename::{Disposition, content_disposition};
///
/// assert_eq!(content_disposition(Disposition::Attachment, "a.txt"), "attachment; filename=\"a.txt\"");
/// assert_eq!(
///     content_disposition(Disposition::Inline, "../€ rates.txt\r\n"),
///     "inline; filename=\"_ rates.txt\"; filename*=UTF-8''%E2%82%AC%20rates.txt"
/// );
/// ```
#[must_use]
pub fn content_disposition(disposition: Disposition, raw: &str) -> ContentDisposition<'static> {
    let name = secure_filename(raw);
    let ascii = clean(name.as_str(), FilenamePolicy::plain_ascii());
    let mut plain = Cow::Borrowed(ascii.as_str());
    if plain.contains(['%', ';']) {
        plain = Cow::Owned(plain.replace(['%', ';'], "_"));
    }
    // Without its marks it would be another extension.
    if name.extension().is_some_and(|extension| !extension.is_ascii()) {
        plain = Cow::Owned(plain.replace('.', "_"));
    }
    let kind = match disposition {
        Disposition::Attachment => "attachment",
        Disposition::Inline => "inline",
    };
    let mut value = format!("{kind}; filename=\"{plain}\"");
    if name != *plain {
        value.push_str("; filename*=UTF-8''");
        percent::push(&mut value, name.as_str(), is_value_char);
    }
    ContentDisposition { text: Cow::Owned(value) }
}

/// `value-chars` of RFC 8187 section 3.2.1.
fn is_value_char(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte)
}
