//! The noticeboard's headers, judged as a browser reads them: every route, error page and file.
#![cfg(all(feature = "derive", feature = "upload", feature = "http", feature = "sign", feature = "random"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
mod support;

#[allow(dead_code)]
#[path = "support/site.rs"]
mod site;

use site::{Answer, Site, by_id, is_inert};
use untaint::web::csp::{self, Verdict};
use untaint::web::headers::{self, Expect, HeadersError};

fn check(answer: &Answer, expect: &Expect) -> Result<(), HeadersError> {
    let pairs = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    headers::check(pairs, &expect.clone().https(false))
}

/// A page on which nothing runs but what the site has marked.
fn page() -> Expect {
    Expect::page().strict()
}

fn assert_page(answer: &Answer, what: &str) {
    assert_eq!(check(answer, &page()), Ok(()), "{what}");
    let policy = answer.header("content-security-policy").expect("a policy");
    assert_eq!(csp::evaluate(policy).verdict(), Verdict::Strict, "{what}");
}

#[test]
fn pages_are_strict() {
    let site = Site::start();
    let cookie = site.log_in("Nora");
    for path in [
        "/",
        "/login",
        "/signup",
        "/profile",
        "/signup/confirm",
        "/shared",
        "/new",
        "/snippets",
        "/limits",
        "/security",
        "/nowhere",
        "/files/none.png",
    ] {
        for cookie in ["", cookie.as_str()] {
            let answer = site.get(path, cookie);
            match answer.status {
                303 => assert_eq!(check(&answer, &Expect::redirect()), Ok(()), "{path}"),
                _ => assert_page(&answer, path),
            }
        }
    }
}

#[test]
fn error_pages_are_as_strict() {
    let site = Site::start();
    let cookie = site.log_in("Nora");
    let long = "x".repeat(20_000);
    for (path, fields, status) in [
        ("/login", &[("name", "")][..], 422),
        ("/signup", &[("age", "<b>")], 422),
        ("/signup", &[("name", &long)], 413),
        ("/profile", &[("site", "<b>")], 422),
        ("/new", &[("text", "")], 422),
        ("/new", &[("text", &long)], 413),
        ("/snippets", &[("title", ""), ("code", "")], 422),
        ("/limits", &[("input", "none"), ("size", "none")], 422),
        ("/security", &[("text", " ")], 422),
        ("/notes/0/delete", &[], 403),
        ("/nowhere", &[], 404),
    ] {
        let answer = site.submit(path, &cookie, fields);
        assert_eq!(answer.status, status, "{path}");
        assert_page(&answer, path);
    }
    let refused = site.post_from(&[("origin", "https://evil.example")], "/login", "", &[("name", "Nora")]);
    assert_eq!(refused.status, 403);
    assert_page(&refused, "a form of another site");
    let not_allowed = site.send("DELETE", "/", &[("origin", &site.origin())], "");
    assert_eq!(not_allowed.status, 405);
    assert_page_without_type(&not_allowed);
}

/// Answers of the framework itself have no body, and so no type.
fn assert_page_without_type(answer: &Answer) {
    assert_eq!(answer.body, "");
    assert_eq!(check(answer, &page().accept("headers.type_missing")), Ok(()));
}

#[test]
fn logging_in_and_out_sends_a_cookie_that_nobody_keeps() {
    let site = Site::start();
    let answer = site.post("/login", "", &[("name", "Nora"), ("next", "/")]);
    assert_eq!(check(&answer, &Expect::redirect()), Ok(()));
    let cookie = answer.cookie();
    // Set by a neighbour, in front of ours or behind it.
    for both in [format!("session=evil; {cookie}"), format!("{cookie}; session=evil")] {
        assert_eq!(site.get("/new", &both).status, 303, "of two sessions none counts");
    }
    assert_eq!(site.get("/new", &format!("{cookie}; {cookie}; session2=x")).status, 200);
    let answer = site.submit("/logout", &cookie, &[]);
    assert_eq!(check(&answer, &Expect::redirect()), Ok(()));
    assert_eq!(answer.cookie(), "session=");
}

#[test]
fn files_are_no_pages() {
    let site = Site::start();
    for path in ["/style.css", "/script.js", "/icon.svg"] {
        assert_eq!(check(&site.get(path, ""), &Expect::asset().strict()), Ok(()), "{path}");
    }
    assert_eq!(check(&site.get("/snippets/0/typed", ""), &Expect::download()), Ok(()));

    let cookie = site.log_in("Nora");
    let answer = site.post("/new", &cookie, &[("text", "With a picture")]);
    let (_, id) = answer.header("location").and_then(|to| to.split_once("#note-")).expect("a note");
    let path = format!("/notes/{id}/attach");
    assert_page(&site.get(&path, &cookie), "the form for a file");
    let (head, tail) =
        ("--frontier\r\ncontent-disposition: form-data; name=\"file\"; filename=", "\r\n--frontier--\r\n");
    let picture = format!("{head}\"a.png\"\r\ncontent-type: image/png\r\n\r\n");
    let body = [picture.as_bytes(), &support::upload::file("plain.png"), tail.as_bytes()].concat();
    let origin = site.origin();
    let fields = [
        ("origin", origin.as_str()),
        ("cookie", &cookie),
        ("content-type", "multipart/form-data; boundary=frontier"),
    ];
    assert_eq!(site.send_bytes("POST", &path, &fields, &body).status, 303);
    let refused = format!("{head}\"a.html\"\r\ncontent-type: text/html\r\n\r\n<script>{tail}");
    let refused = site.send("POST", &path, &fields, &refused);
    assert_eq!(refused.status, 422);
    assert_page(&refused, "a refused file");

    let board = site.get("/", "");
    let sources = board.elements();
    let stored =
        sources.iter().filter_map(|element| element.attr("src")).find(|src| src.starts_with("/files/"));
    let file = site.get(stored.expect("a picture"), "");
    assert_eq!(file.status, 200);
    assert_eq!(check(&file, &Expect::download()), Ok(()));
    let policy = file.header("content-security-policy").expect("a policy");
    assert_eq!(csp::evaluate(policy).verdict(), Verdict::NoScript, "{policy}");
}

fn text_of(answer: &Answer, class: &str) -> Vec<String> {
    let elements = answer.elements();
    let found = elements.iter().filter(|element| element.attr("class") == Some(class));
    found.map(|element| element.text.clone()).collect()
}

#[test]
fn what_is_pasted_is_judged_and_stays_text() {
    let site = Site::start();
    let page = site.get("/security", "");
    assert_eq!(text_of(&page, "verdict"), ["These headers do what they say."], "of this very page");
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(text_of(&page, "shown")[0].contains(policy), "what is judged is what was sent");
    for (pasted, verdict, code) in [
        ("script-src 'self' https:", "Open: a stranger's markup runs under this policy.", "csp.scheme"),
        ("script-src: 'self'", "Open: a stranger's markup runs under this policy.", "csp.directive"),
        ("script-src 'self'", "As safe as what the site itself and the listed hosts serve.", "csp.self"),
        (policy, "Strict: only what the page marks runs.", "csp.no_reports"),
        ("default-src 'none'", "No script runs under this policy.", "csp.form_action"),
        (
            "HTTP/2 200\r\ncontent-type: text/html; charset=utf-8\r\nx-frame-options: ALLOWALL\r\n",
            "A stranger gets what these headers are there to keep from him.",
            "headers.frame_options_ignored",
        ),
        (
            "X-Frame-Options: DENY",
            "A stranger gets what these headers are there to keep from him.",
            "headers.csp_missing",
        ),
    ] {
        let answer = site.post("/security", "", &[("text", pasted)]);
        assert_eq!(answer.status, 200);
        assert_eq!(text_of(&answer, "verdict")[0], verdict, "{pasted}");
        assert!(answer.body.contains(&format!("<code>{code}</code>")), "{pasted}: {code}");
        let typed = pasted.replace("\r\n", "\n");
        assert_eq!(by_id(&answer.elements(), "text").text, typed, "nothing typed is lost");
        assert_page(&answer, pasted);
    }
}

#[test]
fn a_pasted_attack_is_text_and_a_long_one_is_refused() {
    let site = Site::start();
    let rows = [
        "</textarea></pre><script>alert(1)</script>",
        "script-src 'unsafe-inline' \"><img src=x onerror=alert(1)>",
    ];
    let headers = rows.map(|row| format!("HTTP/2 200\nx-frame-options: {row}\nset-cookie: {row}"));
    for pasted in rows.iter().copied().chain(headers.iter().map(String::as_str)) {
        let answer = site.post("/security", "", &[("text", pasted)]);
        assert_eq!(answer.status, 200);
        assert!(is_inert(&answer.body), "{pasted}");
    }
    // A proof is markup that runs where it is not escaped.
    let open = site.post("/security", "", &[("text", "script-src 'unsafe-inline'")]);
    assert!(open.body.contains("alert(1)") && is_inert(&open.body));
    for (length, status) in [(8 * 1024, 200), (8 * 1024 + 1, 422), (30 * 1024, 422), (40 * 1024, 413)] {
        let answer = site.post("/security", "", &[("text", &"x".repeat(length))]);
        assert_eq!(answer.status, status, "{length}");
        assert_page(&answer, "a long text");
    }
}

/// The check finds what an answer lacks: each header of a page that it asks for, taken away.
#[test]
fn a_header_that_is_missing_is_found() {
    let site = Site::start();
    let answer = site.get("/", "");
    for (missing, code) in [
        ("content-security-policy", "headers.csp_missing"),
        ("x-content-type-options", "headers.nosniff_missing"),
        ("content-type", "headers.type_missing"),
    ] {
        let left = answer.headers.iter().filter(|(name, _)| name != missing);
        let left = left.map(|(name, value)| (name.as_str(), value.as_str()));
        let error = headers::check(left, &page().https(false)).expect_err(missing);
        assert!(error.findings().iter().any(|finding| finding.code() == code), "{error}");
    }
}
