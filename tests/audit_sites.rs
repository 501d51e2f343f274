//! Sites of very different habits, each with its holes, and each again without them: all are found, and nothing else.
#![cfg(all(feature = "testing", feature = "url", feature = "unicode", feature = "ammonia"))]

#[path = "audit_sites/desk.rs"]
mod desk;
#[path = "audit_sites/drop.rs"]
mod drop;
#[path = "audit_sites/forum.rs"]
mod forum;
#[path = "audit_sites/kit.rs"]
mod kit;
#[path = "audit_sites/odd.rs"]
mod odd;
#[path = "audit_sites/places.rs"]
mod places;
#[path = "audit_sites/shop.rs"]
mod shop;

use kit::{Ask, Folder, Holes, Log, Reply, holds, site};
use untaint::testing::Login;

/// One site, leaky and mended.
async fn both<S: 'static>(
    name: &str,
    origin: &str,
    login: Login,
    holes: Holes,
    make: fn(bool, Folder, Log) -> S,
    answer: fn(&mut S, &Ask) -> Reply,
) {
    for is_leaky in [true, false] {
        let name = format!("{name}-{}", if is_leaky { "leaky" } else { "honest" });
        let folder = Folder::new(&name);
        let canary = folder.canary.clone();
        let log = Log::default();
        let mut state = make(is_leaky, folder, log.clone());
        let (audit, count) = site(move |ask| answer(&mut state, ask));
        let audit =
            audit.origin(origin).login(login.clone()).canary(canary).log(move || log.borrow().clone());
        holds(&name, audit, count, if is_leaky { holes } else { &[] }).await;
    }
}

#[tokio::test]
async fn a_bookshop() {
    let login = Login::form("/enter", [("email", "ada@shop.example"), ("pin", "1815-1852")]);
    both("shop", "https://shop.example", login, shop::HOLES, shop::Shop::new, shop::Shop::answer).await;
}

#[tokio::test]
async fn a_site_for_files() {
    let login = Login::form("/join", [("handle", "ada"), ("secret", "let me in")]);
    both("drop", "https://drop.example", login, drop::HOLES, drop::Drop::new, drop::Drop::answer).await;
}

#[tokio::test]
async fn a_forum() {
    let login = Login::form("/login?next=/threads", [("nick", "ada"), ("pass", "correct horse")]);
    both("forum", "https://forum.example", login, forum::HOLES, forum::Forum::new, forum::Forum::answer)
        .await;
}

#[tokio::test]
async fn an_administrators_desk() {
    let login = Login::form("/gate", [("operator", "ada"), ("code", "0451")]);
    both("desk", "https://desk.example:8443", login, desk::HOLES, desk::Desk::new, desk::Desk::answer).await;
}

#[tokio::test]
async fn odd_and_honest() {
    let (audit, count) = site(odd::calendar);
    let report = holds("calendar", audit, count, &[]).await;
    assert!(report.pages() <= 160, "{report}");
    let (audit, count) = site(odd::api());
    holds("api", audit.login(Login::header("authorization", "Bearer 7d1f0c8e52a94b63")), count, &[]).await;
    let login = Login::form("/login", [("user", "ada"), ("password", "open sesame")]);
    let (audit, count) = site(odd::visits());
    holds("visits", audit.login(login), count, &[]).await;
    for most in [usize::MAX, 300, 40] {
        let login = Login::form("/login", [("account", "ada"), ("password", "open sesame")]);
        let (audit, count) = site(odd::bank(most));
        holds("bank", audit.login(login), count, &[]).await;
    }
}

#[tokio::test]
async fn places_with_filters() {
    let mut wrong = Vec::new();
    for (at, (code, leaky, honest)) in places::PLACES.iter().enumerate() {
        let report = places::found(places::link(code), *leaky).await;
        if !report.findings().iter().any(|finding| finding.code() == *code && finding.route() == "GET /there")
        {
            wrong.push(format!("{code} of row {at} is missing in {report}"));
        }
        let report = places::found(places::link(code), *honest).await;
        if !report.findings().is_empty() {
            wrong.push(format!("row {at}, mended: {report}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
