//! What the caller expects of an answer.

use crate::web::Severity;

/// What an answer is, and so which headers it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Answer {
    Page,
    Api,
    Download,
    Asset,
    Redirect,
}

/// What an answer must have to pass [`check`](super::check): a kind of answer, and what is accepted.
///
/// # Examples
/// ```
/// use untaint::web::headers::{self, Expect};
///
/// let answer = [("content-type", "application/json"), ("cache-control", "no-store")];
/// assert!(headers::check(answer, &Expect::api()).is_err());
/// assert!(headers::check(answer, &Expect::api().accept("headers.nosniff_missing")).is_ok());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Expect {
    pub(super) answer: Answer,
    pub(super) https: Option<bool>,
    pub(super) strict: bool,
    pub(super) accepted: Vec<String>,
    pub(super) from: Severity,
}

impl Expect {
    const fn new(answer: Answer) -> Self {
        Self { answer, https: None, strict: false, accepted: Vec::new(), from: Severity::Medium }
    }

    /// A page: a policy, no sniffing, no frames of other sites, a charset.
    pub const fn page() -> Self {
        Self::new(Answer::Page)
    }

    /// An answer that a program reads: no sniffing.
    pub const fn api() -> Self {
        Self::new(Answer::Api)
    }

    /// A file of a visitor: no sniffing, saved and not shown, or in a sandbox.
    pub const fn download() -> Self {
        Self::new(Answer::Download)
    }

    /// A file of this site: no sniffing. One that is a document (HTML, SVG) is asked for a policy, too.
    pub const fn asset() -> Self {
        Self::new(Answer::Asset)
    }

    /// A redirect: a location.
    pub const fn redirect() -> Self {
        Self::new(Answer::Redirect)
    }

    /// Whether the answer comes over https: then `Strict-Transport-Security` is asked for. With `false`, cookies are
    /// judged as those of plain http. Unless set, nothing is asked about the transport, and cookies are asked for
    /// `Secure`.
    pub const fn https(mut self, https: bool) -> Self {
        self.https = Some(https);
        self
    }

    /// Asks for policies with the verdict [`Strict`](crate::web::csp::Verdict::Strict), under which only what the page
    /// marks runs; unless set, [`HostsDecide`](crate::web::csp::Verdict::HostsDecide) is enough. Less is the finding
    /// `headers.csp_verdict`.
    pub const fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Leaves findings of this code out. Where none has it, that is a finding, so that no exception outlives its
    /// reason.
    pub fn accept(mut self, code: &str) -> Self {
        self.accepted.push(code.to_owned());
        self
    }

    /// From which severity on [`check`](super::check) fails: `Medium` unless set.
    pub const fn from(mut self, severity: Severity) -> Self {
        self.from = severity;
        self
    }
}
