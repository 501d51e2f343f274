//! All headers of an answer, built once.

use super::cache_control::CacheControl;
use super::hsts::Hsts;
use super::permissions_policy::PermissionsPolicy;
use super::reporting_endpoints::ReportingEndpoints;
use super::words::{EmbedderPolicy, FrameOptions, NoSniff, OpenerPolicy, ReferrerPolicy, ResourcePolicy};
use crate::error::{PolicyError, policy_builder};
use crate::web::csp::{Nonce, Policy};
use std::borrow::Cow;

/// The name of the header of a policy.
pub(super) const CSP: &str = "content-security-policy";

/// The headers that protect an answer, built once, in a `static`, and sent with each.
///
/// A policy with a nonce is another one for each answer: [`iter`](Self::iter) writes the nonce into it.
///
/// # Guarantees
/// Each name stands once, and each value is one that browsers obey. `Strict-Transport-Security` is among them only
/// where [`hsts`](SecurityHeadersBuilder::hsts) was called, and `Clear-Site-Data` never. An endpoint that the policy
/// reports to is in `Reporting-Endpoints`.
///
/// # Does not guarantee
/// That a policy that was given [as text](SecurityHeadersBuilder::csp_text) protects the page: it is sent as it is.
///
/// # Cost
/// [`iter`](Self::iter) allocates the text of a policy with a nonce, and nothing else.
///
/// # Examples
/// ```
/// use untaint::web::csp::{Nonce, Policy};
/// use untaint::web::headers::{Hsts, SecurityHeaders};
///
/// let headers = SecurityHeaders::page(Policy::strict()).hsts(Hsts::days(365)).build()?;
/// # let random = [17; 16];
/// let nonce = Nonce::from_bytes(random); // for each answer
/// let (_, policy) = headers.iter(&nonce).find(|(name, _)| *name == "content-security-policy").unwrap();
/// assert!(policy.contains(nonce.as_str()));
///
/// let page = SecurityHeaders::page(Policy::strict());
/// assert!(page.csp_text("script-src 'self'\r\nset-cookie: a=b").build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityHeaders {
    policy: Option<Csp>,
    /// The others, in the order in which they are sent.
    pairs: Vec<(&'static str, Cow<'static, str>)>,
}

/// The policy of a set.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Csp {
    Policy(Policy),
    Text(Cow<'static, str>),
}

impl Csp {
    fn header(&self, nonce: &Nonce) -> (&'static str, Cow<'_, str>) {
        match self {
            Self::Policy(policy) => policy.header(nonce),
            Self::Text(text) => (CSP, Cow::Borrowed(text)),
        }
    }

    /// The same, if it is one text for all answers.
    fn fixed(&self) -> Option<(&'static str, &str)> {
        match self {
            Self::Policy(policy) => policy.fixed_text(),
            Self::Text(text) => Some((CSP, text)),
        }
    }
}

impl SecurityHeaders {
    /// For a page: this policy, no sniffing, no frames of other sites, no windows of other sites, no features such as
    /// the camera, and the origin alone for other sites.
    pub fn page(policy: &Policy) -> SecurityHeadersBuilder {
        Self::started()
            .csp(policy)
            .frame_options(FrameOptions::SameOrigin)
            .referrer_policy(ReferrerPolicy::StrictOriginWhenCrossOrigin)
            .opener_policy(OpenerPolicy::SameOrigin)
            .resource_policy(ResourcePolicy::SameOrigin)
            .permissions_policy(&PermissionsPolicy::quiet())
    }

    /// For an answer that a program reads: nothing in it runs, nobody keeps it.
    pub fn api() -> SecurityHeadersBuilder {
        Self::started()
            .csp(Policy::api())
            .frame_options(FrameOptions::Deny)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .resource_policy(ResourcePolicy::SameOrigin)
            .cache_control(CacheControl::no_store())
    }

    /// For a file of a visitor: nothing in it runs, also where a browser shows it.
    ///
    /// Its `Content-Type` and `Content-Disposition` are the file's own: see `upload::serve_headers`.
    pub fn download() -> SecurityHeadersBuilder {
        Self::started()
            .csp(Policy::download())
            .frame_options(FrameOptions::Deny)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .resource_policy(ResourcePolicy::SameOrigin)
            .cache_control(CacheControl::private_no_cache())
    }

    /// For a file of this site whose name changes with its content: kept for a year.
    ///
    /// It has no policy, because that of a script is the policy of the worker that it becomes. Send a picture that is a
    /// document (SVG) as a [`download`](Self::download).
    pub fn asset() -> SecurityHeadersBuilder {
        Self::started().resource_policy(ResourcePolicy::SameOrigin).cache_control(CacheControl::immutable())
    }

    fn started() -> SecurityHeadersBuilder {
        let pairs = vec![(NoSniff::NAME, Cow::Borrowed(NoSniff::On.word()))];
        Self { policy: None, pairs }.to_builder()
    }

    fn others(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    /// Names in lower case, and values, with the nonce of the answer in the policy; for [`check`](super::check),
    /// [`pairs`](super::pairs) makes text of a list of them. A set whose policy has no nonce takes any, or is
    /// [`fixed`](Self::fixed).
    pub fn iter<'a>(&'a self, nonce: &Nonce) -> impl Iterator<Item = (&'static str, Cow<'a, str>)> + use<'a> {
        let policy = self.policy.as_ref().map(|policy| policy.header(nonce));
        policy.into_iter().chain(self.others().map(|(name, value)| (name, Cow::Borrowed(value))))
    }

    /// The same where no policy needs a nonce, so that all answers have one text; `None` if it does.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::Policy;
    /// use untaint::web::headers::SecurityHeaders;
    ///
    /// let api = SecurityHeaders::api().build()?;
    /// assert!(api.fixed().unwrap().any(|pair| pair == ("x-content-type-options", "nosniff")));
    /// assert!(SecurityHeaders::page(Policy::strict()).build()?.fixed().is_none());
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    #[must_use]
    pub fn fixed(&self) -> Option<impl Iterator<Item = (&'static str, &str)>> {
        let policy = match &self.policy {
            Some(policy) => Some(policy.fixed()?),
            None => None,
        };
        Some(policy.into_iter().chain(self.others()))
    }

    /// The same with the policy of one answer, its name and its text, in the place of the set's own: that of a tenant,
    /// or of a library.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::Policy;
    /// use untaint::web::headers::SecurityHeaders;
    ///
    /// let headers = SecurityHeaders::page(Policy::strict()).build()?;
    /// let policy = ("content-security-policy", "script-src 'nonce-8fPKhEdT3aBmnVDb1hxm2Q'");
    /// assert!(headers.iter_with(policy).any(|pair| pair == policy));
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn iter_with<'a>(
        &'a self,
        policy: (&'static str, &'a str),
    ) -> impl Iterator<Item = (&'static str, &'a str)> {
        std::iter::once(policy).chain(self.others())
    }

    /// Adds those that the handler did not set, with the nonce of the answer in the policy.
    #[cfg(feature = "http")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    pub fn apply(&self, headers: &mut http::HeaderMap, nonce: &Nonce) {
        for (name, value) in self.iter(nonce) {
            // Values were checked when this was built; what a header does not take would be left out.
            if let Ok(value) = http::HeaderValue::from_str(&value) {
                headers.entry(name).or_insert(value);
            }
        }
    }
}

policy_builder!(SecurityHeaders, SecurityHeadersBuilder);

/// Builds [`SecurityHeaders`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct SecurityHeadersBuilder {
    policy: SecurityHeaders,
    error: Option<PolicyError>,
}

impl SecurityHeadersBuilder {
    fn set(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        let value = value.into();
        match self.policy.pairs.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => self.policy.pairs.push((name, value)),
        }
        self
    }

    /// The policy of every answer.
    pub fn csp(mut self, policy: &Policy) -> Self {
        self.policy.policy = Some(Csp::Policy(policy.clone()));
        self
    }

    /// The policy of every answer as text, for one that was written elsewhere: what it is worth says
    /// [`csp::evaluate`](crate::web::csp::evaluate()).
    pub fn csp_text(mut self, policy: impl Into<Cow<'static, str>>) -> Self {
        let policy = policy.into();
        if policy.trim().is_empty() {
            self.fail("csp_text", "", "an empty policy is none");
        } else if !policy.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            let reason = "a directive with a control character or one outside ASCII does not count";
            self.fail("csp_text", policy.clone(), reason);
        }
        self.policy.policy = Some(Csp::Text(policy));
        self
    }

    /// Browsers use https from now on; only where that works, and not on a developer's machine.
    pub fn hsts(self, hsts: Hsts) -> Self {
        self.set(Hsts::NAME, hsts.to_string())
    }

    /// Who may show the page in a frame; `frame-ancestors` of the policy counts before it.
    pub fn frame_options(self, options: FrameOptions) -> Self {
        self.set(FrameOptions::NAME, options.word())
    }

    /// What other sites learn of the address.
    pub fn referrer_policy(self, policy: ReferrerPolicy) -> Self {
        self.set(ReferrerPolicy::NAME, policy.word())
    }

    /// Which windows keep a hand on the page. A login through a window of another site needs
    /// [`OpenerPolicy::SameOriginAllowPopups`].
    pub fn opener_policy(self, policy: OpenerPolicy) -> Self {
        self.set(OpenerPolicy::NAME, policy.word())
    }

    /// What the page may load of other sites.
    pub fn embedder_policy(self, policy: EmbedderPolicy) -> Self {
        self.set(EmbedderPolicy::NAME, policy.word())
    }

    /// Which sites may load the answer.
    pub fn resource_policy(self, policy: ResourcePolicy) -> Self {
        self.set(ResourcePolicy::NAME, policy.word())
    }

    /// Who may use the browser's features.
    pub fn permissions_policy(self, policy: &PermissionsPolicy) -> Self {
        self.set(PermissionsPolicy::NAME, policy.to_string())
    }

    /// Who may keep the answer.
    pub fn cache_control(self, cache: CacheControl) -> Self {
        self.set(CacheControl::NAME, cache.to_string())
    }

    /// Where reports go.
    pub fn reporting_endpoints(self, endpoints: &ReportingEndpoints) -> Self {
        self.set(ReportingEndpoints::NAME, endpoints.to_string())
    }

    /// Leaves a header out that the preset has, by its name in any case.
    pub fn without(mut self, name: &str) -> Self {
        if name.eq_ignore_ascii_case(CSP) && self.policy.policy.take().is_some() {
            return self;
        }
        let before = self.policy.pairs.len();
        self.policy.pairs.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        if self.policy.pairs.len() == before {
            self.fail("without", name, "there is no such header to leave out");
        }
        self
    }

    /// The headers, or the first entry that was wrong.
    pub fn build(mut self) -> Result<SecurityHeaders, PolicyError> {
        self.add_endpoint();
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.policy),
        }
    }

    /// The policy reports to a name, which has to stand in a header of its own.
    fn add_endpoint(&mut self) {
        let Some(Csp::Policy(policy)) = &self.policy.policy else { return };
        let Some((header, value)) = policy.reporting_endpoints() else { return };
        let own = self.policy.pairs.iter().find(|(known, _)| *known == header);
        let Some((_, own)) = own else {
            self.policy.pairs.push((header, Cow::Owned(value)));
            return;
        };
        let name = value.split('=').next().unwrap_or("");
        if ReportingEndpoints::parse(own).is_ok_and(|own| own.url(name).is_none()) {
            let name = name.to_owned();
            self.fail("reporting_endpoints", name, "the policy reports to this name: add it");
        }
    }
}
