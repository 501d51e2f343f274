//! What the caller asks of a cookie.

use super::report::Scheme;
use crate::error::{PolicyError, policy_builder};

/// What a `Set-Cookie` must have: built once, in a `static`.
///
/// # Examples
/// ```
/// use untaint::web::cookie::{self, CookiePolicy};
///
/// let policy = CookiePolicy::builder().host_prefix(true).build()?;
/// assert!(cookie::check("__Host-id=7; Path=/; Secure; HttpOnly; SameSite=Lax", &policy).is_ok());
/// assert!(cookie::check("id=7; Path=/; Secure; HttpOnly; SameSite=Lax", &policy).is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the policy")]
pub struct CookiePolicy {
    pub(super) scheme: Scheme,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) same_site: bool,
    pub(super) host_only: bool,
    pub(super) host_prefix: bool,
}

static SESSION: CookiePolicy = CookiePolicy {
    scheme: Scheme::Https,
    secure: true,
    http_only: true,
    same_site: true,
    host_only: true,
    host_prefix: false,
};

static PREFERENCE: CookiePolicy = CookiePolicy { http_only: false, host_only: false, ..SESSION };

impl CookiePolicy {
    /// What shows who a visitor is: `Secure`, `HttpOnly`, `SameSite=Lax` or `Strict`, and no `Domain`.
    ///
    /// That no other host of the site can set one in its place takes [`host_prefix`](CookiePolicyBuilder::host_prefix)
    /// besides, which asks for the name `__Host-…`.
    #[must_use]
    pub fn session() -> &'static Self {
        &SESSION
    }

    /// What a visitor chose, and scripts may read: `Secure`, and `SameSite=Lax` or `Strict`.
    #[must_use]
    pub fn preference() -> &'static Self {
        &PREFERENCE
    }

    /// Starts from [`session`](Self::session).
    pub fn builder() -> CookiePolicyBuilder {
        SESSION.to_builder()
    }
}

policy_builder!(CookiePolicy, CookiePolicyBuilder);

/// Builds a [`CookiePolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct CookiePolicyBuilder {
    policy: CookiePolicy,
    error: Option<PolicyError>,
}

impl CookiePolicyBuilder {
    /// How the answer comes to the browser: [`Scheme::Https`] unless set.
    pub fn scheme(mut self, scheme: Scheme) -> Self {
        self.policy.scheme = scheme;
        self
    }

    /// Whether `Secure` must be there; it must unless set.
    pub fn secure(mut self, required: bool) -> Self {
        self.policy.secure = required;
        self
    }

    /// Whether `HttpOnly` must be there; it must unless set.
    pub fn http_only(mut self, required: bool) -> Self {
        self.policy.http_only = required;
        self
    }

    /// Whether `SameSite` must be there, and not be `None`; it must unless set.
    pub fn same_site(mut self, required: bool) -> Self {
        self.policy.same_site = required;
        self
    }

    /// Whether a `Domain` is refused; it is unless set.
    pub fn host_only(mut self, required: bool) -> Self {
        self.policy.host_only = required;
        self
    }

    /// Whether the name must begin with `__Host-`, so that no other host of the site can set it; not unless set.
    pub fn host_prefix(mut self, required: bool) -> Self {
        self.policy.host_prefix = required;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<CookiePolicy, PolicyError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let is_secure = self.policy.secure || self.policy.host_prefix;
        if self.policy.scheme == Scheme::Http && is_secure {
            let reason = "a browser drops what is Secure over plain http, so no cookie could pass";
            return Err(PolicyError::new("scheme", "Http", reason));
        }
        Ok(self.policy)
    }
}
