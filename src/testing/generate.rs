//! More inputs from the lists: rows that are spliced, repeated, escaped, cut, in ways that readers have fallen for.
//!
//! ```
//! use untaint::testing::generate;
//!
//! let first: Vec<String> = generate::redirects(7).take(3).collect();
//! let again: Vec<String> = generate::redirects(7).take(3).collect();
//! assert_eq!(first, again, "the seed decides");
//! ```
//!
//! Each function takes a seed and gives an iterator without an end; the same seed gives the same inputs in the same
//! release. A text holds at most [`MAX_LEN`] bytes, a file at most [`MAX_UPLOAD`]. Hostile and harmless rows are
//! mixed, and nobody labels what comes out of them: ask an [oracle](super) what a handler made of it, not the input
//! what it is.
//!
//! The same inputs come as [`Arbitrary`](arbitrary::Arbitrary) types for fuzzers
//! ([`HostileRedirect`](super::HostileRedirect) and the others), and as [strategies](super::strategies) for
//! `proptest`, which shrink.

use super::attacks::{self, Attack, UploadAttack};
use std::fmt;
use std::slice::Iter;

/// The most bytes in a generated text.
pub const MAX_LEN: usize = 1024;
/// The most bytes in a generated file.
pub const MAX_UPLOAD: usize = 4096;
/// The choices of one change to a row: what, where, how much, and from which other row.
pub(super) const STEP: usize = 5;
/// The most changes to one row.
pub(super) const MAX_STEPS: usize = 12;
/// A byte chooses the row, the others the changes; more would change nothing.
pub(super) const MAX_CHOICES: usize = 1 + MAX_STEPS * STEP;

/// A file as a form brings it, generated.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Upload {
    /// The file's name, as the client says.
    pub name: String,
    /// The media type, as the client says.
    pub declared: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

impl From<&UploadAttack> for Upload {
    fn from(row: &UploadAttack) -> Self {
        Self {
            name: row.name.to_owned(),
            declared: row.declared.map(str::to_owned),
            bytes: row.bytes.to_vec(),
        }
    }
}

/// An iterator without an end; the functions of this module make it.
#[derive(Clone)]
pub struct Generator<T> {
    state: u64,
    make: fn(&[u8]) -> T,
}

impl<T> fmt::Debug for Generator<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generator").field("state", &self.state).finish_non_exhaustive()
    }
}

impl<T> Generator<T> {
    fn new(seed: u64, make: fn(&[u8]) -> T) -> Self {
        Self { state: seed, make }
    }

    /// The next number of `SplitMix64` (Steele, Lea, Flood 2014).
    fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

impl<T> Iterator for Generator<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        // A row as it is, a few changes, and many are about as frequent.
        let most = match self.number() % 4 {
            0 => 0,
            1 => 2,
            2 => 5,
            _ => MAX_STEPS,
        };
        let steps = usize::from(self.number().to_le_bytes()[0]) % (most + 1);
        let length = 1 + STEP * steps;
        let choices: Vec<u8> = (0..length).map(|_| self.number().to_le_bytes()[0]).collect();
        Some((self.make)(&choices))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (usize::MAX, None)
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $list:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name(seed: u64) -> Generator<String> {
            Generator::new(seed, make::$name)
        }
    )*
    /// From choices to an input: what generators, strategies and `Arbitrary` share.
    pub(super) mod make {
        $(pub(in super::super) fn $name(choices: &[u8]) -> String {
            super::compose(&super::attacks::$list(), choices)
        })*
    }};
}

texts! {
    /// Redirect targets, from [`attacks::redirects`].
    redirects redirects;
    /// Links, from [`attacks::uris`].
    uris uris;
    /// HTML, from [`attacks::html`].
    html html;
    /// Names of attributes, from [`attacks::attributes`].
    attributes attributes;
    /// Values of attributes, from [`attacks::attribute_values`].
    attribute_values attribute_values;
    /// File names, from [`attacks::filenames`].
    filenames filenames;
    /// Text for people, from [`attacks::text`].
    text text;
    /// E-mail addresses, from [`attacks::emails`].
    emails emails;
    /// Values of headers, from [`attacks::headers`].
    headers headers;
}

/// Uploaded files, from [`attacks::uploads`], with names of [`attacks::filenames`].
pub fn uploads(seed: u64) -> Generator<Upload> {
    Generator::new(seed, upload)
}

/// Decisions that are made one after another; when they run out, nothing more is done.
struct Choices<'a> {
    left: &'a [u8],
}

impl Choices<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, left) = self.left.split_first()?;
        self.left = left;
        Some(*first)
    }

    /// A number below `end`; 0 when nothing is left, or `end` is 0.
    fn below(&mut self, end: usize) -> usize {
        let high = if end > 256 { self.byte().unwrap_or(0) } else { 0 };
        let low = self.byte().unwrap_or(0);
        usize::from(u16::from_be_bytes([high, low])).checked_rem(end).unwrap_or(0)
    }

    fn one_of<T: Copy>(&mut self, list: &[T]) -> Option<T> {
        list.get(self.below(list.len())).copied()
    }

    fn row(&mut self, rows: &[Attack]) -> &'static str {
        rows.get(self.below(rows.len())).map_or("", |row| row.value)
    }
}

/// Characters that end, hide, or mean something to some reader.
#[rustfmt::skip]
const ODD: [char; 72] = [
    '/', '\\', ':', '@', '?', '#', '.', '%', '&', ';', '=', '<', '>', '"', '\'', '`', ' ', '\t', '\n', '\r', '\0', '\u{1}',
    '\u{8}', '\u{B}', '\u{C}', '\u{1B}', '\u{1F}', '\u{7F}', '\u{85}', '\u{9B}', '\u{A0}', '\u{AD}', '-', '_', '!', '*', '|',
    '(', ')', '[', ']', '{', '}', '$', '~', ',', '+', '^', '\u{130}', '\u{131}', '\u{17F}', '\u{212A}', '\u{200B}',
    '\u{200C}', '\u{200D}', '\u{200E}', '\u{202A}', '\u{202E}', '\u{2028}', '\u{2029}', '\u{2066}', '\u{2069}', '\u{2215}',
    '\u{3002}', '\u{3164}', '\u{FE0F}', '\u{FEFF}', '\u{FF0E}', '\u{FF0F}', '\u{FF1A}', '\u{FFFE}', '\u{E0041}',
];

/// The row's number, and the choices of each change.
fn steps(choices: &[u8]) -> (usize, impl Iterator<Item = Choices<'_>>) {
    let (row, changes) = choices.split_first().unwrap_or((&0, &[]));
    (usize::from(*row), changes.chunks(STEP).take(MAX_STEPS).map(|left| Choices { left }))
}

/// A row, and changes to it for as long as there are choices.
fn compose(rows: &Iter<'static, Attack>, choices: &[u8]) -> String {
    let (row, steps) = steps(choices);
    let rows = rows.as_slice();
    let mut text = row.checked_rem(rows.len()).map_or("", |row| rows[row].value).to_owned(); // below the length
    for mut choices in steps {
        let change = choices.byte().unwrap_or(0);
        text = changed(&text, change % 16, rows, &mut choices);
        truncate(&mut text, MAX_LEN);
    }
    text
}

fn changed(text: &str, change: u8, rows: &[Attack], choices: &mut Choices<'_>) -> String {
    let at = boundary(text, choices.below(text.len() + 1));
    let (before, behind) = text.split_at(at);
    match change {
        // Another row, or a part of one, somewhere in it.
        0..=2 => {
            let row = choices.row(rows);
            let from = boundary(row, choices.below(row.len() + 1));
            [before, &row[if change == 0 { 0 } else { from }..], behind].concat() // a boundary, or all
        }
        3 => [text, choices.row(rows)].concat(),
        // An odd character, or a few of the same.
        4..=6 => {
            let odd = choices.one_of(&ODD).map_or_else(String::new, String::from);
            let times = if change == 6 { choices.below(8) + 1 } else { 1 };
            [before, &odd.repeat(times), behind].concat()
        }
        // A part again and again.
        7 => {
            let part = first_chars(behind, choices.below(12) + 1);
            [before, &part.repeat(choices.below(7) + 2), &behind[part.len()..]].concat() // it begins with the part
        }
        // A part less.
        8 => {
            let part = first_chars(behind, choices.below(6) + 1);
            [before, &behind[part.len()..]].concat() // it begins with the part
        }
        9 => before.to_owned(),
        // Other spellings of a part.
        10 => respelled(before, behind, choices, |c| flipped(c).into()),
        11 => respelled(before, behind, choices, |c| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().fold(String::new(), |out, byte| out + &format!("%{byte:02x}"))
        }),
        12 => respelled(before, behind, choices, |c| format!("&#x{:X};", u32::from(c))),
        13 => respelled(before, behind, choices, |c| format!("&#{}", u32::from(c))),
        14 => respelled(before, behind, choices, |c| format!("\\u{:04x}", u32::from(c))),
        _ => respelled(before, behind, choices, |c| lookalike(c).into()),
    }
}

fn respelled(
    before: &str,
    behind: &str,
    choices: &mut Choices<'_>,
    spell: impl Fn(char) -> String,
) -> String {
    let part = first_chars(behind, choices.one_of(&[1, 1, 2, 4, 8, 64]).unwrap_or(1));
    let mut out = before.to_owned();
    out.extend(part.chars().map(spell));
    out + &behind[part.len()..] // it begins with the part
}

const fn flipped(c: char) -> char {
    if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }
}

/// What some reader takes for the same.
fn lookalike(c: char) -> char {
    match c {
        '/' => '\\',
        '\\' => '/',
        '.' => '\u{3002}',
        ' ' => '\t',
        '"' => '\'',
        '\'' => '`',
        's' => '\u{17F}',
        'k' => '\u{212A}',
        'i' => '\u{131}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    &text[..end] // a character begins there, or the text ends
}

fn truncate(text: &mut String, most: usize) {
    text.truncate(boundary(text, most));
}

/// A file, and changes to its bytes, name and type.
pub(super) fn upload(choices: &[u8]) -> Upload {
    let rows = attacks::uploads();
    let (first, steps) = steps(choices);
    let row = |choices: &mut Choices<'_>| -> &'static UploadAttack {
        &rows.as_slice()[choices.below(rows.len())] // below the list's length, and the list is not empty
    };
    let first = &rows.as_slice()[first % rows.len()]; // the same
    let mut upload = Upload::from(first);
    let names = attacks::filenames();
    for mut choices in steps {
        let bytes = &mut upload.bytes;
        match choices.byte().unwrap_or(0) % 10 {
            // The beginning of one kind and the rest of another.
            0 => {
                let head = row(&mut choices).bytes;
                let head = &head[..choices.below(head.len() + 1)]; // at most its length
                bytes.splice(..head.len().min(bytes.len()), head.iter().copied());
            }
            // One file behind another.
            1 => bytes.extend_from_slice(row(&mut choices).bytes),
            // A part of one inside another.
            2 => {
                let at = choices.below(bytes.len() + 1);
                bytes.splice(at..at, row(&mut choices).bytes.iter().copied());
            }
            3 => bytes.truncate(choices.below(bytes.len() + 1)),
            4 => {
                let at = choices.below(bytes.len());
                let flip = choices.byte().unwrap_or(1);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= flip;
                }
            }
            5 => {
                let before = [&b"\xEF\xBB\xBF"[..], b" ", b"\n", b"\0", b"<!-- -->", b"#!"];
                let before = choices.one_of(&before).unwrap_or_default();
                bytes.splice(..0, before.iter().copied());
            }
            6 => upload.name = row(&mut choices).name.to_owned(),
            7 => upload.name = choices.row(names.as_slice()).to_owned(),
            8 => {
                let change = 4 + choices.byte().unwrap_or(0) % 12;
                let name = changed(&upload.name, change, names.as_slice(), &mut choices);
                upload.name = name;
                truncate(&mut upload.name, MAX_LEN);
            }
            _ => upload.declared = row(&mut choices).declared.map(str::to_owned),
        }
        upload.bytes.truncate(MAX_UPLOAD);
    }
    upload
}
