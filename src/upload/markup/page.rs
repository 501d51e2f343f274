//! An HTML page: the tags that a browser finds, and those that it may find where it reads text in another way.

use super::rules::{Attribute, Element, Host, Space, judge, judge_style};
use super::sink::Sink;
use crate::html::each_start_tag;
use crate::upload::finding::FindingKind;

/// Reports what the tags of a page do.
pub(super) fn look(text: &str, sink: &mut Sink<'_, '_>) {
    // Inside SVG and MathML, what is text in HTML can be tags, and the other way round.
    let lower = text.to_ascii_lowercase();
    let is_foreign = lower.contains("<svg") || lower.contains("<math");
    if is_foreign {
        if let Some(at) = lower.find("<![cdata[") {
            sink.add(FindingKind::Active, at);
        }
    }
    each_start_tag(text, |tag| {
        let attributes = tag
            .attributes
            .iter()
            .map(|(name, value)| Attribute {
                prefix: "",
                local: local(text.get(name.clone()).unwrap_or_default()),
                value: htmlize::unescape_attribute(text.get(value.clone()).unwrap_or_default()),
                at: name.start,
            })
            .collect();
        let element = Element { space: Space::Page, local: local(tag.name), at: tag.at, attributes };
        judge(&element, Host::Other, sink);
        let Some(raw) = tag.raw else { return };
        if tag.name.eq_ignore_ascii_case("style") {
            judge_style(raw, tag.at, sink);
        }
        if is_foreign && holds_a_tag(raw, tag.name) {
            sink.add(FindingKind::Active, tag.at);
        }
    });
}

/// `xlink:href` is an `href` in SVG; other prefixes mean nothing, but are looked at.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Whether a tag could begin in the content of an element, before the end tag that closes it.
fn holds_a_tag(raw: &str, name: &str) -> bool {
    let closes = |at: &usize| {
        let behind = raw.get(at + 2..).unwrap_or_default();
        behind.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let end = raw.rfind("</").filter(closes).unwrap_or(raw.len());
    let content = raw.get(..end).unwrap_or_default().as_bytes();
    content
        .windows(2)
        .any(|two| two[0] == b'<' && (two[1].is_ascii_alphabetic() || matches!(two[1], b'!' | b'/' | b'?')))
}
