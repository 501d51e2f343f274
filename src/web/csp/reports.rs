//! Reports that browsers post, as untrusted input: anybody can post anything.

use super::directive::Directive;
use super::policy::Policy;
use serde_json::Value;
use std::fmt;

/// The most bytes that are read.
const MAX_BYTES: usize = 64 << 10;

/// The most reports that are kept; the rest is counted.
const MAX_REPORTS: usize = 50;

/// The most bytes of each text.
const MAX_TEXT: usize = 2048;

/// What was posted to a report endpoint.
///
/// # Examples
/// See [`reports`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    violations: Vec<ViolationReport>,
    skipped: usize,
}

impl Reports {
    /// The reports about policies, fifty at most.
    #[must_use]
    pub fn violations(&self) -> &[ViolationReport] {
        &self.violations
    }

    /// How many were left out: of other types, or beyond the fiftieth.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.skipped
    }
}

/// One report that a policy blocked something, or would have.
///
/// # Does not guarantee
/// That it is true, or that a browser sent it. Its texts are whatever somebody wrote: escape them, into a log with
/// [`escape::log_line`](crate::escape::log_line()). Addresses hold queries, and a sample the beginning of a script, so
/// `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct ViolationReport {
    document: String,
    referrer: String,
    blocked: String,
    directive: String,
    policy: String,
    sample: String,
    source_file: String,
    line: Option<u64>,
    column: Option<u64>,
    status: Option<u64>,
    is_enforced: bool,
}

macro_rules! texts {
    ($($(#[$doc:meta])+ $name:ident;)+) => {
        impl ViolationReport {$(
            $(#[$doc])+
            #[must_use]
            pub fn $name(&self) -> &str {
                &self.$name
            }
        )+}
    };
}

texts! {
    /// The address of the page, with its query.
    document;
    /// Where the page was reached from.
    referrer;
    /// What was blocked: `inline`, `eval`, an address, or only its origin.
    blocked;
    /// The directive that forbids it.
    directive;
    /// The policy, with the answer's nonce in it.
    policy;
    /// With `'report-sample'` in the list, the beginning of what was inline.
    sample;
    /// The script or page in which it happened.
    source_file;
}

impl ViolationReport {
    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// The column, from 1.
    #[must_use]
    pub fn column(&self) -> Option<u64> {
        self.column
    }

    /// The status of the page's answer.
    #[must_use]
    pub fn status(&self) -> Option<u64> {
        self.status
    }

    /// Whether it was blocked, not only reported.
    #[must_use]
    pub fn is_enforced(&self) -> bool {
        self.is_enforced
    }

    /// Whether an extension of the browser, or the browser itself, is what was blocked: noise.
    #[must_use]
    pub fn is_noise(&self) -> bool {
        let is = |text: &str| {
            [
                "chrome-extension",
                "moz-extension",
                "safari-extension",
                "safari-web-extension",
                "webkit-masked-url",
            ]
            .iter()
            .any(|scheme| {
                text.strip_prefix(scheme).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
            })
        };
        is(&self.blocked)
            || is(&self.source_file)
            || self.blocked == "about"
            || self.blocked.starts_with("about:")
    }

    /// Whether the directive is none that this policy has, so that the report is about another one.
    #[must_use]
    pub fn is_foreign(&self, policy: &Policy) -> bool {
        Directive::named(&self.directive).is_none_or(|asked| {
            !policy.directives().any(|(own, _)| own == asked || asked.chain().contains(&own))
        })
    }
}

impl fmt::Debug for ViolationReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let directive = Directive::named(&self.directive).map(Directive::name);
        let mut shown = f.debug_struct("ViolationReport");
        shown.field("directive", &directive).field("is_enforced", &self.is_enforced);
        shown.finish_non_exhaustive()
    }
}

crate::error::error_type! {
    /// Why what was posted is no report.
    ///
    /// Nothing of it is in it.
    ReportsError(ReportsErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`ReportsError`].
    ReportsErrorKind {
        /// The `Content-Type` is neither `application/csp-report` nor `application/reports+json`.
        ContentType
            "csp.report_type", "this type of body holds no reports", "post application/reports+json";
        /// Longer than 64 KiB.
        TooLong { max: usize }
            "csp.report_too_long", "the body has more than {max} bytes", "post fewer reports at once";
        /// Not the JSON that browsers post.
        Malformed
            "csp.report_malformed", "the body is not what browsers post", "post what a browser would";
    }
}

/// Reads what was posted to a report endpoint, in both shapes: `application/csp-report` (one object) and
/// `application/reports+json` (a list).
///
/// # Guarantees
/// It is bounded: 64 KiB, fifty reports, 2048 bytes of each text, and as deep as the JSON parser goes.
///
/// # Does not guarantee
/// That anything in it is true; see [`ViolationReport`].
///
/// # Errors
/// [`ReportsError`].
///
/// # Cost
/// Linear in the body.
///
/// # Examples
/// ```
/// use untaint::web::csp;
///
/// let body = br#"{"csp-report":{"document-uri":"https://app.test/","effective-directive":"img-src"}}"#;
/// let reports = csp::reports("application/csp-report", body)?;
/// assert_eq!(reports.violations()[0].directive(), "img-src");
/// assert!(csp::reports("text/plain", body).is_err());
/// # Ok::<(), csp::ReportsError>(())
/// ```
pub fn reports(content_type: &str, body: &[u8]) -> Result<Reports, ReportsError> {
    let media = content_type.split(';').next().unwrap_or_default().trim();
    let is = |name: &str| media.eq_ignore_ascii_case(name);
    if body.len() > MAX_BYTES {
        return Err(ReportsErrorKind::TooLong { max: MAX_BYTES }.into());
    }
    let malformed = || ReportsError::from(ReportsErrorKind::Malformed);
    let read = || serde_json::from_slice::<Value>(body).map_err(|_| malformed());
    if is("application/csp-report") {
        let posted = read()?;
        let report = posted.get("csp-report").filter(|report| report.is_object()).ok_or_else(malformed)?;
        return Ok(Reports { violations: vec![ViolationReport::of(report, &OLD)], skipped: 0 });
    }
    if !is("application/reports+json") {
        return Err(ReportsErrorKind::ContentType.into());
    }
    let posted = read()?;
    let mut reports = Reports { violations: vec![], skipped: 0 };
    for report in posted.as_array().ok_or_else(malformed)? {
        let is_ours = report.get("type").and_then(Value::as_str) == Some("csp-violation");
        match report.get("body").filter(|body| is_ours && body.is_object()) {
            Some(body) if reports.violations.len() < MAX_REPORTS => {
                reports.violations.push(ViolationReport::of(body, &NEW));
            }
            _ => reports.skipped += 1,
        }
    }
    Ok(reports)
}

/// How the members of a report are called.
struct Names {
    document: &'static str,
    blocked: &'static str,
    directive: &'static str,
    policy: &'static str,
    sample: &'static str,
    source_file: &'static str,
    line: &'static str,
    column: &'static str,
    status: &'static str,
}

/// Under `report-uri`.
static OLD: Names = Names {
    document: "document-uri",
    blocked: "blocked-uri",
    directive: "effective-directive",
    policy: "original-policy",
    sample: "script-sample",
    source_file: "source-file",
    line: "line-number",
    column: "column-number",
    status: "status-code",
};

/// By the Reporting API.
static NEW: Names = Names {
    document: "documentURL",
    blocked: "blockedURL",
    directive: "effectiveDirective",
    policy: "originalPolicy",
    sample: "sample",
    source_file: "sourceFile",
    line: "lineNumber",
    column: "columnNumber",
    status: "statusCode",
};

impl ViolationReport {
    /// Of members that are missing or of another type nothing is kept.
    fn of(report: &Value, names: &Names) -> Self {
        let text = |name: &str| cut(report.get(name).and_then(Value::as_str).unwrap_or_default()).to_owned();
        let number = |name: &str| report.get(name).and_then(Value::as_u64);
        // Older browsers name the whole directive with its list.
        let whole = text("violated-directive");
        let directive = match text(names.directive) {
            none if none.is_empty() => whole.split(' ').next().unwrap_or_default().to_owned(),
            directive => directive,
        };
        Self {
            document: text(names.document),
            referrer: text("referrer"),
            blocked: text(names.blocked),
            directive,
            policy: text(names.policy),
            sample: text(names.sample),
            source_file: text(names.source_file),
            line: number(names.line),
            column: number(names.column),
            status: number(names.status),
            is_enforced: report.get("disposition").and_then(Value::as_str) != Some("report"),
        }
    }
}

/// The beginning of a text, cut at a character.
fn cut(text: &str) -> &str {
    let end = (0..=text.len().min(MAX_TEXT)).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(0)]
}
