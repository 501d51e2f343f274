//! Who asks, and what comes back: an address behind proxies, a host, a request's origin, a signed value.

use crate::handler::{Nothing, is_taken};
use crate::{Row, run};
use http::{HeaderMap, HeaderValue, Request, Response};
use itsdangerous::{IntoTimestampSigner as _, TimestampSigner as _};
use std::net::IpAddr;
use std::time::{Duration, SystemTime};
use tower_layer::Layer;
use tower_service::Service;
use untaint::web::client::{self, ProxyPolicy};
use untaint::web::csrf::{self, CsrfPolicy, Token};
use untaint::web::host::{self, HostPolicy};
use untaint::web::secret::{self, Secret};
use untaint::web::sign::Signer;

const FORWARDED: &str = "198.51.100.7, 10.0.0.2, 10.1.0.3";
const VALUE: &[u8; 32] = b"note 7, for ada, with her rights";

fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-forwarded-for", HeaderValue::from_static(FORWARDED));
    headers.insert("host", HeaderValue::from_static("app.example"));
    headers.insert("origin", HeaderValue::from_static("https://app.example"));
    headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
    headers
}

fn key() -> Secret {
    secret::check("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U").expect("a key")
}

fn signer() -> Signer {
    Signer::builder(&key()).purpose("bench").build().expect("a purpose")
}

fn text() -> &'static str {
    std::str::from_utf8(VALUE).expect("text")
}

fn timed() -> impl itsdangerous::TimestampSigner {
    itsdangerous::default_builder("m9X2vPq7LtR4zYc8WnBd5HsKf3JgAe6U").build().into_timestamp_signer()
}

/// Whether a layer lets the request through; what it costs to make a request is paid by both.
fn through<S, B>(service: &S, headers: &HeaderMap) -> bool
where
    S: Service<Request<()>, Response = Response<B>> + Clone,
{
    let mut request = Request::post("/new").body(()).expect("a request");
    *request.headers_mut() = headers.clone();
    is_taken(service, request)
}

fn origin() -> Row {
    let policy = CsrfPolicy::builder().origin("https://app.example").build().expect("an origin");
    let uri = http::Uri::from_static("/new");
    let layer = tower_http::csrf::CsrfLayer::new().layer(Nothing);
    Row {
        work: "csrf::check",
        input: "a form of this site",
        bytes: 0,
        runs: vec![
            (
                "csrf::check",
                run(policy.clone(), |policy| {
                    let request = csrf::Request {
                        method: "POST",
                        sec_fetch_site: Some("same-origin"),
                        ..Default::default()
                    };
                    csrf::check(&request, policy).is_ok()
                }),
            ),
            (
                "csrf::check by Origin",
                run(policy.clone(), |policy| {
                    let origin = Some("https://app.example");
                    csrf::check(&csrf::Request { method: "POST", origin, ..Default::default() }, policy)
                        .is_ok()
                }),
            ),
            (
                "csrf::check of a HeaderMap",
                run((policy, headers(), uri), |(policy, headers, uri)| {
                    csrf::check(&csrf::Request::of(&http::Method::POST, uri, headers), policy).is_ok()
                }),
            ),
            ("(a handler alone)", run(headers(), |headers| through(&Nothing, headers))),
            (
                "(the same behind tower-http)",
                run((layer, headers()), |(layer, headers)| through(layer, headers)),
            ),
        ],
    }
}

pub(crate) fn rows() -> Vec<Row> {
    let peer: IpAddr = [10, 0, 0, 1].into();
    let proxies = ProxyPolicy::builder().trusted(["10.0.0.0/8", "loopback"]).build().expect("ranges");
    let hosts = HostPolicy::builder().hosts(["app.example", "*.app.example"]).build().expect("hosts");
    let now = SystemTime::now();
    let age = Duration::from_secs(600);
    let token = signer().sign(VALUE, now);
    let jar_key = || cookie::Key::from(&[7; 64]);
    let signed_cookie = {
        let mut jar = cookie::CookieJar::new();
        jar.signed_mut(&jar_key()).add(("v", text()));
        jar.get("v").expect("a cookie").clone().into_owned()
    };
    vec![
        Row {
            work: "client::address",
            input: "3 hops",
            bytes: FORWARDED.len(),
            runs: vec![
                (
                    "client::address",
                    run((proxies, headers()), move |(proxies, headers)| {
                        client::address(peer, headers.get_all("x-forwarded-for"), proxies)
                    }),
                ),
                // It reads the last element alone, whoever wrote it.
                (
                    "(client-ip, the rightmost)",
                    run(headers(), |headers| client_ip::rightmost_x_forwarded_for(headers).ok()),
                ),
            ],
        },
        Row {
            work: "host::check",
            input: "listed",
            bytes: 11,
            runs: vec![(
                "host::check",
                run(("app.example", hosts), |(host, hosts)| host::check(host, hosts).is_ok()),
            )],
        },
        origin(),
        Row {
            work: "sign::Signer::sign",
            input: "32 bytes",
            bytes: VALUE.len(),
            runs: vec![
                ("Signer::sign", run(signer(), move |signer| signer.sign(VALUE, now).len())),
                (
                    "cookie's signed jar",
                    run(jar_key(), |key| {
                        let mut jar = cookie::CookieJar::new();
                        jar.signed_mut(key).add(("v", "note 7, for ada, with her rights"));
                        jar.get("v").map(|cookie| cookie.value().len())
                    }),
                ),
                ("itsdangerous, SHA-1", run(timed(), |timed| timed.sign(text()).len())),
            ],
        },
        Row {
            work: "sign::Signer::verify",
            input: "32 bytes",
            bytes: VALUE.len(),
            runs: vec![
                (
                    "Signer::verify",
                    run((signer(), token), move |(signer, token)| signer.verify(token, age, now).is_ok()),
                ),
                (
                    "cookie's signed jar",
                    run((jar_key(), signed_cookie), |(key, cookie)| {
                        cookie::CookieJar::new().signed(key).verify(cookie.clone()).is_some()
                    }),
                ),
                (
                    "itsdangerous, SHA-1",
                    run((timed(), timed().sign(text())), move |(timed, token)| {
                        timed.unsign(token).is_ok_and(|value| value.value_if_not_expired(age).is_ok())
                    }),
                ),
            ],
        },
        Row {
            work: "csrf::Token::issue and verify",
            input: "a form",
            bytes: 0,
            runs: vec![(
                "Token",
                run(signer(), move |signer| {
                    let token = Token::issue(signer, b"k3xr9", [7; 16], now);
                    Token::verify(signer, token.as_str(), b"k3xr9", age, now).is_ok()
                }),
            )],
        },
    ]
}
