//! No warnings about what is not used.
#![deny(warnings)]

use untaint::{Validate, ValidateWith};

#[derive(Validate)]
#[validate(context(u8))]
pub struct Nothing {
    pub a: u8,
}

#[derive(Validate)]
#[validate(context(u8 as limit))]
pub struct Something {
    #[validate(range(..10))]
    pub a: u8,
}

#[derive(Validate)]
pub struct Secret(#[validate(secret)] pub String, #[validate(skip)] pub String);

#[derive(Validate)]
pub enum Bound {
    A(#[validate(length(1..))] String, u8),
    B { #[validate(length(1..))] a: String, b: u8 },
    C(u8),
}

fn main() {
    assert!(Nothing { a: 1 }.validate_with(&1).is_ok() && Something { a: 1 }.validate_with(&1).is_ok());
    assert!(Secret(String::new(), String::new()).validate().is_ok());
    for bound in [Bound::A("a".into(), 1), Bound::B { a: "a".into(), b: 1 }, Bound::C(1)] {
        assert!(bound.validate().is_ok());
    }
}
