//! Redirect targets that `redirect::check` accepts stay on the allowed sites, as a `Location` and as a link.

#[path = "../../tests/support/pieces.rs"]
#[allow(dead_code, reason = "it is shared with the crate's own tests")]
mod pieces;

use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint_browser::WHERE_IT_LEADS;
use untaint_browser::cases::{field, is, rows};
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::strings::{Random, assembled, mutated};
use untaint_browser::suite::{World, run};
use untaint_browser::tab::{Landing, Tab};

const LOGIN: &str = "https://app.test/login";

fn main() -> ExitCode {
    run(&[
        ("labels_are_still_true", labels_are_still_true),
        ("legitimate_targets_are_accepted", legitimate_targets_are_accepted),
        ("accepted_as_location", accepted_as_location),
        ("accepted_as_link", accepted_as_link),
        ("refused_targets_do_leave", refused_targets_do_leave),
        ("generated_targets", generated_targets),
        ("generated_targets_with_an_app", generated_targets_with_an_app),
        ("generated_targets_on_this_site", generated_targets_on_this_site),
        ("generated_paths_keep_the_prefix", generated_paths_keep_the_prefix),
        ("every_short_target", every_short_target),
        ("fragment_is_not_inherited", fragment_is_not_inherited),
    ])
}

struct Row {
    id: String,
    target: String,
    hosts: Vec<String>,
    https: bool,
    policy: RedirectPolicy,
    labels: Value,
}

impl Row {
    fn accepted(&self) -> Option<SafeRedirect<'_>> {
        redirect::check(&self.target, &self.policy).ok()
    }

    fn question(&self, targets: &[&str]) -> Value {
        json!({"bases": [LOGIN], "hosts": with_site(&self.hosts), "https": self.https, "schemes": [], "targets": targets})
    }
}

fn all_rows() -> Vec<Row> {
    let rows = rows("redirect/browser.jsonl");
    rows.into_iter()
        .map(|row| {
            let listed = row["allowed_hosts"].as_array().expect("a list of hosts");
            let hosts: Vec<String> =
                listed.iter().map(|host| host.as_str().expect("a host").to_owned()).collect();
            let https = is(&row, "require_https");
            let policy = policy(&hosts, https);
            Row {
                id: field(&row, "id").to_owned(),
                target: field(&row, "url").to_owned(),
                hosts,
                https,
                policy,
                labels: row,
            }
        })
        .collect()
}

fn policy(hosts: &[String], https: bool) -> RedirectPolicy {
    RedirectPolicy::builder()
        .origin("https://app.test")
        .hosts(hosts.iter().map(String::as_str))
        .require_https(https)
        .build()
        .expect("every list in the cases is a policy")
}

fn with_site(hosts: &[String]) -> Vec<&str> {
    hosts.iter().map(String::as_str).chain(["app.test"]).collect()
}

/// The samples were labelled once, in Chromium; each engine must still see them so, but for the rows that name it, or
/// the labels prove nothing.
fn labels_are_still_true(world: &World) {
    let differing = rows("redirect/engines.jsonl");
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    for row in all_rows() {
        let answer = visitor.ask(WHERE_IT_LEADS, &row.question(&[&row.target]));
        let origin = answer[0][0][1].as_str();
        let own = differing
            .iter()
            .find(|other| field(other, "engine") == world.engine().name() && field(other, "id") == row.id);
        let expected = own.map_or(&row.labels["browser_origin"], |own| &own["origin"]);
        if origin != expected.as_str() {
            wrong.push(format!("{}: {:?} leads to {origin:?}", row.id, row.target));
        }
        // What an engine sees in its own way is for no policy.
        assert!(own.is_none() || row.accepted().is_none(), "{} is accepted, and the engines differ", row.id);
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn legitimate_targets_are_accepted(_: &World) {
    let wrong: Vec<String> = all_rows()
        .iter()
        .filter(|row| is(&row.labels, "legit"))
        .filter(|row| row.accepted().is_none_or(|target| target != row.target.as_str()))
        .map(|row| format!("{}: {:?}", row.id, row.target))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn accepted_as_location(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    let rows = all_rows();
    let accepted: Vec<(&Row, SafeRedirect<'_>)> =
        rows.iter().filter_map(|row| Some((row, row.accepted()?))).collect();
    assert!(accepted.len() > 100, "only {} targets were accepted", accepted.len());
    for (row, target) in accepted {
        if let Err(error) = stays_by_location(&mut visitor, row, &target) {
            wrong.push(format!("{} {error}", row.id));
        }
    }
    // Strings that nobody labelled, under the policy of the first row.
    let unlabelled = generated(3_000, 3);
    let accepted = unlabelled.iter().filter_map(|target| redirect::check(target, &rows[0].policy).ok());
    for target in accepted.take(300) {
        wrong.extend(stays_by_location(&mut visitor, &rows[0], &target).err());
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Sends the target as a `Location`, and looks at what the browser believes and at what the server saw.
fn stays_by_location(visitor: &mut Tab, row: &Row, target: &SafeRedirect<'_>) -> Result<(), String> {
    let _ = visitor.requests();
    visitor
        .open(LOGIN, Page::Redirect(target.location().into_owned().into_bytes()))
        .map_err(|error| format!("{:?}: {error}", target.as_str()))?;
    let landing = visitor.landing();
    let Landing::Page { url, .. } = &landing else {
        return Err(format!("{:?}: {landing:?}", target.as_str()));
    };
    let requests = visitor.requests();
    let mut places: Vec<String> =
        requests.iter().map(|request| format!("{}://{}/", request.scheme, request.host)).collect();
    places.push(url.clone());
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let verdicts = visitor.ask(WHERE_IT_LEADS, &row.question(&places));
    let stays = verdicts.as_array().is_some_and(|all| all.iter().all(|one| one[0][0] == json!(true)));
    // One request for the page that redirects, one for where it leads.
    if stays && requests.len() >= 2 {
        Ok(())
    } else {
        Err(format!("{:?}: {landing:?}, {requests:?}", target.as_str()))
    }
}

fn accepted_as_link(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    let mut clicked = 0;
    for row in all_rows() {
        let Some(target) = row.accepted() else { continue };
        clicked += 1;
        visitor.open(LOGIN, link_page(target.as_str())).expect("the page with the link");
        let landing = visitor.click("#t", Duration::from_secs(5));
        let allowed = match &landing {
            Landing::Page { url, .. } => {
                visitor.ask(WHERE_IT_LEADS, &row.question(&[url]))[0][0][0] == json!(true)
            }
            Landing::Refused(_) | Landing::Nowhere => !is(&row.labels, "legit"),
        };
        let ran = visitor.take_ran();
        if !allowed || !ran.is_empty() {
            wrong.push(format!("{} {:?}: {landing:?} {ran:?}", row.id, row.target));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(clicked > 100, "only {clicked} targets were accepted");
}

/// Written out here rather than by the crate: a mistake in its escaping must not hide one in its checking.
fn link_page(href: &str) -> Page {
    let href = href.replace('&', "&amp;").replace('"', "&quot;");
    Page::Html(format!("<!doctype html><meta charset=utf-8><a id=t href=\"{href}\">x</a>"))
}

/// The negative control: without the check the same ways lead elsewhere, and this harness sees it.
fn refused_targets_do_leave(world: &World) {
    let mut visitor = world.visitor();
    let (mut by_location, mut by_link) = (0, 0);
    for row in all_rows().into_iter().filter(|row| row.labels["class"] == "external") {
        assert!(row.accepted().is_none(), "{} {:?} was accepted", row.id, row.target);
        let leaves = |landing: &Landing| matches!(landing, Landing::Page { origin, .. } if !origin.contains("app.test") && origin.starts_with("http"));
        if visitor.open(LOGIN, Page::Redirect(row.target.clone().into_bytes())).is_ok() {
            let landing = visitor.landing();
            let requests = visitor.requests();
            by_location += usize::from(
                leaves(&landing) && requests.iter().any(|request| !request.host.contains("app.test")),
            );
        }
        visitor.open(LOGIN, link_page(&row.target)).expect("the page with the link");
        by_link += usize::from(leaves(&visitor.click("#t", Duration::from_secs(1))));
    }
    assert!(by_location >= 50, "only {by_location} raw targets left the site by Location");
    assert!(by_link >= 50, "only {by_link} raw targets left the site by a click");
}

/// Strings made from the samples, labelled or not: a mutation of a harmless one is often harmful.
fn generated(count: usize, seed: u64) -> Vec<String> {
    let mut random = Random::new(seed);
    let samples: Vec<String> =
        all_rows().into_iter().map(|row| row.target).filter(|target| target.len() < 300).collect();
    (0..count)
        .map(|_| match random.below(8) {
            0 => assembled(5, &mut random),
            1 => format!("//app.test{}", assembled(3, &mut random)),
            2 => format!("https://app.test{}", assembled(3, &mut random)),
            3 => format!("/{}", assembled(4, &mut random)),
            _ => mutated(&samples[random.below(samples.len())], &mut random),
        })
        .collect()
}

fn generated_targets(world: &World) {
    let lists: [(&[&str], bool); 4] = [
        (&[], false),
        (&[], true),
        (
            &["example.com", "*.example.com", "b\u{fc}cher.example", "my-host_1.example.com", "127.0.0.1"],
            false,
        ),
        (&["example.com:8443", "[::1]:8080", "[::1]", "*.example.com:443", "xn--bcher-kva.example"], true),
    ];
    let mut visitor = world.visitor();
    for (seed, (hosts, https)) in lists.into_iter().enumerate() {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let policy = policy(&hosts, https);
        let mut targets = generated(12_000, 1 + seed as u64);
        let names = [
            "//example.com",
            "https://a.example.com",
            "http://example.com:8443",
            "https://[::1]:8080/",
            "http://127.0.0.1",
            "https://b\u{fc}cher.example",
        ];
        let mut random = Random::new(100 + seed as u64);
        targets.extend((0..6_000).map(|_| mutated(random.pick(&names), &mut random)));
        // The page is http where the site takes both, as behind a proxy that ends TLS.
        let bases: &[&str] = if https { &[LOGIN] } else { &[LOGIN, "http://app.test/login"] };
        judge(
            &mut visitor,
            &targets,
            &policy,
            &json!({"bases": bases, "hosts": with_site(&hosts), "https": https, "schemes": []}),
        );
    }
}

/// Every target of up to three of the pieces that decide, with `UNTAINT_DEPTH=2` of up to five.
fn every_short_target(world: &World) {
    let targets = pieces::all(pieces::OF_REDIRECT, (3 + pieces::deeper()).min(5));
    let mut visitor = world.visitor();
    for (hosts, https) in [(&[] as &[&str], false), (&["evil.example"], true)] {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        let bases: &[&str] = if https { &[LOGIN] } else { &[LOGIN, "http://app.test/login"] };
        let question = json!({"bases": bases, "hosts": with_site(&hosts), "https": https, "schemes": []});
        for targets in targets.chunks(100_000) {
            judge(&mut visitor, targets, &policy(&hosts, https), &question);
        }
    }
}

/// A listed app scheme lets no other scheme and no other site in.
fn generated_targets_with_an_app(world: &World) {
    let policy =
        RedirectPolicy::builder().origin("https://app.test").scheme("myapp").build().expect("a policy");
    let starts =
        ["myapp://callback?code=1", "myapp:x", "MyApp:///x", "https://app.test/", "/myapp:x", "my-app:x"];
    let mut random = Random::new(9);
    let targets: Vec<String> = (0..10_000).map(|_| mutated(random.pick(&starts), &mut random)).collect();
    let question = json!({"bases": [LOGIN], "hosts": ["app.test"], "https": false, "schemes": ["myapp:"]});
    judge(&mut world.visitor(), &targets, &policy, &question);
}

fn is_app_link(target: &SafeRedirect<'_>) -> bool {
    target.as_str().get(..6).is_some_and(|start| start.eq_ignore_ascii_case("myapp:"))
}

/// Asks the engine about everything that was accepted, and about the header that would be sent for it.
fn judge(visitor: &mut Tab, targets: &[String], policy: &RedirectPolicy, question: &Value) {
    let accepted: Vec<SafeRedirect<'_>> =
        targets.iter().filter_map(|target| redirect::check(target, policy).ok()).collect();
    assert!(
        accepted.len() > targets.len() / 20,
        "only {} of {} were accepted",
        accepted.len(),
        targets.len()
    );
    let mut question = question.clone();
    let texts: Vec<&str> = accepted.iter().map(SafeRedirect::as_str).collect();
    question["targets"] = json!(texts);
    let by_text = visitor.ask(WHERE_IT_LEADS, &question);
    let headers: Vec<_> = accepted.iter().map(SafeRedirect::location).collect();
    question["targets"] = json!(headers);
    let by_header = visitor.ask(WHERE_IT_LEADS, &question);

    let mut wrong = Vec::new();
    for (at, target) in accepted.iter().enumerate() {
        let (text, header) = (&by_text[at], &by_header[at]);
        let is_escape = |answers: &Value| {
            answers
                .as_array()
                .is_none_or(|answers| answers.iter().any(|one| !one.is_null() && one[0] != json!(true)))
        };
        if is_escape(text) || is_escape(header) {
            wrong.push(format!("leaves: {:?} -> {text}, as a header {header}", target.as_str()));
        } else if is_app_link(target) {
            // A header is ASCII, so where the app's URL is not, it must differ; only the scheme is promised.
        } else if without_fragments(visitor, text) != without_fragments(visitor, header) {
            wrong.push(format!("the header differs: {:?} -> {text}, as a header {header}", target.as_str()));
        } else if text[0].is_null() {
            wrong.push(format!("no URL: {:?}", target.as_str()));
        }
    }
    wrong.truncate(40);
    assert!(wrong.is_empty(), "{wrong:#?}");

    // The negative control: among the refused ones are many that do leave.
    let refused: Vec<&String> =
        targets.iter().filter(|target| redirect::check(target, policy).is_err()).collect();
    question["targets"] = json!(refused);
    let answers = visitor.ask(WHERE_IT_LEADS, &question);
    let leaving =
        answers.as_array().map_or(0, |all| all.iter().filter(|one| one[0][0] == json!(false)).count());
    assert!(leaving > targets.len() / 20, "only {leaving} of the refused targets leave");
}

/// Firefox keeps the white space at the end of a reference that is a fragment alone, and drops dots from the fragment of
/// one that begins with `//`; neither leads anywhere else. The other engines are asked for the whole URL.
fn without_fragments(visitor: &Tab, answer: &Value) -> Value {
    let mut answer = answer.clone();
    if visitor.engine() == Engine::Firefox {
        for one in answer.as_array_mut().into_iter().flatten() {
            let url = one[2].as_str().and_then(|url| url.split('#').next());
            one[2] = json!(url);
        }
    }
    answer
}

/// `path_only` and `has_allowed_host_and_scheme`: whatever the site is called, the target stays on it.
fn generated_targets_on_this_site(world: &World) {
    const SAME_SITE: &str = r"({bases, targets}) => targets.filter(target => bases.some(base => {
        try { return new URL(target, base).origin !== new URL(base).origin; } catch { return false; }
    }))";
    let targets = generated(25_000, 7);
    let mut visitor = world.visitor();
    let bases =
        json!([LOGIN, "http://app.test/login", "http://localhost:3000/a/b/?c=d#e", "https://[::1]:8443/"]);
    let accepted: Vec<&String> = targets
        .iter()
        .filter(|target| {
            let local = redirect::check(target, RedirectPolicy::path_only());
            let boolean = redirect::has_allowed_host_and_scheme(target, &[], false);
            assert_eq!(local.is_ok(), boolean, "{target:?}");
            assert!(local.as_ref().is_ok_and(SafeRedirect::is_local) || local.is_err(), "{target:?}");
            boolean
        })
        .collect();
    assert!(accepted.len() > 2_000, "only {} were accepted", accepted.len());
    let left = visitor.ask(SAME_SITE, &json!({"bases": bases, "targets": accepted}));
    assert_eq!(left, json!([]));
    let left = visitor.ask(SAME_SITE, &json!({"bases": bases, "targets": targets}));
    assert!(left.as_array().is_some_and(|left| left.len() > 2_000), "the control: some of all do leave");
}

fn generated_paths_keep_the_prefix(world: &World) {
    const OUTSIDE: &str = r"targets => targets.filter(target => {
        let url;
        try { url = new URL(target, 'https://app.test/app/login'); } catch { return false; }
        // What servers make of it that decode slashes before they look at the dots: which ones, and whether they
        // merge slashes, is theirs to say.
        const readings = [/$^/g, /%2f/gi, /%5c/gi, /%2f|%5c/gi].flatMap(escape => {
            const path = url.pathname.replace(escape, '/');
            return [path, path.replace(/\/+/g, '/')];
        });
        return !readings.map(path => new URL('https://app.test' + path).pathname)
            .every(path => path === '/app' || path.startsWith('/app/'));
    })";
    let policy =
        RedirectPolicy::builder().origin("https://app.test").path_prefix("/app").build().expect("a policy");
    let parts = [
        "/", "..", ".", "%2e", "%2E", "a", "app", "%2f", "%5c", "//", "?", "#", "%", "app/..", "\\",
        "%2e%2e", " ", ";", "\u{e9}",
    ];
    let mut random = Random::new(11);
    let targets: Vec<String> = (0..40_000)
        .map(|_| {
            let tail: String = (0..random.below(7)).map(|_| random.pick(&parts)).collect();
            format!("{}{tail}", random.pick(&["/app/", "/app", "https://app.test/app/", "/"]))
        })
        .collect();
    let accepted: Vec<&String> =
        targets.iter().filter(|target| redirect::check(target, &policy).is_ok()).collect();
    assert!(accepted.len() > 2_000, "only {} were accepted", accepted.len());
    let mut visitor = world.visitor();
    assert_eq!(visitor.ask(OUTSIDE, &json!(accepted)), json!([]));
    let outside = visitor.ask(OUTSIDE, &json!(targets));
    assert!(outside.as_array().is_some_and(|all| all.len() > 2_000), "the control: some of all are outside");
}

fn fragment_is_not_inherited(world: &World) {
    let policy = policy(&["example.com".to_owned()], true);
    let target = redirect::check("https://example.com/x", &policy).expect("a listed host");
    let mut visitor = world.visitor();
    for (target, expected) in [
        (target.clone().without_inherited_fragment(), "https://example.com/x#"),
        // The control: this is what it is for.
        (target, "https://example.com/x#secret"),
    ] {
        let location = target.location().into_owned().into_bytes();
        visitor.go("about:blank").expect("an empty page");
        visitor.open(&format!("{LOGIN}#secret"), Page::Redirect(location)).expect("a redirect");
        let Landing::Page { url, .. } = visitor.landing() else { panic!("no page") };
        assert_eq!(url, expected);
    }
}
