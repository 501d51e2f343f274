//! An address, as far as a source can tell it from another.

use std::borrow::Cow;

/// Scheme, host, port and path of an address, as browsers have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target<'a> {
    /// In lower case.
    pub(super) scheme: Cow<'a, str>,
    /// In lower case; empty for `data:` and its like.
    pub(super) host: Cow<'a, str>,
    /// `None`: the default of the scheme.
    pub(super) port: Option<u16>,
    /// Without query and fragment.
    pub(super) path: Cow<'a, str>,
}

/// The default port of a scheme.
pub(super) fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        _ => None,
    }
}

/// An address as a browser begins to read it: without line ends, tabs, and what is around it; where it is one of the
/// web, a backslash is a slash.
pub(super) fn cleaned(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(|c: char| c <= ' ');
    if !text.contains(['\t', '\n', '\r', '\\']) {
        return Cow::Borrowed(text);
    }
    let mut text = text.replace(['\t', '\n', '\r'], "");
    let scheme = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
    let is_web = match scheme.filter(|at| *at > 0 && text[*at..].starts_with(':')) {
        Some(at) => ["http", "https", "ws", "wss"].iter().any(|web| web.eq_ignore_ascii_case(&text[..at])),
        None => true,
    };
    let end = text.find(['?', '#']).unwrap_or(text.len());
    if is_web && text[..end].contains('\\') {
        text = [&text[..end].replace('\\', "/"), &text[end..]].concat();
    }
    Cow::Owned(text)
}

/// A path without the segments that lead up or nowhere, also where their dots are escaped.
fn without_dots(path: &str) -> Cow<'_, str> {
    let dots = |segment: &str| match segment.len() {
        1 | 3 => usize::from(segment == "." || segment.eq_ignore_ascii_case("%2e")),
        2 | 4 | 6 => {
            let is_up = ["..", ".%2e", "%2e.", "%2e%2e"].iter().any(|up| up.eq_ignore_ascii_case(segment));
            usize::from(is_up) * 2
        }
        _ => 0,
    };
    if path.split('/').all(|segment| dots(segment) == 0) {
        return Cow::Borrowed(path);
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut rest = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(segment) = rest.next() {
        let is_last = rest.peek().is_none();
        match dots(segment) {
            0 => kept.push(segment),
            count => {
                if count == 2 {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
        }
    }
    Cow::Owned(format!("/{}", kept.join("/")))
}

fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

impl<'a> Target<'a> {
    /// A path on the host of somebody who has nothing to do with the page, by https.
    pub(super) const fn of_stranger(path: &'a str) -> Self {
        Self {
            scheme: Cow::Borrowed("https"),
            host: Cow::Borrowed("attacker.example"),
            port: None,
            path: Cow::Borrowed(path),
        }
    }

    /// Reads an absolute address, or one relative to a page; what [`cleaned`] left. `None` where no host can be read
    /// out of it.
    pub(super) fn read(text: &'a str, page: &Target<'_>) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("//") {
            let scheme = Cow::Owned(page.scheme.clone().into_owned());
            return Self::with_authority(scheme, rest.trim_start_matches('/'));
        }
        let colon = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
        match colon
            .filter(|at| text[*at..].starts_with(':') && text.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            Some(at) => {
                let scheme = lower(&text[..at]);
                match text[at + 1..].strip_prefix("//") {
                    // Of more than two slashes a browser takes the host behind them.
                    Some(rest) if default_port(&scheme).is_some() => {
                        Self::with_authority(scheme, rest.trim_start_matches('/'))
                    }
                    Some(rest) => Self::with_authority(scheme, rest),
                    None if default_port(&scheme).is_some() => None,
                    None => Some(Self {
                        scheme,
                        host: "".into(),
                        port: None,
                        path: Cow::Borrowed(&text[at + 1..]),
                    }),
                }
            }
            None => Some(page.relative(text)),
        }
    }

    /// An absolute address.
    pub(super) fn absolute(text: &'a str) -> Option<Self> {
        let nowhere = Target { scheme: "".into(), host: "".into(), port: None, path: "".into() };
        Self::read(text, &nowhere).filter(|target| !target.scheme.is_empty())
    }

    fn with_authority(scheme: Cow<'a, str>, rest: &'a str) -> Option<Self> {
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.rfind(':') {
            Some(at) if !authority.ends_with(']') => (&authority[..at], &authority[at + 1..]),
            _ => (authority, ""),
        };
        // A sign is no digit to a browser.
        let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
        let port = if port.is_empty() { None } else { Some(port.parse::<u16>().ok().filter(|_| is_number)?) };
        let port = port.filter(|port| default_port(&scheme) != Some(*port));
        let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
        let path = if path.is_empty() { "/" } else { path };
        if host.is_empty() && scheme != "file" {
            return None;
        }
        Some(Self { host: host_of(host)?, scheme, port, path: without_dots(path) })
    }

    /// The address of a path on the same site.
    fn relative(&self, text: &str) -> Target<'static> {
        let path = &text[..text.find(['?', '#']).unwrap_or(text.len())];
        let folder = self.path.rfind('/').map_or("/", |at| &self.path[..=at]);
        let joined = match path {
            "" => self.path.clone().into_owned(),
            path if path.starts_with('/') => path.to_owned(),
            path => format!("{folder}{path}"),
        };
        Target {
            scheme: Cow::Owned(self.scheme.clone().into_owned()),
            host: Cow::Owned(self.host.clone().into_owned()),
            port: self.port,
            path: Cow::Owned(without_dots(&joined).into_owned()),
        }
    }

    /// The port that is really used.
    pub(super) fn effective_port(&self) -> Option<u16> {
        self.port.or_else(|| default_port(&self.scheme))
    }

    /// Whether it is an address of the web.
    pub(super) fn is_web(&self) -> bool {
        matches!(&*self.scheme, "http" | "https")
    }

    /// The same, fetched by `https` if it was `http`.
    pub(super) fn upgraded(mut self) -> Self {
        let secure = match &*self.scheme {
            "http" => "https",
            "ws" => "wss",
            _ => return self,
        };
        self.scheme = Cow::Borrowed(secure);
        self
    }
}

#[cfg(feature = "url")]
fn host_of(host: &str) -> Option<Cow<'_, str>> {
    if host.is_ascii() && !host.contains('%') {
        return is_plain(host).then(|| lower(host));
    }
    // The ACE form costs the square of a label's length.
    if host.len() > 1012 {
        return None;
    }
    url::Host::parse(host).ok().map(|host| Cow::Owned(host.to_string()))
}

#[cfg(not(feature = "url"))]
fn host_of(host: &str) -> Option<Cow<'_, str>> {
    is_plain(host).then(|| lower(host))
}

fn is_plain(host: &str) -> bool {
    host.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'%' | b'<' | b'>' | b'^' | b'|'))
}
