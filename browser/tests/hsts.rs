//! `Strict-Transport-Security` in a browser: `Hsts::parse` takes a value exactly where the next plain request of that
//! host goes out by https.
//!
//! A browser remembers it of a certificate that is right, and not of one that it was told to take; only Chromium can be
//! told which key is right, so the other engines are not asked.

use serde_json::{Value, json};
use std::process::ExitCode;
use untaint::web::headers::Hsts;
use untaint_browser::cases::rows;
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::suite::{World, run_in};

fn main() -> ExitCode {
    run_in(
        |engine, programs| World::new(engine, programs, None).trusting(),
        &[(
            &[Engine::Chromium],
            &[("a_value_is_stored_where_it_is_read", a_value_is_stored_where_it_is_read)],
        )],
    )
}

/// The fields of a row: one value, several, or none.
fn values(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => vec![],
    }
}

/// The values of the tables, and others at the edges of the grammar (RFC 6797 section 6.1).
fn all() -> Vec<Vec<String>> {
    const OTHERS: [&str; 40] = [
        "max-age=1000 ; includeSubDomains ; preload",
        ";max-age=1000",
        "max-age=1000;;includeSubDomains;",
        "max-age=0001000",
        "max-age=\"1000\"; includeSubDomains",
        "max-age=\" 1000\"",
        "max-age=\"1000",
        "max-age=1000\"",
        "max-age=\"\"",
        "max-age=\"10\"00",
        "max-age=\"1\\000\"",
        "max-age=1000 includeSubDomains",
        "max-age=1000, includeSubDomains",
        "max-age = 1000",
        "max-age\t=\t1000",
        "max-age",
        "max-age; includeSubDomains",
        "max-age=+1000",
        "max-age=1000s",
        "max-age=1000.0",
        "max-age=0x1000",
        "max-age=99999999999999999999999999",
        "max-age==1000",
        "max-age=1000=1",
        "max-age=1000; max-age=1000",
        "max-age=1000; MAX-AGE=0",
        "includeSubDomains; max-age=1000; includeSubDomains",
        "includeSubDomains=\"\"; max-age=1000",
        "includeSubDomains=; max-age=1000",
        "includeSubDomains",
        "max-age=1000; foo",
        "max-age=1000; foo=bar",
        "max-age=1000; foo=\"bar; max-age=0\"",
        "max-age=1000; foo=\"bar",
        "max-age=1000; foo bar",
        "max-age=1000; foo=",
        "max-age=1000; =foo",
        "max-age=1000; foo=bar baz",
        "max-age=1000; foo; foo",
        "max-age=1000; f@o",
    ];
    let of_tables = rows("web/hsts.jsonl").into_iter().map(|row| values(&row["value"]));
    let mut of_claims: Vec<Vec<String>> = rows("web/header_claims.jsonl")
        .iter()
        .map(|row| values(&row["headers"]["strict-transport-security"]))
        .filter(|fields| !fields.is_empty())
        .collect();
    of_claims.extend(of_tables);
    of_claims.extend(OTHERS.map(|value| vec![value.to_owned()]));
    of_claims
        .retain(|fields| fields.iter().all(|field| !field.contains(['\r', '\n', '\0']) && field.is_ascii()));
    of_claims.sort();
    of_claims.dedup();
    of_claims
}

fn a_value_is_stored_where_it_is_read(world: &World) {
    const FETCH: &str = r"addresses => Promise.all(addresses.map(address =>
        fetch(address, {mode: 'no-cors', cache: 'no-store'}).then(() => true, () => false)))";
    let mut visitor = world.visitor();
    let empty = |fields: &[String]| {
        let mut headers = vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())];
        headers.extend(fields.iter().map(|field| ("Strict-Transport-Security".to_owned(), field.clone())));
        Page::File(headers, b"<!doctype html><body>".to_vec())
    };
    visitor.put("/", empty(&[]));
    visitor.put("/plain", empty(&[]));
    let all = all();
    for (at, fields) in all.iter().enumerate() {
        visitor.put(&format!("/set/{at}"), empty(fields));
    }
    visitor.go("https://top.test/").expect("a page");
    let addresses: Vec<_> = (0..all.len()).map(|at| format!("https://h{at}.test/set/{at}")).collect();
    let told = visitor.ask(FETCH, &json!(addresses));
    assert!(
        told.as_array().is_some_and(|told| told.iter().all(|is| *is == true)),
        "not all answered: {told}"
    );
    let (mut wrong, mut stored) = (Vec::new(), 0);
    for (at, fields) in all.iter().enumerate() {
        // Of several fields the first counts.
        let ours = fields.first().and_then(|value| Hsts::parse(value).ok()).filter(|hsts| hsts.max_age() > 0);
        let ours = (ours.is_some(), ours.is_some_and(|hsts| hsts.has_subdomains()));
        let mut by_https = |host: String| {
            let _ = visitor.requests();
            visitor.go(&format!("http://{host}/plain")).expect("the page");
            let requests = visitor.requests();
            let schemes =
                requests.iter().filter(|request| request.target == "/plain" && request.host == host);
            schemes.map(|request| request.scheme).next_back().unwrap_or("none") == "https"
        };
        let seen = (by_https(format!("h{at}.test")), by_https(format!("sub.h{at}.test")));
        stored += usize::from(seen.0);
        if ours != seen {
            wrong.push(format!("{fields:?}: ours {ours:?}, seen {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), all.len(), wrong.join("\n"));
    assert!(stored > 15 && all.len() - stored > 15, "{stored} of {} are stored", all.len());
}
