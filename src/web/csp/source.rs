//! One entry of a list of sources, as a browser reads it (Content Security Policy Level 3, section 2.3.1).

use crate::web::digest::{Algorithm, Digest};

/// What a word in a list of sources is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source<'a> {
    /// `'none'`, which means something only alone.
    None,
    SelfOrigin,
    /// The bare `*`.
    Star,
    Keyword(Keyword),
    Nonce(&'a str),
    Hash(Digest<'a>),
    /// `https:`, without the colon.
    Scheme(&'a str),
    Host(HostSource<'a>),
    /// Matches nothing.
    Unread(Fault),
}

/// The words in quotes that are neither origin nor mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    UnsafeInline,
    UnsafeEval,
    TrustedTypesEval,
    WasmUnsafeEval,
    UnsafeHashes,
    StrictDynamic,
    /// Something that lets nothing run: what is reported, speculation rules.
    Harmless,
}

/// Why a word is no source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quote is of the wrong kind, or its other half is missing.
    Quotes,
    /// In quotes, and none of the words that a browser knows.
    Keyword,
    /// `'nonce-…'` whose value is no base64.
    Nonce,
    /// `'sha1-…'` and the like.
    HashAlgorithm,
    /// A known algorithm, and a digest that is no base64.
    HashDigest,
    /// Neither scheme nor host.
    Source,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HostSource<'a> {
    pub(super) scheme: Option<&'a str>,
    /// `*.` stood before the host, or `*` in its place.
    pub(super) is_wildcard: bool,
    /// Empty for `*`.
    pub(super) host: &'a str,
    pub(super) port: Port,
    /// Empty, or from the first slash on, percent escapes as they are.
    pub(super) path: &'a str,
    /// A `?` or `#` stood behind the path, which browsers drop.
    pub(super) is_cut: bool,
}

impl HostSource<'_> {
    /// Whether any host matches.
    pub(super) fn is_any(self) -> bool {
        self.is_wildcard && self.host.is_empty()
    }

    /// What it should have been, if it is a keyword, a nonce or a hash that lacks its quotes, or a scheme that lacks
    /// its colon. To a browser it is a host of this name, which nobody has.
    pub(super) fn meant(self) -> Option<&'static str> {
        if self.is_wildcard || self.scheme.is_some() || self.host.contains('.') {
            return None;
        }
        let is = |word: &str| word.eq_ignore_ascii_case(self.host);
        if let Some((quoted, _)) = KEYWORDS.iter().find(|(quoted, _)| is(quoted.trim_matches('\''))) {
            return Some(quoted);
        }
        let begins = |(start, _): &&(&str, &str)| strip_prefix(self.host, start).is_some();
        LOST.iter().find(|(word, _)| is(word)).or_else(|| MARKS.iter().find(begins)).map(|(_, meant)| *meant)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Port {
    Default,
    Any,
    Number(u32),
}

const KEYWORDS: [(&str, Keyword); 11] = [
    ("'unsafe-inline'", Keyword::UnsafeInline),
    ("'unsafe-eval'", Keyword::UnsafeEval),
    ("'trusted-types-eval'", Keyword::TrustedTypesEval),
    ("'wasm-unsafe-eval'", Keyword::WasmUnsafeEval),
    ("'unsafe-hashes'", Keyword::UnsafeHashes),
    ("'strict-dynamic'", Keyword::StrictDynamic),
    ("'report-sample'", Keyword::Harmless),
    ("'report-sha256'", Keyword::Harmless),
    ("'report-sha384'", Keyword::Harmless),
    ("'report-sha512'", Keyword::Harmless),
    ("'inline-speculation-rules'", Keyword::Harmless),
];

/// Words that mean something in another spelling.
const LOST: [(&str, &str); 7] = [
    ("self", "'self'"),
    ("none", "'none'"),
    ("nonce", "'nonce-…'"),
    ("https", "https:"),
    ("http", "http:"),
    ("data", "data:"),
    ("blob", "blob:"),
];

/// How nonces and hashes begin.
const MARKS: [(&str, &str); 4] = [
    ("nonce-", "'nonce-…'"),
    ("sha256-", "'sha256-…'"),
    ("sha384-", "'sha384-…'"),
    ("sha512-", "'sha512-…'"),
];

impl<'a> Source<'a> {
    /// Reads a word without blanks; any other text is no source.
    pub(super) fn read(word: &'a str) -> Self {
        if word == "*" {
            return Self::Star;
        }
        let is_quote = |byte: Option<&u8>| matches!(byte, Some(b'\'' | b'"' | b'`'));
        let bytes = word.as_bytes();
        if is_quote(bytes.first()) || is_quote(bytes.last()) || word.starts_with(['‘', '’', '“', '”'])
        {
            return Self::read_quoted(word);
        }
        read_location(word).unwrap_or(Self::Unread(Fault::Source))
    }

    fn read_quoted(word: &'a str) -> Self {
        let inner = match word.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            Some(inner) if !inner.is_empty() && !inner.contains(['\'', '"']) => inner,
            _ => return Self::Unread(Fault::Quotes),
        };
        if inner.eq_ignore_ascii_case("self") {
            return Self::SelfOrigin;
        }
        if inner.eq_ignore_ascii_case("none") {
            return Self::None;
        }
        if let Some(value) = strip_prefix(inner, "nonce-") {
            return if is_base64(value) { Self::Nonce(value) } else { Self::Unread(Fault::Nonce) };
        }
        if let Some((_, keyword)) = KEYWORDS.iter().find(|(text, _)| text.eq_ignore_ascii_case(word)) {
            return Self::Keyword(*keyword);
        }
        match read_hash(inner) {
            Some(Ok(hash)) => Self::Hash(hash),
            Some(Err(fault)) => Self::Unread(fault),
            None => Self::Unread(Fault::Keyword),
        }
    }

    pub(super) fn is(self, keyword: Keyword) -> bool {
        matches!(self, Self::Keyword(own) if own == keyword)
    }

    /// A nonce or a hash: what switches `'unsafe-inline'` off.
    pub(super) fn is_mark(self) -> bool {
        matches!(self, Self::Nonce(_) | Self::Hash(_))
    }
}

/// What stands before a digest. A policy may spell the algorithm with a hyphen and in any case, other than `integrity`.
const HASHES: [(&str, Algorithm); 6] = [
    Algorithm::ALL[0],
    Algorithm::ALL[1],
    Algorithm::ALL[2],
    ("sha-256-", Algorithm::Sha256),
    ("sha-384-", Algorithm::Sha384),
    ("sha-512-", Algorithm::Sha512),
];

/// Reads `sha256-…` without its quotes; `None` where it does not begin like a hash.
pub(super) fn read_hash(inner: &str) -> Option<Result<Digest<'_>, Fault>> {
    for (name, algorithm) in HASHES {
        if let Some(text) = strip_prefix(inner, name) {
            // A rest of one digit is no byte, and browsers drop the whole word.
            let is_digest = is_base64(text) && text.trim_end_matches('=').len() % 4 != 1;
            return Some(if is_digest { Ok(Digest { algorithm, text }) } else { Err(Fault::HashDigest) });
        }
    }
    let (name, _) = inner.split_once('-')?;
    let is_hash = ["sha", "md"].iter().any(|start| {
        strip_prefix(name, start).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    });
    is_hash.then_some(Err(Fault::HashAlgorithm))
}

/// The rest behind a prefix in any case.
fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Digits of base64 or base64url, at least one, and no more than two `=` behind them.
pub(super) fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    !digits.is_empty()
        && text.len() - digits.len() <= 2
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_'))
}

/// A scheme, or a host with what stands around it.
fn read_location(word: &str) -> Option<Source<'_>> {
    let mut rest = word;
    let mut scheme = None;
    let colon = |text: &str| text.bytes().position(|byte| matches!(byte, b':' | b'/'));
    if let Some(at) = colon(rest) {
        let behind = &rest[at..];
        if behind == ":" {
            // Browsers read `cdn.test:` as a scheme, which no address has.
            let is_known = is_scheme(&rest[..at]) && !rest[..at].contains('.');
            return is_known.then_some(Source::Scheme(&rest[..at]));
        }
        if let Some(host) = behind.strip_prefix("://") {
            if !is_scheme(&rest[..at]) {
                return None;
            }
            scheme = Some(&rest[..at]);
            rest = host;
        } else if behind.starts_with(":/") {
            return None;
        }
    }
    // An IPv6 address has colons of its own.
    let end = match rest.strip_prefix('[').and_then(|literal| literal.find(']')) {
        Some(close) => close + 2,
        None => colon(rest).unwrap_or(rest.len()),
    };
    let (host, behind) = rest.split_at(end);
    let (is_wildcard, host) = match host.strip_prefix("*.") {
        Some(name) => (true, name),
        None if host == "*" => (true, ""),
        None => (false, host),
    };
    let is_any = is_wildcard && host.is_empty() && rest.starts_with('*') && !rest.starts_with("*.");
    if !is_any && !is_host(host) {
        return None;
    }
    let (port, path) = match behind.strip_prefix(':') {
        None => (Port::Default, behind),
        Some(behind) => {
            let (digits, path) = behind.split_at(behind.find('/').unwrap_or(behind.len()));
            (read_port(digits)?, path)
        }
    };
    if !path.is_empty() && !path.starts_with('/') {
        return None;
    }
    let end = path.find(['?', '#']);
    let path = (&path[..end.unwrap_or(path.len())], end.is_some());
    Some(Source::Host(HostSource { scheme, is_wildcard, host, port, path: path.0, is_cut: path.1 }))
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Labels of letters, digits, `-` and `_`; or an IPv6 address in brackets.
fn is_host(text: &str) -> bool {
    if let Some(literal) = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return literal.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let mut was_dot = true;
    for byte in text.bytes() {
        match byte {
            b'.' if was_dot => return false,
            b'.' => was_dot = true,
            b'-' | b'_' => was_dot = false,
            byte if byte.is_ascii_alphanumeric() => was_dot = false,
            _ => return false,
        }
    }
    !was_dot
}

fn read_port(text: &str) -> Option<Port> {
    if text == "*" {
        return Some(Port::Any);
    }
    if text.is_empty() {
        return None;
    }
    // Leading zeros are legal; what no port can be matches nothing.
    let number = text.bytes().try_fold(0_u32, |number, digit| match digit {
        b'0'..=b'9' => Some(number * 10 + u32::from(digit - b'0')).filter(|number| *number <= 65_535),
        _ => None,
    })?;
    Some(Port::Number(number))
}
