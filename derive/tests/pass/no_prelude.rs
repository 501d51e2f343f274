//! No names at all but those that are written.
#![no_implicit_prelude]

#[derive(::untaint::Validate, ::untaint::Sanitize)]
struct Form {
    #[clean(trim, lowercase)]
    #[validate(length(1..=3), slug, each_is(1))]
    #[cfg(any())]
    never: u8,
    #[clean(trim, custom(|text| text.push('x')))]
    #[validate(length(1..=3), slug, pattern("[a-z]+"))]
    a: ::std::string::String,
    #[clean(each(trim))]
    #[validate(each(custom(|text: &::std::string::String| fine(text))))]
    b: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    #[validate(range(min = 1, max = 3), one_of(1, 2), matches(d))]
    c: u8,
    d: u8,
}

fn fine(_: &str) -> ::std::result::Result<(), ::untaint::Violation> {
    ::std::result::Result::Ok(())
}

#[derive(::untaint::Validate, ::untaint::Sanitize)]
enum Either {
    A(#[validate(nested)] #[clean(nested)] ::std::boxed::Box<Form>),
    B,
}

fn main() {
    use ::untaint::{Sanitize as _, Validate as _};
    let mut form = Form {
        a: ::std::convert::From::from(" a "),
        b: ::std::option::Option::None,
        c: 1,
        d: 1,
    };
    form.sanitize();
    ::std::assert_eq!(form.a, "ax");
    ::std::assert!(form.validate().is_ok());
    let mut either = Either::A(::std::boxed::Box::new(form));
    either.sanitize();
    ::std::assert!(either.validate().is_ok());
    ::std::assert!(Either::B.validate().is_ok());
}
