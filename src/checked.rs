//! Safe values in data: [`Checked`], [`CheckedOr`] and [`Cleaned`] name the policy in their type, so that a form may be
//! deserialised into them.

use crate::error::Violation;
use std::fmt;
use std::marker::PhantomData;

/// A type that only a check against a policy can make, such as [`SafeRedirect`](crate::redirect::SafeRedirect).
pub trait FromUntrusted: Sized {
    /// What decides.
    type Policy: ?Sized + 'static;

    /// Checks owned text against the policy.
    ///
    /// # Errors
    /// What the module's own `check` says, without the text.
    fn from_untrusted(raw: String, policy: &Self::Policy) -> Result<Self, Violation>;
}

/// A type that a cleaning can make of any text, such as [`SafeHtml`](crate::html::SafeHtml).
pub trait CleanUntrusted: FromUntrusted {
    /// Cleans owned text by the policy: what the module's own `clean` or `sanitize` gives.
    fn clean_untrusted(raw: String, policy: &Self::Policy) -> Self;
}

/// A type with a value that does no harm anywhere, for [`CheckedOr`] to end with; a narrow policy may not list it.
pub trait LastResort {
    /// The value: `/` for a redirect, [`INERT`](crate::uri::INERT) for a link.
    fn last_resort() -> Self;
}

/// Names the policy of a [`Checked`], [`CheckedOr`] or [`Cleaned`] value; implement it on an empty type of your own.
pub trait PolicySource {
    /// The policy's type.
    type Policy: ?Sized + 'static;

    /// The policy, usually a `static` behind a `LazyLock`.
    fn policy() -> &'static Self::Policy;

    /// What [`CheckedOr`] takes in the place of a value that is refused; it is checked too.
    #[must_use]
    fn fallback() -> &'static str {
        ""
    }
}

/// A safe value that may be deserialised, because its type names the policy to check with.
///
/// A safe type alone has no `Deserialize`: data that says it is safe is not a proof.
///
/// # Examples
/// ```
/// use untaint::{Checked, PolicySource, redirect::{RedirectPolicy, SafeRedirect}};
///
/// struct Local;
/// impl PolicySource for Local {
///     type Policy = RedirectPolicy;
///     fn policy() -> &'static RedirectPolicy {
///         RedirectPolicy::path_only()
///     }
/// }
/// type Next = Checked<SafeRedirect<'static>, Local>;
///
/// assert_eq!(Next::new("/home").unwrap().get().as_str(), "/home");
/// assert_eq!(Next::new("//evil.example").unwrap_err().code(), "redirect.host");
/// # #[cfg(feature = "serde")] {
/// let form: Next = serde_json::from_str(r#""/home""#).unwrap();
/// assert_eq!(form.get().as_str(), "/home");
/// assert!(serde_json::from_str::<Next>(r#""//evil.example""#).is_err());
/// # }
/// ```
pub struct Checked<S, P> {
    value: S,
    source: PhantomData<fn() -> P>,
}

impl<S, P> Checked<S, P>
where
    S: FromUntrusted,
    P: PolicySource<Policy = S::Policy>,
{
    /// Checks owned or borrowed text against `P`'s policy.
    ///
    /// # Errors
    /// What the module's own `check` says, without the text.
    pub fn new(raw: impl Into<String>) -> Result<Self, Violation> {
        S::from_untrusted(raw.into(), P::policy()).map(Self::of)
    }
}

/// A safe value in data that never fails: what is refused becomes the fallback of its policy's source.
///
/// For what a visitor did not type, such as the `next` of a login form: a form is not sent back for it. With
/// `#[serde(default)]` on the field, a missing one is the fallback too. What is no text at all, or a field given twice,
/// is still an error of the format.
///
/// # Examples
/// ```
/// use untaint::{CheckedOr, PolicySource, redirect::{RedirectPolicy, SafeRedirect}};
///
/// struct Local;
/// impl PolicySource for Local {
///     type Policy = RedirectPolicy;
///     fn policy() -> &'static RedirectPolicy {
///         RedirectPolicy::path_only()
///     }
///     fn fallback() -> &'static str {
///         "/home"
///     }
/// }
/// type Next = CheckedOr<SafeRedirect<'static>, Local>;
///
/// assert_eq!(Next::new("/notes").get(), &"/notes");
/// assert_eq!(Next::new("//evil.example").get(), &"/home");
/// assert_eq!(Next::default().get(), &"/home");
/// ```
pub struct CheckedOr<S, P> {
    value: S,
    source: PhantomData<fn() -> P>,
}

impl<S, P> CheckedOr<S, P>
where
    S: FromUntrusted + LastResort,
    P: PolicySource<Policy = S::Policy>,
{
    /// The text, or the fallback, or, where `P`'s policy refuses that as well, the type's [`LastResort`].
    pub fn new(raw: impl Into<String>) -> Self {
        let checked = |raw: String| S::from_untrusted(raw, P::policy());
        Self::of(
            checked(raw.into())
                .or_else(|_| checked(P::fallback().to_owned()))
                .unwrap_or_else(|_| S::last_resort()),
        )
    }
}

/// The fallback.
impl<S, P> Default for CheckedOr<S, P>
where
    S: FromUntrusted + LastResort,
    P: PolicySource<Policy = S::Policy>,
{
    fn default() -> Self {
        Self::new(P::fallback())
    }
}

/// A safe value in data that is cleaned, not checked: HTML, text or a name as people write it.
///
/// Cleaning adds nothing, so a text may be empty, whatever its policy asks of a check.
///
/// # Examples
/// ```
/// use untaint::{Cleaned, PolicySource, html::{HtmlPolicy, SafeHtml}};
///
/// struct Comment;
/// impl PolicySource for Comment {
///     type Policy = HtmlPolicy;
///     fn policy() -> &'static HtmlPolicy {
///         HtmlPolicy::comment()
///     }
/// }
///
/// let comment: Cleaned<SafeHtml, Comment> = Cleaned::new("<b>Hi<script>alert(1)</script>");
/// assert_eq!(comment.get(), &"<b>Hi</b>");
/// ```
pub struct Cleaned<S, P> {
    value: S,
    source: PhantomData<fn() -> P>,
}

impl<S, P> Cleaned<S, P>
where
    S: CleanUntrusted,
    P: PolicySource<Policy = S::Policy>,
{
    /// Cleans owned or borrowed text by `P`'s policy.
    pub fn new(raw: impl Into<String>) -> Self {
        Self::of(S::clean_untrusted(raw.into(), P::policy()))
    }
}

/// What is made of no text.
impl<S, P> Default for Cleaned<S, P>
where
    S: CleanUntrusted,
    P: PolicySource<Policy = S::Policy>,
{
    fn default() -> Self {
        Self::new("")
    }
}

/// What the three have in common.
macro_rules! named_policy {
    ($($name:ident)+) => {$(
        impl<S, P> $name<S, P> {
            fn of(value: S) -> Self {
                Self { value, source: PhantomData }
            }

            /// The safe value.
            #[must_use]
            pub fn get(&self) -> &S {
                &self.value
            }

            /// The safe value, without the name of its policy.
            #[must_use]
            pub fn into_inner(self) -> S {
                self.value
            }
        }

        impl<S: Clone, P> Clone for $name<S, P> {
            fn clone(&self) -> Self {
                Self::of(self.value.clone())
            }
        }

        impl<S: fmt::Debug, P> fmt::Debug for $name<S, P> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.value).finish()
            }
        }

        impl<S: PartialEq, P> PartialEq for $name<S, P> {
            fn eq(&self, other: &Self) -> bool {
                self.value == other.value
            }
        }

        impl<S: Eq, P> Eq for $name<S, P> {}

        #[cfg(feature = "serde")]
        #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
        impl<S: serde::Serialize, P> serde::Serialize for $name<S, P> {
            fn serialize<Z: serde::Serializer>(&self, serializer: Z) -> Result<Z::Ok, Z::Error> {
                self.value.serialize(serializer)
            }
        }
    )+};
}
named_policy! { Checked CheckedOr Cleaned }

/// Text, whatever else a format says: its own errors may quote the input ("invalid type: integer `42`").
#[cfg(feature = "serde")]
fn text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    use serde::Deserialize as _;
    String::deserialize(deserializer).map_err(|_| serde::de::Error::custom("expected text"))
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de, S, P> serde::Deserialize<'de> for Checked<S, P>
where
    S: FromUntrusted,
    P: PolicySource<Policy = S::Policy>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(text(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de, S, P> serde::Deserialize<'de> for CheckedOr<S, P>
where
    S: FromUntrusted + LastResort,
    P: PolicySource<Policy = S::Policy>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self::new)
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de, S, P> serde::Deserialize<'de> for Cleaned<S, P>
where
    S: CleanUntrusted,
    P: PolicySource<Policy = S::Policy>,
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self::new)
    }
}
