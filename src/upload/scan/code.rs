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
//! | a word and `(`, text up to the closing mark | 2^-52 | 2^-28 |
//! | `` ` ``, text, `` ` ``, and `;` or the closing mark | 2^-47 | 2^-23.7 |

use memchr::memmem;

/// How far behind its opener a word counts: bytes.
pub(in crate::upload) const REACH: usize = 256;

/// Short words: all between the opener and them must be text.
const SHORT: [&[u8]; 3] = [b"eval", b"exec", b"echo"];

/// Words that no chance makes; what stands between may be anything.
const LONG: [&[u8]; 16] = [
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

/// Whether a server would run what begins with `<?` or `<%`: `rest` is what follows the `<`.
pub(in crate::upload) fn opens(rest: &[u8]) -> bool {
    let Some((mark, body)) = rest.split_first().filter(|(mark, _)| matches!(mark, b'?' | b'%')) else {
        return false;
    };
    let body = body.get(..REACH).unwrap_or(body);
    if *mark == b'?' && is_long_tag(body) {
        return true;
    }
    if *mark == b'?' && INSTRUCTIONS.iter().any(|name| starts(body, name)) {
        return false;
    }
    let close = memmem::find(body, &[*mark, b'>']);
    let inside = close.and_then(|at| body.get(..at)).unwrap_or(body);
    let text = inside.get(..run_of_text(inside)).unwrap_or_default();
    let is_closed = close.is_some() && text.len() == inside.len();
    let text = text.to_ascii_lowercase();
    let declared = text.strip_prefix(b"@").map(<[u8]>::trim_ascii_start);
    declared.is_some_and(|rest| DIRECTIVES.iter().any(|word| starts_word(rest, word)))
        || SHORT.iter().any(|word| has_word(&text, word))
        || REQUEST.iter().any(|word| memmem::find(&text, word).is_some())
        || is_command(&text, is_closed)
        || (is_closed && has_call(&text))
        || has_long_word(inside)
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
        || is_command(&code.to_ascii_lowercase(), false)
}

/// `php` and white space, and text behind it. Where the file ends with it, it is there on purpose.
fn is_long_tag(body: &[u8]) -> bool {
    let Some(code) = body.get(3..).filter(|_| starts(body, b"php")) else { return false };
    match code.split_first() {
        None => true,
        Some((space, code)) => is_space(*space) && run_of_text(code) >= 3.min(code.len()),
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

/// `text` is in lower case.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    memmem::find_iter(text, word).any(|at| {
        text.get(at + word.len()).is_some_and(|next| is_space(*next) || matches!(next, b'(' | b'['))
    })
}

/// The long words begin with few letters, so most windows are passed over at once.
fn has_long_word(inside: &[u8]) -> bool {
    let lower = inside.to_ascii_lowercase();
    LONG.iter().any(|word| {
        memmem::find_iter(&lower, word)
            .any(|at| word.ends_with(b".") || lower.get(at + word.len()).is_some_and(|next| ends_word(*next)))
    })
}

/// A command between back-ticks, first thing behind the opener.
fn is_command(text: &[u8], is_closed: bool) -> bool {
    let rest = text.trim_ascii_start();
    let rest = rest.strip_prefix(b"=").or_else(|| rest.strip_prefix(b"echo")).unwrap_or(rest);
    let Some(command) = rest.trim_ascii_start().strip_prefix(b"`") else { return false };
    let Some(end) = memchr::memchr(b'`', command) else { return false };
    let behind = command.get(end + 1..).unwrap_or_default().trim_ascii_start();
    end >= 2 && (behind.starts_with(b";") || (is_closed && behind.is_empty()))
}

/// `name(` with a name of three letters and more, and `)` behind it.
fn has_call(text: &[u8]) -> bool {
    memchr::memchr_iter(b'(', text).any(|at| {
        let before = text.get(..at).unwrap_or_default().trim_ascii_end();
        let name = before.iter().rev().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
        name >= 3 && memchr::memchr(b')', text.get(at..).unwrap_or_default()).is_some()
    })
}

/// How many bytes of text `bytes` begins with.
pub(super) fn run_of_text(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| matches!(b, 0x20..=0x7E | b'\t' | b'\n' | b'\r')).count()
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
