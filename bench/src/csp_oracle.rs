//! `PolicySet::check` beside the crate `content-security-policy`, which follows the standard's text: what both say of
//! generated policies and loads. Where they differ, a row says why, and a row that explains nothing any more fails.

use content_security_policy::{
    CheckResult, CspList, Destination, Element, Initiator, InlineCheckType, Origin, ParserMetadata,
    PolicyDisposition, PolicySource, Request, Url,
};
use std::collections::BTreeMap;
use untaint::web::csp::{Load, PolicySet};

const PAGE: &str = "https://top.test/";
const NONCE: &str = "agvNFPWnaO_d258C";
const SCRIPT: &str = "alert(1)";
const HASH: &str = "sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI=";

/// What lists are made of. Ports are such that the peer does not panic.
const SOURCES: [&str; 37] = [
    "'none'",
    "'self'",
    "'SELF'",
    "*",
    "'unsafe-inline'",
    "'unsafe-eval'",
    "'unsafe-hashes'",
    "'strict-dynamic'",
    "'report-sample'",
    "'nonce-agvNFPWnaO_d258C'",
    "'nonce-another'",
    "'nonce-{random}'",
    "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='",
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    "'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='",
    "https:",
    "http:",
    "data:",
    "blob:",
    "cdn.test",
    "CDN.test",
    "http://cdn.test",
    "https://cdn.test",
    "https://cdn.test:443",
    "cdn.test:8444",
    "cdn.test:*",
    "*.cdn.test",
    "*:8444",
    "https://*",
    "https://cdn.test/lib/",
    "https://cdn.test/lib",
    "https://cdn.test/%6cib/a.js",
    "https://cdn.test/LIB/",
    "https:*",
    "%",
    "self",
    "user@cdn.test",
];

/// Words that the two read differently, with the reason.
const DIFFERENCES: [(&str, &str); 5] = [
    ("'NONCE-agvNFPWnaO_d258C'", "Chromium takes the keyword in any case, the peer in lower case only"),
    ("'nonce-agvNFPWnaO_d258C==='", "no base64 to Chromium"),
    ("'sha-256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='", "a spelling that Chromium takes"),
    ("http://cdn.test:80", "Chromium takes https on its own port for it, too"),
    ("https://cdn.test/lib/?x", "Chromium drops the query of a source, the peer the source"),
];

const DIRECTIVES: [&str; 10] = [
    "default-src",
    "script-src",
    "script-src-elem",
    "script-src-attr",
    "style-src",
    "img-src",
    "connect-src",
    "frame-src",
    "object-src",
    "base-uri",
];

/// The kinds of loads, each as both know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Script,
    MarkedScript,
    AddedScript,
    RedirectedScript,
    Image,
    Style,
    Connect,
    Object,
    Inline,
    MarkedInline,
    HashedInline,
    Handler,
    HashedHandler,
    InlineStyle,
    Eval,
    Base,
}

const OF_ADDRESSES: [Kind; 8] = [
    Kind::Script,
    Kind::MarkedScript,
    Kind::AddedScript,
    Kind::RedirectedScript,
    Kind::Image,
    Kind::Style,
    Kind::Connect,
    Kind::Object,
];
const OTHERS: [Kind; 7] = [
    Kind::Inline,
    Kind::MarkedInline,
    Kind::HashedInline,
    Kind::Handler,
    Kind::HashedHandler,
    Kind::InlineStyle,
    Kind::Eval,
];
const ADDRESSES: [&str; 10] = [
    "https://top.test/a.js",
    "https://cdn.test/lib/a.js",
    "https://cdn.test/lib",
    "https://cdn.test:8444/lib/a.js",
    "http://cdn.test/lib/a.js",
    "http://cdn.test:8444/lib/a.js",
    "https://sub.cdn.test/lib/a.js",
    "https://evil.test/lib/a.js",
    "data:text/javascript,1",
    "http://top.test/a.js",
];

fn ours(set: &PolicySet<'_>, kind: Kind, url: &str) -> bool {
    let load = match kind {
        Kind::Script => Load::script(url),
        Kind::MarkedScript => Load::script(url).nonce(NONCE),
        Kind::AddedScript => Load::script(url).added_by_script(),
        Kind::RedirectedScript => Load::script(url).redirected(),
        Kind::Image => Load::image(url),
        Kind::Style => Load::style(url),
        Kind::Connect => Load::connect(url),
        Kind::Object => Load::object(url),
        Kind::Inline => Load::inline_script(),
        Kind::MarkedInline => Load::inline_script().nonce(NONCE),
        Kind::HashedInline => Load::inline_script().hash(HASH),
        Kind::Handler => Load::handler(),
        Kind::HashedHandler => Load::handler().hash(HASH),
        Kind::InlineStyle => Load::inline_style(),
        Kind::Eval => Load::eval(),
        Kind::Base => Load::base(url),
    };
    set.check(&load.on(PAGE)).is_ok()
}

fn theirs(list: &CspList, kind: Kind, url: &str) -> bool {
    let page = Url::parse(PAGE).expect("an address");
    let inline = |nonce: Option<&'static str>, what, text| {
        let element = Element { nonce: nonce.map(Into::into) };
        list.should_elements_inline_type_behavior_be_blocked(&element, what, text).0
    };
    let other = "something else";
    let result = match kind {
        Kind::Inline => inline(None, InlineCheckType::Script, other),
        Kind::MarkedInline => inline(Some(NONCE), InlineCheckType::Script, other),
        Kind::HashedInline => inline(None, InlineCheckType::Script, SCRIPT),
        Kind::Handler => inline(None, InlineCheckType::ScriptAttribute, other),
        Kind::HashedHandler => inline(None, InlineCheckType::ScriptAttribute, SCRIPT),
        Kind::InlineStyle => inline(None, InlineCheckType::Style, other),
        Kind::Eval => list.is_js_evaluation_allowed(other).0,
        Kind::Base => {
            list.is_base_allowed_for_document(&Url::parse(url).expect("an address"), &page.origin()).0
        }
        _ => list.should_request_be_blocked(&request(kind, url, page.origin())).0,
    };
    result == CheckResult::Allowed
}

fn request(kind: Kind, url: &str, origin: Origin) -> Request {
    let url = Url::parse(url).expect("an address");
    Request {
        current_url: url.clone(),
        url,
        origin,
        redirect_count: u32::from(kind == Kind::RedirectedScript),
        destination: match kind {
            Kind::Image => Destination::Image,
            Kind::Style => Destination::Style,
            Kind::Connect => Destination::None,
            Kind::Object => Destination::Object,
            _ => Destination::Script,
        },
        initiator: Initiator::None,
        nonce: if kind == Kind::MarkedScript { NONCE.to_owned() } else { String::new() },
        integrity_metadata: String::new(),
        parser_metadata: match kind {
            Kind::AddedScript => ParserMetadata::NotParserInserted,
            _ => ParserMetadata::ParserInserted,
        },
    }
}

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    /// One to three directives of up to four words; now and then two policies.
    fn policy(&mut self) -> String {
        let mut text = String::new();
        for at in 0..=self.below(3) {
            let separator = if self.below(8) == 0 { ", " } else { "; " };
            text.push_str(if at == 0 { "" } else { separator });
            text.push_str(DIRECTIVES[self.below(DIRECTIVES.len())]);
            for _ in 0..=self.below(4) {
                text.push(' ');
                // A word that is read differently in one of sixteen places.
                let word = match self.below(16) {
                    0 => DIFFERENCES[self.below(DIFFERENCES.len())].0,
                    _ => SOURCES[self.below(SOURCES.len())],
                };
                text.push_str(word);
            }
        }
        text
    }
}

/// Every load under so many policies: where the two differ. `read` is what we are given of a policy.
fn differences(policies: usize, read: impl Fn(&str) -> String) -> Vec<(String, Kind, &'static str, bool)> {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut found = Vec::new();
    for _ in 0..policies {
        let text = numbers.policy();
        let own = read(&text);
        let set = PolicySet::parse(&own);
        let list = CspList::parse(&text, PolicySource::Header, PolicyDisposition::Enforce);
        let addressed = OF_ADDRESSES.iter().flat_map(|kind| ADDRESSES.map(|url| (*kind, url)));
        let bases = ADDRESSES.iter().filter(|url| !url.starts_with("data:")).map(|url| (Kind::Base, *url));
        for (kind, url) in addressed.chain(bases).chain(OTHERS.map(|kind| (kind, ""))) {
            let mine = ours(&set, kind, url);
            if mine != theirs(&list, kind, url) {
                found.push((text.clone(), kind, url, mine));
            }
        }
    }
    found
}

#[test]
fn what_it_says_of_loads_is_what_another_reader_says() {
    let mut explained: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (text, kind, url, mine) in differences(4000, str::to_owned) {
        match DIFFERENCES.iter().find(|(word, _)| text.contains(word)) {
            Some((word, _)) => *explained.entry(word).or_default() += 1,
            None => wrong.push(format!("{text}: {kind:?} {url}, ours {mine}")),
        }
    }
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), wrong[..wrong.len().min(200)].join("\n"));
    assert_eq!(explained.len(), DIFFERENCES.len(), "a row explains nothing: {explained:?}");
}

#[test]
fn a_wrong_reader_is_found() {
    for word in ["'strict-dynamic'", "'unsafe-inline'", "/lib/", "script-src-elem"] {
        let found = differences(1000, |text| text.replace(word, ""));
        assert!(found.len() > 20, "without {word}: {} differences", found.len());
    }
}
