//! What must be seen in every byte of a text: that it stays text, formulas of a table, code of servers.

use super::encoding::{
    CONTROLS, STRICT, UNITS_WINDOW, Units, is_binary, is_end_mark, is_wide_character, units,
};
use super::hidden;
use crate::upload::csv::Formulas;
use crate::upload::file_type::Class;
use crate::upload::finding::{FindingKind, Findings};
use crate::upload::format::Mark;
use crate::upload::scan::Openers;
use crate::upload::source::{End, Scan};

/// Reads a whole text in pieces.
///
/// Of a file that is no text it reads up to the first byte that shows it. Memory: some hundred bytes.
#[derive(Debug, Default)]
pub(in crate::upload) struct TextScan {
    /// The beginning, as long as it is too short to tell the units.
    window: Vec<u8>,
    units: Option<Units>,
    /// Bytes read.
    at: u64,
    /// Units of a character whose other units come later.
    pending: Pending,
    /// A mark that may stand at the end alone.
    end_mark: Option<u8>,
    /// How many controls were seen behind the beginning, and where the first stands.
    controls: u64,
    first_control: Option<u64>,
    not_text: Option<u64>,
    marks: Marks,
    /// The same of the bytes as they stand, where the units are a guess: the program that opens the file may guess
    /// otherwise.
    of_bytes: Option<Box<Marks>>,
    bidi: Option<u64>,
}

/// What is looked for in the characters of a text.
#[derive(Debug)]
struct Marks {
    formulas: Formulas,
    code: ServerCode,
    openers: Openers,
}

impl Default for Marks {
    fn default() -> Self {
        Self { formulas: Formulas::default(), code: ServerCode::default(), openers: Openers::of_text() }
    }
}

impl Marks {
    fn push(&mut self, c: char, at: u64) {
        self.formulas.push(c, at);
        self.code.push(c, at);
        self.openers.push(u8::try_from(c).unwrap_or(0xFF), at);
    }

    fn end(&mut self) {
        self.code.end();
        self.openers.end();
    }

    fn code(&self) -> Option<u64> {
        [self.code.found, self.openers.found()].into_iter().flatten().min()
    }
}

#[derive(Debug, Default)]
struct Pending {
    bytes: [u8; 4],
    len: usize,
    /// The first half of a pair.
    high: Option<u16>,
}

/// Whether a character turns text around or belongs to the invisible copy of ASCII.
const fn is_suspect(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}

impl TextScan {
    /// The last bytes have come.
    fn end(&mut self) {
        if self.units.is_none() {
            self.decide();
        }
        if self.units == Some(Units::Bytes) {
            self.flush(self.at);
        }
        self.marks.end();
        self.of_bytes.iter_mut().for_each(|marks| marks.end());
        if self.not_text.is_none() && self.controls * CONTROLS as u64 > self.at {
            self.not_text = self.first_control;
        }
    }

    fn decide(&mut self) {
        let window = std::mem::take(&mut self.window);
        let units = units(&window);
        self.units = Some(units);
        if matches!(units, Units::Le { bom: false } | Units::Be { bom: false }) {
            self.of_bytes = Some(Box::default());
        }
        self.feed(units, &window);
    }

    fn feed(&mut self, units: Units, bytes: &[u8]) {
        if let Some(marks) = &mut self.of_bytes {
            for (at, byte) in (self.at..).zip(bytes) {
                // The other half of a pair.
                if *byte != 0 {
                    marks.push(char::from(*byte), at);
                }
            }
        }
        match units {
            Units::Bytes => self.feed_bytes(bytes),
            Units::Le { .. } => self.feed_pairs(bytes, u16::from_le_bytes),
            Units::Be { .. } => self.feed_pairs(bytes, u16::from_be_bytes),
            Units::WideLe => self.feed_wide(bytes, u32::from_le_bytes),
            Units::WideBe => self.feed_wide(bytes, u32::from_be_bytes),
        }
    }

    fn character(&mut self, c: char, at: u64) {
        if at == 0 && c == '\u{FEFF}' {
            return;
        }
        self.marks.push(c, at);
        if c >= '\u{202A}' && is_suspect(c) {
            self.bidi = self.bidi.or(Some(at));
        }
    }

    fn feed_bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.not_text.is_some() {
                return;
            }
            let at = self.at;
            self.at += 1;
            self.byte(*byte, at);
        }
    }

    fn byte(&mut self, byte: u8, at: u64) {
        if let Some(mark) = self.end_mark.take() {
            self.control(mark, at - 1);
            if self.not_text.is_some() {
                return;
            }
        }
        if byte < 0x80 {
            self.flush(at);
            if is_end_mark(byte) && at > 0 {
                self.end_mark = Some(byte);
            } else if is_binary(byte) {
                self.control(byte, at);
            } else {
                self.character(char::from(byte), at);
            }
            return;
        }
        // A byte that begins a character ends one that lacks its end.
        if byte >= 0xC0 {
            self.flush(at);
        }
        if let Some(place) = self.pending.bytes.get_mut(self.pending.len) {
            *place = byte;
            self.pending.len += 1;
        }
        let end = at + 1;
        match std::str::from_utf8(self.pending.bytes.get(..self.pending.len).unwrap_or_default()) {
            Ok(text) => {
                if let Some(c) = text.chars().next() {
                    let begun = end - self.pending.len as u64;
                    self.pending.len = 0;
                    self.character(c, begun);
                }
            }
            Err(error) if error.error_len().is_none() => {}
            Err(_) => self.flush(end),
        }
    }

    /// A control: one near the beginning, or a NUL, ends the matter; a few others may stand in a text.
    fn control(&mut self, byte: u8, at: u64) {
        if byte == 0 || at < STRICT as u64 {
            self.not_text = Some(at);
            return;
        }
        self.controls += 1;
        self.first_control = self.first_control.or(Some(at));
        self.character(char::from(byte), at);
    }

    /// What is pending, and stands before `end`, is no character: each byte stands for itself, as in Latin-1.
    fn flush(&mut self, end: u64) {
        if self.pending.len == 0 {
            return;
        }
        let pending = std::mem::take(&mut self.pending);
        let begun = end - pending.len as u64;
        for (index, byte) in pending.bytes.iter().take(pending.len).enumerate() {
            // Controls of Latin-1 are letters of the sets that such a text may be in.
            let c = if matches!(byte, 0x80..=0x9F) { char::REPLACEMENT_CHARACTER } else { char::from(*byte) };
            self.character(c, begun + index as u64);
        }
    }

    fn feed_pairs(&mut self, bytes: &[u8], read: fn([u8; 2]) -> u16) {
        for byte in bytes {
            if self.not_text.is_some() {
                return;
            }
            self.at += 1;
            if self.pending.len == 0 {
                self.pending.bytes[0] = *byte;
                self.pending.len = 1;
                continue;
            }
            self.pending.len = 0;
            let at = self.at - 2;
            self.unit(read([self.pending.bytes[0], *byte]), at);
        }
    }

    fn feed_wide(&mut self, bytes: &[u8], read: fn([u8; 4]) -> u32) {
        for byte in bytes {
            if self.not_text.is_some() {
                return;
            }
            self.at += 1;
            if let Some(place) = self.pending.bytes.get_mut(self.pending.len) {
                *place = *byte;
                self.pending.len += 1;
            }
            if self.pending.len == 4 {
                self.pending.len = 0;
                let number = read(self.pending.bytes);
                match char::from_u32(number).filter(|_| is_wide_character(number)) {
                    Some(c) => self.character(c, self.at - 4),
                    None => self.not_text = Some(self.at - 4),
                }
            }
        }
    }

    fn unit(&mut self, unit: u16, at: u64) {
        match (self.pending.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => self.pending.high = Some(unit),
            (Some(high), 0xDC00..=0xDFFF) => {
                let c = char::decode_utf16([high, unit]).next().and_then(Result::ok);
                self.character(c.unwrap_or(char::REPLACEMENT_CHARACTER), at - 2);
            }
            (Some(_), _) => self.not_text = Some(at - 2),
            (None, 0xDC00..=0xDFFF | 0xFFFE | 0xFFFF) => self.not_text = Some(at),
            (None, 0..0x20) if is_binary(unit.to_le_bytes()[0]) => self.not_text = Some(at),
            (None, _) => {
                let c = char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER);
                self.character(c, at);
            }
        }
    }
}

impl Scan for TextScan {
    fn push(&mut self, bytes: &[u8]) {
        if self.not_text.is_some() {
            return;
        }
        if let Some(units) = self.units {
            self.feed(units, bytes);
            return;
        }
        let wanted = UNITS_WINDOW - self.window.len();
        let (begin, rest) = bytes.split_at(bytes.len().min(wanted));
        self.window.extend_from_slice(begin);
        if self.window.len() == UNITS_WINDOW {
            self.decide();
            self.push(rest);
        }
    }

    fn finish(mut self: Box<Self>, end: &End<'_>, findings: &mut Findings) {
        if !end.file_type.class().is_text() {
            return;
        }
        self.end();
        let marks = || std::iter::once(&self.marks).chain(self.of_bytes.as_deref());
        let code = marks().filter_map(Marks::code).min();
        let formula = marks().filter_map(|marks| marks.formulas.found()).min();
        let formula = formula.filter(|_| end.file_type.is(Mark::Table));
        let found = [
            (FindingKind::Malformed, self.not_text),
            (FindingKind::ServerCode, code),
            (FindingKind::Formula, formula),
        ];
        for (kind, at) in found {
            if let Some(at) = at {
                findings.at(kind, at);
            }
        }
        if let Some(at) = self.bidi.filter(|_| end.file_type.class() != Class::Markup) {
            hidden::inspect(end.source, at, findings);
        }
    }
}

/// Finds code that a web server runs: PHP, server-side includes, directives of ASP and JSP.
#[derive(Debug, Default)]
struct ServerCode {
    found: Option<u64>,
    /// From the last `<` on, in lower case.
    tag: [u8; 24],
    len: usize,
    tag_at: u64,
    /// Something other than white space was seen before the last `<`.
    has_begun: bool,
    begins_file: bool,
    /// How much of `runat` was seen inside a script's start tag.
    runat: Option<usize>,
}

impl ServerCode {
    fn push(&mut self, c: char, at: u64) {
        if self.found.is_some() {
            return;
        }
        if c == '<' {
            self.begins_file = !self.has_begun;
            self.has_begun = true;
            self.tag_at = at;
            self.tag[0] = b'<';
            self.len = 1;
            self.runat = None;
            return;
        }
        if self.len == 0 {
            self.has_begun |= !c.is_ascii_whitespace();
            return;
        }
        if let Some(seen) = self.runat {
            self.script_tag(seen, c);
            return;
        }
        let byte = if c.is_ascii() { (c as u8).to_ascii_lowercase() } else { 0xFF };
        // One space stands for many.
        let is_behind_space =
            self.len.checked_sub(1).and_then(|last| self.tag.get(last)).is_some_and(u8::is_ascii_whitespace);
        if byte.is_ascii_whitespace() && is_behind_space {
            return;
        }
        let Some(place) = self.tag.get_mut(self.len) else {
            self.len = 0;
            return;
        };
        *place = byte;
        self.len += 1;
        let tag = self.tag.get(..self.len).unwrap_or_default();
        match verdict(tag, self.begins_file) {
            Tag::Code => self.found = Some(self.tag_at),
            Tag::Script => self.runat = Some(0),
            Tag::Perhaps => {}
            Tag::Other => self.len = 0,
        }
    }

    /// `<script runat="server">`
    fn script_tag(&mut self, seen: usize, c: char) {
        const WORD: &[u8; 5] = b"runat";
        let is_next = WORD.get(seen).is_some_and(|wanted| c.eq_ignore_ascii_case(&char::from(*wanted)));
        match (seen, c) {
            (_, '>') => {
                self.runat = None;
                self.len = 0;
            }
            (5, c) if c == '=' || c.is_ascii_whitespace() => self.found = Some(self.tag_at),
            _ if is_next => self.runat = Some(seen + 1),
            (_, 'r' | 'R') => self.runat = Some(1),
            _ => self.runat = Some(0),
        }
    }

    /// The file has ended.
    fn end(&mut self) {
        let is_short_tag =
            self.len >= 3 && matches!(self.tag, [b'<', b'?', b' ' | b'\t' | b'\r' | b'\n', ..]);
        if is_short_tag && self.found.is_none() {
            self.found = Some(self.tag_at);
        }
    }
}

enum Tag {
    Code,
    Script,
    Perhaps,
    Other,
}

/// A server-side include: the name of a directive and of an attribute that it has. Other programs have directives of
/// these names (`<!--#if !(DEBUG)-->`).
fn include(directive: &[u8]) -> Tag {
    const DIRECTIVES: [(&[u8], &[&[u8]]); 9] = [
        (b"exec", &[b"cmd", b"cgi"]),
        (b"include", &[b"virtual", b"file"]),
        (b"echo", &[b"var", b"encoding", b"decoding"]),
        (b"config", &[b"errmsg", b"echomsg", b"sizefmt", b"timefmt"]),
        (b"set", &[b"var", b"value", b"encoding", b"decoding"]),
        (b"if", &[b"expr"]),
        (b"printenv", &[b"-"]),
        (b"fsize", &[b"virtual", b"file"]),
        (b"flastmod", &[b"virtual", b"file"]),
    ];
    let end = directive.iter().position(|b| !b.is_ascii_lowercase()).unwrap_or(directive.len());
    let (name, rest) = directive.split_at(end);
    if rest.is_empty() {
        let could_be = DIRECTIVES.iter().any(|(known, _)| known.starts_with(name));
        return if could_be { Tag::Perhaps } else { Tag::Other };
    }
    let Some((_, attributes)) = DIRECTIVES.iter().find(|(known, _)| *known == name) else {
        return Tag::Other;
    };
    let rest = rest.trim_ascii_start();
    if attributes.iter().any(|attribute| rest.starts_with(attribute)) {
        Tag::Code
    } else if attributes.iter().any(|attribute| attribute.starts_with(rest)) {
        Tag::Perhaps
    } else {
        Tag::Other
    }
}

fn verdict(tag: &[u8], begins_file: bool) -> Tag {
    // Not each `<%`: templates of many kinds begin so, and prose has percentages.
    const SHELLS: [&[u8]; 6] =
        [b"<%eval", b"<% eval", b"<%execute", b"<% execute", b"<cfexecute", b"<cfscript"];
    let could_be = |wanted: &[u8]| wanted.starts_with(tag);
    if SHELLS.contains(&tag)
        || tag == b"<?php"
        || tag == b"<?="
        || tag == b"<%@"
        || tag == b"<jsp:"
        || (begins_file && tag == b"<%")
    {
        return Tag::Code;
    }
    if tag == b"<script" {
        return Tag::Script;
    }
    if let Some(directive) = tag.strip_prefix(b"<!--#") {
        return include(directive);
    }
    // PHP's short tag; Java and its kin write `<? extends T>`.
    if let [b'<', b'?', b' ' | b'\t' | b'\r' | b'\n', rest @ ..] = tag {
        let is_wildcard = b"extends".starts_with(rest) || b"super".starts_with(rest);
        return match (is_wildcard, rest) {
            (true, b"extends" | b"super") => Tag::Other,
            (true, _) => Tag::Perhaps,
            (false, _) => Tag::Code,
        };
    }
    let is_some = [b"<?php".as_slice(), b"<?=", b"<? ", b"<%@", b"<jsp:", b"<script", b"<!--#"]
        .into_iter()
        .chain(SHELLS)
        .any(could_be);
    if is_some { Tag::Perhaps } else { Tag::Other }
}
