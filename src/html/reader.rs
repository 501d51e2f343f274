//! Reading as an author meant it, event by event: what `sanitize` and `to_text` share.

use super::bare::{self, BareTag};
use super::element::{Element, Tag};
use super::encode::without_first_line_end;
use super::events::{Event, What};
use super::name::Name;
use super::tokenizer::Tokenizer;

impl<'a> Tokenizer<'a> {
    /// [`next`](Self::next) for an [`Author`](super::tokenizer::Reading::Author)'s reader. A bare tag is told by a few
    /// instructions, and most are; of its element the tag says the name.
    #[inline(always)]
    pub(super) fn event(&mut self) -> Option<Event> {
        self.event_of(self.bare_tag())
    }

    /// The bare tag that stands here, if one does.
    #[inline(always)]
    pub(super) fn bare_tag(&self) -> Option<BareTag> {
        bare::tag_at(self.rest().1)
    }

    /// [`event`](Self::event) for who has looked for the [bare tag](Self::bare_tag) already.
    #[inline(always)]
    pub(super) fn event_of(&mut self, bare: Option<BareTag>) -> Option<Event> {
        let start = self.at;
        // The content of these may be one to go over, for which the name is needed.
        let bare = bare.filter(|found| !found.element.is_media());
        let event = if let Some(BareTag { element, is_end, len }) = bare {
            let (tag, end) = (Tag::Known(element), start + len);
            self.at = end;
            self.name = Name::EMPTY;
            self.name_range = start + 1 + usize::from(is_end)..end - 1;
            self.attributes.clear();
            Event { what: if is_end { What::End(tag) } else { What::Start(tag) }, start, end }
        } else {
            self.next()?
        };
        if event.what == What::Start(Tag::Known(Element::Pre)) {
            self.behind_pre = event.end;
        }
        Some(event)
    }

    /// Whether a `<pre>` ends here, behind which a line end is dropped.
    #[inline]
    pub(super) fn is_behind_pre(&self) -> bool {
        self.at == self.behind_pre
    }

    /// A text that stands between tags, without the line end that the tree builder drops.
    #[inline]
    pub(super) fn text_of(&self, event: Event) -> &'a str {
        let raw = self.source_of(event);
        if event.start == self.behind_pre { without_first_line_end(raw) } else { raw }
    }

    /// An event as it stands in the input.
    pub(super) fn source_of(&self, event: Event) -> &'a str {
        self.slice(event.start..event.end)
    }
}
