//! What makes code of a server of `<?` and `<%`.
//!
//! Two bytes are nothing: they occur in every photograph, and dark or smooth colours go on with bytes that text is
//! written with too. So a word of the table must stand behind them, or a call that ends with the closing mark. A byte
//! stands at a place by chance once in 2^8, a letter in any case once in 2^7, a byte that text is written with (98 of
//! 256) once in 2^1.4; the openers together once in 2^15.
//!
//! | behind an opener | a place | a photo of 10 MB |
//! |---|---|---|
//! | `php`, white space, 3 bytes of text | 2^-47.2 | 2^-23.9 |
//! | `eval`, `exec`, `echo` and what ends the word, text before them | 2^-46 | 2^-22.7 together |
//! | a word of six letters and more, what ends it, anything before it within 256 bytes | 2^-54 each | 2^-27 together |
//! | `$_GET`, `$_ENV`, text before them | 2^-50 | 2^-26 together |
//! | a word, or a variable and `](` or `}(`, text up to the closing mark or the end | 2^-52 | 2^-28 |
//! | `` ` ``, text, `` ` ``, and `;` or the closing mark or the end | 2^-46.9 | 2^-23.6 |
//!
//! A comment or a string of a program may hold any byte: it is passed over as far as it goes. Its mark stands there by
//! chance less often than the bytes behind it are text.

use memchr::memmem;

/// How far behind its opener a word counts: bytes.
pub(in crate::upload) const REACH: usize = 256;

/// Short words: all between the opener and them must be text.
const SHORT: [&[u8]; 3] = [b"eval", b"exec", b"echo"];

/// Words that no chance makes; what stands between may be anything.
const LONG: [&[u8]; 17] = [
    b"execute",
    b"system",
    b"assert",
    b"include",
    b"include_once",
    b"require",
    b"require_once",
    b"request",
    b"response.",
    b"runtime",
    b"phpinfo",
    b"passthru",
    b"shell_exec",
    b"proc_open",
    b"base64_decode",
    b"createobject",
    b"__halt_compiler", // behind it, anything may follow
];

/// What PHP keeps the visitor's request in.
const REQUEST: [&[u8]; 9] = [
    b"$_get",
    b"$_post",
    b"$_request",
    b"$_cookie",
    b"$_server",
    b"$_files",
    b"$_env",
    b"$_session",
    b"$globals",
];

/// What `<%@` declares.
const DIRECTIVES: [&[u8]; 8] =
    [b"page", b"language", b"import", b"include", b"taglib", b"webhandler", b"webservice", b"control"];

/// Instructions of XML, which stand in most pictures that were edited.
const INSTRUCTIONS: [&[u8]; 4] = [b"xml", b"xpacket", b"adobe-", b"mso-"];

/// What a program may go on with behind its opener, and what then may hold any byte: names, comments, strings.
const MARKS: [u8; 5] = *b"$#/\'\"";

/// Of the openers behind one, so many are read with it: the next one is judged by itself, and no byte a hundred times.
const FOLLOWERS: usize = 4;

/// Whether a server would run what begins with `<?` or `<%`: `rest` is what follows the `<`.
pub(in crate::upload) fn opens(rest: &[u8]) -> bool {
    let Some((mark, body)) = rest.split_first().filter(|(mark, _)| matches!(mark, b'?' | b'%')) else {
        return false;
    };
    let body = body.get(..REACH).unwrap_or(body);
    if *mark == b'?' && is_long_tag(body) {
        return true;
    }
    if *mark == b'?' && is_instruction(body) {
        return false;
    }
    let is_last = body.len() < REACH;
    let (body, is_cut) = before_others(body);
    let close = memmem::find(body, &[*mark, b'>']);
    let inside = close.and_then(|at| body.get(..at)).unwrap_or(body);
    let (code, is_whole) = readable(inside);
    let text = code.to_ascii_lowercase();
    // Programs run to the end of their file without a closing mark.
    let is_closed = is_whole && (close.is_some() || (is_last && !is_cut));
    let declared = text.strip_prefix(b"@").map(<[u8]>::trim_ascii_start);
    declared.is_some_and(|rest| DIRECTIVES.iter().any(|word| starts_word(rest, word)))
        || has_any(&text, &SHORT, |next| next.is_some_and(|b| is_space(b) || matches!(b, b'(' | b'[')))
        || has_any(&text, &REQUEST, |_| true)
        || is_command(&code, is_closed)
        || (is_closed && has_call(&code))
        || has_any(&inside.to_ascii_lowercase(), &LONG, |next| next.is_some_and(ends_word))
}

/// As far as a few other openers, and whether more follow.
fn before_others(body: &[u8]) -> (&[u8], bool) {
    let is_opener = |at: &usize| matches!(body.get(at + 1), Some(b'?' | b'%'));
    let others = memchr::memchr_iter(b'<', body).filter(is_opener).nth(FOLLOWERS);
    others.and_then(|at| body.get(..at)).map_or((body, false), |part| (part, true))
}

/// `xml version=`, `xpacket begin=`: two names that no language of servers lets stand so.
fn is_instruction(body: &[u8]) -> bool {
    if !INSTRUCTIONS.iter().any(|name| starts(body, name)) {
        return false;
    }
    let is_name = |b: &u8| b.is_ascii_alphabetic() || *b == b'-';
    let behind = |rest: &[u8]| rest.iter().take_while(|b| is_name(b)).count();
    let rest = body.get(behind(body)..).unwrap_or_default();
    let attribute = rest.trim_ascii_start();
    let value = attribute.get(behind(attribute)..).unwrap_or_default().trim_ascii_start();
    attribute.len() < rest.len() && value.starts_with(b"=")
}

/// What there is of a program in bytes that are text, and whether that is all of them. Comments and strings go on over
/// other bytes, which are left out with what follows them there; so do names of variables.
fn readable(inside: &[u8]) -> (Vec<u8>, bool) {
    let mut text = Vec::with_capacity(inside.len());
    // How the comment or the string ends that is open, and whether a byte in it was no text.
    let (mut open, mut is_hidden) = (None, false);
    let (mut in_variable, mut is_second) = (false, false);
    for (at, &byte) in inside.iter().enumerate() {
        is_hidden |= !is_text(byte) && open.is_some();
        if !is_text(byte) && open.is_none() && !(in_variable && is_label(byte)) {
            return (text, false);
        }
        if is_text(byte) && !is_hidden {
            text.push(byte);
        }
        in_variable = open.is_none() && (byte == b'$' || (in_variable && is_label(byte)));
        // The second byte of a mark or of an escape is no other's first.
        if std::mem::take(&mut is_second) {
            continue;
        }
        let next = inside.get(at + 1).copied();
        open = match (open, byte) {
            (None, b'#') => Some(b'\n'),
            (None, b'/') if next == Some(b'/') => Some(b'\n'),
            (None, b'/') if next == Some(b'*') => {
                is_second = true;
                Some(b'*')
            }
            (None, b'\'' | b'"') => Some(byte),
            (Some(b'\n'), b'\n' | b'\r') => None,
            (Some(b'*'), b'*') if next == Some(b'/') => {
                is_second = true;
                None
            }
            (Some(b'\'' | b'"'), b'\\') => {
                is_second = true;
                open
            }
            (Some(quote @ (b'\'' | b'"')), byte) if quote == byte => None,
            (open, _) => open,
        };
        is_hidden &= open.is_some();
    }
    // A comment of one line ends with the closing mark too.
    (text, !is_hidden || open == Some(b'\n'))
}

/// What a name in PHP is made of.
fn is_label(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The same in text, where templates of many kinds begin so and prose has percentages: the word must be the first
/// thing.
fn opens_text(rest: &[u8]) -> bool {
    let Some((_, body)) = rest.split_first() else { return false };
    let first = body.iter().position(|b| !is_space(*b) && !matches!(b, b'=' | b'@')).unwrap_or(body.len());
    let code = body.get(first..).unwrap_or_default();
    // What follows the mark at once is a word of these; behind a space it may be a sentence.
    let calls =
        |word: &&[u8]| starts(code, word) && (word.ends_with(b".") || code.get(word.len()) == Some(&b'('));
    REQUEST.iter().any(|word| starts(code, word))
        || SHORT.iter().chain(&LONG).any(calls)
        || is_command(code, false)
}

/// `php` and white space, and text behind it. Where the file ends with it, it is there on purpose.
fn is_long_tag(body: &[u8]) -> bool {
    let Some(code) = body.get(3..).filter(|_| starts(body, b"php")) else { return false };
    match code.split_first() {
        None => true,
        Some((space, code)) => {
            let is_begun = code.first().is_some_and(|first| MARKS.contains(first));
            is_space(*space) && (is_begun || run_of_text(code) >= 3.min(code.len()))
        }
    }
}

fn starts(bytes: &[u8], with: &[u8]) -> bool {
    bytes.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with))
}

/// What may follow the name of a function, a class or an object.
fn ends_word(byte: u8) -> bool {
    is_space(byte) || matches!(byte, b'(' | b'[' | b'.' | b'"' | b'\'' | b'$' | b'@' | b';' | b':')
}

fn starts_word(bytes: &[u8], word: &[u8]) -> bool {
    starts(bytes, word) && bytes.get(word.len()).is_none_or(|next| ends_word(*next))
}

/// Whether one of the words stands in a text, which is in lower case, and what is asked of the byte behind it holds.
fn has_any(text: &[u8], words: &[&[u8]], is_ended: fn(Option<u8>) -> bool) -> bool {
    text.iter().enumerate().filter(|(_, first)| BEGINS[usize::from(**first)]).any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        words.iter().any(|word| {
            rest.starts_with(word) && (word.ends_with(b".") || is_ended(rest.get(word.len()).copied()))
        })
    })
}

/// The bytes that the words of the three tables begin with: most places are passed over by them.
const BEGINS: [bool; 256] = {
    let tables: [&[&[u8]]; 3] = [&SHORT, &LONG, &REQUEST];
    let mut begins = [false; 256];
    let mut table = 0;
    while table < tables.len() {
        let mut i = 0;
        while i < tables[table].len() {
            begins[tables[table][i][0] as usize] = true;
            i += 1;
        }
        table += 1;
    }
    begins
};

/// A command between back-ticks, first thing behind the opener but for what stands in front of any value, and nothing
/// behind it up to the end of the statement. Smooth colours make such marks at any distance, one in each dot; but then
/// what follows the one is close to what follows the other, and that is `;` or `?`.
fn is_command(text: &[u8], is_closed: bool) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_ascii_start();
        let behind = match rest {
            [b'=' | b'@' | b'(', behind @ ..] => Some(behind),
            [b'$', name @ ..] => name.get(name.iter().take_while(|b| is_label(**b)).count()..),
            _ => [&b"echo"[..], b"print", b"/**/"]
                .iter()
                .find(|word| starts(rest, word))
                .and_then(|word| rest.get(word.len()..)),
        };
        match behind {
            Some(behind) => rest = behind,
            None => break,
        }
    }
    let Some(command) = rest.strip_prefix(b"`") else { return false };
    let Some(end) = memchr::memchr(b'`', command) else { return false };
    let behind = command.get(end + 1..).unwrap_or_default();
    let statement = behind.iter().position(|b| !is_space(*b) && *b != b')').unwrap_or(behind.len());
    let behind = behind.get(statement..).unwrap_or_default();
    let begins = matches!(command.first(), Some(b'a'..=b'z' | b'$' | b'/' | b'"' | b'\''));
    end >= 2 && begins && (behind.starts_with(b";") || (is_closed && behind.is_empty()))
}

/// `name(` with a name of three small letters and more (greys pass from large ones to brackets), or `](` and `}(`
/// beside a variable, and `)` behind it.
fn has_call(text: &[u8]) -> bool {
    let last = memchr::memrchr(b')', text).unwrap_or_default();
    memchr::memchr_iter(b'(', text.get(..last).unwrap_or_default()).any(|at| {
        let before = text.get(..at).unwrap_or_default().trim_ascii_end();
        let name = before.iter().rev().take(3).take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
        name >= 3 || (matches!(before.last(), Some(b']' | b'}')) && has_variable(before))
    })
}

fn has_variable(text: &[u8]) -> bool {
    let is_name =
        |at: usize| matches!(text.get(at + 1), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'{' | b'$'));
    memchr::memchr_iter(b'$', text).take(FOLLOWERS).any(is_name)
}

/// How many bytes of text `bytes` begins with.
pub(super) fn run_of_text(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| is_text(**b)).count()
}

fn is_text(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7E | b'\t' | b'\n' | b'\r')
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Finds the first code in a text that comes byte by byte.
#[derive(Debug, Default)]
pub(in crate::upload) struct Openers {
    /// From the last opener on.
    window: Vec<u8>,
    at: u64,
    found: Option<u64>,
    is_text: bool,
}

impl Openers {
    /// For files that are text, not for the texts of others.
    pub(in crate::upload) fn of_text() -> Self {
        Self { is_text: true, ..Self::default() }
    }

    /// The next byte, which stands at `at`.
    #[inline]
    pub(in crate::upload) fn push(&mut self, byte: u8, at: u64) {
        if byte == b'<' || !self.window.is_empty() {
            self.next(byte, at);
        }
    }

    fn next(&mut self, byte: u8, at: u64) {
        if self.found.is_some() {
            return;
        }
        let opens = matches!(byte, b'?' | b'%') && self.window.last() == Some(&b'<');
        if self.window.len() < 2 {
            if opens {
                self.window.push(byte);
            } else {
                self.window.clear();
                if byte == b'<' {
                    self.window.push(byte);
                    self.at = at;
                }
            }
            return;
        }
        if opens {
            // Another one: what follows belongs to it.
            self.judge();
            self.window.clear();
            self.window.extend_from_slice(&[b'<', byte]);
            self.at = at.saturating_sub(1);
            return;
        }
        let mark = self.window.get(1).copied();
        let closes = byte == b'>' && self.window.len() > 2 && self.window.last().copied() == mark;
        self.window.push(byte);
        if closes || self.window.len() > REACH + 1 {
            self.judge();
            self.window.clear();
        }
    }

    /// Another text begins, or the last has ended.
    pub(in crate::upload) fn end(&mut self) {
        self.judge();
        self.window.clear();
    }

    fn judge(&mut self) {
        let rest = self.window.get(1..).unwrap_or_default();
        let judge = if self.is_text { opens_text } else { opens };
        if self.found.is_none() && judge(rest) {
            self.found = Some(self.at);
        }
    }

    /// Where the first code begins.
    pub(in crate::upload) fn found(&self) -> Option<u64> {
        self.found
    }
}
