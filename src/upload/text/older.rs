//! Whether bytes without controls, and not UTF-8, are text of some older set: of which, is not told.
//!
//! Random bytes hold a control among nine, so a long run without one is text of some kind, or numbers in a row, which
//! have no words. What is short must have the shape of one of the sets: letters of one byte within words of ASCII,
//! words of high letters with spaces between, or the pairs of bytes of East Asia.

/// How many bytes at the beginning are looked at.
pub(super) const WINDOW: usize = 4096;

/// From so many bytes on a text is long.
const LONG: usize = 128;

pub(super) fn is_text(body: &[u8]) -> bool {
    let body = body.get(..WINDOW).unwrap_or(body);
    // Controls were looked for before; without branches, so that it becomes vector code.
    let ascii = body.iter().map(|byte| usize::from(*byte < 0x80)).sum::<usize>();
    if body.len() >= LONG && ascii * 40 >= body.len() {
        return true;
    }
    // Filling repeats one byte.
    let is_filling = body.first().is_some_and(|first| body.iter().all(|byte| byte == first));
    if is_filling {
        return false;
    }
    is_double(body) || (body.len() < LONG && is_single(body, ascii))
}

/// One byte a character.
fn is_single(body: &[u8], ascii: usize) -> bool {
    if body.len() < 4 || body.contains(&0x7F) {
        return false;
    }
    // Latin: two fifths at least are ASCII, as in the densest Polish, and words of high letters are short.
    let is_latin = ascii * 5 >= body.len() * 2 && longest_word(body) <= 24 && has_words(body, ascii);
    is_latin || is_other_script(body, ascii)
}

/// Whether half of ASCII is letters, digits and spaces, and a high letter stands beside another letter where
/// it is not one of a few.
fn has_words(body: &[u8], ascii: usize) -> bool {
    let plain = body.iter().filter(|byte| byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace()).count();
    let touches = |pair: &[u8]| {
        let is_letter = |byte: u8| byte.is_ascii_alphabetic();
        (!pair[0].is_ascii() && is_letter(pair[1])) || (is_letter(pair[0]) && !pair[1].is_ascii())
    };
    plain * 2 >= ascii && (ascii * 4 >= body.len() * 3 || body.windows(2).any(touches))
}

/// Words of high letters: Cyrillic, Greek, Hebrew, Arabic, Thai, narrow Japanese.
fn is_other_script(body: &[u8], ascii: usize) -> bool {
    let mut seen = [false; 256];
    body.iter().filter(|byte| !byte.is_ascii()).for_each(|byte| seen[usize::from(*byte)] = true);
    // Filling repeats one byte.
    if seen.iter().filter(|seen| **seen).count() < 3 {
        return false;
    }
    let high = body.iter().filter(|byte| matches!(byte, 0xA1..=0xFF)).count();
    let is_separated = body.iter().any(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric());
    // The letters of ISO's and of Windows' sets are all above; those of DOS and of the Macintosh begin lower, and then
    // something must stand between the words.
    let low = body.iter().filter(|byte| matches!(byte, 0x80..=0xAF | 0xDE..=0xFF)).count();
    high + ascii == body.len()
        || (low + ascii == body.len() && is_separated && body.len() >= 6 && longest_word(body) <= 24)
}

/// The length of the longest run of high bytes.
fn longest_word(body: &[u8]) -> usize {
    body.split(u8::is_ascii).map(<[u8]>::len).max().unwrap_or(0)
}

/// After so many characters a text of a set shows.
const EARLY: usize = 24;

/// What the next bytes are in a set of pairs.
enum Next {
    /// A character of one byte: ASCII, or a narrow letter.
    Single,
    /// A character of common use, of so many bytes.
    Common(usize),
    /// A mark of punctuation, of so many bytes.
    Mark(usize),
    /// Another character.
    Rare(usize),
    /// None of this set.
    Wrong,
}

type Set = fn(&[u8]) -> Next;

/// GBK and GB18030, EUC-JP, `Shift_JIS`, Big5, EUC-KR.
const SETS: [Set; 5] = [gb, euc_jp, shift_jis, big5, euc_kr];

fn is_double(body: &[u8]) -> bool {
    SETS.iter().any(|set| fits(body, *set))
}

/// Whether all bytes are characters of the set, most of them common, and a long text has ends of sentences or lines.
fn fits(body: &[u8], set: Set) -> bool {
    let (mut rest, mut common, mut all, mut marks) = (body, 0_usize, 0_usize, 0_usize);
    while let Some(first) = rest.first() {
        let length = match set(rest) {
            Next::Single => {
                marks += usize::from(first.is_ascii() && !first.is_ascii_alphanumeric());
                1
            }
            Next::Common(length) => {
                common += 1;
                all += 1;
                length
            }
            Next::Mark(length) => {
                marks += 1;
                common += 1;
                all += 1;
                length
            }
            Next::Rare(length) => {
                all += 1;
                length
            }
            // The last character may be cut.
            Next::Wrong if rest.len() < 4 && body.len() == WINDOW => break,
            Next::Wrong => return false,
        };
        rest = rest.get(length..).unwrap_or_default();
        // What is mostly rare after so many is of another set, or none.
        if all == EARLY && common * 2 < all {
            return false;
        }
    }
    let is_long = body.len() >= LONG;
    let singles = body.iter().filter(|byte| byte.is_ascii()).count();
    // One character of a short text may be rare: people's names are full of them.
    let rare = if is_long { all / 5 } else { (all / 10).max(usize::from(all > 2)) };
    (all >= 3 || (all == 2 && singles > 0)) && all - common <= rare && (!is_long || marks * 100 >= all)
}

fn pair(rest: &[u8]) -> Option<(u8, u8)> {
    match rest {
        [lead, trail, ..] => Some((*lead, *trail)),
        _ => None,
    }
}

fn gb(rest: &[u8]) -> Next {
    if rest.first().is_some_and(u8::is_ascii) {
        return Next::Single;
    }
    match pair(rest) {
        Some((0xA1..=0xA3, 0xA1..=0xFE)) => Next::Mark(2),
        Some((0xB0..=0xF7, 0xA1..=0xFE)) => Next::Common(2),
        Some((0x81..=0xFE, 0x40..=0x7E | 0x80..=0xFE)) => Next::Rare(2),
        Some((0x81..=0xFE, b'0'..=b'9')) if matches!(rest, [_, _, 0x81..=0xFE, b'0'..=b'9', ..]) => {
            Next::Rare(4)
        }
        _ => Next::Wrong,
    }
}

fn euc_jp(rest: &[u8]) -> Next {
    if rest.first().is_some_and(u8::is_ascii) {
        return Next::Single;
    }
    match pair(rest) {
        Some((0xA1, 0xA1..=0xFE)) => Next::Mark(2),
        Some((0xA2..=0xA8 | 0xB0..=0xF4, 0xA1..=0xFE)) => Next::Common(2),
        Some((0x8E, 0xA1..=0xDF)) => Next::Rare(2),
        Some((0x8F, 0xA1..=0xFE)) if matches!(rest, [_, _, 0xA1..=0xFE, ..]) => Next::Rare(3),
        _ => Next::Wrong,
    }
}

fn shift_jis(rest: &[u8]) -> Next {
    match (rest.first(), pair(rest)) {
        (Some(0..=0x7F | 0xA1..=0xDF), _) => Next::Single,
        (_, Some((0x81, 0x40..=0x7E | 0x80..=0xFC))) => Next::Mark(2),
        (_, Some((0x82..=0x84 | 0x88..=0x9F | 0xE0..=0xEA, 0x40..=0x7E | 0x80..=0xFC))) => Next::Common(2),
        (_, Some((0x85..=0x87 | 0xEB..=0xFC, 0x40..=0x7E | 0x80..=0xFC))) => Next::Rare(2),
        _ => Next::Wrong,
    }
}

fn big5(rest: &[u8]) -> Next {
    if rest.first().is_some_and(u8::is_ascii) {
        return Next::Single;
    }
    match pair(rest) {
        Some((0xA1, 0x40..=0x7E | 0xA1..=0xFE)) => Next::Mark(2),
        Some((0xA2..=0xC6, 0x40..=0x7E | 0xA1..=0xFE)) => Next::Common(2),
        Some((0x81..=0xFE, 0x40..=0x7E | 0xA1..=0xFE)) => Next::Rare(2),
        _ => Next::Wrong,
    }
}

fn euc_kr(rest: &[u8]) -> Next {
    if rest.first().is_some_and(u8::is_ascii) {
        return Next::Single;
    }
    match pair(rest) {
        Some((0xA1..=0xA3, 0xA1..=0xFE)) => Next::Mark(2),
        Some((0xB0..=0xC8, 0xA1..=0xFE)) => Next::Common(2),
        Some((0x81..=0xFE, 0x41..=0x5A | 0x61..=0x7A | 0x81..=0xFE)) => Next::Rare(2),
        _ => Next::Wrong,
    }
}
