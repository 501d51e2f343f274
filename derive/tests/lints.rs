//! What the derives write passes the strictest lints of the program that uses them; `cargo clippy --all-targets` reads
//! this file.
#![deny(warnings, missing_docs, clippy::pedantic, clippy::nursery, clippy::restriction)]
#![allow(
    clippy::blanket_clippy_restriction_lints,
    clippy::implicit_return,
    clippy::question_mark_used,
    clippy::min_ident_chars,
    clippy::single_call_fn,
    clippy::arbitrary_source_item_ordering,
    clippy::exhaustive_structs,
    clippy::exhaustive_enums,
    clippy::missing_trait_methods,
    clippy::tests_outside_test_module,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::field_scoped_visibility_modifiers,
    unused_crate_dependencies,
    reason = "the style of this file itself"
)]

use std::collections::BTreeMap;
use untaint::{Sanitize, Validate, Violation};

/// A form with some of everything.
#[derive(Validate, Sanitize)]
#[validate(check(whole))]
pub struct Form<'form, T> {
    /// Text.
    #[clean(trim, lowercase, custom(|text| text.push('x')))]
    #[validate(length(1..=30), slug, message = "No.")]
    pub text: String,
    /// Lists.
    #[clean(each(trim))]
    #[validate(length(..9), each(slug, length(1..)))]
    pub list: Option<Vec<String>>,
    /// Maps.
    #[validate(keys(slug), values(range(1..)))]
    pub map: BTreeMap<&'form str, u8>,
    /// Functions and conditions.
    #[validate(custom(small), if(self.text.is_empty(), range(..3)), custom(|n| small(n).map_err(|found| found.with_message("Small."))))]
    pub number: Option<u8>,
    /// Fractions.
    #[validate(range(exclusive_min = 0, max = 1))]
    pub fraction: f64,
    /// Others.
    #[clean(nested)]
    #[validate(nested)]
    pub inner: Vec<Inner>,
    /// Any.
    #[validate(secret, length(1..))]
    pub any: T,
}

/// An enum.
#[derive(Validate, Sanitize)]
pub enum Inner {
    /// One.
    One(
        #[clean(trim)]
        #[validate(slug)]
        String,
    ),
    /// Two.
    Two {
        /// Text.
        #[validate(slug)]
        text: String,
        /// A number.
        number: u8,
    },
    /// Three.
    Three,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "a function for a value gets a reference to it")]
fn small(n: &u8) -> Result<(), Violation> {
    if *n < 9 { Ok(()) } else { Err(Violation::new("app.small")) }
}

fn whole<T>(form: &Form<'_, T>) -> Result<(), Violation> {
    small(&form.number.unwrap_or(0))
}

#[test]
fn it_works_too() {
    let mut form = Form {
        text: " A ".to_owned(),
        list: None,
        map: [("a b", 0)].into(),
        number: Some(9),
        fraction: 0.0,
        inner: vec![
            Inner::One(" a b ".to_owned()),
            Inner::Two { text: String::new(), number: 1 },
            Inner::Three,
        ],
        any: "",
    };
    form.sanitize();
    assert_eq!(form.text, "ax", "trimmed, lowered and lengthened");
    let count = form.validate().err().map(|report| report.violations().len());
    assert_eq!(count, Some(9), "one for each fault");
}
