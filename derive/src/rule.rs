//! One rule: from its word and its arguments to the value that checks.

use crate::attribute::{Argument, Given, Item};
use crate::faults::{did_you_mean, listed};
use crate::number::{Ends, fitted, is_number, typed};
use crate::scope::{Scope, hygienic, this};
use crate::types::{Kind, bare, innermost, mentions, written};
use crate::words::{self, Need, Takes, Word};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, format_ident, quote_spanned};
use syn::{Expr, ExprLit, Ident, Lit, LitStr, Type};

/// A rule as code.
pub(crate) struct Rule {
    /// The value that is a `Validator`.
    pub(crate) value: TokenStream,
    /// The `RuleInfo` of it.
    pub(crate) described: TokenStream,
    /// Whether an `Option` that is `None` passes unasked; the other rules see to that themselves.
    pub(crate) spares_none: bool,
    /// Whether it is the rule of the ends of numbers.
    pub(crate) is_range: bool,
}

/// The sentence and the code that the program gives its rules.
#[derive(Clone, Default)]
pub(crate) struct Own<'a> {
    pub(crate) message: Option<&'a Expr>,
    pub(crate) code: Option<&'a Expr>,
}

impl<'a> Own<'a> {
    /// Takes `message` and `code` out of the arguments.
    pub(crate) fn take(&mut self, arguments: &mut Vec<&'a Argument>) {
        arguments.retain(|argument| match argument.name.as_ref().map(Ident::to_string).as_deref() {
            Some("message") => {
                self.message = Some(&argument.value);
                false
            }
            Some("code") => {
                self.code = Some(&argument.value);
                false
            }
            _ => true,
        });
    }

    fn around(&self, value: TokenStream, root: &TokenStream, span: Span) -> TokenStream {
        let value = match self.code {
            Some(code) => quote_spanned! {span=> #root::rules::with_code(#value, #code) },
            None => value,
        };
        match self.message {
            Some(message) => quote_spanned! {span=> #root::rules::with_message(#value, #message) },
            None => value,
        }
    }

    /// What is known of a rule of which only the code is told.
    fn info(&self, code: &str, root: &TokenStream, span: Span) -> TokenStream {
        let code = self.code.map_or_else(|| code.to_token_stream(), quote::ToTokens::to_token_stream);
        let message = self.message.map(|message| quote_spanned! {span=> .with_message(#message) });
        quote_spanned! {span=> #root::rules::RuleInfo::new(#code) #message }
    }
}

/// The arguments of an item that takes plain ones.
pub(crate) fn arguments(item: &Item) -> Vec<&Argument> {
    match &item.given {
        Given::Arguments(arguments) => arguments.iter().collect(),
        _ => Vec::new(),
    }
}

/// The rule, or nothing after a fault.
pub(crate) fn rule<'a>(
    row: &'static Word,
    item: &'a Item,
    ty: Option<&Type>,
    mut own: Own<'a>,
    scope: &mut Scope<'_>,
) -> Option<Rule> {
    let fits = ty.is_none_or(|ty| suits(row.needs, row.word, &item.name(), ty, item.span(), scope));
    let mut arguments = arguments(item);
    own.take(&mut arguments);
    let span = hygienic(item.span());
    let root = scope.root.at(span);
    let methods = flags(row, &mut arguments, span, scope);
    if unknown_names(row, &arguments, scope) {
        return None;
    }
    let function = Ident::new(row.word, span);
    let ty = ty.filter(|_| fits);
    // What the rule gets, and, where it differs, what it gets where no value tells the types of numbers.
    let mut given = Vec::new();
    let mut typed_given = None;
    match row.takes {
        Takes::Nothing => {
            if let Some(argument) = arguments.first() {
                too_many(row, argument, scope);
                return None;
            }
        }
        Takes::Length | Takes::Range => {
            let is_length = row.takes == Takes::Length;
            let literals = arguments.iter().filter(|argument| matches!(bare(&argument.value), Expr::Lit(_)));
            if let Some(text) = literals.map(|literal| &literal.value).find(|literal| !is_number(literal)) {
                let what =
                    if is_length { "a length is a whole number from 0" } else { "a number is expected here" };
                scope.faults.on(text, what);
                return None;
            }
            let ends = Ends::of(&arguments, row.word, item.span(), scope.faults)?;
            ends.check_order(row.word, scope.faults);
            if is_length {
                ends.check_lengths(scope.faults);
                given.push(ends.tokens(span, true, &mut |limit| limit.to_token_stream()));
            } else if let (Some(single), true) = (ends.single(), arguments.iter().all(|a| a.name.is_none())) {
                if is_number(single) {
                    scope.faults.on(single, "`range` needs a range: `range(18..=120)`");
                    return None;
                }
                // The name of a constant that is one.
                given.push(single.to_token_stream());
            } else {
                let faults = &mut *scope.faults;
                given.push(ends.tokens(span, false, &mut |limit| fitted(limit, ty, faults)));
                typed_given = Some(ends.tokens(span, false, &mut |limit| typed(limit, ty)));
            }
        }
        Takes::One => {
            let value = one(row, &arguments, item, scope)?;
            check_value(row, value, ty, scope);
            given.push(fitted(value, ty, scope.faults));
            typed_given = Some(typed(value, ty));
        }
        Takes::Many => {
            let values = many(row, &arguments, item, ty, scope)?;
            let (plain, types): (Vec<_>, Vec<_>) =
                values.iter().map(|value| (fitted(value, ty, scope.faults), typed(value, ty))).unzip();
            match &arguments[..] {
                // A constant that holds the list.
                [only] if values.is_empty() => given.push(only.value.to_token_stream()),
                _ => {
                    given.push(quote_spanned! {span=> [#(#plain),*] });
                    typed_given = Some(quote_spanned! {span=> [#(#types),*] });
                }
            }
        }
        Takes::Field => {
            let value = one(row, &arguments, item, scope)?;
            let (other, name) = scope.other_field(value)?;
            given.extend([other, name.to_token_stream()]);
        }
        Takes::Policy => {
            let value = one(row, &arguments, item, scope)?;
            given.push(quote_spanned! {span=> &#value });
        }
        Takes::Pattern => given.push(pattern(row, &arguments, item, &root, scope)?),
    }
    let source = source_of(&arguments).filter(|_| row.takes == Takes::Pattern);
    let source = source.map(|source| quote_spanned! {span=> .with_source(#source) });
    let built = |given: &[TokenStream]| {
        quote_spanned! {span=> #root::rules::#function(#(#given),*) #source #(#methods)* }
    };
    let value = built(&given);
    let described = if row.takes == Takes::Field {
        let (name, info) = (&given[1], own.info(row.word, &root, span));
        quote_spanned! {span=> #info.with_param("field", #name) }
    } else if mentions(&value, &[&this(), &scope.context_name()]) {
        // Its limits are those of one form, so only the code is data.
        own.info(row.word, &root, span)
    } else {
        let value =
            own.around(typed_given.map_or_else(|| value.clone(), |given| built(&[given])), &root, span);
        quote_spanned! {span=> #root::rules::Describe::describe(&#value) }
    };
    // Two fields without a value are not the same entry twice.
    let spares_none = row.word == "differs";
    let is_range = row.word == "range";
    Some(Rule { value: own.around(value, &root, span), described, spares_none, is_range })
}

/// Takes the switches out of the arguments; each becomes the call of a method.
fn flags(row: &Word, arguments: &mut Vec<&Argument>, span: Span, scope: &mut Scope<'_>) -> Vec<TokenStream> {
    let mut methods = Vec::new();
    let mut seen: Vec<String> = Vec::new();
    arguments.retain(|argument| {
        let (word, value) = match (&argument.name, bare(&argument.value)) {
            (Some(name), value) => (name, Some(value)),
            (None, Expr::Path(path)) => match path.path.get_ident() {
                Some(ident) => (ident, None),
                None => return true,
            },
            _ => return true,
        };
        let name = word.to_string();
        let Some(flag) = row.flags.iter().find(|flag| flag.word == name && flag.has_value == value.is_some())
        else {
            return true;
        };
        if seen.contains(&name) {
            scope.faults.at(word.span(), format_args!("`{name}` stands here twice"));
        } else if let (None, "email" | "length", Some(other)) = (value, row.word, seen.last()) {
            // The last of them would win, whatever was meant.
            scope.faults.at(word.span(), format_args!("`{name}` and `{other}` exclude each other"));
        }
        seen.push(name);
        if !flag.method.is_empty() {
            let method = Ident::new(flag.method, hygienic(word.span()));
            methods.push(quote_spanned! {span=> .#method(#value) });
        }
        false
    });
    methods
}

/// Notes arguments of a name that the rule does not know; true when there are some.
fn unknown_names(row: &Word, arguments: &[&Argument], scope: &mut Scope<'_>) -> bool {
    let mut is_faulty = false;
    for name in arguments.iter().filter_map(|argument| argument.name.as_ref()) {
        let written = name.to_string();
        if row.names().contains(&&*written) {
            continue;
        }
        is_faulty = true;
        let settings = row.flags.iter().filter(|flag| flag.has_value).map(|flag| flag.word);
        let known: Vec<&str> =
            row.names().iter().copied().chain(settings).chain(["message", "code"]).collect();
        let hint = match did_you_mean(&written, known.iter().copied()) {
            hint if hint.is_empty() => format!("; it takes {}", listed(known)),
            hint => hint,
        };
        scope.faults.at(name.span(), format_args!("`{}` has no argument `{written}`{hint}", row.word));
    }
    is_faulty
}

fn too_many(row: &Word, argument: &Argument, scope: &mut Scope<'_>) {
    let text = argument.value.to_token_stream().to_string();
    let words: Vec<&str> = row.flags.iter().filter(|flag| !flag.has_value).map(|flag| flag.word).collect();
    let hint = match did_you_mean(&text, words.iter().copied()) {
        hint if !hint.is_empty() => hint,
        _ if words.is_empty() => String::new(),
        _ => format!("; it takes {}", listed(words)),
    };
    if hint.is_empty() {
        scope.faults.on(&argument.value, format_args!("`{}` takes no argument", row.word));
    } else {
        scope.faults.on(&argument.value, format_args!("`{}` has no variant `{text}`{hint}", row.word));
    }
}

/// The one argument.
fn one<'a>(row: &Word, arguments: &[&'a Argument], item: &Item, scope: &mut Scope<'_>) -> Option<&'a Expr> {
    match arguments {
        [] => {
            let example = match row.takes {
                Takes::Policy => "a policy by its path",
                Takes::Field => "the name of another field",
                Takes::Pattern => "a regular expression, or the static that holds one",
                _ => "a value",
            };
            let word = row.word;
            scope.faults.at(item.span(), format_args!("`{word}` needs {example}: `{word}(…)`"));
            None
        }
        [argument] => {
            let is_literal = matches!(bare(&argument.value), Expr::Lit(_));
            if row.takes == Takes::Policy && is_literal {
                scope.faults.on(&argument.value, "a policy is expected here, not a literal");
                return None;
            }
            Some(&argument.value)
        }
        [_, second, ..] => {
            scope.faults.on(&second.value, format_args!("`{}` takes one argument", row.word));
            None
        }
    }
}

/// Notes a literal that is of another kind than the rule compares with, or that leaves nothing to ask.
fn check_value(row: &Word, value: &Expr, ty: Option<&Type>, scope: &mut Scope<'_>) {
    let text = match bare(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    };
    let is_text = text.is_some();
    let kind = ty.map(|ty| innermost(ty).1);
    match (row.word, text.as_deref(), &kind) {
        ("contains" | "not_contains" | "starts_with" | "ends_with", Some(""), _) => {
            scope.faults.on(value, "an empty text stands in every text");
            return;
        }
        ("before" | "after", Some(text), Some(Kind::Text)) if !starts_with_date(text) => {
            scope.faults.on(value, "the limit is no date: write `2024-02-29` or `2024-02-29T12:34:56Z`");
            return;
        }
        ("multiple_of", None, _) if is_number(value) && is_zero(value) => {
            scope.faults.on(value, "zero has no multiple but itself");
            return;
        }
        _ => {}
    }
    match (row.needs, kind) {
        (Need::Text, _) if matches!(bare(value), Expr::Lit(_)) && !is_text => {
            scope.faults.on(value, format_args!("`{}` compares with text: write it in quotes", row.word));
        }
        (Need::Number, _) if is_text => scope.faults.on(value, format_args!("`{}` needs a number", row.word)),
        (Need::Anything, Some(Kind::Text)) if is_number(value) => {
            scope.faults.on(value, "the field is text and never equals a number");
        }
        (Need::Anything, Some(Kind::Integer(..) | Kind::Float)) if is_text && row.takes == Takes::Many => {
            scope.faults.on(value, "the field is a number and never equals a text");
        }
        _ => {}
    }
}

fn is_zero(number: &Expr) -> bool {
    number.to_token_stream().to_string().chars().all(|c| matches!(c, '0' | '.' | '_' | '-' | ' '))
}

/// Whether a text is a date of the calendar, or begins with one and goes on with a time; whether that is one, the rule
/// finds out.
fn starts_with_date(text: &str) -> bool {
    let (day, time) = text.split_at_checked(10).unwrap_or_default();
    let parts: Vec<u32> = day.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day_of_month] = parts[..] else { return false };
    let is_shaped = day
        .bytes()
        .enumerate()
        .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    is_shaped && (1..=days).contains(&day_of_month) && (time.is_empty() || time.starts_with(['T', 't']))
}

/// A list: several arguments, or one that is a list itself; empty for the name of a constant.
fn many<'a>(
    row: &Word,
    arguments: &[&'a Argument],
    item: &Item,
    ty: Option<&Type>,
    scope: &mut Scope<'_>,
) -> Option<Vec<&'a Expr>> {
    let values: Vec<&Expr> = match arguments {
        [] => Vec::new(),
        [only] => match bare(&only.value) {
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Lit(_) | Expr::Unary(_) => vec![&only.value],
            _ => return Some(Vec::new()),
        },
        several => several.iter().map(|argument| &argument.value).collect(),
    };
    if values.is_empty() {
        let word = row.word;
        scope.faults.at(item.span(), format_args!("`{word}` needs a list: `{word}(\"a\", \"b\")`"));
        return None;
    }
    let mut seen: Vec<String> = Vec::new();
    for value in &values {
        check_value(row, value, ty, scope);
        let text = value.to_token_stream().to_string();
        if seen.contains(&text) {
            scope.faults.on(value, format_args!("{text} stands in the list twice"));
        }
        seen.push(text);
    }
    Some(values)
}

/// The static that holds the expression.
fn pattern(
    row: &Word,
    arguments: &[&Argument],
    item: &Item,
    root: &TokenStream,
    scope: &mut Scope<'_>,
) -> Option<TokenStream> {
    let value = one(row, arguments, item, scope)?;
    let span = hygienic(item.span());
    match bare(value) {
        // Older validators wrote the path of the static as text, after the words `regex` and `path`.
        Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) if source_of(arguments).is_none() => {
            match path.parse::<syn::Path>() {
                Ok(path) => Some(quote_spanned! {span=> &#path }),
                Err(error) => {
                    scope.faults.syntax(error);
                    None
                }
            }
        }
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if item.name() == "regex" => {
            scope.faults.at(
                text.span(),
                "write `pattern(\"…\")` for an expression, or `regex(path = NAME)` for the static that holds one",
            );
            None
        }
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            crate::pattern::check(text, scope.faults);
            let name = format_ident!("__UNTAINT_PATTERN_{}", scope.statics.len(), span = span);
            scope.statics.push(quote_spanned! {span=>
                static #name: ::std::sync::LazyLock<#root::rules::Regex> =
                    ::std::sync::LazyLock::new(|| #root::rules::whole(#text));
            });
            Some(quote_spanned! {span=> &#name })
        }
        Expr::Lit(other) => {
            scope.faults.on(other, "a pattern is text");
            None
        }
        // `regex(path = *NAME)` of validator.
        Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => {
            Some(quote_spanned! {span=> &#expr })
        }
        path => Some(quote_spanned! {span=> &#path }),
    }
}

/// The pattern, where it stands in the attribute itself.
fn source_of<'a>(arguments: &[&'a Argument]) -> Option<&'a LitStr> {
    let [argument] = arguments else { return None };
    match bare(&argument.value) {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. })
            if argument.name.as_ref().is_none_or(|name| name != "path") =>
        {
            Some(text)
        }
        _ => None,
    }
}

/// True unless the type is known to be nothing that the rule is for; that is a fault.
pub(crate) fn suits(
    need: Need,
    word: &str,
    written_word: &str,
    ty: &Type,
    span: Span,
    scope: &mut Scope<'_>,
) -> bool {
    let (inner, kind) = innermost(ty);
    if may_have(need, &kind) || (need == Need::Presence && has_option(ty)) {
        return true;
    }
    let name = written(inner);
    let none = match need {
        Need::Text => format!("`{word}` needs text; `{name}` is none"),
        Need::Number => format!("`{word}` needs a number; `{name}` is none"),
        Need::Measure => format!("`{word}` needs text or a collection; `{name}` is neither"),
        Need::Presence => format!("`{word}` needs a value that may be missing; `{name}` never is"),
        Need::Items => format!("`{word}` needs a list or a set; `{name}` is none"),
        Need::Entries => format!("`{word}` needs a map; `{name}` is none"),
        Need::Anything => return true,
    };
    let more = if words::find(word).is_some_and(|row| row.takes != Takes::Nothing) { "(…)" } else { "" };
    let hint = match (need, &kind) {
        (Need::Text | Need::Number, Kind::List(item)) if is_sure(need, &innermost(item).1) => {
            format!("; for each of its items, write `each({written_word}{more})`")
        }
        (Need::Number, Kind::Text) => "; how long it is, `length` limits".to_owned(),
        (Need::Measure, Kind::Integer(..) | Kind::Float) => "; numbers are limited by `range`".to_owned(),
        (Need::Items, Kind::Map(..)) if word == "each" => "; a map has `keys(…)` and `values(…)`".to_owned(),
        _ => String::new(),
    };
    scope.faults.at(span, format_args!("{none}{hint}"));
    false
}

/// True unless a type of this kind is known to have none of it.
fn may_have(need: Need, kind: &Kind<'_>) -> bool {
    let is_unknown = matches!(kind, Kind::Unknown) || need == Need::Anything;
    let is_present =
        need == Need::Presence && !matches!(kind, Kind::Integer(..) | Kind::Float | Kind::Char | Kind::Other);
    is_unknown || is_present || is_sure(need, kind)
}

/// True when a type of this kind has what is needed.
fn is_sure(need: Need, kind: &Kind<'_>) -> bool {
    match need {
        Need::Text => matches!(kind, Kind::Text),
        Need::Number => matches!(kind, Kind::Integer(..) | Kind::Float),
        Need::Measure => matches!(kind, Kind::Text | Kind::List(_) | Kind::Map(..)),
        Need::Items => matches!(kind, Kind::List(_)),
        Need::Entries => matches!(kind, Kind::Map(..)),
        Need::Presence | Need::Anything => false,
    }
}

fn has_option(ty: &Type) -> bool {
    match crate::types::kind(ty) {
        Kind::Option(_) => true,
        Kind::Pointer(inner) => has_option(inner),
        _ => false,
    }
}
