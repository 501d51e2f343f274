//! Fuzzes a handler in a loop of its own: the attacks, then what is generated from them, each answer before the
//! oracles. `cargo run --example fuzz_my_handler --features testing`: it finds the holes of a careless handler, and
//! none in the same handler with `untaint`. The same loop serves in a `#[test]`, under cargo-fuzz and under proptest.

use untaint::html::{self, HtmlPolicy};
use untaint::testing::{self, Breach, attacks, generate};
use untaint::{attr, escape, redirect};

const SITE: &str = "https://app.test";

/// What a visitor sends. In your own test: a request to your router, built from these.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) next: String,
    pub(crate) name: String,
    pub(crate) comment: String,
}

/// What your handler answers.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) location: String,
    pub(crate) page: String,
}

/// Written with care, by somebody who knows of `//` and `<script>`.
pub(crate) fn careless(request: &Request) -> Response {
    let is_local = request.next.starts_with('/') && !request.next.starts_with("//");
    let comment = request.comment.replace("<script", "").replace("javascript:", "");
    Response {
        location: if is_local { request.next.clone() } else { "/".to_owned() },
        page: format!("<p>{comment}</p><input name=name title=\"{}\">", request.name.replace('<', "&lt;")),
    }
}

/// The same, with `untaint`.
pub(crate) fn careful(request: &Request) -> Response {
    let comment = html::sanitize(&request.comment, HtmlPolicy::comment());
    Response {
        location: redirect::local(Some(&request.next), "/").location().into_owned(),
        page: format!("<div>{comment}</div><input name=name title={}>", attr::quote(&request.name)),
    }
}

/// A handler's error page says what is wrong, and not what was sent.
pub(crate) fn not_found(path: &str) -> String {
    format!("<h1>Nothing here</h1><p>The address has {} characters.</p>", path.chars().count())
}

/// The error page of the other site.
pub(crate) fn chatty_not_found(path: &str) -> String {
    format!("<h1>Nothing here</h1><p>No page {}.</p>", escape::html(path))
}

/// What must hold for every request.
fn judge(handler: fn(&Request) -> Response, request: &Request) -> Result<(), Breach> {
    let response = handler(request);
    testing::check_stays_on(SITE, &response.location)?;
    testing::check_inert_html(&response.page)?;
    if request.name.len() > 3 {
        // A short name may stand in the page anyway.
        testing::check_attribute_intact(&response.page, &request.name)?;
    }
    Ok(())
}

/// The first request that breaks a rule, and which rule.
pub(crate) fn fuzz(handler: fn(&Request) -> Response, rounds: usize) -> Result<(), (Request, Breach)> {
    // Each list once, beside harmless values, and then everything at once.
    let harmless = Request { next: "/".into(), name: "Ann Other".into(), comment: "Hello".into() };
    let nexts = attacks::redirects().map(|row| Request { next: row.value.into(), ..harmless.clone() });
    let names = attacks::attribute_values().map(|row| Request { name: row.value.into(), ..harmless.clone() });
    let comments = attacks::html().map(|row| Request { comment: row.value.into(), ..harmless.clone() });
    let generated = generate::redirects(1).zip(generate::attribute_values(2)).zip(generate::html(3));
    let generated = generated.map(|((next, name), comment)| Request { next, name, comment });
    for request in nexts.chain(names).chain(comments).chain(generated.take(rounds)) {
        judge(handler, &request).map_err(|breach| (request, breach))?;
    }
    Ok(())
}

/// The same for the error page: a marker with a hostile part, so that no page holds it by chance.
pub(crate) fn fuzz_not_found(page: fn(&str) -> String, rounds: usize) -> Result<(), Breach> {
    generate::uris(4).take(rounds).map(|path| format!("marker-4711-{path}")).try_for_each(|path| {
        let page = page(&path);
        testing::check_inert_html(&page)?;
        testing::check_no_echo(&page, &path)
    })
}

#[allow(dead_code, reason = "the test calls the functions above")]
fn main() {
    match fuzz(careless, 1000) {
        Ok(()) => println!("careless: nothing found"),
        Err((request, breach)) => println!("careless: {breach}\n  for {request:?}"),
    }
    match fuzz(careful, 1000) {
        Ok(()) => println!("careful: nothing found"),
        Err((request, breach)) => println!("careful: {breach}\n  for {request:?}"),
    }
    println!(
        "the chatty error page: {:?}",
        fuzz_not_found(chatty_not_found, 100).err().map(|found| found.code())
    );
    println!("the quiet error page: {:?}", fuzz_not_found(not_found, 100).err().map(|found| found.code()));
}
