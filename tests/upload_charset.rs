//! `upload::decode_text`: texts of older sets in UTF-8.
#![cfg(feature = "charset")]

mod support;

use serde::Deserialize;
use support::rows;
use untaint::upload::{Encoding, Sniffed, decode_text, sniff};

/// A row of `upload/charset.jsonl`: what somebody writes, the set that an old program wrote it in, and the place of the
/// site where it needs that to be told.
#[derive(Deserialize, Debug)]
struct Row {
    charset: String,
    text: String,
    tld: Option<String>,
}

impl Row {
    fn is_unicode(&self) -> bool {
        self.charset.starts_with("UTF")
    }

    /// The text as that program wrote it; Unicode with its mark.
    fn bytes(&self) -> Vec<u8> {
        let units =
            |text: &str| -> Vec<u16> { "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).collect() };
        let numbers =
            |text: &str| -> Vec<u32> { "\u{FEFF}".chars().chain(text.chars()).map(u32::from).collect() };
        match self.charset.as_str() {
            "UTF-8" => format!("\u{FEFF}{}", self.text).into_bytes(),
            "UTF-16LE" => units(&self.text).into_iter().flat_map(u16::to_le_bytes).collect(),
            "UTF-16BE" => units(&self.text).into_iter().flat_map(u16::to_be_bytes).collect(),
            "UTF-32LE" => numbers(&self.text).into_iter().flat_map(u32::to_le_bytes).collect(),
            "UTF-32BE" => numbers(&self.text).into_iter().flat_map(u32::to_be_bytes).collect(),
            name => {
                let set = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a set of the standard");
                let (bytes, _, is_lossy) = set.encode(&self.text);
                assert!(!is_lossy, "{self:?}");
                bytes.into_owned()
            }
        }
    }
}

fn claims() -> Vec<Row> {
    rows("upload/charset.jsonl")
}

#[test]
fn a_sentence_comes_back_from_the_set_that_it_was_written_in() {
    for row in claims() {
        let bytes = row.bytes();
        let decoded =
            decode_text(&bytes, row.tld.as_deref()).unwrap_or_else(|| panic!("{row:?}: {:?}", sniff(&bytes)));
        assert_eq!(decoded.as_str(), row.text, "{row:?}: {}", decoded.charset());
        assert_eq!(decoded.is_guessed(), !row.is_unicode(), "{row:?}");
        assert!(!row.is_unicode() || decoded.charset() == row.charset, "{row:?}: {}", decoded.charset());
        // With the mark that programs leave behind a text.
        let marked = [bytes.as_slice(), if row.is_unicode() { b"" } else { b"\0" }].concat();
        assert_eq!(
            decode_text(&marked, row.tld.as_deref()).map(|d| d.into_cow().into_owned()),
            Some(row.text)
        );
    }
}

/// The rows are not such that any set would do: read as the set of Western Europe, most are something else.
#[test]
fn one_set_for_all_is_wrong() {
    let claims = claims();
    let western =
        |row: &&Row| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&row.bytes()).0 == row.text;
    assert!(claims.iter().filter(western).count() < 8);
}

/// Two words are of many sets: the site's place decides, and what is no label decides nothing.
#[test]
fn the_place_of_a_site_helps_short_texts() {
    let (euro, _, _) = encoding_rs::WINDOWS_1252.encode("10 € für Köln");
    assert_eq!(decode_text(&euro, Some("de")).expect("text").as_str(), "10 € für Köln");
    for row in claims().iter().filter(|row| row.tld.is_some()) {
        assert_ne!(
            decode_text(&row.bytes(), None).expect("text").as_str(),
            row.text,
            "{row:?}: needs no place"
        );
    }
    for no_label in ["", ".", "DE", "d.e", "日本", "\0", &"x".repeat(1000)] {
        assert!(decode_text(&euro, Some(no_label)).is_some(), "{no_label:?}");
    }
}

/// A last byte that would begin a character of UTF-8 is a letter where nothing else is beyond ASCII.
#[test]
fn a_last_letter_is_not_cut() {
    for (bytes, text) in [(b"caf\xE9".as_slice(), "café"), (b"Ich war im Caf\xE9", "Ich war im Café")] {
        let decoded = decode_text(bytes, None).expect("text");
        assert_eq!((decoded.as_str(), decoded.is_guessed()), (text, true));
    }
}

#[test]
fn escapes_hide_no_ascii() {
    // ISO-2022-JP, in which the escape makes two kana of `<a`.
    let bytes = b"\x1B$B<a%9\x1B(B and \xE9t\xE9";
    let decoded = decode_text(bytes, Some("jp"));
    assert!(
        decoded.is_none_or(|decoded| decoded.charset() != "ISO-2022-JP" && decoded.as_str().contains("$B<a"))
    );
}

/// `<` is `<` before and behind, whatever the set, so that a check of the bytes is a check of the text.
fn ascii_stays(decode: impl Fn(&[u8]) -> Option<String>, bytes: &[u8]) -> bool {
    let signs = |bytes: &[u8]| bytes.iter().filter(|byte| b"<>\"'&\n".contains(byte)).count();
    decode(bytes).is_none_or(|text| signs(text.as_bytes()) == signs(bytes))
}

#[test]
fn signs_of_markup_are_neither_made_nor_lost() {
    let ours = |bytes: &[u8]| decode_text(bytes, None).map(|decoded| decoded.as_str().to_owned());
    let utf_16 = |bytes: &[u8]| Some(encoding_rs::UTF_16LE.decode(bytes).0.into_owned());
    let mut caught = 0;
    for row in claims().iter().filter(|row| !row.is_unicode()) {
        let bytes = row.bytes();
        for at in 0..bytes.len() {
            let mut with = bytes.clone();
            with.splice(at..at, *b"<script src='//x'>");
            assert!(ascii_stays(ours, &with), "{row:?} {at}");
            caught += usize::from(!ascii_stays(utf_16, &with));
        }
    }
    assert!(caught > 0);
}

#[test]
fn what_is_no_text_or_broken_is_none() {
    let nothing: [&[u8]; 7] = [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        // A character of UTF-8 that the end cuts, a pair and a unit of UTF-16, a number of UTF-32.
        b"Gr\xC3\xBC\xC3",
        b"\xFF\xFEa\0\x3D\xD8",
        b"\xFF\xFEa\0b",
        b"\xFF\xFE\0\0a\0\0\0b\0",
        b"\0\0\xFE\xFF\0\x11\0\0",
    ];
    for bytes in nothing {
        assert_eq!(decode_text(bytes, None), None, "{bytes:?}");
    }
    assert_eq!(decode_text(b"text", None).map(|text| text.is_guessed()), Some(false));
    assert_eq!(sniff(&claims()[0].bytes()), Sniffed::Text(Encoding::EightBit));
}
