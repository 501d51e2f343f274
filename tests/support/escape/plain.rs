//! Each context as its table says it, character by character: what the fast loops are compared with, byte for byte.

use untaint::escape;

/// What a context makes of a text, the slow way.
type Plain = fn(&str) -> String;

/// The contexts and their tables.
pub const PLAIN: [(&str, Plain); 12] = [
    ("html", |text| each(text, html)),
    ("xml", |text| each(text, xml)),
    ("json_script", |text| each(text, json_script)),
    ("log_line", |text| each(text, log_line)),
    ("js_string", |text| format!("\"{}\"", each(text, js_string))),
    ("css_string", |text| format!("\"{}\"", each(text, css_string))),
    ("url_component", |text| each(text, url_component)),
    ("like", |text| each(text, like)),
    ("like_tsql", |text| each(text, |c| if c == '[' { Some("\\[".to_owned()) } else { like(c) })),
    ("markdown", markdown),
    ("csv_cell", csv_cell),
    ("shell_word", shell_word),
];

/// Every character by itself.
fn each(text: &str, escape: fn(char) -> Option<String>) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match escape(c) {
            Some(escaped) => out.push_str(&escaped),
            None => out.push(c),
        }
    }
    out
}

/// A property: the function writes what the table says.
pub fn agrees_with_the_table<'a>(
    plain: Plain,
    escaper: impl Fn(&str) -> String + 'a,
) -> impl Fn(&str) -> bool + 'a {
    move |text| escaper(text) == plain(text)
}

/// A property: `html_into` appends what `html` returns, and leaves what was there.
pub fn appends_the_same(append: impl Fn(&mut String, &str)) -> impl Fn(&str) -> bool {
    move |text| {
        let mut out = String::from("before é");
        append(&mut out, text);
        out.strip_prefix("before é") == Some(&*escape::html(text))
    }
}

fn html(c: char) -> Option<String> {
    let reference = match c {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '\r' => "&#13;",
        '\0' => "\u{FFFD}",
        _ => return None,
    };
    Some(reference.to_owned())
}

fn xml(c: char) -> Option<String> {
    match c {
        '\t' | '\n' | '\r' => Some(format!("&#{};", u32::from(c))),
        '\0'..='\x1F' | '\u{FFFE}' | '\u{FFFF}' => Some("\u{FFFD}".to_owned()),
        _ => html(c),
    }
}

fn json_script(c: char) -> Option<String> {
    matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}').then(|| format!("\\u{:04x}", u32::from(c)))
}

/// The ranges that `log_line` and the strings for programs call unseen.
fn is_unseen(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || code & 0xFFFE == 0xFFFE
        || matches!(code, 0xAD | 0x34F | 0x61C | 0x3164 | 0xFEFF | 0xFFA0)
        || matches!(code, 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202E)
        || matches!(code, 0x2060..=0x206F | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0F | 0xFFF0..=0xFFFB)
        || matches!(code, 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

fn log_line(c: char) -> Option<String> {
    match c {
        '\\' | '"' => Some(format!("\\{c}")),
        '\n' | '\r' | '\t' => Some(c.escape_default().to_string()),
        _ => is_unseen(c).then(|| format!("\\u{{{:x}}}", u32::from(c))),
    }
}

fn stays_in_a_program(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || " ,-._".contains(c)
    } else {
        c.is_alphanumeric() && !is_unseen(c)
    }
}

fn js_string(c: char) -> Option<String> {
    let units = |c: char| {
        c.encode_utf16(&mut [0; 2])
            .iter()
            .fold(String::new(), |units, unit| units + &format!("\\u{unit:04x}"))
    };
    (!stays_in_a_program(c)).then(|| units(c))
}

fn css_string(c: char) -> Option<String> {
    match c {
        '\0' => Some("\u{FFFD}".to_owned()),
        _ => (!stays_in_a_program(c)).then(|| format!("\\{:x} ", u32::from(c))),
    }
}

fn url_component(c: char) -> Option<String> {
    let bytes =
        |c: char| c.to_string().bytes().fold(String::new(), |bytes, byte| bytes + &format!("%{byte:02X}"));
    (!c.is_ascii_alphanumeric() && !"-._~".contains(c)).then(|| bytes(c))
}

fn like(c: char) -> Option<String> {
    match c {
        '\0' => Some("\u{FFFD}".to_owned()),
        '%' | '_' | '\\' => Some(format!("\\{c}")),
        _ => None,
    }
}

/// All ASCII punctuation changes, and what a line's end or a trim would take.
fn markdown(text: &str) -> String {
    let escape = |c| match c {
        '&' | '<' | '>' | '"' | '\0' => html(c),
        '\\' | '|' | '\t'..='\r' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' => {
            Some(format!("&#{};", u32::from(c)))
        }
        _ => c.is_ascii_punctuation().then(|| format!("\\{c}")),
    };
    let last = text.chars().count().saturating_sub(1);
    text.chars()
        .enumerate()
        .map(|(at, c)| match c {
            ' ' if at == 0 || at == last => "&#32;".to_owned(),
            _ => escape(c).unwrap_or_else(|| c.to_string()),
        })
        .collect()
}

/// The two questions of the docs, then the quotes doubled.
fn csv_cell(text: &str) -> String {
    let begins_formula = || {
        let mut before =
            text.chars().take_while(|c| c.is_whitespace() || is_unseen(*c) || "=+-@＝＋－＠".contains(*c));
        text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="))
            || before.any(|c| "=+-@＝＋－＠\t\r\n".contains(c))
    };
    let at_ends = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let quote = if at_ends || text.contains([',', ';', '|', '\t', '\r', '\n', '"']) { "\"" } else { "" };
    let mark = if begins_formula() { "'" } else { "" };
    format!("{quote}{mark}{}{quote}", text.replace('"', "\"\"").replace('\0', "\u{FFFD}"))
}

fn shell_word(text: &str) -> String {
    if text.contains('\0') {
        return "!escape.nul".to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
