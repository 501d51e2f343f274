//! What the answer is: its type, its charset, sniffing, and whether a browser saves or shows it.

use super::super::expect::{Answer, Expect};
use super::super::kinds;
use super::super::words::NoSniff;
use super::Context;
use super::fields::{Fields, Notes};
use crate::web::Severity;
use crate::web::finding::Finding;

const TYPE: &str = "content-type";
const DISPOSITION: &str = "content-disposition";

/// The types in a field: one, or several where a proxy joined fields; browsers take the last that they can read.
fn types_in(value: &str) -> impl Iterator<Item = &str> {
    // A comma in a parameter is none: what is behind it has no slash before its own parameters.
    let is_type = |rest: &str| rest.split([',', ';']).next().unwrap_or("").contains('/');
    let mut starts = value.match_indices(',').map(|(at, _)| at + 1).filter(move |at| is_type(&value[*at..]));
    let mut from = Some(0);
    std::iter::from_fn(move || {
        let start = from?;
        from = starts.next();
        Some(value[start..from.map_or(value.len(), |next| next - 1)].trim_matches([' ', '\t']))
    })
}

/// The type without its parameters, and the charset.
fn parse(value: &str) -> (&str, Option<&str>) {
    let mut parts = value.split(';').map(|part| part.trim_matches([' ', '\t']));
    let kind = parts.next().unwrap_or("");
    let charset = parts.find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim_matches([' ', '\t']).eq_ignore_ascii_case("charset").then_some(value)
    });
    (kind, charset.map(|charset| charset.trim_matches([' ', '\t', '"'])))
}

fn is_markup(kind: &str) -> bool {
    let is = |known: &str| kind.eq_ignore_ascii_case(known);
    let ends = |end: &str| {
        kind.len() > end.len()
            && kind.get(kind.len() - end.len()..).is_some_and(|tail| tail.eq_ignore_ascii_case(end))
    };
    is("text/html") || is("text/xml") || is("application/xml") || ends("+xml")
}

fn is_attachment(fields: &Fields<'_>) -> bool {
    fields.all(DISPOSITION).any(|field| {
        let kind = field.value.split(';').next().unwrap_or("").trim_matches([' ', '\t']);
        kind.eq_ignore_ascii_case("attachment")
    })
}

/// Whether a browser shows the answer as a page of the site, in which script could run.
pub(super) fn is_document(fields: &Fields<'_>, expect: &Expect) -> bool {
    match expect.answer {
        Answer::Page => true,
        Answer::Redirect => false,
        _ => {
            let mut all = fields.all(TYPE).flat_map(|field| types_in(&field.value));
            all.any(|text| is_markup(parse(text).0)) && !is_attachment(fields)
        }
    }
}

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let fields = answer.fields;
    if answer.is(Answer::Redirect) {
        // Its body, if any, is shown by no browser.
        if !fields.has("location") {
            notes.missing(&kinds::LOCATION_MISSING, "location");
        }
    } else {
        sniffing(answer, notes);
    }
    if answer.is(Answer::Download) && !is_attachment(fields) && !answer.policies.run_nothing() {
        match fields.all(DISPOSITION).next() {
            Some(field) => notes.add(&kinds::DISPOSITION_MISSING, DISPOSITION, field.span()),
            None => notes.missing(&kinds::DISPOSITION_MISSING, DISPOSITION),
        }
    }
    let mut types = fields.all(TYPE);
    let Some(field) = types.next() else {
        if !answer.is(Answer::Redirect) {
            notes.missing(&kinds::TYPE_MISSING, TYPE);
        }
        return;
    };
    let mut listed = types_in(&field.value);
    let first = listed.next().unwrap_or("");
    if let Some(second) = types.find(|other| other.value != field.value) {
        notes.add(&kinds::TYPE_SECOND, TYPE, second.span());
    } else if let Some(second) = listed.find(|other| *other != first) {
        notes.add(&kinds::TYPE_SECOND, TYPE, field.place(second));
    }
    let (kind, charset) = parse(first);
    if kind.is_empty() {
        notes.add(&kinds::TYPE_MISSING, TYPE, field.span());
        return;
    }
    let is_text = kind.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/"));
    let is_page = kind.eq_ignore_ascii_case("text/html");
    match charset {
        // An event stream is UTF-8, and XML says it itself.
        None if is_text && !is_markup(kind) && !kind.eq_ignore_ascii_case("text/event-stream") => {
            let finding = Finding::new(&kinds::CHARSET_MISSING, field.span()).in_header(TYPE);
            notes.push(finding.with_severity(Severity::Low));
        }
        None if is_page => notes.add(&kinds::CHARSET_MISSING, TYPE, field.span()),
        Some(charset) if !is_utf8(charset) && (is_text || is_markup(kind)) => {
            let finding = Finding::new(&kinds::CHARSET_OTHER, field.place(charset)).in_header(TYPE);
            let severity =
                if is_markup(kind) && hides_markup(charset) { Severity::Medium } else { Severity::Low };
            notes.push(finding.with_severity(severity));
        }
        _ => {}
    }
}

fn sniffing(answer: &Context<'_>, notes: &mut Notes) {
    match answer.fields.joined(NoSniff::NAME) {
        None => notes.missing(&kinds::NOSNIFF_MISSING, NoSniff::NAME),
        Some(value) if NoSniff::parse(&value.text).is_err() => {
            notes.add(&kinds::NOSNIFF_IGNORED, NoSniff::NAME, value.span);
        }
        Some(_) => {}
    }
}

fn is_utf8(charset: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|name| name.eq_ignore_ascii_case(charset))
}

/// Encodings in which plain letters stand for markup.
fn hides_markup(charset: &str) -> bool {
    let escaping = ["iso-2022-jp", "iso-2022-kr", "iso-2022-cn", "hz-gb-2312", "utf-7"];
    escaping.iter().any(|name| name.eq_ignore_ascii_case(charset))
}
