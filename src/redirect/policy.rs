//! What the caller decides about redirects: this site, other hosts, app schemes, limits.

use super::prefix::{self, PathRule};
use crate::error::{PolicyError, policy_builder};
use crate::uri::host::{HostRule, WebScheme};
use crate::uri::parse_scheme_entry;

/// Where a redirect may lead: built once, in a `static`.
///
/// Without `require_https`, `http` and `https` of a host are the same site on their default ports, this site's own
/// host included. On a port that is not its scheme's default, this site has the one scheme of its origin.
///
/// # Examples
/// ```
/// use untaint::redirect::{self, RedirectPolicy};
///
/// let policy = RedirectPolicy::builder().origin("https://app.test").host("*.example.com").build()?;
/// assert!(redirect::check("https://docs.example.com/", &policy).is_ok());
/// assert!(redirect::check("https://example.com/", &policy).is_err()); // the wildcard is not the name itself
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectPolicy {
    /// With `origin`, the first rule is this site.
    pub(super) rules: Vec<HostRule>,
    pub(super) origin: Option<WebScheme>,
    pub(super) schemes: Vec<String>,
    pub(super) paths: Vec<PathRule>,
    pub(super) rooted_only: bool,
    pub(super) require_https: bool,
    pub(super) max_len: usize,
}

pub(super) const DEFAULT_MAX_LEN: usize = 2048;

static PATH_ONLY: RedirectPolicy = RedirectPolicy {
    rules: Vec::new(),
    origin: None,
    schemes: Vec::new(),
    paths: Vec::new(),
    rooted_only: false,
    require_https: false,
    max_len: DEFAULT_MAX_LEN,
};

impl RedirectPolicy {
    /// Paths, queries and fragments of this site, whatever its name; no absolute URL, not even the site's own.
    #[must_use]
    pub fn path_only() -> &'static Self {
        &PATH_ONLY
    }

    /// Starts from [`path_only`](Self::path_only).
    pub fn builder() -> RedirectPolicyBuilder {
        RedirectPolicyBuilder { policy: PATH_ONLY.clone(), error: None }
    }
}

policy_builder!(RedirectPolicy, RedirectPolicyBuilder);

/// Builds a [`RedirectPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct RedirectPolicyBuilder {
    policy: RedirectPolicy,
    error: Option<PolicyError>,
}

impl RedirectPolicyBuilder {
    /// Names this site, as `https://app.test` or `http://localhost:3000`: its absolute URLs are local.
    ///
    /// Take it from the configuration, never from the request's `Host` header, which the visitor writes.
    pub fn origin(mut self, origin: &str) -> Self {
        match self.read(HostRule::parse_origin("origin", origin)) {
            Some((scheme, rule)) if self.policy.origin.is_none() => {
                self.policy.origin = Some(scheme);
                self.policy.rules.insert(0, rule);
            }
            Some(_) => self.fail("origin", origin, "this site has one origin; add others as hosts"),
            None => {}
        }
        self
    }

    /// Allows another host: `example.com` on its scheme's default port, `example.com:8443` on that port,
    /// `127.0.0.1:*` on any port (an app that listens on loopback, RFC 8252 section 7.3), `*.example.com` for every
    /// subdomain at any depth but not the name itself, `[::1]`, international names in Unicode or ACE form.
    ///
    /// A wildcard over a name below which strangers register theirs (`*.github.io`) lets the strangers in; one over
    /// a single label (`*.com`) is a [`PolicyError`], but for private ones such as `*.localhost`.
    pub fn host(mut self, host: &str) -> Self {
        if let Some(rule) = self.read(HostRule::parse("host", host)) {
            self.policy.rules.push(rule);
        }
        self
    }

    /// Allows several hosts; see [`host`](Self::host).
    pub fn hosts(self, hosts: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        hosts.into_iter().fold(self, |builder, host| builder.host(host.as_ref()))
    }

    /// Refuses `http://` everywhere, and `//host` unless the origin is `https`; not unless set.
    pub fn require_https(mut self, required: bool) -> Self {
        self.policy.require_https = required;
        self
    }

    /// Allows links into an app by the name of their scheme, such as `myapp` for `myapp://callback`. What stands
    /// behind the scheme is only looked at for controls, backslashes, and a host that no program could read.
    ///
    /// Schemes that run code or wrap another URL, and those with hosts of their own (`http`, `https`, `ftp`, `ws`,
    /// `wss`), are a [`PolicyError`].
    pub fn scheme(mut self, scheme: &str) -> Self {
        match self.read(parse_scheme_entry("scheme", scheme)).as_deref() {
            Some("http" | "https" | "ftp" | "ws" | "wss") => {
                self.fail("scheme", scheme, "web addresses are allowed by host, not by scheme");
            }
            Some(name) => self.policy.schemes.push(name.to_owned()),
            None => {}
        }
        self
    }

    /// Allows several app schemes; see [`scheme`](Self::scheme).
    pub fn schemes(self, schemes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        schemes.into_iter().fold(self, |builder, scheme| builder.scheme(scheme.as_ref()))
    }

    /// Allows only paths that begin with `prefix`, on this site and on the listed hosts; call it again for a
    /// second prefix.
    ///
    /// Compared after dot segments are resolved as a browser does (`%2e` included), and on a segment's edge:
    /// `/app` allows `/app` and `/app/x`, not `/apple`; `/app/` allows `/app/` and below. A path is refused too if a
    /// server could still read a step up in it: two dots behind a plain or encoded slash or backslash, with nothing,
    /// a `;` or an escape after them. Targets relative to the page (`x`, `?q`, `#f`) are refused, because the page
    /// is not known here. Write the prefix in Unicode, not in escapes; targets match in either form.
    pub fn path_prefix(self, prefix: &str) -> Self {
        self.path("path_prefix", prefix, PathRule::below)
    }

    /// Allows only this one path, on this site and on the listed hosts, with any query and fragment, beside those that
    /// [`path_prefix`](Self::path_prefix) allows; call it again for a second path.
    ///
    /// `/logout` allows `/logout`, `/logout?next=/` and `/a/../logout`, not `/logout/`, `/logout/all` or `/Logout`.
    /// Compared and written as a prefix is.
    ///
    /// # Examples
    /// ```
    /// use untaint::redirect::{self, RedirectPolicy};
    ///
    /// let policy = RedirectPolicy::builder().path_prefix("/app/").exact_path("/logout").build()?;
    /// assert!(redirect::check("/logout?all=1", &policy).is_ok());
    /// assert!(redirect::check("/logout/", &policy).is_err());
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn exact_path(self, path: &str) -> Self {
        self.path("exact_path", path, PathRule::exact)
    }

    fn path(mut self, setting: &'static str, path: &str, rule: fn(&str) -> PathRule) -> Self {
        if prefix::is_plain(path) {
            self.policy.paths.push(rule(path));
        } else {
            let reason = "write a plain path such as /app/, without dot segments, escapes, query or fragment";
            self.fail(setting, path, reason);
        }
        self
    }

    /// Whether only paths from this site's root pass, `/…`; not unless set. Everything else is refused with kind
    /// [`Rooted`](super::RedirectErrorKind::Rooted): absolute addresses and `//host`, listed or this site's own;
    /// targets relative to the page (`x`, `?q`, `#f`); and a path that begins with two slashes once a browser has
    /// resolved its dot segments (`/.//evil.example`).
    ///
    /// For a target that is stored, or appended to an origin, before it is sent.
    ///
    /// # Examples
    /// ```
    /// use untaint::redirect::{self, RedirectPolicy};
    ///
    /// let policy = RedirectPolicy::builder().rooted_only(true).build()?;
    /// assert!(redirect::check("/account?next=//x", &policy).is_ok());
    /// assert_eq!(redirect::check("account", &policy).unwrap_err().code(), "redirect.rooted");
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn rooted_only(mut self, required: bool) -> Self {
        self.policy.rooted_only = required;
        self
    }

    /// Sets the longest target, in bytes (2048 unless set); longer ones are refused before they are read. Targets of
    /// single sign-on carry whole requests and are longer: 8192 is what servers take of a request line.
    pub fn max_len(mut self, bytes: usize) -> Self {
        self.policy.max_len = bytes;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<RedirectPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.max_len == 0 => Err(PolicyError::new("max_len", "0", "no target could pass")),
            None => Ok(self.policy),
        }
    }
}
