//! What stands above the type: the context, checks of the whole, strictness, the path of the crate.

use crate::attribute::{Given, Item, items_of};
use crate::faults::{Faults, did_you_mean, listed};
use crate::scope::Root;
use crate::types::bare;
use crate::words;
use proc_macro2::Span;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, Path, Type};

/// What the attributes of the type say.
pub(crate) struct Whole {
    pub(crate) root: Root,
    /// Where it says that every field needs a rule.
    pub(crate) strict: Option<Span>,
    pub(crate) context: Option<(Type, Option<Ident>)>,
    /// Calls of functions for the whole, read by [`crate::field::call`], and whether a fault of a field spares them.
    pub(crate) checks: Vec<(Item, bool)>,
}

/// Reads them.
pub(crate) fn read(attributes: &[Attribute], names: &[&str], words: &[&str], faults: &mut Faults) -> Whole {
    let mut whole = Whole { root: Root::new(None), strict: None, context: None, checks: Vec::new() };
    for item in items_of(attributes, names, faults).into_iter().flatten() {
        let word = item.name();
        let known = match &*word {
            "schema" => "check",
            word => word,
        };
        if !words.contains(&known) && !is_of_garde(&item) {
            faults
                .at(item.span(), format_args!("there is no word `{word}` for a type{}", hint(&word, words)));
            continue;
        }
        let span = item.span();
        match (known, item.given) {
            ("strict", Given::Arguments(arguments)) if arguments.is_empty() => whole.strict = Some(span),
            ("strict", _) => faults.at(span, "`strict` takes no argument"),
            ("context", Given::Context(..)) if whole.context.is_some() => {
                faults.at(span, "there is one context: a struct can hold several things");
            }
            ("context", Given::Context(ty, name)) => whole.context = Some((*ty, name)),
            ("context", _) => faults.at(span, "`context` needs a type: `context(Limits)`"),
            ("crate", Given::Arguments(arguments)) => match arguments
                .first()
                .and_then(|argument| path(&argument.value))
            {
                Some(path) => whole.root = Root::new(Some(path)),
                None => faults.at(span, "`crate` needs the path of the crate: `crate = \"shop::untaint\"`"),
            },
            ("check", mut given) => {
                let is_spared = take_switch(&mut given, "skip_on_field_errors", faults);
                whole.checks.push((Item { word: item.word, given, is_garde: item.is_garde }, is_spared));
            }
            _ => {}
        }
    }
    whole
}

/// `allow_unvalidated` and `transparent` say what holds here anyway.
fn is_of_garde(item: &Item) -> bool {
    item.is_garde && matches!(&*item.name(), "allow_unvalidated" | "transparent")
}

fn hint(word: &str, words: &[&str]) -> String {
    match did_you_mean(word, words.iter().copied()) {
        hint if !hint.is_empty() => hint,
        _ if words::find(word).is_some() || words::CONTROLS.contains(&word) => {
            "; rules stand above the fields that they are for".to_owned()
        }
        _ => format!("; there is {}", listed(words.iter().copied())),
    }
}

/// A path, or the text of one.
fn path(expr: &Expr) -> Option<Path> {
    match bare(expr) {
        Expr::Path(path) => Some(path.path.clone()),
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.parse().ok(),
        _ => None,
    }
}

/// Takes `name = true` or `name = false` out of the arguments.
fn take_switch(given: &mut Given, name: &str, faults: &mut Faults) -> bool {
    let Given::Arguments(arguments) = given else { return false };
    let mut is_on = false;
    arguments.retain(|argument| {
        if argument.name.as_ref().is_none_or(|written| written != name) {
            return true;
        }
        match bare(&argument.value) {
            Expr::Lit(ExprLit { lit: Lit::Bool(switch), .. }) => is_on = switch.value,
            other => faults.on(other, format_args!("`{name}` is `true` or `false`")),
        }
        false
    });
    is_on
}

/// What `#[form(..)]` above the type says.
#[derive(Clone, Copy, Default)]
pub(crate) struct OfTheForm {
    /// Names that are none of the form's are refused.
    pub(crate) denies_unknown: bool,
    /// It is accepted only with the token of its session.
    pub(crate) has_token: bool,
}

/// Reads it.
pub(crate) fn of_the_form(attributes: &[Attribute], faults: &mut Faults) -> OfTheForm {
    const WORDS: [&str; 2] = ["deny_unknown", "csrf"];
    let mut said = OfTheForm::default();
    for item in items_of(attributes, &["form"], faults).into_iter().flatten() {
        let word = item.name();
        match (&*word, &item.given) {
            ("deny_unknown", Given::Arguments(arguments)) if arguments.is_empty() => {
                said.denies_unknown = true;
            }
            ("csrf", Given::Arguments(arguments)) if arguments.is_empty() => said.has_token = true,
            ("deny_unknown" | "csrf", _) => {
                faults.at(item.span(), format_args!("`{word}` takes no argument"));
            }
            (word, _) => faults
                .at(item.span(), format_args!("there is no word `{word}` for a form{}", hint(word, &WORDS))),
        }
    }
    said
}
