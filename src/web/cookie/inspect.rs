//! What a browser does with a `Set-Cookie`, and what is wrong with it.

use super::error::CookieErrorKind;
use super::fate::{self, Prefix};
use super::kinds;
use super::parse::{self, Attribute, Piece};
use super::report::{Cookie, CookieReport, Fate, Flags, Lifetime, SameSite, Scheme};
use super::{date, set_cookie};
use crate::web::Severity;
use crate::web::finding::{Finding, Kind};
use std::ops::Range;

/// As long as a browser keeps a cookie, in seconds.
const MAX_AGE: i64 = 400 * 86_400;
/// More attributes that no browser knows are not told of one by one.
const MAX_UNKNOWN: usize = 8;

/// Tells what a browser does with the value of a `Set-Cookie` field that comes over a scheme: its parts, whether it is
/// stored, and what in it does less than it looks.
///
/// A host is assumed that may set its `Domain`; [`inspect_on`] takes the host. The rules are Chromium's (RFC 6265bis
/// section 5.7).
///
/// # Guarantees
/// Findings, their fixes and `Debug` hold nothing of the cookie's value.
///
/// # Does not guarantee
/// That a `Domain` is found to be a public suffix if it has two labels (`co.uk`).
///
/// # Cost
/// Linear; one allocation if there is a finding, and another one where eight are not enough.
///
/// # Examples
/// ```
/// use untaint::web::cookie::{self, CookieErrorKind, Fate, SameSite, Scheme};
///
/// let report = cookie::inspect("__Host-id=7; Path=/; Secure; HttpOnly; SameSite=Lax", Scheme::Https);
/// assert_eq!((report.fate(), report.findings()), (Fate::Stored, &[][..]));
/// assert_eq!(report.cookie().unwrap().same_site(), Some(SameSite::Lax));
///
/// let report = cookie::inspect("id=7; SameSite=None", Scheme::Https);
/// assert_eq!(report.fate(), Fate::Dropped(CookieErrorKind::NoneWithoutSecure));
/// ```
#[must_use]
pub fn inspect(set_cookie: &str, scheme: Scheme) -> CookieReport<'_> {
    inspect_for(set_cookie, scheme, None)
}

/// [`inspect`] for an answer of this host, which decides about `Domain`: a name in ASCII or an address, without a port.
///
/// # Examples
/// ```
/// use untaint::web::cookie::{self, CookieErrorKind, Fate, Scheme};
///
/// let fate = |host| cookie::inspect_on("id=7; Secure; Domain=app.test", Scheme::Https, host).fate();
/// assert_eq!(fate("www.app.test"), Fate::Stored);
/// assert_eq!(fate("other.test"), Fate::Dropped(CookieErrorKind::Domain));
/// ```
#[must_use]
pub fn inspect_on<'a>(set_cookie: &'a str, scheme: Scheme, host: &str) -> CookieReport<'a> {
    inspect_for(set_cookie, scheme, Some(host))
}

fn inspect_for<'a>(text: &'a str, scheme: Scheme, host: Option<&str>) -> CookieReport<'a> {
    let mut notes = Notes { findings: Vec::new() };
    let (name, value) = match parse::pair(text) {
        Ok(pair) => pair,
        Err(kind) => {
            notes.dropped(kind, 0..text.find(';').unwrap_or(text.len()));
            return CookieReport { cookie: None, fate: Fate::Dropped(kind), findings: notes.findings };
        }
    };
    let mut parts = Parts::default();
    for attribute in parse::attributes(text) {
        parts.read(attribute, &mut notes);
    }
    parts.values(&mut notes);
    let cookie = parts.cookie(name, value);
    let why = fate::why_dropped(&cookie, scheme, host);
    match why {
        // To delete a cookie is what it was written for.
        Some(CookieErrorKind::Expired) => {}
        Some(kind) => notes.dropped(kind, name.start..value.span().end),
        None => {
            notes.pair(name, value);
            notes.reach(&cookie, name, scheme, &parts);
        }
    }
    if notes.findings.len() > 1 {
        notes.findings.sort_unstable_by_key(|finding| {
            let span = finding.span();
            (span.is_empty(), span.start, finding.code())
        });
    }
    let fate = why.map_or(Fate::Stored, Fate::Dropped);
    CookieReport { cookie: Some(cookie), fate, findings: notes.findings }
}

/// The cookie alone, for a check.
pub(super) fn read(text: &str, scheme: Scheme) -> Result<Cookie<'_>, CookieErrorKind> {
    let (name, value) = parse::pair(text)?;
    let mut parts = Parts::default();
    parse::attributes(text).for_each(|attribute| parts.set(attribute));
    let cookie = parts.cookie(name, value);
    fate::why_dropped(&cookie, scheme, None).map_or(Ok(cookie), Err)
}

/// The attributes that count, each the last of its name.
#[derive(Default)]
struct Parts<'a> {
    known: [Option<Attribute<'a>>; KNOWN.len()],
    /// What was told of already, so that a text of a thousand attributes has no thousand findings.
    told: [bool; KNOWN.len()],
    unknown: usize,
}

/// The attributes that browsers know, in the order of [`Parts`]; the last changes nothing that is told of here.
const KNOWN: [&str; 9] =
    ["secure", "httponly", "partitioned", "samesite", "domain", "path", "max-age", "expires", "priority"];
const SECURE: usize = 0;
const HTTP_ONLY: usize = 1;
const PARTITIONED: usize = 2;
const SAME_SITE: usize = 3;
const DOMAIN: usize = 4;
const PATH: usize = 5;
const MAX_AGE_AT: usize = 6;
const EXPIRES: usize = 7;
const PRIORITY: usize = 8;

#[inline]
fn known(name: &str) -> Option<usize> {
    // As nearly all of them are written, which one comparison of words decides.
    match name {
        "Path" => return Some(PATH),
        "Secure" => return Some(SECURE),
        "Domain" => return Some(DOMAIN),
        "HttpOnly" => return Some(HTTP_ONLY),
        "SameSite" => return Some(SAME_SITE),
        "Max-Age" => return Some(MAX_AGE_AT),
        _ => {}
    }
    let places: &[usize] = match name.len() {
        4 => &[PATH],
        6 => &[SECURE, DOMAIN],
        7 => &[MAX_AGE_AT, EXPIRES],
        8 => &[HTTP_ONLY, SAME_SITE, PRIORITY],
        11 => &[PARTITIONED],
        _ => &[],
    };
    places.iter().copied().find(|at| KNOWN[*at].eq_ignore_ascii_case(name))
}

impl<'a> Parts<'a> {
    fn set(&mut self, attribute: Attribute<'a>) {
        if let Some(at) = known(attribute.name.text).filter(|_| !attribute.is_too_long()) {
            self.known[at] = Some(attribute);
        }
    }

    /// Sets it, and notes what does not count.
    fn read(&mut self, attribute: Attribute<'a>, notes: &mut Notes) {
        let Some(at) = known(attribute.name.text) else {
            self.unknown += usize::from(!attribute.name.text.is_empty());
            if !attribute.name.text.is_empty() && self.unknown <= MAX_UNKNOWN {
                notes.unknown(&attribute);
            }
            return;
        };
        // One more of the same that says the same is no mistake to tell of.
        let is_other = self.known[at].is_some_and(|before| before.value.text != attribute.value.text);
        let kind = if attribute.is_too_long() {
            Some(&kinds::ATTRIBUTE_LENGTH)
        } else {
            is_other.then_some(&kinds::DUPLICATE)
        };
        if let Some(kind) = kind.filter(|_| !self.told[at]) {
            notes.add(kind, KNOWN[at], attribute.span());
            self.told[at] = true;
        }
        self.set(attribute);
    }

    /// Notes the values that browsers do not read as they are written.
    fn values(&self, notes: &mut Notes) {
        for (at, attribute) in self.known.iter().enumerate() {
            let Some(attribute) = attribute else { continue };
            let value = attribute.value.text;
            let kind = match at {
                SECURE | HTTP_ONLY | PARTITIONED => (!value.is_empty()).then_some(&kinds::FLAG),
                SAME_SITE => SameSite::parse(value).is_none().then_some(&kinds::SAME_SITE_VALUE),
                PATH => (!value.starts_with('/')).then_some(&kinds::PATH),
                EXPIRES => date::parse(value).is_none().then_some(&kinds::LIFETIME),
                MAX_AGE_AT => match parse::max_age(value) {
                    None => Some(&kinds::LIFETIME),
                    Some(seconds) => (seconds > MAX_AGE).then_some(&kinds::CAPPED),
                },
                _ => None,
            };
            if let Some(kind) = kind {
                notes.add(kind, KNOWN[at], attribute.span());
            }
        }
    }

    fn value(&self, at: usize) -> Option<&'a str> {
        self.known[at].map(|attribute| attribute.value.text)
    }

    fn cookie(&self, name: Piece<'a>, value: Piece<'a>) -> Cookie<'a> {
        let domain = self.value(DOMAIN).filter(|domain| !domain.is_empty());
        let seconds = self.value(MAX_AGE_AT).and_then(parse::max_age).map(Lifetime::Seconds);
        let until = || self.value(EXPIRES).and_then(date::parse).map(Lifetime::Until);
        Cookie {
            name: name.text,
            value: value.text,
            domain: domain.map(|domain| domain.strip_prefix('.').unwrap_or(domain)),
            path: self.value(PATH).filter(|path| path.starts_with('/')),
            lifetime: seconds.or_else(until).unwrap_or(Lifetime::Session),
            same_site: self.value(SAME_SITE).and_then(SameSite::parse),
            flags: Flags {
                secure: self.known[SECURE].is_some(),
                http_only: self.known[HTTP_ONLY].is_some(),
                partitioned: self.known[PARTITIONED].is_some(),
            },
        }
    }
}

/// The findings, in one allocation for nearly every cookie.
struct Notes {
    findings: Vec<Finding>,
}

impl Notes {
    fn push(&mut self, finding: Finding) {
        if self.findings.is_empty() {
            self.findings.reserve(8);
        }
        self.findings.push(finding.in_header("set-cookie"));
    }

    fn add(&mut self, kind: &'static Kind, directive: &'static str, span: Range<usize>) {
        self.push(Finding::new(kind, span).in_directive(directive));
    }

    fn dropped(&mut self, kind: CookieErrorKind, span: Range<usize>) {
        self.push(Finding::new(&kinds::DROPPED, span).with_fix(kind.remedy()));
    }

    fn unknown(&mut self, attribute: &Attribute<'_>) {
        let finding = Finding::new(&kinds::ATTRIBUTE, attribute.span());
        self.push(match meant(attribute.name.text) {
            Some(fix) => finding.with_severity(Severity::Medium).with_fix(fix),
            None => finding,
        });
    }

    /// What the name and the value are, whatever the attributes.
    fn pair(&mut self, name: Piece<'_>, value: Piece<'_>) {
        if name.text.is_empty() {
            self.push(Finding::new(&kinds::NAMELESS, value.span()));
        } else if has_second(value.text) {
            self.push(Finding::new(&kinds::COMMA, value.span()));
        } else if set_cookie::odd_in_value(value.text).is_some() {
            self.push(Finding::new(&kinds::VALUE, value.span()));
        }
    }

    /// Who gets the cookie, and who can set another one.
    fn reach(&mut self, cookie: &Cookie<'_>, name: Piece<'_>, scheme: Scheme, parts: &Parts<'_>) {
        let role = Role::of(cookie.name);
        let matters = |kind: &'static Kind, rest: Severity, roles: &[Role]| {
            if roles.contains(&role) { kind.severity } else { rest }
        };
        if let Some(domain) = parts.known[DOMAIN].filter(|_| cookie.domain.is_some()) {
            let severity = matters(&kinds::DOMAIN, Severity::Low, &[Role::Session, Role::Csrf]);
            self.push(
                Finding::new(&kinds::DOMAIN, domain.span()).in_directive("domain").with_severity(severity),
            );
        }
        match (cookie.same_site, parts.known[SAME_SITE]) {
            (Some(SameSite::None), Some(attribute)) => {
                let severity = matters(&kinds::SAME_SITE_NONE, Severity::Low, &[Role::Session, Role::Csrf]);
                let finding = Finding::new(&kinds::SAME_SITE_NONE, attribute.span());
                self.push(finding.in_directive("samesite").with_severity(severity));
            }
            (None, None) => {
                let severity = matters(&kinds::SAME_SITE, Severity::Low, &[Role::Session, Role::Csrf]);
                let finding = Finding::new(&kinds::SAME_SITE, missing(name)).with_severity(severity);
                self.push(finding.in_directive("samesite"));
            }
            _ => {}
        }
        if !cookie.secure() && scheme == Scheme::Https {
            self.add(&kinds::SECURE, "secure", missing(name));
        }
        if !cookie.http_only() && role != Role::Csrf {
            let severity = matters(&kinds::HTTP_ONLY, Severity::Info, &[Role::Session]);
            let finding = Finding::new(&kinds::HTTP_ONLY, missing(name)).with_severity(severity);
            self.push(finding.in_directive("httponly"));
        }
        let is_bound = fate::prefix(cookie.name)
            .is_some_and(|(_, kind)| matches!(kind, Prefix::Host | Prefix::HostHttp));
        if role == Role::Session && scheme == Scheme::Https && !is_bound {
            self.push(Finding::new(&kinds::PREFIX, name.span()));
        }
    }
}

/// The empty place at the cookie's beginning, for what stands nowhere.
fn missing(name: Piece<'_>) -> Range<usize> {
    name.start..name.start
}

/// What a cookie is for, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Session,
    /// A token that scripts may have to read.
    Csrf,
    Other,
}

impl Role {
    pub(super) fn of(name: &str) -> Self {
        let name = fate::prefix(name).map_or(name, |(prefix, _)| name.get(prefix.len()..).unwrap_or(""));
        let bytes = name.as_bytes();
        let mut role = Self::Other;
        for at in 0..bytes.len() {
            let (word, found): (&[u8], _) = match bytes[at] | 0x20 {
                b'c' => (b"csrf", Self::Csrf),
                b'x' => (b"xsrf", Self::Csrf),
                b's' => (b"sess", Self::Session),
                b'a' => (b"auth", Self::Session),
                b'l' => (b"login", Self::Session),
                b't' => (b"token", Self::Session),
                b'j' => (b"jwt", Self::Session),
                b'r' => (b"remember", Self::Session),
                _ => continue,
            };
            if bytes[at..].get(..word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word)) {
                role = found;
                // A token against forgery is one, whatever else its name says.
                if role == Self::Csrf {
                    return role;
                }
            }
        }
        let mut words = bytes.split(|byte| !byte.is_ascii_alphanumeric());
        if role == Self::Other && words.any(|word| word.eq_ignore_ascii_case(b"sid")) {
            return Self::Session;
        }
        role
    }
}

/// A comma, and behind it what looks like the next cookie of a list.
fn has_second(value: &str) -> bool {
    value.split(',').skip(1).any(|part| {
        let name = part.split_once('=').map_or("", |(name, _)| name.trim_matches([' ', '\t']));
        !name.is_empty() && set_cookie::odd_in_name(name).is_none()
    })
}

/// The attribute that was meant, as what to write instead.
fn meant(name: &str) -> Option<&'static str> {
    let letters = || name.bytes().filter(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase());
    let is = |word: &str| letters().eq(word.bytes());
    if ["secured", "secureonly", "ssl", "httpsonly", "https"].into_iter().any(is) {
        Some("write Secure")
    } else if ["httponly", "http", "onlyhttp", "httonly", "htttponly"].into_iter().any(is) {
        Some("write HttpOnly")
    } else if ["samesite", "samesites", "sameorigin", "lax", "strict"].into_iter().any(is) {
        Some("write SameSite=Lax")
    } else if ["maxage", "age", "expire", "expiry", "expiration", "ttl"].into_iter().any(is) {
        Some("write Max-Age= and a whole number of seconds")
    } else if ["partition", "partitionned"].into_iter().any(is) {
        Some("write Partitioned")
    } else {
        None
    }
}
