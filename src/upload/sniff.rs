//! What a file is, from its bytes alone.
//!
//! `infer` is the second opinion, not the first: a walk over its hundred matchers costs about 2400 instructions a file,
//! and some of them rest on two bytes (`0x30 0x82` is a certificate). Our own table chooses by the first byte and
//! confirms by structure; where neither it nor text has an answer, `infer` guesses, and a check of the guessed type
//! decides (`format/registry.rs`).

use super::sniffed::{Encoding, Family, Miss, Sniffed};
use super::source::Source;
use super::{format, text};

/// What `bytes` are: the type, or as much of it as they show. Nothing but the bytes is looked at.
///
/// The first 512 bytes of a file are enough for most types; formats that are told by their end (ZIP and what is made of
/// it, some disk images) and by their length need the whole file, of which no more than the first and the last 1 MiB
/// are looked at.
///
/// # Guarantees
/// [`Known`](Sniffed::Known) is never said for a signature alone: the structure behind it was seen too (what only has
/// a signature is [`Named`](Sniffed::Named)). Text that
/// merely begins like a format (`BM is a nice car`) is text. The answer depends on the bytes only, and on all runs
/// alike.
///
/// # Does not guarantee
/// That the rest of the file is of that type, or harmless, or whole: that is [`check`](super::check). Programming
/// languages are not guessed: source code is [`Text`](Sniffed::Text).
///
/// # Cost
/// Linear in the part that is looked at; for binary types a few hundred instructions, whatever the length. Allocates
/// for archives and for text that is not UTF-8.
///
/// # Examples
/// ```
/// use untaint::upload::{FileType, Sniffed, sniff};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// assert_eq!(sniff(gif), Sniffed::Known(FileType::GIF));
/// assert_eq!(sniff(&gif[..6]), Sniffed::Truncated);
/// assert_ne!(sniff(b"GIF89a;<?php system($_GET['c']);"), Sniffed::Known(FileType::GIF));
/// assert!(matches!(sniff(b"BM is a nice car"), Sniffed::Text(_)));
/// ```
#[must_use]
pub fn sniff(bytes: &[u8]) -> Sniffed {
    detect(&Source::whole(bytes))
}

/// Who is asked, in this order: those who look at the first bytes; text; those who look elsewhere, so that no mark
/// further back makes a picture or a disk of a page of HTML; `infer`, for what nobody knew; last the signatures that
/// only name a type.
pub(super) fn detect(source: &Source<'_>) -> Sniffed {
    if source.len() == 0 {
        return Sniffed::Empty;
    }
    let begins = format::by_beginning(source);
    match begins {
        Ok(sniffed) => return or_named(source, sniffed),
        // Few bytes that are also a text are a text, a note that says "BM"; but no note says the six letters "GIF89a".
        Err(Miss::Cut) if is_bare_signature(source) => return Sniffed::Truncated,
        Err(_) => {}
    }
    match (text::sniff(source), begins) {
        // What text can say of a cut signature is the same signature.
        (Some(Sniffed::Known(known)), Err(Miss::Cut)) if !known.class().is_text() => Sniffed::Truncated,
        // Four bytes of an old character set are no text.
        (None | Some(Sniffed::Text(Encoding::EightBit)), Err(Miss::Cut)) => Sniffed::Truncated,
        (Some(sniffed), _) => sniffed,
        (None, Err(Miss::No)) => match format::by_shape(source) {
            Ok(sniffed) => or_named(source, sniffed),
            Err(Miss::Cut) => Sniffed::Truncated,
            // An archive that something stands in front of, as in self-extracting ones, is an archive for its readers.
            Err(Miss::No) if format::zip::archive_at_end(source).is_some() => Sniffed::Family(Family::Zip),
            Err(_) => or_named(source, Sniffed::Unknown),
        },
        // Neither what it begins as nor text: looking for a third type in it would find what somebody hid there.
        (None, _) => Sniffed::Unknown,
    }
}

/// What a signature names, where nobody proved a type: nothing is known, or the family of which it is a member.
fn or_named(source: &Source<'_>, sniffed: Sniffed) -> Sniffed {
    match sniffed {
        Sniffed::Unknown | Sniffed::Family(Family::Riff) => {
            format::by_name(source).map_or(sniffed, Sniffed::Named)
        }
        _ => sniffed,
    }
}

/// True where so short a file is no text: signatures of letters only, and those with a control among them.
fn is_bare_signature(source: &Source<'_>) -> bool {
    const LETTERS: [&[u8]; 10] =
        [b"%!PS", b"BZh91AY&SY", b"GIF87a", b"GIF89a", b"OggS", b"fLaC", b"RIFF", b"8BPS", b"MThd", b"wOFF"];
    let head = source.head().trim_ascii_end();
    let control = head.iter().any(|b| b.is_ascii_control() && !b.is_ascii_whitespace());
    control || LETTERS.contains(&head) || (head.starts_with(b"%PDF-") && head.len() <= 16)
}
