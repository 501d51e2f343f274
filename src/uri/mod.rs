//! References as a browser reads them, and links that cannot run.
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a link from a visitor, for `href` or `img src` | to keep it or to be told why not | [`check`] |
//! | the same | some link in every case | [`clean`] |
//! | the address of a script, a frame, a form target | only sites on my list | [`check_resource`] |
//! | any reference | to know its form, its scheme, or whether it is `javascript:` | [`classify`], [`scheme`], [`is_javascript`] |
//!
//! # How a browser reads a reference
//! The WHATWG URL standard, section 4.4, drops leading bytes up to 0x20, removes TAB, LF and CR **anywhere**, and
//! takes `\` for `/`; then a scheme is `[A-Za-z][A-Za-z0-9+.-]*` before a `:`. Nothing else makes one: not an
//! NBSP, a percent escape, a full-width colon or a NUL inside the word. All functions here read the text that way.
//!
//! # A link needs a host that can be read
//! Where a reference has a host, it must be one that the URL standard's host parser (of the `url` crate) takes, its
//! port a number up to 65535: `https://`, `http://256.1.1.1/`, `https://exa mple.com` and `//:80` are refused, whether
//! hosts are listed or not. So are hosts of more than 1012 bytes that are not plain ASCII names, longer than any that
//! DNS has. Without the feature `url` the form of names and of addresses as they are usually written is known, and
//! what else may be a host is refused as [`UriErrorKind::Unsupported`].
//!
//! # Entities are not decoded here
//! `javascript&colon;alert(1)` is a relative reference to this module, and a script URL once it stands in an
//! HTML attribute *without escaping*. Write links with [`attr::href`](crate::attr::href) or through
//! [`escape::html`](crate::escape::html), which turn `&` into `&amp;`, so that the browser reads what was checked;
//! text taken **out of** HTML source must be decoded first.
//!
//! # Untrusted input
//! Every function takes any `&str`, never panics, and is linear in its length. For bytes, refuse what
//! `std::str::from_utf8` refuses, or use `String::from_utf8_lossy` first: the check then sees what you will write.

mod authority;
mod check;
mod error;
pub(crate) mod host;
mod policy;
mod reference;
mod safe_uri;

#[doc(alias("javascript:"))]
pub use check::check;
pub use check::check_resource;
#[doc(alias("sanitize_url"))]
pub use check::clean;
pub(crate) use check::{is_kept, kept};
pub use error::{UriError, UriErrorKind};
pub(crate) use policy::parse_scheme_entry;
pub use policy::{UriPolicy, UriPolicyBuilder};
#[doc(alias("is_safe_url"))]
pub use reference::is_javascript;
pub use reference::{Reference, classify, scheme};
pub(crate) use reference::{first_control, plain_scheme};
pub use safe_uri::{INERT, ResourceUri, SafeUri};
