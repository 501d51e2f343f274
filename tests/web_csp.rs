//! `web::csp`: what Chromium ran under a policy, and what is found in policies.

mod support;

use serde::Deserialize;
use std::collections::BTreeMap;
use support::rows;
use support::web_csp::*;
use untaint::web::csp::{
    self, Directive, Evaluator, Load, NONCE, Nonce, Policy, PolicySet, SourceErrorKind, SourcePolicy,
    Verdict, Weakness,
};
use untaint::web::{Severity, render_findings};

/// A row of `web/csp_runs.jsonl`, measured in Chromium 156.
#[derive(Deserialize)]
struct Run {
    page: String,
    policies: Vec<String>,
    ran: Vec<String>,
}

const N: &str = "agvNFPWnaO_d258C";
const HASH: &str = "sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng=";

/// Whether each of the loads of that suite runs: some need one that ran before.
fn runs(set: &PolicySet<'_>, page: &str) -> Vec<&'static str> {
    let is = |load: Load<'_>| set.check(&load.on(page)).is_ok();
    let own = format!("{page}self.js");
    let by_https = own.replace("http://", "https://");
    let nonced = || is(Load::inline_script().nonce(N));
    let loads = [
        ("attr", is(Load::handler())),
        (
            "blob",
            is(Load::script(&own).nonce(N)) && is(Load::script("blob:https://top.test/1").added_by_script()),
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

/// The verdict that what ran bears out; `judged` where several do.
fn measured(ran: &[String], judged: Verdict) -> Verdict {
    let has = |name: &str| ran.iter().any(|ran| ran == name);
    if ["inline", "attr", "jsurl", "data"].into_iter().any(has) {
        return Verdict::Open;
    }
    let has_host = ["self", "cdn", "cdn-other", "sub", "port"].into_iter().any(has);
    let possible: &[Verdict] = match (has_host, has("nonce") || has("hash")) {
        // Of hosts that strangers have none was tried.
        (true, _) => &[Verdict::Open, Verdict::HostsDecide],
        (false, true) => &[Verdict::Bypassable, Verdict::Strict],
        // A source for a file that was not asked for.
        (false, false) => &[Verdict::NoScript, Verdict::HostsDecide],
    };
    if possible.contains(&judged) { judged } else { possible[0] }
}

#[test]
fn a_load_runs_where_chromium_runs_it() {
    let mut wrong = Vec::new();
    for Run { page, policies, ran } in rows::<Run>("web/csp_runs.jsonl") {
        let policies: Vec<String> =
            policies.iter().map(|text| text.replace("{N}", N).replace("{H}", HASH)).collect();
        let set = PolicySet::parse_all(policies.iter().map(String::as_str));
        // The suite loads over https only.
        let verdict = set.evaluate().verdict();
        if verdict != measured(&ran, verdict) {
            wrong.push(format!("{policies:?}: judged {verdict:?}, but {ran:?} ran"));
        }
        let found: Vec<_> = runs(&set, &page).into_iter().filter(|name| *name != "http").collect();
        if found != ran {
            wrong.push(format!("{policies:?}: {found:?}, measured {ran:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

/// A row of `web/csp_evaluator.jsonl`: what `csp_evaluator` 1.1.8 finds.
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
                    wrong.push(format!("{}: {} at {} is not found", row.name, theirs.kind, theirs.directive));
                }
                Some(ours) if is_high && ours.severity() != Severity::High => {
                    wrong.push(format!("{}: {} is not high", row.name, ours.code()));
                }
                Some(_) => {}
            }
        }
    }
    assert!(wrong.is_empty(), "{} findings\n{}", wrong.len(), wrong.join("\n"));
}

/// A row of `web/csp_findings.jsonl`.
#[derive(Deserialize)]
struct Judged {
    csp: String,
    verdict: String,
    findings: BTreeMap<String, String>,
    why: String,
}

fn is_about_script(code: &str) -> bool {
    !["csp.placeholder", "csp.not_ascii", "csp.control"].contains(&code)
}

#[test]
fn a_policy_is_judged_by_what_runs() {
    let mut wrong = Vec::new();
    for Judged { csp, verdict, findings, why } in rows::<Judged>("web/csp_findings.jsonl") {
        let found = csp::evaluate(&csp);
        let mut note = |what: String| wrong.push(format!("{csp:?} ({why}): {what}"));
        if format!("{:?}", found.verdict()) != verdict {
            note(format!("{:?}, not {verdict}", found.verdict()));
        }
        for (code, severity) in &findings {
            let has =
                |ours: &&untaint::web::Finding| ours.code() == code && ours.severity().word() == severity;
            if !found.findings().iter().any(|ours| has(&ours)) {
                note(format!("{code} {severity} is not found"));
            }
        }
        for ours in found.findings() {
            let is_listed = findings.contains_key(ours.code());
            // What is named in no row says nothing beyond itself: the row lists all that is worse than low.
            if !is_listed && ours.severity() > Severity::Low {
                note(format!("{} {:?} is found, too", ours.code(), ours.severity()));
            }
            if ours.severity() == Severity::High && ours.proof().is_none() && is_about_script(ours.code()) {
                note(format!("{} has no proof", ours.code()));
            }
        }
        web_csp_holds(&csp);
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

/// A row of `web/csp_sources.jsonl`.
#[derive(Deserialize)]
struct Hostile {
    source: String,
}

#[test]
fn a_hostile_source_gets_into_no_list() {
    let wide = SourcePolicy::builder()
        .wildcard(true)
        .path(true)
        .port(true)
        .max_len(1 << 20)
        .build()
        .expect("policy");
    let mut tried = 0;
    for Hostile { source } in rows::<Hostile>("web/csp_sources.jsonl") {
        assert!(Policy::builder().img_src([&source]).build().is_err(), "{source:?}");
        assert!(Policy::builder().img_src(["'self'", &source]).build().is_err(), "{source:?}");
        assert!(csp::check_source(&source, &wide).is_err(), "{source:?}");
        // Around a good one, and beside it.
        for (before, behind) in [
            ("", ""),
            ("https://", ""),
            ("a.example;", ""),
            ("", " b.example"),
            ("https://a.example/", ""),
            ("*.", ""),
        ] {
            let text = format!("{before}{source}{behind}");
            web_csp_holds(&text);
            tried += 1;
        }
    }
    assert!(tried >= 400, "{tried}");
    for accepted in
        ["'self'", "'none'", "https://a.example", "*.a.example", "a.example:8443", "data:", "https:", "[::1]"]
    {
        assert!(Policy::builder().img_src([accepted]).build().is_ok(), "{accepted}");
    }
    #[cfg(feature = "url")]
    {
        let policy =
            Policy::builder().img_src(["https://b\u{fc}cher.example:8443/x"]).build().expect("policy");
        let (_, value) = policy.fixed_header().expect("no nonce");
        assert_eq!(value, "img-src https://xn--bcher-kva.example:8443/x");
    }
}

#[test]
fn a_builder_refuses_what_means_something_else() {
    let refused = |builder: csp::PolicyBuilder| builder.build().expect_err("a wrong entry").to_string();
    let new = Policy::builder;
    let none: [&str; 0] = [];
    assert!(refused(new()).contains("allows everything"));
    assert!(refused(new().img_src(none)).contains("'none'"));
    assert!(refused(new().img_src(["'self'", "'SELF'"])).contains("already"));
    assert!(refused(new().img_src(["'none'", "'self'"])).contains("nothing beside"));
    assert!(refused(new().img_src([NONCE])).contains("scripts and styles"));
    assert!(refused(new().base_uri(["'unsafe-inline'"])).contains("means nothing"));
    assert!(refused(new().script_src(["'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'"])).contains("csp::NONCE"));
    assert!(refused(new().directive(Directive::ReportTo, ["csp"])).contains("report_to"));
    assert!(refused(new().directive(Directive::PluginTypes, ["a/b"])).contains("nothing"));
    assert!(refused(new().report_to("csp", "http://app.test/csp")).contains("https"));
    assert!(refused(new().report_to("csp", "//evil.example")).contains("https"));
    assert!(refused(new().report_to("c s p", "/csp")).contains("small letter"));
    assert!(refused(new().sandbox(["allow-everything"])).contains("sandbox"));
    assert!(refused(new().trusted_types(["a;b"])).contains("letters"));
    for (source, weakness) in [
        ("'unsafe-inline'", Weakness::UnsafeInline),
        ("'unsafe-eval'", Weakness::UnsafeEval),
        ("*", Weakness::AnyHost),
        ("*.com", Weakness::AnyHost),
        ("*:443", Weakness::AnyHost),
        ("https:", Weakness::AnyScheme),
        ("data:", Weakness::AnyScheme),
        ("https://cdn.jsdelivr.net", Weakness::ListedHost),
    ] {
        for script in [Directive::ScriptSrc, Directive::DefaultSrc, Directive::ScriptSrcElem] {
            let policy = || new().directive(script, ["'self'", source]);
            let error = refused(policy());
            assert!(error.contains(&format!(".weaken(Weakness::{weakness:?})")), "{error}");
            assert!(policy().weaken(weakness).build().is_ok(), "{source}");
        }
    }
    // In `base-uri` they are one where the page's files are marked.
    for (source, weakness) in
        [("*", Weakness::AnyHost), ("https:", Weakness::AnyScheme), ("*.com", Weakness::AnyHost)]
    {
        let policy = || Policy::strict().to_builder().base_uri([source]);
        assert!(refused(policy()).contains(&format!("{weakness:?}")));
        assert!(policy().weaken(weakness).build().is_ok());
        assert!(new().script_src(["'self'"]).base_uri([source]).build().is_ok());
    }
    assert!(Policy::strict().to_builder().base_uri(["'self'"]).build().is_ok());
    assert!(new().img_src(["https://a.example/X/", "https://a.example/x/"]).build().is_ok());
    // For pictures they are no weakness.
    assert!(new().img_src(["*", "data:", "https://cdn.jsdelivr.net"]).build().is_ok());
    assert!(new().default_src(["https:"]).script_src(["'self'"]).build().is_ok());
    assert!(new().sandbox(["allow-scripts", "allow-same-origin"]).build().is_err());
}

#[test]
fn presets_keep_their_promise() {
    assert_eq!(Policy::strict().evaluate().verdict(), Verdict::Strict);
    assert_eq!(Policy::api().evaluate().verdict(), Verdict::NoScript);
    assert_eq!(Policy::download().evaluate().verdict(), Verdict::NoScript);
    for preset in [Policy::strict(), Policy::api(), Policy::download()] {
        assert!(preset.evaluate().worst() <= Some(Severity::Info), "{:?}", preset.evaluate());
        assert_eq!(preset.to_builder().build().expect("the same"), *preset);
    }
    let nonce = Nonce::from_bytes([0x1F; 16]);
    let (name, value) = Policy::strict().header(&nonce);
    assert_eq!(name, "content-security-policy");
    assert_eq!(
        value,
        "script-src 'nonce-1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f' 'strict-dynamic'; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'self'"
    );
    assert!(!format!("{nonce:?}").contains("1f"));
    let page = Policy::strict()
        .to_builder()
        .img_src(["'self'", "https://img.example.com"])
        .style_src(["'self'", NONCE])
        .require_trusted_types()
        .trusted_types(["preview"])
        .report_to("csp", "/csp-report")
        .build()
        .expect("content security policy");
    let (_, value) = page.header(&nonce);
    assert_eq!(value.matches(nonce.as_str()).count(), 2);
    assert!(value.ends_with("report-uri /csp-report; report-to csp"));
    assert_eq!(page.reporting_endpoints(), Some(("reporting-endpoints", "csp=\"/csp-report\"".to_owned())));
    assert_eq!(page.evaluate().verdict(), Verdict::Strict);
    assert!(page.check(&Load::image("https://img.example.com/1.png").on("https://app.test/")).is_ok());
    assert!(page.check(&Load::inline_script().nonce(nonce.as_str())).is_ok());
    assert!(page.check(&Load::inline_script().marked()).is_ok());
    let blocked = page.check(&Load::image("https://evil.example/1.png").on("https://app.test/")).unwrap_err();
    assert_eq!((blocked.code(), blocked.directive()), ("csp.blocked", Some(Directive::ImgSrc)));
    for load in [Load::eval(), Load::javascript_url()] {
        let blocked = page.check(&load).unwrap_err();
        assert_eq!(blocked.directive(), Some(Directive::RequireTrustedTypesFor));
    }

    let watched = page.to_builder().report_only(true).build().expect("policy");
    assert_eq!(watched.header(&nonce).0, "content-security-policy-report-only");
    assert!(watched.check(&Load::inline_script()).is_ok());
    assert_eq!(watched.evaluate().verdict(), Verdict::Open);
    assert!(watched.evaluate().findings().iter().any(|finding| finding.code() == "csp.report_only"));
}

#[test]
fn a_source_of_others_goes_where_it_may() {
    let value = |policy: &Policy| policy.fixed_header().expect("no nonce").1.into_owned();
    let theirs = csp::check_source("https://img.example.org", SourcePolicy::https_hosts()).expect("a host");
    let page = Policy::builder().default_src(["'self'"]).img_src(["'none'"]).build().expect("policy");
    assert_eq!(
        value(&page.with_source(Directive::ImgSrc, &theirs)),
        "default-src 'self'; img-src https://img.example.org"
    );
    assert_eq!(
        value(&page.with_source(Directive::FontSrc, &theirs)),
        "default-src 'self'; img-src 'none'; font-src 'self' https://img.example.org"
    );
    let twice = page.with_source(Directive::ImgSrc, &theirs).with_source(Directive::ImgSrc, &theirs);
    assert_eq!(twice, page.with_source(Directive::ImgSrc, &theirs));
    // Nothing decides, so everything is allowed already.
    assert_eq!(Policy::strict().with_source(Directive::ImgSrc, &theirs), *Policy::strict());
    for (text, kind) in [
        ("", SourceErrorKind::Empty),
        ("https://a.example; script-src *", SourceErrorKind::Separator { at: 17 }),
        ("a.example,b", SourceErrorKind::Separator { at: 9 }),
        ("a b", SourceErrorKind::Blank { at: 1 }),
        ("a\nb", SourceErrorKind::Control { at: 1 }),
        ("b\u{fc}cher.example", SourceErrorKind::NotAscii { at: 1 }),
        ("'self'", SourceErrorKind::Keyword),
        ("https:", SourceErrorKind::Scheme),
        ("http://a.example", SourceErrorKind::Scheme),
        ("*", SourceErrorKind::Wildcard),
        ("*.a.example", SourceErrorKind::Wildcard),
        ("a.example:8443", SourceErrorKind::Port),
        ("a.example/x", SourceErrorKind::Path),
        ("localhost", SourceErrorKind::Host),
        ("10.0.0.1", SourceErrorKind::Host),
        ("[::1]", SourceErrorKind::Host),
        (&"a".repeat(64 << 10), SourceErrorKind::TooLong { max: 261 }),
    ] {
        assert_eq!(
            csp::check_source(text, SourcePolicy::https_hosts()).unwrap_err().kind(),
            kind,
            "{text:.40?}"
        );
    }
}

#[test]
fn an_evaluator_knows_its_page_and_its_hosts() {
    let own = Evaluator::builder()
        .host("*.files.example")
        .host("example.com/uploads/")
        .page("http://app.test")
        .build();
    let own = own.expect("evaluator");
    for (csp, verdict) in [
        ("script-src *.files.example", Verdict::Bypassable),
        ("script-src https://example.com", Verdict::Bypassable),
        ("script-src https://example.com/js/", Verdict::HostsDecide),
        ("script-src me.files.example", Verdict::HostsDecide),
        ("script-src http://app.test, script-src 'self'", Verdict::HostsDecide),
    ] {
        assert_eq!(own.evaluate(csp).verdict(), verdict, "{csp}");
    }
    let meta = Evaluator::builder().meta(true).build().expect("evaluator");
    let found = meta.evaluate("default-src 'none'; frame-ancestors 'none'; sandbox; report-uri /x");
    assert_eq!(found.findings().iter().filter(|finding| finding.code() == "csp.meta_only").count(), 3);
    assert_eq!(meta.evaluate("sandbox").verdict(), Verdict::Open, "in a page it is no sandbox");
    assert_eq!(csp::evaluate("sandbox").verdict(), Verdict::NoScript);
}

#[test]
fn places_can_be_shown() {
    let text = "script-src 'self' \u{7f}<b>; object-src *";
    let found = csp::evaluate(text);
    let shown = render_findings(text, found.findings());
    assert!(shown.as_str().contains("<mark>\u{2421}</mark>") && !shown.as_str().contains("<b>"));
}

#[cfg(feature = "serde")]
#[test]
fn a_finding_is_data() {
    let found = csp::evaluate("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'; base-uri https://*.com/x/");
    let json = serde_json::to_value(found.findings()).expect("JSON");
    let of = |code: &str| json.as_array().and_then(|all| all.iter().find(|found| found["code"] == code));
    let base = of("csp.base_uri").expect("a finding");
    let proof = serde_json::json!({
        "technique": "base", "html": "<base href=\"https://attacker.com/x/\">", "address": "https://attacker.com/x/",
    });
    assert_eq!((&base["severity"], &base["proof"]), (&"high".into(), &proof));
    assert_eq!(of("csp.trusted_types").expect("a finding")["proof"], serde_json::Value::Null);
}

#[cfg(feature = "serde")]
#[test]
fn reports_are_read_in_both_shapes() {
    use untaint::web::csp::ReportsErrorKind;
    #[derive(Deserialize)]
    struct Posted {
        content_type: String,
        body: String,
    }
    let own = Policy::builder().default_src(["'self'"]).build().expect("policy");
    for Posted { content_type, body } in rows::<Posted>("web/csp_reports.jsonl") {
        let reports = csp::reports(&content_type, body.as_bytes()).expect("a report");
        let [report] = reports.violations() else { panic!("one report: {body}") };
        assert!(report.document().starts_with("https://app.test/v") && report.status() == Some(200));
        assert!(Directive::named(report.directive()).is_some() && !report.is_noise());
        assert!(!report.is_foreign(&own) && report.policy().contains("default-src"));
        let shown = format!("{reports:?}");
        assert!(!shown.contains("token") && !shown.contains("evil"), "{shown}");
    }
    let read = |body: &str| csp::reports("application/reports+json; charset=utf-8", body.as_bytes());
    let kind = |body: &str| read(body).unwrap_err().kind();
    assert_eq!(read("[]").expect("none").violations().len(), 0);
    let other =
        read(r#"[{"type":"deprecation","body":{}},{"type":"csp-violation"},1,null]"#).expect("others");
    assert_eq!((other.violations().len(), other.skipped()), (0, 4));
    let many = format!("[{}]", vec![r#"{"type":"csp-violation","body":{"sample":1}}"#; 80].join(","));
    let many = read(&many).expect("many");
    assert_eq!((many.violations().len(), many.skipped()), (50, 30));
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for wrong in ["", "{}", "null", "[", "\u{0}", &deep] {
        assert_eq!(kind(wrong), ReportsErrorKind::Malformed, "{wrong:.20}");
    }
    assert!(matches!(kind(&" ".repeat(65 << 10)), ReportsErrorKind::TooLong { max: 65_536 }));
    let one = |body: &str| csp::reports("application/csp-report", body.as_bytes());
    assert_eq!(one("[]").unwrap_err().kind(), ReportsErrorKind::Malformed);
    assert_eq!(csp::reports("text/html", b"{}").unwrap_err().kind(), ReportsErrorKind::ContentType);
    let noise =
        one(r#"{"csp-report":{"blocked-uri":"chrome-extension://x","violated-directive":"img-src 'self'"}}"#);
    let noise = noise.expect("a report");
    assert!(noise.violations()[0].is_noise() && noise.violations()[0].directive() == "img-src");
    let long =
        one(&format!(r#"{{"csp-report":{{"script-sample":"{}"}}}}"#, "\u{e9}".repeat(5000))).expect("long");
    assert_eq!(long.violations()[0].sample().len(), 2048);
}

/// What a stored file is sent with lets no script run.
#[cfg(feature = "upload")]
#[test]
fn files_are_sent_with_a_policy_that_runs_nothing() {
    use untaint::upload::{FileType, serve_headers_of};
    for extension in ["png", "svg", "pdf", "mp4", "txt", "html", "zip", "xml"] {
        let Some(file_type) = FileType::from_extension(extension) else { continue };
        let headers = serve_headers_of(file_type, "a file");
        let policy = headers.iter().find(|(name, _)| *name == "content-security-policy").expect("a policy");
        assert_eq!(csp::evaluate(&policy.1).verdict(), Verdict::NoScript, "{extension}");
    }
}

/// A row of `web/csp_matches.jsonl`.
#[derive(Deserialize)]
struct Match {
    source: String,
    page: String,
    url: String,
    allowed: bool,
}

#[test]
fn a_source_matches_what_it_matches_in_chromium() {
    let mut wrong = Vec::new();
    for Match { source, page, url, allowed } in rows::<Match>("web/csp_matches.jsonl") {
        let text = format!("script-src {source}");
        if PolicySet::parse(&text).check(&Load::script(&url).on(&page)).is_ok() != allowed {
            wrong.push(format!("{source} on {page}: {url}, measured {allowed}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
    // Sockets, where they belong; a path counts before a redirect only.
    let sockets = PolicySet::parse("connect-src ws: 'self'; script-src https://cdn.test/lib/");
    for (load, allowed) in [
        (Load::connect("ws://a.test/"), true),
        (Load::connect("wss://a.test/"), true),
        (Load::connect("https://a.test/"), false),
        (Load::connect("wss://top.test/"), true),
        (Load::script("https://cdn.test/other.js"), false),
        (Load::script("https://cdn.test/other.js").redirected(), true),
        (Load::script("https://a.test/lib/").redirected(), false),
    ] {
        assert_eq!(sockets.check(&load.clone().on("https://top.test/")).is_ok(), allowed, "{load:?}");
    }
    // An element has one nonce, so that two policies with two of them let none through.
    for (policies, allowed) in [
        ("script-src 'nonce-a' 'nonce-b', script-src 'nonce-b'", true),
        ("script-src 'nonce-a', script-src 'nonce-b'", false),
        ("script-src 'nonce-a', script-src 'nonce-b' 'unsafe-inline', img-src 'self'", false),
        ("script-src 'nonce-a', script-src 'unsafe-inline'", true),
        ("script-src 'nonce-a', script-src 'nonce-a' 'nonce-b', script-src 'nonce-b'", false),
    ] {
        let set = PolicySet::parse(policies);
        assert_eq!(set.check(&Load::inline_script().marked()).is_ok(), allowed, "{policies}");
        assert_eq!(set.evaluate().verdict() == Verdict::NoScript, !allowed, "{policies}");
    }
    // Of a page around this one browsers compare the origin alone.
    let framed = PolicySet::parse("frame-ancestors https://a.test/x/");
    assert!(framed.check(&Load::framed_by("https://a.test/x/page")).is_err());
    let framed = PolicySet::parse("frame-ancestors https://a.test/");
    assert!(framed.check(&Load::framed_by("https://a.test/x/page")).is_ok());
}
