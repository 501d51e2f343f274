//! The two ends of a length or a range, as a program writes them.

use std::ops::{Bound, Range, RangeBounds, RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

/// What [`length`](super::length) and [`range`](super::range) take: a range of the standard library, or a pair of
/// [`Bound`]s for a beginning that is not allowed itself; for a length also one number.
#[diagnostic::on_unimplemented(message = "`{Self}` is no range of numbers", label = "no range")]
pub trait Ends {
    /// The type of an end.
    type End;

    /// Where it begins and where it ends.
    fn ends(&self) -> (Bound<&Self::End>, Bound<&Self::End>);
}

impl Ends for usize {
    type End = usize;

    #[inline]
    fn ends(&self) -> (Bound<&usize>, Bound<&usize>) {
        (Bound::Included(self), Bound::Included(self))
    }
}

macro_rules! ends_of_ranges {
    ($($range:ty)*) => {$(
        impl<N> Ends for $range {
            type End = N;

            #[inline]
            fn ends(&self) -> (Bound<&N>, Bound<&N>) {
                (RangeBounds::<N>::start_bound(self), RangeBounds::<N>::end_bound(self))
            }
        }
    )*};
}
ends_of_ranges! {
    Range<N> RangeInclusive<N> RangeFrom<N> RangeTo<N> RangeToInclusive<N> (Bound<N>, Bound<N>)
}
