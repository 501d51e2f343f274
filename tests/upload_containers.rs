//! Archives, office documents, compound files and PDFs: what they are, and what they bring.
//!
//! The files are recipes in `data/upload/containers.jsonl`, written by `support::upload_build`. Each row that must have
//! a finding stands beside one that differs in that point only and has none.
#![cfg(feature = "upload")]

mod support;

use serde::Deserialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use support::rows;
use support::upload::Pieces;
use support::upload_build::{
    Entry, Node, compound, deflate, end_record, package, pdf, pdf_with_trailer, plain_zip, relation,
    relations, stream, zip, zlib,
};
use untaint::upload::{
    self, Family, FileType, Finding, Inspector, SafeUpload, Sniffed, Upload, UploadError, UploadPolicy,
};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

/// How to write a file. Texts of bytes have characters below U+0100.
#[derive(Deserialize, Debug, Clone)]
#[serde(rename_all = "snake_case")]
enum Recipe {
    Bytes(String),
    Join(Vec<Recipe>),
    /// Other bytes at a place, from the end where it is below 0.
    Change {
        of: Box<Recipe>,
        at: isize,
        with: String,
    },
    /// The first bytes, or all but the last.
    Cut {
        of: Box<Recipe>,
        keep: isize,
    },
    Zip(Vec<Part>),
    /// An entry without an archive.
    Local(Part),
    Package {
        main: String,
        r#type: String,
        parts: Vec<Part>,
    },
    /// A document with these parts.
    Docx(Vec<Part>),
    /// A document with a relationship: its kind, its target, and whether that is external.
    Related(String, String, bool),
    Compound(Vec<Tree>),
    /// The same with the class of Windows Installer.
    Installer(Vec<Tree>),
    /// What else the catalog says, then further objects.
    Pdf(Vec<Object>),
    LockedPdf(String),
}

/// An entry: the name of a packed text, a name and what is stored, or all of it.
#[derive(Deserialize, Debug, Clone)]
#[serde(untagged)]
enum Part {
    Text(String),
    Stored(String, String),
    Full {
        name: String,
        #[serde(default)]
        data: String,
        of: Option<Box<Recipe>>,
        times: Option<usize>,
        #[serde(default)]
        method: u16,
        #[serde(default)]
        flags: u16,
        declared: Option<u32>,
        attributes: Option<u32>,
        local_name: Option<String>,
        #[serde(default)]
        extra: String,
    },
}

#[derive(Deserialize, Debug, Clone)]
#[serde(untagged)]
enum Tree {
    Stream(String),
    Storage(String, Vec<Tree>),
}

#[derive(Deserialize, Debug, Clone)]
#[serde(untagged)]
enum Object {
    Text(String),
    Stream { stream: (String, String) },
    Objects { objects: Objects },
}

/// A stream of objects.
#[derive(Deserialize, Debug, Clone)]
struct Objects {
    dictionary: String,
    of: Vec<String>,
    /// In front of the first.
    junk: String,
    /// `zlib`, `deflate`, `cut` or `none`.
    pack: String,
}

fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).expect("a byte")).collect()
}

impl Part {
    fn entry(&self) -> Entry {
        match self {
            Self::Text(name) => Entry::new(bytes(name), "some text").deflated(),
            Self::Stored(name, data) => Entry::new(bytes(name), bytes(data)),
            Self::Full { name, data, of, times, method, flags, declared, attributes, local_name, extra } => {
                let data =
                    of.as_deref().map_or_else(|| bytes(data).repeat(times.unwrap_or(1)), Recipe::write);
                let mut entry = Entry::new(bytes(name), data);
                (entry.method, entry.flags, entry.declared) = (*method, *flags, *declared);
                entry.attributes = attributes.unwrap_or(entry.attributes);
                entry.local_name = local_name.as_deref().map(bytes);
                entry.extra = bytes(extra);
                entry
            }
        }
    }
}

impl Tree {
    fn node(&self) -> Node {
        match self {
            Self::Stream(name) => Node::stream(name),
            Self::Storage(name, children) => Node::storage(name, children.iter().map(Self::node).collect()),
        }
    }
}

impl Objects {
    /// The dictionary, and the data before they are packed.
    fn data(&self) -> (String, Vec<u8>) {
        let (mut head, mut body) = (String::new(), self.junk.clone());
        for (index, object) in self.of.iter().enumerate() {
            write!(head, "{} {} ", 10 + index, body.len()).expect("text");
            body.push_str(object);
            body.push(' ');
        }
        let dictionary = format!("{}/N {}/First {}", self.dictionary, self.of.len(), head.len());
        (dictionary, (head + &body).into_bytes())
    }

    fn write(&self) -> Vec<u8> {
        let (dictionary, data) = self.data();
        let data = match self.pack.as_str() {
            "zlib" => zlib(&data),
            "deflate" => deflate(&data),
            "cut" => zlib(&data)[..zlib(&data).len() / 2].to_vec(),
            _ => data,
        };
        stream(&dictionary, &data)
    }
}

impl Object {
    fn write(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => bytes(text),
            Self::Stream { stream: (dictionary, data) } => stream(dictionary, &bytes(data)),
            Self::Objects { objects } => objects.write(),
        }
    }
}

/// A PDF whose catalog says this too, with further objects.
fn document(more: &str, objects: impl IntoIterator<Item = Vec<u8>>) -> Vec<Vec<u8>> {
    let catalog = format!("<</Type/Catalog/Pages 2 0 R{more}>>").into_bytes();
    [catalog, b"<</Type/Pages/Kids[]/Count 0>>".to_vec()].into_iter().chain(objects).collect()
}

fn docx(parts: &[Entry]) -> Vec<u8> {
    package("word/document.xml", DOCX, parts)
}

impl Recipe {
    fn write(&self) -> Vec<u8> {
        let entries = |parts: &[Part]| parts.iter().map(Part::entry).collect::<Vec<_>>();
        let nodes = |trees: &[Tree]| trees.iter().map(Tree::node).collect::<Vec<_>>();
        // From the end where it is below 0.
        let place = |at: isize, len: usize| if at < 0 { len - at.unsigned_abs() } else { at.unsigned_abs() };
        match self {
            Self::Bytes(text) => bytes(text),
            Self::Join(parts) => parts.iter().flat_map(Self::write).collect(),
            Self::Change { of, at, with } => {
                let (mut whole, with) = (of.write(), bytes(with));
                let at = place(*at, whole.len());
                whole[at..at + with.len()].copy_from_slice(&with);
                whole
            }
            Self::Cut { of, keep } => {
                let mut whole = of.write();
                whole.truncate(place(*keep, whole.len()));
                whole
            }
            Self::Zip(parts) => zip(&entries(parts)),
            Self::Local(part) => part.entry().local(),
            Self::Package { main, r#type, parts } => package(main, r#type, &entries(parts)),
            Self::Docx(parts) => docx(&entries(parts)),
            Self::Related(kind, target, is_external) => {
                let list = relations(&[relation(kind, target, *is_external)]);
                docx(&[Entry::new("word/_rels/document.xml.rels", list).deflated()])
            }
            Self::Compound(trees) => compound([0; 16], &nodes(trees)),
            Self::Installer(trees) => {
                compound([0x84, 0x10, 0x0C, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46], &nodes(trees))
            }
            Self::Pdf(objects) => {
                let Some((Object::Text(more), objects)) = objects.split_first() else { panic!("a catalog") };
                pdf(&document(more, objects.iter().map(Object::write)))
            }
            Self::LockedPdf(more) => pdf_with_trailer(&document(more, []), "/Root 1 0 R/Encrypt 5 0 R"),
        }
    }
}

#[derive(Deserialize, Debug)]
struct Row {
    what: String,
    build: Recipe,
    /// A media type, or `family`, `truncated`, `text`.
    is: Option<String>,
    /// A media type that it is not.
    not: Option<String>,
    /// A finding that there must be.
    has: Option<String>,
    /// The one that there must be.
    only: Option<String>,
    /// The findings are not the point. Where nothing is said of them there are none.
    #[serde(default)]
    any: bool,
}

impl Row {
    fn is_right(&self, sniffed: Sniffed, codes: &BTreeSet<&str>) -> bool {
        let of_type = |mime: &str| matches!(sniffed, Sniffed::Known(known) if known.mime() == mime);
        let is_told = match self.is.as_deref() {
            None => true,
            Some("family") => matches!(sniffed, Sniffed::Family(Family::Zip | Family::Ole)),
            Some("truncated") => sniffed == Sniffed::Truncated,
            Some("text") => matches!(sniffed, Sniffed::Text(_)),
            Some(mime) => of_type(mime),
        };
        let is_found = match (&self.has, &self.only) {
            (Some(code), _) => codes.contains(code.as_str()),
            (None, Some(code)) => *codes == BTreeSet::from([code.as_str()]),
            (None, None) => self.any || codes.is_empty(),
        };
        is_told && !self.not.as_deref().is_some_and(of_type) && is_found
    }
}

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
fn found(what: &str, bytes: &[u8], code: &str) {
    let found = findings(bytes);
    assert!(found.contains(code), "{what}: {found:?} without {code}");
}

#[test]
fn containers_are_what_the_rows_say() {
    let mut wrong = Vec::new();
    let rows: Vec<Row> = rows("upload/containers.jsonl");
    for row in &rows {
        let bytes = row.build.write();
        let (sniffed, codes) = (upload::sniff(&bytes), findings(&bytes));
        if !row.is_right(sniffed, &codes) {
            wrong.push(format!("{}: {sniffed:?} {codes:?} of {:?}", row.what, row.build));
        }
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
    // A look that finds nothing, and one that finds everything, fail them.
    assert!(rows.iter().filter(|row| !row.is_right(Sniffed::Unknown, &BTreeSet::new())).count() > 180);
    let all = BTreeSet::from(["upload.zip_slip", "upload.macro", "upload.pdf_action", "upload.malformed"]);
    assert!(rows.iter().filter(|row| !row.is_right(Sniffed::Unknown, &all)).count() > 120);
}

/// An archive whose directory and whose headers tell of other files.
#[test]
fn directories_that_lie() {
    // One piece of data under many names.
    let data = Entry::new("a", vec![b'x'; 1000]);
    let shared = listed(&data.local(), ["a", "b", "c"].map(|name| Entry::new(name, vec![b'x'; 1000])));
    found("shared data", &shared, "upload.zip_ratio");
    found("shared data", &shared, "upload.malformed");

    // A second end record in the comment of the first: some programs take the one, some the other.
    let archive = plain_zip(&[("a.txt", b"x"), ("b.txt", b"y")]);
    let end = archive.len() - 22;
    let commented = |comment: &[u8]| {
        let size = 2 * (46 + 5);
        [&archive[..end], &end_record(2, size, end - size, comment)].concat()
    };
    found("two ends", &commented(&end_record(0, 0, 0, b"")), "upload.malformed");
    assert_eq!(findings(&commented(b"a comment")), BTreeSet::new());

    // An entry that only programs find which read from the front.
    let entry = Entry::new("a.txt", "x");
    let both = [entry.local(), Entry::new("evil.exe", "x").local()].concat();
    found("unlisted entry", &listed(&both, [entry]), "upload.malformed");
}

/// The data of entries, and a directory in which all of these begin at the first byte.
fn listed(data: &[u8], entries: impl IntoIterator<Item = Entry>) -> Vec<u8> {
    let (mut directory, mut count) = (Vec::new(), 0);
    for entry in entries {
        directory.extend(entry.central(0));
        count += 1;
    }
    let end = end_record(count, directory.len(), data.len(), b"");
    [data, &directory, &end].concat()
}

#[test]
fn a_large_directory_is_not_read_whole_or_in_pieces() {
    let entry = Entry::new("a", "");
    let of = |count: usize| listed(&entry.local(), std::iter::repeat_n(entry.clone(), count));
    found("1.4 MB", &of(30_000), "upload.zip_directory");
    assert_eq!(upload::sniff(&of(30_000)), Sniffed::Family(Family::Zip));
    // Just below the limit it is read, in linear time.
    let below = findings(&of(22_000));
    assert!(below.contains("upload.zip_duplicate") && !below.contains("upload.zip_directory"), "{below:?}");
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
    let of = |before: usize, behind: usize| {
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
        let bytes = of(before, behind);
        assert_eq!(upload::sniff(&bytes), Sniffed::Known(FileType::DOCX), "at an end");
        assert_eq!(findings(&bytes), BTreeSet::new(), "at an end");
    }
    let bytes = of(2 << 20, 2 << 20);
    assert_eq!(upload::sniff(&bytes), Sniffed::Family(Family::Zip));
    found("in the middle", &bytes, "upload.parts_unread");
}

#[test]
fn object_streams_are_unpacked_to_a_limit() {
    let objects = Objects {
        dictionary: "/Type/ObjStm/Filter/FlateDecode".to_owned(),
        of: vec![" ".repeat(9 << 20)],
        junk: String::new(),
        pack: "zlib".to_owned(),
    };
    let packed = objects.write();
    assert_eq!(findings(&pdf(&document("", [packed.clone()]))), BTreeSet::new(), "9 MiB");
    found("18 MiB", &pdf(&document("", [packed.clone(), packed])), "upload.pdf_opaque");
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
    let mut nodes = vec![Node::stream("WordDocument"), Node::stream("1Table")];
    nodes.extend((0..4000).map(|n| Node::stream(&n.to_string())));
    // The allocation table of the writer is one sector: 128 sectors, of which 127 are the directory's.
    found("a directory longer than its table", &compound([0; 16], &nodes), "upload.malformed");
    let shared = Entry::new("a", "x");
    let many = listed(&shared.local(), std::iter::repeat_n(shared, 20_000));
    found("shared header", &many, "upload.zip_ratio");
}
