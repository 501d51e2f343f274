//! What decides whether a tag can be written as it stands, one bit each, so that a look-up answers.

use super::element::{Element, Gap, Kind};

/// Nothing is asked of it but the bits below.
pub(super) const EASY: u8 = 1;
pub(super) const TABLE_CONTEXT: u8 = 2;
/// Closes an open `p`.
pub(super) const CLOSES_P: u8 = 4;
pub(super) const HEADING: u8 = 8;
pub(super) const ITEM: u8 = 16;
pub(super) const LIST: u8 = 32;
pub(super) const VOID: u8 = 64;
/// Begins and ends a line.
pub(super) const LINE: u8 = 128;

pub(super) static OF: [u8; Element::COUNT] = {
    let mut all = [0; Element::COUNT];
    let mut at = 0;
    while at < Element::COUNT {
        all[at] = of(Element::ALL[at]);
        at += 1;
    }
    all
};

const fn of(element: Element) -> u8 {
    let is_easy = match element.kind() {
        // These want to know what stands around them or have attributes of their own; behind one a line feed is lost.
        Kind::Formatting | Kind::Inline | Kind::Block | Kind::Heading | Kind::Item => {
            !matches!(element, Element::A | Element::Audio | Element::Picture | Element::Pre | Element::Video)
        }
        _ => matches!(element, Element::Br | Element::Wbr),
    };
    let bits = [
        (is_easy, EASY),
        (element.is_table_context(), TABLE_CONTEXT),
        (element.closes_p(), CLOSES_P),
        (matches!(element.kind(), Kind::Heading), HEADING),
        (matches!(element.kind(), Kind::Item), ITEM),
        (matches!(element, Element::Ul | Element::Ol), LIST),
        (element.is_void(), VOID),
        (!matches!(element.gap(), Gap::None), LINE),
    ];
    let mut all = 0;
    let mut at = 0;
    while at < bits.len() {
        if bits[at].0 {
            all |= bits[at].1;
        }
        at += 1;
    }
    all
}

/// Whether an element's tags stand at the ends of lines.
#[inline]
pub(super) fn begins_line(element: Element) -> bool {
    OF[element as usize] & LINE != 0 // one for each element
}
