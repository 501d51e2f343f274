//! `redirect::check` beside the URL parsers that a check of one's own would call.

use crate::Row;
use untaint::redirect::{self, RedirectPolicy};
use url::Url;

const PAGE: &str = "https://app.test/login";

pub(crate) fn rows() -> Vec<Row> {
    let long =
        |start: &str, len: usize| format!("{start}{}", "segment/".repeat(len / 8 + 1))[..len].to_owned();
    vec![
        row("/home", "/home".to_owned()),
        row("/account?next=1#x", "/account?next=1#x".to_owned()),
        row("https://example.com/path?q=1", "https://example.com/path?q=1".to_owned()),
        row("//evil.example", "//evil.example".to_owned()),
        row("javascript:alert(1)", "javascript:alert(1)".to_owned()),
        row("https://bücher.example/x", "https://bücher.example/x".to_owned()),
        row("2 KB absolute", long("https://example.com/", 2048)),
        row("2 KB path", long("/", 2029)),
    ]
}

fn row(input: &'static str, target: String) -> Row {
    let policy = RedirectPolicy::builder()
        .origin("https://app.test")
        .host("example.com")
        .require_https(true)
        .build()
        .ok();
    let page = Url::parse(PAGE).ok();
    let bytes = target.len();
    let runs = vec![
        (
            "redirect::check",
            crate::run((target.clone(), policy), |(target, policy)| {
                policy.as_ref().map(|policy| redirect::check(target, policy).is_ok())
            }),
        ),
        (
            "Url::join",
            crate::run((target.clone(), page), |(target, page)| {
                page.as_ref().and_then(|page| page.join(target).ok()).map(|url| url.host_str().map(str::len))
            }),
        ),
        (
            "ada-url parse",
            crate::run(target.clone(), |target| {
                ada_url::Url::parse(target.as_str(), Some(PAGE)).ok().map(|url| url.hostname().len())
            }),
        ),
        ("ada-url can_parse", crate::run(target, |target| ada_url::Url::can_parse(target, Some(PAGE)))),
    ];
    Row { work: "redirect::check", input, bytes, runs }
}
