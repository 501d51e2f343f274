//! Lists of hosts, and whether the authority of a URL is on one.
//!
//! Shared by `uri` and `redirect`. An authority is compared as text first; what text cannot decide (international
//! names, address literals) goes to the host parser of the `url` crate, and what that cannot parse is refused.

use crate::error::PolicyError;

/// No longer host goes to the parser, because the ACE form costs the square of a label's length. A DNS name has at
/// most 253 bytes in ACE form (RFC 1035 section 2.3.4), so no character of its Unicode form takes more than 4.
#[cfg(feature = "url")]
pub(super) const MAX_PARSED_HOST: usize = 4 * 253;

/// The scheme an authority stands under; it decides the default port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WebScheme {
    Http,
    Https,
    /// A network-path reference where nobody said what the page's scheme is: both must agree.
    Inherited,
}

impl WebScheme {
    /// Reads the name of a scheme, in any case.
    pub(crate) fn named(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("https") {
            Some(Self::Https)
        } else if name.eq_ignore_ascii_case("http") {
            Some(Self::Http)
        } else {
            None
        }
    }

    const fn default_port(self) -> Option<u16> {
        match self {
            Self::Http => Some(80),
            Self::Https => Some(443),
            Self::Inherited => None,
        }
    }
}

/// One entry of a list: `example.com`, `*.example.com`, `example.com:8443`, `[::1]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HostRule {
    /// As the URL standard serialises it: lower case, ACE labels, `[::1]`; for a wildcard with the leading dot.
    name: String,
    subdomains: bool,
    port: RulePort,
    /// `Some`: only under this scheme, for an origin whose port is not a default one.
    scheme: Option<WebScheme>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RulePort {
    /// The scheme's own, spelled or not.
    Default,
    Exact(u16),
    Any,
}

/// Names without a dot that no registry sells names below: a wildcard over any other would be one over strangers.
const PRIVATE_ROOTS: [&str; 11] = [
    "localhost",
    "test",
    "example",
    "invalid",
    "local",
    "internal",
    "intranet",
    "private",
    "lan",
    "home",
    "corp",
];

/// What the authority of a URL is to a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authority {
    /// It matches the rule at this place.
    Listed(usize),
    Unlisted,
    /// It has a user name or password, or only the `@`.
    Userinfo,
    /// No browser, or not every browser, reads a host in it.
    Malformed,
    /// Only the `url` feature could tell.
    #[cfg_attr(feature = "url", expect(dead_code, reason = "with `url` every host can be read"))]
    Unsupported,
}

impl HostRule {
    /// Reads an entry of the programmer's list; `setting` is the builder method that the error names.
    pub(crate) fn parse(setting: &'static str, entry: &str) -> Result<Self, PolicyError> {
        let wrong = |reason: &'static str| PolicyError::new(setting, entry, reason);
        if entry.is_empty() {
            return Err(wrong("a host, such as example.com, is needed"));
        }
        if entry.contains(['/', '\\', '?', '#']) {
            return Err(wrong("write only the host, and a port if it is not the default: example.com:8443"));
        }
        if entry.contains(['@', '%']) || entry.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(wrong("no user name, escape, space or control belongs to a host"));
        }
        let (host, subdomains) = match entry.strip_prefix("*.") {
            Some(rest) => (rest, true),
            None => (entry, false),
        };
        if host.strip_suffix(":*").unwrap_or(host).contains('*') {
            return Err(wrong("a `*` stands only for all the first labels, as in *.example.com"));
        }
        if host.starts_with('.') {
            return Err(wrong("for all subdomains write *.example.com"));
        }
        let (host, port) = match host.strip_suffix(":*") {
            Some(host) => (host, RulePort::Any),
            None => match split_port(host) {
                Some((host, Port::None)) => (host, RulePort::Default),
                Some((host, Port::Number(number))) if number > 0 => (host, RulePort::Exact(number)),
                Some(_) => return Err(wrong("leave out the port, or name it")),
                None => {
                    return Err(wrong(
                        "the port is a number up to 65535, and an IPv6 address stands in brackets: [::1]:8080",
                    ));
                }
            },
        };
        let name = canonical_entry(host).map_err(wrong)?;
        let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
        if subdomains && is_address {
            return Err(wrong("an address has no subdomains"));
        }
        if name.trim_end_matches('.').is_empty() || has_empty_label(&name) {
            return Err(wrong("a label of the name is empty"));
        }
        let root = name.strip_suffix('.').unwrap_or(&name);
        if subdomains && !root.contains('.') && !PRIVATE_ROOTS.contains(&root) {
            return Err(wrong("below this name stand the names of strangers: list yours"));
        }
        let name = if subdomains { format!(".{name}") } else { name };
        Ok(Self { name, subdomains, port, scheme: None })
    }

    /// Reads `scheme://host[:port]`, as the `Origin` header writes it (RFC 6454 section 6.2).
    pub(crate) fn parse_origin(
        setting: &'static str,
        origin: &str,
    ) -> Result<(WebScheme, Self), PolicyError> {
        let wrong = |reason: &str| PolicyError::new(setting, origin, reason.to_owned());
        let shape = || wrong("write it as https://example.com, with http or https");
        let (scheme, authority) = origin.split_once("://").ok_or_else(shape)?;
        let scheme = WebScheme::named(scheme).ok_or_else(shape)?;
        let authority = authority.strip_suffix('/').unwrap_or(authority);
        if authority.starts_with('*') {
            return Err(wrong("this site has one name; allow subdomains as a host"));
        }
        let rule = Self::parse(setting, authority).map_err(|error| wrong(error.reason()))?;
        Ok((scheme, rule.for_origin(scheme).map_err(wrong)?))
    }

    /// The origin that [`parse_origin`](Self::parse_origin) read, as a browser writes it.
    pub(crate) fn origin(&self, scheme: WebScheme) -> String {
        let scheme = if scheme == WebScheme::Http { "http" } else { "https" };
        match self.port {
            RulePort::Exact(port) => format!("{scheme}://{}:{port}", self.name),
            RulePort::Default | RulePort::Any => format!("{scheme}://{}", self.name),
        }
    }

    /// The same rule for an origin under `scheme`: a spelled default port is the default, and on another port the
    /// other scheme is another site.
    fn for_origin(mut self, scheme: WebScheme) -> Result<Self, &'static str> {
        match self.port {
            RulePort::Default => {}
            RulePort::Exact(port) if Some(port) == scheme.default_port() => self.port = RulePort::Default,
            RulePort::Exact(_) => self.scheme = Some(scheme),
            RulePort::Any => return Err("this site has one port; allow others as a host"),
        }
        Ok(self)
    }

    /// `host` is canonical, or differs from it only in the case of ASCII letters.
    fn matches(&self, host: &str, port: Option<u16>, scheme: WebScheme) -> bool {
        self.port_matches(port, scheme)
            && if self.subdomains {
                // Bytes, because a hostile host may have a character where the suffix would begin.
                let (host, suffix) = (host.as_bytes(), self.name.as_bytes());
                host.len() > suffix.len() && {
                    let (prefix, end) = host.split_at(host.len() - suffix.len());
                    end.eq_ignore_ascii_case(suffix) && !prefix.starts_with(b".") && !prefix.ends_with(b".")
                }
            } else {
                // Hosts come in lower case, nearly all of them, and that comparison costs a tenth.
                host == self.name || host.eq_ignore_ascii_case(&self.name)
            }
    }

    fn port_matches(&self, port: Option<u16>, scheme: WebScheme) -> bool {
        // A page that inherits is on the origin's own scheme if it is on the origin's port.
        let scheme_matches =
            scheme == WebScheme::Inherited || self.scheme.is_none_or(|wanted| wanted == scheme);
        scheme_matches
            && match (self.port, port) {
                (RulePort::Any, _) | (RulePort::Default, None) => true,
                (RulePort::Default, Some(spelled)) => Some(spelled) == scheme.default_port(),
                (RulePort::Exact(wanted), None) => Some(wanted) == scheme.default_port(),
                (RulePort::Exact(wanted), Some(spelled)) => wanted == spelled,
            }
    }
}

/// Finds the authority at the beginning of `rest`, which is what follows `//`, in a list; gives back what stands
/// behind it, from the first `/`, `?` or `#` on.
///
/// Linear in the length of the authority; allocates only for hosts that text cannot decide.
pub(crate) fn find<'a>(rules: &[HostRule], rest: &'a str, scheme: WebScheme) -> (Authority, &'a str) {
    let scan = Scan::of(rest.as_bytes());
    let (authority, path) = rest.split_at(scan.end);
    (find_authority(rules, authority, &scan, scheme), path)
}

fn find_authority(rules: &[HostRule], authority: &str, scan: &Scan, scheme: WebScheme) -> Authority {
    match scan.shape {
        // `user@` may hide a second `@`, a port, or anything: nothing behind it is looked at.
        Shape::Userinfo => return Authority::Userinfo,
        Shape::Refused => return Authority::Malformed,
        Shape::Name | Shape::Other => {}
    }
    let (host, port) = if scan.has_port_or_bracket {
        let Some((host, port)) = split_port(authority) else { return Authority::Malformed };
        (host, port)
    } else {
        (authority, Port::None)
    };
    if host.is_empty() {
        return Authority::Malformed;
    }
    let port = match port {
        Port::Number(number) => Some(number),
        Port::None | Port::Empty => None,
    };
    // An entry's own spelling needs no parser: it went through one when the policy was built.
    let spelled = |rule: &HostRule| !rule.subdomains && rule.matches(host, port, scheme);
    if let Some(place) = rules.iter().position(spelled) {
        return Authority::Listed(place);
    }
    if scan.shape == Shape::Name && has_plain_end(host) {
        find_canonical(rules, host, port, scheme)
    } else {
        find_parsed(rules, host, port, scheme)
    }
}

fn find_canonical(rules: &[HostRule], host: &str, port: Option<u16>, scheme: WebScheme) -> Authority {
    match rules.iter().position(|rule| rule.matches(host, port, scheme)) {
        Some(place) if !rules[place].subdomains || !has_empty_label(host) => Authority::Listed(place),
        _ => Authority::Unlisted,
    }
}

#[cfg(feature = "url")]
fn find_parsed(rules: &[HostRule], host: &str, port: Option<u16>, scheme: WebScheme) -> Authority {
    if host.len() > MAX_PARSED_HOST {
        return Authority::Malformed;
    }
    match parse_plain(host) {
        Ok(canonical) => find_canonical(rules, &canonical, port, scheme),
        Err(_) => Authority::Malformed,
    }
}

/// A host as DNS knows it, if a browser reads one and a person reads the same.
#[cfg(feature = "url")]
pub(crate) fn canonical(host: &str) -> Option<String> {
    if host.len() > MAX_PARSED_HOST { None } else { parse_plain(host).ok() }
}

/// A host in its canonical form, if a browser reads one and a person reads the same.
#[cfg(feature = "url")]
fn parse_plain(host: &str) -> Result<String, &'static str> {
    match url::Host::parse(host) {
        Err(_) => Err("this is no host that a browser could read"),
        // `0x7f.1` is 127.0.0.1 to a browser, but nobody writes it in good faith.
        Ok(url::Host::Ipv4(address)) if address.to_string() != host => {
            Err("write an IPv4 address as four decimal numbers")
        }
        Ok(url::Host::Domain(name)) if !is_plain_spelling(host, &name) => {
            Err("the name stands for another one, or holds a character that no name has")
        }
        Ok(parsed) => Ok(parsed.to_string()),
    }
}

#[cfg(not(feature = "url"))]
fn find_parsed(_: &[HostRule], _: &str, _: Option<u16>, _: WebScheme) -> Authority {
    Authority::Unsupported
}

/// Whether `name` is what a person reads in `host`: labels that the parser turned into other ASCII labels
/// (`ⓐpp`, `app.te<soft hyphen>st`, a full stop that is none) are spellings made to get past a filter, and so are
/// characters that the parser lets through and no registered name has (`;`, `"`, `{`).
#[cfg(feature = "url")]
fn is_plain_spelling(host: &str, name: &str) -> bool {
    if Scan::of(name.as_bytes()).shape != Shape::Name {
        return false;
    }
    let mut names = name.split('.');
    host.split('.').all(|label| {
        names.next().is_some_and(|name| {
            if label.is_ascii() { label.eq_ignore_ascii_case(name) } else { name.starts_with("xn--") }
        })
    }) && names.next().is_none()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Letters, digits, `-`, `_`, `.` and `:` only.
    Name,
    /// Something else that a parser may accept.
    Other,
    Userinfo,
    /// `%`, `\`, a space or a control.
    Refused,
}

/// What one look at every byte of an authority finds out.
struct Scan {
    end: usize,
    shape: Shape,
    has_port_or_bracket: bool,
}

/// What a byte is to a [`Scan`]: bits, so that those of all bytes can be joined.
mod class {
    pub(super) const COLON: u8 = 1;
    pub(super) const OTHER: u8 = 2;
    pub(super) const REFUSED: u8 = 4;
    pub(super) const AT: u8 = 8;
    pub(super) const END: u8 = 16;

    pub(super) static OF: [u8; 256] = {
        let mut classes = [OTHER; 256];
        let mut byte = 0_u8;
        loop {
            classes[byte as usize] = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => 0,
                b':' => COLON,
                // A bracket may have colons behind it that begin no port.
                b'[' => OTHER | COLON,
                b'@' => AT,
                // Browsers and parsers disagree about these.
                b'%' | b'\\' | 0x7F | 0..=b' ' => REFUSED,
                b'/' | b'?' | b'#' => END,
                _ => OTHER,
            };
            if byte == 0x7F {
                break classes;
            }
            byte += 1;
        }
    };
}

impl Scan {
    fn of(rest: &[u8]) -> Self {
        let mut seen = 0;
        let mut end = 0;
        for byte in rest {
            let class = class::OF[usize::from(*byte)];
            if class == class::END {
                break;
            }
            seen |= class;
            end += 1;
        }
        // Userinfo before the others, because it is the reason that tells what was tried.
        let shape = if seen & class::AT != 0 {
            Shape::Userinfo
        } else if seen & class::REFUSED != 0 {
            Shape::Refused
        } else if seen & class::OTHER != 0 {
            Shape::Other
        } else {
            Shape::Name
        };
        Self { end, shape, has_port_or_bracket: seen & class::COLON != 0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Port {
    None,
    /// `example.com:`, which a browser reads as the default.
    Empty,
    Number(u16),
}

/// Splits `host[:port]`, brackets respected; `None` when the port is no number up to 65535.
pub(crate) fn split_port(authority: &str) -> Option<(&str, Port)> {
    let (host, port) = if authority.starts_with('[') {
        let close = authority.find(']')?;
        let (host, rest) = authority.split_at(close + 1);
        match rest.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if rest.is_empty() => (host, None),
            None => return None,
        }
    } else {
        match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        }
    };
    let port = match port {
        None => Port::None,
        Some("") => Port::Empty,
        Some(digits) => {
            let number = digits.bytes().try_fold(0_u32, |number, digit| match digit {
                // Leading zeros are legal, so the length says nothing; the value is bounded at each step.
                b'0'..=b'9' => Some(number * 10 + u32::from(digit - b'0')).filter(|n| *n <= 65_535),
                _ => None,
            })?;
            Port::Number(u16::try_from(number).ok()?)
        }
    };
    Some((host, port))
}

/// Whether a host of letters, digits, `-`, `_` and `.` is its own canonical form but for case: no label in ACE
/// form to verify, and no number at the end that would make it an IPv4 address.
pub(crate) fn has_plain_end(host: &str) -> bool {
    !ends_in_number(host.as_bytes()) && !has_ace_label(host.as_bytes())
}

/// The "ends in a number checker" of the URL standard, section 3.5.
fn ends_in_number(host: &[u8]) -> bool {
    let name = host.strip_suffix(b".").unwrap_or(host);
    let last = name.iter().rposition(|byte| *byte == b'.').map_or(name, |dot| &name[dot + 1..]);
    match last {
        [b'0', b'x' | b'X', digits @ ..] => digits.iter().all(u8::is_ascii_hexdigit),
        [] => false,
        digits => digits.iter().all(u8::is_ascii_digit),
    }
}

fn has_ace_label(host: &[u8]) -> bool {
    host.split(|byte| *byte == b'.')
        .any(|label| label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"xn--")))
}

/// Whether two dots stand together or one stands first; one at the end is the root.
fn has_empty_label(name: &str) -> bool {
    name.starts_with('.') || name.contains("..")
}

#[cfg(feature = "url")]
fn canonical_entry(host: &str) -> Result<String, &'static str> {
    parse_plain(host)
}

#[cfg(not(feature = "url"))]
fn canonical_entry(host: &str) -> Result<String, &'static str> {
    const NO_HOST: &str = "this is no host that a browser could read";
    if let Some(literal) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        let address = literal.parse::<std::net::Ipv6Addr>().map_err(|_| NO_HOST)?.to_string();
        // The standard library writes embedded IPv4 addresses in another form than the URL standard.
        return if address.contains('.') {
            Err("an IPv6 address with an IPv4 one inside needs the feature `url`")
        } else {
            Ok(format!("[{address}]"))
        };
    }
    if Scan::of(host.as_bytes()).shape != Shape::Name {
        return Err("an international name needs the feature `url`, or its ACE form (xn--)");
    }
    if ends_in_number(host.as_bytes()) {
        let is_canonical =
            host.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.to_string() == host);
        return if is_canonical { Ok(host.to_owned()) } else { Err(NO_HOST) };
    }
    let lower = host.to_ascii_lowercase();
    // What an ACE label stands for is not known here, but these stand for nothing.
    let is_broken_ace = |label: &str| label == "xn--" || (label.starts_with("xn--") && label.ends_with('-'));
    if lower.split('.').any(is_broken_ace) { Err(NO_HOST) } else { Ok(lower) }
}
