//! What an invisible character does for its neighbours.

use super::variants::VARIANTS;
use super::{
    is_alphabetic, is_cursive, is_invisible, is_mark, is_pictographic, is_virama, is_word, joins_right_only,
    kind,
};

const ZWNJ: char = '\u{200C}';
const ZWJ: char = '\u{200D}';
/// How many marks are looked over on the way to a letter. Letters beside a joiner have fewer, and the limit keeps a
/// question about one character cheap.
const MARKS: usize = 8;
/// The flags of `RGI_Emoji_Tag_Sequence` (Unicode's `emoji-sequences.txt` 17.0), by their tags without U+E0000: those
/// of England, Scotland and Wales. Any other tags would be text without limit that nobody sees.
const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];
/// The letters in each.
const REGION: usize = 5;
/// How many invisible characters are looked over between the visible ones around a place, where nobody counts them.
const GAP: usize = 16;

/// Whether the invisible character that begins at byte `at` does what it is for.
///
/// * The first joiner of a gap between visible characters that [`joins`] them.
/// * A tag in one of the flags that are [`FLAGS`].
/// * The first variation selector behind a character that [takes it](takes_selector), if no joiner parts them.
/// * A break between letters of one of the scripts of South-East Asia without spaces, the vowel separator of
///   Mongolian, what joins hieroglyphs.
///
/// All else is out of context, and so is any other character and any other place. At most a few characters on both
/// sides are read, whatever the text.
pub(crate) fn in_context(text: &str, at: usize) -> bool {
    let Some((before, c, behind)) = around(text, at) else { return false };
    match c {
        ZWNJ | ZWJ => is_first_joiner(before, c, behind, false),
        '\u{E0020}'..='\u{E007F}' => is_in_flag(before, c, behind),
        _ if is_selector(c) => {
            let Some((visible, gap)) = gap_before(before) else { return false };
            visible.chars().next_back().is_some_and(|base| {
                takes_selector(base, c) && !gap.chars().any(|c| is_joiner(c) || takes_selector(base, c))
            })
        }
        // A break within a word's own script: beside Latin or ideographs a name has no need of it.
        '\u{200B}' | '\u{180E}' => {
            let is_letter = |c: char| c < '\u{2E80}' && (is_alphabetic(c) || is_mark(c));
            let fits = |last, next| {
                is_letter(last)
                    && is_letter(next)
                    && if c == '\u{180E}' {
                        parts(last, c, next)
                    } else {
                        is_unspaced(last) && is_unspaced(next)
                    }
            };
            is_at_home_between(before, behind, fits, |gap| !gap.contains(['\u{200B}', '\u{180E}']))
        }
        '\u{13430}'..='\u{1345F}' => {
            let fits = |last, next| shapes(c, last) && shapes(c, next);
            is_at_home_between(before, behind, fits, |gap| gap.chars().count() < usize::from(MAX_INERT))
        }
        _ => false,
    }
}

/// Whether a character has a use between the visible ones around it, and few enough invisible ones stand before it.
fn is_at_home_between(
    before: &str,
    behind: &str,
    fits: impl Fn(char, char) -> bool,
    is_free: impl Fn(&str) -> bool,
) -> bool {
    // None of these has a use behind ASCII, the most common neighbour of all.
    if before.as_bytes().last().is_none_or(u8::is_ascii) {
        return false;
    }
    let (Some((visible, gap)), Some(next)) = (gap_before(before), behind_gap(behind)) else { return false };
    match (visible.chars().next_back(), next.chars().next()) {
        (Some(last), Some(next)) => fits(last, next) && is_free(gap),
        _ => false,
    }
}

/// Whether the joiner or non-joiner that begins at byte `at` is the first of its gap that stands in one of the
/// contexts which UAX #31 section 2.3.1 allows in identifiers: A1 (a non-joiner between two letters that would join),
/// A2 and B (behind a virama).
#[cfg(test)]
fn in_strict_context(text: &str, at: usize) -> bool {
    around(text, at).is_some_and(|(before, c, behind)| is_first_joiner(before, c, behind, true))
}

fn is_first_joiner(before: &str, joiner: char, behind: &str, is_strict: bool) -> bool {
    let (Some((visible, gap)), Some(next)) = (gap_before(before), behind_gap(behind)) else { return false };
    let fits = |joiner| joins(visible, joiner, next, is_strict);
    is_joiner(joiner) && fits(joiner) && !gap.chars().any(|earlier| is_joiner(earlier) && fits(earlier))
}

/// The text up to its last visible character, and the invisible ones behind that, if they are few.
fn gap_before(before: &str) -> Option<(&str, &str)> {
    let mut gap = before.char_indices().rev().take(GAP + 1).take_while(|(_, c)| is_looked_over(*c));
    let (start, count) = gap.by_ref().fold((before.len(), 0), |(_, count), (at, _)| (at, count + 1));
    (count <= GAP).then(|| before.split_at(start)) // a character begins there
}

/// The text from its first visible character on, if only few invisible ones stand before it.
fn behind_gap(behind: &str) -> Option<&str> {
    let gap = behind.chars().take(GAP + 1).take_while(|c| is_looked_over(*c));
    let (len, count) = gap.fold((0, 0), |(len, count), c| (len + c.len_utf8(), count + 1));
    (count <= GAP).then(|| &behind[len..]) // behind a character
}

/// What may be taken away, so that it parts nothing: all that is invisible, but for the signs that span numbers.
fn is_looked_over(c: char) -> bool {
    is_invisible(c) && kind(c) != 0
}

/// Whether a character is ZWNJ or ZWJ.
fn is_joiner(c: char) -> bool {
    matches!(c, ZWNJ | ZWJ)
}

/// Whether a character is a variation selector.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180D}' | '\u{180F}')
}

/// Whether a joiner or a non-joiner does what it is for between two texts, the first of which ends and the second of
/// which begins with what is visible.
///
/// Between emoji; where it shapes letters of a cursive script, or stands beside the virama of an Indic one. Besides the
/// contexts A1, A2 and B of UAX #31 section 2.3.1 (`is_strict`: these alone) these are the spellings of whole
/// languages: Bengali `র‍্য` with the joiner before the virama, Persian `PDF‌ها`, Arabic `ه‍` alone, Khmer vowels
/// behind a register shifter, the meteg of Biblical Hebrew, the Kurdish vowel `ه‌` at a word's end.
pub(crate) fn joins(before: &str, joiner: char, behind: &str, is_strict: bool) -> bool {
    if is_strict {
        joins_strictly(before, joiner, behind)
    } else {
        joins_emoji(before, joiner, behind) || joins_letters(before, joiner, behind)
    }
}

fn joins_strictly(before: &str, joiner: char, behind: &str) -> bool {
    let next = || behind.chars().take(MARKS).find(|next| !is_mark(*next));
    let is_behind_virama = || {
        let mut marks = before.chars().rev().take(MARKS);
        marks.by_ref().find(|mark| !is_mark(*mark) || is_virama(*mark)).is_some_and(is_virama)
            && marks.find(|mark| !is_mark(*mark)).is_some_and(is_word)
    };
    if joiner == ZWNJ {
        let joins_left = |letter: char| is_cursive(letter) && !joins_right_only(letter);
        let previous = before.chars().rev().take(MARKS).find(|previous| !is_mark(*previous));
        (previous.is_some_and(joins_left) && next().is_some_and(is_cursive))
            || (is_behind_virama() && next().is_some_and(is_word))
    } else {
        // UAX #31 has "no dependent vowel behind"; no mark at all is less than that.
        is_behind_virama() && behind.chars().next().is_none_or(|next| !is_mark(next))
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
    let shapes = has_cursive && (joins || (joiner == ZWNJ && parts));
    // Sorani Kurdish writes its vowel E as a heh that joins nothing, at the end of words too (Unicode core
    // specification, section 9.2): whatever follows.
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

/// Whether two letters that join by themselves stand around a place, marks and what is invisible looked over, because
/// that may be taken away. Yes, too, if that is too much to look over.
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

/// Whether the tag stands in U+1F3F4, the tags of one of the [`FLAGS`], U+E007F.
fn is_in_flag(before: &str, tag: char, behind: &str) -> bool {
    let Some(start) = before.char_indices().rev().take(REGION + 1).find(|(_, c)| *c == '\u{1F3F4}') else {
        return false;
    };
    let letters = before[start.0..].chars().skip(1).chain([tag]).chain(behind.chars()); // a character begins there
    FLAGS.iter().any(|flag| {
        let tags = flag.bytes().map(|letter| char::from_u32(0xE_0000 + u32::from(letter)));
        let mut expected = tags.chain([Some('\u{E007F}')]);
        let mut letters = letters.clone();
        expected.all(|expected| letters.next() == expected)
    })
}

/// Whether a variation selector can change how a character is drawn: emoji against text, the sequences of
/// [Unicode's files](super::variants), the letters of Mongolian, the Ideographic Variation Database.
pub(crate) fn takes_selector(base: char, selector: char) -> bool {
    match selector {
        // Fonts have forms for more letters than the standard's list.
        '\u{180B}'..='\u{180D}' | '\u{180F}' => is_mongolian_letter(base),
        '\u{FE0E}' | '\u{FE0F}' if !base.is_ascii() => is_pictographic(base),
        // Compatibility ideographs, by what they are equal to, and the database's forms.
        '\u{FE00}'..='\u{FE02}' | '\u{E0100}'..='\u{E01EF}' if is_ideograph(base) => true,
        // Texts write letters of Phags-pa, and turned hieroglyphs, beyond the list.
        '\u{FE00}' if matches!(base, '\u{A840}'..='\u{A873}') => true,
        '\u{FE00}'..='\u{FE06}' if matches!(base, '\u{13000}'..='\u{1342F}' | '\u{13460}'..='\u{143FF}') => {
            true
        }
        '\u{FE00}'..='\u{FE0F}' => {
            let place = VARIANTS.binary_search_by_key(&base, |(base, _)| *base);
            let selectors =
                place.ok().and_then(|place| VARIANTS.get(place)).map_or(0, |(_, selectors)| *selectors);
            selectors >> (u32::from(selector) & 0xF) & 1 == 1
        }
        _ => false,
    }
}

/// Whether a character is a letter of Mongolian, Todo, Sibe or Manchu.
pub(crate) fn is_mongolian_letter(c: char) -> bool {
    matches!(c, '\u{1807}' | '\u{1820}'..='\u{1878}' | '\u{1880}'..='\u{18AA}')
}

/// Whether what has no width has a use between two visible characters: a soft hyphen in a word, a break where no
/// spaces are written, a joiner of words at punctuation, the mark that keeps marks apart, the vowel separator of
/// Mongolian.
pub(crate) fn parts(last: char, c: char, next: char) -> bool {
    let is_letter = |c: char| is_alphabetic(c) || is_mark(c);
    match c {
        '\u{AD}' => is_letter(last) && is_letter(next),
        '\u{200B}' => is_unspaced(last) || is_unspaced(next),
        '\u{2060}' => {
            let is_mark_of_print =
                |c: char| !c.is_ascii() && !c.is_whitespace() && (!is_letter(c) || is_unspaced(c));
            is_mark_of_print(last) || is_mark_of_print(next)
        }
        '\u{34F}' => is_mark(last) || is_mark(next),
        '\u{180E}' => is_mongolian_letter(last) && is_mongolian_letter(next),
        _ => false,
    }
}

/// How many characters that [`shapes`] knows may stand in one gap.
pub(crate) const MAX_INERT: u8 = 4;

/// Whether a format character of one script stands beside a character of that script: what joins hieroglyphs, what
/// shapes shorthand, beams and slurs of music, the filler of Khitan.
pub(crate) fn shapes(c: char, beside: char) -> bool {
    match c {
        '\u{13430}'..='\u{1345F}' => is_hieroglyph(beside),
        '\u{1BCA0}'..='\u{1BCA3}' => matches!(beside, '\u{1BC00}'..='\u{1BC9F}'),
        '\u{1D173}'..='\u{1D17A}' => is_musical(beside),
        '\u{16FE4}' => matches!(beside, '\u{18B00}'..='\u{18CFF}'),
        _ => false,
    }
}

/// Scripts written without spaces between words, whose texts hold breaks instead: Thai, Lao, Tibetan, Myanmar, Khmer,
/// the Tai and Javanese scripts, Chinese and Japanese.
pub(crate) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1950}'..='\u{19FF}' | '\u{1A20}'..='\u{1AAF}' | '\u{1B00}'..='\u{1B7F}'
            | '\u{2E80}'..='\u{2FFF}' | '\u{3001}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}' | '\u{A980}'..='\u{A9FF}' | '\u{AA60}'..='\u{AADF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{FF01}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFD}')
}

pub(crate) fn is_hieroglyph(c: char) -> bool {
    matches!(c, '\u{13000}'..='\u{1342F}' | '\u{13460}'..='\u{143FF}')
}

pub(crate) fn is_musical(c: char) -> bool {
    matches!(c, '\u{1D100}'..='\u{1D158}' | '\u{1D15A}'..='\u{1D172}' | '\u{1D17B}'..='\u{1D1FF}')
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
            "0\u{FE00} 1\u{FE0F} #\u{FE0E}",
            "ᠳ\u{180B}ᠠ",
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
            "葛\u{FE03}",
            "hi\u{E0061}\u{E007F}",
            "🏴\u{E0061}\u{E0062}\u{E007F}",
            "🏴\u{E0061}\u{E0062}\u{E0063}",
            "🏴\u{E0075}\u{E0073}\u{E0063}\u{E0061}\u{E007F}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E0067}\u{E007F}",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E007F}",
            "0\u{FE01}",
            "🏴\u{E0061}\u{E0062}\u{E0063}\u{E0064}\u{E0065}\u{E0066}\u{E0067}\u{E0068}\u{E007F}",
            "👩\u{200D}x",
            "\u{200B}\u{2060}\u{FEFF}\u{AD}\u{2800}\u{3164}\u{200E}\u{202E}",
        ] {
            let kept = kept(text);
            assert!(!kept.is_empty() && kept.iter().all(|kept| !*kept), "{text:?} {kept:?}");
        }
        assert_eq!(kept("❤\u{FE0F}\u{FE0F}"), [true, false], "one selector");
        assert_eq!(kept("می\u{200C}\u{200C}خ"), [true, false], "a run of joiners");
        assert_eq!(kept("می\u{200B}\u{200D}\u{200C}\u{200D}خ"), [false, false, true, false], "a mixed one");
        assert_eq!(kept("क\u{94D}\u{200B}\u{200D}\u{200C}ष"), [false, true, false], "behind a virama");
        assert_eq!(kept("葛\u{FE0F}\u{E0100}\u{E0101}"), [false, true, false], "a run of selectors");
        assert_eq!(kept("❤\u{200D}\u{FE0F}"), [false, false], "behind a joiner");
        let run = format!("م{}خ", "\u{200C}".repeat(100));
        assert!(!kept(&run).contains(&true), "too much to look over");
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
