//! Reads the syntax of PDF, byte by byte: names, strings, comments, and where a dictionary or a stream begins.
//!
//! What the names and words mean is in `meaning`, what is open in `nesting`, what leads where in `links`.

mod links;
mod meaning;
mod nesting;

use super::dictionary::Dictionary;
use super::syntax::{ObjectWatch, is_delimiter, is_space};
use links::{Links, Next};
use nesting::Nesting;

/// Longer names are not among those looked for.
const NAME_MAX: usize = 24;
/// Of a link's target: enough for a mark and `javascript:void(0);`.
const TARGET_MAX: usize = 24;

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

/// Reads the syntax of PDF, byte by byte, and notes the names that matter.
#[allow(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone)]
pub(super) struct Reader {
    at: At,
    watch: ObjectWatch,
    /// Name or word being read.
    buffer: [u8; NAME_MAX],
    len: usize,
    depth: u32,
    arrays: u32,
    nesting: Nesting,
    pub(super) dictionary: Dictionary,
    after_dictionary: bool,
    /// The last two whole numbers.
    numbers: [Option<u32>; 2],
    predictor: bool,
    /// The next string is a link's target.
    target: Option<([u8; TARGET_MAX], usize)>,
    /// What the next value is.
    next: Next,
    /// How deep the dictionary is that is done without being asked.
    automatic_depth: Option<u32>,
    /// How deep the list is of what is done behind an action: dictionaries and arrays.
    list: Option<(u32, u32)>,
    pub(super) links: Links,
    /// The object that is being read.
    object: Option<u32>,
    /// The last name was the key of a file's place.
    file_system: bool,
    comment: u8,

    pub(super) saw_action: bool,
    pub(super) saw_attachment: bool,
    pub(super) saw_encryption: bool,
    pub(super) saw_end: bool,
    /// What is not the grammar: readers go on differently behind it, so that one may do what another does not see.
    pub(super) saw_irregular: bool,
}

impl Reader {
    pub(super) fn new() -> Self {
        Self {
            at: At::Between,
            watch: ObjectWatch::default(),
            buffer: [0; NAME_MAX],
            len: 0,
            depth: 0,
            arrays: 0,
            nesting: Nesting::default(),
            dictionary: Dictionary::EMPTY,
            after_dictionary: false,
            numbers: [None; 2],
            predictor: false,
            target: None,
            next: Next::Other,
            automatic_depth: None,
            list: None,
            links: Links::default(),
            object: None,
            file_system: false,
            comment: 0,
            saw_action: false,
            saw_attachment: false,
            saw_encryption: false,
            saw_end: false,
            saw_irregular: false,
        }
    }

    /// The object of this number begins here, whatever came before.
    pub(super) fn begin(&mut self, object: Option<u32>) {
        self.restart();
        self.object = object;
        // A link may say its target by the number of an object that is nothing else.
        self.target = Some(([0; TARGET_MAX], 0));
    }

    /// A new object begins here, whatever came before.
    pub(super) fn restart(&mut self) {
        self.object = None;
        self.file_system = false;
        self.at = At::Between;
        self.depth = 0;
        self.arrays = 0;
        self.nesting = Nesting::default();
        self.dictionary = Dictionary::EMPTY;
        self.after_dictionary = false;
        self.predictor = false;
        self.target = None;
        self.next = Next::Other;
        self.automatic_depth = None;
        self.list = None;
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
    pub(super) fn byte(&mut self, b: u8) -> bool {
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
                } else if self.nesting.is_key_due() {
                    // No key: some pass over the one character, others read a string.
                    self.saw_irregular = true;
                    self.at = At::Between;
                    self.between(b);
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
                    self.no_value();
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
            self.begin(Some(self.watch.number()));
        }
    }

    fn between(&mut self, b: u8) {
        match b {
            b'/' => {
                self.len = 0;
                self.at = At::Name(Escape::None);
            }
            // No key: some pass over the one character, others read a string.
            b'(' if self.nesting.is_key_due() => self.saw_irregular = true,
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
                let is_list = self.next == Next::Chain;
                self.value();
                self.arrays = self.arrays.saturating_add(1);
                self.nesting.open_array();
                if is_list {
                    self.list = Some((self.depth, self.arrays));
                }
            }
            b']' if self.nesting.is_in_dictionary() => self.no_value(),
            b']' => {
                self.list = self.list.filter(|list| *list != (self.depth, self.arrays));
                self.arrays = self.arrays.saturating_sub(1);
                self.nesting.close();
            }
            b')' | b'{' | b'}' => self.no_value(),
            _ if is_space(b) => {}
            _ => {
                self.len = 0;
                self.store(b);
                self.at = At::Word;
            }
        }
    }

    /// What is neither key nor value stands here: readers differ in whether a key before it has a value now.
    fn no_value(&mut self) {
        if self.nesting.is_in_dictionary() {
            self.saw_irregular = true;
            self.value();
        }
        self.after_dictionary = false;
    }

    /// The byte that ended the word `stream` where none may begin.
    pub(super) fn pass_stream(&mut self, b: u8) {
        self.saw_irregular = true;
        self.value();
        self.at = At::Between;
        self.between(b);
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
}
