//! A whole site with what this crate leaves to others. tower-http refuses forms of other sites and long bodies, and says
//! which site may read the one open answer; tower-sessions keeps who is logged in, under a new id from the login on;
//! argon2 checks the password, and takes as long for a name that nobody has; the jar of axum-extra remembers the name.
//! From here come the headers, the host, the visitor's address behind the proxy, and the check of the key.
//!
//! The proxy ends TLS, adds to `X-Forwarded-For`, sets `X-Forwarded-Proto` and leaves `Host` as it is. A page with
//! scripts needs a nonce: its handler calls `SecurityHeaders::apply`, and the layer leaves alone what is there. How often
//! somebody may try a password is asked of `tower_governor`: see `docs::left_to_others`.

// recipe
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use axum::extract::{ConnectInfo, Extension, Form, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::{Router, routing::get, routing::post};
use axum_extra::extract::cookie::{Cookie, CookieJar, Key, SameSite};
use std::net::{IpAddr, SocketAddr};
use std::{collections::BTreeMap, sync::Arc, sync::LazyLock};
use tower_http::set_header::response::SetMultipleResponseHeadersLayer;
use tower_http::{cors::CorsLayer, csrf::CsrfLayer, limit::RequestBodyLimitLayer};
use tower_sessions::cookie::time::Duration;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};
use untaint::web::client::{self, ProxyPolicy};
use untaint::web::headers::{CacheControl, Hsts, SecurityHeaders};
use untaint::web::host::{self, HostPolicy};
use untaint::web::{csp::Policy, secret::Secret, sign::random16};
use untaint::{attr, escape};

static HEADERS: LazyLock<SecurityHeaders> = LazyLock::new(|| {
    let policy = Policy::api().to_builder().form_action(["'self'"]).build(); // no script
    let page = SecurityHeaders::page(&policy.expect("a policy")).hsts(Hsts::days(365));
    page.cache_control(CacheControl::no_store()).build().expect("headers")
});
static HOSTS: LazyLock<HostPolicy> =
    LazyLock::new(|| HostPolicy::builder().host("app.test").build().expect("a host"));
static PROXIES: LazyLock<ProxyPolicy> =
    LazyLock::new(|| ProxyPolicy::builder().trusted(["loopback"]).build().expect("IP"));
const BROKEN: (StatusCode, &str) = (StatusCode::INTERNAL_SERVER_ERROR, "Try later.");

/// The key is from `secret::check`; users have hashes, made as that of nobody below.
pub fn site(key: &Secret, users: BTreeMap<String, String>) -> Router {
    let headers = HEADERS.fixed().expect("no nonce").map(|(name, value)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value)).into()
    });
    let sessions = SessionManagerLayer::new(MemoryStore::default()) // or your database
        .with_name("__Host-session") // Secure, HttpOnly, SameSite=Strict, Path=/
        .with_expiry(Expiry::OnInactivity(Duration::hours(8)))
        .with_signed(Key::derive_from(key.as_bytes()));
    let cors =
        CorsLayer::new().allow_origin([HeaderValue::from_static("https://b.test")]);
    let nobody = Argon2::default().hash_password(&random16().expect("random bytes"));
    Router::new()
        .route("/", get(home))
        .route("/login", get(login_page).post(login))
        .route("/logout", post(logout))
        .route("/open", get(async || "open").layer(cors))
        .layer(sessions)
        .layer(CsrfLayer::new()) // behind `gate`: it compares with a host that is ours
        .layer(RequestBodyLimitLayer::new(16 * 1024))
        .layer(from_fn(gate))
        // Outermost: errors have them, too.
        .layer(SetMultipleResponseHeadersLayer::if_not_present(headers.collect()))
        .with_state(Arc::new((users, nobody.expect("a salt").to_string())))
}

/// The host is ours, the visitor came by https, and the pages learn his address.
async fn gate(peer: ConnectInfo<SocketAddr>, request: Request, next: Next) -> Response {
    let (mut head, body) = request.into_parts();
    let fields = |name| head.headers.get_all(name).iter();
    let Ok(host) = host::check_only(fields("host"), &HOSTS) else {
        return StatusCode::MISDIRECTED_REQUEST.into_response();
    };
    if !client::is_https(peer.ip(), fields("x-forwarded-proto"), &PROXIES) {
        let target = head.uri.path_and_query().map_or("/", |target| target.as_str());
        return Redirect::permanent(host.https_redirect(target).as_str())
            .into_response();
    }
    let visitor = client::address(peer.ip(), fields("x-forwarded-for"), &PROXIES);
    head.extensions.insert(visitor);
    next.run(Request::from_parts(head, body)).await
}

async fn home(session: Session) -> Result<Html<String>, (StatusCode, &'static str)> {
    let name: Option<String> = session.get("name").await.map_err(|_| BROKEN)?;
    let Some(name) = name else { return Ok(Html("<a href=/login>Log in</a>".into())) };
    let logout = "<form method=post action=/logout><button>Log out</button></form>";
    Ok(Html(format!("Hello {}{logout}", escape::html(&name))))
}

async fn login_page(jar: CookieJar) -> Html<String> {
    let name = attr::quote(jar.get("__Host-name").map_or("", Cookie::value));
    let rest = "<input name=password type=password><button>Log in</button></form>";
    Html(format!("<form method=post><input name=name value={name}>{rest}"))
}

#[derive(serde::Deserialize)]
struct Login {
    name: String,
    password: String,
}

async fn login(
    State(known): State<Arc<(BTreeMap<String, String>, String)>>,
    Extension(visitor): Extension<IpAddr>,
    (session, jar): (Session, CookieJar),
    Form(Login { name, password }): Form<Login>,
) -> Result<(CookieJar, Redirect), (StatusCode, &'static str)> {
    let hash = known.0.get(&name).unwrap_or(&known.1).clone(); // nobody's takes as long
    let verify = move || Argon2::default().verify_password(password.as_bytes(), &*hash);
    let verified = tokio::task::spawn_blocking(verify).await.map_err(|_| BROKEN)?;
    if verified.is_err() || !known.0.contains_key(&name) {
        eprintln!("no login for {} from {visitor}", escape::log_line(&name));
        return Err((
            StatusCode::UNPROCESSABLE_ENTITY,
            "The name or the password is wrong.",
        ));
    }
    session.cycle_id().await.map_err(|_| BROKEN)?; // the id from before is nobody's
    session.insert("name", &name).await.map_err(|_| BROKEN)?;
    let kept =
        Cookie::build(("__Host-name", name)).secure(true).http_only(true).path("/");
    Ok((jar.add(kept.same_site(SameSite::Strict)), Redirect::to("/")))
}

async fn logout(session: Session) -> Result<Redirect, (StatusCode, &'static str)> {
    session.flush().await.map(|()| Redirect::to("/")).map_err(|_| BROKEN)
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::http::Method;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    use untaint::web::cookie::{self, CookiePolicy};
    use untaint::web::headers::{self, Expect};
    use untaint::web::secret;

    const KEY: &str = "m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U";

    /// One for all tests: a hash is made to take its time.
    static APP: LazyLock<Router> = LazyLock::new(|| {
        let hash = Argon2::default().hash_password(b"correct horse").expect("a hash");
        let users = BTreeMap::from([("ada <b>".to_owned(), hash.to_string())]);
        site(&secret::check(KEY).expect("a key"), users)
    });

    /// A request as the proxy passes it on, with these headers in the place of its own.
    fn request(
        method: Method,
        path: &str,
        set: &[(&str, &str)],
        body: String,
    ) -> Request {
        let mut request = Request::new(Body::from(body));
        (*request.method_mut(), *request.uri_mut()) =
            (method, path.parse().expect("a path"));
        let usual = [
            ("host", "app.test"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-for", "127.0.0.1, 203.0.113.9"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        for (name, value) in usual.iter().chain(set) {
            let name: HeaderName = name.parse().expect("a name");
            request.headers_mut().insert(name, value.parse().expect("a value"));
        }
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
        request
    }

    async fn get(app: &Router, path: &str, set: &[(&str, &str)]) -> Response {
        let request = request(Method::GET, path, set, String::new());
        app.clone().oneshot(request).await.expect("an answer")
    }

    async fn post(
        app: &Router,
        path: &str,
        set: &[(&str, &str)],
        body: &str,
    ) -> Response {
        let request = request(Method::POST, path, set, body.to_owned());
        app.clone().oneshot(request).await.expect("an answer")
    }

    async fn log_in(app: &Router, cookies: &str) -> Response {
        let from = [("sec-fetch-site", "same-origin"), ("cookie", cookies)];
        post(app, "/login", &from, "name=ada+%3Cb%3E&password=correct+horse").await
    }

    /// The cookies of an answer, as they come back.
    fn cookies(answer: &Response) -> Vec<(String, String)> {
        let sent = answer.headers().get_all("set-cookie").iter();
        let policy =
            CookiePolicy::builder().host_prefix(true).build().expect("a policy");
        sent.map(|field| {
            let field = field.to_str().expect("ASCII");
            let cookie = cookie::check(field, &policy).expect(field);
            (cookie.name().to_owned(), cookie.value().to_owned())
        })
        .collect()
    }

    fn session(answer: &Response) -> String {
        let all = cookies(answer);
        let (name, value) =
            all.iter().find(|(name, _)| name == "__Host-session").expect("one");
        format!("{name}={value}")
    }

    async fn text(answer: Response) -> String {
        let body = answer.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(body.to_vec()).expect("text")
    }

    #[tokio::test]
    async fn forms_of_other_sites_are_refused() {
        let form = "name=ada+%3Cb%3E&password=correct+horse";
        for from in [
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
            ("origin", "https://evil.example"),
            ("origin", "null"),
        ] {
            for path in ["/login", "/logout"] {
                let answer = post(&APP, path, &[from], form).await;
                assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{from:?}");
                assert!(cookies(&answer).is_empty());
            }
        }
        for from in [("sec-fetch-site", "same-origin"), ("origin", "https://app.test")]
        {
            let answer = post(&APP, "/login", &[from], form).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{from:?}");
        }
    }

    #[tokio::test]
    async fn long_bodies_are_refused() {
        let long = format!("name=a&password={}", "a".repeat(16 * 1024));
        let own = ("sec-fetch-site", "same-origin");
        // Told in advance, and found out while it is read.
        for set in [vec![own, ("content-length", "16400")], vec![own]] {
            let answer = post(&APP, "/login", &set, &long).await;
            assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
        }
        let answer = post(&APP, "/login", &[own], &long[..16 * 1024]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }

    #[tokio::test]
    async fn every_answer_has_its_headers() {
        let page = Expect::page().https(true).strict();
        for path in ["/", "/login"] {
            let answer = get(&APP, path, &[]).await;
            assert_eq!(answer.status(), StatusCode::OK);
            headers::check(answer.headers(), &page).expect(path);
        }
        let answer = log_in(&APP, "").await;
        let expect = Expect::redirect().https(true);
        headers::check(answer.headers(), &expect).expect("a redirect");
        let logged_in = get(&APP, "/", &[("cookie", &session(&answer))]).await;
        headers::check(logged_in.headers(), &page).expect("the page of somebody");
        // Errors of each layer; those without a text have no type.
        let other = [("sec-fetch-site", "cross-site")];
        let long = [("content-length", "99999")];
        for answer in [
            get(&APP, "/nowhere", &[]).await,
            get(&APP, "/", &[("host", "evil.example")]).await,
            post(&APP, "/login", &other, "").await,
            post(&APP, "/login", &long, "").await,
            post(&APP, "/login", &[], "name=bob&password=wrong").await,
        ] {
            let expect = match answer.headers().get("content-type") {
                Some(_) => page.clone(),
                None => page.clone().accept("headers.type_missing"),
            };
            assert!(answer.status().is_client_error());
            let checked = headers::check(answer.headers(), &expect);
            assert!(checked.is_ok(), "{}: {checked:?}", answer.status());
        }
        // Negative control: without the layer they have none.
        let bare = Router::new().route("/", axum::routing::get(async || Html("")));
        assert!(headers::check(get(&bare, "/", &[]).await.headers(), &page).is_err());
    }

    #[tokio::test]
    async fn the_id_changes_at_the_login() {
        let first = log_in(&APP, "").await;
        let planted = session(&first);
        let home = text(get(&APP, "/", &[("cookie", &planted)]).await).await;
        assert!(home.starts_with("Hello ada &lt;b&gt;"), "{home}");

        let second = session(&log_in(&APP, &planted).await);
        assert_ne!(planted, second);
        let home =
            async |cookie| text(get(&APP, "/", &[("cookie", cookie)]).await).await;
        assert!(home(&second).await.starts_with("Hello"));
        assert_eq!(home(&planted).await, "<a href=/login>Log in</a>");
        // An id that is not signed with the key is none.
        let value = second.split_once('=').expect("a pair").1;
        let bare = format!("__Host-session={}", &value[value.len() - 22..]);
        assert_eq!(home(&bare).await, "<a href=/login>Log in</a>");

        let own = [("sec-fetch-site", "same-origin"), ("cookie", &second)];
        assert_eq!(
            post(&APP, "/logout", &own, "").await.status(),
            StatusCode::SEE_OTHER
        );
        assert_eq!(home(&second).await, "<a href=/login>Log in</a>");
    }

    /// Negative control: without `cycle_id`, who knew the id before the login knows it now.
    #[tokio::test]
    async fn the_id_would_stay() {
        let login =
            async |session: Session| session.insert("name", 1).await.expect("room");
        let sessions =
            SessionManagerLayer::new(MemoryStore::default()).with_always_save(true);
        let app = Router::new().route("/", axum::routing::get(login)).layer(sessions);
        let id = |answer: &Response| {
            answer.headers()["set-cookie"].to_str().expect("ASCII").to_owned()
        };
        let planted = id(&get(&app, "/", &[]).await);
        let pair = planted.split(';').next().expect("one");
        assert_eq!(id(&get(&app, "/", &[("cookie", pair)]).await), planted);
    }

    #[tokio::test]
    async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
        let own = [("sec-fetch-site", "same-origin")];
        let wrong = post(&APP, "/login", &own, "name=ada+%3Cb%3E&password=wrong").await;
        let unknown =
            post(&APP, "/login", &own, "name=bob&password=correct+horse").await;
        assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(wrong.status(), unknown.status());
        assert_eq!(wrong.headers(), unknown.headers());
        assert_eq!(text(wrong).await, text(unknown).await);
    }

    /// A hash takes a thousand times as long as all the rest, so that the least of three tries
    /// tells whether there was one.
    #[tokio::test]
    async fn an_unknown_name_takes_as_long() {
        let least = async |from: &str, form: &str| {
            let mut least = std::time::Duration::MAX;
            for _ in 0..3 {
                let start = std::time::Instant::now();
                post(&APP, "/login", &[("sec-fetch-site", from)], form).await;
                least = least.min(start.elapsed());
            }
            least
        };
        let known = least("same-origin", "name=ada+%3Cb%3E&password=wrong").await;
        let unknown = least("same-origin", "name=bob&password=wrong").await;
        assert!(unknown > known / 3, "{unknown:?}, {known:?}");
        // Negative control: what is refused before.
        let refused = least("cross-site", "name=bob&password=wrong").await;
        assert!(refused < known / 3, "{refused:?}, {known:?}");
    }

    #[tokio::test]
    async fn the_name_is_remembered_and_quoted() {
        let all = cookies(&log_in(&APP, "").await);
        let (name, value) =
            all.iter().find(|(name, _)| name == "__Host-name").expect("one");
        let cookie = format!("{name}={value}");
        let page = text(get(&APP, "/login", &[("cookie", &cookie)]).await).await;
        assert!(page.contains("name=name value=\"ada &lt;b&gt;\""), "{page}");
        let hostile = [("cookie", "__Host-name=%22onfocus=alert(1)%20x")];
        let page = text(get(&APP, "/login", &hostile).await).await;
        assert!(page.contains("value=\"&quot;onfocus=alert(1) x\""), "{page}");
    }

    #[tokio::test]
    async fn other_hosts_and_plain_http_get_no_page() {
        let other = get(&APP, "/", &[("host", "evil.example")]).await;
        assert_eq!(other.status(), StatusCode::MISDIRECTED_REQUEST);
        let plain = get(&APP, "/login?a=b", &[("x-forwarded-proto", "http")]).await;
        assert_eq!(plain.status(), StatusCode::PERMANENT_REDIRECT);
        assert_eq!(plain.headers()["location"], "https://app.test/login?a=b");
        // Who is no proxy is not believed.
        let mut request = request(Method::GET, "/", &[], String::new());
        let stranger = SocketAddr::from(([198, 51, 100, 7], 9));
        request.extensions_mut().insert(ConnectInfo(stranger));
        let answer = APP.clone().oneshot(request).await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::PERMANENT_REDIRECT);
    }

    #[tokio::test]
    async fn one_site_may_read_one_answer() {
        let allowed = async |path, origin| {
            let answer = get(&APP, path, &[("origin", origin)]).await;
            answer.headers().get("access-control-allow-origin").cloned()
        };
        assert_eq!(
            allowed("/open", "https://b.test").await.expect("one"),
            "https://b.test"
        );
        assert_eq!(allowed("/open", "https://evil.example").await, None);
        assert_eq!(allowed("/", "https://b.test").await, None);
    }
}
