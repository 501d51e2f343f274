//! Prints how often each rule agrees with the labelled texts of `tests/data/rules`, beside the rules of that name of
//! other libraries: those in Rust measured here, the others by figures that were stored when they were measured on the
//! whole set that the texts are a sample of.

use serde_json::Value;
use untaint::Validator;
use untaint::rules;

type Rule = fn(&str) -> bool;

/// A rule: its name in the data, the label of its mode, ours, and validator's, garde's and validify's.
struct Line {
    rule: &'static str,
    mode: &'static str,
    ours: Rule,
    peers: [Option<Rule>; 3],
    /// `WTForms`, Django, validator.js and zod: per cent, stored.
    stored: [Option<u8>; 4],
}

fn takes(rule: &impl Validator<str>, text: &str) -> bool {
    rule.check(text).is_ok()
}

const LINES: &[Line] = &[
    Line {
        rule: "email",
        mode: "practice",
        ours: |text| takes(&rules::email(), text),
        peers: peers::EMAIL,
        stored: [Some(98), Some(90), Some(95), Some(84)],
    },
    Line {
        rule: "email",
        mode: "HTML5",
        ours: |text| takes(&rules::email().html5(), text),
        peers: peers::EMAIL,
        stored: [Some(75), Some(73), Some(68), Some(100)],
    },
    Line {
        rule: "email",
        mode: "RFC5321",
        ours: |text| takes(&rules::email().rfc5321(), text),
        peers: peers::EMAIL,
        stored: [Some(78), Some(82), Some(85), Some(76)],
    },
    Line {
        rule: "url",
        mode: "practice",
        ours: |text| takes(&rules::url(), text),
        peers: peers::URL,
        stored: [Some(87), Some(86), Some(91), Some(44)],
    },
    only("ipv4", |text| takes(&rules::ipv4(), text), peers::IPV4, [Some(100), Some(100), Some(100), None]),
    only("ipv6", |text| takes(&rules::ipv6(), text), peers::IPV6, [Some(97), Some(97), Some(97), None]),
    only(
        "credit_card",
        |text| takes(&rules::credit_card(), text),
        peers::CARD,
        [None, None, Some(100), None],
    ),
    only(
        "phone_e164",
        |text| takes(&rules::phone_e164(), text),
        peers::PHONE,
        [None, None, Some(78), Some(100)],
    ),
    only("ascii", |text| takes(&rules::ascii(), text), peers::ASCII, [None; 4]),
    only("alphanumeric_ascii", |text| takes(&rules::alphanumeric(), text), peers::ALPHANUMERIC, [None; 4]),
    only("no_control", |text| takes(&rules::no_control(), text), peers::NO_CONTROL, [None; 4]),
    only("uuid", |text| takes(&rules::uuid(), text), [None; 3], [Some(74), None, None, None]),
    only("mac", |text| takes(&rules::mac(), text), [None; 3], [Some(93), None, None, Some(93)]),
    only("slug", |text| takes(&rules::slug(), text), [None; 3], [None, Some(76), Some(100), None]),
    only("semver", |text| takes(&rules::semver(), text), [None; 3], [None, None, Some(100), None]),
    only("iso_date", |text| takes(&rules::iso_date(), text), [None; 3], [None, None, Some(100), Some(100)]),
    only(
        "datetime_rfc3339",
        |text| takes(&rules::iso_datetime(), text),
        [None; 3],
        [None, None, Some(95), Some(90)],
    ),
    only("hex_color", |text| takes(&rules::hex_color(), text), [None; 3], [None; 4]),
    only("hex", |text| takes(&rules::hex(), text), [None; 3], [None; 4]),
    only("base64", |text| takes(&rules::base64(), text), [None; 3], [None, None, Some(100), Some(100)]),
    only("jwt", |text| takes(&rules::jwt(), text), [None; 3], [None, None, Some(88), Some(69)]),
    only("domain", |text| takes(&rules::domain(), text), [None; 3], [None, Some(100), Some(100), None]),
    only("iban", |text| takes(&rules::iban(), text), [None; 3], [None, None, Some(96), None]),
    only("json", |text| takes(&rules::json(), text), [None; 3], [None; 4]),
];

/// A rule with one mode.
const fn only(rule: &'static str, ours: Rule, peers: [Option<Rule>; 3], stored: [Option<u8>; 4]) -> Line {
    Line { rule, mode: "", ours, peers, stored }
}

mod peers {
    use super::Rule;
    use garde::rules as garde;
    use validator::{
        ValidateCreditCard, ValidateEmail, ValidateIp, ValidateNonControlCharacter, ValidateUrl,
    };

    type Three = [Option<Rule>; 3];

    pub const EMAIL: Three = [
        Some(|text| text.validate_email()),
        Some(|text| garde::email::apply(&text, ()).is_ok()),
        Some(|text| validify::validate_email(text)),
    ];
    pub const URL: Three = [
        Some(ValidateUrl::validate_url),
        Some(|text| garde::url::apply(&text, ()).is_ok()),
        Some(|text| validify::validate_url(text)),
    ];
    pub const IPV4: Three = [
        Some(|text| text.validate_ipv4()),
        Some(|text| garde::ip::apply(&text, (garde::ip::IpKind::V4,)).is_ok()),
        Some(|text| validify::validate_ip_v4(text)),
    ];
    pub const IPV6: Three = [
        Some(|text| text.validate_ipv6()),
        Some(|text| garde::ip::apply(&text, (garde::ip::IpKind::V6,)).is_ok()),
        Some(|text| validify::validate_ip_v6(text)),
    ];
    pub const CARD: Three = [
        Some(|text| text.validate_credit_card()),
        Some(|text| garde::credit_card::apply(&text, ()).is_ok()),
        Some(|text| validify::validate_credit_card(text)),
    ];
    pub const PHONE: Three = [
        None,
        Some(|text| garde::phone_number::apply(&text, ()).is_ok()),
        Some(|text| validify::validate_phone(text)),
    ];
    pub const ASCII: Three = [None, Some(|text| garde::ascii::apply(&text, ()).is_ok()), None];
    pub const ALPHANUMERIC: Three = [None, Some(|text| garde::alphanumeric::apply(&text, ()).is_ok()), None];
    pub const NO_CONTROL: Three = [
        Some(|text| text.validate_non_control_character()),
        None,
        Some(|text| validify::validate_non_control_character(text)),
    ];
}

/// The texts of a rule and mode with their labels.
fn cases(rule: &str, mode: &str) -> Vec<(String, bool)> {
    let file = if matches!(rule, "email" | "url") { rule } else { "samples" };
    let path = format!("{}/../tests/data/rules/{file}.jsonl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the table");
    text.split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str::<Value>(line).expect("a row"))
        .filter(|row| if mode.is_empty() { row["rule"] == rule } else { row["source"] == mode })
        .map(|row| (row["input"].as_str().expect("a text").to_owned(), row["valid"] == true))
        .collect()
}

fn main() {
    println!(
        "| rule | mode | texts | untaint | validator | garde | validify | WTForms | Django | validator.js | zod |"
    );
    println!("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for line in LINES {
        let cases = cases(line.rule, line.mode);
        let agreement = |rule: Rule| {
            let right = cases.iter().filter(|(text, label)| rule(text) == *label).count();
            format!("{}", right * 100 / cases.len().max(1))
        };
        let mut cells = vec![agreement(line.ours)];
        cells.extend(line.peers.iter().map(|peer| peer.map_or("–".into(), agreement)));
        cells.extend(
            line.stored.iter().map(|stored| stored.map_or("–".into(), |stored| format!("({stored})"))),
        );
        println!("| `{}` | {} | {} | {} |", line.rule, line.mode, cases.len(), cells.join(" | "));
    }
    println!();
    println!(
        "Per cent of the texts that the rule takes or refuses as their label says; in parentheses, figures stored."
    );
    println!("serde_valid has none of these rules.");
}
