//! Every property over generated texts. The wrong functions that break those of `redirect` and `uri` stand here; for
//! `escape`, `attr` and `filename`, in the files of that name, beside the tables that notice them.

mod support;

use proptest::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::attr::attr_holds;
use support::escape::{code_holds, data_holds, escape_holds, markdown_holds, markup_holds, ways_agree};
#[cfg(feature = "unicode")]
use support::filename::filename_holds;
use support::redirect::*;
use support::sanitize::html_holds;
#[cfg(feature = "unicode")]
use support::text::*;
use support::uri::*;
use support::web_cookie::cookie_holds;
use support::web_headers::headers_hold;
use untaint::uri::{UriErrorKind, UriPolicy};

/// Texts of up to `most` pieces: those of a list of attacks, so that generation reaches them, and any. The list is
/// split at spaces, with `␣` for a space in a piece.
fn texts(pieces: &str, most: usize) -> impl Strategy<Value = String> + use<> {
    let pieces: Vec<String> = pieces.split(' ').map(|piece| piece.replace('␣', " ")).collect();
    let piece = prop_oneof![
        6 => prop::sample::select(pieces),
        3 => prop::sample::select(support::odd_characters()).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => "[a-z0-9]{1,3}",
    ];
    prop::collection::vec(piece, 0..=most).prop_map(|pieces| pieces.concat())
}

/// What redirects and links are read wrongly by.
fn addresses() -> impl Strategy<Value = String> {
    const PIECES: &str = "/ // \\ : @ ? # . .. %2e %2f %5c %00 % [ ] http: https: https:// // javascript: JAVASCRIPT data: \
        image/png;base64, mailto: app.test example.com example.org x.example.org evil.example xn-- \
        xn--bcher-kva.example bücher.example 127.0.0.1 0x7f.1 [::1] :8080 :443 :80 :8443 app/ /app/ a.example";
    texts(PIECES, 8)
}

/// What ends, begins or changes something in a header's value, a cookie, or the text of an answer.
fn answers() -> impl Strategy<Value = String> {
    const PIECES: &str = "; , = \" ' \\ ( ) : ␣ \t \r\n a=1 a= ;␣Secure ;␣HttpOnly ;␣Path=/ ;Path= ;␣Domain= app.test . \
        ;␣SameSite= None Lax ;Max-Age= 0 600 -1 ;␣Expires= Thu,␣01␣Jan␣1970␣00:00:00␣GMT __Host- __secure- __Http- \
        max-age= 31536000 includeSubDomains preload DENY SAMEORIGIN ALLOWALL nosniff no-referrer unsafe-url \
        same-origin require-corp ;report-to=\"x\" geolocation= camera=() (self) * \"https://a.example\" \"cookies\" \
        no-store private public s-maxage= csp=\"/r\" text/html ;charset=utf-8 HTTP/1.1␣200 HTTP/2␣200 \n content-type:␣ \
        set-cookie:␣ x-frame-options:␣ content-security-policy:␣ frame-ancestors 'none' 'self' default-src";
    texts(PIECES, 8)
}

/// What ends a text or begins something in one of the formats of `escape`; now and then beside a run as long as the
/// blocks in which texts are scanned.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: &str = "< > & \" ' ` \\ / </script </script> </style> </title> </textarea> <p> <!-- --> --!> -- - ! \
        <![CDATA[ ]]> <? &amp; &#13; &lt &#x0; ${ {{ }} { } ( ) ; */ // \\u003c \\22␣ \u{2028} \u{2029} \r \n \r\n \0 \
        \u{FEFF} \t ␣ ␣␣ = + @ =1+1 -1 | , ＝ * _ ** __ ~~ # #␣ [ ] [a](b) ![ [^1] [x]␣ -␣ >␣ 1.␣ 2)␣ 12 . .. --- ``` \
        ␣␣␣␣ $a$ :- http://a.test www.a.test % %2e %41 \u{1b}[2J $(x) '\\'' 😀 漢";
    let unit = prop::sample::select(vec!["x", "é", "漢", "😀", " ", "<", "-", "#", "*", "'", "\"", "\0"]);
    let run = (unit, prop_oneof![55_usize..70, 115_usize..135]);
    let run = run.prop_map(|(unit, bytes)| unit.repeat(bytes / unit.len()));
    let before = prop_oneof![4 => Just(String::new()), 1 => run.clone()];
    let behind = prop_oneof![6 => Just(String::new()), 1 => run];
    (before, texts(PIECES, 8), behind).prop_map(|(before, text, behind)| before + &text + &behind)
}

/// What ends a value, a name, a link or a candidate; `srcset` reads a line as a candidate.
fn attributes() -> impl Strategy<Value = String> {
    const VALUES: &str = "\" ' < > & = / ␣ \t \n \r \0 ` amp; &quot #34; &amp; x , \\ <script> ␣onclick= /a ?b=c&d # ␣2x \
        ␣100w ( ) %2C %20 \u{a0} https://example.com/ https://player.example.com/ data: data:image/png;base64, \
        DATA:image/gif, ␣␣ é";
    const NAMES: &str = "title Alt aria- ARIA-Label label on ON click data- data-note- bind - -- href src srcdoc style id \
        name hx- x- v- xlink: xmlns : @ . _ 0 lang \u{212a}";
    // Names of few pieces, because what is longer never passes.
    let names = NAMES.split(' ').collect::<Vec<_>>();
    let names = prop::collection::vec(prop::sample::select(names), 1..4).prop_map(|pieces| pieces.concat());
    prop_oneof![3 => texts(VALUES, 9), 1 => names, 1 => texts(NAMES, 2)]
}

/// What leaves a folder, hides, names a device, or ends as another extension; now and then too long.
#[cfg(feature = "unicode")]
fn names() -> impl Strategy<Value = String> {
    const PIECES: &str = ". .. ... / \\ : ; ␣ ␣␣ - -- _ \0 \r\n \t CON con NUL nul aux COM1 COM¹ lpt ＣＯＮ conın$ CONOUT$ clock$ .txt \
        .php .PHP .jpg .tar .gz .tar.gz .exe .png .pdf .ph p php 2 .2 %2e %00 ::$DATA C: \\\\?\\ .htaccess htaccess web.config \
        web.conﬁg .env .env. .user.ini desktop.ini deſktop php.ini \u{200b} \u{200c} \u{200d} \u{202e} \u{ad} \u{fe0f} \u{e0100} \
        \u{e0061} \u{e007f} \u{feff} \u{3164} \u{115f} \u{34f} \u{180b} \u{600} \u{301} \u{308} \u{338} \u{345} \u{323} \u{94d} क ष م ی \
        😀 👩 💻 ❤ 🏴 🇫 🇷 1\u{fe0f}\u{20e3} e é É ß ẞ İ ı ſ \u{212a} \u{212b} Σ ς ᾳ ΐ 가 \u{1100} \u{1161} \u{11a8} \u{3000} \u{a0} \u{2028} \
        \u{2024} \u{2025} … ︰ ． \u{fe52} － \u{2010} ⁄ ∕ ／ ＼ ： ？ ℅ ½ ⒈ ﷺ ™ ㎧ \u{1d165} \u{fb1d} \u{2adc} 日本 日本語の資料";
    let run =
        prop::sample::select(vec!["a", "é", "日", "😀", ".", " ", "\u{301}", "\u{200d}", "a.", "👩\u{200d}"]);
    let run = (run, 1_usize..400).prop_map(|(unit, bytes)| unit.repeat(bytes / unit.len()));
    let run = prop_oneof![5 => Just(String::new()), 1 => run];
    (texts(PIECES, 5), run, texts(PIECES, 5)).prop_map(|(before, run, behind)| before + &run + &behind)
}

/// Hidden characters of every kind, and what they hide beside.
#[cfg(feature = "unicode")]
fn hidden() -> impl Strategy<Value = String> {
    texts(PIECES, 10)
}

/// Runs a property with a wrong function over texts that must trip it.
fn breaks(texts: &[&str], property: impl Fn(&str)) {
    for text in texts {
        let outcome = catch_unwind(AssertUnwindSafe(|| property(text)));
        assert!(outcome.is_err(), "the property lets a wrong function pass on {text:?}");
    }
}

/// `PROPTEST_CASES=2000000 cargo test --release --test properties` looks longer.
fn config(usual: u32) -> ProptestConfig {
    let cases =
        if std::env::var_os("PROPTEST_CASES").is_some() { ProptestConfig::default().cases } else { usual };
    // A failing input becomes a row in `tests/data`, where people read it, not a line in a seed file.
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(20_000))]

    #[test]
    fn redirect(target in addresses()) {
        redirect_holds(&target);
    }

    #[test]
    fn uri(text in addresses()) {
        uri_holds(&text);
    }
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn web_cookie(text in answers()) {
        cookie_holds(&text);
    }

    #[test]
    fn web_headers(text in answers()) {
        headers_hold(&text);
    }
}

#[cfg(feature = "unicode")]
proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn filename(name in names()) {
        filename_holds(&name);
    }

    #[test]
    fn text(text in hidden()) {
        text_holds(&text);
    }
}

// Fewer, because readers of CSV are slow to build, and pages are parsed many times over.
proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn escape_data(text in markup()) {
        ways_agree(&text);
        data_holds(&text);
    }

    #[test]
    fn attr(text in attributes()) {
        attr_holds(&text);
    }
}

proptest! {
    #![proptest_config(config(5_000))]

    #[test]
    fn escape_pages(text in markup()) {
        code_holds(&text);
        markup_holds(&text);
    }
}

proptest! {
    #![proptest_config(config(1_000))]

    #[test]
    fn escape_markdown(text in markup()) {
        markdown_holds(&text);
    }
}

/// The fuzzers' seeds and every input that once broke a property, on stable Rust and without a fuzzer.
#[test]
fn fuzz_inputs_are_replayed() {
    let targets = [
        ("redirect", redirect_holds as fn(&str)),
        ("uri", uri_holds),
        ("escape", escape_holds),
        ("csp", support::web_csp::web_csp_holds),
        ("attr", attr_holds),
        ("html", html_holds),
        ("headers", |text| {
            cookie_holds(text);
            headers_hold(text);
        }),
        ("to_text", support::html_text::text_holds),
        ("linkify", support::html_text::links_hold),
        #[cfg(feature = "unicode")]
        ("filename", filename_holds),
        #[cfg(feature = "unicode")]
        ("text", text_holds),
        #[cfg(feature = "full")]
        ("rules", support::rules::rules_holds),
        #[cfg(feature = "full")]
        ("tokens", support::web_tokens::tokens_hold),
    ];
    for (target, holds) in targets {
        replay(target, |input| holds(&String::from_utf8_lossy(input)));
    }
    replay("proxy", |input| {
        let text = String::from_utf8_lossy(input);
        let fields: Vec<String> = text.split(['\u{0}', '\u{1}']).map(str::to_owned).collect();
        support::web_client::forwarded_holds(std::net::Ipv4Addr::new(10, 0, 0, 1).into(), &fields);
        for field in &fields {
            support::web_client::host_holds(field);
        }
    });
    #[cfg(feature = "upload")]
    replay("upload", support::upload::upload_holds);
}

fn replay(target: &str, holds: impl Fn(&[u8])) {
    let mut replayed = 0;
    for folder in ["seeds", "regressions"] {
        let folder = format!("{}/fuzz/{folder}/{target}", env!("CARGO_MANIFEST_DIR"));
        // A target without a break has no regressions yet; a published crate has no fuzz folder.
        for entry in std::fs::read_dir(folder).into_iter().flatten() {
            holds(&std::fs::read(entry.expect("entry").path()).expect("input"));
            replayed += 1;
        }
    }
    assert!(replayed > 0 || !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz")).exists());
}

#[test]
fn a_wrong_redirect_check_breaks_its_properties() {
    let starts_with_slash = |target: &str, _: &Sites| target.starts_with('/');
    breaks(&["//evil.example", "/\\evil.example", "/\t/evil.example", "///evil.example"], |target| {
        redirect_stays(target, &SITES[0], starts_with_slash);
    });
    let ends_with_host = |target: &str, _: &Sites| target.ends_with("example.com");
    breaks(&["https://badexample.com", "https://evil.example/example.com"], |target| {
        redirect_stays(target, &SITES[1], ends_with_host);
    });
    breaks(&["/caf\u{e9}"], |target| redirect_location_agrees(target, &SITES[0], str::to_owned));
    breaks(&["/a"], |target| redirect_location_agrees(target, &SITES[0], |_| "/b".to_owned()));
    breaks(&["/app/../admin", "/app/%2e%2E/admin"], |target| {
        redirect_prefix_holds(target, |target| target.starts_with("/app/"));
    });
    breaks(&["x", "?q", "/.//x", "/a/..//x", "/\\x", "@evil.example"], |target| {
        redirect_rooted_holds(target, |target| !target.starts_with("//"));
    });
}

#[test]
fn a_wrong_uri_check_breaks_its_properties() {
    let until_colon = |text: &str| text.split_once(':').map(|(scheme, _)| scheme.to_owned());
    breaks(&["java\nscript:x", "/a:b", "JavaScript:x"], |text| scheme_is_exact(text, until_colon));
    let deny_list = |text: &str, _: &UriPolicy| !text.starts_with("javascript:");
    breaks(&["JavaScript:x", " javascript:x", "data:text/html,x", "//evil.example"], |text| {
        link_is_allowed(text, deny_list);
    });
    // Any host, as it was once; and a reader that knows names only.
    breaks(&["https://", "//a b", "http://256.1.1.1/", "http://a:65536"], |text| {
        link_host_is_read(text, |_, _| Ok(()));
    });
    breaks(&["http://[::1]/", "http://0x7f.1", "//b\u{fc}cher.example", "ftp:example.com"], |text| {
        let is_name = |byte: u8| byte.is_ascii_alphabetic() || b"./:".contains(&byte);
        link_host_is_read(text, |text, policy| {
            if text.bytes().all(is_name) && text.contains("://") {
                any_host_check(text, policy)
            } else {
                Err(UriErrorKind::Malformed)
            }
        });
    });
    breaks(&["javascript:x"], |text| link_clean_is_stable(text, str::to_owned));
    breaks(&["/a"], |text| link_clean_is_stable(text, |text| format!("{text}/")));
}

#[test]
#[cfg(feature = "unicode")]
fn a_wrong_text_function_breaks_its_properties() {
    use std::borrow::Cow;
    use untaint::text::{self, TextPolicy};
    let (display, snippet) = (TextPolicy::display(), TextPolicy::snippet());

    // One pass over the end marker of a bracketed paste puts a new one together.
    let once: Clean = |text, _| Cow::Owned(text.replace("\u{1b}[201~", ""));
    breaks(&["a\u{1b}[20\u{1b}[201~1~"], |text| text_clean_removes(text, snippet, once));
    // A pair taken away where it meets: what is left meets anew.
    let pairs: Clean = |text, _| {
        if text.contains("ab") { Cow::Owned(text.replace("ab", "")) } else { Cow::Owned(text.to_owned()) }
    };
    breaks(&["aabb"], |text| text_clean_is_stable(text, display, pairs));
    let all_joiners: Clean = |text, _| Cow::Borrowed(text);
    breaks(&["می\u{200C}خ", "❤\u{FE0F}"], |text| text_runs_keep_one(text, all_joiners));
    breaks(&["🏴\u{E0061}\u{E0062}\u{E0063}\u{E007F}"], |text| text_tags_are_flags(text, all_joiners));
    let backspaces_only: Clean = |text, _| text::strip_backspaces(text);
    breaks(&["\u{7f}", "\u{202e}x", "\u{feff}"], |text| text_clean_removes(text, display, backspaces_only));
    let adds: Clean = |text, _| Cow::Owned(text.replace('\u{8}', "?"));
    breaks(&["a\u{8}"], |text| text_clean_only_takes(text, display, adds));
    breaks(&["a\u{8}"], |text| text_check_agrees(text, display, |_, _| true));
    breaks(&["a"], |text| text_check_agrees(text, display, |_, _| false));
    breaks(&["a\u{8}", "\u{200b}"], |text| text_findings_cover_display(text, |_| Vec::new()));
    let reversed = |text: &str| text::inspect(text).into_iter().rev().collect();
    breaks(&["\u{8}a\u{200b}"], |text| text_findings_have_their_place(text, reversed));
    breaks(&["ab\u{8}", "a\u{200e}"], |text| text_snippet_is_what_is_shown(text, str::to_owned));
    breaks(&["a\u{8}", "a<b>", "a & b"], |text| text_rendering_shows_all(text, str::to_owned));
    breaks(&["abc"], |text| text_rendering_shows_all(text, |_| String::new()));
}
