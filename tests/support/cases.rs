//! The inputs that test files share: rows of `tests/data`, odd characters, all texts over an alphabet.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

/// The rows of `tests/data/<name>`: JSON Lines, split on LF only, because the strings hold every other separator.
pub fn rows<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let rows: Vec<T> = data(name)
        .split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}")))
        .collect();
    assert!(!rows.is_empty(), "{name} holds no case");
    rows
}

/// The text of `tests/data/<name>`.
pub fn data(name: &str) -> String {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A row of `escape/contexts.jsonl`: a value, and the context that it breaks out of.
#[derive(Deserialize)]
pub struct ContextCase {
    pub id: String,
    pub context: String,
    pub value: String,
    /// Whether something ran when the value stood in its page as it is; not measured for all.
    pub live: Option<bool>,
}

pub fn context_cases() -> Vec<ContextCase> {
    rows("escape/contexts.jsonl")
}

/// The page of each context, with `{V}` where the value goes.
pub fn context_templates() -> HashMap<String, String> {
    #[derive(Deserialize)]
    struct Template {
        template: String,
    }
    let templates: HashMap<String, Template> =
        serde_json::from_str(&data("escape/contexts_templates.json")).expect("templates");
    templates.into_iter().map(|(context, page)| (context, page.template)).collect()
}

/// A row of `escape/table.jsonl`.
#[derive(Deserialize)]
pub struct EscapeRow {
    pub f: String,
    #[serde(rename = "in")]
    pub input: String,
    pub out: String,
    pub why: String,
}

pub fn escape_rows() -> Vec<EscapeRow> {
    rows("escape/table.jsonl")
}

/// Every value that was made to break out of some context, and every text of the escapes' table.
pub fn hostile() -> Vec<String> {
    let values = context_cases().into_iter().map(|case| case.value);
    values.chain(escape_rows().into_iter().map(|row| row.input)).collect()
}

/// All texts over an alphabet up to a length.
pub fn all_texts(alphabet: &[char], max_len: usize) -> Vec<String> {
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

/// Every character that parsers, terminals and headers treat in a special way, for use at all places of a text.
pub fn odd_characters() -> Vec<char> {
    let mut odd: Vec<char> = (0..=0x20).chain(0x7F..=0xA0).filter_map(char::from_u32).collect();
    odd.extend("/\\?#@:%[]{}<>\"'`^|*&;,.!~$()+=-_".chars());
    odd.extend([
        '\u{AD}',
        '\u{34F}',
        '\u{2000}',
        '\u{200B}',
        '\u{200D}',
        '\u{200E}',
        '\u{2024}',
        '\u{2028}',
        '\u{2029}',
        '\u{202E}',
        '\u{2044}',
        '\u{2060}',
        '\u{2215}',
        '\u{3000}',
        '\u{3002}',
        '\u{FEFF}',
        '\u{FF0E}',
        '\u{FF0F}',
        '\u{FF1A}',
        '\u{FF20}',
        '\u{FF3C}',
        '\u{FF61}',
        '\u{FFFD}',
        '\u{FFFE}',
        '\u{FFFF}',
        '\u{1D42D}',
        '\u{10FFFF}',
        '\u{130}',
        '\u{131}',
        '\u{17F}',
        '\u{212A}',
        'é',
        '日',
    ]);
    odd
}
