//! Temporary: what `tests/upload_markup.rs` and `browser/tests/upload.rs` call until `check` is there.

use super::finding::Findings;
use super::source::{Scan, Source};
use super::{Encoding, FileType, FindingKind, Sniffed};
use std::borrow::Cow;

/// What the text group says; `None`: not text.
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Sniffed> {
    match super::text::sniff(&Source::whole(bytes)) {
        super::sniff::Verdict::Is(sniffed) => Some(sniffed),
        _ => None,
    }
}

/// What the markup reader finds.
#[must_use]
pub fn inspect(bytes: &[u8], file_type: FileType) -> Vec<(FindingKind, Option<u64>)> {
    let mut findings = Findings::default();
    super::markup::inspect(&Source::whole(bytes), file_type, &mut findings);
    findings.into_sorted().iter().map(|f| (f.kind(), f.offset())).collect()
}

/// What the scan of a text finds.
#[must_use]
pub fn scan(chunks: &[&[u8]], is_table: bool) -> Vec<(FindingKind, Option<u64>)> {
    let mut findings = Findings::default();
    let mut scan = super::text::TextScan::default();
    for chunk in chunks {
        scan.push(chunk);
    }
    scan.expect(true, is_table);
    scan.finish(&Source::whole(&[]), &mut findings);
    findings.into_sorted().iter().map(|f| (f.kind(), f.offset())).collect()
}

/// Whether a guessing browser reads HTML.
#[must_use]
pub fn html_prefix(bytes: &[u8]) -> bool {
    super::text::html_prefix(&Source::whole(bytes))
}

/// The headers of a stored file.
#[must_use]
pub fn headers(
    file_type: Option<FileType>,
    encoding: Option<Encoding>,
) -> Vec<(&'static str, Cow<'static, str>)> {
    super::serve::headers(file_type, encoding, None)
}
