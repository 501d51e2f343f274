//! The lines of the text: what stands before and between its words.

use std::borrow::Cow;

/// Lists inside of lists that are indented; deeper ones stand below the last.
const MAX_INDENT: usize = 8;

/// Quotations inside of quotations that are marked.
const MAX_QUOTATIONS: usize = 4;

/// What stands around a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    List,
    Quotation,
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a fact about the place in the text")]
pub(super) struct Lines {
    pub(super) out: String,
    /// What stands between the output and the next text: line breaks, else tabs, else a space.
    line_feeds: usize,
    tabs: usize,
    pub(super) has_space: bool,
    /// Open lists and quotations from the outside in.
    pub(super) containers: Vec<Container>,
    /// What stands before an item that has no text yet.
    pub(super) marker: Option<Cow<'static, str>>,
    /// The quotations around the last line.
    quoted: usize,
    /// Cells of the row, whether one has text, and whether the last one has.
    cells: usize,
    row_has_text: bool,
    cell_is_empty: bool,
    /// Whether the text of the last cell has a second line.
    cell_is_tall: bool,
}

impl Lines {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), ..Self::default() }
    }

    /// The whole text.
    pub(super) fn finish(mut self) -> String {
        self.out.truncate(self.out.trim_end_matches([' ', '\t', '\n']).len());
        self.out
    }

    /// Forgets the innermost container of a kind.
    pub(super) fn leave(&mut self, container: Container) {
        if let Some(place) = self.containers.iter().rposition(|open| *open == container) {
            self.containers.remove(place);
        }
    }

    /// Asks for so many line feeds before the next text.
    pub(super) fn breaks(&mut self, wanted: usize) {
        self.has_space = false;
        // What a cell begins with stands beside the cell before.
        if self.cell_is_empty {
            return;
        }
        if self.row_has_text {
            self.tabs = 0;
        }
        // Text of an item begins beside its marker.
        if self.marker.is_none() {
            self.line_feeds = self.line_feeds.max(wanted);
        }
    }

    /// A line break of the author's; of several, two are kept unless all are.
    pub(super) fn line_break(&mut self, keeps_all: bool) {
        self.has_space = false;
        if self.marker.is_none() && !self.cell_is_empty && (keeps_all || self.line_feeds < 2) {
            self.line_feeds += 1;
        }
    }

    /// A row begins or ends.
    pub(super) fn row(&mut self) {
        if self.cells > 0 && self.row_has_text {
            // The blocks of its cells leave no blank line between rows.
            self.line_feeds = self.line_feeds.min(1);
        }
        self.cell_is_empty = false;
        self.breaks(1);
        self.tabs = 0;
        self.cells = 0;
        self.row_has_text = false;
    }

    /// A cell begins.
    pub(super) fn cell(&mut self) {
        let is_behind_text = self.row_has_text && self.line_feeds == 0;
        if self.cells > 0 || is_behind_text {
            if self.row_has_text && self.cell_is_tall {
                // Behind a cell of several lines a new line is enough.
                self.line_feeds = 1;
            } else {
                if self.row_has_text {
                    self.line_feeds = 0;
                }
                self.tabs += 1;
            }
        }
        self.cells += 1;
        self.cell_is_empty = true;
        self.cell_is_tall = false;
    }

    /// A cell ends: what follows is no part of its text.
    pub(super) fn end_cell(&mut self) {
        self.has_space = true;
        self.cell_is_empty = false;
    }

    /// Writes what stands before the first text of a line, if that comes next.
    pub(super) fn begin_if_new(&mut self) {
        if self.out.is_empty() || self.line_feeds > 0 {
            self.begin();
        }
    }

    /// Writes what stands before the next text.
    #[inline]
    pub(super) fn begin(&mut self) {
        let is_new_line = self.out.is_empty() || self.line_feeds > 0;
        if is_new_line {
            self.begin_line();
        }
        if self.tabs > 0 {
            self.out.extend(std::iter::repeat_n('\t', self.tabs));
            self.tabs = 0;
        } else if self.has_space && !is_new_line {
            self.out.push(' ');
        }
        self.has_space = false;
        self.row_has_text = true;
        self.cell_is_empty = false;
    }

    fn begin_line(&mut self) {
        self.cell_is_tall |= self.cells > 0 && !self.cell_is_empty;
        let quotations = self.containers.iter().filter(|open| **open == Container::Quotation);
        let quoted = quotations.take(MAX_QUOTATIONS).count();
        if !self.out.is_empty() {
            self.out.push('\n');
            for _ in 1..self.line_feeds {
                let between = self.quoted.min(quoted);
                self.out.push_str(&"> > > > "[..(2 * between).saturating_sub(1)]); // at most four
                self.out.push('\n');
            }
        }
        self.line_feeds = 0;
        self.quoted = quoted;
        self.push_prefix();
    }

    /// `> ` and spaces in the order in which quotations and lists stand around the line, and the item's marker.
    fn push_prefix(&mut self) {
        let marker = self.marker.take();
        let innermost_list = self.containers.iter().rposition(|open| *open == Container::List);
        let (mut lists, mut quotations) = (0, 0);
        for (place, container) in self.containers.iter().enumerate() {
            match container {
                Container::Quotation if quotations < MAX_QUOTATIONS => {
                    quotations += 1;
                    self.out.push_str("> ");
                }
                Container::List => {
                    let is_marked = marker.is_some() && innermost_list == Some(place);
                    if is_marked {
                        self.out.push_str(marker.as_deref().unwrap_or_default());
                    } else if lists + usize::from(marker.is_some()) < MAX_INDENT {
                        lists += 1;
                        self.out.push_str("  ");
                    }
                }
                Container::Quotation => {}
            }
        }
        if innermost_list.is_none() {
            self.out.push_str(marker.as_deref().unwrap_or_default());
        }
    }
}
