//! What must hold for `attr`, whatever the text: html5ever reads one attribute, with that name and that text.

use super::assert_holds;
use super::html::Page;
use std::sync::LazyLock;
use untaint::attr::{self, AttrPolicy, Descriptor, ResourceAttr};
use untaint::uri::{self, SafeUri, UriPolicy};

/// Everything that holds for `attr`. For `srcset`, each line of the text is a candidate.
pub fn attr_holds(text: &str) {
    assert_holds("quote keeps the value", text, quote_keeps(attr::quote));
    assert_holds("pair keeps name and value", text, pairs_keep(pair));
    assert_holds("a name is one inert name", text, name_is_inert(|name| attr::check_name(name).is_ok()));
    let own_data = |name: &str| attr::check_name_with(name, &OWN_DATA).is_ok();
    assert_holds("a name of a policy is one inert name", text, name_is_inert(own_data));
    assert_holds("href keeps the link", text, link_stays("href", attr::href));
    assert_holds("img_src keeps the link", text, link_stays("src", attr::img_src));
    assert_holds("resource keeps the address", text, resource_stays(resource));
    let lines = text.split('\n').chain([text, text]).take(6);
    let candidates: Vec<(String, u32)> = lines.map(str::to_owned).zip(1..).collect();
    for policy in [UriPolicy::web(), &PICTURES] {
        let keeps = srcset_keeps(&candidates, policy, |candidates| srcset(candidates, policy));
        assert_holds("srcset keeps its candidates", text, |_| keeps);
    }
}

/// A policy with its own data names.
pub static OWN_DATA: LazyLock<AttrPolicy> =
    LazyLock::new(|| AttrPolicy::builder().data_prefix("data-note-").build().expect("policy"));

/// A policy whose links may be `data:` URLs, with the comma that belongs to them.
pub static PICTURES: LazyLock<UriPolicy> = LazyLock::new(|| {
    let policy = UriPolicy::builder().schemes(["http", "https"]).relative(true).raster_data(true);
    policy.build().expect("policy")
});

/// What every writer promises: one attribute, with that name and that text, and nothing else changes.
pub fn reads_back(source: &str, name: &str, value: &str) -> bool {
    attrs_are(source, &[(name.to_owned(), value.replace('\0', "\u{fffd}"))])
}

/// The attributes of the element `el`, which stands alone in the document's own three.
fn attrs_are(source: &str, expected: &[(String, String)]) -> bool {
    let page = Page::parse(source);
    page.attrs_of("el") == expected && page.elements() == 4
}

// ---- values ----

pub fn quote_keeps(quote: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |value| {
        // With and without a space behind, at the end of the tag, before a slash: the neighbours must not matter.
        let quoted = quote(value);
        reads_back(&format!("<el a={quoted}>"), "a", value)
            && reads_back(&format!("<el a={quoted}/>x"), "a", value)
            && reads_back(&format!("<el a={quoted} >"), "a", value)
    }
}

/// Several pairs in one tag, so that each has neighbours.
pub fn pairs_keep(pair: impl Fn(&str, &str) -> String) -> impl Fn(&str) -> bool {
    move |value| {
        let names = ["title", "alt", "aria-label", "lang", "role", "ARIA-Live", "Value"];
        let written: String = names.iter().map(|name| pair(name, value)).collect();
        let kept = value.replace('\0', "\u{fffd}");
        attrs_are(&format!("<el{written}>"), &names.map(|name| (name.to_ascii_lowercase(), kept.clone())))
    }
}

/// The function under test for [`pairs_keep`].
pub fn pair(name: &str, value: &str) -> String {
    attr::pair(&attr::check_name(name).expect("an inert name"), value)
}

// ---- names ----

/// A name that is let through is one name for a parser, and none of those whose value runs, loads, sends or is found.
pub fn name_is_inert(is_allowed: impl Fn(&str) -> bool) -> impl Fn(&str) -> bool {
    const ACTIVE: [&str; 22] = [
        "style",
        "srcdoc",
        "href",
        "src",
        "srcset",
        "action",
        "formaction",
        "data",
        "poster",
        "ping",
        "background",
        "cite",
        "manifest",
        "id",
        "name",
        "class",
        "is",
        "target",
        "http-equiv",
        "nonce",
        "autofocus",
        "popovertarget",
    ];
    const ACTIVE_BELOW: [&str; 7] = ["on", "xlink:", "xmlns", "hx-", "x-", "v-", "ng-"];
    move |name| {
        let lower = name.to_ascii_lowercase();
        !is_allowed(name)
            || reads_back(&format!("<el {name}=\"x\">"), &lower, "x")
                && !ACTIVE.contains(&lower.as_str())
                && !ACTIVE_BELOW.iter().any(|below| lower.starts_with(below))
                && (!lower.starts_with("data-") || name.starts_with("data-note-"))
    }
}

// ---- links ----

/// A link that is let through is the attribute's value.
pub fn link_stays(name: &str, write: impl Fn(&SafeUri<'_>) -> String) -> impl Fn(&str) -> bool {
    move |raw| {
        let safe = uri::check(raw, UriPolicy::web());
        safe.map_or(true, |safe| reads_back(&format!("<el{}>", write(&safe)), name, raw))
    }
}

/// The same for the address of a script, a frame or a form, under each name.
pub fn resource_stays(write: impl Fn(ResourceAttr, &str) -> Option<String>) -> impl Fn(&str) -> bool {
    move |raw| {
        let names = [
            ResourceAttr::Src,
            ResourceAttr::Href,
            ResourceAttr::Action,
            ResourceAttr::FormAction,
            ResourceAttr::Data,
        ];
        let written: Option<String> = names.into_iter().map(|name| write(name, raw)).collect();
        written.is_none_or(|written| {
            attrs_are(
                &format!("<el{written}>"),
                &names.map(|name| (name.as_str().to_owned(), raw.to_owned())),
            )
        })
    }
}

/// The function under test for [`resource_stays`].
pub fn resource(name: ResourceAttr, raw: &str) -> Option<String> {
    static PLAYER: LazyLock<UriPolicy> = LazyLock::new(|| {
        let policy = UriPolicy::builder().scheme("https").hosts(["player.example.com"]).relative(true);
        policy.build().expect("policy")
    });
    uri::check_resource(raw, &PLAYER).ok().map(|safe| attr::resource(name, &safe))
}

// ---- srcset ----

/// HTML, "parse a srcset attribute", as far as URLs and descriptors are split.
pub fn parse_srcset(list: &str) -> Vec<(String, Vec<String>)> {
    let is_space = |c: char| matches!(c, '\t' | '\n' | '\u{c}' | '\r' | ' ');
    let mut candidates = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|c| is_space(c) || c == ',');
        if rest.is_empty() {
            return candidates;
        }
        let end = rest.find(is_space).unwrap_or(rest.len());
        let (url, behind) = rest.split_at(end);
        rest = behind;
        if url.ends_with(',') {
            candidates.push((url.trim_end_matches(',').to_owned(), Vec::new()));
            continue;
        }
        let (mut descriptors, mut current, mut depth) = (Vec::new(), String::new(), 0);
        let mut used = rest.len();
        for (at, c) in rest.char_indices() {
            match c {
                ',' if depth == 0 => {
                    used = at + 1;
                    break;
                }
                c if is_space(c) && depth == 0 => descriptors.push(std::mem::take(&mut current)),
                c => {
                    depth = match c {
                        '(' => 1,
                        ')' => 0,
                        _ => depth,
                    };
                    current.push(c);
                }
            }
        }
        descriptors.push(current);
        descriptors.retain(|descriptor| !descriptor.is_empty());
        candidates.push((url.to_owned(), descriptors));
        rest = &rest[used..];
    }
}

/// How a URL stands in the list: the one comma of a `data:` URL stays, because `%2C` would not end its media type.
fn in_srcset(raw: &str) -> String {
    let url = raw.trim_matches(' ').replace(' ', "%20");
    match url.split_once(',') {
        Some((media, data)) if url.to_ascii_lowercase().starts_with("data:") && !data.is_empty() => {
            format!("{media},{}", data.replace(',', "%2C"))
        }
        _ => url.replace(',', "%2C"),
    }
}

/// Both ways of reading, the standard's and a split at every comma, find exactly the candidates that the policy allows.
pub fn srcset_keeps(
    raw: &[(String, u32)],
    policy: &UriPolicy,
    srcset: impl Fn(&[(String, u32)]) -> String,
) -> bool {
    let raw: Vec<_> = raw.iter().filter(|(raw, _)| uri::check(raw, policy).is_ok()).cloned().collect();
    let page = Page::parse(&format!("<el{}>", srcset(&raw)));
    let attrs = page.attrs_of("el");
    let [(name, list)] = attrs.as_slice() else { return false };
    let expected: Vec<_> = raw
        .iter()
        .filter(|(raw, _)| !raw.trim_matches(' ').is_empty())
        .map(|(raw, width)| (in_srcset(raw), vec![format!("{width}w")]))
        .collect();
    let kept_commas = expected.iter().filter(|(url, _)| url.contains(',')).count();
    let by_comma = list.split(',').filter(|part| !part.is_empty()).count();
    name == "srcset"
        && page.elements() == 4
        && parse_srcset(list) == expected
        && by_comma == expected.len() + kept_commas
}

/// The function under test for [`srcset_keeps`], which gives it what the policy allows.
pub fn srcset(candidates: &[(String, u32)], policy: &UriPolicy) -> String {
    let safe: Vec<_> =
        candidates.iter().map(|(raw, width)| (uri::check(raw, policy).expect("allowed"), *width)).collect();
    attr::srcset(safe.iter().map(|(safe, width)| (safe, Descriptor::Width(*width))))
}
