//! What stands for the special bytes of HTML: `str` pieces and numbers of eight bytes, from one table.

/// The longest replacement.
pub(super) const LONGEST: usize = 6;
/// The bytes of a cell.
const CELL: usize = 8;
/// The bytes that have a cell: all that [`Special`](super::blocks::Special) finds is below.
const COUNT: usize = 64;

/// What stands for a special byte.
const fn replacement(byte: u8) -> Option<&'static str> {
    match byte {
        0 => Some("\u{FFFD}"),
        b'\r' => Some("&#13;"),
        b'"' => Some("&quot;"),
        b'&' => Some("&amp;"),
        b'\'' => Some("&#39;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    }
}

/// Each byte's replacement, or the byte itself, at the beginning of a cell of spaces.
static CELLS: &str = {
    const BYTES: [u8; CELL * COUNT] = {
        let mut cells = [b' '; CELL * COUNT];
        let mut byte = 0_u8;
        while (byte as usize) < COUNT {
            let cell = CELL * byte as usize;
            cells[cell] = byte;
            if let Some(replacement) = replacement(byte) {
                let mut at = 0;
                while at < replacement.len() {
                    cells[cell + at] = replacement.as_bytes()[at];
                    at += 1;
                }
            }
            byte += 1;
        }
        cells
    };
    match std::str::from_utf8(&BYTES) {
        Ok(cells) => cells,
        Err(_) => panic!("each cell is whole characters"), // at compile time
    }
};

/// The cells as numbers, the first byte lowest, with how many bytes count in the highest, which is a space.
static WORDS: [u64; COUNT] = {
    let mut words = [0; COUNT];
    let mut byte = 0_u8;
    while (byte as usize) < COUNT {
        let mut word = match replacement(byte) {
            Some(replacement) => replacement.len() as u64,
            None => 1,
        };
        let mut at = CELL - 1;
        while at > 0 {
            at -= 1;
            word = word << 8 | CELLS.as_bytes()[CELL * byte as usize + at] as u64;
        }
        words[byte as usize] = word;
        byte += 1;
    }
    words
};

/// Whether a byte is special.
#[inline(always)]
pub(super) fn is_special(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'"' | b'&' | b'\'' | b'<' | b'>')
}

/// The replacement of a found byte, the first byte lowest, and in the highest byte its length.
#[inline(always)]
pub(super) fn word(found: u8) -> u64 {
    WORDS[usize::from(found) % COUNT]
}

/// The length of a [`word`]'s replacement.
#[inline(always)]
pub(super) fn len(word: u64) -> usize {
    (word >> 56) as usize // at most six
}

/// The replacement of a found byte, as a whole cell, and how many bytes of it count.
#[inline(always)]
pub(super) fn cell(found: u8) -> (&'static str, usize) {
    let place = usize::from(found) % COUNT;
    // Cells of eight bytes, each with whole characters.
    (&CELLS[CELL * place..CELL * (place + 1)], len(WORDS[place]))
}
