//! Asking a block of bytes for some of them. What differs from module to module is which; only what a token of HTTP is
//! made of is one question for several.

/// Whether a byte is one of some, which is best asked with `|` and `&`: without a branch, and of a block of fixed
/// length or a few kilobytes, the compiler makes vector code of it. It looks at all of them, so it is not for a long
/// text at once.
#[inline(always)]
pub(crate) fn have(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    // With numbers instead of truths the compiler finds vector code for more questions.
    bytes.iter().fold(0, |found, byte| found | u8::from(is(*byte))) != 0
}

/// Whether all bytes are some: [`have`] for a question that is cheaper to answer with yes.
#[inline(always)]
pub(crate) fn are(bytes: &[u8], is: impl Fn(u8) -> bool) -> bool {
    bytes.iter().fold(true, |all, byte| all & is(*byte))
}

/// Whether a byte may stand in a `token`, as names of headers are (`tchar` of RFC 9110 section 5.6.2).
pub(crate) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Without the blanks and tabs around it: the optional white space of HTTP (RFC 9110 section 5.6.3).
pub(crate) fn trim(mut bytes: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = bytes {
        bytes = rest;
    }
    bytes
}
