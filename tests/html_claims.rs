//! `html`: what the documentation claims in lists: where it differs from `ammonia`, which policies are refused, which
//! elements keep words apart.

mod support;

use support::sanitize::*;
use support::vocabulary::{NEVER, RAW, VOCABULARY, VOID};
use untaint::html::{self, HtmlPolicy, HtmlPolicyBuilder};
use untaint::uri::{UriPolicy, UriPolicyBuilder};

#[test]
fn rich_text_is_what_ammonia_makes_of_it() {
    let rich = [
        "<p>Hello <b>bold</b>, <i>italic</i> and <a href=\"https://example.com/?a=1&amp;b=2\" title=\"A page\">a link</a>.</p>",
        "<ul><li>one</li><li>two &amp; three<ul><li>deep</li></ul></li></ul><ol start=\"3\"><li><p>x</p></li></ol>",
        "<h1>Title</h1><h2>Sub <em>title</em></h2><hr><blockquote cite=\"https://example.com/\"><p>said</p></blockquote>",
        "<pre><code>fn main() { println!(&quot;&lt;hi&gt;&quot;); }\n</code></pre><p>a<br>b</p>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td colspan=\"2\">c</td></tr></tbody></table>",
        "<p><img src=\"https://example.com/a.png\" alt=\"a &quot;b&quot;\" width=\"3\" height=\"4\"></p><dl><dt>a</dt><dd>b</dd></dl>",
        "<p><del>old</del> <ins>new</ins> H<sub>2</sub>O x<sup>2</sup> <kbd>C</kbd> <mark>m</mark> <q>q</q> <abbr title=\"t\">a</abbr></p>",
        "<details><summary>more</summary><p>text</p></details><figure><figcaption>c</figcaption></figure>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <bdo dir=\"rtl\">x</bdo> <time>t</time>",
    ];
    let mut ammonia = ammonia::Builder::new();
    ammonia.link_rel(Some("nofollow noopener"));
    for html in rich {
        let theirs = ammonia.clean(html).to_string();
        assert_eq!(outline(&ours(html, HtmlPolicy::article())), outline(&theirs), "{html}");
    }
}

#[test]
fn output_grows_with_the_input_alone() {
    let n = 2000;
    let numbered = |piece: &dyn Fn(usize) -> String| (0..n).map(piece).collect::<String>();
    let amplifiers = [
        numbered(&|i| format!("<p><b title={i}>x")),
        numbered(&|i| format!("<div><i title={i}>x</div>")),
        format!("<p><b title=\"{}\">", "A".repeat(n)) + &"<p>a".repeat(n / 8),
        "<div>".repeat(n),
        "<ul><li>".repeat(n),
        "<span>".repeat(n) + &"</i>".repeat(n),
        "<zz>".repeat(n) + &"</yy>".repeat(n),
        "<div>".repeat(n) + &"</p>".repeat(n),
        "<h1><span>".repeat(n),
        "<b>".repeat(n) + &"<li>".repeat(n),
        "<b title=i><i title=i>".repeat(n) + &"</b>".repeat(n),
        "<b title=i>".repeat(n) + &"<p>x</p>".repeat(n),
        format!("<b{}>", numbered(&|i| format!(" a{i}=1"))),
        "\u{a0}".repeat(n),
        "&".repeat(n),
        "\"".repeat(n),
        format!("<b title='{}'>", "\"".repeat(n)),
        "<table>x".repeat(n),
        format!("<table>{}", "<col>x".repeat(n)),
        "<table><tr><td>".repeat(n),
        "<a href=/>".repeat(n),
        "<ruby><rt>".repeat(n),
        "<".repeat(n),
        "<!--".repeat(n),
        "<b ".repeat(n),
        "<script>".repeat(n),
        "<b id=x>".repeat(n),
        "<svg>".repeat(n) + &"<mi>".repeat(n),
    ];
    for text in amplifiers {
        for policy in POLICIES.iter() {
            html_is_bounded(&text, policy, ours);
            html_is_idempotent(&text, policy, ours);
            // Twice the input: not much more than twice the output, whatever the length at which it began.
            let (once, twice) = (ours(&text, policy).len(), ours(&text.repeat(2), policy).len());
            let start: String = text.chars().take(40).collect();
            assert!(twice <= 2 * once + 4096, "{start}: {once}, {twice}");
        }
    }
}
/// What the documentation of `html` lists, and nothing else: each element, and each attribute that ammonia keeps.
#[test]
fn the_differences_from_ammonia_are_those_of_the_documentation() {
    let mut ammonia = ammonia::Builder::new();
    ammonia.link_rel(Some("nofollow noopener"));
    let differs = |html: &str| {
        let theirs = ammonia.clean(html).to_string();
        outline(&ours(html, HtmlPolicy::article())) != outline(&theirs)
    };
    let wrapped = |name: &str, attribute: &str| {
        let element = format!("<{name} {attribute}>x</{name}>");
        match name {
            "rb" | "rt" | "rp" | "rtc" => format!("<ruby>{element}</ruby>"),
            "caption" => format!("<table>{element}</table>"),
            "colgroup" => format!("<table><colgroup {attribute}></colgroup></table>"),
            "col" => format!("<table><colgroup><col {attribute}></colgroup></table>"),
            "table" => format!("<table {attribute}><tbody><tr><td>x</td></tr></tbody></table>"),
            "tbody" | "thead" | "tfoot" => {
                format!("<table><{name} {attribute}><tr><td>x</td></tr></{name}></table>")
            }
            "tr" => format!("<table><tbody><tr {attribute}><td>x</td></tr></tbody></table>"),
            "td" | "th" => format!("<table><tbody><tr>{element}</tr></tbody></table>"),
            "source" => format!("<picture><source {attribute}></picture>"),
            name if name == "area" || VOID.contains(&name) => format!("<{name} {attribute}>"),
            "a" => format!("<a href=/ {attribute}>x</a>"),
            _ => element,
        }
    };
    let names = VOCABULARY.iter().copied().chain([
        "area", "map", "rtc", "menu", "dir", "button", "select", "label", "form", "object", "dialog",
        "search", "nobr", "blink", "legend", "fieldset", "body",
    ]);
    let different: Vec<&str> =
        names.chain(RAW.iter().copied()).filter(|name| differs(&wrapped(name, "title=a"))).collect();
    let documented = [
        "address",
        "main",
        "section",
        "big",
        "audio",
        "picture",
        "video",
        "rb",
        "source",
        "tfoot",
        "area",
        "map",
        "rtc",
        "title",
        "textarea",
        "noscript",
        "iframe",
        "xmp",
        "noembed",
        "noframes",
        "plaintext",
    ];
    assert_eq!(different, documented);
    assert!(differs("<ul><li><input type=checkbox checked> x</li></ul>"));

    let attributes = [
        ("a", "href hreflang"),
        ("bdo", "dir"),
        ("blockquote", "cite"),
        ("col", "align char charoff span"),
        ("colgroup", "align char charoff span"),
        ("del", "cite datetime"),
        ("hr", "align size width"),
        ("img", "align alt height src width"),
        ("ins", "cite datetime"),
        ("ol", "start"),
        ("q", "cite"),
        ("table", "align char charoff summary"),
        ("tbody", "align char charoff"),
        ("td", "align char charoff colspan rowspan"),
        ("th", "align char charoff colspan rowspan scope"),
        ("thead", "align char charoff"),
        ("tr", "align char charoff"),
        ("p", "lang title"),
    ];
    for (element, names) in attributes {
        for name in names.split(' ') {
            let goes = match name {
                "align" => !matches!(element, "td" | "th"),
                "char" | "charoff" | "size" | "summary" => true,
                "width" => element == "hr",
                _ => false,
            };
            assert_eq!(differs(&wrapped(element, &format!("{name}=1"))), goes, "{element} {name}");
        }
    }
    for html in
        ["<td headers=a>", "<time datetime=x>", "<p dir=rtl>", "<ol reversed>", "<p id=x>", "<p role=note>"]
    {
        assert!(differs(&format!("<table><tr><td>{html}x")), "{html}");
    }
}

#[test]
fn a_wrong_policy_is_not_built() {
    let links = HtmlPolicy::builder().tags(["a"]).attributes("a", ["href"]);
    let frames = |policy: &UriPolicy| HtmlPolicy::builder().embeds(policy.clone());
    let hosts = |builder: UriPolicyBuilder| builder.host("a.example").build().expect("hosts");
    let wrong: Vec<(HtmlPolicyBuilder, &str, &str)> = vec![
        (frames(UriPolicy::web()), "embeds", "iframe"),
        (frames(&UriPolicy::builder().scheme("https").build().expect("no hosts")), "embeds", "iframe"),
        (frames(&hosts(UriPolicy::builder().schemes(["http", "https"]))), "embeds", "iframe"),
        (frames(&hosts(UriPolicy::builder().scheme("https").relative(true))), "embeds", "iframe"),
        (HtmlPolicy::builder().embed_features(["a b"]), "embed_features", "a b"),
        (links.clone().rel_words(["opener"]), "rel_words", "opener"),
        (links.clone().rel_words(["a b"]), "rel_words", "a b"),
        (links.clone().attribute_values("a", "href", ["/"]), "attribute_values", "href"),
        (links.clone().attribute_values("a", "title", [""; 0]), "attribute_values", "title"),
        (links.clone().attribute_values("a", "onclick", ["x"]), "attribute_values", "onclick"),
        (links.clone().attribute_values("a", "target", ["_top"]), "attribute_values", "_top"),
        (HtmlPolicy::builder().attribute_values("img", "loading", ["evil"]), "attribute_values", "evil"),
        (links.clone().force_attribute("a", "title", "a\0"), "force_attribute", "title"),
        (links.clone().force_attribute("a", "onclick", "x"), "force_attribute", "onclick"),
        (links.clone().force_attribute("a", "href", "/"), "force_attribute", "href"),
        (links.clone().force_attribute("a", "rel", "me"), "force_attribute", "rel"),
        (links.clone().force_attribute("a", "target", "top"), "force_attribute", "target"),
        (links.clone().force_attribute("b", "title", "x"), "force_attribute", "b"),
        (links.clone().force_attribute("script", "title", "x"), "force_attribute", "script"),
        (links.clone().data_prefix("a", "data-"), "data_prefix", "data-"),
        (links.clone().data_prefix("a", "data-hx-"), "data_prefix", "data-hx-"),
        (HtmlPolicy::builder().tags(["iframe"]), "tags", "iframe"),
        (HtmlPolicy::builder().tags(["p", "script"]), "tags", "script"),
        (HtmlPolicy::builder().tags(["svg"]), "tags", "svg"),
        (HtmlPolicy::builder().tags(["td"]), "tags", "td"),
        (HtmlPolicy::builder().tags([""]), "tags", ""),
        (HtmlPolicy::builder().attributes("p", ["onclick"]), "attributes", "onclick"),
        (HtmlPolicy::builder().attributes("*", ["style"]), "attributes", "style"),
        (HtmlPolicy::builder().attributes("form", ["title"]), "attributes", "form"),
        (HtmlPolicy::builder().attributes("*", ["id"]), "attributes", "id"),
        (HtmlPolicy::builder().link_rel("nofollow opener"), "link_rel", "opener"),
        (HtmlPolicy::builder().classes("p", ["a b"]), "classes", "a b"),
        (HtmlPolicy::builder().id_prefix("a b"), "id_prefix", "a b"),
        (HtmlPolicy::builder().max_depth(0), "max_depth", "0"),
        (HtmlPolicy::builder().max_depth(257), "max_depth", "257"),
        (HtmlPolicy::builder().tags(["b"]).attributes("i", ["title"]), "attributes", "i"),
        (HtmlPolicy::builder().tags(["b"]).classes("i", ["x"]), "classes", "i"),
        (HtmlPolicy::builder().tags(["b"]).link_rel("nofollow"), "link_rel", "nofollow"),
        (HtmlPolicy::builder().tags(["source"]), "tags", "source"),
        (HtmlPolicy::builder().tags(["rb"]), "tags", "rb"),
        (HtmlPolicy::builder().tags(["rt"]), "tags", "rt"),
        (HtmlPolicy::builder().tags(["table"]).max_depth(3), "max_depth", "3"),
    ];
    for (builder, setting, entry) in wrong {
        let error = builder.build().expect_err(entry);
        assert_eq!((error.setting(), error.entry()), (setting, entry));
    }
    for name in NEVER {
        assert!(HtmlPolicy::builder().tags([name]).build().is_err(), "{name}");
    }
    let names: Vec<String> = (0..129).map(|i| format!("data-x{i}")).collect();
    if let Err(error) = HtmlPolicy::builder().attributes("*", &names).build() {
        assert_eq!(error.setting(), "attributes");
    } else {
        panic!("too many attributes");
    }
    assert!(HtmlPolicy::builder().tags(["P", "Table"]).build().is_ok());
    // In any order, and the parts that a table brings count.
    assert!(HtmlPolicy::builder().attributes("td", ["title"]).tags(["table"]).build().is_ok());
    let flat = HtmlPolicy::builder().tags(["table"]).max_depth(4).build().expect("policy");
    let table = "<table><tbody><tr><td>x</td></tr></tbody></table>";
    assert_eq!(html::sanitize(table, &flat), table);
}

/// Every element that has lines of its own in a browser's style sheet, whatever becomes of its tags: the words around
/// and inside of it stay words. Inline elements stay glued.
#[test]
fn words_of_two_blocks_are_two_words() {
    fn glues(text: &str, policy: &HtmlPolicy) -> String {
        ours(text, policy).replace(['\n', ' '], "").replace("<br>", "")
    }
    const INLINE: &[&str] = &[
        "a", "abbr", "acronym", "b", "bdi", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
        "tt", "u", "var", "label", "nobr", "output", "wbr", "x-y",
    ];
    const LINES: &[&str] = &[
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "div",
        "dl",
        "dt",
        "dd",
        "figcaption",
        "figure",
        "footer",
        "form",
        "fieldset",
        "h1",
        "h6",
        "header",
        "hgroup",
        "hr",
        "legend",
        "li",
        "listing",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "optgroup",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "caption",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
        "br",
        "dialog",
        "dir",
        "search",
        "xmp",
    ];
    let is_apart = |html: &str, policy: &HtmlPolicy, clean: Clean| {
        let cleaned = clean(html, policy);
        let tags_to_spaces = LINES.iter().fold(cleaned.clone(), |text, name| {
            text.replace(&format!("<{name}>"), " ").replace(&format!("</{name}>"), " ")
        });
        let text: String = text_of(&tags_to_spaces);
        text.split_ascii_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    for policy in POLICIES.iter().filter(|policy| {
        ours("<x-y a=b></x-y>", policy).is_empty() && !ours("<p>", policy).contains("aria-label")
    }) {
        for name in LINES {
            let html = format!("one<{name}>two</{name}>three");
            let words = is_apart(&html, policy, ours);
            let glued = words.iter().any(|word| !["one", "two", "three"].contains(&word.as_str()));
            assert!(!glued, "{html}: {words:?}");
        }
        for name in INLINE {
            let html = format!("o<{name} lang=de>n</{name}>e");
            let words = is_apart(&html, policy, ours);
            // What a policy drops with its content is another matter.
            assert!(words == ["one"] || words == ["oe"], "{html}: {words:?}");
        }
    }
    assert_ne!(is_apart("one<div>two</div>", HtmlPolicy::comment(), glues), ["one", "two"]);
}
