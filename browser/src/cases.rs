//! The labelled samples of `tests/data`.

use serde_json::Value;
use std::path::Path;

/// Reads `tests/data/<name>` of the workspace.
///
/// # Panics
/// When it is not there.
#[must_use]
pub fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads `tests/data/<name>` of the workspace, whatever is in it.
///
/// # Panics
/// When it is not there.
#[must_use]
pub fn bytes(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Reads a file of JSON Lines; split on LF alone, because strings may hold other line ends.
///
/// # Panics
/// When it is not there, or a line is no JSON.
#[must_use]
pub fn rows(name: &str) -> Vec<Value> {
    text(name)
        .split('\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_str(line).expect("one JSON object on each line"))
        .collect()
}

/// A text field of a row.
///
/// # Panics
/// When the row has no such text.
#[must_use]
pub fn field<'a>(row: &'a Value, name: &str) -> &'a str {
    row[name].as_str().unwrap_or_else(|| panic!("no text in {name} of {row}"))
}

/// Whether a field is `true`.
#[must_use]
pub fn is(row: &Value, name: &str) -> bool {
    row[name] == Value::Bool(true)
}
