//! `#[derive(Validate)]`.

use crate::attribute::Item;
use crate::expand::{Writer, is_asked, told};
use crate::fallback;
use crate::faults::Faults;
use crate::field::{self, Ruled, Step};
use crate::form;
use crate::rule::Own;
use crate::scope::{Scope, Sibling, hygienic};
use crate::serde_names::{self, Said};
use crate::types::{is_option, mentions};
use crate::whole::{self, Whole};
use crate::words;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Fields, GenericParam, Ident, Member, parse_quote};

/// The whole expansion.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    expand_with(input, false)
}

/// The same, and how the form is read when it is submitted.
pub(crate) fn expand_form(input: &DeriveInput) -> TokenStream {
    expand_with(input, true)
}

fn expand_with(input: &DeriveInput, is_form: bool) -> TokenStream {
    let mut faults = Faults::default();
    let whole = whole::read(&input.attrs, &["validate", "garde"], words::OF_THE_TYPE, &mut faults);
    let form = is_form.then(|| whole::of_the_form(&input.attrs, &mut faults));
    let said = serde_names::said(&input.attrs);
    let mut statics = Vec::new();
    let generic = whole.context.as_ref().map_or_else(|| quote! { __C }, |(ty, _)| ty.to_token_stream());
    let context = match &whole.context {
        Some((_, Some(name))) => name.clone(),
        _ => Ident::new("context", Span::call_site()),
    };
    let mut writer = Writer {
        root: &whole.root,
        context,
        parameters: input.generics.type_params().map(|parameter| &parameter.ident).collect(),
        this: &input.ident,
        bounds: Vec::new(),
        context_type: generic,
        is_for_all: whole.context.is_none(),
        form,
        is_parsed: false,
    };
    let mut rows = None;
    let mut reading = None;
    let mut around = Around { whole: &whole, said: &said, statics: &mut statics, faults: &mut faults };
    let body = match &input.data {
        Data::Struct(data) => {
            let (body, described) = of_struct(&data.fields, &mut around, &mut writer);
            if is_form && described.is_none() {
                around
                    .faults
                    .on(&input.ident, "a form has fields with names; a tuple and a unit struct have none");
            } else if is_form {
                reading = Some(reading_of(input, &data.fields, &mut around, &mut writer));
            }
            rows = described;
            body
        }
        Data::Enum(data) => of_enum(data, &mut around, &mut writer),
        Data::Union(data) => {
            faults.at(
                data.union_token.span,
                "the fields of a union cannot be told apart, so they have no rules",
            );
            TokenStream::new()
        }
    };
    let checks = checks(&whole, &writer, &mut statics, &mut faults);
    if !faults.is_empty() {
        let validate = fallback::validate(input, &whole, &faults);
        let form = is_form.then(|| fallback::form(input, &whole, &Faults::default()));
        return quote! { #validate #form };
    }
    let is_counted = whole.checks.iter().any(|(_, is_spared)| *is_spared);
    let before = is_counted.then(|| quote_spanned! {Span::mixed_site()=> let before = into.found(); });
    write(input, &whole, &writer, rows, &statics, &quote! { #before #body #checks }, reading.as_ref())
}

/// What the fields are read with.
struct Around<'a> {
    whole: &'a Whole,
    said: &'a Said,
    statics: &'a mut Vec<TokenStream>,
    faults: &'a mut Faults,
}

/// Calls of functions for the whole.
fn checks(
    whole: &Whole,
    writer: &Writer<'_>,
    statics: &mut Vec<TokenStream>,
    faults: &mut Faults,
) -> TokenStream {
    let mut scope = scope_of(whole, &[], 0, statics, faults);
    let calls = whole.checks.iter().filter_map(|(item, is_spared)| {
        let (function, takes_context, own) = field::call(item, &Own::default(), &mut scope)?;
        let span = hygienic(item.span());
        let this = Ident::new("self", span.resolved_at(Span::call_site()));
        let result = writer.called(&function, &this.to_token_stream(), takes_context, span);
        let told = told(&result, &own, span);
        let told = quote_spanned! {span=> let at = &mut *into; #told };
        Some(if *is_spared {
            quote_spanned! {span=> if into.found() == before { #told } }
        } else {
            told
        })
    });
    calls.collect()
}

fn scope_of<'a>(
    whole: &'a Whole,
    siblings: &'a [Sibling],
    place: usize,
    statics: &'a mut Vec<TokenStream>,
    faults: &'a mut Faults,
) -> Scope<'a> {
    let context = whole.context.as_ref().and_then(|(_, name)| name.as_ref());
    Scope { root: &whole.root, siblings, place, statics, context, faults }
}

/// A field with what its attributes say.
struct Read<'a> {
    field: &'a syn::Field,
    said: Said,
    lists: Vec<Vec<Item>>,
    sibling_name: String,
}

/// Names and attributes of the fields; `case` is what the container says of names.
fn read<'a>(fields: &'a Fields, case: Option<serde_names::Case>, faults: &mut Faults) -> Vec<Read<'a>> {
    let each = fields.iter().enumerate().map(|(index, field)| {
        let said = serde_names::said(&field.attrs);
        let plain = field.ident.as_ref().map_or_else(|| index.to_string(), |ident| ident.unraw().to_string());
        let name = match (&said.rename, case) {
            (Some(name), _) => name.clone(),
            (None, Some(case)) if field.ident.is_some() => case.of_field(&plain),
            _ => plain,
        };
        let lists = field::read(&field.attrs, faults);
        Read { field, said, lists, sibling_name: name }
    });
    each.collect()
}

fn ident_of(read: &Read<'_>, index: usize) -> String {
    read.field.ident.as_ref().map_or_else(|| index.to_string(), |ident| ident.unraw().to_string())
}

/// The code for all the fields, and which of them has a step.
fn of_fields(
    read: &[Read<'_>],
    siblings: &[Sibling],
    is_transparent: bool,
    around: &mut Around<'_>,
    writer: &mut Writer<'_>,
) -> (TokenStream, Vec<bool>, Vec<TokenStream>) {
    let mut body = TokenStream::new();
    let mut used = Vec::new();
    let mut rows = Vec::new();
    for (place, one) in read.iter().enumerate() {
        let mut scope = scope_of(around.whole, siblings, place, around.statics, around.faults);
        let ruled = field::ruled(&one.lists, &one.field.ty, &mut scope);
        if let (Some(_), false) = (around.whole.strict, ruled.has_attribute) {
            let tokens = one
                .field
                .ident
                .as_ref()
                .map_or_else(|| one.field.ty.to_token_stream(), quote::ToTokens::to_token_stream);
            around.faults.on(
                tokens,
                "`strict` asks for a rule on every field: where there is none, write `#[validate(skip)]`",
            );
        }
        let is_flat = is_transparent || one.said.is_flat;
        let form = writer.form.is_some().then(|| {
            let mut unheard = Faults::default();
            form::Reading::new(one.field, &one.sibling_name, &one.said, &mut unheard)
        });
        writer.is_parsed = form.as_ref().is_some_and(form::Reading::is_parsed);
        rows.extend(row(one, &ruled, is_flat, around.said, form.as_ref(), writer));
        let value = &siblings[place].value;
        let mut steps = writer.steps(&ruled.steps, value, Some(&one.field.ty));
        steps.extend(form.and_then(|form| inner_rules(&form, &ruled, value, writer)));
        used.push(!steps.is_empty());
        if steps.is_empty() {
            continue;
        }
        let span = one.field.ident.as_ref().map_or_else(Span::mixed_site, |ident| hygienic(ident.span()));
        let enter = enter(one, place, is_flat);
        let secret = ruled.secret.map(|_| quote_spanned! {span=> let at = &mut at.secret(); });
        body.extend(quote_spanned! {span=> { #enter #secret #steps } });
    }
    (body, used, rows)
}

/// Where the violations of a field go.
fn enter(one: &Read<'_>, place: usize, is_flat: bool) -> TokenStream {
    let span = one.field.ident.as_ref().map_or_else(Span::mixed_site, |ident| hygienic(ident.span()));
    let name = &one.sibling_name;
    match &one.field.ident {
        _ if is_flat => quote_spanned! {span=> let at = &mut *into; },
        Some(_) => quote_spanned! {span=> let at = &mut into.field(#name); },
        None => {
            let index = proc_macro2::Literal::usize_unsuffixed(place);
            quote_spanned! {span=> let at = &mut into.index(#index); }
        }
    }
}

/// The rules of the forms in a field, which the type itself knows of, unless the field says it.
fn inner_rules(
    form: &form::Reading<'_>,
    ruled: &Ruled<'_>,
    value: &TokenStream,
    writer: &mut Writer<'_>,
) -> Option<TokenStream> {
    let is_said = ruled.is_skipped || ruled.steps.iter().any(Step::is_nested);
    if is_said || !form.is_open() {
        return None;
    }
    let span = Span::mixed_site();
    let (root, ty) = (writer.root.at(span), &form.field.ty);
    let context_type = writer.context_type.clone();
    if writer.is_generic(Some(ty)).is_some() {
        writer.add(quote_spanned! {span=> #ty: #root::form::FromForm<#context_type> });
    }
    let context = &writer.context;
    Some(quote_spanned! {span=>
        <#ty as #root::form::FromForm<#context_type>>::check_inside(#value, #context, at);
    })
}

/// How the form is read: each field by itself.
fn reading_of(
    input: &DeriveInput,
    fields: &Fields,
    around: &mut Around<'_>,
    writer: &mut Writer<'_>,
) -> TokenStream {
    let read = read(fields, around.said.rename_all, &mut Faults::default());
    let siblings: Vec<Sibling> = read
        .iter()
        .enumerate()
        .map(|(place, one)| Sibling {
            ident: ident_of(one, place),
            name: one.sibling_name.clone(),
            value: form::binding(place).to_token_stream(),
        })
        .collect();
    let is_newtype = matches!(fields, Fields::Unnamed(_)) || around.said.is_transparent;
    let (mut readings, mut enters) = (Vec::new(), Vec::new());
    for (place, one) in read.iter().enumerate() {
        let mut reading = form::Reading::new(one.field, &one.sibling_name, &one.said, around.faults);
        // What is wrong with the rules is told where they are read for the first time.
        let mut unheard = Faults::default();
        let mut scope = scope_of(around.whole, &siblings, place, around.statics, &mut unheard);
        let ruled = field::ruled(&one.lists, &one.field.ty, &mut scope);
        reading.is_flat = is_newtype || one.said.is_flat;
        reading.is_secret = ruled.secret.is_some();
        reading.may_be_any = ruled.may_be_any;
        reading.has_range = ruled.steps.iter().any(Step::is_range);
        reading.has_default = one.said.has_default || around.said.has_default;
        reading.whole_default = around.said.has_default.then(|| {
            let member = one.field.ident.clone().map_or_else(|| Member::from(place), Member::Named);
            whole_default(around.said, &member)
        });
        let value = &siblings[place].value;
        for step in &ruled.steps {
            reading.steps.push(writer.steps(std::slice::from_ref(step), value, Some(&one.field.ty)));
        }
        let inner = inner_rules(&reading, &ruled, value, writer);
        reading.steps.extend(inner);
        enters.push(enter(one, place, reading.is_flat));
        readings.push(reading);
    }
    form::of_struct(input, &readings, &enters, writer, is_newtype)
}

/// What a field has in the default of the whole.
fn whole_default(whole: &Said, member: &Member) -> TokenStream {
    let span = Span::mixed_site();
    if let Some(path) = &whole.default {
        return quote_spanned! {span=> { let whole: Self = #path(); whole.#member } };
    }
    quote_spanned! {span=> <Self as ::core::default::Default>::default().#member }
}

/// The field as data; nothing for one that is not read.
fn row(
    one: &Read<'_>,
    ruled: &Ruled<'_>,
    is_flat: bool,
    container: &Said,
    form: Option<&form::Reading<'_>>,
    writer: &Writer<'_>,
) -> Option<TokenStream> {
    if one.said.is_skipped {
        return None;
    }
    let steps: Vec<&Step<'_>> = ruled.steps.iter().collect();
    // What is transparent is a newtype in data.
    let has_name = one.field.ident.is_some() && !container.is_transparent;
    let name = if has_name { &*one.sibling_name } else { "" };
    let plain = writer.field_rules(name, &one.field.ty, &steps);
    let is_option = is_option(&one.field.ty) && !one.said.is_own;
    let is_blank = form.is_some_and(form::Reading::is_blank);
    let may_be_missing =
        (is_option || is_blank || one.said.has_default || container.has_default) && !is_asked(&steps);
    let optional = may_be_missing.then(|| quote! { .optional() });
    let secret = ruled.secret.map(|_| quote! { .secret() });
    let flat = is_flat.then(|| quote! { .flat() });
    let aliases = &one.said.aliases;
    let alias = (!aliases.is_empty()).then(|| quote! { .with_aliases(&[#(#aliases),*]) });
    let own = one.said.is_own.then(|| quote! { .read_by_own() });
    let form = form.map(|form| form.row(&writer.root.at(Span::mixed_site())));
    Some(quote! { #plain #optional #secret #flat #alias #own #form })
}

fn of_struct(
    fields: &Fields,
    around: &mut Around<'_>,
    writer: &mut Writer<'_>,
) -> (TokenStream, Option<Vec<TokenStream>>) {
    let read = read(fields, around.said.rename_all, around.faults);
    let siblings: Vec<Sibling> = read
        .iter()
        .enumerate()
        .map(|(index, one)| {
            let member = one.field.ident.clone().map_or_else(|| Member::from(index), Member::Named);
            let span = one
                .field
                .ident
                .as_ref()
                .map_or_else(Span::call_site, |ident| ident.span().resolved_at(Span::call_site()));
            let this = Ident::new("self", span);
            let value = quote_spanned! {hygienic(span)=> &#this.#member };
            Sibling { ident: ident_of(one, index), name: one.sibling_name.clone(), value }
        })
        .collect();
    let is_newtype = matches!(fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
    let (body, _, rows) =
        of_fields(&read, &siblings, is_newtype || around.said.is_transparent, around, writer);
    // A tuple is a list in data, and a list has no field with a name; a unit is `null`.
    let has_names = matches!(fields, Fields::Named(_)) || is_newtype;
    (body, has_names.then_some(rows))
}

fn of_enum(data: &syn::DataEnum, around: &mut Around<'_>, writer: &mut Writer<'_>) -> TokenStream {
    let mut arms = TokenStream::new();
    let mut is_whole = true;
    for variant in &data.variants {
        for item in field::read(&variant.attrs, around.faults).into_iter().flatten() {
            around.faults.at(item.span(), "rules stand above the fields of a variant, not above the variant");
        }
        let said = serde_names::said(&variant.attrs);
        let read = read(&variant.fields, said.rename_all.or(around.said.rename_all_fields), around.faults);
        let bindings: Vec<Ident> =
            (0..read.len()).map(|index| format_ident!("field_{index}", span = Span::mixed_site())).collect();
        let siblings: Vec<Sibling> = read
            .iter()
            .enumerate()
            .map(|(index, one)| Sibling {
                ident: ident_of(one, index),
                name: one.sibling_name.clone(),
                value: bindings[index].to_token_stream(),
            })
            .collect();
        let is_newtype = matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
        let (body, _, _) = of_fields(&read, &siblings, is_newtype, around, writer);
        if body.is_empty() {
            is_whole = false;
            continue;
        }
        let ident = &variant.ident;
        let plain = ident.unraw().to_string();
        let name = said
            .rename
            .or_else(|| around.said.rename_all.map(|case| case.of_variant(&plain)))
            .unwrap_or(plain);
        let enter = match (&around.said.tag, &around.said.content) {
            _ if around.said.is_untagged || said.is_untagged => None,
            (Some(_), None) => None,
            (Some(_), Some(content)) => Some(content.clone()),
            (None, _) => Some(name),
        };
        let enter =
            enter.map(|name| quote_spanned! {Span::mixed_site()=> let into = &mut into.field(#name); });
        let members = read
            .iter()
            .enumerate()
            .map(|(index, one)| one.field.ident.clone().map_or_else(|| Member::from(index), Member::Named));
        let used = bindings.iter().map(|binding| mentions(&body, &[binding]));
        let patterns = bindings.iter().zip(used).map(|(binding, is_used)| {
            if is_used {
                binding.to_token_stream()
            } else {
                quote! { _ }
            }
        });
        arms.extend(quote_spanned! {Span::mixed_site()=>
            Self::#ident { #(#members: #patterns),* } => { #enter #body }
        });
    }
    if arms.is_empty() {
        return TokenStream::new();
    }
    let rest = (!is_whole).then(|| quote! { _ => {} });
    let this = Ident::new("self", Span::call_site());
    quote_spanned! {Span::mixed_site()=> match #this { #arms #rest } }
}

fn write(
    input: &DeriveInput,
    whole: &Whole,
    writer: &Writer<'_>,
    rows: Option<Vec<TokenStream>>,
    statics: &[TokenStream],
    body: &TokenStream,
    reading: Option<&TokenStream>,
) -> TokenStream {
    let span = Span::mixed_site();
    let root = whole.root.at(span);
    let ident = &input.ident;
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let (own_generics, _, own_where) = input.generics.split_for_impl();
    let mut generics = input.generics.clone();
    if whole.context.is_none() {
        let parameter: GenericParam = parse_quote! { __C: ?::core::marker::Sized };
        generics.params.push(parameter);
    }
    if !writer.bounds.is_empty() {
        let bounds = writer.bounds.iter().map(|bound| -> syn::WherePredicate {
            parse_quote! { #bound }
        });
        generics.make_where_clause().predicates.extend(bounds);
    }
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let context_type = &writer.context_type;
    // What is not used gets no name, so that the compiler does not complain about it.
    let context = if mentions(body, &[&writer.context]) {
        writer.context.to_token_stream()
    } else {
        quote! { _ }
    };
    let into = if body.is_empty() {
        quote_spanned! {span=> _ }
    } else {
        quote_spanned! {span=> into }
    };
    let this = Ident::new("self", Span::call_site());
    let allow = allow_deprecated(input);
    let fields = rows.map(|rows| {
        let mut own_where = own_where.cloned();
        if let (Data::Struct(data), true) = (&input.data, writer.form.is_some()) {
            let generic = data.fields.iter().filter(|field| mentions(&field.ty, &writer.parameters));
            let bounds = generic.map(|field| {
                let ty = &field.ty;
                parse_quote! { #ty: #root::form::FormField }
            });
            let empty = || syn::WhereClause {
                where_token: syn::token::Where::default(),
                predicates: syn::punctuated::Punctuated::new(),
            };
            own_where
                .get_or_insert_with(empty)
                .predicates
                .extend::<Vec<syn::WherePredicate>>(bounds.collect());
        }
        let token = writer.form.is_some_and(|form| form.has_token).then(|| {
            quote_spanned! {span=> const CSRF: bool = #root::__derive::CSRF_NEEDS_THE_FEATURE_SIGN; }
        });
        quote_spanned! {span=>
            #allow
            #[automatically_derived]
            impl #own_generics #root::Fields for #ident #ty_generics #own_where {
                const FIELDS: &'static [#root::FieldRules] = &[#(#rows),*];
                #token
            }
        }
    });
    quote_spanned! {span=>
        const _: () = {
            #(#statics)*
            #allow
            #[automatically_derived]
            impl #impl_generics #root::ValidateWith<#context_type> for #ident #ty_generics #where_clause {
                fn validate_into(&#this, #context: &#context_type, #into: &mut #root::Collector<'_>) {
                    #body
                }
            }
            #fields
            #reading
        };
    }
}

/// What is deprecated for others is not for its own rules.
pub(crate) fn allow_deprecated(input: &DeriveInput) -> Option<TokenStream> {
    let has = |attributes: &[syn::Attribute]| {
        attributes.iter().any(|attribute| attribute.path().is_ident("deprecated"))
    };
    let of_fields = |fields: &Fields| fields.iter().any(|field| has(&field.attrs));
    let is_deprecated = has(&input.attrs)
        || match &input.data {
            Data::Struct(data) => of_fields(&data.fields),
            Data::Enum(data) => {
                data.variants.iter().any(|variant| has(&variant.attrs) || of_fields(&variant.fields))
            }
            Data::Union(_) => false,
        };
    is_deprecated.then(|| quote! { #[allow(deprecated)] })
}
