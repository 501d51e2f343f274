//! How long a text is, or how many items a collection has.

use super::bounds::Ends;
use super::describe::{Describe, RuleInfo};
use super::value::{Measure, Unit};
use crate::{Code, Validator, Violation};
use std::ops::Bound;

/// A length within limits: of text in characters unless told otherwise, of a collection in items.
///
/// Both ends of `3..=20` are allowed, `20..` has no greatest, and a single number is the only length; a range without a
/// length in it, such as `..0` or one whose ends are swapped, lets nothing through. Characters are
/// Unicode scalar values; [`bytes`](Length::bytes), [`utf16`](Length::utf16) and
/// [`graphemes`](Length::graphemes) count otherwise.
///
/// # Cost
/// Linear in the greatest length: what goes on beyond it is not counted.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::length(3..=20).check("Zoë").is_ok());
/// assert!(rules::length(1..=2).check(&vec!["a", "b"]).is_ok());
/// let short = rules::length(3..=20).check("ab").unwrap_err();
/// assert_eq!(short.to_string(), "the length is not from 3 to 20 characters (length, min 3, max 20, unit chars)");
/// assert_eq!(short.message(), "Use 3 to 20 characters.");
/// assert!(rules::length(..=4).bytes().check("Zoë").is_ok());
/// assert!(rules::length(4).check("Zoë").is_err());
/// ```
#[must_use]
pub const fn length<B>(bounds: B) -> Length<B> {
    Length { bounds, unit: Unit::Chars }
}

/// The rule [`length`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length<B> {
    bounds: B,
    unit: Unit,
}

impl Length<()> {
    pub(super) const CODE: Code = Code::new(
        "length",
        "the length is [not {equal unit}|not from {min} to {max unit}|below {min unit}|above {max unit}|wrong]",
        "use [exactly {equal unit}|{min} to {max unit}|at least {min unit}|at most {max unit}|another length]",
        &["min", "max", "equal", "unit"],
    );
}

impl<B> Length<B> {
    /// Counts bytes of UTF-8.
    #[must_use]
    pub const fn bytes(mut self) -> Self {
        self.unit = Unit::Bytes;
        self
    }

    /// Counts UTF-16 units, as `maxlength` of HTML does.
    #[must_use]
    pub const fn utf16(mut self) -> Self {
        self.unit = Unit::Utf16;
        self
    }

    /// Counts grapheme clusters (UAX #29), as people do: a flag of two characters is one.
    #[cfg(feature = "unicode")]
    #[cfg_attr(docsrs, doc(cfg(feature = "unicode")))]
    #[must_use]
    pub const fn graphemes(mut self) -> Self {
        self.unit = Unit::Graphemes;
        self
    }
}

impl<T: Measure + ?Sized, B: Ends<End = usize>> Validator<T> for Length<B> {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        let (min, max) = limits(&self.bounds);
        let enough = max.or(min).unwrap_or(0);
        match value.measure(self.unit, enough) {
            Some((len, unit)) if len < min.unwrap_or(0) || max.is_some_and(|max| len > max) => {
                Err(wrong(min, max, unit))
            }
            _ => Ok(()),
        }
    }
}

/// The least and the greatest length, both allowed.
#[inline]
fn limits(bounds: &impl Ends<End = usize>) -> (Option<usize>, Option<usize>) {
    let (start, end) = bounds.ends();
    let min = match start {
        Bound::Included(min) => Some(*min),
        Bound::Excluded(below) => Some(below.saturating_add(1)),
        Bound::Unbounded => None,
    };
    let max = match end {
        // Nothing is shorter than nothing.
        Bound::Excluded(0) => return (min.max(Some(1)), Some(0)),
        Bound::Included(max) => Some(*max),
        Bound::Excluded(above) => Some(above - 1),
        Bound::Unbounded => None,
    };
    (min, max)
}

#[cold]
fn wrong(min: Option<usize>, max: Option<usize>, unit: Unit) -> Violation {
    let violation = Violation::new("length");
    let violation = match (min, max) {
        (Some(min), Some(max)) if min == max => violation.with_param("equal", min),
        (Some(min), Some(max)) => violation.with_param("min", min).with_param("max", max),
        (Some(min), None) => violation.with_param("min", min),
        (None, Some(max)) => violation.with_param("max", max),
        (None, None) => violation,
    };
    violation.with_param("unit", unit.word())
}

impl<B: Ends<End = usize>> Describe for Length<B> {
    fn describe(&self) -> RuleInfo {
        let (min, max) = limits(&self.bounds);
        let mut info = RuleInfo::new("length");
        if let Some(min) = min {
            info = info.with_param("min", min);
        }
        if let Some(max) = max {
            info = info.with_param("max", max);
        }
        if self.unit != Unit::Chars {
            info = info.with_param("unit", self.unit.word());
        }
        // HTML counts UTF-16 units. What has so many of another unit has at least as many of those, if the other is a
        // character or a grapheme; a character has at most two of them, a byte at most one, a grapheme any number.
        let (html_min, html_max) = match self.unit {
            Unit::Chars => (min, max.map(|max| max.saturating_mul(2))),
            Unit::Utf16 => (min, max),
            // Three bytes are one unit at least.
            Unit::Bytes => (min.map(|min| min.div_ceil(3)), max),
            _ => (min, None),
        };
        if let Some(min) = html_min.filter(|min| *min > 0) {
            info = info.with_html("minlength", min.to_string());
        }
        if let Some(max) = html_max {
            info = info.with_html("maxlength", max.to_string());
        }
        // JSON Schema counts characters (RFC 8259), so only they have a word there.
        if self.unit == Unit::Chars {
            if let Some(min) = min {
                info = info.with_schema("minLength", min);
            }
            if let Some(max) = max {
                info = info.with_schema("maxLength", max);
            }
        }
        info
    }
}

/// The length of a text; counting stops once it is beyond `enough`.
#[inline]
pub(super) fn count(text: &str, unit: Unit, enough: usize) -> usize {
    // No unit counts more than the bytes, and none of those that can be told from them less than a third or a quarter.
    match unit {
        Unit::Bytes | Unit::Items => text.len(),
        Unit::Chars if text.len() / 4 > enough => text.len() / 4,
        Unit::Chars => text.chars().count(),
        Unit::Utf16 if text.len() / 3 > enough => text.len() / 3,
        Unit::Utf16 => text.chars().map(char::len_utf16).sum(),
        #[cfg(feature = "unicode")]
        Unit::Graphemes => {
            use unicode_segmentation::UnicodeSegmentation as _;
            text.graphemes(true).take(enough.saturating_add(1)).count()
        }
    }
}
