//! The walk from the peer to the visitor.

use super::element;
use super::forwarded::{self, Element};
use super::policy::{Forwarding, ProxyPolicy};
use std::net::IpAddr;

/// No more elements are read: longer chains of proxies of one's own do not exist.
pub const MAX_HOPS: usize = 64;

/// The visitor's address: the last one that a trusted proxy vouches for, or the peer's.
///
/// `fields` are the values of the header that the policy names, in the order in which they came: `[&str]`, bytes, or
/// `headers.get_all("x-forwarded-for")`. All of them: some proxies (`HAProxy`) add a field of their own behind the
/// visitor's, and `headers.get` gives the first one, which he wrote.
///
/// # Guarantees
/// It is never an address that somebody wrote who is neither on the list nor one of those that the policy
/// [counts](super::ProxyPolicyBuilder::count), and never one to the left of an element that cannot be read. An IPv4
/// address inside an IPv6 one is given as IPv4.
///
/// # Does not guarantee
/// That it is whose it looks, where a range on the list has visitors in it.
///
/// # Cost
/// Linear in the elements that are read, at most [`MAX_HOPS`]; does not allocate.
///
/// # Examples
/// ```
/// use std::net::IpAddr;
/// use untaint::web::client::{self, ProxyPolicy};
///
/// let policy = ProxyPolicy::builder().trusted(["private"]).build()?;
/// let peer: IpAddr = "172.17.0.1".parse().unwrap(); // a container's bridge
/// let seen = |fields: &[&str]| client::address(peer, fields, &policy).to_string();
/// assert_eq!(seen(&["1.2.3.4, 198.51.100.7, 10.0.0.2"]), "198.51.100.7"); // 1.2.3.4 is what the visitor wrote
/// assert_eq!(seen(&["198.51.100.7, unknown"]), "172.17.0.1"); // nothing left of what cannot be read
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[must_use]
pub fn address<F>(peer: IpAddr, fields: F, policy: &ProxyPolicy) -> IpAddr
where
    F: IntoIterator<Item: AsRef<[u8]>, IntoIter: DoubleEndedIterator>,
{
    walk(peer, fields, policy, |_| ()).last.address
}

/// How [`address`] finds what it finds, step by step, for a log.
///
/// # Cost
/// As [`address`], and one allocation for each address.
///
/// # Examples
/// ```
/// use untaint::web::client::{self, ProxyPolicy, Stop};
///
/// let policy = ProxyPolicy::builder().trusted(["loopback"]).build()?;
/// let peer = std::net::Ipv4Addr::LOCALHOST.into();
/// let hops = client::hops(peer, ["1.2.3.4, 198.51.100.7"], &policy);
/// assert_eq!(hops.to_string(), "127.0.0.1 < 198.51.100.7, who is no proxy");
/// assert_eq!(client::hops(peer, ["_hidden"], &policy).stop(), Stop::Unreadable);
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[must_use]
pub fn hops<F>(peer: IpAddr, fields: F, policy: &ProxyPolicy) -> Hops
where
    F: IntoIterator<Item: AsRef<[u8]>, IntoIter: DoubleEndedIterator>,
{
    let mut addresses = Vec::new();
    let walk = walk(peer, fields, policy, |address| addresses.push(address));
    Hops { addresses, stop: walk.stop }
}

/// The addresses from the peer to the visitor, and why the walk ended there. Its text is for a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hops {
    addresses: Vec<IpAddr>,
    stop: Stop,
}

impl Hops {
    /// From the peer to the visitor; at least one.
    #[must_use]
    pub fn addresses(&self) -> &[IpAddr] {
        &self.addresses
    }

    /// Why the walk ended.
    #[must_use]
    pub fn stop(&self) -> Stop {
        self.stop
    }
}

impl std::fmt::Display for Hops {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, address) in self.addresses.iter().enumerate() {
            write!(f, "{}{address}", if place == 0 { "" } else { " < " })?;
        }
        f.write_str(match self.stop {
            Stop::Untrusted => ", who is no proxy",
            Stop::End => ", where the header ends",
            Stop::Unreadable => ", before something that cannot be read",
            Stop::TooMany => ", before more than is read",
        })
    }
}

/// Why a walk ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stop {
    /// The address is none of a proxy on the list: the visitor, as a rule.
    Untrusted,
    /// The header has no more elements: a proxy on the list asked by itself, or did not say for whom.
    End,
    /// The next element is `unknown`, a hidden name, empty or garbage.
    Unreadable,
    /// [`MAX_HOPS`] elements were read.
    TooMany,
}

/// What a walk found.
pub(super) struct Walk {
    /// The last address, and whether the request came from there by https, which only `Forwarded` says.
    pub(super) last: Element,
    pub(super) stop: Stop,
}

pub(super) fn walk<F>(peer: IpAddr, fields: F, policy: &ProxyPolicy, mut each: impl FnMut(IpAddr)) -> Walk
where
    F: IntoIterator<Item: AsRef<[u8]>, IntoIter: DoubleEndedIterator>,
{
    let mut last = Element { address: peer.to_canonical(), is_https: false };
    let mut steps = 0;
    each(last.address);
    for field in fields.into_iter().rev() {
        let mut field = Some(field.as_ref());
        while let Some(rest) = field {
            if !policy.trusts(last.address, steps) {
                return Walk { last, stop: Stop::Untrusted };
            }
            if steps == MAX_HOPS {
                return Walk { last, stop: Stop::TooMany };
            }
            let (before, element) = take_last(rest, policy.header);
            let Some(read) = read(element, policy.header) else {
                return Walk { last, stop: Stop::Unreadable };
            };
            last = read;
            each(last.address);
            steps += 1;
            field = before;
        }
    }
    let stop = if policy.trusts(last.address, steps) { Stop::End } else { Stop::Untrusted };
    Walk { last, stop }
}

/// What stands before the last element's comma, if there is one, and that element.
fn take_last(field: &[u8], header: Forwarding) -> (Option<&[u8]>, &[u8]) {
    let start = match header {
        Forwarding::XForwardedFor => {
            field.iter().rposition(|byte| *byte == b',').map_or(0, |comma| comma + 1)
        }
        Forwarding::Forwarded => forwarded::last_start(field),
    };
    (start.checked_sub(1).map(|comma| &field[..comma]), &field[start..])
}

fn read(element: &[u8], header: Forwarding) -> Option<Element> {
    match header {
        Forwarding::XForwardedFor => {
            element::address(element).map(|address| Element { address, is_https: false })
        }
        Forwarding::Forwarded => forwarded::read(element),
    }
}
