//! What a browser makes of a file that it opens.

use super::guess::{begins_as_html, begins_as_xml};
use super::markup;

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
