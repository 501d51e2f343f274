//! What several test files share. The fuzz crate includes `properties.rs` by path.

#![allow(dead_code, reason = "each test file is its own crate and uses its part")]

pub mod properties;
pub mod sanitize;

use serde::de::DeserializeOwned;

/// The rows of `tests/data/<name>`: JSON Lines, split on LF only, because the strings hold every other separator.
pub fn rows<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = format!("{}/tests/data/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let rows: Vec<T> = text
        .split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{path}: {error}: {line}")))
        .collect();
    assert!(!rows.is_empty(), "{path} holds no case");
    rows
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
