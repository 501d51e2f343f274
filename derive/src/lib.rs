//! The derives of `untaint`; their manual is there.

mod attribute;
mod expand;
mod fallback;
mod faults;
mod field;
mod number;
mod pattern;
mod rule;
mod sanitize;
mod scope;
mod serde_names;
mod types;
mod validate;
mod whole;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Writes `ValidateWith` and `Fields`.
#[proc_macro_derive(Validate, attributes(validate, garde, serde))]
pub fn validate(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    validate::expand(&input).into()
}

/// Writes `Sanitize`.
#[proc_macro_derive(Sanitize, attributes(clean, serde))]
pub fn sanitize(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    sanitize::expand(&input).into()
}
