//! What can be read from a type's name: whether it is text, a number, a list, or nothing that is known.

use quote::ToTokens as _;
use syn::{Expr, GenericArgument, Ident, PathArguments, PathSegment, Type};

/// What a type is, as far as its name tells.
pub(crate) enum Kind<'t> {
    Text,
    /// A whole number from the least to the greatest; one of 128 bits without a sign has no greatest here.
    Integer(i128, Option<i128>),
    Float,
    Bool,
    Char,
    /// A tuple or a function: nothing that has rules.
    Other,
    List(&'t Type),
    Map(&'t Type, &'t Type),
    Option(&'t Type),
    Pointer(&'t Type),
    Unknown,
}

/// What the type is; an invisible group of a macro is looked through.
pub(crate) fn kind(ty: &Type) -> Kind<'_> {
    match ty {
        Type::Group(group) => kind(&group.elem),
        Type::Paren(paren) => kind(&paren.elem),
        Type::Reference(reference) => Kind::Pointer(&reference.elem),
        Type::Slice(slice) => Kind::List(&slice.elem),
        Type::Array(array) => Kind::List(&array.elem),
        Type::Tuple(_) | Type::FnPtr(_) | Type::Never(_) => Kind::Other,
        Type::Path(path) if path.qself.is_none() => {
            let segments = &path.path.segments;
            let is_std = segments.len() == 1
                || segments
                    .first()
                    .is_some_and(|first| ["std", "core", "alloc"].iter().any(|root| first.ident == root));
            segments.last().filter(|_| is_std).map_or(Kind::Unknown, of_segment)
        }
        _ => Kind::Unknown,
    }
}

fn of_segment(segment: &PathSegment) -> Kind<'_> {
    let name = segment.ident.to_string();
    let types = arguments(segment);
    match (&*name, &*types) {
        ("str" | "String", []) => Kind::Text,
        ("bool", []) => Kind::Bool,
        ("char", []) => Kind::Char,
        ("f32" | "f64", []) => Kind::Float,
        ("Option", [inner]) => Kind::Option(inner),
        ("Box" | "Rc" | "Arc" | "Cow", [inner]) => Kind::Pointer(inner),
        ("Vec" | "VecDeque" | "LinkedList" | "BTreeSet", [item]) | ("HashSet", [item] | [item, _]) => {
            Kind::List(item)
        }
        ("BTreeMap", [key, value]) | ("HashMap", [key, value] | [key, value, _]) => Kind::Map(key, value),
        ("NonZero", [number]) => match kind(number) {
            Kind::Integer(0, max) => Kind::Integer(1, max),
            other => other,
        },
        (name, []) => match name.strip_prefix("NonZero") {
            Some(number) => match integer(&number.to_lowercase()) {
                Some((0, max)) => Kind::Integer(1, max),
                Some((min, max)) => Kind::Integer(min, max),
                None => Kind::Unknown,
            },
            None => integer(name).map_or(Kind::Unknown, |(min, max)| Kind::Integer(min, max)),
        },
        _ => Kind::Unknown,
    }
}

/// The least and the greatest number of a type. A `usize` has 64 bits here: what fits less is not known at this point.
fn integer(name: &str) -> Option<(i128, Option<i128>)> {
    Some(match name {
        "u8" => (0, Some(u8::MAX.into())),
        "u16" => (0, Some(u16::MAX.into())),
        "u32" => (0, Some(u32::MAX.into())),
        "u64" | "usize" => (0, Some(u64::MAX.into())),
        "u128" => (0, None),
        "i8" => (i8::MIN.into(), Some(i8::MAX.into())),
        "i16" => (i16::MIN.into(), Some(i16::MAX.into())),
        "i32" => (i32::MIN.into(), Some(i32::MAX.into())),
        "i64" | "isize" => (i64::MIN.into(), Some(i64::MAX.into())),
        "i128" => (i128::MIN, Some(i128::MAX)),
        _ => return None,
    })
}

fn arguments(segment: &PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return Vec::new() };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// What is inside of every `Option` and pointer.
pub(crate) fn innermost(ty: &Type) -> (&Type, Kind<'_>) {
    match kind(ty) {
        Kind::Option(inner) | Kind::Pointer(inner) => innermost(inner),
        kind => (ty, kind),
    }
}

/// True when an `Option` is around the value, or around a pointer to it, or in one.
pub(crate) fn is_option(ty: &Type) -> bool {
    match kind(ty) {
        Kind::Option(_) => true,
        Kind::Pointer(inner) => is_option(inner),
        _ => false,
    }
}

/// True for a set, which is a list to the rules.
pub(crate) fn is_set(ty: &Type) -> bool {
    match innermost(ty).0 {
        Type::Group(group) => is_set(&group.elem),
        Type::Paren(paren) => is_set(&paren.elem),
        Type::Path(path) => {
            path.path.segments.last().is_some_and(|last| last.ident == "HashSet" || last.ident == "BTreeSet")
        }
        _ => false,
    }
}

/// How many `Option`s are around the value, and its type.
pub(crate) fn without_options(ty: &Type) -> (usize, &Type) {
    match kind(ty) {
        Kind::Option(inner) => {
            let (depth, inner) = without_options(inner);
            (depth + 1, inner)
        }
        _ => (0, ty),
    }
}

/// True when one of these names stands in the type.
pub(crate) fn mentions(tokens: impl quote::ToTokens, names: &[&Ident]) -> bool {
    fn in_stream(stream: proc_macro2::TokenStream, names: &[&Ident]) -> bool {
        stream.into_iter().any(|tree| match tree {
            proc_macro2::TokenTree::Ident(ident) => names.iter().any(|name| ident == **name),
            proc_macro2::TokenTree::Group(group) => in_stream(group.stream(), names),
            _ => false,
        })
    }
    !names.is_empty() && in_stream(tokens.into_token_stream(), names)
}

/// The type as people write it.
pub(crate) fn written(ty: &Type) -> String {
    let mut text = ty.to_token_stream().to_string();
    for (spaced, plain) in [
        (" < ", "<"),
        (" > ", ">"),
        (" >", ">"),
        (" :: ", "::"),
        (":: ", "::"),
        ("& ", "&"),
        (" ,", ","),
        ("[ ", "["),
        (" ]", "]"),
    ] {
        text = text.replace(spaced, plain);
    }
    text
}

/// The expression inside of invisible groups and parentheses.
pub(crate) fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Group(group) => bare(&group.expr),
        Expr::Paren(paren) => bare(&paren.expr),
        other => other,
    }
}
