//! What all kinds ask of a text: its first line, a word near its beginning, the name of a tag.

/// How far the signs are looked for that need not stand at the very beginning: bytes.
pub(super) const SIGNS: usize = 4096;

/// In any ASCII case.
pub(super) fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

pub(super) fn is_php(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<?=") || (starts(bytes, b"<?php") && bytes.get(5).is_none_or(u8::is_ascii_whitespace))
}

/// Whether `wanted`, in lower case, stands in the first [`SIGNS`] bytes, in any case.
pub(super) fn near(text: &str, wanted: &str) -> bool {
    let part = text.as_bytes();
    let part = part.get(..SIGNS).unwrap_or(part);
    let Some(first) = wanted.bytes().next() else { return true };
    let mut at = 0;
    while let Some(found) =
        memchr::memchr2(first, first.to_ascii_uppercase(), part.get(at..).unwrap_or_default())
    {
        at += found;
        if starts(part.get(at..).unwrap_or_default(), wanted.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

pub(super) fn first_line(text: &str) -> &str {
    let part = text.get(..text.len().min(SIGNS)).unwrap_or(text);
    let end = memchr::memchr2(b'\n', b'\r', part.as_bytes()).unwrap_or(part.len());
    part.get(..end).unwrap_or_default()
}

/// `00:00:00,000`
pub(super) fn is_time(text: &str) -> bool {
    let text = text.split_ascii_whitespace().next().unwrap_or_default();
    text.len() >= 8
        && text.bytes().filter(|byte| *byte == b':').count() == 2
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b',' | b'.'))
}

/// The name of the tag at the beginning, which something ends.
pub(super) fn tag_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
    let name = rest.get(..length)?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
    is_name.then_some(name)
}
