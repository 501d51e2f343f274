//! The audit and its control: the leaky board has thirteen holes, and its twin none.
#![cfg(all(feature = "testing", feature = "upload", feature = "http"))]

#[allow(dead_code)]
#[path = "../examples/leaky_board.rs"]
mod leaky_board;

use axum::Router;
use axum::extract::Query;
use axum::response::Html;
use axum::routing::get;
use leaky_board::{Board, LEAKY, MENDED, ORIGIN};
use std::time::Duration;
use untaint::testing::{Audit, AuditFinding, AuditKind, AuditReport, Login, audit};
use untaint::web::Severity;

/// Each hole with its route; the first has two handlers.
const HOLES: [(&str, &str); 14] = [
    ("audit.script", "GET /search"),
    ("audit.script", "POST /notes"),
    ("audit.attribute", "GET /tag"),
    ("audit.url", "POST /links"),
    ("audit.script_data", "GET /greet"),
    ("audit.redirect", "GET /go"),
    ("audit.path", "GET /file"),
    ("audit.cookie_attribute", "GET /lang"),
    ("headers.csp_missing", "GET /bare"),
    ("cookie.http_only", "POST /login"),
    ("audit.csrf", "POST /email"),
    ("audit.upload", "POST /upload"),
    ("audit.script_end", "GET /profile"),
    ("audit.log", "GET /visit"),
];

fn code(finding: &AuditFinding) -> &str {
    finding.code().split(':').next().unwrap_or_default()
}

/// A board with its folder, told as in the example.
fn board(router: fn(Board) -> Router, name: &str) -> (Audit, std::path::PathBuf) {
    let (served, canary) = leaky_board::folder(name);
    let board = Board::new(&served);
    let read = board.clone();
    let site = audit(router(board)).origin(ORIGIN).login(Login::form("/login", [("name", "ada")]));
    (site.canary(&canary).log(move || read.log()), served)
}

#[tokio::test]
async fn all_thirteen_are_found_and_each_shows_itself_again() {
    let report = leaky_board::audit(LEAKY, "all").await;
    for (hole, route) in HOLES {
        let found = report.findings().iter().any(|finding| code(finding) == hole && finding.route() == route);
        assert!(found, "{hole} at {route}: {report}");
    }
    // And nothing that is not one of them, but for what a page without headers lacks beside its policy, and what
    // else the weak cookie is.
    for finding in report.findings() {
        let is_beside = finding.code().starts_with("headers.") && finding.route() == "GET /bare"
            || finding.code().starts_with("cookie.") && finding.route() == "POST /login";
        assert!(is_beside || HOLES.contains(&(code(finding), finding.route())), "{finding}");
        assert!(!finding.fix().is_empty() && !finding.requests().is_empty());
    }
    assert!(report.findings().is_sorted_by_key(|finding| std::cmp::Reverse(finding.severity())));
    assert!(report.notes().is_empty(), "{report}");
    assert!(report.requests() < 2500, "{}", report.requests());
    // The requests of a finding show it on a site that has seen nothing else, and nothing on the twin.
    for (at, finding) in report.findings().iter().enumerate() {
        for (router, is_leaky) in [(LEAKY, true), (MENDED, false)] {
            let (site, folder) = board(router, &format!("again-{at}-{is_leaky}"));
            let again = site.replay(finding.requests()).await;
            assert_eq!(again.has(finding.code()), is_leaky, "{finding}\n{again}");
            std::fs::remove_dir_all(folder.parent().expect("a folder")).expect("the test's own folder");
        }
    }
}

#[tokio::test]
async fn the_twin_is_clean() {
    let report = leaky_board::audit(MENDED, "twin").await;
    report.assert_clean();
    assert!(report.pages() > 30 && report.forms() > 5 && report.fields() > 40, "{report}");
}

#[tokio::test]
async fn a_seed_sends_the_same() {
    let find = async |seed| {
        let (site, folder) = board(
            LEAKY,
            &format!("seed-{seed}-{:?}", std::time::Instant::now()).replace([' ', ':', '{', '}'], ""),
        );
        let report = site.seed(seed).run().await;
        std::fs::remove_dir_all(folder.parent().expect("a folder")).expect("the test's own folder");
        let found: Vec<String> = report
            .findings()
            .iter()
            .filter(|finding| finding.code() != "audit.csrf")
            .flat_map(AuditFinding::requests)
            .collect();
        (report.requests(), found)
    };
    assert_eq!(find(7).await, find(7).await);
    let (_, other) = find(8).await;
    assert_ne!(find(7).await.1, other);
}

/// A page with a hole, in one line.
fn careless() -> Router {
    type Fields = std::collections::BTreeMap<String, String>;
    let page = async |Query(sent): Query<Fields>| {
        Html(format!("<a href='?a=1'>a</a>{}", sent.get("a").map_or("", String::as_str)))
    };
    Router::new().route("/", get(page))
}

#[tokio::test]
async fn bounds_are_kept_and_told() {
    let report = audit(careless()).max_requests(20).run().await;
    assert!(report.requests() <= 20 + 100, "{report}"); // the rest makes findings short
    assert!(report.notes().iter().any(|note| note.contains("20 requests")), "{report}");
    let report = audit(careless()).max_time(Duration::ZERO).run().await;
    assert!(report.pages() == 0 && report.notes().len() == 1, "{report}");
}

#[tokio::test]
async fn what_is_accepted_is_told_and_must_occur() {
    let codes = ["headers.csp_missing", "headers.nosniff_missing", "headers.framing_missing"];
    let accepted = |site: Audit| codes.iter().fold(site, |site, code| site.accept(*code, "a test"));
    let site = Router::new().route("/", get(async || Html("<p>Hello")));
    let report = accepted(audit(site.clone())).run().await;
    report.assert_clean();
    assert_eq!(report.accepted().len(), 3);
    let report = accepted(audit(site)).accept("audit.csrf", "no form").run().await;
    let [stale] = report.findings() else { panic!("{report}") };
    assert_eq!(
        (stale.kind(), stale.field(), stale.severity()),
        (AuditKind::Accepted, "audit.csrf", Severity::Low)
    );
}

#[tokio::test]
async fn a_login_that_fails_is_told() {
    let report = audit(careless()).login(Login::form("/", [("name", "ada")])).run().await;
    assert!(report.notes().iter().any(|note| note.starts_with("no login: no form")), "{report}");
    let report = audit(careless()).canary("/no/such/file").request("nonsense").run().await;
    assert_eq!(report.notes().len(), 2, "{report}");
}

#[tokio::test]
#[should_panic(expected = "audit.script (high) at GET /")]
async fn what_is_found_fails_a_test() {
    let report: AuditReport = audit(careless()).run().await;
    report.assert_clean();
}

#[test]
fn kinds_have_codes_and_sentences() {
    let mut codes = std::collections::BTreeSet::new();
    for kind in AuditKind::ALL {
        assert!(codes.insert(kind.code()) && kind.code().starts_with("audit."), "{kind:?}");
        for sentence in [kind.why(), kind.fix()] {
            let first = sentence.chars().next().expect("a letter");
            assert!(first.is_lowercase() && !sentence.ends_with('.'), "{sentence}");
        }
    }
}

/// The test that a finding writes is one: this is what stands there, and it fails on the leaky board alone.
#[tokio::test]
async fn a_finding_is_a_test() {
    let (site, folder) = board(LEAKY, "as-test");
    let report = site.run().await;
    std::fs::remove_dir_all(folder.parent().expect("a folder")).expect("the test's own folder");
    let search = report.findings().iter().find(|finding| finding.route() == "GET /search").expect("the hole");
    let text = search.as_test();
    for part in [
        "#[tokio::test]\nasync fn audit_script_get_search_q() {\n",
        "    let report = untaint::testing::audit(site())\n        .origin(\"https://leaky.test\")\n",
        "        .replay([\n            \"GET /search?q=",
        "    assert!(!report.has(\"audit.script\"), \"{report}\");\n",
    ] {
        assert!(text.contains(part), "{text}");
    }
    // Nobody needs to log in to see it.
    assert!(!text.contains("login"), "{text}");
    let email = report.findings().iter().find(|finding| finding.route() == "POST /email").expect("the hole");
    assert!(email.as_test().contains("sec-fetch-site: cross-site"), "{}", email.as_test());
    let shown = report.to_string();
    assert!(shown.contains("see: GET /search?q=") && shown.contains("fix: "), "{shown}");
}

#[cfg(feature = "serde")]
#[tokio::test]
async fn a_report_is_json() {
    let report = audit(careless()).run().await;
    let json = serde_json::to_value(&report).expect("JSON");
    assert_eq!(json["findings"][0]["code"], report.findings()[0].code());
    assert_eq!(json["requests"], report.requests());
}
