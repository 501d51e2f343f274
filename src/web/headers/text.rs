//! Headers as text, as `curl -I` prints them.

use super::expect::{Answer, Expect};
use super::inspect::{Field, Fields, judge};
use crate::web::finding::Finding;

/// [`inspect`](super::inspect) for the text of an answer's headers, as `curl -I` and `curl -v` print them, or as they
/// are copied out of a browser.
///
/// Of several answers the last one is judged. What it is follows from its status and its type: a redirect, a page, a
/// download, JSON or a file; one of HTTP/2 or newer came over https. A [`span`](Finding::span) is a place in the text,
/// so that [`render_findings`](crate::web::render_findings) marks it.
///
/// # Cost
/// Linear in the text.
///
/// # Examples
/// ```
/// use untaint::web::headers;
///
/// let text = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Frame-Options: ALLOWALL\r\n\r\n";
/// let findings = headers::inspect_text(text);
/// let framing = findings.iter().find(|finding| finding.code() == "headers.frame_options_ignored").unwrap();
/// assert_eq!(&text[framing.span()], "ALLOWALL");
/// ```
#[must_use]
pub fn inspect_text(text: &str) -> Vec<Finding> {
    let answer = read(text);
    let mut expect = match answer.kind() {
        Answer::Redirect => Expect::redirect(),
        Answer::Page => Expect::page(),
        Answer::Download => Expect::download(),
        Answer::Api => Expect::api(),
        Answer::Asset => Expect::asset(),
    };
    if answer.is_http2 {
        expect = expect.https(true);
    }
    judge(&answer.fields, &expect)
}

/// [`inspect_text`], for what is expected instead of what the text looks like.
///
/// # Examples
/// ```
/// use untaint::web::headers::{self, Expect};
///
/// let findings = headers::inspect_text_as("Location: /home", &Expect::redirect());
/// assert!(findings.is_empty());
/// ```
#[must_use]
pub fn inspect_text_as(text: &str, expect: &Expect) -> Vec<Finding> {
    judge(&read(text).fields, expect)
}

struct Read<'a> {
    fields: Fields<'a>,
    status: &'a str,
    is_http2: bool,
}

/// The last answer of a text.
fn read(text: &str) -> Read<'_> {
    let mut read = Read { fields: Fields { list: Vec::new() }, status: "", is_http2: false };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let at = start;
        start += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        // As `curl -v` marks what comes in; what goes out is no header of the answer.
        let content = line.strip_prefix("< ").unwrap_or(line);
        if content.starts_with("> ") || content.starts_with("* ") {
            continue;
        }
        if let Some(version) = content.strip_prefix("HTTP/") {
            read.fields.list.clear();
            read.status = version.split(' ').nth(1).unwrap_or("");
            read.is_http2 = version.starts_with(['2', '3']);
            continue;
        }
        // The name of a header of HTTP/2 may be shown with a colon in front.
        let Some((name, value)) = content.split_once(':').filter(|(name, _)| !name.is_empty()) else {
            continue;
        };
        let place = at + (line.len() - value.len());
        read.fields.list.push(Field::new(name.trim(), value.as_bytes(), place));
    }
    read
}

impl Read<'_> {
    fn kind(&self) -> Answer {
        let first = |name: &str| {
            let value = self.fields.first(name).unwrap_or("");
            value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
        };
        let is_redirect = ["301", "302", "303", "307", "308"].contains(&self.status);
        match first("content-type").as_str() {
            _ if is_redirect => Answer::Redirect,
            _ if first("content-disposition") == "attachment" => Answer::Download,
            "" | "text/html" | "application/xhtml+xml" => Answer::Page,
            kind if kind.ends_with("json") || kind.ends_with("/xml") => Answer::Api,
            _ => Answer::Asset,
        }
    }
}
