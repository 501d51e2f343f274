//! `#[derive(Form)]`: the rules, the sanitizers, and how a submitted form becomes a value.

use crate::attribute::{Argument, Item, items_of};
use crate::expand::Writer;
use crate::faults::{Faults, did_you_mean, listed};
use crate::rule::arguments;
use crate::scope::Root;
use crate::serde_names;
use crate::types::{Kind, innermost, kind, mentions, without_options};
use crate::{choice, sanitize, validate, words};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::{Data, DeriveInput, Expr, Field, Generics, Ident, Member, Type};

/// The whole expansion.
pub(crate) fn expand(input: &DeriveInput) -> TokenStream {
    if let Data::Enum(data) = &input.data {
        return choice::expand(input, data);
    }
    let rules = validate::expand_form(input);
    let sanitizers = sanitize::expand(input, |field| !matches!(way(field), Way::Type));
    quote! { #rules #sanitizers }
}

/// What `#[form(..)]` says of a field.
#[derive(Default)]
pub(crate) struct Said {
    parse: Option<Span>,
    file: Option<Expr>,
    is_blank: bool,
    label: Option<Expr>,
    autocomplete: Option<Expr>,
}

const WORDS: &[&str] = &["parse", "file", "blank", "nested", "label", "autocomplete"];

/// Reads it.
pub(crate) fn said(field: &Field, faults: &mut Faults) -> Said {
    let mut said = Said::default();
    for item in items_of(&field.attrs, &["form"], faults).into_iter().flatten() {
        let word = item.name();
        let given = arguments(&item);
        match (&*word, &given[..]) {
            ("parse", []) => said.parse = Some(item.span()),
            ("blank", []) => said.is_blank = true,
            // A type that is a form is known by its trait.
            ("nested", []) => {}
            ("file", [Argument { name: None, value }]) => said.file = Some(value.clone()),
            ("label", [Argument { name: None, value }]) => said.label = Some(value.clone()),
            ("autocomplete", [Argument { name: None, value }]) => said.autocomplete = Some(value.clone()),
            ("parse" | "blank" | "nested", _) => {
                faults.at(item.span(), format_args!("`{word}` takes no argument"));
            }
            ("file", _) => faults.at(item.span(), "`file` needs a policy of uploads: `file(AVATAR)`"),
            ("label" | "autocomplete", _) => {
                faults.at(item.span(), format_args!("`{word}` is a text: `{word} = \"…\"`"));
            }
            _ if words::find(&word).is_some() || words::CONTROLS.contains(&&*word) => {
                faults.at(item.span(), format_args!("`{word}` is a rule: write `#[validate({word})]`"));
            }
            _ => {
                let hint = match did_you_mean(&word, WORDS.iter().copied()) {
                    hint if hint.is_empty() => format!("; there is {}", listed(WORDS.iter().copied())),
                    hint => hint,
                };
                faults.at(item.span(), format_args!("there is no word `{word}` for a field of a form{hint}"));
            }
        }
    }
    said
}

/// How a field is read.
pub(crate) enum Way {
    /// By its type.
    Type,
    /// By `FromStr`.
    Parse,
    /// A Safe type, by the policy of the rule or of the sanitizer of this name.
    Safe { policy: Box<Expr>, word: &'static str, is_cleaned: bool },
    /// A Safe type without a policy.
    NoPolicy(&'static str),
}

/// The Safe types, the rule that checks one, and the sanitizer that makes one.
const SAFE: &[(&str, &str, Option<&str>)] = &[
    ("SafeRedirect", "redirect", None),
    ("SafeUri", "uri", None),
    ("SafeFilename", "filename", None),
    ("SafeText", "text", Some("text")),
    ("SafeHtml", "html_clean", Some("html")),
];

/// How it is read; what is wrong with its attributes is told elsewhere.
fn way(field: &Field) -> Way {
    let mut faults = Faults::default();
    let said = said(field, &mut faults);
    if said.parse.is_some() {
        return Way::Parse;
    }
    let (_, inner) = without_options(&field.ty);
    let Type::Path(path) = inner else { return Way::Type };
    let Some(last) = path.path.segments.last() else { return Way::Type };
    let Some((_, rule, sanitizer)) = SAFE.iter().find(|(name, ..)| last.ident == name) else {
        return Way::Type;
    };
    let policy = |names: &[&str], word: &str, faults: &mut Faults| {
        let items = items_of(&field.attrs, names, faults);
        items.iter().flatten().filter(|item| item.name() == word).find_map(|item| {
            let argument = arguments(item).into_iter().find(|argument| {
                argument.name.as_ref().is_none_or(|name| name == "policy" || name == "function")
            });
            argument.map(|argument| Box::new(argument.value.clone()))
        })
    };
    if let Some((word, policy)) =
        sanitizer.and_then(|word| Some((word, policy(&["clean"], word, &mut faults)?)))
    {
        return Way::Safe { policy, word, is_cleaned: true };
    }
    match policy(&["validate", "garde"], rule, &mut faults) {
        Some(policy) => Way::Safe { policy, word: rule, is_cleaned: false },
        None => Way::NoPolicy(rule),
    }
}

/// A field with all that its reading needs.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct Reading<'a> {
    pub(crate) field: &'a Field,
    pub(crate) name: &'a str,
    pub(crate) serde: &'a serde_names::Said,
    pub(crate) is_flat: bool,
    pub(crate) is_secret: bool,
    pub(crate) may_be_any: bool,
    /// What is not sent is the default of its type.
    pub(crate) has_default: bool,
    /// Its value in the default of the whole, where the whole has one.
    pub(crate) whole_default: Option<TokenStream>,
    /// A rule says between which numbers it is.
    pub(crate) has_range: bool,
    /// The code of its rules, with a reference to its value and to those of others under their bindings.
    pub(crate) steps: Vec<TokenStream>,
    pub(crate) said: Said,
    way: Way,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        field: &'a Field,
        name: &'a str,
        serde: &'a serde_names::Said,
        faults: &mut Faults,
    ) -> Self {
        let said = said(field, faults);
        let way = way(field);
        if let Way::NoPolicy(word) = way {
            let sanitizer = SAFE.iter().find_map(|(_, rule, sanitizer)| sanitizer.filter(|_| *rule == word));
            let or = sanitizer.map(|word| format!(" or `#[clean({word}(POLICY))]`")).unwrap_or_default();
            faults.on(
                &field.ty,
                format_args!("a Safe type is read by a policy: write `#[validate({word}(POLICY))]`{or}"),
            );
        }
        Self {
            field,
            name,
            serde,
            is_flat: false,
            is_secret: false,
            may_be_any: false,
            has_default: false,
            whole_default: None,
            has_range: false,
            steps: Vec::new(),
            said,
            way,
        }
    }

    /// Whether its type may be a form with rules of its own.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.way, Way::Type)
            && self.said.file.is_none()
            && matches!(leaf(&self.field.ty), Kind::Unknown)
    }

    pub(crate) fn is_parsed(&self) -> bool {
        matches!(self.way, Way::Parse)
    }

    pub(crate) fn is_blank(&self) -> bool {
        self.said.is_blank
    }

    /// What the row of the field says besides its rules.
    pub(crate) fn row(&self, root: &TokenStream) -> TokenStream {
        let mut row = TokenStream::new();
        let tidies = Ident::new(self.tidies(), Span::mixed_site());
        if tidies != "Nothing" {
            row.extend(quote! { .tidied(#root::form::Tidies::#tidies) });
        }
        if let Some(label) = &self.said.label {
            row.extend(quote! { .labelled(#label) });
        }
        if let Some(autocomplete) = &self.said.autocomplete {
            row.extend(quote! { .filled_in(#autocomplete) });
        }
        if let Some(policy) = &self.said.file {
            row.extend(quote! { .taking(|| &#policy) });
        }
        row
    }

    fn tidies(&self) -> &'static str {
        let lists = items_of(&self.field.attrs, &["clean"], &mut Faults::default());
        let mut most = 0;
        for item in lists.iter().flatten() {
            most = most.max(match &*item.name() {
                "trim" => 1,
                "collapse_whitespace" | "digits" | "strip_backspaces" => 2,
                // The forms in it say this of their own fields.
                "nested" => 0,
                _ => 3,
            });
        }
        ["Nothing", "Ends", "Shortens", "Anything"][most]
    }

    /// The code that reads it: a `Result` of its type.
    fn read(&self, root: &Root, context: &TokenStream, context_type: &TokenStream) -> TokenStream {
        let span = Span::mixed_site();
        let crate_path = root.at(span);
        let ty = &self.field.ty;
        let default = self.default_of_data(span);
        if self.serde.is_skipped {
            return quote_spanned! {span=>
                ::core::result::Result::Ok::<#ty, #crate_path::Report>(#default)
            };
        }
        let place = if self.is_flat && matches!(innermost(ty).1, Kind::Map(..)) {
            quote_spanned! {span=> #crate_path::__derive::rest(input, <Self as #crate_path::Fields>::FIELDS) }
        } else if self.is_flat {
            quote_spanned! {span=> input }
        } else {
            let name = self.name;
            let aliases =
                self.serde.aliases.iter().map(|alias| quote_spanned! {span=> .or(input.child(#alias)) });
            quote_spanned! {span=> input.child(#name) #(#aliases)* }
        };
        let lists = items_of(&self.field.attrs, &["clean"], &mut Faults::default());
        let (depth, inner) = without_options(ty);
        let read = match &self.way {
            Way::Type | Way::NoPolicy(_) => {
                let value = quote_spanned! {span=> &mut value };
                let tidy = sanitize::of_field(&lists, &value, Some(ty), None, root);
                let blank = self.said.is_blank.then(|| quote_spanned! {span=> .blank() });
                let any = self.may_be_any.then(|| quote_spanned! {span=> .any_text() });
                let mutable = (!tidy.is_empty()).then(|| quote_spanned! {span=> mut });
                let read = quote_spanned! {span=>
                    <#ty as #crate_path::form::FromForm<#context_type>>
                };
                quote_spanned! {span=>
                    match #read::from_form(input, #context) {
                        ::core::result::Result::Ok(#mutable value) => {
                            #tidy
                            #read::settle(value, #crate_path::form::Allowed::usual() #blank #any)
                        }
                        ::core::result::Result::Err(report) => ::core::result::Result::Err(report),
                    }
                }
            }
            Way::Parse => {
                let tidy = Self::tidy(&lists, None, root);
                optional(
                    depth,
                    &crate_path,
                    span,
                    &quote_spanned! {span=>
                        #crate_path::__derive::parsed::<#inner>(input, #tidy)
                    },
                )
            }
            Way::Safe { policy, word, is_cleaned } => {
                let tidy = Self::tidy(&lists, is_cleaned.then_some(*word), root);
                let function = Ident::new(if *is_cleaned { "cleaned" } else { "checked" }, span);
                optional(
                    depth,
                    &crate_path,
                    span,
                    &quote_spanned! {span=>
                        #crate_path::__derive::#function::<#inner>(input, &#policy, #tidy)
                    },
                )
            }
        };
        let of_type = quote_spanned! {span=> ::core::default::Default::default() };
        let mut spared = Vec::new();
        if self.has_default {
            spared.push((quote_spanned! {span=> input.is_absent() }, default));
        }
        if self.said.is_blank {
            spared.push((quote_spanned! {span=> input.is_blank() }, of_type));
        } else if self.is_flat && depth > 0 && self.is_open() {
            // The other fields that stand there are none of the form's.
            let is_blank = quote_spanned! {span=>
                #crate_path::__derive::is_blank_form(input, <#ty as #crate_path::form::FormField>::KIND)
            };
            spared.push((is_blank, of_type));
        }
        // A number that is beyond its type is beyond the rule's range, which says it better.
        let limited = self.has_range.then(|| {
            let name = self.name;
            quote_spanned! {span=>
                .map_err(|report| #crate_path::__derive::limited(report, <Self as #crate_path::Fields>::FIELDS, #name))
            }
        });
        let read = quote_spanned! {span=> #read #limited };
        let read = spared.into_iter().rfold(read, |read, (is_spared, value)| {
            quote_spanned! {span=> if #is_spared { ::core::result::Result::Ok(#value) } else { #read } }
        });
        quote_spanned! {span=> { let input = #place; #read } }
    }

    /// What serde gives to a field that is not in the data.
    fn default_of_data(&self, span: Span) -> TokenStream {
        match (&self.serde.default, &self.whole_default) {
            (Some(path), _) => quote_spanned! {span=> #path() },
            (None, Some(whole)) if !self.serde.has_default => whole.clone(),
            _ => quote_spanned! {span=> ::core::default::Default::default() },
        }
    }

    /// What the sanitizers do to the text before it becomes a value.
    fn tidy(lists: &[Vec<Item>], without: Option<&str>, root: &Root) -> TokenStream {
        let span = Span::mixed_site();
        let text = quote_spanned! {span=> text };
        let steps = sanitize::of_field(lists, &text, None, without, root);
        if steps.is_empty() {
            quote_spanned! {span=> |_| {} }
        } else {
            quote_spanned! {span=> |text: &mut ::std::string::String| { #steps } }
        }
    }

    /// The code that writes it back.
    fn fill(&self, root: &TokenStream, member: &Member) -> TokenStream {
        let span = Span::mixed_site();
        if self.serde.is_skipped || self.is_secret {
            return TokenStream::new();
        }
        let name = self.name;
        let this = Ident::new("self", Span::call_site());
        let place = if self.is_flat {
            quote_spanned! {span=> into }
        } else {
            quote_spanned! {span=> &mut into.field(#name) }
        };
        if self.is_parsed() {
            let value = quote_spanned! {span=> &#this.#member };
            return crate::inside::inside(&value, Some(&self.field.ty), span, |value| {
                quote_spanned! {span=> #root::form::Filler::shown(#place, #value); }
            });
        }
        quote_spanned! {span=> #root::form::FormField::fill(&#this.#member, #place); }
    }
}

/// What is in every list, map, `Option` and pointer.
fn leaf(ty: &Type) -> Kind<'_> {
    match kind(ty) {
        Kind::Option(inner) | Kind::Pointer(inner) | Kind::List(inner) | Kind::Map(_, inner) => leaf(inner),
        kind => kind,
    }
}

/// The reading of what stands in so many `Option`s.
fn optional(depth: usize, root: &TokenStream, span: Span, read: &TokenStream) -> TokenStream {
    let mut read = read.clone();
    for _ in 0..depth {
        read = quote_spanned! {span=> #root::__derive::optional(input, |input| #read) };
    }
    read
}

/// The name under which a field's value stands while the form is read.
pub(crate) fn binding(place: usize) -> Ident {
    format_ident!("value_{place}", span = Span::mixed_site())
}

/// What is told when not all fields could be read: what is wrong with each, and the rules of those that are there.
fn partial_of(
    readings: &[Reading<'_>],
    enters: &[TokenStream],
    results: &[Ident],
    bindings: &[Ident],
) -> TokenStream {
    let span = Span::mixed_site();
    let partial = readings.iter().enumerate().map(|(place, reading)| {
        let (result, enter) = (&results[place], &enters[place]);
        let secret = reading.is_secret.then(|| quote_spanned! {span=> let at = &mut at.secret(); });
        let steps = reading.steps.iter().filter_map(|step| {
            // The form itself is not there.
            if mentions(step, &[&Ident::new("self", Span::call_site())]) {
                return None;
            }
            let others: Vec<&Ident> = bindings
                .iter()
                .enumerate()
                .filter(|(other, name)| *other != place && mentions(step, &[name]))
                .map(|(_, name)| name)
                .collect();
            Some(if others.is_empty() {
                step.clone()
            } else {
                quote_spanned! {span=>
                    if let (#(::core::option::Option::Some(#others),)*) = (#(#others,)*) { #step }
                }
            })
        });
        let steps: TokenStream = steps.collect();
        let binding = &bindings[place];
        let checked = (!steps.is_empty()).then(|| {
            quote_spanned! {span=>
                if let ::core::option::Option::Some(#binding) = #binding { #steps }
            }
        });
        quote_spanned! {span=> {
            #enter #secret
            if let ::core::result::Result::Err(report) = &#result {
                at.result(::core::result::Result::Err(::core::clone::Clone::clone(report)));
            }
            #checked
        } }
    });
    let partial: TokenStream = partial.collect();
    let seen = bindings.iter().zip(results).filter(|(binding, _)| mentions(&partial, &[binding]));
    let seen = seen.map(|(binding, result)| {
        quote_spanned! {span=>
            let #binding = #result.as_ref().ok();
        }
    });
    let seen: TokenStream = seen.collect();
    quote_spanned! {span=> #seen #partial }
}

/// The parameters of the two traits, with what they ask of fields whose type depends on one.
fn bounded(input: &DeriveInput, readings: &[Reading<'_>], writer: &Writer<'_>) -> (Generics, Generics) {
    let root = writer.root.at(Span::mixed_site());
    let context_type = &writer.context_type;
    let mut generics = input.generics.clone();
    if writer.is_for_all {
        let parameter: syn::GenericParam = syn::parse_quote! { __C: ?::core::marker::Sized };
        generics.params.push(parameter);
    }
    let mut field_generics = input.generics.clone();
    for reading in readings.iter().filter(|reading| mentions(&reading.field.ty, &writer.parameters)) {
        let ty = &reading.field.ty;
        generics
            .make_where_clause()
            .predicates
            .push(syn::parse_quote! { #ty: #root::form::FromForm<#context_type> });
        field_generics.make_where_clause().predicates.push(syn::parse_quote! { #ty: #root::form::FormField });
    }
    (generics, field_generics)
}

/// `FormField` and `FromForm` of a struct.
pub(crate) fn of_struct(
    input: &DeriveInput,
    readings: &[Reading<'_>],
    enters: &[TokenStream],
    writer: &Writer<'_>,
    is_newtype: bool,
) -> TokenStream {
    let span = Span::mixed_site();
    let root = writer.root.at(span);
    let ident = &input.ident;
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let context_type = &writer.context_type;
    let context = &writer.context;
    let context_tokens = context.to_token_stream();
    let members: Vec<Member> = readings
        .iter()
        .enumerate()
        .map(|(place, reading)| {
            reading.field.ident.clone().map_or_else(|| Member::from(place), Member::Named)
        })
        .collect();
    let reads = readings.iter().map(|reading| reading.read(writer.root, &context_tokens, context_type));
    let results: Vec<Ident> =
        (0..readings.len()).map(|place| format_ident!("read_{place}", span = span)).collect();
    let bindings: Vec<Ident> = (0..readings.len()).map(binding).collect();
    let partial = partial_of(readings, enters, &results, &bindings);
    // A lone value is none of a form; a newtype is the value.
    let is_named = readings.iter().all(|reading| reading.field.ident.is_some() && !is_newtype);
    let lone = is_named.then(|| quote_spanned! {span=> #root::__derive::no_value(input)?; });
    let denies_unknown = writer.form.is_some_and(|form| form.denies_unknown);
    let unknown = denies_unknown.then(|| {
        quote_spanned! {span=>
            let unknown = #root::__derive::unknown(input, <Self as #root::Fields>::FIELDS);
        }
    });
    let guard = denies_unknown.then(|| quote_spanned! {span=> if unknown == 0 });
    let told = denies_unknown.then(|| {
        quote_spanned! {span=>
            if unknown > 0 { into.push(#root::Violation::new("unknown").with_param("count", unknown)); }
        }
    });
    let fills = readings.iter().zip(&members).map(|(reading, member)| reading.fill(&root, member));
    let (generics, field_generics) = bounded(input, readings, writer);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (field_impl_generics, _, field_where) = field_generics.split_for_impl();
    let allow = validate::allow_deprecated(input);
    let this = Ident::new("self", Span::call_site());
    quote_spanned! {span=>
        #allow
        #[automatically_derived]
        impl #field_impl_generics #root::form::FormField for #ident #ty_generics #field_where {
            const KIND: #root::FieldKind = #root::FieldKind::Form(<Self as #root::Fields>::fields);

            fn fill(&#this, into: &mut #root::form::Filler<'_>) {
                let _ = &into;
                #(#fills)*
            }
        }
        #allow
        #[automatically_derived]
        impl #impl_generics #root::form::FromForm<#context_type> for #ident #ty_generics #where_clause {
            fn from_form(
                input: #root::form::Input<'_>,
                #context: &#context_type,
            ) -> ::core::result::Result<Self, #root::Report> {
                let _ = (&input, &#context);
                #lone
                #unknown
                let (#(#results,)*) = match (#(#reads,)*) {
                    (#(::core::result::Result::Ok(#bindings),)*) #guard => {
                        return ::core::result::Result::Ok(Self { #(#members: #bindings),* });
                    }
                    read => read,
                };
                let mut report = #root::Report::new();
                let into = &mut #root::Collector::new(&mut report);
                #partial
                #told
                ::core::result::Result::Err(report)
            }

            fn check_inside(&#this, #context: &#context_type, at: &mut #root::Collector<'_>) {
                #root::ValidateWith::<#context_type>::validate_into(#this, #context, at);
            }
        }
    }
}
