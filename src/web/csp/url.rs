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

    /// Reads an absolute address, or one relative to a page. `None` where no host can be read out of it.
    pub(super) fn read(text: &'a str, page: &Target<'_>) -> Option<Self> {
        let text = text.trim_matches(|c: char| c <= ' ');
        if let Some(rest) = text.strip_prefix("//") {
            return Self::with_authority(Cow::Owned(page.scheme.clone().into_owned()), rest);
        }
        let colon = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')));
        match colon
            .filter(|at| text[*at..].starts_with(':') && text.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            Some(at) => {
                let scheme = lower(&text[..at]);
                match text[at + 1..].strip_prefix("//") {
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
        let port = if port.is_empty() { None } else { Some(port.parse::<u16>().ok()?) };
        let port = port.filter(|port| default_port(&scheme) != Some(*port));
        let path = &path[..path.find(['?', '#']).unwrap_or(path.len())];
        let path = if path.is_empty() { "/" } else { path };
        if host.is_empty() && scheme != "file" {
            return None;
        }
        Some(Self { host: host_of(host)?, scheme, port, path: Cow::Borrowed(path) })
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
            path: Cow::Owned(joined),
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
