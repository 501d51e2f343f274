//! A visit to the noticeboard with hostile input: what must hold for every answer. `tests/testing_noticeboard.rs` makes
//! visits on stable Rust, `fuzz/fuzz_targets/noticeboard.rs` under a fuzzer.

use axum::Router;
use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, ORIGIN, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use std::cell::LazyCell;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;
use untaint::escape::UrlComponent;
use untaint::testing::generate::Upload;
use untaint::testing::{
    BreachKind, InertHtml, assert_no_echo, assert_single_path_component, assert_stays_on,
    check_attribute_intact, check_no_echo,
};

/// The site's own origin; nothing listens there, and nothing has to.
pub const ORIGIN_OF_SITE: &str = "https://board.test";

/// What a visitor types, and a body that no form makes.
#[derive(Debug, Clone)]
pub struct Visit {
    pub next: String,
    pub name: String,
    pub text: String,
    pub link: String,
    pub raw: String,
    pub file: Upload,
}

/// Makes the visit to a fresh site, and panics at the first answer that is not as it must be.
pub fn visit_holds(site: impl Fn(&str) -> Router, visit: &Visit) {
    let site = Site(site(ORIGIN_OF_SITE));
    let login = format!("/login?next={}", UrlComponent(&visit.next));

    // Logging in: the target stands in the form, and then in a header.
    site.get(&login, "").is(&[200]);
    let form = [("name", visit.name.as_str()), ("next", &visit.next)];
    let mut answer = site.post("/login", "", &form).is(&[303, 422]);
    let collapsed = untaint::text::collapse_whitespace(&visit.name);
    let mut author = collapsed.as_ref();
    if answer.status == StatusCode::UNPROCESSABLE_ENTITY {
        // This name is none: another one, for the rest of the visit.
        author = "Ann Other";
        answer = site.post("/login", "", &[("name", author), ("next", &visit.next)]).is(&[303]);
    }
    let cookie = answer.cookie();
    site.get(&login, &cookie).is(&[303]);

    // A note: previewed in a page and by the script, and then pinned.
    let mut form = vec![("text", visit.text.as_str()), ("link", &visit.link), ("action", "preview")];
    site.post("/new", &cookie, &form).is(&[200, 413]);
    site.post("/preview", &cookie, &form).is(&[200, 413]);
    form.pop();
    let pinned = site.post("/new", &cookie, &form).is(&[303, 413, 422]);
    let board = site.get("/", &cookie).is(&[200]);
    if pinned.status == StatusCode::SEE_OTHER {
        // The page's own attributes may be like what the name would make, so only the count is judged.
        let label = format!("Note by {author}");
        let outcome = check_attribute_intact(&board.body, &label);
        assert!(!matches!(&outcome, Err(breach) if breach.kind() == BreachKind::Attribute), "{outcome:?}");
    }

    // Forms that are declared, each with the token of its page; a site need not have them.
    let page = site.get("/signup", "").is(&[200, 404]);
    let (visitor, token) = (page.cookie.as_deref().map_or("", pair), page.token());
    let form = [
        ("csrf_token", token),
        ("name", visit.name.as_str()),
        ("email", &visit.link),
        ("age", "42"),
        ("reason", "other"),
        ("password", &visit.text),
        ("password_again", &visit.text),
        ("next", &visit.next),
    ];
    let sent = site.post("/signup", visitor, &form).is(&[200, 404, 413, 422]);
    if let Some(link) = between(&sent.body, "/signup/confirm?t=", "\"") {
        // A mail would bring it: the page asks, and the button opens a session.
        site.get(&format!("/signup/confirm?t={link}"), visitor).is(&[200]);
        site.post("/signup/confirm", visitor, &[("t", link)]).is(&[403]);
        site.post("/signup/confirm", visitor, &[("t", link), ("csrf_token", token)]).is(&[303]);
    } else {
        assert_ne!(sent.status, StatusCode::OK, "no link");
    }
    let page = site.get("/profile", &cookie).is(&[200, 404]);
    let token = page.token();
    let fields =
        [("csrf_token", token), ("about", visit.text.as_str()), ("site", &visit.link), ("tags", &visit.name)];
    site.post("/profile", &cookie, &fields).is(&[303, 404, 413, 422]);
    let (kind, body) = multipart("avatar", &visit.file, token);
    site.send(Method::POST, "/profile", &cookie, &kind, body).is(&[303, 400, 404, 422]);
    site.get("/profile", &cookie).is(&[200, 404]);

    // A link to the note.
    if let Some(note) = pinned.location.as_deref().and_then(|location| location.strip_prefix("/#note-")) {
        let page = site.get(&format!("/notes/{note}/share"), &cookie).is(&[200]);
        let link = between(&page.body, "/shared?t=", "\"").expect("a link");
        site.get(&format!("/shared?t={link}"), "").is(&[200]);
        site.get(&format!("/shared?t={link}A"), "").is(&[404]);
    }

    // A file for the note: whatever is kept is served as what it is, and as nothing else.
    if let Some(note) = pinned.location.as_deref().and_then(|location| location.strip_prefix("/#note-")) {
        let path = format!("/notes/{note}/attach");
        let (kind, body) = multipart("file", &visit.file, "");
        site.send(Method::POST, &path, &cookie, &kind, body).is(&[303, 422]);
        for stored in site.get("/", "").is(&[200]).body.split("\"/files/").skip(1) {
            let stored = stored.split('"').next().unwrap_or_default();
            assert_single_path_component(stored);
            let file = site.get(&format!("/files/{stored}"), "").is(&[200]);
            let kind = file.kind.as_deref().unwrap_or_default();
            assert!(
                kind.starts_with("image/") && kind != "image/svg+xml" || kind == "application/pdf",
                "{kind}"
            );
            assert!(file.is_nosniff, "{stored}");
        }
    }

    // What no form sends, and a page that is not there.
    for path in ["/login", "/signup", "/signup/confirm", "/profile", "/new", "/preview", "/limits", "/logout"]
    {
        site.send(Method::POST, path, "", FORM, visit.raw.clone().into());
    }
    for path in ["/shared", "/signup/confirm"] {
        site.get(&format!("{path}?t={}", UrlComponent(&visit.raw)), "").is(&[404]);
    }
    let quiet = site.get("/nowhere-at-all", "").is(&[404]);
    if check_no_echo(&quiet.body, &visit.raw).is_ok() {
        let lost = site.get(&format!("/nowhere-{}", UrlComponent(&visit.raw)), "").is(&[404]);
        assert_no_echo(&lost.body, &visit.raw);
    }
}

/// What stands behind one text and before the next one.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Option<&'t str> {
    text.split_once(start)?.1.split_once(end).map(|(found, _)| found)
}

/// Name and value of a cookie that an answer sets.
fn pair(cookie: &str) -> &str {
    cookie.split(';').next().unwrap_or_default()
}

/// A form with a file and a token, as a browser writes it (HTML standard, 4.10.21.8).
fn multipart(field: &str, file: &Upload, token: &str) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "frontier-of-the-form-7d1c2a";
    let name = file.name.replace('\r', "%0D").replace('\n', "%0A").replace('"', "%22");
    let kind = file.declared.as_deref().unwrap_or("application/octet-stream");
    let mut body = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"csrf_token\"\r\n\r\n{token}\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {kind}\r\n\r\n"
    )
    .into_bytes();
    body.extend_from_slice(&file.bytes);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}

const FORM: &str = "application/x-www-form-urlencoded";

struct Site(Router);

struct Answer {
    path: String,
    status: StatusCode,
    location: Option<String>,
    cookie: Option<String>,
    kind: Option<String>,
    is_nosniff: bool,
    body: String,
}

impl Site {
    fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Method::GET, path, cookie, FORM, Vec::new())
    }

    fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", UrlComponent(value))).collect();
        self.send(Method::POST, path, cookie, FORM, pairs.join("&").into())
    }

    /// Sends a request as the site's own pages do, and looks at what holds for every answer.
    fn send(&self, method: Method, path: &str, cookie: &str, kind: &str, body: Vec<u8>) -> Answer {
        thread_local! {
            static RUNTIME: LazyCell<Runtime> = const {
                LazyCell::new(|| Builder::new_current_thread().enable_time().build().expect("a runtime"))
            };
        }
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(ORIGIN, ORIGIN_OF_SITE)
            .header(CONTENT_TYPE, kind)
            .header(COOKIE, cookie)
            .body(Body::from(body))
            .expect("a path in escapes and literals");
        let (head, body) = RUNTIME.with(|runtime| {
            runtime.block_on(async {
                let (head, body) = self.0.clone().oneshot(request).await.expect("infallible").into_parts();
                (head, body.collect().await.expect("a body in memory").to_bytes())
            })
        });
        let header = |name: HeaderName| {
            head.headers.get(name).map(|value| value.to_str().expect("visible ASCII").to_owned())
        };
        let body = String::from_utf8_lossy(&body).into_owned();
        let (location, kind) = (header(LOCATION), header(CONTENT_TYPE));
        assert!(!head.status.is_server_error(), "{} at {path:?}", head.status);
        if let Some(location) = &location {
            assert_stays_on(ORIGIN_OF_SITE, location);
        }
        if kind.as_ref().is_some_and(|kind| kind.starts_with("text/html")) {
            let policy = header(CONTENT_SECURITY_POLICY).unwrap_or_default();
            let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
            let mut inert = InertHtml::page().refuse_style_attributes();
            if let Some(nonce) = nonce {
                inert = inert.allow_nonce(nonce);
            }
            inert.assert(&body);
        }
        let is_nosniff = header(X_CONTENT_TYPE_OPTIONS).as_deref() == Some("nosniff");
        let cookie = header(SET_COOKIE);
        Answer { path: path.to_owned(), status: head.status, location, cookie, kind, is_nosniff, body }
    }
}

impl Answer {
    #[track_caller]
    fn is(self, wanted: &[u16]) -> Self {
        assert!(wanted.contains(&self.status.as_u16()), "{} at {:?}", self.status, self.path);
        self
    }

    fn cookie(&self) -> String {
        pair(self.cookie.as_deref().expect("a session")).to_owned()
    }

    /// The token of the page's forms.
    fn token(&self) -> &str {
        between(&self.body, "name=\"csrf_token\" value=\"", "\"").unwrap_or_default()
    }
}
