//! Frames of sites that the policy names, written anew.

use super::push_attribute;
use crate::html::encode::decode_attribute;
use crate::html::policy::HtmlPolicy;
use crate::html::report::{RemovedKind, Sink};
use crate::html::tokenizer::Tokenizer;
use crate::uri;

/// What is written on every frame. `allow-same-origin` leaves the frame its own origin, which players need.
const FIXED: [(&str, &str); 3] = [
    ("sandbox", "allow-scripts allow-same-origin"),
    ("loading", "lazy"),
    ("referrerpolicy", "strict-origin-when-cross-origin"),
];

/// The frame whose attributes the tokenizer holds, from start tag to end tag; `None` where the policy does not take
/// its address.
pub(in crate::html) fn embedded(
    tokens: &Tokenizer<'_>,
    policy: &HtmlPolicy,
    report: &mut Sink<'_>,
) -> Option<String> {
    let hosts = policy.embeds.as_ref()?;
    let find = |wanted: &str| tokens.attribute(wanted).map(decode_attribute);
    let src = find("src")?;
    let address = uri::check_resource(&src, hosts).ok()?;
    let mut out = String::from("<iframe");
    push_attribute(&mut out, "src", address.as_str());
    let mut written = vec!["src"];
    for name in ["title", "width", "height"] {
        if let Some(value) = find(name) {
            push_attribute(&mut out, name, &value);
            written.push(name);
        }
    }
    let mut features: Vec<&str> = Vec::new();
    let wanted = find("allow").unwrap_or_default();
    let mut is_whole = true;
    for wanted in wanted.split(';').map(str::trim_ascii).filter(|wanted| !wanted.is_empty()) {
        // What follows the name is a list of origins; the frame's own is what it gets, unless that is none.
        let mut words = wanted.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        if words.any(|origin| origin.eq_ignore_ascii_case("'none'")) {
            is_whole = false;
            continue;
        }
        match policy.embed_features.iter().find(|feature| feature.eq_ignore_ascii_case(name)) {
            Some(feature) if !features.contains(&feature.as_str()) => features.push(feature),
            Some(_) => {}
            None => is_whole = false,
        }
    }
    if !features.is_empty() {
        push_attribute(&mut out, "allow", &features.join("; "));
    }
    if is_whole {
        written.push("allow");
    }
    let may_fill = policy.embed_features.iter().any(|feature| feature == "fullscreen");
    if may_fill && find("allowfullscreen").is_some() {
        push_attribute(&mut out, "allowfullscreen", "");
        written.push("allowfullscreen");
    }
    for (name, value) in FIXED {
        push_attribute(&mut out, name, value);
        if find(name).is_some_and(|given| given == value) {
            written.push(name);
        }
    }
    for attribute in &tokens.attributes {
        let name = tokens.slice(attribute.name.clone());
        if !written.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            report.add_attribute(RemovedKind::Attribute, attribute, tokens);
        }
    }
    out.push_str("></iframe>");
    Some(out)
}
