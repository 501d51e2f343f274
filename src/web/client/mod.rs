//! Who asks: the address of the visitor behind proxies, and whether he came by https.
//!
//! ```
//! use std::net::IpAddr;
//! use std::sync::LazyLock;
//! use untaint::web::client::{self, ProxyPolicy};
//!
//! static PROXIES: LazyLock<ProxyPolicy> = LazyLock::new(|| {
//!     ProxyPolicy::builder().trusted(["10.0.0.0/8", "loopback"]).build().expect("ranges of proxies")
//! });
//!
//! let proxy: IpAddr = "10.0.0.7".parse()?; // who opened the connection
//! // The visitor wrote the first address; the proxy wrote the second, which it saw.
//! assert_eq!(client::address(proxy, ["127.0.0.1, 203.0.113.9"], &PROXIES).to_string(), "203.0.113.9");
//! // Of somebody who is no proxy nothing is believed.
//! let stranger: IpAddr = "198.51.100.3".parse()?;
//! assert_eq!(client::address(stranger, ["127.0.0.1"], &PROXIES), stranger);
//! # Ok::<(), std::net::AddrParseError>(())
//! ```
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | the peer and `X-Forwarded-For`, or `Forwarded` | the visitor's address | [`address`] |
//! | the same | how it was found, for a log | [`hops`] |
//! | the peer and `X-Forwarded-Proto`, or `Forwarded` | whether he came by https | [`is_https`] |
//!
//! # How it decides
//! Each proxy adds the address it saw at the end. So the walk goes from the peer to the left: as long as the current
//! address is a trusted proxy's, the element before it is taken. The first one that is not trusted is the visitor. What
//! stands further left is his own free text, and is never looked at. An element that cannot be read (`unknown`,
//! `_hidden`, nothing, garbage) ends the walk at the address to its right.
//!
//! An address of IPv4 inside IPv6 (`::ffff:10.0.0.7`) is the IPv4 one, in ranges, in headers and as the peer. A proxy
//! sets one of the two headers and passes the other on unread, so the policy names the one to read.
//!
//! # Does not guarantee
//! * That it is one person: thousands share an address, and one person has thousands (count IPv6 by its /64).
//! * Anything about a proxy that is on the list and passes `X-Forwarded-For` on without adding to it, or lets the
//!   visitor's own `X-Forwarded-Proto` through.
//!
//! # Untrusted input
//! No function panics, and no more than [`MAX_HOPS`] elements are read. Nothing that a visitor wrote is in the answer
//! but addresses, which are numbers by then.

mod element;
mod forwarded;
mod hops;
mod network;
mod policy;
mod proto;

#[doc(alias("real ip", "remote_addr", "x-forwarded-for", "x-real-ip"))]
pub use hops::{Hops, MAX_HOPS, Stop, address, hops};
pub use policy::{Forwarding, ProxyPolicy, ProxyPolicyBuilder};
#[doc(alias("x-forwarded-proto", "force https"))]
pub use proto::is_https;
