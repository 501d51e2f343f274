//! What the expansion of a field knows of what is around it.

use crate::faults::{Faults, did_you_mean, listed};
use crate::types::bare;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt as _;
use syn::{Expr, ExprLit, Ident, Lit, Path};

/// The place of a word, without its names: what is written there is no code of the program's, so that neither its
/// names nor the lints for its style reach it.
pub(crate) fn hygienic(span: Span) -> Span {
    span.resolved_at(Span::mixed_site())
}

/// The path of the crate `untaint`.
pub(crate) struct Root(Option<Path>);

impl Root {
    pub(crate) fn new(path: Option<Path>) -> Self {
        Self(path)
    }

    /// The path, at this place.
    pub(crate) fn at(&self, span: Span) -> TokenStream {
        match &self.0 {
            None => quote_spanned! {span=> ::untaint },
            Some(path) => placed(path.to_token_stream(), span),
        }
    }
}

/// The tokens at another place, with the names that they have.
pub(crate) fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    let each = tokens.into_iter().map(|mut tree| {
        if let TokenTree::Group(group) = &tree {
            tree = Group::new(group.delimiter(), placed(group.stream(), span)).into();
        }
        let names = tree.span();
        tree.set_span(span.resolved_at(names));
        tree
    });
    each.collect()
}

/// `self`, as the program writes it.
pub(crate) fn this() -> Ident {
    Ident::new("self", Span::call_site())
}

/// A field, as its neighbours see it.
pub(crate) struct Sibling {
    /// As Rust names it: `name` or `0`.
    pub(crate) ident: String,
    /// As serde names it.
    pub(crate) name: String,
    /// A reference to its value.
    pub(crate) value: TokenStream,
}

/// What is around a field.
pub(crate) struct Scope<'a> {
    pub(crate) root: &'a Root,
    pub(crate) siblings: &'a [Sibling],
    /// Which of them this is.
    pub(crate) place: usize,
    /// Statics that the rules need.
    pub(crate) statics: &'a mut Vec<TokenStream>,
    /// What the program calls the context.
    pub(crate) context: Option<&'a Ident>,
    pub(crate) faults: &'a mut Faults,
}

impl Scope<'_> {
    /// The context, as the program writes it.
    pub(crate) fn context_name(&self) -> Ident {
        self.context.cloned().unwrap_or_else(|| Ident::new("context", Span::call_site()))
    }

    /// A reference to the value of another field, and its name in the data.
    pub(crate) fn other_field(&mut self, named: &Expr) -> Option<(TokenStream, String)> {
        let (name, span) = match bare(named) {
            Expr::Path(path) if path.path.get_ident().is_some() => {
                let ident = path.path.require_ident().ok()?;
                (ident.unraw().to_string(), ident.span())
            }
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => (text.value(), text.span()),
            Expr::Lit(ExprLit { lit: Lit::Int(index), .. }) => {
                (index.base10_digits().to_owned(), index.span())
            }
            other => {
                self.faults.on(other, "the name of another field is expected here");
                return None;
            }
        };
        let name = name.strip_prefix("self.").unwrap_or(&name);
        let Some(place) = self.siblings.iter().position(|sibling| sibling.ident == name) else {
            let known = self.siblings.iter().enumerate().filter(|(place, _)| *place != self.place);
            let known: Vec<&str> = known.map(|(_, sibling)| &*sibling.ident).collect();
            let hint = match did_you_mean(name, known.iter().copied()) {
                hint if hint.is_empty() && !known.is_empty() => format!("; there is {}", listed(known)),
                hint => hint,
            };
            self.faults.at(span, format_args!("there is no field `{name}`{hint}"));
            return None;
        };
        if place == self.place {
            self.faults.at(span, format_args!("`{name}` is this field itself"));
            return None;
        }
        let sibling = &self.siblings[place];
        Some((sibling.value.clone(), sibling.name.clone()))
    }
}
