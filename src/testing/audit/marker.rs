//! Words that no page holds by chance: each value that is sent carries one, so that what is seen later is known by it.

use std::fmt;

/// What a value tries; a letter of its marker says so, and the judges go by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Family {
    /// Nothing: to see where a value comes out.
    Plain,
    /// Markup, for text.
    Html,
    /// The end of an attribute's value.
    Attribute,
    /// An address that runs.
    Uri,
    /// The end of a string of a script.
    Code,
    /// The end of a script.
    ScriptEnd,
    /// An address of another site, for a redirect.
    Redirect,
    /// A parameter of a header's value.
    Parameter,
    /// A line end, for a header.
    Line,
    /// A password.
    Password,
    /// A line end, for the log.
    Log,
    /// Characters that are not seen.
    Hidden,
    /// A formula.
    Formula,
    /// The content of a file.
    File,
    /// The name of another host.
    Host,
    /// The origin of another site.
    Origin,
    /// The page that a visitor came from.
    Referer,
    /// What breaks a program that takes it as it is.
    Rough,
}

const LETTERS: [(Family, u8); 18] = [
    (Family::Plain, b'p'),
    (Family::Html, b'h'),
    (Family::Attribute, b'a'),
    (Family::Uri, b'u'),
    (Family::Code, b's'),
    (Family::ScriptEnd, b'e'),
    (Family::Redirect, b'r'),
    (Family::Parameter, b'k'),
    (Family::Line, b'n'),
    (Family::Password, b'w'),
    (Family::Log, b'l'),
    (Family::Hidden, b'd'),
    (Family::Formula, b'c'),
    (Family::File, b'f'),
    (Family::Host, b'o'),
    (Family::Origin, b'g'),
    (Family::Referer, b'y'),
    (Family::Rough, b'v'),
];

impl Family {
    fn letter(self) -> u8 {
        LETTERS.iter().find(|(family, _)| *family == self).map_or(b'p', |(_, letter)| *letter)
    }

    fn of(letter: u8) -> Option<Self> {
        LETTERS.iter().find(|(_, known)| *known == letter).map(|(family, _)| *family)
    }
}

/// The bytes of a marker: `xq`, the family's letter, four letters for a number, `qx`.
pub(super) const LEN: usize = 9;

/// Letters alone, so that it is a word, a name, a label of a host and a part of a file's name as it stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Marker([u8; LEN]);

impl Marker {
    pub(super) fn new(family: Family, number: u32) -> Self {
        let digit = |place: u32| b'a' + u8::try_from(number / 26_u32.pow(place) % 26).unwrap_or(0);
        Self([b'x', b'q', family.letter(), digit(3), digit(2), digit(1), digit(0), b'q', b'x'])
    }

    fn read(text: &[u8]) -> Option<Self> {
        let mut bytes: [u8; LEN] = text.get(..LEN)?.try_into().ok()?;
        bytes.make_ascii_lowercase();
        let [b'x', b'q', letter, a, b, c, d, b'q', b'x'] = bytes else { return None };
        Family::of(letter)?;
        [a, b, c, d].iter().all(u8::is_ascii_lowercase).then_some(Self(bytes))
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default() // letters
    }

    pub(super) fn family(&self) -> Family {
        Family::of(self.0[2]).unwrap_or(Family::Plain)
    }
}

impl fmt::Display for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Marker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The markers of a text, in any case, with their places.
pub(super) fn find(text: &[u8]) -> impl Iterator<Item = (usize, Marker)> + '_ {
    memchr::memchr2_iter(b'x', b'X', text).filter_map(|at| Some((at, Marker::read(&text[at..])?)))
}

/// Whether a text holds the marker, in any case.
pub(super) fn holds(text: &str, marker: Marker) -> bool {
    find(text.as_bytes()).any(|(_, found)| found == marker)
}

/// The first marker of a text.
pub(super) fn first(text: &str) -> Option<Marker> {
    find(text.as_bytes()).next().map(|(_, found)| found)
}
