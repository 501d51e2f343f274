//! Whether a browser reads a host in the authority of a URL, where any host may stand.
//!
//! Names of plain ASCII are decided here; all others by the host parser of the `url` crate, and what that cannot parse
//! is refused. Lists of hosts are stricter: see [`host`](super::host).

use super::error::UriErrorKind;
#[cfg(feature = "url")]
use super::host::MAX_PARSED_HOST;
use super::host::{has_plain_end, split_port};

/// Checks the authority at the beginning of `rest`, which is what follows the slashes of a scheme whose URLs have a
/// host (`http`, `https`, `ftp`, `ws`, `wss`), to the end of the text.
///
/// Without user names, a `\` in it is refused too: browsers read `/`, and other programs look for the host behind it.
#[inline]
pub(super) fn check(rest: &str, user_names: bool) -> Result<(), UriErrorKind> {
    if Name::of(rest.as_bytes()).is_authority(rest) { Ok(()) } else { check_slowly(rest, user_names) }
}

/// Whether [`check`] is sure to find a host, of which the caller has read the bytes: so many letters, digits and dots,
/// with nothing behind them that a name goes on with.
#[inline]
pub(super) fn is_plain(rest: &str, len: usize) -> bool {
    debug_assert_eq!(Name::of(rest.as_bytes()), Name { end: len, has_hyphen: false });
    Name { end: len, has_hyphen: false }.is_authority(rest)
}

/// The letters, digits, `-`, `_` and `.` that a text begins with.
#[derive(Debug, PartialEq, Eq)]
struct Name {
    end: usize,
    has_hyphen: bool,
}

/// What a byte is to a [`Name`].
mod class {
    pub(super) const HYPHEN: u8 = 1;
    pub(super) const OTHER: u8 = 2;

    pub(super) static OF: [u8; 256] = {
        let mut classes = [OTHER; 256];
        let mut byte = 0;
        while byte < 0x80_u8 {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') {
                classes[byte as usize] = 0;
            }
            byte += 1;
        }
        classes[b'-' as usize] = HYPHEN;
        classes
    };
}

impl Name {
    #[inline]
    fn of(rest: &[u8]) -> Self {
        let mut seen = 0;
        let mut end = 0;
        for byte in rest {
            let class = class::OF[usize::from(*byte)]; // a place for each byte
            if class == class::OTHER {
                break;
            }
            seen |= class;
            end += 1;
        }
        Self { end, has_hyphen: seen & class::HYPHEN != 0 }
    }

    /// Whether the name, at the beginning of `rest`, is a host with no port.
    #[inline]
    fn is_authority(&self, rest: &str) -> bool {
        matches!(rest.as_bytes().get(self.end), None | Some(b'/' | b'?' | b'#')) && self.is_host(rest)
    }

    /// Whether the name, at the beginning of `rest`, is a host as it stands.
    #[inline]
    fn is_host(&self, rest: &str) -> bool {
        let name = &rest[..self.end]; // of ASCII bytes
        match name.as_bytes() {
            [] => false,
            // No number has one of these at its end, and a label in ACE form has hyphens.
            [.., b'g'..=b'w' | b'y' | b'z'] | [.., b'g'..=b'w' | b'y' | b'z', b'a'..=b'f']
                if !self.has_hyphen =>
            {
                true
            }
            _ => has_plain_end(name),
        }
    }

    fn is_all_of(text: &str) -> bool {
        Self::of(text.as_bytes()).end == text.len()
    }
}

fn check_slowly(rest: &str, user_names: bool) -> Result<(), UriErrorKind> {
    // Spaces at the end of a text are no part of its URL.
    let rest = rest.trim_end_matches(' ');
    let authority = until(rest, |byte| matches!(byte, b'/' | b'\\' | b'?' | b'#'));
    if !user_names {
        let longest = until(rest, |byte| matches!(byte, b'/' | b'?' | b'#'));
        if longest.contains('@') {
            return Err(UriErrorKind::Userinfo);
        }
        if longest.len() > authority.len() {
            return Err(UriErrorKind::Malformed);
        }
    }
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, _) = split_port(place).ok_or(UriErrorKind::Malformed)?;
    let name = Name::of(host.as_bytes());
    if name.end == host.len() && name.is_host(host) { Ok(()) } else { parse(host) }
}

#[cfg(feature = "url")]
fn parse(host: &str) -> Result<(), UriErrorKind> {
    if host.len() > MAX_PARSED_HOST || url::Host::parse(host).is_err() {
        return Err(UriErrorKind::Malformed);
    }
    Ok(())
}

#[cfg(not(feature = "url"))]
fn parse(host: &str) -> Result<(), UriErrorKind> {
    use std::net::{Ipv4Addr, Ipv6Addr};
    let is_address = match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(literal) => literal.parse::<Ipv6Addr>().is_ok(),
        None => host.parse::<Ipv4Addr>().is_ok(),
    };
    let has_no_place = |c: char| " <>[]^|".contains(c);
    match host {
        _ if is_address => Ok(()),
        "" => Err(UriErrorKind::Malformed),
        _ if host.contains(has_no_place) => Err(UriErrorKind::Malformed),
        _ => Err(UriErrorKind::Unsupported),
    }
}

/// Checks what follows the colon of any other scheme (`irc`, `myapp`), whose URLs have a host only behind `//`.
pub(super) fn check_opaque(rest: &str, user_names: bool) -> Result<(), UriErrorKind> {
    let Some(rest) = rest.strip_prefix("//") else { return Ok(()) };
    let authority = until(rest.trim_end_matches(' '), |byte| matches!(byte, b'/' | b'?' | b'#'));
    if !user_names && authority.contains('@') {
        return Err(UriErrorKind::Userinfo);
    }
    if Name::is_all_of(authority) { Ok(()) } else { parse_opaque(authority) }
}

#[cfg(feature = "url")]
fn parse_opaque(authority: &str) -> Result<(), UriErrorKind> {
    // The slash keeps a space before it from being the end of the text.
    let url = url::Url::parse(&["x://", authority, "/"].concat());
    url.map(drop).map_err(|_| UriErrorKind::Malformed)
}

#[cfg(not(feature = "url"))]
fn parse_opaque(authority: &str) -> Result<(), UriErrorKind> {
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, _) = split_port(place).ok_or(UriErrorKind::Malformed)?;
    if !host.is_empty() && Name::is_all_of(host) { Ok(()) } else { Err(UriErrorKind::Unsupported) }
}

/// The text up to the first of some ASCII bytes.
fn until(text: &str, is_end: impl Fn(u8) -> bool) -> &str {
    &text[..text.bytes().position(is_end).unwrap_or(text.len())]
}
