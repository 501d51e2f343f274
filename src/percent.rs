//! Percent-encoding (RFC 3986 section 2.1), for all modules that write it.

/// A byte as `%` and two digits, in upper case.
pub(crate) const fn encoded(byte: u8) -> [u8; 3] {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    [b'%', DIGITS[(byte >> 4) as usize], DIGITS[(byte & 15) as usize]] // half bytes
}

/// Writes a text behind another: bytes that stay, which are ASCII, and the others encoded.
pub(crate) fn push(out: &mut String, text: &str, stays: impl Fn(u8) -> bool) {
    out.reserve(text.len());
    for byte in text.bytes() {
        if byte.is_ascii() && stays(byte) {
            out.push(char::from(byte));
        } else {
            out.extend(encoded(byte).map(char::from));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::push;

    #[test]
    fn bytes_stay_or_are_encoded() {
        let mut out = "x=".to_owned();
        push(&mut out, "a é%\0", |byte| byte.is_ascii_alphanumeric());
        assert_eq!(out, "x=a%20%C3%A9%25%00");
        // No byte beyond ASCII stays, whoever asks for it.
        out.clear();
        push(&mut out, "é", |_| true);
        assert_eq!(out, "%C3%A9");
    }
}
