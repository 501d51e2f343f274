//! PDF (ISO 32000-2): its header and end, and the actions it carries.
//!
//! A PDF is read by jumping to places that tables name, so a linear look must not be led astray by what it takes for
//! a string, a comment or a stream: wherever `12 0 obj` stands, an object may begin, and the look begins anew there.

use super::file_type::FileType;
use super::finding::{FindingKind, Findings};
use super::sniff::{Sniffed, Verdict};
use super::source::{Scan, Source};
use super::zip;
use memchr::memmem;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Readers accept the header within so many bytes (ISO 32000-1, annex H.3, note 13).
const HEADER_WINDOW: usize = 1024;
/// In this many bytes behind the header the first object must begin, so that a short look at the beginning and one at
/// the whole file agree.
const OBJECT_WINDOW: usize = 2048;
/// Bytes of object streams that are unpacked of one file; the standard's own text of 1000 pages has 9 MiB.
const INFLATE_MAX: u64 = 16 << 20;
/// Objects in one object stream; writers make them of 100 to 1000.
const OBJECTS_MAX: usize = 4096;
/// Bytes behind the last `%%EOF` that are no data: a terminator that a transfer left.
const SLACK: usize = 4;

pub(super) fn sniff(source: &Source<'_>) -> Verdict {
    let head = source.head();
    let window = head.get(..HEADER_WINDOW + 5).unwrap_or(head);
    let Some(at) = memmem::find(window, b"%PDF-") else {
        return if head == b"%PDF" { Verdict::Is(Sniffed::Truncated) } else { Verdict::No };
    };
    let body = &head[at + 5..];
    let is_version =
        matches!(body, [major, b'.', minor, ..] if major.is_ascii_digit() && minor.is_ascii_digit());
    let body = body.get(..OBJECT_WINDOW).unwrap_or(body);
    if at == 0 {
        return match body.get(3..) {
            None => Verdict::Is(Sniffed::Truncated),
            Some(rest) if is_version && has_object(rest) => FileType::PDF.into(),
            // Version and comment of four high bytes, and no more.
            Some(rest) if is_version && is_blank(rest) => Verdict::Is(Sniffed::Truncated),
            Some(_) => Verdict::Broken,
        };
    }
    // Text may speak of PDF, and a page or a script may carry one. Where readers would take it for one, the header
    // begins a line, and the first object follows it.
    let junk = &head[..at];
    let begins_line = junk.last().is_some_and(|b| *b < b' ' || !b.is_ascii());
    let is_other = junk.contains(&b'<') || junk.starts_with(b"#!");
    let is_pdf = is_version && begins_line && !is_other && body.get(3..).is_some_and(begins_with_object);
    if is_pdf { FileType::PDF.into() } else { Verdict::No }
}

/// White space and comments, and then an object.
fn begins_with_object(mut rest: &[u8]) -> bool {
    loop {
        rest = rest.trim_ascii_start();
        if !rest.starts_with(b"%") {
            let word = rest.get(..32).unwrap_or(rest);
            return word.first().is_some_and(u8::is_ascii_digit) && has_object(word);
        }
        let end = memchr::memchr2(b'\r', b'\n', rest).unwrap_or(rest.len());
        rest = rest.get(end..).unwrap_or_default();
    }
}

/// Nothing but white space and one comment.
fn is_blank(rest: &[u8]) -> bool {
    let rest = rest.trim_ascii();
    rest.is_empty() || (rest.starts_with(b"%") && rest.len() <= 16 && rest[1..].iter().all(|b| !b.is_ascii()))
}

/// Whether `12 0 obj` stands in it.
fn has_object(bytes: &[u8]) -> bool {
    let mut watch = ObjectWatch::default();
    bytes.iter().any(|b| watch.sees(*b))
}

fn is_space(b: u8) -> bool {
    matches!(b, b'\0' | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(b: u8) -> bool {
    matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Sees the beginning of an object, `12 0 obj`, in bytes of any kind.
#[derive(Debug, Default, Clone, Copy)]
struct ObjectWatch(u8);

impl ObjectWatch {
    #[inline]
    fn sees(&mut self, b: u8) -> bool {
        // 1: digits; 2: and space; 3: and digits; 4: and space; 5: `o`; 6: `ob`.
        self.0 = match (self.0, b) {
            (0 | 1 | 5 | 6, b'0'..=b'9') => 1,
            (2..=4, b'0'..=b'9') => 3,
            (1 | 2, _) if is_space(b) => 2,
            (3 | 4, _) if is_space(b) => 4,
            (4, b'o') => 5,
            (5, b'b') => 6,
            (6, b'j') => {
                self.0 = 0;
                return true;
            }
            _ => 0,
        };
        false
    }
}

/// What a reader acts on: actions, script, media players, files inside the file, forms with script of their own.
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
    b"EmbeddedFile",
    b"EmbeddedFiles",
    b"EF",
    b"FileAttachment",
    b"XFA",
];

/// Longer names are not among those looked for.
const NAME_MAX: usize = 24;
/// Of a link's target: enough for `javascript:`.
const TARGET_MAX: usize = 12;

/// Where in the syntax the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Between,
    /// In a name; how much of a `#xx` is read.
    Name(Escape),
    /// In a number or keyword.
    Word,
    Comment,
    /// In `(...)`, this deep.
    Text(u32, Slash),
    /// Behind one `<`.
    Less,
    /// Behind one `>`.
    Greater,
    /// In `<...>`; the first half of a byte.
    Hex(Option<u8>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Mark,
    Digit(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slash {
    None,
    Mark,
    /// Value and number of octal digits.
    Octal(u8, u8),
}

/// The keys of a stream's dictionary that matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Other,
    Type,
    Filter,
    Count,
    First,
}

/// What the dictionary in front of a stream says.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, Copy)]
struct Dictionary {
    key: Key,
    has_value: bool,
    is_object_stream: bool,
    count: Number,
    first: Number,
    filters: u32,
    is_flate: bool,
    is_external: bool,
    has_predictor: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Number {
    Missing,
    Is(u32),
    /// A reference, or said twice.
    Unclear,
}

impl Number {
    fn set(&mut self, value: Option<u32>) {
        *self = match (*self, value) {
            (Self::Missing, Some(value)) => Self::Is(value),
            _ => Self::Unclear,
        };
    }
}

impl Dictionary {
    const EMPTY: Self = Self {
        key: Key::Other,
        has_value: true,
        is_object_stream: false,
        count: Number::Missing,
        first: Number::Missing,
        filters: 0,
        is_flate: false,
        is_external: false,
        has_predictor: false,
    };

    /// Readers go by the cross references rather than by `/Type`: both keys make it one.
    fn holds_objects(&self) -> bool {
        self.is_object_stream || (self.count != Number::Missing && self.first != Number::Missing)
    }
}

/// Reads the syntax of PDF, byte by byte, and notes the names that matter.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone)]
struct Reader {
    at: At,
    watch: ObjectWatch,
    /// Name or word being read.
    buffer: [u8; NAME_MAX],
    len: usize,
    depth: u32,
    arrays: u32,
    dictionary: Dictionary,
    after_dictionary: bool,
    /// The last two whole numbers.
    numbers: [Option<u32>; 2],
    predictor: bool,
    /// The next string is a link's target.
    target: Option<([u8; TARGET_MAX], usize)>,
    /// The next value is done without being asked: `/OpenAction`, `/AA`.
    automatic: bool,
    /// How deep the dictionary is that is done without being asked.
    automatic_depth: Option<u32>,
    /// The object that is.
    automatic_object: Option<u32>,
    comment: u8,

    saw_action: bool,
    saw_encryption: bool,
    saw_end: bool,
}

impl Reader {
    fn new() -> Self {
        Self {
            at: At::Between,
            watch: ObjectWatch::default(),
            buffer: [0; NAME_MAX],
            len: 0,
            depth: 0,
            arrays: 0,
            dictionary: Dictionary::EMPTY,
            after_dictionary: false,
            numbers: [None; 2],
            predictor: false,
            target: None,
            automatic: false,
            automatic_depth: None,
            automatic_object: None,
            comment: 0,
            saw_action: false,
            saw_encryption: false,
            saw_end: false,
        }
    }

    /// A new object begins here, whatever came before.
    fn restart(&mut self) {
        self.at = At::Between;
        self.depth = 0;
        self.arrays = 0;
        self.dictionary = Dictionary::EMPTY;
        self.after_dictionary = false;
        self.predictor = false;
        self.target = None;
        self.automatic = false;
        self.automatic_depth = None;
    }

    fn store(&mut self, b: u8) {
        if let Some(place) = self.buffer.get_mut(self.len) {
            *place = b;
        }
        // Counted on, so that a name that is too long is no known one.
        self.len = self.len.saturating_add(1);
    }

    /// The next byte; true when it ends the keyword that begins a stream.
    #[inline]
    fn byte(&mut self, b: u8) -> bool {
        match self.at {
            At::Between => self.between(b),
            At::Name(escape) => return self.in_name(b, escape),
            At::Word => {
                if !is_space(b) && !is_delimiter(b) {
                    self.store(b);
                } else if self.word() {
                    return true;
                } else {
                    self.at = At::Between;
                    self.between(b);
                }
            }
            At::Comment => {
                if matches!(b, b'\r' | b'\n') {
                    self.at = At::Between;
                } else {
                    self.comment_byte(b);
                    self.watched(b);
                }
            }
            At::Text(depth, slash) => {
                self.in_text(b, depth, slash);
                self.watched(b);
            }
            At::Less => {
                if b == b'<' {
                    self.at = At::Between;
                    self.open_dictionary();
                } else {
                    self.at = At::Hex(None);
                    self.in_hex(b, None);
                }
            }
            At::Greater => {
                self.at = At::Between;
                if b == b'>' {
                    self.close_dictionary();
                } else {
                    self.between(b);
                }
            }
            At::Hex(half) => {
                self.in_hex(b, half);
                self.watched(b);
            }
        }
        false
    }

    /// Inside what is no syntax: an object may begin all the same.
    fn watched(&mut self, b: u8) {
        if self.watch.sees(b) {
            self.restart();
        }
    }

    fn between(&mut self, b: u8) {
        match b {
            b'/' => {
                self.len = 0;
                self.at = At::Name(Escape::None);
            }
            b'(' => {
                self.value();
                self.watch = ObjectWatch::default();
                self.at = At::Text(1, Slash::None);
            }
            b'<' => {
                self.watch = ObjectWatch::default();
                self.at = At::Less;
            }
            b'>' => self.at = At::Greater,
            b'%' => {
                self.watch = ObjectWatch::default();
                self.comment = 0;
                self.at = At::Comment;
            }
            b'[' => {
                self.value();
                self.arrays = self.arrays.saturating_add(1);
            }
            b']' => self.arrays = self.arrays.saturating_sub(1),
            b')' | b'{' | b'}' => self.after_dictionary = false,
            _ if is_space(b) => {}
            _ => {
                self.len = 0;
                self.store(b);
                self.at = At::Word;
            }
        }
    }

    /// Notes `%%EOF`.
    fn comment_byte(&mut self, b: u8) {
        let next = b"%EOF".get(usize::from(self.comment));
        self.comment = if next == Some(&b) { self.comment + 1 } else { u8::MAX };
        self.saw_end |= self.comment == 4;
    }

    fn in_name(&mut self, b: u8, escape: Escape) -> bool {
        let digit = char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (escape, digit) {
            (Escape::Mark, Some(high)) => {
                self.at = At::Name(Escape::Digit(high));
                // Kept as written, in case that no second digit follows.
                self.store(b'#');
                self.store(b);
                return false;
            }
            (Escape::Digit(high), Some(low)) => {
                self.at = At::Name(Escape::None);
                self.len = self.len.saturating_sub(2);
                self.store(high << 4 | low);
                return false;
            }
            (Escape::Mark, None) => self.store(b'#'),
            _ => {}
        }
        if is_space(b) || is_delimiter(b) {
            self.at = At::Between;
            self.name();
            self.between(b);
        } else if b == b'#' {
            self.at = At::Name(Escape::Mark);
        } else {
            self.at = At::Name(Escape::None);
            self.store(b);
        }
        false
    }

    fn in_text(&mut self, b: u8, depth: u32, slash: Slash) {
        self.at = match (slash, b) {
            (Slash::Mark, b'0'..=b'7') => At::Text(depth, Slash::Octal(b - b'0', 1)),
            (Slash::Octal(value, digits), b'0'..=b'7') if digits < 3 => {
                let value = value.wrapping_shl(3) | (b - b'0');
                At::Text(depth, Slash::Octal(value, digits + 1))
            }
            (Slash::Mark, _) => {
                // An escaped line end is none; the letters of other controls matter as little as the controls do.
                if !matches!(b, b'\r' | b'\n' | b'n' | b'r' | b't' | b'b' | b'f') {
                    self.target_byte(b);
                }
                At::Text(depth, Slash::None)
            }
            _ => {
                if let Slash::Octal(value, _) = slash {
                    self.target_byte(value);
                }
                match b {
                    b'\\' => At::Text(depth, Slash::Mark),
                    b'(' => At::Text(depth.saturating_add(1), Slash::None),
                    b')' if depth <= 1 => {
                        self.end_target();
                        At::Between
                    }
                    b')' => At::Text(depth - 1, Slash::None),
                    _ => {
                        self.target_byte(b);
                        At::Text(depth, Slash::None)
                    }
                }
            }
        };
    }

    fn in_hex(&mut self, b: u8, half: Option<u8>) {
        let digit = char::from(b).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        self.at = match (half, digit) {
            _ if b == b'>' => {
                self.value();
                self.end_target();
                At::Between
            }
            (None, Some(high)) => At::Hex(Some(high)),
            (Some(high), Some(low)) => {
                self.target_byte(high << 4 | low);
                At::Hex(None)
            }
            (_, None) => At::Hex(half),
        };
    }

    fn target_byte(&mut self, b: u8) {
        if let Some((bytes, len)) = &mut self.target {
            // Browsers skip spaces and controls here, and UTF-16 has zeros.
            if b > b' ' && *len < TARGET_MAX {
                bytes[*len] = b.to_ascii_lowercase();
                *len += 1;
            }
        }
    }

    fn end_target(&mut self) {
        if let Some((bytes, len)) = self.target.take() {
            // Behind a byte order mark.
            let text = bytes[..len].strip_prefix(b"\xFE\xFF").unwrap_or(&bytes[..len]);
            let harmful: [&[u8]; 4] = [b"javascript:", b"vbscript:", b"file:", b"\\\\"];
            self.saw_action |= harmful.iter().any(|scheme| text.starts_with(scheme));
        }
    }

    /// Something that can be the value of a key stands here.
    fn value(&mut self) {
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

    fn open_dictionary(&mut self) {
        let automatic = self.automatic;
        self.value();
        self.target = None;
        self.depth = self.depth.saturating_add(1);
        if automatic && self.automatic_depth.is_none() {
            self.automatic_depth = Some(self.depth);
        }
    }

    fn close_dictionary(&mut self) {
        self.target = None;
        self.automatic = false;
        self.depth = self.depth.saturating_sub(1);
        if self.automatic_depth.is_some_and(|depth| self.depth < depth) {
            self.automatic_depth = None;
        }
        self.after_dictionary = true;
    }

    fn name(&mut self) {
        self.after_dictionary = false;
        self.automatic = false;
        self.target = None;
        self.predictor = false;
        let name = self.buffer.get(..self.len).unwrap_or_default();
        self.saw_action |= ACTIONS.contains(&name);
        match name {
            b"Encrypt" => self.saw_encryption = true,
            b"URI" => {
                // A link that nobody has to click.
                self.saw_action |= self.automatic_depth.is_some();
                self.target = Some(([0; TARGET_MAX], 0));
            }
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
    fn word(&mut self) -> bool {
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
            b"R" if automatic => self.automatic_object = self.numbers[0],
            // `12 0 obj<<` is one word where no space follows, and `endobj` may touch what follows it.
            b"obj" => {
                let is_automatic =
                    self.automatic_object.is_some() && self.automatic_object == self.numbers[0];
                self.restart();
                self.automatic = is_automatic;
            }
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

/// The objects inside an object stream.
struct Objects {
    /// `None` where the stream is not packed.
    inflater: Option<Box<DecompressorOxide>>,
    window: Vec<u8>,
    window_at: usize,
    reader: Reader,
    /// Bytes of the content so far.
    at: u64,
    first: u64,
    count: usize,
    number: Option<u32>,
    is_offset: bool,
    /// Where objects begin, behind `first`.
    offsets: Vec<u32>,
    next: usize,
    is_done: bool,
    is_opaque: bool,
}

impl Objects {
    fn new() -> Self {
        Self {
            inflater: None,
            window: Vec::new(),
            window_at: 0,
            reader: Reader::new(),
            at: 0,
            first: 0,
            count: 0,
            number: None,
            is_offset: false,
            offsets: Vec::new(),
            next: 0,
            is_done: true,
            is_opaque: false,
        }
    }

    /// Makes ready for the stream behind this dictionary; false where it cannot be looked into.
    fn begin(&mut self, dictionary: &Dictionary) -> bool {
        let (Number::Is(count), Number::Is(first)) = (dictionary.count, dictionary.first) else {
            return false;
        };
        let is_known = !dictionary.is_external
            && !dictionary.has_predictor
            && (dictionary.filters == 0 || (dictionary.filters == 1 && dictionary.is_flate));
        let Some(count) = usize::try_from(count).ok().filter(|count| *count <= OBJECTS_MAX && is_known)
        else {
            return false;
        };
        if dictionary.filters == 0 {
            self.inflater = None;
        } else {
            match &mut self.inflater {
                Some(inflater) => inflater.init(),
                None => self.inflater = Some(Box::default()),
            }
            self.window.resize(miniz_oxide::inflate::core::TINFL_LZ_DICT_SIZE, 0);
        }
        self.window_at = 0;
        self.reader.restart();
        self.at = 0;
        self.first = u64::from(first);
        self.count = count;
        self.number = None;
        self.is_offset = false;
        self.offsets.clear();
        self.next = 0;
        self.is_done = false;
        self.is_opaque = false;
        true
    }

    /// The next bytes of the stream; `left` is what may still be unpacked of the file.
    fn push(&mut self, mut bytes: &[u8], left: &mut u64) {
        if self.is_done {
            return;
        }
        let Some(mut inflater) = self.inflater.take() else {
            return bytes.iter().for_each(|b| self.content(*b, left));
        };
        let flags = inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER
            | inflate_flags::TINFL_FLAG_HAS_MORE_INPUT
            | inflate_flags::TINFL_FLAG_IGNORE_ADLER32;
        let mut window = std::mem::take(&mut self.window);
        while !self.is_done {
            let (status, used, written) =
                decompress(&mut inflater, bytes, &mut window, self.window_at, flags);
            bytes = bytes.get(used..).unwrap_or_default();
            let output = window.get(self.window_at..self.window_at + written).unwrap_or_default();
            for b in output {
                self.content(*b, left);
            }
            self.window_at = (self.window_at + written) % window.len();
            match status {
                TINFLStatus::HasMoreOutput => {}
                TINFLStatus::NeedsMoreInput => break,
                TINFLStatus::Done => self.is_done = true,
                _ => {
                    self.is_done = true;
                    self.is_opaque = true;
                }
            }
        }
        self.window = window;
        self.inflater = Some(inflater);
    }

    /// The next byte of the content.
    fn content(&mut self, b: u8, left: &mut u64) {
        if self.is_done {
            return;
        }
        if *left == 0 {
            self.is_done = true;
            self.is_opaque = true;
            return;
        }
        *left -= 1;
        if self.at < self.first {
            self.header(b);
        } else {
            if self.at == self.first {
                self.end_number();
                self.offsets.sort_unstable();
            }
            let behind = self.at - self.first;
            while let Some(offset) =
                self.offsets.get(self.next).filter(|offset| u64::from(**offset) <= behind)
            {
                // A reader begins here, so whatever seems open before is not.
                if u64::from(*offset) == behind {
                    self.finish_object();
                    self.reader.restart();
                }
                self.next += 1;
            }
            self.reader.byte(b);
        }
        self.at += 1;
    }

    /// Pairs of numbers: the object's and its place.
    fn header(&mut self, b: u8) {
        if b.is_ascii_digit() {
            let number = self.number.unwrap_or(0);
            self.number = Some(number.saturating_mul(10).saturating_add(u32::from(b - b'0')));
        } else {
            self.end_number();
        }
    }

    fn end_number(&mut self) {
        if let Some(number) = self.number.take() {
            if self.is_offset && self.offsets.len() < self.count {
                self.offsets.push(number);
            }
            self.is_offset = !self.is_offset;
        }
    }

    /// A name at the very end has no byte behind it.
    fn finish_object(&mut self) {
        self.reader.byte(b' ');
    }

    /// The stream's end; false where not all of it could be read.
    fn end(&mut self) -> bool {
        self.finish_object();
        let is_cut = self.inflater.is_some() && !self.is_done;
        self.is_done = true;
        !is_cut && !self.is_opaque
    }
}

/// Where the scan is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Syntax,
    /// Behind the keyword; only a line end stands between it and the data, and this was the last byte of it.
    LineEnd(u8),
    /// In a stream's data; how much of `endstream` was seen last.
    Data(usize),
}

/// Finds what a PDF does besides being read, over every byte of it.
///
/// Object streams that are packed with Flate are unpacked, at most [`INFLATE_MAX`] bytes of a file: nearly every PDF
/// written today has them, and a rule that calls them all opaque would refuse those. What cannot be unpacked is opaque.
///
/// Besides the file's bytes it keeps 64 KiB: the window of the unpacker and the places of objects.
pub(super) struct PdfScan {
    at: u64,
    part: Part,
    reader: Reader,
    watch: ObjectWatch,
    objects: Option<Box<Objects>>,
    /// The objects of the stream that is being read, and where it began.
    open: Option<u64>,
    left: u64,
    action: Option<u64>,
    opaque: Option<u64>,
}

impl PdfScan {
    pub(super) fn new() -> Self {
        Self {
            at: 0,
            part: Part::Syntax,
            reader: Reader::new(),
            watch: ObjectWatch::default(),
            objects: None,
            open: None,
            left: INFLATE_MAX,
            action: None,
            opaque: None,
        }
    }

    fn is_opaque_at(&mut self, at: u64) {
        self.opaque = self.opaque.or(Some(at));
    }

    /// Behind the keyword `stream`.
    fn begin_stream(&mut self) {
        let dictionary = self.reader.dictionary;
        self.reader.restart();
        self.watch = ObjectWatch::default();
        self.part = Part::LineEnd(0);
        self.open = None;
        if !dictionary.holds_objects() {
            return;
        }
        let objects = self.objects.get_or_insert_with(|| Box::new(Objects::new()));
        if objects.begin(&dictionary) {
            self.open = Some(self.at);
        } else {
            self.is_opaque_at(self.at);
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let (Some(began), Some(objects)) = (self.open, &mut self.objects) else { return };
        objects.push(bytes, &mut self.left);
        if objects.reader.saw_action {
            self.action = self.action.or(Some(began));
        }
    }

    fn end_stream(&mut self) {
        self.part = Part::Syntax;
        let Some(began) = self.open.take() else { return };
        let is_read = self.objects.as_deref_mut().is_none_or(Objects::end);
        if self.objects.as_ref().is_some_and(|objects| objects.reader.saw_action) {
            self.action = self.action.or(Some(began));
        }
        if !is_read {
            self.is_opaque_at(began);
        }
    }

    /// The data of a stream, as far as they go in these bytes; gives how many.
    fn data(&mut self, bytes: &[u8], mut matched: usize) -> usize {
        const END: &[u8; 9] = b"endstream";
        let mut len = bytes.len();
        let mut ended = false;
        let mut object = false;
        for (index, b) in bytes.iter().enumerate() {
            matched = match END.get(matched) {
                Some(next) if next == b => matched + 1,
                // `endstre` ends as the word begins.
                _ if matched == 7 && *b == b'n' => 2,
                _ => usize::from(*b == b'e'),
            };
            ended = matched == END.len();
            object = self.watch.sees(*b);
            if ended || object {
                len = index + 1;
                break;
            }
        }
        self.part = Part::Data(matched);
        self.feed(&bytes[..len]);
        if ended || object {
            self.end_stream();
        }
        len
    }
}

impl Scan for PdfScan {
    fn push(&mut self, mut bytes: &[u8]) {
        while let Some((first, rest)) = bytes.split_first() {
            match self.part {
                Part::Syntax => {
                    if self.reader.byte(*first) {
                        self.begin_stream();
                        // The byte that ended the keyword belongs to the line end.
                        continue;
                    }
                    if self.reader.saw_action {
                        self.action = self.action.or(Some(self.at));
                    }
                    if self.reader.saw_encryption && self.opaque.is_none() {
                        self.opaque = Some(self.at);
                    }
                    self.at += 1;
                    bytes = rest;
                }
                Part::LineEnd(last) => {
                    let goes_on = matches!((last, *first), (0 | b' ', b' ' | b'\r' | b'\n') | (b'\r', b'\n'));
                    if goes_on {
                        self.part = Part::LineEnd(*first);
                        self.at += 1;
                        bytes = rest;
                    } else {
                        self.part = Part::Data(0);
                    }
                }
                Part::Data(matched) => {
                    let len = self.data(bytes, matched);
                    self.at += len as u64;
                    bytes = bytes.get(len..).unwrap_or_default();
                }
            }
        }
    }

    fn finish(mut self, source: &Source<'_>, findings: &mut Findings) {
        if self.open.is_some() {
            self.end_stream();
        }
        // A name at the file's end has no byte behind it.
        self.reader.byte(b' ');
        if self.reader.saw_action {
            self.action = self.action.or(Some(source.len()));
        }
        if let Some(at) = self.action {
            findings.at(FindingKind::PdfAction, at);
        }
        if let Some(at) = self.opaque {
            findings.at(FindingKind::PdfOpaque, at);
        }
        inspect_head(source, findings);
        inspect_end(source, self.reader.saw_end, findings);
    }
}

/// Markup or code in front of the first stream, near the beginning, where a browser or a server would look.
fn inspect_head(source: &Source<'_>, findings: &mut Findings) {
    const MARKUP: [&[u8]; 6] = [b"<html", b"<script", b"<!doctype", b"<body", b"<svg", b"<iframe"];
    let head = source.head().get(..HEADER_WINDOW).unwrap_or(source.head());
    let head = &head[..memmem::find(head, b"stream").unwrap_or(head.len())];
    for at in memchr::memchr_iter(b'<', head) {
        let begins =
            |tag: &&[u8]| head.get(at..at + tag.len()).is_some_and(|part| part.eq_ignore_ascii_case(tag));
        if MARKUP.iter().any(&begins) {
            findings.at(FindingKind::Html, at as u64);
        }
        if begins(&&b"<?php"[..]) || begins(&&b"<?="[..]) {
            findings.at(FindingKind::ServerCode, at as u64);
        }
    }
}

/// What stands behind the last `%%EOF`, or that there is none.
fn inspect_end(source: &Source<'_>, saw_end: bool, findings: &mut Findings) {
    if let Some(at) = zip::archive_near_end(source) {
        findings.at(FindingKind::Polyglot, at);
    }
    let tail = source.tail();
    match memmem::rfind(tail, b"%%EOF") {
        Some(at) => {
            let behind = tail.get(at + 5..).unwrap_or_default();
            let space = behind.iter().take_while(|b| is_space(**b) || **b == 0x1A).count();
            let data = behind.get(space..).unwrap_or_default();
            // The mark between jobs, where the file was on its way to a printer.
            let data = data.strip_prefix(b"\x1B%-12345X").unwrap_or(data).trim_ascii();
            if data.len() > SLACK {
                findings.at(FindingKind::Trailing, source.tail_at() + (at + 5 + space) as u64);
            }
        }
        // More than a window behind it.
        None if saw_end => findings.at(FindingKind::Trailing, source.tail_at()),
        None => {
            let last = tail.get(tail.len().saturating_sub(HEADER_WINDOW)..).unwrap_or_default();
            if memmem::find(last, b"startxref").is_none() {
                findings.at(FindingKind::Truncated, source.len());
            }
        }
    }
}
