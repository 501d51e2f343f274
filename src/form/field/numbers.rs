//! Numbers, as HTML writes them.

use super::text::read_plain;
use super::{FormField, FromForm};
use crate::form::fields::FieldKind;
use crate::form::filler::Filler;
use crate::form::input::{Input, wrong_type};
use crate::{Report, Violation};
use std::num::NonZero;

macro_rules! integers {
    ($($number:ident)*) => {$(
        impl FormField for $number {
            #[allow(
                clippy::cast_possible_wrap,
                clippy::cast_possible_truncation,
                clippy::cast_lossless,
                reason = "checked"
            )]
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
pub(in crate::form) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The same with them.
pub(in crate::form) fn is_number(text: &str) -> bool {
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
