//! `html`: the tables of cases, the properties over generated markup, wrong sanitizers that break them, growth.

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use support::rows;
use support::sanitize::*;
use support::vocabulary::{NEVER, VOCABULARY};
use untaint::html::{self, Disallowed, HtmlErrorKind, HtmlPolicy, RemovedKind, SafeHtml};
use untaint::uri::UriPolicy;
use untaint::{Sanitizer, Validator};

#[derive(Deserialize)]
struct Case {
    policy: String,
    html: String,
    clean: String,
    why: String,
}

#[derive(Deserialize)]
struct Payload {
    id: String,
    html: String,
}

fn policy(name: &str) -> HtmlPolicy {
    let few = HtmlPolicy::builder().tags(["p", "b", "br"]);
    let built = match name {
        "text" => return HtmlPolicy::text().clone(),
        "inline" => return HtmlPolicy::inline().clone(),
        "comment" => return HtmlPolicy::comment().clone(),
        "article" => return HtmlPolicy::article().clone(),
        "escape" => few.disallowed(Disallowed::Escape).build(),
        "drop" => few.disallowed(Disallowed::Drop).build(),
        "depth 3" => HtmlPolicy::builder().tags(["div", "b"]).max_depth(3).build(),
        "output 20" => few.max_output(20).build(),
        "space" => HtmlPolicy::builder().tags(["b", "p"]).build(),
        "settings" => HtmlPolicy::builder()
            .tags(["p", "a", "b", "q", "td", "table", "img", "video", "audio", "source", "font"])
            .attributes("a", ["href", "rel"])
            .attributes("img", ["src", "alt", "loading", "fetchpriority", "align"])
            .attributes("video", ["src", "poster", "loop", "preload", "muted"])
            .attributes("source", ["src", "type"])
            .attributes("font", ["color"])
            .attributes("td", ["bgcolor"])
            .attributes("p", ["aria-*"])
            .attribute_values("p", "align", ["left", "center"])
            .data_prefix("p", "data-note-")
            .force_attribute("a", "target", "_blank")
            .force_attribute("q", "dir", "auto")
            .rel_words(["me"])
            .link_rel("nofollow")
            .media(UriPolicy::builder().scheme("https").host("media.example").build().expect("media"))
            .embeds(UriPolicy::builder().scheme("https").host("player.example").build().expect("embeds"))
            .embed_features(["fullscreen"])
            .build(),
        "own" => HtmlPolicy::builder()
            .tags(["p", "b", "a", "br", "ol", "table", "video"])
            .attributes("p", ["aria-*"])
            .force_attribute("p", "aria-label", "ours")
            .attribute_values("p", "align", ["center"])
            .attributes("video", ["controls"])
            .force_attribute("td", "class", "cell")
            .force_attribute("b", "title", "t")
            .attributes("a", ["href"])
            .attributes("b", ["rel"])
            .attribute_values("a", "target", ["_self"])
            .attribute_values("ol", "type", ["1", "a", "A"])
            .style_hints(true)
            .build(),
        "classes" => HtmlPolicy::builder().tags(["p", "code"]).classes("code", ["a", "b"]).build(),
        other => panic!("no policy {other}"),
    };
    built.expect("policy")
}

#[test]
fn the_table_holds() {
    let mut wrong = Vec::new();
    for Case { policy: name, html, clean, why } in rows::<Case>("html/clean.jsonl") {
        let cleaned = html::sanitize(&html, &policy(&name));
        if cleaned != clean.as_str() {
            wrong.push(format!("{name}: {html:?}: {why}\n  is     {cleaned:?}\n  wanted {clean:?}"));
        }
        html_holds(&html);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_payload_survives() {
    for Payload { id, html } in rows("html/payloads.jsonl") {
        println!("{id}");
        html_holds(&html);
        // As an attacker would send it on: behind and inside of other markup.
        for wrapped in
            [format!("<table><tr>{html}"), format!("<b title='{html}'>"), format!("<svg><style>{html}")]
        {
            html_holds(&wrapped);
        }
    }
}

/// Markup made of the pieces that parsers disagree about.
fn soup() -> impl Strategy<Value = String> {
    let any_name = prop_oneof![3 => prop::sample::select(VOCABULARY), 1 => prop::sample::select(NEVER)];
    let attribute = prop::sample::select(vec![
        "",
        "",
        "",
        " title=x",
        " href='/a'",
        " href=\"#f\"",
        " id=q",
        " checked",
        " type=checkbox",
        " alt=\"&lt;<>&quot;'\"",
        " title=a title=b",
        " srcset='a 1x, b 2x'",
        " target=_blank",
        " rel='me nofollow x'",
        " href='javascript:x'",
        " align=left",
        " type=a",
        " class=c",
        " headers='a b'",
        "/",
        " =",
        " x",
        " title=\"\r\n&#13;\0\"",
        " onclick=x",
        " style=x",
        " style='font-weight:bold'",
        " style='font-weight:400;font-style:italic;text-align:center'",
        " style='text-decoration:underline line-through'",
        " name=q",
        " aria-label=x aria-level=2 aria-label=y",
        " data-u-x=y",
        " role=note dir=rtl",
        " src='https://player.example/1' allow='fullscreen; camera' allowfullscreen",
        " poster=javascript:x loop autoplay controls",
        " color=red",
        " rel=me",
        " title='\"\"\"'",
        " srcset='//x 1x,javascript:y 2x'",
        " href=&#106avascript:x",
    ]);
    let start = (
        any_name.clone(),
        attribute.clone(),
        attribute,
        prop::sample::select(vec![">", ">", ">", "/>", " >", ""]),
    )
        .prop_map(|(name, first, second, end)| format!("<{name}{first}{second}{end}"));
    let end = (any_name, prop::sample::select(vec![">", ">", " x>", ""]))
        .prop_map(|(name, end)| format!("</{name}{end}"));
    let text = prop::sample::select(vec![
        "x",
        "y",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t ",
        "a\n",
        "\n\n",
        "é",
        "\u{a0}",
        "&amp;",
        "&lt",
        "&#13;",
        "&nbsp;",
        "&notit;",
        "&",
        "&#0;",
        "\0",
        "&am\0p;",
        "<",
        "< a",
        "</",
        "<>",
        "</>",
        "&#10;",
        "&lt;b>",
        "&NewLine;",
        "\"",
        "<!-- x -->",
        "<!--",
        "-->",
        "<!DOCTYPE html>",
        "<?x>",
        "<![CDATA[x]]>",
        "<!-->",
        "<!--->",
        "--!>",
        "</ x>",
        "a longer run of text, as most of them are",
        "\u{feff}",
        "&#x80;",
        "]]>",
        "&quot;",
        "&#39;",
    ]);
    prop::collection::vec(prop_oneof![4 => start, 3 => end, 3 => text.prop_map(str::to_owned)], 1..16)
        .prop_map(|pieces| pieces.concat())
}

/// Markup without unfinished tags, raw text and names of no element.
fn finished() -> impl Strategy<Value = String> {
    // The line feed behind `<pre>` is the tree builder's to drop, and nobody sees the content of the others.
    let others = ["pre", "audio", "video"];
    let names: Vec<&str> = VOCABULARY.iter().copied().filter(|name| !others.contains(name)).collect();
    let tag = (
        any::<bool>(),
        prop::sample::select(names),
        prop::sample::select(vec![
            "",
            " a='>'",
            " a=\">\"",
            " a=>",
            "/",
            " a b=\"'\"",
            " =x",
            " a = 'x'",
            "\n\t",
            " a=b/",
        ]),
    )
        .prop_map(|(is_end, name, rest)| format!("<{}{name}{rest}>", if is_end { "/" } else { "" }));
    let text = prop::sample::select(vec![
        "x",
        "=",
        ";",
        " ",
        "\n",
        "\r",
        "\r\n",
        "\0",
        "&",
        "&amp",
        "&amp;",
        "&not",
        "it;",
        "&#",
        "&#x",
        "41",
        ";",
        "&lt",
        "&notin",
        "&CounterClockwiseContourIntegral;",
        "&#x110000;",
        "&#xD800;",
        "&#150;",
        "< ",
        "<1",
        "<!-- > -->",
        "<!-->",
        "<!--->",
        "<!-- a --!>",
        "<!x>",
        "<?x>",
        "</>",
        "<!--<!-- -->",
        "é",
        "&\0amp;",
        "&am\rp;",
    ]);
    prop::collection::vec(prop_oneof![tag, text.prop_map(str::to_owned)], 1..12)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markup_holds(text in soup()) {
        html_holds(&text);
    }

    #[test]
    fn text_between_tags_is_the_tokenizers(text in finished()) {
        html_text_agrees(&text, ours);
    }

    #[test]
    fn any_text_holds(text in any::<String>()) {
        html_holds(&text);
    }
}

/// `UNTAINT_CASES` for a long run.
fn cases() -> u32 {
    std::env::var("UNTAINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(300)
}

fn breaks(texts: &[&str], property: impl Fn(&str)) {
    for text in texts {
        let broken = catch_unwind(AssertUnwindSafe(|| property(text))).is_err();
        assert!(broken, "a wrong sanitizer passes with {text:?}");
    }
}

#[test]
fn a_wrong_sanitizer_breaks_the_properties() {
    fn identity(text: &str, _: &HtmlPolicy) -> String {
        text.to_owned()
    }
    fn ammonia(text: &str, _: &HtmlPolicy) -> String {
        ammonia::clean(text)
    }
    fn grows(text: &str, _: &HtmlPolicy) -> String {
        text.replace('x', "&amp;&amp;&amp;")
    }
    fn appends(text: &str, _: &HtmlPolicy) -> String {
        format!("{text}x")
    }
    fn no_decoding(text: &str, policy: &HtmlPolicy) -> String {
        ours(&text.replace('&', "&amp;"), policy)
    }
    let policy = HtmlPolicy::article();
    breaks(&["<p><p>", "<b>x", "<li><table><li>", "<a href=x>"], |text| {
        html_is_rebuilt(text, policy, identity);
    });
    breaks(&["<li><table><li>", "<p><button><p>"], |text| html_is_rebuilt(text, policy, ammonia));
    breaks(&["<li><table><li>", "<pre>\n\n\nx"], |text| html_is_idempotent(text, policy, ammonia));
    breaks(&["x", "<i>x</i>"], |text| html_is_idempotent(text, policy, appends));
    breaks(
        &[
            "<script>x</script>",
            "<b onclick=x>",
            "<a href='java&#10;script:x'>",
            "<svg>",
            "<!-- -->",
            "<b id=x>",
            "<a href=data:x>",
        ],
        |text| html_is_inert(text, policy, identity),
    );
    breaks(&["<b onclick=x>", "<script></script>"], |text| {
        html_report_of_clean_is_empty(text, policy, identity);
    });
    breaks(&["x", "xxxx"], |text| html_is_bounded(text, policy, grows));
    breaks(&["&amp;", "&lt"], |text| html_text_agrees(text, no_decoding));
    breaks(&["<b>"], |text| html_text_agrees(text, identity));
}
#[test]
fn the_report_says_what_went() {
    let html = "<b onclick=x>é</b><script>x</script><!-- c --><a href=javascript:x>y</a><blink>z<td>";
    let (clean, report) = html::sanitize_with_report(html, HtmlPolicy::article());
    assert_eq!(clean, "<b>é</b>yz");
    let removed: Vec<_> =
        report.removed().iter().map(|removed| (removed.kind(), removed.name(), removed.at())).collect();
    let at = |part: &str| html.find(part).expect("a part");
    assert_eq!(
        removed,
        [
            (RemovedKind::Attribute, "onclick", at("onclick")),
            (RemovedKind::Element, "script", at("<script")),
            (RemovedKind::Comment, "", at("<!--")),
            (RemovedKind::Value, "href", at("href")),
            (RemovedKind::Tag, "a", at("<a")),
            (RemovedKind::Tag, "blink", at("<blink")),
            (RemovedKind::Tag, "td", at("<td")),
        ]
    );
    assert_eq!(report.total(), 7);

    // A part of a value is a loss too; what stays whole is none.
    let lost = |html: &str| -> Vec<(RemovedKind, String)> {
        let (_, report) = html::sanitize_with_report(html, HtmlPolicy::article());
        report.removed().iter().map(|removed| (removed.kind(), removed.name().to_owned())).collect()
    };
    for (html, kind, name) in [
        ("<img srcset='/a 1x, javascript:x 2x'>", RemovedKind::Value, "srcset"),
        ("<img srcset='/a 1x, /b 2y'>", RemovedKind::Value, "srcset"),
        ("<a href=/ rel='opener ugc'>x</a>", RemovedKind::Value, "rel"),
        ("<code class='language-rust big'>x</code>", RemovedKind::Value, "class"),
        ("<input type=checkbox checked disabled onclick=x>", RemovedKind::Attribute, "onclick"),
        ("<picture><source srcset=/a type=text/html></picture>", RemovedKind::Value, "type"),
    ] {
        assert_eq!(lost(html), [(kind, name.to_owned())], "{html}");
    }
    for html in [
        "<img srcset='/a 1x, /b 2x'><code class='language-rust'>x</code>",
        "<a href=/ rel='noopener UGC nofollow'>x</a>",
        "<input type=checkbox checked disabled>",
    ] {
        assert_eq!(lost(html), [], "{html}");
    }

    let (_, report) = html::sanitize_with_report(&"<blink>".repeat(150), HtmlPolicy::article());
    assert_eq!((report.removed().len(), report.total()), (html::HtmlReport::MAX, 150));
    let deep = HtmlPolicy::builder().tags(["div"]).max_depth(1).build().expect("policy");
    let (clean, report) = html::sanitize_with_report("<div><DIV>x", &deep);
    assert_eq!(clean, "<div>x</div>");
    assert_eq!((report.removed()[0].kind(), report.removed()[0].name()), (RemovedKind::Depth, "div"));
    let long = format!("<b {}=x>", "é".repeat(30));
    let (_, report) = html::sanitize_with_report(&long, HtmlPolicy::inline());
    assert_eq!(report.removed()[0].name().len(), 40);

    let short = HtmlPolicy::builder().tags(["b"]).max_output(10).build().expect("policy");
    let (clean, report) = html::sanitize_with_report("<b>1&2 &lt;</b>", &short);
    assert_eq!((clean.as_str(), report.truncated()), ("<b>1</b>", Some(3)));
    assert!(!report.is_empty());
}
#[test]
fn checks_refuse_what_cleaning_would_change() {
    let policy = HtmlPolicy::comment();
    assert!(html::check_clean("<p>a &amp; b</p>", policy).is_ok());
    for (html, at) in [("<p>a & b</p>", 6), ("<p>a", 4), ("x<script>", 1), ("<P></P>", 1), ("é<!---->", 2)] {
        let error = html::check_clean(html, policy).expect_err(html);
        assert_eq!((error.kind(), error.code()), (HtmlErrorKind::Unclean { at }, "html.unclean"), "{html}");
        assert_eq!(Validator::check(policy, html).expect_err(html).code(), "html.unclean");
    }
    for text in ["", "a < b", "AT&T", "&lt;b&gt;", "<", "a <", "</", "<3", "< b>"] {
        assert_eq!(html::check_plain(text), Ok(()), "{text}");
    }
    for text in ["<b", "</b", "<!", "<?", "</ ", "<zz>", "1<A"] {
        let error = html::check_plain(text).expect_err(text);
        assert_eq!(error.code(), "html.markup");
        assert!(
            matches!(error.kind(), HtmlErrorKind::Markup { at } if text[at..].starts_with('<')),
            "{text}"
        );
    }
    assert_eq!(Sanitizer::clean(policy, "<p>a"), "<p>a</p>");
    assert!(matches!(Sanitizer::clean(policy, "<p>a</p>"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn pieces_are_joined() {
    let pieces = || ["a & b", "<i>"].map(SafeHtml::from_text);
    assert_eq!(SafeHtml::concat(pieces()), "a &amp; b&lt;i&gt;");
    assert_eq!(
        SafeHtml::join(pieces(), &html::sanitize("<br>", HtmlPolicy::inline())),
        "a &amp; b<br>&lt;i&gt;"
    );
    assert_eq!(SafeHtml::join([], &SafeHtml::from_text("x")), "");
    assert_eq!(SafeHtml::from_text("\0\r"), "&#13;");
}

#[test]
fn references_are_decoded_as_browsers_do() {
    for (reference, text) in [
        ("&#0;", "\u{FFFD}"),
        ("&#128;", "€"),
        ("&notit;", "¬it;"),
        ("&notin;", "∉"),
        ("&#x110000;", "\u{FFFD}"),
        ("&;", "&;"),
    ] {
        assert_eq!(html::unescape(reference), text, "{reference}");
        assert_eq!(html::unescape(reference), text_of(reference), "{reference}");
    }
    assert_eq!(html::unescape_attribute("&notit;&not=&not;"), "&notit;&not=¬");
}
