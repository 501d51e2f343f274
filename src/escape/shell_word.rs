//! One word of a shell command.

use super::find::Finder;
use super::scan::{self, Context};
use super::{EscapeError, EscapeErrorKind};
use std::fmt::{self, Write};

/// Makes a text one word of a POSIX shell command (`sh`, `bash`, `dash`, `ksh`, `zsh`), or says that it cannot be one.
///
/// | in | out |
/// |---|---|
/// | any text | the text in `'`, always |
/// | `'` inside | `'\''` |
/// | the empty text | `''` |
///
/// Plain words are quoted too: bare, `2` would be a file descriptor before a `>`, `if` a keyword, and any word an
/// alias of zsh.
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
/// # Cost
/// Linear in the text; allocates the result, which is at most four times as long, plus the quotes.
///
/// # Examples
/// ```
/// use untaint::escape;
///
/// assert_eq!(escape::shell_word("a.txt")?, "'a.txt'");
/// assert_eq!(escape::shell_word("it's $(x)")?, r"'it'\''s $(x)'");
/// assert_eq!(escape::shell_word("a\0b").unwrap_err().code(), "escape.nul");
/// # Ok::<(), escape::EscapeError>(())
/// ```
pub fn shell_word(text: &str) -> Result<String, EscapeError> {
    // Most texts have neither, and one look tells so.
    let Some(odd) = memchr::memchr2(0, b'\'', text.as_bytes()) else {
        let mut word = String::with_capacity(text.len() + 2);
        word.push('\'');
        word.push_str(text);
        word.push('\'');
        return Ok(word);
    };
    // `odd` is a place in the text.
    if let Some(at) = memchr::memchr(0, &text.as_bytes()[odd..]) {
        return Err(EscapeErrorKind::Nul { at: odd + at }.into());
    }
    Ok(scan::collect(text, |out| {
        out.push('\'');
        scan::write(Quoted, text, out)?;
        out.push('\'');
        Ok(())
    }))
}

#[derive(Clone, Copy)]
struct Quoted;

impl Finder for Quoted {
    #[inline(always)]
    fn may_change(self, byte: u8) -> bool {
        byte == b'\''
    }
}

impl Context for Quoted {
    fn changes(self, _: char) -> bool {
        true
    }

    fn write_escape<W: Write>(self, _: char, out: &mut W) -> fmt::Result {
        // The quotes end, an escaped one stands by itself, and they begin again.
        out.write_str("'\\''")
    }
}
