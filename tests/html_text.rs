//! `html::to_text` and `html::linkify`: the tables of cases, the properties, wrong functions that break them, growth.

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::html_text::*;
use support::rows;
use support::vocabulary::VOCABULARY;
use untaint::html::{self, HtmlPolicy};
use untaint::uri::UriPolicy;

#[derive(Deserialize)]
struct TextCase {
    html: String,
    text: String,
    #[serde(default)]
    links: bool,
    why: String,
}

#[derive(Deserialize)]
struct LinkCase {
    text: String,
    /// Each link as `href` or, where the text is another, `href|text`.
    links: Vec<String>,
    why: String,
}

#[test]
fn the_table_of_texts_holds() {
    let mut wrong = Vec::new();
    for TextCase { html, text, links, why } in rows::<TextCase>("html/to_text.jsonl") {
        let found = if links { with_links(&html) } else { to_text(&html) };
        if found != text {
            wrong.push(format!("{html:?}: {why}\n  is     {found:?}\n  wanted {text:?}"));
        }
        text_holds(&html);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_links_holds() {
    for LinkCase { text, links, why } in rows::<LinkCase>("html/linkify.jsonl") {
        let found = links_of(&linked(&text, HtmlPolicy::inline()));
        if cfg!(feature = "url") {
            assert_eq!(found, links, "{text:?}: {why}");
        } else {
            // A host that this build cannot read makes no link.
            assert!(found.iter().all(|link| links.contains(link)), "{text:?}: {why}: {found:?}");
        }
        links_hold(&text);
    }
}

/// What a link leads to and, where it is another, its text.
fn links_of(html: &str) -> Vec<String> {
    let pieces = html.split("<a href=\"").skip(1);
    let link = |piece: &str| {
        let (href, rest) = piece.split_once("\" rel=\"nofollow noopener\">").expect("a link");
        let (text, _) = rest.split_once("</a>").expect("an end");
        let (href, text) = (html::unescape(href).into_owned(), html::unescape(text).into_owned());
        if href == text { href } else { format!("{href}|{text}") }
    };
    pieces.map(link).collect()
}

fn soup() -> impl Strategy<Value = String> {
    let name = prop::sample::select(VOCABULARY);
    let other = prop::sample::select(vec![
        "form", "option", "svg", "math", "mi", "script", "style", "title", "o:p", "String", "body", "image",
    ]);
    let attribute = prop::sample::select(vec![
        "",
        "",
        "",
        " href=/a",
        " href='https://a.example/ b'",
        " href=#x",
        " href=javascript:x",
        " alt='b  c'",
        " alt=x alt=y",
        " type=checkbox",
        " checked type=checkbox",
        " start=9",
        " start=-2147483648",
        " /",
        " href='https://x&#27;y'",
    ]);
    let start = (
        prop_oneof![4 => name.clone(), 1 => other.clone()],
        attribute,
        prop::sample::select(vec![">", ">", "/>", ""]),
    )
        .prop_map(|(name, attribute, end)| format!("<{name}{attribute}{end}"));
    let end = prop_oneof![4 => name, 1 => other].prop_map(|name| format!("</{name}>"));
    let text = prop::sample::select(vec![
        "x",
        "y z",
        " ",
        "\n",
        "\r\n",
        "\t",
        "\n\n",
        "é",
        "\u{a0}",
        "&amp;",
        "&lt;b>",
        "&#27;",
        "&#10;",
        "&#0;",
        "\0",
        "\u{1b}",
        "\u{85}",
        "<!-- x -->",
        "< a",
        "&#x9b;",
        "\u{7f}",
        "&Tab;",
        "\u{b}",
        "a longer run of text",
    ]);
    prop::collection::vec(prop_oneof![4 => start, 2 => end, 4 => text.prop_map(str::to_owned)], 1..16)
        .prop_map(|pieces| pieces.concat())
}

/// Addresses, and pieces of them that end them, break them or hide them.
fn addresses() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "http://",
        "https://",
        "HTTP://",
        "www.",
        "WWW.",
        "mailto:",
        "javascript:",
        "ftp://",
        "//",
        "://",
        "@",
        ".",
        ":",
        "a",
        "b.example",
        "example.com",
        "a.b",
        "/",
        "?",
        "#",
        "&",
        "&amp;",
        "%",
        "%41",
        "(",
        ")",
        "[",
        "]",
        "[::1]",
        "{",
        "}",
        ",",
        ";",
        "!",
        "'",
        "\"",
        "*",
        "_",
        "-",
        "+",
        "~",
        "|",
        "\\",
        "<",
        ">",
        "<b>",
        "</a>",
        " ",
        "\n",
        "\t",
        "\r",
        "\0",
        "é",
        "例え",
        "。",
        "を",
        "о",
        "ü",
        "؟",
        "~",
        "=",
        "xmpp:",
        "\u{200d}",
        "\u{ad}",
        "\u{1}",
        "\u{a0}",
        "\u{202e}",
        "\u{200b}",
        ":80",
        ":99999999",
        "1",
        "127.0.0.1",
        "xn--p1ai",
        "…",
        "www.a.bc",
        "ann@example.com",
        "`",
        "$",
        "=",
    ]);
    prop::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn texts_hold(html in soup()) {
        text_holds(&html);
    }

    #[test]
    fn any_text_holds(text in any::<String>()) {
        text_holds(&text);
        links_hold(&text);
    }

    #[test]
    fn plain_text_is_itself(text in "[a-z.,;:!?'\"()é漢\u{a0}-]{1,9}( [a-z0-9>#%é]{1,9}){0,5}") {
        is_itself(&text, to_text);
        is_itself(&text, with_links);
    }

    #[test]
    fn addresses_hold(text in addresses()) {
        links_hold(&text);
    }
}

/// `UNTAINT_CASES` for a long run.
fn cases() -> u32 {
    std::env::var("UNTAINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

fn breaks(text: &str, property: impl Fn(&str)) {
    let broken = catch_unwind(AssertUnwindSafe(|| property(text))).is_err();
    assert!(broken, "a wrong function passes with {text:?}");
}

#[test]
fn a_wrong_function_breaks_the_properties() {
    let policy = HtmlPolicy::inline();
    breaks("x", |text| is_bounded(text, |text| text.repeat(15)));
    breaks("&#27;", |text| has_no_controls(text, |text| html::unescape(text).into_owned()));
    breaks("<i>x</i><script>y</script>", |text| keeps_letters_of_clean(text, str::to_owned));
    breaks("a b", |text| is_itself(text, |text| text.replace(' ', "")));
    breaks("a  b", |text| is_itself(text, to_text));
    breaks("a & b", |text| link_text_is_kept(text, policy, |text, _| text.replace(" & ", "")));
    breaks("&amp;", |text| link_text_is_kept(text, policy, |text, _| text.to_owned()));
    breaks("a", |text| links_are_clean(text, policy, |text, _| format!("<a href=\"/\">{text}</a>")));
    breaks("a", |text| {
        links_are_clean(text, policy, |text, _| format!("<a href=\"javascript:{text}\">x</a>"));
    });
    for text in ["http://256.1.1.1/", "http://u@a.example", "http://a\u{200b}b.example"] {
        breaks(text, |text| {
            links_lead_where_they_read(text, policy, |text, _| format!("<a href=\"{text}\">{text}</a>"));
        });
    }
    breaks("http://a\u{200b}b.example", |text| {
        links_lead_where_they_read(text, policy, |text, _| {
            text.replace("http://a", "<a href=\"http://a\">http://a</a>")
        });
    });
    breaks("a&", |text| links_are_clean(text, policy, |text, _| text.to_owned()));
}

#[test]
fn growth_is_linear() {
    let n = 3000;
    let deep = "<ul>".repeat(40);
    for html in [
        format!("{deep}<pre>{}", "x\n".repeat(n)),
        format!("{deep}{}", "<hr>".repeat(n)),
        format!("{deep}{}", "<li>x".repeat(n)),
        format!("{deep}{}", "x<p>".repeat(n)),
        "<ol start=2147483646>".repeat(n) + &"<li>x</ol>".repeat(n),
        "<td>".repeat(n),
        format!("<tr>{}x", "<td>".repeat(n)),
        "<br>x".repeat(n),
        "<a href=/a>x".repeat(n),
        "<a href='/     '>x".repeat(n),
        "<".repeat(n),
        "<pre>".repeat(n) + &"\n".repeat(n),
        "<svg>".repeat(n) + &"<mi>x".repeat(n),
        format!("{deep}{}<pre>{}", "<blockquote>".repeat(9), "x\n".repeat(n)),
        format!("{}{}", "<blockquote>".repeat(9), "x<p>".repeat(n)),
        "<blockquote><ul>".repeat(9) + &"<li>x".repeat(n),
        format!("<ol type=i start=3000>{}", "<li>x".repeat(n)),
        "<ol reversed>".repeat(n) + &"<li>x</ol>".repeat(n),
        "<sup>x".repeat(n) + &"</sup>".repeat(n),
        "<ruby>x<rt>y".repeat(n),
        "<math><mfrac><mn>x</mn><mn>y</mn></mfrac>".repeat(n / 4),
        "<math><mfrac><mrow>x".repeat(n / 4) + &"</mrow></mfrac>".repeat(n / 4),
        "<q>x".repeat(n) + &"</q>".repeat(n),
        "<q>".repeat(n) + &"<q></q>".repeat(n),
    ] {
        text_holds(&html);
    }
    // Seconds would tell if one of them were quadratic: each is read in a few milliseconds when it is not.
    let n = 200_000;
    for piece in [
        "www.",
        "www.a.bb,",
        "www._",
        "www.%",
        "http://",
        "http://a,",
        "http://a%",
        "://",
        "://@",
        "a@",
        "@",
        "a@b.",
        "a.@.",
        "mailto:",
        "(",
        "http://x/(",
        ")",
        ".",
        "www.a@",
        "http://a@",
        "www.a_",
        "é@",
        "x://a@b.cc",
        "www.a.bb;",
        "a@b_",
        "http://a.bを",
        "http://www.aを.b",
        "www.a.bbを",
        "www.を",
        "a@b.ccを",
        "a@b.ccд",
        "дa@b.cc",
        "http://a\u{200b}",
        "www.\u{200b}",
        "a@b.cc\u{200b}",
        "\u{200b}a@b.cc",
        "\u{200b}",
        "http://a\u{200b}-",
        "http://https",
        "https",
        "~a@b.cc",
        "xmpp:a@b.cc",
        "http://a.b-",
        "http://漢字",
    ] {
        let text = piece.repeat(n / piece.len());
        for text in
            [text.clone(), format!("http://a.example/{text}"), format!("x://{text}"), format!("www.{text}@")]
        {
            assert!(linked(&text, HtmlPolicy::inline()).len() <= 64 * text.len(), "{piece}");
        }
    }
}

#[test]
fn a_policy_decides_about_links() {
    let text = "http://a.example/ https://b.example/ www.c.example ann@d.example";
    let build = |links: UriPolicy| {
        HtmlPolicy::builder()
            .tags(["a"])
            .attributes("a", ["href"])
            .links(links)
            .link_rel("ugc")
            .build()
            .expect("policy")
    };
    let https = build(UriPolicy::builder().scheme("https").build().expect("links"));
    assert_eq!(
        linked(text, &https),
        "http://a.example/ <a href=\"https://b.example/\" rel=\"ugc\">https://b.example/</a> \
         <a href=\"https://www.c.example\" rel=\"ugc\">www.c.example</a> ann@d.example"
    );
    let hosts = build(UriPolicy::builder().scheme("http").hosts(["a.example"]).build().expect("links"));
    assert_eq!(linked(text, &hosts).matches("<a ").count(), 1);
    let no_href = HtmlPolicy::builder().tags(["a"]).build().expect("policy");
    assert_eq!(linked(text, &no_href), text);
    assert_eq!(linked("<\r\0>", HtmlPolicy::text()), "&lt;&#13;&gt;");
}

#[cfg(feature = "url")]
#[test]
fn a_base_makes_targets_absolute() {
    let links = UriPolicy::builder()
        .scheme("https")
        .relative(true)
        .base("https://a.example/b/")
        .build()
        .expect("links");
    assert_eq!(html::to_text_with_links("<a href=c>x</a>", &links), "x (https://a.example/b/c)");
}
