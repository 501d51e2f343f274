//! The numbers of list items, as a browser shows them (HTML standard, section 4.4.5 "the ol element").

use crate::html::element::{Element, Tag};
use crate::html::events::What;
use crate::html::tokenizer::{Reading, Tokenizer};

/// How an item's number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Decimal,
    /// `a` to `z`, `aa`.
    Letters,
    /// `i`, `iv`, `mmmcmxcix`.
    Roman,
}

/// The numbers of one list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers {
    style: Style,
    is_upper: bool,
    next: i32,
    step: i32,
}

impl Numbers {
    pub(super) fn new(kind: Option<&str>, first: i32, is_reversed: bool) -> Self {
        let (style, is_upper) = match kind {
            Some("a") => (Style::Letters, false),
            Some("A") => (Style::Letters, true),
            Some("i") => (Style::Roman, false),
            Some("I") => (Style::Roman, true),
            _ => (Style::Decimal, false),
        };
        Self { style, is_upper, next: first, step: if is_reversed { -1 } else { 1 } }
    }

    /// The marker of the next item, which may have a number of its own.
    pub(super) fn next(&mut self, own: Option<i32>) -> String {
        let number = own.unwrap_or(self.next);
        self.next = number.saturating_add(self.step);
        let mut text = match self.style {
            Style::Letters => letters(number),
            Style::Roman => roman(number),
            Style::Decimal => None,
        }
        .unwrap_or_else(|| number.to_string());
        if self.is_upper {
            text.make_ascii_uppercase();
        }
        text.push_str(". ");
        text
    }
}

/// `a` for 1, `aa` for 27; nothing below.
fn letters(number: i32) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut reversed = Vec::new();
    while rest > 0 {
        rest -= 1;
        reversed.push(char::from(b'a' + u8::try_from(rest % 26).unwrap_or(0))); // below 26
        rest /= 26;
    }
    Some(reversed.iter().rev().collect())
}

/// The numbers that there are Roman ones for.
fn roman(number: i32) -> Option<String> {
    const SIGNS: [(i32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=3999).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    Some(text)
}

/// The standard's "rules for parsing integers": white space before and anything behind is passed over.
pub(super) fn integer(text: &str) -> Option<i32> {
    let text = text.trim_ascii_start();
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number: i64 = digits.get(..end.min(12))?.parse().ok()?;
    i32::try_from(sign * number).ok()
}

/// How many items each `ol` with `reversed` has, in the order of their start tags: where its numbers begin.
pub(super) fn reversed_lists(html: &str) -> Vec<i32> {
    let mut tokens = Tokenizer::new(html, Reading::Author);
    let mut counts: Vec<i32> = Vec::new();
    // For each open list its place in the result, if it has one.
    let mut open: Vec<Option<usize>> = Vec::new();
    while let Some(event) = tokens.event() {
        match event.what {
            What::Start(Tag::Known(Element::Ol)) => {
                let is_reversed = tokens.attribute("reversed").is_some();
                open.push(is_reversed.then_some(counts.len()));
                if is_reversed {
                    counts.push(0);
                }
            }
            What::Start(Tag::Known(Element::Ul)) => open.push(None),
            What::Start(Tag::Known(Element::Li)) => {
                if let Some(Some(place)) = open.last() {
                    counts[*place] += 1; // a place in it
                }
            }
            What::Start(_) => {
                tokens.skip_hidden();
            }
            What::End(Tag::Known(Element::Ol | Element::Ul)) => {
                open.pop();
            }
            _ => {}
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_browsers() {
        for (number, letter, numeral) in [
            (1, "a", "i"),
            (4, "d", "iv"),
            (26, "z", "xxvi"),
            (27, "aa", "xxvii"),
            (702, "zz", "dccii"),
            (703, "aaa", "dcciii"),
            (1994, "bxr", "mcmxciv"),
            (3999, "ewu", "mmmcmxcix"),
        ] {
            assert_eq!(letters(number).as_deref(), Some(letter), "{number}");
            assert_eq!(roman(number).as_deref(), Some(numeral), "{number}");
        }
        for number in [i32::MIN, -1, 0] {
            assert_eq!((letters(number), roman(number)), (None, None), "{number}");
        }
        assert_eq!(roman(4000), None);
        assert_eq!(letters(i32::MAX).as_deref(), Some("fxshrxw"));
    }

    #[test]
    fn integers_are_read_as_the_standard_says() {
        for (text, number) in [
            ("3", Some(3)),
            (" \n+07x", Some(7)),
            ("-2.5", Some(-2)),
            ("", None),
            ("x1", None),
            ("- 1", None),
            ("99999999999", None),
            ("9999999999999999999999", None),
        ] {
            assert_eq!(integer(text), number, "{text:?}");
        }
    }
}
