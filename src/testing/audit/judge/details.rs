//! What a failing site tells, and that it fails.

use super::super::kind::AuditKind;
use super::{Hit, Seen};

const TELLING: [&str; 18] = [
    "panicked at ",
    "stack backtrace:",
    "Traceback (most recent call last)",
    ".rs:",
    "thread 'main'",
    "thread 'tokio",
    "RUST_BACKTRACE",
    "/.cargo/",
    "rusqlite::",
    "sqlx::",
    "SqliteFailure",
    "SQLITE_ERROR",
    "SQLSTATE",
    "syntax error at or near",
    "no such table",
    "no such column",
    "unrecognized token:",
    "(os error ",
];

pub(super) fn judge(seen: &Seen<'_>, hits: &mut Vec<Hit>) {
    let answer = seen.answer;
    // A page about errors may name them; an answer that is one should not.
    if answer.status >= 400 {
        if let Some(word) = TELLING.iter().find(|word| answer.body.contains(**word)) {
            hits.push(Hit::new(
                AuditKind::Details,
                None,
                format!("an answer {} holds {word:?}", answer.status),
            ));
        }
    }
    // 501 and 503 are said on purpose.
    if answer.status >= 500 && !matches!(answer.status, 501 | 503) {
        hits.push(Hit::new(AuditKind::Failure, None, format!("the answer is {}", answer.status)));
    }
}
