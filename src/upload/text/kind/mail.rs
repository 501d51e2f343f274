//! Messages, mailboxes, pages saved as a message, and patches sent as one.

use super::words::{SIGNS, first_line, is_time, near};
use crate::upload::file_type::FileType;

/// `From someone Mon Jan  1 00:00:00 2024`, and a header behind it.
pub(super) fn mbox(text: &str) -> Option<FileType> {
    let line = first_line(text);
    let words: Vec<&str> = line.split_ascii_whitespace().take(12).collect();
    let time = words.iter().position(|word| word.len() == 8 && is_time(word))?;
    let has_year = words
        .iter()
        .skip(time + 1)
        .any(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()));
    let second = text.get(line.len()..)?.trim_start_matches('\r').strip_prefix('\n')?;
    let has_header = header_name(first_line(second)).is_some();
    if !(time >= 3 && has_year && has_header) {
        return None;
    }
    // What `git format-patch` writes: a commit and a date that never changes.
    let is_patch = line.ends_with("Mon Sep 17 00:00:00 2001");
    Some(if is_patch { FileType::DIFF } else { FileType::MBOX })
}

/// The name of a header line.
fn header_name(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'!'..=b'~'));
    is_name.then_some(name)
}

/// What the header lines say.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a header of its own")]
struct Headers {
    count: u32,
    /// Lines that only programs write.
    machine: u32,
    from: bool,
    to: bool,
    date: bool,
    subject: bool,
    mime: bool,
    related: bool,
    saved: bool,
    html: bool,
    location: bool,
}

impl Headers {
    fn note(&mut self, name: &str, value: &str) {
        self.count += 1;
        match name.to_ascii_lowercase().as_str() {
            "received" | "return-path" | "delivered-to" | "message-id" | "dkim-signature" => {
                self.machine += 1;
            }
            "from" => {
                self.from |= value.contains('@');
                self.saved |= near(value, "<saved by ") || near(value, "\"saved by ");
            }
            "to" | "cc" => self.to |= value.contains('@'),
            "date" => self.date |= value.contains(':') && value.contains(|c: char| c.is_ascii_digit()),
            "subject" => self.subject = true,
            "mime-version" => self.mime |= value.starts_with("1.0"),
            "content-type" => {
                self.related |= near(value, "multipart/related");
                self.html |= near(value, "text/html");
            }
            "snapshot-content-location" | "content-location" => self.location = true,
            _ => {}
        }
    }

    fn file_type(&self, part: &[u8]) -> Option<FileType> {
        let is_sent = self.subject || self.date || self.mime;
        let is_mail = self.machine > 0 || (self.from && (self.to || self.date) && is_sent);
        let is_page = (self.mime || self.count == 1) && (self.related || self.html);
        // A page saved as mail has no sender; one that has one says who saved it.
        if self.saved || (self.mime && self.location) || (is_page && !is_mail && !self.from && !self.to) {
            return Some(FileType::MHTML);
        }
        if self.machine == 0 && is_mail && near_patch(part) {
            return Some(FileType::DIFF);
        }
        (is_mail && self.count >= 2).then_some(FileType::EMAIL)
    }
}

/// A run of header lines that mail programs write.
pub(super) fn headers(text: &str, is_whole: bool) -> Option<FileType> {
    let part = text.as_bytes();
    let is_cut = !is_whole || part.len() > 4 * SIGNS;
    let part = part.get(..4 * SIGNS).unwrap_or(part);
    let mut headers = Headers::default();
    let mut lines = part.split(|byte| *byte == b'\n').peekable();
    let mut in_content_type = false;
    while let Some(line) = lines.next() {
        let line = line.trim_ascii_end();
        let is_last = lines.peek().is_none();
        if line.is_empty() {
            break;
        }
        let Ok(line) = std::str::from_utf8(line) else { break };
        if line.starts_with([' ', '\t']) && headers.count > 0 {
            headers.related |= in_content_type && near(line, "multipart/related");
            continue;
        }
        let Some(name) = header_name(line) else {
            // A line cut by the end of what is seen may be anything.
            if is_last && is_cut && headers.count > 2 {
                break;
            }
            return None;
        };
        headers.note(name, line.get(name.len() + 1..).unwrap_or_default().trim());
        in_content_type = name.eq_ignore_ascii_case("content-type");
    }
    if headers.count == 0 { None } else { headers.file_type(part) }
}

/// Whether a message is a patch with a letter before it.
fn near_patch(part: &[u8]) -> bool {
    let mut lines = part.split(|byte| *byte == b'\n');
    lines.any(|line| line.starts_with(b"diff --git ") || line.starts_with(b"diff -"))
        || (part.windows(5).any(|five| five == b"\n--- ") && part.windows(5).any(|five| five == b"\n+++ "))
}
