//! Between which numbers a number stands, and of which it is a multiple.

use super::bounds::Ends;
use super::describe::{Describe, RuleInfo};
use super::value::Number;
use crate::{Code, Param, Validator, Violation};
use std::ops::Bound;

/// A number within limits; one that is not a number (NaN) is within none.
///
/// Any range of the standard library: `18..=120`, `1..`, `..10`, and for an open beginning
/// `(Bound::Excluded(0.0), Bound::Unbounded)`. A range whose ends are swapped lets nothing through.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::range(18..=120).check(&42_u8).is_ok());
/// assert_eq!(rules::range(18..=120).check(&7_u8).unwrap_err().message(), "Enter a number from 18 to 120.");
/// assert!(rules::range(0.0..).check(&f64::NAN).is_err());
/// ```
#[must_use]
pub const fn range<R>(range: R) -> InRange<R> {
    InRange { range }
}

/// The rule [`range`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InRange<R> {
    range: R,
}

impl InRange<()> {
    pub(super) const CODE: Code = Code::new(
        "range",
        "the number is not [from {min} to {max}|above {above} and at most {max}|from {min} to below {below}|\
         between {above} and {below}|{min} or more|{max} or less|above {above}|below {below}|in the range]",
        "enter [a number from {min} to {max}|a number above {above}, at most {max}|a number from {min}, below {below}|\
         a number between {above} and {below}|{min} or more|{max} or less|more than {above}|less than {below}|\
         another number]",
        &["min", "max", "above", "below"],
    );
}

impl<T, R> Validator<T> for InRange<R>
where
    T: Number + ?Sized,
    T::Number: Into<Param>,
    R: Ends<End = T::Number>,
{
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        let Some(number) = value.number() else { return Ok(()) };
        let (start, end) = self.range.ends();
        // Each comparison must hold, so that a number that compares with none is refused.
        let is_above = match start {
            Bound::Included(min) => number >= *min,
            Bound::Excluded(above) => number > *above,
            Bound::Unbounded => true,
        };
        let is_below = match end {
            Bound::Included(max) => number <= *max,
            Bound::Excluded(below) => number < *below,
            Bound::Unbounded => true,
        };
        // With two open ends NaN is left.
        #[allow(clippy::eq_op, reason = "NaN is the one number that is not itself")]
        let is_number = number == number;
        if is_above && is_below && is_number { Ok(()) } else { Err(wrong(told(start), told(end))) }
    }
}

/// An end as it is told.
fn told<N: Copy + Into<Param>>(end: Bound<&N>) -> Bound<Param> {
    end.map(|end| (*end).into())
}

/// The names of the two ends.
fn named(start: Bound<Param>, end: Bound<Param>) -> impl Iterator<Item = (&'static str, Param)> {
    let start = match start {
        Bound::Included(min) => Some(("min", min)),
        Bound::Excluded(above) => Some(("above", above)),
        Bound::Unbounded => None,
    };
    let end = match end {
        Bound::Included(max) => Some(("max", max)),
        Bound::Excluded(below) => Some(("below", below)),
        Bound::Unbounded => None,
    };
    start.into_iter().chain(end)
}

#[cold]
fn wrong(start: Bound<Param>, end: Bound<Param>) -> Violation {
    named(start, end).fold(Violation::new("range"), |violation, (name, end)| violation.with_param(name, end))
}

impl<R> Describe for InRange<R>
where
    R: Ends,
    R::End: Copy + Into<Param>,
{
    fn describe(&self) -> RuleInfo {
        let (start, end) = self.range.ends();
        named(told(start), told(end)).fold(RuleInfo::new("range"), |info, (name, end)| {
            let (keyword, html) = match name {
                "min" => ("minimum", "min"),
                "above" => ("exclusiveMinimum", "min"),
                "max" => ("maximum", "max"),
                _ => ("exclusiveMaximum", "max"),
            };
            info.with_html(html, end.to_string()).with_schema(keyword, end.clone()).with_param(name, end)
        })
    }
}

/// A whole multiple of a number: `5` for steps of five, `0.01` for cents.
///
/// Fractions are compared to within one part in 2⁴⁰ of the value (of an `f32`, 2¹⁸), because `0.01` has no exact form
/// in binary; a step of zero has no multiple but zero.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::multiple_of(5).check(&35_u32).is_ok());
/// assert!(rules::multiple_of(0.01).check(&19.99_f64).is_ok());
/// assert_eq!(rules::multiple_of(5).check(&36_u32).unwrap_err().message(), "Enter a multiple of 5.");
/// ```
#[must_use]
pub const fn multiple_of<N>(step: N) -> MultipleOf<N> {
    MultipleOf { step }
}

/// The rule [`multiple_of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MultipleOf<N> {
    step: N,
}

impl MultipleOf<()> {
    pub(super) const CODE: Code = Code::new(
        "multiple_of",
        "the number is no multiple of [{of}|the step]",
        "enter a multiple of [{of}|the step]",
        &["of"],
    );
}

/// A number that can be told to be a multiple of another.
pub trait Multiple: Copy + Into<Param> {
    /// True when it is one.
    fn is_multiple_of_step(self, step: Self) -> bool;
}

macro_rules! multiples {
    ($($number:ty)*) => {$(
        impl Multiple for $number {
            #[inline]
            fn is_multiple_of_step(self, step: Self) -> bool {
                // `None` for a step of zero, and for the one quotient that does not fit, whose remainder is zero.
                if step == 0 { self == 0 } else { self.checked_rem(step).unwrap_or(0) == 0 }
            }
        }
    )*};
}
multiples! { u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize }

impl Multiple for f64 {
    fn is_multiple_of_step(self, step: Self) -> bool {
        if step == 0.0 {
            return self == 0.0;
        }
        let times = self / step;
        times.is_finite() && (times - times.round()).abs() <= times.abs() / 2_f64.powi(40)
    }
}

impl Multiple for f32 {
    fn is_multiple_of_step(self, step: Self) -> bool {
        if step == 0.0 {
            return self == 0.0;
        }
        let times = self / step;
        times.is_finite() && (times - times.round()).abs() <= times.abs() / 2_f32.powi(18)
    }
}

impl<T> Validator<T> for MultipleOf<T::Number>
where
    T: Number + ?Sized,
    T::Number: Multiple,
{
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        match value.number() {
            Some(number) if !number.is_multiple_of_step(self.step) => {
                Err(Violation::new("multiple_of").with_param("of", self.step))
            }
            _ => Ok(()),
        }
    }
}

impl<N: Multiple> Describe for MultipleOf<N> {
    fn describe(&self) -> RuleInfo {
        RuleInfo::new("multiple_of").with_param("of", self.step).with_schema("multipleOf", self.step)
    }
}
