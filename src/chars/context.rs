//! What an invisible character does for its neighbours.

use super::{is_cursive, is_invisible, is_mark, is_pictographic, is_virama, is_word, joins_right_only};

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
/// How many marks are looked over on the way to a letter. Letters beside a joiner have fewer, and the limit keeps a
/// question about one character cheap.
const MARKS: usize = 8;
/// The letters of the longest name of a region, as in `usca` of Unicode's `unicode_subdivision_id`.
const MAX_REGION: usize = 7;
const MIN_REGION: usize = 3;

/// Whether the invisible character that begins at byte `at` does what it is for.
///
/// * A joiner between two emoji; a joiner or non-joiner that shapes letters of a cursive script, or stands beside the
///   virama of an Indic one.
///   Besides the contexts A1, A2 and B of UAX #31 section 2.3.1 ([`in_strict_context`]) these are the spellings of
///   whole languages: Bengali `র‍্য` with the joiner before the virama, Persian `PDF‌ها`, Arabic `ه‍` alone, Khmer
///   vowels behind a register shifter, the meteg of Biblical Hebrew, the Kurdish vowel `ه‌` at a word's end.
/// * A tag in the flag of a region: U+1F3F4, 3 to 7 tag letters and digits, U+E007F.
/// * The first variation selector behind a character that can take it.
///
/// All else is out of context, and so is any other character and any other place. At most a few characters on both
/// sides are read, whatever the text.
pub(crate) fn in_context(text: &str, at: usize) -> bool {
    let Some((before, c, behind)) = around(text, at) else { return false };
    match c {
        ZWNJ | ZWJ => joins_emoji(before, c, behind) || joins_letters(before, c, behind),
        '\u{E0020}'..='\u{E007F}' => is_in_flag(before, c, behind),
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => before
            .chars()
            .next_back()
            .is_some_and(|base| takes_selector(base, c, behind.starts_with('\u{20E3}'))),
        _ => false,
    }
}

/// Whether the joiner or non-joiner that begins at byte `at` stands in one of the contexts that UAX #31 section 2.3.1
/// allows in identifiers: A1 (a non-joiner between two letters that would join), A2 and B (behind a virama).
pub(crate) fn in_strict_context(text: &str, at: usize) -> bool {
    let Some((before, c, behind)) = around(text, at) else { return false };
    let next = || behind.chars().take(MARKS).find(|next| !is_mark(*next));
    let is_behind_virama = || {
        let mut marks = before.chars().rev().take(MARKS);
        marks.by_ref().find(|mark| !is_mark(*mark) || is_virama(*mark)).is_some_and(is_virama)
            && marks.find(|mark| !is_mark(*mark)).is_some_and(is_word)
    };
    match c {
        ZWNJ => {
            let joins_left = |letter: char| is_cursive(letter) && !joins_right_only(letter);
            let previous = before.chars().rev().take(MARKS).find(|previous| !is_mark(*previous));
            (previous.is_some_and(joins_left) && next().is_some_and(is_cursive))
                || (is_behind_virama() && next().is_some_and(is_word))
        }
        // UAX #31 has "no dependent vowel behind"; no mark at all is less than that. What is invisible in between may be
        // taken away, so it is looked over.
        ZWJ => {
            let next = behind.chars().take(MARKS).find(|next| !is_invisible(*next));
            is_behind_virama() && next.map_or(behind.len() < MARKS, |next| !is_mark(next))
        }
        _ => false,
    }
}

/// The character at a byte, and what stands before and behind it.
fn around(text: &str, at: usize) -> Option<(&str, char, &str)> {
    let (before, rest) = text.split_at_checked(at)?;
    let c = rest.chars().next()?;
    Some((before, c, &rest[c.len_utf8()..])) // behind a whole character
}

/// GB11 of UAX #29, with the parts that real sequences have between a picture and the joiner.
fn joins_emoji(before: &str, joiner: char, behind: &str) -> bool {
    let is_part = |c: &char| matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}');
    let is_joined = |c: char| c >= '\u{2190}' && is_pictographic(c);
    joiner == ZWJ
        && behind.chars().next().is_some_and(is_joined)
        && before.chars().rev().take(3).find(|c| !is_part(c)).is_some_and(is_joined)
}

fn joins_letters(before: &str, joiner: char, behind: &str) -> bool {
    let (Some(last), next) = (before.chars().next_back(), behind.chars().next()) else {
        // A joiner at the beginning gives the letter behind it the form of a word's middle or end.
        return joiner == ZWJ && behind.chars().next().is_some_and(is_cursive);
    };
    let letter = before.chars().rev().take(MARKS).find(|c| !is_mark(*c));
    // Each reason counts by itself, so that a character which is taken away between the others takes no reason along.
    let has_cursive = letter.is_some_and(is_cursive) || next.is_some_and(is_cursive);
    // A joiner shows a letter's joined form where none is shown without it: not between two letters that join. A
    // non-joiner parts two.
    let joins = joiner == ZWJ && !is_between_joining(before, behind);
    let parts = letter.is_some_and(is_word) && next.is_some_and(|next| is_word(next) || is_mark(next));
    let shapes = has_cursive && !matches!(last, ZWNJ | ZWJ) && (joins || (joiner == ZWNJ && parts));
    // Sorani Kurdish writes its vowel E as a heh that joins nothing, at the end of words too (Unicode core specification,
    // section 9.2): whatever follows.
    let is_vowel = joiner == ZWNJ && matches!(last, '\u{647}' | '\u{6BE}');
    if shapes || is_vowel {
        return true;
    }
    let virama_before = before.chars().rev().take(3).take_while(|c| is_mark(*c)).any(is_virama);
    let virama_behind = next.is_some_and(is_virama) && (is_word(last) || is_mark(last));
    let is_khmer = |c: char| matches!(c, '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17D3}');
    let is_hebrew_point = |c: char| matches!(c, '\u{591}'..='\u{5C7}');
    let both = |is: fn(char) -> bool| is(last) && next.is_some_and(is);
    virama_before || virama_behind || both(is_khmer) || both(is_hebrew_point)
}

/// Whether two letters that join by themselves stand around a place, marks and what is invisible looked over, because that
/// may be taken away. Yes, too, if that is too much to look over.
fn is_between_joining(before: &str, behind: &str) -> bool {
    let is_letter = |c: &char| !is_mark(*c) && !is_invisible(*c);
    let previous = before.chars().rev().take(MARKS).find(is_letter);
    let next = behind.chars().take(MARKS).find(is_letter);
    match (previous, next) {
        (Some(previous), Some(next)) => {
            is_cursive(previous) && !joins_right_only(previous) && is_cursive(next)
        }
        (None, _) if before.chars().nth(MARKS).is_some() => true,
        (_, None) if behind.chars().nth(MARKS).is_some() => true,
        _ => false,
    }
}

/// Whether the tag stands in U+1F3F4, tags, U+E007F.
fn is_in_flag(before: &str, tag: char, behind: &str) -> bool {
    let is_region = |c: char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let mut len = 0;
    let mut start = None;
    for c in before.chars().rev().take(MAX_REGION + 1) {
        if !is_region(c) {
            start = Some(c);
            break;
        }
        len += 1;
    }
    let mut end = Some(tag);
    if is_region(tag) {
        len += 1;
        end = None;
        for c in behind.chars().take(MAX_REGION + 1) {
            if !is_region(c) {
                end = Some(c);
                break;
            }
            len += 1;
        }
    }
    start == Some('\u{1F3F4}') && end == Some('\u{E007F}') && (MIN_REGION..=MAX_REGION).contains(&len)
}

/// Whether a variation selector can change how a character is drawn: emoji against text, the sequences of Unicode's
/// `StandardizedVariants.txt` by block, and the Ideographic Variation Database. Not ASCII but in keycaps, so that no
/// word of a command carries one.
fn takes_selector(base: char, selector: char, is_keycap: bool) -> bool {
    if base.is_ascii() {
        return selector == '\u{FE0F}' && is_keycap && (base.is_ascii_digit() || matches!(base, '#' | '*'));
    }
    match selector {
        '\u{FE0E}' | '\u{FE0F}' => is_pictographic(base),
        '\u{FE00}'..='\u{FE0D}' => {
            let last = match base {
                // Symbols of mathematics, Myanmar dotted letters, Phags-pa, Manichaean, the zero of full width.
                '\u{2200}'..='\u{22FF}'
                | '\u{2A00}'..='\u{2AFF}'
                | '\u{1000}'..='\u{109F}'
                | '\u{AA60}'..='\u{AA7F}'
                | '\u{A840}'..='\u{A877}'
                | '\u{10AC0}'..='\u{10AF6}'
                | '\u{FF10}' => '\u{FE00}',
                // Quotation marks and stops of East Asia, script capitals.
                '\u{2018}'..='\u{201D}'
                | '\u{3001}'..='\u{3002}'
                | '\u{FF01}'..='\u{FF1F}'
                | '\u{2100}'..='\u{214F}'
                | '\u{1D49C}'..='\u{1D4B5}' => '\u{FE01}',
                // Hieroglyphs, turned.
                '\u{13000}'..='\u{143FF}' if !is_invisible(base) => '\u{FE06}',
                // Compatibility ideographs.
                _ if is_ideograph(base) => '\u{FE02}',
                _ => return false,
            };
            selector <= last
        }
        _ => is_ideograph(base),
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(
        c,
        '\u{3007}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFD}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The places, counted in invisible characters, that are in context.
    fn kept(text: &str) -> Vec<bool> {
        text.char_indices().filter(|(_, c)| is_invisible(*c)).map(|(at, _)| in_context(text, at)).collect()
    }

    #[test]
    fn what_each_is_for() {
        for text in [
            "می\u{200C}خواهم",
            "PDF\u{200C}ها",
            "كتێبه\u{200C} باشه\u{200C}",
            "ه\u{200D}",
            "\u{200D}ه",
            "د\u{200D}م",
            "क\u{94D}\u{200D}ष",
            "क\u{94D}\u{200C}ष",
            "র\u{200D}\u{9CD}য",
            "ക\u{D4D}\u{200D}",
            "ක\u{DCA}\u{200D}ය",
            "👩\u{200D}💻",
            "❤\u{FE0F}\u{200D}🔥",
            "👩🏽\u{200D}🤝\u{200D}👨🏿",
            "🏳\u{FE0F}\u{200D}🌈",
            "1\u{FE0F}\u{20E3}",
            "葛\u{E0100}",
            "\u{2229}\u{FE00}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
        ] {
            let kept = kept(text);
            assert!(!kept.is_empty() && kept.iter().all(|kept| *kept), "{text:?} {kept:?}");
        }
    }

    #[test]
    fn what_hides() {
        for text in [
            "r\u{200C}m",
            "r\u{200D}m",
            "می\u{200C} ",
            "سل\u{200D}ام",
            "a\u{FE0F}",
            "1\u{FE0F}",
            "葛\u{FE03}",
            "hi\u{E0061}\u{E007F}",
            "🏴\u{E0061}\u{E0062}\u{E007F}",
            "🏴\u{E0061}\u{E0062}\u{E0063}",
            "🏴\u{E0061}\u{E0062}\u{E0063}\u{E0064}\u{E0065}\u{E0066}\u{E0067}\u{E0068}\u{E007F}",
            "👩\u{200D}x",
            "\u{200B}\u{2060}\u{FEFF}\u{AD}\u{2800}\u{3164}\u{200E}\u{202E}",
        ] {
            let kept = kept(text);
            assert!(!kept.is_empty() && kept.iter().all(|kept| !*kept), "{text:?} {kept:?}");
        }
        assert_eq!(kept("❤\u{FE0F}\u{FE0F}"), [true, false], "one selector");
        assert_eq!(kept("می\u{200C}\u{200C}خ"), [false, false], "a run of joiners");
    }

    #[test]
    fn strict_is_narrower() {
        assert!(in_strict_context("می\u{200C}خواهم", 4));
        assert!(!in_strict_context("کار\u{200C}ها", 6), "nothing to part");
        assert!(in_strict_context("क\u{94D}\u{200D}ष", 6));
        assert!(!in_strict_context("👩\u{200D}💻", 4));
        for at in 0..20 {
            assert!(!in_context("", at) && !in_strict_context("é\u{200D}", at));
        }
    }
}
