//! What must hold for `escape`, whatever the text: the readers of each format give it back, and nothing else.
//!
//! | | the readers |
//! |---|---|
//! | `markup` | html5ever, roxmltree |
//! | `markdown` | comrak, pulldown-cmark |
//! | `code` | `serde_json`, cssparser, html5ever |
//! | `plain` | none: the tables of the docs, character by character |
//! | `data` | url, csv, and readers of our own for log lines, `LIKE` and shells |
//!
//! Each property is a function of an escaper that gives a property of a text. The wrong escapers that break them
//! stand in `tests/escape.rs`.

pub mod blocks;
mod code;
mod data;
mod markdown;
mod markup;
pub mod plain;

pub use code::*;
pub use data::*;
pub use markdown::*;
pub use markup::*;

use super::assert_holds;
use std::borrow::Cow;
use untaint::escape::{self, EscapeError};

/// Everything that holds for `escape`.
pub fn escape_holds(text: &str) {
    ways_agree(text);
    code_holds(text);
    data_holds(text);
    markup_holds(text);
    markdown_holds(text);
}

/// The function of that name; refusals as `!code`.
pub fn call(function: &str, text: &str) -> String {
    let refusal = |error: EscapeError| format!("!{}", error.code());
    match function {
        "html" => escape::html(text).into_owned(),
        "js_string" => escape::js_string(text),
        "json_script" => escape::json_script(text).into_owned(),
        "css_string" => escape::css_string(text),
        "url_component" => escape::url_component(text).into_owned(),
        "url_segment" => escape::url_segment(text).map_or_else(refusal, Cow::into_owned),
        "xml" => escape::xml(text).into_owned(),
        "html_comment" => escape::html_comment(text).into_owned(),
        "csv_cell" => escape::csv_cell(text).into_owned(),
        "csv_formula" => escape::csv_formula(text).into_owned(),
        "log_line" => escape::log_line(text).into_owned(),
        "like" => escape::like(text, '\\').into_owned(),
        "like_tsql" => escape::like_tsql(text, '\\').into_owned(),
        "markdown" => escape::markdown(text).into_owned(),
        "shell_word" => escape::shell_word(text).unwrap_or_else(refusal),
        other => panic!("no function {other}"),
    }
}

/// The functions that take any text, with the length that their docs promise: a factor, and bytes on top.
pub const TOTAL: [(&str, usize, usize); 12] = [
    ("html", 6, 0),
    ("js_string", 6, 2),
    ("json_script", 6, 0),
    ("css_string", 4, 2),
    ("url_component", 3, 0),
    ("xml", 6, 0),
    ("html_comment", 3, 2),
    ("csv_cell", 3, 3),
    ("log_line", 6, 0),
    ("like", 3, 0),
    ("like_tsql", 3, 0),
    ("markdown", 6, 0),
];

pub type Escaper = fn(&str) -> Cow<'_, str>;

/// The functions that borrow what they leave alone.
pub const BORROWING: [(&str, Escaper); 10] = [
    ("html", escape::html),
    ("json_script", escape::json_script),
    ("url_component", escape::url_component),
    ("xml", escape::xml),
    ("html_comment", escape::html_comment),
    ("csv_cell", escape::csv_cell),
    ("log_line", escape::log_line),
    ("like", |text| escape::like(text, '\\')),
    ("like_tsql", |text| escape::like_tsql(text, '\\')),
    ("markdown", escape::markdown),
];

/// Function and adapter, borrowed and owned, length and promise: the same answer in every form.
pub fn ways_agree(text: &str) {
    adapters_agree(text);
    for (function, escaper) in BORROWING {
        assert_holds(&format!("{function} borrows"), text, borrows_what_stays(escaper));
    }
    for (function, factor, more) in TOTAL {
        let property = format!("{function} keeps the documented length");
        assert_holds(&property, text, stays_within(factor, more, |text| call(function, text)));
    }
}

/// Each adapter writes what its function returns.
pub fn adapters_agree(text: &str) {
    assert_eq!(escape::Html(text).to_string(), escape::html(text));
    assert_eq!(escape::JsString(text).to_string(), escape::js_string(text));
    assert_eq!(escape::JsonScript(text).to_string(), escape::json_script(text));
    assert_eq!(escape::CssString(text).to_string(), escape::css_string(text));
    assert_eq!(escape::UrlComponent(text).to_string(), escape::url_component(text));
    assert_eq!(escape::Xml(text).to_string(), escape::xml(text));
    assert_eq!(escape::HtmlComment(text).to_string(), escape::html_comment(text));
    assert_eq!(escape::CsvCell(text).to_string(), escape::csv_cell(text));
    assert_eq!(escape::LogLine(text).to_string(), escape::log_line(text));
    assert_eq!(escape::Like(text, '\\').to_string(), escape::like(text, '\\'));
    assert_eq!(escape::Like(text, 'é').to_string(), escape::like(text, 'é'));
    assert_eq!(escape::Markdown(text).to_string(), escape::markdown(text));
}

/// A text that does not change is not copied, and one that does is not the text.
pub fn borrows_what_stays(escaper: impl Fn(&str) -> Cow<'_, str>) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        matches!(written, Cow::Borrowed(_)) == (written == text)
    }
}

pub fn stays_within(factor: usize, more: usize, escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| escaper(text).len() <= factor * text.len() + more
}
