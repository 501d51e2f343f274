//! `web::csp`: what Chromium ran under a policy, and what is found in policies.

mod support;

use serde::Deserialize;
use support::rows;
use untaint::web::Severity;
use untaint::web::csp::{self, Load, PolicySet};

/// A row of `web/csp_runs.jsonl`, measured in Chromium 156.
#[derive(Deserialize)]
struct Run {
    page: String,
    policies: Vec<String>,
    ran: Vec<String>,
}

const NONCE: &str = "agvNFPWnaO_d258C";
const HASH: &str = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";

/// Whether each of the loads of that suite runs: some need one that ran before.
fn runs(set: &PolicySet<'_>, page: &str) -> Vec<&'static str> {
    let is = |load: Load<'_>| set.check(&load.on(page)).is_ok();
    let own = format!("{page}self.js");
    let by_https = own.replace("http://", "https://");
    let nonced = || is(Load::inline_script().nonce(NONCE));
    let loads = [
        ("attr", is(Load::handler())),
        (
            "blob",
            is(Load::script(&own).nonce(NONCE))
                && is(Load::script("blob:https://top.test/1").added_by_script()),
        ),
        ("cdn", is(Load::script("https://cdn.test/lib/a.js"))),
        ("cdn-other", is(Load::script("https://cdn.test/other/a.js"))),
        ("data", is(Load::script("data:text/javascript,1"))),
        ("dyn", nonced() && is(Load::script("https://other.test/dyn.js").added_by_script())),
        ("eval", is(Load::script(&own)) && is(Load::eval())),
        ("hash", is(Load::inline_script().hash(HASH))),
        ("http", is(Load::script("http://cdn.test/lib/a.js"))),
        ("inline", is(Load::inline_script())),
        ("jsurl", is(Load::javascript_url())),
        ("nonce", nonced()),
        ("nonce-eval", nonced() && is(Load::eval())),
        ("port", is(Load::script("https://cdn.test:8444/lib/a.js"))),
        (
            "redirect",
            is(Load::script("https://cdn.test/redir"))
                && is(Load::script("https://cdn.test/lib/a.js").redirected()),
        ),
        ("self", is(Load::script(&own))),
        ("selfhttps", is(Load::script(&by_https))),
        ("sub", is(Load::script("https://sub.cdn.test/lib/a.js"))),
    ];
    loads.into_iter().filter_map(|(name, ran)| ran.then_some(name)).collect()
}

#[test]
fn a_load_runs_where_chromium_runs_it() {
    let mut wrong = Vec::new();
    for Run { page, policies, ran } in rows::<Run>("web/csp_runs.jsonl") {
        let policies: Vec<String> =
            policies.iter().map(|text| text.replace("{N}", NONCE).replace("{H}", HASH)).collect();
        let set = PolicySet::parse_all(policies.iter().map(String::as_str));
        // The suite loads over https only.
        println!("{policies:?} -> {:?} {ran:?}", set.evaluate().verdict());
        let found: Vec<_> = runs(&set, &page).into_iter().filter(|name| *name != "http").collect();
        if found != ran {
            wrong.push(format!("{policies:?}: {found:?}, measured {ran:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

/// A row of `web/csp_evaluator.jsonl`: what csp_evaluator 1.1.8 finds.
#[derive(Deserialize)]
struct Peer {
    name: String,
    csp: String,
    #[serde(default)]
    findings: Vec<PeerFinding>,
    #[serde(default)]
    strict: Vec<PeerFinding>,
    #[serde(default)]
    reporting: Vec<PeerFinding>,
    /// It throws.
    error: Option<String>,
}

#[derive(Deserialize)]
struct PeerFinding {
    #[serde(rename = "type")]
    kind: String,
    severity: String,
    directive: String,
}

/// Our names for its kinds.
const NAMES: [(&str, &[&str]); 22] = [
    ("MISSING_DIRECTIVES", &["csp.script_missing", "csp.base_uri", "csp.object_src", "csp.empty_list"]),
    ("SCRIPT_UNSAFE_INLINE", &["csp.unsafe_inline"]),
    ("SCRIPT_UNSAFE_HASHES", &["csp.unsafe_hashes"]),
    ("SCRIPT_UNSAFE_EVAL", &["csp.unsafe_eval"]),
    ("PLAIN_WILDCARD", &["csp.wildcard"]),
    ("PLAIN_URL_SCHEMES", &["csp.scheme"]),
    ("SCRIPT_ALLOWLIST_BYPASS", &["csp.bypass_host", "csp.self", "csp.host", "csp.tld", "csp.not_ascii"]),
    ("OBJECT_ALLOWLIST_BYPASS", &["csp.object_host"]),
    ("IP_SOURCE", &["csp.ip_source"]),
    ("SRC_HTTP", &["csp.http_source", "csp.report_mixed"]),
    ("NONCE_LENGTH", &["csp.nonce_short"]),
    ("NONCE_CHARSET", &["csp.nonce_invalid", "csp.placeholder"]),
    ("UNKNOWN_DIRECTIVE", &["csp.directive"]),
    ("MISSING_SEMICOLON", &["csp.semicolon", "csp.comma"]),
    (
        "INVALID_KEYWORD",
        &[
            "csp.keyword",
            "csp.quotes",
            "csp.placeholder",
            "csp.nonce_invalid",
            "csp.comma",
            "csp.control",
            "csp.obsolete",
            // What it does not know yet.
            "csp.unsafe_eval",
        ],
    ),
    ("DEPRECATED_DIRECTIVE", &["csp.obsolete"]),
    ("IGNORED", &["csp.ignored"]),
    ("STRICT_DYNAMIC", &["csp.no_strict_dynamic", "csp.not_ascii", "csp.comma"]),
    ("UNSAFE_INLINE_FALLBACK", &["csp.no_inline_fallback"]),
    ("ALLOWLIST_FALLBACK", &["csp.no_host_fallback"]),
    ("STRICT_DYNAMIC_NOT_STANDALONE", &["csp.nothing_runs"]),
    ("REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS", &["csp.trusted_types"]),
];

#[test]
fn what_csp_evaluator_finds_is_found() {
    let mut wrong = Vec::new();
    for row in rows::<Peer>("web/csp_evaluator.jsonl") {
        let found = csp::evaluate(&row.csp);
        assert!(row.error.is_none() || row.findings.is_empty());
        for theirs in row.findings.iter().chain(&row.strict).chain(&row.reporting) {
            // The comma gives the second policy an object-src of its own.
            if row.name == "comma separator" && theirs.directive == "object-src" {
                continue;
            }
            // The word stands there, beside the hash that switches it off.
            if row.name == "unsafe-inline + hash" && theirs.kind == "UNSAFE_INLINE_FALLBACK" {
                continue;
            }
            let codes: &[&str] = match &*theirs.kind {
                "REPORTING_DESTINATION_MISSING" => &["csp.no_reports"],
                "REPORT_TO_ONLY" => &["csp.report_to_only"],
                kind => NAMES.iter().find(|(name, _)| *name == kind).expect("a kind").1,
            };
            let ours = found.findings().iter().find(|finding| {
                codes.contains(&finding.code()) && finding.directive() == Some(&*theirs.directive)
            });
            let is_high = theirs.severity == "HIGH" && theirs.directive != "object-src";
            match ours {
                None => {
                    wrong.push(format!("{}: {} at {} is not found", row.name, theirs.kind, theirs.directive))
                }
                Some(ours) if is_high && ours.severity() != Severity::High => {
                    wrong.push(format!("{}: {} is not high", row.name, ours.code()));
                }
                Some(_) => {}
            }
        }
        for ours in found.findings() {
            if ours.severity() > Severity::Low {
                println!(
                    "{}: {:?} {} {:?} {:?}",
                    row.name,
                    ours.severity(),
                    ours.code(),
                    ours.directive(),
                    row.csp.get(ours.span())
                );
            }
        }
        println!("{} -> {:?}", row.name, found.verdict());
    }
    assert!(wrong.is_empty(), "{} findings\n{}", wrong.len(), wrong.join("\n"));
}
