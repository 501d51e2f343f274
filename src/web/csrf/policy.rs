//! Whose forms are taken.

use crate::error::{PolicyError, policy_builder};
use crate::uri::host::HostRule;

/// Whose forms are taken: built once, in a `static`.
///
/// # Examples
/// ```
/// use untaint::web::csrf::CsrfPolicy;
///
/// let policy = CsrfPolicy::builder().origin("https://app.test").trusted_origin("https://pay.test").build();
/// assert!(policy.is_ok());
/// assert!(CsrfPolicy::builder().origin("app.test").build().is_err()); // no scheme
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsrfPolicy {
    /// As browsers write them.
    pub(super) own: Vec<String>,
    pub(super) trusted: Vec<String>,
    pub(super) require_origin: bool,
}

static BY_HOST: CsrfPolicy = CsrfPolicy { own: Vec::new(), trusted: Vec::new(), require_origin: false };

impl CsrfPolicy {
    /// Forms of the host that the request names, under either scheme; everything that no browser sent.
    #[must_use]
    pub fn by_host() -> &'static Self {
        &BY_HOST
    }

    /// Starts from [`by_host`](Self::by_host).
    pub fn builder() -> CsrfPolicyBuilder {
        BY_HOST.to_builder()
    }
}

policy_builder!(CsrfPolicy, CsrfPolicyBuilder);

/// Builds a [`CsrfPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct CsrfPolicyBuilder {
    policy: CsrfPolicy,
    error: Option<PolicyError>,
}

impl CsrfPolicyBuilder {
    /// Names this site, as `https://app.test` or `http://localhost:3000`; call it again where it has several names.
    ///
    /// With one, `Host` is not looked at. Take it from the configuration.
    pub fn origin(mut self, origin: &str) -> Self {
        if let Some(origin) = self.read(canonical("origin", origin)) {
            self.policy.own.push(origin);
        }
        self
    }

    /// Takes the forms of another site, whatever the browser says of them: a payment page that posts back, say.
    pub fn trusted_origin(mut self, origin: &str) -> Self {
        if let Some(origin) = self.read(canonical("trusted_origin", origin)) {
            self.policy.trusted.push(origin);
        }
        self
    }

    /// Refuses what does not say where it comes from: for sites without clients other than browsers; not unless set.
    pub fn require_origin(mut self, required: bool) -> Self {
        self.policy.require_origin = required;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<CsrfPolicy, PolicyError> {
        self.error.map_or(Ok(self.policy), Err)
    }
}

/// The origin as browsers write it.
fn canonical(setting: &'static str, origin: &str) -> Result<String, PolicyError> {
    HostRule::parse_origin(setting, origin).map(|(scheme, rule)| rule.origin(scheme))
}
