//! The start tags of a page, for modules that only ask what stands in it.

use super::events::{Event, What};
use super::tokenizer::{Reading, Tokenizer};
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
    let mut tokens = Tokenizer::new(text, Reading::Browser);
    while let Some(Event { what, start, end }) = tokens.next() {
        let raw = match what {
            What::Start(_) => None,
            What::Raw => tokens.read_raw_attributes().map(|content| tokens.slice(content..end)),
            _ => continue,
        };
        let attributes = tokens.attributes.iter().map(|a| (a.name.clone(), a.value.clone())).collect();
        show(&StartTag { name: tokens.tag_name(), at: start, attributes, raw });
    }
}
