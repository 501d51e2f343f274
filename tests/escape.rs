//! `escape`: tables, labelled browser cases, and properties with the readers of each format as oracles. Each property is a
//! function of an escaper, so that a wrong escaper shows that the property can fail.

use markup5ever_rcdom::{Handle, NodeData, RcDom};
use serde::Deserialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use untaint::escape;

// ---------------------------------------------------------------------------------------------- inputs

#[derive(Deserialize)]
struct Case {
    id: String,
    context: String,
    value: String,
    live: Option<bool>,
}

#[derive(Deserialize)]
struct Row {
    f: String,
    #[serde(rename = "in")]
    input: String,
    out: String,
    why: String,
}

#[derive(Deserialize)]
struct Template {
    template: String,
}

fn lines<T: for<'a> Deserialize<'a>>(name: &str) -> Vec<T> {
    let path = format!("{}/tests/data/escape/{name}", env!("CARGO_MANIFEST_DIR"));
    let data = std::fs::read_to_string(path).expect("a data file of this repository");
    data.split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect(line))
        .collect()
}

fn cases() -> Vec<Case> {
    lines("contexts.jsonl")
}

/// Every hostile value, whatever context it was made for.
fn hostile() -> Vec<String> {
    let mut values: Vec<String> = cases().into_iter().map(|case| case.value).collect();
    values.extend(lines::<Row>("table.jsonl").into_iter().map(|row| row.input));
    values
}

fn every_char() -> impl Iterator<Item = char> {
    '\0'..=char::MAX
}

/// Every character there is, in texts of about 16,000, each between letters.
fn every_char_in_texts() -> Vec<String> {
    let all: Vec<char> = every_char().collect();
    all.chunks(16 * 1024)
        .map(|chunk| chunk.iter().fold(String::from("a"), |text, c| text + &format!("{c}a")))
        .collect()
}

/// All texts over an alphabet up to a length.
fn all_texts(alphabet: &[char], max_len: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut from = 0;
    for _ in 0..max_len {
        let to = texts.len();
        for at in from..to {
            for c in alphabet {
                let mut longer = texts[at].clone();
                longer.push(*c);
                texts.push(longer);
            }
        }
        from = to;
    }
    texts
}

/// What most properties run over.
fn texts() -> Vec<String> {
    let mut texts = hostile();
    texts.extend(every_char_in_texts());
    texts.extend(
        (0..0x300).chain([0x2028, 0xFFFE, 0xFFFF, 0x1F600]).filter_map(char::from_u32).map(String::from),
    );
    texts
}

/// The first text for which a property does not hold.
fn first_failure(texts: &[String], holds: impl Fn(&str) -> bool) -> Option<&String> {
    texts.iter().find(|text| !holds(text))
}

fn shown(text: &str) -> String {
    text.escape_debug().take(200).collect()
}

#[track_caller]
fn assert_holds(texts: &[String], holds: impl Fn(&str) -> bool) {
    let failure = first_failure(texts, holds);
    assert!(failure.is_none(), "fails for {}", failure.map(|text| shown(text)).unwrap_or_default());
}

#[track_caller]
fn assert_can_fail(texts: &[String], holds: impl Fn(&str) -> bool) {
    assert!(first_failure(texts, holds).is_some(), "the wrong escaper was not noticed");
}

// ---------------------------------------------------------------------------------------------- HTML oracle

fn parse(document: &str) -> RcDom {
    use html5ever::tendril::TendrilSink;
    html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(document)
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    visit(node);
    for child in node.children.borrow().iter() {
        walk(child, visit);
    }
}

/// Element names, attribute names and comments in document order: what hostile text must not change.
fn skeleton(document: &str) -> Vec<String> {
    let mut out = vec![];
    walk(&parse(document).document, &mut |node| match &node.data {
        NodeData::Element { name, attrs, .. } => {
            let attrs: Vec<String> = attrs.borrow().iter().map(|attr| attr.name.local.to_string()).collect();
            out.push(format!("<{} {}>", name.local, attrs.join(" ")));
        }
        NodeData::Comment { .. } => out.push("<!-->".to_owned()),
        _ => {}
    });
    out
}

/// The text inside the first element of that name.
fn text_of(document: &str, element: &str) -> Option<String> {
    let mut found = None;
    walk(&parse(document).document, &mut |node| {
        if let NodeData::Element { name, .. } = &node.data {
            if &*name.local == element && found.is_none() {
                let mut text = String::new();
                walk(node, &mut |node| {
                    if let NodeData::Text { contents } = &node.data {
                        text.push_str(&contents.borrow());
                    }
                });
                found = Some(text);
            }
        }
    });
    found
}

/// The value of the first attribute of that name.
fn attr_of(document: &str, attr: &str) -> Option<String> {
    let mut found = None;
    walk(&parse(document).document, &mut |node| {
        if let NodeData::Element { attrs, .. } = &node.data {
            for one in attrs.borrow().iter().filter(|one| &*one.name.local == attr) {
                found.get_or_insert_with(|| one.value.to_string());
            }
        }
    });
    found
}

// ---------------------------------------------------------------------------------------------- tables

/// The function of that name; refusals as `!code`.
fn call(function: &str, text: &str) -> String {
    let refusal = |error: escape::EscapeError| format!("!{}", error.code());
    match function {
        "html" => escape::html(text).into_owned(),
        "js_string" => escape::js_string(text),
        "json_script" => escape::json_script(text).into_owned(),
        "css_string" => escape::css_string(text),
        "url_component" => escape::url_component(text).into_owned(),
        "url_segment" => escape::url_segment(text).map_or_else(refusal, Cow::into_owned),
        "xml" => escape::xml(text).into_owned(),
        "html_comment" => escape::html_comment(text).into_owned(),
        "csv_cell" => escape::csv_cell(text).into_owned(),
        "log_line" => escape::log_line(text).into_owned(),
        "like" => escape::like(text, '\\').into_owned(),
        "like_tsql" => escape::like_tsql(text, '\\').into_owned(),
        "markdown" => escape::markdown(text).into_owned(),
        "shell_word" => escape::shell_word(text).map_or_else(refusal, Cow::into_owned),
        other => panic!("no function {other}"),
    }
}

const TOTAL: [&str; 12] = [
    "html",
    "js_string",
    "json_script",
    "css_string",
    "url_component",
    "xml",
    "html_comment",
    "csv_cell",
    "log_line",
    "like",
    "like_tsql",
    "markdown",
];

#[test]
fn table() {
    for row in lines::<Row>("table.jsonl") {
        assert_eq!(call(&row.f, &row.input), row.out, "{} of {:?}: {}", row.f, row.input, row.why);
    }
}

#[test]
fn adapters_write_what_the_functions_return() {
    for text in texts() {
        let text = text.as_str();
        assert_eq!(escape::Html(text).to_string(), escape::html(text));
        assert_eq!(escape::JsString(text).to_string(), escape::js_string(text));
        assert_eq!(escape::JsonScript(text).to_string(), escape::json_script(text));
        assert_eq!(escape::CssString(text).to_string(), escape::css_string(text));
        assert_eq!(escape::UrlComponent(text).to_string(), escape::url_component(text));
        assert_eq!(escape::Xml(text).to_string(), escape::xml(text));
        assert_eq!(escape::HtmlComment(text).to_string(), escape::html_comment(text));
        assert_eq!(escape::CsvCell(text).to_string(), escape::csv_cell(text));
        assert_eq!(escape::LogLine(text).to_string(), escape::log_line(text));
        assert_eq!(escape::Like(text, '\\').to_string(), escape::like(text, '\\'));
        assert_eq!(escape::Like(text, 'é').to_string(), escape::like(text, 'é'));
        assert_eq!(escape::Markdown(text).to_string(), escape::markdown(text));
    }
}

/// A writer that is full passes its error on.
#[test]
fn adapters_report_a_writer_that_fails() {
    struct Full;
    impl std::fmt::Write for Full {
        fn write_str(&mut self, _: &str) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    for text in ["plain".to_owned(), "<".repeat(10), "<".repeat(10_000)] {
        assert!(write!(Full, "{}", escape::Html(&text)).is_err());
        assert!(write!(Full, "{}", escape::LogLine(&text)).is_err());
    }
}

#[test]
fn unchanged_texts_are_borrowed() {
    let plain = "Plain words of 7 letters ".repeat(100);
    let plain = plain.trim_end();
    for text in ["", "a", "abcdefgh", "an ordinary title of a page", plain] {
        assert!(matches!(escape::html(text), Cow::Borrowed(_)));
        assert!(matches!(escape::json_script(text), Cow::Borrowed(_)));
        assert!(matches!(escape::xml(text), Cow::Borrowed(_)));
        assert!(matches!(escape::html_comment(text), Cow::Borrowed(_)));
        assert!(matches!(escape::csv_cell(text), Cow::Borrowed(_)));
        assert!(matches!(escape::log_line(text), Cow::Borrowed(_)));
        assert!(matches!(escape::like(text, '\\'), Cow::Borrowed(_)));
        assert!(matches!(escape::markdown(text), Cow::Borrowed(_)));
        assert!(matches!(escape::url_component(&text.replace(' ', "-")), Cow::Borrowed(_)));
    }
    // What the scan for blocks suspects is no reason to copy.
    for suspect in ["#", "$", "%", "=", "\t", "\n", "\u{1}"] {
        for text in [
            suspect.repeat(3),
            suspect.repeat(1000),
            format!("{plain}{suspect}"),
            format!("{suspect}{plain}"),
        ] {
            assert!(matches!(escape::html(&text), Cow::Borrowed(_)), "{suspect:?}");
        }
    }
}

#[test]
fn long_and_odd_input_stays_linear() {
    const MB: usize = 1024 * 1024;
    for unit in ["<", "-\0", "\u{1b}\u{FFFE}", " '\u{10FFFF}"] {
        let text = unit.repeat(10 * MB / unit.len() / if cfg!(debug_assertions) { 20 } else { 1 });
        for function in TOTAL {
            let out = call(function, &text);
            assert!(
                out.len() <= 10 * text.len() + 8,
                "{function} of {unit:?}: {} from {}",
                out.len(),
                text.len()
            );
        }
        assert_eq!(escape::shell_word(&text).is_ok(), !unit.contains('\0'));
        assert!(escape::url_segment(&text).is_ok());
    }
}

#[test]
fn output_keeps_the_documented_factor() {
    let factors: [(&str, usize, usize); 11] = [
        ("html", 6, 0),
        ("js_string", 6, 2),
        ("json_script", 6, 0),
        ("css_string", 4, 2),
        ("url_component", 3, 0),
        ("xml", 6, 0),
        ("html_comment", 3, 2),
        ("csv_cell", 3, 3),
        ("log_line", 6, 0),
        ("like", 2, 0),
        ("markdown", 6, 0),
    ];
    for (function, factor, more) in factors {
        for c in every_char() {
            let text = c.to_string();
            let out = call(function, &text);
            assert!(out.len() <= factor * text.len() + more, "{function} of {c:?}: {out:?}");
        }
    }
}

#[test]
fn errors_hold_nothing_of_the_value() {
    let errors = [
        escape::shell_word("MARKER\0").unwrap_err(),
        escape::url_segment("%2e").unwrap_err(),
        escape::url_segment("").unwrap_err(),
    ];
    for error in errors {
        let printed = format!(
            "{error} {error:?} {} {:?}",
            untaint::Violation::from(error),
            untaint::Violation::from(error)
        );
        assert!(!printed.contains("MARKER") && !printed.contains("%2e"));
        assert!(untaint::Violation::from(error).code().starts_with("escape."));
    }
    assert_eq!(escape::shell_word("ab\0c").unwrap_err().kind(), escape::EscapeErrorKind::Nul { at: 2 });
}

// ---------------------------------------------------------------------------------------------- browser cases

/// What goes into the template's slot, and the template; `None` where no function exists by design.
fn fill(
    context: &str,
    template: &str,
    escape: &dyn Fn(&str, &str) -> String,
    value: &str,
    second: &str,
) -> Option<String> {
    let function = match context {
        "html_text" | "title" | "textarea" | "attr_double" | "attr_single" => "html",
        "comment" => "html_comment",
        "js_double" | "js_single" | "js_double_two" | "js_single_two" | "js_double_naive"
        | "js_comment_swallow" => "js_string",
        "event_double" | "event_single" | "event_html_escaped_only" => "html(js_string)",
        "json_in_script" | "json_assign" | "json_swallow" => "json_script",
        "url_query" => "html(url_component)",
        "url_path" => "html(url_segment)",
        "css_string" => "css_string",
        "xhtml_text" | "xml_attr" => "xml",
        _ => return None,
    };
    let put = |value: &str| match function {
        "html(js_string)" => escape("html", &escape("js_string", value)),
        "html(url_component)" => escape("html", &escape("url_component", value)),
        "html(url_segment)" => escape("html", &escape("url_segment", value)),
        "json_script" => escape("json_script", &serde_json::to_string(value).unwrap_or_default()),
        function => escape(function, value),
    };
    let mut out = template.to_owned();
    for (slot, value) in [("{V}", value), ("{V|quote-only}", value), ("{V|html5}", value), ("{W}", second)] {
        // These functions bring their quotes.
        if function.contains("js_string") || function.contains("json") || function.contains("css") {
            out = out.replace(&format!("'{slot}'"), slot).replace(&format!("\"{slot}\""), slot);
            // The handler's own quotes were just taken away from around a lone slot, never from around a call.
        }
        out = out.replace(slot, &put(value));
    }
    Some(out)
}

#[test]
fn browser_cases_change_no_structure() {
    let path = format!("{}/tests/data/escape/contexts_templates.json", env!("CARGO_MANIFEST_DIR"));
    let templates: std::collections::HashMap<String, Template> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let ours = |function: &str, value: &str| call(function, value);
    let (mut seen, mut caught) = (0, 0);
    for case in cases() {
        let template = &templates[&case.context].template;
        let second = ";window.__xss=1//";
        let harmless = fill(&case.context, template, &ours, "x", second);
        let (Some(harmless), Some(hostile)) =
            (harmless, fill(&case.context, template, &ours, &case.value, second))
        else {
            continue;
        };
        if hostile.contains("!escape.") {
            continue; // refused
        }
        assert_eq!(skeleton(&hostile), skeleton(&harmless), "{}", case.id);
        seen += 1;
        let raw = fill(&case.context, template, &|_, value| value.to_owned(), &case.value, second)
            .unwrap_or_default();
        caught += usize::from(case.live == Some(true) && skeleton(&raw) != skeleton(&harmless));
    }
    // Negative control: without escaping, the skeletons of many rows differ.
    assert!(seen > 50 && caught > 25, "{caught} of {seen}");
}

// ---------------------------------------------------------------------------------------------- html

/// The straightforward way, to hold the blocks against.
fn naive_html(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

fn html_gives_the_text_back(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = text.replace('\0', "\u{FFFD}");
        // A line feed of our own: the parser drops one behind <textarea>.
        let document = format!(
            "<!doctype html><title>{written}</title><i a=\"{written}\" b='{written}'></i><textarea>\n{written}</textarea><p>{written}</p><hr>"
        );
        text_of(&document, "title").as_ref() == Some(&expected)
            && attr_of(&document, "a").as_ref() == Some(&expected)
            && attr_of(&document, "b").as_ref() == Some(&expected)
            && text_of(&document, "textarea").as_ref() == Some(&expected)
            && text_of(&document, "p").as_ref() == Some(&expected)
            && skeleton(&document).len() == 8
    }
}

#[test]
fn html_round_trip() {
    assert_holds(&texts(), html_gives_the_text_back(|text| call("html", text)));
    for left_out in ['&', '<', '"', '\'', '\r', '\0'] {
        let wrong = move |text: &str| {
            text.split(left_out).map(naive_html).collect::<Vec<_>>().join(&left_out.to_string())
        };
        assert_can_fail(&hostile_and_ascii(), html_gives_the_text_back(wrong));
    }
}

fn hostile_and_ascii() -> Vec<String> {
    let mut texts = hostile();
    texts.extend((0..0x80).filter_map(char::from_u32).map(|c| format!("a{c}b")));
    texts.push("&lt;".to_owned());
    texts
}

#[test]
fn html_blocks_agree_with_the_naive_way() {
    let alphabet: Vec<char> = "aaaaaaaaaaaabcdefghijkl #$%=\t\n&<>\"'\r\0éß漢😀".chars().collect();
    let mut state = 7_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    for round in 0..20_000 {
        let len = next(if round % 10 == 0 { 5000 } else { 300 });
        // Specials from rare to every other one.
        let kinds = [12, 24, alphabet.len()][next(3)];
        let rare = 1 + next(40);
        let text: String = (0..len)
            .map(|_| if next(rare) == 0 { alphabet[next(alphabet.len())] } else { alphabet[next(kinds)] })
            .collect();
        let expected = naive_html(&text);
        assert_eq!(escape::html(&text), expected);
        assert_eq!(escape::Html(&text).to_string(), expected);
    }
    // A special, and a character of several bytes, at every place of a text of every length around the blocks.
    for len in 0..400 {
        for at in [0, 1, 62, 63, 64, 65, 126, 127, 128, 129, 190, 191, 192, 255, 256, 257, len / 2, len] {
            let at = at.min(len);
            for special in ["<", "漢", "😀'", "\0", "#"] {
                let text = format!("{}{special}{}", "x".repeat(at), "y".repeat(len - at));
                assert_eq!(escape::html(&text), naive_html(&text));
            }
        }
    }
}

// ---------------------------------------------------------------------------------------------- scripts

fn js_is_a_literal(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let literal = escaper(text);
        let Some(inner) = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
            return false;
        };
        let harmless = |c: char| {
            c.is_ascii_alphanumeric() || " ,-._\\".contains(c) || (!c.is_ascii() && c.is_alphanumeric())
        };
        // A backslash only where \uXXXX follows.
        let spelled = inner.match_indices('\\').all(|(at, _)| {
            inner.get(at + 1..at + 6).is_some_and(|next| {
                next.starts_with('u') && next[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        });
        inner.chars().all(harmless)
            && spelled
            && serde_json::from_str::<String>(&literal).is_ok_and(|back| back == text)
    }
}

#[test]
fn js_string_is_one_literal_of_the_text() {
    let texts = texts();
    assert_holds(&texts, js_is_a_literal(escape::js_string));
    assert_can_fail(&texts, js_is_a_literal(|text| format!("\"{text}\"")));
    assert_can_fail(&texts, js_is_a_literal(|text| serde_json::to_string(text).unwrap_or_default()));
    // Through html, as an event handler.
    for text in hostile() {
        let handler = format!("f({})", escape::js_string(&text));
        let document = format!("<b onclick=\"{}\">", escape::html(&handler));
        assert_eq!(attr_of(&document, "onclick"), Some(handler));
    }
}

fn json_stays_in_the_script(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let json = serde_json::json!({ text: [text, 1, null] });
        let written = escaper(&json.to_string());
        let document = format!("<script type=application/json>{written}</script><hr>");
        serde_json::from_str::<serde_json::Value>(&written).is_ok_and(|back| back == json)
            && !written.contains(['<', '>', '&', '\u{2028}', '\u{2029}'])
            && text_of(&document, "script").as_ref() == Some(&written.replace('\0', "\u{FFFD}"))
            && skeleton(&document).len() == 5
    }
}

#[test]
fn json_script_keeps_the_value_and_the_element() {
    let texts = texts();
    assert_holds(&texts, json_stays_in_the_script(|json| call("json_script", json)));
    assert_can_fail(&texts, json_stays_in_the_script(str::to_owned));
    assert_can_fail(&texts, json_stays_in_the_script(|json| json.replace('/', "\\/")));
    // No JSON at all cannot leave the element either.
    for text in hostile() {
        let document = format!("<script>{}</script><hr>", escape::json_script(&text));
        assert_eq!(skeleton(&document).len(), 5, "{text:?}");
    }
}

#[cfg(feature = "serde")]
#[test]
fn json_script_of_writes_one_element() {
    struct Leaky;
    impl serde::Serialize for Leaky {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("MARKER"))
        }
    }
    for text in hostile() {
        let element = escape::json_script_of(&text, &text).unwrap() + "<hr>";
        assert_eq!(skeleton(&element).len(), 5, "{text:?}");
        assert_eq!(attr_of(&element, "id"), Some(text.replace('\0', "\u{FFFD}")));
        let json = text_of(&element, "script").unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
    let error = escape::json_script_of("x", &Leaky).unwrap_err();
    assert_eq!(error.code(), "escape.json");
    assert!(!format!("{error} {error:?}").contains("MARKER"));
}

// ---------------------------------------------------------------------------------------------- css

fn css_is_a_string(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = text.replace('\0', "\u{FFFD}");
        let mut input = cssparser::ParserInput::new(&written);
        let mut parser = cssparser::Parser::new(&mut input);
        let read =
            parser.expect_string().is_ok_and(|value| value.as_ref() == expected) && parser.is_exhausted();
        let style = format!("<style>p{{content:{written}}}</style><hr>");
        let attr = format!("<p style=\"content:{}\">", escape::html(&written));
        read && !written.contains('<')
            && skeleton(&style).len() == 5
            && attr_of(&attr, "style") == Some(format!("content:{written}"))
    }
}

#[test]
fn css_string_is_one_string_of_the_text() {
    let texts = texts();
    assert_holds(&texts, css_is_a_string(escape::css_string));
    assert_can_fail(&texts, css_is_a_string(|text| format!("\"{text}\"")));
    // Without the space behind it, an escape takes hexadecimal letters with it.
    assert_can_fail(&texts, css_is_a_string(|text| escape::css_string(text).replace("\\22 ", "\\22")));
}

// ---------------------------------------------------------------------------------------------- URLs

fn query_value_stays(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let Ok(url) = url::Url::parse(&format!("https://site.test/s?q={}&role=user#f", escaper(text))) else {
            return false;
        };
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        pairs == [("q".to_owned(), text.to_owned()), ("role".to_owned(), "user".to_owned())]
            && url.fragment() == Some("f")
    }
}

#[test]
fn url_component_is_one_value() {
    let texts = texts();
    assert_holds(&texts, query_value_stays(|text| call("url_component", text)));
    assert_can_fail(&texts, query_value_stays(str::to_owned));
    for c in every_char() {
        let out = call("url_component", &c.to_string());
        assert!(out.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
    }
}

fn segment_stays(escaper: impl Fn(&str) -> Option<String>) -> impl Fn(&str) -> bool {
    move |text| {
        let Some(segment) = escaper(text) else { return true };
        let path = format!("/{segment}/edit");
        let page = url::Url::parse("https://site.test/login").expect("a URL");
        let Ok(url) = page.join(&path) else { return false };
        // What a server decodes: the escapes of the one segment between.
        let decoded =
            url.path().strip_prefix('/').and_then(|rest| rest.strip_suffix("/edit")).and_then(|segment| {
                let query = format!("q={}", segment.replace('+', "%2B"));
                let pair =
                    url::form_urlencoded::parse(query.as_bytes()).next().map(|(_, value)| value.into_owned());
                pair.filter(|_| !segment.contains('/'))
            });
        url.host_str() == Some("site.test") && decoded.as_deref() == Some(text)
    }
}

#[test]
fn url_segment_is_one_segment() {
    let mut texts = texts();
    texts.extend(all_texts(&['.', '%', '2', 'e', 'E', '/', '\\', '\t'], 4));
    assert_holds(&texts, segment_stays(|text| escape::url_segment(text).ok().map(Cow::into_owned)));
    assert_can_fail(&texts, segment_stays(|text| Some(call("url_component", text)))); // the dots, and the empty one
    assert_can_fail(&texts, segment_stays(|text| Some(text.to_owned())));
    // Only those are refused.
    for text in all_texts(&['.', '%', '2', 'e', 'E', 'x'], 4) {
        let dots = text.replace("%2e", ".").replace("%2E", ".");
        assert_eq!(escape::url_segment(&text).is_err(), matches!(dots.as_str(), "" | "." | ".."), "{text}");
    }
}

// ---------------------------------------------------------------------------------------------- XML

fn allowed_in_xml(text: &str) -> String {
    text.replace(|c: char| (c < ' ' && !"\t\n\r".contains(c)) || "\u{FFFE}\u{FFFF}".contains(c), "\u{FFFD}")
}

fn xml_gives_the_text_back(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let document = format!("<r a=\"{written}\" b='{written}'>{written}<x/></r>");
        let Ok(document) = roxmltree::Document::parse(&document) else { return false };
        let (root, expected) = (document.root_element(), allowed_in_xml(text));
        root.attribute("a") == Some(&expected)
            && root.attribute("b") == Some(&expected)
            && root.text().unwrap_or_default() == expected
            && root.children().filter(roxmltree::Node::is_element).count() == 1
    }
}

#[test]
fn xml_round_trip() {
    // Text that is empty has no text node.
    let texts = texts();
    assert_holds(&texts, xml_gives_the_text_back(|text| call("xml", text)));
    assert_can_fail(&texts, xml_gives_the_text_back(str::to_owned));
    assert_can_fail(&texts, xml_gives_the_text_back(|text| call("html", text))); // controls, attribute values
}

// ---------------------------------------------------------------------------------------------- comments

fn comment_ends_where_we_end_it(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        ["", " "].into_iter().all(|pad| {
            let document = format!("<!doctype html><body><!--{pad}{written}{pad}--><hr>");
            let mut comments = vec![];
            walk(&parse(&document).document, &mut |node| {
                if let NodeData::Comment { contents } = &node.data {
                    comments.push(contents.to_string());
                }
            });
            let kept = format!("{pad}{written}{pad}").replace("\r\n", "\n").replace('\r', "\n");
            comments == [kept] && skeleton(&document) == ["<html >", "<head >", "<body >", "<!-->", "<hr >"]
        }) && escaper(&written) == written
    }
}

#[test]
fn html_comment_keeps_to_itself() {
    let mut texts = all_texts(&['-', '!', '<', '>', 'x'], 6);
    assert_holds(&texts, |text| {
        let document = format!("<r><!--{}--></r>", escape::html_comment(text));
        roxmltree::Document::parse(&document).is_ok()
    });
    texts.extend(hostile());
    assert_holds(&texts, comment_ends_where_we_end_it(|text| call("html_comment", text)));
    assert_can_fail(&texts, comment_ends_where_we_end_it(str::to_owned));
    assert_can_fail(&texts, comment_ends_where_we_end_it(|text| text.replace("-->", "")));
    assert_can_fail(&texts, comment_ends_where_we_end_it(|text| text.replace("--", "- -")));
}

// ---------------------------------------------------------------------------------------------- CSV

fn is_one_harmless_cell(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let begins = |cell: &str| {
            let shown =
                cell.trim_start_matches(|c: char| c.is_whitespace() || "\u{FEFF}\u{200B}\u{AD}".contains(c));
            cell.starts_with(['\t', '\r', '\n'])
                || shown.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        };
        let expected = text.replace('\0', "\u{FFFD}");
        [b',', b';', b'\t', b'|'].into_iter().all(|separator| {
            let separated = char::from(separator);
            let file = format!("{written}{separated}2\r\n{written}{separated}3\r\n");
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(separator)
                .has_headers(false)
                .from_reader(file.as_bytes());
            let rows: Vec<Vec<String>> = reader
                .records()
                .filter_map(Result::ok)
                .map(|row| row.iter().map(str::to_owned).collect())
                .collect();
            // A byte order mark at the beginning of a file belongs to the file, for this reader too.
            let cell = rows.get(1).and_then(|row| row.first()).cloned().unwrap_or_default();
            rows.len() == 2
                && rows.iter().all(|row| row.len() == 2 && !begins(&row[0]))
                && (cell == expected || cell.strip_prefix('\'') == Some(&expected))
        })
    }
}

#[test]
fn csv_cell_is_one_harmless_cell() {
    let mut texts = hostile();
    let ranges =
        ['\0'..='\u{300}', '\u{2000}'..='\u{20FF}', '\u{3000}'..='\u{3002}', '\u{FE00}'..='\u{FFFF}'];
    texts.extend(ranges.into_iter().flatten().map(|c| format!("{c}=1{c}")));
    texts.extend(all_texts(&['"', ',', '\n', '=', 'x', ' '], 4));
    assert_holds(&texts, is_one_harmless_cell(|text| call("csv_cell", text)));
    assert_can_fail(&texts, is_one_harmless_cell(str::to_owned));
    assert_can_fail(&texts, is_one_harmless_cell(|text| format!("\"{}\"", text.replace('"', "\"\"")))); // formulas
    assert_can_fail(&texts, is_one_harmless_cell(|text| format!("'{text}"))); // separators
}

// ---------------------------------------------------------------------------------------------- logs

fn unescape_log(line: &str) -> Option<String> {
    let (mut out, mut rest) = (String::new(), line);
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at + 1..];
        let (c, len) = match escape.chars().next()? {
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            't' => ('\t', 1),
            c @ ('\\' | '"') => (c, 1),
            'u' => {
                let hex = escape.strip_prefix("u{")?.split_once('}')?.0;
                (char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, hex.len() + 3)
            }
            _ => return None,
        };
        out.push(c);
        rest = &escape[len..];
    }
    Some(out + rest)
}

fn stays_one_record(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let seen = |c: char| {
            !c.is_control()
                && !matches!(c, '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200B}'..='\u{200F}' | '\u{61C}')
                && !matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{E0000}'..='\u{E0FFF}')
        };
        let quotes_are_escaped = written.replace("\\\\", "").replace("\\\"", "").find('"').is_none();
        written.chars().all(seen) && quotes_are_escaped && unescape_log(&written).as_deref() == Some(text)
    }
}

#[test]
fn log_line_stays_one_record_and_can_be_read_back() {
    let texts = texts();
    assert_holds(&texts, stays_one_record(|text| call("log_line", text)));
    assert_can_fail(&texts, stays_one_record(str::to_owned));
    assert_can_fail(&texts, stays_one_record(|text| text.replace('\n', "\\n")));
    assert_can_fail(&texts, stays_one_record(|text| text.escape_debug().to_string().replace("\\\\", "\\")));
}

// ---------------------------------------------------------------------------------------------- LIKE

/// SQL's LIKE: `None` where standard SQL reports an error. Sets of characters are T-SQL's.
fn matches_like(text: &[char], pattern: &[char], escape: char, sets: bool) -> Option<bool> {
    match pattern {
        [] => Some(text.is_empty()),
        [first, second, rest @ ..] if *first == escape => {
            if !(matches!(second, '%' | '_') || *second == escape || (sets && *second == '[')) {
                return None;
            }
            Some(text.first() == Some(second) && matches_like(&text[1..], rest, escape, sets)?)
        }
        [first] if *first == escape => None,
        ['%', rest @ ..] => {
            let mut any = false;
            for from in 0..=text.len() {
                any |= matches_like(&text[from..], rest, escape, sets)?;
            }
            Some(any)
        }
        ['_', rest @ ..] => Some(!text.is_empty() && matches_like(&text[1..], rest, escape, sets)?),
        ['[', rest @ ..] if sets => {
            let close = rest.iter().position(|c| *c == ']')?;
            let set = &rest[..close];
            Some(
                !text.is_empty()
                    && set.contains(&text[0])
                    && matches_like(&text[1..], &rest[close + 1..], escape, sets)?,
            )
        }
        [first, rest @ ..] => {
            Some(text.first() == Some(first) && matches_like(&text[1..], rest, escape, sets)?)
        }
    }
}

fn matches_only_itself(escaper: impl Fn(&str, char) -> String, sets: bool) -> impl Fn(&str) -> bool {
    let others: Vec<Vec<char>> = all_texts(&['a', '%', '_', '\\', '[', ']', 'é'], 3)
        .iter()
        .map(|text| text.chars().collect())
        .collect();
    move |text| {
        let text: Vec<char> = text.chars().collect();
        ['\\', '!', 'a', 'é', '%', '_'].into_iter().all(|escape| {
            let pattern: Vec<char> = escaper(&text.iter().collect::<String>(), escape).chars().collect();
            others.iter().all(|other| matches_like(other, &pattern, escape, sets) == Some(*other == text))
        })
    }
}

#[test]
fn like_matches_only_the_text() {
    let texts = all_texts(&['a', '%', '_', '\\', '[', ']', 'é'], 2);
    assert_holds(&texts, matches_only_itself(|text, escape| escape::like(text, escape).into_owned(), false));
    assert_holds(
        &texts,
        matches_only_itself(|text, escape| escape::like_tsql(text, escape).into_owned(), true),
    );
    assert_can_fail(&texts, matches_only_itself(|text, _| text.to_owned(), false));
    // The escape character last, instead of first.
    assert_can_fail(
        &texts,
        matches_only_itself(
            |text, escape| {
                text.replace('%', &format!("{escape}%")).replace(escape, &format!("{escape}{escape}"))
            },
            false,
        ),
    );
    // Each in the other's place: T-SQL's sets stay open, standard SQL reports an error.
    assert_can_fail(
        &texts,
        matches_only_itself(|text, escape| escape::like(text, escape).into_owned(), true),
    );
    assert_can_fail(
        &texts,
        matches_only_itself(|text, escape| escape::like_tsql(text, escape).into_owned(), false),
    );
}

// ---------------------------------------------------------------------------------------------- Markdown

fn comrak(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.render.unsafe_ = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    // Mail addresses are found in the finished text, where no escape reaches: the doc says so.
    options.extension.autolink = !markdown.contains('@');
    // Task lists are left to the other reader: comrak finds `[ ]` in the finished text, cmark-gfm in the source.
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.superscript = true;
    options.extension.subscript = true;
    options.extension.math_dollars = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    comrak::markdown_to_html(markdown, &options)
}

fn pulldown(markdown: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(
        &mut out,
        pulldown_cmark::Parser::new_ext(
            markdown,
            pulldown_cmark::Options::all() - pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION,
        ),
    );
    out
}

/// In a paragraph, in the middle of a line, in a list item, a heading, a quotation and a table's cell: the text, and no markup.
fn renders_as_itself(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = text.replace('\0', "\u{FFFD}");
        let places = [
            (written.clone(), "p", expected.clone()),
            (format!("x {written} y"), "p", format!("x {expected} y")),
            (format!("- {written}"), "li", expected.clone()),
            (format!("# {written}"), "h1", expected.clone()),
            (format!("> {written}"), "p", expected.clone()),
            (format!("|h|i|\n|-|-|\n|{written}|z|"), "td", expected.clone()),
        ];
        // No text is no paragraph.
        text.is_empty()
            || places.into_iter().all(|(markdown, element, expected)| {
                // Loose and empty blocks end in line feeds that belong to nobody.
                [comrak(&markdown), pulldown(&markdown)].into_iter().all(|html| {
                    let skeleton = skeleton(&html);
                    let plain = [
                        "html",
                        "head",
                        "body",
                        "p",
                        "ul",
                        "li",
                        "h1",
                        "blockquote",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td",
                    ];
                    let harmless =
                        skeleton.iter().all(|tag| plain.contains(&tag.trim_matches(['<', '>', ' '])));
                    // A browser turns CR and CR LF in the renderer's HTML into LF.
                    let expected = expected.replace("\r\n", "\n").replace('\r', "\n");
                    harmless && text_of(&html, element).as_deref() == Some(&expected)
                })
            })
    }
}

#[test]
fn markdown_renders_as_the_text() {
    let mut texts = hostile();
    texts.extend((1..0x80).filter_map(char::from_u32).flat_map(|c| {
        [
            c.to_string(),
            format!("{c}{c}{c}"),
            format!("{c} a"),
            format!("a{c}b"),
            format!("a\n{c}{c}{c}"),
            format!("1{c} a"),
        ]
    }));
    texts.extend(all_texts(&['*', '_', '`', '[', ']', '(', '<', '&', ' ', '\n', '#', '1', '.', '-'], 3));
    texts.extend(
        [
            "http://a.test",
            "https://a.test/b",
            "a\r\nb",
            "www.a.test",
            "    a",
            "\ta",
            "a  \nb",
            "~~a~~",
            "$a$",
            "a|b",
            "[^1]",
            "[x] a",
        ]
        .map(str::to_owned),
    );
    assert_holds(&texts, renders_as_itself(|text| call("markdown", text)));
    assert_can_fail(&texts, renders_as_itself(str::to_owned));
    assert_can_fail(&texts, renders_as_itself(|text| call("html", text)));
    // Backslashes alone leave line ends and leading spaces.
    assert_can_fail(
        &texts,
        renders_as_itself(|text| {
            text.chars()
                .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
                .collect()
        }),
    );
}

/// Every character, in one paragraph.
#[test]
fn markdown_every_character() {
    for text in every_char_in_texts() {
        let written = escape::markdown(&text);
        let expected = text.replace('\0', "\u{FFFD}").replace('\r', "\n");
        assert_eq!(text_of(&comrak(&written), "p").as_ref(), Some(&expected));
        assert_eq!(text_of(&pulldown(&written), "p").as_ref(), Some(&expected));
    }
}

// ---------------------------------------------------------------------------------------------- shells

/// The words that the shell reads, or nothing if it is not installed.
fn shell_reads(shell: &str, words: &[String]) -> Option<Vec<String>> {
    use std::io::Write as _;
    let mut child = Command::new(shell)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let script: String =
        words.iter().fold(String::new(), |script, word| script + "printf '%s\\0' " + word + "\n");
    let mut stdin = child.stdin.take()?;
    // From another thread, because the shell writes while it reads.
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let out = child.wait_with_output().ok()?.stdout;
    let _ = writer.join();
    let mut read: Vec<String> =
        out.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    read.pop(); // behind the last NUL
    Some(read)
}

#[test]
fn shell_word_is_read_as_the_text() {
    let mut texts: Vec<String> = hostile().into_iter().filter(|text| !text.contains('\0')).collect();
    texts.extend((1..0x100).filter_map(char::from_u32).flat_map(|c| [c.to_string(), format!("a{c}{c}b")]));
    texts.extend(every_char_in_texts().into_iter().map(|text| text.replace('\0', "")));
    // `printf` reads no option behind its format, so a leading dash is no matter here.
    let words: Vec<String> = texts.iter().map(|text| call("shell_word", text)).collect();
    let mut shells = 0;
    for shell in ["bash", "dash", "sh", "zsh", "ksh"] {
        let Some(read) = shell_reads(shell, &words) else { continue };
        shells += 1;
        assert_eq!(read.len(), texts.len(), "{shell}");
        for (read, text) in read.iter().zip(&texts) {
            assert_eq!(read, text, "{shell}");
        }
        // Negative controls: as it stands, and in double quotes.
        let probes = ["a b".to_owned(), "$HOME".to_owned(), "`echo x`".to_owned()];
        assert_ne!(shell_reads(shell, &probes).as_deref(), Some(&probes[..]), "{shell}");
        let quoted = probes.each_ref().map(|probe| format!("\"{probe}\""));
        assert_ne!(shell_reads(shell, &quoted).as_deref(), Some(&probes[..]), "{shell}");
    }
    if shells == 0 {
        eprintln!("skipped: no shell is installed");
    }
}
