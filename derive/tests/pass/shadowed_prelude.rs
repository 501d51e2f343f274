//! Names of the prelude that mean something else here.
#![allow(dead_code, non_camel_case_types)]

use untaint::Validate;

struct Option;
struct Result;
struct Vec;
struct Box;
struct Some;
struct None;
#[allow(non_snake_case)]
fn Ok() {}
#[allow(non_snake_case)]
fn Err() {}
trait Iterator {}
trait Into {}
trait Fn {}
trait Sized {}
mod std {}
mod core {}
macro_rules! vec { () => {} }

#[derive(Validate)]
struct Form<T> {
    #[validate(length(1..=3), slug, message = "No.")]
    a: ::std::string::String,
    #[validate(length(..=3), each(slug, length(1..)))]
    b: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
    #[validate(range(exclusive_min = 3, exclusive_max = 5))]
    c: u8,
    #[validate(custom(fine), if(self.c == 3, range(..3)))]
    d: ::std::option::Option<u8>,
    #[validate(nested)]
    e: T,
    #[validate(pattern("[a-z]*"))]
    f: ::std::string::String,
    #[validate(keys(slug), values(range(1..)))]
    g: ::std::collections::BTreeMap<::std::string::String, u8>,
}

fn fine(_: &u8) -> ::std::result::Result<(), ::untaint::Violation> {
    ::std::result::Result::Ok(())
}

#[derive(Validate)]
struct Empty {}

fn main() {
    let form = Form {
        a: ::std::string::String::new(),
        b: ::std::option::Option::None,
        c: 4,
        d: ::std::option::Option::Some(1),
        e: Empty {},
        f: ::std::string::String::new(),
        g: ::std::default::Default::default(),
    };
    ::std::assert!(form.validate().is_err());
}
