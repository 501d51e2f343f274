//! What serde calls a field, read from its attributes: paths are those of the data that is read.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, Ident, Lit, LitStr, Token, parenthesized};

/// What the attributes `serde` of a type, a variant or a field say, as far as names go.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a word of serde")]
pub(crate) struct Said {
    pub(crate) rename: Option<String>,
    pub(crate) rename_all: Option<Case>,
    pub(crate) rename_all_fields: Option<Case>,
    pub(crate) is_flat: bool,
    pub(crate) is_skipped: bool,
    pub(crate) has_default: bool,
    /// The function after `default =`.
    pub(crate) default: Option<syn::Path>,
    pub(crate) is_own: bool,
    pub(crate) aliases: Vec<String>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) is_untagged: bool,
    pub(crate) is_transparent: bool,
}

/// A case of `rename_all`.
#[derive(Clone, Copy)]
pub(crate) enum Case {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

impl Case {
    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "lowercase" => Self::Lower,
            "UPPERCASE" => Self::Upper,
            "PascalCase" => Self::Pascal,
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            "kebab-case" => Self::Kebab,
            "SCREAMING-KEBAB-CASE" => Self::ScreamingKebab,
            _ => return None,
        })
    }

    /// The name of a field, which is written in snake case.
    pub(crate) fn of_field(self, name: &str) -> String {
        match self {
            Self::Lower | Self::Snake => name.to_owned(),
            Self::Upper | Self::ScreamingSnake => name.to_ascii_uppercase(),
            Self::Kebab => name.replace('_', "-"),
            Self::ScreamingKebab => name.to_ascii_uppercase().replace('_', "-"),
            Self::Pascal => {
                let mut is_first = true;
                let mut pascal = String::new();
                for c in name.chars() {
                    if c == '_' {
                        is_first = true;
                    } else {
                        pascal.push(if is_first { c.to_ascii_uppercase() } else { c });
                        is_first = false;
                    }
                }
                pascal
            }
            Self::Camel => first_lower(&Self::Pascal.of_field(name)),
        }
    }

    /// The name of a variant, which is written in Pascal case.
    pub(crate) fn of_variant(self, name: &str) -> String {
        match self {
            Self::Pascal => name.to_owned(),
            Self::Lower => name.to_ascii_lowercase(),
            Self::Upper => name.to_ascii_uppercase(),
            Self::Camel => first_lower(name),
            Self::Snake => {
                let mut snake = String::new();
                for (place, c) in name.char_indices() {
                    if place > 0 && c.is_uppercase() {
                        snake.push('_');
                    }
                    snake.push(c.to_ascii_lowercase());
                }
                snake
            }
            Self::ScreamingSnake => Self::Snake.of_variant(name).to_ascii_uppercase(),
            Self::Kebab => Self::Snake.of_variant(name).replace('_', "-"),
            Self::ScreamingKebab => Self::ScreamingSnake.of_variant(name).replace('_', "-"),
        }
    }
}

fn first_lower(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

/// Reads the attributes; what is wrong in them is for serde to tell.
pub(crate) fn said(attributes: &[Attribute]) -> Said {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let _ = attribute.parse_nested_meta(|meta| {
            read(&meta, &mut said)?;
            // Whatever an unknown word has with it.
            while !meta.input.is_empty() && !meta.input.peek(Token![,]) {
                meta.input.parse::<proc_macro2::TokenTree>()?;
            }
            Ok(())
        });
    }
    said
}

fn read(meta: &ParseNestedMeta<'_>, said: &mut Said) -> syn::Result<()> {
    let Some(word) = meta.path.get_ident().map(Ident::to_string) else { return Ok(()) };
    match &*word {
        "rename" => said.rename = read_name(meta)?.or(said.rename.take()),
        "rename_all" => {
            said.rename_all = read_name(meta)?.and_then(|case| Case::of(&case)).or(said.rename_all);
        }
        "rename_all_fields" => {
            said.rename_all_fields =
                read_name(meta)?.and_then(|case| Case::of(&case)).or(said.rename_all_fields);
        }
        "flatten" => said.is_flat = true,
        "skip" | "skip_deserializing" => said.is_skipped = true,
        "default" => {
            said.has_default = true;
            if meta.input.peek(Token![=]) {
                said.default = syn::parse_str(&text(&meta.value()?.parse()?)?).ok();
            }
        }
        "with" | "deserialize_with" => said.is_own = true,
        "alias" => said.aliases.extend(read_name(meta)?),
        "tag" => said.tag = read_name(meta)?,
        "content" => said.content = read_name(meta)?,
        "untagged" => said.is_untagged = true,
        "transparent" => said.is_transparent = true,
        _ => {}
    }
    Ok(())
}

/// The name after `=`, or the one in parentheses that is for reading.
fn read_name(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<String>> {
    if meta.input.peek(Token![=]) {
        return text(&meta.value()?.parse()?).map(Some);
    }
    let mut name = None;
    if meta.input.peek(syn::token::Paren) {
        let inside;
        parenthesized!(inside in meta.input);
        while !inside.is_empty() {
            let direction: Ident = inside.parse()?;
            inside.parse::<Token![=]>()?;
            let value = text(&inside.parse()?)?;
            if direction == "deserialize" {
                name = Some(value);
            }
            inside.parse::<Option<Token![,]>>()?;
        }
    }
    Ok(name)
}

/// The text of a literal, also in the invisible group that a macro puts around it.
fn text(expr: &Expr) -> syn::Result<String> {
    match crate::types::bare(expr) {
        Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Ok(LitStr::value(text)),
        other => Err(syn::Error::new_spanned(other, "no text")),
    }
}
