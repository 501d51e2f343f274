//! Escaping: one function per place that text is written to.
//!
//! Escaping belongs to the **place**, not to the text. Keep text as it is, and escape it once, where it is written.
//!
//! | I write text into | I call |
//! |---|---|
//! | HTML text, `title`, `textarea`, a quoted attribute | [`html`](html()) |
//! | a whole attribute | [`attr::pair`](crate::attr::pair), which brings the quotes |
//! | an HTML comment | [`html_comment`](html_comment()) |
//! | a string in JavaScript | [`js_string`](js_string()) |
//! | a string in an event handler | [`js_string`](js_string()), then [`html`](html()) over the whole handler |
//! | data for a page's script | `json_script_of` (feature `serde`), or [`json_script`](json_script()) over JSON |
//! | a string in a style sheet | [`css_string`](css_string()) |
//! | a string in a `style` attribute | [`css_string`](css_string()), then [`html`](html()) |
//! | a URL's query or fragment | [`url_component`]; in an attribute then [`html`](html()) |
//! | a segment of a URL's path | [`url_segment`]; in an attribute then [`html`](html()) |
//! | `href`, `src` | [`uri::check`](crate::uri::check), then [`attr::href`](crate::attr::href) |
//! | XML, XHTML, SVG, a feed | [`xml`](xml()) |
//! | Markdown | [`markdown`](markdown()) |
//! | a CSV cell | [`csv_cell`](csv_cell()); with a library that writes the quotes, [`csv_formula`] |
//! | a log | [`log_line`](log_line()) |
//! | an SQL `LIKE` pattern | [`like()`] (T-SQL: [`like_tsql`]), as a bound parameter |
//! | a shell command | [`shell_word`](shell_word()) |
//!
//! # Places without a function
//! No escaping makes these safe, because there is nothing in them that text could hide behind:
//!
//! | place | instead |
//! |---|---|
//! | an attribute without quotes, `<p title={}>` | quote it: [`attr::quote`](crate::attr::quote) |
//! | a tag name, an attribute name | names from a list in your program: [`attr::check_name`](crate::attr::check_name) |
//! | a script outside of a string, a template literal, a regular expression, a comment in a script | hand the value over as data: `json_script_of` |
//! | a style sheet outside of a string: a colour, a selector, a bare `url(…)` | values from a list, or parsed numbers |
//! | a URL's scheme or host, a whole URL | [`uri::check`](crate::uri::check), [`redirect::check`](crate::redirect::check) |
//! | `srcset` | [`uri::check`](crate::uri::check) each candidate: [`attr::srcset`](crate::attr::srcset) |
//! | `srcdoc` | it is a document: [`html`](html()) for the text in it, and once more for the attribute |
//! | `script`, `frame`, `base`, `form` addresses | [`uri::check_resource`](crate::uri::check_resource) |
//! | an HTTP header | refuse CR, LF and NUL, as header types do; do not strip them |
//! | an SQL statement | bound parameters |
//! | XML `CDATA`, an XHTML script block | [`xml`](xml()) without `CDATA`; data attributes |
//!
//! # Adapters
//! Each function that cannot fail has a twin with `Display`, for `format!` and writers: [`Html`] for
//! [`html`](html()), and so on. They write the same text without an intermediate string; width and fill of a format
//! string do not touch them.
//!
//! # Speed
//! Texts are looked over in blocks that the compiler makes vector code of. The feature `simd` asks the processor's
//! vectors through the crate `wide` instead where [`html`](html()) and [`html_into`] look for specials: a tenth to
//! two fifths faster on texts that hold some, of any length. What is written is the same, byte for byte.
//!
//! # Untrusted input
//! No function panics on any text; time and output are linear in its length, with the factor in each function's
//! documentation. For bytes, refuse what `std::str::from_utf8` refuses, or use `String::from_utf8_lossy` first.

mod blocks;
mod buffer;
mod css_string;
mod csv_cell;
mod entity;
mod error;
mod find;
mod html;
mod html_comment;
mod js_string;
mod json_script;
mod like;
mod log_line;
mod markdown;
mod percent;
mod quoted;
mod scan;
mod shell_word;
mod sink;
#[cfg(feature = "simd")]
mod vector;
mod xml;

pub use css_string::CssString;
#[doc(alias("forCssString", "CSS.escape", "quote"))]
pub use css_string::css_string;
pub use csv_cell::CsvCell;
#[doc(alias("formula injection", "fputcsv", "csv injection"))]
pub use csv_cell::csv_cell;
#[doc(alias("csv injection", "formula injection"))]
pub use csv_cell::csv_formula;
pub use error::{EscapeError, EscapeErrorKind};
pub use html::Html;
#[doc(alias(
    "htmlspecialchars",
    "htmlentities",
    "html_escape",
    "encode_quoted_attribute",
    "escapeHtml",
    "quote",
    "xss"
))]
pub use html::html;
#[doc(alias("escape_to_string", "encode_quoted_attribute_to_string", "push"))]
pub use html::html_into;
pub use html_comment::HtmlComment;
#[doc(alias("forXmlComment"))]
pub use html_comment::html_comment;
pub use js_string::JsString;
#[doc(alias("escapejs", "forJavaScript", "json_string", "quote"))]
pub use js_string::js_string;
pub use json_script::JsonScript;
#[doc(alias("json_escape", "tojson"))]
pub use json_script::json_script;
#[cfg(feature = "serde")]
#[doc(alias("json_script"))]
pub use json_script::json_script_of;
#[doc(alias("escape_like", "sanitize_sql_like"))]
pub use like::like;
pub use like::{Like, LikeTsql, like_tsql};
pub use log_line::LogLine;
#[doc(alias("CRLF injection", "log forging"))]
pub use log_line::log_line;
pub use markdown::Markdown;
#[doc(alias("escape_markdown", "CommonMark"))]
pub use markdown::markdown;
pub use percent::UrlComponent;
#[doc(alias("encodeURIComponent", "urlencode", "rawurlencode", "percent_encode", "quote"))]
pub use percent::url_component;
#[doc(alias("encodeURIComponent", "path_segment"))]
pub use percent::url_segment;
#[doc(alias("escapeshellarg", "shlex", "shellescape", "quote"))]
pub use shell_word::shell_word;
pub use xml::Xml;
#[doc(alias("escape_xml", "forXml", "htmlspecialchars"))]
pub use xml::xml;
