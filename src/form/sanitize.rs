//! The trait behind `#[derive(Sanitize)]`, and text that a sanitizer can change in its place.

use crate::Sanitizer;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

/// A form whose fields are cleaned in their places, before they are checked.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::Sanitize;
///
/// #[derive(Sanitize)]
/// struct SignUp {
///     #[clean(trim, lowercase)]
///     name: String,
/// }
///
/// let mut form = SignUp { name: " Alice ".into() };
/// form.sanitize();
/// assert_eq!(form.name, "alice");
/// # }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no sanitizers",
    label = "not a form",
    note = "put #[derive(Sanitize)] on `{Self}`"
)]
pub trait Sanitize {
    /// Cleans every field that has a sanitizer; total, and what is taken away is lost.
    fn sanitize(&mut self);
}

/// Text that can be changed in its place, for the rules of `#[derive(Sanitize)]`.
#[diagnostic::on_unimplemented(
    message = "a sanitizer needs text that it may change; `{Self}` is none",
    label = "`{Self}` is no text that can be changed",
    note = "a type of your own becomes such text by `impl untaint::sanitizers::TextMut`"
)]
pub trait TextMut {
    /// Puts what the sanitizer makes of the text in its place.
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>);
}

impl TextMut for String {
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
        match sanitizer.clean(self) {
            Cow::Borrowed(part) if part.len() == self.len() => {}
            changed => *self = changed.into_owned(),
        }
    }
}

macro_rules! of_pointers {
    ($($pointer:ty)*) => {$(
        impl TextMut for $pointer {
            fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
                match sanitizer.clean(self) {
                    Cow::Borrowed(part) if part.len() == self.len() => {}
                    changed => *self = changed.into_owned().into(),
                }
            }
        }
    )*};
}
of_pointers! { Box<str> Rc<str> Arc<str> Cow<'_, str> }

impl TextMut for &str {
    /// Only what is a part of the text can take its place; what would need new text leaves it as it is.
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
        if let Cow::Borrowed(part) = sanitizer.clean(self) {
            *self = part;
        }
    }
}

impl<T: TextMut + ?Sized> TextMut for &mut T {
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
        (**self).clean_with(sanitizer);
    }
}

impl<T: TextMut> TextMut for Option<T> {
    fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
        if let Some(text) = self {
            text.clean_with(sanitizer);
        }
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<T: TextMut, $($generics)*> TextMut for $list {
            fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
                for text in self.iter_mut() {
                    text.clean_with(sanitizer);
                }
            }
        }

        impl<T: Sanitize, $($generics)*> Sanitize for $list {
            fn sanitize(&mut self) {
                self.iter_mut().for_each(T::sanitize);
            }
        }
    )*};
}
lists! {
    [] [T];
    [const N: usize] [T; N];
    [] Vec<T>;
    [] VecDeque<T>;
    [] LinkedList<T>;
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)*) => {$(
        impl<T: TextMut, $($generics)*> TextMut for $map {
            fn clean_with(&mut self, sanitizer: &dyn Sanitizer<str>) {
                for text in self.values_mut() {
                    text.clean_with(sanitizer);
                }
            }
        }

        impl<T: Sanitize, $($generics)*> Sanitize for $map {
            fn sanitize(&mut self) {
                self.values_mut().for_each(T::sanitize);
            }
        }
    )*};
}
maps! {
    [K] BTreeMap<K, T>;
    [K, S] HashMap<K, T, S>;
}

impl<F: Sanitize> Sanitize for Option<F> {
    fn sanitize(&mut self) {
        if let Some(form) = self {
            form.sanitize();
        }
    }
}

impl<F: Sanitize + ?Sized> Sanitize for Box<F> {
    fn sanitize(&mut self) {
        (**self).sanitize();
    }
}

impl<F: Sanitize + ?Sized> Sanitize for &mut F {
    fn sanitize(&mut self) {
        (**self).sanitize();
    }
}
