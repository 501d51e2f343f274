//! What the caller decides about links: schemes, relative references, hosts.

use super::error::UriErrorKind;
use super::host::HostRule;
#[cfg(feature = "url")]
use super::host::{self, Authority, WebScheme};
use super::reference::plain_scheme;
use crate::error::{PolicyError, Violation, policy_builder};

/// Schemes that run code, read local files, wrap another URL or start a program of the system: no list of links or
/// app schemes may name them.
const NEVER_LISTED: [&str; 36] = [
    // Code, and documents made of the URL itself.
    "javascript",
    "data",
    "vbscript",
    "livescript",
    "mocha",
    "jscript",
    "blob",
    "about",
    // Files, and pages inside the browser or its archives.
    "file",
    "filesystem",
    "chrome",
    "chrome-extension",
    "moz-extension",
    "resource",
    "res",
    "mk",
    "mhtml",
    "ms-its",
    "its",
    "jar",
    "shell",
    // Another URL inside.
    "view-source",
    "feed",
    "feeds",
    "intent",
    "android-app",
    "microsoft-edge",
    "googlechrome",
    "googlechromes",
    "x-safari-http",
    "x-safari-https",
    // Programs of the system that took commands from links.
    "ms-msdt",
    "search-ms",
    "ms-appinstaller",
    "ms-officecmd",
    "ms-search",
];

/// Reads the name of a scheme for a list, as `setting`'s argument; gives it back in lower case.
pub(crate) fn parse_scheme_entry(setting: &'static str, entry: &str) -> Result<String, PolicyError> {
    let lower = entry.to_ascii_lowercase();
    let terminated = format!("{lower}:");
    if plain_scheme(terminated.as_bytes()) != Some(lower.len()) {
        let reason = "a scheme is a letter, then letters, digits, `+`, `-` and `.`, without the colon";
        return Err(PolicyError::new(setting, entry, reason));
    }
    if NEVER_LISTED.contains(&lower.as_str()) {
        let reason = "this scheme runs code, reads files or wraps another URL, so no list may allow it";
        return Err(PolicyError::new(setting, entry, reason));
    }
    Ok(lower)
}

/// Which links pass [`check`](super::check) and [`clean`](super::clean): an allow list, built once.
///
/// # Examples
/// ```
/// use untaint::uri::{self, UriPolicy};
///
/// let policy = UriPolicy::builder().schemes(["https"]).hosts(["*.example.com"]).build()?;
/// assert!(uri::check("https://img.example.com/1.png", &policy).is_ok());
/// assert!(uri::check("https://evil.example/1.png", &policy).is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the policy")]
pub struct UriPolicy {
    pub(super) schemes: Schemes,
    pub(super) relative: bool,
    pub(super) network_path: bool,
    pub(super) user_names: bool,
    /// `None`: any host.
    pub(super) hosts: Option<Vec<HostRule>>,
    #[cfg(feature = "url")]
    pub(super) base: Option<url::Url>,
    pub(super) raster_data: bool,
}

/// The preset's list stands in the program, a builder's on the heap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Schemes {
    Preset(&'static [&'static str]),
    Listed(Vec<String>),
}

impl Schemes {
    fn push(&mut self, scheme: String) {
        match self {
            Self::Preset(list) => {
                let list = list.iter().map(|listed| (*listed).to_owned());
                *self = Self::Listed(list.chain([scheme]).collect());
            }
            Self::Listed(list) => list.push(scheme),
        }
    }

    /// The list for people: `https, mailto`.
    fn joined(&self) -> String {
        match self {
            Self::Preset(list) => list.join(", "),
            Self::Listed(list) => list.join(", "),
        }
    }

    pub(super) fn contain(&self, scheme: &str) -> bool {
        match self {
            // In lower case, which nearly all are in, that comparison is the cheaper one.
            Self::Preset(list) => {
                list.contains(&scheme) || list.iter().any(|listed| listed.eq_ignore_ascii_case(scheme))
            }
            Self::Listed(list) => list.iter().any(|listed| listed.eq_ignore_ascii_case(scheme)),
        }
    }
}

static WEB: UriPolicy = UriPolicy {
    schemes: Schemes::Preset(&["http", "https", "mailto", "tel"]),
    relative: true,
    network_path: true,
    user_names: true,
    hosts: None,
    #[cfg(feature = "url")]
    base: None,
    raster_data: false,
};

static WEBSITE: UriPolicy = UriPolicy {
    schemes: Schemes::Preset(&["http", "https"]),
    relative: false,
    network_path: false,
    user_names: false,
    hosts: None,
    #[cfg(feature = "url")]
    base: None,
    raster_data: false,
};

/// What a builder starts from.
static NOTHING: UriPolicy = UriPolicy {
    schemes: Schemes::Preset(&[]),
    relative: false,
    network_path: false,
    user_names: true,
    hosts: None,
    #[cfg(feature = "url")]
    base: None,
    raster_data: false,
};

impl UriPolicy {
    /// Links that people write: `http`, `https`, `mailto`, `tel`, relative and network-path references, any host.
    #[must_use]
    pub fn web() -> &'static Self {
        &WEB
    }

    /// Whether nothing passes but `https` on hosts that are listed.
    pub(crate) fn is_https_on_hosts(&self) -> bool {
        let is_https = match &self.schemes {
            Schemes::Preset(list) => *list == ["https"],
            Schemes::Listed(list) => !list.is_empty() && list.iter().all(|scheme| scheme == "https"),
        };
        is_https && self.hosts.is_some() && !self.relative && !self.network_path && !self.raster_data
    }

    /// The address of a web site, as in a profile's field: `http` or `https` with two slashes, any host, no user name
    /// and no `\` before the path. [`linkify`](crate::html::linkify) makes links of no other web addresses.
    ///
    /// # Examples
    /// ```
    /// use untaint::uri::{self, UriPolicy};
    ///
    /// assert!(uri::check("https://www.example.com/~ann", UriPolicy::website()).is_ok());
    /// for refused in ["www.example.com", "/x", "//example.com", "https://", "https://bank.example@evil.example/"] {
    ///     assert!(uri::check(refused, UriPolicy::website()).is_err());
    /// }
    /// ```
    #[must_use]
    pub fn website() -> &'static Self {
        &WEBSITE
    }

    /// Adds to a refusal what would have passed: the schemes.
    pub(super) fn with_allowed(&self, violation: Violation) -> Violation {
        violation.allowing(UriErrorKind::Scheme.code(), || self.schemes.joined())
    }

    /// Starts from a policy that allows nothing.
    pub fn builder() -> UriPolicyBuilder {
        NOTHING.to_builder()
    }
}

policy_builder!(UriPolicy, UriPolicyBuilder);

/// Builds a [`UriPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct UriPolicyBuilder {
    policy: UriPolicy,
    error: Option<PolicyError>,
}

impl UriPolicyBuilder {
    /// Allows one scheme, in any case and without the colon. Those that run code or wrap another URL
    /// (`javascript`, `data`, `blob`, `file` and their like) are a [`PolicyError`].
    pub fn scheme(mut self, scheme: &str) -> Self {
        if let Some(scheme) = self.read(parse_scheme_entry("scheme", scheme)) {
            self.policy.schemes.push(scheme);
        }
        self
    }

    /// Allows several schemes; see [`scheme`](Self::scheme).
    pub fn schemes(self, schemes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        schemes.into_iter().fold(self, |builder, scheme| builder.scheme(scheme.as_ref()))
    }

    /// Whether paths, queries, fragments and the empty reference pass; not unless set.
    pub fn relative(mut self, allowed: bool) -> Self {
        self.policy.relative = allowed;
        self
    }

    /// Whether `//host/path` passes; not unless set. It takes the scheme of the page it stands on.
    pub fn network_path(mut self, allowed: bool) -> Self {
        self.policy.network_path = allowed;
        self
    }

    /// Whether a user name or password may stand before a host (`https://bank.example@evil.example/`, which people read
    /// as the first of both); without a list of hosts it may unless set, with one never. Where it may not, a `\` before
    /// the path is refused too, because some programs read a user name in what stands before it.
    pub fn user_names(mut self, allowed: bool) -> Self {
        self.policy.user_names = allowed;
        self
    }

    /// Limits `http`, `https` and network-path references to this host and the others that are listed:
    /// `example.com` on its scheme's default port, `example.com:8443`, `example.com:*` on any port, `*.example.com`
    /// for any subdomain but not the name itself, `[::1]`, `127.0.0.1`, international names in Unicode or ACE form.
    /// With a list, user names, backslashes and a third slash are refused too, because programs read a host out of
    /// them in different ways.
    ///
    /// A wildcard over a name below which strangers register theirs (`*.github.io`) lets the strangers in; one over
    /// a single label (`*.com`) is a [`PolicyError`], but for private ones such as `*.localhost`.
    pub fn host(mut self, host: &str) -> Self {
        if let Some(rule) = self.read(HostRule::parse("host", host)) {
            self.policy.hosts.get_or_insert_default().push(rule);
        }
        self
    }

    /// Limits references to several hosts; see [`host`](Self::host). An empty list is a [`PolicyError`].
    pub fn hosts(mut self, hosts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        self.policy.hosts.get_or_insert_default();
        hosts.into_iter().fold(self, |builder, host| builder.host(host.as_ref()))
    }

    /// Rewrites relative and network-path references to absolute URLs below `base`, for text that leaves its site
    /// (a feed, a mail). Only what [`relative`](Self::relative) and [`network_path`](Self::network_path) allow is
    /// rewritten, and the result must pass the list of hosts. The base's own scheme and host must be listed.
    ///
    /// Resolved by the `url` crate, which keeps a path segment such as `C:` or `a|` before `..` where browsers remove
    /// it: the same site, another path.
    #[cfg(feature = "url")]
    #[cfg_attr(docsrs, doc(cfg(feature = "url")))]
    pub fn base(mut self, base: &str) -> Self {
        match url::Url::parse(base) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => self.policy.base = Some(url),
            Ok(_) => self.fail("base", base, "the base is an http or https URL"),
            Err(_) => self.fail("base", base, "this is no absolute URL"),
        }
        self
    }

    /// Whether `data:` URLs pass that hold one base64 raster image (PNG, JPEG, GIF, WebP, AVIF, BMP); not unless
    /// set. An SVG image is a document that can run script, so it is never among them.
    pub fn raster_data(mut self, allowed: bool) -> Self {
        self.policy.raster_data = allowed;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<UriPolicy, PolicyError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let policy = self.policy;
        if policy.hosts.as_ref().is_some_and(Vec::is_empty) {
            return Err(PolicyError::new("hosts", "", "an empty list would refuse every host: leave it out"));
        }
        #[cfg(feature = "url")]
        if let Some(base) = &policy.base {
            let wrong = |reason: &'static str| Err(PolicyError::new("base", base.as_str(), reason));
            if !policy.schemes.contain(base.scheme()) {
                return wrong("its scheme is not listed, so every rewritten link would be refused");
            }
            if !base.username().is_empty() || base.password().is_some() {
                return wrong("a user name in the base would stand in every link");
            }
            if !policy.relative && !policy.network_path {
                return wrong(
                    "neither relative nor network-path links are allowed, so there is nothing to rewrite",
                );
            }
            let authority = &base[url::Position::BeforeHost..url::Position::AfterPort];
            let scheme = WebScheme::named(base.scheme()).unwrap_or(WebScheme::Inherited);
            let is_listed = |hosts| matches!(host::find(hosts, authority, scheme).0, Authority::Listed(_));
            if policy.relative && !policy.hosts.as_deref().is_none_or(is_listed) {
                return wrong("its host is not listed, so every rewritten link would be refused");
            }
        }
        Ok(policy)
    }
}
