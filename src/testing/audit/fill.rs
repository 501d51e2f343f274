//! A form as somebody fills it who means well: by the type, the name, the label and the limits of each field.

use super::marker::Marker;
use super::message::{File, Value};
use super::page::Control;
use super::words;
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

/// One black pixel.
pub(super) const PNG: &[u8] =
    b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\
    \0\0\0\x0AIDAT\x78\xDA\x63\x60\0\0\0\x02\0\x01\xE5\x27\xDE\xFC\0\0\0\0IEND\xAE\x42\x60\x82";

/// What a good password has, with a marker in it.
pub(super) fn password(marker: Marker) -> String {
    format!("{marker}-7aA!")
}

/// The value of a field, with the marker where it fits; `None` where a browser would send nothing.
pub(super) fn value(control: &Control, marker: Marker) -> Option<Value> {
    let text = |text: String| Some(Value::Text(text));
    match control.kind.as_str() {
        "submit" | "button" | "reset" | "image" => None,
        "hidden" if words::is_token(&control.name) || looks_minted(&control.value) => {
            Some(Value::Fresh(control.value.clone()))
        }
        "checkbox" => (control.is_checked || control.is_required).then(|| {
            Value::Text(if control.attr("value").is_some() { control.value.clone() } else { "on".to_owned() })
        }),
        "hidden" | "radio" | "color" | "range" => text(control.value.clone()),
        "select" => {
            let chosen = control.options.iter().find(|option| !option.is_empty());
            let chosen = if control.value.is_empty() { chosen } else { Some(&control.value) };
            text(chosen.cloned().unwrap_or_default())
        }
        "file" => Some(Value::File(file(control, marker))),
        "number" => text(number(control)),
        "date" => text("2025-06-15".to_owned()),
        "time" => text("12:30".to_owned()),
        "datetime-local" => text("2025-06-15T12:30".to_owned()),
        "month" => text("2025-06".to_owned()),
        "week" => text("2025-W24".to_owned()),
        "tel" => text("+12015550123".to_owned()),
        "email" => text(format!("{marker}@example.com")),
        "url" => text(format!("https://{marker}.example/")),
        "password" => text(password(marker)),
        _ => text(free(control, marker)),
    }
}

/// A text that nothing but its name and its limits describe.
fn free(control: &Control, marker: Marker) -> String {
    if let Some(pattern) = control.attr("pattern") {
        if let Some(sample) = matching(pattern, marker) {
            return sample;
        }
    }
    let name = if control.name.is_empty() { &control.label } else { &control.name };
    let hint = format!("{name} {} {}", control.label, control.attr("placeholder").unwrap_or_default());
    let has = |list: &[&str]| words::words(&hint).iter().any(|word| list.contains(&&**word));
    let text = if words::is_token(&control.name) {
        control.value.clone()
    } else if has(&["email", "mail"]) {
        format!("{marker}@example.com")
    } else if words::is_password(name) {
        password(marker)
    } else if words::is_link(name) {
        format!("https://{marker}.example/")
    } else if words::is_target(name) {
        format!("/{marker}")
    } else if has(&["age", "alter", "edad"]) {
        "42".to_owned()
    } else if has(&[
        "amount", "quantity", "count", "qty", "price", "number", "year", "zip", "menge", "betrag",
    ]) {
        "12".to_owned()
    } else if has(&["phone", "tel", "telephone", "mobile"]) {
        "+12015550123".to_owned()
    } else if has(&["date", "day", "birthday", "datum"]) {
        "2025-06-15".to_owned()
    } else if control.kind == "textarea" {
        format!("Some {marker} words.")
    } else {
        marker.to_string()
    };
    match control.number("maxlength") {
        Some(most) if text.chars().count() > most => {
            let short = marker.to_string();
            if short.len() <= most { short } else { short.chars().take(most).collect() }
        }
        _ => match control.number("minlength") {
            Some(least) if text.len() < least => format!("{text}{}", "a".repeat(least - text.len())),
            _ => text,
        },
    }
}

/// A text that fits a pattern: the marker, if it does, or what proptest makes of the expression.
fn matching(pattern: &str, marker: Marker) -> Option<String> {
    let strategy =
        proptest::string::string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).ok()?;
    let letters_do = pattern.contains("a-z") || pattern.contains("\\w") || pattern.contains('.');
    if letters_do && !pattern.contains(['@', '/', '{']) {
        return Some(marker.to_string());
    }
    let tree = strategy.new_tree(&mut TestRunner::deterministic()).ok()?;
    Some(tree.current()).filter(|text: &String| !text.is_empty())
}

fn number(control: &Control) -> String {
    if !control.value.is_empty() {
        return control.value.clone();
    }
    let bound = |name: &str| control.attr(name).and_then(|text| text.trim().parse::<i64>().ok());
    let usual = if words::words(&control.name).iter().any(|word| word == "age") { 42 } else { 12 };
    let low = bound("min").unwrap_or(usual);
    let high = bound("max").unwrap_or(low.max(usual));
    usual.clamp(low.min(high), high.max(low)).to_string()
}

/// A small good file of a kind that the field takes.
fn file(control: &Control, marker: Marker) -> File {
    let accept = control.attr("accept").unwrap_or_default().to_ascii_lowercase();
    let takes = |words: &[&str]| words.iter().any(|word| accept.contains(word));
    if accept.is_empty() || takes(&["image/*", "png", "*/*"]) {
        return File { name: format!("{marker}.png"), mime: "image/png".to_owned(), bytes: PNG.to_vec() };
    }
    if takes(&["pdf"]) {
        let bytes = format!("%PDF-1.4\n% {marker}\ntrailer<<>>\n%%EOF\n").into_bytes();
        return File { name: format!("{marker}.pdf"), mime: "application/pdf".to_owned(), bytes };
    }
    if takes(&["csv"]) {
        let bytes = format!("name,sum\n{marker},2\n").into_bytes();
        return File { name: format!("{marker}.csv"), mime: "text/csv".to_owned(), bytes };
    }
    plain_file(marker)
}

pub(super) fn plain_file(marker: Marker) -> File {
    let bytes = format!("Some {marker} words.\n").into_bytes();
    File { name: format!("{marker}.txt"), mime: "text/plain".to_owned(), bytes }
}

/// Long, and of letters and digits in no order that people write: made by a program, and perhaps good once.
pub(super) fn looks_random(value: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-_=+/.".contains(c);
    value.len() >= 16
        && value.chars().all(is_word)
        && value.contains(|c: char| c.is_ascii_digit())
        && value.contains(|c: char| c.is_ascii_alphabetic())
}

/// As [`looks_random`], and shorter: a hidden field that a program filled in.
fn looks_minted(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let is_word = value.bytes().all(|byte| byte.is_ascii_alphanumeric());
    looks_random(value)
        || is_word && value.len() >= 8 && digits > 0 && digits < value.len()
        || is_word && value.len() >= 12 && digits == value.len()
}
