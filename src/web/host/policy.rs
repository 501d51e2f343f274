//! Which hosts are this site's.

use crate::error::{PolicyError, policy_builder};
use crate::uri::host::HostRule;

/// The hosts that are this site's: built once, in a `static`.
///
/// # Examples
/// ```
/// use untaint::web::host::{self, HostPolicy};
///
/// let policy = HostPolicy::builder().hosts(["app.test", "localhost:3000"]).build()?;
/// assert!(host::check("localhost:3000", &policy).is_ok());
/// assert!(host::check("localhost:3001", &policy).is_err());
/// assert!(HostPolicy::builder().host("https://app.test").build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostPolicy {
    pub(super) rules: Vec<HostRule>,
    pub(super) https_port: u16,
}

impl HostPolicy {
    /// Starts with an empty list.
    pub fn builder() -> HostPolicyBuilder {
        HostPolicyBuilder { policy: Self { rules: Vec::new(), https_port: 443 }, error: None }
    }
}

policy_builder!(HostPolicy, HostPolicyBuilder);

/// Builds a [`HostPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct HostPolicyBuilder {
    policy: HostPolicy,
    error: Option<PolicyError>,
}

impl HostPolicyBuilder {
    /// Adds a host, written as for [`redirect`](crate::redirect::RedirectPolicyBuilder::host): `app.test`,
    /// `localhost:3000`, `127.0.0.1:*`, `*.app.test` for every name below but not the name itself.
    pub fn host(mut self, host: &str) -> Self {
        if let Some(rule) = self.read(HostRule::parse("host", host)) {
            self.policy.rules.push(rule);
        }
        self
    }

    /// Adds several; see [`host`](Self::host).
    pub fn hosts(self, hosts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        hosts.into_iter().fold(self, |builder, host| builder.host(host.as_ref()))
    }

    /// The port on which this site answers by https, for [`https_redirect`](super::SafeHost::https_redirect); 443
    /// unless set.
    pub fn https_port(mut self, port: u16) -> Self {
        if port == 0 {
            self.fail("https_port", "0", "no server answers on port 0");
        }
        self.policy.https_port = port;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<HostPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.rules.is_empty() => {
                Err(PolicyError::new("host", "", "without a host no request could pass"))
            }
            None => Ok(self.policy),
        }
    }
}
