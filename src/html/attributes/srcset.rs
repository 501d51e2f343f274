//! `srcset`: the candidates whose pictures a policy takes.

use crate::uri::{self, UriPolicy};
use std::borrow::Cow;

/// The candidates of a `srcset` whose pictures the policy takes (HTML, "parse a srcset attribute").
///
/// Commas inside of an address belong to it, as image services write them (`/w_10,h_20/a.jpg`); one at its end ends the
/// candidate.
pub(super) fn kept_srcset<'a>(
    value: &'a str,
    policy: &UriPolicy,
    is_whole: &mut bool,
) -> Option<Cow<'a, str>> {
    let mut kept: Vec<String> = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            break;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, behind) = rest.split_at(end);
        let bare = url.trim_end_matches(',');
        let (descriptor, behind) = if bare.len() < url.len() {
            ("", behind)
        } else {
            // Parentheses hide a comma from a browser, and stand in no descriptor that is kept.
            let end = descriptor_end(behind); // at a comma, or the length
            (behind[..end].trim_matches(|c: char| c.is_ascii_whitespace()), &behind[end..])
        };
        rest = behind;
        let picture = uri::kept(bare, policy)
            .filter(|picture| !picture.is_empty() && !picture.starts_with(',') && is_descriptor(descriptor));
        let Some(picture) = picture else {
            *is_whole = false;
            continue;
        };
        let picture = picture.replace(' ', "%20");
        kept.push(if descriptor.is_empty() { picture } else { format!("{picture} {descriptor}") });
    }
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(", ")))
}

fn descriptor_end(text: &str) -> usize {
    let mut is_inside = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => is_inside = true,
            b')' => is_inside = false,
            b',' if !is_inside => return at,
            _ => {}
        }
    }
    text.len()
}

/// `480w`, `480w 320h` or `1.5x`, or nothing.
fn is_descriptor(text: &str) -> bool {
    let is_size = |text: &str, unit: char| {
        text.strip_suffix(unit)
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if let Some((first, second)) = text.split_once(|c: char| c.is_ascii_whitespace()) {
        let second = second.trim_start_matches(|c: char| c.is_ascii_whitespace());
        return (is_size(first, 'w') && is_size(second, 'h'))
            || (is_size(first, 'h') && is_size(second, 'w'));
    }
    match text.as_bytes() {
        [] => true,
        [.., b'w'] => is_size(text, 'w'),
        [number @ .., b'x'] => {
            !number.is_empty()
                && number.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
                && number.split(|byte| *byte == b'.').count() <= 2
                && number.last().is_some_and(u8::is_ascii_digit)
                && number.first().is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}
