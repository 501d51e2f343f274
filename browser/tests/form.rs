//! Forms as `untaint::form` shows them: the browser refuses nothing that the server takes, what was typed comes back and
//! is inert, each error is announced, and the first has the focus.

use serde_json::{Value, json};
use std::process::ExitCode;
use std::time::Duration;
use untaint::form::Submission;
use untaint::{Form, attr::AttrName};
use untaint_browser::site::Page;
use untaint_browser::suite::{World, run};

const PAGE: &str = "https://app.test/form";

fn main() -> ExitCode {
    run(&[
        ("nothing_that_the_server_takes_is_refused", nothing_that_the_server_takes_is_refused),
        ("an_attribute_that_is_too_narrow_is_found_out", an_attribute_that_is_too_narrow_is_found_out),
        ("what_was_typed_comes_back", what_was_typed_comes_back),
        ("hostile_values_are_inert", hostile_values_are_inert),
        (
            "errors_are_announced_and_the_first_has_the_focus",
            errors_are_announced_and_the_first_has_the_focus,
        ),
    ])
}

#[derive(Form, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Plan {
    Free,
    Team,
}

/// A field for each rule that has an attribute, and for each kind of control; all may be left blank, so that one is
/// looked at alone.
#[derive(Form)]
struct Fields {
    #[validate(length(3..=6))]
    chars: Option<String>,
    #[validate(length(3..=6, utf16))]
    units: Option<String>,
    #[validate(length(3..=6, bytes))]
    bytes: Option<String>,
    #[clean(trim)]
    #[validate(length(3..=6), slug)]
    trimmed: Option<String>,
    #[clean(collapse_whitespace)]
    #[validate(length(3..=6))]
    collapsed: Option<String>,
    #[clean(lowercase)]
    #[validate(length(3..=6), slug)]
    lowered: Option<String>,
    #[validate(email(html5))]
    mail: Option<String>,
    #[clean(trim)]
    #[validate(email(html5))]
    trimmed_mail: Option<String>,
    #[validate(email)]
    any_mail: Option<String>,
    #[validate(url)]
    site: Option<String>,
    #[clean(trim)]
    #[validate(url)]
    trimmed_site: Option<String>,
    #[validate(phone_e164)]
    phone: Option<String>,
    #[validate(pattern("[a-z]{2,3}"))]
    letters: Option<String>,
    #[validate(not_blank)]
    read: Option<String>,
    small: Option<u8>,
    signed: Option<i8>,
    wide: Option<u64>,
    widest: Option<i64>,
    #[validate(range(18..=120))]
    age: Option<u8>,
    #[validate(multiple_of(5))]
    steps: Option<i16>,
    #[validate(multiple_of(5), range(7..=42))]
    some_steps: Option<u32>,
    #[validate(range(0.1..=2.5))]
    ratio: Option<f64>,
    #[validate(multiple_of(0.01))]
    price: Option<f64>,
    #[validate(after("2024-01-01"))]
    day: Option<String>,
}

const TEXTS: &[&str] = &[
    "a",
    "ab",
    "abc",
    "abcdef",
    "abcdefg",
    "a-b",
    " abc ",
    "\u{a0}abc\u{3000}",
    "  abcdef  ",
    "a   b",
    "ABC",
    "ABCDEF",
    "é",
    "éé",
    "ééé",
    "éééééé",
    "日本",
    "日本語",
    "😀",
    "😀😀",
    "😀😀😀",
    "😀😀😀😀😀😀",
    "e\u{301}e\u{301}",
    "İİİ",
    "ab\u{200b}",
    "a@b",
    "a@b.co",
    " a@b.co ",
    "\u{a0}a@b.co",
    "a@bücher.example",
    "ü@b.co",
    "\"a b\"@b.co",
    "https://example.com/",
    " https://example.com/ ",
    "\u{a0}https://example.com/",
    "https://bücher.example/ä?ö",
    "http://a.example/%zz",
    "https://[::1]/",
    "+4366012345678",
    "+12125550123",
    "+1 415 555",
    "aa",
    "zzz",
    "x",
    ".",
    "\u{3000}",
    "2024-01-01",
    "2023-12-31",
    "9999-12-31",
    "2024-02-29",
    "1999-06-30",
    "0001-01-01",
];

const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "5",
    "-5",
    "7",
    "10",
    "17",
    "18",
    "40",
    "42",
    "45",
    "119",
    "120",
    "121",
    "127",
    "128",
    "-128",
    "-129",
    "255",
    "256",
    "32765",
    "-32765",
    "9007199254740991",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "007",
    "-0",
    "0.1",
    "0.10",
    ".5",
    "2.5",
    "2.51",
    "0.09999",
    "1e0",
    "19.99",
    "0.07",
    "1000000.01",
    "-0.01",
    "1e-2",
    "1.5e300",
];

/// Which of the values the control refuses, set as typing would; a length is judged only once somebody has typed, so it
/// is compared as the standard does.
const REFUSES: &str = r"([id, values]) => {
    const field = document.getElementById(id);
    return values.filter(value => {
        field.value = value;
        const long = field.maxLength >= 0 && field.value.length > field.maxLength;
        const short = field.minLength >= 0 && field.value !== '' && field.value.length < field.minLength;
        return !field.checkValidity() || long || short;
    });
}";

/// Those of the texts that the server takes for this field alone.
fn taken(name: &str, texts: &[&'static str]) -> Vec<&'static str> {
    let takes = |text: &&str| {
        let form = Submission::<Fields>::parse([(name, *text)]).expect("a small form");
        form.value().is_some()
    };
    texts.iter().copied().filter(takes).collect()
}

fn nothing_that_the_server_takes_is_refused(world: &World) {
    let form = Submission::<Fields>::blank();
    let mut visitor = world.visitor();
    let page = format!("<!doctype html><meta charset=utf-8><form>{}</form>", form.view().rows());
    visitor.open(PAGE, Page::Html(page)).expect("the page");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for field in form.view().fields() {
        let mut values = taken(field.name(), TEXTS);
        values.extend(taken(field.name(), NUMBERS));
        count += values.len();
        assert!(values.len() > 1, "{}: only {values:?} are taken", field.name());
        let refused = visitor.ask(REFUSES, &json!([field.id(), values]));
        if refused != json!([]) {
            wrong.push(format!("{} {}: {refused}", field.name(), field.input()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 300, "only {count} values were tried");
}

/// The control.
fn an_attribute_that_is_too_narrow_is_found_out(world: &World) {
    let mut visitor = world.visitor();
    let page = "<!doctype html><meta charset=utf-8><input id=a type=email><input id=b maxlength=3><input id=c type=number step=5 min=1>";
    visitor.open(PAGE, Page::Html(page.to_owned())).expect("the page");
    for (id, taken, refused) in [("a", "a@b.co", "\u{a0}a@b.co"), ("b", "abc", "😀😀"), ("c", "6", "5")] {
        assert_eq!(visitor.ask(REFUSES, &json!([id, [taken, refused]])), json!([refused]), "{id}");
    }
}

/// A form of each kind of control.
#[derive(Form)]
struct Controls {
    text: String,
    note: String,
    number: i32,
    ratio: f64,
    #[validate(email(html5))]
    mail: String,
    #[validate(url)]
    site: String,
    #[form(label = "The \"plan\" <b>")]
    plan: Option<Plan>,
    plans: Vec<Plan>,
    tags: Vec<String>,
    is_on: bool,
    #[validate(secret, length(8..))]
    password: String,
}

/// Names and values as the page would send them.
const SENT: &str = r"() => Array.from(new FormData(document.querySelector('form')))";

fn shown(form: &Submission<Controls>) -> String {
    const ROWS: AttrName<'static> = AttrName::from_static("rows");
    let fields = form.view().fields();
    let rows = fields.iter().map(|field| match field.name() {
        "note" => format!(
            "{}{}{}",
            field.label_html(),
            field.clone().attr(&ROWS, "3").textarea(),
            field.errors_html()
        ),
        _ => field.row().into_string(),
    });
    let rows: String = rows.collect();
    let summary = form.view().summary();
    format!(
        "<!doctype html><meta charset=utf-8><title>x</title>{summary}<form novalidate>{rows}<button>Go</button></form>"
    )
}

fn what_was_typed_comes_back(world: &World) {
    let mut visitor = world.visitor();
    for sent in [
        &[
            ("text", " a\u{a0}"),
            ("note", "\n\na\nb"),
            ("number", "twenty"),
            ("ratio", "1,5"),
            ("mail", " a@b"),
            ("site", "x y "),
        ][..],
        &[
            ("text", "\t"),
            ("note", ""),
            ("number", "007"),
            ("ratio", ".5"),
            ("mail", "a@bü.co"),
            ("site", "https://bü.co"),
        ],
        &[
            ("text", "x"),
            ("number", "5.5"),
            ("ratio", "1e999"),
            ("tags", "a"),
            ("tags", " b"),
            ("plans", "free"),
            ("plans", "team"),
        ],
        &[
            ("text", "x"),
            ("number", " 5"),
            ("ratio", "-0"),
            ("plan", "team"),
            ("is_on", "true"),
            ("mail", "a@b.co\t"),
        ],
        &[("text", "😀\u{202e}"), ("number", "1e3"), ("ratio", "99999999999999999999"), ("site", "\u{a0}")],
    ] {
        let form = Submission::<Controls>::parse(sent.iter().copied().chain([("password", "hunter2")]))
            .expect("a small form");
        visitor.open(PAGE, Page::Html(shown(&form))).expect("the page");
        let answer = visitor.ask(SENT, &Value::Null);
        let pairs = answer.as_array().expect("a list").iter();
        let pairs =
            pairs.map(|pair| (pair[0].as_str().unwrap_or_default(), pair[1].as_str().unwrap_or_default()));
        // What is blank is sent, too.
        let again: Vec<(&str, &str)> = pairs.filter(|(_, value)| !value.is_empty()).collect();
        let mut expected: Vec<(&str, &str)> =
            sent.iter().copied().filter(|(_, value)| !value.is_empty()).collect();
        let order = |name: &str| form.view().fields().iter().position(|field| field.name() == name);
        expected.sort_by_key(|(name, _)| order(name));
        let again: Vec<(&str, String)> =
            again.into_iter().map(|(name, value)| (name, value.replace("\r\n", "\n"))).collect();
        let expected: Vec<(&str, String)> =
            expected.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
        assert_eq!(again, expected);
        assert!(!visitor.evaluate("document.documentElement.outerHTML").to_string().contains("hunter2"));
    }
}

fn hostile_values_are_inert(world: &World) {
    let mut visitor = world.visitor();
    for hostile in [
        "\"><script>window.__xss(1)</script>",
        "' autofocus onfocus=window.__xss(1) x='",
        "</textarea><img src=x onerror=window.__xss(1)>",
        "</select></option><svg onload=window.__xss(1)>",
        "--><script>window.__xss(1)</script>",
        "javascript:window.__xss(1)",
        "&quot; onfocus=&quot;window.__xss(1)",
    ] {
        let names =
            ["text", "note", "number", "ratio", "mail", "site", "plan", "plans", "tags", "is_on", "password"];
        let form = Submission::<Controls>::parse(names.map(|name| (name, hostile))).expect("a small form");
        visitor.open(PAGE, Page::Html(shown(&form))).expect("the page");
        visitor.settle(Duration::from_millis(20));
        assert_eq!(visitor.take_ran(), [""; 0], "{hostile}");
        let sent = visitor.ask(SENT, &Value::Null);
        let texts = ["text", "note", "number", "ratio", "mail", "site", "tags"];
        for name in texts {
            let is_there =
                sent.as_array().expect("a list").iter().any(|pair| pair[0] == name && pair[1] == hostile);
            assert!(is_there, "{name}: {hostile} in {sent}");
        }
    }
}

/// What each wrong control says of itself, where the links of the summary lead, and what has the focus.
const SAYS: &str = r"() => {
    const text = id => document.getElementById(id)?.textContent ?? null;
    const wrong = Array.from(document.querySelectorAll('[aria-invalid=true]'));
    const links = Array.from(document.querySelectorAll('[role=alert] a'));
    return {
        described: wrong.map(field => [field.id, field.getAttribute('aria-describedby').split(' ').map(text)]),
        links: links.map(link => document.getElementById(decodeURIComponent(link.hash.slice(1))) !== null),
        focus: document.activeElement.id,
        labels: Array.from(document.querySelectorAll('label')).map(label => label.control !== null),
        alert: document.querySelectorAll('[role=alert]').length,
    };
}";

fn errors_are_announced_and_the_first_has_the_focus(world: &World) {
    let mut visitor = world.visitor();
    let sent = [
        ("text", "x"),
        ("note", "y"),
        ("number", "twenty"),
        ("ratio", "1"),
        ("mail", "no"),
        ("site", "https://a.example/"),
    ];
    let form = Submission::<Controls>::parse(sent).expect("a small form");
    visitor.open(PAGE, Page::Html(shown(&form))).expect("the page");
    visitor.settle(Duration::from_millis(50));
    let says = visitor.ask(SAYS, &Value::Null);
    let expected = json!([
        ["number", ["Enter a whole number."]],
        ["mail", [form.field("mail").errors()[0].message()]],
        ["password", [form.field("password").errors()[0].message()]],
    ]);
    assert_eq!(says["described"], expected);
    assert_eq!(says["links"], json!([true, true, true]));
    assert_eq!(says["focus"], "number");
    assert_eq!(says["alert"], 1);
    assert!(
        says["labels"].as_array().expect("a list").iter().all(|is_of_control| *is_of_control == true),
        "{says}"
    );
}
