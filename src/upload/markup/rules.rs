//! What an element does, whatever the parser that found it.

use super::css;
use super::sink::Sink;
use super::values::{self, Address};
use crate::upload::finding::FindingKind;
use std::borrow::Cow;

/// The namespace of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    Svg,
    Xhtml,
    MathMl,
    Xul,
    Xslt,
    XInclude,
    /// A prefix that nothing declares: it may be any of these.
    Unknown,
    /// An HTML page, in which names alone count.
    Page,
    Other,
}

impl Space {
    pub(super) fn of(address: &str) -> Self {
        match address.trim() {
            "http://www.w3.org/2000/svg" => Self::Svg,
            "http://www.w3.org/1999/xhtml" => Self::Xhtml,
            "http://www.w3.org/1998/Math/MathML" => Self::MathMl,
            "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul"
            | "http://www.mozilla.org/xbl" => Self::Xul,
            "http://www.w3.org/1999/XSL/Transform" | "http://www.w3.org/TR/WD-xsl" => Self::Xslt,
            "http://www.w3.org/2001/XInclude" | "http://www.w3.org/2003/XInclude" => Self::XInclude,
            _ => Self::Other,
        }
    }

    /// Whether a browser gives the element's attributes a meaning.
    fn is_live(self) -> bool {
        !matches!(self, Self::Other | Self::Xslt | Self::XInclude)
    }
}

/// An element's start tag, read and decoded.
pub(super) struct Element<'a> {
    pub(super) space: Space,
    /// Without its prefix.
    pub(super) local: &'a str,
    pub(super) at: usize,
    pub(super) attributes: Vec<Attribute<'a>>,
}

pub(super) struct Attribute<'a> {
    pub(super) prefix: &'a str,
    pub(super) local: &'a str,
    pub(super) value: Cow<'a, str>,
    pub(super) at: usize,
}

impl Element<'_> {
    /// The value of an attribute, whatever its prefix and case.
    pub(super) fn get(&self, local: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.local.eq_ignore_ascii_case(local)).map(|a| a.value.as_ref())
    }
}

/// The file in which an element stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Host {
    /// A picture: nobody expects links, forms or pages in it.
    Svg,
    /// A style sheet of XSLT.
    Xslt,
    Other,
}

/// Reports what an element does.
pub(super) fn judge(element: &Element<'_>, host: Host, sink: &mut Sink<'_, '_>) {
    let lower = element.local.to_ascii_lowercase();
    let name = lower.as_str();
    let space = element.space;
    let is_live = space.is_live();
    let runs = match name {
        // In a picture in every namespace: another reader may not look at it. Flat office files have a `script` of
        // their own, which no browser runs.
        "script" => is_live || (sink.is_wide() && host == Host::Svg),
        "handler" | "listener" => matches!(space, Space::Svg | Space::Unknown),
        "iframe" | "frame" | "frameset" | "object" | "embed" | "applet" | "portal" | "fencedframe"
        | "base" => is_live,
        "meta" => is_live && element.get("http-equiv").is_some_and(|kind| !is_harmless_meta(kind)),
        "animate" | "set" | "animatetransform" | "animatemotion" | "animatecolor" => {
            is_live && element.get("attributeName").is_some_and(sets_a_link)
        }
        _ => false,
    };
    let is_page_in_picture =
        host == Host::Svg && ((space == Space::Xhtml && !is_plain_html(name)) || space == Space::Xul);
    if runs || is_page_in_picture || (space == Space::Xslt && host != Host::Xslt) {
        sink.add(FindingKind::Active, element.at);
    }
    if space == Space::XInclude {
        sink.add(FindingKind::Entity, element.at);
    }
    // Asked once, because a tag may have any number of addresses.
    let is_idle = name == "link" && !loads(element.get("rel").unwrap_or_default());
    for attribute in &element.attributes {
        if values::is_script_link(&attribute.value) {
            sink.add(FindingKind::Active, attribute.at);
        }
        if attribute.prefix == "xml"
            && attribute.local == "base"
            && values::address(&attribute.value) == Address::Elsewhere
        {
            sink.add(FindingKind::External, attribute.at);
        }
        if is_live && !(is_idle && attribute.local.eq_ignore_ascii_case("href")) {
            judge_attribute(element, name, attribute, host, sink);
        }
    }
}

fn judge_attribute(
    element: &Element<'_>,
    name: &str,
    attribute: &Attribute<'_>,
    host: Host,
    sink: &mut Sink<'_, '_>,
) {
    let at = attribute.at;
    let value = attribute.value.as_ref();
    let lower = attribute.local.to_ascii_lowercase();
    let local = lower.as_str();
    let is_event =
        local.strip_prefix("on").is_some_and(|event| event.starts_with(|c: char| c.is_ascii_alphabetic()));
    if attribute.prefix.is_empty() && is_event {
        sink.add(FindingKind::Active, at);
        return;
    }
    match local {
        "srcdoc" => sink.add(FindingKind::Active, at),
        "values" | "to" | "from" | "by" => {
            if value
                .split(';')
                .any(|one| values::is_script_link(one) || values::address(one) == Address::Runs)
            {
                sink.add(FindingKind::Active, at);
            }
            // What is animated may be a paint or a filter, whose value is a style.
            judge_style(value, at, sink);
        }
        "style" => judge_style(value, at, sink),
        "srcset" | "imagesrcset" => {
            if value.split_ascii_whitespace().any(is_candidate_elsewhere) {
                sink.add(FindingKind::External, at);
            }
        }
        "ping" => sink.add(FindingKind::External, at),
        // A link to a page is no load; drawing programs put one to their help into each picture.
        "href" if matches!(name, "a" | "area") => {
            judge_link(value, host == Host::Svg && !values::is_web(value), at, sink);
        }
        "action" | "formaction" => judge_link(value, true, at, sink),
        "href" | "src" | "data" | "poster" | "background" | "lowsrc" | "dynsrc" | "codebase" | "archive"
        | "classid" | "code" | "manifest" | "icon" => judge_source(name, value, at, sink),
        // Presentation attributes are styles.
        _ => {
            if matches!(element.space, Space::Svg | Space::Unknown | Space::Page)
                && value.contains(['(', '\\'])
            {
                judge_style(value, at, sink);
            }
        }
    }
}

/// What is followed and not loaded. `counts`: it is told where it leads elsewhere.
fn judge_link(value: &str, counts: bool, at: usize, sink: &mut Sink<'_, '_>) {
    match values::address(value) {
        Address::Runs | Address::Picture => sink.add(FindingKind::Active, at),
        Address::Elsewhere if counts => sink.add(FindingKind::External, at),
        _ => {}
    }
}

fn judge_source(name: &str, value: &str, at: usize, sink: &mut Sink<'_, '_>) {
    const PICTURES: [&str; 9] = ["image", "feimage", "img", "input", "video", "body", "table", "td", "link"];
    match values::address(value) {
        Address::Inside => {}
        Address::Picture if PICTURES.contains(&name) => {}
        Address::Picture | Address::Runs => sink.add(FindingKind::Active, at),
        Address::Beside | Address::Elsewhere => sink.add(FindingKind::External, at),
    }
}

pub(super) fn judge_style(style: &str, at: usize, sink: &mut Sink<'_, '_>) {
    let found = css::look(style);
    if found.runs {
        sink.add(FindingKind::Active, at);
    }
    if found.loads {
        sink.add(FindingKind::External, at);
    }
}

fn is_harmless_meta(kind: &str) -> bool {
    [
        "content-type",
        "content-language",
        "x-ua-compatible",
        "content-style-type",
        "content-script-type",
        "pragma",
        "cache-control",
        "expires",
        "imagetoolbar",
        "content-security-policy",
    ]
    .iter()
    .any(|known| kind.trim().eq_ignore_ascii_case(known))
}

/// Whether an animation of this attribute can make a script link or an event attribute.
fn sets_a_link(attribute_name: &str) -> bool {
    let name = attribute_name.trim().to_ascii_lowercase();
    let local = name.rsplit(':').next().unwrap_or_default();
    matches!(local, "href" | "src" | "data" | "srcdoc" | "action" | "formaction") || local.starts_with("on")
}

/// A piece of a `srcset` that names a picture which is not in the file.
fn is_candidate_elsewhere(piece: &str) -> bool {
    let piece = piece.trim_matches(',');
    let is_descriptor = piece
        .strip_suffix(['x', 'w', 'h'])
        .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    !piece.is_empty() && !is_descriptor && values::address(piece) != Address::Inside
}

/// Whether a relation of a link makes a browser load its target.
fn loads(relation: &str) -> bool {
    relation.split_ascii_whitespace().any(|word| {
        [
            "stylesheet",
            "icon",
            "preload",
            "prefetch",
            "modulepreload",
            "import",
            "manifest",
            "preconnect",
            "dns-prefetch",
            "prerender",
            "apple-touch-icon",
            "mask-icon",
            "shortcut",
        ]
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known))
    })
}

/// Elements that drawing programs put into pictures for text that wraps.
const PLAIN_HTML: &str = "\
    a abbr b big blockquote body br center cite code dd del div dl dt em figcaption figure font h1 \
    h2 h3 h4 h5 h6 hr i img ins kbd label li mark ol p pre q s samp section small span strike strong \
    style sub sup table tbody td tfoot th thead title tr tt u ul var wbr";

fn is_plain_html(name: &str) -> bool {
    PLAIN_HTML.split(' ').any(|known| known == name)
}
