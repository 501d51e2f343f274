//! Values that follow a rule: addresses, names on the page, classes, words.

use crate::html::element::Element;
use crate::html::policy::HtmlPolicy;
use crate::html::rules::bit;
use crate::uri;
use std::borrow::Cow;

/// `type` of a list is one of five characters; of a `source` it is a kind of picture, film or sound, by which a browser
/// chooses.
pub(super) fn is_type(value: &str, element: Element) -> bool {
    if element != Element::Source {
        return matches!(value, "1" | "a" | "A" | "i" | "I");
    }
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
    matches!(value.split_at_checked(6), Some((start, kind))
        if ["image/", "audio/", "video/"].iter().any(|known| start.eq_ignore_ascii_case(known))
            && !kind.is_empty()
            && kind.bytes().all(is_word))
}

/// A link; one to a place on the page gets the prefix that the place's `id` gets.
pub(super) fn kept_link<'a>(value: &'a str, policy: &HtmlPolicy) -> Option<Cow<'a, str>> {
    let kept = uri::kept(value, &policy.links)?;
    match kept.strip_prefix('#').map(|id| prefixed(id, &policy.id_prefix)) {
        Some(Some(id)) if !policy.id_prefix.is_empty() => Some(Cow::Owned(format!("#{id}"))),
        _ => Some(kept),
    }
}

/// An `id` with the policy's prefix, once.
pub(super) fn prefixed<'a>(id: &'a str, prefix: &str) -> Option<Cow<'a, str>> {
    if id.is_empty() || id.contains(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    if id.starts_with(prefix) { Some(Cow::Borrowed(id)) } else { Some(Cow::Owned(format!("{prefix}{id}"))) }
}

pub(super) fn kept_ids<'a>(value: &'a str, prefix: &str) -> Option<Cow<'a, str>> {
    let ids: Vec<Cow<'_, str>> =
        value.split_ascii_whitespace().filter_map(|id| prefixed(id, prefix)).collect();
    (!ids.is_empty()).then(|| Cow::Owned(ids.join(" ")))
}

pub(super) fn kept_classes<'a>(
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
            matches && on & bit(element) != 0
        });
        *is_whole &= is_kept;
        is_kept
    };
    let classes: Vec<&str> = value.split_ascii_whitespace().filter(is_kept).collect();
    (!classes.is_empty()).then(|| Cow::Owned(classes.join(" ")))
}
