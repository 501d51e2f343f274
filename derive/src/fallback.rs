//! What stands in the place of a derive with faults: the faults, and traits that do nothing, so that the compiler does
//! not complain about each use of them too.

use crate::faults::Faults;
use crate::scope::Root;
use crate::whole::Whole;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote, quote_spanned};
use syn::{DeriveInput, GenericParam, Generics, parse_quote};

/// The parameters of a trait for the context, and the context itself: a type, or every one.
fn with_context(input: &DeriveInput, whole: &Whole) -> (Generics, TokenStream) {
    let mut generics = input.generics.clone();
    if let Some((ty, _)) = &whole.context {
        return (generics, ty.to_token_stream());
    }
    let parameter: GenericParam = parse_quote! { __C: ?::core::marker::Sized };
    generics.params.push(parameter);
    (generics, quote! { __C })
}

/// In the place of `#[derive(Validate)]`.
pub(crate) fn validate(input: &DeriveInput, whole: &Whole, faults: &Faults) -> TokenStream {
    let span = Span::mixed_site();
    let (root, told, ident) = (whole.root.at(span), faults.told(), &input.ident);
    let (own_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let (generics, context) = with_context(input, whole);
    let (impl_generics, _, _) = generics.split_for_impl();
    quote_spanned! {span=>
        #told
        #[automatically_derived]
        impl #impl_generics #root::ValidateWith<#context> for #ident #ty_generics #where_clause {
            fn validate_into(&self, _: &#context, _: &mut #root::Collector<'_>) {}
        }
        #[automatically_derived]
        impl #own_generics #root::Fields for #ident #ty_generics #where_clause {
            const FIELDS: &'static [#root::FieldRules] = &[];
        }
    }
}

/// In the place of `#[derive(Sanitize)]`.
pub(crate) fn sanitize(input: &DeriveInput, root: &Root, faults: &Faults) -> TokenStream {
    let span = Span::mixed_site();
    let (root, told, ident) = (root.at(span), faults.told(), &input.ident);
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    quote_spanned! {span=>
        #told
        #[automatically_derived]
        impl #impl_generics #root::Sanitize for #ident #ty_generics #where_clause {
            fn sanitize(&mut self) {}
        }
    }
}

/// In the place of `#[derive(Form)]`, beside the two others.
pub(crate) fn form(input: &DeriveInput, whole: &Whole, faults: &Faults) -> TokenStream {
    let span = Span::mixed_site();
    let (root, told, ident) = (whole.root.at(span), faults.told(), &input.ident);
    let (own_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let (generics, context) = with_context(input, whole);
    let (impl_generics, _, _) = generics.split_for_impl();
    quote_spanned! {span=>
        #told
        #[automatically_derived]
        impl #own_generics #root::form::FormField for #ident #ty_generics #where_clause {
            const KIND: #root::FieldKind = #root::FieldKind::Unknown;
            fn fill(&self, _: &mut #root::form::Filler<'_>) {}
        }
        #[automatically_derived]
        impl #impl_generics #root::form::FromForm<#context> for #ident #ty_generics #where_clause {
            fn from_form(
                _: #root::form::Input<'_>,
                _: &#context,
            ) -> ::core::result::Result<Self, #root::Report> {
                ::core::result::Result::Err(#root::Report::new())
            }
        }
    }
}
