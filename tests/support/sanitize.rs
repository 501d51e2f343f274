//! What holds of `html::sanitize` for every text, and the readers that see it: html5ever's tokenizer and tree builder.
//!
//! Each property takes the function it is about, so that a test can hand it a wrong one.

use super::vocabulary::{VOCABULARY, VOID};
use html5ever::tendril::TendrilSink as _;
use html5ever::tokenizer::{BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{QuirksMode, TreeBuilderOpts};
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::LazyLock;
use untaint::html::{self, Disallowed, HtmlPolicy};
use untaint::uri::{self, UriPolicy};

/// The whole vocabulary; the presets; a flat one; the other ways with what is not listed.
pub static POLICIES: LazyLock<Vec<HtmlPolicy>> = LazyLock::new(|| {
    let whole = HtmlPolicy::builder()
        .tags(VOCABULARY)
        .attributes("*", ["title", "id", "align", "lang", "aria-describedby"])
        .attributes("a", ["href", "target", "rel"])
        .attributes("img", ["src", "srcset", "alt"])
        .attributes("source", ["srcset"])
        .attributes("ol", ["type"])
        .attributes("td", ["headers"])
        .attributes("*", ["aria-*"])
        .attributes("video", ["src", "poster", "loop"])
        .attributes("font", ["color"])
        .attribute_values("p", "role", ["note"])
        .data_prefix("b", "data-u-")
        .force_attribute("q", "dir", "auto")
        .rel_words(["me"])
        .embeds(UriPolicy::builder().scheme("https").host("player.example").build().expect("policy"))
        .embed_features(["fullscreen"])
        .style_hints(true)
        .classes("*", ["c"])
        .id_prefix("u-")
        .link_rel("nofollow");
    let forced = HtmlPolicy::builder()
        .tags(["a", "p", "b"])
        .attributes("a", ["href"])
        .force_attribute("a", "target", "_blank")
        .force_attribute("b", "class", "x");
    let own = HtmlPolicy::builder()
        .tags(["p", "b", "a", "br", "ol", "li", "table", "video", "audio"])
        .attributes("p", ["aria-*"])
        .force_attribute("p", "aria-label", "ours")
        .attribute_values("p", "align", ["center"])
        .attributes("*", ["controls"])
        .force_attribute("td", "class", "cell")
        .force_attribute("b", "title", "t")
        .attributes("a", ["href"])
        .attributes("b", ["rel", "title"])
        .attribute_values("a", "target", ["_self"])
        .attribute_values("ol", "type", ["1", "a", "A"])
        .link_rel("nofollow")
        .style_hints(true);
    let flat = HtmlPolicy::builder().tags(["div", "b", "table", "a", "p", "ul", "li"]).max_depth(6);
    let few = || HtmlPolicy::builder().tags(["p", "b", "a", "table", "li"]).attributes("a", ["href"]);
    let built = [
        whole.clone().build(),
        whole.clone().disallowed(Disallowed::Escape).build(),
        forced.build(),
        own.build(),
        flat.build(),
        few().disallowed(Disallowed::Escape).build(),
        few().disallowed(Disallowed::Drop).build(),
    ];
    let presets = [HtmlPolicy::article(), HtmlPolicy::comment(), HtmlPolicy::inline(), HtmlPolicy::text()];
    presets.into_iter().cloned().chain(built.into_iter().map(|policy| policy.expect("policy"))).collect()
});

/// A sanitizer, or a wrong one.
pub type Clean = fn(&str, &HtmlPolicy) -> String;

pub fn ours(text: &str, policy: &HtmlPolicy) -> String {
    html::sanitize(text, policy).into_string()
}

/// Everything below, of our own function, under every policy.
pub fn html_holds(text: &str) {
    html_text_round_trips(text);
    html_limit_holds(text);
    for policy in POLICIES.iter() {
        html_is_rebuilt(text, policy, ours);
        html_is_idempotent(text, policy, ours);
        html_is_inert(text, policy, ours);
        html_is_bounded(text, policy, ours);
        html_report_agrees(text, policy);
        html_report_of_clean_is_empty(text, policy, ours);
    }
}

/// A browser's tree builder makes of the output the tree that was written, scripting and quirks on and off.
pub fn html_is_rebuilt(text: &str, policy: &HtmlPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    is_its_own_tree(text, &cleaned);
}

/// A browser's tree builder makes the tree of this HTML that was written.
pub fn is_its_own_tree(text: &str, cleaned: &str) {
    for (scripting, quirks) in [(false, false), (true, true), (true, false), (false, true)] {
        let rebuilt = serialize(&parse(cleaned, scripting, quirks));
        assert_eq!(rebuilt, cleaned, "the tree of {text:?}, scripting {scripting}, quirks {quirks}");
    }
}

/// Cleaning twice is cleaning once, and what was cleaned passes the check.
pub fn html_is_idempotent(text: &str, policy: &HtmlPolicy, clean: Clean) {
    let once = clean(text, policy);
    assert_eq!(clean(&once, policy), once, "a second time: {text:?}");
    assert!(html::check_clean(&once, policy).is_ok(), "check_clean: {text:?}");
}

/// Nothing in the tree runs or loads anything but listed links and pictures.
pub fn html_is_inert(text: &str, policy: &HtmlPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    parse(&cleaned, true, false).walk(|node| {
        let NodeData::Element { name, attrs, .. } = &node.data else {
            assert!(matches!(node.data, NodeData::Text { .. }), "a comment of {text:?}");
            return;
        };
        assert_eq!(name.ns, ns!(html), "{text:?}");
        if &*name.local == "iframe" {
            let attribute = |wanted: &str| {
                attrs
                    .borrow()
                    .iter()
                    .find(|attr| &*attr.name.local == wanted)
                    .map(|attr| attr.value.to_string())
            };
            let src = attribute("src").unwrap_or_default();
            assert!(src.starts_with("https://player.example"), "{src:?} of {text:?}");
            assert_eq!(attribute("sandbox").as_deref(), Some("allow-scripts allow-same-origin"), "{text:?}");
        } else {
            assert!(VOCABULARY.contains(&&*name.local), "{} of {text:?}", name.local);
        }
        let is_media = matches!(&*name.local, "audio" | "video");
        assert!(!is_media || attrs.borrow().iter().any(|attr| &*attr.name.local == "controls"), "{text:?}");
        for attribute in attrs.borrow().iter() {
            let (name, value) = (&*attribute.name.local, &*attribute.value);
            assert!(
                !name.starts_with("on") && !matches!(name, "style" | "srcdoc" | "name" | "autoplay"),
                "{name} of {text:?}"
            );
            if matches!(name, "href" | "src" | "cite" | "poster") {
                assert!(!uri::is_javascript(value), "{value:?} of {text:?}");
                let scheme = uri::scheme(value);
                let is_web =
                    scheme.is_none_or(|scheme| ["http", "https", "mailto", "tel"].contains(&&*scheme));
                assert!(is_web, "{value:?} of {text:?}");
            }
            assert!(name != "id" || value.starts_with('u'), "an id without a prefix, of {text:?}");
        }
    });
}

/// At most six times the input, and what the policy and the content of tables add.
pub fn html_is_bounded(text: &str, policy: &HtmlPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    let count = |part: &str| cleaned.matches(part).count();
    let table = 2 * (count("<colgroup") * 10 + count("<tbody") * 7 + count("<tr") * 4 + count("<td") * 4)
        + count("<colgroup")
        + count("<tbody")
        + count("<tr")
        + count("<td");
    let forced =
        count(" aria-label=\"ours\"") * 18 + count(" title=\"t\"") * 10 + count(" class=\"cell\"") * 13;
    let added =
        forced + count("<a ") * " rel=\"nofollow noopener\"".len() + count("user-") * 5 + count("u-") * 2;
    let most = 6 * text.len() + table + added;
    assert!(cleaned.len() <= most, "{} bytes of {} bytes: {text:?}", cleaned.len(), text.len());
}

/// The report is of the same cleaning; offsets begin characters; an empty one means that no tag or value went.
pub fn html_report_agrees(text: &str, policy: &HtmlPolicy) {
    let (cleaned, report) = html::sanitize_with_report(text, policy);
    assert_eq!(cleaned, html::sanitize(text, policy), "{text:?}");
    assert!(report.total() >= report.removed().len() && report.truncated().is_none(), "{text:?}");
    for removed in report.removed() {
        assert!(text.is_char_boundary(removed.at()) && removed.at() < text.len(), "{removed:?} of {text:?}");
    }
}

/// Nothing is said to be taken away from what was cleaned before.
pub fn html_report_of_clean_is_empty(text: &str, policy: &HtmlPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    let (_, report) = html::sanitize_with_report(&cleaned, policy);
    assert!(report.is_empty(), "{report:?} of {cleaned:?}, from {text:?}");
}

/// A limit is kept, and what comes out under it is whole.
pub fn html_limit_holds(text: &str) {
    for limit in [0, 7, 33] {
        let limited = HtmlPolicy::builder().tags(VOCABULARY).max_output(limit).build().expect("policy");
        let (cleaned, report) = html::sanitize_with_report(text, &limited);
        assert!(cleaned.as_str().len() <= limit, "{limit}: {text:?}");
        is_its_own_tree(text, cleaned.as_str());
        if report.truncated().is_none() {
            let unlimited = HtmlPolicy::builder().tags(VOCABULARY).build().expect("policy");
            assert_eq!(cleaned, html::sanitize(text, &unlimited), "{limit}: {text:?}");
        }
    }
}

/// Plain text written as HTML is read as that text.
pub fn html_text_round_trips(text: &str) {
    let html = html::SafeHtml::from_text(text);
    assert_eq!(text_of(html.as_str()), text.replace('\0', ""));
    assert_eq!(html::sanitize(html.as_str(), HtmlPolicy::text()), html, "{text:?}");
    assert_eq!(html::check_plain(html.as_str()), Ok(()), "{text:?}");
}

/// The text between the tags is what html5ever's tokenizer finds there, but for the white space that keeps blocks
/// apart. Only for texts whose tags are all finished and elements without raw text: the two kinds that are read in
/// another way on purpose.
pub fn html_text_agrees(text: &str, clean: Clean) {
    let cleaned = clean(text, HtmlPolicy::text());
    let words = |text: &str| text.replace(['\n', '\r', '\t', '\x0C', ' '], "");
    assert_eq!(words(&html::unescape(&cleaned)), words(&text_of(text)), "{text:?}");
}

/// The characters that html5ever's tokenizer finds, without NUL.
pub fn text_of(html: &str) -> String {
    struct Text(RefCell<String>);
    impl TokenSink for Text {
        type Handle = ();
        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            if let Token::CharacterTokens(text) = token {
                self.0.borrow_mut().push_str(&text);
            }
            TokenSinkResult::Continue
        }
    }
    let tokenizer =
        Tokenizer::new(Text(RefCell::default()), TokenizerOpts { discard_bom: false, ..Default::default() });
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// The tree of a fragment in `body`.
pub struct Tree {
    root: Handle,
    /// Takes the nodes with it when it goes.
    _dom: RcDom,
}

impl Tree {
    pub fn walk(&self, mut visit: impl FnMut(&Handle)) {
        walk(&self.root, &mut visit);
    }
}

pub fn parse(html: &str, scripting: bool, quirks: bool) -> Tree {
    let opts = ParseOpts {
        tokenizer: TokenizerOpts { discard_bom: false, ..Default::default() },
        tree_builder: TreeBuilderOpts {
            scripting_enabled: scripting,
            quirks_mode: if quirks { QuirksMode::Quirks } else { QuirksMode::NoQuirks },
            ..Default::default()
        },
    };
    let body = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), opts, body, vec![], scripting).one(html);
    let root = dom.document.children.borrow()[0].clone();
    Tree { root, _dom: dom }
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    for child in node.children.borrow().iter() {
        visit(child);
        walk(child, visit);
    }
}

/// A tree in our own spelling.
pub fn serialize(tree: &Tree) -> String {
    let mut out = String::new();
    write_children(&mut out, &tree.root);
    out
}

fn write_children(out: &mut String, node: &Handle) {
    for (place, child) in node.children.borrow().iter().enumerate() {
        match &child.data {
            NodeData::Text { contents } => {
                let text = contents.borrow();
                let is_pre = matches!(&node.data, NodeData::Element { name, .. } if &*name.local == "pre");
                if is_pre && place == 0 && text.starts_with('\n') {
                    out.push('\n'); // the parser dropped one
                }
                push_escaped(out, &text, false);
            }
            NodeData::Element { name, attrs, .. } => {
                let is_html = if name.ns == ns!(html) { "" } else { "foreign:" };
                let _ = write!(out, "<{is_html}{}", name.local);
                for attribute in attrs.borrow().iter() {
                    let _ = write!(out, " {}=\"", attribute.name.local);
                    push_escaped(out, &attribute.value, true);
                    out.push('"');
                }
                out.push('>');
                if !VOID.contains(&&*name.local) {
                    write_children(out, child);
                    let _ = write!(out, "</{}>", name.local);
                }
            }
            _ => out.push_str("<!>"),
        }
    }
}

fn push_escaped(out: &mut String, text: &str, in_attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if in_attribute => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Elements, sorted attributes and text, for trees that are the same but for the spelling.
pub fn outline(html: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    parse(html, true, false).walk(|node| match &node.data {
        NodeData::Text { contents } => lines.push(format!("text {:?}", &**contents.borrow())),
        NodeData::Element { name, attrs, .. } => {
            let mut attributes: Vec<String> =
                attrs.borrow().iter().map(|attr| format!("{}={:?}", attr.name.local, &*attr.value)).collect();
            attributes.sort();
            lines.push(format!("{} {}", name.local, attributes.join(" ")));
        }
        _ => {}
    });
    lines
}
