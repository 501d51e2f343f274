//! [`PdfScan`]: what a PDF does besides being read, over every byte of it, and what stands before and behind it.

use super::objects::Objects;
use super::reader::Reader;
use super::syntax::{HEADER_WINDOW, ObjectWatch, STREAM_END, is_space};
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::format::zip;
use crate::upload::scan::{IN_PDF_HEAD, needles_at, opens};
use crate::upload::source::{End, Scan, Source};
use memchr::memmem;

/// Bytes of object streams that are unpacked of one file; the standard's own text of 1000 pages has 9 MiB.
const INFLATE_MAX: u64 = 16 << 20;
/// Bytes behind the last `%%EOF` that are no data: a terminator that a transfer left.
const SLACK: usize = 4;

/// Where the scan is in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Syntax,
    /// Behind the keyword; only a line end stands between it and the data, and this was the last byte of it.
    LineEnd(u8),
    /// In a stream's data; how much of `endstream` was seen last.
    Data(usize),
}

/// Finds what a PDF does besides being read, over every byte of it.
///
/// Object streams that are packed with Flate are unpacked, at most [`INFLATE_MAX`] bytes of a file: nearly every PDF
/// written today has them, and a rule that calls them all opaque would refuse those. What cannot be unpacked is opaque.
///
/// Besides the file's bytes it keeps some 100 KiB: the window of the unpacker, the places of objects, and the numbers
/// of those that lead to each other; where all of them do, at most 2 MiB.
pub(super) struct PdfScan {
    at: u64,
    part: Part,
    reader: Reader,
    watch: ObjectWatch,
    objects: Option<Box<Objects>>,
    /// The objects of the stream that is being read, and where it began.
    open: Option<u64>,
    left: u64,
    action: Option<u64>,
    attachment: Option<u64>,
    opaque: Option<u64>,
}

impl PdfScan {
    pub(super) fn new() -> Self {
        Self {
            at: 0,
            part: Part::Syntax,
            reader: Reader::new(),
            watch: ObjectWatch::default(),
            objects: None,
            open: None,
            left: INFLATE_MAX,
            action: None,
            attachment: None,
            opaque: None,
        }
    }

    fn is_opaque_at(&mut self, at: u64) {
        self.opaque = self.opaque.or(Some(at));
    }

    /// Behind the keyword `stream`.
    fn begin_stream(&mut self) {
        let dictionary = self.reader.dictionary;
        self.reader.restart();
        self.watch = ObjectWatch::default();
        self.part = Part::LineEnd(0);
        self.open = None;
        if !dictionary.holds_objects() {
            return;
        }
        let objects = self.objects.get_or_insert_with(|| Box::new(Objects::new()));
        if objects.begin(&dictionary) {
            self.open = Some(self.at);
        } else {
            self.is_opaque_at(self.at);
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        let (Some(began), Some(objects)) = (self.open, &mut self.objects) else { return };
        objects.push(bytes, &mut self.left);
        if objects.reader.saw_action {
            self.action = self.action.or(Some(began));
        }
        if objects.reader.saw_attachment {
            self.attachment = self.attachment.or(Some(began));
        }
    }

    /// What a reader of syntax saw until here.
    fn note(&mut self) {
        if self.reader.saw_action {
            self.action = self.action.or(Some(self.at));
        }
        if self.reader.saw_attachment {
            self.attachment = self.attachment.or(Some(self.at));
        }
        if self.reader.saw_encryption || self.reader.saw_irregular {
            self.opaque = self.opaque.or(Some(self.at));
        }
    }

    fn end_stream(&mut self) {
        self.part = Part::Syntax;
        let Some(began) = self.open.take() else { return };
        let is_read = self.objects.as_deref_mut().is_none_or(Objects::end);
        if self.objects.as_ref().is_some_and(|objects| objects.reader.saw_action) {
            self.action = self.action.or(Some(began));
        }
        if self.objects.as_ref().is_some_and(|objects| objects.reader.saw_attachment) {
            self.attachment = self.attachment.or(Some(began));
        }
        if !is_read {
            self.is_opaque_at(began);
        }
    }

    /// The data of a stream, as far as they go in these bytes; gives how many.
    fn data(&mut self, bytes: &[u8], mut matched: usize) -> usize {
        let mut len = bytes.len();
        let mut ended = false;
        let mut object = false;
        for (index, b) in bytes.iter().enumerate() {
            matched = match STREAM_END.get(matched) {
                Some(next) if next == b => matched + 1,
                // `endstre` ends as the word begins.
                _ if matched == 7 && *b == b'n' => 2,
                _ => usize::from(*b == b'e'),
            };
            ended = matched == STREAM_END.len();
            object = self.watch.sees(*b);
            if ended || object {
                len = index + 1;
                break;
            }
        }
        self.part = Part::Data(matched);
        self.feed(&bytes[..len]);
        if ended || object {
            self.end_stream();
        }
        if object {
            self.reader.begin(Some(self.watch.number()));
        }
        len
    }
}

impl Scan for PdfScan {
    fn push(&mut self, mut bytes: &[u8]) {
        while let Some((first, rest)) = bytes.split_first() {
            match self.part {
                Part::Syntax => {
                    if self.reader.byte(*first) {
                        self.begin_stream();
                        // The byte that ended the keyword belongs to the line end.
                        continue;
                    }
                    self.note();
                    self.at += 1;
                    bytes = rest;
                }
                Part::LineEnd(last) => {
                    let goes_on = matches!((last, *first), (0 | b' ', b' ' | b'\r' | b'\n') | (b'\r', b'\n'));
                    if goes_on {
                        self.part = Part::LineEnd(*first);
                        self.at += 1;
                        bytes = rest;
                    } else {
                        // Some look for the line's end, others read data here.
                        if self.open.is_some() && !matches!(last, b'\r' | b'\n') {
                            self.is_opaque_at(self.at);
                        }
                        self.part = Part::Data(0);
                    }
                }
                Part::Data(matched) => {
                    let len = self.data(bytes, matched);
                    self.at += len as u64;
                    bytes = bytes.get(len..).unwrap_or_default();
                }
            }
        }
    }

    fn finish(mut self: Box<Self>, end: &End<'_>, findings: &mut Findings) {
        let source = end.source;
        if self.open.is_some() {
            self.end_stream();
        }
        // A name at the file's end has no byte behind it.
        self.reader.byte(b' ');
        self.note();
        if self.reader.links.lead_to_action(self.objects.as_ref().map(|objects| &objects.reader.links)) {
            self.action = self.action.or(Some(source.len()));
        }
        if let Some(at) = self.attachment {
            findings.at(FindingKind::PdfAttachment, at);
        }
        if let Some(at) = self.action {
            findings.at(FindingKind::PdfAction, at);
        }
        if let Some(at) = self.opaque {
            findings.at(FindingKind::PdfOpaque, at);
        }
        inspect_head(source, findings);
        inspect_end(source, self.reader.saw_end, findings);
    }
}

/// Consoles look for their marks behind a header that may hold anything.
const CONSOLES: [(usize, &[u8]); 4] = [
    (0x100, b"SEGA "),
    (0x104, b"\xCE\xED\x66\x66\xCC\x0D"), // Game Boy
    (0x04, b"\x24\xFF\xAE\x51\x69\x9A"),  // Game Boy Advance
    (0xC0, b"\x24\xFF\xAE\x51\x69\x9A"),  // Nintendo DS
];

/// Markup or code in front of the first stream, near the beginning, where a browser or a server would look.
fn inspect_head(source: &Source<'_>, findings: &mut Findings) {
    let head = source.head().get(..HEADER_WINDOW).unwrap_or(source.head());
    for (at, mark) in CONSOLES {
        if head.get(at..).is_some_and(|rest| rest.starts_with(mark)) {
            findings.at(FindingKind::Polyglot, at as u64);
        }
    }
    let head = &head[..memmem::find(head, b"stream").unwrap_or(head.len())];
    for at in memchr::memchr_iter(b'<', head) {
        let rest = head.get(at..).unwrap_or_default();
        let begins = |tag: &[u8]| rest.get(..tag.len()).is_some_and(|part| part.eq_ignore_ascii_case(tag));
        if needles_at(IN_PDF_HEAD).any(|needle| begins(needle.text)) {
            findings.at(FindingKind::Html, at as u64);
        }
        if begins(b"<?php") || begins(b"<?=") || opens(rest.get(1..).unwrap_or_default()) {
            findings.at(FindingKind::ServerCode, at as u64);
        }
    }
}

/// Whether the bytes are comments (ISO 32000-1, 7.2.4) in letters, of which no other reader makes anything.
fn are_comments(bytes: &[u8]) -> bool {
    let is_comment = |line: &[u8]| {
        let line = line.trim_ascii();
        let is_plain = |byte: &u8| matches!(byte, b' '..=b'~' | b'\t') && *byte != b'<';
        line.is_empty() || (line.starts_with(b"%") && line.iter().all(is_plain))
    };
    bytes.len() <= HEADER_WINDOW && bytes.split(|byte| matches!(byte, b'\n' | b'\r')).all(is_comment)
}

/// What follows the last `%%EOF`, or that there is none.
fn inspect_end(source: &Source<'_>, saw_end: bool, findings: &mut Findings) {
    if let Some(at) = zip::archive_near_end(source) {
        findings.at(FindingKind::Polyglot, at);
    }
    let tail = source.tail();
    match memmem::rfind(tail, b"%%EOF") {
        Some(at) => {
            let behind = tail.get(at + 5..).unwrap_or_default();
            let space = behind.iter().take_while(|b| is_space(**b) || **b == 0x1A).count();
            let data = behind.get(space..).unwrap_or_default();
            // The mark between jobs, where the file was on its way to a printer.
            let data = data.strip_prefix(b"\x1B%-12345X").unwrap_or(data).trim_ascii();
            if data.len() > SLACK && !are_comments(data) {
                findings.at(FindingKind::Trailing, source.tail_at() + (at + 5 + space) as u64);
            }
        }
        // More than a window behind it.
        None if saw_end => findings.at(FindingKind::Trailing, source.tail_at()),
        None => {
            let last = tail.get(tail.len().saturating_sub(HEADER_WINDOW)..).unwrap_or_default();
            if memmem::find(last, b"startxref").is_none() {
                findings.at(FindingKind::Truncated, source.len());
            }
        }
    }
}
