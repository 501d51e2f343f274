//! Forms from every kind of origin, sent by browsers: `csrf::check` takes a request exactly where this site's own page
//! sent it.

use std::process::ExitCode;
use std::time::{Duration, Instant};
use untaint::escape;
use untaint::web::csrf::{self, CsrfPolicy};
use untaint_browser::site::{Page, Request};
use untaint_browser::suite::{Visitor, World, run};

fn main() -> ExitCode {
    run(&[("only_forms_of_this_site_are_taken", only_forms_of_this_site_are_taken)])
}

/// A page, and whether what it sends is this site's.
struct Sender {
    name: &'static str,
    /// Where it stands.
    at: &'static str,
    headers: &'static [(&'static str, &'static str)],
    page: String,
    is_own: bool,
}

const OWN: &str = "https://app.test/from";
const OTHER: &str = "https://other.test/from";
const TARGET: &str = "https://app.test/target";
const NO_REFERRER: &[(&str, &str)] = &[("Referrer-Policy", "no-referrer")];

/// A form that sends itself.
fn form(target: &str) -> String {
    format!(
        "<form method=post action='{target}'><input name=a value=1></form>
        <script>document.forms[0].submit()</script>"
    )
}

fn script(text: &str) -> String {
    format!("<script>{text}</script>")
}

/// A frame with a document of its own; `attributes` may take its origin away.
fn frame(attributes: &str, document: &str) -> String {
    format!("<iframe {attributes} srcdoc=\"{}\"></iframe>", escape::html(document))
}

/// A frame whose document is a blob of the page.
fn blob() -> String {
    let page = escape::js_string(&form(TARGET));
    let frame = format!("URL.createObjectURL(new Blob(['{page}'], {{type: 'text/html'}}))");
    format!("<iframe></iframe>{}", script(&format!("document.querySelector('iframe').src = {frame}")))
}

/// A frame whose document is written by the page.
fn blank() -> String {
    let page = escape::js_string(&form(TARGET));
    format!("<iframe></iframe>{}", script(&format!("frames[0].document.write('{page}')")))
}

fn data() -> String {
    let form = form(TARGET);
    let page = escape::url_component(&form);
    format!("<iframe src='data:text/html,{page}'></iframe>")
}

#[rustfmt::skip]
fn senders() -> Vec<Sender> {
    let sender = |name, at, page, is_own| Sender { name, at, headers: &[], page, is_own };
    let quiet = |name, at, page, is_own| Sender { name, at, headers: NO_REFERRER, page, is_own };
    let fetch = |mode: &str| script(&format!("fetch('{TARGET}', {{method: 'POST', mode: '{mode}', credentials: 'include'}})"));
    let beacon = || script(&format!("navigator.sendBeacon('{TARGET}', 'a=1')"));
    vec![
        sender("own page", OWN, form(TARGET), true),
        sender("own page, by https and a port that is the default", "https://app.test:443/from", form(TARGET), true),
        sender("subdomain", "https://sub.app.test/from", form(TARGET), false),
        sender("name that ends alike", "https://notapp.test/from", form(TARGET), false),
        sender("name that begins alike", "https://app.test.other.test/from", form(TARGET), false),
        sender("other site", OTHER, form(TARGET), false),
        sender("own host by http", "http://app.test/from", form(TARGET), false),
        sender("other site by http", "http://other.test/from", form(TARGET), false),
        sender("own host, other port", "https://app.test:8443/from", form(TARGET), false),
        sender("sandboxed frame of the own page", OWN, frame("sandbox='allow-forms allow-scripts'", &form(TARGET)), false),
        sender("sandboxed frame of the own page that keeps its origin", OWN,
            frame("sandbox='allow-forms allow-scripts allow-same-origin'", &form(TARGET)), true),
        sender("sandboxed frame of another site", OTHER, frame("sandbox='allow-forms allow-scripts'", &form(TARGET)), false),
        sender("srcdoc of the own page", OWN, frame("", &form(TARGET)), true),
        sender("srcdoc of another site", OTHER, frame("", &form(TARGET)), false),
        sender("blank frame of the own page", OWN, blank(), true),
        sender("blank frame of another site", OTHER, blank(), false),
        sender("data: in the own page", OWN, data(), false),
        sender("data: in another site", OTHER, data(), false),
        sender("blob: of the own page", OWN, blob(), true),
        sender("blob: of another site", OTHER, blob(), false),
        quiet("own page without referrer", OWN, form(TARGET), true),
        quiet("other site without referrer", OTHER, form(TARGET), false),
        sender("own page framed by another site", OTHER, "<iframe src='https://app.test/inner'></iframe>".to_owned(), true),
        sender("own form that comes back by another site", OWN, form("https://other.test/hop"), false),
        sender("own form that comes back by the own site", OWN, form("https://app.test/hop"), true),
        sender("other form that comes by the own site", OTHER, form("https://app.test/hop"), false),
        sender("own script", OWN, fetch("same-origin"), true),
        sender("other script", OTHER, fetch("no-cors"), false),
        sender("own beacon", OWN, beacon(), true),
        sender("other beacon", OTHER, beacon(), false),
    ]
}

fn only_forms_of_this_site_are_taken(world: &World) {
    let policy = CsrfPolicy::builder().origin("https://app.test").build().expect("an origin");
    let mut visitor = world.visitor();
    visitor.put("/hop", Page::Passed(TARGET.to_owned()));
    visitor.put("/inner", document(&[], &form(TARGET)));
    let (mut wrong, mut taken) = (Vec::new(), 0);
    let senders = senders();
    for sender in &senders {
        visitor.put("/from", document(sender.headers, &sender.page));
        let request = sent(&mut visitor, sender.at);
        let request = request.unwrap_or_else(|| panic!("nothing was sent: {}", sender.name));
        let said = csrf::Request {
            method: &request.method,
            sec_fetch_site: request.sec_fetch_site.as_deref(),
            origin: request.origin.as_deref(),
            host: &request.host,
        };
        let is_taken = csrf::check(&said, &policy).is_ok();
        taken += usize::from(is_taken);
        // A browser that does not say where the page stands: its `Origin` is enough, but for a page that hides it.
        let by_origin = csrf::check(&csrf::Request { sec_fetch_site: None, ..said }, &policy).is_ok();
        let hides = sender.headers == NO_REFERRER;
        if is_taken != sender.is_own || by_origin != (sender.is_own && !hides) {
            wrong.push(format!("{}: {is_taken}, by its origin {by_origin}: {request:?}", sender.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(taken > 8 && senders.len() - taken > 8, "{taken} of {} are taken", senders.len());
}

fn document(headers: &[(&str, &str)], body: &str) -> Page {
    let kind = ("Content-Type", "text/html; charset=utf-8");
    let headers =
        headers.iter().chain([&kind]).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Page::File(headers.collect(), format!("<!doctype html><title>from</title>{body}").into_bytes())
}

/// What arrives at the target after a visit of `at`.
fn sent(visitor: &mut Visitor<'_>, at: &str) -> Option<Request> {
    let _ = visitor.requests();
    // A page that sends itself away may end the visit before it is loaded.
    let _ = visitor.go(at);
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        let mut requests = visitor.requests();
        requests.retain(|request| request.target == "/target" && request.method == "POST");
        if let Some(request) = requests.pop() {
            return Some(request);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    None
}
