//! One address in a header.

use crate::bytes::trim;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads `203.0.113.7`, `203.0.113.7:1234`, `2001:db8::1` or `[2001:db8::1]:443`, with blanks and tabs around it; an
/// IPv4 address inside an IPv6 one is that one.
pub(super) fn address(element: &[u8]) -> Option<IpAddr> {
    with_port(element, is_port)
}

/// [`address`] in `Forwarded`, where a proxy may hide the port: `192.0.2.43:_x7` (RFC 7239 section 6).
pub(super) fn node(element: &[u8]) -> Option<IpAddr> {
    with_port(element, |port| is_port(port) || is_hidden(port))
}

fn with_port(element: &[u8], is_port: fn(&str) -> bool) -> Option<IpAddr> {
    let text = std::str::from_utf8(trim(element)).ok()?;
    if let Some(rest) = text.strip_prefix('[') {
        let (address, behind) = rest.split_once(']')?;
        return (behind.is_empty() || is_port(behind.strip_prefix(':')?)).then(|| v6(address))?;
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Some(address.into());
    }
    match text.split_once(':') {
        Some((address, port)) if is_port(port) => match address.parse::<Ipv4Addr>() {
            Ok(address) => Some(address.into()),
            // `::1` has a number behind a colon too.
            Err(_) => v6(text),
        },
        Some(_) => v6(text),
        None => None,
    }
}

fn v6(text: &str) -> Option<IpAddr> {
    text.parse::<Ipv6Addr>().ok().map(|address| address.to_canonical())
}

/// A number up to 65535, in at most five digits.
fn is_port(digits: &str) -> bool {
    (1..=5).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<u16>().is_ok()
}

/// An obfuscated port: `_`, and letters, digits, `.`, `_` or `-`.
fn is_hidden(port: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    port.strip_prefix('_').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(is_inner))
}
