//! What `uri` says about a reference is what browsers do with it, and no checked link runs a script.

#[path = "../../tests/support/pieces.rs"]
#[allow(dead_code, reason = "it is shared with the crate's own tests")]
mod pieces;

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::time::Duration;
use untaint::uri::{self, Reference, UriPolicy};
use untaint_browser::WHERE_IT_LEADS;
use untaint_browser::cases::{field, is, rows};
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::strings::{Random, URL_TRICKS, assembled, mutated};
use untaint_browser::suite::{World, run};
use untaint_browser::tab::{Landing, Tab};

const PAGE: &str = "https://app.test/";

/// Time for a `javascript:` link to run: the control below passes with the same.
const LINK_PATIENCE: Duration = Duration::from_millis(60);

/// Reads each text against several bases, because only the differences tell what the text itself said.
///
/// Own scheme: the same under two made-up ones. Own host: the same under two hosts. `undefined` becomes `"?"`,
/// where no base makes a URL of it.
const READ: &str = r"texts => texts.map(text => {
    const on = base => { try { return new URL(text, base); } catch { return null; } };
    const [one, two] = [on('yy://h/'), on('zz://h/')];
    const scheme = one && two ? (one.protocol === two.protocol ? one.protocol : null) : '?';
    const [here, there] = ['app', 'other'].map(name => on(`https://${name}.test/d1/d2/pg?bq`));
    let form = '?';
    if (scheme !== null) form = scheme === '?' ? '?' : 'Scheme';
    else if (here === null || here.host === there.host) form = 'Network';
    else if (here.pathname !== '/d1/d2/pg') form = 'Path';
    else if (here.search !== '?bq') form = 'Query';
    else form = here.href.includes('#') ? 'Fragment' : 'Empty';
    return [scheme, form, here && here.protocol];
})";

fn main() -> ExitCode {
    run(&[
        ("labelled_schemes", labelled_schemes),
        ("one_character_anywhere", one_character_anywhere),
        ("generated_references", generated_references),
        ("every_short_reference", every_short_reference),
        ("links_run_nothing", links_run_nothing),
        ("unchecked_links_run", unchecked_links_run),
        ("listed_hosts", listed_hosts),
        ("listed_resources", listed_resources),
        ("rewritten_on_a_base", rewritten_on_a_base),
        ("absolute_links_leave_the_page", absolute_links_leave_the_page),
    ])
}

/// The value as the browser has it once entities are decoded.
fn value(row: &Value) -> &str {
    field(row, if is(row, "html_context") { "attr" } else { "url" })
}

fn labelled_schemes(world: &World) {
    const PROTOCOL: &str = r"texts => texts.map(text => {
        try { return new URL(text, 'https://app.test/').protocol; } catch { return null; }
    })";
    let rows = rows("uri/scheme.jsonl");
    let values: Vec<&str> = rows.iter().map(value).collect();
    let mut visitor = world.visitor();
    agree(&mut visitor, &values);

    let protocols = visitor.ask(PROTOCOL, &json!(values));
    for (at, row) in rows.iter().enumerate() {
        let id = field(row, "id");
        assert_eq!(protocols[at] == "javascript:", is(row, "executes"), "{id}: the label is stale");
        assert_eq!(uri::is_javascript(value(row)), is(row, "executes"), "{id}");
        assert!(!is(row, "executes") || uri::check(value(row), UriPolicy::web()).is_err(), "{id}");
    }
}

/// Every byte, and every character that anyone took for a space or a letter, at every place of a scheme.
fn one_character_anywhere(world: &World) {
    const WORDS: [&str; 16] = [
        "javascript:",
        "JavaScript:",
        "javascript:javascript:",
        "java-script:",
        "https:",
        "HTTPS://h",
        "data:",
        "mailto:",
        "x1+.-:",
        "1a:",
        "+a:",
        ":",
        "//h",
        "/\\h",
        "?q",
        "#f",
    ];
    let mut characters: Vec<char> = ('\0'..='\u{ff}').collect();
    characters.extend([
        '\u{131}',
        '\u{130}',
        '\u{17f}',
        '\u{212a}',
        '\u{1680}',
        '\u{180e}',
        '\u{2000}',
        '\u{2009}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{2028}',
        '\u{2029}',
        '\u{202e}',
        '\u{202f}',
        '\u{205f}',
        '\u{2060}',
        '\u{3000}',
        '\u{feff}',
        '\u{ff1a}',
        '\u{fe55}',
        '\u{a789}',
        '\u{2236}',
        '\u{ff0f}',
        '\u{ff3c}',
        '\u{ff4a}',
        '\u{456}',
        '\u{fffd}',
        '\u{ffff}',
        '\u{1d4ff}',
        '\u{e0020}',
    ]);
    let mut texts = Vec::new();
    for word in WORDS {
        for at in 0..=word.len() {
            let (before, after) = word.split_at(at);
            for character in &characters {
                texts.push(format!("{before}{character}{after}alert(1)"));
            }
        }
    }
    assert!(texts.len() > 30_000);
    agree_on_all(world, &texts, 500);
}

fn generated_references(world: &World) {
    let mut random = Random::new(21);
    let rows = rows("uri/scheme.jsonl");
    let samples: Vec<&str> = rows.iter().map(value).collect();
    let texts: Vec<String> = (0..40_000)
        .map(|at| match at % 4 {
            0 => assembled(5, &mut random),
            1 => format!("{}alert(1)", mutated("javascript:", &mut random)),
            2 => format!("{}{}", ["", "\u{1}", " \t", "\r\n"][random.below(4)], assembled(4, &mut random)),
            _ => mutated(random.pick(&samples), &mut random),
        })
        .collect();
    agree_on_all(world, &texts, 500);
}

/// Every reference of up to three of the pieces that decide, with `UNTAINT_DEPTH=2` of up to five.
fn every_short_reference(world: &World) {
    agree_on_all(world, &pieces::all(pieces::OF_URI, (3 + pieces::deeper()).min(5)), 20);
}

fn agree_on_all(world: &World, texts: &[String], least: usize) {
    let mut visitor = world.visitor();
    let running: usize = texts
        .chunks(20_000)
        .map(|batch| agree(&mut visitor, &batch.iter().map(String::as_str).collect::<Vec<_>>()))
        .sum();
    // The control: both answers were asked for.
    assert!(running > least && running < texts.len() / 2, "{running} of {} run", texts.len());
}

/// Compares `scheme`, `is_javascript` and `classify` with the engine's; tells how many are `javascript:`.
fn agree(visitor: &mut Tab, texts: &[&str]) -> usize {
    let answers = visitor.ask(READ, &json!(texts));
    let mut wrong = Vec::new();
    let (mut running, mut unreadable) = (0, 0);
    for (at, text) in texts.iter().enumerate() {
        let (scheme, form, on_page) = (&answers[at][0], &answers[at][1], &answers[at][2]);
        // Without any URL there is no scheme to compare, and nothing that could run.
        if form == "?" {
            unreadable += 1;
            continue;
        }
        let ours = uri::scheme(text);
        let theirs = scheme.as_str().and_then(|scheme| scheme.strip_suffix(':'));
        let runs = theirs == Some("javascript");
        running += usize::from(runs);
        let is_same_form = format!("{:?}", uri::classify(text)) == form.as_str().unwrap_or_default();
        let is_same_on_page = on_page
            .as_str()
            .is_none_or(|protocol| ours.as_deref().unwrap_or("https") == protocol.trim_end_matches(':'));
        if ours.as_deref() != theirs || uri::is_javascript(text) != runs || !is_same_form || !is_same_on_page
        {
            wrong.push(format!(
                "{text:?}: the engine {scheme} {form} {on_page}, untaint {ours:?} {:?} {}",
                uri::classify(text),
                uri::is_javascript(text)
            ));
        }
    }
    let count = wrong.len();
    wrong.truncate(30);
    assert!(wrong.is_empty(), "{count} differ: {wrong:#?}");
    assert!(unreadable < texts.len() / 2, "{unreadable} of {} make no URL", texts.len());
    running
}

/// HTML cannot write a NUL, but a script can put one into the attribute.
fn link_page(href: &str) -> Page {
    if href.contains('\0') {
        let text = json!(href).to_string().replace('<', "\\u003c");
        let script = format!("<script>document.getElementById('t').setAttribute('href', {text})</script>");
        return Page::Html(format!("<!doctype html><meta charset=utf-8><a id=t>x</a>{script}"));
    }
    let href = href.replace('&', "&amp;").replace('"', "&quot;").replace('\r', "&#13;");
    Page::Html(format!("<!doctype html><meta charset=utf-8><a id=t href=\"{href}\">x</a>"))
}

/// Every link that passes, and every one that `clean` makes, followed as a person follows it.
fn links_run_nothing(world: &World) {
    let scheme_rows = rows("uri/scheme.jsonl");
    let redirect_rows = rows("redirect/browser.jsonl");
    let mut texts: Vec<String> = scheme_rows.iter().map(|row| value(row).to_owned()).collect();
    texts.extend(redirect_rows.iter().map(|row| field(row, "url").to_owned()));
    let mut random = Random::new(22);
    texts.extend((0..600).map(|_| format!("{}alert(1)", mutated("javascript:", &mut random))));
    texts.extend(URL_TRICKS.iter().map(|trick| format!("{trick}javascript:alert(1)")));
    texts.extend(
        [
            "data:text/html,<script>parent.__xss=1</script>",
            "vbscript:alert(1)",
            "blob:https://app.test/x",
            "view-source:javascript:alert(1)",
        ]
        .map(str::to_owned),
    );

    let mut links = BTreeSet::new();
    for text in &texts {
        if let Ok(link) = uri::check(text, UriPolicy::web()) {
            links.insert(link.as_str().to_owned());
        }
        links.insert(uri::clean(text, UriPolicy::web()).as_str().to_owned());
    }
    let mut visitor = world.visitor();
    let mut wrong = Vec::new();
    let mut moved = 0;
    for link in &links {
        visitor.open(PAGE, link_page(link)).expect("the page with the link");
        let landing = visitor.click("#t", LINK_PATIENCE);
        moved += usize::from(matches!(landing, Landing::Page { .. }));
        let ran = visitor.take_ran();
        if !ran.is_empty() {
            wrong.push(format!("{link:?}: {landing:?} {ran:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(links.len() > 300 && moved > links.len() / 2, "{} links, {moved} led somewhere", links.len());
}

/// The negative control: what was seen to run when it was labelled, runs here too when nobody checks it.
fn unchecked_links_run(world: &World) {
    let mut visitor = world.visitor();
    let mut silent = Vec::new();
    let mut count = 0;
    for row in rows("uri/scheme.jsonl").iter().filter(|row| is(row, "fired")) {
        count += 1;
        let page = match row["html"].as_str() {
            Some(html) => Page::Html(format!("<!doctype html><meta charset=utf-8>{html}")),
            None => link_page(value(row)),
        };
        visitor.open(PAGE, page).expect("the page with the link");
        let landing = visitor.click("a", LINK_PATIENCE);
        if visitor.take_ran().is_empty() {
            silent.push(format!("{} {:?}: {landing:?}", field(row, "id"), value(row)));
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
    assert!(count >= 30, "only {count} rows");
}

const HOSTS: [&str; 5] =
    ["app.test", "*.example.com", "example.com:8443", "b\u{fc}cher.example", "[::1]:8080"];

/// References near the listed hosts: of the sites, of their look-alikes, and of this page.
fn near_the_hosts(count: usize, seed: u64) -> Vec<String> {
    let starts = [
        "https://app.test/x",
        "http://app.test",
        "//app.test",
        "https://a.example.com/",
        "https://a.b.example.com",
        "https://example.com:8443/",
        "https://b\u{fc}cher.example/",
        "https://xn--bcher-kva.example",
        "http://[::1]:8080/",
        "/x/y",
        "x?y#z",
        "?x",
        "#x",
        "https://app.test:443",
        "//app.test:80",
        "//a.example.com:443",
    ];
    let mut random = Random::new(seed);
    let rows = rows("redirect/browser.jsonl");
    (0..count)
        .map(|at| match at % 4 {
            0 => mutated(field(&rows[random.below(rows.len())], "url"), &mut random),
            1 => format!("{}{}", random.pick(&starts), assembled(3, &mut random)),
            _ => mutated(random.pick(&starts), &mut random),
        })
        .collect()
}

/// From https and http pages of the first host.
fn leads_to_the_list(visitor: &mut Tab, texts: &[&str]) -> (Vec<Value>, usize) {
    let question = json!({
        "bases": ["https://app.test/a/b?c#d", "http://app.test/a/b"],
        "hosts": HOSTS, "https": false, "schemes": [], "targets": texts,
    });
    let answers = visitor.ask(WHERE_IT_LEADS, &question);
    let mut outside = Vec::new();
    let mut readable = 0;
    for (text, answer) in texts.iter().zip(answers.as_array().into_iter().flatten()) {
        for one in answer.as_array().into_iter().flatten().filter(|one| !one.is_null()) {
            readable += 1;
            if one[0] != json!(true) {
                outside.push(json!([text, one]));
            }
        }
    }
    (outside, readable)
}

fn listed_hosts(world: &World) {
    let policy = UriPolicy::builder()
        .schemes(["https", "http"])
        .relative(true)
        .network_path(true)
        .hosts(HOSTS)
        .build()
        .expect("a policy");
    let texts = near_the_hosts(40_000, 31);
    let mut visitor = world.visitor();
    let accepted: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| uri::check(text, &policy).is_ok()).collect();
    let (mut outside, readable) = leads_to_the_list(&mut visitor, &accepted);
    outside.truncate(40);
    assert!(outside.is_empty(), "{outside:#?}");
    assert!(readable > 5_000, "only {readable} were accepted");

    let cleaned: Vec<_> =
        texts.iter().map(|text| uri::clean(text, &policy)).filter(|link| !link.is_inert()).collect();
    let cleaned: Vec<&str> = cleaned.iter().map(uri::SafeUri::as_str).collect();
    let (mut outside, _) = leads_to_the_list(&mut visitor, &cleaned);
    outside.truncate(40);
    assert!(outside.is_empty(), "cleaned: {outside:#?}");

    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let (outside, _) = leads_to_the_list(&mut visitor, &all);
    assert!(outside.len() > 5_000, "the control: only {} of all lead elsewhere", outside.len());
}

fn listed_resources(world: &World) {
    let policy = UriPolicy::builder()
        .schemes(["https", "http", "mailto", "ftp", "wss"])
        .network_path(true)
        .hosts(HOSTS)
        .build()
        .expect("a policy");
    let texts = near_the_hosts(20_000, 32);
    let accepted: Vec<&str> =
        texts.iter().map(String::as_str).filter(|text| uri::check_resource(text, &policy).is_ok()).collect();
    let mut visitor = world.visitor();
    let (mut outside, readable) = leads_to_the_list(&mut visitor, &accepted);
    outside.truncate(40);
    assert!(outside.is_empty(), "{outside:#?}");
    assert!(readable > 1_000, "only {readable} were accepted");
    for text in &accepted {
        let form = uri::classify(text);
        assert!(matches!(form, Reference::Scheme | Reference::Network), "{text:?} is relative");
    }
}

/// A rewritten link names the place that the relative one named, and it is on the list.
fn rewritten_on_a_base(world: &World) {
    const BASE: &str = "https://app.test/a/b?c#d";
    // Firefox drops dots from the fragment of a reference that begins with `//`, and white space from no fragment.
    const DIFFERENT: &str = r"({base, pairs, fragments}) => pairs.filter(([text, link]) => {
        const place = (...url) => { const {href} = new URL(...url); return fragments ? href : href.split('#')[0]; };
        try { return place(text, base) !== place(link); } catch { return true; }
    }).map(([text, link]) => { try { return [text, link, new URL(text, base).href]; } catch { return [text, link, null]; } })";
    let policy = UriPolicy::builder()
        .schemes(["https", "http"])
        .relative(true)
        .network_path(true)
        .hosts(HOSTS)
        .base(BASE)
        .build()
        .expect("a policy");
    let texts = near_the_hosts(20_000, 33);
    let checked: Vec<_> = texts
        .iter()
        .filter_map(|text| uri::check(text, &policy).ok().map(|link| (text.as_str(), link.into_owned())))
        .collect();
    let links: Vec<&str> = checked.iter().map(|(_, link)| link.as_str()).collect();
    assert!(links.len() > 2_000, "only {} were accepted", links.len());
    let mut visitor = world.visitor();
    let (mut outside, _) = leads_to_the_list(&mut visitor, &links);
    outside.truncate(40);
    assert!(outside.is_empty(), "{outside:#?}");
    let pairs: Vec<_> = checked.iter().map(|(text, link)| json!([text, link.as_str()])).collect();
    let different = visitor.ask(
        DIFFERENT,
        &json!({"base": BASE, "pairs": pairs, "fragments": world.engine() != Engine::Firefox}),
    );
    assert_eq!(different, json!([]));
}

/// A policy without relative links lets none in that only look absolute: `https:x` on an https page.
fn absolute_links_leave_the_page(world: &World) {
    const OF_THE_PAGE: &str = r"texts => texts.filter(text => {
        const on = base => { try { return new URL(text, base).href; } catch { return null; } };
        return ['https', 'http'].some(scheme => on(`${scheme}://one.test/a?b`) !== on(`${scheme}://two.test/c?d`));
    })";
    let policy = UriPolicy::builder().schemes(["https", "http", "mailto"]).build().expect("a policy");
    let mut random = Random::new(34);
    let starts = ["https:x", "http:/x", "https://app.test/x", "mailto:a@app.test", "HTTPS:#f", "https:?q"];
    let texts: Vec<String> = (0..10_000).map(|_| mutated(random.pick(&starts), &mut random)).collect();
    let accepted: Vec<&String> = texts.iter().filter(|text| uri::check(text, &policy).is_ok()).collect();
    assert!(accepted.len() > 1_000, "only {} were accepted", accepted.len());
    let mut visitor = world.visitor();
    assert_eq!(visitor.ask(OF_THE_PAGE, &json!(accepted)), json!([]));
    let relative = visitor.ask(OF_THE_PAGE, &json!(texts));
    assert!(relative.as_array().is_some_and(|all| all.len() > 1_000), "the control: many are relative");
}
