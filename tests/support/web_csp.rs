//! What must hold for `web::csp`, whatever the text.

use std::borrow::Cow;
use untaint::web::csp::{self, Directive, Load, NONCE, Policy, PolicySet, SourcePolicy, Technique, Verdict};
use untaint::web::{Severity, render_findings};

/// Everything that holds for `web::csp`.
pub fn web_csp_holds(text: &str) {
    findings_stand_in_the_text(text);
    more_is_never_worse(text, |texts| csp::evaluate_all(texts.iter().copied()).verdict());
    strict_keeps_strangers_out(text, |text| csp::evaluate(text).verdict());
    proofs_run(text);
    a_source_changes_one_list(text, built_with);
    a_checked_source_changes_one_list(text);
    a_list_is_read_as_it_is_written(text);
}

/// Policies beside which others are put.
const OTHERS: [&str; 8] = [
    "script-src 'none'",
    "script-src 'self' https://cdn.test",
    "default-src https: 'unsafe-inline'",
    "script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'strict-dynamic'; base-uri 'none'",
    "script-src * data: 'unsafe-inline'",
    "script-src-elem 'self'; img-src *",
    "sandbox",
    "frame-ancestors 'self'",
];

/// Places lie in the text and at characters, so that they can be shown.
pub fn findings_stand_in_the_text(text: &str) {
    let found = csp::evaluate(text);
    for finding in found.findings() {
        assert!(text.get(finding.span()).is_some(), "{}: {:?} is no place", finding.code(), finding.span());
        assert_eq!(finding.header(), Some("content-security-policy"));
    }
    assert!(found.findings().len() <= 1000 && (found.omitted() == 0 || found.findings().len() == 1000));
    let shown = render_findings(text, found.findings());
    assert!(shown.as_str().len() >= text.len(), "all of the text is shown");
}

/// One more policy beside another makes no verdict worse.
pub fn more_is_never_worse(text: &str, verdict: impl Fn(&[&str]) -> Verdict) {
    // Beyond this the work is bounded, and a source is taken to pass.
    if text.len() > 2000 {
        return;
    }
    let alone = verdict(&[text]);
    for other in OTHERS {
        let (both, theirs) = (verdict(&[text, other]), verdict(&[other]));
        assert!(both >= alone, "beside {other:?}: {both:?} is worse than {alone:?}");
        assert!(both >= theirs, "{both:?} is worse than {theirs:?} of {other:?} alone");
        assert!(verdict(&[other, text, other]) >= both, "three policies beside {other:?}");
    }
}

/// What a stranger's markup asks for.
fn of_strangers() -> [Load<'static>; 6] {
    [
        Load::inline_script(),
        Load::handler(),
        Load::javascript_url(),
        Load::script("data:text/javascript,1"),
        Load::script("https://attacker.example/x.js"),
        Load::script("http://attacker.example/x.js"),
    ]
}

/// Where a verdict is strict, nothing of a stranger's is let through; where it is not open, nothing of the simple kinds.
pub fn strict_keeps_strangers_out(text: &str, verdict: impl Fn(&str) -> Verdict) {
    let set = PolicySet::parse(text);
    let verdict = verdict(text);
    for load in of_strangers() {
        let passes = set.check(&load.clone().on("https://page.invalid/")).is_ok();
        assert!(!passes || verdict == Verdict::Open, "{verdict:?}, but {load:?} passes");
    }
    if verdict >= Verdict::Strict {
        for url in
            ["https://page.invalid/x.js", "https://cdn.jsdelivr.net/npm/x.js", "blob:https://page.invalid/1"]
        {
            assert!(
                set.check(&Load::script(url).on("https://page.invalid/")).is_err(),
                "{verdict:?}, but {url}"
            );
        }
    }
    // Where a mark lets the page's own file run from anywhere, no `base` of a stranger's moves it.
    let is_moved = |base: &str| {
        let moved = Load::script(base).marked().on("https://page.invalid/");
        set.check(&Load::base(base).on("https://page.invalid/")).is_ok() && set.check(&moved).is_ok()
    };
    for base in
        ["https://attacker.example/", "https://attacker.example:8443/x/", "https://of-an-attacker.net/"]
    {
        assert!(
            verdict < Verdict::Strict || !is_moved(base) || text.contains("attacker"),
            "{verdict:?}, but {base}"
        );
    }
    if verdict == Verdict::NoScript {
        assert!(set.check(&Load::inline_script().marked()).is_err(), "no script, but a marked one passes");
    }
}

/// What a proof asks for passes the policy that it proves something of.
pub fn proofs_run(text: &str) {
    let set = PolicySet::parse(text);
    let found = csp::evaluate(text);
    for finding in found.findings() {
        let Some(proof) = finding.proof() else { continue };
        assert!(finding.severity() == Severity::High, "{} has a proof and is not high", finding.code());
        assert!(
            found.verdict() <= Verdict::Bypassable,
            "{} has a proof: {:?}",
            finding.code(),
            found.verdict()
        );
        let url = match proof.technique() {
            // What stands in the element; files below its folder are asked for.
            Technique::Base => proof.html("").split('"').nth(1).map(|href| href.replace("&amp;", "&")),
            _ => proof.answer("run()").map(|answer| answer.url().to_owned()),
        };
        let url = url.unwrap_or_default();
        let load = match proof.technique() {
            Technique::Inline => Load::inline_script(),
            Technique::Handler => Load::handler(),
            Technique::JavascriptUrl => Load::javascript_url(),
            Technique::Data => Load::script("data:text/javascript,1"),
            Technique::Base => Load::base(&url),
            _ => Load::script(&url),
        };
        let passes = set.check(&load.on("https://page.invalid/"));
        assert!(passes.is_ok(), "{}: {proof:?} of {url} does not run: {passes:?}", finding.code());
    }
}

/// What a header says, directive by directive.
fn directives(value: &str) -> Vec<(Directive, String)> {
    PolicySet::parse(value).directives().map(|(directive, list)| (directive, list.to_owned())).collect()
}

/// An entry that is accepted changes exactly its own list.
pub fn a_source_changes_one_list(text: &str, built: impl Fn(&str) -> Option<String>) {
    let Some(value) = built(text) else { return };
    let set = PolicySet::parse(&value);
    assert_eq!(set.len(), 1, "one policy: {value:?}");
    let found = directives(&value);
    let [first, (directive, list), scripts] = found.as_slice() else { panic!("three directives: {value:?}") };
    assert_eq!(*first, (Directive::DefaultSrc, "'none'".to_owned()));
    assert_eq!(*directive, Directive::ImgSrc);
    assert!(!list.is_empty() && !list.contains(' '), "one source: {value:?}");
    assert_eq!(*scripts, (Directive::ScriptSrc, "'self'".to_owned()));
    assert!(value.bytes().all(|byte| (0x20..0x7F).contains(&byte)), "visible ASCII: {value:?}");
}

/// The function under test for [`a_source_changes_one_list`].
pub fn built_with(text: &str) -> Option<String> {
    let builder = Policy::builder().default_src(["'none'"]).img_src([text]).script_src(["'self'"]);
    builder.build().ok()?.fixed_header().map(|(_, value)| value.into_owned())
}

/// A source of somebody else's that passes changes one list, and none of scripts.
pub fn a_checked_source_changes_one_list(text: &str) {
    let wide = SourcePolicy::builder()
        .wildcard(true)
        .path(true)
        .port(true)
        .max_len(usize::MAX)
        .build()
        .expect("policy");
    for policy in [SourcePolicy::https_hosts(), &wide] {
        let Ok(source) = csp::check_source(text, policy) else { continue };
        assert_eq!(source, text, "a check changes nothing");
        a_source_changes_one_list(text, |_| {
            let page = Policy::builder().default_src(["'none'"]).img_src(["'none'"]).script_src(["'self'"]);
            let page = page.build().expect("policy").with_source(Directive::ImgSrc, &source);
            page.fixed_header().map(|(_, value)| value.into_owned())
        });
        for scripts in [Directive::ScriptSrc, Directive::DefaultSrc, Directive::BaseUri, Directive::ObjectSrc]
        {
            assert_eq!(Policy::strict().with_source(scripts, &source), *Policy::strict());
        }
    }
}

/// A policy is read back as it was given.
pub fn a_list_is_read_as_it_is_written(text: &str) {
    let words: Vec<&str> = text.split_ascii_whitespace().take(20).collect();
    let list: Vec<&str> = words.iter().copied().chain([NONCE]).collect();
    let Ok(policy) = Policy::builder().style_src(&list).base_uri(["'self'"]).build() else { return };
    let nonce = csp::Nonce::from_bytes([0x5A; 16]);
    let (_, value) = policy.header(&nonce);
    let marked = format!("'nonce-{}'", nonce.as_str());
    let written: Vec<Cow<'_, str>> = policy
        .directives()
        .flat_map(|(_, entries)| entries)
        .map(|entry| if entry == NONCE { Cow::Borrowed(&*marked) } else { Cow::Borrowed(entry.as_str()) })
        .collect();
    let read: Vec<String> =
        directives(&value).iter().flat_map(|(_, list)| list.split(' ').map(str::to_owned)).collect();
    assert_eq!(read, written, "{value:?}");
}
