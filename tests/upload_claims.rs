//! Content, name and declared type together, as rows: `data/upload/claims.jsonl`.
//!
//! Each honest file stands beside one that differs in the point at issue and is refused.
#![cfg(feature = "upload")]

mod support;

use serde::Deserialize;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use support::rows;
use support::upload::Pieces;
use untaint::upload::{
    self, Encoding, FileType, Finding, Inspector, SafeUpload, Sniffed, Upload, UploadError, UploadPolicy,
};

#[derive(Deserialize, Debug)]
struct Row {
    name: String,
    declared: Option<String>,
    /// A text whose characters are bytes where all are below U+0100, or `=` and the name of a file.
    parts: Vec<String>,
    /// Accepted by a policy that allows every type.
    ok: bool,
    /// All codes; none: not the point.
    codes: Option<BTreeSet<String>>,
    r#type: Option<String>,
    why: String,
}

impl Row {
    fn bytes(&self) -> Vec<u8> {
        let part = |part: &String| match part.strip_prefix('=').filter(|_| self.parts.len() < 3) {
            Some(file) if file.contains('.') && !file.contains(' ') => support::upload::file(file),
            _ => part
                .chars()
                .map(u8::try_from)
                .collect::<Result<_, _>>()
                .unwrap_or_else(|_| part.clone().into_bytes()),
        };
        self.parts.iter().flat_map(part).collect()
    }
}

fn claims() -> Vec<Row> {
    rows("upload/claims.jsonl")
}

fn everything() -> UploadPolicy {
    UploadPolicy::builder().allow(FileType::all()).build().expect("a policy")
}

fn codes(verdict: &Result<SafeUpload, UploadError>) -> BTreeSet<String> {
    let list = verdict.as_ref().map_or_else(UploadError::findings, SafeUpload::findings);
    list.iter().map(|finding: &Finding| finding.code().to_owned()).collect()
}

fn wrong(check: impl Fn(&Row, &[u8]) -> Result<SafeUpload, UploadError>) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in claims() {
        let verdict = check(&row, &row.bytes());
        let found = codes(&verdict);
        let of_type = match (&verdict, &row.r#type) {
            (Ok(up), Some(wanted)) => up.file_type().mime() == wanted,
            _ => true,
        };
        let fits =
            verdict.is_ok() == row.ok && of_type && row.codes.as_ref().is_none_or(|codes| *codes == found);
        if !fits {
            let file_type = verdict.ok().map(|up| up.file_type());
            wrong.push(format!("{} ({}): {found:?} {file_type:?}", row.name, row.why));
        }
    }
    wrong
}

fn checked(row: &Row, bytes: &[u8], policy: &UploadPolicy) -> Result<SafeUpload, UploadError> {
    upload::check(&Upload { name: &row.name, declared: row.declared.as_deref(), bytes }, policy)
}

#[test]
fn rows_are_judged_as_they_say() {
    let policy = everything();
    let wrong = wrong(|row, bytes| checked(row, bytes, &policy));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_check_that_refuses_nothing_or_all_fails_the_rows() {
    let gif = support::upload::file("anim.webp");
    let policy = everything();
    let upload = Upload { name: "a", declared: None, bytes: &gif };
    assert!(wrong(|_, _| upload::check(&upload, &policy)).len() > 50);
    let strict = UploadPolicy::builder().allow([FileType::ZIP]).strict().build().expect("a policy");
    assert!(wrong(|row, bytes| checked(row, bytes, &strict)).len() > 50);
}

#[test]
fn pieces_make_no_difference() {
    let policy = everything();
    for row in claims() {
        let bytes = row.bytes();
        let whole = checked(&row, &bytes, &policy);
        for pieces in [Pieces::Even(997), Pieces::Random(3)] {
            let mut inspector = Inspector::new(&row.name, row.declared.as_deref(), &policy);
            if pieces.cut(&bytes).into_iter().all(|piece| inspector.push(piece).is_ok()) {
                assert_eq!(codes(&inspector.finish()), codes(&whole), "{row:?}");
            }
        }
    }
}

/// A file that is accepted passes under a policy that lists its type alone.
#[test]
fn the_type_alone_is_enough() {
    for row in claims().iter().filter(|row| row.ok) {
        let bytes = row.bytes();
        let up = checked(row, &bytes, &everything()).expect("accepted");
        let only = UploadPolicy::builder().allow([up.file_type()]).build().expect("a policy");
        assert!(checked(row, &bytes, &only).is_ok(), "{row:?}");
    }
}

/// A type that shows itself behind the first look is not refused for what its beginning looks like, where the policy
/// lists that type alone; and content of no type is not either, where the policy takes such.
#[test]
fn the_type_alone_is_enough_in_pieces() {
    let titles =
        |sound: &[u8]| [b"ID3\x04\0\0\0\0\x40\0TIT2\0\0\0\x05\0\0\x03abcd", &[0; 8177][..], sound].concat();
    let frame = [b"\xFF\xF1\x50\x80\x0C\x9F\xFC".as_slice(), &[0x11; 93]].concat();
    let flac = [b"fLaC\x80\0\0\x22\x10\0\x10\0".as_slice(), &[0; 100]].concat();
    let program = [b"#!/bin/sh\n".as_slice(), &[b'\n'; 8000], &[0; 8]].concat();
    let only = |file_type| UploadPolicy::builder().allow([file_type]).build().expect("a policy");
    let unknown =
        UploadPolicy::builder().allow([FileType::PNG]).allow_unknown(["run"]).build().expect("a policy");
    let files = [
        ("a.aac", titles(&frame.repeat(20)), only(FileType::AAC)),
        ("a.flac", titles(&flac), only(FileType::FLAC)),
        ("a.run", program, unknown),
    ];
    for (name, bytes, policy) in files {
        let whole = upload::check(&Upload { name, declared: None, bytes: &bytes }, &policy);
        assert!(whole.is_ok(), "{name}: {whole:?}");
        for pieces in [Pieces::Even(1), Pieces::Even(4096), Pieces::Random(5)] {
            assert_eq!(support::upload::in_pieces(name, None, &bytes, &policy, pieces), whole, "{name}");
        }
        let wrong = only(FileType::PNG);
        assert!(support::upload::in_pieces(name, None, &bytes, &wrong, Pieces::Even(4096)).is_err());
    }
}

/// Text of a set that cannot be proved is never shown under a guess.
#[test]
fn older_sets_are_served_for_download() {
    let mut served = 0;
    for row in claims().iter().filter(|row| row.ok) {
        let up = checked(row, &row.bytes(), &everything()).expect("accepted");
        if !matches!(up.encoding(), Some(Encoding::EightBit | Encoding::Utf32Le | Encoding::Utf32Be)) {
            continue;
        }
        let headers = upload::serve_headers(&up);
        let of = |name: &str| headers.iter().find(|header| header.0 == name).map(|header| header.1.as_ref());
        assert!(of("content-disposition").is_some_and(|value| value.starts_with("attachment")), "{row:?}");
        assert!(!of("content-type").expect("a type").contains("charset"), "{row:?}");
        served += 1;
    }
    assert!(served > 20, "{served}");
}

#[test]
fn a_record_comes_back_through_a_check() {
    use untaint::upload::StoredRecord;
    for row in claims().iter().filter(|row| row.ok) {
        let up = checked(row, &row.bytes(), &everything()).expect("accepted");
        let record = up.record();
        let again = StoredRecord::check(
            record.file_type().mime(),
            record.encoding_name(),
            record.name().as_str(),
            record.len(),
        );
        let again = again.expect("a record");
        assert_eq!(again, record);
        assert_eq!(again.serve_headers(), upload::serve_headers(&up), "{row:?}");
        #[cfg(feature = "serde")]
        {
            let text = serde_json::to_string(&record).expect("data");
            assert_eq!(serde_json::from_str::<StoredRecord>(&text).expect("a record"), record);
        }
    }
    for (file_type, bytes) in samples() {
        let name = format!("a.{}", file_type.extension());
        let Ok(up) = upload::check(&Upload { name: &name, declared: None, bytes: &bytes }, &everything())
        else {
            continue;
        };
        let (mime, encoding) = (up.file_type().mime(), up.record().encoding_name());
        let again = StoredRecord::check(mime, encoding, up.name().as_str(), up.len());
        assert_eq!(again, Ok(up.record()), "{name}");
        assert_eq!(up.record().serve_headers(), upload::serve_headers(&up), "{name}");
    }
    for (mime, encoding, name, len) in [
        ("image/nothing", None, "a", 1),
        ("text/plain", Some("utf-7"), "a", 1),
        ("text/plain", None, "../a", 1),
        ("text/plain", None, "a\r\nb", 1),
        ("text/plain", None, "a", 0),
    ] {
        assert!(StoredRecord::check(mime, encoding, name, len).is_err(), "{mime} {encoding:?} {name} {len}");
    }
    #[cfg(feature = "serde")]
    for text in [r#"{"type":"text/plain"}"#, r#"{"type":"text/html","encoding":null,"name":"a/b","len":3}"#] {
        assert!(serde_json::from_str::<StoredRecord>(text).is_err(), "{text}");
    }
}

/// What the presets say of kinds that a policy from `builder` takes.
#[test]
fn presets_say_what_they_tolerate() {
    use support::upload_build::{Node, compound};
    let verdict = |name: &str, bytes: &[u8], policy: &UploadPolicy| {
        let verdict = upload::check(&Upload { name, declared: None, bytes }, policy);
        (verdict.is_ok(), codes(&verdict).into_iter().collect::<Vec<_>>().join(" "))
    };
    let film = support::upload::file("../honest/motion-photo-google.jpg");
    assert_eq!(verdict("a.jpg", &film, UploadPolicy::images()), (true, "upload.film".into()));
    assert_eq!(verdict("a.jpg", &film, UploadPolicy::avatars()), (false, "upload.film".into()));
    let photo = support::upload::file("../honest/photoshop-mac.jpg");
    assert_eq!(verdict("a.HEIC", &photo, UploadPolicy::images()), (true, "upload.extension".into()));
    let invoice = support::upload::file("../honest/e-invoice.pdf");
    assert_eq!(
        verdict("a.pdf", &invoice, UploadPolicy::documents()),
        (false, "upload.pdf_attachment".into())
    );
    let turned = "say \u{202E}gnp.exe\u{202C}\n".as_bytes();
    assert_eq!(verdict("a.txt", turned, UploadPolicy::documents()), (false, "upload.hidden_text".into()));

    let locked = compound([0; 16], &[Node::stream("EncryptionInfo"), Node::stream("EncryptedPackage")]);
    let said = || String::from("upload.encrypted");
    assert_eq!(verdict("a.xlsx", &locked, UploadPolicy::documents()), (false, said()));
    // A policy that lists them takes them, and one for a kind of document does where it tolerates the finding.
    let listed = UploadPolicy::documents().to_builder().allow([FileType::OFFICE_ENCRYPTED]);
    assert_eq!(verdict("a.xlsx", &locked, &listed.build().expect("a policy")), (true, said()));
    let sheets = UploadPolicy::builder().allow([FileType::XLSX]).build().expect("a policy");
    assert_eq!(verdict("a.xlsx", &locked, &sheets), (true, said()));
    assert!(!verdict("a.docx", &locked, &sheets).0);
}

/// A row of `upload/declared.jsonl`: what a system's table says for an extension of a type.
#[derive(Deserialize, Debug)]
struct Pair {
    r#type: String,
    extension: String,
    declared: String,
    #[serde(default)]
    finding: bool,
}

/// A file of each type, of those that lie in the folders.
fn samples() -> HashMap<FileType, Vec<u8>> {
    let mut samples = HashMap::new();
    for folder in ["files", "types"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/upload").join(folder);
        let mut paths: Vec<_> = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.sort();
        for path in paths {
            let bytes = std::fs::read(path).expect("a file");
            if let Sniffed::Known(known) = upload::sniff(&bytes) {
                samples.entry(known).or_insert(bytes);
            }
        }
    }
    samples
}

fn is_told(extension: &str, declared: &str, bytes: &[u8], policy: &UploadPolicy) -> bool {
    let name = format!("a.{extension}");
    let verdict = upload::check(&Upload { name: &name, declared: Some(declared), bytes }, policy);
    codes(&verdict).contains("upload.declared")
}

#[test]
fn what_systems_declare_is_no_finding_and_another_type_is() {
    let (samples, policy) = (samples(), everything());
    let rows = rows::<Pair>("upload/declared.jsonl");
    for row in &rows {
        let bytes = &samples[&FileType::from_mime(&row.r#type).expect("a type")];
        assert_eq!(is_told(&row.extension, &row.declared, bytes, &policy), row.finding, "{row:?}");
        // None of them is a page.
        let is_page = row.r#type == "text/html";
        assert!(is_page || is_told(&row.extension, "text/html", bytes, &policy), "{row:?}");
    }
    assert!(rows.iter().filter(|row| row.finding).count() < 10);
}
