//! Pictures, sound and film through the public door: hostile ones, each beside a harmless twin.

#[path = "support/upload_pictures.rs"]
mod pictures;

use pictures::{Case, PHP, chunk, gif, jpeg, png, segment, wrong};
use untaint::upload::{self, FileType, FindingKind, Inspector, Upload, UploadPolicy};

/// The codes of all findings, tolerated or not; the file comes without a claim, and is allowed.
fn findings(case: &Case) -> Vec<&'static str> {
    let file_type = FileType::from_mime(case.mime).expect("a type of the table");
    let policy = policy(file_type);
    let name = format!("upload.{}", file_type.extension());
    let found = match upload::check(&Upload { name: &name, declared: None, bytes: &case.bytes }, &policy) {
        Ok(upload) => upload.findings().to_vec(),
        Err(refused) => refused.findings().to_vec(),
    };
    found.iter().map(upload::Finding::code).collect()
}

fn policy(file_type: FileType) -> UploadPolicy {
    UploadPolicy::builder().allow([file_type]).max_pixels(50_000_000).strict().build().expect("policy")
}

#[test]
fn hostile_pictures_and_their_twins() {
    // A header so wrong that the file is of no type is as good an answer.
    let wrong = wrong(|case| {
        let mut found = findings(case);
        if found.contains(&"upload.unknown") || found.contains(&"upload.type") {
            found.extend(case.codes);
        }
        found
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_hostile_picture_is_refused_and_each_twin_accepted() {
    for case in pictures::cases() {
        let file_type = FileType::from_mime(case.mime).expect("a type of the table");
        let policy = policy(file_type);
        let name = format!("upload.{}", file_type.extension());
        let upload = Upload { name: &name, declared: Some(case.mime), bytes: &case.bytes };
        let accepted = upload::check(&upload, &policy).is_ok();
        assert_eq!(accepted, case.codes.is_empty(), "{}", case.name);
    }
}

#[test]
fn pieces_do_not_matter() {
    for case in pictures::cases() {
        let file_type = FileType::from_mime(case.mime).expect("a type of the table");
        let policy = policy(file_type);
        let name = format!("upload.{}", file_type.extension());
        let whole = upload::check(&Upload { name: &name, declared: None, bytes: &case.bytes }, &policy);
        for size in [1, 7, 4095, 4096, 4097] {
            // Short pieces of long files take long.
            if case.bytes.len() / size > 10_000 {
                continue;
            }
            let mut inspector = Inspector::new(&name, None, &policy);
            let stopped = case.bytes.chunks(size).find_map(|piece| inspector.push(piece).err());
            let pieces = match stopped {
                Some(refused) => Err(refused),
                None => inspector.finish(),
            };
            match (&whole, &pieces) {
                (Ok(whole), Ok(pieces)) => assert_eq!(whole.findings(), pieces.findings(), "{}", case.name),
                (Err(whole), Err(pieces)) => assert_eq!(whole.kind(), pieces.kind(), "{}", case.name),
                _ => panic!("{} in pieces of {size}: {whole:?}, {pieces:?}", case.name),
            }
        }
    }
}

/// Offsets are those of the file.
#[test]
fn a_finding_tells_where() {
    let place = |bytes: &[u8], name: &str, kind: FindingKind| {
        let refused = upload::check(&Upload { name, declared: None, bytes }, UploadPolicy::images())
            .expect_err("hostile");
        let finding = refused.findings().iter().find(|finding| finding.kind() == kind).copied();
        finding.expect("found").offset()
    };
    let behind = |whole: &[u8]| [whole, b"\0\0\0\0", PHP].concat();
    for (name, whole) in [("a.png", png(&[])), ("a.jpg", jpeg(&[])), ("a.gif", gif(&[]))] {
        let at = Some(whole.len() as u64 + 4);
        assert_eq!(place(&behind(&whole), name, FindingKind::Trailing), at, "{name}");
        assert_eq!(place(&behind(&whole), name, FindingKind::ServerCode), at, "{name}");
    }
    // The signature, the header, and a chunk's length, type and keyword.
    let text = png(&[chunk(b"tEXt", b"Comment\0<script>")]);
    assert_eq!(place(&text, "a.png", FindingKind::Metadata), Some(8 + 25 + 8 + 8));
    // The start, the first segment, a comment's marker and length.
    let comment = jpeg(&[segment(0xFE, PHP)]);
    assert_eq!(place(&comment, "a.jpg", FindingKind::ServerCode), Some(2 + 18 + 4));
    let cut = png(&[]);
    let cut = &cut[..cut.len() - 12];
    assert_eq!(place(cut, "a.png", FindingKind::Truncated), Some(cut.len() as u64));
}

/// A payload in the middle of a file larger than what is kept of it.
#[test]
fn the_middle_of_a_large_file_is_seen() {
    let dots = vec![0x5A; 5 << 18];
    let large = |inside: &[u8]| png(&[chunk(b"prVt", &[&dots, inside, &dots].concat())]);
    let check = |bytes: &[u8]| {
        let upload = Upload { name: "large.png", declared: None, bytes };
        upload::check(&upload, UploadPolicy::images()).map_err(|refused| refused.code())
    };
    assert!(check(&large(b"nothing")).is_ok());
    assert_eq!(check(&large(PHP)), Err("upload.server_code"));
    assert_eq!(check(&large(b"<script>alert(1)</script>")), Err("upload.metadata"));
    assert_eq!(check(&large(b"Rar!\x1A\x07\x01\x00")), Err("upload.polyglot"));
}
