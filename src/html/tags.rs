//! The start tags of a page, for modules that only ask what stands in it.

use super::tokenizer::{Reading, Token, Tokenizer};
use std::ops::Range;

/// A start tag as it stands in the text.
#[derive(Debug)]
pub(crate) struct StartTag<'a> {
    pub(crate) name: &'a str,
    pub(crate) at: usize,
    /// Ranges of names and undecoded values.
    pub(crate) attributes: Vec<(Range<usize>, Range<usize>)>,
    /// The content of an element in which tags are only text.
    pub(crate) raw: Option<&'a str>,
}

/// Shows each start tag, in order. Linear; a tag that the text does not finish is none, as in a browser.
pub(crate) fn each_start_tag<'a>(text: &'a str, mut show: impl FnMut(&StartTag<'a>)) {
    let mut tokenizer = Tokenizer::new(text, Reading::Browser);
    while let Some(token) = tokenizer.next() {
        match token {
            Token::Start { start, .. } => show(&view(text, &tokenizer, start, None)),
            Token::Raw { start, end } => {
                // Its attributes are gone by now: the tag is read once more, by itself.
                let mut again = Tokenizer::new(text, Reading::Browser);
                let name_end = name_end(text, start + 1);
                let Some(content) = again.attributes_end(name_end, true) else { continue };
                show(&view(text, &again, start, Some(text.get(content..end).unwrap_or_default())));
            }
            _ => {}
        }
    }
}

fn name_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(rest.len())
}

fn view<'a>(text: &'a str, tokenizer: &Tokenizer<'a>, start: usize, raw: Option<&'a str>) -> StartTag<'a> {
    let attributes = tokenizer.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).collect();
    StartTag {
        name: text.get(start + 1..name_end(text, start + 1)).unwrap_or_default(),
        at: start,
        attributes,
        raw,
    }
}
