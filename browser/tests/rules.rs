//! `email().html5()` takes what `<input type=email>` takes, `url()` takes nothing that is no URL, and no attribute that
//! a rule gives to an `input` refuses what the rule takes.

#[path = "../../tests/support/pieces.rs"]
#[allow(dead_code, reason = "it is shared with the crate's own tests")]
mod pieces;

use serde_json::{Value, json};
use std::process::ExitCode;
use untaint::rules::{self, Describe};
use untaint::{Validator, escape};
use untaint_browser::cases::{field, is, rows};
use untaint_browser::engine::Engine;
use untaint_browser::site::Page;
use untaint_browser::strings::{Random, assembled, mutated};
use untaint_browser::suite::{World, run};

const PAGE: &str = "https://app.test/form";

/// What decides about an address, and what is near it.
const OF_EMAIL: &[&str] = &[
    "@",
    ".",
    "-",
    "a",
    "b.co",
    "example.com",
    "+",
    "_",
    "'",
    "\"",
    "(",
    "[",
    "]",
    ":",
    "\\",
    " ",
    ",",
    "1",
    "xn--a",
];

fn main() -> ExitCode {
    run(&[
        ("html5_emails_are_those_of_the_field", html5_emails_are_those_of_the_field),
        ("urls_are_urls", urls_are_urls),
        ("attributes_refuse_nothing_that_the_rule_takes", attributes_refuse_nothing_that_the_rule_takes),
        ("an_attribute_that_is_too_narrow_is_found_out", an_attribute_that_is_too_narrow_is_found_out),
    ])
}

/// Whether the field takes each text: set as its value, as typing would.
const TAKES: &str = r"texts => {
    const field = document.querySelector('input');
    return texts.map(text => { field.value = text; return field.checkValidity(); });
}";

fn html5_emails_are_those_of_the_field(world: &World) {
    let mut visitor = world.visitor();
    let page = "<!doctype html><meta charset=utf-8><input type=email required>";
    visitor.open(PAGE, Page::Html(page.to_owned())).expect("the page");
    let mut random = Random::new(31);
    let rows = rows("rules/email.jsonl");
    let samples: Vec<&str> = rows.iter().map(|row| field(row, "input")).collect();
    let mut texts = pieces::all(OF_EMAIL, 4);
    texts.extend((0..20_000).map(|_| mutated(random.pick(&samples), &mut random)));
    texts.extend(samples.iter().map(|&text| text.to_owned()));
    for length in [62, 63, 64, 65, 254, 255, 320] {
        texts.push(format!("{}@b.co", "a".repeat(length)));
        texts.push(format!("a@{}.co", "b".repeat(length)));
    }
    // A field strips white space at the ends and line ends, and turns hosts of other scripts into ASCII, before it looks:
    // that is not the pattern's doing.
    texts.retain(|text| text.is_ascii() && text.trim() == text && !text.contains(['\r', '\n']));
    let (mut wrong, mut taken) = (Vec::new(), 0);
    for batch in texts.chunks(20_000) {
        let answers = visitor.ask(TAKES, &json!(batch));
        for (text, answer) in batch.iter().zip(answers.as_array().expect("a list")) {
            let ours = rules::email().html5().check(text).is_ok();
            taken += usize::from(ours);
            // Firefox also refuses a host whose label in ACE form stands for nothing, which the standard does not ask.
            let is_narrower = world.engine() == Engine::Firefox && text.contains("xn--") && *answer == false;
            if *answer != ours && !is_narrower {
                wrong.push(format!("{text:?}: the field says {answer}, the rule {ours}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {:#?}", wrong.len(), texts.len(), &wrong[..wrong.len().min(20)]);
    assert!(taken > 500 && taken < texts.len() / 2, "{taken} of {} are taken", texts.len());
}

fn urls_are_urls(world: &World) {
    const PARSES: &str = r"texts => texts.map(text => {
        try { const url = new URL(text); return url.protocol + url.username + url.password; } catch { return null; }
    })";
    let mut visitor = world.visitor();
    let mut random = Random::new(32);
    let rows = rows("rules/url.jsonl");
    let samples: Vec<&str> = rows.iter().map(|row| field(row, "input")).collect();
    let mut texts: Vec<String> = samples.iter().map(|&text| text.to_owned()).collect();
    texts.extend((0..40_000).map(|at| match at % 3 {
        0 => format!("https://{}", assembled(4, &mut random)),
        1 => mutated("https://example.com:8443/path?x=1#y", &mut random),
        _ => mutated(random.pick(&samples), &mut random),
    }));
    texts.retain(|text| rules::url().check(text).is_ok());
    assert!(texts.len() > 2000, "only {} are taken", texts.len());
    visitor.open(PAGE, Page::Html("<!doctype html>".to_owned())).expect("the page");
    let answers = visitor.ask(PARSES, &json!(texts));
    for (text, answer) in texts.iter().zip(answers.as_array().expect("a list")) {
        assert!(*answer == "https:" || *answer == "http:", "{text:?} is {answer}");
    }
}

/// The attributes of a rule, and texts to try.
type Shown = (Vec<(&'static str, String)>, Vec<String>);

/// A rule, and those of the texts that it takes.
fn shown(rule: &(impl Validator<str> + Describe), texts: &[String]) -> Shown {
    let attributes = rule.describe().html().map(|(name, value)| (name, value.to_owned())).collect();
    (attributes, texts.iter().filter(|text| rule.check(text.as_str()).is_ok()).cloned().collect())
}

/// The texts that a field refuses. A length is judged only once somebody has typed, so it is compared as the standard
/// does, in UTF-16 units.
const REFUSES: &str = r"texts => {
    const field = document.querySelector('input');
    return texts.filter(text => {
        field.value = text;
        const long = field.maxLength >= 0 && field.value.length > field.maxLength;
        const short = field.minLength >= 0 && field.value !== '' && field.value.length < field.minLength;
        return !field.checkValidity() || long || short;
    });
}";

/// The texts that a field with these attributes refuses.
fn refused(world: &World, (attributes, texts): &Shown) -> Vec<String> {
    let mut visitor = world.visitor();
    let attributes: Vec<String> =
        attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape::html(value))).collect();
    let page = format!("<!doctype html><meta charset=utf-8><input{}>", attributes.concat());
    visitor.open(PAGE, Page::Html(page)).expect("the page");
    let answer = visitor.ask(REFUSES, &json!(texts));
    answer.as_array().expect("a list").iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The labelled texts of every rule, and what becomes of them by small changes.
fn texts() -> Vec<String> {
    let mut random = Random::new(33);
    let mut texts = Vec::new();
    for file in ["email", "url", "samples", "neighbours"] {
        for row in rows(&format!("rules/{file}.jsonl")) {
            texts.push(field(&row, "input").to_owned());
            if is(&row, "valid") {
                texts.extend((0..8).map(|_| mutated(field(&row, "input"), &mut random)));
            }
        }
    }
    // A field of one line drops line ends, so nobody can type them.
    texts.retain(|text| !text.contains(['\r', '\n']));
    texts.extend(["𝒳", "𝒳𝒳𝒳", "e\u{301}", "🏳️‍🌈", "日本語", "Zoë", ""].map(str::to_owned));
    texts
}

fn attributes_refuse_nothing_that_the_rule_takes(world: &World) {
    let texts = texts();
    let mut wrong = Vec::new();
    let mut count = 0;
    let mut hold = |name: &str, shown: Shown| {
        count += shown.1.len();
        let mut refused = refused(world, &shown);
        // As above: labels in ACE form that stand for nothing.
        refused.retain(|text| !(world.engine() == Engine::Firefox && text.contains("xn--")));
        if !refused.is_empty() {
            wrong.push(format!("{name} {:?}: {refused:?}", shown.0));
        }
    };
    macro_rules! hold {
        ($($rule:expr),* $(,)?) => {$( hold(stringify!($rule), shown(&$rule, &texts)); )*};
    }
    hold! {
        rules::email(), rules::email().html5(), rules::email().rfc5321(), rules::url(), rules::domain(),
        rules::ip(), rules::ipv4(), rules::ipv6(), rules::cidr(), rules::mac(), rules::uuid(), rules::ulid(),
        rules::slug(), rules::phone_e164(), rules::credit_card(), rules::iban(), rules::iso_date(),
        rules::iso_datetime(), rules::iso_time(), rules::hex_color(), rules::hex(), rules::base64(),
        rules::base64url(), rules::jwt(), rules::semver(), rules::mime(), rules::ascii(), rules::alphanumeric(),
        rules::alphanumeric().unicode(), rules::no_control(), rules::single_line(), rules::not_blank(),
        rules::length(2..=6), rules::length(2..=6).bytes(), rules::length(2..=6).utf16(),
        rules::length(2..=6).graphemes(), rules::starts_with("a"), rules::ends_with("m"), rules::contains("."),
        rules::one_of(["Zoë", "::1"]), rules::required(),
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 3000, "only {count} texts were tried");
}

/// The control: `maxlength` as many libraries write it, and a pattern that a browser cannot read as it is meant.
fn an_attribute_that_is_too_narrow_is_found_out(world: &World) {
    let long = (vec![("maxlength", "3".to_owned())], vec!["abc".to_owned(), "𝒳𝒳𝒳".to_owned()]);
    assert_eq!(refused(world, &long), ["𝒳𝒳𝒳"]);
    let pattern = (vec![("pattern", "[a-z]".to_owned())], vec!["a".to_owned(), "ab".to_owned()]);
    assert_eq!(refused(world, &pattern), ["ab"]);
}
