//! Terminal sequences (ECMA-48 section 5.4 and 5.6, ISO 2022 section 13).

/// How many bytes the sequence at the beginning has, a lone introducer included. At least the first character.
///
/// A terminal gives a sequence up at a control inside of it; this one ends there too, so a sequence that stands in
/// another takes nothing of it along.
pub(super) fn len(text: &str) -> usize {
    let mut chars = text.chars();
    let first = chars.next();
    let introducer = first.map_or(0, char::len_utf8);
    let (kind, start) = match first {
        Some('\u{1B}') => match chars.next() {
            Some(kind @ ' '..='~') => (kind, introducer + 1),
            _ => return introducer,
        },
        // The eight-bit form of ESC and a letter.
        Some(c @ '\u{80}'..='\u{9F}') => match u8::try_from(u32::from(c) - 0x40) {
            Ok(kind) => (char::from(kind), introducer),
            Err(_) => return introducer,
        },
        _ => return introducer,
    };
    let rest = &text[start..]; // behind the introducer, whose characters were counted
    start
        + match kind {
            '[' => control_sequence(rest),
            'P' | 'X' | ']' | '^' | '_' => {
                return command_string(rest).map_or(introducer, |string| start + string);
            }
            ' '..='/' => {
                let more = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'/')).count();
                more + usize::from(matches!(rest.as_bytes().get(more), Some(b'0'..=b'~')))
            }
            _ => 0,
        }
}

/// Parameters, intermediates and the final byte.
fn control_sequence(rest: &str) -> usize {
    let parameters = rest.bytes().take_while(|byte| matches!(byte, b'0'..=b'?')).count();
    let intermediates = rest.bytes().skip(parameters).take_while(|byte| matches!(byte, b' '..=b'/')).count();
    let body = parameters + intermediates;
    body + usize::from(matches!(rest.as_bytes().get(body), Some(b'@'..=b'~')))
}

/// Up to BEL or ST in this line; none when there is no end, so that nothing but the introducer is lost.
fn command_string(rest: &str) -> Option<usize> {
    let (at, end) = rest.char_indices().find(|(_, c)| c.is_control() && *c != '\t')?;
    match end {
        '\u{7}' | '\u{9C}' => Some(at + end.len_utf8()),
        '\u{1B}' => rest[at..].starts_with("\u{1B}\\").then_some(at + 2), // `at` is a character's own
        _ => None,
    }
}
