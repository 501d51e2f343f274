//! What must hold for `web::headers`, whatever the text.

use untaint::web::Finding;
use untaint::web::csp;
use untaint::web::headers::{
    self, CacheControl, ClearSiteData, EmbedderPolicy, Expect, FrameOptions, Hsts, NoSniff, OpenerPolicy,
    PermissionsPolicy, ReferrerPolicy, ReportingEndpoints, ResourcePolicy, SecurityHeaders,
};

/// Everything that holds for `web::headers`.
pub fn headers_hold(text: &str) {
    for (name, canonical) in types() {
        canonical_is_stable(text, canonical);
        canonical_is_obeyed(text, name, canonical);
    }
    fields_are_one_list(text, codes);
    places_are_in_the_text(text);
    policy_is_judged_where_it_stands(text, headers::inspect_text);
    policy_is_one_header(text, |policy| {
        let built = SecurityHeaders::api().csp_text(policy.to_owned()).build().ok()?;
        let value = built.fixed()?.find(|(name, _)| *name == "content-security-policy")?.1.to_owned();
        Some(value)
    });
}

/// A header's name, and what its type writes for a value that it reads.
pub type Canonical = fn(&str) -> Option<String>;

/// The types of values.
pub fn types() -> [(&'static str, Canonical); 11] {
    macro_rules! canonical {
        ($type:ident) => {
            ($type::NAME, (|value| $type::parse(value).ok().map(|value| value.to_string())) as Canonical)
        };
    }
    [
        canonical!(Hsts),
        canonical!(FrameOptions),
        canonical!(NoSniff),
        canonical!(ReferrerPolicy),
        canonical!(ResourcePolicy),
        canonical!(OpenerPolicy),
        canonical!(EmbedderPolicy),
        canonical!(PermissionsPolicy),
        canonical!(ClearSiteData),
        canonical!(CacheControl),
        canonical!(ReportingEndpoints),
    ]
}

/// What a type writes is one line of visible ASCII that it reads as the same value.
pub fn canonical_is_stable(text: &str, canonical: impl Fn(&str) -> Option<String>) {
    let Some(once) = canonical(text) else { return };
    assert!(once.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()), "visible ASCII: {once:?}");
    assert_eq!(canonical(&once).as_ref(), Some(&once), "what is written is read as the same");
}

/// What a type writes is as good as what it read: a page with the one has no finding that it has not with the other.
pub fn canonical_is_obeyed(text: &str, name: &str, canonical: impl Fn(&str) -> Option<String>) {
    let Some(written) = canonical(text) else { return };
    let [before, after] = [text, &written].map(|value| codes(&[(name, value)]));
    assert!(after.iter().all(|code| before.contains(code)), "{name}: {after:?}, not {before:?}");
}

/// The codes of the findings of a page.
pub fn codes(pairs: &[(&str, &str)]) -> Vec<&'static str> {
    let mut codes: Vec<_> = headers::inspect(pairs.iter().copied(), &Expect::page().https(true))
        .iter()
        .map(Finding::code)
        .collect();
    codes.sort_unstable();
    codes
}

/// Two fields of one name are one with a comma between, for all but those whose standard says otherwise.
pub fn fields_are_one_list(text: &str, codes: impl Fn(&[(&str, &str)]) -> Vec<&'static str>) {
    let Some((left, right)) = text.split_once(',') else { return };
    // A value with its blanks is another field.
    if left.trim_matches([' ', '\t']).len() != left.len()
        || right.trim_matches([' ', '\t']).len() != right.len()
    {
        return;
    }
    let whole = format!("{left}, {right}");
    for (name, _) in types().iter().filter(|(name, _)| *name != Hsts::NAME) {
        let [one, two] =
            [vec![(*name, &*whole)], vec![(*name, left), (*name, right)]].map(|pairs| codes(&pairs));
        // Each field is looked at for line ends by itself.
        let shown = |codes: Vec<&'static str>| {
            let kept = codes.into_iter().filter(|code| *code != "headers.control");
            kept.collect::<Vec<_>>()
        };
        assert_eq!(shown(one), shown(two), "{name}: {text:?}");
    }
}

/// Findings stand in the text, and tell nothing of it.
pub fn places_are_in_the_text(text: &str) {
    for finding in headers::inspect_text(text) {
        assert!(text.get(finding.span()).is_some(), "{finding:?} stands in the text");
        assert!(!finding.why().is_empty() && !finding.fix().is_empty());
    }
    let marked = untaint::web::render_findings(text, &headers::inspect_text(text));
    assert!(marked.as_str().len() >= text.len(), "nothing is lost where places are marked");
    let names = types().map(|(name, _)| name);
    for name in names.into_iter().chain(["content-security-policy", "set-cookie", "content-type", "x-y"]) {
        for expect in [Expect::page(), Expect::api(), Expect::download(), Expect::asset(), Expect::redirect()]
        {
            let findings = headers::inspect([(name, text)], &expect);
            let fits = findings.iter().all(|finding| text.get(finding.span()).is_some() || !text.is_ascii());
            assert!(fits, "{name}: a finding stands in the value");
        }
    }
}

/// Of a policy in an answer the same is found as by its own module, at the same words.
pub fn policy_is_judged_where_it_stands(policy: &str, inspect: impl Fn(&str) -> Vec<Finding>) {
    const FIRST: &str = "default-src 'none'";
    if policy.contains(['\r', '\n']) || policy.trim_matches([' ', '\t']).len() != policy.len() {
        return; // that is another text
    }
    let found = csp::evaluate_all([FIRST, policy]);
    // Past a thousand, some are left out.
    if found.findings().len() > 900 {
        return;
    }
    let words = |text: &str, findings: &[Finding]| {
        let places = findings.iter().filter(|finding| finding.code().starts_with("csp."));
        let mut words: Vec<_> = places
            .filter(|finding| !finding.span().is_empty())
            .map(|finding| (finding.code(), text[finding.span()].to_owned()))
            .collect();
        words.sort_unstable();
        words
    };
    let expected = words(&format!("{FIRST}, {policy}"), found.findings());
    let name = "content-security-policy";
    let text = format!("HTTP/2 200\ncontent-type: text/html\n{name}: {FIRST}\n{name}:  {policy}\nx-y: z\n");
    assert_eq!(words(&text, &inspect(&text)), expected, "{policy:?}");
}

/// A policy that is taken is one header, and the text that was given.
pub fn policy_is_one_header(text: &str, header: impl Fn(&str) -> Option<String>) {
    let Some(value) = header(text) else { return };
    assert_eq!(value, text, "the policy is sent as it is");
    assert!(
        value.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()),
        "no other header begins in it"
    );
}
