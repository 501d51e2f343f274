//! Uploads as a whole: content, extension, declared type and policy together, whole and in pieces.
#![cfg(feature = "upload")]

mod support;

use serde::Deserialize;
use std::collections::BTreeSet;
use support::rows;
use support::upload::{self as holds, Pieces, file};
use untaint::upload::{
    self, FileType, Finding, FindingKind, Inspector, SafeUpload, Upload, UploadError, UploadPolicy,
};

/// A row of `tests/data/upload/files.jsonl`.
#[derive(Deserialize, Debug)]
struct Row {
    file: String,
    ext: String,
    mime: String,
    #[serde(default)]
    hostile: bool,
    declared: Option<String>,
    r#true: Option<String>,
}

impl Row {
    fn bytes(&self) -> Vec<u8> {
        file(&self.file)
    }

    /// The name that a form would send: the file's own.
    fn name(&self) -> &str {
        &self.file
    }
}

fn all_rows() -> Vec<Row> {
    rows("upload/files.jsonl")
}

fn everything() -> UploadPolicy {
    UploadPolicy::builder().allow(FileType::all()).build().expect("a policy")
}

fn only(file_type: FileType) -> UploadPolicy {
    UploadPolicy::builder().allow([file_type]).build().expect("a policy")
}

fn checked(
    name: &str,
    declared: Option<&str>,
    bytes: &[u8],
    policy: &UploadPolicy,
) -> Result<SafeUpload, UploadError> {
    upload::check(&Upload { name, declared, bytes }, policy)
}

fn codes(verdict: &Result<SafeUpload, UploadError>) -> BTreeSet<&'static str> {
    let findings = verdict.as_ref().map_or_else(UploadError::findings, SafeUpload::findings);
    findings.iter().map(Finding::code).collect()
}

#[test]
fn harmless_files_of_an_allowed_type_pass() {
    let mut passed = 0;
    for row in all_rows().iter().filter(|row| !row.hostile) {
        let file_type =
            FileType::from_mime(&row.mime).unwrap_or_else(|| panic!("no type is called {}", row.mime));
        let policy = only(file_type);
        for declared in [Some(row.mime.as_str()), None, Some(""), Some("application/octet-stream")] {
            let verdict = checked(row.name(), declared, &row.bytes(), &policy);
            let up = verdict.unwrap_or_else(|error| panic!("{row:?} as {declared:?}: {error:?}"));
            assert!(up.file_type().is_a(file_type), "{row:?}: {}", up.file_type());
            assert!(up.findings().is_empty(), "{row:?}: {:?}", up.findings());
        }
        passed += 1;
    }
    assert!(passed > 50);
}

#[test]
fn disguised_files_are_refused() {
    let mut refused = 0;
    for row in all_rows().iter().filter(|row| row.hostile && row.declared != row.r#true) {
        let declared = row.declared.as_deref();
        let claimed = declared.and_then(FileType::from_mime).expect("a claimed type");
        // A picture that is another kind of picture than its name is no disguise where its own kind is allowed.
        let is_misnamed = ["gif_as.png", "webp_as.jpg"].contains(&row.file.as_str());
        if is_misnamed {
            let verdict = checked(row.name(), declared, &row.bytes(), &everything());
            assert_eq!(
                (verdict.is_ok(), codes(&verdict)),
                (true, BTreeSet::from(["upload.extension"])),
                "{row:?}"
            );
        }
        for policy in [everything(), only(claimed)].into_iter().skip(usize::from(is_misnamed)) {
            let verdict = checked(row.name(), declared, &row.bytes(), &policy);
            assert!(verdict.is_err(), "{row:?}: {verdict:?}");
        }
        refused += 1;
    }
    assert!(refused > 20);
}

#[test]
fn a_payload_in_a_true_container_has_a_finding_and_strict_policies_refuse_it() {
    let mut named = 0;
    for row in all_rows().iter().filter(|row| row.hostile && row.declared == row.r#true) {
        let declared = row.declared.as_deref();
        let claimed = declared.and_then(FileType::from_mime).expect("a claimed type");
        let verdict = checked(row.name(), declared, &row.bytes(), &everything());
        assert!(!codes(&verdict).is_empty(), "{row:?}: {verdict:?}");
        let strict = UploadPolicy::builder().allow([claimed]).strict().build().expect("a policy");
        assert!(checked(row.name(), declared, &row.bytes(), &strict).is_err(), "{row:?}");
        named += 1;
    }
    assert!(named > 15);
}

#[test]
fn the_validator_and_the_data_say_what_the_function_says() {
    use untaint::Validator;
    let policy = UploadPolicy::images();
    let mut verdicts = [0_usize; 2];
    for row in all_rows() {
        let upload = Upload { name: row.name(), declared: row.declared.as_deref(), bytes: &row.bytes() };
        let function = upload::check(&upload, policy);
        verdicts[usize::from(function.is_ok())] += 1;
        let validated = policy.check(&upload).map_err(|violation| violation.code());
        assert_eq!(validated, function.as_ref().map(drop).map_err(UploadError::code), "{row:?}");
        #[cfg(feature = "serde")]
        if let Ok(up) = function {
            let data = serde_json::to_value(&up).expect("data");
            assert_eq!(data["type"], up.file_type().mime());
            assert_eq!(data["name"], up.name().as_str());
            assert_eq!(
                (data["len"].as_u64(), data["findings"].as_array().map(Vec::len)),
                (Some(up.len()), Some(up.findings().len()))
            );
        }
    }
    assert!(verdicts.iter().all(|count| *count > 0), "{verdicts:?}");
}

/// The same file under another's name and type: refused, whatever the policy allows.
#[test]
fn a_claim_that_contradicts_the_content_is_a_finding() {
    let png = file("plain.png");
    let policy = everything();
    let verdict = |name: &str, declared| codes(&checked(name, declared, &png, &policy));
    let ok = BTreeSet::new();
    assert_eq!(verdict("a.png", Some("image/png")), ok);
    assert_eq!(verdict("a.PNG", Some("Image/X-PNG; q=1")), ok);
    for name in ["blob", "a", "a.unheardof"] {
        assert_eq!(verdict(name, None), ok, "{name}");
    }
    for declared in ["", "application/octet-stream", "binary/octet-stream", "*/*", "nonsense"] {
        assert_eq!(verdict("a.png", Some(declared)), ok, "{declared}");
    }
    assert_eq!(verdict("a.jpg", None), BTreeSet::from(["upload.extension"]));
    assert_eq!(verdict("a.gif", Some("image/gif")), BTreeSet::from(["upload.extension"]));
    assert_eq!(
        verdict("a.pdf", Some("application/pdf")),
        BTreeSet::from(["upload.declared", "upload.extension"])
    );
    assert_eq!(verdict("a.png", Some("text/html")), BTreeSet::from(["upload.declared"]));
    assert!(verdict("a.php.png", None).contains("upload.name"));
    assert!(verdict(".htaccess", None).contains("upload.name"));
}

/// A part of a name that servers run is one; a language, a word or a page's type is not.
#[test]
fn inner_extensions_that_servers_run_are_a_finding() {
    let png = file("plain.png");
    let obeyed = |name: &str| codes(&checked(name, None, &png, &everything())).contains("upload.name");
    for name in [
        "a.php.png",
        "a.PHP5.png",
        "a.phtml.png",
        "a.asp.png",
        "a.jsp.png",
        "a.cgi.png",
        "a.shtml.png",
        "web.config",
    ] {
        assert!(obeyed(name), "{name}");
    }
    // From a review: translations, prints of pages, companies, persons, times.
    for name in
        ["cennik.pl.png", "index.html.png", "Acme.Inc.png", "Karlsson.Asa.png", "4.30.PM.png", "a.b.png"]
    {
        assert!(!obeyed(name), "{name}");
    }
}

/// A member of a tape archive: its header, and its data padded.
fn member(name: &str, kind: u8, data: &[u8]) -> Vec<u8> {
    header(name, kind, "", data)
}

fn linked(name: &str, kind: u8, target: &str) -> Vec<u8> {
    header(name, kind, target, b"")
}

fn header(name: &str, kind: u8, target: &str, data: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[100..108].copy_from_slice(b"0000644\0");
    block[124..136].copy_from_slice(format!("{:011o}\0", data.len()).as_bytes());
    block[136..148].copy_from_slice(b"00000000000\0");
    block[148..156].copy_from_slice(b"        ");
    block[156] = kind;
    block[157..157 + target.len()].copy_from_slice(target.as_bytes());
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let mut all = block.to_vec();
    all.extend_from_slice(data);
    all.resize(all.len().div_ceil(512) * 512, 0);
    all
}

fn tape(members: &[Vec<u8>]) -> Vec<u8> {
    [members.concat(), vec![0; 1024]].concat()
}

#[test]
fn tape_archives_that_lead_out_are_found() {
    let policy = only(FileType::TAR);
    let found = |bytes: &[u8]| {
        for pieces in [Pieces::Ones, Pieces::Even(511), Pieces::Random(1)] {
            assert!(holds::one_verdict_holds(holds::in_pieces, "a.tar", None, bytes, &policy, pieces));
        }
        codes(&checked("a.tar", None, bytes, &policy))
    };
    let plain = member("dir/a.txt", b'0', b"hello");
    let none = BTreeSet::new();
    assert_eq!(
        found(&tape(&[plain.clone(), member("dir/", b'5', b""), member("b..c/..d", b'0', &[7; 1500])])),
        none
    );
    assert_eq!(found(&tape(&[member("././@LongLink", b'L', &[b'n'; 300]), plain.clone()])), none);
    assert_eq!(found(&tape(&[member("pax", b'x', b"14 path=a/b.c\n"), plain.clone()])), none);
    let slip = BTreeSet::from(["upload.zip_slip"]);
    for name in ["../x", "/etc/passwd", "a/../../x", "..\\x", "C:/x"] {
        assert_eq!(found(&tape(&[plain.clone(), member(name, b'0', b"x")])), slip, "{name}");
    }
    assert_eq!(found(&tape(&[member("././@LongLink", b'L', b"a/../../x\0"), plain.clone()])), slip);
    assert_eq!(found(&tape(&[member("pax", b'x', b"13 path=../x\n"), plain.clone()])), slip);
    // The same with a sum of signed bytes, which is a tape archive too.
    let mut signed = member("../x", b'0', b"x");
    signed[265] = 0xE9;
    let sum: i64 = signed[..512]
        .iter()
        .zip(0..)
        .map(|(byte, at)| match at {
            148..156 => 32,
            _ => i64::from(i8::from_le_bytes([*byte])),
        })
        .sum();
    signed[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    assert_eq!(found(&tape(&[signed])), slip);
    let link = BTreeSet::from(["upload.zip_link"]);
    for kind in [b'3', b'4', b'6'] {
        assert_eq!(found(&tape(&[plain.clone(), member("l", kind, b"")])), link, "{kind}");
    }
    for kind in [b'1', b'2'] {
        assert_eq!(found(&tape(&[plain.clone(), linked("l", kind, "a.txt")])), none);
        assert_eq!(found(&tape(&[plain.clone(), linked("l", kind, "/etc/passwd")])), link);
        assert_eq!(found(&tape(&[plain.clone(), linked("l", kind, "../../x")])), link);
    }
}

#[test]
fn names_of_types_that_systems_register_are_no_contradiction() {
    let gz = [
        b"\x1F\x8B\x08\0\0\0\0\0\0\x03\x4B\x04\0".as_slice(),
        &0xE8B7_BE43_u32.to_le_bytes(),
        &1_u32.to_le_bytes(),
    ];
    let policy = only(FileType::GZIP);
    for declared in
        ["application/gzip", "application/x-gzip", "application/x-compressed", "application/x-tgz"]
    {
        let up = checked("a.tgz", Some(declared), &gz.concat(), &policy);
        assert_eq!(up.map(|up| up.file_type()), Ok(FileType::GZIP), "{declared}");
    }
    assert!(checked("a.tgz", Some("image/png"), &gz.concat(), &policy).is_err());
    // What a system registers for the extension, though another format owns it too.
    for (name, declared, text) in [
        ("a.ts", "video/mp2t", "const a: number = 1;\n"),
        ("a.rtf", "application/msword", "{\\rtf1\\ansi hello}"),
        ("a.pot", "application/vnd.ms-powerpoint", "msgid \"a\"\nmsgstr \"b\"\n"),
    ] {
        let up = checked(name, Some(declared), text.as_bytes(), &everything());
        assert!(up.is_ok(), "{name}: {up:?}");
    }
    assert!(checked("a.txt", Some("video/mp2t"), b"const a: number = 1;\n", &everything()).is_err());
}

#[test]
fn the_extension_chooses_among_texts_and_only_there() {
    let policy = everything();
    let as_name = |name: &str, declared, text: &str| {
        checked(name, declared, text.as_bytes(), &policy).map(|up| up.file_type())
    };
    let table = "name,born\nAda,1815\n";
    assert_eq!(as_name("a.csv", Some("text/csv"), table), Ok(FileType::CSV));
    assert_eq!(as_name("a.csv", Some("application/vnd.ms-excel"), table), Ok(FileType::CSV));
    assert_eq!(as_name("a.csv", Some("text/plain"), table), Ok(FileType::CSV));
    assert_eq!(as_name("a.txt", Some("text/plain"), table), Ok(FileType::TEXT));
    assert_eq!(as_name("a.md", None, "# Title\n\nwords\n"), Ok(FileType::MARKDOWN));
    assert_eq!(as_name("blob", None, table), Ok(FileType::TEXT));
    assert_eq!(as_name("blob", Some("text/csv"), table), Ok(FileType::CSV));
    assert_eq!(as_name("a.json", None, "{\"a\": 1}"), Ok(FileType::JSON));
    assert_eq!(
        as_name("a.geojson", None, "{\"type\": \"Point\", \"coordinates\": [1, 2]}"),
        Ok(FileType::GEOJSON)
    );
    assert_eq!(as_name("a.txt", None, "{\"a\": 1}"), Ok(FileType::TEXT));
    assert_eq!(as_name("a.py", Some("text/plain"), "print('hello')\n"), Ok(FileType::PYTHON));
    // A script does not become plain text by its name, nor text a picture.
    assert!(as_name("a.txt", Some("text/plain"), "#!/bin/sh\nrm -rf /\n").is_err());
    assert!(as_name("a.png", Some("image/png"), table).is_err());
    // Text under a script's name is that script: allowed only by its own name.
    assert_eq!(as_name("a.php", None, table), Ok(FileType::PHP));
    assert_eq!(
        checked("a.php", None, table.as_bytes(), &only(FileType::TEXT)).unwrap_err().kind(),
        FindingKind::Type
    );
    // Plain text on the list is plain text alone.
    assert!(checked("a.csv", None, table.as_bytes(), &only(FileType::TEXT)).is_err());
}

#[test]
fn unknown_content_is_refused_unless_its_extension_is_listed() {
    let noise: Vec<u8> =
        (0_u32..600).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[1] & 0x9f).collect();
    let png = || UploadPolicy::builder().allow([FileType::PNG]);
    let strict = png().build().expect("a policy");
    assert_eq!(
        checked("a.xyz", Some("image/png"), &noise, &strict).unwrap_err().kind(),
        FindingKind::Unknown
    );
    let open = png().allow_unknown(["xyz"]).build().expect("a policy");
    let up = checked("a.XYZ", None, &noise, &open).expect("listed");
    assert_eq!(up.file_type(), FileType::OCTET_STREAM);
    assert!(checked("a.abc", None, &noise, &open).is_err(), "another extension");
    assert!(checked("a.xyz", None, b"MZ", &open).is_err(), "known content is not unknown");
    assert!(checked("a.xyz", None, b"", &open).is_err());
}

#[test]
fn sizes_are_limits() {
    let png = file("plain.png");
    let policy = |bytes, pixels| {
        UploadPolicy::builder()
            .allow([FileType::PNG])
            .max_bytes(bytes)
            .max_pixels(pixels)
            .build()
            .expect("a policy")
    };
    let len = png.len() as u64;
    assert!(checked("a.png", None, &png, &policy(len, 1 << 30)).is_ok());
    let too_large = checked("a.png", None, &png, &policy(len - 1, 1 << 30)).unwrap_err();
    assert_eq!((too_large.kind(), too_large.findings()[0].offset()), (FindingKind::TooLarge, Some(len - 1)));
    assert_eq!(checked("a.png", None, &png, &policy(len, 1)).unwrap_err().kind(), FindingKind::Pixels);
}

#[test]
fn a_wrong_policy_fails_when_it_is_built() {
    let png = || UploadPolicy::builder().allow([FileType::PNG]);
    assert!(png().build().is_ok());
    assert!(UploadPolicy::builder().build().is_err());
    assert!(png().max_bytes(0).build().is_err());
    assert!(png().max_pixels(0).build().is_err());
    assert!(png().allow_unknown([".xyz"]).build().is_err());
    assert!(png().allow_unknown([""]).build().is_err());
    for kind in [FindingKind::Empty, FindingKind::TooLarge, FindingKind::Type, FindingKind::Unknown] {
        assert!(png().tolerate([kind]).build().is_err(), "{kind:?}");
    }
}

#[test]
fn a_tolerated_finding_is_still_reported() {
    let mut both = file("plain.png");
    both.extend(b"appended");
    let policy = UploadPolicy::builder().allow([FileType::PNG]);
    let refused = checked("a.png", None, &both, &policy.clone().build().expect("a policy")).unwrap_err();
    assert_eq!(refused.kind(), FindingKind::Trailing);
    let open = policy.tolerate([FindingKind::Trailing]).build().expect("a policy");
    let up = checked("a.png", None, &both, &open).expect("tolerated");
    let found: Vec<_> = up.findings().iter().map(Finding::code).collect();
    assert_eq!(found, ["upload.trailing"]);
}

#[test]
fn a_stored_name_has_the_extension_of_the_content() {
    let policy = UploadPolicy::images();
    let png = file("plain.png");
    let up = checked("../../Urlaub am Meer.png", Some("image/png"), &png, policy).expect("a picture");
    assert_eq!(up.name(), "Urlaub am Meer.png");
    assert_eq!(up.stored_name("5f2a"), "5f2a.png");
    assert_eq!(up.len(), png.len() as u64);
    let up = checked("blob", None, &png, policy).expect("a picture");
    assert_eq!(up.stored_name("5f2a"), "5f2a.png");
    // The caller's token is a name like any other.
    assert_eq!(up.stored_name("../x"), "x.png");
}

#[test]
fn pieces_and_the_whole_get_one_verdict() {
    let policies = [everything(), UploadPolicy::images().clone(), UploadPolicy::documents().clone()];
    for row in all_rows() {
        let bytes = row.bytes();
        for policy in &policies {
            for pieces in
                [Pieces::Ones, Pieces::Even(7), Pieces::Even(4096), Pieces::Random(row.ext.len() as u64)]
            {
                assert!(
                    holds::one_verdict_holds(
                        holds::in_pieces,
                        row.name(),
                        row.declared.as_deref(),
                        &bytes,
                        policy,
                        pieces
                    ),
                    "{row:?} {pieces:?}"
                );
            }
        }
    }
}

/// Beyond two windows the middle is not kept: a file that large gets one verdict, too.
#[test]
fn large_files_get_one_verdict() {
    let policy = UploadPolicy::builder().allow(FileType::all()).max_bytes(1 << 30).build().expect("a policy");
    for row in all_rows().iter().step_by(7) {
        let mut bytes = row.bytes();
        let middle = bytes.len() / 2;
        let filling: Vec<u8> =
            (0..3 << 20).map(|i: u32| i.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        bytes.splice(middle..middle, filling);
        for pieces in
            [Pieces::Even(65_536), Pieces::Even(3_000_000), Pieces::Even(1 << 30), Pieces::Random(3)]
        {
            assert!(
                holds::one_verdict_holds(holds::in_pieces, row.name(), None, &bytes, &policy, pieces),
                "{row:?} {pieces:?}"
            );
        }
    }
}

/// The property can fail: an inspector that loses the last piece, one that never refuses.
#[test]
fn a_wrong_inspector_is_caught() {
    let losing = |name: &str, declared: Option<&str>, bytes: &[u8], policy: &UploadPolicy, pieces: Pieces| {
        holds::in_pieces(name, declared, &bytes[..bytes.len().saturating_sub(1)], policy, pieces)
    };
    let policy = everything();
    let caught = all_rows()
        .iter()
        .filter(|row| {
            !holds::one_verdict_holds(losing, row.name(), None, &row.bytes(), &policy, Pieces::Even(64))
        })
        .count();
    assert!(caught > 10, "{caught}");
}

#[test]
fn a_refused_inspector_stays_refused() {
    let policy = UploadPolicy::builder().allow([FileType::PNG]).max_bytes(10).build().expect("a policy");
    let mut inspector = Inspector::new("a.png", None, &policy);
    inspector.push(&[0; 8]).expect("within the limit");
    let refused = inspector.push(&[0; 3]).unwrap_err();
    assert_eq!(refused.kind(), FindingKind::TooLarge);
    assert_eq!(inspector.push(b"").unwrap_err(), refused);
    assert_eq!(inspector.finish().unwrap_err(), refused);
}

#[test]
fn the_table_of_types_is_in_order() {
    for file_type in FileType::all().chain(FileType::guessed()) {
        assert!(!file_type.extensions().is_empty(), "{file_type}");
        assert!(file_type.is_a(file_type));
        let words = file_type.extensions().iter().all(|e| {
            e.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'+' | b'_'))
        });
        assert!(words, "{file_type}");
        let (top, sub) = file_type.mime().split_once('/').expect("a slash");
        assert!(!top.is_empty() && !sub.contains(['/', ';', ' ']), "{file_type}");
        assert!(file_type.mime().bytes().all(|b| !b.is_ascii_uppercase()), "{file_type}");
        assert!(FileType::from_mime(file_type.mime()).is_some_and(|found| found.mime() == file_type.mime()));
    }
}
