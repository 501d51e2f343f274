//! What must hold for `rules`, whatever the text.

use std::sync::LazyLock;
use untaint::rules::{self, Describe, Keyword, Regex, RuleInfo};
use untaint::{Param, Validator, Violation};

/// A rule of one value, with what its page says of it.
pub struct Rule {
    /// As it is written.
    pub name: &'static str,
    pub validator: Box<dyn Validator<str> + Send + Sync>,
    pub info: RuleInfo,
    pub takes: &'static str,
    pub refuses: &'static str,
    /// A text that it takes.
    pub sample: &'static str,
    /// What it takes is one word or line: never a control or a space at an end.
    pub is_token: bool,
}

static WORD: LazyLock<Regex> = LazyLock::new(|| rules::whole("[a-z0-9_-]+"));

/// A rule and its row of the page.
macro_rules! row {
    ($kind:ident $rule:expr, $name:literal, $sample:expr, $takes:literal, $refuses:literal) => {
        Rule {
            name: $name,
            info: $rule.describe(),
            validator: Box::new($rule),
            takes: $takes,
            refuses: $refuses,
            sample: $sample,
            is_token: stringify!($kind) == "token",
        }
    };
}

/// Every rule of text that needs no other value.
pub static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    vec![
        row!(text rules::required(), "required", "a", "what is there: `Some`, text, items, a ticked box", "`None`, `\"\"`, an empty list"),
        row!(text rules::not_blank(), "not_blank", " a", "something to read", "white space, what cannot be seen"),
        row!(text rules::length(1..=20), "length", "abc", "text or a collection within limits", "what is shorter or longer"),
        row!(text rules::contains("a"), "contains", "bab", "a text with the part in it", "others"),
        row!(text rules::not_contains("@"), "not_contains", "b", "a text without the part", "one with it"),
        row!(text rules::starts_with("a."), "starts_with", "a.b", "a text that begins with the part", "others"),
        row!(text rules::ends_with("a/"), "ends_with", "ba/", "a text that ends with the part", "others"),
        row!(token rules::one_of(["S", "M+", "L"]), "one_of", "M+", "what is on the list", "anything else, in another case too"),
        row!(text rules::none_of(["admin"]), "none_of", "ann", "what is not on the list", "what is"),
        row!(token rules::pattern(&WORD).with_source("[a-z0-9_-]+"), "pattern", "a-b", "what the expression takes, whole", "a newline behind it, more than 64 KiB"),
        row!(token rules::email(), "email", "ann@example.com", "an address for a public sign-up, international too", "no dot in the domain, quotes, literals, spaces"),
        row!(token rules::email().html5(), "email().html5", "ann@localhost", "exactly what `<input type=email>` takes", "others"),
        row!(token rules::email().rfc5321(), "email().rfc5321", "\" \"@[127.0.0.1]", "a mailbox of the mail protocol", "comments, names, Unicode"),
        row!(token rules::url(), "url", "https://example.com/~ann", "`http` and `https`, a host that can be read", "user names, `\\`, spaces, other schemes, odd spellings"),
        row!(token rules::url().public_hosts(), "url().public_hosts", "https://example.com/", "the same on public hosts", "`localhost`, private addresses, names without a dot"),
        row!(token rules::domain(), "domain", "example.com", "labels with dots, IDN, a top level of letters", "one label, a dot at the end, a port, `_`"),
        row!(token rules::ip(), "ip", "::1", "IPv4 and IPv6", "a prefix, a zone, brackets"),
        row!(token rules::ipv4(), "ipv4", "192.0.2.1", "four decimal numbers", "leading zeros, `0x7f.1`"),
        row!(token rules::ipv6(), "ipv6", "2001:db8::1", "every form of RFC 4291", "a zone, brackets"),
        row!(token rules::cidr(), "cidr", "192.0.2.0/24", "an address and the length of a prefix", "a length that is too long, or has a leading zero"),
        row!(token rules::mac(), "mac", "00:1A:2b:3C:4D:5E", "six pairs with colons", "other signs between them"),
        row!(token rules::mac().hyphens(), "mac().hyphens", "00-1A-2b-3C-4D-5E", "six pairs with colons or hyphens", "both in one"),
        row!(token rules::port(), "port", "8080", "1 to 65535", "0, signs, leading zeros"),
        row!(token rules::uuid(), "uuid", "123e4567-e89b-12d3-a456-426614174000", "36 characters, any version", "braces, `urn:`, no hyphens"),
        row!(token rules::uuid().v4().v7(), "uuid().v4", "123e4567-e89b-42d3-a456-426614174000", "the versions that are named", "others"),
        row!(token rules::ulid(), "ulid", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "26 digits of Crockford's base 32", "more than 128 bits"),
        row!(token rules::slug(), "slug", "a-b", "lower-case words joined by single `-`", "capitals, `_`, `--`"),
        row!(token rules::hex(), "hex", "0aF", "hexadecimal digits", "`0x`, nothing"),
        row!(token rules::hex_color(), "hex_color", "#fA8", "`#` and 3, 4, 6 or 8 digits", "names, `rgb()`"),
        row!(token rules::base64(), "base64", "Zg==", "with its padding", "line breaks, `-` and `_`, nothing"),
        row!(token rules::base64url(), "base64url", "Zg", "with its padding or without", "`+` and `/`, nothing"),
        row!(token rules::jwt(), "jwt", "a.b.c", "three parts of base64url", "an empty signature"),
        row!(token rules::semver(), "semver", "1.0.0-rc.1+5", "Semantic Versioning 2.0.0", "a `v` in front, two numbers"),
        row!(token rules::alphanumeric(), "alphanumeric", "aB3", "letters and digits of ASCII", "nothing, anything else"),
        row!(token rules::alphanumeric().unicode(), "alphanumeric().unicode", "Füße", "letters and digits of all scripts", "nothing, signs, what is hidden"),
        row!(text rules::ascii(), "ascii", "a\n", "ASCII, controls too", "anything beyond"),
        row!(text rules::no_control(), "no_control", "a b", "text on one line", "line ends, tabs, NUL, C1 controls"),
        row!(text rules::single_line(), "single_line", "a\tb", "one line", "LF, CR, VT, FF, NEL, U+2028, U+2029"),
        row!(text rules::no_hidden(), "no_hidden", "a\nb", "what can be seen, line ends", "overrides of direction, zero-width spaces"),
        row!(text rules::no_markup(), "no_markup", "a < b", "plain text", "tags, comments, declarations"),
        row!(token rules::username(), "username", "zoë.müller", "letters of one script, digits, single `.`, `-`, `_`", "mixed scripts, what is hidden, spaces"),
        row!(token rules::phone_e164(), "phone_e164", "+14155552671", "`+` and 7 to 15 digits", "spaces, `00` in front"),
        row!(token rules::credit_card(), "credit_card", "4111-1111-1111-1111", "12 to 19 digits, Luhn", "a wrong check digit, zero in front"),
        row!(token rules::iban(), "iban", "DE89370400440532013000", "whole or in groups of four", "small letters, countries without IBAN"),
        row!(token rules::iso_date(), "iso_date", "2024-02-29", "a day that the calendar has", "other orders and signs"),
        row!(token rules::iso_datetime(), "iso_datetime", "2024-02-29T12:34:56Z", "RFC 3339", "no seconds, no distance from UTC"),
        row!(token rules::iso_time(), "iso_time", "08:30", "hours and minutes, seconds if there are", "24:00, a distance from UTC"),
        row!(token rules::before("2024-01-01"), "before", "2023-12-31", "a date before the limit", "the limit, what is no date"),
        row!(token rules::after("2024-01-01").or_equal(), "after", "2024-01-01", "a date after the limit", "the limit unless `or_equal`, what is no date"),
        row!(token rules::mime(), "mime", "text/html; charset=utf-8", "a type with parameters", "wildcards, line ends"),
        row!(token rules::language_tag(), "language_tag", "zh-Hant-TW", "well-formed BCP 47", "`_`"),
        row!(token rules::country(), "country", "NZ", "ISO 3166-1, two capitals", "`UK`, `XK`, three letters"),
        row!(token rules::currency(), "currency", "NZD", "ISO 4217, three capitals", "`BTC`, signs"),
        row!(text rules::json(), "json", "[1]", "one value of RFC 8259", "single quotes, a comma at the end"),
        row!(text rules::strong_password(), "strong_password", "crag.lantern.7.teapot", "what is hard to guess", "words, dates, rows of keys"),
    ]
});

/// What the page shows of a rule: its code, its limits, the attributes and the keywords.
pub fn row_of(rule: &Rule) -> String {
    let words = |words: Vec<String>| words.join(", ");
    let code = |text: &str| format!("`{}`", text.replace('|', "\\|"));
    let params = words(rule.info.params().map(|(name, _)| code(name)).collect());
    let html = words(
        rule.info
            .html()
            .map(|(name, value)| if value.is_empty() { code(name) } else { code(&format!("{name}={value}")) })
            .collect(),
    );
    let schema =
        words(rule.info.schema().map(|(keyword, value)| code(&keyword_of(keyword, value))).collect());
    format!(
        "| [`{}`]({}) | {} | {} | `{}` | {params} | {html} | {schema} |",
        rule.name,
        rule.name.split('(').next().expect("a name").to_owned() + "()",
        rule.takes,
        rule.refuses,
        rule.info.code(),
    )
}

fn keyword_of(keyword: &str, value: &Keyword) -> String {
    match value {
        // The attribute has it already.
        Keyword::One(Param::Text(_)) if keyword == "pattern" => keyword.to_owned(),
        Keyword::One(value) => format!("{keyword}={value}"),
        _ => keyword.to_owned(),
    }
}

/// The expressions that a page and a schema are told, where there is one.
struct Told {
    html: Option<Regex>,
    schema: Option<Regex>,
}

static TOLD: LazyLock<Vec<Told>> = LazyLock::new(|| {
    let read = |pattern: &str| Regex::new(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
    let html = |info: &RuleInfo| {
        info.html().find_map(|(name, value)| (name == "pattern").then(|| read(&format!("^(?:{value})$"))))
    };
    let schema = |info: &RuleInfo| {
        info.schema().find_map(|(keyword, value)| match value {
            Keyword::One(Param::Text(pattern)) if keyword == "pattern" => Some(read(pattern)),
            _ => None,
        })
    };
    ALL.iter().map(|rule| Told { html: html(&rule.info), schema: schema(&rule.info) }).collect()
});

/// Everything that holds for `rules`.
pub fn rules_holds(text: &str) {
    for (rule, told) in ALL.iter().zip(TOLD.iter()) {
        // It takes milliseconds; its own test has it.
        if rule.name != "strong_password" {
            rule_keeps_its_word(rule, text, |rule, text| rule.validator.check(text));
            what_is_told_is_true(rule, told, text);
        }
    }
    email_is_that_of_html(text, |text| rules::email().html5().check(text).is_ok());
}

/// A token is one line without blanks at its ends, a violation has the code of its rule and nothing of the text.
pub fn rule_keeps_its_word(rule: &Rule, text: &str, check: impl Fn(&Rule, &str) -> Result<(), Violation>) {
    match check(rule, text) {
        Ok(()) if rule.is_token => {
            assert!(!text.is_empty(), "{} takes nothing", rule.name);
            let is_plain =
                |c: char| !c.is_control() && !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2028}' | '\u{2029}');
            // A tab may stand before a parameter of a media type.
            assert!(
                text.chars().all(|c| is_plain(c) || c == '\t' && rule.name == "mime"),
                "{} takes {text:?}",
                rule.name
            );
            assert_eq!(text.trim(), text, "{} takes blanks", rule.name);
        }
        Ok(()) => {}
        Err(violation) => {
            assert_eq!(violation.code(), rule.info.code());
            let of_program = rule.info.params().map(|(name, _)| name).collect::<Vec<_>>();
            for (name, _) in violation.params() {
                assert!(of_program.contains(&name) || name == "unit", "{} tells {name}", rule.name);
            }
        }
    }
}

/// An attribute of HTML refuses nothing that the rule takes; a pattern of a schema takes the same.
fn what_is_told_is_true(rule: &Rule, told: &Told, text: &str) {
    let is_taken = rule.validator.check(text).is_ok();
    if is_taken {
        // A control asks for no pattern where its value is empty.
        let passes = text.is_empty() || told.html.as_ref().is_none_or(|pattern| pattern.is_match(text));
        assert!(passes, "a browser refuses {text:?}, which {} takes", rule.name);
        for (name, value) in rule.info.html() {
            let units = text.encode_utf16().count();
            match (name, value.parse::<usize>()) {
                ("maxlength", Ok(max)) => assert!(units <= max, "{} takes {units} units", rule.name),
                ("minlength", Ok(min)) => assert!(units >= min, "{} takes {units} units", rule.name),
                _ => {}
            }
        }
    }
    if let Some(schema) = &told.schema {
        // The one rule with a limit of length beside its pattern.
        let is_short = rule.name != "pattern" || text.len() <= 65_536;
        assert_eq!(
            schema.is_match(text) && is_short,
            is_taken,
            "the schema of {} says something else of {text:?}",
            rule.name
        );
    }
}

/// `email().html5()` takes what the regular expression of the HTML standard takes.
pub fn email_is_that_of_html(text: &str, is_email: impl Fn(&str) -> bool) {
    static WHATWG: LazyLock<Regex> = LazyLock::new(|| {
        let label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
        Regex::new(&format!(r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{label}(?:\.{label})*$"))
            .expect("the expression")
    });
    assert_eq!(is_email(text), WHATWG.is_match(text), "html5 is the expression of HTML for {text:?}");
}
