//! A word, or a sign, that is not what it looks like.

use super::class::TextClass;
use std::ops::Range;

pub(super) struct Word {
    pub(super) class: TextClass,
    pub(super) range: Range<usize>,
    /// The first letter that looks like ASCII.
    pub(super) character: char,
    /// It is no word, but one or several of [`signs`], all of which look like ASCII.
    pub(super) is_sign: bool,
}
