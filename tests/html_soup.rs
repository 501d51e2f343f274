//! scratch property test
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::{QuirksMode, TreeBuilderOpts};
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use untaint::html::{self, HtmlPolicy};

fn escape(out: &mut String, text: &str, attr: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#13;"),
            '"' if attr => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

fn write(out: &mut String, node: &Handle) {
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => {
                let t = contents.borrow();
                if let NodeData::Element { name, .. } = &node.data {
                    if &*name.local == "pre"
                        && out.ends_with('>')
                        && t.starts_with('\n')
                        && is_first(node, child)
                    {
                        out.push('\n');
                    }
                }
                escape(out, &t, false)
            }
            NodeData::Element { name, attrs, .. } => {
                out.push('<');
                assert_eq!(name.ns, ns!(html));
                out.push_str(&name.local);
                for a in attrs.borrow().iter() {
                    out.push(' ');
                    out.push_str(&a.name.local);
                    out.push_str("=\"");
                    escape(out, &a.value, true);
                    out.push('"');
                }
                out.push('>');
                if !["br", "hr", "img", "input", "source", "wbr", "col"].contains(&&*name.local) {
                    write(out, child);
                    out.push_str(&format!("</{}>", name.local));
                }
            }
            _ => out.push_str("<!>"),
        }
    }
}
fn is_first(node: &Handle, child: &Handle) -> bool {
    node.children.borrow().first().is_some_and(|f| std::rc::Rc::ptr_eq(f, child))
}

fn reparse(html: &str, scripting: bool, quirks: bool) -> String {
    let opts = ParseOpts {
        tree_builder: TreeBuilderOpts {
            scripting_enabled: scripting,
            quirks_mode: if quirks { QuirksMode::Quirks } else { QuirksMode::NoQuirks },
            ..Default::default()
        },
        ..Default::default()
    };
    let dom = parse_fragment(
        RcDom::default(),
        opts,
        QualName::new(None, ns!(html), local_name!("body")),
        vec![],
        scripting,
    )
    .one(html);
    let root = dom.document.children.borrow()[0].clone();
    let mut out = String::new();
    write(&mut out, &root);
    out
}

struct Rng(u64);
impl Rng {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

const NAMES: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "ul",
    "h1",
    "h2",
    "h3",
    "li",
    "dd",
    "dt",
    "a",
    "b",
    "code",
    "em",
    "i",
    "small",
    "strong",
    "u",
    "tt",
    "abbr",
    "del",
    "span",
    "sub",
    "ruby",
    "rb",
    "rp",
    "rt",
    "picture",
    "br",
    "hr",
    "img",
    "input",
    "source",
    "wbr",
    "table",
    "caption",
    "colgroup",
    "col",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "td",
    "th",
    "script",
    "style",
    "title",
    "textarea",
    "svg",
    "math",
    "mi",
    "foreignObject",
    "template",
    "select",
    "option",
    "form",
    "button",
    "nobr",
    "font",
    "center",
    "noscript",
    "iframe",
    "xmp",
    "body",
    "html",
    "head",
    "frameset",
    "object",
    "marquee",
    "applet",
    "listing",
    "image",
    "isindex",
    "zz",
    "String",
    "plaintext",
    "desc",
    "annotation-xml",
    "rtc",
    "dir",
    "menu",
    "label",
    "video",
];

fn soup(r: &mut Rng) -> String {
    let mut s = String::new();
    let core = r.below(3) > 0;
    for _ in 0..1 + r.below(18) {
        let n = if core { NAMES[r.below(53)] } else { NAMES[r.below(NAMES.len())] };
        match r.below(14) {
            0..=5 => {
                s.push('<');
                s.push_str(n);
                for _ in 0..r.below(3) {
                    s.push_str(
                        [
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
                        ][r.below(20)],
                    );
                }
                s.push_str([">", ">", ">", "/>", " >", ""][r.below(6)]);
            }
            6..=9 => {
                s.push_str("</");
                s.push_str(n);
                s.push_str([">", ">", " x>", ""][r.below(4)]);
            }
            10 => s.push_str(["x", " ", "\n", "\r\n", "\r", "\t ", "a\n", "\n\n", "é"][r.below(9)]),
            11 => s.push_str(
                [
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
                ][r.below(17)],
            ),
            12 => s.push_str(
                [
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
                ][r.below(10)],
            ),
            _ => s.push_str(["x", "y", "z", " ", "\u{a0}"][r.below(5)]),
        }
    }
    s
}

fn whole() -> HtmlPolicy {
    let mut b = HtmlPolicy::builder().tags([
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "details",
        "div",
        "dl",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hgroup",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dd",
        "dt",
        "a",
        "b",
        "big",
        "code",
        "em",
        "i",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
        "abbr",
        "acronym",
        "bdi",
        "bdo",
        "cite",
        "data",
        "del",
        "dfn",
        "ins",
        "kbd",
        "mark",
        "picture",
        "q",
        "ruby",
        "samp",
        "span",
        "sub",
        "sup",
        "time",
        "var",
        "rb",
        "rp",
        "rt",
        "br",
        "hr",
        "img",
        "input",
        "source",
        "wbr",
        "table",
        "caption",
        "colgroup",
        "col",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "td",
        "th",
    ]);
    b = b
        .attributes("*", ["title", "id", "align", "lang"])
        .attributes("a", ["href", "target", "rel"])
        .attributes("img", ["src", "srcset", "alt"])
        .attributes("source", ["srcset"])
        .attributes("ol", ["type"])
        .attributes("td", ["headers"])
        .classes("*", ["c"])
        .id_prefix("u-")
        .link_rel("nofollow");
    b.build().unwrap()
}

#[test]
fn soups() {
    let n: usize = std::env::var("N").ok().and_then(|n| n.parse().ok()).unwrap_or(20000);
    let seed: u64 = std::env::var("SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(88172645463325252);
    let mut r = Rng(seed);
    let whole = whole();
    let shallow =
        HtmlPolicy::builder().tags(["div", "b", "table", "a", "p", "ul", "li"]).max_depth(6).build().unwrap();
    let policies = [&whole, HtmlPolicy::article(), HtmlPolicy::comment(), &shallow];
    let mut bad = 0;
    for _ in 0..n {
        let s = soup(&mut r);
        for (pi, p) in policies.iter().enumerate() {
            let once = html::sanitize(&s, p).into_string();
            let mut fail = None;
            for (sc, q) in [(false, false), (true, true)] {
                let re = reparse(&once, sc, q);
                if re != once {
                    fail = Some(("reparse", re));
                    break;
                }
            }
            let twice = html::sanitize(&once, p).into_string();
            if twice != once {
                fail = Some(("twice", twice));
            }
            if let Some((what, other)) = fail {
                bad += 1;
                if bad < 12 {
                    println!("policy {pi} {what}\n in   {s:?}\n once {once:?}\n got  {other:?}");
                }
            }
        }
    }
    assert_eq!(bad, 0);
}
