//! What makes a tree builder expensive, counted before it is asked.

use super::super::class::name_len;
use super::super::element::{Tag, tag};
use super::super::name::Name;
use super::super::tokenizer::{Reading, Tokenizer};
use super::{WideError, WideErrorKind, WidePolicy};
use std::collections::HashSet;

/// The elements that a tree builder opens again, except `a`, of which it keeps one.
const FORMATTING: &[&[u8]] = &[
    b"b", b"big", b"code", b"em", b"font", b"i", b"nobr", b"s", b"small", b"strike", b"strong", b"tt", b"u",
];

/// Nodes that a tree builder may make of formatting elements, and bytes of their attributes.
const MAX_NODES: usize = 1_000_000;
const MAX_BYTES: usize = 8 << 20;
/// `&` and the like, times bytes: the serialiser looks at all the text behind each.
const MAX_LOOKS: usize = 1 << 31;

/// Counts what a tree builder's work grows with. Every tag of any reading begins with `<` and a letter or `/`, so there
/// are never more tags than counted here.
pub(super) fn check_cost(text: &str, policy: &WidePolicy) -> Result<(), WideError> {
    let bytes = text.as_bytes();
    let mut tags = 0_usize;
    let mut roots = 0_usize;
    let mut longest = 0_usize;
    let mut distinct: HashSet<&[u8]> = HashSet::new();
    let mut distinct_bytes = 0_usize;
    let mut tokenizer = Tokenizer::new(text, Reading::Browser);
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        let is_start = rest.first().is_some_and(u8::is_ascii_alphabetic);
        if !is_start && rest.first() != Some(&b'/') {
            continue;
        }
        tags += 1;
        if tags > policy.max_tags {
            return Err(WideErrorKind::Tags { max: policy.max_tags }.into());
        }
        let length = name_len(rest, false);
        let name = &rest[..length];
        // Also of what the input does not finish, and of end tags: they are read all the same.
        let name_end = at + 1 + length.max(1);
        let end = tokenizer.attributes_end(name_end, true).unwrap_or(bytes.len());
        if tokenizer.attributes.len() > policy.max_attributes {
            return Err(WideErrorKind::Attributes { max: policy.max_attributes }.into());
        }
        let is = |wanted: &[u8]| name.eq_ignore_ascii_case(wanted);
        if is_start && (is(b"html") || is(b"body")) && !tokenizer.attributes.is_empty() {
            // Their attributes add up on one element.
            roots += 1;
            if roots > 4 {
                return Err(WideErrorKind::Attributes { max: policy.max_attributes }.into());
            }
        }
        if is_start && (is(b"a") || FORMATTING.iter().any(|wanted| is(wanted))) {
            longest = longest.max(end - at);
            if !is(b"a") && !tokenizer.attributes.is_empty() && distinct.insert(&bytes[at..end]) {
                distinct_bytes += end - at;
                // Each is hashed: their overlapping lengths must not add up either.
                if 3 * distinct_bytes > MAX_BYTES {
                    return Err(WideErrorKind::Formatting.into());
                }
            }
        }
    }
    // Three of each kind are reopened, behind each tag; an end tag copies at most eight times three and eight more.
    let reopened = 3 * (FORMATTING.len() + distinct.len()) + 1;
    let copied = 3 * 8 + 8;
    let reopened_bytes = 3 * distinct_bytes + longest;
    if tags * (reopened + copied) > MAX_NODES || tags * reopened_bytes > MAX_BYTES {
        return Err(WideErrorKind::Formatting.into());
    }
    let looks = memchr::memchr2_iter(b'&', 0xC2, bytes).count();
    if looks * bytes.len() > MAX_LOOKS {
        return Err(WideErrorKind::References.into());
    }
    Ok(())
}

/// The depth of what `ammonia` wrote: balanced, without comments and raw text, `<` escaped in values.
pub(super) fn check_depth(clean: &str, policy: &WidePolicy) -> Result<(), WideError> {
    let bytes = clean.as_bytes();
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = &bytes[at + 1..];
        if rest.first() == Some(&b'/') {
            depth = depth.saturating_sub(1);
            continue;
        }
        let is_void =
            matches!(tag(Name::of(&rest[..name_len(rest, false)])), Tag::Known(element) if element.is_void());
        if !is_void {
            depth += 1;
        }
        if depth > policy.max_depth {
            return Err(WideErrorKind::Depth { max: policy.max_depth }.into());
        }
    }
    Ok(())
}
