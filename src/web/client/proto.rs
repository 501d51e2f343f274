//! Whether the visitor came by https.

use super::hops::{self, Stop};
use super::policy::{Forwarding, ProxyPolicy};
use crate::bytes::trim;
use std::net::IpAddr;

/// Whether a trusted proxy says that the visitor came by https.
///
/// `fields` are the values of `X-Forwarded-Proto`, or, where the policy names it, of `Forwarded`; of that the element
/// counts that names the visitor. All of them, as for [`address`](super::address()).
///
/// # Guarantees
/// Of a peer that is no proxy nothing is believed. It fails towards no: more than one value, any other than
/// `https` in lower case, and a visitor whom `Forwarded` does not name by his address.
///
/// # Does not guarantee
/// That a connection without a proxy is plain: whether this program itself ended TLS only its listener knows.
///
/// # Cost
/// As [`address`](super::address()).
///
/// # Examples
/// ```
/// use std::net::IpAddr;
/// use untaint::web::client::{self, ProxyPolicy};
///
/// let policy = ProxyPolicy::builder().trusted(["loopback"]).build()?;
/// let proxy: IpAddr = "::1".parse().unwrap();
/// assert!(client::is_https(proxy, ["https"], &policy));
/// assert!(!client::is_https(proxy, ["https, http"], &policy));
/// let stranger: IpAddr = "198.51.100.7".parse().unwrap();
/// assert!(!client::is_https(stranger, ["https"], &policy));
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[must_use]
pub fn is_https<F>(peer: IpAddr, fields: F, policy: &ProxyPolicy) -> bool
where
    F: IntoIterator<Item: AsRef<[u8]>, IntoIter: DoubleEndedIterator>,
{
    match policy.header {
        Forwarding::Forwarded => {
            let walk = hops::walk(peer, fields, policy, |_| ());
            // Where the visitor's element was not reached, the last one tells how one proxy asked another.
            walk.last.is_https && matches!(walk.stop, Stop::Untrusted | Stop::End)
        }
        Forwarding::XForwardedFor => {
            let mut fields = fields.into_iter();
            let is_https = fields.next().is_some_and(|field| trim(field.as_ref()) == b"https");
            is_https && fields.next().is_none() && policy.trusts(peer.to_canonical(), 0)
        }
    }
}
