//! Text, words and boxes.

use super::{Allowed, FormField, FromForm};
use crate::form::entries::Sent;
use crate::form::fields::FieldKind;
use crate::form::filler::Filler;
use crate::form::input::{Input, wrong_type};
use crate::{Report, Violation};
use std::borrow::Cow;
use std::rc::Rc;
use std::str::FromStr;
use std::sync::Arc;

/// A text that holds nothing but what can be typed.
pub(super) fn readable(text: &str) -> Result<(), Violation> {
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

impl FormField for bool {
    const KIND: FieldKind = FieldKind::Bool;

    fn fill(&self, into: &mut Filler<'_>) {
        // Nothing would be no answer where there may be none, and no item of a list.
        into.text(if *self { "true" } else { "false" });
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
pub(in crate::form) fn is_on(input: Input<'_>) -> Option<bool> {
    match input.sent().last() {
        Some(Sent::Text("true" | "on" | "1" | "yes")) => Some(true),
        Some(Sent::Text("false" | "off" | "0" | "no" | "")) => Some(false),
        // A list of one is no box.
        None if input.is_blank() => Some(false),
        None | Some(_) => None,
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
