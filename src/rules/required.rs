//! Whether there is anything at all.

use super::describe::{Describe, RuleInfo};
use super::value::Presence;
use crate::{Code, Validator, Violation};

/// A value that is there: `Some`, text that is not empty, a collection with items, a box that is ticked.
///
/// It looks no deeper: `Some(String::new())` is there, and so is text of spaces; [`not_blank`](super::not_blank) asks
/// for something to read.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::required().check(&Some(7_u8)).is_ok());
/// assert!(rules::required().check(&None::<u8>).is_err());
/// assert_eq!(rules::required().check("").unwrap_err().message(), "Fill this in.");
/// ```
#[must_use]
pub const fn required() -> Required {
    Required(())
}

/// The rule [`required`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Required(());

impl Required {
    pub(super) const CODE: Code = Code::new("required", "nothing is there", "fill this in", &[]);
}

impl<T: Presence + ?Sized> Validator<T> for Required {
    #[inline]
    fn check(&self, value: &T) -> Result<(), Violation> {
        if value.is_present() { Ok(()) } else { Err(Violation::new("required")) }
    }
}

impl Describe for Required {
    fn describe(&self) -> RuleInfo {
        RuleInfo::new("required").with_html("required", "")
    }
}
