//! `assert_headers`: what a browser makes of the headers of an answer.

use super::breach::{Breach, BreachKind};
use crate::web::headers::{self, Expect};

/// Panics unless a browser makes of these headers what is expected of the answer: the one line for each route in a
/// test.
///
/// It takes any pairs of name and value: `response.headers()` of `http`, `reqwest`, `axum` and `actix`, or a list.
///
/// ```
/// use untaint::testing::assert_headers;
/// use untaint::web::csp::{Nonce, Policy};
/// use untaint::web::headers::{self, Expect, SecurityHeaders};
///
/// # fn index() -> Vec<(&'static str, String)> {
/// #     let headers = SecurityHeaders::page(Policy::strict()).build().unwrap();
/// #     let nonce = Nonce::from_bytes(*b"k3xr9-Qzv7pLm2Xc");
/// #     let html = [("content-type", "text/html; charset=utf-8"), ("cache-control", "no-store")];
/// #     let own = headers.iter(&nonce).map(|(name, value)| (name, value.into_owned()));
/// #     own.chain(html.map(|(name, value)| (name, value.to_owned()))).collect()
/// # }
/// assert_headers(index(), &Expect::page().strict()); // what your handler answered
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_headers;
/// # use untaint::web::headers::Expect;
/// let answer = [("Content-Type", "text/html; charset=utf-8"), ("X-Frame-Options", "ALLOW-FROM https://a.example")];
/// assert_headers(answer, &Expect::page()); // no policy, and a header that browsers ignore
/// ```
///
/// # Does not guarantee
/// It sees this answer alone: ask it for each route, for error pages and for files, because a page without a policy in
/// a frame reaches into one that has the strictest.
///
/// # Panics
/// With the code of each finding, and what to write instead; never with a value of the answer.
#[track_caller]
pub fn assert_headers<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    expect: &Expect,
) {
    if let Err(breach) = check_headers(pairs, expect) {
        panic!("{breach}");
    }
}

/// [`assert_headers`] that returns the reasons instead.
///
/// # Errors
/// [`BreachKind::Headers`]: what [`headers::check`] finds.
pub fn check_headers<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    expect: &Expect,
) -> Result<(), Breach> {
    headers::check(pairs, expect).map_err(|error| Breach::new(BreachKind::Headers, format!("\n{error}")))
}
