//! What names, words and the targets of links mean: what a reader acts on, and what a stream's dictionary says.

use super::links::Next;
use super::{Reader, TARGET_MAX};
use crate::upload::format::pdf::dictionary::Key;
use crate::upload::format::pdf::syntax::is_numeric;

/// What a reader acts on: actions, script, media players, forms with script of their own.
const ACTIONS: &[&[u8]] = &[
    b"JavaScript",
    b"JS",
    b"Launch",
    b"SubmitForm",
    b"ImportData",
    b"GoToR",
    b"GoToE",
    b"Rendition",
    b"Movie",
    b"Sound",
    b"RichMedia",
    b"RichMediaExecute",
    b"RichMediaContent",
    b"OnInstantiate",
    b"XFA",
];

/// Files inside the file: nothing comes of them until somebody saves them. A jump into one (`GoToE`) is an action.
const ATTACHMENTS: &[&[u8]] = &[b"EmbeddedFile", b"EmbeddedFiles", b"EF", b"FileAttachment"];

/// Byte order marks (ISO 32000-2, 7.9.2): of UTF-16, whose zeros are passed over, and of UTF-8.
const MARKS: [&[u8]; 3] = [b"\xFE\xFF", b"\xFF\xFE", b"\xEF\xBB\xBF"];

/// How targets begin that run something, or show or fetch a file; those of Windows begin with `ms-` too.
const HARMFUL: [&[u8]; 9] =
    [b"javascript:", b"vbscript:", b"file:", b"\\\\", b"smb:", b"search:", b"search-ms:", b"shell:", b"url:"];

/// What pages write where a link leads nowhere, and printing such a page brings into the PDF.
const IDLE: [&[u8]; 4] = [b"javascript:", b"javascript:;", b"javascript:void(0)", b"javascript:void(0);"];

impl Reader {
    pub(super) fn target_byte(&mut self, b: u8) {
        if let Some((bytes, len)) = &mut self.target {
            // Browsers skip spaces and controls here, and UTF-16 has zeros.
            if b > b' ' && *len < TARGET_MAX {
                bytes[*len] = b.to_ascii_lowercase();
                *len += 1;
            }
        }
    }

    pub(super) fn end_target(&mut self) {
        if let Some((bytes, len)) = self.target.take() {
            let text = &bytes[..len]; // at most its length
            let text = MARKS.iter().find_map(|mark| text.strip_prefix(*mark)).unwrap_or(text);
            let is_harmful = HARMFUL.iter().any(|scheme| text.starts_with(scheme))
                || (text.starts_with(b"ms-") && text.contains(&b':'));
            if !is_harmful || IDLE.contains(&text) {
                return;
            }
            match self.object {
                Some(object) if self.depth == 0 && self.arrays == 0 => self.links.harmful(object),
                _ => self.saw_action = true,
            }
        }
    }

    /// Something that can be the value of a key stands here.
    pub(super) fn value(&mut self) {
        self.after_dictionary = false;
        self.next = Next::Other;
        self.nesting.value();
        if self.depth == 1 && self.arrays == 0 {
            self.dictionary.has_value = true;
            match self.dictionary.key {
                Key::Count => self.dictionary.count.set(None),
                Key::First => self.dictionary.first.set(None),
                _ => {}
            }
        }
    }

    pub(super) fn open_dictionary(&mut self) {
        let automatic = self.next == Next::Automatic;
        self.value();
        self.target = None;
        self.depth = self.depth.saturating_add(1);
        self.nesting.open_dictionary();
        if automatic && self.automatic_depth.is_none() {
            self.automatic_depth = Some(self.depth);
        }
    }

    pub(super) fn close_dictionary(&mut self) {
        self.target = None;
        self.next = Next::Other;
        self.saw_irregular |= self.nesting.close_dictionary();
        self.depth = self.depth.saturating_sub(1);
        if self.automatic_depth.is_some_and(|depth| self.depth < depth) {
            self.automatic_depth = None;
        }
        self.after_dictionary = true;
    }

    pub(super) fn name(&mut self) {
        self.after_dictionary = false;
        self.target = None;
        self.predictor = false;
        self.nesting.name();
        let file_system = std::mem::take(&mut self.file_system);
        let name = self.buffer.get(..self.len).unwrap_or_default();
        self.next = Next::behind(name);
        self.saw_action |= ACTIONS.contains(&name);
        self.saw_attachment |= ATTACHMENTS.contains(&name);
        match name {
            b"Encrypt" => self.saw_encryption = true,
            b"URI" => {
                // A link that nobody has to click.
                self.saw_action |= self.automatic_depth.is_some();
                self.target = Some(([0; TARGET_MAX], 0));
                // Or one that another object may lead to, before or behind it.
                if let Some(object) = self.object {
                    self.links.uri(object);
                }
            }
            b"FS" => self.file_system = true,
            // Not on the disk: a reader fetches it.
            b"URL" if file_system || (self.depth == 0 && self.arrays == 0) => self.saw_action = true,
            // A file that a reader may fetch from a server by itself, and what links begin with.
            b"F" | b"UF" | b"Base" => self.target = Some(([0; TARGET_MAX], 0)),
            b"Predictor" => self.predictor = true,
            _ => {}
        }
        if self.depth != 1 {
            return;
        }
        let dictionary = &mut self.dictionary;
        if self.arrays > 0 || !dictionary.has_value {
            match dictionary.key {
                Key::Filter => {
                    dictionary.filters += 1;
                    dictionary.is_flate = matches!(name, b"FlateDecode" | b"Fl");
                }
                Key::Type => dictionary.is_object_stream |= name == b"ObjStm",
                _ => {}
            }
            dictionary.has_value = true;
            return;
        }
        dictionary.has_value = false;
        dictionary.key = match name {
            b"Type" => Key::Type,
            b"Filter" => Key::Filter,
            b"N" => Key::Count,
            b"First" => Key::First,
            b"F" | b"FFilter" => {
                dictionary.is_external = true;
                Key::Other
            }
            _ => Key::Other,
        };
    }

    /// True when a stream begins behind it.
    pub(super) fn word(&mut self) -> bool {
        let after_dictionary = std::mem::take(&mut self.after_dictionary);
        let next = std::mem::replace(&mut self.next, Next::Other);
        let word = self.buffer.get(..self.len).unwrap_or_default();
        if let Some(number) = whole_number(word) {
            if self.predictor && number != Some(1) {
                self.dictionary.has_predictor = true;
            }
            self.predictor = false;
            self.numbers = [self.numbers[1], number];
            // `/OpenAction 5 0 R`: until the reference ends.
            self.next = next;
            self.nesting.value();
            if self.depth == 1 && self.arrays == 0 {
                self.dictionary.has_value = true;
                match self.dictionary.key {
                    Key::Count => self.dictionary.count.set(number),
                    Key::First => self.dictionary.first.set(number),
                    // A filter that is said elsewhere is not known here.
                    Key::Filter => self.dictionary.filters += 2,
                    _ => {}
                }
            }
            return false;
        }
        match word {
            b"stream" if self.depth == 0 && self.arrays == 0 => return after_dictionary,
            // Some begin a stream here, others read on.
            b"stream" if after_dictionary => {
                self.saw_irregular = true;
                self.value();
            }
            b"R" => self.reference(next),
            // `12 0 obj<<` is one word where no space follows, and `endobj` may touch what follows it.
            b"obj" => self.begin(self.numbers[0]),
            b"endobj" | b"trailer" | b"xref" | b"startxref" => self.restart(),
            _ => self.value(),
        }
        false
    }

    /// `12 0 R` stands here.
    fn reference(&mut self, next: Next) {
        let is_target = self.target.take().is_some();
        let Some(to) = self.numbers[0] else { return };
        if is_target {
            self.links.target(to);
        }
        let is_done =
            matches!(next, Next::Event | Next::Chain) || self.list == Some((self.depth, self.arrays));
        match self.object {
            _ if next == Next::Automatic || (is_done && self.automatic_depth.is_some()) => {
                self.links.root(to);
            }
            Some(from) if is_done => self.links.edge(from, to),
            _ => {}
        }
    }
}

/// `None`: not a number. `Some(None)`: a number, but not one that fits.
#[allow(clippy::option_option, reason = "two questions, each with a no")]
fn whole_number(word: &[u8]) -> Option<Option<u32>> {
    if word.is_empty() || !word.iter().all(|b| is_numeric(*b)) {
        return None;
    }
    // `6.` is 6 to readers.
    let whole = word.split(|b| *b == b'.').next().unwrap_or_default();
    Some(std::str::from_utf8(whole).ok().and_then(|text| text.parse().ok()))
}
