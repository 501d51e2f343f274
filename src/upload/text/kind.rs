//! Which kind of text it is, by content, only where the content is certain: wrong is worse than "text".

use super::json;
use crate::upload::file_type::FileType;
use crate::upload::markup::xml::{Reader, Token};
use crate::upload::sniff::{Family, Sniffed};

/// How far the signs are looked for that need not stand at the very beginning: bytes.
const SIGNS: usize = 4096;

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

/// In any ASCII case.
fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn is_php(bytes: &[u8]) -> bool {
    bytes.starts_with(b"<?=") || (starts(bytes, b"<?php") && bytes.get(5).is_none_or(u8::is_ascii_whitespace))
}

/// Whether `wanted`, in lower case, stands in the first [`SIGNS`] bytes, in any case.
fn near(text: &str, wanted: &str) -> bool {
    let part = text.as_bytes();
    let part = part.get(..SIGNS).unwrap_or(part);
    let Some(first) = wanted.bytes().next() else { return true };
    let mut at = 0;
    while let Some(found) =
        memchr::memchr2(first, first.to_ascii_uppercase(), part.get(at..).unwrap_or_default())
    {
        at += found;
        if starts(part.get(at..).unwrap_or_default(), wanted.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

fn first_line(text: &str) -> &str {
    let part = text.get(..text.len().min(SIGNS)).unwrap_or(text);
    part.split(['\n', '\r']).next().unwrap_or_default()
}

/// The kind of a text without its byte order mark; `is_whole`: nothing follows.
pub(super) fn kind(text: &str, is_whole: bool) -> Option<Sniffed> {
    let trimmed = text.trim_start_matches([' ', '\t', '\r', '\n', '\x0C']);
    let known = match trimmed.as_bytes().first()? {
        b'<' => return markup(trimmed, is_whole),
        b'{' if trimmed.starts_with("{\\rtf") => {
            trimmed.as_bytes().get(5).is_some_and(u8::is_ascii_digit).then_some(FileType::RTF)
        }
        b'{' => json::kind(trimmed, is_whole),
        b'[' => bracket(trimmed).or_else(|| json::kind(trimmed, is_whole)),
        b'#' => hash(text, trimmed),
        b'%' => percent(text),
        b';' => section_behind_comments(trimmed),
        b'-' => dashes(trimmed),
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
        b'0'..=b'9' => numbers(trimmed),
        b'A'..=b'Z' | b'a'..=b'z' => words(trimmed, is_whole),
        _ => None,
    };
    known.map(Sniffed::Known)
}

fn bracket(text: &str) -> Option<FileType> {
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

fn section_behind_comments(text: &str) -> Option<FileType> {
    let rest = behind_comments(text, [';', '#']);
    if rest.starts_with('[') { bracket(rest) } else { None }
}

fn hash(text: &str, trimmed: &str) -> Option<FileType> {
    let line = first_line(trimmed);
    let is_word = |word: &str| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    if let Some(interpreter) = text.strip_prefix("#!") {
        return shebang(first_line(interpreter));
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
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.starts_with("msgid \"") || line.starts_with("msgctxt \""))
        && lines.take(64).any(|line| line.starts_with("msgstr \"") || line.starts_with("msgstr[0] \""))
}

/// The interpreter of a `#!` line.
fn shebang(line: &str) -> Option<FileType> {
    let mut words = line.split_ascii_whitespace();
    // Only a path starts a program: `#![allow(…)]` is Rust.
    let mut program = words.next().filter(|word| word.starts_with('/'))?;
    let base = |path: &str| path.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // `#!/usr/bin env` is a common slip.
    if matches!(base(program).as_str(), "env" | "bin") {
        program = words.find(|word| !word.starts_with('-') && !word.contains('=') && *word != "env")?;
    }
    let name = base(program);
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-'));
    Some(match name {
        "python" | "pypy" | "jython" | "ipython" | "micropython" => FileType::PYTHON,
        "perl" => FileType::PERL,
        "ruby" | "jruby" => FileType::RUBY,
        "lua" | "luajit" | "texlua" => FileType::LUA,
        "tclsh" | "wish" | "expect" => FileType::TCL,
        "awk" | "gawk" | "mawk" | "nawk" => FileType::AWK,
        "node" | "nodejs" | "deno" | "bun" | "gjs" | "qjs" => FileType::JAVASCRIPT,
        "php" => FileType::PHP,
        "pwsh" | "powershell" => FileType::POWERSHELL,
        "rscript" | "littler" => FileType::R,
        "julia" => FileType::JULIA,
        "make" | "gmake" => FileType::MAKEFILE,
        "runhaskell" | "runghc" => FileType::HASKELL,
        "scala" => FileType::SCALA,
        "guile" | "emacs" | "sbcl" | "clisp" => FileType::LISP,
        "sh" | "bash" | "dash" | "ash" | "zsh" | "ksh" | "mksh" | "pdksh" | "csh" | "tcsh" | "fish"
        | "busybox" | "rbash" | "nu" | "xonsh" => FileType::SHELL,
        _ => return None,
    })
}

fn percent(text: &str) -> Option<FileType> {
    let rest = text.strip_prefix("%!")?;
    if rest.starts_with("PS-AdobeFont") || rest.starts_with("FontType1") {
        return Some(FileType::TYPE1);
    }
    rest.starts_with("PS").then_some(FileType::POSTSCRIPT)
}

fn dashes(text: &str) -> Option<FileType> {
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

fn numbers(text: &str) -> Option<FileType> {
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

/// `00:00:00,000`
fn is_time(text: &str) -> bool {
    let text = text.split_ascii_whitespace().next().unwrap_or_default();
    text.len() >= 8
        && text.bytes().filter(|byte| *byte == b':').count() == 2
        && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b',' | b'.'))
}

/// What begins with a letter.
fn words(text: &str, is_whole: bool) -> Option<FileType> {
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
        return mbox(text);
    }
    script_of_windows(text).or_else(|| headers(text, is_whole))
}

/// Visual Basic and `JScript` for the desktop, from the objects that only they create.
fn script_of_windows(text: &str) -> Option<FileType> {
    let line = first_line(text).trim_end();
    let creates = |line: &str| near(line, "createobject(\"") && !near(line, "new activexobject");
    let lower_start = |word: &str| starts(line.as_bytes(), word.as_bytes());
    if (lower_start("set ")
        || lower_start("createobject(\"")
        || lower_start("dim ")
        || lower_start("option explicit")
        || lower_start("on error resume next"))
        && creates(text)
    {
        return Some(FileType::VBSCRIPT);
    }
    if (lower_start("var ")
        || lower_start("new activexobject(")
        || lower_start("try{")
        || lower_start("wscript."))
        && (near(text, "new activexobject(\"") || near(text, "wscript.createobject("))
    {
        return Some(FileType::JAVASCRIPT);
    }
    None
}

/// `From someone Mon Jan  1 00:00:00 2024`, and a header behind it.
fn mbox(text: &str) -> Option<FileType> {
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
fn headers(text: &str, is_whole: bool) -> Option<FileType> {
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
        || part.windows(5).any(|five| five == b"\n--- ") && part.windows(5).any(|five| five == b"\n+++ ")
}

/// What begins with `<`.
fn markup(text: &str, is_whole: bool) -> Option<Sniffed> {
    let bytes = text.as_bytes();
    if is_php(bytes) {
        return Some(Sniffed::Known(FileType::PHP));
    }
    if bytes.starts_with(b"<%") {
        return server_page(text).map(Sniffed::Known);
    }
    if near(text, "<hta:application") {
        return Some(Sniffed::Known(FileType::HTA));
    }
    if starts(bytes, b"<cfoutput")
        || starts(bytes, b"<cfset ")
        || starts(bytes, b"<cfquery")
        || starts(bytes, b"<cfexecute")
        || starts(bytes, b"<cfcomponent")
    {
        return Some(Sniffed::Known(FileType::COLDFUSION));
    }
    if starts(bytes, b"<jsp:") {
        return Some(Sniffed::Known(FileType::JSP));
    }
    let prolog = prolog(text);
    let root = text.get(prolog.root..).unwrap_or_default();
    if prolog.is_include {
        return Some(Sniffed::Known(FileType::HTML));
    }
    if root.starts_with("<!") {
        let is_dtd = ["<!ELEMENT ", "<!ENTITY ", "<!ATTLIST ", "<!NOTATION "]
            .iter()
            .any(|start| root.starts_with(start));
        return is_dtd.then_some(Sniffed::Known(FileType::DTD));
    }
    let is_html_doctype = prolog.doctype.is_some_and(|name| name.eq_ignore_ascii_case("html"));
    if !prolog.is_xml && is_html_doctype {
        return Some(Sniffed::Known(FileType::HTML));
    }
    let name = tag_name(root);
    let Some(name) = name else {
        // A comment or declaration and nothing behind it, or prose behind it.
        return match (prolog.is_xml, prolog.doctype) {
            (true, _) if prolog.is_at_start => Some(Sniffed::Family(Family::Xml)),
            (false, None) if is_whole && root.is_empty() && prolog.is_closed => {
                Some(Sniffed::Known(FileType::HTML))
            }
            _ => None,
        };
    };
    if let Some(kind) = named_vocabulary(text, &prolog, is_whole) {
        return Some(kind);
    }
    let is_declared = prolog.is_xml || prolog.doctype.is_some_and(|known| known == name);
    if is_html_doctype || (is_html_name(name) && !is_declared) {
        let is_weak = !is_strong_html(name);
        return (!(is_weak && (is_centred(root) || is_markdown(text))))
            .then_some(Sniffed::Known(FileType::HTML));
    }
    if prolog.is_xml || prolog.doctype.is_some() {
        return Some(Sniffed::Family(Family::Xml));
    }
    is_well_formed(text).then_some(Sniffed::Family(Family::Xml))
}

/// What stands before the first element.
#[allow(clippy::struct_excessive_bools, reason = "each says one thing that was seen")]
struct Prolog<'a> {
    /// Where the first element begins, or what is no element.
    root: usize,
    /// `<?xml` stands there.
    is_xml: bool,
    /// It is the very first thing.
    is_at_start: bool,
    doctype: Option<&'a str>,
    /// A server-side include.
    is_include: bool,
    /// Every comment ends.
    is_closed: bool,
}

fn prolog(text: &str) -> Prolog<'_> {
    let mut prolog = Prolog {
        root: 0,
        is_xml: false,
        is_at_start: text.starts_with("<?xml"),
        doctype: None,
        is_include: false,
        is_closed: true,
    };
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n', '\x0C']);
        at += rest.len() - trimmed.len();
        prolog.root = at;
        let length = if let Some(comment) = trimmed.strip_prefix("<!--") {
            if let Some(directive) = comment.strip_prefix('#') {
                prolog.is_include |=
                    ["exec", "include", "echo", "config", "set", "if", "printenv", "fsize", "flastmod"]
                        .iter()
                        .any(|name| {
                            directive
                                .strip_prefix(name)
                                .is_some_and(|rest| rest.starts_with([' ', '\t', '\n', '\r', '-']))
                        });
            }
            comment.find("-->").map(|end| end + 7)
        } else if trimmed.starts_with("<?") {
            let end = trimmed.find("?>");
            let behind = trimmed.strip_prefix("<?xml").filter(|_| end.is_some());
            prolog.is_xml |= behind.is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '-']));
            end.map(|end| end + 2)
        } else if starts(trimmed.as_bytes(), b"<!doctype") {
            let name = trimmed.get(9..).unwrap_or_default().trim_start();
            let end =
                name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '[')).unwrap_or(name.len());
            prolog.doctype = name.get(..end).filter(|name| !name.is_empty());
            doctype_end(trimmed)
        } else {
            return prolog;
        };
        let Some(length) = length else {
            prolog.is_closed = false;
            prolog.root = text.len();
            return prolog;
        };
        at += length;
    }
}

/// Behind the `>` of a document type, past quotes and brackets.
fn doctype_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut in_subset = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'[') => in_subset = true,
            (None, b']') => in_subset = false,
            (None, b'>') if !in_subset => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The name of the tag at the beginning, which something ends.
fn tag_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))?;
    let name = rest.get(..length)?;
    let is_name = name.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'));
    is_name.then_some(name)
}

/// XML of a vocabulary that the root names.
fn named_vocabulary(text: &str, prolog: &Prolog<'_>, is_whole: bool) -> Option<Sniffed> {
    let root = text.get(prolog.root..)?;
    let mut reader = Reader::new(root);
    let Ok(Some(Token::Start { name, .. })) = reader.next() else { return None };
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let mut space = "";
    let (mut has_space, mut is_entity) = (false, false);
    let mut office = "";
    for attribute in &reader.attributes {
        let declared = attribute.name.strip_prefix("xmlns");
        has_space |= declared.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'));
        if declared == Some("") && prefix.is_empty()
            || declared.is_some_and(|rest| !prefix.is_empty() && rest.strip_prefix(':') == Some(prefix))
        {
            is_entity = attribute.raw.contains('&');
            space = attribute.raw.trim();
        }
        if attribute.name == "office:mimetype" {
            office = attribute.raw;
        }
    }
    let is_svg_doctype = prolog.doctype.is_some_and(|name| name == "svg" || name.ends_with(":svg"));
    if local == "svg" && (space == SVG || is_entity || is_svg_doctype) {
        return Some(Sniffed::Known(FileType::SVG));
    }
    if local == "html" && prefix.is_empty() || space == XHTML {
        let is_xhtml = prolog.is_xml && (space == XHTML || is_entity);
        let is_xhtml = is_xhtml || !prefix.is_empty();
        return Some(Sniffed::Known(if is_xhtml { FileType::XHTML } else { FileType::HTML }));
    }
    if local == "document" && !office.is_empty() {
        return match office {
            "application/vnd.oasis.opendocument.text" => Some(Sniffed::Known(FileType::FODT)),
            "application/vnd.oasis.opendocument.spreadsheet" => Some(Sniffed::Known(FileType::FODS)),
            _ => Some(Sniffed::Family(Family::Xml)),
        };
    }
    let known = vocabulary(space, local);
    if known.is_some()
        && (prolog.is_xml
            || prolog.doctype.is_some()
            || !space.is_empty()
            || !is_whole
            || is_well_formed(text))
    {
        // RSS 1.0 is RDF with the channel's namespace as the default one.
        let is_rss = known == Some(FileType::RDF)
            && reader
                .attributes
                .iter()
                .any(|a| a.name == "xmlns" && a.raw.starts_with("http://purl.org/rss/1."));
        return Some(Sniffed::Known(if is_rss { FileType::RSS } else { known? }));
    }
    if local == "scriptlet" || (local == "component" && near(root, "<script")) {
        return Some(Sniffed::Known(FileType::SCRIPTLET));
    }
    if !space.is_empty() {
        return Some(Sniffed::Family(Family::Xml));
    }
    (has_space && !is_html_name(name)).then_some(Sniffed::Family(Family::Xml))
}

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// The type that a root element names: by namespace where the vocabulary has one, by a name of its own where not.
fn vocabulary(space: &str, local: &str) -> Option<FileType> {
    Some(match (local, space) {
        ("svg", SVG) => FileType::SVG,
        ("math", "http://www.w3.org/1998/Math/MathML") => FileType::MATHML,
        ("feed", "http://www.w3.org/2005/Atom" | "http://purl.org/atom/ns#")
        | ("entry", "http://www.w3.org/2005/Atom") => FileType::ATOM,
        ("rss", _) => FileType::RSS,
        ("RDF", "http://www.w3.org/1999/02/22-rdf-syntax-ns#") => FileType::RDF,
        ("gpx", _) => FileType::GPX,
        ("kml", _) => FileType::KML,
        ("TrainingCenterDatabase", _) => FileType::TCX,
        ("COLLADA", _) => FileType::COLLADA,
        ("X3D", _) => FileType::X3D,
        ("FictionBook", _) => FileType::FB2,
        ("tt", _) if space.contains("ttml") || space.contains("ttaf") => FileType::TTML,
        ("MPD", _) if space.to_ascii_lowercase().starts_with("urn:mpeg:dash:") => FileType::DASH,
        ("playlist", "http://xspf.org/ns/0/") => FileType::XSPF,
        ("opml", "") => FileType::OPML,
        ("plist", "") => FileType::PLIST,
        ("xliff", _) => FileType::XLIFF,
        ("definitions", "http://schemas.xmlsoap.org/wsdl/")
        | ("description", "http://www.w3.org/ns/wsdl") => FileType::WSDL,
        (_, "http://www.mozilla.org/keymaster/gatekeeper/there.is.only.xul") => FileType::XUL,
        ("score-partwise" | "score-timewise", _) => FileType::MUSICXML,
        ("jnlp", _) => FileType::JNLP,
        ("mxfile", _) => FileType::DRAWIO,
        ("stylesheet" | "transform", "http://www.w3.org/1999/XSL/Transform") => FileType::XSLT,
        (_, "http://schemas.microsoft.com/winfx/2006/xaml/presentation") => FileType::XAML,
        (_, _) if space.starts_with("http://www.opengis.net/gml") => FileType::GML,
        _ => return None,
    })
}

/// `<%`: pages of servers.
fn server_page(text: &str) -> Option<FileType> {
    let rest = text.get(2..).unwrap_or_default();
    let Some(directive) = rest.strip_prefix('@') else {
        return if near(text, "response.write")
            || near(text, "server.createobject")
            || near(text, "eval request")
            || near(text, "execute request")
            || near(text, "request.form")
            || near(text, "request.querystring")
        {
            Some(FileType::ASP)
        } else if near(text, "request.getparameter")
            || near(text, "runtime.getruntime")
            || near(text, "out.print")
        {
            Some(FileType::JSP)
        } else {
            None
        };
    };
    let directive = directive.trim_start();
    let word = directive.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    match word {
        "page" | "taglib" | "include" | "tag" | "attribute" | "variable" => Some(FileType::JSP),
        _ => match word.to_ascii_lowercase().as_str() {
            "page" | "control" | "master" | "webhandler" | "webservice" | "application" | "register"
            | "assembly" | "import" | "servicehost" | "implements" | "reference" | "outputcache"
            | "mastertype" | "previouspagetype" => Some(FileType::ASPX),
            "language" | "codepage" | "enablesessionstate" | "lcid" | "transaction" => Some(FileType::ASP),
            _ => None,
        },
    }
}

/// Elements of HTML, and those of SVG and `MathML` that stand in HTML without a namespace; sorted.
const HTML_NAMES: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

fn is_html_name(name: &str) -> bool {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    HTML_NAMES.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

/// What no Markdown begins with.
fn is_strong_html(name: &str) -> bool {
    [
        "html",
        "head",
        "body",
        "script",
        "style",
        "iframe",
        "svg",
        "math",
        "meta",
        "link",
        "title",
        "base",
        "form",
        "object",
        "embed",
        "frameset",
        "template",
        "applet",
        "input",
        "button",
        "video",
        "audio",
        "marquee",
        "plaintext",
        "xmp",
    ]
    .iter()
    .any(|strong| name.eq_ignore_ascii_case(strong))
}

/// Whether the first tag is an `align`ed block: pages have not begun with one for long, Markdown often does.
fn is_centred(root: &str) -> bool {
    let tag = root.split('>').next().unwrap_or_default();
    let name = tag_name(root).unwrap_or_default();
    tag.len() < 100
        && tag.contains(" align=")
        && matches!(name, "p" | "div" | "h1" | "h2" | "h3" | "img" | "center")
}

/// Whether lines near the beginning are Markdown's: headings, fences, links in brackets. Many such files begin with a
/// centred paragraph or a picture in HTML.
fn is_markdown(text: &str) -> bool {
    let part = text.as_bytes();
    let part = part.get(..SIGNS).unwrap_or(part);
    part.split(|byte| *byte == b'\n').any(|line| {
        let level = line.iter().take_while(|byte| **byte == b'#').count();
        ((1..=6).contains(&level) && line.get(level) == Some(&b' '))
            || line.starts_with(b"```")
            || line.starts_with(b"[![")
            || ((line.starts_with(b"- [") || line.starts_with(b"* [") || line.starts_with(b"["))
                && line.windows(2).any(|two| two == b"]("))
    })
}

/// Whether a text is XML from its beginning to its end, with an element that holds others or attributes.
fn is_well_formed(text: &str) -> bool {
    let mut reader = Reader::new(text);
    let mut open: Vec<&str> = Vec::new();
    let mut roots = 0;
    let mut closed = 0;
    let is_complete = loop {
        match reader.next() {
            Ok(None) => break true,
            Ok(Some(Token::Start { name, is_empty, .. })) => {
                roots += usize::from(open.is_empty());
                if is_empty {
                    closed += 1;
                } else {
                    open.push(name);
                }
            }
            Ok(Some(Token::End { name, .. })) => {
                if open.pop() != Some(name) {
                    return false;
                }
                closed += 1;
            }
            Ok(Some(Token::Text { raw, .. })) if open.is_empty() && !raw.trim().is_empty() => return false,
            Ok(Some(_)) => {}
            Err(wrong) if wrong.is_cut => break false,
            Err(_) => return false,
        }
    };
    if is_complete && open.is_empty() {
        return roots == 1;
    }
    // The beginning of a longer text: prose in angle brackets closes nothing.
    roots == 1 && closed > 0 && text.len() >= 256
}
