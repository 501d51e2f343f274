//! The trait behind `#[derive(Validate)]`.

use super::collector::Collector;
use crate::Report;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::rc::Rc;
use std::sync::Arc;

/// A form whose fields have rules that may ask for something besides the form: limits, a clock, who is signed in.
///
/// `#[derive(Validate)]` writes it: for every context, or with `#[validate(context(T))]` for `T`, which then flows
/// into nested forms. Collections, `Option`, `Box`, `Rc`, `Arc` and `Cow` of forms are forms.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no form, or not one for this context",
    label = "`{Self}` is no form with rules for this context",
    note = "put #[derive(Validate)] on `{Self}`; what holds a form with #[validate(context(..))] needs the same"
)]
pub trait ValidateWith<C: ?Sized> {
    /// Adds every violation, in field order.
    fn validate_into(&self, context: &C, into: &mut Collector<'_>);

    /// Checks every field.
    ///
    /// # Errors
    /// A report of every violation, in field order, up to [`Report::DEFAULT_MAX`]; further ones are counted.
    fn validate_with(&self, context: &C) -> Result<(), Report> {
        let mut report = Report::new();
        self.validate_into(context, &mut Collector::new(&mut report));
        report.into_result()
    }
}

/// A form whose fields have rules: every [`ValidateWith`] that needs no context.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::Validate;
///
/// #[derive(Validate)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     name: String,
///     #[validate(range(18..=120))]
///     age: u8,
/// }
///
/// assert!(SignUp { name: "Alice".into(), age: 42 }.validate().is_ok());
/// let report = SignUp { name: "Al".into(), age: 7 }.validate().unwrap_err();
/// assert_eq!(report.at("name").next().unwrap().message(), "Use 3 to 20 characters.");
/// assert_eq!(report.at("age").next().unwrap().code(), "range");
/// # }
/// ```
pub trait Validate: ValidateWith<()> {
    /// Checks every field.
    ///
    /// # Errors
    /// A report of every violation, in field order, up to [`Report::DEFAULT_MAX`]; further ones are counted.
    fn validate(&self) -> Result<(), Report> {
        self.validate_with(&())
    }
}

impl<F: ValidateWith<()> + ?Sized> Validate for F {}

macro_rules! through_pointers {
    ($([$($generics:tt)*] $pointer:ty;)*) => {$(
        impl<C: ?Sized, $($generics)*> ValidateWith<C> for $pointer
        where
            F: ValidateWith<C>,
        {
            fn validate_into(&self, context: &C, into: &mut Collector<'_>) {
                F::validate_into(self, context, into);
            }
        }
    )*};
}
through_pointers! {
    [F: ?Sized] &F;
    [F: ?Sized] Box<F>;
    [F: ?Sized] Rc<F>;
    [F: ?Sized] Arc<F>;
    [F: ?Sized + ToOwned] Cow<'_, F>;
}

impl<C: ?Sized, F: ValidateWith<C>> ValidateWith<C> for Option<F> {
    fn validate_into(&self, context: &C, into: &mut Collector<'_>) {
        if let Some(form) = self {
            form.validate_into(context, into);
        }
    }
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty;)*) => {$(
        impl<C: ?Sized, F: ValidateWith<C>, $($generics)*> ValidateWith<C> for $list {
            fn validate_into(&self, context: &C, into: &mut Collector<'_>) {
                for (index, form) in self.iter().enumerate() {
                    form.validate_into(context, &mut into.index(index));
                }
            }
        }
    )*};
}
lists! {
    [] [F];
    [const N: usize] [F; N];
    [] Vec<F>;
    [] VecDeque<F>;
    [] LinkedList<F>;
    [] BTreeSet<F>;
    [S] HashSet<F, S>;
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)*) => {$(
        impl<C: ?Sized, F: ValidateWith<C>, $($generics)*> ValidateWith<C> for $map {
            fn validate_into(&self, context: &C, into: &mut Collector<'_>) {
                for (position, form) in self.values().enumerate() {
                    form.validate_into(context, &mut into.entry(position));
                }
            }
        }
    )*};
}
maps! {
    [K] BTreeMap<K, F>;
    [K, S] HashMap<K, F, S>;
}
