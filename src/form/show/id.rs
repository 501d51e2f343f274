//! Ids of elements: one for each field of a page, whatever its name is.

use std::fmt::Write as _;

/// The id of a field's control.
///
/// Letters of ASCII, digits, `_` and `-` stand for themselves, the steps of a path have full stops between them, and
/// all else is written as its number between tildes. Behind a hyphen, the parts of a field have their words
/// (`name-error`, `plan-0`); a path that ends like one of them has its last hyphen written as a number.
pub(super) fn of(prefix: &str, path: &str) -> String {
    let mut id = String::with_capacity(prefix.len() + path.len() + 1);
    if !prefix.is_empty() {
        push(&mut id, prefix, |_| false);
        // Stands nowhere else in an id.
        id.push(':');
    }
    let start = id.len();
    push(&mut id, path, |c| matches!(c, '.' | '['));
    if let Some(hyphen) = id[start..].rfind('-') {
        let tail = &id[start + hyphen + 1..];
        if matches!(tail, "error" | "help")
            || (!tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit()))
        {
            id.replace_range(start + hyphen..=start + hyphen, "~2d~");
        }
    }
    id
}

fn push(id: &mut String, text: &str, is_step: impl Fn(char) -> bool) {
    // `a[b]` is a way, `a]` is not: only the bracket that ends a step goes.
    let mut chars = text.chars().peekable();
    let mut is_open = false;
    while let Some(c) = chars.next() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' => id.push(c),
            '[' if is_step(c) && !is_open => {
                is_open = true;
                id.push('.');
            }
            // Inside brackets a full stop is a part of the key.
            '.' if is_step(c) && !is_open => id.push('.'),
            ']' if is_open && chars.peek().is_none_or(|next| matches!(next, '.' | '[')) => is_open = false,
            _ => {
                // Writing to a String cannot fail.
                let _ = write!(id, "~{:x}~", u32::from(c));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::of;
    use std::collections::HashMap;

    #[test]
    fn ids_are_readable_and_one_for_each_path() {
        for (prefix, path, expected) in [
            ("", "username", "username"),
            ("", "address.city", "address.city"),
            ("", "items[0].name", "items.0.name"),
            ("", "prices[a b]", "prices.a~20~b"),
            ("", "first-name", "first-name"),
            ("", "a-error", "a~2d~error"),
            ("", "line-2", "line~2d~2"),
            ("", "line-two-2", "line-two~2d~2"),
            ("login", "name", "login:name"),
        ] {
            assert_eq!(of(prefix, path), expected);
        }
        let pieces = ["a", "-", "error", "help", "0", ".", "[", "]", " ", ":", "~2d~", "\"", "é"];
        let mut seen: HashMap<String, String> = HashMap::new();
        let mut paths = vec![String::new()];
        for _ in 0..4 {
            paths = paths
                .iter()
                .flat_map(|path| pieces.iter().map(move |piece| format!("{path}{piece}")))
                .collect();
            for path in &paths {
                let id = of("", path);
                assert!(id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"'), "{id}");
                for part in [id.clone(), format!("{id}-error"), format!("{id}-help"), format!("{id}-0")] {
                    // `a.b` and `a[b]` are two ways to write one path.
                    let plain = path.replace(['[', '.'], ".").replace(']', "");
                    let other = seen.insert(part, plain.clone());
                    assert!(other.is_none_or(|other| other == plain), "{path}: {id}");
                }
            }
        }
    }
}
