//! `#[derive(Sanitize)]`.

use crate::attribute::{Argument, Given, Item, items_of};
use crate::fallback;
use crate::faults::{Faults, did_you_mean};
use crate::inside::inside;
use crate::rule::arguments;
use crate::scope::{Root, hygienic, placed};
use crate::types::{Kind, bare, innermost, mentions, written};
use crate::whole;
use crate::words::{self, SANITIZE_CONTROLS, SANITIZERS};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Data, DeriveInput, Expr, Fields, Ident, Member, Pat, Type, WherePredicate, parse_quote};

/// The whole expansion.
pub(crate) fn expand(input: &DeriveInput, is_left_out: impl Fn(&syn::Field) -> bool) -> TokenStream {
    let mut faults = Faults::default();
    let whole = whole::read(&input.attrs, &["clean"], &["crate"], &mut faults);
    let mut writer = Writer {
        root: &whole.root,
        parameters: input.generics.type_params().map(|parameter| &parameter.ident).collect(),
        this: &input.ident,
        bounds: Vec::new(),
        faults: &mut faults,
    };
    let self_ = Ident::new("self", Span::call_site());
    let body = match &input.data {
        Data::Struct(data) => of_fields(&data.fields, &is_left_out, &mut writer, |index, field| {
            let member = field.ident.clone().map_or_else(|| Member::from(index), Member::Named);
            quote_spanned! {Span::mixed_site()=> &mut #self_.#member }
        }),
        Data::Enum(data) => of_enum(data, &self_, &is_left_out, &mut writer),
        Data::Union(data) => {
            writer.faults.at(data.union_token.span, "the fields of a union cannot be told apart");
            TokenStream::new()
        }
    };
    let bounds = writer.bounds;
    if !faults.is_empty() {
        return fallback::sanitize(input, &whole.root, &faults);
    }
    let root = whole.root.at(Span::mixed_site());
    let ident = &input.ident;
    let mut generics = input.generics.clone();
    if !bounds.is_empty() {
        generics.make_where_clause().predicates.extend(bounds);
    }
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let allow = crate::validate::allow_deprecated(input);
    quote_spanned! {Span::mixed_site()=>
        #allow
        #[automatically_derived]
        impl #impl_generics #root::Sanitize for #ident #ty_generics #where_clause {
            fn sanitize(&mut #self_) {
                #body
            }
        }
    }
}

struct Writer<'a> {
    root: &'a Root,
    parameters: Vec<&'a Ident>,
    this: &'a Ident,
    bounds: Vec<WherePredicate>,
    faults: &'a mut Faults,
}

fn of_fields(
    fields: &Fields,
    is_left_out: &impl Fn(&syn::Field) -> bool,
    writer: &mut Writer<'_>,
    value: impl Fn(usize, &syn::Field) -> TokenStream,
) -> TokenStream {
    let mut body = TokenStream::new();
    for (index, field) in fields.iter().enumerate().filter(|(_, field)| !is_left_out(field)) {
        let value = value(index, field);
        let mut seen = Vec::new();
        for items in items_of(&field.attrs, &["clean"], writer.faults) {
            body.extend(writer.steps(&items, &value, Some(&field.ty), &mut seen));
        }
    }
    body
}

fn of_enum(
    data: &syn::DataEnum,
    self_: &Ident,
    is_left_out: &impl Fn(&syn::Field) -> bool,
    writer: &mut Writer<'_>,
) -> TokenStream {
    let mut arms = TokenStream::new();
    let mut is_whole = true;
    for variant in &data.variants {
        for item in items_of(&variant.attrs, &["clean"], writer.faults).into_iter().flatten() {
            writer
                .faults
                .at(item.span(), "sanitizers stand above the fields of a variant, not above the variant");
        }
        let name = |index: usize| format_ident!("field_{index}", span = Span::mixed_site());
        let body = of_fields(&variant.fields, is_left_out, writer, |index, _| name(index).to_token_stream());
        if body.is_empty() {
            is_whole = false;
            continue;
        }
        let ident = &variant.ident;
        let patterns = variant.fields.iter().enumerate().map(|(index, field)| {
            let member = field.ident.clone().map_or_else(|| Member::from(index), Member::Named);
            let binding = name(index);
            if mentions(&body, &[&binding]) {
                quote! { #member: #binding }
            } else {
                quote! { #member: _ }
            }
        });
        arms.extend(quote_spanned! {Span::mixed_site()=> Self::#ident { #(#patterns),* } => { #body } });
    }
    if arms.is_empty() {
        return TokenStream::new();
    }
    let rest = (!is_whole).then(|| quote! { _ => {} });
    quote_spanned! {Span::mixed_site()=> match #self_ { #arms #rest } }
}

/// The code for one field whose value is here; faults are for [`expand`] to tell.
pub(crate) fn of_field(
    lists: &[Vec<Item>],
    value: &TokenStream,
    ty: Option<&Type>,
    without: Option<&str>,
    root: &Root,
) -> TokenStream {
    let mut faults = Faults::default();
    let this = format_ident!("Nothing");
    let mut writer =
        Writer { root, parameters: Vec::new(), this: &this, bounds: Vec::new(), faults: &mut faults };
    let items = lists.iter().flatten().filter(|item| without.is_none_or(|word| item.name() != word));
    items.filter_map(|item| writer.step(item, value, ty)).collect()
}

impl Writer<'_> {
    fn steps(
        &mut self,
        items: &[Item],
        value: &TokenStream,
        ty: Option<&Type>,
        seen: &mut Vec<String>,
    ) -> TokenStream {
        let mut steps = TokenStream::new();
        for item in items {
            let word = item.name();
            if seen.contains(&word) && !matches!(&*word, "custom" | "with") {
                self.faults.at(item.span(), format_args!("`{word}` stands on this field twice"));
                continue;
            }
            seen.push(word);
            steps.extend(self.step(item, value, ty));
        }
        steps
    }

    fn step(&mut self, item: &Item, value: &TokenStream, ty: Option<&Type>) -> Option<TokenStream> {
        let word = item.name();
        let span = hygienic(item.span());
        let root = self.root.at(span);
        // At the word, so that the compiler points to it when the value does not suit.
        let value = &placed(value.clone(), item.span());
        match &*word {
            "nested" => {
                self.none(item)?;
                self.bound(ty, &quote_spanned! {span=> #root::Sanitize });
                Some(quote_spanned! {span=> #root::Sanitize::sanitize(#value); })
            }
            "each" => self.each(item, value, ty),
            "custom" => {
                let function = self.one(item, "a function that takes `&mut` of the value")?;
                Some(inside(value, ty, span, |inner| called(function, inner, &root, span)))
            }
            "with" => {
                let sanitizer = self.one(item, "a `Sanitizer<str>`")?;
                self.cleaned(item, value, ty, &sanitizer.to_token_stream())
            }
            _ => {
                let Some((function, takes_policy)) = SANITIZERS.iter().find(|(name, _)| *name == word) else {
                    self.unknown(item, &word);
                    return None;
                };
                let function = Ident::new(function, span);
                let sanitizer = if *takes_policy {
                    let policy = self.one(item, "a policy by its path")?;
                    quote_spanned! {span=> #root::sanitizers::#function(&#policy) }
                } else {
                    self.none(item)?;
                    quote_spanned! {span=> #root::sanitizers::#function() }
                };
                self.cleaned(item, value, ty, &sanitizer)
            }
        }
    }

    fn cleaned(
        &mut self,
        item: &Item,
        value: &TokenStream,
        ty: Option<&Type>,
        sanitizer: &TokenStream,
    ) -> Option<TokenStream> {
        let span = hygienic(item.span());
        let root = self.root.at(span);
        if let Some(ty) = ty {
            let mut inner = innermost(ty);
            while let Kind::List(item) | Kind::Map(_, item) = inner.1 {
                inner = innermost(item);
            }
            if !matches!(inner.1, Kind::Text | Kind::Unknown) {
                let (word, name) = (item.name(), written(inner.0));
                self.faults.at(
                    item.span(),
                    format_args!("`{word}` needs text that it may change; `{name}` is none"),
                );
                return None;
            }
        }
        self.bound(ty, &quote_spanned! {span=> #root::sanitizers::TextMut });
        Some(quote_spanned! {span=> #root::sanitizers::TextMut::clean_with(#value, &#sanitizer); })
    }

    fn each(&mut self, item: &Item, value: &TokenStream, ty: Option<&Type>) -> Option<TokenStream> {
        let items = match &item.given {
            Given::Rules(items) if !items.is_empty() => items,
            _ => {
                self.faults.at(item.span(), "`each` needs sanitizers: `each(trim)`");
                return None;
            }
        };
        let span = hygienic(item.span());
        let root = self.root.at(span);
        let of_item = ty.and_then(|ty| match innermost(ty).1 {
            Kind::List(item) | Kind::Map(_, item) => Some(item),
            _ => None,
        });
        if let (Some(ty), None) = (ty, of_item) {
            let (inner, kind) = innermost(ty);
            if !matches!(kind, Kind::Unknown) {
                let name = written(inner);
                self.faults.at(item.span(), format_args!("`each` needs a list or a map; `{name}` is none"));
                return None;
            }
        }
        let inner = self.steps(items, &quote_spanned! {span=> item }, of_item, &mut Vec::new());
        Some(quote_spanned! {span=> #root::__derive::Change::change_each(#value, |item| { #inner }); })
    }

    fn bound(&mut self, ty: Option<&Type>, needed: &TokenStream) {
        let Some(ty) = ty.filter(|ty| mentions(ty, &self.parameters) && !mentions(ty, &[self.this])) else {
            return;
        };
        let bound: WherePredicate = parse_quote! { #ty: #needed };
        let text = bound.to_token_stream().to_string();
        if !self.bounds.iter().any(|known| known.to_token_stream().to_string() == text) {
            self.bounds.push(bound);
        }
    }

    fn none(&mut self, item: &Item) -> Option<()> {
        match (&item.given, arguments(item).first()) {
            (Given::Arguments(_), None) => Some(()),
            (_, Some(argument)) => {
                self.faults.on(&argument.value, format_args!("`{}` takes no argument", item.name()));
                None
            }
            _ => {
                self.faults.at(item.span(), format_args!("`{}` takes no argument", item.name()));
                None
            }
        }
    }

    fn one<'i>(&mut self, item: &'i Item, what: &str) -> Option<&'i Expr> {
        match arguments(item)[..] {
            [Argument { name, value }]
                if name.as_ref().is_none_or(|name| name == "policy" || name == "function")
                    && !matches!(bare(value), Expr::Lit(_)) =>
            {
                Some(value)
            }
            _ => {
                let word = item.name();
                self.faults.at(item.span(), format_args!("`{word}` needs {what}: `{word}(…)`"));
                None
            }
        }
    }

    fn unknown(&mut self, item: &Item, word: &str) {
        let known = SANITIZERS.iter().map(|(name, _)| *name).chain(SANITIZE_CONTROLS.iter().copied());
        let hint = match did_you_mean(word, known) {
            hint if hint.is_empty() && words::find(word).is_some() => {
                "; it is a rule of `validate`".to_owned()
            }
            hint => hint,
        };
        self.faults.at(item.span(), format_args!("there is no sanitizer `{word}`{hint}"));
    }
}

fn called(function: &Expr, value: &TokenStream, root: &TokenStream, span: Span) -> TokenStream {
    match bare(function) {
        Expr::Closure(closure) if closure.inputs.iter().any(|input| !matches!(input, Pat::Type(_))) => {
            quote_spanned! {span=> #root::__derive::changed(#value, #function); }
        }
        Expr::Path(_) => quote_spanned! {span=> #function(#value); },
        _ => quote_spanned! {span=> (#function)(#value); },
    }
}
