//! All headers of an answer, built once.

use super::cache_control::CacheControl;
use super::hsts::Hsts;
use super::permissions_policy::PermissionsPolicy;
use super::reporting_endpoints::ReportingEndpoints;
use super::words::{EmbedderPolicy, FrameOptions, NoSniff, OpenerPolicy, ReferrerPolicy, ResourcePolicy};
use crate::error::{PolicyError, policy_builder};
use std::borrow::Cow;

/// The name of the header of a policy.
pub(super) const CSP: &str = "content-security-policy";

/// The headers that protect an answer, built once, in a `static`, and sent with each.
///
/// A policy with a nonce is another one for each answer: [`iter_with`](Self::iter_with) takes it.
///
/// # Guarantees
/// Each name stands once, and each value is one that browsers obey. `Strict-Transport-Security` is among them only
/// where [`hsts`](SecurityHeadersBuilder::hsts) was called, and `Clear-Site-Data` never.
///
/// # Does not guarantee
/// That the policy protects the page: its text is sent as it is given.
///
/// # Cost
/// [`iter`](Self::iter) does not allocate.
///
/// # Examples
/// ```
/// use untaint::web::headers::{Hsts, SecurityHeaders};
///
/// let policy = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'";
/// let headers = SecurityHeaders::page(policy).hsts(Hsts::days(365)).build()?;
/// assert!(headers.iter().any(|pair| pair == ("x-content-type-options", "nosniff")));
/// assert!(SecurityHeaders::page("script-src 'self'\r\nset-cookie: a=b").build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityHeaders {
    /// In the order in which they are sent.
    pairs: Vec<(&'static str, Cow<'static, str>)>,
}

impl SecurityHeaders {
    /// For a page: this policy, no sniffing, no frames of other sites, no windows of other sites, no features such as
    /// the camera, and the origin alone for other sites.
    pub fn page(policy: impl Into<Cow<'static, str>>) -> SecurityHeadersBuilder {
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
            .csp("default-src 'none'; frame-ancestors 'none'")
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
            .csp("default-src 'none'; frame-ancestors 'none'; sandbox")
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
        Self { pairs }.to_builder()
    }

    /// Names in lower case, and values.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.pairs.iter().map(|(name, value)| (*name, value.as_ref()))
    }

    /// The same with this policy of one answer, its name and its text, in the place of the fixed one.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::SecurityHeaders;
    ///
    /// let headers = SecurityHeaders::page("default-src 'none'").build()?;
    /// let policy = ("content-security-policy", "script-src 'nonce-8fPKhEdT3aBmnVDb1hxm2Q'");
    /// assert!(headers.iter_with(policy).any(|pair| pair == policy));
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn iter_with<'a>(
        &'a self,
        policy: (&'static str, &'a str),
    ) -> impl Iterator<Item = (&'static str, &'a str)> {
        let others = self.iter().filter(|(name, _)| *name != CSP);
        std::iter::once(policy).chain(others)
    }

    /// Adds those that the handler did not set.
    #[cfg(feature = "http")]
    #[cfg_attr(docsrs, doc(cfg(feature = "http")))]
    pub fn apply(&self, headers: &mut http::HeaderMap) {
        for (name, value) in self.iter() {
            // Values were checked when this was built; what a header does not take would be left out.
            if let Ok(value) = http::HeaderValue::from_str(value) {
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

    /// The policy of every answer, as text.
    pub fn csp(mut self, policy: impl Into<Cow<'static, str>>) -> Self {
        let policy = policy.into();
        if policy.trim().is_empty() {
            self.fail("csp", "", "an empty policy is none");
        } else if !policy.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
            let reason = "a directive with a control character or one outside ASCII does not count";
            self.fail("csp", policy.clone(), reason);
        }
        self.set(CSP, policy)
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
        let before = self.policy.pairs.len();
        self.policy.pairs.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        if self.policy.pairs.len() == before {
            self.fail("without", name, "there is no such header to leave out");
        }
        self
    }

    /// The headers, or the first entry that was wrong.
    pub fn build(self) -> Result<SecurityHeaders, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.policy),
        }
    }
}
