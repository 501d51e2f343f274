//! Tags in, balanced tags out: the content model that leaves a browser nothing to repair.
//!
//! A browser's tree builder (HTML standard, section 13.2.6) closes, opens and moves elements on its own where tags do
//! not fit. What is written here fits everywhere: each element that the tree builder would close at this point has
//! been closed with its own end tag, each that it would open has been written, and nothing is written where it would
//! be moved away. So the tree it builds is the stack below, and cleaning the output again finds nothing to change.
//!
//! Every search walks a stack of bounded depth, so each token costs a bounded number of steps.

use super::attributes;
use super::element::{Element, Gap, Kind};
use super::encode::{decode_text, fitting, push_escaped, push_recoded};
use super::gap::Line;
use super::needs::{self, begins_line};
use super::output::Output;
use super::policy::HtmlPolicy;
use std::borrow::Cow;

/// An open element.
struct Open {
    element: Element,
    /// Its end tag came while blocks were open inside: it is closed as soon as they are.
    is_ended: bool,
    /// An `a` that is no link, only the target of one.
    is_target: bool,
}

/// White space of HTML.
fn is_space(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\x0C' | '\r' | ' ')
}

pub(super) struct Writer<'a, 'p> {
    policy: &'p HtmlPolicy,
    out: Output<'a>,
    stack: Vec<Open>,
    /// The bytes of the end tags that are still to be written.
    closing: usize,
    /// How many `p` and how many `a` are open, which is mostly none.
    open_p: usize,
    open_a: usize,
    open_targets: usize,
    /// Start tags that were too deep, by element: their end tags belong to nothing on the stack. Forgotten when the
    /// stack is well below the limit again.
    too_deep: [u32; Element::COUNT],
    is_any_too_deep: bool,
    /// What the next text waits for, one bit each: [`AFTER_PRE`], [`GAP`].
    waits: u8,
    /// The line that is being written, and what belongs between it and what comes.
    line: Line,
    is_full: bool,
}

/// `<pre>` was the last thing written: the parser drops a line feed there.
const AFTER_PRE: u8 = 1;
/// Words of two elements that were taken away must not grow together.
const GAP: u8 = 2;

/// What became of a start tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    Written,
    /// It has no place here.
    Misplaced,
    TooDeep,
    /// The output's limit is reached.
    Full,
}

/// `table`, `tbody`, `tr`, `td`: what the inside of a table needs.
const TABLE_LEVELS: usize = 4;

impl<'a, 'p> Writer<'a, 'p> {
    /// For pieces of the input, and for text and tags of the caller.
    pub(super) fn new(policy: &'p HtmlPolicy, input: &'a str, capacity: usize) -> Self {
        Self {
            policy,
            out: Output::new(input, capacity.min(policy.max_output)),
            stack: Vec::new(),
            closing: 0,
            open_p: 0,
            open_a: 0,
            open_targets: 0,
            too_deep: [0; Element::COUNT],
            is_any_too_deep: false,
            waits: 0,
            line: Line::default(),
            is_full: false,
        }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.stack.len()
    }

    /// Whether one of these is open.
    pub(super) fn has_open(&self, elements: &[Element]) -> bool {
        self.stack.iter().any(|open| elements.contains(&open.element))
    }

    /// Whether something was left out for the output's limit; nothing is written from then on.
    pub(super) fn is_full(&self) -> bool {
        self.is_full
    }

    /// [`needs`] of the innermost element.
    #[inline(always)]
    fn top_needs(&self) -> u8 {
        self.stack.last().map_or(0, |open| needs::OF[open.element as usize]) // one for each element
    }

    /// Writes a piece of the input without markup, CR and NUL whose only references are `&amp;`, `&lt;` and `&gt;`.
    /// `false`, and nothing is written, where that takes more thought.
    #[inline(always)]
    pub(super) fn keep_text(&mut self, from: usize, to: usize) -> bool {
        let is_easy = self.takes_text(to - from);
        if is_easy {
            self.out.keep(from, to);
        }
        is_easy
    }

    /// Writes a character that needs no escape and is no LF. `false`, and nothing is written, where that takes more
    /// thought.
    pub(super) fn put_character(&mut self, character: &str) -> bool {
        let is_easy = self.takes_text(character.len());
        if is_easy {
            self.out.text().push_str(character);
        }
        is_easy
    }

    /// Whether there is room for so many bytes of text, and nothing to be done before it.
    #[inline(always)]
    fn takes_text(&self, len: usize) -> bool {
        let is_hard = (self.waits != 0)
            | (self.top_needs() & needs::TABLE_CONTEXT != 0)
            | (self.out.len() + self.closing + len > self.policy.max_output);
        !is_hard
    }

    /// Writes a start tag as it stands in the input, without attributes. `false`, and nothing is written, where
    /// something may have to be closed or opened before.
    #[inline(always)]
    pub(super) fn keep_start(&mut self, element: Element, from: usize, to: usize) -> bool {
        let needs = needs::OF[element as usize]; // one for each element
        let top = self.top_needs();
        let end_tag = to - from + 1; // a slash more
        let is_hard = (needs & needs::EASY == 0)
            | (top & needs::TABLE_CONTEXT != 0)
            | ((needs & needs::CLOSES_P != 0) & (self.open_p + self.open_targets > 0))
            | (needs & top & needs::HEADING != 0)
            | ((needs & needs::ITEM != 0) & (top & needs::LIST == 0))
            | self.is_any_too_deep
            | (self.waits & GAP != 0)
            | (self.stack.len() >= self.policy.max_depth)
            | (self.out.len() + self.closing + 2 * end_tag > self.policy.max_output);
        if is_hard {
            return false;
        }
        self.out.keep(from, to);
        self.waits = 0;
        if needs & needs::LINE != 0 {
            self.line.start = self.out.len();
        }
        if needs & needs::VOID == 0 {
            self.closing += end_tag;
            self.open_p += usize::from(element == Element::P);
            self.stack.push(Open { element, is_ended: false, is_target: false });
        }
        true
    }

    /// Writes the end tag of the innermost element as it stands in the input. `false`, and nothing is written, where
    /// the tag belongs to another one, or another one has waited for it.
    #[inline(always)]
    pub(super) fn keep_end(&mut self, element: Element, from: usize, to: usize) -> bool {
        let is_innermost = match self.stack.as_slice() {
            [.., below, top] => (top.element == element) & !below.is_ended & !top.is_target,
            [top] => (top.element == element) & !top.is_target,
            [] => false,
        };
        if !is_innermost | self.is_any_too_deep | (self.waits & GAP != 0) {
            return false;
        }
        self.stack.pop();
        self.closing -= to - from;
        self.open_p -= usize::from(element == Element::P);
        self.open_a -= usize::from(element == Element::A);
        self.waits = 0;
        self.out.keep(from, to);
        if begins_line(element) {
            self.line.start = self.out.len();
        }
        true
    }

    /// Writes text as it stands in the input, references decoded.
    pub(super) fn raw_text(&mut self, raw: &str) {
        // No escape is longer than six bytes for one, and no character that a reference makes is longer than it.
        let room = self.policy.max_output.saturating_sub(self.out.len() + self.closing);
        let is_simple = self.waits == 0 && raw.len() <= room / 6 && !self.is_full;
        if is_simple && !self.top().is_some_and(Element::is_table_context) {
            push_recoded(self.out.text(), raw, false);
        } else {
            self.text(&decode_text(raw));
        }
    }

    /// Writes decoded text.
    pub(super) fn text(&mut self, text: &str) {
        if text.is_empty() || self.is_full {
            return;
        }
        let must_be_placed = self.waits & GAP != 0 || self.top().is_some_and(Element::is_table_context);
        if must_be_placed && !text.chars().all(is_space) && !self.make_text_place(text.starts_with(is_space))
        {
            self.is_full = true;
            return;
        }
        let room = self.policy.max_output.saturating_sub(self.out.len() + self.closing);
        if self.waits & AFTER_PRE != 0 && text.starts_with('\n') {
            if room < 2 {
                self.is_full = true;
                return;
            }
            self.out.text().push('\n');
        }
        let room = self.policy.max_output.saturating_sub(self.out.len() + self.closing);
        let fits = fitting(text, room);
        push_escaped(self.out.text(), fits, false);
        if !fits.is_empty() {
            self.waits &= !AFTER_PRE;
        }
        self.is_full = fits.len() < text.len();
    }

    /// Writes an element whole, as inline content, from its start tag to its end tag.
    pub(super) fn whole(&mut self, html: &str) {
        let is_placed = self.make_text_place(false);
        if !is_placed || self.out.len() + self.closing + html.len() > self.policy.max_output {
            self.is_full = true;
            return;
        }
        self.waits = 0;
        self.out.text().push_str(html);
    }

    /// Makes sure that what was written and what comes are not read as one word, for the tag of an element that is
    /// taken away between them.
    #[inline]
    pub(super) fn keep_apart(&mut self, gap: Gap) {
        if gap != Gap::None && self.line.ask(gap, &self.out) {
            self.waits |= GAP;
        }
    }

    /// Enters a cell and fills the gap, where text needs that; `false` when the output is full.
    fn make_text_place(&mut self, begins_with_space: bool) -> bool {
        let is_in_rows = self.top().is_some_and(Element::is_table_context);
        (!is_in_rows || self.enter_cell()) && self.fill_gap(begins_with_space)
    }

    /// Writes what the gap asks for; `false` when the output is full.
    fn fill_gap(&mut self, begins_with_space: bool) -> bool {
        if self.waits & GAP == 0 {
            return true;
        }
        self.waits &= !GAP;
        let line_break = if self.policy.allows(Element::Br) { Element::Br.start_tag() } else { "\n" };
        let filler = self.line.filler(line_break, begins_with_space, &self.out);
        if filler == Element::Br.start_tag() {
            return self.push(Element::Br, "");
        }
        if self.out.len() + self.closing + filler.len() > self.policy.max_output {
            return false;
        }
        self.out.text().push_str(filler);
        true
    }

    /// Writes a start tag with its attributes, as they stand in `attributes`, after all that must stand before it.
    pub(super) fn start(&mut self, element: Element, attributes: &str) -> Placed {
        if self.is_full {
            return Placed::Full;
        }
        let is_part = matches!(
            element.kind(),
            Kind::Caption | Kind::ColGroup | Kind::Col | Kind::Section | Kind::Row | Kind::Cell
        );
        if is_part && (self.too_deep[Element::Table as usize] > 0 || self.innermost_table().is_none()) {
            return Placed::Misplaced;
        }
        if !is_part && !element.is_void() {
            let levels = if element == Element::Table { TABLE_LEVELS } else { 1 };
            // Inside the rows of a table a cell comes first, for which the table has kept the room.
            let in_rows =
                if self.top().is_some_and(Element::is_table_context) { TABLE_LEVELS - 1 } else { 0 };
            if self.stack.len() + in_rows + levels > self.policy.max_depth {
                self.too_deep[element as usize] = self.too_deep[element as usize].saturating_add(1);
                self.is_any_too_deep = true;
                return Placed::TooDeep;
            }
        }
        match self.make_place(element) {
            // A line break has its own line behind the gap, as in a browser; other ends of lines fill it.
            Placed::Written
                if self.waits & GAP != 0
                    && (!begins_line(element) || element == Element::Br)
                    && !self.fill_gap(false) =>
            {
                self.is_full = true;
                Placed::Full
            }
            Placed::Written if self.push(element, attributes) => Placed::Written,
            Placed::Written | Placed::Full => {
                self.is_full = true;
                Placed::Full
            }
            other => other,
        }
    }

    /// Closes and opens what must be closed and open before the element.
    fn make_place(&mut self, element: Element) -> Placed {
        let is_made = match element.kind() {
            Kind::Caption | Kind::ColGroup | Kind::Section => {
                self.close_to_table();
                true
            }
            Kind::Col => {
                self.top() == Some(Element::Colgroup) || {
                    self.close_to_table();
                    self.push(Element::Colgroup, "")
                }
            }
            Kind::Row => self.enter_section(),
            Kind::Cell => self.enter_row(),
            _ => return self.make_flow_place(element),
        };
        if is_made { Placed::Written } else { Placed::Full }
    }

    /// The same for everything that is no part of a table.
    fn make_flow_place(&mut self, element: Element) -> Placed {
        let holds_sources = |open| matches!(open, Element::Picture | Element::Audio | Element::Video);
        if element == Element::Source && !self.top().is_some_and(holds_sources) {
            return Placed::Misplaced;
        }
        if element.kind() == Kind::RubyText && self.find_in_scope(Element::Ruby).is_none() {
            return Placed::Misplaced;
        }
        if element == Element::A && self.open_a > 0 {
            // A browser would close the open one and reopen what stood inside; without blocks between, so do we.
            match self.innermost(Element::A) {
                Some(place) if !self.stack[place + 1..].iter().any(|open| open.element.is_special()) => {
                    self.close_to(place);
                }
                _ => return Placed::Misplaced,
            }
        }
        if self.top().is_some_and(Element::is_table_context) && !self.enter_cell() {
            return Placed::Full;
        }
        match element.kind() {
            Kind::Item => self.close_item(|open| open == Element::Li),
            Kind::Definition => self.close_item(|open| open.kind() == Kind::Definition),
            Kind::RubyText => {
                // "Generate implied end tags", of those in the vocabulary.
                let is_implied = |open: Element| {
                    open == Element::P
                        || matches!(open.kind(), Kind::Item | Kind::Definition | Kind::RubyText)
                };
                while self.top().is_some_and(is_implied) {
                    self.close_to(self.stack.len() - 1);
                }
                // A `ruby` that was waiting for its end has gone with them.
                if self.find_in_scope(Element::Ruby).is_none() {
                    return Placed::Misplaced;
                }
            }
            _ => {}
        }
        // Closing one also closes what was waiting for it, which may uncover the next.
        let mut before = usize::MAX;
        while element.closes_p() && self.stack.len() < before {
            before = self.stack.len();
            self.close_before_block(element);
        }
        Placed::Written
    }

    /// Closes what a block ends: targets, a paragraph and, where it is a heading, a heading.
    fn close_before_block(&mut self, element: Element) {
        // Old pages leave them open, and an `a` that is open keeps the links inside of blocks out.
        while self.open_targets > 0 && self.stack.last().is_some_and(|open| open.is_target) {
            self.close_to(self.stack.len() - 1);
        }
        if self.open_p > 0 {
            if let Some(place) = self.find_in_scope(Element::P) {
                self.close_to(place);
            }
        }
        if element.kind() == Kind::Heading && self.top().is_some_and(|open| open.kind() == Kind::Heading) {
            self.close_to(self.stack.len() - 1);
        }
    }

    /// Closes the open item that a new one would close: the first that is reached through inline elements, `address`,
    /// `div` and `p`.
    fn close_item(&mut self, is_item: impl Fn(Element) -> bool) {
        for place in (0..self.stack.len()).rev() {
            let open = self.stack[place].element;
            if is_item(open) {
                self.close_to(place);
                return;
            }
            if open.is_special() && !matches!(open, Element::Address | Element::Div | Element::P) {
                return;
            }
        }
    }

    /// Closes what an end tag closes.
    pub(super) fn end(&mut self, element: Element) {
        if self.is_full {
            return;
        }
        let too_deep = &mut self.too_deep[element as usize];
        if *too_deep > 0 {
            *too_deep -= 1;
            return self.keep_apart(element.gap());
        }
        if self.top() == Some(element) {
            return self.close_to(self.stack.len() - 1); // the common case of what follows
        }
        let matches = |open: Element| {
            open == element || (element.kind() == Kind::Heading && open.kind() == Kind::Heading)
        };
        let is_part = !matches!(element.kind(), Kind::Table)
            && matches!(
                element.kind(),
                Kind::Caption | Kind::ColGroup | Kind::Section | Kind::Row | Kind::Cell
            );
        let is_inline = !element.is_special();
        let mut crossed_special = false;
        for place in (0..self.stack.len()).rev() {
            let open = self.stack[place].element;
            // One that is waiting has had its end tag.
            if matches(open) && !self.stack[place].is_ended {
                // A link closes the blocks inside: while it waited, no other link could be written.
                if is_inline && crossed_special && element != Element::A {
                    self.stack[place].is_ended = true;
                } else {
                    self.close_to(place);
                }
                return;
            }
            let ends_search = match element.kind() {
                Kind::Table => false,
                _ if is_part => open == Element::Table,
                Kind::Item => open.is_scope() || matches!(open, Element::Ul | Element::Ol),
                _ => open.is_scope(),
            };
            if ends_search {
                break;
            }
            crossed_special |= open.is_special();
        }
        self.keep_apart(element.gap());
    }

    /// Closes everything, and hands the output over; borrowed when it is the input.
    pub(super) fn finish(mut self) -> Cow<'a, str> {
        self.close_to(0);
        self.out.finish()
    }

    fn top(&self) -> Option<Element> {
        self.stack.last().map(|open| open.element)
    }

    fn innermost(&self, element: Element) -> Option<usize> {
        self.stack.iter().rposition(|open| open.element == element)
    }

    fn innermost_table(&self) -> Option<usize> {
        self.innermost(Element::Table)
    }

    /// An open element that no cell, caption or table hides.
    fn find_in_scope(&self, element: Element) -> Option<usize> {
        let place = self.stack.iter().rposition(|open| open.element == element || open.element.is_scope())?;
        (self.stack[place].element == element).then_some(place)
    }

    fn close_to_table(&mut self) {
        if let Some(place) = self.innermost_table() {
            self.close_to(place + 1);
        }
    }

    /// Closes down to the innermost element of a kind inside the innermost table; `false` if there is none.
    fn close_to_part(&mut self, kind: Kind) -> bool {
        let Some(table) = self.innermost_table() else { return false };
        match self.stack.iter().rposition(|open| open.element.kind() == kind) {
            Some(place) if place > table => {
                self.close_to(place + 1);
                true
            }
            _ => false,
        }
    }

    /// Makes a section of a table the current element. Like those that follow: `false` when the output is full.
    fn enter_section(&mut self) -> bool {
        self.close_to_part(Kind::Section) || {
            self.close_to_table();
            self.push(Element::Tbody, "")
        }
    }

    fn enter_row(&mut self) -> bool {
        self.close_to_part(Kind::Row) || (self.enter_section() && self.push(Element::Tr, ""))
    }

    /// From the rows of a table into a cell, which takes what would otherwise be moved before the table.
    fn enter_cell(&mut self) -> bool {
        self.enter_row() && self.push(Element::Td, "")
    }

    /// Writes a start tag; `false` when there is no room for it and its end tag.
    fn push(&mut self, element: Element, attributes: &str) -> bool {
        if attributes.is_empty() && !self.policy.keeps_bare(element) && self.policy.allows(element) {
            let own = attributes::of_own(element, self.policy);
            return self.push_with(element, &own);
        }
        self.push_with(element, attributes)
    }

    #[inline]
    fn push_with(&mut self, element: Element, attributes: &str) -> bool {
        let start_tag = element.start_tag();
        let end_tag = if element.is_void() { 0 } else { element.end_tag().len() };
        let length = start_tag.len() + attributes.len() + end_tag;
        if self.out.len() + self.closing + length > self.policy.max_output {
            return false;
        }
        if attributes.is_empty() {
            self.out.text().push_str(start_tag);
        } else {
            let out = self.out.text();
            out.push_str(&start_tag[..start_tag.len() - 1]); // all but `>`
            out.push_str(attributes);
            out.push('>');
        }
        if begins_line(element) {
            self.waits = if element == Element::Pre { AFTER_PRE } else { 0 };
            self.line.start = self.out.len();
        } else {
            self.waits &= GAP;
        }
        if !element.is_void() {
            // In values `"` is escaped, so this is an attribute.
            let is_target = element == Element::A
                && !attributes.starts_with(" href=\"")
                && !attributes.contains(" href=\"");
            self.closing += end_tag;
            self.open_p += usize::from(element == Element::P);
            self.open_a += usize::from(element == Element::A);
            self.open_targets += usize::from(is_target);
            self.stack.push(Open { element, is_ended: false, is_target });
        }
        true
    }

    /// Closes elements until so many are left, and those below that were waiting for it.
    fn close_to(&mut self, left: usize) {
        while self.stack.len() > left || self.stack.last().is_some_and(|open| open.is_ended) {
            let Some(Open { element, is_target, .. }) = self.stack.pop() else { return };
            let end_tag = element.end_tag();
            self.out.text().push_str(end_tag);
            self.closing -= end_tag.len();
            self.open_p -= usize::from(element == Element::P);
            self.open_a -= usize::from(element == Element::A);
            self.open_targets -= usize::from(is_target);
            if begins_line(element) {
                self.waits = 0;
                self.line.start = self.out.len();
            } else {
                self.waits &= GAP;
            }
        }
        if self.is_any_too_deep && self.stack.len() + 2 * TABLE_LEVELS < self.policy.max_depth {
            self.too_deep = [0; Element::COUNT];
            self.is_any_too_deep = false;
        }
    }
}
