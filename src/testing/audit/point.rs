//! What of a request can be changed.

use super::fill;
use super::marker::{Family, Marker};
use super::message::{Step, Value, decoded};
use super::site::Label;
use super::words;
use crate::escape::UrlComponent;

/// A part of a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Query(String),
    Field(String),
    /// The number of a segment of the path, from 1 on.
    Segment(usize),
    Header(&'static str),
    Cookie(String),
    FileName(String),
    FileContent(String),
}

/// A part of one request of the site.
#[derive(Debug, Clone)]
pub(super) struct Point {
    pub(super) base: Step,
    pub(super) part: Part,
    pub(super) label: Label,
    /// The name or the label of the field speaks of a person's name.
    pub(super) is_name: bool,
    /// The answer leads on, or the usual value is an address: this one may say where to.
    pub(super) may_lead: bool,
    /// The same form by another button: the rows that find most are enough.
    pub(super) is_twin: bool,
    /// The plain markers that were sent there.
    pub(super) probes: Vec<Marker>,
    /// The pages that are read after it was sent.
    pub(super) group: usize,
}

impl Point {
    pub(super) fn new(base: Step, part: Part, group: usize) -> Self {
        let name = match &part {
            Part::Query(name) | Part::Field(name) => name.clone(),
            Part::Cookie(name) => format!("cookie {name}"),
            Part::Segment(at) => format!("segment {at}"),
            Part::Header(name) => format!("header {name}"),
            Part::FileName(name) => format!("{name} (name of the file)"),
            Part::FileContent(name) => format!("{name} (file)"),
        };
        let label = Label::new(base.route(), name.clone());
        let is_name = words::is_name(&name);
        let mut point =
            Self { base, part, label, is_name, may_lead: false, is_twin: false, probes: Vec::new(), group };
        let usual = point.value();
        point.may_lead = matches!(point.part, Part::Query(_) | Part::Field(_))
            && (usual.starts_with('/') || usual.contains("://"));
        point
    }

    /// What a page calls it.
    pub(super) fn name(&self) -> &str {
        match &self.part {
            Part::Query(name) | Part::Field(name) | Part::Cookie(name) => name,
            _ => "",
        }
    }

    /// The usual value.
    pub(super) fn value(&self) -> String {
        let of = |pairs: &[(String, Value)], name: &str| {
            pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.text().to_owned())
        };
        match &self.part {
            Part::Query(name) => of(&self.base.query, name),
            Part::Field(name) => of(&self.base.fields, name),
            Part::Segment(at) => self.base.path.split('/').nth(*at).map(decoded),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// The request with another value there.
    pub(super) fn with(&self, value: Value) -> Step {
        let mut step = self.base.clone();
        let text = || value.text().to_owned();
        match &self.part {
            Part::Query(name) => set(&mut step.query, name, value),
            Part::Field(name) | Part::FileContent(name) => set(&mut step.fields, name, value),
            Part::Segment(at) => {
                let segment = match &value {
                    Value::Raw(raw) => raw.clone(),
                    value => escaped(value.text()),
                };
                let mut segments: Vec<&str> = step.path.split('/').collect();
                if let Some(place) = segments.get_mut(*at) {
                    *place = &segment;
                }
                step.path = segments.join("/");
            }
            Part::Header(name) => step.headers.push(((*name).to_owned(), text())),
            Part::Cookie(name) => step.headers.push(("cookie".to_owned(), format!("{name}={}", text()))),
            Part::FileName(name) => {
                for (known, field) in &mut step.fields {
                    if let (true, Value::File(file)) = (known == name, field) {
                        value.text().clone_into(&mut file.name);
                    }
                }
            }
        }
        step
    }

    /// Without this part.
    pub(super) fn without(&self) -> Option<Step> {
        let mut step = self.base.clone();
        match &self.part {
            Part::Query(name) => step.query.retain(|(known, _)| known != name),
            Part::Field(name) => step.fields.retain(|(known, _)| known != name),
            _ => return None,
        }
        Some(step)
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.part, Part::Query(_) | Part::Field(_) | Part::Segment(_) | Part::FileName(_))
    }
}

fn set(pairs: &mut Vec<(String, Value)>, name: &str, value: Value) {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

/// A segment of a path with everything escaped that means something, dots that are alone too.
fn escaped(text: &str) -> String {
    let plain = UrlComponent(text).to_string();
    if plain.chars().all(|c| c == '.') { plain.replace('.', "%2e") } else { plain }
}

/// The parts of a request that a visitor fills in.
pub(super) fn parts(step: &Step) -> Vec<Part> {
    let mut parts = Vec::new();
    for (name, value) in &step.query {
        if !matches!(value, Value::Fresh(_)) {
            parts.push(Part::Query(name.clone()));
        }
    }
    for (name, value) in &step.fields {
        match value {
            // What proves where a form came from is no place to write in.
            Value::Fresh(_) if words::is_token(name) => {}
            Value::File(_) => parts.extend([Part::FileName(name.clone()), Part::FileContent(name.clone())]),
            _ => parts.push(Part::Field(name.clone())),
        }
    }
    parts.sort();
    parts.dedup();
    parts
}

/// Whether a segment of a path holds data, and is no word of the site.
pub(super) fn is_data(segment: &str) -> bool {
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    digits > 0
        || segment.contains(['.', '%', '@', '~'])
        || fill::looks_random(segment)
        || super::marker::first(segment).is_some()
}

/// Parameters that choose what a page is.
const CHOOSES: [&str; 14] = [
    "page", "action", "view", "do", "p", "cmd", "mode", "section", "tab", "op", "a", "route", "module",
    "seite",
];

pub(super) fn chooses(name: &str) -> bool {
    CHOOSES.contains(&name)
}

/// The shape of a target: data in its path left out, and of its query the names.
pub(super) fn shape(target: &str) -> String {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut shape: Vec<String> = Vec::new();
    for segment in path.split('/') {
        shape.push(match segment.rsplit_once('.') {
            Some((_, end)) if is_data(segment) && end.len() < 6 => format!("{{}}.{end}"),
            _ if is_data(segment) => "{}".to_owned(),
            _ => segment.to_owned(),
        });
    }
    // `?page=about` and `?page=login` are two pages.
    let chooses = |name: &str, value: &str| chooses(name) && !is_data(value) && value.len() < 30;
    let name = |pair: &str| match pair.split_once('=') {
        Some((name, value)) if chooses(name, value) => pair.to_owned(),
        Some((name, _)) => name.to_owned(),
        None => pair.to_owned(),
    };
    let mut names: Vec<String> = query.split('&').map(name).collect();
    names.sort_unstable();
    format!("{}?{}", shape.join("/"), names.join("&"))
}

/// A marker of each value that was sent plainly.
pub(super) fn probe(value: &Value) -> Option<Marker> {
    super::marker::first(value.text()).filter(|marker| marker.family() == Family::Plain)
}
