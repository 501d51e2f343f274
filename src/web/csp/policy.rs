//! A policy, built once, with a hole in it for the nonce of each answer.

use super::builder::PolicyBuilder;
use super::directive::{Directive, Value};
use super::evaluate::{Evaluation, Evaluator};
use super::load::{Blocked, Load};
use super::nonce::Nonce;
use super::parse::PolicySet;
use super::safe_source::SafeSource;
use super::source::Source;
use crate::error::{PolicyError, Violation};
use std::borrow::Cow;
use std::sync::LazyLock;

/// In a list, the place of each answer's nonce.
///
/// # Examples
/// ```
/// use untaint::web::csp::{NONCE, Nonce, Policy};
///
/// let policy = Policy::builder().script_src([NONCE]).base_uri(["'none'"]).build()?;
/// let (_, value) = policy.header(&Nonce::from_bytes([17; 16]));
/// assert_eq!(value, "script-src 'nonce-11111111111111111111111111111111'; base-uri 'none'");
/// assert!(Policy::builder().script_src(["'nonce-abc'"]).build().is_err()); // that would be one for all answers
/// # Ok::<(), untaint::PolicyError>(())
/// ```
pub const NONCE: &str = "'nonce'";

/// A Content Security Policy for the answers of a program (Content Security Policy Level 3).
///
/// # Guarantees
/// Every entry changes the one list that it was given to: none ends its directive or the policy. Every directive and
/// source is one that browsers read as it was written. What lets script of strangers run stands in it only after
/// [`weaken`](PolicyBuilder::weaken). Its text is the same in every process, in the order that was given.
///
/// # Does not guarantee
/// Anything for pages of the site that are sent without it: a frame of one reaches into this one. So send it with every
/// answer, error pages too. It is the second wall: text still has to be [escaped](crate::escape).
///
/// # Examples
/// ```
/// use std::sync::LazyLock;
/// use untaint::web::csp::{Load, Nonce, Policy, Verdict};
///
/// static PAGE: LazyLock<Policy> = LazyLock::new(|| {
///     let page = Policy::strict().to_builder().img_src(["'self'", "https://img.example.com"]);
///     page.build().expect("content security policy")
/// });
/// # let random = [7; 16];
/// let nonce = Nonce::from_bytes(random);
/// let (name, value) = PAGE.header(&nonce);
/// assert_eq!(name, "content-security-policy");
/// assert!(value.contains("img-src 'self' https://img.example.com") && value.contains(nonce.as_str()));
///
/// assert_eq!(PAGE.evaluate().verdict(), Verdict::Strict);
/// PAGE.check(&Load::image("https://img.example.com/1.png").on("https://app.test/"))?;
/// assert!(Policy::builder().img_src(["https://a.example; script-src *"]).build().is_err());
/// # Ok::<(), untaint::web::csp::Blocked>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    pub(super) lists: Vec<(Directive, Vec<String>)>,
    pub(super) weaknesses: Vec<Weakness>,
    pub(super) is_report_only: bool,
    /// The name and the address of the reports' endpoint.
    pub(super) endpoint: Option<(String, String)>,
    /// The value without nonces.
    text: String,
    /// Where they go.
    holes: Vec<usize>,
}

/// Something that lets script of strangers run, and that a policy may have only if its author says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Weakness {
    /// `'unsafe-inline'` for scripts.
    UnsafeInline,
    /// `'unsafe-eval'`, `'trusted-types-eval'`.
    UnsafeEval,
    /// `*` for scripts, or in `base-uri` beside a nonce or a hash; or a name below which strangers get theirs: `*.com`.
    AnyHost,
    /// A scheme alone for scripts: `https:`, `data:`, `blob:`.
    AnyScheme,
    /// A host for scripts of which it is known that strangers can have it serve theirs.
    ListedHost,
    /// A sandbox with both `allow-scripts` and `allow-same-origin`.
    OpenSandbox,
}

static STRICT: LazyLock<Policy> = LazyLock::new(|| {
    let list =
        |directive, entry: &[&str]| (directive, entry.iter().map(|entry| (*entry).to_owned()).collect());
    Policy::of(vec![
        list(Directive::ScriptSrc, &[NONCE, "'strict-dynamic'"]),
        list(Directive::ObjectSrc, &["'none'"]),
        list(Directive::BaseUri, &["'none'"]),
        list(Directive::FormAction, &["'self'"]),
        list(Directive::FrameAncestors, &["'self'"]),
    ])
});

static API: LazyLock<Policy> = LazyLock::new(|| {
    let none = |directive| (directive, vec!["'none'".to_owned()]);
    let all = [Directive::DefaultSrc, Directive::BaseUri, Directive::FormAction, Directive::FrameAncestors];
    Policy::of(all.map(none).into())
});

static DOWNLOAD: LazyLock<Policy> = LazyLock::new(|| {
    let mut lists = API.lists.clone();
    lists.push((Directive::Sandbox, vec![]));
    Policy::of(lists)
});

static EMPTY: LazyLock<Policy> = LazyLock::new(|| Policy::of(vec![]));

/// A nonce in the place of one that is not known.
const SAMPLE: &str = "3d41c09be7f24a7f9c86d5a0b21e84f7";

impl Policy {
    /// For pages: scripts with the answer's nonce and what they add themselves, no `base`, no objects; forms and frames
    /// of this site only.
    #[must_use]
    pub fn strict() -> &'static Self {
        &STRICT
    }

    /// For answers that are no pages, such as JSON: nothing at all.
    #[must_use]
    pub fn api() -> &'static Self {
        &API
    }

    /// For files of visitors: nothing at all, and no origin.
    #[must_use]
    pub fn download() -> &'static Self {
        &DOWNLOAD
    }

    /// Starts from a policy without directives.
    pub fn builder() -> PolicyBuilder {
        EMPTY.to_builder()
    }

    fn of(lists: Vec<(Directive, Vec<String>)>) -> Self {
        let mut policy = Self {
            lists,
            weaknesses: vec![],
            is_report_only: false,
            endpoint: None,
            text: String::new(),
            holes: vec![],
        };
        policy.render();
        policy
    }

    /// Writes the text anew after a change of the lists.
    pub(super) fn render(&mut self) {
        self.text.clear();
        self.holes.clear();
        for (directive, entries) in &self.lists {
            if !self.text.is_empty() {
                self.text.push_str("; ");
            }
            self.text.push_str(directive.name());
            for entry in entries {
                if entry == NONCE {
                    self.text.push_str(" 'nonce-");
                    self.holes.push(self.text.len());
                    self.text.push('\'');
                } else {
                    self.text.push(' ');
                    self.text.push_str(entry);
                }
            }
        }
    }

    fn name(&self) -> &'static str {
        if self.is_report_only { "content-security-policy-report-only" } else { "content-security-policy" }
    }

    fn filled(&self, nonce: &str) -> Cow<'_, str> {
        if self.holes.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut value = String::with_capacity(self.text.len() + self.holes.len() * nonce.len());
        let mut from = 0;
        for hole in &self.holes {
            value.push_str(&self.text[from..*hole]); // a hole is behind a `-`
            value.push_str(nonce);
            from = *hole;
        }
        value.push_str(&self.text[from..]);
        Cow::Owned(value)
    }

    /// The header's name, in lower case, and its value with the nonce of the answer.
    ///
    /// # Cost
    /// Linear in the text; one allocation, and none for a policy without a nonce.
    #[must_use]
    pub fn header(&self, nonce: &Nonce) -> (&'static str, Cow<'_, str>) {
        (self.name(), self.filled(nonce.as_str()))
    }

    /// The same for a policy that is one text for all answers; `None` if it needs a nonce.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::Policy;
    ///
    /// let (_, value) = Policy::api().fixed_header().unwrap();
    /// assert_eq!(value, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    /// assert!(Policy::strict().fixed_header().is_none());
    /// ```
    #[must_use]
    pub fn fixed_header(&self) -> Option<(&'static str, Cow<'_, str>)> {
        self.fixed_text().map(|(name, text)| (name, Cow::Borrowed(text)))
    }

    pub(in crate::web) fn fixed_text(&self) -> Option<(&'static str, &str)> {
        self.holes.is_empty().then_some((self.name(), self.text.as_str()))
    }

    /// The value, ready for the header.
    #[cfg(feature = "http")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    #[must_use]
    pub fn header_value(&self, nonce: &Nonce) -> http::HeaderValue {
        // A policy is visible ASCII, which every header takes; what forbids most stands in because nothing may panic.
        http::HeaderValue::from_str(&self.filled(nonce.as_str()))
            .unwrap_or(http::HeaderValue::from_static("default-src 'none'"))
    }

    /// Whether it only reports.
    #[must_use]
    pub fn is_report_only(&self) -> bool {
        self.is_report_only
    }

    /// The header that names the endpoint of [`report_to`](PolicyBuilder::report_to), which belongs beside the policy:
    /// `reporting-endpoints` and `csp="/csp-report"`.
    #[must_use]
    pub fn reporting_endpoints(&self) -> Option<(&'static str, String)> {
        self.endpoint.as_ref().map(|(name, url)| ("reporting-endpoints", format!("{name}=\"{url}\"")))
    }

    /// The directives, in order, each with its entries; [`NONCE`] is one.
    pub fn directives(&self) -> impl Iterator<Item = (Directive, &[String])> {
        self.lists.iter().map(|(directive, entries)| (*directive, entries.as_slice()))
    }

    /// The policy with one source more, such as a host out of a tenant's settings.
    ///
    /// Where the directive is missing, it begins with the list that stood in for it, and where nothing did, so that
    /// everything is allowed, nothing changes.
    ///
    /// # Guarantees
    /// No other list changes. Nothing changes for directives that decide about script, objects or `base`: a source that
    /// somebody else chose never lets code run.
    ///
    /// # Cost
    /// Linear in the text; allocates the policy anew.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::{self, Directive, Policy, SourcePolicy};
    ///
    /// let page = Policy::builder().default_src(["'self'"]).build()?;
    /// let theirs = csp::check_source("https://img.example.org", SourcePolicy::https_hosts()).unwrap();
    /// let tenant = page.with_source(Directive::ImgSrc, &theirs);
    /// let (_, value) = tenant.fixed_header().unwrap();
    /// assert_eq!(value, "default-src 'self'; img-src 'self' https://img.example.org");
    /// assert_eq!(page.with_source(Directive::ScriptSrc, &theirs), page);
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    #[must_use]
    pub fn with_source(&self, directive: Directive, source: &SafeSource<'_>) -> Self {
        let mut policy = self.clone();
        if !takes_sources_of_others(directive) {
            return policy;
        }
        let list = |asked: &Directive| self.lists.iter().find(|(own, _)| own == asked);
        let Some((decides, entries)) = directive.chain().iter().find_map(list) else { return policy };
        // Of a list that stands in, only its places: marks and keywords mean nothing elsewhere.
        let is_place = |entry: &&String| {
            matches!(
                Source::read(entry),
                Source::SelfOrigin | Source::Star | Source::Scheme(_) | Source::Host(_)
            )
        };
        let mut entries: Vec<String> = if *decides == directive {
            entries.iter().filter(|entry| !entry.eq_ignore_ascii_case("'none'")).cloned().collect()
        } else {
            entries.iter().filter(is_place).cloned().collect()
        };
        if !entries.iter().any(|entry| entry == source.as_str()) {
            entries.push(source.as_str().to_owned());
        }
        match policy.lists.iter_mut().find(|(own, _)| *own == directive) {
            Some((_, own)) => *own = entries,
            None => policy.lists.push((directive, entries)),
        }
        policy.render();
        policy
    }

    /// Whether a browser would load this; a policy that only reports blocks nothing. A nonce of the form that
    /// [`Nonce`] has is taken for the answer's.
    ///
    /// # Errors
    /// [`Blocked`]: the directive that forbids it.
    ///
    /// # Cost
    /// Linear in the text.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::{Directive, Load, Policy};
    ///
    /// assert!(Policy::strict().check(&Load::script("/app.js").marked()).is_ok());
    /// let blocked = Policy::strict().check(&Load::handler()).unwrap_err();
    /// assert_eq!(blocked.directive(), Some(Directive::ScriptSrc));
    /// ```
    pub fn check(&self, load: &Load<'_>) -> Result<(), Blocked> {
        if self.is_report_only {
            return Ok(());
        }
        let is_nonce =
            |nonce: &&str| nonce.len() == Nonce::LEN && nonce.bytes().all(|byte| byte.is_ascii_hexdigit());
        PolicySet::parse(&self.filled(load.nonce.filter(is_nonce).unwrap_or(SAMPLE))).check(load)
    }

    /// What the policy is worth; see [`evaluate`](super::evaluate()).
    #[must_use]
    pub fn evaluate(&self) -> Evaluation {
        Evaluator::of_policy(self.is_report_only).judge(&PolicySet::parse(&self.filled(SAMPLE)), None)
    }
}

/// Directives in whose lists a host that somebody else chose runs nothing.
fn takes_sources_of_others(directive: Directive) -> bool {
    directive.value() == Value::Sources
        && !directive.is_script()
        && !matches!(
            directive,
            Directive::DefaultSrc
                | Directive::WorkerSrc
                | Directive::ChildSrc
                | Directive::ObjectSrc
                | Directive::BaseUri
        )
}

/// [`check`](Policy::check), as a rule.
impl crate::Validator<Load<'_>> for Policy {
    fn check(&self, load: &Load<'_>) -> Result<(), Violation> {
        Policy::check(self, load).map_err(Violation::from)
    }
}

/// A whole list, or its first wrong entry.
pub(super) fn read_list<'e>(
    directive: Directive,
    entries: impl IntoIterator<Item = impl AsRef<str> + 'e>,
) -> Result<Vec<String>, PolicyError> {
    let mut list: Vec<String> = Vec::new();
    for entry in entries {
        let entry = entry.as_ref();
        let written = match directive.value() {
            Value::Sources => super::entry::read_source(directive, entry)?,
            _ => super::entry::read_word(directive, entry)?,
        };
        let is_same = |own: &String| match Source::read(own) {
            Source::Hash(_) => *own == *written,
            // Paths have a case.
            Source::Host(host) if !host.path.is_empty() => *own == *written,
            _ => own.eq_ignore_ascii_case(&written),
        };
        if list.iter().any(is_same) {
            return Err(PolicyError::new(directive.name(), entry, "it stands in the list already"));
        }
        list.push(written.into_owned());
    }
    let is_none = |entry: &String| entry.eq_ignore_ascii_case("'none'");
    let is_optional = matches!(directive, Directive::Sandbox | Directive::UpgradeInsecureRequests);
    if list.is_empty() && !is_optional {
        return Err(PolicyError::new(
            directive.name(),
            "",
            "an empty list lets nothing through: write 'none'",
        ));
    }
    if list.len() > 1 && list.iter().any(is_none) {
        return Err(PolicyError::new(directive.name(), "'none'", "it means nothing beside other sources"));
    }
    Ok(list)
}
