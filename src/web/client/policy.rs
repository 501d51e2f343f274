//! Which addresses are proxies of ours.

use super::network::Network;
use crate::error::{PolicyError, policy_builder};
use std::net::IpAddr;

/// The header in which proxies say whom they saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Forwarding {
    /// `X-Forwarded-For`, and `X-Forwarded-Proto` beside it.
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// Which addresses are this site's proxies, and what they write: built once, in a `static`.
///
/// # Examples
/// ```
/// use untaint::web::client::{Forwarding, ProxyPolicy};
///
/// let policy = ProxyPolicy::builder().trusted(["192.0.2.0/24", "private"]).header(Forwarding::Forwarded).build();
/// assert!(policy.is_ok());
/// assert!(ProxyPolicy::builder().trusted(["10.0.0.1/8"]).build().is_err()); // bits behind the range's own
/// assert!(ProxyPolicy::builder().trusted(["0.0.0.0/0"]).build().is_err()); // everybody
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyPolicy {
    networks: Vec<Network>,
    count: usize,
    pub(super) header: Forwarding,
}

static DIRECT: ProxyPolicy =
    ProxyPolicy { networks: Vec::new(), count: 0, header: Forwarding::XForwardedFor };

impl ProxyPolicy {
    /// No proxy: the peer is the visitor, whatever he writes.
    #[must_use]
    pub fn direct() -> &'static Self {
        &DIRECT
    }

    /// Starts from [`direct`](Self::direct).
    pub fn builder() -> ProxyPolicyBuilder {
        DIRECT.to_builder()
    }

    /// Whether the address that was reached after `steps` steps from the peer is a proxy's.
    pub(super) fn trusts(&self, address: IpAddr, steps: usize) -> bool {
        steps < self.count || self.networks.iter().any(|network| network.contains(address))
    }
}

policy_builder!(ProxyPolicy, ProxyPolicyBuilder);

/// Builds a [`ProxyPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct ProxyPolicyBuilder {
    policy: ProxyPolicy,
    error: Option<PolicyError>,
}

impl ProxyPolicyBuilder {
    /// Adds proxies: an address, a range (`10.0.0.0/8`, `2001:db8::/32`), `loopback`, or `private`: those of RFC 1918,
    /// `100.64.0.0/10`, `fc00::/7`, of one link, and loopback.
    ///
    /// List the proxies, not the network in which visitors are too: who is on the list may choose his address.
    pub fn trusted(mut self, ranges: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for entry in ranges {
            if let Some(networks) = self.read(Network::parse("trusted", entry.as_ref())) {
                self.policy.networks.extend(networks);
            }
        }
        self
    }

    /// Says that each request comes through this many proxies at least, whatever their addresses: for a platform that
    /// does not tell them.
    ///
    /// Only where nobody can reach the program but through them: whoever reaches it past a proxy chooses his address.
    pub fn count(mut self, proxies: u8) -> Self {
        self.policy.count = usize::from(proxies);
        self
    }

    /// The header that the proxies write; [`Forwarding::XForwardedFor`] unless set.
    pub fn header(mut self, header: Forwarding) -> Self {
        self.policy.header = header;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<ProxyPolicy, PolicyError> {
        self.error.map_or(Ok(self.policy), Err)
    }
}
