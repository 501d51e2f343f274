//! The rules of one field: from the items of its attributes to steps that are ready to be written.

use crate::attribute::{Argument, Given, Item, items_of};
use crate::faults::did_you_mean;
use crate::rule::{Own, Rule, arguments, rule, suits};
use crate::scope::Scope;
use crate::types::{Kind, bare, innermost};
use crate::words::{self, Need};
use proc_macro2::Span;
use syn::{Attribute, Expr, ExprLit, Lit, Type};

/// What is done with a value.
pub(crate) enum Step<'a> {
    Rule {
        span: Span,
        need: Need,
        rule: Rule,
    },
    Nested(Span),
    /// Steps for each item, key or value.
    Each(Over, Span, Vec<Step<'a>>),
    If(Span, &'a Expr, Vec<Step<'a>>),
    /// A function of the program's own.
    Custom {
        span: Span,
        function: syn::Expr,
        takes_context: bool,
        own: Own<'a>,
    },
    /// Any `Validator`.
    Value {
        span: Span,
        rule: &'a Expr,
        own: Own<'a>,
    },
}

impl Step<'_> {
    /// Whether it says between which numbers a number is.
    pub(crate) fn is_range(&self) -> bool {
        matches!(self, Self::Rule { rule, .. } if rule.is_range)
    }

    /// Whether it asks the rules of the forms in the field.
    pub(crate) fn is_nested(&self) -> bool {
        match self {
            Self::Nested(_) => true,
            Self::Each(_, _, inner) | Self::If(_, _, inner) => inner.iter().any(Self::is_nested),
            _ => false,
        }
    }

    /// The place of its word.
    pub(crate) fn span(&self) -> Span {
        match self {
            Self::Nested(span)
            | Self::Each(_, span, _)
            | Self::If(span, ..)
            | Self::Rule { span, .. }
            | Self::Custom { span, .. }
            | Self::Value { span, .. } => *span,
        }
    }
}

/// Over what a loop goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Over {
    Items,
    Keys,
    Values,
}

/// What the attributes of a field say.
#[derive(Default)]
pub(crate) struct Ruled<'a> {
    pub(crate) steps: Vec<Step<'a>>,
    pub(crate) secret: Option<Span>,
    pub(crate) is_skipped: bool,
    /// It may hold any character; only a form that is submitted asks.
    pub(crate) may_be_any: bool,
    /// False when no attribute said anything.
    pub(crate) has_attribute: bool,
}

/// The items of a field's attributes.
pub(crate) fn read(attributes: &[Attribute], scope_faults: &mut crate::faults::Faults) -> Vec<Vec<Item>> {
    items_of(attributes, &["validate", "garde"], scope_faults)
}

/// What the items mean.
pub(crate) fn ruled<'a>(lists: &'a [Vec<Item>], ty: &Type, scope: &mut Scope<'_>) -> Ruled<'a> {
    let mut ruled = Ruled { has_attribute: !lists.is_empty(), ..Ruled::default() };
    let mut seen = Vec::new();
    let mut skip = None;
    for items in lists {
        let mut own = Own::default();
        for item in items {
            match &*item.name() {
                "skip" => skip = Some(item.span()),
                "any_text" => ruled.may_be_any = true,
                "secret" => {
                    if ruled.secret.replace(item.span()).is_some() {
                        scope.faults.at(item.span(), "`secret` stands on this field twice");
                    }
                }
                _ => continue,
            }
            no_arguments(item, scope);
        }
        own.read(items, scope);
        steps(items, Some(ty), &own, &mut seen, scope, &mut ruled.steps);
    }
    if let (Some(span), false) = (skip, ruled.steps.is_empty()) {
        scope.faults.at(span, "`skip` leaves the field out, but it has rules");
    }
    ruled.is_skipped = skip.is_some();
    ruled
}

impl<'a> Own<'a> {
    /// `message = …` and `code = …` that stand beside rules are for all of them.
    fn read(&mut self, items: &'a [Item], scope: &mut Scope<'_>) {
        for item in items {
            let slot = match &*item.name() {
                "message" => &mut self.message,
                "code" => &mut self.code,
                _ => continue,
            };
            let word = item.name();
            match arguments(item)[..] {
                [Argument { name: None, value }] if slot.is_none() => *slot = Some(value),
                [Argument { name: None, .. }] => {
                    scope.faults.at(item.span(), format_args!("`{word}` stands here twice"));
                }
                _ => scope.faults.at(item.span(), format_args!("`{word}` is a text: `{word} = \"…\"`")),
            }
        }
        if let (Some(_), true) = (self.message.or(self.code), items.iter().all(|item| is_own(&item.name()))) {
            let place = items.first().map_or_else(Span::call_site, Item::span);
            scope.faults.at(place, "there is no rule beside it that it could be for");
        }
    }
}

fn is_own(word: &str) -> bool {
    matches!(word, "message" | "code")
}

fn no_arguments(item: &Item, scope: &mut Scope<'_>) {
    match &item.given {
        Given::Arguments(arguments) if arguments.is_empty() => {}
        Given::Arguments(arguments) => {
            // A rename by garde's attribute does nothing here; whoever wrote it shall know.
            scope.faults.on(&arguments[0].value, format_args!("`{}` takes no argument", item.name()));
        }
        _ => scope.faults.at(item.span(), format_args!("`{}` takes no argument", item.name())),
    }
}

fn steps<'a>(
    items: &'a [Item],
    ty: Option<&Type>,
    own: &Own<'a>,
    seen: &mut Vec<&'static str>,
    scope: &mut Scope<'_>,
    into: &mut Vec<Step<'a>>,
) {
    for item in items {
        let word = item.name();
        let span = item.span();
        match &*word {
            // Read before, for all of them.
            "skip" | "secret" | "any_text" | "message" | "code" => {}
            "nested" | "dive" => {
                no_arguments(item, scope);
                if once("nested", seen, item, scope) && is_form(ty, &word, span, scope) {
                    into.push(Step::Nested(span));
                }
            }
            "each" | "inner" | "keys" | "values" => over(item, ty, own, scope, into),
            "if" => {
                let Given::Conditional(condition, items) = &item.given else {
                    scope.faults.at(span, "`if` needs a condition and rules: `if(self.is_shop, required)`");
                    continue;
                };
                let inner = inside(&word, items, ty, own, scope);
                into.push(Step::If(span, condition, inner));
            }
            "custom" => into.extend(custom(item, own, scope)),
            "rule" => into.extend(value(item, own, scope)),
            _ => match words::find(&word) {
                Some(row) => {
                    if !matches!(item.given, Given::Arguments(_)) {
                        scope.faults.at(span, format_args!("`{word}` takes no rules"));
                        continue;
                    }
                    let is_first = row.repeats || once(row.word, seen, item, scope);
                    if let Some(rule) = rule(row, item, ty, own.clone(), scope).filter(|_| is_first) {
                        into.push(Step::Rule { span, need: row.needs, rule });
                    }
                }
                None => unknown(&word, span, scope),
            },
        }
    }
}

fn unknown(word: &str, span: Span, scope: &mut Scope<'_>) {
    if words::OF_THE_TYPE.contains(&word) {
        scope.faults.at(span, format_args!("`{word}` is a word of the whole type: write it above the type"));
        return;
    }
    let hint = did_you_mean(word, words::all());
    scope.faults.at(span, format_args!("there is no rule `{word}`{hint}"));
}

/// True the first time; afterwards it is a fault.
fn once(word: &'static str, seen: &mut Vec<&'static str>, item: &Item, scope: &mut Scope<'_>) -> bool {
    if seen.contains(&word) {
        let as_written = item.name();
        let same = if as_written == word { String::new() } else { format!(", which is `{word}`,") };
        scope.faults.at(item.span(), format_args!("`{as_written}`{same} stands on this field twice"));
        return false;
    }
    seen.push(word);
    true
}

fn is_form(ty: Option<&Type>, word: &str, span: Span, scope: &mut Scope<'_>) -> bool {
    let Some(ty) = ty else { return true };
    let mut inner = innermost(ty);
    while let Kind::List(item) | Kind::Map(_, item) = inner.1 {
        inner = innermost(item);
    }
    if matches!(inner.1, Kind::Unknown) {
        return true;
    }
    let name = crate::types::written(inner.0);
    scope.faults.at(span, format_args!("`{word}` needs a form with rules of its own; `{name}` is none"));
    false
}

fn over<'a>(
    item: &'a Item,
    ty: Option<&Type>,
    own: &Own<'a>,
    scope: &mut Scope<'_>,
    into: &mut Vec<Step<'a>>,
) {
    let word = item.name();
    let (over, need) = match &*word {
        "keys" => (Over::Keys, Need::Entries),
        "values" => (Over::Values, Need::Entries),
        _ => (Over::Items, Need::Items),
    };
    let items = match &item.given {
        Given::Rules(items) if !items.is_empty() => items,
        _ => {
            let what = if over == Over::Items { "item" } else { &word[..word.len() - 1] };
            scope.faults.at(
                item.span(),
                format_args!("`{word}` needs rules for every {what}: `{word}(length(..=20))`"),
            );
            return;
        }
    };
    if ty.is_some_and(|ty| {
        !suits(need, if over == Over::Items { "each" } else { &word }, &word, ty, item.span(), scope)
    }) {
        return;
    }
    let of_item = ty.and_then(|ty| match (innermost(ty).1, over) {
        (Kind::List(item), Over::Items) => Some(item),
        (Kind::Map(key, _), Over::Keys) => Some(key),
        (Kind::Map(_, value), Over::Values) => Some(value),
        _ => None,
    });
    into.push(Step::Each(over, item.span(), inside(&word, items, of_item, own, scope)));
}

/// The steps in the parentheses of a word.
fn inside<'a>(
    word: &str,
    items: &'a [Item],
    ty: Option<&Type>,
    own: &Own<'a>,
    scope: &mut Scope<'_>,
) -> Vec<Step<'a>> {
    for item in items.iter().filter(|item| matches!(&*item.name(), "skip" | "secret" | "any_text")) {
        scope.faults.at(
            item.span(),
            format_args!("`{}` is for the whole field: write it beside `{word}`", item.name()),
        );
    }
    let mut own = own.clone();
    own.read(items, scope);
    let mut inner = Vec::new();
    // A rule may stand inside that stands outside with other limits.
    steps(items, ty, &own, &mut Vec::new(), scope, &mut inner);
    inner
}

/// `custom(path)`, `custom(path, context)`, `custom(closure)`, `custom(function = "path", use_context)`.
fn custom<'a>(item: &'a Item, own: &Own<'a>, scope: &mut Scope<'_>) -> Option<Step<'a>> {
    let (function, takes_context, own) = call(item, own, scope)?;
    // garde hands the context to every function.
    let takes_context = takes_context || item.is_garde;
    Some(Step::Custom { span: item.span(), function, takes_context, own })
}

/// A function of the program's own, and whether it asks for the context.
pub(crate) fn call<'a>(
    item: &'a Item,
    own: &Own<'a>,
    scope: &mut Scope<'_>,
) -> Option<(Expr, bool, Own<'a>)> {
    let word = item.name();
    let mut given = arguments(item);
    let mut own = own.clone();
    own.take(&mut given);
    let mut takes_context = false;
    let context = scope.context_name();
    given.retain(|argument| match (&argument.name, bare(&argument.value)) {
        (None, Expr::Path(path))
            if path.path.is_ident("context")
                || path.path.is_ident("use_context")
                || path.path.is_ident(&context) =>
        {
            takes_context = true;
            false
        }
        _ => true,
    });
    match given[..] {
        [Argument { name, value }] if name.as_ref().is_none_or(|name| name == "function") => {
            let function = match bare(value) {
                // Older validators write the path as text.
                Expr::Lit(ExprLit { lit: Lit::Str(path), .. }) => {
                    let Ok(path) = path.parse() else {
                        scope.faults.on(value, "the text is no path of a function");
                        return None;
                    };
                    path
                }
                Expr::Lit(_) => {
                    scope.faults.on(value, "a function is expected here, by its path or as a closure");
                    return None;
                }
                _ => value.clone(),
            };
            Some((function, takes_context, own))
        }
        [] => {
            scope.faults.at(item.span(), format_args!("`{word}` needs a function: `{word}(path)`"));
            None
        }
        [Argument { name: Some(name), .. }, ..] if name != "function" => {
            let written = name.to_string();
            let hint = did_you_mean(&written, ["function", "message", "code"]);
            scope.faults.at(name.span(), format_args!("`{word}` has no argument `{written}`{hint}"));
            None
        }
        [_, second, ..] => {
            scope.faults.on(
                second.name.as_ref().map_or_else(
                    || quote::ToTokens::to_token_stream(&second.value),
                    quote::ToTokens::to_token_stream,
                ),
                format_args!("`{word}` takes a function, and `context` if the function asks for it"),
            );
            None
        }
        [_] => None,
    }
}

/// `rule(EXPR)`.
fn value<'a>(item: &'a Item, own: &Own<'a>, scope: &mut Scope<'_>) -> Option<Step<'a>> {
    let mut given = arguments(item);
    let mut own = own.clone();
    own.take(&mut given);
    if let [Argument { name: None, value }] = given[..] {
        return Some(Step::Value { span: item.span(), rule: value, own });
    }
    scope.faults.at(item.span(), "`rule` needs one value that is a `Validator`: `rule(EXPR)`");
    None
}
