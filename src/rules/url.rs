//! Addresses of web sites.

use super::describe::{Describe, RuleInfo};
use super::host::{MAX_NAME, is_public_name};
use super::rule::{refused, text_verdict};
use crate::uri::{self, UriPolicy};
use crate::{Code, Violation, chars};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The address of a web site or a page: what [`UriPolicy::website`] takes, written so that every program reads the
/// same host in it.
///
/// # Guarantees
/// * `http` or `https` and two slashes, a host that browsers can read, no user name, a port up to 65535.
/// * No white space, control, line end, mark of direction or invisible character anywhere; none of `"`, `<`, `>`, `\`,
///   which no link needs and other formats end at.
/// * A host whose labels have a place in DNS, no hyphen at an end, and stand for themselves: an IPv4 address is four
///   decimal numbers, and no full-width letter or soft hyphen spells another site.
/// * At most 2048 bytes.
///
/// # Does not guarantee
/// * That the site exists, or is another than this one: `http://localhost/` passes unless
///   [`public_hosts`](Url::public_hosts) says otherwise.
/// * With it, that a server may fetch the page: a name of the public DNS can lead to a private address.
///
/// International hosts need the feature `url`, and so do IPv6 addresses in an odd form.
///
/// # Cost
/// Linear; without allocations for hosts of plain ASCII.
///
/// # Examples
/// ```
/// use untaint::{Validator, rules};
///
/// assert!(rules::url().check("https://example.com/~alice?a=1#b").is_ok());
/// for refused in ["example.com", "javascript:alert(1)", "https://bank.example@evil.example/", "https:example.com"] {
///     assert_eq!(rules::url().check(refused).unwrap_err().code(), "url");
/// }
/// assert!(rules::url().check("http://192.168.0.1/").is_ok());
/// assert!(rules::url().public_hosts().check("http://192.168.0.1/").is_err());
/// ```
#[must_use]
pub const fn url() -> Url {
    Url { public_hosts: false }
}

/// The rule [`url`](fn@url).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Url {
    public_hosts: bool,
}

/// No field for a link is longer, and many servers take no longer ones.
const MAX: usize = 2048;

impl Url {
    pub(super) const CODE: Code = Code::new(
        "url",
        "the text is no address of a web site[ on a {hosts} host]",
        "write the whole address[ of a {hosts} site], with https:// in front",
        &["hosts"],
    );

    /// Takes only hosts that everybody can reach, by their spelling: a name with a dot below no closed domain
    /// (`localhost`, `.local`, `.internal` and their like), or an address that is not private, local or reserved.
    #[must_use]
    pub const fn public_hosts(mut self) -> Self {
        self.public_hosts = true;
        self
    }

    #[inline]
    fn verdict(self, text: &str) -> Result<(), Violation> {
        if is_url(text, self.public_hosts) { Ok(()) } else { Err(self.wrong()) }
    }

    #[cold]
    fn wrong(self) -> Violation {
        let violation = refused("url");
        if self.public_hosts { violation.with_param("hosts", "public") } else { violation }
    }
}

text_verdict!(Url);

impl Describe for Url {
    fn describe(&self) -> RuleInfo {
        let info = RuleInfo::new("url");
        let info = if self.public_hosts { info.with_param("hosts", "public") } else { info };
        // A browser's `type=url` asks only whether its parser takes the text. No UTF-16 unit is less than a byte.
        info.with_html("type", "url").with_html("maxlength", "2048").with_schema("format", "iri")
    }
}

const REFUSED: u8 = 1;
const BEYOND_ASCII: u8 = 2;

/// What a byte is to a web address.
static CLASSES: [u8; 256] = {
    let mut classes = [BEYOND_ASCII; 256];
    let mut byte = 0;
    while byte < 0x80_u8 {
        let is_refused = byte <= b' ' || matches!(byte, b'"' | b'<' | b'>' | b'\\' | 0x7F);
        classes[byte as usize] = is_refused as u8;
        byte += 1;
    }
    classes
};

fn is_url(text: &str, public_hosts: bool) -> bool {
    if text.len() > MAX {
        return false;
    }
    let seen = text.bytes().fold(0, |seen, byte| seen | CLASSES[usize::from(byte)]);
    seen & REFUSED == 0
        && (seen == 0 || text.chars().all(is_shown))
        && uri::is_kept(text, None, UriPolicy::website())
        && is_plain_host(text, public_hosts)
}

/// Whether a character can be seen, or is a letter's companion: no white space, nothing hidden.
fn is_shown(c: char) -> bool {
    c.is_ascii() || !(c.is_whitespace() || chars::is_unseen(c) || chars::is_blank_letter(c))
}

/// Whether the host of a web address stands for itself, and is a public one if it must be.
fn is_plain_host(text: &str, public_hosts: bool) -> bool {
    let Some((_, rest)) = text.split_once("://") else { return false };
    let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let Some((host, _)) = uri::host::split_port(&rest[..end]) else { return false };
    if is_letters(host) {
        return !public_hosts || is_public_name(host);
    }
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(literal) => !public_hosts || literal.parse().is_ok_and(is_public_ipv6),
        None => is_plain_name(host) && (!public_hosts || is_public_host(host)),
    }
}

/// Whether a host is one of words of ASCII letters joined by single dots: nearly all are.
fn is_letters(host: &str) -> bool {
    let (mut start, mut last) = (0, b'.');
    for (at, byte) in host.bytes().enumerate() {
        if byte == b'.' {
            if last == b'.' || at - start > MAX_LABEL {
                return false;
            }
            start = at + 1;
        } else if !byte.is_ascii_alphabetic() {
            return false;
        }
        last = byte;
    }
    last != b'.' && host.len() - start <= MAX_LABEL && host.len() <= MAX_NAME
}

/// The bytes of the longest label of a name (RFC 1035 section 2.3.4).
const MAX_LABEL: usize = 63;

/// Whether a host stands for itself: what the host parser makes of it is what stands there, by labels that DNS has a
/// place for, that begin and end with no hyphen, and are not empty but for the root behind the last.
fn is_plain_name(host: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    // A name that holds no number and no label in ACE form is its own canonical form.
    if host.bytes().all(is_plain) && uri::host::has_plain_end(host) {
        are_labels(host)
    } else {
        is_canonical(host)
    }
}

fn are_labels(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        matches!(label.len(), 1..=MAX_LABEL) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.len() <= MAX_NAME && name.split('.').all(is_label)
}

#[cfg(feature = "url")]
fn is_canonical(host: &str) -> bool {
    uri::host::canonical(host).is_some_and(|ace| are_labels(&ace))
}

/// What has another form has been refused by the check of the link.
#[cfg(not(feature = "url"))]
fn is_canonical(host: &str) -> bool {
    are_labels(host)
}

fn is_public_host(host: &str) -> bool {
    match host.parse::<Ipv4Addr>() {
        Ok(address) => is_public_ipv4(address),
        Err(_) => is_public_name(host),
    }
}

/// Whether an address belongs to the Internet at large: by the registry of special addresses (RFC 6890 and its
/// successors) none that is private, shared, local, reserved, for documentation, benchmarks or groups.
fn is_public_ipv4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!(
            (a, b, c),
            (0 | 224.., _, _) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _)
        ))
}

/// Global unicast (`2000::/3`) but for documentation, benchmarks, ORCHID and the forms that carry an IPv4 address.
fn is_public_ipv6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_ipv4(inner);
    }
    match address.segments() {
        // IETF protocols, Teredo among them; 6to4; documentation.
        [0x2001, ..=0x1FF | 0xDB8, ..] | [0x2002, ..] | [0x3FFF, ..=0xFFF, ..] => false,
        [first, ..] => first & 0xE000 == 0x2000,
    }
}
