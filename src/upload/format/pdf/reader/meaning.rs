//! What names, words and the targets of links mean: what a reader acts on, and what a stream's dictionary says.

use super::{OBJECTS_MAX, Reader, TARGET_MAX};
use crate::upload::format::pdf::dictionary::Key;

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
            // Behind a byte order mark.
            let text = bytes[..len].strip_prefix(b"\xFE\xFF").unwrap_or(&bytes[..len]);
            let harmful: [&[u8]; 4] = [b"javascript:", b"vbscript:", b"file:", b"\\\\"];
            self.saw_action |= harmful.iter().any(|scheme| text.starts_with(scheme));
        }
    }

    /// Something that can be the value of a key stands here.
    pub(super) fn value(&mut self) {
        self.after_dictionary = false;
        self.automatic = false;
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
        let automatic = self.automatic;
        self.value();
        self.target = None;
        self.depth = self.depth.saturating_add(1);
        if automatic && self.automatic_depth.is_none() {
            self.automatic_depth = Some(self.depth);
        }
    }

    pub(super) fn close_dictionary(&mut self) {
        self.target = None;
        self.automatic = false;
        self.depth = self.depth.saturating_sub(1);
        if self.automatic_depth.is_some_and(|depth| self.depth < depth) {
            self.automatic_depth = None;
        }
        self.after_dictionary = true;
    }

    pub(super) fn name(&mut self) {
        self.after_dictionary = false;
        self.automatic = false;
        self.target = None;
        self.predictor = false;
        let file_system = std::mem::take(&mut self.file_system);
        let name = self.buffer.get(..self.len).unwrap_or_default();
        self.saw_action |= ACTIONS.contains(&name);
        self.saw_attachment |= ATTACHMENTS.contains(&name);
        match name {
            b"Encrypt" => self.saw_encryption = true,
            b"URI" => {
                // A link that nobody has to click.
                self.saw_action |= self.automatic_depth.is_some();
                self.target = Some(([0; TARGET_MAX], 0));
                // Or one that another object may lead to, before or behind it.
                if self.depth == 1 && self.arrays == 0 && self.links.len() < OBJECTS_MAX {
                    self.links.extend(self.object);
                }
            }
            b"FS" => self.file_system = true,
            // Not on the disk: a reader fetches it.
            b"URL" if file_system => self.saw_action = true,
            // A file that a reader may fetch from a server by itself.
            b"F" | b"UF" => self.target = Some(([0; TARGET_MAX], 0)),
            b"OpenAction" | b"AA" => self.automatic = true,
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
        let automatic = std::mem::take(&mut self.automatic);
        let word = self.buffer.get(..self.len).unwrap_or_default();
        if let Some(number) = whole_number(word) {
            if self.predictor && number != Some(1) {
                self.dictionary.has_predictor = true;
            }
            self.predictor = false;
            self.numbers = [self.numbers[1], number];
            // `/OpenAction 5 0 R`: the flag stays until the reference ends.
            self.automatic = automatic;
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
            b"stream" => return after_dictionary,
            b"R" if automatic || self.automatic_depth.is_some() => {
                if let Some(object) = self.numbers[0].filter(|_| self.automatic_objects.len() < OBJECTS_MAX) {
                    *self.automatic_objects.entry(object).or_default() |= self.arrays == 0;
                }
            }
            // `12 0 obj<<` is one word where no space follows, and `endobj` may touch what follows it.
            b"obj" => self.begin(self.numbers[0]),
            b"endobj" | b"trailer" | b"xref" | b"startxref" => self.restart(),
            b"R" => {}
            _ => self.value(),
        }
        false
    }
}

/// `None`: not a number. `Some(None)`: a number, but not one that fits.
#[allow(clippy::option_option, reason = "two questions, each with a no")]
fn whole_number(word: &[u8]) -> Option<Option<u32>> {
    if word.is_empty() || !word.iter().all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.')) {
        return None;
    }
    Some(std::str::from_utf8(word).ok().and_then(|text| text.parse().ok()))
}
