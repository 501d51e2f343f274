//! One word of a shell command.

use super::{EscapeError, EscapeErrorKind};
use std::borrow::Cow;

/// Makes a text one word of a POSIX shell command (`sh`, `bash`, `dash`, `ksh`, `zsh`), or says that it cannot be one.
///
/// | in | out |
/// |---|---|
/// | only ASCII letters and digits, `_` `-` `.` `/` `:` `,` `+` `@` | itself |
/// | anything else | the text in `'` |
/// | `'` inside | `'\''` |
/// | the empty text | `''` |
///
/// # Guarantees
/// Where the shell expects a word, it reads exactly this text, as one argument: no expansion, no substitution, no
/// second command.
///
/// # Does not guarantee
/// * What the program does with the argument. A text that begins with `-` is an option to most: put `--` before it, or
///   `./` before a file name.
/// * Inside quotes of yours, in a here-document, a comment, or a shell within the shell (`ssh host …`, `eval`, `sh -c`
///   read once more: escape once more).
/// * `cmd.exe`, PowerShell, `csh` and `fish`.
/// * A terminal: typed or pasted there, control characters are keys.
///
/// Prefer `std::process::Command` with `arg`, which starts programs without any shell.
///
/// # Errors
/// [`EscapeErrorKind::Nul`]: no argument can hold a NUL.
///
/// Linear in the text; borrows when nothing changes; the output is at most four times as long, plus the quotes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::shell_word("a.txt")?, "a.txt");
/// assert_eq!(escape::shell_word("it's $(x)")?, r"'it'\''s $(x)'");
/// assert_eq!(escape::shell_word("a\0b").unwrap_err().code(), "escape.nul");
/// # Ok::<(), escape::EscapeError>(())
/// ```
#[doc(alias = "escapeshellarg")]
#[doc(alias = "shlex")]
#[doc(alias = "shellescape")]
#[doc(alias = "quote")]
pub fn shell_word(text: &str) -> Result<Cow<'_, str>, EscapeError> {
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Ok(Cow::Borrowed(text));
    }
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        return Err(EscapeErrorKind::Nul { at }.into());
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4 + 16);
    out.push('\'');
    for part in text.split_inclusive('\'') {
        match part.strip_suffix('\'') {
            Some(kept) => {
                out.push_str(kept);
                out.push_str("'\\''");
            }
            None => out.push_str(part),
        }
    }
    out.push('\'');
    Ok(Cow::Owned(out))
}

/// Not among them: `=` (an assignment as the first word, a path in zsh), `%` (a job), `~`, `^`, `!`, `{`.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':' | b',' | b'+' | b'@')
}
