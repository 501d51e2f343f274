//! What the derives promise.
#![cfg(feature = "derive")]

use untaint::{Sanitize, Validate};

#[derive(Validate, Sanitize)]
struct SignUp {
    #[clean(trim, lowercase)]
    #[validate(length(3..=20), slug)]
    name: String,
    #[validate(range(18..=120))]
    age: u8,
}

#[test]
fn first() {
    let mut form = SignUp { name: " AB ".into(), age: 7 };
    form.sanitize();
    let report = form.validate().unwrap_err();
    assert_eq!(report.violations().len(), 2, "{report}");
}
