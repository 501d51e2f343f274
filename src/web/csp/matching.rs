//! Whether a list of sources lets something through (Content Security Policy Level 3, section 6.7).

use super::parse::List;
use super::source::{HostSource, Keyword, Port, Source};
use super::url::{Target, default_port};
use crate::web::digest::Digest;

/// Where a load goes, from which page, and whether a redirect brought it there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way<'t> {
    pub(super) target: &'t Target<'t>,
    pub(super) page: &'t Target<'t>,
    pub(super) is_redirected: bool,
}

impl List<'_, '_> {
    fn sources(&self) -> impl Iterator<Item = Source<'_>> {
        self.tokens.iter().map(|token| token.source)
    }

    pub(super) fn has(&self, keyword: Keyword) -> bool {
        self.sources().any(|source| source.is(keyword))
    }

    /// Whether a nonce or a hash stands in it that a browser can read.
    pub(super) fn has_mark(&self) -> bool {
        self.sources().any(Source::is_mark)
    }

    /// Whether scripts may add scripts, and places count for nothing.
    pub(super) fn is_dynamic(&self) -> bool {
        self.is_script && self.has(Keyword::StrictDynamic)
    }

    /// Whether everything inline runs: nothing stands in the list that switches `'unsafe-inline'` off.
    pub(super) fn allows_all_inline(&self) -> bool {
        let (mut is_unsafe, mut is_off) = (false, false);
        for source in self.sources() {
            is_unsafe |= source.is(Keyword::UnsafeInline);
            is_off |= source.is_mark() || (self.is_script && source.is(Keyword::StrictDynamic));
        }
        is_unsafe && !is_off
    }

    pub(super) fn allows_nonce(&self, nonce: &str) -> bool {
        self.sources().any(|source| matches!(source, Source::Nonce(own) if own == nonce))
    }

    pub(super) fn has_nonce(&self) -> bool {
        self.sources().any(|source| matches!(source, Source::Nonce(_)))
    }

    pub(super) fn allows_hash(&self, hash: Digest<'_>) -> bool {
        self.sources().any(|source| matches!(source, Source::Hash(own) if own.equals(hash)))
    }

    pub(super) fn allows_way(&self, way: Way<'_>) -> bool {
        self.sources().any(|source| source.allows(way))
    }
}

impl Source<'_> {
    /// Whether it lets this address through.
    pub(super) fn allows(self, way: Way<'_>) -> bool {
        match self {
            Source::Star => {
                matches!(&*way.target.scheme, "http" | "https" | "ws" | "wss" | "ftp")
                    || way.target.scheme == way.page.scheme
            }
            Source::SelfOrigin => is_own(way),
            Source::Scheme(scheme) => scheme_match(scheme, &way.target.scheme) != SchemeMatch::Not,
            Source::Host(host) => host.allows(way),
            Source::None | Source::Keyword(_) | Source::Nonce(_) | Source::Hash(_) | Source::Unread(_) => {
                false
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SchemeMatch {
    Not,
    /// The safer form of the scheme.
    Upgrade,
    Exact,
}

fn scheme_match(source: &str, target: &str) -> SchemeMatch {
    let is = |name: &str| source.eq_ignore_ascii_case(name);
    if source.eq_ignore_ascii_case(target) {
        SchemeMatch::Exact
    } else if (is("http") && target == "https") || (is("ws") && target == "wss") {
        SchemeMatch::Upgrade
    } else {
        SchemeMatch::Not
    }
}

/// The page's own origin, or its safer form on default ports; sockets of the same host count as it.
fn is_own(Way { target, page, .. }: Way<'_>) -> bool {
    if page.host.is_empty() || target.host != page.host {
        return false;
    }
    if target.scheme == page.scheme {
        return target.effective_port() == page.effective_port();
    }
    let is_default = |end: &Target<'_>| end.port.is_none();
    let is_safer =
        matches!((&*page.scheme, &*target.scheme), ("http", "https" | "ws" | "wss") | ("https", "wss"));
    let is_same_port = target.effective_port() == page.effective_port();
    is_safer && ((is_default(target) && is_default(page)) || (target.scheme != "https" && is_same_port))
}

impl HostSource<'_> {
    fn allows(self, way: Way<'_>) -> bool {
        let Way { target, page, is_redirected } = way;
        if target.host.is_empty() {
            return false;
        }
        let scheme = scheme_match(self.scheme.unwrap_or(&page.scheme), &target.scheme);
        scheme != SchemeMatch::Not
            && self.allows_host(&target.host)
            && self.allows_port(target, scheme, self.scheme.unwrap_or(&page.scheme))
            && (is_redirected || path_allows(self.path, &target.path))
    }

    pub(super) fn allows_host(self, host: &str) -> bool {
        if !self.is_wildcard {
            return host.eq_ignore_ascii_case(self.host);
        }
        if self.host.is_empty() {
            return true;
        }
        let (host, suffix) = (host.as_bytes(), self.host.as_bytes());
        host.len() > suffix.len() + 1 && {
            let (start, end) = host.split_at(host.len() - suffix.len());
            start.ends_with(b".") && end.eq_ignore_ascii_case(suffix)
        }
    }

    fn allows_port(self, target: &Target<'_>, scheme: SchemeMatch, own_scheme: &str) -> bool {
        let Some(port) = target.effective_port() else { return self.port == Port::Any };
        match self.port {
            Port::Any => true,
            Port::Default => default_port(&target.scheme) == Some(port),
            Port::Number(number) if number == u32::from(port) => {
                // A safer scheme on the port of the other one is no place that the list names.
                scheme == SchemeMatch::Exact || default_port(&target.scheme) == Some(port)
            }
            Port::Number(80) => {
                port == 443 && matches!(own_scheme.len(), 2 | 4) && scheme == SchemeMatch::Upgrade
            }
            Port::Number(_) => false,
        }
    }
}

/// A path that ends with a slash stands for all below it, another one for itself.
pub(super) fn path_allows(source: &str, target: &str) -> bool {
    if source.is_empty() || (source == "/" && target.is_empty()) {
        return true;
    }
    let mut target = decoded(target);
    let is_folder = decoded(source).last() == Some(b'/');
    for byte in decoded(source) {
        if target.next() != Some(byte) {
            return false;
        }
    }
    is_folder || target.next().is_none()
}

/// The bytes of a path without percent escapes.
fn decoded(path: &str) -> impl Iterator<Item = u8> + '_ {
    let bytes = path.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        let digit = |offset: usize| bytes.get(at + offset).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(1), digit(2)) {
            at += 3;
            return u8::try_from(high * 16 + low).ok();
        }
        at += 1;
        Some(byte)
    })
}
