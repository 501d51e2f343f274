//! Fields that are not there, and attributes that are there sometimes.
use untaint::{Fields, Sanitize, Validate};

#[derive(Validate, Sanitize)]
struct Form {
    #[cfg(any())]
    #[validate(nonsense)]
    never: Missing,
    #[cfg(all())]
    #[validate(slug)]
    always: String,
    #[cfg_attr(all(), validate(length(..3)))]
    #[cfg_attr(any(), validate(nonsense), clean(nonsense))]
    text: String,
}

#[derive(Validate)]
enum Either {
    #[cfg(any())]
    Never(Missing),
    Tuple(#[cfg(any())] Missing, #[validate(slug)] String),
}

fn main() {
    let form = Form { always: "a b".into(), text: "abc".into() };
    assert_eq!(form.validate().unwrap_err().violations().len(), 2);
    assert_eq!(Form::fields().len(), 2);
    assert!(Either::Tuple("a b".into()).validate().is_err());
}
