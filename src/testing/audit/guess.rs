//! What a site takes that no page shows: told by its data, or by what it says is missing.

use super::fill;
use super::marker::Marker;
use super::message::Value;
use super::page::{Control, Form};

/// The fields that many sites have.
pub(super) const USUAL: [&str; 8] = ["text", "title", "name", "message", "comment", "body", "url", "email"];

/// The names of the texts in JSON, but for those that the site makes itself.
pub(super) fn keys(json: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let parts = json.split('"').skip(1).step_by(2).zip(json.split('"').skip(2).step_by(2));
    for (name, behind) in parts {
        let is_name = behind.trim_start().starts_with(':')
            && name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let is_own = ["id", "created", "created_at", "updated", "date", "error", "errors", "status", "code"]
            .contains(&name);
        if is_name && !is_own && !names.iter().any(|known| known == name) && names.len() < 12 {
            names.push(name.to_owned());
        }
    }
    if names.is_empty() { USUAL.map(str::to_owned).to_vec() } else { names }
}

/// A request with JSON of these names.
pub(super) fn form(path: &str, names: &[String]) -> Form {
    let control =
        |name: &String| Control { name: name.clone(), kind: "text".to_owned(), ..Control::default() };
    Form {
        action: path.to_owned(),
        method: "POST".to_owned(),
        is_scripted: true,
        is_json: true,
        controls: names.iter().map(control).collect(),
        ..Form::default()
    }
}

/// The field that an answer says is missing, as serde and others do.
pub(super) fn missing(text: &str) -> Option<String> {
    let text = htmlize::unescape(text);
    for start in [
        "missing field `",
        "missing field '",
        "missing field \"",
        "missing required field ",
        "Missing parameter ",
    ] {
        if let Some((_, rest)) = text.split_once(start) {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "_-.[]".contains(c)))?;
            return Some(rest[..end].to_owned()).filter(|name| !name.is_empty() && name.len() < 60); // found there
        }
    }
    None
}

/// What somebody types who means well, as far as the name tells.
pub(super) fn value(name: &str, marker: Marker) -> Value {
    let control = Control { name: name.to_owned(), kind: "text".to_owned(), ..Control::default() };
    fill::value(&control, marker).unwrap_or_else(|| Value::Text(marker.to_string()))
}
