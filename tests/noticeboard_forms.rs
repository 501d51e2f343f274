//! The noticeboard's declared forms, driven over real HTTP: what is typed comes back with every error beside its field,
//! passwords never do, and nothing of it runs.
#![cfg(all(feature = "derive", feature = "upload", feature = "http", feature = "fs", feature = "serde"))]
#![cfg(all(feature = "sign", feature = "random"))]

// The site's own modules; only `main` is not called.
#[allow(dead_code)]
#[path = "../examples/noticeboard/main.rs"]
mod noticeboard;
#[allow(dead_code)]
#[path = "support/site.rs"]
mod site;
mod support;

use serde_json::Value;
use site::{Answer, Element, Site, by_id, form, is_inert};

const HOSTILE: &str = "\"'><img src=x onerror=alert(1)></textarea><script>alert(2)</script>";
const PASSWORD: &str = "correct horse <b>\"'";

/// A sign-up in which nothing is wrong, with some of its fields changed.
fn sign_up<'f>(changed: &[(&'f str, &'f str)]) -> Vec<(&'f str, &'f str)> {
    let mut fields = vec![
        ("name", "Alice"),
        ("email", "alice@example.com"),
        ("age", "42"),
        ("reason", "neighbour"),
        ("password", PASSWORD),
        ("password_again", PASSWORD),
        ("next", "/new"),
    ];
    for (name, value) in changed {
        fields.retain(|(known, _)| known != name);
        fields.push((name, value));
    }
    fields
}

/// The fields that a page calls wrong. Each has what is wrong beside it, and the first the focus.
fn wrong(elements: &[Element]) -> Vec<String> {
    let marked: Vec<&Element> =
        elements.iter().filter(|element| element.attr("aria-invalid") == Some("true")).collect();
    for element in &marked {
        let described = element.attr("aria-describedby").expect("what is wrong");
        assert!(described.split(' ').all(|id| !by_id(elements, id).text.is_empty()), "{described}");
    }
    let focused: Vec<&Element> =
        elements.iter().filter(|element| element.attr("autofocus").is_some()).collect();
    assert_eq!(focused.len(), usize::from(!marked.is_empty()), "{marked:?}");
    // Every link of the summary leads to a field.
    for link in elements.iter().filter_map(|element| element.attr("href")?.strip_prefix('#')) {
        by_id(elements, link);
    }
    marked.iter().filter_map(|element| element.attr("id")).map(str::to_owned).collect()
}

fn value<'e>(elements: &'e [Element], id: &str) -> Option<&'e str> {
    by_id(elements, id).attr("value")
}

impl Site {
    fn send_json(&self, path: &str, cookie: &str, accept: &str, body: &str) -> Answer {
        self.send_of_type("application/json", path, cookie, accept, body.as_bytes())
    }

    /// A body as a script sends it: the token stands in a header.
    fn send_of_type(&self, kind: &str, path: &str, cookie: &str, accept: &str, body: &[u8]) -> Answer {
        let (cookie, token) = self.token(cookie);
        let headers = [
            ("content-type", kind),
            ("accept", accept),
            ("cookie", cookie.as_str()),
            ("sec-fetch-site", "same-origin"),
            ("x-csrf-token", &token),
        ];
        self.send_bytes("POST", path, &headers, body)
    }

    /// Follows the link that a sign-up was answered with, and presses the button there.
    fn confirm(&self, sent: &Answer) -> Answer {
        assert!(sent.status == 200 && is_inert(&sent.body), "{}", sent.body);
        assert!(sent.header("set-cookie").is_none_or(|cookie| !cookie.contains("session")));
        let elements = sent.elements();
        let link = by_id(&elements, "link").attr("href").expect("a link");
        let page = self.get(link, "");
        assert!(page.status == 200 && is_inert(&page.body));
        let fields = page.elements();
        let hidden = |name| {
            let field = fields.iter().find(|element| element.attr("name") == Some(name));
            (name, field.and_then(|field| field.attr("value")).expect("a hidden field"))
        };
        self.post("/signup/confirm", &page.cookie(), &[hidden("t"), hidden("csrf_token")])
    }
}

#[test]
fn a_sign_up_opens_a_session_and_leads_on() {
    let site = Site::start();
    let login = site.get("/login?next=/new", "").elements();
    assert!(login.iter().any(|element| element.attr("href") == Some("/signup?next=%2Fnew")));
    let page = site.get("/signup?next=/new", "");
    assert!(page.status == 200 && is_inert(&page.body));
    let elements = page.elements();
    assert_eq!(wrong(&elements), [""; 0], "an empty form is nobody's fault yet");
    let name = by_id(&elements, "name");
    assert!(name.attr("required").is_some());
    assert_eq!((name.attr("minlength"), name.attr("autocomplete")), (Some("2"), Some("nickname")));
    let age = by_id(&elements, "age");
    assert_eq!(
        (age.attr("type"), age.attr("min"), age.attr("max")),
        (Some("number"), Some("16"), Some("120"))
    );
    assert_eq!(by_id(&elements, "password").attr("type"), Some("password"));
    assert_eq!(elements.iter().filter(|element| element.attr("type") == Some("radio")).count(), 3);

    for (name, extra) in [
        ("Alice", &[][..]),
        ("山田\u{3000}太郎", &[("email", "")]),
        ("Bob", &[("news", "true"), ("age", "16")]),
    ] {
        let fields = sign_up(&[&[("name", name)], extra].concat());
        let answer = site.confirm(&site.submit("/signup", "", &fields));
        assert_eq!((answer.status, answer.header("location")), (303, Some("/new")), "{name}");
        assert_eq!(site.get("/new", &answer.cookie()).status, 200);
        // Who is logged in has nothing to sign up for.
        assert_eq!(site.get("/signup", &answer.cookie()).header("location"), Some("/"));
    }
}

#[test]
fn what_is_wrong_stands_beside_its_field() {
    let site = Site::start();
    let long = "x".repeat(41);
    for (field, typed, said) in [
        ("name", "", "Fill this in"),
        ("name", "x", "2 to 40 characters"),
        ("name", &long, "2 to 40 characters"),
        ("name", "!!", "all signs"),
        ("name", "Al\u{202E}ice", ""),
        ("email", "nonsense", ""),
        ("age", "", ""),
        ("age", "twenty", ""),
        ("age", "15", "16 to 120"),
        ("age", "121", "16 to 120"),
        ("age", "999", "16 to 120"),
        ("age", "-1", "16 to 120"),
        ("reason", "spying", ""),
        ("password", "short", ""),
        ("password_again", "correct house", ""),
    ] {
        let answer = site.submit("/signup", "", &sign_up(&[(field, typed)]));
        assert_eq!(answer.status, 422, "{field} {typed:?}");
        assert!(answer.header("set-cookie").is_none() && is_inert(&answer.body));
        assert!(answer.header("vary").is_some_and(|vary| vary.contains("accept")));
        let elements = answer.elements();
        let marked = wrong(&elements);
        // Another password is another repetition too.
        let expected = if field == "password" { &["password", "password_again"][..] } else { &[field][..] };
        assert_eq!(marked, expected, "{typed:?}");
        let told = &by_id(&elements, &format!("{field}-error")).text;
        assert!(told.contains(said), "{field} {typed:?}: {told}");
        assert!(by_id(&elements, "summary").text.contains(told.as_str()));
        // What was typed is there, and a password nowhere.
        for (name, typed) in sign_up(&[(field, typed)]) {
            match name {
                "password" | "password_again" => assert_eq!(value(&elements, name), None),
                "reason" | "next" => {}
                _ => assert_eq!(value(&elements, name).unwrap_or_default(), typed, "{name}"),
            }
        }
        let chosen = elements.iter().find(|element| element.attr("checked").is_some());
        assert_eq!(chosen.and_then(|e| e.attr("value")), (field != "reason").then_some("neighbour"));
        assert!(!answer.body.contains("correct h") && !answer.body.contains("\"short\""));
    }
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let site = Site::start();
    let answer = site.submit("/signup", "", &[]);
    assert_eq!(answer.status, 422);
    let marked = wrong(&answer.elements());
    assert_eq!(marked, ["name", "age", "reason", "password", "password_again"]);

    let hostile = [
        ("name", HOSTILE),
        ("email", HOSTILE),
        ("age", HOSTILE),
        ("reason", HOSTILE),
        ("news", HOSTILE),
        ("password", HOSTILE),
        ("password_again", "javascript:alert(3)"),
        ("next", "//evil.example/\"><script>"),
        (HOSTILE, HOSTILE),
    ];
    let answer = site.submit("/signup", "", &hostile);
    assert!(answer.status == 422 && is_inert(&answer.body));
    let elements = answer.elements();
    for field in ["name", "email", "age"] {
        assert_eq!(value(&elements, field), Some(HOSTILE), "{field}");
    }
    assert!(value(&elements, "password").is_none() && !answer.body.contains("alert(3)"));
    assert!(!elements.iter().any(|element| element.attr("name") == Some("next")));
    wrong(&elements);
}

#[test]
fn a_name_is_taken_once() {
    let site = Site::start();
    assert_eq!(site.confirm(&site.submit("/signup", "", &sign_up(&[]))).status, 303);
    for name in ["Alice", "ALICE", " alice "] {
        let answer = site.submit("/signup", "", &sign_up(&[("name", name)]));
        assert_eq!(answer.status, 422, "{name:?}");
        let elements = answer.elements();
        assert_eq!(wrong(&elements), ["name"]);
        assert!(by_id(&elements, "name-error").text.contains("Somebody has this name"));
        assert_eq!(value(&elements, "name"), Some(name));
    }
    // A form in which something else is wrong takes no name.
    assert_eq!(site.submit("/signup", "", &sign_up(&[("name", "Carol"), ("age", "3")])).status, 422);
    let carol = sign_up(&[("name", "Carol")]);
    let (first, second) = (site.submit("/signup", "", &carol), site.submit("/signup", "", &carol));
    // Until a link comes back, the name is anybody's; then it is gone, for the same link too.
    assert_eq!(site.confirm(&second).status, 303);
    for late in [first, second] {
        let answer = site.confirm(&late);
        assert!(answer.status == 409 && is_inert(&answer.body) && answer.body.contains("taken meanwhile"));
        assert!(answer.header("set-cookie").is_none());
    }
}

#[test]
fn a_sign_up_leads_on_only_within_the_site() {
    let site = Site::start();
    for next in ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)"] {
        let page = site.get(&format!("/signup?{}", form(&[("next", next)])), "");
        assert!(page.status == 200 && page.body.contains("not on this site"), "{next}");
        let answer = site.submit("/signup", "", &sign_up(&[("next", next)]));
        assert_eq!(answer.status, 422, "{next}");
        assert!(answer.header("location").is_none());
        let elements = answer.elements();
        assert!(by_id(&elements, "next").text.contains("not on this site"));
        assert!(!elements.iter().any(|element| element.attr("name") == Some("next")), "{next}");
    }
    // Sent again as the page has it then.
    let mut again = sign_up(&[]);
    again.retain(|(name, _)| *name != "next");
    let answer = site.confirm(&site.submit("/signup", "", &again));
    assert_eq!((answer.status, answer.header("location")), (303, Some("/")));
}

#[test]
fn who_asks_for_json_gets_a_problem() {
    let site = Site::start();
    let good = r#"{"name": "Dora", "age": 30, "reason": "other", "news": true, "password": "12345678", "password_again": "12345678"}"#;
    let bad = good.replace("30", "\"x\"").replace("\"12345678\"}", "\"1234567890\"}");
    for (accept, is_page) in [("application/json", false), ("*/*", false), ("text/html", true)] {
        let answer = site.send_json("/signup", "", accept, &bad);
        assert_eq!(answer.status, 422, "{accept}");
        assert!(!answer.body.contains("12345678"), "a password is told");
        if is_page {
            assert!(is_inert(&answer.body));
            assert_eq!(wrong(&answer.elements()), ["age", "password_again"]);
            continue;
        }
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
        let problem: Value = serde_json::from_str(&answer.body).expect("JSON");
        let errors = problem["errors"].as_array().expect("errors");
        let paths: Vec<_> = errors.iter().map(|error| error["path"].as_str().expect("a path")).collect();
        assert_eq!(paths, ["age", "password_again"]);
    }
    let sent = site.send_json("/signup", "", "application/json", good);
    assert_eq!(site.confirm(&sent).status, 303);
    let taken = site.send_json("/signup", "", "application/json", good);
    let problem: Value = serde_json::from_str(&taken.body).expect("JSON");
    assert_eq!(problem["errors"][0]["code"], "board.taken");
}

#[test]
fn what_is_no_form_is_refused() {
    let site = Site::start();
    let send = |content_type: &str, accept: &str, body: &str| {
        site.send_of_type(content_type, "/signup", "", accept, body.as_bytes())
    };
    let long = form(&[("name", &"x".repeat(17 * 1024))]);
    let many = "a=1&".repeat(101);
    for (content_type, body, status) in [
        ("application/x-www-form-urlencoded", long.as_str(), 413),
        ("application/x-www-form-urlencoded", &many, 413),
        ("application/json", "{", 400),
        ("multipart/form-data", "", 400),
        ("multipart/form-data; boundary=x", "--x", 400),
        ("text/plain", "name=Alice", 415),
    ] {
        let page = send(content_type, "text/html", body);
        assert_eq!(page.status, status, "{content_type}");
        assert!(is_inert(&page.body) && page.body.contains("Not understood"));
        let problem = send(content_type, "application/json", body);
        assert_eq!(problem.status, status, "{content_type}");
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
    }
    // Bytes that are no UTF-8 are told, never replaced in silence.
    let body = form(&sign_up(&[])).replace("name=Alice", "name=Al%FFice");
    let answer = send("application/x-www-form-urlencoded", "text/html", &body);
    assert_eq!((answer.status, wrong(&answer.elements())), (422, vec!["name".to_owned()]));
    // Another site's form is nobody's.
    let foreign = site.post_from(&[("origin", "https://evil.example")], "/signup", "", &sign_up(&[]));
    assert_eq!(foreign.status, 403);
}

const FRONTIER: &str = "multipart/form-data; boundary=frontier";

/// A form as a browser sends it when there may be a file in it.
fn multipart(fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--frontier\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let (name, declared, bytes) = file.unwrap_or(("", "application/octet-stream", b""));
    let head = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"avatar\"; filename=\"{name}\"\r\nContent-Type: {declared}\r\n\r\n"
    );
    [&body, head.as_bytes(), bytes, b"\r\n--frontier--\r\n"].concat()
}

impl Site {
    fn profile(&self, cookie: &str, accept: &str, body: &[u8]) -> Answer {
        self.send_of_type(FRONTIER, "/profile", cookie, accept, body)
    }
}

/// The address of the picture on a page, if there is one.
fn picture(elements: &[Element]) -> Option<&str> {
    elements.iter().filter_map(|element| element.attr("src")).find(|src| src.starts_with("/files/"))
}

#[test]
fn a_profile_is_kept_and_comes_back_into_its_form() {
    let site = Site::start();
    assert_eq!(site.get("/profile", "").header("location"), Some("/login?next=%2Fprofile"));
    let cookie = site.log_in("Pia");
    let page = site.get("/profile", &cookie);
    assert!(page.status == 200 && is_inert(&page.body));
    assert_eq!(wrong(&page.elements()), [""; 0]);
    let page = page.elements();
    let accept = by_id(&page, "avatar").attr("accept").expect("types");
    assert!(accept.contains("image/png") && !accept.contains("svg"), "{accept}");

    let png = support::upload::file("plain.png");
    let fields = [
        ("about", "<b onclick=alert(1)>Hi</b> & <script>alert(2)</script>bye"),
        ("site", " https://example.com/?a=\"onclick=x&b=<b> "),
        ("tags", " gardens "),
        ("tags", "<b>choir"),
        ("tags", ""),
    ];
    let body = multipart(&fields, Some(("../me\".png", "image/png", &png)));
    let answer = site.profile(&cookie, "text/html", &body);
    assert_eq!((answer.status, answer.header("location")), (303, Some("/profile?kept")), "{}", answer.body);
    let page = site.get("/profile?kept", &cookie);
    assert!(is_inert(&page.body) && page.body.contains("It is kept."));
    let elements = page.elements();
    assert_eq!(by_id(&elements, "about").text, "<b>Hi</b> &amp; bye");
    assert_eq!(value(&elements, "site"), Some("https://example.com/?a=\"onclick=x&b=<b>"));
    let tags: Vec<_> =
        elements.iter().filter(|e| e.attr("name") == Some("tags")).map(|e| e.attr("value")).collect();
    assert_eq!(tags, [Some("gardens"), Some("<b>choir"), None]);
    let seen = &by_id(&elements, "seen").text;
    assert!(seen.contains("Hi & bye") && seen.contains("<b>choir") && !seen.contains("alert"), "{seen}");

    // The picture is one of the site's files.
    let address = picture(&elements).expect("a picture");
    let served = site.get(address, "");
    assert_eq!((served.status, served.header("content-type")), (200, Some("image/png")));
    assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(served.header("content-length"), Some(png.len().to_string().as_str()));
    // It stays until another one comes, or until it is taken down.
    assert_eq!(site.profile(&cookie, "text/html", &multipart(&[("site", "")], None)).status, 303);
    let elements = site.get("/profile", &cookie).elements();
    assert_eq!((picture(&elements), value(&elements, "site")), (Some(address), None));
    assert_eq!(by_id(&elements, "about").text, "");
    let down = multipart(&[("no_avatar", "true")], None);
    assert_eq!(site.profile(&cookie, "text/html", &down).status, 303);
    let elements = site.get("/profile", &cookie).elements();
    assert!(picture(&elements).is_none() && elements.iter().all(|e| e.attr("name") != Some("no_avatar")));

    // It is the session's, not the name's.
    let other = site.log_in("Pia");
    assert!(!site.get("/profile", &other).body.contains("choir"));
    // A form without a file need not be sent in parts.
    assert_eq!(site.submit("/profile", &cookie, &[("tags", "x")]).status, 303);
}

#[test]
fn what_is_wrong_with_a_profile_stands_beside_its_field() {
    let site = Site::start();
    let cookie = site.log_in("Rita");
    let long = "x".repeat(1001);
    let png = support::upload::file("plain.png");
    let large = [&png[..], &vec![0; 3 << 20]].concat();
    let text = |name: &'static str, value| (name, multipart(&[(name, value)], None));
    let file =
        |name: &str, declared: &str, bytes: &[u8]| ("avatar", multipart(&[], Some((name, declared, bytes))));
    let six: Vec<(&str, &str)> = ["a", "b", "c", "d", "e", "f"].map(|tag| ("tags", tag)).to_vec();
    for (field, body) in [
        text("about", &long),
        text("site", "javascript:alert(1)"),
        text("site", "example.com"),
        text("site", "https://bank.example@evil.example/"),
        text("site", "https://example.com/\u{202E}gnp.exe"),
        text("tags", "a tag that is much too long"),
        text("tags", "two\nlines"),
        ("tags", multipart(&six, None)),
        ("tags", multipart(&[("tags", "a"), ("tags", "a")], None)),
        text("avatar", "no file"),
        file("cat.png", "image/png", b"<!doctype html><script>alert(1)</script>"),
        file("cat.gif", "image/gif", b"GIF89a;<?php system($_GET['c']);"),
        file("cat.jpg", "text/html", &png),
        file("cat.png", "image/png", &large),
        file("cat.png", "image/png", b""),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
        let page = site.profile(&cookie, "text/html", &body);
        assert!(page.status == 422 && is_inert(&page.body), "{shown}");
        let elements = page.elements();
        assert!(wrong(&elements).iter().all(|id| id.starts_with(field)), "{shown}: {:?}", wrong(&elements));
        assert!(!by_id(&elements, &format!("{field}-error")).text.is_empty());
        // The script gets the same as data.
        let problem = site.profile(&cookie, "application/json", &body);
        assert_eq!(problem.header("content-type"), Some("application/problem+json"));
        let problem: Value = serde_json::from_str(&problem.body).expect("JSON");
        for error in problem["errors"].as_array().expect("errors") {
            assert!(error["path"].as_str().is_some_and(|path| path.starts_with(field)), "{shown}: {error}");
            // The page has words of its own for links.
            let said = error["message"].as_str().expect("a sentence");
            let is_own = field == "site";
            assert!(is_own || by_id(&elements, "summary").text.contains(said), "{shown}: {said}");
        }
        assert!(picture(&site.get("/profile", &cookie).elements()).is_none(), "{shown}");
    }
    // A good picture beside a bad field is not kept, and neither is the profile.
    let body = multipart(&[("about", "kept?"), ("site", "x")], Some(("a.png", "image/png", &png)));
    assert_eq!(site.profile(&cookie, "text/html", &body).status, 422);
    let page = site.get("/profile", &cookie);
    assert!(picture(&page.elements()).is_none() && !page.body.contains("kept?"));
}

#[test]
fn a_profile_outlives_no_session_and_no_limit() {
    let site = Site::start();
    let cookie = site.log_in("Nora");
    let two = |name: &str| {
        let part = multipart(&[], Some((name, "image/png", &support::upload::file("plain.png"))));
        let end = part.len() - b"--frontier--\r\n".len();
        [&part[..end], &part].concat()
    };
    for (body, status) in [
        (multipart(&[("about", &"x".repeat(17 * 1024))], None), 413),
        (two("a.png"), 413),
        (multipart(&[], Some(("a.png", "image/png", &vec![0; 19 << 20]))), 413),
        (b"--frontier".to_vec(), 400),
    ] {
        let answer = site.profile(&cookie, "text/html", &body);
        assert_eq!(answer.status, status, "{} bytes", body.len());
        assert!(is_inert(&answer.body) && answer.body.contains("Not understood"));
    }
    let foreign =
        [("content-type", FRONTIER), ("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    let body = multipart(&[("about", "not mine")], None);
    assert_eq!(site.send_bytes("POST", "/profile", &foreign, &body).status, 403);
    assert!(!site.get("/profile", &cookie).body.contains("not mine"));

    // The session ends while somebody writes: what was typed is still in the form.
    site.submit("/logout", &cookie, &[]);
    let answer = site.profile(&cookie, "text/html", &multipart(&[("about", HOSTILE)], None));
    assert_eq!(answer.status, 401);
    assert!(is_inert(&answer.body) && answer.body.contains("no longer logged in"));
    assert_eq!(by_id(&answer.elements(), "about").text, HOSTILE);
}
