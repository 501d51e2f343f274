//! No error holds anything of the input: marked hostile inputs go into every function that can refuse, and the
//! marker is searched for in everything that an error prints. A module adds a function to the list in `refusals`.

use std::collections::BTreeSet;
use std::error::Error;
use untaint::html::{self, HtmlPolicy};
use untaint::redirect::{self, RedirectPolicy, SafeRedirect};
use untaint::uri::{self, UriPolicy};
use untaint::{Checked, Code, Path, PolicySource, Report, Step, Violation, attr, escape};

const MARKER: &str = "qzv7marker";
/// The same for what is a number.
const NUMBER: &str = "902173";

/// One refusal: its code, and every text that a program can print of it.
struct Refusal {
    code: &'static str,
    printed: Vec<String>,
}

fn refusal<E: Error + Into<Violation>>(error: E) -> Refusal {
    let mut printed = vec![format!("{error} {error:?} {error:#?}")];
    let mut source = error.source();
    while let Some(cause) = source {
        printed.push(format!("{cause} {cause:?}"));
        source = cause.source();
    }
    let violation: Violation = error.into();
    let mut report = Report::new();
    report.push(violation.clone());
    printed.push(format!("{violation} {violation:?} {violation:#?}"));
    printed.push(format!("{report} {report:?}"));
    #[cfg(feature = "serde")]
    printed.push(serde_json::to_string(&report).expect("a report"));
    Refusal { code: violation.code(), printed }
}

fn redirects() -> Vec<Refusal> {
    let m = MARKER;
    let own = || RedirectPolicy::builder().origin("https://app.test");
    let site = own().require_https(true).build().expect("policy");
    let below = own().path_prefix("/app/").build().expect("policy");
    let rooted = own().rooted_only(true).build().expect("policy");
    let short = own().max_len(4).build().expect("policy");
    let targets = [
        (String::new(), &site),
        (format!("/{m}"), &short),
        (format!("/{m}\0{m}"), &site),
        (format!(" {m}"), &site),
        (format!("/{m}\\{m}"), &site),
        (format!("{m}:{m}"), &site),
        (format!("https://{m}@app.test/{m}"), &site),
        (format!("https:{m}"), &site),
        (format!("https://app.test:{m}/"), &site),
        (format!("https://{m}.example/{m}"), &site),
        (format!("http://app.test/{m}"), &site),
        (format!("/{m}/{m}?{m}"), &below),
        (m.to_owned(), &rooted),
        #[cfg(not(feature = "url"))]
        (format!("https://{m}\u{e9}.example/"), &site),
    ];
    targets.iter().filter_map(|(target, policy)| redirect::check(target, policy).err()).map(refusal).collect()
}

fn uris() -> Vec<Refusal> {
    let m = MARKER;
    let bare = UriPolicy::builder().build().expect("policy");
    let listed = UriPolicy::builder().schemes(["https"]).hosts(["app.test"]).build().expect("policy");
    let web = UriPolicy::web();
    let links = [
        (format!("{m}\u{1}{m}"), web),
        (format!("{m}:{m}"), web),
        (format!("data:{m}"), web),
        (format!("/{m}"), &bare),
        (format!("//{m}"), &bare),
        (format!("https://{m}.example/{m}"), &listed),
        (format!("https://{m}@app.test/{m}"), &listed),
        (format!("https:{m}"), &listed),
        #[cfg(not(feature = "url"))]
        (format!("https://{m}\u{e9}.example/"), &listed),
    ];
    let mut refusals: Vec<Refusal> =
        links.iter().filter_map(|(link, policy)| uri::check(link, policy).err()).map(refusal).collect();
    refusals.extend(uri::check_resource(m, web).err().map(refusal));
    refusals
}

fn attributes() -> Vec<Refusal> {
    let m = MARKER;
    let names = [
        format!("{m} {m}"),
        format!("on{m}"),
        "style".to_owned(),
        "srcdoc".to_owned(),
        format!("xlink:{m}"),
        format!("hx-{m}"),
        format!("data-{m}"),
        "id".to_owned(),
        "nonce".to_owned(),
        "autofocus".to_owned(),
        m.to_owned(),
    ];
    names.iter().filter_map(|name| attr::check_name(name).err()).map(refusal).collect()
}

fn escapes() -> Vec<Refusal> {
    let m = MARKER;
    let segments = ["..", ""].into_iter().filter_map(|segment| escape::url_segment(segment).err());
    let words = [format!("{m}\0{m}")];
    let words = words.iter().filter_map(|word| escape::shell_word(word).err()).collect::<Vec<_>>();
    #[cfg(feature = "serde")]
    let words = [words, escape::json_script_of(m, &Quoting).err().into_iter().collect()].concat();
    segments.chain(words).map(refusal).collect()
}

/// A value whose serialiser quotes it in its error.
#[cfg(feature = "serde")]
struct Quoting;

#[cfg(feature = "serde")]
impl serde::Serialize for Quoting {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(format!("cannot write {MARKER}")))
    }
}

fn markup() -> Vec<Refusal> {
    let html = format!("<p title='{MARKER}'>{MARKER}<{MARKER} onclick={MARKER}>");
    let unclean = html::check_clean(&html, HtmlPolicy::article()).err();
    let marked = html::check_plain(&html).err();
    [unclean, marked].into_iter().flatten().map(refusal).collect()
}

#[cfg(feature = "unicode")]
fn names() -> Vec<Refusal> {
    use untaint::filename::{self, FilenamePolicy};
    let m = MARKER;
    let new = FilenamePolicy::builder;
    let plain = FilenamePolicy::portable().clone();
    let ascii = new().ascii(true).build().expect("policy");
    let short = new().max_bytes(8).build().expect("policy");
    let picture = new().allow_extensions(["png"]).build().expect("policy");
    let no_marker = new().forbid_extensions_anywhere([m]).build().expect("policy");
    let names = [
        (String::new(), &plain),
        (format!("{m}/{m}"), &plain),
        (format!("{m}\u{2215}{m}"), &plain),
        (format!("{m}\0{m}"), &plain),
        (format!("{m}\u{FFFE}"), &plain),
        (format!("{m}\u{202E}{m}"), &plain),
        (format!("{m}\u{200B}{m}"), &plain),
        (format!("{m}:{m}"), &plain),
        (format!("{m}e\u{301}"), &plain),
        (format!("-{m}"), &plain),
        (format!("{m}."), &plain),
        (format!("nul.{m}"), &plain),
        ("web.config".to_owned(), &plain),
        (format!("{m}\u{e9}"), &ascii),
        (m.to_owned(), &short),
        (format!("{m}.{m}"), &picture),
        (format!("{m}.{m}.png"), &no_marker),
    ];
    let paths = [format!("/{m}"), format!("../{m}"), format!("{m}//{m}"), format!("{m}/{m}:{m}")];
    let names = names.iter().filter_map(|(name, policy)| filename::check(name, policy).err());
    names.chain(paths.iter().filter_map(|path| filename::safe_join(m, path).err())).map(refusal).collect()
}

#[cfg(not(feature = "unicode"))]
fn names() -> Vec<Refusal> {
    Vec::new()
}

#[cfg(feature = "ammonia")]
fn wide_markup() -> Vec<Refusal> {
    use untaint::html::wide::{self, WidePolicy, WidePolicyBuilder};
    type Limit = fn(WidePolicyBuilder) -> WidePolicyBuilder;
    let m = MARKER;
    let limits: [(String, Limit); 8] = [
        (m.to_owned(), |policy| policy.max_input(3)),
        (format!("<p>{m}</p>"), |policy| policy.max_tags(1)),
        (format!("<p {m} {m}2>"), |policy| policy.max_attributes(1)),
        (format!("<p>{m}<p><p>"), |policy| policy.max_output(3)),
        (format!("<div>{m}<div>"), |policy| policy.max_depth(1)),
        (format!("{m}&").repeat(20_000), |policy| policy.max_input(256 << 10)),
        ((0..1300).map(|i| ["<p><b title=", &i.to_string(), m, ">x"].concat()).collect(), |policy| policy),
        // Each cleaning takes one line break from the front of `pre`.
        (format!("<pre>\n\n\n\n\n\n\n\n{m}"), |policy| policy),
    ];
    let built =
        |limit: &Limit| limit(WidePolicy::builder().tags(["p", "div", "pre"])).build().expect("policy");
    limits.iter().filter_map(|(html, limit)| wide::sanitize(html, &built(limit)).err()).map(refusal).collect()
}

#[cfg(not(feature = "ammonia"))]
fn wide_markup() -> Vec<Refusal> {
    vec![]
}

#[cfg(feature = "unicode")]
fn texts() -> Vec<Refusal> {
    use untaint::text::{self, TextPolicy};
    let hidden = [
        "\u{8}",
        "\u{1}",
        "\u{1B}[0m",
        "\u{9B}",
        "\r",
        "\n",
        "\u{200B}",
        "\u{200C}",
        "\u{202E}",
        "\u{2066}",
        "\u{200E}",
        "\u{E0041}",
        "\u{FE0F}",
        "\u{3164}",
        "\u{A0}",
        "\u{206A}",
        "\u{FFFE}",
        "\u{E000}",
        "\u{FFFD}",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}",
    ];
    let texts = hidden.map(|hidden| format!("{MARKER}{hidden}{MARKER}"));
    let long = format!("{MARKER}{}", "a".repeat(100));
    let names = [" ", long.as_str()].map(|name| text::check(name, TextPolicy::person_name()).err());
    let refused = texts.iter().filter_map(|text| text::check(text, TextPolicy::identifier()).err());
    let refused = refused.chain(names.into_iter().flatten());
    refused.map(refusal).collect()
}

#[cfg(not(feature = "unicode"))]
fn texts() -> Vec<Refusal> {
    vec![]
}

/// A marked name, a marked declared type and marked content.
#[cfg(feature = "upload")]
fn uploads() -> Vec<Refusal> {
    use untaint::upload::{self, FileType, FindingKind, Upload, UploadPolicy};
    let m = MARKER;
    let policy =
        UploadPolicy::builder().allow([FileType::SVG, FileType::CSV]).strict().max_bytes(500).build();
    let policy = policy.expect("policy");
    let files = [
        String::new(),
        format!("{m} "),
        m.repeat(100),
        format!("\0\u{1}\0\u{2}{m}"),
        format!("<svg xmlns='http://www.w3.org/2000/svg' id='{m}'><script>{m}</script></svg>"),
        format!("<svg xmlns='http://www.w3.org/2000/svg'><image href='https://{m}.example/'/></svg>"),
        format!("<html {m}>"),
        format!("GIF89a{m}"),
        format!("{m},=cmd|{m}"),
    ];
    let names = [format!("{m}.csv"), format!("{m}.svg"), format!("{m}.{m}"), format!("{m}.php.{m}.svg")];
    let mut refusals = Vec::new();
    for name in &names {
        for file in &files {
            for declared in [Some(&*format!("{m}/{m}")), None] {
                let upload = Upload { name, declared, bytes: file.as_bytes() };
                refusals.extend(upload::check(&upload, &policy).err().map(refusal));
            }
        }
    }
    let kinds: BTreeSet<&str> = refusals.iter().map(|refusal| refusal.code).collect();
    let expected = [FindingKind::Empty, FindingKind::TooLarge, FindingKind::Type, FindingKind::Active];
    assert!(expected.iter().all(|kind| kinds.contains(kind.code())), "{kinds:?}");
    refusals
}

#[cfg(not(feature = "upload"))]
fn uploads() -> Vec<Refusal> {
    vec![]
}

#[cfg(feature = "full")]
#[path = "no_echo/forms.rs"]
mod forms;

#[cfg(feature = "full")]
use forms::refusals as forms_refusals;

#[cfg(not(feature = "full"))]
fn forms_refusals() -> Vec<Refusal> {
    vec![]
}

#[path = "no_echo/web.rs"]
mod web;

/// Marked names, values and attributes, dropped by a browser, refused by a policy, or not written.
fn cookies() -> Vec<Refusal> {
    use untaint::web::cookie::{self, CookieError, CookiePolicy, Scheme, SetCookie};
    let m = MARKER;
    let flags = "Secure; HttpOnly; SameSite=Lax";
    let host = CookiePolicy::builder().host_prefix(true).build().expect("policy");
    let session = CookiePolicy::session();
    let set_cookies = [
        (format!(";{m}"), session),
        (format!("{m}={}", m.repeat(500)), session),
        (format!("{m}={m}\u{1}{m}"), session),
        (format!("={m}={m}"), session),
        (format!("__Host-{m}"), session),
        (format!("{m}={m}; SameSite=None"), session),
        (format!("{m}={m}; Partitioned"), session),
        (format!("__Secure-{m}={m}"), session),
        (format!("__Host-{m}={m}; Path={m}"), session),
        (format!("__Http-{m}={m}"), session),
        (format!("{m}={m}; Domain={m}"), session),
        (format!("{m}={m}; Max-Age=0"), session),
        (format!("{m}={m}"), session),
        (format!("{m}={m}; Secure"), session),
        (format!("{m}={m}; Secure; HttpOnly"), session),
        (format!("{m}={m}; {flags}; Domain={m}.test"), session),
        (format!("{m}={m}; {flags}"), &host),
    ];
    let checked = set_cookies.iter().filter_map(|(text, policy)| cookie::check(text, policy).err());
    let over_http = format!("{m}={m}; Secure");
    let over_http = match cookie::inspect(&over_http, Scheme::Http).fate() {
        cookie::Fate::Dropped(kind) => CookieError::from(kind),
        cookie::Fate::Stored => unreachable!("no browser stores it"),
    };
    let written = [
        SetCookie::session(&format!("{m} {m}"), m),
        SetCookie::session(m, &format!("{m};{m}")),
        SetCookie::builder(m, m).path(m).build(),
    ];
    let tossed = format!("a={m}; a={m}{m}");
    let read = [
        cookie::get([tossed.as_str()], "a"),
        cookie::get([[b"a=", m.as_bytes(), b"\xE9"].concat().as_slice()], "a").map(|_| None),
    ];
    let errors = checked.chain([over_http]).chain(written.into_iter().filter_map(Result::err));
    errors.chain(read.into_iter().filter_map(Result::err)).map(refusal).collect()
}

/// Policies of pages, and what is given to them.
fn policies() -> Vec<Refusal> {
    use untaint::web::csp::{self, Load, PolicySet, SourcePolicy};
    let m = MARKER;
    let sources = [
        String::new(),
        m.repeat(64),
        format!("{m};{m}"),
        format!("{m} {m}"),
        format!("{m}\0{m}"),
        format!("{m}\u{e9}"),
        format!("'{m}'"),
        format!("{m}:"),
        format!("*.{m}.example"),
        format!("{m}.example:8443"),
        format!("{m}.example/{m}"),
        format!("{m}^"),
    ];
    let mut refusals: Vec<Refusal> = sources
        .iter()
        .filter_map(|source| csp::check_source(source, SourcePolicy::https_hosts()).err())
        .map(refusal)
        .collect();
    let text = format!("script-src {m}.example; sandbox allow-scripts");
    let (set, url) = (PolicySet::parse(&text), format!("https://{m}.test/{m}"));
    let loads = [
        Load::script(&url),
        Load::inline_script().nonce(m),
        Load::eval(),
        Load::form(&url),
        Load::base("//"),
    ];
    refusals.extend(loads.iter().filter_map(|load| set.check(load).err()).map(refusal));
    #[cfg(feature = "serde")]
    {
        let bodies = [("text/html", m.to_owned()), ("application/csp-report", m.to_owned())];
        let long = ("application/csp-report", m.repeat(10_000));
        let bodies = bodies.into_iter().chain([long]);
        refusals
            .extend(bodies.filter_map(|(kind, body)| csp::reports(kind, body.as_bytes()).err()).map(refusal));
    }
    refusals
}

fn refusals() -> Vec<Refusal> {
    [
        redirects(),
        uris(),
        attributes(),
        escapes(),
        markup(),
        wide_markup(),
        names(),
        texts(),
        uploads(),
        forms_refusals(),
        cookies(),
        policies(),
        web::refusals(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[test]
fn no_error_holds_the_input() {
    for refusal in refusals() {
        for printed in refusal.printed {
            assert!(!printed.contains(MARKER), "{}: {printed}", refusal.code);
            assert!(!printed.contains(NUMBER), "{}: {printed}", refusal.code);
        }
    }
}

/// What is found in a `Set-Cookie` and refuses none; `tests/web_cookie.rs` looks at what it prints.
const COOKIE_FINDINGS: [&str; 18] = [
    "cookie.dropped",
    "cookie.secure",
    "cookie.http_only",
    "cookie.same_site",
    "cookie.same_site_value",
    "cookie.same_site_none",
    "cookie.domain",
    "cookie.prefix",
    "cookie.nameless",
    "cookie.comma",
    "cookie.value",
    "cookie.lifetime",
    "cookie.capped",
    "cookie.path",
    "cookie.flag",
    "cookie.duplicate",
    "cookie.attribute",
    "cookie.attribute_length",
];

/// What is found in an `integrity` and refuses none: kinds and offsets.
const INTEGRITY_FINDINGS: [&str; 9] = [
    "sri.unchecked",
    "sri.algorithm",
    "sri.digest",
    "sri.length",
    "sri.padding",
    "sri.form_feed",
    "sri.outranked",
    "sri.options",
    "sri.more",
];

/// The inputs above reach every kind there is, so that no kind goes unsearched.
#[test]
fn every_code_is_reached() {
    let reached: BTreeSet<&str> = refusals().iter().map(|refusal| refusal.code).collect();
    let mut count = 0;
    for code in untaint::codes().map(Code::code) {
        // With the feature `url` every host can be read.
        let is_read = cfg!(feature = "url") && code.ends_with(".unsupported");
        // Only `json_script_of` can meet it.
        let is_serde = cfg!(not(feature = "serde")) && code == "escape.json";
        // What is found in a text and refuses none; findings of files hold kinds and offsets alone.
        let is_finding = matches!(
            code,
            "text.mark_run" | "text.reversed_isolate" | "text.mixed_script" | "text.confusable"
        ) || code.starts_with("upload.")
            || code.starts_with("headers.")
            || COOKIE_FINDINGS.contains(&code)
            || INTEGRITY_FINDINGS.contains(&code);
        // Only a script that was fetched, and a token, meet these.
        let is_sealed = cfg!(not(feature = "sign"))
            && ["sri.mismatch", "csrf.no_token", "csrf.token", "csrf.token_expired"].contains(&code);
        // What is found in a policy refuses none.
        let is_error = ["csp.blocked", "csp.source_"].iter().any(|start| code.starts_with(start))
            || ["csp.report_type", "csp.report_too_long", "csp.report_malformed"].contains(&code);
        let is_finding = is_finding || (code.starts_with("csp.") && !is_error);
        // The form with every rule needs every feature.
        let is_form = !code.contains('.') || code.starts_with("form.");
        let is_rule = cfg!(not(feature = "full")) && is_form;
        if !(is_read || is_serde || is_finding || is_rule || is_sealed) {
            assert!(reached.contains(code), "no input reaches {code}");
            count += 1;
        }
    }
    assert!(count > 30, "the codes are not listed any more");
}

/// The search can fail: an error that holds its input is found out.
#[test]
fn an_error_that_echoes_is_found_out() {
    #[derive(Debug, Clone, Copy, thiserror::Error)]
    #[error("bad value: {0}")]
    struct Echo(&'static str);

    impl From<Echo> for Violation {
        fn from(error: Echo) -> Self {
            Violation::new("echo").with_detail(error.to_string())
        }
    }

    let echoed = refusal(Echo(MARKER));
    assert!(echoed.printed.iter().all(|printed| printed.contains(MARKER)));
}

#[test]
fn a_checked_value_does_not_echo_what_it_refuses() {
    struct Local;
    impl PolicySource for Local {
        type Policy = RedirectPolicy;
        fn policy() -> &'static RedirectPolicy {
            RedirectPolicy::path_only()
        }
    }
    type Next = Checked<SafeRedirect<'static>, Local>;

    let error = Next::new(format!("//{MARKER}")).expect_err("refused");
    assert!(!format!("{error} {error:?}").contains(MARKER));

    #[cfg(feature = "serde")]
    for json in [
        format!("\"//{MARKER}\""),
        "9021".to_owned(),
        "-9021".to_owned(),
        "9021.5".to_owned(),
        "true".to_owned(),
        format!("[\"{MARKER}\"]"),
        format!("{{\"{MARKER}\":1}}"),
    ] {
        let error = serde_json::from_str::<Next>(&json).expect_err("refused").to_string();
        assert!(!error.contains(MARKER) && !error.contains("9021") && !error.contains("true"), "{error}");
    }
}

#[test]
fn a_violation_prints_what_the_program_wrote() {
    let violation = Violation::new("shop.stock")
        .with_detail("too many pieces")
        .with_param("max", 3_u8)
        .with_param("first", '\u{202E}')
        .under(Step::Entry(2))
        .under("meta");
    assert_eq!(violation.to_string(), "meta[#2]: too many pieces (shop.stock, max 3, first U+202E)");
    assert_eq!(violation.path().json_pointer(), None, "the key of a map is the visitor's");
    let nested = Violation::new("length").under(1_usize).under("a/b~c é").under("form");
    assert_eq!(nested.path().to_string(), "form.a/b~c é[1]");
    assert_eq!(nested.path().json_pointer().as_deref(), Some("#/form/a~1b~0c%20%C3%A9/1"));
    assert_eq!(Path::default().json_pointer().as_deref(), Some("#"));
}

#[test]
fn a_report_counts_what_it_does_not_keep() {
    let mut report = Report::new().with_max(2);
    for index in 0..5_usize {
        report.push(Violation::new("shop.tag").under(index).under("tags"));
    }
    assert_eq!(report.violations().len(), 2);
    assert_eq!(report.dropped(), 3);
    assert_eq!(report.to_string(), "tags[0]: shop.tag; tags[1]: shop.tag; and 3 more");
    assert!(report.into_result().is_err());
    assert!(Report::new().into_result().is_ok());
    let none_kept = Report::from(Violation::new("length")).with_max(0);
    assert!(!none_kept.is_empty(), "a violation that is only counted still counts");
}

#[test]
#[cfg(feature = "serde")]
fn a_report_is_problem_details() {
    let mut report = Report::new().with_type("https://app.test/problems/form");
    report.push(Violation::new("length").with_detail("too short").with_param("min", 3_u8).under("name"));
    report.push(Violation::new("shop.key").under(Step::Entry(0)).under("meta"));
    let json = serde_json::to_value(&report).expect("a report");
    assert_eq!(
        json,
        serde_json::json!({
            "type": "https://app.test/problems/form",
            "title": "Unprocessable Content",
            "status": 422,
            "errors": [
                {
                    "pointer": "#/name",
                    "path": "name",
                    "code": "length",
                    "detail": "too short",
                    "message": "Use another length.",
                    "params": {"min": 3},
                },
                {"path": "meta[#0]", "code": "shop.key", "message": "Correct this entry."},
            ],
        })
    );
}
