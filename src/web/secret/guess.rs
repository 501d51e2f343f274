//! How much of a key nobody knows beforehand.

/// So many bytes must be left when all is cut out that is known.
pub(super) const MIN_UNKNOWN: usize = 20;

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

/// Keys of the pages from which people copy: the tutorials of Flask and of `FastAPI`.
const PUBLISHED: [&str; 2] = [
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
];

/// Neighbours on keyboards.
const ROWS: [&str; 6] = ["qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];

/// How many bytes of a key are left, when words of examples, runs, and what repeats are cut out.
pub(super) fn unknown(key: &[u8]) -> usize {
    let key = &key[..key.len().min(LOOKED_AT)];
    let folded: Vec<u8> = key.iter().map(|byte| fold(*byte)).collect();
    let says = |text: &str| find(&folded, &folded_word(text)).next().is_some();
    if CONFESSIONS.into_iter().any(says)
        || PUBLISHED.iter().any(|known| key.eq_ignore_ascii_case(known.as_bytes()))
    {
        return 0;
    }
    let mut known = vec![false; key.len()];
    cut_words(key, &folded, &mut known);
    cut_runs(key, &mut known);
    cut_repeats(key, &mut known);
    cut_separators(key, &mut known);
    known.iter().filter(|known| !**known).count()
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

fn cut_words(key: &[u8], folded: &[u8], known: &mut [bool]) {
    let words = WORDS.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
    let (short, long): (Vec<_>, Vec<_>) = words.partition(|word| word.len() < ANYWHERE);
    for word in long.into_iter().map(folded_word) {
        for at in find(folded, &word) {
            known[at..at + word.len()].fill(true);
        }
    }
    let mut start = 0;
    for end in 1..=key.len() {
        if end < key.len() && !is_border(key[end - 1], key[end]) {
            continue;
        }
        let part = &folded[start..end];
        if part.len() < ANYWHERE && short.iter().any(|word| folded_word(word) == part) {
            known[start..end].fill(true);
        }
        start = end;
    }
}

/// Whether a part ends between two bytes: `my-key`, `myKey`.
fn is_border(before: u8, after: u8) -> bool {
    before.is_ascii_alphanumeric() != after.is_ascii_alphanumeric()
        || (before.is_ascii_lowercase() && after.is_ascii_uppercase())
}

/// Cuts what goes up or down by one or stays, byte by byte or in two strands: `abcd`, `4321`, `aaaa`, `a1b2c3`, `1122`;
/// and what goes along the keyboard.
fn cut_runs(key: &[u8], known: &mut [bool]) {
    const SHORTEST: usize = 4;
    for strands in [1, 2] {
        let step = |at: usize| key[at + strands].wrapping_sub(key[at]);
        let steps = key.len().saturating_sub(strands);
        let mut start = 0;
        for at in 0..steps {
            if step(at) != step(start) || !matches!(step(at), 0 | 1 | 255) {
                start = at;
            }
            let is_run = matches!(step(at), 0 | 1 | 255) && at + 1 - start >= strands * (SHORTEST - 1);
            if is_run {
                // The last bytes of the run; those before were cut when they were the last.
                known[at + 1 - strands * (SHORTEST - 1)..=at + strands].fill(true);
            }
        }
    }
    let lower = key.to_ascii_lowercase();
    for row in ROWS {
        let back: Vec<u8> = row.bytes().rev().collect();
        for piece in row.as_bytes().windows(SHORTEST).chain(back.windows(SHORTEST)) {
            for at in find(&lower, piece) {
                known[at..at + SHORTEST].fill(true);
            }
        }
    }
}

/// Cuts each piece of four bytes that stood there before.
fn cut_repeats(key: &[u8], known: &mut [bool]) {
    const PIECE: usize = 4;
    let mut seen = std::collections::HashSet::new();
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
        let end =
            key[at..].iter().position(|byte| byte.is_ascii_alphanumeric()).map_or(key.len(), |len| at + len);
        let is_between = (at == 0 || known[at - 1]) && (end == key.len() || known[end]);
        if (1..=2).contains(&(end - at)) && is_between && key[at..end].is_ascii() {
            known[at..end].fill(true);
        }
        at = end.max(at + 1);
    }
}
