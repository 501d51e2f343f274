//! From what was typed to a value, and back: the trait of a field's type, and the types of the standard library.

use super::collector::Collector;
use super::fields::{FieldKind, FieldRules};
use super::filler::Filler;
use super::input::{Input, wrong_type};
use super::written::no_rules;
use crate::{Report, Step, Violation};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fmt::Display;
use std::hash::{BuildHasher, Hash};
use std::num::NonZero;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

/// A type that a field of a form may have: what kind of field that is, and how its value is written there.
///
/// `#[derive(Form)]` writes it for structs and for enums whose variants hold nothing. Numbers, `bool`, text, lists,
/// maps, sets and `Option` of such types have it, the crate's Safe types, and with the features `jiff`, `chrono` and
/// `time` the dates of those crates; any other type takes part by `#[form(parse)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no type of a form's field",
    label = "not the type of a field",
    note = "for a type with `FromStr` and `Display` write #[form(parse)] above the field; for a form of its own or an \
            enum, #[derive(untaint::Form)] on `{Self}`"
)]
pub trait FormField: Sized {
    /// What kind of field it is.
    const KIND: FieldKind;

    /// Writes the value as a page would send it.
    fn fill(&self, into: &mut Filler<'_>);
}

/// A type that can be read from a submitted form, perhaps with a context for the rules of forms in it.
///
/// # Examples
/// ```
/// use untaint::form::{Entries, FormLimits, FromForm};
///
/// let entries = Entries::from_urlencoded(b"age=42&height=tall", &FormLimits::default())?;
/// assert_eq!(u8::from_form(entries.root().child("age"), &())?, 42);
/// let report = f64::from_form(entries.root().child("height"), &()).unwrap_err();
/// assert_eq!(report.violations()[0].message(), "Enter a number.");
/// # Ok::<(), untaint::Report>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a form, or not with this context",
    label = "not readable from a form with this context",
    note = "for a type with `FromStr` and `Display` write #[form(parse)] above the field; for a form of its own or an \
            enum, #[derive(untaint::Form)] on `{Self}`"
)]
pub trait FromForm<C: ?Sized = ()>: FormField {
    /// Reads the value from its place.
    ///
    /// # Errors
    /// What is wrong with it, with paths from there on; of a form, everything that can be known without the value: the
    /// rules of its other fields are asked, too.
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report>;

    /// Judges the value after its sanitizers: text that must not be empty, or holds controls.
    ///
    /// # Errors
    /// What is wrong with it.
    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        let _ = allowed;
        Ok(self)
    }

    /// True for text without a character.
    fn is_blank(&self) -> bool {
        false
    }

    /// Asks the rules of the forms in it.
    fn check_inside(&self, context: &C, at: &mut Collector<'_>) {
        let _ = (context, at);
    }
}

/// What a text may be, beyond the usual.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Allowed {
    may_be_blank: bool,
    may_be_any: bool,
}

impl Allowed {
    /// Text must not be empty, and holds no control but TAB and LF.
    #[must_use]
    pub const fn usual() -> Self {
        Self { may_be_blank: false, may_be_any: false }
    }

    /// It may be empty.
    #[must_use]
    pub const fn blank(mut self) -> Self {
        self.may_be_blank = true;
        self
    }

    /// It may hold any character.
    #[must_use]
    pub const fn any_text(mut self) -> Self {
        self.may_be_any = true;
        self
    }
}

/// A text that holds nothing but what can be typed.
fn readable(text: &str) -> Result<(), Violation> {
    let found = text.bytes().position(|byte| byte < b' ' && byte != b'\t' && byte != b'\n' || byte >= 0x7F);
    // The bytes from there on hold a control, or only letters of the world.
    let Some(from) = found else { return Ok(()) };
    let found =
        text.char_indices().find(|(at, c)| *at >= from && c.is_control() && !matches!(c, '\t' | '\n'));
    match found {
        Some(_) => Err(Violation::new("no_control")),
        None => Ok(()),
    }
}

fn settled(text: &str, allowed: Allowed) -> Result<(), Report> {
    if text.is_empty() && !allowed.may_be_blank {
        return Err(Violation::new("required").into());
    }
    if allowed.may_be_any { Ok(()) } else { readable(text).map_err(Report::from) }
}

macro_rules! texts {
    ($($text:ty)*) => {$(
        impl FormField for $text {
            const KIND: FieldKind = FieldKind::Text;

            fn fill(&self, into: &mut Filler<'_>) {
                into.text(self);
            }
        }

        impl<C: ?Sized> FromForm<C> for $text {
            fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
                match input.text()? {
                    Some(text) => Ok(text.into()),
                    None => Err(Violation::new("required").into()),
                }
            }

            fn settle(self, allowed: Allowed) -> Result<Self, Report> {
                settled(&self, allowed).map(|()| self)
            }

            fn is_blank(&self) -> bool {
                self.is_empty()
            }
        }
    )*};
}
texts! { String Box<str> Rc<str> Arc<str> }

impl FormField for Cow<'static, str> {
    const KIND: FieldKind = FieldKind::Text;

    fn fill(&self, into: &mut Filler<'_>) {
        into.text(self);
    }
}

impl<C: ?Sized> FromForm<C> for Cow<'static, str> {
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
        String::from_form(input, context).map(Cow::Owned)
    }

    fn settle(self, allowed: Allowed) -> Result<Self, Report> {
        settled(&self, allowed).map(|()| self)
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// Reads what is written without spaces around it; a value must be there.
pub(super) fn read_plain<T>(
    input: Input<'_>,
    read: impl FnOnce(&str) -> Result<T, Violation>,
) -> Result<T, Report> {
    match input.text()?.map(|text| text.trim_matches([' ', '\t', '\n', '\x0C'])) {
        None | Some("") => Err(Violation::new("required").into()),
        Some(text) => Ok(read(text)?),
    }
}

/// A type that is read from text by `FromStr`, for `#[form(parse)]`; `tidy` runs before.
///
/// # Errors
/// `required` where nothing was typed, `type` where the type does not take it.
#[doc(hidden)]
pub fn parsed<T: FromStr>(input: Input<'_>, tidy: impl FnOnce(&mut String)) -> Result<T, Report> {
    let mut text = input.text()?.unwrap_or_default().to_owned();
    tidy(&mut text);
    if text.is_empty() {
        return Err(Violation::new("required").into());
    }
    text.parse().map_err(|_| wrong_type("value").into())
}

/// One of the words of an enum.
///
/// # Errors
/// `required` where nothing was chosen, `type` for another word.
#[doc(hidden)]
pub fn chosen<T>(input: Input<'_>, read: impl FnOnce(&str) -> Result<T, ()>) -> Result<T, Report> {
    match input.text()? {
        None | Some("") => Err(Violation::new("required").into()),
        Some(word) => read(word).map_err(|()| wrong_type("choice").into()),
    }
}

macro_rules! integers {
    ($($number:ident)*) => {$(
        impl FormField for $number {
            #[allow(clippy::cast_possible_wrap, clippy::cast_possible_truncation, clippy::cast_lossless, reason = "checked")]
            const KIND: FieldKind = FieldKind::Integer(
                if $number::MIN as i128 >= i64::MIN as i128 { Some($number::MIN as i64) } else { None },
                if $number::MAX as u128 <= i64::MAX as u128 { Some($number::MAX as i64) } else { None },
            );

            fn fill(&self, into: &mut Filler<'_>) {
                into.shown(self);
            }
        }

        impl<C: ?Sized> FromForm<C> for $number {
            fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
                read_plain(input, |text| {
                    if !is_integer(text) {
                        return Err(wrong_type("integer"));
                    }
                    // Nothing else can be wrong with it.
                    text.parse().map_err(|_| {
                        Violation::new("range").with_param("min", $number::MIN).with_param("max", $number::MAX)
                    })
                })
            }
        }

        impl FormField for NonZero<$number> {
            const KIND: FieldKind = match <$number as FormField>::KIND {
                FieldKind::Integer(Some(0), max) => FieldKind::Integer(Some(1), max),
                kind => kind,
            };

            fn fill(&self, into: &mut Filler<'_>) {
                into.shown(self);
            }
        }

        impl<C: ?Sized> FromForm<C> for NonZero<$number> {
            fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
                let number = $number::from_form(input, context)?;
                Self::new(number).ok_or_else(|| Violation::new("none_of").into())
            }
        }
    )*};
}
integers! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

/// As a browser's `type=number` takes it (HTML, "valid floating-point number"), without a fraction or an exponent.
pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The same with them.
pub(super) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (text, exponent) = match text.split_once(['e', 'E']) {
        Some((text, exponent)) => (text, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_plain = match text.split_once('.') {
        Some((whole, fraction)) => (whole.is_empty() || is_digits(whole)) && is_digits(fraction),
        None => is_digits(text),
    };
    is_plain && exponent.is_none_or(is_digits)
}

macro_rules! floats {
    ($($number:ident)*) => {$(
        impl FormField for $number {
            const KIND: FieldKind = FieldKind::Number;

            fn fill(&self, into: &mut Filler<'_>) {
                into.shown(self);
            }
        }

        impl<C: ?Sized> FromForm<C> for $number {
            fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
                read_plain(input, |text| {
                    let number = if is_number(text) { text.parse::<$number>().ok() } else { None };
                    number.filter(|number| number.is_finite()).ok_or_else(|| wrong_type("number"))
                })
            }
        }
    )*};
}
floats! { f32 f64 }

impl FormField for bool {
    const KIND: FieldKind = FieldKind::Bool;

    fn fill(&self, into: &mut Filler<'_>) {
        if *self {
            into.text("true");
        }
    }
}

impl<C: ?Sized> FromForm<C> for bool {
    /// Absent is false, as a box that is not ticked; of several, the last one, as a hidden control before a box needs.
    fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
        match is_on(input) {
            Some(is_on) => Ok(is_on),
            None => Err(wrong_type("boolean").into()),
        }
    }
}

/// Whether a box is ticked, or `None` where that cannot be said.
pub(super) fn is_on(input: Input<'_>) -> Option<bool> {
    use super::entries::Sent;
    match input.sent().last() {
        None => Some(false),
        Some(Sent::Text("true" | "on" | "1" | "yes")) => Some(true),
        Some(Sent::Text("false" | "off" | "0" | "no" | "")) => Some(false),
        Some(_) => None,
    }
}

impl FormField for char {
    const KIND: FieldKind = FieldKind::Text;

    fn fill(&self, into: &mut Filler<'_>) {
        into.shown(self);
    }
}

impl<C: ?Sized> FromForm<C> for char {
    fn from_form(input: Input<'_>, context: &C) -> Result<Self, Report> {
        let text = FromForm::<C>::settle(String::from_form(input, context)?, Allowed::usual())?;
        text.parse().map_err(|_| {
            Violation::new("length").with_param("equal", 1_u8).with_param("unit", "chars").into()
        })
    }
}

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
    ($($kind:ident [$($bounds:tt)*] $list:ty;)*) => {$(
        impl<T: FormField $($bounds)*> FormField for $list {
            const KIND: FieldKind = FieldKind::$kind(&FieldRules::new("", T::KIND, no_rules));

            fn fill(&self, into: &mut Filler<'_>) {
                for (index, item) in self.iter().enumerate() {
                    item.fill(&mut into.item(index));
                }
            }
        }

        impl<C: ?Sized, T: FromForm<C> $($bounds)*> FromForm<C> for $list {
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
    List [] Vec<T>;
    List [] VecDeque<T>;
    List [] LinkedList<T>;
    Set [+ Ord] BTreeSet<T>;
}

impl<T: FormField + Eq + Hash, S: BuildHasher + Default> FormField for HashSet<T, S> {
    const KIND: FieldKind = FieldKind::Set(&FieldRules::new("", T::KIND, no_rules));

    fn fill(&self, into: &mut Filler<'_>) {
        for (index, item) in self.iter().enumerate() {
            item.fill(&mut into.item(index));
        }
    }
}

impl<C: ?Sized, T: FromForm<C> + Eq + Hash, S: BuildHasher + Default> FromForm<C> for HashSet<T, S> {
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

#[cfg(test)]
mod tests {
    use super::{is_integer, is_number};

    #[test]
    fn numbers_are_those_of_html() {
        for (text, integer, number) in [
            ("5", true, true),
            ("-5", true, true),
            ("007", true, true),
            ("5.0", false, true),
            (".5", false, true),
            ("-.5e-3", false, true),
            ("1e2", false, true),
            ("+5", false, false),
            ("5.", false, false),
            ("", false, false),
            ("-", false, false),
            ("e5", false, false),
            ("1e", false, false),
            ("inf", false, false),
            ("NaN", false, false),
            ("0x10", false, false),
            ("٣", false, false),
            ("1 000", false, false),
        ] {
            assert_eq!((is_integer(text), is_number(text)), (integer, number), "{text}");
        }
    }
}
