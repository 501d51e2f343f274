//! What stands for the special bytes of HTML: `str` pieces and numbers of eight bytes, from one table.

/// The longest replacement.
pub(super) const LONGEST: usize = 6;
/// The bytes of a cell.
const CELL: usize = 8;

/// What stands for the special with this low nibble, in cells of eight bytes: the nibbles are all different. `#`, which
/// [`Special`](super::blocks::Special) finds too, stands for itself.
static CELLS: &str = concat!(
    "\u{FFFD}     ", // NUL
    "        ",
    "&quot;  ",
    "#       ",
    "        ",
    "        ",
    "&amp;   ",
    "&#39;   ",
    "        ",
    "        ",
    "        ",
    "        ",
    "&lt;    ",
    "&#13;   ",
    "&gt;    ",
    "        ",
);

/// How many bytes of a cell count.
static LENGTHS: [u8; 16] = [3, 0, 6, 1, 0, 0, 5, 5, 0, 0, 0, 0, 4, 5, 4, 0];

/// The cells as numbers, with the length in the highest byte, which is a space.
static WORDS: [u64; 16] = {
    let mut words = [0; 16];
    let mut cell = 0;
    while cell < words.len() {
        let mut at = 0;
        while at < CELL - 1 {
            words[cell] |= (CELLS.as_bytes()[CELL * cell + at] as u64) << (8 * at);
            at += 1;
        }
        words[cell] |= (LENGTHS[cell] as u64) << 56;
        cell += 1;
    }
    words
};

/// Whether a byte is special.
#[inline(always)]
pub(super) fn is_special(byte: u8) -> bool {
    matches!(byte, 0 | b'\r' | b'"' | b'&' | b'\'' | b'<' | b'>')
}

/// The replacement of a special byte, the first byte lowest, and in the highest byte its length.
#[inline(always)]
pub(super) fn word(special: u8) -> u64 {
    WORDS[usize::from(special & 15)]
}

/// The length of a [`word`]'s replacement.
#[inline(always)]
pub(super) fn len(word: u64) -> usize {
    (word >> 56) as usize // at most six
}

/// The replacement of a special byte, as a whole cell, and how many bytes of it count.
#[inline(always)]
pub(super) fn cell(special: u8) -> (&'static str, usize) {
    let place = usize::from(special & 15);
    // Cells of eight bytes, each with whole characters.
    (&CELLS[CELL * place..CELL * (place + 1)], usize::from(LENGTHS[place]))
}
