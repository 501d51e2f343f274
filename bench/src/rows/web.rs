//! What an answer carries: a policy written, read and judged; the headers beside it; a cookie.

use crate::{Row, run, run_each};
use untaint::web::csp::{self, Load, Nonce, Policy, PolicySet};
use untaint::web::headers::{self, Expect, Hsts, SecurityHeaders};
use untaint::web::{Severity, cookie};

const STRICT: &str = "script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'strict-dynamic'; object-src 'none'; base-uri 'none'; \
form-action 'self'; frame-ancestors 'self'; require-trusted-types-for 'script'; report-uri /csp-report; report-to csp";
const HOSTS: &str = "default-src 'self'; object-src 'none'; base-uri 'self'; script-src 'self' https://a.example \
https://b.example https://c.example https://static.d.example https://e.example/js/ https://f.example \
https://cdn.jsdelivr.net https://www.google.com https://g.example https://h.example https://i.example; \
img-src https://j.example https://k.example https://l.example https://m.example https://n.example \
https://o.example https://p.example https://q.example";
const PAGE: &str = "https://app.example/";
const IMAGE: &str = "https://p.example/1.png";

/// Sixteen bytes that differ from answer to answer.
fn nonce() -> Nonce {
    Nonce::from_bytes(*b"k3xr9-Qzv7pLm2Xc")
}

/// Twelve directives, built once.
fn policy() -> Policy {
    let policy = Policy::strict().to_builder();
    let policy = policy.default_src(["'self'"]).img_src(["'self'", "https://img.example.com"]);
    let policy = policy.style_src(["'self'"]).font_src(["'self'"]).connect_src(["'self'"]);
    policy.require_trusted_types().report_to("csp", "/csp-report").build().expect("policy")
}

/// The same by the other writers, who put it together for each answer: the nonce is one of their sources.
fn of_helmet(nonce: &str) -> String {
    let nonce = format!("'nonce-{nonce}'");
    helmet_core::ContentSecurityPolicy::new()
        .script_src(vec![&nonce, "'strict-dynamic'"])
        .default_src(vec!["'self'"])
        .base_uri(vec!["'none'"])
        .object_src(vec!["'none'"])
        .form_action(vec!["'self'"])
        .frame_ancestors(vec!["'self'"])
        .img_src(vec!["'self'", "https://img.example.com"])
        .style_src(vec!["'self'"])
        .font_src(vec!["'self'"])
        .connect_src(vec!["'self'"])
        .require_trusted_types_for(vec!["'script'"])
        .report_uri(vec!["/csp-report"])
        .to_string()
}

fn of_csp(nonce: &str) -> String {
    use ::csp::{CSP, Directive, ReportUris, Source, Sources};
    let own = || Sources::new_with(Source::Self_);
    CSP::new_with(Directive::ScriptSrc(Sources::new_with(Source::Nonce(nonce)).push(Source::StrictDynamic)))
        .push(Directive::DefaultSrc(own()))
        .push(Directive::BaseUri(Sources::new()))
        .push(Directive::ObjectSrc(Sources::new()))
        .push(Directive::FormAction(own()))
        .push(Directive::FrameAncestors(own()))
        .push(Directive::ImgSrc(own().push(Source::Host("https://img.example.com"))))
        .push(Directive::StyleSrc(own()))
        .push(Directive::FontSrc(own()))
        .push(Directive::ConnectSrc(own()))
        .push(Directive::ReportTo("csp"))
        .push(Directive::ReportUri(ReportUris::new_with("/csp-report")))
        .to_string()
}

/// The peer that reads policies, and what a load is to it.
mod peer {
    use content_security_policy::{
        CspList, Destination, Initiator, Origin, ParserMetadata, PolicyDisposition, PolicySource, Request,
        Url,
    };

    pub(super) fn parse(text: &str) -> CspList {
        CspList::parse(text, PolicySource::Header, PolicyDisposition::Enforce)
    }

    pub(super) fn image(url: &str, page: &Url) -> Option<Request> {
        let url = Url::parse(url).ok()?;
        Some(Request {
            current_url: url.clone(),
            url,
            origin: Origin::Tuple(
                page.scheme().to_owned(),
                page.host()?.to_owned(),
                page.port_or_known_default()?,
            ),
            redirect_count: 0,
            destination: Destination::Image,
            initiator: Initiator::None,
            nonce: String::new(),
            integrity_metadata: String::new(),
            parser_metadata: ParserMetadata::None,
        })
    }

    pub(super) fn page() -> Url {
        Url::parse(super::PAGE).expect("an address")
    }
}

fn parse(input: &'static str, text: &'static str) -> Row {
    Row {
        work: "csp::PolicySet::parse",
        input,
        bytes: text.len(),
        runs: vec![
            ("PolicySet::parse", run(text, |text| PolicySet::parse(text).len())),
            ("content-security-policy", run(text, |text| peer::parse(text).0.len())),
        ],
    }
}

fn evaluate(input: &'static str, text: &'static str) -> Row {
    Row {
        work: "csp::evaluate",
        input,
        bytes: text.len(),
        // `bench/csp_evaluator.sh` has the peer that judges; this one only reads.
        runs: vec![
            ("csp::evaluate", run(text, |text| csp::evaluate(text).verdict())),
            ("(content-security-policy, parse only)", run(text, |text| peer::parse(text).0.len())),
        ],
    }
}

fn check() -> Row {
    let page = peer::page();
    Row {
        work: "csp::PolicySet::check",
        input: "20 hosts",
        bytes: HOSTS.len(),
        runs: vec![
            (
                "PolicySet::check",
                run(PolicySet::parse(HOSTS), |set| set.check(&Load::image(IMAGE).on(PAGE)).is_ok()),
            ),
            (
                "content-security-policy",
                run(peer::parse(HOSTS), move |list| {
                    peer::image(IMAGE, &page).map(|request| list.should_request_be_blocked(&request).1.len())
                }),
            ),
        ],
    }
}

/// Twelve headers of a page, with a cookie.
fn answer() -> Vec<(&'static str, String)> {
    let nonce = nonce();
    let all = SecurityHeaders::page(&policy()).hsts(Hsts::days(365).include_subdomains());
    let all = all.build().expect("headers");
    let mut answer: Vec<_> = all.iter(&nonce).map(|(name, value)| (name, value.into_owned())).collect();
    answer.extend(
        [
            ("content-type", "text/html; charset=utf-8"),
            ("cache-control", "no-store"),
            ("content-length", "5120"),
            ("date", "Sun, 01 Nov 2026 10:00:00 GMT"),
            ("set-cookie", "__Host-session=k3xr9Qzv7pLm2Xc; Path=/; Secure; HttpOnly; SameSite=Lax"),
        ]
        .map(|(name, value)| (name, value.to_owned())),
    );
    answer
}

pub(crate) fn rows() -> Vec<Row> {
    let cookies = vec![
        "__Host-session=k3xr9Qzv7pLm2Xc; Path=/; Secure; HttpOnly; SameSite=Lax",
        "theme=dark; Path=/; Max-Age=31536000; Secure; SameSite=Lax",
        "id=a3fWa; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Secure; HttpOnly",
        "lang=de; Domain=example.com; Path=/; SameSite=None; Secure",
    ];
    let digits = "6b337872392d517a7637704c6d325863";
    let headers_of_all = SecurityHeaders::page(&policy()).hsts(Hsts::days(365)).build().expect("headers");
    let answer = answer();
    let bytes = answer.iter().map(|(name, value)| name.len() + value.len()).sum();
    vec![
        Row {
            work: "csp::Policy::header",
            input: "12 directives",
            bytes: 0,
            runs: vec![
                ("Policy::header", run((policy(), nonce()), |(policy, nonce)| policy.header(nonce).1.len())),
                ("helmet-core", run(digits, |nonce| of_helmet(nonce).len())),
                ("csp", run(digits, |nonce| of_csp(nonce).len())),
            ],
        },
        parse("strict", STRICT),
        parse("20 hosts", HOSTS),
        evaluate("strict", STRICT),
        evaluate("20 hosts", HOSTS),
        check(),
        Row {
            work: "headers::SecurityHeaders::iter",
            input: "a page",
            bytes: 0,
            runs: vec![
                (
                    "SecurityHeaders::iter",
                    run((headers_of_all, nonce()), |(all, nonce)| {
                        all.iter(nonce).map(|(_, value)| value.len()).sum::<usize>()
                    }),
                ),
                ("helmet-core", run((), |()| helmet_core::Helmet::default().headers.len())),
            ],
        },
        Row {
            work: "headers::inspect",
            input: "a page",
            bytes,
            runs: vec![(
                "headers::inspect",
                run(answer, |answer| {
                    let pairs = answer.iter().map(|(name, value)| (*name, value));
                    let found = headers::inspect(pairs, &Expect::page().https(true).strict());
                    found.iter().filter(|finding| finding.severity() > Severity::Low).count()
                }),
            )],
        },
        Row {
            work: "cookie::inspect",
            input: "of 4",
            bytes: cookies.iter().map(|text| text.len()).sum::<usize>() / cookies.len(),
            runs: vec![
                (
                    "cookie::inspect",
                    run_each(cookies.clone(), |text| {
                        cookie::inspect(text, cookie::Scheme::Https).findings().len()
                    }),
                ),
                ("cookie", run_each(cookies, |text| ::cookie::Cookie::parse(*text).is_ok())),
            ],
        },
        Row {
            work: "cookie::SetCookie::session",
            input: "32 digits",
            bytes: 0,
            runs: vec![
                (
                    "SetCookie::session",
                    run(digits, |id| {
                        cookie::SetCookie::session("__Host-session", id).map(|set| set.header_value().len())
                    }),
                ),
                (
                    "cookie",
                    run(digits, |id| {
                        let set = ::cookie::Cookie::build(("__Host-session", *id)).path("/").secure(true);
                        set.http_only(true).same_site(::cookie::SameSite::Lax).to_string().len()
                    }),
                ),
            ],
        },
    ]
}
