//! What the code that the derives write calls, so that it is short.

use super::fields::{FieldKind, FieldRules, Fields};
use crate::rules::{Entries, Items, RuleInfo};
use crate::{Report, Violation};
use std::collections::{BTreeMap, HashMap, LinkedList, VecDeque};
use std::marker::PhantomData;

/// The rules of a field without any.
pub fn no_rules(_: &mut Vec<RuleInfo>) {}

/// Calls a closure whose parameter gets its type from the value.
#[inline]
pub fn called<T: ?Sized, R>(value: &T, check: impl FnOnce(&T) -> R) -> R {
    check(value)
}

/// The same with a context.
#[inline]
pub fn called_with<T: ?Sized, C: ?Sized, R>(value: &T, context: &C, check: impl FnOnce(&T, &C) -> R) -> R {
    check(value, context)
}

/// Calls a closure that changes the value.
#[inline]
pub fn changed<T: ?Sized>(value: &mut T, change: impl FnOnce(&mut T)) {
    change(value);
}

/// The items with their places.
#[inline]
pub fn items<T: Items + ?Sized>(value: &T) -> impl Iterator<Item = (usize, &T::Item)> {
    value.items().enumerate()
}

/// The keys of a map with their places.
#[inline]
pub fn keys<T: Entries + ?Sized>(value: &T) -> impl Iterator<Item = (usize, &T::Key)> {
    value.entries().map(|(key, _)| key).enumerate()
}

/// The values of a map with their places.
#[inline]
pub fn values<T: Entries + ?Sized>(value: &T) -> impl Iterator<Item = (usize, &T::Value)> {
    value.entries().map(|(_, value)| value).enumerate()
}

/// The value of `Fields::CSRF` for `#[form(csrf)]`, which needs the feature `sign`.
#[cfg(feature = "sign")]
pub const CSRF_NEEDS_THE_FEATURE_SIGN: bool = true;

pub use super::field::{checked, chosen, cleaned, optional, parsed};
pub use super::input::{is_blank_form, no_value, rest, unknown};

/// A number that its type does not hold is outside of the range that the field's rule names, which says more.
#[must_use]
pub fn limited(report: Report, fields: &[FieldRules], name: &str) -> Report {
    let is_beyond = matches!(report.violations(), [lone] if lone.code() == "range" && lone.path().is_empty());
    let field = fields.iter().find(|field| field.name() == name).filter(|_| is_beyond);
    let Some(rule) = field.and_then(|field| field.rules().into_iter().find(|rule| rule.rule() == "range"))
    else {
        return report;
    };
    let ends = ["min", "max"].map(|end| rule.params().any(|(name, _)| name.ends_with(end)));
    if ends != [true; 2] {
        // One end is the type's.
        return report;
    }
    let mut violation = Violation::new("range").with_code(rule.code());
    for (name, value) in rule.params() {
        violation = violation.with_param(name, value.clone());
    }
    match rule.message() {
        Some(message) => violation.with_message(message).into(),
        None => violation.into(),
    }
}

/// What a nested field is: a form, or ([`NoForm`]) a type that has rules and does not tell them.
pub struct Form<T: ?Sized>(PhantomData<T>);

impl<T: Fields + ?Sized> Form<T> {
    /// A form.
    pub const KIND: FieldKind = FieldKind::Form(T::fields);
}

/// What a type is that is no [`Fields`]: an item of a trait stands back behind one of the type itself.
pub trait NoForm {
    /// Nothing that is known.
    const KIND: FieldKind = FieldKind::Unknown;
}

impl<T: ?Sized> NoForm for Form<T> {}

/// A value with items that can be changed.
#[diagnostic::on_unimplemented(
    message = "`each` needs a list or a map that it may change; `{Self}` is none",
    label = "`{Self}` has no items that can be changed"
)]
pub trait Change {
    /// The type of an item, or of a value of a map.
    type Item;

    /// Changes each of them.
    fn change_each(&mut self, change: impl FnMut(&mut Self::Item));
}

macro_rules! lists {
    ($([$($generics:tt)*] $list:ty => $each:ident;)*) => {$(
        impl<$($generics)*> Change for $list {
            type Item = T;

            fn change_each(&mut self, change: impl FnMut(&mut T)) {
                self.$each().for_each(change);
            }
        }
    )*};
}
lists! {
    [T] [T] => iter_mut;
    [T, const N: usize] [T; N] => iter_mut;
    [T] Vec<T> => iter_mut;
    [T] VecDeque<T> => iter_mut;
    [T] LinkedList<T> => iter_mut;
    [K, T] BTreeMap<K, T> => values_mut;
    [K, T, S] HashMap<K, T, S> => values_mut;
}

impl<L: Change> Change for Option<L> {
    type Item = L::Item;

    fn change_each(&mut self, change: impl FnMut(&mut L::Item)) {
        if let Some(list) = self {
            list.change_each(change);
        }
    }
}

impl<L: Change + ?Sized> Change for Box<L> {
    type Item = L::Item;

    fn change_each(&mut self, change: impl FnMut(&mut L::Item)) {
        (**self).change_each(change);
    }
}

impl<L: Change + ?Sized> Change for &mut L {
    type Item = L::Item;

    fn change_each(&mut self, change: impl FnMut(&mut L::Item)) {
        (**self).change_each(change);
    }
}
