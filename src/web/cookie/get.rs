//! Reading the cookies of a request.

use super::error::{CookieError, CookieErrorKind};
use crate::bytes::trim;

/// The value of the cookie with this name in the `Cookie` fields of a request, or `None` if there is none.
///
/// Names are compared letter by letter. A value is given as it was sent, quotes and escapes included.
///
/// # Guarantees
/// With a name that begins with `__Host-`, the value is one that this host itself has set, over https, in every browser
/// that knows the prefix.
///
/// # Does not guarantee
/// That this host has set a cookie of another name: a host beside or above it can, and where that is the only one, the
/// value is its. Only two different values show that somebody interferes.
///
/// # Errors
/// [`CookieErrorKind::Conflict`] if two different values stand under the name, so that a cookie set by another host of
/// the site does not win by its place; [`CookieErrorKind::NotText`] if the value is no UTF-8.
///
/// # Cost
/// Linear; does not allocate.
///
/// # Examples
/// ```
/// use untaint::web::cookie::{self, CookieErrorKind};
///
/// assert_eq!(cookie::get(["a=1; session=x7"], "session")?, Some("x7"));
/// assert_eq!(cookie::get(["a=1"], "session")?, None);
/// let refused = cookie::get(["session=evil", "session=x7"], "session").unwrap_err();
/// assert_eq!(refused.kind(), CookieErrorKind::Conflict);
/// # Ok::<(), cookie::CookieError>(())
/// ```
pub fn get<'a, H: AsRef<[u8]> + ?Sized + 'a>(
    cookie_headers: impl IntoIterator<Item = &'a H>,
    name: &str,
) -> Result<Option<&'a str>, CookieError> {
    let mut found: Option<&'a [u8]> = None;
    for header in cookie_headers {
        for pair in header.as_ref().split(|byte| *byte == b';') {
            let Some(value) = value_of(pair, name.as_bytes()) else { continue };
            if found.is_some_and(|found| found != value) {
                return Err(CookieErrorKind::Conflict.into());
            }
            found = Some(value);
        }
    }
    match found.map(std::str::from_utf8) {
        None => Ok(None),
        Some(Ok(value)) => Ok(Some(value)),
        Some(Err(_)) => Err(CookieErrorKind::NotText.into()),
    }
}

/// The value, if the name is this one. What has no `=` is a value without a name.
fn value_of<'a>(pair: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let equals = pair.iter().position(|byte| *byte == b'=')?;
    (trim(&pair[..equals]) == name).then(|| trim(&pair[equals + 1..]))
}
