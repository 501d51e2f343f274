//! Code for what stands inside the `Option`s of a field.

use crate::types::without_options;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Type;

/// What is written for the value of a field, or for what is inside the `Option`s of its type, where there is something.
pub(crate) fn inside(
    value: &TokenStream,
    ty: Option<&Type>,
    span: Span,
    write: impl FnOnce(&TokenStream) -> TokenStream,
) -> TokenStream {
    let depth = ty.map_or(0, |ty| without_options(ty).0);
    if depth == 0 {
        return write(value);
    }
    let mut pattern = quote_spanned! {span=> value };
    let inner = write(&pattern);
    for _ in 0..depth {
        pattern = quote_spanned! {span=> ::core::option::Option::Some(#pattern) };
    }
    quote_spanned! {span=> if let #pattern = #value { #inner } }
}
