use std::ops::RangeInclusive;
use untaint::{Fields, Validate};

const AGES: RangeInclusive<u8> = 18..=120;
const MOST: usize = 3;

#[derive(Validate)]
struct Form {
    #[validate(range(AGES))]
    a: u8,
    #[validate(length(..=MOST), length_is_free)]
    #[cfg(any())]
    never: u8,
    #[validate(length(MOST))]
    b: String,
    #[validate(length(1 + 1..=MOST * 2))]
    c: String,
    #[validate(range(..=self.a))]
    d: u8,
    #[validate(range(u8::MIN + 1..u8::MAX))]
    e: u8,
    #[validate(range(-128..=127), range_of(1))]
    #[cfg(any())]
    f: i8,
    #[validate(range(-128..=127))]
    g: i8,
    #[validate(range(..=340_282_366_920_938_463_463_374_607_431_768_211_455))]
    h: u128,
    #[validate(range(0x10..=0xFF))]
    i: u8,
}

fn main() {
    let form = Form { a: 7, b: "abcd".into(), c: "a".into(), d: 8, e: 0, g: 0, h: 0, i: 1 };
    let report = form.validate().unwrap_err();
    assert_eq!(report.violations().len(), 6, "{report}");
    assert_eq!(Form::fields()[3].rules()[0].code(), "range");
}
