//! Numbers that stand in an attribute: the ends of a range, checked against each other and against the type.

use crate::attribute::Argument;
use crate::faults::Faults;
use crate::types::{Kind, bare, innermost, written};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::{Expr, ExprLit, ExprUnary, Lit, RangeLimits, Type, UnOp};

/// A number as it is written.
#[derive(Clone, Copy)]
enum Written {
    Whole { is_negative: bool, digits: u128 },
    Fraction(f64),
}

impl Written {
    fn of(expr: &Expr) -> Option<Self> {
        match bare(expr) {
            Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
                Some(Self::Whole { is_negative: false, digits: number.base10_parse().ok()? })
            }
            Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => {
                Some(Self::Fraction(number.base10_parse().ok()?))
            }
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => match Self::of(expr)? {
                Self::Whole { is_negative, digits } => {
                    Some(Self::Whole { is_negative: !is_negative, digits })
                }
                Self::Fraction(number) => Some(Self::Fraction(-number)),
            },
            _ => None,
        }
    }

    /// The whole number, if 128 bits with a sign hold it.
    fn whole(self) -> Option<i128> {
        match self {
            Self::Whole { is_negative, digits } => {
                let digits = i128::try_from(digits).ok()?;
                Some(if is_negative { -digits } else { digits })
            }
            Self::Fraction(_) => None,
        }
    }

    fn is_above(self, other: Self) -> bool {
        match (self.whole(), other.whole()) {
            (Some(this), Some(other)) => this > other,
            _ => self.fraction() > other.fraction(),
        }
    }

    fn is_same(self, other: Self) -> bool {
        !self.is_above(other) && !other.is_above(self)
    }

    #[allow(clippy::cast_precision_loss, reason = "two numbers are compared, of which one is a fraction")]
    fn fraction(self) -> f64 {
        match self {
            Self::Whole { is_negative, digits } => {
                if is_negative {
                    -(digits as f64)
                } else {
                    digits as f64
                }
            }
            Self::Fraction(number) => number,
        }
    }
}

/// True when the expression is a number that is written out.
pub(crate) fn is_number(expr: &Expr) -> bool {
    Written::of(expr).is_some()
}

/// The number for a value of this type: what does not fit is a fault, and a whole number becomes a fraction where the
/// type has fractions.
pub(crate) fn fitted(expr: &Expr, ty: Option<&Type>, faults: &mut Faults) -> TokenStream {
    let Some(number) = Written::of(expr) else { return expr.to_token_stream() };
    let Some((ty, kind)) = ty.map(innermost) else { return expr.to_token_stream() };
    match (kind, number) {
        (Kind::Integer(..), Written::Fraction(_)) => {
            faults.on(expr, format_args!("`{}` holds whole numbers only", written(ty)));
        }
        (Kind::Integer(min, max), number) => {
            // A `NonZero` is compared as the number in it.
            let min = min.min(0);
            let number = number.whole();
            // What is beyond 128 bits is positive, and only a type without a greatest number here could hold it.
            let fits = number.is_none_or(|number| number >= min)
                && max.is_none_or(|max| number.is_some_and(|number| number <= max));
            if !fits {
                let max = max.map_or_else(|| u128::MAX.to_string(), |max| max.to_string());
                faults.on(
                    expr,
                    format_args!(
                        "`{}` does not fit `{}`, which holds {min} to {max}",
                        expr.to_token_stream().to_string().replace("- ", "-"),
                        written(ty),
                    ),
                );
            }
        }
        (Kind::Float, Written::Whole { .. }) => return with_suffix(expr, &last_segment(ty)),
        _ => {}
    }
    expr.to_token_stream()
}

/// The number where no value tells its type: that of the field, or one that holds it.
pub(crate) fn typed(expr: &Expr, ty: Option<&Type>) -> TokenStream {
    let kind = ty.map(innermost);
    let Some(number @ Written::Whole { .. }) = Written::of(expr) else { return expr.to_token_stream() };
    let suffix = match kind {
        Some((ty, Kind::Float)) => last_segment(ty),
        Some((ty, Kind::Integer(..))) => {
            last_segment(ty).replace("NonZero", "").replace(['<', '>'], "").to_lowercase()
        }
        _ => match number.whole() {
            Some(number) if i32::try_from(number).is_ok() => return expr.to_token_stream(),
            Some(_) => "i128".to_owned(),
            None => "u128".to_owned(),
        },
    };
    with_suffix(expr, &suffix)
}

fn with_suffix(expr: &Expr, suffix: &str) -> TokenStream {
    match bare(expr) {
        Expr::Unary(unary) => {
            let (op, inner) = (&unary.op, with_suffix(&unary.expr, suffix));
            quote_spanned! {Span::call_site()=> #op #inner }
        }
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) if number.suffix().is_empty() => {
            let span = number.span();
            if suffix.starts_with('f') {
                // `18_f64`; there are no fractions in hexadecimal.
                syn::LitFloat::new(&format!("{}_{suffix}", number.base10_digits()), span).into_token_stream()
            } else {
                syn::LitInt::new(&format!("{}_{suffix}", number.token()), span).into_token_stream()
            }
        }
        other => other.to_token_stream(),
    }
}

fn last_segment(ty: &Type) -> String {
    written(ty).rsplit("::").next().unwrap_or_default().to_owned()
}

/// The two ends of a length or a range.
#[derive(Default)]
pub(crate) struct Ends<'a> {
    start: Option<&'a Expr>,
    is_start_open: bool,
    end: Option<&'a Expr>,
    is_end_open: bool,
    /// One length and no other.
    equal: Option<&'a Expr>,
}

impl<'a> Ends<'a> {
    /// Reads the arguments, of which the switches are taken out already.
    pub(crate) fn of(
        arguments: &[&'a Argument],
        word: &str,
        span: Span,
        faults: &mut Faults,
    ) -> Option<Self> {
        let mut ends = Self::default();
        for argument in arguments {
            let Some(name) = &argument.name else {
                if arguments.len() > 1 {
                    faults.on(&argument.value, format_args!("`{word}` takes one range, or `min` and `max`"));
                    return None;
                }
                match bare(&argument.value) {
                    Expr::Range(range) => {
                        (ends.start, ends.end) = (range.start.as_deref(), range.end.as_deref());
                        ends.is_end_open =
                            matches!(range.limits, RangeLimits::HalfOpen(_)) && range.end.is_some();
                    }
                    _ => ends.equal = Some(&argument.value),
                }
                continue;
            };
            let name = name.to_string();
            let end = match &*name {
                "min" | "exclusive_min" => {
                    ends.is_start_open = name == "exclusive_min";
                    &mut ends.start
                }
                "max" | "exclusive_max" => {
                    ends.is_end_open = name == "exclusive_max";
                    &mut ends.end
                }
                _ => &mut ends.equal,
            };
            if end.replace(&argument.value).is_some() {
                faults.on(&argument.name, "this end is set twice");
            }
        }
        let has_ends = ends.start.is_some() || ends.end.is_some();
        if let (Some(equal), true) = (ends.equal, has_ends) {
            faults.on(equal, "`equal` goes with neither `min` nor `max`");
            return None;
        }
        if !has_ends && ends.equal.is_none() {
            let example = if word == "length" { "length(3..=20)" } else { "range(18..=120)" };
            faults.at(span, format_args!("`{word}` needs limits: `{example}`"));
            return None;
        }
        Some(ends)
    }

    /// Notes ends that leave nothing between them.
    pub(crate) fn check_order(&self, word: &str, faults: &mut Faults) {
        let (Some(start), Some(end)) = (self.start, self.end) else { return };
        let (Some(from), Some(to)) = (Written::of(start), Written::of(end)) else { return };
        let what = if word == "length" { "length" } else { "number" };
        let is_open = self.is_start_open || self.is_end_open;
        if from.is_above(to) {
            faults.on(
                end,
                format_args!(
                    "no {what} is at least {} and at most {}: the ends are swapped",
                    plain(start),
                    plain(end)
                ),
            );
        } else if is_open && from.is_same(to) {
            faults.on(end, format_args!("there is no {what} between these ends"));
        }
    }

    /// Notes limits of a length that are no length.
    pub(crate) fn check_lengths(&self, faults: &mut Faults) {
        for limit in [self.start, self.end, self.equal].into_iter().flatten() {
            if let Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) = bare(limit) {
                if !matches!(number.suffix(), "" | "usize") {
                    faults.on(limit, format_args!("a length is a `usize`; this is a `{}`", number.suffix()));
                    continue;
                }
            }
            let is_length = match bare(limit) {
                Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => Written::of(limit)
                    .is_some_and(|number| number.whole().is_some_and(|n| u64::try_from(n).is_ok())),
                Expr::Lit(_) => false,
                _ => Written::of(limit).is_none(),
            };
            if !is_length {
                faults.on(limit, "a length is a whole number from 0");
            }
        }
        if let (None, Some(Expr::Lit(ExprLit { lit: Lit::Int(zero), .. })), true) =
            (self.start, self.end.map(bare), self.is_end_open)
        {
            if zero.base10_digits() == "0" {
                faults.at(zero.span(), "there is no length below 0");
            }
        }
        if let (None, Some(Expr::Lit(ExprLit { lit: Lit::Int(zero), .. })), None) =
            (self.end, self.start.map(bare), self.equal)
        {
            if zero.base10_digits() == "0" {
                faults.at(zero.span(), "every length is at least 0");
            }
        }
    }

    /// True when one number stands where a range is expected.
    pub(crate) fn single(&self) -> Option<&'a Expr> {
        self.equal
    }

    /// The range as an expression.
    pub(crate) fn tokens(
        &self,
        span: Span,
        is_length: bool,
        fit: &mut dyn FnMut(&Expr) -> TokenStream,
    ) -> TokenStream {
        if let Some(equal) = self.equal {
            let equal = fit(equal);
            return if is_length {
                equal
            } else {
                quote_spanned! {span=> #equal..=#equal }
            };
        }
        let (start, end) = (self.start.map(&mut *fit), self.end.map(fit));
        if self.is_start_open {
            let end = match (end, self.is_end_open) {
                (Some(end), true) => quote_spanned! {span=> Excluded(#end) },
                (Some(end), false) => quote_spanned! {span=> Included(#end) },
                (None, _) => quote_spanned! {span=> Unbounded },
            };
            return quote_spanned! {span=>
                (::core::ops::Bound::Excluded(#start), ::core::ops::Bound::#end)
            };
        }
        if self.is_end_open || end.is_none() {
            quote_spanned! {span=> #start..#end }
        } else {
            quote_spanned! {span=> #start..=#end }
        }
    }
}

fn plain(expr: &Expr) -> String {
    expr.to_token_stream().to_string().replace("- ", "-")
}
