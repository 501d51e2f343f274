//! Values of headers in a browser: a type's `parse` is `Ok` exactly where the browser obeys, with the effect that the
//! value says; and a cookie is stored exactly where its fate says so.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use untaint::web::cookie::{self, Fate, Scheme};
use untaint::web::csp::{Load, PolicySet};
use untaint::web::headers::{
    Allow, ClearSiteData, EmbedderPolicy, FrameOptions, NoSniff, OpenerPolicy, PermissionsPolicy,
    ReferrerPolicy, ResourcePolicy,
};
use untaint_browser::cases::{field, rows};
use untaint_browser::differences::Differences;
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::suite::{Check, Visitor, World, run_in};

/// A feature that the other engines do not know.
const OF_CHROMIUM: &[(&str, Check)] =
    &[("features_are_those_of_the_policy", features_are_those_of_the_policy)];

fn main() -> ExitCode {
    run_in(
        |engine, programs| World::new(engine, programs, None),
        &[
            (
                &Engine::ALL,
                &[
                    ("frames_open_where_no_header_forbids_it", frames_open_where_no_header_forbids_it),
                    ("ancestors_are_compared_by_their_origin", ancestors_are_compared_by_their_origin),
                    ("text_runs_where_it_may_be_guessed_at", text_runs_where_it_may_be_guessed_at),
                    ("pictures_load_where_another_site_may", pictures_load_where_another_site_may),
                    ("referrers_are_those_of_the_policy", referrers_are_those_of_the_policy),
                    ("pages_are_apart_where_both_headers_say_so", pages_are_apart_where_both_headers_say_so),
                    ("what_is_named_is_cleared", what_is_named_is_cleared),
                    ("cookies_come_back_where_they_are_stored", cookies_come_back_where_they_are_stored),
                    ("fates_of_cookies_are_true", fates_of_cookies_are_true),
                ],
            ),
            (&[Engine::Chromium], OF_CHROMIUM),
        ],
    )
}

// What the trials share.

/// One field, several, or none.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect(),
        _ => vec![],
    }
}

/// What the fields of a name say together.
fn joined(value: &Value) -> Option<String> {
    let values = values(value);
    (!values.is_empty()).then(|| values.join(", "))
}

/// A file with the fields of one name.
fn file(kind: &str, name: &str, fields: &Value, body: &str) -> (Vec<(String, String)>, Vec<u8>) {
    let mut headers = vec![("Content-Type".to_owned(), kind.to_owned())];
    headers.extend(values(fields).into_iter().map(|field| (name.to_owned(), field)));
    (headers, body.as_bytes().to_vec())
}

fn put(visitor: &Visitor<'_>, path: &str, (headers, body): (Vec<(String, String)>, Vec<u8>)) {
    visitor.put(path, Page::File(headers, body));
}

const HTML: &str = "text/html; charset=utf-8";

/// The rows of a kind of `web/effects.jsonl`.
fn effects(kind: &str) -> Vec<Value> {
    let mut rows = rows("web/effects.jsonl");
    rows.retain(|row| row["kind"] == kind);
    assert!(rows.len() > 3, "{} rows of {kind}", rows.len());
    rows
}

/// Opens frames of the addresses in `argument`, and waits until each is loaded; what they told, by name.
const FRAMES: &str = r"async frames => {
    const told = {};
    addEventListener('message', ({data}) => Array.isArray(data) && (told[data[0]] = data[1]));
    const pause = time => new Promise(done => setTimeout(done, time));
    await Promise.all(frames.map(async ([name, address]) => {
        const frame = document.createElement('iframe');
        frame.name = name;
        frame.src = address;
        const loaded = new Promise(done => frame.onload = done);
        document.body.append(frame);
        await Promise.race([loaded, pause(5000)]);
    }));
    await pause(500);
    return told;
}";

/// The page of another site, with nothing on it.
fn open(visitor: &mut Visitor<'_>, host: &str) {
    put(visitor, "/", file(HTML, "", &Value::Null, "<!doctype html><body>"));
    visitor.go(&format!("https://{host}/")).expect("an empty page");
}

// Effects.

fn frames_open_where_no_header_forbids_it(world: &World) {
    const TELLS: &str = "<!doctype html><script>parent.postMessage([name, 'framed'], '*')</script>";
    let mut visitor = world.visitor();
    let rows = effects("xfo");
    for (at, row) in rows.iter().enumerate() {
        let (mut headers, body) = file(HTML, "X-Frame-Options", &row["xfo"], TELLS);
        // Another policy says nothing of frames, but would stop the script that tells.
        match &row["csp"] {
            Value::String(policy) if policy.contains("frame-ancestors") => {
                headers.push(("Content-Security-Policy".to_owned(), policy.clone()));
            }
            Value::Array(list) => {
                let policy = list[1].as_str().expect("a policy").to_owned();
                headers.push(("Content-Security-Policy-Report-Only".to_owned(), policy));
            }
            _ => {}
        }
        put(&visitor, &format!("/x/{at}"), (headers, body));
    }
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "frames");
    for from in ["other.test", "top.test"] {
        open(&mut visitor, from);
        let frames: Vec<_> =
            (0..rows.len()).map(|at| json!([at.to_string(), format!("https://top.test/x/{at}")])).collect();
        let told = visitor.ask(FRAMES, &json!(frames));
        for (at, row) in rows.iter().enumerate() {
            let from = format!("https://{from}/");
            let options = joined(&row["xfo"]).and_then(|value| FrameOptions::parse(&value).ok());
            let policy = row["csp"].as_str().filter(|policy| policy.contains("frame-ancestors"));
            let ours = match (policy, options) {
                (Some(policy), _) => {
                    PolicySet::parse(policy).check(&Load::framed_by(&from).on("https://top.test/")).is_ok()
                }
                (None, Some(FrameOptions::Deny)) => false,
                (None, Some(FrameOptions::SameOrigin)) => from == "https://top.test/",
                (None, _) => true,
            };
            let row = json!({"from": from, "xfo": row["xfo"], "csp": row["csp"]});
            differences.hold(&row, json!(ours), json!(told[at.to_string()] == "framed"));
        }
    }
    differences.end();
}

/// A path behind a host of `frame-ancestors`, and a page of that host below it.
fn ancestors_are_compared_by_their_origin(world: &World) {
    const FROM: &str = "https://other.test/from/page";
    let mut visitor = world.visitor();
    let policies = [
        "frame-ancestors https://other.test",
        "frame-ancestors https://other.test/",
        "frame-ancestors https://other.test/from/",
        "frame-ancestors https://other.test/from/page",
        "frame-ancestors https://other.test/else/",
        "frame-ancestors https://else.test/from/",
        "frame-ancestors *.test",
        "frame-ancestors https://other.test:8443",
    ];
    for (at, policy) in policies.iter().enumerate() {
        const TELLS: &str = "<!doctype html><script>parent.postMessage([name, 'framed'], '*')</script>";
        put(&visitor, &format!("/y/{at}"), file(HTML, "Content-Security-Policy", &json!(policy), TELLS));
    }
    put(&visitor, "/from/page", file(HTML, "", &Value::Null, "<!doctype html><body>"));
    visitor.go(FROM).expect("an empty page");
    let frames: Vec<_> =
        (0..policies.len()).map(|at| json!([at.to_string(), format!("https://top.test/y/{at}")])).collect();
    let told = visitor.ask(FRAMES, &json!(frames));
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "ancestors");
    for (at, policy) in policies.iter().enumerate() {
        let ours = PolicySet::parse(policy).check(&Load::framed_by(FROM).on("https://top.test/")).is_ok();
        differences.hold(&json!(policy), json!(ours), json!(told[at.to_string()] == "framed"));
    }
    differences.end();
}

fn text_runs_where_it_may_be_guessed_at(world: &World) {
    const RUN: &str = r"addresses => Promise.all(addresses.map(address => new Promise(done => {
        const script = document.createElement('script');
        script.onload = () => done(true);
        script.onerror = () => done(false);
        script.src = address;
        document.head.append(script);
    })))";
    let mut visitor = world.visitor();
    let rows = effects("xcto");
    for (at, row) in rows.iter().enumerate() {
        put(&visitor, &format!("/n/{at}"), file("text/plain", "X-Content-Type-Options", &row["value"], "1"));
    }
    open(&mut visitor, "top.test");
    let addresses: Vec<_> = (0..rows.len()).map(|at| format!("/n/{at}")).collect();
    let ran = visitor.ask(RUN, &json!(addresses));
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "text");
    for (at, row) in rows.iter().enumerate() {
        let is_on = joined(&row["value"]).is_some_and(|value| NoSniff::parse(&value).is_ok());
        differences.hold(&row["value"], json!(!is_on), ran[at].clone());
    }
    differences.end();
}

fn pictures_load_where_another_site_may(world: &World) {
    const LOAD: &str = r"addresses => Promise.all(addresses.map(address => new Promise(done => {
        const picture = new Image();
        picture.onload = () => done(true);
        picture.onerror = () => done(false);
        picture.src = address;
    })))";
    const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'/>";
    let mut visitor = world.visitor();
    let mut values: Vec<_> = effects("corp").iter().map(|row| row["value"].clone()).collect();
    values.extend([json!("same-origin"), json!("cross-origin"), json!("\"same-origin\""), Value::Null]);
    for (at, value) in values.iter().enumerate() {
        let file = file("image/svg+xml", "Cross-Origin-Resource-Policy", value, PICTURE);
        put(&visitor, &format!("/c/{at}"), file);
    }
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "pictures");
    for from in ["other.test", "sub.top.test", "top.test"] {
        open(&mut visitor, from);
        let addresses: Vec<_> =
            (0..values.len()).map(|at| format!("https://top.test/c/{at}?{from}")).collect();
        let loaded = visitor.ask(LOAD, &json!(addresses));
        for (at, value) in values.iter().enumerate() {
            let ours = match joined(value).and_then(|value| ResourcePolicy::parse(&value).ok()) {
                Some(ResourcePolicy::SameOrigin) => from == "top.test",
                Some(ResourcePolicy::SameSite) => from != "other.test",
                _ => true,
            };
            differences.hold(&json!([from, value]), json!(ours), loaded[at].clone());
        }
    }
    differences.end();
}

fn referrers_are_those_of_the_policy(world: &World) {
    // A page with a frame of each site, which tells what it was told.
    const TELLS: &str = "<!doctype html><script>top.postMessage([name, document.referrer], '*')</script>";
    let mut visitor = world.visitor();
    let mut values: Vec<_> = effects("ref").iter().map(|row| row["value"].clone()).collect();
    let more = ["same-origin", "unsafe-url", "no-referrer-when-downgrade", "\"origin\"", "origin;", ""];
    values.extend(more.iter().map(|value| json!(value)));
    put(&visitor, "/told", file(HTML, "", &Value::Null, TELLS));
    for (at, value) in values.iter().enumerate() {
        let body = format!(
            "<!doctype html><iframe name='{at} cross' src='https://other.test/told'></iframe>
            <iframe name='{at} same' src='/told'></iframe>"
        );
        put(&visitor, &format!("/r/{at}"), file(HTML, "Referrer-Policy", value, &body));
    }
    open(&mut visitor, "top.test");
    let frames: Vec<_> =
        (0..values.len()).map(|at| json!([format!("frame {at}"), format!("/r/{at}?secret=1")])).collect();
    let told = visitor.ask(FRAMES, &json!(frames));
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "referrers");
    for (at, value) in values.iter().enumerate() {
        use ReferrerPolicy as Policy;
        let policy = joined(value).and_then(|value| Policy::parse(&value).ok());
        let (cross, same) = match policy.unwrap_or(Policy::StrictOriginWhenCrossOrigin) {
            Policy::NoReferrer => (0, 0),
            Policy::SameOrigin => (0, 2),
            Policy::Origin | Policy::StrictOrigin => (1, 1),
            Policy::OriginWhenCrossOrigin | Policy::StrictOriginWhenCrossOrigin => (1, 2),
            _ => (2, 2),
        };
        let size = |side: &str| match told[format!("{at} {side}")].as_str() {
            None => -1,
            Some("") => 0,
            Some("https://top.test/") => 1,
            Some(_) => 2,
        };
        differences.hold(value, json!([cross, same]), json!([size("cross"), size("same")]));
    }
    differences.end();
}

fn features_are_those_of_the_policy(world: &World) {
    const TELLS: &str = "<!doctype html><script>parent.postMessage([name, ['geolocation', 'camera'].map(
        feature => document.featurePolicy.allowsFeature(feature))], '*')</script>";
    let mut visitor = world.visitor();
    let mut values: Vec<_> = effects("pp").iter().map(|row| row["value"].clone()).collect();
    let more = [
        "geolocation=*",
        "geolocation=(self), camera=()",
        "geolocation=('none')",
        "geolocation",
        "geolocation=?0",
        "geolocation = ()",
        "Geolocation=()",
        "geolocation 'none'",
        "geolocation=(\"self\")",
        "unknown=(), camera=()",
    ];
    values.extend(more.iter().map(|value| json!(value)));
    for (at, value) in values.iter().enumerate() {
        put(&visitor, &format!("/p/{at}"), file(HTML, "Permissions-Policy", value, TELLS));
    }
    open(&mut visitor, "top.test");
    let frames: Vec<_> = (0..values.len()).map(|at| json!([at.to_string(), format!("/p/{at}")])).collect();
    let told = visitor.ask(FRAMES, &json!(frames));
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "features");
    for (at, value) in values.iter().enumerate() {
        let policy = joined(value).and_then(|value| PermissionsPolicy::parse(&value).ok());
        let may = |feature: &str| {
            let mut entries = policy.iter().flat_map(PermissionsPolicy::entries);
            match entries.find(|(name, _)| *name == feature) {
                None | Some((_, Allow::All)) => true,
                Some((_, Allow::Some { own, origins })) => {
                    *own || origins.iter().any(|origin| origin == "https://top.test")
                }
                Some(_) => false,
            }
        };
        differences.hold(value, json!([may("geolocation"), may("camera")]), told[at.to_string()].clone());
    }
    differences.end();
}

fn pages_are_apart_where_both_headers_say_so(world: &World) {
    let mut visitor = world.visitor();
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "apart");
    let mut pairs: Vec<(Value, Value)> = rows("web/isolation.jsonl")
        .iter()
        .filter(|row| row["coop"].is_string())
        .map(|row| (row["coop"].clone(), row["coep"].clone()))
        .collect();
    for (opener, embedder) in [
        ("same-origin", "require-corp"),
        ("same-origin", "credentialless"),
        ("same-origin", "Require-Corp"),
        ("same-origin", "\"require-corp\""),
        ("same-origin", "require-corp, require-corp"),
        ("same-origin", "unsafe-none"),
        ("Same-Origin", "require-corp"),
        ("noopener-allow-popups", "require-corp"),
        ("unsafe-none", "require-corp"),
    ] {
        pairs.push((json!(opener), json!(embedder)));
    }
    for (at, (opener, embedder)) in pairs.iter().enumerate() {
        let (mut headers, body) = file(HTML, "Cross-Origin-Opener-Policy", opener, "<!doctype html>");
        headers.extend(
            values(embedder).into_iter().map(|value| ("Cross-Origin-Embedder-Policy".to_owned(), value)),
        );
        put(&visitor, &format!("/i/{at}"), (headers, body));
        visitor.go(&format!("https://top.test/i/{at}")).expect("the page");
        let seen = visitor.evaluate("crossOriginIsolated");
        let ours = joined(opener).and_then(|value| OpenerPolicy::parse(&value).ok())
            == Some(OpenerPolicy::SameOrigin)
            && matches!(
                joined(embedder).and_then(|value| EmbedderPolicy::parse(&value).ok()),
                Some(EmbedderPolicy::RequireCorp | EmbedderPolicy::Credentialless)
            );
        differences.hold(&json!([opener, embedder]), json!(ours), seen);
    }
    differences.end();
}

fn what_is_named_is_cleared(world: &World) {
    let mut visitor = world.visitor();
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "cleared");
    let of_rows = rows("web/isolation.jsonl");
    let values = of_rows.iter().map(|row| &row["clear_site_data"]).filter(|value| value.is_string());
    put(&visitor, "/", file(HTML, "", &Value::Null, "<!doctype html><body>"));
    for (at, value) in values.enumerate() {
        put(&visitor, "/clear", file("text/plain", "Clear-Site-Data", value, "done"));
        let page = format!("https://clear{at}.test/");
        visitor.go(&page).expect("the page");
        visitor
            .evaluate("(document.cookie = 'a=1', localStorage.a = 1, fetch('/clear').then(it => it.text()))");
        let start = Instant::now();
        let words = ClearSiteData::parse(value.as_str().expect("a text")).ok();
        let ours = json!([
            words.is_some_and(|words| words.has_cookies()),
            words.is_some_and(|words| words.has_storage())
        ]);
        // An engine may do it a little later.
        let seen = loop {
            visitor.go(&page).expect("the page");
            let seen = visitor.evaluate("[document.cookie === '', localStorage.a === undefined]");
            if seen == ours || start.elapsed() > Duration::from_secs(1) {
                break seen;
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        differences.hold(value, ours, seen);
    }
    differences.end();
}

// Cookies.

/// The text of the `Cookie` field that the page which is open sends to a path of its own host.
fn sent(visitor: &mut Visitor<'_>, path: &str) -> String {
    const ASK: &str = r"path => fetch(path).then(answer => answer.text()).then(text =>
        new DOMParser().parseFromString(text, 'text/html').getElementById('told').textContent)";
    visitor.ask(ASK, &json!(path)).as_str().expect("a text").to_owned()
}

/// Whether a header can carry it.
fn is_carried(text: &str) -> bool {
    !text.contains(['\r', '\n', '\0'])
}

fn scheme(name: &str) -> Scheme {
    if name == "http" { Scheme::Http } else { Scheme::Https }
}

/// Each row on a host of its own: the jar that `inspect_on` fills is what comes back.
fn cookies_come_back_where_they_are_stored(world: &World) {
    let mut visitor = world.visitor();
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "cookies");
    visitor.put("/told", Page::Told("cookie"));
    let mut seen = 0;
    for (at, row) in rows("web/cookies.jsonl").iter().enumerate() {
        let host = format!("h1.ck{at}.test");
        let own = |text: &String| text.replace("{HOST}", &host).replace("ck.test", &format!("ck{at}.test"));
        let fields: Vec<_> = values(&row["set_cookie"]).iter().map(own).collect();
        let is_plain = row["raw_bytes"] == false || fields.iter().all(|field| field.is_ascii());
        if !is_plain || !fields.iter().all(|field| is_carried(field)) {
            continue;
        }
        seen += 1;
        let mut jar: Vec<(Option<String>, bool, String)> = Vec::new();
        for text in &fields {
            let report = cookie::inspect_on(text, scheme(field(row, "scheme")), &host);
            let Some(cookie) = report.cookie().filter(|_| report.fate() == Fate::Stored) else { continue };
            let name = if cookie.name().is_empty() { String::new() } else { format!("{}=", cookie.name()) };
            let domain = cookie.domain().map(str::to_owned);
            jar.push((domain, cookie.http_only(), format!("{name}{}", cookie.value())));
        }
        let of = |is: &dyn Fn(&Option<String>, bool) -> bool| {
            let found = jar.iter().filter(|(domain, http_only, _)| is(domain, *http_only));
            found.map(|(_, _, pair)| pair.as_str()).collect::<Vec<_>>().join("; ")
        };
        let sibling = format!("h2.ck{at}.test");
        let ours = json!([
            of(&|_, _| true),
            of(&|_, http_only| !http_only),
            of(&|domain, _| domain.as_ref().is_some_and(|domain| sibling.ends_with(domain.as_str()))),
        ]);
        put(&visitor, "/set", file(HTML, "Set-Cookie", &json!(fields), "<!doctype html>"));
        let scheme = field(row, "scheme");
        visitor.go(&format!("{scheme}://{host}/set")).expect("the page");
        let back = sent(&mut visitor, "/told");
        let script = visitor.evaluate("document.cookie");
        visitor.go(&format!("{scheme}://{sibling}/told")).expect("the page");
        let of_sibling = sent(&mut visitor, "/told");
        differences.hold(&json!([scheme, row["set_cookie"]]), ours, json!([back, script, of_sibling]));
    }
    assert!(seen > 25, "{seen} rows");
    differences.end();
}

/// Our own rows: whether anything comes back is what the fate says.
fn fates_of_cookies_are_true(world: &World) {
    let mut visitor = world.visitor();
    let mut differences = Differences::new(world, "web/header_engines.jsonl", "fates");
    let (mut tried, all) = (BTreeSet::new(), rows("web/cookie_claims.jsonl"));
    for (at, row) in all.iter().enumerate() {
        let (text, scheme_name) = (field(row, "set_cookie"), field(row, "scheme"));
        let host = format!("h.claim{at}.test");
        let report = cookie::inspect_on(text, scheme(scheme_name), &host);
        // Rows about one host say nothing of another.
        if row["host"].is_string() || !is_carried(text) || !text.is_ascii() {
            continue;
        }
        let path = report.cookie().and_then(untaint::web::cookie::Cookie::path).unwrap_or("/");
        if path.contains(['?', '#', '%', '"', '\\', ' ']) || !tried.insert((text, scheme_name)) {
            continue;
        }
        let below = format!("{}/told", path.trim_end_matches('/'));
        visitor.put(&below, Page::Told("cookie"));
        put(&visitor, "/set", file(HTML, "Set-Cookie", &json!(text), "<!doctype html>"));
        visitor.go(&format!("{scheme_name}://{host}/set")).expect("the page");
        let back = sent(&mut visitor, &below);
        let shown = match text.get(..120) {
            Some(start) => format!("{start}… {} bytes", text.len()),
            None => text.to_owned(),
        };
        let is_stored = report.fate() == Fate::Stored;
        differences.hold(&json!([scheme_name, shown]), json!(is_stored), json!(!back.is_empty()));
    }
    assert!(tried.len() > 80, "{} rows", tried.len());
    differences.end();
}
