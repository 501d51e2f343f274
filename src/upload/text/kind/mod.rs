//! Which kind of text it is, by content, only where the content is certain: wrong is worse than "text".
//!
//! | file | subject |
//! |---|---|
//! | this one | which question to ask, by the first character |
//! | `lines` | settings, lists, subtitles, patches and what else the first lines tell |
//! | `script` | programs: `#!` lines, scripts of Windows, pages of servers |
//! | `mail` | messages, mailboxes, pages saved as a message |
//! | `markup` | what begins with `<`, and what stands before the first element |
//! | `prolog` | what stands before the first element |
//! | `words` | what all of them ask |
//! | `vocabulary` | XML, by its root element |
//! | `html` | HTML, and Markdown that begins like it |

mod html;
mod lines;
mod mail;
mod markup;
mod prolog;
mod script;
mod vocabulary;
mod words;

use super::json;
use crate::upload::file_type::FileType;
use crate::upload::sniffed::Sniffed;
use words::{first_line, is_php, starts, tag_name};

/// PHP or HTML behind the magic of a picture, which is how they are smuggled; asked when no picture was found.
pub(super) fn behind_a_magic(head: &[u8]) -> Option<FileType> {
    const MAGICS: &[&[u8]] = &[
        b"GIF87a",
        b"GIF89a",
        b"\xFF\xD8\xFF",
        b"\x89PNG",
        b"RIFF",
        b"BM",
        b"%PDF-",
        b"\0\0\x01\0",
        b"II*\0",
        b"MM\0*",
    ];
    let magic = MAGICS.iter().find(|magic| head.starts_with(magic))?;
    let near = head.get(magic.len()..head.len().min(magic.len() + 64))?;
    let at = near.iter().position(|byte| *byte == b'<')?;
    let rest = near.get(at..)?;
    if is_php(rest) {
        return Some(FileType::PHP);
    }
    // Prose may say "GIF89a <b>": only what stands right behind the magic is meant.
    let is_close = at <= 2 && head.starts_with(b"GIF8");
    (is_close && (starts(rest, b"<html") || starts(rest, b"<script") || starts(rest, b"<!doctype")))
        .then_some(FileType::HTML)
}

/// Whether a text begins with an element of HTML that neither runs nor frames anything.
pub(super) fn is_soft(text: &str) -> bool {
    const SPACE: [char; 6] = ['\u{FEFF}', ' ', '\t', '\r', '\n', '\x0C'];
    let mut text = text.trim_start_matches(SPACE);
    while let Some(comment) = text.strip_prefix("<!--") {
        let Some(end) = comment.find("-->") else { return false };
        text = comment.get(end + 3..).unwrap_or_default().trim_start_matches(SPACE);
    }
    !text.starts_with('<')
        || tag_name(text).is_some_and(|name| html::is_html_name(name) && !html::is_hard(name))
}

/// The kind of a text without its byte order mark; `is_whole`: nothing follows.
pub(super) fn kind(text: &str, is_whole: bool) -> Option<Sniffed> {
    let trimmed = text.trim_start_matches([' ', '\t', '\r', '\n', '\x0C']);
    let known = match trimmed.as_bytes().first()? {
        b'<' => return markup::markup(trimmed, is_whole),
        b'{' if trimmed.starts_with("{\\rtf") => {
            trimmed.as_bytes().get(5).is_some_and(u8::is_ascii_digit).then_some(FileType::RTF)
        }
        b'{' => json::kind(trimmed, is_whole),
        b'[' => lines::bracket(trimmed).or_else(|| json::kind(trimmed, is_whole)),
        b'#' => lines::hash(text, trimmed),
        b'%' => lines::percent(text),
        b';' => lines::section_behind_comments(trimmed),
        b'-' => lines::dashes(trimmed),
        b'\\' => {
            let is_tex = ["\\documentclass", "\\documentstyle", "\\input texinfo"]
                .iter()
                .any(|s| trimmed.starts_with(s));
            is_tex.then_some(FileType::TEX)
        }
        b'/' => trimmed.starts_with("/* XPM */").then_some(FileType::XPM),
        b'@' => {
            let line = first_line(trimmed).trim_end();
            line.eq_ignore_ascii_case("@echo off").then_some(FileType::BATCH)
        }
        b'0'..=b'9' => lines::numbers(trimmed),
        b'A'..=b'Z' | b'a'..=b'z' => lines::words(trimmed, is_whole),
        _ => None,
    };
    known.map(Sniffed::Known)
}
