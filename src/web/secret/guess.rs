//! How much of a key nobody knows beforehand.

use crate::web::digest::base64_value;
use std::collections::HashSet;
use std::sync::LazyLock;

/// So many bytes must be left when all is cut out that is known.
pub(super) const MIN_UNKNOWN: usize = 20;

/// So many more must be left of a key that is made of words: a letter of a word says less than a random one.
const MORE_FOR_WORDS: usize = 10;

/// No more of a key is looked at.
const LOOKED_AT: usize = 4096;

/// From so many letters on, a word is found anywhere; a shorter one occurs in keys of random letters.
const ANYWHERE: usize = 4;

const WORDS: &str = include_str!("words.txt");

/// What a key says of itself that is none, whatever random letters stand beside it. Eight letters and more, which no
/// random key has.
const CONFESSIONS: [&str; 8] = [
    "insecure",
    "changeme",
    "change-me",
    "change_me",
    "change-this",
    "placeholder",
    "replaceme",
    "examplekey",
];

/// Keys of pages from which people copy, and digits that everybody knows.
const PUBLISHED: &str = include_str!("published.txt");

/// Neighbours on keyboards.
const ROWS: [&str; 9] = [
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1q2w3e4r5t6y7u8i9o0p",
];

const SHORTEST_RUN: usize = 4;

/// What runs along the rows, in both directions.
static PIECES: LazyLock<HashSet<Vec<u8>>> = LazyLock::new(|| {
    let back = |row: &str| row.bytes().rev().collect::<Vec<u8>>();
    let rows = ROWS.iter().flat_map(|row| [row.as_bytes().to_vec(), back(row)]);
    rows.flat_map(|row| row.windows(SHORTEST_RUN).map(<[u8]>::to_vec).collect::<Vec<_>>()).collect()
});

/// How many bytes of a key are left, when words of examples, runs, and what repeats are cut out.
///
/// A key in base64 or in hexadecimal digits is as easy to guess as what it stands for.
pub(super) fn unknown(key: &[u8]) -> usize {
    let key = &key[..key.len().min(LOOKED_AT)];
    let key = key.strip_prefix(b"base64:").unwrap_or(key);
    let is_guessed = |decoded: &Vec<u8>| left(decoded) * 2 < decoded.len();
    if [decode(key, 4, hex_digit), decode(key, 6, base64_value)].iter().flatten().any(is_guessed) {
        return 0;
    }
    let left = left(key);
    if is_of_words(key) { left.saturating_sub(MORE_FOR_WORDS) } else { left }
}

fn left(key: &[u8]) -> usize {
    let lower = key.to_ascii_lowercase();
    let folded: Vec<u8> = lower.iter().map(|byte| fold(*byte)).collect();
    let says = |text: &str| find(&folded, &folded_word(text)).next().is_some();
    let is_published = |line: &str| !line.starts_with('#') && find(&lower, line.as_bytes()).next().is_some();
    if CONFESSIONS.into_iter().any(says) || PUBLISHED.lines().any(is_published) {
        return 0;
    }
    let mut known = vec![false; key.len()];
    cut_runs(&lower, &mut known);
    cut_repeats(key, &mut known);
    // In random bytes that are no text there are no words either.
    if is_text(key) {
        cut_words(key, &folded, &mut known);
        cut_separators(key, &mut known);
    }
    known.iter().filter(|known| !**known).count()
}

fn is_text(key: &[u8]) -> bool {
    std::str::from_utf8(key).is_ok_and(|text| !text.contains(|c: char| c.is_control() && !c.is_whitespace()))
}

/// Four parts and more, each of letters of one case or of digits alone, between signs of one or two kinds, as no random
/// key has them.
fn is_of_words(key: &[u8]) -> bool {
    let is_separator = |byte: &u8| !byte.is_ascii_alphanumeric();
    let parts = || key.split(is_separator).filter(|part| !part.is_empty());
    let is_one_case = |part: &[u8]| {
        let rest = part.get(1..).unwrap_or_default();
        rest.iter().all(u8::is_ascii_lowercase) && part[0].is_ascii_alphabetic()
            || part.iter().all(u8::is_ascii_uppercase)
            || part.iter().all(u8::is_ascii_digit)
    };
    let kinds: HashSet<u8> = key.iter().copied().filter(|byte| is_separator(byte)).collect();
    key.is_ascii() && kinds.len() <= 2 && parts().count() >= 4 && parts().all(is_one_case)
}

/// What digits of so many bits stand for; `None` where something else stands there.
fn decode(key: &[u8], bits: u32, digit: fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(key.len());
    let (mut room, mut filled) = (0_u32, 0);
    let digits = key.iter().rposition(|byte| *byte != b'=').map_or(0, |last| last + 1);
    for byte in &key[..digits] {
        room = (room << bits | u32::from(digit(*byte)?)) & 0xFFFF;
        filled += bits;
        if filled >= 8 {
            filled -= 8;
            bytes.push(u8::try_from(room >> filled & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

fn hex_digit(byte: u8) -> Option<u8> {
    u8::try_from(char::from(byte).to_digit(16)?).ok()
}

/// One letter for all that people write in its place: `p4$$w0rd`.
fn fold(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        b'0' => b'o',
        b'1' | b'!' | b'|' | b'l' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        byte => byte,
    }
}

fn folded_word(word: &str) -> Vec<u8> {
    word.bytes().map(fold).collect()
}

/// Where a text begins in another one.
fn find<'a>(text: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    memchr::memmem::find_iter(text, wanted)
}

/// The words of the list, as they are folded.
struct Words {
    /// Those found anywhere, by their first letter.
    by_first: Vec<Vec<Vec<u8>>>,
    short: HashSet<Vec<u8>>,
}

static FOLDED: LazyLock<Words> = LazyLock::new(|| {
    let words = WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let (short, long): (Vec<_>, Vec<_>) = words.map(folded_word).partition(|word| word.len() < ANYWHERE);
    let mut by_first = vec![Vec::new(); 256];
    for word in long {
        by_first[usize::from(word[0])].push(word);
    }
    Words { by_first, short: short.into_iter().collect() }
});

fn cut_words(key: &[u8], folded: &[u8], known: &mut [bool]) {
    let Words { by_first, short } = &*FOLDED;
    for (at, first) in folded.iter().enumerate() {
        for word in &by_first[usize::from(*first)] {
            let place = at..at + word.len();
            if folded[at..].starts_with(word) && has_letter(&key[place.clone()]) {
                known[place].fill(true);
            }
        }
    }
    let mut start = 0;
    for end in 1..=key.len() {
        if end < key.len() && !is_border(key[end - 1], key[end]) {
            continue;
        }
        let part = &folded[start..end];
        if part.len() < ANYWHERE && short.contains(part) && has_letter(&key[start..end]) {
            known[start..end].fill(true);
        }
        start = end;
    }
}

/// Digits and signs alone are no word, whatever letters they stand for.
fn has_letter(piece: &[u8]) -> bool {
    piece.iter().any(u8::is_ascii_alphabetic)
}

/// Whether a part ends between two bytes: `my-key`, `myKey`.
fn is_border(before: u8, after: u8) -> bool {
    before.is_ascii_alphanumeric() != after.is_ascii_alphanumeric()
        || (before.is_ascii_lowercase() && after.is_ascii_uppercase())
}

/// Cuts what goes up or down by one or stays, byte by byte or in two strands, in any case: `abcd`, `4321`, `aaaa`,
/// `a1b2c3`, `1122`; and what goes along the keyboard.
fn cut_runs(lower: &[u8], known: &mut [bool]) {
    for strands in [1, 2] {
        let step = |at: usize| lower[at + strands].wrapping_sub(lower[at]);
        let steps = lower.len().saturating_sub(strands);
        let mut start = 0;
        for at in 0..steps {
            if step(at) != step(start) || !matches!(step(at), 0 | 1 | 255) {
                start = at;
            }
            let is_run = matches!(step(at), 0 | 1 | 255) && at + 1 - start >= strands * (SHORTEST_RUN - 1);
            if is_run {
                // The last bytes of the run; those before were cut when they were the last.
                known[at + 1 - strands * (SHORTEST_RUN - 1)..=at + strands].fill(true);
            }
        }
    }
    for (at, piece) in lower.windows(SHORTEST_RUN).enumerate() {
        if PIECES.contains(piece) {
            known[at..at + SHORTEST_RUN].fill(true);
        }
    }
}

/// Cuts each piece of four bytes that stood there before.
fn cut_repeats(key: &[u8], known: &mut [bool]) {
    const PIECE: usize = 4;
    let mut seen = HashSet::new();
    for (at, piece) in key.windows(PIECE).enumerate() {
        if !seen.insert(piece) {
            known[at..at + PIECE].fill(true);
        }
    }
}

/// Cuts one or two signs that stand between words that were cut, or beside one at an end.
fn cut_separators(key: &[u8], known: &mut [bool]) {
    let mut at = 0;
    while at < key.len() {
        let end = key[at..].iter().position(u8::is_ascii_alphanumeric).map_or(key.len(), |len| at + len);
        let is_between = (at == 0 || known[at - 1]) && (end == key.len() || known[end]);
        if (1..=2).contains(&(end - at)) && is_between && key[at..end].is_ascii() {
            known[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
}
