//! HTML from visitors.

mod attributes;
mod element;
mod encode;
mod name;
mod policy;
mod report;
mod safe_html;
mod sanitize;
mod tokenizer;
mod write;

pub use policy::{Disallowed, HtmlPolicy, HtmlPolicyBuilder};
pub use report::{HtmlReport, Removed, RemovedKind};
pub use safe_html::SafeHtml;
pub use sanitize::{sanitize, sanitize_with_report};
