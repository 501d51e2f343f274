//! The files of the tests, and who tells their types: for the accuracy table and the rows of instructions.

use serde_json::Value;
use std::path::Path;
use untaint::upload::{Class, FileType, Sniffed, sniff};

/// A file with its label.
pub struct Labelled {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it is, as a media type.
    pub truth: String,
    /// What the client says it is.
    pub declared: String,
    /// Made to deceive.
    pub hostile: bool,
}

/// What a sniffer says: a media type, `None` where it says nothing.
pub type Sniffer = fn(&[u8]) -> Option<String>;

/// All of them, ours first.
pub const SNIFFERS: [(&str, Sniffer); 4] = [
    ("upload::sniff", ours),
    ("infer", |bytes| infer::get(bytes).map(|found| found.mime_type().to_owned())),
    ("file-format", |bytes| {
        let found = file_format::FileFormat::from_reader(std::io::Cursor::new(bytes)).ok()?;
        (found.media_type() != "application/octet-stream").then(|| found.media_type().to_owned())
    }),
    ("mimetype-detector", |bytes| {
        let found = mimetype_detector::detect(bytes).mime().to_owned();
        (found != "application/octet-stream").then_some(found)
    }),
];

fn ours(bytes: &[u8]) -> Option<String> {
    match sniff(bytes) {
        Sniffed::Known(known) => Some(known.mime().to_owned()),
        Sniffed::Text(_) => Some("text/plain".to_owned()),
        Sniffed::Named(named) => Some(format!("named/{}", named.mime())),
        Sniffed::Family(family) => Some(format!("family/{family:?}")),
        _ => None,
    }
}

/// The files of `tests/data/upload`.
///
/// # Panics
/// Where they are not.
#[must_use]
pub fn files() -> Vec<Labelled> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/upload");
    let mut all = Vec::new();
    for (index, beside) in [("files.jsonl", "files"), ("types.jsonl", "types")] {
        let text = std::fs::read_to_string(folder.join(index)).unwrap_or_default();
        for row in text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
            let word = |key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
            let mime = word("mime").unwrap_or_default();
            all.push(Labelled {
                bytes: std::fs::read(folder.join(beside).join(word("file").unwrap_or_default()))
                    .unwrap_or_default(),
                declared: word("declared").unwrap_or_else(|| mime.clone()),
                truth: word("true").unwrap_or(mime),
                hostile: row.get("hostile").is_some(),
            });
        }
    }
    assert!(!all.is_empty(), "no files in {}", folder.display());
    all
}

/// Texts that begin like a format.
#[must_use]
pub fn lookalikes() -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/upload/lookalikes.jsonl");
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let rows = text.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    rows.filter_map(|row| row.get("text").and_then(Value::as_str).map(str::to_owned)).collect()
}

/// How an answer is to be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Score {
    /// The type, by this or another of its names.
    Right,
    /// A more general type: a ZIP for an office document, plain text for a list.
    General,
    /// Another type.
    Wrong,
    /// A guess that says to be one, right or wrong.
    Named,
    /// Nothing.
    Unknown,
}

/// Two names of one type, by our own table of names, the same for all.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || FileType::all().any(|known| known.has_mime(a) && known.has_mime(b))
}

/// Counts an answer.
#[must_use]
pub fn score(answer: Option<&str>, truth: &str) -> Score {
    let Some(answer) = answer else { return Score::Unknown };
    if answer.starts_with("named/") {
        return Score::Named;
    }
    if same(answer, truth) {
        return Score::Right;
    }
    let container = matches!(
        answer,
        "application/zip"
            | "application/x-ole-storage"
            | "application/x-riff"
            | "text/xml"
            | "application/xml"
            | "application/x-cfb"
            | "application/x-compound-file"
            | "application/gzip"
            | "application/x-ebml"
            | "image/tiff"
            | "application/ogg"
            | "application/x-elf"
            | "application/x-executable"
    );
    let wanted = FileType::from_mime(truth);
    let is_text = wanted.is_some_and(|wanted| {
        matches!(wanted.class(), Class::Text | Class::Code | Class::Script | Class::Markup)
    });
    let is_zip = wanted.is_some_and(|wanted| {
        matches!(wanted.class(), Class::Document | Class::Archive | Class::Executable | Class::Image)
    });
    let parent = wanted.zip(FileType::from_mime(answer)).is_some_and(|(wanted, said)| wanted.is_a(said));
    let general = parent
        || answer.starts_with("family/")
        || (answer.starts_with("text/plain") && is_text)
        || (container && (is_zip || is_text) && truth != "text/plain");
    if general { Score::General } else { Score::Wrong }
}
