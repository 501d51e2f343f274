//! `filename::clean` beside the two sanitizers that people use.

use crate::Row;
use untaint::filename::{self, FilenamePolicy};

pub(crate) fn rows() -> Vec<Row> {
    vec![
        row("20 bytes", "Quarterly report.pdf".to_owned()),
        row("20 bytes, a path", "..\\..\\report 2026.pdf".to_owned()),
        row("20 bytes, a device", "con.quarterly-rep.gz".to_owned()),
        row("22 bytes, Japanese", "日本語の資料.pdf".to_owned()),
        row("19 bytes, NFD", "Re\u{301}sume\u{301} (2).docx".to_owned()),
        row("20 bytes, hostile", "a\u{202E}b\0c<d>|e\u{200B}.php. ".to_owned()),
        row("250 bytes", format!("{}.pdf", "quarterly ".repeat(25))[4..].to_owned()),
        row("1 KB, to cut", format!("{}.pdf", "quarterly ".repeat(100))),
        row("1 MB, to cut", format!("{}.pdf", "quarterly ".repeat(100_000))),
    ]
}

fn row(input: &'static str, name: String) -> Row {
    let bytes = name.len();
    let peer = sanitize_filename::Options { windows: true, truncate: true, replacement: "_" };
    let runs = vec![
        (
            "filename::clean",
            crate::run((name.clone(), FilenamePolicy::portable()), |(name, policy)| {
                filename::clean(name, policy).as_str().len()
            }),
        ),
        ("sanitise-file-name", crate::run(name.clone(), |name| sanitise_file_name::sanitise(name).len())),
        (
            "sanitize-filename",
            crate::run((name, peer), |(name, peer)| {
                let peer = sanitize_filename::Options {
                    windows: peer.windows,
                    truncate: peer.truncate,
                    replacement: peer.replacement,
                };
                sanitize_filename::sanitize_with_options(name, peer).len()
            }),
        ),
    ];
    Row { work: "filename::clean", input, bytes, runs }
}
