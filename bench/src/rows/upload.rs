//! `upload::sniff` beside the other sniffers, on the first 512 bytes of files.

use crate::Row;
use crate::sniffers::{Labelled, files};
use untaint::upload::sniff;

pub(crate) fn rows() -> Vec<Row> {
    let files = files();
    let beginnings = |wanted: &dyn Fn(&Labelled) -> bool| -> Vec<Vec<u8>> {
        let chosen = files.iter().filter(|file| !file.hostile && wanted(file));
        chosen.map(|file| file.bytes[..file.bytes.len().min(512)].to_vec()).collect()
    };
    let one =
        |mime: &'static str| beginnings(&|file| file.truth == mime).into_iter().take(1).collect::<Vec<_>>();
    vec![
        // A pass over all: divide by their number (the row's bytes are theirs) for the cost of one.
        row("all benign files, 512 B each", beginnings(&|_| true)),
        row(
            "binary formats with a signature, 512 B each",
            beginnings(&|file| {
                !file.truth.starts_with("text/")
                    && !file.truth.contains("json")
                    && !file.truth.contains("xml")
            }),
        ),
        row("png, 512 B", one("image/png")),
        row("mp4, 512 B", one("video/mp4")),
        row("docx, 512 B", one("application/vnd.openxmlformats-officedocument.wordprocessingml.document")),
        row("pdf, 512 B", one("application/pdf")),
        row("svg, 512 B", one("image/svg+xml")),
        row(
            "text, 512 B",
            vec![b"Plain words in a line that says very little.\n".repeat(12)[..512].to_vec()],
        ),
        row(
            "random, 512 B",
            vec![
                (0_u32..512).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0] | 0x80).collect(),
            ],
        ),
    ]
}

fn row(input: &'static str, files: Vec<Vec<u8>>) -> Row {
    let bytes = files.iter().map(Vec::len).sum();
    let runs = vec![
        (
            "upload::sniff",
            crate::run(files.clone(), |files| {
                files
                    .iter()
                    .map(|file| sniff(file))
                    .filter(|s| *s == untaint::upload::Sniffed::Unknown)
                    .count()
            }),
        ),
        (
            "infer",
            crate::run(files.clone(), |files| files.iter().filter_map(|file| infer::get(file)).count()),
        ),
        (
            "file-format",
            crate::run(files.clone(), |files| {
                files
                    .iter()
                    .map(|file| file_format::FileFormat::from_bytes(file).media_type().len())
                    .sum::<usize>()
            }),
        ),
        (
            "mimetype-detector",
            crate::run(files, |files| {
                files.iter().map(|file| mimetype_detector::detect(file).mime().len()).sum::<usize>()
            }),
        ),
    ];
    Row { work: "upload::sniff", input, bytes, runs }
}
