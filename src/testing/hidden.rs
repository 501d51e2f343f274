//! `assert_no_hidden`: a text in which everything that is there is seen.

use super::breach::{Breach, BreachKind, is_unseen, require};

/// Panics if a text holds a character that is not seen, or that changes what the others look like.
///
/// For text that people read and copy, and for names: what is shown must be what is there.
///
/// ```
/// use untaint::testing::assert_no_hidden;
///
/// assert_no_hidden("fn main() {\n\tprintln!(\"naïve 👩\u{200D}💻\");\n}\n");
/// ```
///
/// ```should_panic
/// # use untaint::testing::assert_no_hidden;
/// assert_no_hidden("if user == \"admin\u{200B}\""); // a space of no width
/// ```
///
/// Refused are all controls but TAB, LF, and CR before LF; everything without a width (zero-width spaces, soft hyphens,
/// the byte order mark, tags, U+034F, U+2060 to U+206F, U+2028, U+2029, interlinear marks, noncharacters); blank
/// letters (U+115F, U+1160, U+2800, U+3164, U+FFA0); and all marks that set the direction of text. Kept, because
/// people need them, are
/// * joiners in emoji, and next to a letter of a script that joins its letters (Arabic to Myanmar and Mongolian);
/// * one variation selector behind a character that has variants: no ASCII letter, no space, no second selector;
/// * U+034F behind a point of Hebrew, whose order it keeps, and U+180B to U+180F behind a Mongolian letter;
/// * the tags of a flag: U+1F3F4, tags, U+E007F;
/// * isolates (U+2066 to U+2069) that are balanced on their line, and direction marks on a line with right-to-left
///   letters.
///
/// # Does not guarantee
/// It is stricter than `text::clean` in two points: blank letters, which have a width, stay in every preset but
/// `identifier`; soft hyphens and break marks stay inside the words of prose (`display`, `single_line`). Where they are
/// welcome, take them out before the check.
///
/// Letters that look alike, very many marks on one letter, spaces of other widths, and characters that a font does not
/// have are not seen by it; nor do these rules know each language's spelling. `untaint::text` knows more.
///
/// # Panics
/// With the character's code point and its byte offset.
#[track_caller]
pub fn assert_no_hidden(text: &str) {
    require(check_no_hidden(text), text);
}

/// [`assert_no_hidden`] that returns the reason instead.
///
/// # Errors
/// [`BreachKind::Hidden`].
pub fn check_no_hidden(text: &str) -> Result<(), Breach> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        check_line(line, start)?;
        start += line.len();
    }
    Ok(())
}

fn check_line(line: &str, start: usize) -> Result<(), Breach> {
    let has_rtl = line.chars().any(is_rtl);
    let is_balanced = isolates_are_balanced(line);
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut in_flag = false;
    // Marks of direction part no letter from what shapes it.
    let parts =
        |c: char| !matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}' | '\u{34F}');
    let (mut before, mut last) = (None, None);
    for (place, (offset, c)) in chars.iter().copied().enumerate() {
        before = last.filter(|c| parts(*c)).or(before);
        last = Some(c);
        // Asked for joiners only; a run of them stops at the next one.
        let behind = match c {
            '\u{200C}' | '\u{200D}' => chars[place + 1..].iter().map(|(_, c)| *c).find(|c| parts(*c)),
            _ => None,
        };
        let was_in_flag = in_flag;
        in_flag = match c {
            '\u{1F3F4}' => is_flag(&chars[place + 1..]), // behind a place in the list
            '\u{E0020}'..='\u{E007E}' => in_flag,
            _ => false,
        };
        let keeps = match c {
            '\t' | '\n' => true,
            '\r' => chars.get(place + 1).is_some_and(|(_, next)| *next == '\n'),
            '\u{200C}' => before.is_some_and(joins) || behind.is_some_and(joins),
            '\u{200D}' => {
                before.is_some_and(joins)
                    || behind.is_some_and(joins)
                    || before.is_some_and(is_pictograph) && behind.is_some_and(is_pictograph)
            }
            '\u{34F}' => before.is_some_and(is_hebrew_point),
            '\u{200E}' | '\u{200F}' | '\u{61C}' => has_rtl,
            '\u{2066}'..='\u{2069}' => is_balanced,
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => before.is_some_and(has_variants),
            '\u{180B}'..='\u{180F}' => before.is_some_and(|before| matches!(before, '\u{1820}'..='\u{18AA}')),
            '\u{E0020}'..='\u{E007F}' => was_in_flag,
            c => !is_unseen(c),
        };
        if !keeps {
            let what = format!("U+{:04X} at byte {}", u32::from(c), start + offset);
            return Err(Breach::new(BreachKind::Hidden, what));
        }
    }
    Ok(())
}

/// Between two of these, U+034F keeps their order.
fn is_hebrew_point(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5C7}')
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{61B}' | '\u{61D}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FDFF}'
        | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

/// A letter or mark of a script in which letters change shape beside each other: Arabic and its kin, Indic, Myanmar,
/// Mongolian; and the points of Hebrew.
fn joins(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5C7}' | '\u{620}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{E00}'..='\u{109F}' | '\u{1780}'..='\u{17D3}'
        | '\u{1820}'..='\u{18AA}' | '\u{1900}'..='\u{1CFF}' | '\u{A800}'..='\u{AAFF}' | '\u{ABC0}'..='\u{ABFF}'
        | '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10A00}'..='\u{10D3F}' | '\u{10F30}'..='\u{11FFF}'
        | '\u{1E900}'..='\u{1E95F}')
}

/// What an emoji sequence is made of; only beside a joiner.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{203C}' | '\u{2049}' | '\u{20E3}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

/// What a variation selector may follow.
fn has_variants(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9') || !c.is_ascii() && !c.is_whitespace() && !is_unseen(c)
}

/// Whether tags behind a black flag name a region that has a flag (`RGI_Emoji_Tag_Sequence`), and end.
fn is_flag(behind: &[(usize, char)]) -> bool {
    let tags = behind.iter().take_while(|(_, c)| matches!(c, '\u{E0020}'..='\u{E007E}')).count();
    let region = behind[..tags].iter().filter_map(|(_, c)| char::from_u32(u32::from(*c) - 0xE_0000)); // counted there
    let region: String = region.collect();
    ["gbeng", "gbsct", "gbwls"].contains(&region.as_str())
        && behind.get(tags).is_some_and(|(_, c)| *c == '\u{E007F}')
}

fn isolates_are_balanced(line: &str) -> bool {
    let mut open = 0_usize;
    for c in line.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' => match open.checked_sub(1) {
                Some(less) => open = less,
                None => return false,
            },
            _ => {}
        }
    }
    open == 0
}
