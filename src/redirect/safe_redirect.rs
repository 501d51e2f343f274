//! The target that was checked, and the forms in which it is sent.

use super::policy::DEFAULT_MAX_LEN;
use crate::LastResort;
use crate::percent;
use crate::safe::safe_text;
use std::borrow::Cow;

/// A redirect target that stays on the sites a [`RedirectPolicy`](super::RedirectPolicy) names.
///
/// # Guarantees
/// A browser that receives it in a `Location` header, or follows it as a link, from a page of this site ends on
/// this site, on a listed host, or in a listed app. It is the text that was checked, byte for byte, and holds no
/// C0 control and no DEL.
///
/// # Does not guarantee
/// * That it is text for HTML: `'` and `&` are legal in a URL. Escape it, or use [`attr::href`](crate::attr::href)
///   with [`uri::check`](crate::uri::check).
/// * That parts of it are safe on their own: `/.//evil.example` is a path of this site, and its *resolved path*
///   `//evil.example` is another one. Send the whole.
/// * That it may be *appended* to anything: `.evil.example` and `@evil.example` are relative targets of this site, and
///   `format!("https://app.test{next}")` would make hosts of them. A browser resolves them; so does the `url` crate's
///   `join`.
/// * Which page a relative target names: `home` and `?q` depend on the request's path, and on `<base>` in a link.
/// * What the listed sites do: one that redirects anywhere is an open redirect of its own.
///
/// It cannot be made without the check, and it has no `Display`:
/// ```compile_fail
/// let next = untaint::redirect::SafeRedirect { text: "//evil.example".into(), local: true };
/// ```
/// ```compile_fail
/// let next = untaint::redirect::local(None, "/");
/// format!("<a href='{next}'>");
/// ```
#[derive(Debug, Clone)]
pub struct SafeRedirect<'a> {
    text: Cow<'a, str>,
    local: bool,
}

safe_text!(SafeRedirect);

impl SafeRedirect<'static> {
    /// A literal target on this site, checked when the program is compiled (in a `const`).
    ///
    /// # Panics
    /// When `target` does not keep [`RedirectPolicy::path_only`](super::RedirectPolicy::path_only); in a `const`
    /// this stops the build.
    ///
    /// # Examples
    /// ```
    /// use untaint::redirect::SafeRedirect;
    ///
    /// const HOME: SafeRedirect<'static> = SafeRedirect::from_static("/home");
    /// assert!(HOME.is_local());
    /// ```
    /// ```compile_fail
    /// # use untaint::redirect::SafeRedirect;
    /// const ELSEWHERE: SafeRedirect<'static> = SafeRedirect::from_static("//evil.example");
    /// # let _ = ELSEWHERE;
    /// ```
    #[must_use]
    pub const fn from_static(target: &'static str) -> Self {
        assert!(is_local_literal(target), "SafeRedirect::from_static: the target is not a path on this site");
        Self { text: Cow::Borrowed(target), local: true }
    }

    /// A target on a listed host, put together.
    pub(super) const fn elsewhere(text: String) -> Self {
        Self { text: Cow::Owned(text), local: false }
    }
}

impl<'a> SafeRedirect<'a> {
    pub(super) const fn checked(text: &'a str, local: bool) -> Self {
        Self { text: Cow::Borrowed(text), local }
    }

    /// Whether the target is on this site: relative, or on the policy's origin.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.local
    }

    /// The target as an ASCII header value (RFC 9110 section 10.2.2): what a browser makes of it, written out.
    ///
    /// Spaces and characters outside ASCII are percent-encoded as UTF-8, an international host becomes its ACE
    /// form, and spaces at the end, which a browser drops, are left out. Borrows when the target is plain ASCII.
    ///
    /// # Examples
    /// ```
    /// use untaint::redirect;
    ///
    /// assert_eq!(redirect::local(Some("/a?b=c"), "/").location(), "/a?b=c");
    /// assert_eq!(redirect::local(Some("/caf\u{e9} 1"), "/").location(), "/caf%C3%A9%201");
    /// ```
    #[must_use]
    pub fn location(&self) -> Cow<'_, str> {
        let text = self.text.trim_end_matches(' ');
        if text.bytes().all(is_graphic) {
            return Cow::Borrowed(text);
        }
        // The authority of a web address is the one part that is not percent-encoded.
        let mut location = String::new();
        let Some(start) = authority_start(text) else {
            percent::push(&mut location, text, is_graphic);
            return Cow::Owned(location);
        };
        let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |end| start + end);
        location.push_str(&text[..start]);
        location.push_str(&ascii_authority(&text[start..end]));
        percent::push(&mut location, &text[end..], is_graphic);
        Cow::Owned(location)
    }

    /// The same target with a `#` at its end if it has no fragment.
    ///
    /// A browser carries the fragment of the requested page over a redirect, also to another site
    /// (Fetch standard, "location URL"): `/x#secret` arrives as `https://example.com/#secret`. An empty fragment
    /// stops that.
    ///
    /// # Examples
    /// ```
    /// use untaint::redirect;
    ///
    /// assert_eq!(redirect::local(Some("/a"), "/").without_inherited_fragment(), "/a#");
    /// assert_eq!(redirect::local(Some("/a#b"), "/").without_inherited_fragment(), "/a#b");
    /// ```
    #[must_use]
    pub fn without_inherited_fragment(mut self) -> Self {
        if !self.text.contains('#') {
            // Spaces at the end are dropped by browsers, and would count once something follows them.
            let kept = self.text.trim_end_matches(' ').len();
            let text = self.text.to_mut();
            text.truncate(kept);
            text.push('#');
        }
        self
    }
}

/// `/`, the first page of this site.
impl LastResort for SafeRedirect<'static> {
    fn last_resort() -> Self {
        const { Self::from_static("/") }
    }
}

/// The path-only policy in a `const`, for literals; byte by byte, because it runs in the compiler.
const fn is_local_literal(target: &str) -> bool {
    let bytes = target.as_bytes();
    if bytes.is_empty() || bytes.len() > DEFAULT_MAX_LEN || bytes[0] == b' ' {
        return false;
    }
    if bytes.len() > 1 && bytes[0] == b'/' && bytes[1] == b'/' {
        return false;
    }
    let mut may_be_scheme = bytes[0].is_ascii_alphabetic();
    let mut before_query = true;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            byte if byte.is_ascii_control() => return false,
            b'\\' if before_query => return false,
            b':' if may_be_scheme => return false,
            b'?' | b'#' => {
                before_query = false;
                may_be_scheme = false;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'+' | b'-' | b'.' => {}
            _ => may_be_scheme = false,
        }
        at += 1;
    }
    true
}

fn is_graphic(byte: u8) -> bool {
    byte.is_ascii_graphic()
}

/// Where the authority of a checked web address begins.
fn authority_start(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(2);
    }
    ["https://", "http://"].into_iter().find_map(|start| {
        text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)).then_some(start.len())
    })
}

/// A checked authority in ASCII: only the `url` crate lets another one through.
fn ascii_authority(authority: &str) -> Cow<'_, str> {
    #[cfg(feature = "url")]
    if !authority.is_ascii() {
        let (host, port) = authority.split_once(':').map_or((authority, ""), |(host, port)| (host, port));
        if let Ok(ascii) = url::Host::parse(host) {
            return Cow::Owned(if port.is_empty() { ascii.to_string() } else { format!("{ascii}:{port}") });
        }
    }
    Cow::Borrowed(authority)
}

/// The [`location`](SafeRedirect::location), ready for the header.
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<&SafeRedirect<'_>> for http::HeaderValue {
    fn from(target: &SafeRedirect<'_>) -> Self {
        // A location is visible ASCII, which every header takes; `/` stands in because nothing here may panic.
        Self::from_str(&target.location()).unwrap_or(Self::from_static("/"))
    }
}

/// The [`location`](SafeRedirect::location), ready for the header.
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
impl From<SafeRedirect<'_>> for http::HeaderValue {
    fn from(target: SafeRedirect<'_>) -> Self {
        Self::from(&target)
    }
}
