//! The HTML sanitizer in a browser: what it gives back runs nothing, asks nobody, and is the tree that it says.

#[path = "../../tests/support/vocabulary.rs"]
#[allow(dead_code, reason = "it is shared with the crate's own tests")]
mod vocabulary;

use serde_json::{Value, json};
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;
use untaint::html::{self, Disallowed, HtmlPolicy, HtmlPolicyBuilder};
use untaint::uri::UriPolicy;
use untaint_browser::cases::{field, is, rows, text};
use untaint_browser::engine::Engine;
use untaint_browser::site::{Page, Request};
use untaint_browser::strings::Random;
use untaint_browser::suite::{World, run};
use vocabulary::{NEVER, VOCABULARY};

const PAGE: &str = "https://app.test/page";

/// Time for an attack to run after the page is loaded and used: the control passes with the same.
const PATIENCE: Duration = Duration::from_millis(120);

/// The soups of one call into the page.
const BATCH: usize = 250;

fn main() -> ExitCode {
    run(&[
        ("raw_payloads_run", raw_payloads_run),
        ("raw_payloads_make_requests", raw_payloads_make_requests),
        ("clean_payloads_do_nothing", clean_payloads_do_nothing),
        ("clean_soups_do_nothing", clean_soups_do_nothing),
        ("clean_soups_are_the_tree", clean_soups_are_the_tree),
        ("raw_soups_are_not_the_tree", raw_soups_are_not_the_tree),
    ])
}

// Policies.

/// Everything that can be listed: each element with each attribute that any policy may have.
fn whole() -> HtmlPolicyBuilder {
    let images = UriPolicy::builder().scheme("https").hosts(["img.test"]).build().expect("a policy");
    let inert = text("attr/inert.txt");
    // Longer ones are no names of this engine.
    let inert = inert.split('\n').filter(|line| (1..=24).contains(&line.len()) && !line.starts_with('#'));
    HtmlPolicy::builder()
        .tags(VOCABULARY)
        .attributes("*", inert)
        .attributes("*", ["href", "cite", "src", "srcset", "id", "for", "headers", "rel", "target", "type"])
        .attributes("*", ["aria-*", "poster", "loop", "preload", "loading", "fetchpriority"])
        .classes("*", ["c", "language-rust"])
        .images(images.clone())
        .media(images.clone())
        .embeds(images)
        .embed_features(["fullscreen"])
        .style_hints(true)
        .link_rel("nofollow noopener")
        .id_prefix("user-")
}

fn policies() -> Vec<(&'static str, HtmlPolicy)> {
    let shallow = || whole().max_depth(6);
    [
        ("text", Ok(HtmlPolicy::text().clone())),
        ("inline", Ok(HtmlPolicy::inline().clone())),
        ("comment", Ok(HtmlPolicy::comment().clone())),
        ("article", Ok(HtmlPolicy::article().clone())),
        ("whole", whole().build()),
        ("whole, escaping", whole().disallowed(Disallowed::Escape).build()),
        ("whole, dropping", whole().disallowed(Disallowed::Drop).build()),
        ("whole, shallow", shallow().build()),
        ("whole, short", shallow().max_output(60).build()),
        ("inline, escaping", HtmlPolicy::builder().tags(["b", "a"]).disallowed(Disallowed::Escape).build()),
    ]
    .into_iter()
    .map(|(name, policy)| (name, policy.expect("a policy")))
    .collect()
}

/// Whether a page with the policy's output may send the request.
fn is_expected(policy: &str, request: &Request) -> bool {
    match policy {
        // Pictures from anywhere: its images are `UriPolicy::web`.
        "article" => true,
        name if name.starts_with("whole") => matches!(request.host.as_str(), "app.test" | "img.test"),
        _ => request.host == "app.test" && request.target == "/page",
    }
}

// Pages.

fn served(body: &str) -> Page {
    Page::Html(format!("<!doctype html><html><head><meta charset=utf-8></head><body>\n{body}"))
}

/// A page on which `bodies` are set as the `innerHTML` of one element each.
fn inner(bodies: &[String]) -> Page {
    let literal = json!(bodies).to_string().replace('<', "\\u003c");
    served(&format!(
        "<div id=host></div><script>for (const body of {literal}) {{
            const part = document.createElement('div');
            document.getElementById('host').append(part);
            part.innerHTML = body;
        }}</script>"
    ))
}

/// What a person does on a page: open what is closed, point at everything, focus everything, click everything.
/// A click on a link that leads to a page or a mail is not followed; every other one is.
const USE: &str = r"(async () => {
    addEventListener('click', event => {
        const link = event.target.closest?.('a[href], area[href]');
        if (link && /^(https?|mailto|tel):$/.test(link.protocol)) event.preventDefault();
    });
    const all = [...document.querySelectorAll('body, body *')].filter(found => !/^(script|host)$/.test(found.localName));
    for (const element of all) {
        if (element.localName === 'details') { element.open = true; element.open = false; element.open = true; }
        for (const kind of ['pointerover', 'mouseenter', 'mouseover', 'mousemove', 'pointerdown', 'mousedown',
            'mouseup', 'wheel', 'scroll', 'mouseout', 'mouseleave', 'contextmenu', 'keydown', 'input', 'change']) {
            element.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true}));
        }
        element.focus?.({preventScroll: true});
        if (element.localName === 'body') continue;
        // SVG's elements have no method for it.
        if (element.click) element.click();
        else element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, composed: true}));
    }
    const links = all.filter(element => element.href !== undefined && element.hasAttribute('href'))
        .map(element => element.protocol ?? 'foreign:');
    return [all.length, links.filter(scheme => !/^(https?|mailto|tel):$/.test(scheme))];
})()";

// What runs.

/// The control: the same pages, used in the same way.
fn raw_payloads_run(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    let mut count = 0;
    for row in rows("html/payloads.jsonl").iter().filter(|row| is(row, "live")) {
        let payload = field(row, "html").to_owned();
        for (way, page) in [("doc", served(&payload)), ("inner", inner(std::slice::from_ref(&payload)))] {
            if row[way] == json!(false) {
                continue;
            }
            count += 1;
            let quiet = is_quiet(row, &format!("{} {way}", world.engine()));
            let _ = visitor.take_ran();
            // A page may go elsewhere while it loads, and while it is used.
            let _ = visitor.open(PAGE, page);
            visitor.settle(Duration::ZERO);
            let mut ran = visitor.take_ran();
            if ran.is_empty() {
                let _ = visitor.try_evaluate(USE);
                // A busy machine is late: what shall run is waited for.
                for _ in 0..if quiet { 1 } else { 20 } {
                    visitor.settle(PATIENCE);
                    ran = visitor.take_ran();
                    if !ran.is_empty() {
                        break;
                    }
                }
            }
            // What another engine does not do is its own affair, and so is what it does now.
            if ran.is_empty() != quiet {
                wrong.push(format!("{} {way} {payload:?}: {ran:?}", field(row, "id")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 100, "only {count} live payloads");
}

/// Whether a row says that nothing runs in an engine, one way.
fn is_quiet(row: &Value, engine_and_way: &str) -> bool {
    row["quiet"].as_array().is_some_and(|quiet| quiet.contains(&json!(engine_and_way)))
}

/// Markup that asks another host, each in its own way.
const CALLS: &[&str] = &[
    "<img src=//evil.test/1>",
    "<img src=x srcset='//evil.test/2 1x, //evil.test/3 2x'>",
    "<picture><source srcset=//evil.test/4><img></picture>",
    "<input type=image src=//evil.test/5>",
    "<table background=//evil.test/6><tr><td>x</table>",
    "<body background=//evil.test/7>",
    "<p style='background:url(//evil.test/8)'>x",
    "<style>@import '//evil.test/9';</style>",
    "<link rel=stylesheet href=//evil.test/10>",
    "<video poster=//evil.test/11></video>",
    "<video src=//evil.test/12></video>",
    "<audio src=//evil.test/13></audio>",
    "<object data=//evil.test/14></object>",
    "<embed src=//evil.test/15>",
    "<iframe src=//evil.test/16></iframe>",
    "<svg><image href=//evil.test/17 width=9 height=9 /></svg>",
    "<svg><style>@import '//evil.test/18';</style></svg>",
    "<base href=//evil.test/><img src=19>",
    "<div><template shadowrootmode=open><img src=//evil.test/20></template></div>",
    "<meta http-equiv=refresh content='0;url=//evil.test/21'>",
    "<image src=//evil.test/22>",
    "<img src='\\\\evil.test/23'>",
    "<img src='/\t/evil.test/24'>",
    "<img src='https:&#47;/evil.test/25'>",
    "<img srcset='a 9x,//evil.test/26 1x'>",
    "<img srcset=',,https://evil.test/27'>",
    "<link rel=prefetch href=//evil.test/28>",
    "<select><option><img src=//evil.test/29></select>",
    "<p><svg><feImage href=//evil.test/30 /><filter id=f><feImage href=//evil.test/30 /></filter><rect filter=url(#f) width=9 height=9 /></svg><style>p{background:url(//evil.test/30)}</style>",
];

/// Calls that an engine does not make.
const QUIET: &[(Engine, &str)] = &[
    (Engine::Firefox, "<link rel=prefetch href=//evil.test/28>"),
    (Engine::WebKit, "<link rel=prefetch href=//evil.test/28>"),
    (Engine::WebKit, "<select><option><img src=//evil.test/29></select>"),
];

fn raw_payloads_make_requests(world: &World) {
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    for call in CALLS {
        let _ = visitor.requests();
        let _ = visitor.open(PAGE, served(call));
        // A page that goes elsewhere answers no more, and a busy machine is late with the request: it is waited for.
        let patience = if QUIET.contains(&(world.engine(), call)) { 1 } else { 20 };
        let has_asked = (0..patience).any(|_| {
            visitor.settle(PATIENCE);
            let has_asked = visitor.requests().iter().any(|request| request.host == "evil.test");
            if !has_asked {
                std::thread::sleep(PATIENCE);
            }
            has_asked
        });
        if has_asked == QUIET.contains(&(world.engine(), call)) {
            wrong.push(call);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Every payload by every policy, both ways.
fn clean_payloads_do_nothing(world: &World) {
    let payloads: Vec<String> = rows("html/payloads.jsonl")
        .iter()
        .map(|row| field(row, "html").to_owned())
        .chain(CALLS.iter().map(|&call| call.to_owned()))
        .collect();
    assert!(payloads.len() > 150, "only {} payloads", payloads.len());
    do_nothing(world, &payloads);
}

fn clean_soups_do_nothing(world: &World) {
    let mut random = Random::new(61);
    let soups: Vec<String> = (0..600).map(|_| hostile_soup(&mut random)).collect();
    do_nothing(world, &soups);
}

fn do_nothing(world: &World, payloads: &[String]) {
    let mut visitor = world.visitor();
    let mut harm = Vec::new();
    for (name, policy) in policies() {
        let clean: Vec<String> =
            payloads.iter().map(|payload| html::sanitize(payload, &policy).into_string()).collect();
        for bodies in clean.chunks(100) {
            // The outputs stand side by side as they are: what one left open would swallow the next.
            let parts = bodies.iter().fold(String::new(), |mut page, body| {
                let _ = write!(page, "<div class=part>{body}</div>");
                page
            });
            for (way, page) in [("served", served(&parts)), ("innerHTML", inner(bodies))] {
                let _ = visitor.requests();
                visitor.open(PAGE, page).expect("the page");
                let used = visitor.evaluate(USE);
                visitor.settle(PATIENCE);
                for what in visitor.take_ran() {
                    harm.push(format!("{name} {way}: {what}"));
                }
                for scheme in used[1].as_array().expect("schemes") {
                    harm.push(format!("{name} {way}: a link to {scheme}"));
                }
                let requests = visitor.requests();
                for request in requests.iter().filter(|request| !is_expected(name, request)) {
                    harm.push(format!("{name} {way}: {request:?}"));
                }
                if way == "served" {
                    let count = "document.querySelectorAll('body > .part').length";
                    assert_eq!(visitor.evaluate(count), json!(bodies.len()), "{name}: parts in parts");
                }
            }
        }
    }
    assert!(harm.is_empty(), "{harm:#?}");
}

// Which tree it is.

/// Compares what Chromium made of each body with what the body says: by every way in, and after a round trip through
/// its own serialiser. Gives back `[index, way, what the tree says]` of each that differs.
const DIFFERENCES: &str = r#"bodies => {
    const VOID = new Set(['br', 'hr', 'img', 'input', 'source', 'wbr', 'col']);
    const text = value => value.replace(/[&<>\r]/g, c => ({'&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;'})[c]);
    const written = node => [...node.childNodes].map(child => {
        if (child.nodeType === Node.TEXT_NODE) return text(child.data);
        if (child.nodeType !== Node.ELEMENT_NODE) return '<!>';
        const html = child.namespaceURI === 'http://www.w3.org/1999/xhtml' && !child.shadowRoot;
        const start = (html ? '<' : '<foreign:') + child.localName + [...child.attributes].map(attribute =>
            ` ${attribute.name}="${text(attribute.value).replaceAll('"', '&quot;')}"`).join('') + '>';
        if (VOID.has(child.localName)) return start + (child.hasChildNodes() ? '<!void>' : '');
        const lines = child.localName === 'pre' && child.firstChild?.data?.startsWith('\n') ? '\n' : '';
        return `${start}${lines}${written(child)}</${child.localName}>`;
    }).join('');
    const inside = (name, body) => {
        const host = document.createElement(name);
        host.innerHTML = body;
        return host;
    };
    const parsed = source => new DOMParser().parseFromString(source, 'text/html').body;
    const host = document.getElementById('host');
    const ways = {
        'innerHTML of div': body => inside('div', body),
        'innerHTML of body': body => inside('body', body),
        'innerHTML of td': body => inside('td', body),
        'innerHTML of template': body => inside('template', body).content,
        'innerHTML on the page': body => { host.innerHTML = body; return host; },
        'insertAdjacentHTML': body => {
            const part = document.createElement('div');
            part.insertAdjacentHTML('beforeend', body);
            return part;
        },
        'createContextualFragment': body => {
            const range = document.createRange();
            range.selectNodeContents(host);
            return range.createContextualFragment(body);
        },
        'document, no quirks': body => parsed('<!doctype html><body>' + body),
        'document, quirks': body => parsed('<body>' + body),
        // innerHTML drops a line feed behind <pre>, and reads CR as LF: both are the browser's own loss.
        'round trip': body => {
            if (/<pre[^>]*>\n|&#13;/.test(body)) return null;
            const part = inside('div', body);
            part.innerHTML = part.innerHTML;
            return part;
        },
    };
    const found = [];
    bodies.forEach((body, index) => {
        for (const [way, parse] of Object.entries(ways)) {
            const tree = parse(body);
            const says = tree && written(tree);
            if (tree && says !== body) found.push([index, way, says]);
        }
    });
    return found;
}"#;

fn clean_soups_are_the_tree(world: &World) {
    let mut visitor = world.visitor();
    let mut random = Random::new(62);
    for (doctype, mode) in [("<!doctype html>", "CSS1Compat"), ("", "BackCompat")] {
        let page = format!("{doctype}<html><head><meta charset=utf-8></head><body><div id=host></div>");
        visitor.open(PAGE, Page::Html(page)).expect("the page");
        assert_eq!(visitor.evaluate("document.compatMode"), json!(mode));
        for (name, policy) in policies() {
            for _ in 0..6 {
                let soups: Vec<String> = (0..BATCH).map(|_| soup(&mut random)).collect();
                let clean: Vec<String> =
                    soups.iter().map(|soup| html::sanitize(soup, &policy).into_string()).collect();
                let found = visitor.ask(DIFFERENCES, &json!(clean));
                let found = found.as_array().expect("differences");
                let reports: Vec<String> =
                    found.iter().take(5).map(|found| report(found, &soups, &clean)).collect();
                assert!(found.is_empty(), "{name}, {mode}: {} differ\n{}", found.len(), reports.join("\n"));
            }
        }
    }
}

fn report(found: &Value, soups: &[String], clean: &[String]) -> String {
    let index = found[0].as_u64().and_then(|index| usize::try_from(index).ok()).expect("an index");
    format!("{}\n  in   {:?}\n  out  {:?}\n  tree {}", found[1], soups[index], clean[index], found[2])
}

/// The control: what Chromium makes of a soup, written down and read again, is often another tree.
fn raw_soups_are_not_the_tree(world: &World) {
    let mut visitor = world.visitor();
    let mut random = Random::new(63);
    visitor.open(PAGE, served("<div id=host></div>")).expect("the page");
    let soups: Vec<String> = (0..BATCH).map(|_| soup(&mut random)).collect();
    let found = visitor.ask(DIFFERENCES, &json!(soups));
    let differing = |found: &Value, way: &str| {
        found.as_array().expect("differences").iter().filter(|found| found[1] == way).count()
    };
    let unsaid = differing(&found, "innerHTML of div");
    assert!(unsaid > BATCH / 2, "only {unsaid} of {BATCH} say something else than their tree");
    let trees: Vec<Value> = found
        .as_array()
        .expect("differences")
        .iter()
        .filter(|found| found[1] == "innerHTML of div")
        .map(|found| found[2].clone())
        .collect();
    let moved = differing(&visitor.ask(DIFFERENCES, &json!(trees)), "innerHTML of div");
    assert!(moved > 5, "only {moved} trees do not last");
}

// Soups.

const ATTRIBUTES: &[&str] = &[
    " title=x",
    " href='/a'",
    " href=\"#f\"",
    " href=#user-q",
    " id=q",
    " id='a b'",
    " checked",
    " type=checkbox",
    " alt=\"&lt;<>&quot;'\"",
    " title=a title=b",
    " srcset='a 1x, b 2x'",
    " srcset='a(,b 1x, /c 2w'",
    " target=_blank",
    " rel='nofollow x noopener'",
    " href='javascript:x'",
    " align=left",
    " type=a",
    " class='c d c'",
    " headers='a b'",
    "/",
    " =",
    " x",
    " title=\"\r\n&#13;\0\"",
    " title='&amp;lt'",
    " title=&notit;=&lt=a",
    " title=`a`",
    " open",
    " lang=a LANG=b",
    " wrap=a wrap=b",
    " aria-rowindextext=a aria-rowindextext=b",
    " title=\u{a0}é",
    " hidden",
    " name=x",
    " color=red",
    " colspan=2",
    " span=2",
    " encoding=text/html",
    " src=/x",
    " value=x",
];

const TEXTS: &[&str] = &[
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
    "\u{c}",
    "&#12;",
    "]]>",
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
    "\u{feff}",
    "&#x80;",
    "&#xD800;",
    "\u{1F600}",
    "&acE;",
    "\u{b}",
];

/// Tags of all kinds, opened and closed in any order, with attributes, texts, comments and unfinished things.
fn soup(random: &mut Random) -> String {
    pieces(random, &[])
}

/// The same, with attributes and elements that would do something.
fn hostile_soup(random: &mut Random) -> String {
    pieces(
        random,
        &[
            " onload=window.__xss=1",
            " onerror=window.__xss=1 src=x",
            " onfocus=window.__xss=1 tabindex=1 autofocus",
            " onmouseover=window.__xss=1",
            " href=javascript:window.__xss=1",
            " href='java\tscript&colon;window.__xss=1'",
            " onclick=window.__xss=1",
            " ontoggle=window.__xss=1 open",
            " srcset='//evil.test/s 1x'",
            " src=//evil.test/i",
            " background=//evil.test/b",
            " style='background:url(//evil.test/u)'",
            " title='</style></script></noscript></title><img src=x onerror=window.__xss=1>'",
            " title=\"--><img src=x onerror=window.__xss=1>\"",
        ],
    )
}

fn pieces(random: &mut Random, hostile: &[&str]) -> String {
    let mut soup = String::new();
    // Two thirds are of elements that can be written, where the content model has work to do.
    let is_known = random.below(3) > 0;
    for _ in 0..=random.below(18) {
        let names = if is_known || random.below(2) == 0 { VOCABULARY } else { NEVER };
        let name = random.pick(names);
        match random.below(12) {
            0..=5 => {
                let _ = write!(soup, "<{name}");
                for _ in 0..random.below(3) {
                    let of = if hostile.is_empty() || random.below(2) == 0 { ATTRIBUTES } else { hostile };
                    soup.push_str(random.pick(of));
                }
                soup.push_str(random.pick(&[">", ">", ">", ">", "/>", " >", ""]));
            }
            6..=8 => {
                let _ = write!(soup, "</{name}{}", random.pick(&[">", ">", ">", " x>", ""]));
            }
            9 if !hostile.is_empty() => soup.push_str("<img src=x onerror=window.__xss=1>"),
            _ => soup.push_str(random.pick(TEXTS)),
        }
    }
    soup
}
