//! What is sent and what comes back.

use super::marker::{self, Marker};
use crate::escape::UrlComponent;
use http::{HeaderMap, StatusCode};
use std::fmt::Write as _;

/// Who sends a request: nobody known, or one of two who are logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Who {
    Guest,
    First,
    Second,
}

impl Who {
    pub(super) fn index(self) -> usize {
        match self {
            Self::Guest => 0,
            Self::First => 1,
            Self::Second => 2,
        }
    }
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct File {
    pub(super) name: String,
    pub(super) mime: String,
    pub(super) bytes: Vec<u8>,
}

/// The value of a parameter or a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Text(String),
    /// Escaped already, or no string in JSON.
    Raw(String),
    /// What the page has in its hidden field when the form is sent; before that, what it had once.
    Fresh(String),
    File(File),
}

impl Value {
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Raw(text) | Self::Fresh(text) => text,
            Self::File(file) => &file.name,
        }
    }

    fn replaced(&self, from: Marker, to: Marker) -> Self {
        let swap = |text: &str| text.replace(from.as_str(), to.as_str());
        match self {
            Self::Text(text) => Self::Text(swap(text)),
            Self::Raw(text) => Self::Raw(swap(text)),
            Self::Fresh(text) => Self::Fresh(swap(text)),
            Self::File(file) => {
                let bytes = replace_bytes(&file.bytes, from, to);
                Self::File(File { name: swap(&file.name), mime: swap(&file.mime), bytes })
            }
        }
    }
}

fn replace_bytes(bytes: &[u8], from: Marker, to: Marker) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let places: Vec<usize> =
        marker::find(bytes).filter(|(_, found)| *found == from).map(|(at, _)| at).collect();
    for at in places {
        out[at..at + marker::LEN].copy_from_slice(to.as_str().as_bytes()); // found there
    }
    out
}

/// How the fields of a request are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Encoding {
    Form,
    Multipart,
    Json,
    /// JSON under the type that every site may send.
    PlainJson,
    /// `text/plain`, or whatever the header says: the one field is the body.
    Whole,
}

/// A request, in parts, so that one of them can be changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Step {
    pub(super) who: Who,
    pub(super) method: String,
    /// Escaped, with its slashes.
    pub(super) path: String,
    pub(super) query: Vec<(String, Value)>,
    pub(super) fields: Vec<(String, Value)>,
    pub(super) encoding: Encoding,
    pub(super) headers: Vec<(String, String)>,
    /// The page that the form stands in, for what is fresh in it.
    pub(super) page: Option<String>,
    /// Sent as another site would have a browser send it.
    pub(super) is_foreign: bool,
}

impl Step {
    pub(super) fn get(who: Who, target: &str) -> Self {
        let target = target.split('#').next().unwrap_or(target);
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let query = query.split('&').filter(|pair| !pair.is_empty()).map(pair).collect();
        Self {
            who,
            method: "GET".to_owned(),
            path: path.to_owned(),
            query,
            fields: Vec::new(),
            encoding: Encoding::Form,
            headers: Vec::new(),
            page: None,
            is_foreign: false,
        }
    }

    /// Path and query, as they stand in the request line.
    pub(super) fn target(&self) -> String {
        let mut target = if self.path.is_empty() { "/".to_owned() } else { self.path.clone() };
        for (at, (name, value)) in self.query.iter().enumerate() {
            target.push(if at == 0 { '?' } else { '&' });
            push_pair(&mut target, name, value);
        }
        target
    }

    pub(super) fn is_get(&self) -> bool {
        self.method == "GET"
    }

    pub(super) fn has_fresh(&self) -> bool {
        self.fields.iter().any(|(_, value)| matches!(value, Value::Fresh(_)))
    }

    pub(super) fn content_type(&self) -> Option<&'static str> {
        if self.is_get() || self.method == "HEAD" {
            return None;
        }
        Some(match self.encoding {
            Encoding::Form => "application/x-www-form-urlencoded",
            Encoding::Multipart => "multipart/form-data; boundary=xqboundaryqx",
            Encoding::Json => "application/json",
            Encoding::PlainJson | Encoding::Whole => "text/plain",
        })
    }

    pub(super) fn body(&self) -> Vec<u8> {
        match self.encoding {
            Encoding::Form => {
                let mut body = String::new();
                for (at, (name, value)) in self.fields.iter().enumerate() {
                    body.push_str(if at == 0 { "" } else { "&" });
                    push_pair(&mut body, name, value);
                }
                body.into_bytes()
            }
            Encoding::Multipart => self.multipart(),
            Encoding::Json | Encoding::PlainJson => self.json().into_bytes(),
            Encoding::Whole => {
                self.fields.first().map(|(_, value)| value.text().as_bytes().to_vec()).unwrap_or_default()
            }
        }
    }

    fn multipart(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let name = disposition(name);
            let head = match value {
                Value::File(file) => format!(
                    "; filename=\"{}\"\r\nContent-Type: {}",
                    disposition(&file.name),
                    file.mime.replace(['\r', '\n'], " ")
                ),
                _ => String::new(),
            };
            let part =
                format!("--xqboundaryqx\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n");
            body.extend_from_slice(part.as_bytes());
            match value {
                Value::File(file) => body.extend_from_slice(&file.bytes),
                value => body.extend_from_slice(value.text().as_bytes()),
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--xqboundaryqx--\r\n");
        body
    }

    fn json(&self) -> String {
        let mut out = String::from("{");
        for (at, (name, value)) in self.fields.iter().enumerate() {
            out.push_str(if at == 0 { "" } else { "," });
            push_json(&mut out, name);
            out.push(':');
            match value {
                Value::Raw(raw) => out.push_str(raw),
                value => push_json(&mut out, value.text()),
            }
        }
        out.push('}');
        out
    }

    /// The same with another marker.
    pub(super) fn remarked(&self, from: Marker, to: Marker) -> Self {
        let pairs = |pairs: &[(String, Value)]| {
            pairs.iter().map(|(name, value)| (name.clone(), value.replaced(from, to))).collect()
        };
        let swap = |text: &str| text.replace(from.as_str(), to.as_str());
        Self {
            path: swap(&self.path),
            query: pairs(&self.query),
            fields: pairs(&self.fields),
            headers: self.headers.iter().map(|(name, value)| (name.clone(), swap(value))).collect(),
            ..self.clone()
        }
    }

    /// Every marker that is sent.
    pub(super) fn markers(&self) -> Vec<Marker> {
        let mut text = self.target().into_bytes();
        for (_, value) in self.query.iter().chain(&self.fields) {
            text.extend_from_slice(value.text().as_bytes());
            text.push(b' ');
            if let Value::File(file) = value {
                text.extend_from_slice(&file.bytes);
                text.push(b' ');
                text.extend_from_slice(file.mime.as_bytes());
            }
        }
        for (_, value) in &self.headers {
            text.push(b' ');
            text.extend_from_slice(value.as_bytes());
        }
        let mut markers: Vec<Marker> = marker::find(&text).map(|(_, marker)| marker).collect();
        markers.sort_unstable();
        markers.dedup();
        markers
    }

    /// The route as people name it: the method and the path.
    pub(super) fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// A name in a part's head: quotes escaped as programs read them, because an attacker need not use a browser.
fn disposition(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\r', "%0D").replace('\n', "%0A")
}

fn push_pair(out: &mut String, name: &str, value: &Value) {
    let _ = write!(out, "{}", UrlComponent(name)); // into a string
    match value {
        Value::Raw(raw) if raw.is_empty() => {}
        Value::Raw(raw) => {
            out.push('=');
            out.push_str(raw);
        }
        value => {
            let _ = write!(out, "={}", UrlComponent(value.text()));
        }
    }
}

/// A string of JSON.
pub(super) fn push_json(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A pair of a query, decoded.
fn pair(text: &str) -> (String, Value) {
    let Some((name, value)) = text.split_once('=') else {
        return (decoded(text), Value::Raw(String::new()));
    };
    (decoded(name), Value::Text(decoded(value)))
}

/// Percent escapes and plus signs decoded.
pub(super) fn decoded(text: &str) -> String {
    let source = format!("a={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(source.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// What a site answered.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case.
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: String,
    pub(super) size: usize,
}

impl Answer {
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, body: Vec<u8>) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect();
        let size = body.len();
        let body = String::from_utf8(body)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        Self { status: status.as_u16(), headers, body, size }
    }

    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let found = self.headers.iter().filter(move |(found, _)| found == name);
        found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    pub(super) fn header(&self, name: &str) -> Option<String> {
        self.all(name).next()
    }

    /// The media type, in lower case, without parameters.
    pub(super) fn mime(&self) -> String {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// What a browser reads as a page of HTML.
    pub(super) fn is_html(&self) -> bool {
        let mime = self.mime();
        let sniffed = || !self.has_nosniff() && self.body.trim_start().starts_with('<');
        mime == "text/html" || mime == "application/xhtml+xml" || mime.is_empty() && sniffed()
    }

    /// A picture that a browser opens as a document, with its scripts.
    pub(super) fn is_svg(&self) -> bool {
        self.mime() == "image/svg+xml"
    }

    pub(super) fn has_nosniff(&self) -> bool {
        self.header("x-content-type-options").is_some_and(|value| {
            value.split(',').next().unwrap_or_default().trim().eq_ignore_ascii_case("nosniff")
        })
    }

    pub(super) fn is_attachment(&self) -> bool {
        self.header("content-disposition")
            .is_some_and(|value| !value.trim_start().to_ascii_lowercase().starts_with("inline"))
    }

    pub(super) fn is_redirect(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }

    pub(super) fn is_success(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// Whether the site did what was asked.
    pub(super) fn is_done(&self) -> bool {
        self.is_success() || self.is_redirect()
    }
}
