//! What the first lines tell: settings, lists, subtitles, patches, keys, and other formats of lines.

use super::words::{SIGNS, first_line, is_time, near};
use super::{mail, script};
use crate::upload::file_type::FileType;

pub(super) fn bracket(text: &str) -> Option<FileType> {
    let line = first_line(text).trim_end();
    let is = |name: &str| line.eq_ignore_ascii_case(name);
    if is("[InternetShortcut]") || (line.ends_with(']') && has_line(text, "[InternetShortcut]")) {
        Some(FileType::INTERNET_SHORTCUT)
    } else if line == "[Desktop Entry]" || line == "[KDE Desktop Entry]" {
        Some(FileType::DESKTOP_ENTRY)
    } else if is("[Script Info]") {
        Some(FileType::ASS)
    } else if is("[playlist]") && (near(text, "\nfile1=") || near(text, "\nnumberofentries=")) {
        Some(FileType::PLS)
    } else {
        None
    }
}

/// Whether one of the first lines is this one, in any case.
fn has_line(text: &str, wanted: &str) -> bool {
    let part = text.as_bytes();
    let part = part.get(..SIGNS).unwrap_or(part);
    part.split(|byte| matches!(byte, b'\n' | b'\r'))
        .any(|line| line.trim_ascii().eq_ignore_ascii_case(wanted.as_bytes()))
}

/// The first line that is no comment and not empty.
fn behind_comments(text: &str, comments: [char; 2]) -> &str {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if !rest.starts_with(comments) {
            return rest;
        }
        let Some(end) = rest.find('\n') else { return "" };
        rest = rest.get(end..).unwrap_or_default();
    }
}

pub(super) fn section_behind_comments(text: &str) -> Option<FileType> {
    let rest = behind_comments(text, [';', '#']);
    if rest.starts_with('[') { bracket(rest) } else { None }
}

pub(super) fn hash(text: &str, trimmed: &str) -> Option<FileType> {
    let line = first_line(trimmed);
    let is_word = |word: &str| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    if let Some(interpreter) = text.strip_prefix("#!") {
        return script::shebang(first_line(interpreter));
    }
    if is_word("#EXTM3U") {
        return Some(if near(trimmed, "#ext-x-") { FileType::HLS } else { FileType::M3U });
    }
    if line.starts_with("#define ") && trimmed.lines().take(3).filter(|line| is_xbm_define(line)).count() >= 2
    {
        return near(trimmed, "_bits[").then_some(FileType::XBM);
    }
    let rest = behind_comments(trimmed, ['#', ';']);
    if rest.starts_with("[Desktop Entry]") {
        return Some(FileType::DESKTOP_ENTRY);
    }
    if rest.starts_with('[') {
        return bracket(rest).filter(|kind| *kind == FileType::INTERNET_SHORTCUT);
    }
    is_po(rest).then_some(FileType::PO)
}

fn is_xbm_define(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace();
    words.next() == Some("#define")
        && words.next().is_some_and(|name| name.ends_with("width") || name.ends_with("height"))
        && words.next().is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_po(text: &str) -> bool {
    if !text.starts_with("msg") {
        return false;
    }
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.starts_with("msgid \"") || line.starts_with("msgctxt \""))
        && lines.take(64).any(|line| line.starts_with("msgstr \"") || line.starts_with("msgstr[0] \""))
}

pub(super) fn percent(text: &str) -> Option<FileType> {
    let rest = text.strip_prefix("%!")?;
    if rest.starts_with("PS-AdobeFont") || rest.starts_with("FontType1") {
        return Some(FileType::TYPE1);
    }
    rest.starts_with("PS").then_some(FileType::POSTSCRIPT)
}

pub(super) fn dashes(text: &str) -> Option<FileType> {
    let line = first_line(text).trim_end();
    if let Some(label) = line.strip_prefix("-----BEGIN ").and_then(|rest| rest.strip_suffix("-----")) {
        let is_label =
            label.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ');
        return is_label.then_some(if label.starts_with("PGP ") {
            FileType::PGP_ARMOR
        } else {
            FileType::PEM
        });
    }
    is_unified(text).then_some(FileType::DIFF)
}

/// `--- a`, `+++ b`, `@@ … @@`
fn is_unified(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.starts_with("--- "))
        && lines.next().is_some_and(|line| line.starts_with("+++ "))
        && lines.next().is_some_and(|line| line.starts_with("@@ -"))
}

pub(super) fn numbers(text: &str) -> Option<FileType> {
    let mut lines = text.lines().map(str::trim);
    let (first, second) = (lines.next()?, lines.next()?);
    if !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()) {
        if let Some((from, to)) = second.split_once(" --> ") {
            return (is_time(from) && is_time(to)).then_some(FileType::SRT);
        }
        let is_dxf = matches!(first, "0" | "999")
            && (second == "SECTION" || text.lines().take(64).any(|line| line.trim() == "SECTION"))
            && near(text, "section");
        return (is_dxf && (second == "SECTION" || first == "999")).then_some(FileType::DXF);
    }
    None
}

/// What begins with a letter.
pub(super) fn words(text: &str, is_whole: bool) -> Option<FileType> {
    let line = first_line(text);
    let trimmed = line.trim_end();
    match trimmed {
        "CACHE MANIFEST" => return Some(FileType::APPCACHE),
        "REGEDIT4" => return Some(FileType::REG),
        "solid" => return near(text, "facet normal").then_some(FileType::STL),
        "ply" => return near(text, "\nformat ascii ").then_some(FileType::PLY),
        _ => {}
    }
    if trimmed.starts_with("CACHE MANIFEST ")
        && (near(text, "\nnetwork:") || near(text, "\ncache:") || near(text, "\nfallback:"))
    {
        return Some(FileType::APPCACHE);
    }
    if trimmed.eq_ignore_ascii_case("BEGIN:VCARD") {
        return Some(FileType::VCARD);
    }
    if trimmed.eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return Some(FileType::ICS);
    }
    if trimmed.starts_with("Windows Registry Editor Version ") {
        return Some(FileType::REG);
    }
    if let Some(rest) = trimmed.strip_prefix("WEBVTT") {
        let second = text.get(line.len()..).unwrap_or_default().trim_start_matches(['\r']);
        let is_header = rest.is_empty() || rest.starts_with([' ', '\t']);
        let is_alone = rest.is_empty()
            && (second.trim().is_empty() || second.starts_with("\n\n") || second.starts_with("\n\r"));
        return (is_header && (is_alone || near(text, " --> "))).then_some(FileType::VTT);
    }
    if trimmed.starts_with("STARTFONT 2.") {
        return Some(FileType::BDF);
    }
    if (trimmed.starts_with("diff --git a/") || trimmed.starts_with("diff --git \"a/"))
        || (trimmed.starts_with("diff -") && near(text, "\n--- ") && near(text, "\n+++ "))
        || (trimmed.starts_with("Index: ") && near(text, "\n======="))
    {
        return Some(FileType::DIFF);
    }
    if is_po(text) {
        return Some(FileType::PO);
    }
    if trimmed.starts_with("From ") {
        return mail::mbox(text);
    }
    script::script_of_windows(text).or_else(|| mail::headers(text, is_whole))
}
