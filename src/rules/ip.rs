//! Addresses on a network.

use super::describe::{Describe, RuleInfo};
use super::rule::{looks_like, refused, spelled, text_rule, text_verdict};
use crate::{Code, Violation};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

text_rule! {
    /// An IPv4 or an IPv6 address, as [`ipv4`] and [`ipv6`] take them.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ip().check("192.0.2.1").is_ok());
    /// assert!(rules::ip().check("2001:db8::1").is_ok());
    /// assert_eq!(rules::ip().check("192.0.2").unwrap_err().code(), "ip");
    /// ```
    ip -> Ip;
    "ip", "the text is no IP address", "write an address such as 192.0.2.1, or groups with colons between them";
    |text: &str| text.parse::<IpAddr>().is_ok()
}

text_rule! {
    /// An IPv4 address: four decimal numbers up to 255, without leading zeros, which some programs read as octal.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ipv4().check("192.0.2.1").is_ok());
    /// for refused in ["192.0.2.256", "192.0.02.1", "0x7f.1", "192.0.2.1/24"] {
    ///     assert_eq!(rules::ipv4().check(refused).unwrap_err().code(), "ipv4");
    /// }
    /// ```
    ipv4 -> Ipv4;
    "ipv4", "the text is no IPv4 address", "write four numbers up to 255, as in 192.0.2.1";
    |text: &str| text.parse::<Ipv4Addr>().is_ok();
    says |info| looks_like(info, r"[0-9]{1,3}(\.[0-9]{1,3}){3}").with_schema("format", "ipv4")
}

text_rule! {
    /// An IPv6 address in any form of RFC 4291, without a zone, a prefix and brackets.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::ipv6().check("2001:db8::192.0.2.1").is_ok());
    /// for refused in ["1::2::3", "fe80::1%eth0", "[::1]", "::1/64"] {
    ///     assert_eq!(rules::ipv6().check(refused).unwrap_err().code(), "ipv6");
    /// }
    /// ```
    ipv6 -> Ipv6;
    "ipv6", "the text is no IPv6 address",
    "copy the whole address: groups of digits and letters with colons between them";
    |text: &str| text.parse::<Ipv6Addr>().is_ok();
    says |info| looks_like(info, "[0-9A-Fa-f:.]+").with_schema("format", "ipv6")
}

text_rule! {
    /// A network in CIDR form: an address, a slash and the length of its prefix; bits behind the prefix may be set.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::cidr().check("192.0.2.0/24").is_ok());
    /// assert!(rules::cidr().check("2001:db8::/32").is_ok());
    /// for refused in ["192.0.2.0", "192.0.2.0/33", "192.0.2.0/024", "2001:db8::/129"] {
    ///     assert_eq!(rules::cidr().check(refused).unwrap_err().code(), "cidr");
    /// }
    /// ```
    cidr -> Cidr;
    "cidr", "the text is no network in CIDR form",
    "write the address of the network and the length of its prefix, as in 192.0.2.0/24";
    is_cidr;
    says |info| looks_like(info, r"[0-9A-Fa-f:.]+\/[0-9]{1,3}")
}

fn is_cidr(text: &str) -> bool {
    text.split_once('/').is_some_and(|(address, prefix)| {
        let longest = match address.parse() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        decimal(prefix).is_some_and(|len| len <= longest)
    })
}

/// A number of at most five decimal digits, without a sign and leading zeros.
fn decimal(text: &str) -> Option<u32> {
    let is_plain = matches!(text.as_bytes(), [b'0'] | [b'1'..=b'9', ..]) && text.len() <= 5;
    if is_plain && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

text_rule! {
    /// The number of a port as text: 1 to 65535 in decimal digits, without a sign, spaces and leading zeros.
    ///
    /// A `u16` needs `range(1..)` at most.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::port().check("8080").is_ok());
    /// for refused in ["0", "65536", "080", "+80", "http"] {
    ///     assert_eq!(rules::port().check(refused).unwrap_err().code(), "port");
    /// }
    /// ```
    port -> Port;
    "port", "the text is no number of a port", "write a number from 1 to 65535";
    |text: &str| decimal(text).is_some_and(|port| matches!(port, 1..=65_535));
    says |info| looks_like(info, "[1-9][0-9]{0,4}").with_html("inputmode", "numeric")
}

/// The address of a network card (EUI-48): six pairs of hexadecimal digits with colons between them; with
/// [`hyphens`](Mac::hyphens) those too.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::mac().check("00:1A:2b:3C:4D:5E").is_ok());
/// assert!(rules::mac().hyphens().check("00-1A-2B-3C-4D-5E").is_ok());
/// for refused in ["00-1A-2B-3C-4D-5E", "001A2B3C4D5E", "00:1A:2B:3C:4D"] {
///     assert_eq!(rules::mac().check(refused).unwrap_err().code(), "mac");
/// }
/// ```
#[must_use]
pub const fn mac() -> Mac {
    Mac { hyphens: false }
}

/// The rule [`mac`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Mac {
    hyphens: bool,
}

impl Mac {
    pub(super) const CODE: Code = Code::new(
        "mac",
        "the text is no address of a network card",
        "write six pairs of the digits 0 to 9 and letters A to F, as in 00:1A:2B:3C:4D:5E",
        &[],
    );

    /// Takes the form with hyphens too, as Windows and IEEE 802 write it; the two are not mixed.
    #[must_use]
    pub const fn hyphens(mut self) -> Self {
        self.hyphens = true;
        self
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        let bytes = text.as_bytes();
        let separator = match bytes.get(2) {
            Some(b':') => b':',
            Some(b'-') if self.hyphens => b'-',
            _ => return Err(refused("mac")),
        };
        let is_at_its_place = |(at, byte): (usize, &u8)| {
            if at % 3 == 2 { *byte == separator } else { byte.is_ascii_hexdigit() }
        };
        if bytes.len() == 17 && bytes.iter().enumerate().all(is_at_its_place) {
            Ok(())
        } else {
            Err(refused("mac"))
        }
    }
}

text_verdict!(Mac);

impl Describe for Mac {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("mac");
        if self.hyphens {
            spelled(info, "[0-9A-Fa-f]{2}((:[0-9A-Fa-f]{2}){5}|(-[0-9A-Fa-f]{2}){5})")
        } else {
            spelled(info, "[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){5}")
        }
    }
}
