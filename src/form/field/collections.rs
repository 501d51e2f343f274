//! `Option`, lists, sets and maps of what can be read.

use super::text::readable;
use super::{Allowed, FormField, FromForm};
use crate::form::collector::Collector;
use crate::form::fields::{FieldKind, FieldRules};
use crate::form::filler::Filler;
use crate::form::input::{Input, no_value, wrong_type};
use crate::form::written::no_rules;
use crate::{Report, Step, Violation};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Display;
use std::hash::{BuildHasher, Hash};
use std::str::FromStr;

impl<T: FormField> FormField for Option<T> {
    const KIND: FieldKind = T::KIND;

    fn fill(&self, into: &mut Filler<'_>) {
        if let Some(value) = self {
            value.fill(into);
        }
    }
}

impl<C: ?Sized, T: FromForm<C>> FromForm<C> for Option<T> {
    /// `None` where nothing was typed.
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
        if input.is_blank() { Ok(None) } else { T::from_form(input, context).map(Some) }
    }

    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        self.filter(|value| !value.is_blank()).map(|value| value.settle(allowed)).transpose()
    }

    fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
        if let Some(value) = self {
            value.check_inside(context, at);
        }
    }
}

impl<T: FormField> FormField for Box<T> {
    const KIND: FieldKind = T::KIND;

    fn fill(&self, into: &mut Filler<'_>) {
        (**self).fill(into);
    }
}

impl<C: ?Sized, T: FromForm<C>> FromForm<C> for Box<T> {
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
        T::from_form(input, context).map(Self::new)
    }

    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        (*self).settle(allowed).map(Self::new)
    }

    fn is_blank(&self) -> bool {
        (**self).is_blank()
    }

    fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
        (**self).check_inside(context, at);
    }
}

/// Every value that can be read, or everything that is wrong with the others.
fn read_items<C: ?Sized, T: FromForm<C>, L: FromIterator<T>>(
    input: Input<'_>,
    context: &C,
) -> Result<L, Report> {
    if !input.may_be_list() {
        return Err(wrong_type("list").into());
    }
    let mut report = Report::new();
    let read = input.items().into_iter().enumerate().filter_map(|(index, item)| {
        T::from_form(item, context).map_err(|found| report.merge(index, found)).ok()
    });
    let list = read.collect();
    report.into_result().map(|()| list)
}

fn settle_items<C: ?Sized, T: FromForm<C>, L: FromIterator<T>>(
    items: impl IntoIterator<Item = T>,
    allowed: Allowed,
) -> Result<L, Report> {
    let mut report = Report::new();
    let settled = items
        .into_iter()
        .enumerate()
        .filter_map(|(index, item)| item.settle(allowed).map_err(|found| report.merge(index, found)).ok());
    let list = settled.collect();
    report.into_result().map(|()| list)
}

macro_rules! lists {
    ($($kind:ident [$($bounds:tt)*] [$($more:tt)*] $list:ty;)*) => {$(
        impl<T: FormField $($bounds)* $($more)*> FormField for $list {
            const KIND: FieldKind = FieldKind::$kind(&FieldRules::new("", T::KIND, no_rules));

            fn fill(&self, into: &mut Filler<'_>) {
                for (index, item) in self.iter().enumerate() {
                    item.fill(&mut into.item(index));
                }
            }
        }

        impl<C: ?Sized, T: FromForm<C> $($bounds)* $($more)*> FromForm<C> for $list {
            fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
                read_items(input, context)
            }

            fn settle(self, allowed: Allowed) -> Result<Self, Report> {
                settle_items::<C, T, Self>(self, allowed)
            }

            fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
                for (index, item) in self.iter().enumerate() {
                    item.check_inside(context, &mut at.index(index));
                }
            }
        }
    )*};
}
lists! {
    List [] [] Vec<T>;
    List [] [] VecDeque<T>;
    List [] [] LinkedList<T>;
    Set [+ Ord] [] BTreeSet<T>;
    Set [+ Eq + Hash] [, S: BuildHasher + Default] HashSet<T, S>;
}

impl<T: FormField, const N: usize> FormField for [T; N] {
    const KIND: FieldKind = FieldKind::List(&FieldRules::new("", T::KIND, no_rules));

    fn fill(&self, into: &mut Filler<'_>) {
        for (index, item) in self.iter().enumerate() {
            item.fill(&mut into.item(index));
        }
    }
}

impl<C: ?Sized, T: FromForm<C>, const N: usize> FromForm<C> for [T; N] {
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
        let items: Vec<T> = read_items(input, context)?;
        Self::try_from(items)
            .map_err(|_| Violation::new("length").with_param("equal", N).with_param("unit", "items").into())
    }

    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        let items: Vec<T> = settle_items::<C, T, Vec<T>>(self, allowed)?;
        Self::try_from(items)
            .map_err(|_| Violation::new("length").with_param("equal", N).with_param("unit", "items").into())
    }

    fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
        for (index, item) in self.iter().enumerate() {
            item.check_inside(context, &mut at.index(index));
        }
    }
}

/// A key of a map, which is text whatever it is read into.
fn read_key<K: FromStr>(key: &str) -> Result<K, Violation> {
    if key.is_empty() {
        return Err(Violation::new("required"));
    }
    readable(key)?;
    key.parse().map_err(|_| wrong_type("key"))
}

/// The entries in the order in which they came.
fn read_entries<C: ?Sized, K: FromStr, T: FromForm<C>>(
    input: Input<'_>,
    context: &C,
    mut keep: impl FnMut(K, T) -> bool,
) -> Result<(), Report> {
    no_value(input)?;
    let mut report = Report::new();
    for (position, entry) in input.children().enumerate() {
        let read = read_key(entry.name()).map_err(Report::from).and_then(|key: K| {
            let value = T::from_form(entry, context)?;
            if keep(key, value) { Ok(()) } else { Err(Violation::new("duplicate").into()) }
        });
        if let Err(found) = read {
            report.merge(Step::Entry(position), found);
        }
    }
    report.into_result()
}

macro_rules! maps {
    ($([$($bounds:tt)*] [$($more:tt)*] $map:ty;)*) => {$(
        impl<K: Display $($bounds)*, T: FormField $($more)*> FormField for $map {
            const KIND: FieldKind = FieldKind::Map(
                &FieldRules::new("", FieldKind::Text, no_rules),
                &FieldRules::new("", T::KIND, no_rules),
            );

            fn fill(&self, into: &mut Filler<'_>) {
                for (key, value) in self {
                    value.fill(&mut into.field(&key.to_string()));
                }
            }
        }

        impl<C: ?Sized, K: FromStr + Display $($bounds)*, T: FromForm<C> $($more)*> FromForm<C> for $map {
            fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
                let mut map = Self::default();
                read_entries(input, context, |key, value| map.insert(key, value).is_none())?;
                Ok(map)
            }

            fn settle(self, allowed: Allowed) -> Result<Self, Report> {
                let mut report = Report::new();
                let settled = self.into_iter().enumerate().filter_map(|(position, (key, value))| {
                    let value = value.settle(allowed).map_err(|found| report.merge(Step::Entry(position), found));
                    Some((key, value.ok()?))
                });
                let map = settled.collect();
                report.into_result().map(|()| map)
            }

            fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
                for (position, value) in self.values().enumerate() {
                    value.check_inside(context, &mut at.entry(position));
                }
            }
        }
    )*};
}
maps! {
    [+ Ord] [] BTreeMap<K, T>;
    [+ Eq + Hash] [, S: BuildHasher + Default] HashMap<K, T, S>;
}
