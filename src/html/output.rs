//! What is written: a piece of the input for as long as nothing in it changes.

use std::borrow::Cow;

/// A text that grows by strings and by pieces of the input.
///
/// Pieces that follow each other are one, which is copied when something else comes behind it. So most of a clean
/// text goes over in a few long copies, and a text that is the whole input in none.
pub(super) struct Output<'a> {
    input: &'a str,
    text: String,
    /// The piece of the input that belongs behind `text` and is not copied yet.
    kept_from: usize,
    kept_to: usize,
    /// What is allocated with the first copy.
    capacity: usize,
}

impl<'a> Output<'a> {
    pub(super) fn new(input: &'a str, capacity: usize) -> Self {
        Self { input, text: String::new(), kept_from: 0, kept_to: 0, capacity }
    }

    /// Its length in bytes.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.text.len() + (self.kept_to - self.kept_from)
    }

    /// Appends a piece of the input, between two of its characters.
    #[inline(always)]
    pub(super) fn keep(&mut self, from: usize, to: usize) {
        if self.kept_to != from {
            if self.kept_from < self.kept_to {
                self.copy();
            }
            self.kept_from = from;
        }
        self.kept_to = to;
    }

    /// What was written from an offset on, in two pieces of which none ends inside of a tag that was written whole.
    pub(super) fn written_from(&self, from: usize) -> [&str; 2] {
        let kept_from = self.kept_from + from.saturating_sub(self.text.len());
        [
            self.text.get(from..).unwrap_or_default(),
            self.input.get(kept_from..self.kept_to).unwrap_or_default(),
        ]
    }

    /// The text so far as a string, to append to.
    #[inline]
    pub(super) fn text(&mut self) -> &mut String {
        if self.kept_from < self.kept_to || self.text.capacity() == 0 {
            self.copy();
        }
        &mut self.text
    }

    fn copy(&mut self) {
        if self.text.capacity() == 0 {
            self.text.reserve(self.capacity);
        }
        // Both ends stand between characters, as `keep` demands.
        self.text.push_str(self.input.get(self.kept_from..self.kept_to).unwrap_or_default());
        self.kept_from = self.kept_to;
    }

    /// The whole text; borrowed when it is the input.
    pub(super) fn finish(mut self) -> Cow<'a, str> {
        if self.text.is_empty() && self.len() == self.input.len() {
            return Cow::Borrowed(self.input);
        }
        self.copy();
        if self.text == self.input { Cow::Borrowed(self.input) } else { Cow::Owned(self.text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_is_borrowed_and_all_else_is_copied_in_order() {
        let kept = |pieces: &[(usize, usize)]| {
            let mut output = Output::new("abcdef", 8);
            for (from, to) in pieces {
                output.keep(*from, *to);
            }
            output.finish()
        };
        assert!(matches!(kept(&[(0, 2), (2, 6)]), Cow::Borrowed("abcdef")));
        assert_eq!(kept(&[(0, 2), (3, 6)]), "abdef");
        assert_eq!(kept(&[(1, 6)]), "bcdef");
        assert_eq!(kept(&[]), "");

        let mut output = Output::new("abc", 8);
        output.keep(0, 1);
        output.text().push('x');
        output.keep(1, 3);
        assert_eq!(output.len(), 4);
        assert_eq!(output.written_from(1), ["x", "bc"]);
        assert_eq!(output.written_from(3), ["", "c"]);
        assert_eq!(output.finish(), "axbc");

        let mut same = Output::new("abc", 8);
        same.text().push_str("ab");
        same.keep(2, 3);
        assert!(matches!(same.finish(), Cow::Borrowed("abc")), "written anew, and equal");
    }
}
