//! Cookies that are written so that every browser reads what was meant.

use super::error::{CookieError, CookieErrorKind};
use super::fate;
use super::inspect;
use super::parse::MAX_ATTRIBUTE;
use super::report::{SameSite, Scheme};
use std::fmt;
use std::fmt::Write as _;
use std::time::Duration;

/// A year, for what a visitor chose.
const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// Lets a value through that stands in a cookie as it is, and comes back as it is (`cookie-octet`, RFC 6265 section
/// 4.1.1).
///
/// That is visible ASCII but `"`, `,`, `;` and `\`. [`escape::url_component`](crate::escape::url_component) makes such
/// a value of any text.
///
/// # Errors
/// [`CookieErrorKind::Value`], with the place of the first other character.
///
/// # Cost
/// Linear; does not allocate.
///
/// # Examples
/// ```
/// use untaint::{escape, web::cookie};
///
/// assert_eq!(cookie::check_value("k3xr9")?, "k3xr9");
/// assert!(cookie::check_value("x; Domain=evil.test").is_err());
/// assert_eq!(cookie::check_value(&escape::url_component("x; é"))?, "x%3B%20%C3%A9");
/// # Ok::<(), cookie::CookieError>(())
/// ```
pub fn check_value(value: &str) -> Result<&str, CookieError> {
    match odd_in_value(value) {
        Some(at) => Err(CookieErrorKind::Value { at }.into()),
        None => Ok(value),
    }
}

/// The first byte that is no `cookie-octet`.
pub(super) fn odd_in_value(value: &str) -> Option<usize> {
    value.bytes().position(|byte| !byte.is_ascii_graphic() || matches!(byte, b'"' | b',' | b';' | b'\\'))
}

/// The first byte that is no part of a `token` (RFC 9110 section 5.6.2).
pub(super) fn odd_in_name(name: &str) -> Option<usize> {
    name.bytes().position(|byte| !crate::bytes::is_token(byte))
}

/// A cookie to be sent, made by [`session`](Self::session), [`preference`](Self::preference) or a
/// [`builder`](Self::builder).
///
/// # Guarantees
/// A browser that follows RFC 6265 stores it under this name, with this value and these attributes, and sends the
/// value back as it is. It is visible ASCII and blanks. Its `Debug` does not show the value.
///
/// # Does not guarantee
/// That the value is hard to guess, or is still the visitor's: give a new one at login.
///
/// It has no `Display`, so that no log holds a session:
/// ```compile_fail
/// # use untaint::web::cookie::SetCookie;
/// let set = SetCookie::session("__Host-session", "k3xr9").unwrap();
/// println!("{set}");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SetCookie {
    parts: SetCookieBuilder,
    text: String,
}

impl SetCookie {
    /// What shows who a visitor is: `Path=/; Secure; HttpOnly; SameSite=Lax`, until the browser is closed.
    ///
    /// Call it `__Host-…`, so that no other host of the site can set one in its place.
    ///
    /// # Errors
    /// [`CookieError`] for a name or a value that RFC 6265 section 4.1.1 does not have, or that is too long.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::cookie::SetCookie;
    ///
    /// let set = SetCookie::session("__Host-session", "k3xr9")?;
    /// assert_eq!(set.header_value(), "__Host-session=k3xr9; Path=/; Secure; HttpOnly; SameSite=Lax");
    /// assert!(SetCookie::session("session", "k3xr9; Domain=evil.test").is_err());
    /// # Ok::<(), untaint::web::cookie::CookieError>(())
    /// ```
    pub fn session(name: &str, value: &str) -> Result<Self, CookieError> {
        Self::builder(name, value).build()
    }

    /// What a visitor chose, for scripts to read: `Path=/; Max-Age=31536000; Secure; SameSite=Lax`.
    ///
    /// # Errors
    /// Those of [`session`](Self::session).
    ///
    /// # Examples
    /// ```
    /// use untaint::web::cookie::SetCookie;
    ///
    /// let set = SetCookie::preference("theme", "dark")?;
    /// assert_eq!(set.header_value(), "theme=dark; Path=/; Max-Age=31536000; Secure; SameSite=Lax");
    /// assert!(SetCookie::preference("th eme", "dark").is_err());
    /// # Ok::<(), untaint::web::cookie::CookieError>(())
    /// ```
    pub fn preference(name: &str, value: &str) -> Result<Self, CookieError> {
        Self::builder(name, value).http_only(false).max_age(YEAR).build()
    }

    /// Starts from what [`session`](Self::session) writes.
    pub fn builder(name: &str, value: &str) -> SetCookieBuilder {
        SetCookieBuilder {
            name: name.to_owned(),
            value: value.to_owned(),
            path: Some("/".to_owned()),
            domain: None,
            max_age: None,
            secure: true,
            http_only: true,
            partitioned: false,
            same_site: SameSite::Lax,
        }
    }

    /// The value of the `Set-Cookie` field; one field for each cookie.
    #[must_use]
    pub fn header_value(&self) -> &str {
        &self.text
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// The cookie that deletes this one: no value, `Max-Age=0`, and the same name, path and domain.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::cookie::SetCookie;
    ///
    /// let set = SetCookie::session("__Host-session", "k3xr9")?;
    /// let gone = set.removal();
    /// assert_eq!(gone.header_value(), "__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax");
    /// # Ok::<(), untaint::web::cookie::CookieError>(())
    /// ```
    #[must_use]
    pub fn removal(&self) -> Self {
        let mut parts = self.parts.clone();
        parts.value.clear();
        parts.max_age = Some(Duration::ZERO);
        let text = parts.text();
        Self { parts, text }
    }
}

impl fmt::Debug for SetCookie {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SetCookie").field(&self.parts).finish()
    }
}

/// The [`header_value`](SetCookie::header_value), marked as sensitive, so that its `Debug` is hidden too.
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&SetCookie> for http::HeaderValue {
    fn from(set: &SetCookie) -> Self {
        // Visible ASCII and blanks, which every header takes; nothing here may panic.
        let mut value = Self::from_str(&set.text).unwrap_or(Self::from_static(""));
        value.set_sensitive(true);
        value
    }
}

/// Builds a [`SetCookie`]; what is wrong is reported by [`build`](Self::build).
#[derive(Clone, PartialEq, Eq)]
#[must_use]
pub struct SetCookieBuilder {
    name: String,
    value: String,
    path: Option<String>,
    domain: Option<String>,
    max_age: Option<Duration>,
    secure: bool,
    http_only: bool,
    partitioned: bool,
    same_site: SameSite,
}

impl SetCookieBuilder {
    /// Whether it is sent over https only; it is unless set. Switch it off where a site is tried out over plain http.
    pub fn secure(mut self, wanted: bool) -> Self {
        self.secure = wanted;
        self
    }

    /// Whether scripts do not see it; they do not unless set.
    pub fn http_only(mut self, wanted: bool) -> Self {
        self.http_only = wanted;
        self
    }

    /// Which requests carry it; `Lax` unless set. `None` needs `Secure`.
    pub fn same_site(mut self, same_site: SameSite) -> Self {
        self.same_site = same_site;
        self
    }

    /// Whether each site that embeds this one gets its own; not unless set.
    pub fn partitioned(mut self, wanted: bool) -> Self {
        self.partitioned = wanted;
        self
    }

    /// The paths below which it is sent; `/` unless set. It keeps nothing from a page of another path.
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Sends it to every host below this one, too; the answer's host alone unless set.
    pub fn domain(mut self, domain: &str) -> Self {
        self.domain = Some(domain.to_owned());
        self
    }

    /// How long it is kept, in whole seconds; until the browser is closed unless set. Browsers cut it at 400 days.
    pub fn max_age(mut self, time: Duration) -> Self {
        self.max_age = Some(time);
        self
    }

    /// The cookie.
    ///
    /// # Errors
    /// [`CookieError`] for what is no name, value, path or domain, and for what a browser would drop.
    pub fn build(self) -> Result<SetCookie, CookieError> {
        if let Some(at) = odd_in_name(&self.name).or_else(|| self.name.is_empty().then_some(0)) {
            return Err(CookieErrorKind::Name { at }.into());
        }
        // Browsers that compare prefixes letter by letter would see none.
        if fate::prefix(&self.name).is_some_and(|(prefix, _)| !self.name.starts_with(prefix)) {
            return Err(CookieErrorKind::Name { at: 0 }.into());
        }
        check_value(&self.value)?;
        let is_path = |path: &String| {
            let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';');
            path.starts_with('/') && path.len() <= MAX_ATTRIBUTE && is_plain
        };
        if !self.path.as_ref().is_none_or(is_path) {
            return Err(CookieErrorKind::Path.into());
        }
        let is_domain = |domain: &String| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.');
            !domain.is_empty()
                && !domain.starts_with('.')
                && domain.len() <= MAX_ATTRIBUTE
                && domain.bytes().all(is_plain)
        };
        if !self.domain.as_ref().is_none_or(is_domain) {
            return Err(CookieErrorKind::Domain.into());
        }
        let text = self.text();
        let scheme = if self.secure { Scheme::Https } else { Scheme::Http };
        match inspect::read(&text, scheme).map(drop) {
            Ok(()) | Err(CookieErrorKind::Expired) => Ok(SetCookie { parts: self, text }),
            Err(kind) => Err(kind.into()),
        }
    }

    fn text(&self) -> String {
        let mut text = String::with_capacity(self.name.len() + self.value.len() + 64);
        text.push_str(&self.name);
        text.push('=');
        text.push_str(&self.value);
        for (name, value) in [("; Domain=", &self.domain), ("; Path=", &self.path)] {
            if let Some(value) = value {
                text.push_str(name);
                text.push_str(value);
            }
        }
        if let Some(time) = self.max_age {
            let written = write!(text, "; Max-Age={}", time.as_secs());
            debug_assert!(written.is_ok(), "a string takes all");
        }
        let words =
            [(self.secure, "; Secure"), (self.http_only, "; HttpOnly"), (self.partitioned, "; Partitioned")];
        for (_, word) in words.into_iter().filter(|(wanted, _)| *wanted) {
            text.push_str(word);
        }
        text.push_str("; SameSite=");
        text.push_str(self.same_site.word());
        text
    }
}

impl fmt::Debug for SetCookieBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("SetCookieBuilder");
        debug.field("name", &self.name).field("value", &format_args!("({} bytes)", self.value.len()));
        debug.field("domain", &self.domain).field("path", &self.path).field("max_age", &self.max_age);
        debug.field("secure", &self.secure).field("http_only", &self.http_only);
        debug.field("partitioned", &self.partitioned).field("same_site", &self.same_site).finish()
    }
}
