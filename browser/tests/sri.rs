//! `integrity` in a browser: `sri::inspect` says of each word what the browser makes of it, so a script runs where that
//! and `Integrity::check` say so; and the attributes that the crate writes protect a script of another site.

use serde_json::{Value, json};
use std::process::ExitCode;
use untaint::web::sri::{self, Integrity};
use untaint_browser::cases::{field, rows};
use untaint_browser::differences::Differences;
use untaint_browser::site::Page;
use untaint_browser::strings::Random;
use untaint_browser::suite::{Visitor, World, run};

fn main() -> ExitCode {
    run(&[
        ("a_script_runs_where_its_integrity_lets_it", a_script_runs_where_its_integrity_lets_it),
        ("attributes_protect_a_script_of_another_site", attributes_protect_a_script_of_another_site),
    ])
}

/// The script whose digests stand in the rows.
const SCRIPT: &str = "alert('Hello, world.');";

/// How many values are put together, beside the rows.
const MADE: usize = 400;

/// Adds a script for each integrity, all the same one, and tells which of them ran.
const RUN: &str = r"integrities => {
    const ran = new Set;
    window.alert = () => ran.add(document.currentScript);
    return Promise.all(integrities.map(integrity => new Promise(done => {
        const script = document.createElement('script');
        script.onload = script.onerror = () => done(ran.has(script));
        if (integrity !== null) script.setAttribute('integrity', integrity);
        script.src = '/hello.js';
        document.head.append(script);
    })));
}";

/// Where a browser runs the script, going by what is found in the value and by the check of what is left.
fn runs(integrity: &str) -> bool {
    /// Words that it ignores, does not look at, or finds to be right for no script.
    const DROPPED: [&str; 4] = ["sri.algorithm", "sri.digest", "sri.outranked", "sri.length"];
    let found = sri::inspect(integrity);
    if found.iter().any(|finding| finding.code() == "sri.unchecked") {
        return true;
    }
    let mut rest = integrity.to_owned();
    for finding in found.iter().filter(|finding| DROPPED.contains(&finding.code())) {
        rest.replace_range(finding.span(), &" ".repeat(finding.span().len()));
    }
    Integrity::parse(&rest).is_ok_and(|left| left.check(SCRIPT.as_bytes()).is_ok())
}

/// Values of one to four words, right and wrong ones of every kind over which engines agree; the others are rows.
fn made() -> Vec<String> {
    let right = [Integrity::sha256, Integrity::sha384, Integrity::sha512];
    let mut words: Vec<String> = Vec::new();
    for digest in right {
        let right = digest(SCRIPT.as_bytes()).to_string();
        let (name, digits) = right.split_once('-').expect("an algorithm");
        let other = digest(b"alert('Hello, moon.');").to_string();
        let unpadded = right.trim_end_matches('=').to_owned();
        let forms = [
            format!("{right}?ct=text/javascript"),
            right.replace('+', "-").replace('/', "_"),
            format!("{}-{digits}", &name[..5]),
            format!("{name}-{}", &digits[..20]),
            format!("{name}-"),
            format!("{unpadded}AAAA"),
            format!("{name}-{digits};"),
            format!("{name}_{digits}"),
            format!("'{right}'"),
            unpadded,
            other,
        ];
        // The right ones as often as a third of the wrong ones, so that both ends are met.
        words.extend(std::iter::repeat_n(right, 4).chain(forms));
    }
    words.extend(
        ["md5-abc=", "sha386-AAAA", "none", "?", "sha256", "-", "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk="]
            .map(String::from),
    );
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut random = Random::new(17);
    let mut one = || {
        let mut value = String::new();
        for _ in 0..=random.below(4) {
            value.push_str(random.pick(&words));
            value.push_str(random.pick(&[" ", " ", "\t", "\n", "\r\n", "\r", "  ", "\u{a0}"]));
        }
        value
    };
    (0..MADE).map(|_| one()).collect()
}

fn put(visitor: &Visitor<'_>, path: &str, headers: &[(&str, &str)], body: &str) {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    visitor.put(path, Page::File(headers, body.as_bytes().to_vec()));
}

const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");
const JAVASCRIPT: (&str, &str) = ("Content-Type", "text/javascript");

fn a_script_runs_where_its_integrity_lets_it(world: &World) {
    let mut visitor = world.visitor();
    put(&visitor, "/hello.js", &[JAVASCRIPT], SCRIPT);
    put(&visitor, "/", &[HTML], "<!doctype html><title>scripts</title>");
    visitor.go("https://top.test/").expect("a page");
    let of_rows = rows("web/sri.jsonl").into_iter().map(|row| field(&row, "integrity").to_owned());
    let all: Vec<String> = of_rows.chain(made()).collect();
    let ran = visitor.ask(RUN, &json!(all));
    let mut differences = Differences::new(world, "web/sri_engines.jsonl", "runs");
    for (integrity, ran) in all.iter().zip(ran.as_array().expect("a list")) {
        differences.hold(&json!(integrity), json!(runs(integrity)), ran.clone());
    }
    differences.end();
    // Nothing is checked where nothing is written, so it was the attribute that stopped those that did not run.
    assert_eq!(visitor.ask(RUN, &json!([Value::Null])), json!([true]));
}

fn attributes_protect_a_script_of_another_site(world: &World) {
    const RAN: &str = "window.ran ?? null";
    let mut visitor = world.visitor();
    let right = Integrity::sha384(b"ran = true");
    let wrong = Integrity::sha384(b"ran = false");
    let everybody = ("Access-Control-Allow-Origin", "*");
    put(&visitor, "/open.js", &[JAVASCRIPT, everybody], "ran = true");
    put(&visitor, "/closed.js", &[JAVASCRIPT], "ran = true");
    // Without `crossorigin` the right digest is of no use.
    let alone = format!(" integrity=\"{right}\"");
    let rows = [
        ("open.js", right.attributes(), true),
        ("open.js", wrong.attributes(), false),
        ("closed.js", right.attributes(), false),
        ("open.js", alone, false),
        ("closed.js", String::new(), true),
    ];
    for (script, attributes, runs) in rows {
        let tag = format!("<script src=\"https://cdn.test/{script}\"{attributes}></script>");
        put(&visitor, "/page", &[HTML], &format!("<!doctype html><title>one</title>{tag}"));
        visitor.go("https://top.test/page").expect("a page");
        assert_eq!(visitor.evaluate(RAN) == json!(true), runs, "{tag}");
    }
}
