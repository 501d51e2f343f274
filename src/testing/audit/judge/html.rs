//! What a value makes of a page: elements, attributes, script.

use super::super::super::breach::quoted;
use super::super::super::dom::{Element, Reading, Tree};
use super::super::super::inert::is_active;
use super::super::kind::AuditKind;
use super::super::marker::{self, Family, Marker};
use super::super::page::{refresh, refresh_target};
use super::super::payload::{SCRIPT_ENDS, TAG_END};
use super::quick::is_inert;
use super::redirect::leaves;
use super::{Hit, Seen, is_in_code};

/// The families whose values can do something in a page.
fn acts(family: Family) -> bool {
    !matches!(family, Family::Hidden | Family::Log | Family::Formula | Family::Host | Family::Line)
}

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    // A file that is shown is the uploads' judge's.
    let acting: Vec<Marker> = seen
        .fresh
        .iter()
        .copied()
        .filter(|marker| acts(marker.family()) && marker.family() != Family::File)
        .collect();
    if acting.is_empty() || is_inert(&seen.answer.body, &acting) {
        return;
    }
    if seen.answer.is_attachment() {
        return;
    }
    if is_markup(seen) {
        feed(seen, hits);
    } else if seen.answer.is_html() || seen.answer.is_svg() {
        let tree = seen.tree();
        for element in tree.elements() {
            let before = hits.len();
            look(element, tree, seen, 0, hits);
            // One element tells one thing.
            hits.truncate(before + 1);
        }
    }
    for hit in hits.iter_mut() {
        let Some(found) = hit.marker else { continue };
        let body = &seen.answer.body;
        match (hit.kind, found.family()) {
            (AuditKind::ScriptEnd, _) if stands(body, found, &SCRIPT_ENDS, is_outside) => {
                hit.kind = AuditKind::Script;
            }
            (AuditKind::Script, Family::Html) if stands(body, found, &[TAG_END], is_in_tag) => {
                hit.kind = AuditKind::Attribute;
            }
            _ => {}
        }
    }
}

/// Occurrences of one value that are looked at.
const OFTEN: usize = 20;

/// Whether a value that begins in one of these ways stands, wherever it does, behind what the last one says.
fn stands(body: &str, found: Marker, starts: &[&str], is_behind: fn(&str) -> bool) -> bool {
    let all = marker::find(body.as_bytes()).filter(|(_, seen)| *seen == found).take(OFTEN);
    let mut all = all
        .filter_map(|(at, _)| starts.iter().find_map(|start| body[..at].strip_suffix(start))) // at a letter of it
        .peekable();
    all.peek().is_some() && all.all(is_behind)
}

/// No script or style sheet is open: what ends one is markup like any other.
fn is_outside(before: &str) -> bool {
    let before = before.to_ascii_lowercase();
    let last = |names: [&str; 2]| names.iter().filter_map(|name| before.rfind(name)).max();
    last(["<script", "<style"]) <= last(["</script", "</style"])
}

/// A tag is open: markup begins by ending an attribute of it.
fn is_in_tag(before: &str) -> bool {
    before.rfind('<') > before.rfind('>')
}

/// XML that programs read: a feed, a map of the site.
fn is_markup(seen: &Seen<'_>) -> bool {
    let mime = seen.answer.mime();
    mime != "application/xhtml+xml"
        && mime != "image/svg+xml"
        && (mime.ends_with("/xml") || mime.ends_with("+xml"))
}

/// In XML a bracket of a visitor is an element of his, unless it stands in CDATA.
fn feed(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let body = &seen.answer.body;
    for (at, found) in marker::find(body.as_bytes()) {
        if found.family() != Family::Html {
            continue;
        }
        let before = &body[..at]; // at a letter of a marker
        let is_data = before.rfind("<![CDATA[") > before.rfind("]]>");
        let is_tag = before.rfind('<') > before.rfind('>') || before.ends_with("<script>");
        if is_tag && !is_data {
            hits.push(Hit::new(AuditKind::Script, found, "an element in XML"));
            return;
        }
    }
}

/// What is wrong when a value of this family acts.
fn kind(marker: Marker) -> AuditKind {
    match marker.family() {
        Family::Attribute => AuditKind::Attribute,
        Family::Code => AuditKind::ScriptData,
        Family::ScriptEnd => AuditKind::ScriptEnd,
        Family::Uri => AuditKind::ActiveUrl,
        _ => AuditKind::Script,
    }
}

/// Documents in documents: how deep is looked.
const DEEP: usize = 3;

fn look(element: &Element, tree: &Tree, seen: &Seen<'_>, depth: usize, hits: &mut Vec<Hit>) {
    let name = element.local().to_ascii_lowercase();
    if let Some(found) = marked(&name) {
        hits.push(Hit::new(kind(found), found, format!("an element {}", quoted(&name))));
    }
    if name == "script" {
        script(element, tree, hits);
        onward(&tree.text_of(element), seen, hits);
    }
    if name == "style" {
        let text = tree.text_of(element);
        if let Some(found) = marked(&text).filter(|_| text.contains("@import")) {
            if matches!(found.family(), Family::Html | Family::ScriptEnd) {
                hits.push(Hit::new(kind(found), found, format!("<style> with {}", quoted(&text))));
            }
        }
    }
    if name == "meta" {
        if let Some(target) = element.attr("content").and_then(|content| refresh_target(&content)) {
            refreshes(element, &target, seen, hits);
        }
    }
    for attr in element.attrs.borrow().iter() {
        let (attr, value) = ((*attr.name.local).to_ascii_lowercase(), &*attr.value);
        if let Some(found) = marked(&attr).filter(|found| acts(found.family())) {
            // No row has its word there: the value has left the attribute that it stood in.
            hits.push(Hit::new(
                AuditKind::Attribute,
                found,
                format!("an attribute {} of <{name}>", quoted(&attr)),
            ));
            continue;
        }
        if attr == "srcdoc" {
            let is_boxed = element
                .attr("sandbox")
                .is_some_and(|allows| !allows.to_lowercase().contains("allow-scripts"));
            if !is_boxed && depth < DEEP && markers(value).iter().any(|found| seen.fresh.contains(found)) {
                let inner = Tree::parse(value, Reading::Document { scripting: true });
                for element in inner.elements() {
                    look(element, &inner, seen, depth + 1, hits);
                }
            }
            continue;
        }
        attribute(&name, &attr, value, hits);
    }
}

/// A script that leads on to where a visitor says.
fn onward(code: &str, seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    const LEADS: [&str; 4] = ["location=", "location.href=", "location.replace(", "location.assign("];
    for (at, _) in marker::find(code.as_bytes()).filter(|(_, found)| found.family() == Family::Redirect) {
        // The string around it, and what stands before that. Quotes are ASCII.
        let Some(start) = code[..at].rfind(['"', '\'', '`']) else { continue };
        let Some(quote) = code[start..].chars().next() else { continue };
        let before: String = code[..start].chars().filter(|c| !c.is_whitespace()).collect();
        if LEADS.iter().any(|lead| before.ends_with(lead)) {
            let text = code[start + 1..].split(quote).next().unwrap_or_default(); // behind an ASCII quote
            let text = text.replace("\\/", "/").replace("\\u002f", "/").replace("\\u002F", "/");
            hits.extend(leaves(&seen.origin.text, &text));
        }
    }
}

fn marked(text: &str) -> Option<Marker> {
    marker::find(text.as_bytes()).map(|(_, found)| found).find(|found| acts(found.family()))
}

fn markers(text: &str) -> Vec<Marker> {
    let mut found: Vec<Marker> =
        marker::find(text.as_bytes()).map(|(_, found)| found).filter(|found| acts(found.family())).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn script(element: &Element, tree: &Tree, hits: &mut Vec<Hit>) {
    let code = tree.text_of(element);
    if runs(element) {
        for found in markers(&code).into_iter().filter(|found| is_in_code(&code, *found)) {
            let kind = match found.family() {
                Family::ScriptEnd => AuditKind::ScriptEnd,
                // Markup that made the script, or stands in one of the page.
                Family::Html | Family::Uri if code.trim_start().starts_with(found.as_str()) => {
                    AuditKind::Script
                }
                _ => AuditKind::ScriptData,
            };
            hits.push(Hit::new(kind, found, format!("code in a script: {}", around(&code, found))));
        }
    }
    let source = element.attr("src").or_else(|| element.attr("href")).or_else(|| element.attr("xlink:href"));
    if let Some((source, found)) =
        source.and_then(|source| Some((marked(&source)?, source))).map(|(found, source)| (source, found))
    {
        if is_elsewhere(&source) || source.starts_with("data:") {
            hits.push(Hit::new(kind(found), found, format!("a script from {}", quoted(&source))));
        }
    }
}

/// Whether a browser runs what a `script` holds.
pub(super) fn runs(element: &Element) -> bool {
    let Some(kind) = element.attr("type") else { return true };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind == "module"
        || kind.ends_with("javascript")
        || kind.ends_with("ecmascript")
        || kind == "text/jscript"
}

fn refreshes(element: &Element, target: &str, seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let Some(found) = refresh(element).and_then(|_| marked(target)) else { return };
    if found.family() == Family::Html {
        if is_elsewhere(target) && target.trim_start().starts_with("//") {
            hits.push(Hit::new(AuditKind::Script, found, format!("a refresh to {}", quoted(target))));
        }
    } else {
        hits.extend(leaves(&seen.origin.text, target));
    }
}

fn attribute(element: &str, attr: &str, value: &str, hits: &mut Vec<Hit>) {
    for found in markers(value) {
        let is_handler = attr.strip_prefix("on").is_some_and(|event| !event.is_empty());
        let problem = if is_handler {
            // One that the value made begins with it; in one of the page it stands in a string.
            is_in_code(value, found).then(|| match found.family() {
                Family::Plain => AuditKind::ScriptData,
                _ if !value.trim_start().starts_with(found.as_str()) => AuditKind::ScriptData,
                Family::Uri => AuditKind::Script,
                _ => kind(found),
            })
        } else if is_active(element, attr, value) {
            is_run(value, found).then(|| match found.family() {
                Family::Plain | Family::Redirect | Family::Rough => AuditKind::ActiveUrl,
                _ => kind(found),
            })
        } else if loads(element, attr) && is_elsewhere(value) && (element != "link" || is_made(found)) {
            // A link of a visitor may lead elsewhere; a script, a base and a target of forms may not.
            Some(match found.family() {
                Family::Plain | Family::Redirect | Family::Uri => AuditKind::ActiveUrl,
                _ => kind(found),
            })
        } else if attr.eq_ignore_ascii_case("to") && crate::uri::is_javascript(value) {
            Some(kind(found))
        } else {
            None
        };
        if let Some(problem) = problem {
            let detail = format!("{attr}={} of <{element}>", quoted(value));
            hits.push(Hit::new(problem, found, detail));
            return;
        }
    }
}

/// Whether the marker is code of an address that runs, or in a document of its own.
fn is_run(value: &str, found: Marker) -> bool {
    if !crate::uri::is_javascript(value) {
        return true;
    }
    let code = value.split_once(':').map_or(value, |(_, code)| code);
    let code = percent(code);
    is_in_code(&code, found)
}

fn percent(text: &str) -> String {
    super::super::message::decoded(&text.replace('+', "%2B"))
}

/// Whether it brings an element of its own, and is no address that the site takes for one of its elements.
fn is_made(found: Marker) -> bool {
    matches!(found.family(), Family::Html | Family::Attribute | Family::ScriptEnd)
}

fn loads(element: &str, attr: &str) -> bool {
    matches!(
        (element, attr),
        ("base" | "link", "href")
            | ("script" | "embed", "src")
            | ("object", "data")
            | ("form", "action")
            | (_, "formaction")
    )
}

/// Whether an address names a host.
pub(super) fn is_elsewhere(url: &str) -> bool {
    let url: String = url.trim_start().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let url = url.replace('\\', "/");
    url.starts_with("//") || url.to_ascii_lowercase().starts_with("http")
}

/// Some of the code around a marker.
fn around(code: &str, found: Marker) -> String {
    let at = marker::find(code.as_bytes()).find(|(_, seen)| *seen == found).map_or(0, |(at, _)| at);
    let start = (0..=at.saturating_sub(30)).rev().find(|at| code.is_char_boundary(*at)).unwrap_or(0);
    let end = (at + 40..code.len()).find(|at| code.is_char_boundary(*at)).unwrap_or(code.len());
    quoted(&code[start..end]) // boundaries by the search
}
