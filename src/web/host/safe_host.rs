//! The host that was checked.

use crate::redirect::SafeRedirect;
use crate::safe::safe_text;
use crate::uri::host::split_port;
use std::borrow::Cow;

/// A host that a [`HostPolicy`](super::HostPolicy) lists, with its port if one stands there.
///
/// # Guarantees
/// It is the text that was checked, byte for byte: `host[:port]`, without user name, path, blank or control.
///
/// # Does not guarantee
/// Its case, or that the port is spelled; and under a wildcard, which name below it the visitor chose.
///
/// It cannot be made without the check:
/// ```compile_fail
/// let host = untaint::web::host::SafeHost { text: "evil.example".into(), https_port: 443 };
/// ```
#[derive(Debug, Clone)]
pub struct SafeHost<'a> {
    text: Cow<'a, str>,
    https_port: u16,
}

safe_text!(SafeHost);

impl<'a> SafeHost<'a> {
    pub(super) const fn checked(text: &'a str, https_port: u16) -> Self {
        Self { text: Cow::Borrowed(text), https_port }
    }

    /// The host without the port.
    #[must_use]
    pub fn name(&self) -> &str {
        split_port(&self.text).map_or("", |(name, _)| name)
    }

    /// The same page of this host by https, for a request that came without it.
    ///
    /// `target` is the request's path with its query, as it was sent. One that does not begin with a slash, or holds a
    /// control or a backslash before the query, becomes `/`. The port is the policy's
    /// [`https_port`](super::HostPolicyBuilder::https_port).
    ///
    /// # Examples
    /// ```
    /// use untaint::web::host::{self, HostPolicy};
    ///
    /// let policy = HostPolicy::builder().host("app.test:8080").https_port(8443).build()?;
    /// let host = host::check("app.test:8080", &policy).unwrap();
    /// assert_eq!(host.https_redirect("//evil.example/?a"), "https://app.test:8443//evil.example/?a");
    /// assert_eq!(host.https_redirect("@evil.example"), "https://app.test:8443/");
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    #[must_use]
    pub fn https_redirect(&self, target: &str) -> SafeRedirect<'static> {
        SafeRedirect::on_https(self.name(), self.https_port, target)
    }
}
