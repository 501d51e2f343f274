//! What a browser that is told no type takes the first bytes for.

/// The bytes that the standard looks at (section 5.2), and Chromium.
const STANDARD_WINDOW: usize = 1445;
const CHROMIUM_WINDOW: usize = 512;

/// What HTML begins with, white space aside, in both tables (section 7.1).
const TAGS: [&[u8]; 17] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
];

/// Whether a browser that is told no type reads the bytes as HTML.
pub(super) fn begins_as_html(bytes: &[u8]) -> bool {
    let part = bytes.get(..STANDARD_WINDOW).unwrap_or(bytes);
    let Some(begin) =
        part.iter().position(|byte| !matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' '))
    else {
        return false;
    };
    let rest = part.get(begin..).unwrap_or_default();
    // Neither looks beyond the window: a tag that its end cuts is none.
    rest.first() == Some(&b'<')
        && TAGS.iter().any(|tag| {
            rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
                && (begin + tag.len() <= CHROMIUM_WINDOW || is_ended(rest, tag))
        })
}

/// The standard wants a space or `>` behind a tag, but for the comment.
fn is_ended(rest: &[u8], tag: &[u8]) -> bool {
    tag == b"<!--" || matches!(rest.get(tag.len()), Some(b' ' | b'>'))
}

/// Whether a browser that is told no type reads the bytes as XML.
pub(super) fn begins_as_xml(bytes: &[u8]) -> bool {
    let part = bytes.get(..STANDARD_WINDOW).unwrap_or(bytes);
    let skip = |byte: &u8| matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ');
    let begin = part.iter().position(|byte| !skip(byte)).unwrap_or(part.len());
    part.get(begin..).unwrap_or_default().get(..5).is_some_and(|start| start.eq_ignore_ascii_case(b"<?xml"))
}
