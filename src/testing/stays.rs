//! `assert_stays_on`: where a browser goes for a `Location` header.

use super::breach::{Breach, BreachKind, quoted, require};
use url::Url;

/// Panics unless a browser that reads `location` in a redirect on a page of `origin` stays on that origin.
///
/// `origin` is the site's own, such as `https://app.test` or `http://127.0.0.1:3000`; `location` is the header's value.
///
/// ```
/// use untaint::testing::assert_stays_on;
///
/// assert_stays_on("https://app.test", "/account?next=//x");
/// assert_stays_on("https://app.test", "https://app.test/");
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_stays_on;
/// assert_stays_on("https://app.test", "/\t/evil.example"); // a tab inside an address counts for nothing
/// ```
///
/// The value is read as the URL standard says (the `url` crate), and as Chromium was seen to do where the two differ:
/// * CR, LF and NUL end the header or break it, so a value with one is refused, whatever the rest says;
/// * what `url` cannot parse is refused: browsers go to `evil.example` for `///evil.example`, which `url` calls an
///   error;
/// * the page is taken to be on `http` and on `https`: `https:evil.example` stays on an `https` page and leaves an
///   `http` one, and behind a proxy that ends TLS the server does not know which of the two it is;
/// * no scheme but `http` and `https` stays, also where its origin is spelled like the site's
///   (`blob:https://app.test/x`); `http://app.test` leaves `https://app.test`.
///
/// An empty value makes no redirect at all in Chromium, so it stays.
///
/// # Does not guarantee
/// It resolves against the root of the site; a relative target such as `..` leads elsewhere on the site from a deeper
/// page. It follows no second redirect, and does not know which paths of yours redirect on.
///
/// # Panics
/// With where the value leads, in Rust's escapes.
#[track_caller]
pub fn assert_stays_on(origin: &str, location: &str) {
    require(check_stays_on(origin, location), location);
}

/// [`assert_stays_on`] that returns the reason instead.
///
/// # Errors
/// [`BreachKind::Leaves`], [`BreachKind::HeaderByte`], [`BreachKind::Unreadable`], or [`BreachKind::Origin`] for an
/// origin that is none.
pub fn check_stays_on(origin: &str, location: &str) -> Result<(), Breach> {
    let page = page(origin)?;
    if let Some(at) = location.bytes().position(|byte| matches!(byte, b'\r' | b'\n' | 0)) {
        return Err(Breach::new(
            BreachKind::HeaderByte,
            format!("the header is cut or refused at byte {at}"),
        ));
    }
    // The header's own trimming; the URL parser trims more.
    let location = location.trim_matches([' ', '\t']);
    if location.is_empty() {
        return Ok(());
    }
    let mut twin = page.clone();
    let other = if page.scheme() == "https" { "http" } else { "https" };
    // The port is the site's, whichever the scheme: the standard's setter drops a default one.
    let set = twin.set_scheme(other).and_then(|()| twin.set_port(page.port()));
    set.map_err(|()| Breach::new(BreachKind::Origin, quoted(origin)))?;
    for from in [&page, &twin] {
        let target = from.join(location).map_err(|error| {
            Breach::new(BreachKind::Unreadable, format!("{error}, and browsers may read it otherwise"))
        })?;
        // On the twin, what is relative to it stays on it.
        let stays = [&page, from].into_iter().any(|home| same_origin(home, &target));
        if !stays {
            let to = format!("from {from} to {}", quoted(target.as_str()));
            return Err(Breach::new(BreachKind::Leaves, to));
        }
    }
    Ok(())
}

fn page(origin: &str) -> Result<Url, Breach> {
    let wrong = |why: &str| Breach::new(BreachKind::Origin, format!("{}: {why}", quoted(origin)));
    let page = Url::parse(origin).map_err(|error| wrong(&error.to_string()))?;
    let is_bare = page.path() == "/" && page.query().is_none() && page.fragment().is_none();
    if !matches!(page.scheme(), "http" | "https") || !is_bare || !page.username().is_empty() {
        return Err(wrong(
            "an origin is http:// or https://, a host, and a port where it is not the usual one",
        ));
    }
    Ok(page)
}

/// By hand: `Url::origin` of a `blob:` URL is that of the page that made it.
fn same_origin(home: &Url, target: &Url) -> bool {
    home.scheme() == target.scheme()
        && home.host() == target.host()
        && home.port_or_known_default() == target.port_or_known_default()
}
