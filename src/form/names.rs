//! The names of inputs as the way to a value: `address.city`, `address[city]`, `tags[]`, `tags[0]`.

/// The steps of a name, outermost first; a name that is none of these shapes is one step as a whole.
///
/// A step ends at a full stop or at `[`, and one in brackets at `]`, behind which another begins or the name ends. An
/// empty pair of brackets is an empty step.
pub(super) fn steps(name: &str) -> Steps<'_> {
    let rest = if is_plain(name) || !is_whole(name) { Rest::Last(name) } else { Rest::Plain(name) };
    Steps { rest }
}

/// Most names are one step.
pub(super) fn is_plain(name: &str) -> bool {
    !name.bytes().any(|byte| matches!(byte, b'.' | b'[' | b']'))
}

/// How many steps there are beyond the first, at most.
pub(super) fn depth(name: &str) -> usize {
    name.bytes().filter(|byte| matches!(byte, b'.' | b'[')).count()
}

fn is_whole(name: &str) -> bool {
    let Some(first) = name.find('[') else { return !name.contains(']') };
    if name[..first].contains(']') {
        return false;
    }
    let mut rest = &name[first..];
    loop {
        let Some(inside) = rest.strip_prefix('[') else { return false };
        let Some(end) = inside.find(']') else { return false };
        let behind = &inside[end + 1..];
        // Between brackets, names with full stops may stand.
        let next = match behind.strip_prefix('.') {
            Some(plain) => plain.find('[').map_or("", |next| &plain[next..]),
            None => behind,
        };
        if next.is_empty() {
            return behind.strip_prefix('.').is_none_or(|plain| !plain.contains(']'));
        }
        rest = next;
    }
}

#[derive(Clone, Copy)]
enum Rest<'n> {
    /// Up to a full stop or a bracket.
    Plain(&'n str),
    /// Behind `[`.
    Bracket(&'n str),
    /// All of it.
    Last(&'n str),
    End,
}

/// See [`steps`].
#[derive(Clone)]
pub(super) struct Steps<'n> {
    rest: Rest<'n>,
}

impl<'n> Iterator for Steps<'n> {
    type Item = &'n str;

    fn next(&mut self) -> Option<&'n str> {
        let (step, behind) = match self.rest {
            Rest::End => return None,
            Rest::Last(name) => (name, ""),
            Rest::Plain(name) => name.split_at(name.find(['.', '[']).unwrap_or(name.len())),
            Rest::Bracket(name) => name.split_once(']').unwrap_or((name, "")),
        };
        self.rest = match behind.as_bytes().first() {
            Some(b'.') => Rest::Plain(&behind[1..]),
            Some(b'[') => Rest::Bracket(&behind[1..]),
            _ => Rest::End,
        };
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn a_name_is_the_way_to_its_value() {
        for (name, expected) in [
            ("city", &["city"][..]),
            ("address.city", &["address", "city"]),
            ("address[city]", &["address", "city"]),
            ("tags[]", &["tags", ""]),
            ("tags[0]", &["tags", "0"]),
            ("items[0].name", &["items", "0", "name"]),
            ("items[0][name]", &["items", "0", "name"]),
            ("items[0].a.b[c][d].e", &["items", "0", "a", "b", "c", "d", "e"]),
            ("prices[a.b]", &["prices", "a.b"]),
            ("prices[a[b]", &["prices", "a[b"]),
            ("", &[""]),
            ("a.", &["a", ""]),
            ("a[b", &["a[b"]),
            ("a]b", &["a]b"]),
            ("a[b]c", &["a[b]c"]),
            ("a[b].c]", &["a[b].c]"]),
            ("a].b[c]", &["a].b[c]"]),
            ("[a]", &["", "a"]),
        ] {
            assert_eq!(steps(name).collect::<Vec<_>>(), expected, "{name}");
        }
    }
}
