//! What the noticeboard seals: tokens of forms, links to a note, links that confirm a sign-up; and what its cookies are
//! called where the site is on https.
#![cfg(all(feature = "derive", feature = "upload", feature = "http", feature = "fs", feature = "serde"))]
#![cfg(all(feature = "sign", feature = "random"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
#[allow(dead_code)]
#[path = "support/site.rs"]
mod site;

use site::{Answer, Site, by_id, is_inert};
use std::time::{Duration, SystemTime};
use untaint::escape::UrlComponent;
use untaint::web::cookie::{self, CookiePolicy};
use untaint::web::csrf::Token;
use untaint::web::secret::{self, Secret};
use untaint::web::sign::Signer;

fn key() -> Secret {
    secret::check("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U").expect("a key")
}

fn signer(purpose: &str) -> Signer {
    Signer::builder(&key()).purpose(purpose).build().expect("a purpose")
}

fn site() -> Site {
    Site::with(None, |origin| noticeboard::app::router_with(origin, &key()))
}

fn ago(seconds: u64) -> SystemTime {
    SystemTime::now() - Duration::from_secs(seconds)
}

const ALICE: [(&str, &str); 7] = [
    ("name", "Alice"),
    ("email", "alice@example.com"),
    ("age", "42"),
    ("reason", "neighbour"),
    ("password", "correct horse"),
    ("password_again", "correct horse"),
    ("next", "/new"),
];

/// The path of the link on a page.
fn link(page: &Answer) -> String {
    let link = by_id(&page.elements(), "link").attr("href").expect("a link").to_owned();
    link.find("/shared?").map_or(link.clone(), |at| link[at..].to_owned())
}

#[test]
fn a_form_is_taken_with_the_token_of_its_visitor_alone() {
    let site = site();
    let (visit, token) = site.token("");
    let (_, of_another) = site.token("");
    let id = visit.split_once('=').expect("a cookie").1;
    let old = Token::issue(&signer(Token::PURPOSE), id.as_bytes(), [7; 16], ago(24 * 60 * 60));
    for (cookie, sent, status, why) in [
        (visit.as_str(), Some(token.as_str()), 200, "the page's own token"),
        (&visit, None, 403, "no token"),
        (&visit, Some(of_another.as_str()), 403, "the token of another visitor"),
        ("", Some(&token), 403, "without the cookie of the page"),
        ("visit=guessed", Some(&token), 403, "with another cookie"),
        (&visit, Some(old.as_str()), 422, "a page that was open for a day: shown again"),
    ] {
        let mut fields = ALICE.to_vec();
        fields.extend(sent.map(|token| ("csrf_token", token)));
        let answer = site.post("/signup", cookie, &fields);
        assert_eq!(answer.status, status, "{why}");
        assert!(is_inert(&answer.body));
        if status == 422 {
            assert!(answer.body.contains("alice@example.com") && answer.token().is_some(), "{why}");
        }
    }
    // Another site's page, with everything else right.
    let fields = [&ALICE[..], &[("csrf_token", token.as_str())]].concat();
    let from = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    assert_eq!(site.post_from(&from, "/signup", &visit, &fields).status, 403);
}

#[test]
fn who_is_logged_in_logs_out_with_a_token() {
    let site = site();
    let cookie = site.log_in("Nora");
    assert_eq!(site.post("/logout", &cookie, &[]).status, 403);
    let (_, of_another) = site.token(&site.log_in("Mallory"));
    assert_eq!(site.post("/logout", &cookie, &[("csrf_token", &of_another)]).status, 403);
    assert!(site.get("/", &cookie).body.contains("Nora"));
    assert_eq!(site.submit("/logout", &cookie, &[]).status, 303);
    assert!(site.get("/", &cookie).token().is_none(), "nobody is logged in");
}

#[test]
fn a_shared_note_is_seen_for_ten_minutes() {
    let site = site();
    let cookie = site.log_in("Nora");
    let answer = site.post("/new", &cookie, &[("text", "For <b>you</b> alone."), ("link", "")]);
    let id = answer.header("location").and_then(|to| to.split_once("#note-")).expect("a note").1.to_owned();
    let page = site.get(&format!("/notes/{id}/share"), &cookie);
    assert!(page.status == 200 && is_inert(&page.body));
    let own = link(&page);
    let seen = site.get(&own, "");
    assert!(seen.status == 200 && is_inert(&seen.body) && seen.body.contains("For <b>you</b> alone."));

    let shares = signer("share a note");
    let sealed = |value: &str, seconds| format!("/shared?t={}", shares.sign(value.as_bytes(), ago(seconds)));
    let of_another_purpose = format!("/shared?t={}", signer("sign up").sign(id.as_bytes(), ago(0)));
    for (path, status, why) in [
        (sealed(&id, 599), 200, "not yet ten minutes"),
        (sealed(&id, 602), 410, "more than ten minutes"),
        (sealed("9999", 0), 404, "a note that is not there"),
        (sealed("x", 0), 404, "no number"),
        (of_another_purpose, 404, "sealed for something else"),
        (format!("{own}A"), 404, "altered"),
        (own[..own.len() - 1].to_owned(), 404, "cut"),
        ("/shared?t=".to_owned(), 404, "empty"),
        ("/shared".to_owned(), 404, "no token"),
        (format!("/shared?t={id}"), 404, "not sealed"),
    ] {
        let answer = site.get(&path, "");
        assert_eq!(answer.status, status, "{why}");
        assert!(is_inert(&answer.body));
    }
    let path = format!("/notes/{id}/share");
    assert_eq!(site.get(&path, &site.log_in("Mallory")).status, 403, "somebody else's note");
    assert_eq!(site.get(&path, "").status, 303, "to the login");
    assert_eq!(site.post(&format!("/notes/{id}/delete"), &cookie, &[]).status, 303);
    assert_eq!(site.get(&own, "").status, 404, "taken down");
}

#[test]
fn a_sign_up_is_confirmed_by_its_link() {
    let site = site();
    let sent = site.submit("/signup", "", &ALICE);
    assert!(!sent.body.contains("correct horse"), "no password comes back");
    let own = link(&sent);
    let token = own.split_once("t=").expect("a token").1;
    // A program that opens links takes nothing.
    for _ in 0..2 {
        assert_eq!(site.get(&own, "").status, 200);
    }
    let page = site.get(&own, "");
    let (visit, csrf) = (page.cookie(), page.token().expect("a token"));
    let press = |cookie: &str, fields: &[(&str, &str)]| site.post("/signup/confirm", cookie, fields);
    assert_eq!(press(&visit, &[("t", token)]).status, 403, "no token of the form");
    assert_eq!(press("", &[("t", token), ("csrf_token", &csrf)]).status, 403, "without the cookie");
    let from = [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")];
    let fields = [("t", token), ("csrf_token", csrf.as_str())];
    assert_eq!(site.post_from(&from, "/signup/confirm", &visit, &fields).status, 403, "another site");

    let pending = br#"{"name":"Bob","next":"/new"}"#;
    let sealed = |purpose, seconds| signer(purpose).sign(pending, ago(seconds));
    for (token, status, why) in [
        (sealed("sign up", 602), 410, "too old"),
        (sealed("share a note", 0), 404, "sealed for something else"),
        (format!("{token}A"), 404, "altered"),
        (String::new(), 404, "none"),
        (signer("sign up").sign(b"{}", ago(0)), 404, "sealed, and not what a sign-up seals"),
    ] {
        let path = format!("/signup/confirm?t={}", UrlComponent(&token));
        assert_eq!(site.get(&path, "").status, status, "{why}");
        let answer = press(&visit, &[("t", &token), ("csrf_token", &csrf)]);
        assert_eq!(answer.status, status, "{why}");
        assert!(answer.header("set-cookie").is_none(), "{why}");
    }
    let answer = press(&visit, &fields);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/new")));
    assert!(site.get("/", &answer.cookie()).body.contains("Alice"));
    // Where the link leads was sealed too, and is asked again.
    let away = signer("sign up").sign(br#"{"name":"Eve","next":"//evil.example"}"#, ago(0));
    let answer = press(&visit, &[("t", &away), ("csrf_token", &csrf)]);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
}

#[test]
fn cookies_are_the_hosts_own_where_the_site_is_on_https() {
    let plain = site();
    assert!(plain.log_in("Nora").starts_with("session="));
    let secure =
        Site::with(Some("https://board.test"), |origin| noticeboard::app::router_with(origin, &key()));
    let session = secure.post("/login", "", &[("name", "Nora"), ("next", "/")]);
    let visit = secure.get("/signup", "");
    let policy = CookiePolicy::builder().host_prefix(true).build().expect("a policy");
    for (answer, name) in [(&session, "__Host-session"), (&visit, "__Host-visit")] {
        let set = answer.header("set-cookie").expect("a cookie");
        assert_eq!(cookie::check(set, &policy).expect("a session's cookie").name(), name);
    }
    assert!(secure.get("/", &session.cookie()).body.contains("Nora"));
    // The name without the prefix, which a neighbour could set, is nobody's.
    let tossed = session.cookie().replace("__Host-", "");
    assert!(!secure.get("/", &tossed).body.contains("Nora"));
}
