//! What a browser makes of a file that it opens.

use super::markup;
use super::source::Source;

/// Whether a browser would read these bytes as HTML, sent with this `Content-Type` and with or without
/// `X-Content-Type-Options: nosniff`.
///
/// # Guarantees
/// `false` means that neither the MIME Sniffing standard (section 7.1, tags with their end within 1445 bytes) nor
/// Chromium (tags without their end within 512 bytes) reads them as HTML. `declared` is the header's value; `None`
/// and an empty, unreadable or unknown one (`unknown/unknown`, `application/unknown`, `*/*`) let a browser guess.
///
/// # Does not guarantee
/// * Anything about old Internet Explorer, which looked for tags anywhere in the first 256 bytes.
/// * That nothing runs: SVG and XML are not HTML. See [`runs_script_when_opened`].
///
/// Reads at most 1445 bytes and the declared type; allocates nothing but a copy of a short type.
///
/// # Examples
/// ```
/// use untaint::upload::browser_sniffs_html;
///
/// assert!(browser_sniffs_html(b" <script>alert(1)</script>", None, false));
/// assert!(!browser_sniffs_html(b" <script>alert(1)</script>", None, true)); // nosniff
/// assert!(!browser_sniffs_html(b"<script>alert(1)</script>", Some("text/plain"), false));
/// assert!(!browser_sniffs_html(b"1 < 2", None, false));
/// ```
#[must_use]
pub fn browser_sniffs_html(bytes: &[u8], declared: Option<&str>, nosniff: bool) -> bool {
    match Declared::of(declared) {
        Declared::Html => true,
        Declared::Guess => !nosniff && begins_as_html(bytes),
        Declared::Xml | Declared::Other => false,
    }
}

/// Whether opening these bytes, sent with this `Content-Type`, can run script: HTML by guess or by name, and SVG, XHTML
/// and other XML that hold script in any form.
///
/// # Guarantees
/// * HTML (by [`browser_sniffs_html`] without `nosniff`): always `true`, because HTML without script is not looked for.
/// * XML types (`image/svg+xml`, `application/xhtml+xml`, `text/xml`, any `+xml`), and `<?xml` where the browser
///   guesses: `true` when a script element, an event attribute, a script link, a frame, an entity that builds markup or
///   a style sheet in XSLT is in it, in any prefix, encoding or spelling; also where a click is needed to run it.
///   `nosniff` does not help against these.
///
/// # Does not guarantee
/// * PDF: its scripts run in the viewer, not on the site.
/// * That `true` means that something runs: the doubtful is `true`.
///
/// # Cost
/// Linear in the bytes; allocates for text that is not UTF-8.
///
/// # Examples
/// ```
/// use untaint::upload::runs_script_when_opened;
///
/// let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>"#;
/// assert!(runs_script_when_opened(svg, Some("image/svg+xml")));
/// assert!(!runs_script_when_opened(svg, Some("image/png")));
/// assert!(!runs_script_when_opened(br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#, Some("image/svg+xml")));
/// ```
#[must_use]
pub fn runs_script_when_opened(bytes: &[u8], declared: Option<&str>) -> bool {
    match Declared::of(declared) {
        Declared::Html => true,
        Declared::Xml => markup::can_run(bytes),
        Declared::Guess => begins_as_html(bytes) || (begins_as_xml(bytes) && markup::can_run(bytes)),
        Declared::Other => false,
    }
}

/// What a browser does for a declared type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Declared {
    Html,
    Xml,
    /// It looks at the bytes.
    Guess,
    Other,
}

impl Declared {
    /// "Extract a MIME type" (Fetch standard, section 2.2.2): the last readable one of a list.
    fn of(declared: Option<&str>) -> Self {
        let mut found = Self::Guess;
        for value in declared.unwrap_or_default().split(',') {
            let Some((kind, subtype)) = essence(value) else { continue };
            let is = |a: &str, b: &str| kind.eq_ignore_ascii_case(a) && subtype.eq_ignore_ascii_case(b);
            // Chromium makes a page of a style sheet in XSLT that is opened by itself.
            found = if is("text", "html") || is("text", "xsl") {
                Self::Html
            } else if is("*", "*") {
                continue;
            } else if is("unknown", "unknown") || is("application", "unknown") {
                Self::Guess
            } else if is("text", "xml") || is("application", "xml") || is_plus_xml(subtype) {
                Self::Xml
            } else {
                Self::Other
            };
        }
        found
    }
}

fn is_plus_xml(subtype: &str) -> bool {
    subtype
        .len()
        .checked_sub(4)
        .and_then(|at| subtype.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case("+xml"))
}

/// "Parse a MIME type" (MIME Sniffing standard, section 4.4), as far as the type itself.
fn essence(value: &str) -> Option<(&str, &str)> {
    let value = value.trim_matches([' ', '\t', '\r', '\n']);
    let essence = value.split(';').next()?;
    let (kind, subtype) = essence.split_once('/')?;
    let subtype = subtype.trim_end_matches([' ', '\t', '\r', '\n']);
    let is_token = |text: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
    };
    (is_token(kind) && is_token(subtype)).then_some((kind, subtype))
}

/// The bytes that the standard looks at (section 5.2), and Chromium.
const STANDARD_WINDOW: usize = 1445;
const CHROMIUM_WINDOW: usize = 512;

/// What HTML begins with, white space aside, in both tables (section 7.1).
const TAGS: [&[u8]; 17] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
];

/// Whether a browser that is told no type reads the bytes as HTML.
pub(super) fn begins_as_html(bytes: &[u8]) -> bool {
    let part = bytes.get(..STANDARD_WINDOW).unwrap_or(bytes);
    let Some(begin) =
        part.iter().position(|byte| !matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' '))
    else {
        return false;
    };
    let rest = part.get(begin..).unwrap_or_default();
    // Neither looks beyond the window: a tag that its end cuts is none.
    rest.first() == Some(&b'<')
        && TAGS.iter().any(|tag| {
            rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
                && (begin + tag.len() <= CHROMIUM_WINDOW || is_ended(rest, tag))
        })
}

/// The standard wants a space or `>` behind a tag, but for the comment.
fn is_ended(rest: &[u8], tag: &[u8]) -> bool {
    tag == b"<!--" || matches!(rest.get(tag.len()), Some(b' ' | b'>'))
}

/// Whether a browser that is told no type reads the bytes as XML.
fn begins_as_xml(bytes: &[u8]) -> bool {
    let part = bytes.get(..STANDARD_WINDOW).unwrap_or(bytes);
    let skip = |byte: &u8| matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ');
    let begin = part.iter().position(|byte| !skip(byte)).unwrap_or(part.len());
    part.get(begin..).unwrap_or_default().get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<?xml"))
}

/// Kept beside the predicates: a file in memory is seen whole by them, however large.
pub(super) fn whole(bytes: &[u8]) -> Source<'_> {
    Source::ends(bytes, &[], bytes.len() as u64)
}
