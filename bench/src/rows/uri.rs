//! `uri::check` beside parsers of URLs, on links of several lengths.

use crate::Row;
use untaint::uri::{self, UriPolicy};

pub(crate) fn rows() -> Vec<Row> {
    let short = "https://example.com/articles/42?page=2#comments".to_owned();
    let query: String = (0..120).fold(String::new(), |query, n| query + &format!("key{n}=value%20{n}&"));
    let long = |len: usize| format!("https://example.com/search?{query}").chars().take(len).collect();
    let inputs: [(_, String); 3] = [("47 B", short), ("256 B", long(256)), ("2 KB", long(2046))];
    inputs.into_iter().map(|(input, link)| row(input, &link)).collect()
}

fn row(input: &'static str, link: &str) -> Row {
    let runs = vec![
        ("uri::check", crate::run(link.to_owned(), |link| uri::check(link, UriPolicy::web()).is_ok())),
        ("fluent-uri", crate::run(link.to_owned(), |link| fluent_uri::Uri::parse(link.as_str()).is_ok())),
        ("url", crate::run(link.to_owned(), |link| url::Url::parse(link).is_ok())),
    ];
    Row { work: "uri::check", input, bytes: link.len(), runs }
}
