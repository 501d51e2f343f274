#![no_implicit_prelude]
#![deny(warnings, missing_docs)]
//! Forms in a crate that shadows what it can.

use ::std::prelude::v1::{String, Vec};
use ::untaint::form::Submission;

#[allow(dead_code, missing_docs)]
mod shadows {
    pub struct Result;
    pub struct Option;
    pub struct Ok;
    pub struct Err;
}
#[allow(unused_imports)]
use shadows::*;

/// A form.
#[derive(::untaint::Form)]
#[serde(rename_all = "kebab-case")]
pub struct Order<T> {
    #[validate(length(2..))]
    r#type: String,
    /// With rules.
    #[clean(trim, custom(|text: &mut String| text.truncate(9)))]
    #[validate(if(!self.lines.is_empty(), not_blank), custom(|_: &str| ::std::result::Result::<(), ::untaint::Violation>::Ok(())))]
    #[form(blank, label = "Note", autocomplete = "off")]
    pub note: String,
    lines: Vec<Line>,
    of: T,
    way: Way,
    #[form(parse)]
    #[clean(trim)]
    ip: ::std::option::Option<::std::net::Ipv4Addr>,
}

/// A line.
#[derive(::untaint::Form)]
pub struct Line {
    #[validate(range(1..=9))]
    count: u8,
}

/// A way.
#[derive(::untaint::Form, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// By post.
    Post,
    /// By hand.
    Hand,
}

/// Nothing to read.
#[derive(::untaint::Form)]
pub struct Empty {}

fn main() {
    let read = |pairs: &[(&str, &str)]| {
        ::std::result::Result::unwrap(Submission::<Order<u8>>::parse(pairs.iter().copied()))
    };
    use ::std::iter::Iterator as _;
    let good = [
        ("type", "ab"),
        ("lines[0].count", "3"),
        ("note", " x "),
        ("of", "1"),
        ("way", "hand"),
        ("ip", " 127.0.0.1 "),
    ];
    let form = read(&good);
    let order = ::std::option::Option::unwrap(form.value());
    ::std::assert_eq!((&*order.note, order.of, order.lines[0].count), ("x", 1, 3));
    ::std::assert!(order.way == Way::Hand && order.ip.is_some() && order.r#type == "ab");
    ::std::assert_eq!(form.report().violations().len(), 0);
    let form = read(&[("type", "a"), ("lines[0].count", "10"), ("of", "x"), ("way", "air")]);
    ::std::assert_eq!(form.report().violations().len(), 4);
    let _ = ::std::result::Result::unwrap(Submission::<Empty>::parse::<&str, &str>([]));
}
