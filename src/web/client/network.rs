//! Ranges of addresses.

use crate::error::PolicyError;
use std::net::{IpAddr, Ipv6Addr};

/// A range of addresses, of IPv4 or of IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Network {
    first: IpAddr,
    /// How many bits of `first` count.
    bits: u8,
}

/// The words for ranges. Private are those of RFC 1918, 6598, 4193, and those of one link.
const NAMED: [(&str, &[&str]); 2] = [
    ("loopback", &["127.0.0.0/8", "::1"]),
    (
        "private",
        &[
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "127.0.0.0/8",
            "fc00::/7",
            "fe80::/10",
            "::1",
        ],
    ),
];

const SHAPE: &str =
    "write an address, a range such as 10.0.0.0/8 or 2001:db8::/32, or one of the words loopback and private";

impl Network {
    /// The ranges that an entry names; what would be read in two ways is refused (zeros in front, bits behind the
    /// range's own).
    pub(super) fn parse(setting: &'static str, entry: &str) -> Result<Vec<Self>, PolicyError> {
        if let Some((_, ranges)) = NAMED.iter().find(|(word, _)| *word == entry) {
            return ranges.iter().map(|range| Self::parse_one(setting, range)).collect();
        }
        Ok(vec![Self::parse_one(setting, entry)?])
    }

    fn parse_one(setting: &'static str, entry: &str) -> Result<Self, PolicyError> {
        let wrong = |reason: &'static str| PolicyError::new(setting, entry, reason);
        let (address, bits) = match entry.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (entry, None),
        };
        let address: IpAddr = address.parse().map_err(|_| wrong(SHAPE))?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => width,
            Some(digits) => read_bits(digits).filter(|bits| *bits <= width).ok_or_else(|| {
                wrong("behind the slash stands a number of bits, without zeros in front: 10.0.0.0/8")
            })?,
        };
        let network = Self { first: address, bits }.canonical();
        if network.bits == 0 {
            return Err(wrong(
                "this would trust everybody, and the visitor would choose his address: name the proxies, or their number",
            ));
        }
        if network.masked(network.first) != number(network.first) {
            return Err(wrong("bits are set behind those of the range: write its first address"));
        }
        Ok(network)
    }

    /// A range of IPv4 inside IPv6 is one of IPv4, as addresses are.
    fn canonical(self) -> Self {
        match self.first {
            IpAddr::V6(address) if self.bits >= 96 => match address.to_ipv4_mapped() {
                Some(address) => Self { first: address.into(), bits: self.bits - 96 },
                None => self,
            },
            _ => self,
        }
    }

    /// Whether the address, which is canonical, is in the range.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        self.first.is_ipv4() == address.is_ipv4() && self.masked(address) == number(self.first)
    }

    /// The bits of an address of this kind that count.
    fn masked(&self, address: IpAddr) -> u128 {
        let width = if self.first.is_ipv4() { 32 } else { 128 };
        let dropped = u32::from(width - self.bits);
        number(address).checked_shr(dropped).and_then(|kept| kept.checked_shl(dropped)).unwrap_or(0)
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => Ipv6Addr::to_bits(address),
    }
}

fn read_bits(digits: &str) -> Option<u8> {
    let is_plain =
        digits.bytes().all(|byte| byte.is_ascii_digit()) && (digits == "0" || !digits.starts_with('0'));
    if is_plain { digits.parse().ok() } else { None }
}
