//! Attributes of a tag that is kept: which stay, with which value.

use super::element::Element;
use super::encode::{decode_attribute, push_escaped, push_recoded};
use super::name::Name;
use super::policy::{HtmlPolicy, Value};
use super::report::{RemovedKind, Sink};
use super::tokenizer::Tokenizer;
use crate::uri::{self, UriPolicy};
use std::borrow::Cow;

/// Words of `rel` that a visitor may write: they limit a link or describe it, and none gives it power.
const REL_WORDS: [&str; 14] = [
    "alternate",
    "author",
    "bookmark",
    "external",
    "help",
    "license",
    "next",
    "nofollow",
    "noopener",
    "noreferrer",
    "prev",
    "sponsored",
    "tag",
    "ugc",
];

/// Appends the kept attributes of the tokenizer's last start tag to `out`, as ` name="value"`.
pub(super) fn push(
    out: &mut String,
    element: Element,
    tokens: &Tokenizer<'_>,
    policy: &HtmlPolicy,
    report: &mut Sink<'_>,
) {
    if element == Element::Input {
        push_checkbox(out, tokens, report);
        return;
    }
    let mut seen = [0_u128; 2];
    let mut link = Link { element, has_href: false, opens_window: false, rel: None };
    for attribute in &tokens.attributes {
        let raw_name = tokens.slice(attribute.name.clone());
        let name = Name::of(raw_name.as_bytes());
        let Some((place, rule)) = policy.attributes.find(name) else {
            report.add(RemovedKind::Attribute, raw_name, attribute.name.start);
            continue;
        };
        // Of two attributes with one name a browser takes the first, kept or not.
        let (half, bit) = (place / 128, 1 << (place % 128)); // the policy has at most 255 rules
        let is_repeated = seen[half] & bit != 0;
        seen[half] |= bit;
        if is_repeated || !rule.is_on(element) {
            report.add(RemovedKind::Attribute, raw_name, attribute.name.start);
            continue;
        }
        let raw = tokens.slice(attribute.value.clone());
        if rule.value == Value::Text {
            out.push_str(&rule.start);
            push_recoded(out, raw, true);
            out.push('"');
            continue;
        }
        let value = decode_attribute(raw);
        let mut is_whole = true;
        let kept = match rule.value {
            Value::Text => Some(value),
            Value::Link => {
                let kept = kept_link(&value, policy);
                link.has_href |= rule.is_href && kept.is_some();
                kept
            }
            Value::Image => kept_uri(&value, &policy.images),
            Value::Srcset => kept_srcset(&value, &policy.images, &mut is_whole),
            Value::Class => kept_classes(&value, element, policy, &mut is_whole),
            Value::Id => prefixed(&value, &policy.id_prefix),
            Value::IdList => kept_ids(&value, &policy.id_prefix),
            Value::Rel => {
                // Written at the end, together with the policy's own words.
                if value.split_ascii_whitespace().any(|word| known_rel(word, policy).is_none()) {
                    report.add(RemovedKind::Value, raw_name, attribute.name.start);
                }
                link.rel = Some(value.into_owned());
                continue;
            }
            Value::Target => {
                let kept = ["_blank", "_self"].into_iter().find(|word| value.eq_ignore_ascii_case(word));
                link.opens_window = kept == Some("_blank");
                kept.map(Cow::Borrowed)
            }
            Value::Type => is_type(&value, element).then_some(value),
        };
        if kept.is_none() || !is_whole {
            report.add(RemovedKind::Value, raw_name, attribute.name.start);
        }
        if let Some(value) = kept {
            out.push_str(&rule.start);
            push_escaped(out, &value, true);
            out.push('"');
        }
    }
    link.push_rel(out, policy);
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
    let is_checked = |name: &str| name.eq_ignore_ascii_case("checked");
    if tokens.attributes.iter().any(|attribute| is_checked(tokens.slice(attribute.name.clone()))) {
        out.push_str(" checked=\"\"");
    }
    for attribute in &tokens.attributes {
        let name = tokens.slice(attribute.name.clone());
        if !["type", "disabled", "checked"].iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
            report.add(RemovedKind::Attribute, name, attribute.name.start);
        }
    }
}

/// Whether the tokenizer's last start tag is a checkbox.
pub(super) fn is_checkbox(tokens: &Tokenizer<'_>) -> bool {
    let types = |name: &str| name.eq_ignore_ascii_case("type");
    tokens.attributes.iter().find(|attribute| types(tokens.slice(attribute.name.clone()))).is_some_and(
        |attribute| decode_attribute(tokens.slice(attribute.value.clone())).eq_ignore_ascii_case("checkbox"),
    )
}

/// What decides the `rel` of a link.
struct Link {
    element: Element,
    has_href: bool,
    opens_window: bool,
    rel: Option<String>,
}

impl Link {
    /// The visitor's words that are allowed, then the policy's; a window that opens another never gets hold of it.
    fn push_rel(&self, out: &mut String, policy: &HtmlPolicy) {
        if self.element != Element::A {
            return;
        }
        if self.rel.is_none() && !self.opens_window {
            if self.has_href {
                out.push_str(&policy.link_rel_attribute);
            }
            return;
        }
        let mut words: Vec<&str> = Vec::new();
        let mut add = |word: &'static str| {
            if !words.contains(&word) {
                words.push(word);
            }
        };
        // The policy's words come last and only from the policy, so that a second cleaning finds them in their place.
        let own: &[String] = if self.has_href { &policy.link_rel } else { &[] };
        for word in self.rel.as_deref().unwrap_or("").split_ascii_whitespace() {
            let known = REL_WORDS.into_iter().find(|known| known.eq_ignore_ascii_case(word));
            if let Some(known) = known.filter(|known| !own.iter().any(|own| own == known)) {
                add(known);
            }
        }
        if self.opens_window && !own.iter().any(|own| own == "noopener") {
            add("noopener");
        }
        words.extend(own.iter().map(String::as_str));
        if !words.is_empty() {
            push_attribute(out, "rel", &words.join(" "));
        }
    }
}

/// A word of a visitor's `rel` that is not lost: harmless, or one of the policy's own.
fn known_rel<'p>(word: &str, policy: &'p HtmlPolicy) -> Option<&'p str> {
    let own = policy.link_rel.iter().map(String::as_str);
    REL_WORDS.into_iter().chain(own).find(|known| known.eq_ignore_ascii_case(word))
}

/// `type` of a list is one of five characters; of a `source` it is a kind of picture, by which a browser chooses.
fn is_type(value: &str, element: Element) -> bool {
    if element != Element::Source {
        return matches!(value, "1" | "a" | "A" | "i" | "I");
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    matches!(value.split_at_checked(6), Some((start, kind))
        if start.eq_ignore_ascii_case("image/") && !kind.is_empty() && kind.bytes().all(is_word))
}

fn kept_uri<'a>(value: &'a str, policy: &UriPolicy) -> Option<Cow<'a, str>> {
    let cleaned = uri::clean(value, policy);
    if cleaned.is_inert() {
        return None;
    }
    // The text of a `SafeUri` is the value itself, a part of it, or a copy.
    if cleaned == value { Some(Cow::Borrowed(value)) } else { Some(Cow::Owned(cleaned.as_str().to_owned())) }
}

/// A link; one to a place on the page gets the prefix that the place's `id` gets.
fn kept_link<'a>(value: &'a str, policy: &HtmlPolicy) -> Option<Cow<'a, str>> {
    let kept = kept_uri(value, &policy.links)?;
    match kept.strip_prefix('#').map(|id| prefixed(id, &policy.id_prefix)) {
        Some(Some(id)) if !policy.id_prefix.is_empty() => Some(Cow::Owned(format!("#{id}"))),
        _ => Some(kept),
    }
}

/// An `id` with the policy's prefix, once.
fn prefixed<'a>(id: &'a str, prefix: &str) -> Option<Cow<'a, str>> {
    if id.is_empty() || id.contains(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    if id.starts_with(prefix) { Some(Cow::Borrowed(id)) } else { Some(Cow::Owned(format!("{prefix}{id}"))) }
}

fn kept_ids<'a>(value: &'a str, prefix: &str) -> Option<Cow<'a, str>> {
    let ids: Vec<Cow<'_, str>> =
        value.split_ascii_whitespace().filter_map(|id| prefixed(id, prefix)).collect();
    (!ids.is_empty()).then(|| Cow::Owned(ids.join(" ")))
}

fn kept_classes<'a>(
    value: &'a str,
    element: Element,
    policy: &HtmlPolicy,
    is_whole: &mut bool,
) -> Option<Cow<'a, str>> {
    let is_kept = |class: &&str| {
        let is_kept = policy.classes.iter().any(|(on, kept)| {
            let matches = match kept.strip_suffix('*') {
                Some(start) => class.len() > start.len() && class.starts_with(start),
                None => kept == class,
            };
            matches && on.is_none_or(|on| on == element)
        });
        *is_whole &= is_kept;
        is_kept
    };
    let classes: Vec<&str> = value.split_ascii_whitespace().filter(is_kept).collect();
    (!classes.is_empty()).then(|| Cow::Owned(classes.join(" ")))
}

/// The candidates of a `srcset` whose pictures the policy takes (HTML, "parse a srcset attribute"), written so that
/// any reader splits them alike.
fn kept_srcset<'a>(value: &'a str, policy: &UriPolicy, is_whole: &mut bool) -> Option<Cow<'a, str>> {
    let mut kept: Vec<String> = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, behind) = rest.split_at(end);
        let bare = url.trim_end_matches(',');
        let (descriptor, behind) = if bare.len() < url.len() {
            ("", behind)
        } else {
            // Parentheses hide a comma from a browser, and stand in no descriptor that is kept.
            let end = descriptor_end(behind); // at a comma, or the length
            (behind[..end].trim_matches(|c: char| c.is_ascii_whitespace()), &behind[end..])
        };
        rest = behind;
        let picture = kept_uri(bare, policy)
            .filter(|picture| !picture.is_empty() && !picture.contains(',') && is_descriptor(descriptor));
        let Some(picture) = picture else {
            *is_whole = false;
            continue;
        };
        let picture = picture.replace(' ', "%20");
        kept.push(if descriptor.is_empty() { picture } else { format!("{picture} {descriptor}") });
    }
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(", ")))
}

fn descriptor_end(text: &str) -> usize {
    let mut is_inside = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => is_inside = true,
            b')' => is_inside = false,
            b',' if !is_inside => return at,
            _ => {}
        }
    }
    text.len()
}

/// `480w` or `1.5x`.
fn is_descriptor(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        [digits @ .., b'w'] => !digits.is_empty() && digits.iter().all(u8::is_ascii_digit),
        [number @ .., b'x'] => {
            !number.is_empty()
                && number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
                && number.split(|byte| *byte == b'.').count() <= 2
                && number.last().is_some_and(u8::is_ascii_digit)
                && number.first().is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}
