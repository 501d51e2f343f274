//! What a stranger's script could do under a policy, and what in it does less than it looks.

mod directives;
pub(super) mod kinds;
mod page;
mod reach;
mod script;
mod strict;
mod tokens;

use super::directive::Directive;
use super::hosts::{HostKind, Listed};
use super::parse::{Named, Parsed, PolicySet, Token};
use super::source::Source;
use super::url::Target;
use crate::error::{PolicyError, policy_builder};
use crate::web::finding::{Finding, Kind, Severity};
use reach::Reach;
use std::collections::HashSet;
use std::ops::Range;

/// What a policy is worth against script of a stranger who can write into the page.
///
/// The worst is the least. Of several policies it is what survives all of them.
///
/// # Examples
/// ```
/// use untaint::web::csp::{self, Verdict};
///
/// assert_eq!(csp::evaluate("script-src https:").verdict(), Verdict::Open);
/// assert_eq!(csp::evaluate("script-src 'self'").verdict(), Verdict::HostsDecide);
/// assert!(Verdict::HostsDecide < Verdict::Strict);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// His markup runs.
    Open,
    /// A technique that the finding names runs; its proof is the markup.
    Bypassable,
    /// As safe as what the site itself and the listed hosts serve.
    HostsDecide,
    /// Only what the page marks runs.
    Strict,
    /// No script runs.
    NoScript,
}

/// What was found in a policy.
///
/// # Examples
/// See [`evaluate`].
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    verdict: Verdict,
    findings: Vec<Finding>,
    omitted: usize,
}

impl Evaluation {
    /// What the policy is worth against script.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// What was found, in the order of the text; what is missing stands first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings were left out, beyond the first thousand.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// How much the worst finding matters.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(Finding::severity).max()
    }
}

/// Judges the value of one `Content-Security-Policy` header field.
///
/// # Guarantees
/// The verdict is what Chromium makes of the text, told from what was measured in it: a comma divides policies, a
/// character outside ASCII drops its directive, a nonce that is no base64 does not switch `'unsafe-inline'` off. Every
/// finding that says that a stranger's script runs has a [proof](Finding::proof). One more policy beside others never
/// makes the verdict worse.
///
/// # Does not guarantee
/// That a listed host is friendly: `hosts.txt` knows some, by rule, and none was tried. Pages of the same site without
/// a policy reach into this one, whatever it says. Firefox and WebKit read some policies otherwise: what was seen
/// stands in `tests/data/web/csp_engines.jsonl`. `csp_evaluator` rates a missing `object-src` as high, for plug-ins
/// that no browser runs any more; here it is low.
///
/// # Cost
/// Linear in the text, without recursion; at most a thousand findings.
///
/// # Examples
/// ```
/// use untaint::web::{Severity, csp::{self, Verdict}};
///
/// let found = csp::evaluate("script-src 'self' https://cdn.jsdelivr.net; object-src 'none'");
/// assert_eq!(found.verdict(), Verdict::Bypassable);
/// let host = found.findings().iter().find(|finding| finding.code() == "csp.bypass_host").unwrap();
/// assert_eq!((host.severity(), host.directive(), host.span()), (Severity::High, Some("script-src"), 18..42));
///
/// let strict = csp::evaluate("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'strict-dynamic'; base-uri 'none'");
/// assert_eq!(strict.verdict(), Verdict::Strict);
/// ```
#[must_use]
pub fn evaluate(value: &str) -> Evaluation {
    DEFAULT.evaluate(value)
}

/// Judges the values of several header fields, which all hold. Places are those in the fields joined by a comma and a
/// blank, as proxies join them; for the rest see [`evaluate`].
///
/// # Cost
/// That of [`evaluate`].
///
/// # Examples
/// ```
/// use untaint::web::csp::{self, Verdict};
///
/// let nonce = "script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'";
/// assert_eq!(csp::evaluate_all(["script-src 'unsafe-inline'", nonce]).verdict(), Verdict::Strict);
/// assert_eq!(csp::evaluate_all(["script-src 'unsafe-inline'"]).verdict(), Verdict::Open);
/// ```
#[must_use]
pub fn evaluate_all<'a>(values: impl IntoIterator<Item = &'a str>) -> Evaluation {
    DEFAULT.evaluate_all(values)
}

/// Judges one header field of two answers of one page: a nonce that stands in both is fixed. Places are those in the
/// second one; for the rest see [`evaluate`].
///
/// # Cost
/// That of [`evaluate`], and of nonces, of which there are few in any policy, their product.
///
/// # Examples
/// ```
/// use untaint::web::csp;
///
/// let answer = "script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'";
/// let found = csp::evaluate_pair(answer, answer);
/// assert!(found.findings().iter().any(|finding| finding.code() == "csp.fixed_nonce"));
/// let other = csp::evaluate_pair("script-src 'nonce-Q3rT8pLm2XcV6bNz9KwJ1g'", answer);
/// assert!(other.findings().iter().all(|finding| finding.code() != "csp.fixed_nonce"));
/// ```
#[must_use]
pub fn evaluate_pair(first: &str, second: &str) -> Evaluation {
    let earlier = PolicySet::parse(first);
    DEFAULT.judge(&PolicySet::parse(second), Some(&earlier))
}

impl PolicySet<'_> {
    /// [`evaluate`]s the policies.
    #[must_use]
    pub fn evaluate(&self) -> Evaluation {
        DEFAULT.judge(self, None)
    }
}

/// How policies are judged: on which page, and with which hosts beside those that are known.
///
/// # Examples
/// ```
/// use untaint::web::csp::{Evaluator, Verdict};
///
/// let evaluator = Evaluator::builder().host("files.example.com").build()?;
/// assert_eq!(evaluator.evaluate("script-src files.example.com").verdict(), Verdict::Bypassable);
/// assert!(Evaluator::builder().host("https://files.example.com").build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluator {
    hosts: Vec<Listed>,
    page: Option<String>,
    is_meta: bool,
    is_report_only: bool,
}

static DEFAULT: Evaluator = Evaluator { hosts: vec![], page: None, is_meta: false, is_report_only: false };

/// Builds an [`Evaluator`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct EvaluatorBuilder {
    policy: Evaluator,
    error: Option<PolicyError>,
}

policy_builder!(Evaluator, EvaluatorBuilder);

impl EvaluatorBuilder {
    /// Adds a host on which strangers may put files: `files.example.com`, `*.example.com`, `example.com/uploads/`.
    pub fn host(mut self, host: &str) -> Self {
        let name = host.strip_prefix("*.").unwrap_or(host);
        let name = &name[..name.find('/').unwrap_or(name.len())];
        let is_name =
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
        if name.is_empty() || !is_name {
            self.fail(
                "host",
                host,
                "write a host in ASCII, with an optional path: files.example.com/uploads/",
            );
        } else {
            self.policy.hosts.push(Listed::new(HostKind::Anyone, host));
        }
        self
    }

    /// Names the page's origin, `https://app.test`: what `'self'` and hosts without a scheme stand for.
    pub fn page(mut self, origin: &str) -> Self {
        match Target::absolute(origin) {
            Some(target) if target.is_web() => self.policy.page = Some(origin.to_owned()),
            _ => self.fail("page", origin, "write it as https://example.com, with http or https"),
        }
        self
    }

    /// Whether the policy stands in a `meta` element, where some directives do nothing; not unless set.
    pub fn meta(mut self, is_meta: bool) -> Self {
        self.policy.is_meta = is_meta;
        self
    }

    /// Whether the header is `Content-Security-Policy-Report-Only`, so that nothing is blocked; not unless set.
    pub fn report_only(mut self, is_report_only: bool) -> Self {
        self.policy.is_report_only = is_report_only;
        self
    }

    /// The evaluator, or the first entry that was wrong.
    pub fn build(self) -> Result<Evaluator, PolicyError> {
        self.error.map_or(Ok(self.policy), Err)
    }
}

impl Evaluator {
    /// Starts from what [`evaluate`] uses.
    pub fn builder() -> EvaluatorBuilder {
        DEFAULT.to_builder()
    }

    /// Judges the value of one header field; see [`evaluate`](evaluate()).
    #[must_use]
    pub fn evaluate(&self, value: &str) -> Evaluation {
        self.evaluate_all([value])
    }

    /// Judges the values of several header fields; see [`evaluate_all`].
    #[must_use]
    pub fn evaluate_all<'a>(&self, values: impl IntoIterator<Item = &'a str>) -> Evaluation {
        let mut set = PolicySet::parse_all(values);
        set.is_meta = self.is_meta;
        self.judge(&set, None)
    }

    pub(in crate::web::csp) fn of_policy(is_report_only: bool) -> Self {
        Self { is_report_only, ..DEFAULT.clone() }
    }

    pub(in crate::web::csp) fn judge(
        &self,
        set: &PolicySet<'_>,
        earlier: Option<&PolicySet<'_>>,
    ) -> Evaluation {
        let page = self.page.as_deref().unwrap_or("https://page.invalid/");
        // The builder has read it.
        let page = Target::absolute(page).unwrap_or_else(|| Target {
            scheme: "https".into(),
            host: "page.invalid".into(),
            port: None,
            path: "/".into(),
        });
        let reach = Reach::of(set, self, &page);
        // Missing directives and a few words: most policies of pages have not many more.
        let mut found = Found { findings: Vec::with_capacity(16), omitted: 0 };
        let earlier = earlier.into_iter().flat_map(|set| set.tokens.iter().filter_map(nonce_of)).collect();
        let case = Case { set, evaluator: self, page: &page, reach: &reach, earlier };
        page::find(&case, &mut found);
        strict::find(&case, &mut found);
        for policy in &set.policies {
            directives::find(&case, policy, &mut found);
            tokens::find(&case, policy, &mut found);
            script::find(&case, policy, &mut found);
        }
        let verdict = if self.is_report_only { Verdict::Open } else { reach.verdict() };
        // What is missing has no place; a sort that keeps the order of equals.
        found.findings.sort_by_key(|finding| finding.span().start);
        Evaluation { verdict, findings: found.findings, omitted: found.omitted }
    }
}

fn nonce_of<'a>(token: &Token<'a>) -> Option<&'a str> {
    if let Source::Nonce(nonce) = token.source { Some(nonce) } else { None }
}

/// What the families of checks look at.
struct Case<'c, 'a> {
    set: &'c PolicySet<'a>,
    evaluator: &'c Evaluator,
    page: &'c Target<'c>,
    reach: &'c Reach,
    /// The nonces of an earlier answer.
    earlier: HashSet<&'c str>,
}

/// Findings past this are counted only.
const MAX_FINDINGS: usize = 1000;

struct Found {
    findings: Vec<Finding>,
    omitted: usize,
}

impl Found {
    /// Notes a finding, which is made only if it is kept.
    fn push(&mut self, finding: impl FnOnce() -> Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding().in_header("content-security-policy"));
        } else {
            self.omitted += 1;
        }
    }

    /// A finding at a place of a directive.
    fn at(&mut self, kind: &'static Kind, span: Range<usize>, directive: Directive) {
        self.push(|| Finding::new(kind, span).in_directive(directive.name()));
    }
}

impl<'a> Case<'_, 'a> {
    fn named(&self, policy: &Parsed) -> &[Named<'a>] {
        &self.set.directives[policy.directives.clone()]
    }
}
