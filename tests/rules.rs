//! The rules of a form: labelled samples, whole properties, and what HTML and JSON Schema are told.

use untaint::{Validator, rules};

#[derive(serde::Deserialize)]
struct Case {
    #[serde(default)]
    rule: String,
    input: String,
    valid: bool,
    #[serde(default)]
    source: String,
}

fn cases(file: &str) -> Vec<Case> {
    let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
    file.split('\n').filter(|line| !line.is_empty()).map(read).collect()
}

/// Asserts that a rule says of each case what its label says.
fn agrees<'r>(cases: &[Case], rule: impl Fn(&Case) -> Option<Box<dyn Validator<str> + 'r>>) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|case| rule(case).is_some_and(|rule| rule.check(&case.input).is_ok() != case.valid))
        .map(|case| format!("{} {} {:?} is {}", case.rule, case.source, case.input, case.valid))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn named(name: &str) -> Option<Box<dyn Validator<str>>> {
    Some(match name {
        "uuid" => Box::new(rules::uuid()),
        "ipv4" => Box::new(rules::ipv4()),
        "ipv6" => Box::new(rules::ipv6()),
        "mac" => Box::new(rules::mac()),
        "hex_color" => Box::new(rules::hex_color()),
        "slug" => Box::new(rules::slug()),
        "iso_date" => Box::new(rules::iso_date()),
        "datetime_rfc3339" => Box::new(rules::iso_datetime()),
        "credit_card" => Box::new(rules::credit_card()),
        "phone_e164" => Box::new(rules::phone_e164()),
        "base64" => Box::new(rules::base64()),
        "jwt" => Box::new(rules::jwt()),
        "semver" => Box::new(rules::semver()),
        "ascii" => Box::new(rules::ascii()),
        "alphanumeric_ascii" => Box::new(rules::alphanumeric()),
        "no_control" => Box::new(rules::no_control()),
        "domain" => Box::new(rules::domain()),
        "hex" => Box::new(rules::hex()),
        "json" => Box::new(rules::json()),
        "iban" => Box::new(rules::iban()),
        _ => panic!("no rule is called {name}"),
    })
}

#[test]
fn samples_of_email() {
    agrees(&cases(include_str!("data/rules/email.jsonl")), |case| {
        Some(match &*case.source {
            "HTML5" => Box::new(rules::email().html5()),
            "RFC5321" => Box::new(rules::email().rfc5321()),
            _ => Box::new(rules::email()),
        })
    });
}

#[test]
fn samples_of_url() {
    agrees(&cases(include_str!("data/rules/url.jsonl")), |_| Some(Box::new(rules::url())));
}

#[test]
fn samples_of_the_others() {
    agrees(&cases(include_str!("data/rules/rules.jsonl")), |case| named(&case.rule));
}
