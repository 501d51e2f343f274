//! Which attributes a control has: what the rules say, as far as no browser refuses what the server takes.

use super::place::Place;
use super::typed;
use crate::Param;
use crate::escape;
use crate::form::fields::{FieldKind, Tidies};
use std::borrow::Cow;

/// Attributes in their order, each name once.
#[derive(Default)]
pub(super) struct Attrs(Vec<(Cow<'static, str>, Option<String>)>);

impl Attrs {
    pub(super) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) {
        self.0.push((name.into(), Some(value.into())));
    }

    pub(super) fn set_some(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    pub(super) fn flag(&mut self, name: &'static str, is_on: bool) {
        if is_on {
            self.0.push((name.into(), None));
        }
    }

    /// An attribute of ARIA, whose switches are words.
    pub(super) fn flag_word(&mut self, name: &'static str, is_on: bool) {
        if is_on {
            self.set(name, "true");
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Each with a space before it.
    pub(super) fn write(&self, out: &mut String) {
        for (name, value) in &self.0 {
            out.push(' ');
            out.push_str(name);
            if let Some(value) = value {
                out.push_str("=\"");
                escape::html_into(out, value);
                out.push('"');
            }
        }
    }
}

/// What the rules of a field let a browser ask for.
///
/// A browser judges what was typed, the server what its sanitizers made of that. So of a text whose sanitizers do
///
/// | | this stays | because |
/// |---|---|---|
/// | nothing | everything | the two judge the same text |
/// | white space at the ends | `required`, and with it `minlength` | a text is at least as long as what is left of it, and nothing is left of nothing, which is no value where none is required; with spaces around it a text that is taken may be too long, or no match. `type=email` and `url` drop the spaces of ASCII first, but not a no-break space from a copied page, which the server drops |
/// | shorter | the same | the same |
/// | anything | `required` | they make no text of an empty one |
///
/// `inputmode`, `autocomplete` and `type=tel` refuse nothing, so they stay always. Of two rules both must hold, so the
/// narrower limit of each kind stands; a control has only one `type` and one `pattern`, the first. What an `Option` or
/// a form that may be left out asks of its inside is asked only of what is typed: `required` stands where every form
/// around the field is required, too, and in no item of a list, because blank ones are skipped.
#[derive(Default)]
pub(super) struct Limits {
    pub(super) required: bool,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<String>,
    /// `email`, `url` or `tel`.
    pub(super) word: Option<&'static str>,
    pub(super) min: Option<String>,
    pub(super) max: Option<String>,
    pub(super) step: Option<String>,
    pub(super) input_mode: Option<&'static str>,
    pub(super) autocomplete: Option<String>,
}

/// Browsers calculate with 64-bit floating-point numbers, which are exact up to here.
const EXACT: i128 = 1 << 53;

impl Limits {
    pub(super) fn of(place: &Place<'_>) -> Self {
        let asked = place.rules.iter().any(|rule| rule.rule() == "required");
        let mut limits = Self {
            required: match place.kind {
                // A box that is not ticked is an answer, and so is an empty list.
                FieldKind::Bool | FieldKind::List(_) | FieldKind::Set(_) => asked && place.is_reached,
                FieldKind::Map(..) | FieldKind::Form(_) => false,
                _ => place.is_required || (asked && place.is_reached),
            },
            ..Self::default()
        };
        limits.hints(place);
        match place.kind {
            FieldKind::Text => limits.text(place),
            FieldKind::Integer(min, max) => limits.integer(place, min, max),
            FieldKind::Number => limits.number(place),
            FieldKind::Date => limits.date(place),
            FieldKind::Time | FieldKind::DateTime => limits.step = Some("any".to_owned()),
            // What a type of the program's own makes of a text has another length and spelling.
            _ => {}
        }
        limits
    }

    /// What refuses nothing.
    fn hints(&mut self, place: &Place<'_>) {
        for (name, value) in place.rules.iter().flat_map(crate::rules::RuleInfo::html) {
            match (name, value) {
                ("inputmode" | "type", "email") => _ = self.input_mode.get_or_insert("email"),
                ("inputmode", "numeric") => _ = self.input_mode.get_or_insert("numeric"),
                ("type", "url") => _ = self.input_mode.get_or_insert("url"),
                ("type", "tel") => _ = self.word.get_or_insert("tel"),
                ("autocomplete", value) => _ = self.autocomplete.get_or_insert(value.to_owned()),
                _ => {}
            }
        }
    }

    fn text(&mut self, place: &Place<'_>) {
        let is_as_typed = place.tidies == Tidies::Nothing;
        // What is nothing but white space is no text at all, where there need be none.
        let is_longer = match place.tidies {
            Tidies::Nothing => true,
            Tidies::Ends | Tidies::Shortens => self.required,
            Tidies::Anything => false,
        };
        // A length beyond this is none to a browser.
        let length = |value: &str| value.parse::<u64>().ok().filter(|length| i32::try_from(*length).is_ok());
        for rule in &place.rules {
            for (name, value) in rule.html() {
                match name {
                    "minlength" if is_longer => {
                        self.min_length = self.min_length.max(length(value));
                    }
                    "maxlength" if is_as_typed => {
                        let max = length(value);
                        self.max_length =
                            self.max_length.map_or(max, |old| Some(max.map_or(old, |max| old.min(max))));
                    }
                    "type" if is_as_typed && self.word.is_none() => {
                        self.word = ["email", "url"].into_iter().find(|word| *word == value);
                    }
                    // That there is something to read says least.
                    "pattern" if is_as_typed && (self.pattern.is_none() || rule.rule() != "not_blank") => {
                        let is_first = self.pattern.is_none() || self.pattern.as_deref() == Some(SOMETHING);
                        if is_first {
                            self.pattern = Some(value.to_owned());
                        }
                    }
                    _ => {}
                }
            }
        }
        if self.word.is_some_and(|word| Some(word) == self.input_mode) {
            self.input_mode = None;
        }
    }

    fn integer(&mut self, place: &Place<'_>, least: Option<i64>, greatest: Option<i64>) {
        let (mut min, mut max) = (least.map(i128::from), greatest.map(i128::from));
        for (name, value) in place.rules.iter().flat_map(crate::rules::RuleInfo::html) {
            let Ok(bound) = value.parse::<i128>() else { continue };
            match name {
                "min" => min = min.max(Some(bound)),
                "max" => max = Some(max.map_or(bound, |max| max.min(bound))),
                _ => {}
            }
        }
        let is_exact = |bound: &i128| (-EXACT..=EXACT).contains(bound);
        let mut min = min.filter(is_exact);
        // Steps are counted from `min`, or from what was typed before: so only where `min` is one of them.
        if let Some((step, first)) = steps(place).zip(min) {
            let first = first.checked_add((-first).rem_euclid(step)).filter(is_exact);
            if first.is_some() && is_exact(&step) {
                (min, self.step) = (first, Some(step.to_string()));
            }
        }
        if self.input_mode.is_none() && min.is_some_and(|min| min >= 0) {
            // For the text that stands in where a browser would not show what was typed: these keys have no minus.
            self.input_mode = Some("numeric");
        }
        self.min = min.map(|min| min.to_string());
        self.max = max.filter(is_exact).map(|max| max.to_string());
    }

    fn number(&mut self, place: &Place<'_>) {
        let (mut min, mut max) = (f64::NEG_INFINITY, f64::INFINITY);
        for (name, value) in place.rules.iter().flat_map(crate::rules::RuleInfo::html) {
            // An end that is no number bounds nothing.
            let Some(bound) = value.parse::<f64>().ok().filter(|bound| bound.is_finite()) else { continue };
            match name {
                "min" if bound > min => (min, self.min) = (bound, Some(value.to_owned())),
                "max" if bound < max => (max, self.max) = (bound, Some(value.to_owned())),
                _ => {}
            }
        }
        // Multiples of a fraction are none in binary, so browsers and the rule would differ.
        self.step = Some("any".to_owned());
    }

    fn date(&mut self, place: &Place<'_>) {
        for (name, value) in place.rules.iter().flat_map(crate::rules::RuleInfo::html) {
            if !typed::shows("date", value) {
                continue;
            }
            // Years have four digits, so dates compare as texts do.
            let is_narrower = |old: &Option<String>, is_min: bool| {
                old.as_deref().is_none_or(|old| if is_min { value > old } else { value < old })
            };
            match name {
                "min" if is_narrower(&self.min, true) => self.min = Some(value.to_owned()),
                "max" if is_narrower(&self.max, false) => self.max = Some(value.to_owned()),
                _ => {}
            }
        }
    }
}

/// The pattern of `not_blank`.
const SOMETHING: &str = r"[\s\S]*\S[\s\S]*";

/// The step of the first rule that asks for multiples.
fn steps(place: &Place<'_>) -> Option<i128> {
    let rule = place.rules.iter().find(|rule| rule.rule() == "multiple_of")?;
    let (_, of) = rule.params().find(|(name, _)| *name == "of")?;
    match of {
        Param::Uint(step) => Some(i128::from(*step)),
        Param::Int(step) => Some(i128::from(*step).abs()),
        _ => None,
    }
    .filter(|step| *step > 1)
}

/// Values that a rule lists: what can be chosen.
pub(super) fn listed(place: &Place<'_>) -> Option<Vec<String>> {
    use crate::rules::Keyword;
    let rule = place.rules.iter().find(|rule| rule.rule() == "one_of")?;
    rule.schema().find_map(|(_, value)| match value {
        Keyword::Many(values) => Some(values.iter().map(ToString::to_string).collect()),
        Keyword::One(_) => None,
    })
}
