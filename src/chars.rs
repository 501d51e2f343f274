//! Characters that cannot be seen, and what they are for: the one list that the modules share.
//!
//! The sets are those of Unicode 17, whose stability policy lets none of them shrink. Ranges that Unicode keeps for
//! characters of the same kind count already.

/// Whether Unicode promises never to give this code point a character (Unicode core specification, section 23.7).
pub(crate) fn is_noncharacter(c: char) -> bool {
    u32::from(c) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Whether a character turns the direction of text: `Bidi_Control`.
#[cfg(feature = "unicode")]
pub(crate) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a font draws nothing for a character unless it knows it: `Default_Ignorable_Code_Point`. Joiners, marks of
/// direction, variation selectors, tags, fillers and the rest.
pub(crate) fn is_default_ignorable(c: char) -> bool {
    matches!(
        c,
        '\u{AD}'
            | '\u{34F}'
            | '\u{61C}'
            | '\u{115F}'..='\u{1160}'
            | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
            | '\u{FFA0}'
            | '\u{FFF0}'..='\u{FFF8}'
            | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}'
    )
}

/// Whether a character draws nothing, or a blank that is no white space: what is [default
/// ignorable](is_default_ignorable), all format characters (`Cf`), and letters and symbols that are blank.
///
/// The signs of Arabic and other scripts that span a number ([`is_number_sign`]) are format characters too, though they
/// can be seen. Controls (`Cc`) and spaces (`Z`) are not in the set.
#[cfg(feature = "unicode")]
pub(crate) fn is_invisible(c: char) -> bool {
    is_default_ignorable(c)
        || is_number_sign(c)
        || matches!(
            c,
            '\u{2800}' // the Braille pattern without dots
                | '\u{FFF9}'..='\u{FFFB}' // interlinear annotation
                | '\u{13430}'..='\u{1343F}' // how hieroglyphs are joined
                | '\u{13441}'..='\u{13442}' // hieroglyphs that are blank
                | '\u{16FE4}' // the filler of the Khitan small script
                | '\u{1D159}' // a note without a head
        )
}

/// Whether a character is a sign that is drawn around or below the number behind it: `Prepended_Concatenation_Mark`.
#[cfg(feature = "unicode")]
pub(crate) fn is_number_sign(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{605}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}' | '\u{110BD}' | '\u{110CD}'
    )
}

#[cfg(feature = "unicode")]
pub(crate) use context::{in_context, in_strict_context, is_mark};

/// What an invisible character does for its neighbours.
#[cfg(feature = "unicode")]
mod context {
    use super::is_invisible;
    use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

    const ZWNJ: char = '\u{200C}';
    const ZWJ: char = '\u{200D}';
    /// The class of the signs that take a consonant's vowel away, and join it to the next.
    const VIRAMA: u8 = 9;
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

    /// Whether a character is a mark of the letter before it.
    ///
    /// Variation selectors and other marks that draw nothing are none: [`is_invisible`](super::is_invisible) has them.
    pub(crate) fn is_mark(c: char) -> bool {
        // Ranges without marks, which most text is made of, need no look into the table.
        let has_marks = !matches!(c, '\0'..='\u{2FF}' | '\u{3100}'..='\u{A66E}' | '\u{AC00}'..='\u{FB1D}');
        has_marks && is_combining_mark(c) && !is_invisible(c)
    }

    /// Whether a character is a letter or a digit that can be seen.
    fn is_word(c: char) -> bool {
        c.is_alphanumeric() && !is_invisible(c)
    }

    fn is_virama(c: char) -> bool {
        !c.is_ascii() && canonical_combining_class(c) == VIRAMA
    }

    /// GB11 of UAX #29, with the parts that real sequences have between a picture and the joiner.
    fn joins_emoji(before: &str, joiner: char, behind: &str) -> bool {
        let is_part =
            |c: &char| matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}');
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
        let virama_before = before.chars().rev().take(3).take_while(|c| is_mark(*c)).any(is_virama);
        let virama_behind = next.is_some_and(is_virama) && (is_word(last) || is_mark(last));
        let is_khmer = |c: char| matches!(c, '\u{1780}'..='\u{17B3}' | '\u{17B6}'..='\u{17D3}');
        let is_hebrew_point = |c: char| matches!(c, '\u{591}'..='\u{5C7}');
        let both = |is: fn(char) -> bool| is(last) && next.is_some_and(is);
        shapes || is_vowel || virama_before || virama_behind || both(is_khmer) || both(is_hebrew_point)
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
            return selector == '\u{FE0F}'
                && is_keycap
                && (base.is_ascii_digit() || matches!(base, '#' | '*'));
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

    /// `Extended_Pictographic`: emoji, and what Unicode keeps free for more of them.
    fn is_pictographic(c: char) -> bool {
        matches!(
            c,
            '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}'
                | '\u{2194}'..='\u{2199}' | '\u{21A9}'..='\u{21AA}' | '\u{231A}'..='\u{231B}'
                | '\u{2328}' | '\u{2388}' | '\u{23CF}' | '\u{23E9}'..='\u{23F3}'
                | '\u{23F8}'..='\u{23FA}' | '\u{24C2}' | '\u{25AA}'..='\u{25AB}' | '\u{25B6}'
                | '\u{25C0}' | '\u{25FB}'..='\u{25FE}' | '\u{2600}'..='\u{2605}'
                | '\u{2607}'..='\u{2612}' | '\u{2614}'..='\u{2685}' | '\u{2690}'..='\u{2705}'
                | '\u{2708}'..='\u{2712}' | '\u{2714}' | '\u{2716}' | '\u{271D}' | '\u{2721}'
                | '\u{2728}' | '\u{2733}'..='\u{2734}' | '\u{2744}' | '\u{2747}' | '\u{274C}'
                | '\u{274E}' | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2763}'..='\u{2767}'
                | '\u{2795}'..='\u{2797}' | '\u{27A1}' | '\u{27B0}' | '\u{27BF}'
                | '\u{2934}'..='\u{2935}' | '\u{2B05}'..='\u{2B07}' | '\u{2B1B}'..='\u{2B1C}'
                | '\u{2B50}' | '\u{2B55}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
                | '\u{1F000}'..='\u{1F0FF}' | '\u{1F10D}'..='\u{1F10F}' | '\u{1F12F}'
                | '\u{1F16C}'..='\u{1F171}' | '\u{1F17E}'..='\u{1F17F}' | '\u{1F18E}'
                | '\u{1F191}'..='\u{1F19A}' | '\u{1F1AD}'..='\u{1F1E5}' | '\u{1F201}'..='\u{1F20F}'
                | '\u{1F21A}' | '\u{1F22F}' | '\u{1F232}'..='\u{1F23A}' | '\u{1F23C}'..='\u{1F23F}'
                | '\u{1F249}'..='\u{1F3FA}' | '\u{1F400}'..='\u{1F53D}' | '\u{1F546}'..='\u{1F64F}'
                | '\u{1F680}'..='\u{1F6FF}' | '\u{1F774}'..='\u{1F77F}' | '\u{1F7D5}'..='\u{1F7FF}'
                | '\u{1F80C}'..='\u{1F80F}' | '\u{1F848}'..='\u{1F84F}' | '\u{1F85A}'..='\u{1F85F}'
                | '\u{1F888}'..='\u{1F88F}' | '\u{1F8AE}'..='\u{1F8FF}' | '\u{1F90C}'..='\u{1F93A}'
                | '\u{1F93C}'..='\u{1F945}' | '\u{1F947}'..='\u{1FAFF}' | '\u{1FC00}'..='\u{1FFFD}'
        )
    }

    /// A letter of a script whose letters join: Arabic, Syriac, Mandaic, N'Ko, Mongolian, Phags-pa, Manichaean, Psalter
    /// Pahlavi, Hanifi Rohingya, Sogdian, Old Uyghur, Chorasmian, Adlam.
    fn is_cursive(c: char) -> bool {
        matches!(
            c,
            '\u{620}'..='\u{64A}' | '\u{66E}'..='\u{66F}' | '\u{671}'..='\u{6D3}' | '\u{6D5}' | '\u{6EE}'..='\u{6EF}'
                | '\u{6FA}'..='\u{6FC}' | '\u{6FF}' | '\u{710}' | '\u{712}'..='\u{72F}' | '\u{74D}'..='\u{77F}'
                | '\u{7CA}'..='\u{7EA}' | '\u{840}'..='\u{858}' | '\u{860}'..='\u{86A}' | '\u{870}'..='\u{887}'
                | '\u{889}'..='\u{88F}' | '\u{8A0}'..='\u{8C8}' | '\u{1807}' | '\u{1820}'..='\u{1878}' | '\u{1887}'..='\u{18A8}'
                | '\u{18AA}' | '\u{A840}'..='\u{A872}' | '\u{10AC0}'..='\u{10AE4}' | '\u{10AEB}'..='\u{10AEF}'
                | '\u{10B80}'..='\u{10B91}' | '\u{10BA9}'..='\u{10BAE}' | '\u{10D00}'..='\u{10D23}' | '\u{10EC2}'..='\u{10EC7}'
                | '\u{10F30}'..='\u{10F44}' | '\u{10F51}'..='\u{10F54}' | '\u{10F70}'..='\u{10F81}' | '\u{10FB0}'..='\u{10FCB}'
                | '\u{1E900}'..='\u{1E943}'
        )
    }

    /// `Joining_Type=Right_Joining`: letters that never join the next, so that there is nothing to part.
    fn joins_right_only(c: char) -> bool {
        matches!(
            c,
            '\u{622}'..='\u{625}' | '\u{627}' | '\u{629}' | '\u{62F}'..='\u{632}' | '\u{648}'
                | '\u{671}'..='\u{673}' | '\u{675}'..='\u{677}' | '\u{688}'..='\u{699}' | '\u{6C0}'
                | '\u{6C3}'..='\u{6CB}' | '\u{6CD}' | '\u{6CF}' | '\u{6D2}'..='\u{6D3}' | '\u{6D5}'
                | '\u{6EE}'..='\u{6EF}' | '\u{710}' | '\u{715}'..='\u{719}' | '\u{71E}' | '\u{728}'
                | '\u{72A}' | '\u{72C}' | '\u{72F}' | '\u{74D}' | '\u{759}'..='\u{75B}'
                | '\u{76B}'..='\u{76C}' | '\u{771}' | '\u{773}'..='\u{774}' | '\u{778}'..='\u{779}'
                | '\u{840}' | '\u{846}'..='\u{847}' | '\u{849}' | '\u{854}' | '\u{856}'..='\u{858}'
                | '\u{867}' | '\u{869}'..='\u{86A}' | '\u{870}'..='\u{882}' | '\u{88E}'
                | '\u{8AA}'..='\u{8AC}' | '\u{8AE}' | '\u{8B1}'..='\u{8B2}' | '\u{8B9}' | '\u{10AC5}'
                | '\u{10AC7}' | '\u{10AC9}'..='\u{10ACA}' | '\u{10ACE}'..='\u{10AD2}' | '\u{10ADD}'
                | '\u{10AE1}' | '\u{10AE4}' | '\u{10AEF}' | '\u{10B81}' | '\u{10B83}'..='\u{10B85}'
                | '\u{10B89}' | '\u{10B8C}' | '\u{10B8E}'..='\u{10B8F}' | '\u{10B91}'
                | '\u{10BA9}'..='\u{10BAC}' | '\u{10D22}' | '\u{10F33}' | '\u{10F54}'
                | '\u{10F74}'..='\u{10F75}' | '\u{10FB4}'..='\u{10FB6}' | '\u{10FB9}'..='\u{10FBA}'
                | '\u{10FBD}' | '\u{10FC2}'..='\u{10FC3}' | '\u{10FC9}'
        )
    }
}

#[cfg(all(test, feature = "unicode"))]
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

    #[test]
    fn sets_hold_what_their_names_say() {
        for c in '\0'..=char::MAX {
            assert!(!is_default_ignorable(c) || is_invisible(c), "{c:?}");
            assert!(!is_bidi_control(c) || is_default_ignorable(c), "{c:?}");
            assert!(!is_invisible(c) || !c.is_control() && !c.is_whitespace() && !c.is_ascii(), "{c:?}");
        }
    }
}
