//! What a macro puts invisible groups around.
use untaint::{Sanitize, Validate};

macro_rules! form {
    ($name:ident { $($(#[$meta:meta])* $field:ident: $ty:ty,)* }) => {
        #[derive(Validate, Sanitize)]
        struct $name { $($(#[$meta])* $field: $ty,)* }
    };
}

form!(One {
    #[clean(trim)]
    #[validate(length(1..=3), slug)]
    a: String,
    #[validate(required, range(1..=9))]
    b: Option<u8>,
});

macro_rules! ranged {
    ($name:ident, $max:expr, $min:literal, $ty:ty, $code:expr, $serde:literal, $other:ident) => {
        #[derive(Validate)]
        #[serde(rename_all = $serde)]
        struct $name {
            #[validate(range($min..=$max, code = $code), custom(|n| if *n == 7 { Ok(()) } else { Err(untaint::Violation::new("x")) }))]
            the_number: $ty,
            #[validate(length(..=$max), if(self.the_number.is_some_and(|n| n > $min), slug))]
            $other: String,
            #[validate(matches($other))]
            last: String,
        }
    };
    () => {};
}

ranged!(Two, 3 + 1, 1, Option<u8>, "app.range", "camelCase", text_there);

fn main() {
    let mut one = One { a: " x ".into(), b: None };
    one.sanitize();
    assert_eq!(one.validate().unwrap_err().to_string().matches("required").count(), 1);
    let two = Two { the_number: Some(5), text_there: "a b c".into(), last: "x".into() };
    let report = two.validate().unwrap_err();
    assert_eq!(report.at("theNumber").next().unwrap().code(), "app.range");
    assert_eq!(report.at("textThere").count(), 2);
    assert_eq!(report.at("last").count(), 1);
}
