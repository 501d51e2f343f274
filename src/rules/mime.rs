//! Media types.

use super::rule::text_rule;

text_rule! {
    /// A media type: `image/png`, `text/html; charset=utf-8`, with names as RFC 6838 has them and parameters as in a
    /// header of HTTP (RFC 9110 section 8.3.1), of at most 255 bytes.
    ///
    /// # Guarantees
    /// Printable ASCII on one line, so that it can stand in a header. No wildcard (`image/*`).
    ///
    /// # Does not guarantee
    /// That the type is registered, or that a file is of it: [`upload`](crate::upload) looks into the file.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::mime().check("application/vnd.api+json; version=\"1.0\"").is_ok());
    /// for refused in ["png", "image/*", "image/png;", "text/html\r\nX: y"] {
    ///     assert_eq!(rules::mime().check(refused).unwrap_err().code(), "mime");
    /// }
    /// ```
    mime -> Mime;
    "mime", "the text is no media type", "write a type such as image/png";
    is_mime
}

const MAX: usize = 255;

fn is_mime(text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let end = text.find([';', ' ', '\t']).unwrap_or(text.len());
    let (names, parameters) = text.split_at(end);
    names.split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
        && are_parameters(parameters)
}

/// `restricted-name` of RFC 6838 section 4.2.
fn is_name(name: &str) -> bool {
    let is_part = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'!' | b'#' | b'$' | b'&' | b'-' | b'^' | b'_' | b'.' | b'+')
    };
    name.len() <= 127 && name.starts_with(|c: char| c.is_ascii_alphanumeric()) && name.bytes().all(is_part)
}

/// `*( OWS ";" OWS token "=" ( token / quoted-string ) )`, each parameter there.
fn are_parameters(mut rest: &str) -> bool {
    const BLANK: [char; 2] = [' ', '\t'];
    while !rest.is_empty() {
        let Some(parameter) = rest.trim_start_matches(BLANK).strip_prefix(';') else { return false };
        let Some((name, value)) = parameter.trim_start_matches(BLANK).split_once('=') else { return false };
        let end = if value.starts_with('"') {
            quoted_end(value)
        } else {
            Some(value.bytes().position(|byte| !crate::bytes::is_token(byte)).unwrap_or(value.len()))
                .filter(|end| *end > 0)
        };
        let Some(end) = end else { return false };
        if name.is_empty() || !name.bytes().all(crate::bytes::is_token) {
            return false;
        }
        rest = &value[end..]; // behind an ASCII byte
    }
    true
}

/// Where a quoted string ends that a text begins with.
fn quoted_end(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate().skip(1);
    loop {
        match bytes.next()? {
            (at, b'"') => return Some(at + 1),
            (_, b'\\') => {
                bytes.next().filter(|(_, escaped)| matches!(escaped, b'\t' | b' '..=b'~'))?;
            }
            (_, b'\t' | b' '..=b'~') => {}
            _ => return None,
        }
    }
}
