//! Steps as code.

use crate::field::{Over, Step};
use crate::inside::inside;
use crate::scope::{Root, hygienic, placed};
use crate::types::{Kind, innermost, is_option, is_set, kind, mentions, without_options};
use crate::whole::OfTheForm;
use crate::words::Need;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Ident, Pat, Type, parse_quote};

/// What the code of every field needs to know.
pub(crate) struct Writer<'a> {
    pub(crate) root: &'a Root,
    pub(crate) context: Ident,
    /// The names of the type parameters.
    pub(crate) parameters: Vec<&'a Ident>,
    /// The name of the type itself, which a bound must not mention.
    pub(crate) this: &'a Ident,
    pub(crate) bounds: Vec<TokenStream>,
    /// What the trait is for: a type, or every one.
    pub(crate) context_type: TokenStream,
    pub(crate) is_for_all: bool,
    /// For a form that is submitted, the type says what a field is; and what stands above the type.
    pub(crate) form: Option<OfTheForm>,
    /// A field that `FromStr` reads.
    pub(crate) is_parsed: bool,
}

impl Writer<'_> {
    /// The steps for a value; `value` is a reference to it, and `at` the place of it.
    pub(crate) fn steps(
        &mut self,
        steps: &[Step<'_>],
        value: &TokenStream,
        ty: Option<&Type>,
    ) -> TokenStream {
        steps.iter().map(|step| self.step(step, value, ty)).collect()
    }

    fn step(&mut self, step: &Step<'_>, value: &TokenStream, ty: Option<&Type>) -> TokenStream {
        // At the word, so that the compiler points to it when the value does not suit.
        let value = &placed(value.clone(), step.span());
        match step {
            Step::Rule { span, need, rule } => {
                let span = hygienic(*span);
                self.bound(ty, *need, span);
                let (spares_none, rule) = (rule.spares_none, &rule.value);
                let check = quote_spanned! {span=> at.check(&#rule, #value); };
                if spares_none && ty.is_some_and(|ty| matches!(kind(ty), Kind::Option(_))) {
                    return quote_spanned! {span=> if ::core::option::Option::is_some(#value) { #check } };
                }
                check
            }
            Step::Nested(span) => {
                let span = hygienic(*span);
                let root = self.root.at(span);
                let mut context = self.context.clone();
                context.set_span(span.resolved_at(context.span()));
                let context_type = placed(self.context_type.clone(), span);
                if let Some(ty) = self.is_generic(ty) {
                    let context = &self.context_type;
                    let bound = quote_spanned! {span=> #ty: #root::ValidateWith<#context> };
                    self.add(bound);
                }
                quote_spanned! {span=> #root::ValidateWith::<#context_type>::validate_into(#value, #context, at); }
            }
            Step::Each(over, span, inner) => self.each(*over, hygienic(*span), inner, value, ty),
            Step::If(span, condition, inner) => {
                let span = hygienic(*span);
                let inner = self.steps(inner, value, ty);
                // A block, so that what the condition borrows ends with it, and a struct in it is no fault.
                quote_spanned! {span=> if { #condition } { #inner } }
            }
            Step::Custom { span, function, takes_context, own } => {
                let span = hygienic(*span);
                inside(value, ty, span, |inner| {
                    told(&self.called(function, inner, *takes_context, span), own, span)
                })
            }
            Step::Value { span, rule, own } => {
                let span = hygienic(*span);
                let root = self.root.at(span);
                let is_text = ty.is_some_and(|ty| matches!(innermost(ty).1, Kind::Text));
                let mut rule = quote_spanned! {span=> #rule };
                if let Some(code) = own.code {
                    rule = quote_spanned! {span=> #root::rules::with_code(#rule, #code) };
                }
                if let Some(message) = own.message {
                    rule = quote_spanned! {span=> #root::rules::with_message(#rule, #message) };
                }
                if is_text {
                    return quote_spanned! {span=>
                        if let ::core::option::Option::Some(value) = #root::rules::Text::text(#value) {
                            at.check(&#rule, value);
                        }
                    };
                }
                inside(value, ty, span, |inner| quote_spanned! {span=> at.check(&#rule, #inner); })
            }
        }
    }

    fn each(
        &mut self,
        over: Over,
        span: Span,
        inner: &[Step<'_>],
        value: &TokenStream,
        ty: Option<&Type>,
    ) -> TokenStream {
        let root = self.root.at(span);
        self.bound(ty, if over == Over::Items { Need::Items } else { Need::Entries }, span);
        let of_item: Option<Type> = ty.and_then(|ty| match (innermost(ty).1, over) {
            (Kind::List(item), Over::Items) => Some(item.clone()),
            (Kind::Map(key, _), Over::Keys) => Some(key.clone()),
            (Kind::Map(_, value), Over::Values) => Some(value.clone()),
            _ if mentions(ty, &self.parameters) => Some(match over {
                Over::Items => parse_quote! { <#ty as #root::rules::Items>::Item },
                Over::Keys => parse_quote! { <#ty as #root::rules::Entries>::Key },
                Over::Values => parse_quote! { <#ty as #root::rules::Entries>::Value },
            }),
            _ => None,
        });
        let item = quote_spanned! {span=> item };
        let steps = self.steps(inner, &item, of_item.as_ref());
        let (step, items) = match over {
            Over::Items => ("index", "items"),
            Over::Keys => ("entry", "keys"),
            Over::Values => ("entry", "values"),
        };
        let (step, items) = (Ident::new(step, span), Ident::new(items, span));
        quote_spanned! {span=>
            for (place, item) in #root::__derive::#items(#value) {
                let at = &mut at.#step(place);
                #steps
            }
        }
    }

    /// The call of a function of the program's own.
    pub(crate) fn called(
        &self,
        function: &Expr,
        value: &TokenStream,
        takes_context: bool,
        span: Span,
    ) -> TokenStream {
        let root = self.root.at(span);
        let context = takes_context.then(|| {
            let context = &self.context;
            quote_spanned! {span=> , #context }
        });
        match function {
            Expr::Path(_) => quote_spanned! {span=> #function(#value #context) },
            // The types of its parameters must come from somewhere.
            Expr::Closure(closure) if closure.inputs.iter().any(|input| !matches!(input, Pat::Type(_))) => {
                let helper = Ident::new(if takes_context { "called_with" } else { "called" }, span);
                quote_spanned! {span=> #root::__derive::#helper(#value #context, #function) }
            }
            _ => quote_spanned! {span=> (#function)(#value #context) },
        }
    }

    fn bound(&mut self, ty: Option<&Type>, need: Need, span: Span) {
        // An `Option`, a pointer or a list of the parameter has what the rule needs because of the parameter; a bound on
        // them would hide what they are.
        let Some((innermost, kind)) = self.is_generic(ty).map(innermost) else { return };
        let is_optional = ty.is_some_and(|ty| without_options(ty).0 > 0);
        if matches!(kind, Kind::List(_) | Kind::Map(..)) || (need == Need::Presence && is_optional) {
            return;
        }
        let ty = innermost;
        let needed = match need {
            Need::Text => "Text",
            Need::Number => "Number",
            Need::Measure => "Measure",
            Need::Presence => "Presence",
            Need::Items => "Items",
            Need::Entries => "Entries",
            Need::Anything => return,
        };
        let (root, needed) = (self.root.at(span), Ident::new(needed, span));
        let bound = quote_spanned! {span=> #ty: #root::rules::#needed };
        self.add(bound);
    }

    /// The type, when it depends on a parameter, and not on the type that is being described.
    pub(crate) fn is_generic<'t>(&self, ty: Option<&'t Type>) -> Option<&'t Type> {
        ty.filter(|ty| mentions(ty, &self.parameters) && !mentions(ty, &[self.this]))
    }

    pub(crate) fn add(&mut self, bound: TokenStream) {
        let text = bound.to_string();
        if !self.bounds.iter().any(|known| known.to_string() == text) {
            self.bounds.push(bound);
        }
    }

    /// A field as data.
    pub(crate) fn field_rules(&self, name: &str, ty: &Type, steps: &[&Step<'_>]) -> TokenStream {
        let root = self.root.at(Span::mixed_site());
        let kind = self.kind(ty, steps, &root);
        let described: Vec<&TokenStream> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Rule { rule, .. } => Some(&rule.described),
                _ => None,
            })
            .collect();
        let rules = if described.is_empty() {
            quote! { #root::__derive::no_rules }
        } else {
            quote! { |rules| { #(rules.push(#described);)* } }
        };
        let option = is_option(ty).then(|| quote! { .of_option() });
        quote! { #root::FieldRules::new(#name, #kind, #rules) #option }
    }

    /// An item, a key or a value as data.
    fn inner_rules(&self, ty: &Type, steps: &[&Step<'_>]) -> TokenStream {
        let plain = self.field_rules("", ty, steps);
        let optional = (is_option(ty) && !is_asked(steps)).then(|| quote! { .optional() });
        quote! { #plain #optional }
    }

    fn kind(&self, ty: &Type, steps: &[&Step<'_>], root: &TokenStream) -> TokenStream {
        let of_each = |over: Over| -> Vec<&Step<'_>> {
            let mut of_each: Vec<&Step<'_>> = Vec::new();
            for step in steps {
                match step {
                    Step::Each(this, _, inner) if *this == over => of_each.extend(inner),
                    // A list of forms is nested as a whole; so are the values of a map.
                    Step::Nested(_) if over != Over::Keys => of_each.push(step),
                    _ => {}
                }
            }
            of_each
        };
        match kind(ty) {
            Kind::Option(inner) | Kind::Pointer(inner) => self.kind(inner, steps, root),
            Kind::Text | Kind::Char => quote! { #root::FieldKind::Text },
            Kind::Integer(min, max) => {
                let (min, max) = (limit(Some(min)), limit(max));
                quote! { #root::FieldKind::Integer(#min, #max) }
            }
            Kind::Float => quote! { #root::FieldKind::Number },
            Kind::Bool => quote! { #root::FieldKind::Bool },
            Kind::List(item) => {
                let item = self.inner_rules(item, &of_each(Over::Items));
                let name = if is_set(ty) { "Set" } else { "List" };
                let name = Ident::new(name, Span::mixed_site());
                quote! { #root::FieldKind::#name(&#item) }
            }
            Kind::Map(key, value) => {
                let key = self.inner_rules(key, &of_each(Over::Keys));
                let value = self.inner_rules(value, &of_each(Over::Values));
                quote! { #root::FieldKind::Map(&#key, &#value) }
            }
            _ => {
                if let Some(nested) = steps.iter().find(|step| matches!(step, Step::Nested(_))) {
                    let span = hygienic(nested.span());
                    quote_spanned! {span=> { use #root::__derive::NoForm as _; #root::__derive::Form::<#ty>::KIND } }
                } else if self.is_parsed {
                    quote! { #root::FieldKind::Text }
                } else if self.form.is_some() {
                    quote_spanned! {ty.span()=> <#ty as #root::form::FormField>::KIND }
                } else {
                    quote! { #root::FieldKind::Unknown }
                }
            }
        }
    }
}

/// Whether a rule asks for a value to be there.
pub(crate) fn is_asked(steps: &[&Step<'_>]) -> bool {
    steps.iter().any(|step| matches!(step, Step::Rule { need: Need::Presence, .. }))
}

fn limit(number: Option<i128>) -> TokenStream {
    if let Some(number) = number.and_then(|number| i64::try_from(number).ok()) {
        let number = proc_macro2::Literal::i64_unsuffixed(number);
        quote! { ::core::option::Option::Some(#number) }
    } else {
        quote! { ::core::option::Option::None }
    }
}

/// The result of a function of the program's own, with the code and the message that go with it.
pub(crate) fn told(result: &TokenStream, own: &crate::rule::Own<'_>, span: Span) -> TokenStream {
    if own.code.is_none() && own.message.is_none() {
        return quote_spanned! {span=> at.result(#result); };
    }
    let given = |expr: Option<&Expr>| {
        let some = expr.map(|expr| quote_spanned! {span=> ::core::option::Option::Some(#expr) });
        some.unwrap_or_else(|| quote_spanned! {span=> ::core::option::Option::None })
    };
    let (code, message) = (given(own.code), given(own.message));
    quote_spanned! {span=> at.result_as(#result, #code, #message); }
}
