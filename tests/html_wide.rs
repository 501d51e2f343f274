//! `html::wide`: what `ammonia` is asked to do is bounded, and what it writes is inert and stays as it is.
#![cfg(feature = "ammonia")]

mod support;

use markup5ever_rcdom::NodeData;
use proptest::prelude::*;
use serde::Deserialize;
use std::fmt::Write as _;
use std::time::Instant;
use support::rows;
use support::sanitize::parse;
use support::vocabulary::{NEVER, VOCABULARY};
use untaint::html::wide::{self, WidePolicy};
use untaint::uri;

#[derive(Deserialize)]
struct Payload {
    id: String,
    html: String,
}

const SVG: &[&str] = &["svg", "g", "path", "text", "tspan", "linearGradient", "stop", "defs"];
const MATH: &[&str] = &["math", "mi", "mo", "mn", "ms", "mtext", "mrow", "semantics", "annotation", "mtable"];

/// Everything that can be listed, more or less; the presets.
fn policies() -> Vec<WidePolicy> {
    let known = VOCABULARY.iter().filter(|name| **name != "input");
    let whole = WidePolicy::builder()
        .tags(known)
        .tags(SVG)
        .tags(MATH)
        .tags(["x-y"])
        .attributes("*", ["title", "href", "src", "fill", "class", "d"])
        .style_properties(["color", "background", "background-image"])
        .build()
        .expect("policy");
    vec![whole, WidePolicy::math().clone(), WidePolicy::svg_icons().clone()]
}

/// What comes out runs and loads nothing that is not a listed link, keeps the limits, and stays as it is.
fn wide_holds(text: &str, policy: &WidePolicy) {
    let Ok(clean) = wide::sanitize(text, policy) else { return };
    assert!(clean.as_str().len() <= 256 << 10);
    assert_eq!(wide::sanitize(clean.as_str(), policy).as_ref(), Ok(&clean), "a second time: {text:?}");
    is_inert(clean.as_str(), text);
}

fn is_inert(clean: &str, text: &str) {
    for scripting in [true, false] {
        parse(clean, scripting, false).walk(|node| {
            let NodeData::Element { name, attrs, .. } = &node.data else {
                assert!(matches!(node.data, NodeData::Text { .. }), "a comment of {text:?}");
                return;
            };
            let local = &*name.local;
            assert!(
                [VOCABULARY, SVG, MATH].concat().contains(&local)
                    || matches!(local, "x-y" | "radialGradient" | "circle" | "rect" | "line" | "ellipse")
                    || local.starts_with('m')
                    || local.starts_with("poly"),
                "{local} of {text:?}"
            );
            for attribute in attrs.borrow().iter() {
                let (name, value) = (&*attribute.name.local, &*attribute.value);
                assert!(
                    !name.starts_with("on") && !matches!(name, "srcdoc" | "name" | "id"),
                    "{name}: {text:?}"
                );
                assert!(
                    !(matches!(name, "href" | "src") && uri::is_javascript(value)),
                    "{value:?} of {text:?}"
                );
                let is_css = matches!(name, "style" | "fill");
                assert!(!(is_css && value.to_ascii_lowercase().contains("url(")), "{value:?} of {text:?}");
            }
        });
    }
}

#[test]
fn no_payload_survives() {
    for Payload { id, html } in rows("html/payloads.jsonl") {
        println!("{id}");
        for policy in policies() {
            wide_holds(&html, &policy);
            for wrapped in [
                format!("<svg>{html}"),
                format!("<math><mtext>{html}"),
                format!("<table><tr>{html}"),
                format!("<svg><style>{html}"),
            ] {
                wide_holds(&wrapped, &policy);
            }
        }
    }
}

fn soup() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        prop::sample::select(VOCABULARY),
        prop::sample::select(NEVER),
        prop::sample::select(SVG),
        prop::sample::select(MATH),
    ];
    let attribute = prop::sample::select(vec![
        "",
        " title='</p>'",
        " href=javascript:x",
        " style='color:red;background:url(//x)'",
        " onload=x",
        " fill='u\\72l(x)'",
        " src=a",
        " encoding=text/html",
        " xlink:href=javascript:x",
    ]);
    let piece = (name, attribute, 0..3_u8).prop_map(|(name, attribute, kind)| match kind {
        0 => format!("<{name}{attribute}>"),
        1 => format!("</{name}>"),
        _ => format!("<{name}{attribute}>x"),
    });
    prop::collection::vec(piece, 1..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn soup_is_inert(text in soup()) {
        for policy in policies() {
            wide_holds(&text, &policy);
        }
    }
}

#[test]
fn most_soup_comes_to_rest() {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let policy = &policies()[0];
    let unstable = (0..1000)
        .filter(|_| {
            let text = soup().new_tree(&mut runner).expect("a text").current();
            wide::sanitize(&text, policy).is_err_and(|error| error.code() == "html.wide.unstable")
        })
        .count();
    assert!(unstable < 20, "{unstable} of 1000");
}

#[test]
fn formulas_and_pictures_survive() {
    let formulas = [
        "<p>Let <math display=\"block\"><msup><mi>x</mi><mn>2</mn></msup><mo>&lt;</mo><mn>4</mn></math>.</p>",
        "<math><semantics><mi>x</mi><annotation encoding=\"application/x-tex\">x</annotation></semantics></math>",
    ];
    for formula in formulas {
        assert_eq!(wide::sanitize(formula, WidePolicy::math()).expect("small"), formula);
    }
    let icon = "<svg viewBox=\"0 0 24 24\" width=\"24\" fill=\"none\"><g stroke=\"currentColor\" \
        transform=\"rotate(3)\"><path d=\"M4 4h16\"></path><circle cx=\"1\" r=\"2\"></circle></g></svg>";
    assert_eq!(wide::sanitize(icon, WidePolicy::svg_icons()).expect("small"), icon);
    let loading = "<svg><path fill='URL(https://x.example/)' d='M0'></path></svg>";
    assert_eq!(
        wide::sanitize(loading, WidePolicy::svg_icons()).expect("small"),
        "<svg><path d=\"M0\"></path></svg>"
    );
}

/// The amplifiers of every kind that was measured, `n` times.
fn amplifiers(n: usize) -> Vec<(&'static str, String)> {
    let each = |piece: &dyn Fn(usize) -> String| (0..n).map(piece).collect::<String>();
    let pairs = |a: &str, b: &str| a.repeat(n) + &b.repeat(n);
    vec![
        ("p b title", each(&|i| format!("<p><b title={i}>x"))),
        ("div i title", each(&|i| format!("<div><i title={i}>x</div>"))),
        ("long b", format!("<p><b title=\"{}\">", "A".repeat(n * 8)) + &"<p>a".repeat(n)),
        ("long a", format!("<p><a href=\"{}\">", "A".repeat(n * 8)) + &"<p>a".repeat(n)),
        ("hidden b", format!("<b title='>{}'>", "<b title='>".repeat(n)) + &"<p>a".repeat(n)),
        ("div", "<div>".repeat(n)),
        ("ul li", "<ul><li>".repeat(n)),
        ("span /i", pairs("<span>", "</i>")),
        ("zz /yy", pairs("<zz>", "</yy>")),
        ("span hr", pairs("<span>", "<hr>")),
        ("div /p", pairs("<div>", "</p>")),
        ("h1 span", "<h1><span>".repeat(n)),
        ("b li", pairs("<b>", "<li>")),
        ("b i /b", each(&|i| format!("<b t={i}><i t={i}>")) + &"</b>".repeat(n)),
        ("i div /i", each(&|i| format!("<i lang={i}><div>")) + &"</i>".repeat(n)),
        (
            "kinds p",
            "<div>".repeat(n / 2)
                + "<p>"
                + &"<b><big><code><em><font><i><nobr><s><small><strike><strong><tt><u>".repeat(3)
                + &"<p>x</p>".repeat(n / 4),
        ),
        ("attributes", "<p".to_owned() + &each(&|i| format!(" a{i}")) + ">"),
        ("html", each(&|i| format!("<html a{i}=1>"))),
        ("nbsp", "\u{A0}".repeat(n * 8)),
        ("amp", "&".repeat(n * 8)),
        ("amp below", "<div>".repeat(n / 2) + "<b>" + &"&".repeat(n * 8)),
        ("table x", "<table>x".repeat(n)),
        ("lt", "<".repeat(n * 8)),
        ("comments", "<div>".repeat(n / 2) + &"<!---->".repeat(n)),
        ("open quotes", "<b \"".repeat(n)),
        ("style", format!("<p style='{}'>", "color:a(".repeat(n))),
        ("styles", format!("<p style='{}'>", "color:red;".repeat(n))),
        ("nobr table", each(&|i| format!("<nobr title={i}><table>"))),
        ("td b", "<table><td><b>".repeat(n)),
        ("select", "<select><option>".repeat(n)),
        ("template", "<template>".repeat(n)),
    ]
}

#[test]
fn no_input_blows_up() {
    let policy = &policies()[0];
    for n in [300, 1900, 3900, 7000] {
        for (name, text) in amplifiers(n) {
            let start = Instant::now();
            let result = wide::sanitize(&text, policy);
            let time = start.elapsed();
            println!(
                "{name} {n} ({} bytes): {time:?}, {:?}",
                text.len(),
                result.as_ref().map(|html| html.as_str().len())
            );
            assert!(result.is_err() || result.is_ok_and(|html| html.as_str().len() <= 256 << 10), "{name}");
            // Generous: debug builds, shared machines. Unbounded ones take minutes.
            assert!(time.as_secs() < 20, "{name}: {time:?}");
        }
    }
}

/// The control: `ammonia` alone makes much more of the same than there was, and more the longer it is.
#[test]
fn ammonia_alone_amplifies() {
    let growth = |n: usize| {
        let mut text = String::new();
        for i in 0..n {
            let _ = write!(text, "<p><b title={i}>x");
        }
        match wide::sanitize(&text, WidePolicy::math()) {
            Ok(html) => assert!(html.as_str().len() <= 256 << 10),
            // At once, or because of what the first cleaning made of it.
            Err(error) => assert!(matches!(error.code(), "html.wide.formatting" | "html.wide.tags")),
        }
        ammonia::clean(&text).len() / text.len()
    };
    assert!(growth(100) > 25);
    assert!(growth(400) > 100);
}

#[test]
fn each_limit_is_kept() {
    let code = |text: &str, policy: &WidePolicy| wide::sanitize(text, policy).expect_err("refused").code();
    let built = |builder: wide::WidePolicyBuilder| builder.tags(["div", "b", "p"]).build().expect("policy");
    let small = || WidePolicy::builder();
    assert_eq!(code("12345", &built(small().max_input(4))), "html.wide.input");
    assert_eq!(code("<p></p><p>", &built(small().max_tags(2))), "html.wide.tags");
    assert_eq!(code("<p a b c>", &built(small().max_attributes(2))), "html.wide.attributes");
    assert_eq!(code("<div><div><p>", &built(small().max_depth(2))), "html.wide.depth");
    assert_eq!(code("<<<<<<", &built(small().max_output(10))), "html.wide.output");
    assert_eq!(code(&"\u{E9}&".repeat(70_000), &built(small().max_input(256 << 10))), "html.wide.references");
}

#[test]
fn wrong_policies_are_not_built() {
    for tag in [
        "script",
        "style",
        "title",
        "textarea",
        "iframe",
        "noscript",
        "template",
        "object",
        "embed",
        "base",
        "meta",
        "link",
        "form",
        "input",
        "button",
        "select",
        "set",
        "animate",
        "animateMotion",
        "animateTransform",
        "use",
        "foreignObject",
        "desc",
        "image",
        "feImage",
        "annotation-xml",
        "mglyph",
        "malignmark",
        "maction",
        "font-face",
        "X-Y",
        "-x",
        "x-y>",
        "P",
        "",
        "html",
        "body",
        "frame",
        "plaintext",
    ] {
        let error = WidePolicy::builder().tags([tag]).build().expect_err(tag);
        assert_eq!((error.setting(), error.entry()), ("tags", tag));
    }
    for name in [
        "onclick",
        "onLoad",
        "style",
        "srcdoc",
        "id",
        "name",
        "rel",
        "action",
        "formaction",
        "xlink:href",
        "ping",
        "is",
        "slot",
        "srcset",
        "nonce",
        "hx-get",
        "attributeName",
        "filter",
        "",
        "a b",
        "form",
        "ONCLICK",
        "HREF",
    ] {
        let error = WidePolicy::builder().tags(["p"]).attributes("p", [name]).build().expect_err(name);
        assert_eq!((error.setting(), error.entry()), ("attributes", name));
    }
    let setting = |builder: wide::WidePolicyBuilder| builder.build().expect_err("wrong").setting();
    assert_eq!(setting(WidePolicy::builder().attributes("p", ["title"])), "attributes");
    assert_eq!(setting(WidePolicy::builder().style_properties(["position"])), "style_properties");
    assert_eq!(setting(WidePolicy::builder().style_properties(["-moz-binding"])), "style_properties");
    assert_eq!(setting(WidePolicy::builder().max_depth(0)), "max_depth");
    assert_eq!(setting(WidePolicy::builder().max_tags(1 << 20)), "max_tags");
    assert!(WidePolicy::builder().schemes(["javascript"]).build().is_err());
    assert!(WidePolicy::builder().schemes(["data"]).build().is_err());
}

#[test]
fn links_of_other_names_go() {
    let policy = WidePolicy::builder().tags(["svg", "a"]).attributes("a", ["href"]).build().expect("policy");
    for text in [
        "<svg><a xlink:href=\"https://x.example\">x</a></svg>",
        "<svg><a XLINK:href='/y'>x</a></svg>",
        "<svg><a xlink:href=/y xlink:title=z>x</a>",
        "<a xlink:href=/y>x</a>",
    ] {
        let clean = wide::sanitize(text, &policy).expect("small");
        assert!(!clean.as_str().contains("href"), "{clean}");
        assert!(clean.as_str().contains('x'), "{clean}");
    }
    let both = "<svg><a xlink:href=/y href=/z>x</a></svg>";
    let clean = wide::sanitize(both, &policy).expect("small");
    assert_eq!(clean.as_str(), "<svg><a href=\"/z\" rel=\"noopener noreferrer\">x</a></svg>");
}

/// cure53/DOMPurify#847, and its like.
#[test]
fn tokens_inside_of_tokens_keep_their_text() {
    let dots = "<math><mi><mi mathvariant=\"normal\">⋮</mi></mi></math>";
    assert_eq!(wide::sanitize(dots, WidePolicy::math()).expect("small"), "<math><mi>⋮</mi></math>");
    for outer in ["mi", "mn", "mo", "ms", "mtext"] {
        for inner in ["mi", "mn", "mo", "ms", "mtext"] {
            let text = format!("<math><{outer}>a<{inner}>b</{inner}>c</{outer}><mi>d</mi></math>");
            let want = format!("<math><{outer}>abc</{outer}><mi>d</mi></math>");
            assert_eq!(wide::sanitize(&text, WidePolicy::math()).expect("small"), want.as_str());
            wide_holds(&format!("<math><{outer}><{inner}><svg><{inner}>x<b><{inner}>y"), WidePolicy::math());
        }
    }
}

#[test]
fn presets_keep_links_tables_and_names() {
    let text = "<table><tbody><tr><td colspan=\"2\"><math><mi>x</mi></math></td></tr></tbody></table>";
    assert_eq!(wide::sanitize(text, WidePolicy::math()).expect("small"), text);
    let link =
        wide::sanitize("<a href=/a>a</a><a href=javascript:x>b</a>", WidePolicy::math()).expect("small");
    let rel = " rel=\"noopener noreferrer\"";
    assert_eq!(link.as_str(), format!("<a href=\"/a\"{rel}>a</a><a{rel}>b</a>"));
    let icon = "<svg role=\"img\" aria-label=\"a\"><text dominant-baseline=\"middle\">a</text>\
        <path vector-effect=\"non-scaling-stroke\"></path></svg>";
    assert_eq!(wide::sanitize(icon, WidePolicy::svg_icons()).expect("small"), icon);
}

#[test]
fn links_are_checked() {
    let policy = WidePolicy::builder().tags(["a"]).attributes("a", ["href"]).schemes(["https"]);
    let policy = policy.build().expect("policy");
    let text = "<a href=https://a.test/>a</a><a href=http://a.test/>b</a><a href='java\tscript:x'>c</a><a href=/d>d</a>";
    let rel = " rel=\"noopener noreferrer\"";
    assert_eq!(
        wide::sanitize(text, &policy).expect("small").as_str(),
        format!("<a href=\"https://a.test/\"{rel}>a</a><a{rel}>b</a><a{rel}>c</a><a href=\"/d\"{rel}>d</a>")
    );
}
