//! Attributes of a tag that is kept: which stay, with which value.

mod embed;
mod hints;
mod rel;
mod srcset;
mod value;

pub(super) use embed::embedded;
pub(super) use hints::Hints;

use super::element::Element;
use super::encode::{decode_attribute, push_escaped, push_recoded};
use super::name::Name;
use super::policy::HtmlPolicy;
use super::report::{RemovedKind, Sink};
use super::rules::{AttributeRule, Forced, Value, bit};
use super::tokenizer::{Attribute, Tokenizer};
use crate::uri;
use rel::Link;
use srcset::kept_srcset;
use std::borrow::Cow;
use value::{is_type, kept_classes, kept_ids, kept_link, prefixed};

/// Attributes beyond so many on one tag that are kept for how their names begin are passed over: each is compared
/// with those before it.
const MAX_BY_PATTERN: usize = 64;

const REL: Name = Name::literal("rel");
const ID: Name = Name::literal("id");
const NAME: Name = Name::literal("name");
const STYLE: Name = Name::literal("style");
const CONTROLS: Name = Name::literal("controls");
const ALIGN: Name = Name::literal("align");
const TARGET: Name = Name::literal("target");

/// Appends the kept attributes of the tokenizer's last start tag to `out`, as ` name="value"`; what its `style` says
/// comes back, where the policy asks for that.
pub(super) fn push(
    out: &mut String,
    element: Element,
    tokens: &Tokenizer<'_>,
    policy: &HtmlPolicy,
    report: &mut Sink<'_>,
) -> Option<Hints> {
    if element == Element::Input {
        push_checkbox(out, tokens, report);
        return None;
    }
    let is_media = matches!(element, Element::Audio | Element::Video);
    if is_media {
        out.push_str(" controls=\"\"");
    }
    let mut tag = Attributes {
        element,
        tokens,
        policy,
        out,
        link: Link { element, has_href: false, opens_window: false, rel: None },
        rare: None,
    };
    let mut seen = [0_u128; 2];
    for attribute in &tokens.attributes {
        let name = attribute.known;
        if is_media && name == CONTROLS {
            continue; // it is written already
        }
        let Some((place, rule)) = policy.attributes.find(name).filter(|(_, rule)| rule.is_on(element)) else {
            let may_be_kept = policy.keeps_unlisted || name.is(STYLE) || name.is(REL) || name.is(NAME);
            if !(may_be_kept && tag.push_unlisted(name, attribute, report)) {
                report.add_attribute(RemovedKind::Attribute, attribute, tokens);
            }
            continue;
        };
        // Of two attributes with one name a browser takes the first, kept or not.
        let (half, bit) = (place / 128, 1 << (place % 128)); // the policy has at most 255 rules
        let is_repeated = seen[half] & bit != 0;
        seen[half] |= bit;
        if is_repeated {
            report.add_attribute(RemovedKind::Attribute, attribute, tokens);
            continue;
        }
        if let Some(kind) = tag.push_listed(name, rule, attribute) {
            report.add_attribute(kind, attribute, tokens);
        }
    }
    tag.finish(report)
}

/// The attributes of one tag on their way out.
struct Attributes<'t, 'a> {
    element: Element,
    tokens: &'t Tokenizer<'a>,
    policy: &'t HtmlPolicy,
    out: &'t mut String,
    link: Link,
    rare: Option<Box<Rare<'a>>>,
}

/// What most tags have not.
#[derive(Default)]
struct Rare<'a> {
    hints: Option<Hints>,
    /// A `rel` that the policy does not list, where it stands, and where its removal belongs in the report.
    unlisted_rel: Option<(Cow<'a, str>, usize, usize)>,
    /// The names that were kept for how they begin.
    by_pattern: Vec<String>,
    /// Whether the tag had a `name`.
    has_anchor: bool,
}

impl<'a> Attributes<'_, 'a> {
    fn raw(&self, attribute: &Attribute) -> &'a str {
        self.tokens.slice(attribute.value.clone())
    }

    /// An attribute whose name no rule lists; `false` when it is taken away.
    #[cold]
    fn push_unlisted(&mut self, name: Name, attribute: &Attribute, report: &Sink<'_>) -> bool {
        let policy = self.policy;
        let raw = self.raw(attribute);
        if name == STYLE && policy.style_hints {
            let rare = self.rare.get_or_insert_default();
            rare.hints.get_or_insert_with(|| Hints::of(&decode_attribute(raw)));
            return false;
        }
        if name == REL && self.element == Element::A {
            let rare = self.rare.get_or_insert_default();
            let is_first = rare.unlisted_rel.is_none();
            if is_first {
                rare.unlisted_rel = Some((decode_attribute(raw), attribute.name.start, report.len()));
            }
            return is_first;
        }
        if name == NAME && self.element == Element::A {
            return self.push_anchor(attribute);
        }
        match self.forced(name) {
            Some(forced) => decode_attribute(raw) == forced.value.as_str(),
            None => !policy.patterns.is_empty() && self.push_by_pattern(attribute),
        }
    }

    /// An attribute that is kept for how its name begins, if it is.
    fn push_by_pattern(&mut self, attribute: &Attribute) -> bool {
        let lower = self.tokens.slice(attribute.name.clone()).to_ascii_lowercase();
        if !self.policy.patterns.keep(&lower, self.element) {
            return false;
        }
        let raw = self.raw(attribute);
        let by_pattern = &mut self.rare.get_or_insert_default().by_pattern;
        let is_kept = by_pattern.len() < MAX_BY_PATTERN && !by_pattern.contains(&lower);
        if is_kept {
            push_attribute(self.out, &lower, &decode_attribute(raw));
            by_pattern.push(lower);
        }
        is_kept
    }

    /// The `name` of old pages, to which a link on the page leads, becomes an `id` where the policy has those.
    fn push_anchor(&mut self, attribute: &Attribute) -> bool {
        let rare = self.rare.get_or_insert_default();
        if std::mem::replace(&mut rare.has_anchor, true) {
            return false;
        }
        let is_on = self.policy.attributes.find(ID).is_some_and(|(_, rule)| rule.is_on(self.element));
        if !is_on || self.tokens.attribute("id").is_some() {
            return false;
        }
        let value = decode_attribute(self.raw(attribute));
        let Some(id) = prefixed(&value, &self.policy.id_prefix) else { return false };
        push_attribute(self.out, "id", &id);
        true
    }

    /// What the policy writes itself under this name.
    fn forced(&self, name: Name) -> Option<&Forced> {
        self.policy.forced.iter().find(|forced| forced.element == self.element && forced.name == name)
    }

    /// An attribute of a rule; what was taken away of it comes back.
    #[inline]
    fn push_listed(
        &mut self,
        name: Name,
        rule: &AttributeRule,
        attribute: &Attribute,
    ) -> Option<RemovedKind> {
        let raw = self.raw(attribute);
        if rule.value == Value::Text && rule.limits.is_empty() && self.policy.forced.is_empty() {
            self.out.push_str(&rule.start);
            push_recoded(self.out, raw, true);
            self.out.push('"');
            return None;
        }
        let (policy, element) = (self.policy, self.element);
        if let Some(forced) = self.forced(name) {
            return (decode_attribute(raw) != forced.value.as_str()).then_some(RemovedKind::Value);
        }
        let value = decode_attribute(raw);
        let mut is_whole = true;
        let media = matches!(element, Element::Audio | Element::Video | Element::Source);
        let kept = match rule.value {
            Value::Text => Some(value),
            Value::Link => {
                let kept = kept_link(&value, policy);
                self.link.has_href |= rule.is_href && kept.is_some();
                kept
            }
            Value::Media => uri::kept(&value, &policy.media),
            Value::Image if media => uri::kept(&value, &policy.media),
            Value::Image => uri::kept(&value, &policy.images),
            Value::Srcset => kept_srcset(&value, &policy.images, &mut is_whole),
            Value::Class => kept_classes(&value, element, policy, &mut is_whole),
            Value::Id => prefixed(&value, &policy.id_prefix),
            Value::IdList => kept_ids(&value, &policy.id_prefix),
            Value::Rel => {
                // Written at the end, together with the policy's own words.
                let is_lost = value.split_ascii_whitespace().any(|word| !rel::is_kept_word(word, policy));
                self.link.rel = Some(value.into_owned());
                return is_lost.then_some(RemovedKind::Value);
            }
            Value::Target => {
                let kept = ["_blank", "_self"].into_iter().find(|word| value.eq_ignore_ascii_case(word));
                kept.map(Cow::Borrowed)
            }
            Value::Type => is_type(&value, element).then_some(value),
            Value::Keyword(words) => {
                words.iter().find(|word| value.eq_ignore_ascii_case(word)).map(|word| Cow::Borrowed(*word))
            }
            Value::Switch => Some(Cow::Borrowed("")),
        };
        let kept = if rule.limits.is_empty() { kept } else { limited(kept, rule, element) };
        if rule.value == Value::Target {
            self.link.opens_window =
                kept.as_deref().is_some_and(|target| target.eq_ignore_ascii_case("_blank"));
        }
        let is_lost = kept.is_none() || !is_whole;
        if let Some(value) = kept {
            self.out.push_str(&rule.start);
            push_escaped(self.out, &value, true);
            self.out.push('"');
        }
        is_lost.then_some(RemovedKind::Value)
    }

    /// What the policy writes itself, and `rel`.
    #[inline]
    fn finish(&mut self, report: &mut Sink<'_>) -> Option<Hints> {
        let rare = self.rare.take();
        let hints = rare.as_ref().and_then(|rare| rare.hints);
        if let Some(align) = hints.and_then(|hints| hints.align) {
            let rule = self.policy.attributes.find(ALIGN).filter(|(_, rule)| rule.is_on(self.element));
            let is_free = self.forced(ALIGN).is_none() && !self.out.contains(" align=\"");
            if let Some((_, rule)) = rule.filter(|_| is_free) {
                if let Some(align) = limited(Some(Cow::Borrowed(align)), rule, self.element) {
                    push_attribute(self.out, "align", &align);
                }
            }
        }
        if !self.policy.forced.is_empty() {
            push_forced(self.out, &mut self.link, self.policy);
        }
        let rel_at = self.out.len();
        if self.element == Element::A {
            self.link.push(self.out, self.policy);
        }
        if let Some((words, at, place)) = rare.and_then(|rare| rare.unlisted_rel) {
            let written = &self.out[rel_at..]; // where it was the end
            let written = written.strip_prefix(" rel=\"").unwrap_or_default().trim_end_matches('"');
            let is_written = |word: &str| written.split(' ').any(|known| known.eq_ignore_ascii_case(word));
            if !words.split_ascii_whitespace().all(is_written) {
                report.insert(place, RemovedKind::Attribute, "rel", at);
            }
        }
        hints
    }
}

/// The value, as the policy spells it, if it is one of those that the element may have.
#[cold]
fn limited<'v>(
    value: Option<Cow<'v, str>>,
    rule: &'v AttributeRule,
    element: Element,
) -> Option<Cow<'v, str>> {
    let mut limits = rule.limits.iter().filter(|limit| limit.on & bit(element) != 0).peekable();
    if limits.peek().is_none() {
        return value;
    }
    let value = value?;
    let values: Vec<&String> = limits.flat_map(|limit| &limit.values).collect();
    if values.iter().any(|listed| value == listed.as_str()) {
        return Some(value);
    }
    // `A` and `a` are two kinds of list.
    let listed = values.into_iter().find(|listed| value.eq_ignore_ascii_case(listed))?;
    (rule.value != Value::Type).then_some(Cow::Borrowed(listed.as_str()))
}

/// What a policy writes itself on an element that has nothing else.
pub(super) fn of_own(element: Element, policy: &HtmlPolicy) -> String {
    policy
        .forced
        .iter()
        .filter(|forced| forced.element == element)
        .map(|forced| forced.text.as_str())
        .collect()
}

/// The wishes of the `style` of the tokenizer's last start tag.
pub(super) fn hints(tokens: &Tokenizer<'_>) -> Option<Hints> {
    tokens.attribute("style").map(|style| Hints::of(&decode_attribute(style)))
}

/// What a policy writes behind the `href` of a link that has nothing else.
pub(super) fn of_link(policy: &HtmlPolicy) -> String {
    let mut link = Link { element: Element::A, has_href: true, opens_window: false, rel: None };
    let mut out = String::new();
    push_forced(&mut out, &mut link, policy);
    link.push(&mut out, policy);
    out
}

/// The attributes that a policy writes itself, but for `rel`.
fn push_forced(out: &mut String, link: &mut Link, policy: &HtmlPolicy) {
    for forced in policy.forced.iter().filter(|forced| forced.element == link.element) {
        let is_target = forced.name == TARGET;
        if !is_target || link.element != Element::A || link.has_href {
            out.push_str(&forced.text);
            link.opens_window |= is_target && forced.value == "_blank";
        }
    }
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    push_escaped(out, value, true);
    out.push('"');
}

/// The box of a task list, and nothing else that `input` can be.
fn push_checkbox(out: &mut String, tokens: &Tokenizer<'_>, report: &mut Sink<'_>) {
    out.push_str(" type=\"checkbox\" disabled=\"\"");
    if tokens.attribute("checked").is_some() {
        out.push_str(" checked=\"\"");
    }
    for attribute in &tokens.attributes {
        const KEPT: [Name; 3] = Name::all(["type", "disabled", "checked"]);
        if !KEPT.contains(&attribute.known) {
            report.add_attribute(RemovedKind::Attribute, attribute, tokens);
        }
    }
}

/// Whether the tokenizer's last start tag is a checkbox.
pub(super) fn is_checkbox(tokens: &Tokenizer<'_>) -> bool {
    tokens.attribute("type").is_some_and(|kind| decode_attribute(kind).eq_ignore_ascii_case("checkbox"))
}
