//! What is deprecated may still have rules.
#![deny(warnings)]

use untaint::{Sanitize, Validate};

#[derive(Validate, Sanitize, Default)]
#[deprecated]
#[allow(deprecated)]
pub struct Form {
    #[deprecated]
    #[clean(trim)]
    #[validate(slug)]
    pub text: String,
    #[validate(slug)]
    pub other: String,
}

#[allow(deprecated)]
fn main() {
    assert!(Form::default().validate().is_err());
}
