//! Whether a word stands in a script as code, and not in a string or a comment.

use super::super::marker::{self, Marker};

/// Reads strings, templates, comments and regular expressions as a browser does, as far as it takes to tell code from
/// what is none.
pub(in super::super) fn is_in_code(script: &str, marker: Marker) -> bool {
    let places: Vec<usize> =
        marker::find(script.as_bytes()).filter(|(_, found)| *found == marker).map(|(at, _)| at).collect();
    if places.is_empty() {
        return false;
    }
    let bytes = script.as_bytes();
    let mut at = 0;
    // Braces that are open inside of each template that is.
    let mut templates: Vec<usize> = Vec::new();
    let mut before = b';';
    while at < bytes.len() {
        if places.contains(&at) {
            return true;
        }
        let rest = &bytes[at..];
        match rest {
            [b'/', b'/', ..] | [b'<', b'!', b'-', b'-', ..] => at += line(rest),
            [b'/', b'*', ..] => at += script[at + 2..].find("*/").map_or(rest.len(), |end| end + 4), // ASCII before
            [b'/', ..] if begins_regex(before) => {
                at += regex(rest);
                before = b'/';
            }
            [quote @ (b'"' | b'\''), ..] => {
                at += string(rest, *quote);
                before = *quote;
            }
            [b'`', ..] => {
                let (end, is_open) = template(&rest[1..]);
                at += 1 + end;
                before = b'`';
                if is_open {
                    templates.push(0);
                    before = b'{';
                }
            }
            [b'{', ..] => {
                if let Some(open) = templates.last_mut() {
                    *open += 1;
                }
                (at, before) = (at + 1, b'{');
            }
            [b'}', ..] => {
                at += 1;
                before = b'}';
                match templates.last_mut() {
                    Some(0) => {
                        let (end, is_open) = template(&bytes[at..]);
                        at += end;
                        before = if is_open { b'{' } else { b'`' };
                        if !is_open {
                            templates.pop();
                        }
                    }
                    Some(open) => *open -= 1,
                    None => {}
                }
            }
            [byte, ..] => {
                if !byte.is_ascii_whitespace() {
                    before = *byte;
                }
                at += 1;
            }
            [] => break,
        }
    }
    false
}

fn line(rest: &[u8]) -> usize {
    rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len())
}

/// The bytes of a string with its quotes; a line end ends it too.
fn string(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' | b'\r' => return at,
            byte if *byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// The bytes of a template up to its end or to the code in it, and which of the two.
fn template(rest: &[u8]) -> (usize, bool) {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 2,
            b'`' => return (at + 1, false),
            b'$' if rest.get(at + 1) == Some(&b'{') => return (at + 2, true),
            _ => at += 1,
        }
    }
    (rest.len(), false)
}

fn begins_regex(before: u8) -> bool {
    b"(,=:[!&|?{};+-*%<>~^".contains(&before)
}

fn regex(rest: &[u8]) -> usize {
    let mut at = 1;
    let mut is_class = false;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' => at += 1,
            b'[' => is_class = true,
            b']' => is_class = false,
            b'\n' | b'\r' => return at,
            b'/' if !is_class => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::super::super::marker::{Family, Marker};
    use super::is_in_code;

    #[test]
    fn code_is_told_from_strings() {
        let marker = Marker::new(Family::Code, 7);
        for (script, expected) in [
            ("M()", true),
            ("var a = \"M\";", false),
            ("var a = 'M';", false),
            ("var a = \"x\";M();//\"", true),
            ("var a = 'it\\'s M';", false),
            ("// M", false),
            ("/* M */ M", true),
            ("var a = `M`;", false),
            ("var a = `${M()}`;", true),
            ("var a = `${{b: 1}} M`;", false),
            ("var a = `${b}`; M", true),
            ("x.replace(/['M]/g, '')", false),
            ("x.replace(/'/g, M)", true),
            ("var a = {\"M\": 1};", false),
            ("var a = \"x\n M", true),
            ("1 / 2; M / 3", true),
            ("var a = \"\\\\\"; M//\"", true),
        ] {
            let script = script.replace('M', marker.as_str());
            assert_eq!(is_in_code(&script, marker), expected, "{script}");
        }
    }
}
