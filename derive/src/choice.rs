//! `#[derive(Form)]` of an enum whose variants hold nothing: a choice of words.

use crate::faults::Faults;
use crate::{fallback, serde_names, validate, whole, words};
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::ext::IdentExt as _;
use syn::{DataEnum, DeriveInput, Ident};

/// The whole expansion.
pub(crate) fn expand(input: &DeriveInput, data: &DataEnum) -> TokenStream {
    let span = Span::mixed_site();
    let mut faults = Faults::default();
    let whole = whole::read(&input.attrs, &["validate"], words::OF_THE_TYPE, &mut faults);
    let root = whole.root.at(span);
    let ident = &input.ident;
    let container = serde_names::said(&input.attrs);
    let mut words = Vec::new();
    let (mut shown, mut read) = (Vec::new(), Vec::new());
    for variant in &data.variants {
        if !variant.fields.is_empty() {
            faults.on(
                &variant.fields,
                "a choice of a form is one word: a variant that holds something cannot be told by it",
            );
        }
        let said = serde_names::said(&variant.attrs);
        let plain = variant.ident.unraw().to_string();
        let name = said.rename.unwrap_or_else(|| {
            container.rename_all.map_or_else(|| plain.clone(), |case| case.of_variant(&plain))
        });
        let variant = &variant.ident;
        shown.push(quote_spanned! {span=> Self::#variant { .. } => #name });
        if !said.is_skipped {
            let aliases = &said.aliases;
            read.push(quote_spanned! {span=> #name #(| #aliases)* => ::core::result::Result::Ok(Self::#variant {}) });
            words.push(name);
        }
    }
    if !faults.is_empty() {
        return fallback::form(input, &whole, &faults);
    }
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let mut generics = input.generics.clone();
    let parameter: syn::GenericParam = syn::parse_quote! { __C: ?::core::marker::Sized };
    generics.params.push(parameter);
    let (read_generics, _, _) = generics.split_for_impl();
    let this = Ident::new("self", Span::call_site());
    let allow = validate::allow_deprecated(input);
    let show = if shown.is_empty() {
        quote_spanned! {span=> match *#this {} }
    } else {
        quote_spanned! {span=> match #this { #(#shown),* } }
    };
    quote_spanned! {span=>
        #allow
        #[automatically_derived]
        impl #impl_generics #root::form::FormField for #ident #ty_generics #where_clause {
            const KIND: #root::FieldKind = #root::FieldKind::Choice(&[#(#words),*]);

            fn fill(&#this, into: &mut #root::form::Filler<'_>) {
                into.text(#show);
            }
        }
        #allow
        #[automatically_derived]
        impl #read_generics #root::form::FromForm<__C> for #ident #ty_generics #where_clause {
            fn from_form(
                input: #root::form::Input<'_>,
                _: &__C,
            ) -> ::core::result::Result<Self, #root::Report> {
                #root::__derive::chosen(input, |word| match word {
                    #(#read,)*
                    _ => ::core::result::Result::Err(()),
                })
            }
        }
    }
}
