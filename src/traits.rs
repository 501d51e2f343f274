//! The two traits that policies implement, and the functions that combine them.
//!
//! The combinators are free functions, not methods, because one policy may be both a validator and a sanitizer,
//! and a method `.and` on both traits would be ambiguous.

use crate::error::Violation;
use std::borrow::{Borrow, Cow};
use std::fmt;
use std::marker::PhantomData;

/// Checks a value and never changes it.
///
/// # Examples
/// ```
/// use untaint::{Validator, redirect::RedirectPolicy};
///
/// let rule: &dyn Validator<str> = RedirectPolicy::path_only();
/// assert!(rule.check("/home").is_ok());
/// assert_eq!(rule.check("//evil.example").unwrap_err().code(), "redirect.host");
/// ```
pub trait Validator<T: ?Sized> {
    /// `Ok` when the value keeps the rule; otherwise what was broken, without the value.
    fn check(&self, value: &T) -> Result<(), Violation>;
}

/// Turns any value into one that keeps the rule; it never fails, and what it takes away is lost.
///
/// # Examples
/// ```
/// use untaint::{Sanitizer, uri::UriPolicy};
///
/// let rule: &dyn Sanitizer<str> = UriPolicy::web();
/// assert_eq!(rule.clean("/home"), "/home");
/// assert_eq!(rule.clean("javascript:alert(1)"), untaint::uri::INERT);
/// ```
pub trait Sanitizer<T: ?Sized + ToOwned> {
    /// The value itself when it keeps the rule already, otherwise a changed copy that does.
    fn clean<'a>(&self, value: &'a T) -> Cow<'a, T>;
}

macro_rules! through_pointer {
    ($([$($generics:tt)*] $pointer:ty),* $(,)?) => {$(
        impl<T: ?Sized, $($generics)*> Validator<T> for $pointer
        where
            V: Validator<T> + ?Sized,
        {
            fn check(&self, value: &T) -> Result<(), Violation> {
                (**self).check(value)
            }
        }

        impl<T: ?Sized + ToOwned, $($generics)*> Sanitizer<T> for $pointer
        where
            V: Sanitizer<T> + ?Sized,
        {
            fn clean<'a>(&self, value: &'a T) -> Cow<'a, T> {
                (**self).clean(value)
            }
        }
    )*};
}
through_pointer! { [V] &V, [V] Box<V>, [V] std::sync::Arc<V> }

/// Every rule of a tuple, an array or a `Vec`, in order: a check stops at the first violation, a cleaning hands
/// each result to the next rule.
///
/// # Examples
/// ```
/// use untaint::{Validator, Violation, all, from_fn, redirect::RedirectPolicy};
///
/// let short = from_fn(|s: &str| if s.len() < 9 { Ok(()) } else { Err(Violation::new("app.short")) });
/// let rule = all((RedirectPolicy::path_only(), short));
/// assert!(rule.check("/home").is_ok());
/// assert_eq!(rule.check("/home/and/garden").unwrap_err().code(), "app.short");
/// ```
#[must_use]
pub fn all<L>(rules: L) -> All<L> {
    All(rules)
}

/// What [`all`] returns.
#[derive(Debug, Clone, Copy)]
pub struct All<L>(L);

macro_rules! all_of_tuple {
    ($($rule:ident)+) => {
        impl<T: ?Sized, $($rule: Validator<T>),+> Validator<T> for All<($($rule,)+)> {
            fn check(&self, value: &T) -> Result<(), Violation> {
                #[allow(non_snake_case)] // one name serves as type parameter and as binding
                let ($($rule,)+) = &self.0;
                $($rule.check(value)?;)+
                Ok(())
            }
        }

        impl<T: ?Sized + ToOwned, $($rule: Sanitizer<T>),+> Sanitizer<T> for All<($($rule,)+)> {
            fn clean<'a>(&self, value: &'a T) -> Cow<'a, T> {
                #[allow(non_snake_case)]
                let ($($rule,)+) = &self.0;
                let mut value = Cow::Borrowed(value);
                $(value = clean_again($rule, value);)+
                value
            }
        }
    };
}
all_of_tuple! { A }
all_of_tuple! { A B }
all_of_tuple! { A B C }
all_of_tuple! { A B C D }
all_of_tuple! { A B C D E }
all_of_tuple! { A B C D E F }
all_of_tuple! { A B C D E F G }
all_of_tuple! { A B C D E F G H }

macro_rules! all_of_list {
    ($([$($count:tt)*] $list:ty),*) => {$(
        impl<T: ?Sized, V: Validator<T>, $($count)*> Validator<T> for All<$list> {
            fn check(&self, value: &T) -> Result<(), Violation> {
                self.0.iter().try_for_each(|rule| rule.check(value))
            }
        }

        impl<T: ?Sized + ToOwned, V: Sanitizer<T>, $($count)*> Sanitizer<T> for All<$list> {
            fn clean<'a>(&self, value: &'a T) -> Cow<'a, T> {
                self.0.iter().fold(Cow::Borrowed(value), |value, rule| clean_again(rule, value))
            }
        }
    )*};
}
all_of_list! { [const N: usize] [V; N], [] Vec<V> }

/// Applies one more rule, and stays borrowed as long as nothing has changed.
fn clean_again<'a, T: ?Sized + ToOwned>(rule: &impl Sanitizer<T>, value: Cow<'a, T>) -> Cow<'a, T> {
    match value {
        Cow::Borrowed(value) => rule.clean(value),
        Cow::Owned(value) => match rule.clean(value.borrow()) {
            Cow::Owned(changed) => Cow::Owned(changed),
            // A sanitizer may answer with a part of its input, so the part is kept, not the whole.
            Cow::Borrowed(part) => Cow::Owned(part.to_owned()),
        },
    }
}

/// The rule for every item of a slice or a `Vec`; the violation's path begins with the item's index.
///
/// # Examples
/// ```
/// use untaint::{Validator, each, uri::UriPolicy};
///
/// let rule = each(UriPolicy::web());
/// assert!(rule.check(&["/a", "https://example.com"][..]).is_ok());
/// let links = vec!["/a".to_owned(), "javascript:alert(1)".to_owned()];
/// assert_eq!(rule.check(&links).unwrap_err().path().to_string(), "[1]");
/// ```
#[must_use]
pub fn each<T: ?Sized, V>(rule: V) -> Each<V, T> {
    Each(rule, PhantomData)
}

/// What [`each`] returns.
pub struct Each<V, T: ?Sized>(V, PhantomData<fn(&T)>);

impl<I: Borrow<T>, T: ?Sized, V: Validator<T>> Validator<[I]> for Each<V, T> {
    fn check(&self, value: &[I]) -> Result<(), Violation> {
        value.iter().enumerate().try_for_each(|(index, item)| {
            self.0.check(item.borrow()).map_err(|violation| violation.under(index))
        })
    }
}

impl<I: Borrow<T>, T: ?Sized, V: Validator<T>> Validator<Vec<I>> for Each<V, T> {
    fn check(&self, value: &Vec<I>) -> Result<(), Violation> {
        self.check(value.as_slice())
    }
}

impl<T: ?Sized + ToOwned + 'static, V: Sanitizer<T>> Sanitizer<[T::Owned]> for Each<V, T>
where
    T::Owned: Clone,
{
    fn clean<'a>(&self, value: &'a [T::Owned]) -> Cow<'a, [T::Owned]> {
        let cleaned: Vec<Cow<'a, T>> = value.iter().map(|item| self.0.clean(item.borrow())).collect();
        let unchanged = cleaned.iter().zip(value).all(|(new, old)| is_whole(new, old.borrow()));
        if unchanged {
            return Cow::Borrowed(value);
        }
        Cow::Owned(cleaned.into_iter().map(Cow::into_owned).collect())
    }
}

/// True when a cleaning gave back its whole input, not a part of it and not a copy.
#[allow(clippy::ptr_arg)] // whether it is borrowed is the question
fn is_whole<T: ?Sized + ToOwned>(cleaned: &Cow<'_, T>, original: &T) -> bool {
    match cleaned {
        // For slices and text this compares the length too.
        Cow::Borrowed(part) => std::ptr::eq(*part, original),
        Cow::Owned(_) => false,
    }
}

/// The rule for the value of an `Option`; `None` keeps every rule.
///
/// # Examples
/// ```
/// use untaint::{Validator, optional, uri::UriPolicy};
///
/// let rule = optional(UriPolicy::web());
/// assert!(rule.check(&None::<String>).is_ok());
/// assert!(rule.check(&Some("javascript:alert(1)".to_owned())).is_err());
/// ```
#[must_use]
pub fn optional<T: ?Sized, V>(rule: V) -> Optional<V, T> {
    Optional(rule, PhantomData)
}

/// What [`optional`] returns.
pub struct Optional<V, T: ?Sized>(V, PhantomData<fn(&T)>);

impl<I: Borrow<T>, T: ?Sized, V: Validator<T>> Validator<Option<I>> for Optional<V, T> {
    fn check(&self, value: &Option<I>) -> Result<(), Violation> {
        value.as_ref().map_or(Ok(()), |value| self.0.check(value.borrow()))
    }
}

impl<T: ?Sized + ToOwned + 'static, V: Sanitizer<T>> Sanitizer<Option<T::Owned>> for Optional<V, T>
where
    T::Owned: Clone,
{
    fn clean<'a>(&self, value: &'a Option<T::Owned>) -> Cow<'a, Option<T::Owned>> {
        let Some(original) = value else { return Cow::Borrowed(value) };
        let cleaned = self.0.clean(original.borrow());
        if is_whole(&cleaned, original.borrow()) {
            Cow::Borrowed(value)
        } else {
            Cow::Owned(Some(cleaned.into_owned()))
        }
    }
}

// The type parameter `T` is only a direction, so these two are written out: a derive would ask `T: Clone`.
macro_rules! marker_impls {
    ($($name:ident),*) => {$(
        impl<V: Clone, T: ?Sized> Clone for $name<V, T> {
            fn clone(&self) -> Self {
                Self(self.0.clone(), PhantomData)
            }
        }

        impl<V: fmt::Debug, T: ?Sized> fmt::Debug for $name<V, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    )*};
}
marker_impls! { Each, Optional }

/// A validator from a closure or a function.
///
/// # Examples
/// ```
/// use untaint::{Validator, Violation, from_fn};
///
/// let even = from_fn(|n: &u32| if n % 2 == 0 { Ok(()) } else { Err(Violation::new("app.even")) });
/// assert!(even.check(&4).is_ok());
/// assert!(even.check(&5).is_err());
/// ```
#[must_use]
pub fn from_fn<T: ?Sized, F>(check: F) -> FromFn<F>
where
    F: Fn(&T) -> Result<(), Violation>,
{
    FromFn(check)
}

/// What [`from_fn`] returns.
#[derive(Clone, Copy)]
pub struct FromFn<F>(F);

impl<T: ?Sized, F: Fn(&T) -> Result<(), Violation>> Validator<T> for FromFn<F> {
    fn check(&self, value: &T) -> Result<(), Violation> {
        (self.0)(value)
    }
}

impl<F> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FromFn")
    }
}
