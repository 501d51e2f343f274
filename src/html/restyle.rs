//! Tags that are written as others, for what their `style` says, and their end tags.

use super::attributes::Hints;
use super::element::{Element, Kind};
use super::policy::HtmlPolicy;
use super::write::Writer;

/// How many of them are known at once; those inside of more are written as they are.
const MAX: usize = 128;

/// An open element that was left out or written as another, or stands inside of one of the same name.
struct Changed {
    element: Element,
    /// What its end tag closes.
    written: Option<Element>,
    /// How many elements were open in the output, this one included.
    depth: usize,
}

/// The open elements whose end tags mean something else.
#[derive(Default)]
pub(super) struct Restyled {
    open: Vec<Changed>,
}

impl Restyled {
    /// Whether every end tag means its own element.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// Whether one of these elements is known here.
    pub(super) fn has(&self, element: Element) -> bool {
        self.open.iter().any(|changed| changed.element == element)
    }

    /// What the hints add inside of an element, and whether its own tags go.
    pub(super) fn plan(
        &self,
        element: Element,
        has_attributes: bool,
        hints: Hints,
        policy: &HtmlPolicy,
        writer: &Writer<'_, '_>,
    ) -> (bool, Vec<Element>) {
        // A `span` without other attributes was there for its style alone.
        let mut is_gone = element == Element::Span && !has_attributes;
        let mut inside = Vec::new();
        for (wish, elements) in hints.wishes() {
            let is_own = elements.contains(&element);
            match wish {
                Some(false) => is_gone |= is_own,
                Some(true) if !is_own && holds(element, elements) && !writer.has_open(elements) => {
                    inside.extend(elements.iter().copied().find(|element| policy.allows(*element)));
                }
                _ => {}
            }
        }
        (is_gone && self.open.len() < MAX, inside)
    }

    /// Remembers an element that was left out; `written` is what was written in its place.
    pub(super) fn leave_out(&mut self, element: Element, written: Option<Element>, depth: usize) {
        self.open.push(Changed { element, written, depth });
    }

    /// Remembers an element that was written, where one of its name was not.
    pub(super) fn write(&mut self, element: Element, depth: usize) {
        if self.open.len() < MAX && self.has(element) {
            self.open.push(Changed { element, written: Some(element), depth });
        }
    }

    /// What an element's end tag closes in the output, if anything.
    pub(super) fn end(&mut self, element: Element, depth: usize) -> Option<Element> {
        // What stood around them was closed, and they with it.
        self.open.retain(|changed| changed.depth <= depth);
        match self.open.iter().rposition(|changed| changed.element == element) {
            Some(place) => self.open.remove(place).written,
            None => Some(element),
        }
    }
}

/// Whether the elements that mean a wish may stand inside of another, and change what it looks like.
fn holds(element: Element, wished: &[Element]) -> bool {
    let is_bold_anyway = element.kind() == Kind::Heading || element == Element::Th;
    let is_underlined_anyway = element == Element::A;
    let holds_text = match element.kind() {
        Kind::Block => !matches!(
            element,
            Element::Ul | Element::Ol | Element::Dl | Element::Details | Element::Hgroup | Element::Pre
        ),
        Kind::Heading | Kind::Item | Kind::Definition | Kind::Cell | Kind::Caption | Kind::Formatting => true,
        Kind::Inline => {
            !matches!(element, Element::Picture | Element::Ruby | Element::Audio | Element::Video)
        }
        _ => false,
    };
    holds_text
        && !(is_bold_anyway && wished.contains(&Element::B))
        && !(is_underlined_anyway && wished.contains(&Element::U))
}
