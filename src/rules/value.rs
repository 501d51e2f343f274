//! What a rule asks of a value: text, a number, a length, items. A type of a program's own joins with one line.
//!
//! An `Option` has what its value has, and nothing when it is `None`: so every rule lets `None` through but
//! [`required`](super::required), and [`matches`](fn@super::matches), which compares the two as they are. References,
//! `Box`, `Rc`, `Arc` and `Cow` are what they hold.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::num::NonZero;
use std::rc::Rc;
use std::sync::Arc;

/// A value that is text, for the rules about text.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// struct Nick(String);
/// impl rules::Text for Nick {
///     fn text(&self) -> Option<&str> {
///         Some(&self.0)
///     }
/// }
///
/// assert!(rules::slug().check(&Nick("blue-sky".to_owned())).is_ok());
/// assert!(rules::slug().check(&Some("blue sky")).is_err());
/// assert!(rules::slug().check(&None::<String>).is_ok());
/// ```
#[diagnostic::on_unimplemented(
    message = "this rule needs text; `{Self}` is none",
    label = "`{Self}` is no text",
    note = "a type of your own becomes text by `impl untaint::rules::Text`"
)]
pub trait Text {
    /// The text, or `None` where there is no value.
    fn text(&self) -> Option<&str>;
}

/// A value that is a number, for [`range`](super::range) and [`multiple_of`](super::multiple_of).
#[diagnostic::on_unimplemented(
    message = "this rule needs a number; `{Self}` is none",
    label = "`{Self}` is no number",
    note = "a type of your own becomes a number by `impl untaint::rules::Number`"
)]
pub trait Number {
    /// The type of the number itself.
    type Number: Copy + PartialOrd;

    /// The number, or `None` where there is no value.
    fn number(&self) -> Option<Self::Number>;
}

/// In what a length is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Unit {
    /// Unicode scalar values: what a person would call characters, most of the time.
    Chars,
    /// Bytes of UTF-8.
    Bytes,
    /// UTF-16 units, as `maxlength` of HTML and `length` of JavaScript count.
    Utf16,
    /// Grapheme clusters (UAX #29): what a cursor steps over. With the feature `unicode`.
    #[cfg(feature = "unicode")]
    Graphemes,
    /// Items of a list, a set or a map.
    Items,
}

impl Unit {
    /// The word in the parameters of a violation.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chars => "chars",
            Self::Bytes => "bytes",
            Self::Utf16 => "utf16",
            #[cfg(feature = "unicode")]
            Self::Graphemes => "graphemes",
            Self::Items => "items",
        }
    }
}

/// A value that has a length, for [`length`](super::length).
#[diagnostic::on_unimplemented(
    message = "`length` needs text or a collection; `{Self}` is neither",
    label = "`{Self}` has no length",
    note = "a type of your own gets a length by `impl untaint::rules::Measure`"
)]
pub trait Measure {
    /// The length and what was counted, or `None` where there is no value. Only text heeds the unit that is asked for.
    ///
    /// Counting may stop as soon as it has gone beyond `enough`.
    fn measure(&self, unit: Unit, enough: usize) -> Option<(usize, Unit)>;
}

/// A value that may be missing, for [`required`](super::required).
#[diagnostic::on_unimplemented(
    message = "`required` needs a value that may be missing; `{Self}` never is",
    label = "a `{Self}` is always there",
    note = "`Option`, text, `bool` and collections can be missing or empty"
)]
pub trait Presence {
    /// True when there is a value: `Some`, text that is not empty, a collection with items, a box that is ticked.
    fn is_present(&self) -> bool;
}

/// A value with items, for the rules of each.
#[diagnostic::on_unimplemented(
    message = "`each` needs a list or a set; `{Self}` is none",
    label = "`{Self}` has no items"
)]
pub trait Items {
    /// The type of an item.
    type Item;

    /// The items, in their order; none where there is no value.
    fn items(&self) -> impl Iterator<Item = &Self::Item>;
}

/// A value with entries of a key and a value, for the rules of keys and values.
#[diagnostic::on_unimplemented(
    message = "`keys` and `values` need a map; `{Self}` is none",
    label = "`{Self}` has no entries"
)]
pub trait Entries {
    /// The type of a key.
    type Key;
    /// The type of a value.
    type Value;

    /// The entries, in the map's order; none where there is no value.
    fn entries(&self) -> impl Iterator<Item = (&Self::Key, &Self::Value)>;
}

/// A value that can be of a list, for [`one_of`](super::one_of) and [`none_of`](super::none_of).
#[diagnostic::on_unimplemented(
    message = "this rule needs text or a number; `{Self}` is neither",
    label = "`{Self}` can be of no list",
    note = "a type of your own joins by `impl untaint::rules::Choice`"
)]
pub trait Choice {
    /// What the list holds.
    type Choice;

    /// Whether the list has it, or `None` where there is no value.
    fn is_among(&self, choices: &[Self::Choice]) -> Option<bool>;
}

/// A value that stands before or after another, for [`before`](super::before) and [`after`](super::after).
#[diagnostic::on_unimplemented(
    message = "this rule needs a date; `{Self}` is none",
    label = "`{Self}` is no date",
    note = "text is, and with the features `jiff`, `chrono` and `time` the dates of those crates; a type of your own \
            joins by `impl untaint::rules::Moment`"
)]
pub trait Moment {
    /// What it is compared with.
    type Limit;

    /// How it stands to the limit: `None` where there is no value, `Some(None)` where the two have no order.
    fn compare(&self, limit: &Self::Limit) -> Option<Option<Ordering>>;
}

macro_rules! text_is_of_lists_and_dates {
    ($($text:ty)*) => {$(
        impl Choice for $text {
            type Choice = &'static str;

            #[inline]
            fn is_among(&self, choices: &[&'static str]) -> Option<bool> {
                Some(choices.iter().any(|choice| *choice == &self[..]))
            }
        }

        impl Moment for $text {
            type Limit = &'static str;

            fn compare(&self, limit: &&'static str) -> Option<Option<Ordering>> {
                Some(super::moment::compare(self, limit))
            }
        }
    )*};
}
text_is_of_lists_and_dates! { str String }

impl Text for str {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    #[inline]
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Measure for str {
    #[inline]
    fn measure(&self, unit: Unit, enough: usize) -> Option<(usize, Unit)> {
        Some((super::length::count(self, unit, enough), unit))
    }
}

impl Measure for String {
    #[inline]
    fn measure(&self, unit: Unit, enough: usize) -> Option<(usize, Unit)> {
        self.as_str().measure(unit, enough)
    }
}

impl Presence for str {
    #[inline]
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
}

impl Presence for String {
    #[inline]
    fn is_present(&self) -> bool {
        !self.is_empty()
    }
}

impl Presence for bool {
    /// As HTML means it: a required box is to be ticked.
    #[inline]
    fn is_present(&self) -> bool {
        *self
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Number for $number {
            type Number = $number;

            #[inline]
            fn number(&self) -> Option<$number> {
                Some(*self)
            }
        }

        impl Choice for $number {
            type Choice = $number;

            #[inline]
            fn is_among(&self, choices: &[$number]) -> Option<bool> {
                Some(choices.contains(self))
            }
        }
    )*};
}
numbers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize f32 f64 }

macro_rules! non_zero_numbers {
    ($($number:ty)*) => {$(
        impl Number for NonZero<$number> {
            type Number = $number;

            #[inline]
            fn number(&self) -> Option<$number> {
                Some(self.get())
            }
        }

        impl Choice for NonZero<$number> {
            type Choice = $number;

            #[inline]
            fn is_among(&self, choices: &[$number]) -> Option<bool> {
                Some(choices.contains(&self.get()))
            }
        }
    )*};
}
non_zero_numbers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

/// What holds for a pointer holds for what it points to.
macro_rules! through_pointers {
    ($([$($generics:tt)*] $pointer:ty => $inner:ty;)*) => {$(
        impl<$($generics)*> Text for $pointer where $inner: Text {
            #[inline]
            fn text(&self) -> Option<&str> {
                <$inner as Text>::text(self)
            }
        }

        impl<$($generics)*> Number for $pointer where $inner: Number {
            type Number = <$inner as Number>::Number;

            #[inline]
            fn number(&self) -> Option<Self::Number> {
                <$inner as Number>::number(self)
            }
        }

        impl<$($generics)*> Choice for $pointer where $inner: Choice {
            type Choice = <$inner as Choice>::Choice;

            #[inline]
            fn is_among(&self, choices: &[Self::Choice]) -> Option<bool> {
                <$inner as Choice>::is_among(self, choices)
            }
        }

        impl<$($generics)*> Moment for $pointer where $inner: Moment {
            type Limit = <$inner as Moment>::Limit;

            #[inline]
            fn compare(&self, limit: &Self::Limit) -> Option<Option<Ordering>> {
                <$inner as Moment>::compare(self, limit)
            }
        }

        impl<$($generics)*> Measure for $pointer where $inner: Measure {
            #[inline]
            fn measure(&self, unit: Unit, enough: usize) -> Option<(usize, Unit)> {
                <$inner as Measure>::measure(self, unit, enough)
            }
        }

        impl<$($generics)*> Presence for $pointer where $inner: Presence {
            #[inline]
            fn is_present(&self) -> bool {
                <$inner as Presence>::is_present(self)
            }
        }

        impl<$($generics)*> Items for $pointer where $inner: Items {
            type Item = <$inner as Items>::Item;

            fn items(&self) -> impl Iterator<Item = &Self::Item> {
                <$inner as Items>::items(self)
            }
        }

        impl<$($generics)*> Entries for $pointer where $inner: Entries {
            type Key = <$inner as Entries>::Key;
            type Value = <$inner as Entries>::Value;

            fn entries(&self) -> impl Iterator<Item = (&Self::Key, &Self::Value)> {
                <$inner as Entries>::entries(self)
            }
        }
    )*};
}
through_pointers! {
    [T: ?Sized] &T => T;
    [T: ?Sized] &mut T => T;
    [T: ?Sized] Box<T> => T;
    [T: ?Sized] Rc<T> => T;
    [T: ?Sized] Arc<T> => T;
    [T: ?Sized + ToOwned] Cow<'_, T> => T;
}

impl<T: Text> Text for Option<T> {
    #[inline]
    fn text(&self) -> Option<&str> {
        self.as_ref()?.text()
    }
}

impl<T: Number> Number for Option<T> {
    type Number = T::Number;

    #[inline]
    fn number(&self) -> Option<T::Number> {
        self.as_ref()?.number()
    }
}

impl<T: Choice> Choice for Option<T> {
    type Choice = T::Choice;

    #[inline]
    fn is_among(&self, choices: &[T::Choice]) -> Option<bool> {
        self.as_ref()?.is_among(choices)
    }
}

impl<T: Moment> Moment for Option<T> {
    type Limit = T::Limit;

    #[inline]
    fn compare(&self, limit: &T::Limit) -> Option<Option<Ordering>> {
        self.as_ref()?.compare(limit)
    }
}

impl<T: Measure> Measure for Option<T> {
    #[inline]
    fn measure(&self, unit: Unit, enough: usize) -> Option<(usize, Unit)> {
        self.as_ref()?.measure(unit, enough)
    }
}

impl<T> Presence for Option<T> {
    #[inline]
    fn is_present(&self) -> bool {
        self.is_some()
    }
}

impl<T: Items> Items for Option<T> {
    type Item = T::Item;

    fn items(&self) -> impl Iterator<Item = &T::Item> {
        self.iter().flat_map(T::items)
    }
}

impl<T: Entries> Entries for Option<T> {
    type Key = T::Key;
    type Value = T::Value;

    fn entries(&self) -> impl Iterator<Item = (&T::Key, &T::Value)> {
        self.iter().flat_map(T::entries)
    }
}

/// Dates and moments of other crates: each is compared with its own kind.
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
macro_rules! moments {
    ($($feature:literal: $($moment:ty)*;)*) => {$($(
        #[cfg(feature = $feature)]
        #[cfg_attr(docsrs, doc(cfg(feature = $feature)))]
        impl Moment for $moment {
            type Limit = $moment;

            #[inline]
            fn compare(&self, limit: &$moment) -> Option<Option<Ordering>> {
                Some(self.partial_cmp(limit))
            }
        }
    )*)*};
}
#[cfg(any(feature = "jiff", feature = "chrono", feature = "time"))]
moments! {
    "jiff": jiff::civil::Date jiff::civil::DateTime jiff::civil::Time jiff::Timestamp jiff::ZonedDateTime;
    "chrono": chrono::NaiveDate chrono::NaiveDateTime chrono::NaiveTime;
    "time": time::Date time::PrimitiveDateTime time::Time time::OffsetDateTime time::UtcDateTime;
}

#[cfg(feature = "chrono")]
#[cfg_attr(docsrs, doc(cfg(feature = "chrono")))]
impl<Z: chrono::TimeZone> Moment for chrono::DateTime<Z> {
    type Limit = chrono::DateTime<chrono::Utc>;

    #[inline]
    fn compare(&self, limit: &Self::Limit) -> Option<Option<Ordering>> {
        Some(self.partial_cmp(limit))
    }
}

macro_rules! collections {
    ($([$($generics:tt)*] $collection:ty => $item:ty;)*) => {$(
        impl<$($generics)*> Measure for $collection {
            #[inline]
            fn measure(&self, _: Unit, _: usize) -> Option<(usize, Unit)> {
                Some((self.len(), Unit::Items))
            }
        }

        impl<$($generics)*> Presence for $collection {
            #[inline]
            fn is_present(&self) -> bool {
                self.len() > 0
            }
        }

        impl<$($generics)*> Items for $collection {
            type Item = $item;

            fn items(&self) -> impl Iterator<Item = &$item> {
                self.iter()
            }
        }
    )*};
}
collections! {
    [T] [T] => T;
    [T, const N: usize] [T; N] => T;
    [T] Vec<T> => T;
    [T] VecDeque<T> => T;
    [T] LinkedList<T> => T;
    [T] BTreeSet<T> => T;
    [T, S] HashSet<T, S> => T;
}

macro_rules! maps {
    ($([$($generics:tt)*] $map:ty;)*) => {$(
        impl<$($generics)*> Measure for $map {
            #[inline]
            fn measure(&self, _: Unit, _: usize) -> Option<(usize, Unit)> {
                Some((self.len(), Unit::Items))
            }
        }

        impl<$($generics)*> Presence for $map {
            #[inline]
            fn is_present(&self) -> bool {
                !self.is_empty()
            }
        }

        impl<$($generics)*> Entries for $map {
            type Key = K;
            type Value = V;

            fn entries(&self) -> impl Iterator<Item = (&K, &V)> {
                self.iter()
            }
        }
    )*};
}
maps! {
    [K, V] BTreeMap<K, V>;
    [K, V, S] HashMap<K, V, S>;
}
