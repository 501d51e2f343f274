//! `html_literal!`: what passes is its own tree and survives the sanitizer; what is refused.

mod support;

use std::panic::{catch_unwind, set_hook, take_hook};
use std::sync::Once;
use support::sanitize::is_its_own_tree;
use support::vocabulary::{VOCABULARY, VOID};
use untaint::html::{self, HtmlPolicy, SafeHtml, html_literal};

/// `__from_literal` at run time, without a line of output for each refusal.
fn passes(html: &str) -> bool {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        let usual = take_hook();
        set_hook(Box::new(move |info| {
            if !info
                .payload()
                .downcast_ref::<&str>()
                .is_some_and(|message| message.starts_with("html_literal!: "))
            {
                usual(info);
            }
        }));
    });
    let html: &'static str = html.to_owned().leak();
    catch_unwind(|| SafeHtml::__from_literal(html)).is_ok()
}

/// Everything that a policy can list.
fn wide() -> HtmlPolicy {
    let builder = HtmlPolicy::builder()
        .tags(VOCABULARY)
        .attributes("*", ["title", "lang", "hidden", "align", "id", "aria-label"])
        .attributes("a", ["href"])
        .attributes("img", ["src", "alt", "width"])
        .attributes("td", ["colspan"])
        .attributes("details", ["open"])
        .id_prefix("x")
        .classes("*", ["a", "b"]);
    builder.build().expect("policy")
}

/// In the spelling of the sanitizer: no references but those it writes.
const ACCEPTED: &[&str] = &[
    "",
    "text, ünïcode 😀, \"quotes\" and 'these'\n\ttoo",
    "<hr>",
    "a<br>b<wbr>c",
    "&lt;script&gt; &amp;amp;",
    "<p>One</p>\n<p>Two <b>three <i>four</i></b></p>",
    "<b><b><b><b><b>five</b></b></b></b></b> deep",
    "<h1>Head</h1><h6><em>line</em></h6>",
    "<div class=\"a b\"><section id=\"x\"><p title=\"a 'b' &quot;c&quot; &amp; &lt;\">y</p></section></div>",
    "<a href=\"/\">x</a><a href=\"#x\">y</a><a href=\"https://example.com/?a=1&amp;b=2\">z</a>",
    "<a href=\"/a\"><div><p>card</p><hr></div></a>",
    "<p><a href=\"/a\"><b>x</b></a></p>",
    "<img src=\"/logo.png\" alt=\"\" width=\"20\">",
    "<ul>\n<li>x</li> <li><p>y</p><ol><li>z</li></ol></li>\n</ul>",
    "<dl><dt>x</dt><dd><p>y</p></dd></dl>",
    "<ruby>x<rp>(</rp><rt>y</rt><rp>)</rp></ruby>",
    "<table>\n<caption>x</caption><colgroup><col><col></colgroup>\n<thead><tr><th>h</th></tr></thead>\
     <tbody> <tr>\n<td colspan=\"2\"><p>x</p><table><tbody><tr><td>y</td></tr></tbody></table></td></tr></tbody></table>",
    "<div><a href=\"/\"><table><tbody><tr><td>y<b>z</b></td></tr></tbody></table>w</a></div>",
    "<pre> a\n<code>b</code></pre>",
    "<details open=\"\"><summary>x</summary>y</details>",
    "<p lang=\"de\" aria-label=\"x\" hidden=\"\">x</p>",
    "<blockquote><figure><figcaption>x</figcaption></figure></blockquote>",
];

/// Beside a reason.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "no tag",
        &["<", "a < b", "<>", "</>", "<b", "<b ", "< b>x</b>", "</b", "a > b", "<b/>", "<br/>", "<br />"],
    ),
    (
        "no element of the list",
        &[
            "<script>x()</script>",
            "<style></style>",
            "<svg></svg>",
            "<math></math>",
            "<iframe></iframe>",
            "<form></form>",
            "<input>",
            "<picture></picture>",
            "<template></template>",
            "<textarea></textarea>",
            "<title></title>",
            "<plaintext>",
            "<zz></zz>",
            "<B>x</B>",
            "<b:c>x</b:c>",
            "<base>",
            "<meta>",
            "<link>",
            "<body>",
            "<noscript></noscript>",
        ],
    ),
    (
        "no comment, no doctype",
        &["<!-- x -->", "<!doctype html>", "<?x?>", "<![CDATA[x]]>", "--><b>x</b><!--"],
    ),
    (
        "not balanced",
        &[
            "<p>",
            "</p>",
            "<p></p></p>",
            "<p><b>x</p></b>",
            "<p><b>x</p>",
            "<b>x",
            "x</b>",
            "<br></br>",
            "</br>",
            "</hr>",
            "<p>x</p >",
            "<p>x</p/>",
            "<div></DIV>",
        ],
    ),
    (
        "repaired by browsers",
        &[
            "<p><div></div></p>",
            "<p><p></p></p>",
            "<p><hr></p>",
            "<p><ul></ul></p>",
            "<p><table></table></p>",
            "<p><b><div></div></b></p>",
            "<p><a href=\"/\"><div></div></a></p>",
            "<a href=\"/\"><a href=\"/\">x</a></a>",
            "<a href=\"/\"><table><tbody><tr><td><a href=\"/\">x</a></td></tr></tbody></table></a>",
            "<h1><h2>x</h2></h1>",
            "<li>x</li>",
            "<div><li>x</li></div>",
            "<ul><li><b><li>x</li></b></li></ul>",
            "<ul>x</ul>",
            "<ul><b>x</b></ul>",
            "<dd>x</dd>",
            "<ul><dd>x</dd></ul>",
            "<rt>x</rt>",
            "<ruby><b><rt>x</rt></b></ruby>",
            "<table>x</table>",
            "<table>&#32;</table>",
            "<table><tr></tr></table>",
            "<table><tbody><td>x</td></tbody></table>",
            "<tr></tr>",
            "<td>x</td>",
            "<col>",
            "<table><col></table>",
            "<caption>x</caption>",
            "<table><b>x</b></table>",
            "<table><tbody><tr><p>x</p></tr></tbody></table>",
            "<table><colgroup>x</colgroup></table>",
            "<pre>\nx</pre>",
            "<pre><p>x</p></pre>",
            "<b><p>x</p></b>",
        ],
    ),
    (
        "no attribute",
        &[
            "<p title=x>y</p>",
            "<p title='x'>y</p>",
            "<p title>y</p>",
            "<p title=\"x>y</p>",
            "<p  title=\"x\">y</p>",
            "<p title = \"x\">y</p>",
            "<p title=\"x\"lang=\"y\">y</p>",
            "<p/title=\"x\">y</p>",
            "<p TITLE=\"x\">y</p>",
            "<p title=\"x\" >y</p>",
            "<p =\"x\">y</p>",
            "<p \"x\">y</p>",
            "<p title=\"x\" lang=\"y\" title=\"z\">y</p>",
            "<p title=\"<\">y</p>",
            "<p title=\">\">y</p>",
            "<p title=\"&\">y</p>",
            "<p title=\"",
            "<p title=",
            "<p\ntitle=\"x\">y</p>",
            "<p class=\"a\" class=\"b\">y</p>",
            "</p title=\"x\">",
        ],
    ),
    (
        "not inert",
        &[
            "<b onclick=\"x()\">y</b>",
            "<p style=\"x\">y</p>",
            "<p srcdoc=\"x\">y</p>",
            "<p data-x=\"x\">y</p>",
            "<p name=\"x\">y</p>",
            "<a target=\"x\">y</a>",
            "<a ping=\"/x\">y</a>",
            "<p href=\"/\">y</p>",
            "<a src=\"/\">y</a>",
            "<img href=\"/\">",
            "<img srcset=\"/x\">",
            "<img onerror=\"x()\">",
            "<p id=\"\">y</p>",
            "<p id=\"a b\">y</p>",
            "<p is=\"x\">y</p>",
            "<p v-html=\"x\">y</p>",
            "<p background=\"/x\">y</p>",
            "<q cite=\"/x\">y</q>",
            "<p slot=\"x\">y</p>",
        ],
    ),
    (
        "no address",
        &[
            "<a href=\"javascript:x()\">y</a>",
            "<a href=\"\">y</a>",
            "<a href=\" /\">y</a>",
            "<a href=\"//evil.example\">y</a>",
            "<a href=\"/\\evil.example\">y</a>",
            "<a href=\"/&#47;evil.example\">y</a>",
            "<a href=\"/\t/evil.example\">y</a>",
            "<a href=\"/\n/evil.example\">y</a>",
            "<a href=\"http://example.com\">y</a>",
            "<a href=\"HTTPS://example.com\">y</a>",
            "<a href=\"data:text/html,x\">y</a>",
            "<a href=\"&#106;avascript:x\">y</a>",
            "<a href=\"x\">y</a>",
            "<a href=\"/?a&b\">y</a>",
            "<img src=\"data:image/svg+xml,x\">",
            "<img src=\"javascript:x\">",
            "<a href=\"https:/x\">y</a>",
        ],
    ),
    (
        "no reference",
        &[
            "&",
            "a & b",
            "&amp",
            "&AMP;",
            "&foo;",
            "&;",
            "&#;",
            "&#x;",
            "&#38",
            "&#x26",
            "&#0;",
            "&#10;",
            "&#13;",
            "&#x80;",
            "&#127;",
            "&#xD800;",
            "&#x110000;",
            "&#xFFFF;",
            "&#xFDD0;",
            "&#00000038;",
            "&#X26;",
            "&#-1;",
            "&am<b>p;</b>",
        ],
    ),
    (
        "a control",
        &["\0", "a\0b", "\r\n", "\x0C", "\x1B", "\x7F", "<p title=\"\0\">x</p>", "<p\0></p>", "<p></p\0>"],
    ),
];

#[test]
fn what_passes_is_kept_as_it_is() {
    let policy = wide();
    for html in ACCEPTED {
        assert!(passes(html), "{html:?}");
        is_its_own_tree(html, html);
        assert_eq!(html::sanitize(html, &policy), *html);
    }
}

#[test]
fn references_stand_for_their_characters() {
    let html = "&lt;&gt;&amp;&quot;&apos;&nbsp;&shy;&copy;&reg;&trade;&hellip;&middot;&bull;&times;&laquo;&raquo;\
                &larr;&rarr;&ndash;&mdash;&#38;&#x26;&#x1F600;";
    let text = "<>&\"'\u{A0}\u{AD}©®™…·•×«»←→–—&&😀";
    assert!(passes(html));
    assert_eq!(html::unescape(html), text);
    assert_eq!(support::sanitize::text_of(html), text);
}

#[test]
fn the_rest_is_refused() {
    for (why, literals) in REFUSED {
        for html in *literals {
            assert!(!passes(html), "{why}: {html:?}");
        }
    }
    assert!(passes(&format!("{}x{}", "<b>".repeat(32), "</b>".repeat(32))));
    assert!(!passes(&format!("{}x{}", "<b>".repeat(33), "</b>".repeat(33))));
}

/// Every element in every other, and in a third: what passes is its own tree.
#[test]
fn whatever_passes_is_its_own_tree() {
    const MIDDLES: &[&str] =
        &["a", "b", "p", "span", "li", "dd", "td", "tr", "tbody", "table", "ruby", "rt", "h1", "pre"];
    let element = |name: &str, inside: &str| match name {
        name if VOID.contains(&name) => format!("<{name}>{inside}"),
        _ => format!("<{name}>{inside}</{name}>"),
    };
    let mut passed = 0;
    for outer in VOCABULARY {
        for inner in VOCABULARY {
            let direct = element(outer, &element(inner, ""));
            let through = MIDDLES.iter().map(|middle| element(outer, &element(middle, &element(inner, ""))));
            for html in through.chain([direct]) {
                // Those that stand in few places only get one.
                let cell = format!("<table><tbody><tr><td>{html}x</td></tr></tbody></table>");
                for html in [
                    format!("{html}x"),
                    format!("<ul><li>{html}</li></ul>"),
                    format!("<table>{html}</table>"),
                    cell,
                ] {
                    if passes(&html) {
                        passed += 1;
                        is_its_own_tree(&html, &html);
                    }
                }
            }
        }
    }
    assert!(passed > 10_000, "{passed}");
}

#[test]
fn the_macro_is_const_and_borrows() {
    const RULE: SafeHtml<'static> = untaint::html_literal!("<hr>");
    assert_eq!(RULE, html_literal!("<hr>"));
    assert_eq!(html_literal!(r#"<a href="/">x</a>"#).as_str(), "<a href=\"/\">x</a>");
}

/// Long ones compile without the compiler's warning about long evaluation.
#[test]
fn a_page_of_it_compiles() {
    let page = html_literal!(
        "<section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section> \
         <section class=\"note\" id=\"n\" lang=\"en\" aria-label=\"x\" title=\"A title of some length\"><h2>Head</h2><p>Some text, <b>bold</b> and <a href=\"/notes?page=2&amp;all=1\">linked</a>&hellip; and more.</p></section>"
    );
    assert!(passes(page.as_str()));
}
