//! What is read in a `Set-Cookie`, and what becomes of it.

use super::error::CookieErrorKind;
use crate::web::Finding;
use std::fmt;

/// How the answer with the cookie comes to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// Over https.
    Https,
    /// Over plain http. Browsers treat `http://localhost` as https in parts; it is not meant here.
    Http,
}

/// The values of `SameSite` that browsers know, in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SameSite {
    /// Sent by requests of the own site only.
    Strict,
    /// Sent too when a visitor follows a link from elsewhere.
    Lax,
    /// Sent by requests of every site.
    None,
}

impl SameSite {
    /// The word of the attribute.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strict => "Strict",
            Self::Lax => "Lax",
            Self::None => "None",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Strict, Self::Lax, Self::None]
            .into_iter()
            .find(|known| known.word().eq_ignore_ascii_case(text))
    }
}

/// How long a browser keeps the cookie: `Max-Age` before `Expires`, each the last one, at most 400 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lifetime {
    /// As long as the browser runs, or restores its tabs.
    Session,
    /// This many seconds from now; 0 and less: expired.
    Seconds(i64),
    /// Until this moment, in seconds since 1970.
    Until(i64),
}

/// The parts of a cookie, as a browser reads them.
///
/// Its `Debug` does not show the value, and there is no `Display`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Cookie<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) domain: Option<&'a str>,
    pub(super) path: Option<&'a str>,
    pub(super) lifetime: Lifetime,
    pub(super) same_site: Option<SameSite>,
    pub(super) flags: Flags,
}

/// What a cookie has or has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags {
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) partitioned: bool,
}

impl<'a> Cookie<'a> {
    /// The name; empty for a cookie without one.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The value, with quotes if it has some: they come back too.
    #[must_use]
    pub fn value(&self) -> &'a str {
        self.value
    }

    /// The last `Domain`, without a dot in front; `None`: the answer's host alone.
    #[must_use]
    pub fn domain(&self) -> Option<&'a str> {
        self.domain
    }

    /// The last `Path`; `None`: the folder of the answer's path.
    #[must_use]
    pub fn path(&self) -> Option<&'a str> {
        self.path
    }

    /// How long it is kept.
    #[must_use]
    pub fn lifetime(&self) -> Lifetime {
        self.lifetime
    }

    /// The last `SameSite`; `None` where it is missing or unknown, and then it is `Lax` but for the first two minutes.
    #[must_use]
    pub fn same_site(&self) -> Option<SameSite> {
        self.same_site
    }

    /// Whether it is sent over https only; also where `Secure=false` stands.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.flags.secure
    }

    /// Whether scripts do not see it; also where `HttpOnly=0` stands.
    #[must_use]
    pub fn http_only(&self) -> bool {
        self.flags.http_only
    }

    /// Whether each site that embeds this one has its own.
    #[must_use]
    pub fn partitioned(&self) -> bool {
        self.flags.partitioned
    }
}

impl fmt::Debug for Cookie<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Cookie");
        // Without a name, what looks like one is the value.
        debug.field("name", &self.name).field("value", &format_args!("({} bytes)", self.value.len()));
        debug.field("domain", &self.domain).field("path", &self.path).field("lifetime", &self.lifetime);
        debug.field("same_site", &self.same_site).field("flags", &self.flags).finish()
    }
}

/// What a browser does with a `Set-Cookie`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fate {
    /// It is stored, and sent back.
    Stored,
    /// It is not stored, for this reason; if it is [`Expired`](CookieErrorKind::Expired), a stored one is deleted.
    Dropped(CookieErrorKind),
}

/// What [`inspect`](super::inspect) says of a `Set-Cookie`.
#[derive(Debug, Clone, PartialEq)]
pub struct CookieReport<'a> {
    pub(super) cookie: Option<Cookie<'a>>,
    pub(super) fate: Fate,
    pub(super) findings: Vec<Finding>,
}

impl<'a> CookieReport<'a> {
    /// The parts, also of a cookie that is dropped; `None` where a browser reads none.
    #[must_use]
    pub fn cookie(&self) -> Option<&Cookie<'a>> {
        self.cookie.as_ref()
    }

    /// What a browser does with it.
    #[must_use]
    pub fn fate(&self) -> Fate {
        self.fate
    }

    /// What is wrong with it, in the order of the text; what is missing comes last.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The findings alone.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}
