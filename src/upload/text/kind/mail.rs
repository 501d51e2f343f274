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

/// A run of header lines that mail programs write.
pub(super) fn headers(text: &str, is_whole: bool) -> Option<FileType> {
    let part = text.as_bytes();
    let is_cut = !is_whole || part.len() > 4 * SIGNS;
    let part = part.get(..4 * SIGNS).unwrap_or(part);
    let mut machine = 0; // lines that only programs write
    let (mut from, mut to, mut date, mut subject, mut mime, mut related, mut saved, mut html, mut location) =
        (false, false, false, false, false, false, false, false, false);
    let mut count = 0;
    let mut lines = part.split(|byte| *byte == b'\n').peekable();
    let mut in_content_type = false;
    while let Some(line) = lines.next() {
        let line = line.trim_ascii_end();
        let is_last = lines.peek().is_none();
        if line.is_empty() {
            if is_last && count == 0 {
                return None;
            }
            break;
        }
        let Ok(line) = std::str::from_utf8(line) else { break };
        if line.starts_with([' ', '\t']) && count > 0 {
            related |= in_content_type && near(line, "multipart/related");
            continue;
        }
        let Some(name) = header_name(line) else {
            // A line cut by the end of what is seen may be anything.
            if is_last && is_cut && count > 2 {
                break;
            }
            return None;
        };
        count += 1;
        let value = line.get(name.len() + 1..).unwrap_or_default().trim();
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        in_content_type = is("Content-Type");
        if is("Received")
            || is("Return-Path")
            || is("Delivered-To")
            || is("Message-ID")
            || is("DKIM-Signature")
        {
            machine += 1;
        } else if is("From") {
            from |= value.contains('@');
            saved |= near(value, "<saved by ") || near(value, "\"saved by ");
        } else if is("To") || is("Cc") {
            to |= value.contains('@');
        } else if is("Date") {
            date |= value.bytes().any(|byte| byte == b':') && value.bytes().any(|byte| byte.is_ascii_digit());
        } else if is("Subject") {
            subject = true;
        } else if is("MIME-Version") {
            mime |= value.starts_with("1.0");
        } else if is("Content-Type") {
            related |= near(value, "multipart/related");
            html |= near(value, "text/html");
        } else if is("Snapshot-Content-Location") || is("Content-Location") {
            location = true;
        }
    }
    if count == 0 {
        return None;
    }
    let is_mail = machine > 0 || (from && (to || date) && (subject || date || mime));
    // A page saved as mail has no sender; one that has one says who saved it.
    if saved || (mime && location) || ((mime || count == 1) && (related || html) && !is_mail && !from && !to)
    {
        return Some(FileType::MHTML);
    }
    if machine == 0 && is_mail && near_patch(part) {
        return Some(FileType::DIFF);
    }
    (is_mail && count >= 2).then_some(FileType::EMAIL)
}

/// Whether a message is a patch with a letter before it.
fn near_patch(part: &[u8]) -> bool {
    let mut lines = part.split(|byte| *byte == b'\n');
    lines.any(|line| line.starts_with(b"diff --git ") || line.starts_with(b"diff -"))
        || (part.windows(5).any(|five| five == b"\n--- ") && part.windows(5).any(|five| five == b"\n+++ "))
}
