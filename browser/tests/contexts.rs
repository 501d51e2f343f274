//! Every escape function in its place: hostile values run nothing, and the page reads the value that was meant.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::Duration;
use untaint::attr::{Descriptor, ResourceAttr};
use untaint::uri::{self, UriPolicy};
use untaint::{attr, escape};
use untaint_browser::cases::{field, rows, text};
use untaint_browser::site::Page;
use untaint_browser::strings::{Random, mutated};
use untaint_browser::suite::{World, run};
use untaint_browser::tab::{Landing, Tab};

const PAGE: &str = "https://app.test/page";

/// Time for an attack to run after the page is loaded and used: the control passes with the same.
const PATIENCE: Duration = Duration::from_millis(120);

fn main() -> ExitCode {
    run(&[
        ("unescaped_values_do_harm", unescaped_values_do_harm),
        ("escaped_values_do_none", escaped_values_do_none),
        ("html_text_is_the_value", html_text_is_the_value),
        ("html_attribute_is_the_value", html_attribute_is_the_value),
        ("html_comment_stays_one", html_comment_stays_one),
        ("js_string_is_the_value", js_string_is_the_value),
        ("json_script_is_the_value", json_script_is_the_value),
        ("css_string_is_the_value", css_string_is_the_value),
        ("url_parts_are_the_value", url_parts_are_the_value),
        ("xml_is_the_value", xml_is_the_value),
        ("markdown_is_the_value", markdown_is_the_value),
        ("handlers_are_no_inert_names", handlers_are_no_inert_names),
        ("inert_names_do_nothing", inert_names_do_nothing),
        ("links_keep_what_was_checked", links_keep_what_was_checked),
        ("resources_load_from_the_list", resources_load_from_the_list),
        ("pictures_load_as_given", pictures_load_as_given),
    ])
}

// The labelled samples.

/// How a row's value gets into its template.
enum Writing {
    /// As the careless author of the template did.
    Careless,
    /// As the table of contexts says; `None` where the function refuses, or there is none.
    Ours,
}

fn unescaped_values_do_harm(world: &World) {
    let mut visitor = world.visitor();
    let harmless: Vec<String> = browser_rows()
        .iter()
        .filter(|(row, _)| row["live"] == json!(true))
        .filter_map(|(row, template)| {
            let page = written(row, template, &Writing::Careless)?;
            let harm = harm(&mut visitor, page, template);
            harm.is_none().then(|| format!("{} {:?}", field(row, "id"), field(row, "value")))
        })
        .collect();
    assert!(harmless.is_empty(), "{harmless:#?}");
}

fn escaped_values_do_none(world: &World) {
    let mut visitor = world.visitor();
    let (mut harmful, mut count, mut refused) = (Vec::new(), 0, 0);
    for (row, template) in browser_rows() {
        if !has_function(field(&row, "context")) {
            continue;
        }
        count += 1;
        let Some(page) = written(&row, &template, &Writing::Ours) else {
            refused += 1;
            continue;
        };
        let harm = harm(&mut visitor, page, &template);
        let harm = harm.or_else(|| (visitor.landing() == Landing::Nowhere).then(|| "no page".to_owned()));
        if let Some(harm) = harm {
            harmful.push(format!("{} {:?}: {harm}", field(&row, "id"), field(&row, "value")));
        }
    }
    assert!(harmful.is_empty(), "{harmful:#?}");
    assert!(count > 80 && refused < 10, "{count} rows, {refused} refused");
}

/// The rows that a browser decides, with their templates.
fn browser_rows() -> Vec<(Value, Value)> {
    let templates: Value = serde_json::from_str(&text("escape/contexts_templates.json")).expect("templates");
    let is_ours = |template: &Value| matches!(field(template, "kind"), "html" | "xhtml" | "markdown");
    rows("escape/contexts.jsonl")
        .into_iter()
        .map(|row| {
            let template = templates[field(&row, "context")].clone();
            (row, template)
        })
        .filter(|(_, template)| is_ours(template))
        .collect()
}

fn has_function(context: &str) -> bool {
    !matches!(
        context,
        "attr_name_value"
            | "tag_name"
            | "tag_name_content"
            | "comment_bang"
            | "js_template"
            | "js_bare"
            | "js_line_comment"
            | "js_block_comment"
            | "js_regex"
            | "json_proto"
            | "url_host"
            | "url_relative"
            | "srcset"
            | "meta_refresh"
            | "base_href"
            | "css_value"
            | "css_url_unquoted"
            | "css_url_quoted"
            | "css_selector"
            | "style_attr"
            | "noscript_style"
            | "iframe_srcdoc"
            | "xmp"
            | "noscript_head"
            | "iframe_srcdoc_escaped_once"
            | "svg_style"
            | "xhtml_cdata"
    )
}

fn written(row: &Value, template: &Value, writing: &Writing) -> Option<Page> {
    let value = field(row, "value");
    let second = row["second"].as_str().or(template["second"].as_str()).unwrap_or_default();
    let context = field(row, "context");
    let source = field(template, "template");
    let body = match writing {
        Writing::Careless => {
            let value = match template["pre"].as_str() {
                Some("dq") => value.replace('"', "\\\""),
                Some("html") => ["&amp;", "<&lt;", ">&gt;", "\"&quot;", "'&#39;"].iter().fold(
                    value.to_owned(),
                    |value, pair| {
                        value.replace(&pair[..1], if pair.starts_with('&') { pair } else { &pair[1..] })
                    },
                ),
                _ => value.to_owned(),
            };
            slots(source, &value, second)
        }
        Writing::Ours => match context {
            "html_text" | "title" | "textarea" | "attr_double" | "attr_single" => {
                slots(source, &escape::html(value), second)
            }
            "attr_unquoted" | "attr_unquoted_last" => slots(source, &attr::quote(value), second),
            "attr_name" => slots(source, attr::check_name(value).ok()?.as_str(), second),
            "comment" => slots(source, &escape::html_comment(value), second),
            "js_double" | "js_single" | "js_double_two" | "js_single_two" | "js_double_naive"
            | "js_comment_swallow" => {
                slots(&unquoted(source), &escape::js_string(value), &escape::js_string(second))
            }
            "event_double" | "event_single" | "event_html_escaped_only" => {
                slots(&unquoted(source), &escape::html(&escape::js_string(value)), second)
            }
            "json_in_script" | "json_assign" | "json_swallow" => {
                slots(&unquoted(source), &escape::json_script(&json!(value).to_string()), second)
            }
            "url_query" => slots(source, &escape::html(&escape::url_component(value)), second),
            "url_path" => slots(source, &escape::html(&escape::url_segment(value).ok()?), second),
            "url_href" | "url_iframe" | "url_form_action" | "url_formaction" | "url_svg_href" => {
                slots(source, &escape::html(uri::clean(value, UriPolicy::web()).as_str()), second)
            }
            "css_string" => slots(&unquoted(source), &escape::css_string(value), second),
            "xhtml_text" | "xml_attr" => slots(source, &escape::xml(value), second),
            "markdown" => slots(source, &escape::markdown(value), second),
            other => panic!("no function for {other}"),
        },
    };
    Some(match field(template, "kind") {
        "xhtml" => xhtml(&body),
        "markdown" => html(&rendered(&body)),
        _ => html(&body),
    })
}

/// Puts the values where the template names them; a suffix such as `{V|html5}` only says what its author did.
fn slots(template: &str, value: &str, second: &str) -> String {
    let mut page = String::new();
    let mut rest = template;
    while let Some(at) = rest.find("{V").into_iter().chain(rest.find("{W")).min() {
        let slot = &rest[at..];
        let end = slot.find('}').expect("a slot ends");
        page.push_str(&rest[..at]);
        page.push_str(if slot.starts_with("{V") { value } else { second });
        rest = &slot[end + 1..];
    }
    page + rest
}

/// The template without the quotes around its slots: our literals bring their own.
fn unquoted(template: &str) -> String {
    let mut bare = template.to_owned();
    for slot in ["{V}", "{W}", "{V|html5}", "{V|quote-only}"] {
        for quote in ['"', '\''] {
            bare = bare.replace(&format!("{quote}{slot}{quote}"), slot);
        }
    }
    assert_ne!(bare, template, "a template with quotes");
    bare
}

fn html(body: &str) -> Page {
    Page::Html(format!("<!doctype html><html><head><meta charset=utf-8></head><body>\n{body}"))
}

fn xhtml(body: &str) -> Page {
    Page::Xhtml(format!(
        "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body>{body}</body></html>"
    ))
}

/// Raw HTML passes through, as in the renderers that people put behind a text box.
fn rendered(markdown: &str) -> String {
    use pulldown_cmark::{Options, Parser, html::push_html};
    let mut page = String::new();
    // "Smart" punctuation changes what anybody writes, so it is no question of escaping.
    let options = Options::all().difference(Options::ENABLE_SMART_PUNCTUATION);
    push_html(&mut page, Parser::new_ext(markdown, options));
    page
}

/// What went wrong when the page was opened and used: the template's oracle says what to look at.
fn harm(visitor: &mut Tab, page: Page, template: &Value) -> Option<String> {
    let _ = visitor.requests();
    // A page may go elsewhere while it loads; what it did is asked below.
    let _ = visitor.open(PAGE, page);
    let oracle = field(template, "oracle");
    let link = (oracle == "url").then(|| link_differs(visitor, &template["expect"]));
    use_page(visitor);
    let ran = visitor.take_ran();
    let requests = visitor.requests();
    let to_the_enemy = requests.iter().find(|request| request.host.contains("evil.test"));
    match oracle {
        "noxss" => (ran.len() != 1).then(|| format!("the later script ran {} times", ran.len())),
        _ if !ran.is_empty() => Some(format!("ran {ran:?}")),
        "url" => link.flatten(),
        "request" | "css" => to_the_enemy.map(|request| format!("{request:?}")),
        _ => None,
    }
}

/// What a person does on a page: look at it, point at things, click.
fn use_page(visitor: &mut Tab) {
    const POINT: &str = r"(() => {
        for (const element of document.querySelectorAll('body, body *')) {
            for (const kind of ['mouseover', 'mouseenter', 'pointerover']) {
                element.dispatchEvent(new MouseEvent(kind, {bubbles: kind !== 'mouseenter'}));
            }
            element.focus?.({preventScroll: true});
        }
        return ['#t', 'a'].find(selector => document.querySelector(selector));
    })()";
    visitor.settle(Duration::ZERO);
    let target = visitor.try_evaluate(POINT);
    if let Some(selector) = target.ok().and_then(|target| target.as_str().map(str::to_owned)) {
        visitor.click(&selector, PATIENCE);
    }
    visitor.settle(PATIENCE);
}

fn link_differs(visitor: &mut Tab, expected: &Value) -> Option<String> {
    const DIFFERS: &str = r"expected => {
        const link = document.querySelector('#t');
        const url = new URL(link.href);
        const origin = expected.origin === 'SELF' ? location.origin : expected.origin;
        const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
        const differs = url.origin !== origin
            || (expected.path && url.pathname !== expected.path)
            || (expected.prefix && !url.pathname.startsWith(expected.prefix))
            || (expected.segments && url.pathname.split('/').length - 1 !== expected.segments)
            || (expected.keys && !same([...url.searchParams.keys()].sort(), expected.keys))
            || Object.entries(expected.params ?? {}).some(([key, all]) => !same(url.searchParams.getAll(key), all));
        return differs ? url.href : null;
    }";
    visitor.ask(DIFFERS, expected).as_str().map(str::to_owned)
}

// Values of our own, in bulk: one page holds all of them.

/// Every character that is special anywhere, alone and inside; attacks on every context; pieces put together.
fn values() -> Vec<String> {
    const PIECES: [&str; 68] = [
        "<script>window.__xss=1</script>",
        "</script>",
        "</script\t>",
        "</ScRiPt/>",
        "<!--",
        "<!--<script>",
        "-->",
        "--!>",
        "<!-",
        "--",
        "->",
        ">",
        "]]>",
        "<![CDATA[",
        "<?x?>",
        "&",
        "&amp;",
        "&lt;",
        "&#60;",
        "&#x3c",
        "&colon;",
        "&copy",
        "&NotEqualTilde;",
        "\"",
        "'",
        "`",
        "\\",
        "\\\\",
        "\\\"",
        "\\u0022",
        "\\x3c",
        "\\3c ",
        "${window.__xss=1}",
        "window.__xss=1",
        ";window.__xss=1//",
        "\r",
        "\n",
        "\r\n",
        "\t",
        "\u{c}",
        "\u{b}",
        "\0",
        " ",
        "\u{a0}",
        "\u{85}",
        "\u{2028}",
        "\u{2029}",
        "/",
        "//",
        "/*",
        "*/",
        "..",
        ".",
        "%2e",
        "%",
        "#",
        "?a=b&c",
        "+",
        "=",
        "\" onclick=\"window.__xss=1",
        "' onfocus='window.__xss=1' autofocus='",
        "</style>",
        "</title>",
        "</textarea>",
        "}#x{background:url(https://evil.test/c)}",
        "<img src=x onerror=window.__xss=1>",
        "[a](javascript:window.__xss=1)",
        "javascript:window.__xss=1",
    ];
    let mut values: Vec<String> = PIECES.iter().map(|piece| (*piece).to_owned()).collect();
    let specials = "\u{a0}\u{ad}\u{61c}\u{200b}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{fdd0}\u{fe0f}\u{feff}\u{fffd}\u{fffe}\u{ffff}\
        \u{10ffff}\u{1f600}\u{e0001}\u{e9}\u{df}\u{130}\u{4e2d}\u{ff1c}\u{ff02}";
    for special in ('\0'..='\u{9f}').chain(specials.chars()) {
        values.extend([format!("{special}"), format!("a{special}b"), format!("a{special}{special}1f")]);
    }
    let ascii: String = ('\u{1}'..='\u{7f}').collect();
    values.extend([String::new(), ascii]);
    values.extend(rows("escape/contexts.jsonl").iter().map(|row| field(row, "value").to_owned()));
    let mut random = Random::new(41);
    values.extend((0..400).map(|_| (0..=random.below(6)).map(|_| random.pick(&PIECES)).collect()));
    values
}

/// What every context below makes of NUL, as the documentation says.
fn without_nul(value: &str) -> String {
    value.replace('\0', "\u{fffd}")
}

/// Opens the page, uses nothing on it, and compares what `read` finds there; nothing may run or be loaded.
fn compare(visitor: &mut Tab, page: Page, read: &str, expected: &[String]) {
    let faults = faults(visitor, page, read, expected);
    assert!(faults.is_empty(), "{:#?}", &faults[..faults.len().min(20)]);
}

/// The negative control of [`compare`]: the same values without the function under test are found to be faulty.
fn compare_fails(visitor: &mut Tab, page: Page, read: &str, expected: &[String]) {
    let faults = faults(visitor, page, read, expected);
    assert!(!faults.is_empty(), "unescaped values were read back as they are");
}

fn faults(visitor: &mut Tab, page: Page, read: &str, expected: &[String]) -> Vec<String> {
    let _ = visitor.requests();
    let _ = visitor.open(PAGE, page);
    let mut faults = Vec::new();
    match visitor.try_evaluate(&format!("({read})({})", json!(expected))) {
        Ok(Value::Array(found)) => {
            if found.len() != expected.len() {
                faults.push(format!("{} values became {}", expected.len(), found.len()));
            }
            let pairs = expected.iter().zip(&found);
            let different = pairs.filter(|(expected, found)| found.as_str() != Some(expected.as_str()));
            faults.extend(different.map(|(expected, found)| format!("{expected:?} became {found:?}")));
        }
        other => faults.push(format!("the page cannot be read: {other:?}")),
    }
    visitor.settle(PATIENCE);
    faults.extend(visitor.take_ran().into_iter().map(|ran| format!("ran {ran}")));
    let loaded = visitor.requests().into_iter().filter(|request| request.target != "/page");
    faults.extend(loaded.map(|request| format!("loaded {request:?}")));
    faults
}

/// The markup of each value, one after the other.
fn each(values: &[String], markup: impl Fn(usize, &str) -> String) -> String {
    values.iter().enumerate().fold(String::new(), |page, (at, value)| page + &markup(at, value) + "\n")
}

const TEXTS: &str = "() => [...document.querySelectorAll('.v')].map(found => found.firstElementChild ? null : found.textContent)";

fn html_text_is_the_value(world: &World) {
    let values = values();
    let expected: Vec<String> = values.iter().map(|value| without_nul(value)).collect();
    let mut visitor = world.visitor();
    for tag in ["div", "td", "title", "option", "svg", "math", "noscript"] {
        // Inside a table, text that is not in a cell is moved away by the parser, so cells have one.
        let (before, after) = match tag {
            "td" => ("<table><tr>", "</table>"),
            "option" => ("<select>", "</select>"),
            _ => ("", ""),
        };
        // A page with scripts takes the inside of `noscript` as it is: nothing to decode, and nothing to run.
        if tag == "noscript" {
            let raw: Vec<String> = values.iter().map(|value| escape::html(value).into_owned()).collect();
            let page = html(&each(&values, |_, value| {
                format!("<noscript class=v>{}</noscript>", escape::html(value))
            }));
            compare(&mut visitor, page, TEXTS, &raw);
            continue;
        }
        let body = each(&values, |_, value| format!("<{tag} class=v>{}</{tag}>", escape::html(value)));
        compare(&mut visitor, html(&format!("{before}{body}{after}")), TEXTS, &expected);
    }
    // The parser drops a line feed behind these tags, so the documentation says to write one.
    for tag in ["textarea", "pre", "listing"] {
        let body = each(&values, |_, value| format!("<{tag} class=v>\n{}</{tag}>", escape::html(value)));
        compare(&mut visitor, html(&body), TEXTS, &expected);
    }
    // The adapter writes the same.
    let body = each(&values, |_, value| format!("<p class=v>{}</p>", escape::Html(value)));
    compare(&mut visitor, html(&body), TEXTS, &expected);
    let raw = each(&values, |_, value| format!("<p class=v>{value}</p>"));
    compare_fails(&mut visitor, html(&raw), TEXTS, &expected);
}

fn html_attribute_is_the_value(world: &World) {
    const TITLES: &str = "() => [...document.querySelectorAll('.v')].map(found =>
        found.attributes.length === 2 && !found.firstElementChild ? found.getAttribute('title') : null)";
    let values = values();
    let expected: Vec<String> = values.iter().map(|value| without_nul(value)).collect();
    let mut visitor = world.visitor();
    let name = attr::check_name("title").expect("an inert name");
    let writings: [&dyn Fn(&str) -> String; 4] = [
        &|value| format!(" title=\"{}\"", escape::html(value)),
        &|value| format!(" title='{}'", escape::html(value)),
        &|value| format!(" title={}", attr::quote(value)),
        &|value| attr::pair(&name, value),
    ];
    for write in writings {
        let body = each(&values, |_, value| format!("<p class=v{}>x</p>", write(value)));
        compare(&mut visitor, html(&body), TITLES, &expected);
        // A template's end tag right behind the value, and a slash.
        let body = each(&values, |_, value| format!("<p class=v{}/>x</p>", write(value)));
        compare(&mut visitor, html(&body), TITLES, &expected);
    }
    let raw = each(&values, |_, value| format!("<p class=v title=\"{value}\">x</p>"));
    compare_fails(&mut visitor, html(&raw), TITLES, &expected);
}

fn html_comment_stays_one(world: &World) {
    const COMMENTS: &str = "() => [...document.querySelectorAll('.v')].map(found =>
        found.childNodes.length === 1 && found.firstChild.nodeType === 8 ? found.firstChild.data.replaceAll(' ', '') : null)";
    let values = values();
    // Lossy: spaces are put in; and a parser reads every line end as LF.
    let expected: Vec<String> = values
        .iter()
        .map(|value| without_nul(value).replace("\r\n", "\n").replace('\r', "\n").replace(' ', ""))
        .collect();
    let mut visitor = world.visitor();
    for (before, after) in [("<!--", "-->"), ("<!-- ", " -->")] {
        let body = each(&values, |_, value| {
            format!("<p class=v>{before}{}{after}</p>", escape::html_comment(value))
        });
        compare(&mut visitor, html(&body), COMMENTS, &expected);
    }
    let raw = each(&values, |_, value| format!("<p class=v><!--{value}--></p>"));
    compare_fails(&mut visitor, html(&raw), COMMENTS, &expected);
}

fn js_string_is_the_value(world: &World) {
    let values = values();
    let mut visitor = world.visitor();
    let list: Vec<String> = values.iter().map(|value| escape::js_string(value)).collect();
    // As an expression of a script, sloppy and strict.
    for strict in ["", "'use strict';"] {
        let page = html(&format!("<script>{strict}window.got=[{}]</script>", list.join(",")));
        compare(&mut visitor, page, "() => got", &values);
    }
    // As JSON, read by the page.
    let body = each(&list, |_, literal| format!("<script class=v type=application/json>{literal}</script>"));
    let read = "() => [...document.querySelectorAll('.v')].map(found => JSON.parse(found.textContent))";
    compare(&mut visitor, html(&body), read, &values);
    // Through the attribute of a handler.
    for quote in ['"', '\''] {
        let body = each(&list, |_, literal| {
            format!("<button class=v onclick={quote}got.push({}){quote}>x</button>", escape::html(literal))
        });
        let read = "() => { window.got = []; for (const button of document.querySelectorAll('.v')) button.click(); return got; }";
        compare(&mut visitor, html(&body), read, &values);
    }
    // JSON is a JavaScript literal, and still ends the script.
    let raw: Vec<String> = values.iter().map(|value| json!(value).to_string()).collect();
    let page = html(&format!("<script>window.got=[{}]</script>", raw.join(",")));
    compare_fails(&mut visitor, page, "() => got", &values);
}

fn json_script_is_the_value(world: &World) {
    const PARSED: &str = "() => [...document.querySelectorAll('.v')].map(found => Object.values(JSON.parse(found.textContent))[0])";
    let values = values();
    let mut visitor = world.visitor();
    let as_json = |value: &str| json!({"a": value}).to_string();
    let body = each(&values, |_, value| {
        format!("<script class=v type=application/json>{}</script>", escape::json_script(&as_json(value)))
    });
    compare(&mut visitor, html(&body), PARSED, &values);

    let list = each(&values, |_, value| format!("{},", escape::json_script(&as_json(value))));
    let page = html(&format!("<script>window.got=[{list}].map(one => one.a)</script>"));
    compare(&mut visitor, page, "() => got", &values);

    // The whole element; its id is a value too.
    let body = each(&values, |_, value| escape::json_script_of(value, &[value]).expect("a list of strings"));
    let read =
        "() => [...document.querySelectorAll('script')].map(found => JSON.parse(found.textContent)[0])";
    compare(&mut visitor, html(&body), read, &values);
    let ids: Vec<String> = values.iter().map(|value| without_nul(value)).collect();
    let body = each(&values, |_, value| escape::json_script_of(value, &[value]).expect("a list of strings"));
    let read = "() => [...document.querySelectorAll('script')].map(found => found.attributes.length === 2 && found.id)";
    compare(&mut visitor, html(&body), read, &ids);
    let raw = each(&values, |_, value| {
        format!("<script class=v type=application/json>{}</script>", as_json(value))
    });
    compare_fails(&mut visitor, html(&raw), PARSED, &values);
}

fn css_string_is_the_value(world: &World) {
    // A selector matches the attribute that has exactly this value, and no longer when the value changes.
    const SELECTED: &str = r"all => [...document.querySelectorAll('.v')].map((found, at) => {
        const hit = () => getComputedStyle(found).getPropertyValue('--hit').trim();
        found.setAttribute('data-x', all[at]);
        const before = hit();
        found.setAttribute('data-x', all[at] + 'x');
        return before === String(at) && hit() === '' ? all[at] : before;
    })";
    // Chromium writes a string back with few escapes; they are undone here (CSSOM, 'serialize a string').
    const CONTENT: &str = r"() => [...document.querySelectorAll('.v')].map(found => {
        const text = getComputedStyle(found, found.dataset.pseudo || '::after').content;
        return text.slice(1, -1).replace(/\\(?:([0-9a-f]{1,6}) ?|([^]))/gi,
            (_, code, plain) => code ? String.fromCodePoint(parseInt(code, 16)) : plain);
    })";
    let values = values();
    let expected: Vec<String> = values.iter().map(|value| without_nul(value)).collect();
    let mut visitor = world.visitor();
    let elements = each(&values, |at, _| format!("<p class=v id=v{at}>x</p>"));

    let rules =
        each(&values, |at, value| format!("#v{at}[data-x={}]{{--hit:{at}}}", escape::css_string(value)));
    compare(&mut visitor, html(&format!("<style>{rules}</style>{elements}")), SELECTED, &expected);

    let rules = each(&values, |at, value| format!("#v{at}::after{{content:{}}}", escape::css_string(value)));
    compare(&mut visitor, html(&format!("<style>{rules}</style>{elements}")), CONTENT, &expected);

    // Through a style attribute; in an element's own `content` Chromium keeps a string as it is.
    let body = each(&values, |_, value| {
        let style = format!("content:{};color:red", escape::css_string(value));
        format!("<p class=v style=\"{}\">x</p>", escape::html(&style))
    });
    let own = CONTENT.replace("getComputedStyle(found, found.dataset.pseudo || '::after')", "found.style");
    compare(&mut visitor, html(&body), &own, &expected);
    let raw = each(&values, |at, value| format!("#v{at}::after{{content:\"{value}\"}}"));
    compare_fails(&mut visitor, html(&format!("<style>{raw}</style>{elements}")), CONTENT, &expected);
}

fn url_parts_are_the_value(world: &World) {
    let values = values();
    let mut visitor = world.visitor();
    let read = |part: &str| {
        format!(
            "() => [...document.querySelectorAll('.v')].map(found => {{ const url = new URL(found.href);
                if (url.origin !== 'https://site.test') return null;
                {part} }})"
        )
    };
    let link = |before: &str, value: &str, after: &str| {
        format!(
            "<a class=v href=\"{}\">x</a>",
            escape::html(&format!("https://site.test{before}{value}{after}"))
        )
    };
    let body = each(&values, |_, value| link("/s?q=", &escape::url_component(value), "&role=user#f"));
    let query = read(
        "return url.pathname === '/s' && [...url.searchParams.keys()].join() === 'q,role' && url.hash === '#f'
            && url.searchParams.get('role') === 'user' ? url.searchParams.get('q') : null;",
    );
    compare(&mut visitor, html(&body), &query, &values);

    let body = each(&values, |_, value| link("/s?x=1#", &escape::url_component(value), ""));
    let fragment = read("return url.search === '?x=1' ? decodeURIComponent(url.hash.slice(1)) : null;");
    compare(&mut visitor, html(&body), &fragment, &values);

    let segments: Vec<String> =
        values.iter().filter(|value| escape::url_segment(value).is_ok()).cloned().collect();
    assert!(segments.len() > values.len() - 40, "{} of {} are segments", segments.len(), values.len());
    let body = each(&segments, |_, value| {
        link("/u/", &escape::url_segment(value).expect("filtered above"), "/edit")
    });
    let path = read(
        "const parts = url.pathname.split('/');
            return parts.length === 4 && parts[1] === 'u' && parts[3] === 'edit' ? decodeURIComponent(parts[2]) : null;",
    );
    compare(&mut visitor, html(&body), &path, &segments);
    let raw = each(&segments, |_, value| link("/u/", value, "/edit"));
    compare_fails(&mut visitor, html(&raw), &path, &segments);
}

fn xml_is_the_value(world: &World) {
    const ATTRIBUTES: &str = "() => [...document.querySelectorAll('.v')].map(found =>
        found.attributes.length === 2 ? found.getAttribute('title') : null)";
    let values = values();
    // XML 1.0 section 2.2 forbids these, also as references.
    let is_forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    let expected: Vec<String> = values.iter().map(|value| value.replace(is_forbidden, "\u{fffd}")).collect();
    let mut visitor = world.visitor();
    let body = each(&values, |_, value| format!("<p class=\"v\">{}</p>", escape::xml(value)));
    compare(&mut visitor, xhtml(&body), TEXTS, &expected);
    for quote in ['"', '\''] {
        let body = each(&values, |_, value| {
            format!("<p class=\"v\" title={quote}{}{quote}>x</p>", escape::xml(value))
        });
        compare(&mut visitor, xhtml(&body), ATTRIBUTES, &expected);
    }
    // HTML's escaping is not XML's: one form feed, and there is no document.
    let raw = each(&values, |_, value| format!("<p class=\"v\">{}</p>", escape::html(value)));
    compare_fails(&mut visitor, xhtml(&raw), TEXTS, &expected);
}

fn markdown_is_the_value(world: &World) {
    // The renderer writes CR as it is, which the HTML parser reads as LF; that is not Markdown's to say.
    const TEXT: &str = "() => [...document.querySelectorAll('.v')].map(found => {
        const inner = found.querySelector(found.dataset.inner);
        return inner && !inner.firstElementChild && found.querySelectorAll('*').length === Number(found.dataset.count)
            ? inner.textContent : found.innerHTML;
    })";
    let values: Vec<String> = values().into_iter().filter(|value| !value.is_empty()).collect();
    let line_ends = |value: &str| without_nul(value).replace("\r\n", "\n").replace('\r', "\n");
    let mut visitor = world.visitor();
    for (before, after, inner, count, text_before, text_after) in [
        ("", "", "p", 1, "", ""),
        ("word ", " word", "p", 1, "word ", " word"),
        ("- ", "", "li", 2, "", ""),
        ("> ", "", "p", 2, "", ""),
        ("## ", "", "h2", 1, "", ""),
        ("**", "**", "strong", 2, "", ""),
        ("| a |\n|---|\n| ", " |", "td", 7, "", ""),
    ] {
        // Emphasis around white space or punctuation is none in CommonMark, so there letters stand beside the value.
        let (before, after, text_before, text_after) = if before == "**" {
            ("**a".to_owned(), "b**".to_owned(), "a", "b")
        } else {
            (before.to_owned(), after.to_owned(), text_before, text_after)
        };
        let expected: Vec<String> =
            values.iter().map(|value| format!("{text_before}{}{text_after}", line_ends(value))).collect();
        let body = each(&values, |_, value| {
            let source = format!("{before}{}{after}", escape::markdown(value));
            format!("<div class=v data-inner={inner} data-count={count}>{}</div>", rendered(&source))
        });
        compare(&mut visitor, html(&body), TEXT, &expected);
    }
    let expected: Vec<String> = values.iter().map(|value| line_ends(value)).collect();
    let raw = each(&values, |_, value| {
        format!("<div class=v data-inner=p data-count=1>{}</div>", rendered(&escape::html(value)))
    });
    compare_fails(&mut visitor, html(&raw), TEXT, &expected);
}

// Attribute names and links.

/// Every handler that this engine knows, of every kind of element, whatever our list was made from.
fn handlers_are_no_inert_names(world: &World) {
    const HANDLERS: &str = "() => {
        const names = new Set();
        for (const kind of Object.getOwnPropertyNames(window)) {
            const prototype = window[kind]?.prototype;
            for (let part = prototype; part; part = Object.getPrototypeOf(part)) {
                for (const name of Object.getOwnPropertyNames(part)) if (/^on/i.test(name)) names.add(name);
            }
        }
        return [...names];
    }";
    let mut visitor = world.visitor();
    visitor.open(PAGE, html("")).expect("a page");
    let names = visitor.ask(HANDLERS, &json!(null));
    let names: Vec<&str> = names.as_array().expect("names").iter().filter_map(Value::as_str).collect();
    assert!(names.len() > 100, "only {} handlers", names.len());
    for name in names {
        for name in [name.to_owned(), name.to_uppercase()] {
            let refused = attr::check_name(&name).expect_err(&name);
            assert_eq!(refused.code(), "attr.handler", "{name}");
        }
    }
}

/// Each name that passes, on each element, with values that would load or run if anything read them.
fn inert_names_do_nothing(world: &World) {
    const TAGS: &str = "a abbr address area article audio b bdo blockquote button canvas caption col data dd del \
        details dialog div embed fieldset font form frame h1 hr iframe img input ins label li map \
        marquee menu meter object ol option output p picture pre progress q select source span summary \
        table td textarea time video";
    let list = text("attr/inert.txt");
    let names: Vec<_> = list
        .split('\n')
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|name| attr::check_name(name).ok())
        .collect();
    assert!(names.len() > 60, "only {} names", names.len());
    let mut visitor = world.visitor();
    for value in [
        "javascript:window.__xss=1",
        "https://evil.test/x",
        "\"><img src=x onerror=window.__xss=1>",
        "url(https://evil.test/c)",
        "<script>window.__xss=1</script>",
        "window.__xss=1",
    ] {
        let mut body = String::new();
        for tag in TAGS.split(' ') {
            for name in &names {
                let _ = write!(body, "<{tag}{}>x</{tag}>", attr::pair(name, value));
            }
        }
        let _ = visitor.requests();
        visitor.open(PAGE, html(&body)).expect("a page");
        let used = "(() => { for (const element of document.querySelectorAll('body *')) {
            for (const kind of ['mouseover', 'pointerdown', 'mousedown', 'keydown', 'focus', 'input', 'change', 'toggle', 'scroll'])
                element.dispatchEvent(new Event(kind, {bubbles: true}));
            if (!element.form && !['FORM', 'BUTTON', 'INPUT'].includes(element.tagName)) element.click?.();
        } return document.querySelectorAll('body *').length; })()";
        let count = visitor.evaluate(used);
        assert!(count.as_u64() > Some(3_000), "only {count} elements");
        visitor.settle(PATIENCE);
        assert_eq!(visitor.take_ran(), Vec::<String>::new(), "{value}");
        let requests = visitor.requests();
        assert!(requests.iter().all(|request| request.host == "app.test"), "{value}: {requests:#?}");
    }
}

/// The two layers together: what the link checker read is what stands in the attribute once HTML was decoded.
fn links_keep_what_was_checked(world: &World) {
    const LINKS: &str = "() => [...document.querySelectorAll('.v')].map(found =>
        found.attributes.length === 2 && found.protocol !== 'javascript:' ? found.getAttribute('href') : null)";
    let mut sources = values();
    sources.extend(rows("uri/scheme.jsonl").iter().map(|row| field(row, "url").to_owned()));
    sources.extend(rows("redirect/browser.jsonl").iter().map(|row| field(row, "url").to_owned()));
    let links: Vec<_> = sources.iter().map(|source| uri::clean(source, UriPolicy::web())).collect();
    let expected: Vec<String> = links.iter().map(|link| link.as_str().to_owned()).collect();
    let body = links
        .iter()
        .fold(String::new(), |body, link| body + &format!("<a class=v{}>x</a>", attr::href(link)));
    let mut visitor = world.visitor();
    compare(&mut visitor, html(&body), LINKS, &expected);
    let raw = links
        .iter()
        .fold(String::new(), |body, link| body + &format!("<a class=v href=\"{}\">x</a>", link.as_str()));
    compare_fails(&mut visitor, html(&raw), LINKS, &expected);
    let kept = links.iter().filter(|link| !link.is_inert()).count();
    assert!(kept > 300, "only {kept} links were kept");
}

/// Scripts, style sheets and bases written by `attr::resource`: the server sees only listed hosts.
fn resources_load_from_the_list(world: &World) {
    let policy = UriPolicy::builder()
        .schemes(["https", "http"])
        .network_path(true)
        .hosts(["cdn.test", "*.cdn.test", "[::1]:8080"])
        .build()
        .expect("a policy");
    let starts =
        ["https://cdn.test/a.js", "//a.cdn.test/a.js", "https://a.b.cdn.test", "https://[::1]:8080/a.js"];
    let mut random = Random::new(51);
    let sources: Vec<String> = (0..3_000).map(|_| mutated(random.pick(&starts), &mut random)).collect();
    let checked: Vec<_> =
        sources.iter().filter_map(|source| uri::check_resource(source, &policy).ok()).collect();
    assert!(checked.len() > 100, "only {} were accepted", checked.len());
    let is_listed = |host: &str| host == "cdn.test" || host.ends_with(".cdn.test") || host == "[::1]:8080";

    let mut visitor = world.visitor();
    let scripts = checked.iter().take(150).fold(String::new(), |body, resource| {
        let script = format!("<script{}></script>", attr::resource(ResourceAttr::Src, resource));
        let sheet = format!("<link rel=stylesheet{}>", attr::resource(ResourceAttr::Href, resource));
        body + &script + &sheet
    });
    let _ = visitor.requests();
    visitor.open(PAGE, html(&scripts)).expect("the page");
    let loaded: Vec<_> = visitor.requests().into_iter().filter(|request| request.target != "/page").collect();
    let elsewhere: Vec<_> = loaded.iter().filter(|request| !is_listed(&request.host)).collect();
    assert!(elsewhere.is_empty(), "{elsewhere:#?}");
    assert!(loaded.len() > 20, "only {} requests", loaded.len());

    for resource in checked.iter().take(30) {
        let base =
            format!("<base{}><script src=app.js></script>", attr::resource(ResourceAttr::Href, resource));
        visitor.open(PAGE, html(&base)).expect("the page");
        let mut requests = visitor.requests().into_iter().filter(|request| request.target != "/page");
        assert!(requests.all(|request| is_listed(&request.host)), "{:?}", resource.as_str());
    }

    // The control: the same page sees a request that leaves the list.
    let unchecked = ["//cdn.test.evil.example/a.js".to_owned(), "https:\\\\evil.example".to_owned()];
    assert!(unchecked.iter().all(|source| uri::check_resource(source, &policy).is_err()));
    let scripts = each(&unchecked, |_, source| format!("<script src={}></script>", attr::quote(source)));
    visitor.open(PAGE, html(&scripts)).expect("the page");
    let requests = visitor.requests();
    let elsewhere =
        requests.iter().map(|request| request.host.as_str()).filter(|host| host.ends_with("evil.example"));
    assert_eq!(elsewhere.collect::<BTreeSet<_>>().len(), 2, "{requests:#?}");
}

/// Each candidate of `attr::srcset` is loaded from where its link says, and nothing else is.
fn pictures_load_as_given(world: &World) {
    // A candidate that is never fetched is shown as it stands, so both sides are read by `new URL`.
    const PLACES: &str = "links => links.map(link => {
        try { return new URL(link, location).href.replace(/#.*/, ''); } catch { return null; }
    })";
    let mut random = Random::new(52);
    let starts = [
        "/cat.png",
        "https://img.test/w_1,h_2/cat.png?a=1, 2",
        "https://img.test/, https://evil.test/x.png 9x,",
        "a b,c d",
    ];
    let sources: Vec<String> = (0..400)
        .map(|at| {
            if at < starts.len() { starts[at].to_owned() } else { mutated(random.pick(&starts), &mut random) }
        })
        .collect();
    let links: Vec<_> = sources
        .iter()
        .filter_map(|source| uri::check(source, UriPolicy::web()).ok())
        .filter(|link| !link.as_str().trim_matches(' ').is_empty())
        .collect();
    let body = links.iter().fold(String::new(), |body, link| {
        body + &format!("<img alt=''{}>", attr::srcset([(link, Descriptor::Density(1.0))]))
    });
    let mut visitor = world.visitor();
    visitor.open(PAGE, html(&body)).expect("the page");
    // What the writer does on purpose: a space and a comma stand as escapes.
    let texts: Vec<String> = links
        .iter()
        .map(|link| link.as_str().trim_matches(' ').replace(' ', "%20").replace(',', "%2C"))
        .collect();
    let wanted = visitor.ask(PLACES, &json!(texts));
    let shown = visitor.evaluate("[...document.images].map(image => image.currentSrc)");
    let found = visitor.ask(PLACES, &shown);
    let (wanted, found) = (wanted.as_array().expect("links"), found.as_array().expect("pictures"));
    assert_eq!(wanted.len(), found.len());
    for ((wanted, found), text) in wanted.iter().zip(found).zip(&texts) {
        assert!(wanted == found || wanted.is_null(), "{text:?}: {found} instead of {wanted}");
    }
    assert!(links.len() > 200, "only {} links", links.len());
}
