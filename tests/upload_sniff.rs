//! `upload::sniff`: what files are by their bytes, and what only looks like it.
#![cfg(feature = "upload")]

mod support;

use serde::Deserialize;
use std::collections::HashSet;
use std::path::Path;
use support::rows;
use untaint::upload::{self, Class, Encoding, Family, FileType, Sniffed, Upload, UploadPolicy, sniff};

/// A row of `upload/files.jsonl` or of `upload/types.jsonl`.
#[derive(Deserialize, Debug)]
struct Row {
    file: String,
    mime: String,
    #[serde(default)]
    hostile: bool,
    r#true: Option<String>,
    /// Only in `types.jsonl`, whose files lie beside the others.
    source: Option<String>,
}

impl Row {
    fn bytes(&self) -> Vec<u8> {
        let folder = if self.source.is_some() { "types" } else { "files" };
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/upload").join(folder).join(&self.file);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// What the file is: `mime`, or what hides behind it.
    fn truth(&self) -> &str {
        self.r#true.as_deref().unwrap_or(&self.mime)
    }
}

fn files() -> Vec<Row> {
    rows("upload/files.jsonl")
}

fn types() -> Vec<Row> {
    rows("upload/types.jsonl")
}

fn benign() -> Vec<Row> {
    files().into_iter().chain(types()).filter(|row| !row.hostile).collect()
}

#[derive(Debug, PartialEq, Eq)]
enum Score {
    Right,
    /// Text, without saying which; or the family that the type is of.
    General,
    Unknown,
    Wrong,
}

fn score(sniffed: Sniffed, truth: &str) -> Score {
    match sniffed {
        Sniffed::Known(known) if known.has_mime(truth) => Score::Right,
        Sniffed::Known(known) => {
            let is_general =
                FileType::from_mime(truth).is_some_and(|wanted| wanted.is_a(known) && wanted != known);
            if is_general { Score::General } else { Score::Wrong }
        }
        Sniffed::Text(_) | Sniffed::Family(_) => Score::General,
        _ => Score::Unknown,
    }
}

/// Right, or `Text` for a text: what the issue counts.
fn counts(sniffed: Sniffed, truth: &str) -> bool {
    score(sniffed, truth) == Score::Right || matches!(sniffed, Sniffed::Text(_))
}

#[test]
fn types_are_told_and_none_is_wrong() {
    let rows = benign();
    let (mut good, mut missed) = (0, Vec::new());
    for row in &rows {
        let sniffed = sniff(&row.bytes());
        assert_ne!(score(sniffed, row.truth()), Score::Wrong, "{row:?}: {sniffed:?}");
        if counts(sniffed, row.truth()) {
            good += 1;
        } else {
            missed.push((&row.file, sniffed));
        }
    }
    assert!(good * 100 >= rows.len() * 97, "{good} of {}: {missed:?}", rows.len());
}

/// Each type that has a signature of its own is one that some file here shows.
#[test]
fn the_files_cover_the_types() {
    let seen: HashSet<FileType> = benign()
        .iter()
        .filter_map(|row| match sniff(&row.bytes()) {
            Sniffed::Known(known) => Some(known),
            _ => None,
        })
        .collect();
    assert!(seen.len() > 170, "{}", seen.len());
}

#[test]
fn a_beginning_is_enough_for_most_types_and_misleads_for_none() {
    let rows = benign();
    for (len, percent) in [(512, 88), (8192, 94)] {
        let mut good = 0;
        for row in &rows {
            let bytes = row.bytes();
            let sniffed = sniff(bytes.get(..len).unwrap_or(&bytes));
            assert_ne!(score(sniffed, row.truth()), Score::Wrong, "{row:?} at {len}: {sniffed:?}");
            good += usize::from(counts(sniffed, row.truth()));
        }
        assert!(good * 100 >= rows.len() * percent, "{good} of {} at {len}", rows.len());
    }
}

/// No part of a file, however short, is taken for a binary file of another type.
#[test]
fn no_prefix_is_another_binary_type() {
    for row in benign() {
        let bytes = row.bytes();
        for len in 0..=bytes.len().min(700) {
            let Sniffed::Known(known) = sniff(&bytes[..len]) else { continue };
            let wanted = FileType::from_mime(row.truth());
            let related = known.has_mime(row.truth())
                || wanted.is_some_and(|wanted| wanted.is_a(known) || known.is_a(wanted) || known.mime() == wanted.mime())
                // The chunk that makes an animation, the tag that makes a camera's file come later.
                || matches!(known.class(), Class::Text | Class::Code | Class::Script | Class::Markup);
            assert!(related, "{row:?}: {len} bytes are {known}");
        }
    }
}

#[test]
fn disguises_are_not_what_they_begin_as() {
    for row in files().iter().filter(|row| row.hostile) {
        let sniffed = sniff(&row.bytes());
        if let Sniffed::Known(known) = sniffed {
            let is_true = known.has_mime(row.truth())
                || FileType::from_mime(row.truth())
                    .is_some_and(|wanted| wanted.is_a(known) || known.is_a(wanted));
            assert!(is_true, "{row:?}: {known}");
        }
        if matches!(row.truth(), "application/octet-stream" | "inode/x-empty") {
            assert!(matches!(sniffed, Sniffed::Truncated | Sniffed::Empty), "{row:?}: {sniffed:?}");
        }
    }
}

/// A row of `upload/lookalikes.jsonl`.
#[derive(Deserialize, Debug)]
struct Lookalike {
    text: String,
    why: String,
}

#[test]
fn text_that_begins_like_a_format_is_text() {
    for row in rows::<Lookalike>("upload/lookalikes.jsonl") {
        assert_eq!(
            sniff(row.text.as_bytes()),
            Sniffed::Text(Encoding::Utf8),
            "{} {:?}",
            row.why,
            &row.text[..40.min(row.text.len())]
        );
        // In UTF-16 it begins like nothing, and is text too.
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(row.text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        if !row.text.starts_with('\u{FEFF}') {
            assert_eq!(sniff(&wide), Sniffed::Text(Encoding::Utf16Le), "{}", row.why);
        }
    }
}

const PAYLOADS: [&[u8]; 5] = [
    b"<?php system($_GET[\"c\"]); ?>\n",
    b"<html><script>alert(1)</script></html>",
    b"*/=1;alert(1)//",
    b" is a nice thing to write about in a note, or so they say, and so on and on\n",
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
];

/// Every format's first bytes, from one to the longest signature, and then a script, a page or prose: never a picture,
/// a sound, an archive. Formats that are written text themselves, or whose header is text of any length, are left out.
fn no_signature_hides_a_text(what: impl Fn(&[u8]) -> Option<FileType>) -> Result<(), String> {
    let mut tried = 0;
    for row in benign() {
        let Some(file_type) = FileType::from_mime(&row.mime) else { continue };
        let written = [
            FileType::POSTSCRIPT,
            FileType::TYPE1,
            FileType::PLY,
            FileType::STL,
            FileType::TORRENT,
            FileType::GLB,
            FileType::NPY,
            FileType::PDF,
            FileType::XPM,
            FileType::XBM,
            FileType::BDF,
        ];
        if is_text(file_type) || written.contains(&file_type) {
            continue;
        }
        let bytes = row.bytes();
        for len in 1..=20.min(bytes.len()) {
            for payload in PAYLOADS {
                for times in [1, 8] {
                    let file = [&bytes[..len], &payload.repeat(times)].concat();
                    if let Some(known) = what(&file).filter(|known| !is_text(*known)) {
                        return Err(format!("{len} bytes of {row:?} and {payload:?} are {known}"));
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 10_000);
    Ok(())
}

fn is_text(file_type: FileType) -> bool {
    matches!(file_type.class(), Class::Text | Class::Code | Class::Script | Class::Markup)
}

fn ours(bytes: &[u8]) -> Option<FileType> {
    match sniff(bytes) {
        Sniffed::Known(known) => Some(known),
        _ => None,
    }
}

/// What people write by hand.
fn by_signature(bytes: &[u8]) -> Option<FileType> {
    let table: [(&[u8], FileType); 4] = [
        (b"BM", FileType::BMP),
        (b"GIF8", FileType::GIF),
        (b"\x89PNG", FileType::PNG),
        (b"\xFF\xD8\xFF", FileType::JPEG),
    ];
    table.into_iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, known)| known)
}

#[test]
fn a_signature_hides_no_text() {
    assert_eq!(no_signature_hides_a_text(ours), Ok(()));
    // The property can fail.
    assert!(no_signature_hides_a_text(by_signature).is_err());
}

/// A signature alone is no file. Formats whose shortest whole files are as short are named with their length.
fn no_stub_is_a_file(what: impl Fn(&[u8]) -> Option<FileType>) -> Result<(), String> {
    for row in benign() {
        let bytes = row.bytes();
        for len in 1..16.min(bytes.len()) {
            let Some(known) = what(&bytes[..len]).filter(|known| !is_text(*known)) else { continue };
            let shortest = match known {
                FileType::CBOR => 5,
                FileType::PICKLE | FileType::WASM => 8,
                FileType::ZSTD | FileType::LZ4 => 9,
                FileType::FLV | FileType::BZIP2 => 13,
                _ if known.is_a(FileType::PNM) => 7,
                FileType::POSTSCRIPT => 5,
                _ => 16,
            };
            if len < shortest {
                return Err(format!("{len} bytes of {row:?} are {known}"));
            }
        }
    }
    Ok(())
}

#[test]
fn a_signature_alone_is_no_file() {
    assert_eq!(no_stub_is_a_file(ours), Ok(()));
    assert!(no_stub_is_a_file(by_signature).is_err());
    for stub in [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        b"\xFF\xD8",
        b"\xFF\xD8\xFF",
        b"\xFF\xD8\xFF\xE0",
        b"GIF89a",
        b"GIF87a",
        b"RIFF\0\0\0\0WEBP",
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"RIFF\x24\0\0\0WAVE",
        b"\0\0\0\x20ftypisom",
        b"\0\0\0\x18ftypavif",
        b"OggS",
        b"fLaC",
        b"II*\0",
        b"II*\0\x08\0\0\0",
        b"MM\0*",
        b"\x1F\x8B",
        b"\x1F\x8B\x08",
        b"BZh91AY&SY",
        b"7z\xBC\xAF\x27\x1C",
        b"Rar!\x1A\x07\0",
        b"Rar!\x1A\x07\x01\0",
        b"\xFD7zXZ\0",
        b"\x28\xB5\x2F\xFD",
        b"\x7FELF",
        b"\x1A\x45\xDF\xA3",
        b"\xCA\xFE\xBA\xBE",
        b"\0\x01\0\0",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"PK\x03\x04",
        b"%PDF-",
        b"%PDF-1.4",
        b"%PDF-1.7\n",
        b"SQLite format 3\0",
        b"wOF2\0\x01\0\0",
        b"\0asm",
        b"\x0B\x77",
        b"\0\0\x01\0",
        b"\0\0\x01\xBA",
    ] {
        assert_eq!(sniff(stub), Sniffed::Truncated, "{}", stub.escape_ascii());
    }
    // Shorter ones are words.
    for word in ["BM", "MZ", "ID3", "PK", "P6", "FWS"] {
        assert_eq!(sniff(word.as_bytes()), Sniffed::Text(Encoding::Utf8), "{word}");
    }
    assert_eq!(sniff(b""), Sniffed::Empty);
}

/// A page that is a disk, a picture and a font further back is a page.
#[test]
fn marks_further_back_change_no_text() {
    let mut page = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    page.resize(40_000, b' ');
    page[32769..32774].copy_from_slice(b"CD001");
    assert_eq!(sniff(&page), Sniffed::Known(FileType::HTML));
    page[257..262].copy_from_slice(b"ustar");
    page[44..48].copy_from_slice(b"SCRM");
    page[128..132].copy_from_slice(b"DICM");
    assert_eq!(sniff(&page), Sniffed::Known(FileType::HTML));
    page.extend_from_slice(b"TRUEVISION-XFILE.");
    assert_eq!(sniff(&page), Sniffed::Known(FileType::HTML));
    let mut disk = vec![0; 40_000];
    disk[32768..32775].copy_from_slice(b"\x01CD001\x01");
    assert_eq!(sniff(&disk), Sniffed::Known(FileType::ISO));
}

#[test]
fn families_are_told_where_the_purpose_is_not() {
    for (bytes, family) in [
        (b"RIFF\x24\0\0\0XXXXdata\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".as_slice(), Family::Riff),
        (b"\0\0\0\x18ftypzzzz\0\0\0\0zzzzyyyy\0\0\0\x10moov\0\0\0\x08free", Family::IsoMedia),
        (b"II*\0\0\x10\0\0\0\0\0\0\0\0\0\0\x80\x90\xA0", Family::Tiff),
    ] {
        assert_eq!(sniff(bytes), Sniffed::Family(family), "{family:?}");
    }
}

/// The same answer twice, and none of these panics: each prefix, and changed bytes.
#[test]
fn damaged_files_are_answered() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    for row in files().into_iter().chain(types()) {
        let bytes = row.bytes();
        for len in 0..=bytes.len().min(700) {
            assert_eq!(sniff(&bytes[..len]), sniff(&bytes[..len]));
        }
        if bytes.is_empty() {
            continue;
        }
        for _ in 0..100 {
            let mut damaged = bytes.clone();
            for _ in 0..3 {
                #[allow(clippy::cast_possible_truncation, reason = "any number will do")]
                let at = random() as usize % damaged.len().min(1024);
                damaged[at] = random().to_le_bytes()[0];
            }
            let _ = sniff(&damaged);
        }
    }
}

/// No two signatures, one after the other, and no run of one byte, lead anywhere.
#[test]
fn nothing_is_nothing() {
    for byte in 0..=255_u8 {
        for len in [1, 2, 3, 4, 8, 16, 100, 512, 600, 2000, 40_000] {
            let sniffed = sniff(&vec![byte; len]);
            let empty = matches!(sniffed, Sniffed::Unknown | Sniffed::Text(_) | Sniffed::Truncated);
            let json = matches!(sniffed, Sniffed::Known(known) if is_text(known));
            assert!(empty || json, "{len} times {byte:#04x}: {sniffed:?}");
        }
    }
}

/// From a review: the oldest icons of macOS begin with `ics#`; 24 zeros behind the signature of 7z have another sum.
#[test]
fn structure_behind_signatures_of_a_review() {
    let icon = [b"icns\0\0\0\x50ics#\0\0\0\x48".as_slice(), &[0; 64]].concat();
    assert_eq!(sniff(&icon), Sniffed::Known(FileType::ICNS));
    assert_ne!(
        sniff(&[b"icns\0\0\0\x50\0\x01#\x02\0\0\0\x48".as_slice(), &[0; 64]].concat()),
        Sniffed::Known(FileType::ICNS)
    );

    // The first number is the CRC-32 of 20 zero bytes.
    let seven = |sum: u32| [b"7z\xBC\xAF\x27\x1C\0\x04".as_slice(), &sum.to_le_bytes(), &[0; 20]].concat();
    assert_eq!(sniff(&seven(0x0FD5_9B8D)), Sniffed::Known(FileType::SEVEN_Z));
    assert_ne!(sniff(&seven(0)), Sniffed::Known(FileType::SEVEN_Z));
}

/// A picture that is proven may lie under another picture's name; one that is only named may not.
#[test]
fn a_named_picture_is_not_excused_for_its_name() {
    let camera = FileType::from_mime("image/x-canon-crw").expect("a guessed type");
    let policy = UploadPolicy::builder().allow([camera, FileType::GIF]).build().expect("a policy");
    let check = |name, bytes: &[u8]| {
        let upload = Upload { name, declared: Some("image/png"), bytes };
        upload::check(&upload, &policy).map(|_| ()).map_err(|error| error.code())
    };
    let bytes = b"II\x1A\0\0\0HEAPCCDR\0\x01\x02";
    assert_eq!(sniff(bytes), Sniffed::Named(camera));
    assert_eq!(check("photo.png", bytes), Err("upload.extension"));
    assert_eq!(check("photo.png", &support::upload::file("gif_as.png")), Ok(()));
}

/// A row of `upload/named.jsonl`.
#[derive(Deserialize, Debug)]
struct Named {
    mime: String,
    name: String,
    /// In hexadecimal.
    begin: String,
    #[serde(default)]
    at: usize,
    why: String,
}

impl Named {
    /// The bytes at their place, with noise around them that is no text and no other format.
    fn bytes(&self) -> Vec<u8> {
        let noise = |i: u32| i.wrapping_mul(2_654_435_761).to_be_bytes()[1] | 0x80;
        let mut bytes: Vec<u8> = (7..4103).map(noise).collect();
        let byte = |at: usize| u8::from_str_radix(&self.begin[at..at + 2], 16).expect("hexadecimal");
        let begin: Vec<u8> = (0..self.begin.len()).step_by(2).map(byte).collect();
        bytes[self.at..self.at + begin.len()].copy_from_slice(&begin);
        bytes
    }

    fn upload<'a>(&'a self, bytes: &'a [u8]) -> Upload<'a> {
        Upload { name: &self.name, declared: Some(&self.mime), bytes }
    }
}

fn listing(types: impl IntoIterator<Item = FileType>) -> UploadPolicy {
    UploadPolicy::builder().allow(types).build().expect("a policy")
}

#[test]
fn a_signature_names_a_type_and_lets_in_only_where_that_is_listed() {
    let mut seen = HashSet::new();
    for row in rows::<Named>("upload/named.jsonl") {
        let bytes = row.bytes();
        let wanted = FileType::from_mime(&row.mime).expect("a type");
        assert!(!wanted.is_proven(), "{row:?}");
        assert_eq!(sniff(&bytes), Sniffed::Named(wanted), "{row:?}: {}", row.why);
        seen.insert(wanted);

        let up =
            upload::check(&row.upload(&bytes), &listing([wanted])).unwrap_or_else(|e| panic!("{row:?}: {e}"));
        assert_eq!(up.file_type(), wanted, "{row:?}");
        let headers = upload::serve_headers(&up);
        assert!(headers.iter().any(|(name, _)| *name == "content-disposition"), "{row:?}: {headers:?}");

        // All the others, and the presets, say what they say of bytes that nobody knows; of a program, what it is.
        let others = FileType::all().chain(FileType::guessed()).filter(|other| *other != wanted);
        let code = if wanted.class() == Class::Executable { "upload.type" } else { "upload.unknown" };
        for policy in [&listing(others), UploadPolicy::images(), UploadPolicy::documents()] {
            assert_eq!(upload::check(&row.upload(&bytes), policy).unwrap_err().code(), code, "{row:?}");
        }
        let extension = row.name.rsplit('.').next().expect("a name");
        let unknown = UploadPolicy::builder().allow_unknown([extension]).build().expect("a policy");
        let taken = upload::check(&row.upload(&bytes), &unknown).map(|up| up.file_type());
        assert_eq!(taken.ok(), (code == "upload.unknown").then_some(FileType::OCTET_STREAM), "{row:?}");
    }
    assert_eq!(seen.len(), FileType::guessed().len());
}

/// A bit of those that count is another, or the file ends in them: nothing is named. So the rows above show something.
#[test]
fn what_differs_in_a_bit_is_not_named() {
    for row in rows::<Named>("upload/named.jsonl") {
        let mut bytes = row.bytes();
        bytes[row.at] ^= 0x20;
        assert!(!matches!(sniff(&bytes), Sniffed::Named(_)), "{row:?}");
        assert!(!matches!(sniff(&row.bytes()[..row.at + 3]), Sniffed::Named(_)), "{row:?}");
    }
}

/// What is proven is not guessed at, nor is a text, whatever letters it begins with.
#[test]
fn neither_files_of_proven_types_nor_texts_are_named() {
    for row in files().iter().chain(&types()) {
        assert!(!matches!(sniff(&row.bytes()), Sniffed::Named(_)), "{row:?}");
    }
    for row in rows::<Named>("upload/named.jsonl").iter().filter(|row| row.at == 0) {
        let bytes = row.bytes();
        let letters = bytes.iter().take_while(|byte| (0x20..0x7F).contains(*byte)).count();
        if letters < 4 {
            continue;
        }
        for payload in PAYLOADS {
            let text = [&bytes[..letters], payload].concat();
            let sniffed = sniff(&text);
            assert!(!matches!(sniffed, Sniffed::Named(_)), "{row:?}: {sniffed:?}");
        }
    }
}

/// An extension that only a guessed type has claims nothing: those letters end the names of other files too.
#[test]
fn the_names_of_guessed_types_are_no_claims() {
    let text = listing([FileType::TEXT]);
    for guessed in FileType::guessed() {
        for extension in guessed.extensions() {
            // A picture's and a film's are known as such elsewhere.
            let is_shown = matches!(guessed.class(), Class::Image | Class::Audio | Class::Video);
            if is_shown || FileType::all().any(|proven| proven.has_extension(extension)) {
                continue;
            }
            let name = format!("notes.{extension}");
            let file =
                Upload { name: &name, declared: Some("text/plain"), bytes: b"Some notes, and no more.\n" };
            let up = upload::check(&file, &text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(up.findings().is_empty(), "{name}: {:?}", up.findings());
        }
    }
}
