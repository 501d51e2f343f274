//! What a reader of HTML meets, one after the other: typed tags and the texts between them, with their places.
//!
//! Whoever reads HTML here matches on these, and on nothing that lies below: `sanitize`, `to_text`, its count of list
//! items, the preparation for `ammonia`, and the search in uploads.

use super::element::Tag;

/// A piece of the input, by byte offsets. Events follow each other without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Event {
    pub(super) what: What,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// Text with character references.
    Text,
    /// A tag that is none, or that the input does not finish: text, whose references are those of an attribute.
    Literal,
    /// A start tag; its attributes stand in [`Tokenizer::attributes`](super::tokenizer::Tokenizer::attributes).
    Start(Tag),
    End(Tag),
    /// An element whose content is no markup, from its start tag to behind its end tag.
    Raw,
    /// A comment, a declaration, a processing instruction, `</>`.
    Comment,
}
