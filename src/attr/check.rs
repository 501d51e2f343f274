//! Attribute names from a visitor.

use super::attr_name::AttrName;
use super::error::{AttrError, AttrErrorKind};
use super::policy::{AttrPolicy, is_data_rest};
use super::table::classify;
use crate::safe::checked_by;

/// Lets an attribute name through that does nothing but describe, unchanged, or says what is wrong with it.
///
/// The short form of [`check_name_with`] and [`AttrPolicy::inert`].
///
/// # Errors
/// [`AttrError`], with the reason and never with the name.
///
/// # Cost
/// Linear in the length in bytes, with one look-up in a compiled table; allocates nothing.
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
/// # Errors
/// [`AttrError`], with the reason and never with the name.
///
/// # Cost
/// Linear in the length in bytes times the number of the policy's entries; allocates nothing.
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
    Ok(AttrName::checked(name))
}

checked_by!(AttrName, AttrPolicy, check_name_with);
