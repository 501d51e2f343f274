//! Words that stood in two blocks stay two words when the blocks' tags are taken away.

use super::element::{Element, Gap};
use super::output::Output;

/// The line that is being written: what follows the last tag that ends one.
#[derive(Default)]
pub(super) struct Line {
    /// Where it begins in the output.
    pub(super) start: usize,
    /// How far the output was looked at, and whether the line has something to see up to there: nothing is looked at
    /// twice.
    seen: usize,
    has_content: bool,
    wanted: Option<Gap>,
}

impl Line {
    /// Asks for a gap before what comes; `false` where nothing is to be kept apart from it.
    pub(super) fn ask(&mut self, gap: Gap, out: &Output<'_>) -> bool {
        if self.start > self.seen {
            self.has_content = false;
            self.wanted = None;
        }
        if !self.has_content {
            let [first, second] = out.written_from(self.start.max(self.seen));
            self.has_content = has_content(first) || has_content(second);
        }
        self.seen = out.len();
        if self.has_content {
            self.wanted = self.wanted.max(Some(gap));
        }
        self.has_content
    }

    /// What fills the gap: a line break, a space, or nothing where white space stands already.
    pub(super) fn filler(
        &mut self,
        line_break: &'static str,
        begins_with_space: bool,
        out: &Output<'_>,
    ) -> &'static str {
        let wanted = self.wanted.take();
        let [first, second] = out.written_from(self.start);
        let has_space =
            begins_with_space || last_byte(first, second).is_some_and(|byte| byte.is_ascii_whitespace());
        match wanted {
            Some(Gap::Line) if line_break == Element::Br.start_tag() || !has_space => line_break,
            Some(Gap::Space) if !has_space => " ",
            _ => "",
        }
    }
}

/// The last byte of two pieces.
fn last_byte(first: &str, second: &str) -> Option<u8> {
    second.bytes().next_back().or_else(|| first.bytes().next_back())
}

/// Whether clean HTML, which ends with a whole tag or in text, has text or a picture.
fn has_content(html: &str) -> bool {
    let mut rest = html;
    loop {
        let text = rest.trim_start_matches(['\t', '\n', '\x0C', '\r', ' ']);
        let Some(tag) = text.strip_prefix('<') else { return !text.is_empty() };
        if ["img", "input", "iframe", "audio", "video"].iter().any(|name| tag.starts_with(name)) {
            return true;
        }
        // `>` is escaped in values.
        rest = tag.split_once('>').map_or("", |(_, behind)| behind);
    }
}
