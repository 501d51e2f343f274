//! Values for a header of an answer, written as they are.

use super::{Attack, harmless, hostile};

const HTTP: &str = "RFC 9110, 5.5 (field values)";

#[rustfmt::skip]
pub(super) const ROWS: &[Attack] = &[
    hostile("x\r\nSet-Cookie: sid=1", "a second header", "CWE-113"),
    hostile("x\nSet-Cookie: sid=1", "a line feed is enough for most readers", "RFC 9112, 2.2"),
    hostile("x\rSet-Cookie: sid=1", "a carriage return is for some", "RFC 9112, 2.2"),
    hostile("x\r\n\r\n<script>alert(1)</script>", "ends the headers: what follows is the page", "CWE-113"),
    hostile("x\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "ends the answer and begins another", "CWE-444"),
    hostile("x\r\nTransfer-Encoding: chunked", "changes where the answer ends", "CWE-444"),
    hostile("x\r\n folded", "an old way to go on in the next line", "RFC 9112, 5.2"),
    hostile("\r\n", "a line end alone", "CWE-113"),
    hostile("x\n", "a line end behind it: `$` of many regular expressions stops before it", "CWE-777"),
    hostile("x\0y", "NUL: Chromium refuses the whole answer", "seen in Chromium 156"),
    hostile("x\u{7F}y", "DEL is no part of a value", HTTP),
    hostile("x\u{1}y", "nor is another control", HTTP),
    hostile("x\u{1B}[2J", "an escape: who looks at the log loses the screen", "CWE-150"),
    harmless("text/plain; charset=utf-8", "a media type", HTTP),
    harmless("a\tb", "a tab is white space", HTTP),
    harmless("W/\"a-b-c\"", "a tag with quotes", HTTP),
    harmless("attachment; filename=\"a b.txt\"", "a file's name", "RFC 6266"),
    harmless("%0d%0aSet-Cookie:%20sid=1", "escapes that nobody decodes are letters", "CWE-113"),
    harmless("x\\r\\nSet-Cookie: sid=1", "backslashes are letters", "CWE-113"),
    harmless("caf\u{E9}", "bytes above ASCII pass, without a meaning", HTTP),
    harmless("", "nothing", HTTP),
];
