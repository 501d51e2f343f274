//! The text of an attribute: words, each with what stands in its parentheses. What a word means is decided later.

use crate::faults::Faults;
use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::parse::{ParseStream, Parser as _};
use syn::{Attribute, Expr, Ident, Meta, Token, Type, parenthesized};

/// A word of an attribute and what was given to it.
pub(crate) struct Item {
    pub(crate) word: Ident,
    pub(crate) given: Given,
    /// In an attribute of garde, whose functions of the program's own take the context always.
    pub(crate) is_garde: bool,
}

/// What was given to a word.
pub(crate) enum Given {
    /// Arguments: none, those in parentheses, or the one after `=`.
    Arguments(Vec<Argument>),
    /// Rules for each item, key or value.
    Rules(Vec<Item>),
    /// Rules under a condition.
    Conditional(Box<Expr>, Vec<Item>),
    /// The type of the context, and the name that the program gives it.
    Context(Box<Type>, Option<Ident>),
}

/// An argument of a word.
pub(crate) struct Argument {
    pub(crate) name: Option<Ident>,
    pub(crate) value: Expr,
}

impl Item {
    pub(crate) fn name(&self) -> String {
        self.word.unraw().to_string()
    }

    pub(crate) fn span(&self) -> Span {
        self.word.span()
    }
}

/// The items of every attribute of one of these names, one list for each attribute.
pub(crate) fn items_of(attributes: &[Attribute], names: &[&str], faults: &mut Faults) -> Vec<Vec<Item>> {
    let mut lists = Vec::new();
    for attribute in attributes {
        let Some(name) = names.iter().find(|name| attribute.path().is_ident(name)) else { continue };
        match &attribute.meta {
            Meta::List(list) => {
                let mut inner = Faults::default();
                let parser = |input: ParseStream<'_>| Ok(items(input, *name == "garde", &mut inner));
                match parser.parse2(list.tokens.clone()) {
                    Ok(list) => lists.push(list),
                    Err(error) => faults.syntax(error),
                }
                faults.append(inner);
            }
            // A bare `#[validate]` was the word for a nested form in an older validator.
            Meta::Path(path) if *name == "validate" => {
                let word = Ident::new("nested", path.segments[0].ident.span());
                lists.push(vec![Item { word, given: Given::Arguments(Vec::new()), is_garde: false }]);
            }
            other => faults.at(
                other.path().segments[0].ident.span(),
                format_args!("rules stand in parentheses: `#[{name}(…)]`"),
            ),
        }
    }
    lists
}

/// The items up to the end; a faulty one is noted and left out.
fn items(input: ParseStream<'_>, is_garde: bool, faults: &mut Faults) -> Vec<Item> {
    listed(input, faults, |input, faults| item(input, is_garde, faults))
}

/// What stands between commas; after a fault, reading goes on behind the next comma.
fn listed<T>(
    input: ParseStream<'_>,
    faults: &mut Faults,
    mut each: impl FnMut(ParseStream<'_>, &mut Faults) -> syn::Result<T>,
) -> Vec<T> {
    let mut found = Vec::new();
    while !input.is_empty() {
        match each(input, faults) {
            Ok(item) => {
                found.push(item);
                if !input.is_empty() && !input.peek(Token![,]) {
                    faults.at(input.span(), "a comma is missing before this");
                    skip_to_comma(input);
                }
            }
            Err(error) => {
                faults.syntax(error);
                skip_to_comma(input);
            }
        }
        // At the end there is none.
        let _ = input.parse::<Option<Token![,]>>();
    }
    found
}

fn skip_to_comma(input: ParseStream<'_>) {
    while !input.is_empty() && !input.peek(Token![,]) {
        // Any token can be read as one.
        if input.parse::<proc_macro2::TokenTree>().is_err() {
            return;
        }
    }
}

fn item(input: ParseStream<'_>, is_garde: bool, faults: &mut Faults) -> syn::Result<Item> {
    let word = Ident::parse_any(input).map_err(|_| input.error("a rule's name is expected here"))?;
    if input.peek(Token![::]) {
        return Err(syn::Error::new(
            word.span(),
            "a rule is one word; a function is called by `custom(path)`",
        ));
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) {
        input.parse::<Token![=]>()?;
        let given = if word == "context" {
            // Older validators write the type as text.
            context(input, faults)?
        } else {
            Given::Arguments(vec![Argument { name: None, value: input.parse()? }])
        };
        return Ok(Item { word, given, is_garde });
    }
    if !input.peek(syn::token::Paren) {
        return Ok(Item { word, given: Given::Arguments(Vec::new()), is_garde });
    }
    let inside;
    parenthesized!(inside in input);
    let given = match &*word.unraw().to_string() {
        "each" | "inner" | "keys" | "values" => Given::Rules(items(&inside, is_garde, faults)),
        "if" => {
            if inside.peek(Ident) && inside.peek2(Token![=]) && !inside.peek2(Token![==]) {
                let name: Ident = inside.parse()?;
                if name != "cond" {
                    faults.at(name.span(), "a condition is expected here: `if(self.is_shop, …)`");
                }
                inside.parse::<Token![=]>()?;
            }
            let condition = inside.parse().inspect_err(|_| rest(&inside))?;
            if inside.is_empty() {
                faults.at(word.span(), "`if` needs rules after its condition: `if(self.is_shop, required)`");
            } else if !inside.peek(Token![,]) {
                faults.at(inside.span(), "a comma is missing before this");
                skip_to_comma(&inside);
            }
            let _ = inside.parse::<Option<Token![,]>>();
            Given::Conditional(Box::new(condition), items(&inside, is_garde, faults))
        }
        "context" => context(&inside, faults).inspect_err(|_| rest(&inside))?,
        _ => Given::Arguments(listed(&inside, faults, |input, _| argument(input))),
    };
    rest(&inside);
    Ok(Item { word, given, is_garde })
}

/// Reads what is left, which is known to be faulty, so that the reader of what is around does not tell it again.
fn rest(input: ParseStream<'_>) {
    while input.parse::<proc_macro2::TokenTree>().is_ok() {}
}

fn context(input: ParseStream<'_>, faults: &mut Faults) -> syn::Result<Given> {
    let ty = if input.peek(syn::LitStr) {
        input.parse::<syn::LitStr>()?.parse()?
    } else {
        input.call(Type::without_plus)?
    };
    let name = if input.parse::<Option<Token![as]>>()?.is_some() { Some(input.parse()?) } else { None };
    if !input.is_empty() && !input.peek(Token![,]) {
        faults.at(input.span(), "one type is expected: `context(Limits)`");
    }
    Ok(Given::Context(Box::new(ty), name))
}

fn argument(input: ParseStream<'_>) -> syn::Result<Argument> {
    let is_named = input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]);
    let name = if is_named {
        let name = Ident::parse_any(input)?;
        input.parse::<Token![=]>()?;
        Some(name)
    } else {
        None
    };
    Ok(Argument { name, value: input.parse()? })
}
