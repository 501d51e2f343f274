//! A bash that waits at a prompt in a terminal of its own, and what it receives when something is pasted there.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How a terminal passes a paste on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paste {
    /// As if it had been typed.
    Typed,
    /// Between the marks of a bracketed paste, which the shell asked for.
    Bracketed,
}

/// Writes each line that is entered, and what stands at the prompt when `^X r` is pressed, with a NUL behind it.
/// (Entering the lines of a bracketed paste would give the first one only.)
const LOOP: &str = r#"
    bind -x '"\C-xr": printf "%s\0" "$READLINE_LINE" >>"$RECEIVED"; READLINE_LINE=' 2>/dev/null
    while IFS= read -r -e -p '> ' line; do printf '%s\0' "$line" >>"$RECEIVED"; done
"#;

/// The key that writes down what stands at the prompt.
const NOTE: &str = "\u{18}r";

/// What stands behind each paste, so that its end is seen.
const END: &str = "the end of the paste";

/// How long a shell may take. One that was sent astray by what it got never answers.
const PATIENCE: Duration = Duration::from_secs(15);

/// Whether there are the programs that this needs.
///
/// # Errors
/// A sentence for the person who runs the tests, when one is missing.
pub fn find() -> Result<(), String> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let is_there = |name: &str| std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    if is_there("bash") && is_there("script") {
        Ok(())
    } else {
        Err("needs bash and script (Debian: bash, bsdutils)".to_owned())
    }
}

/// Pastes `text` at the prompt of a new shell and tells what the shell received: the lines it took, and what stands
/// at the prompt then.
///
/// `None` when the shell did not come back to its prompt: then the paste did something else than being text.
///
/// # Panics
/// When no shell starts.
#[must_use]
pub fn paste(text: &str, how: Paste) -> Option<String> {
    let mut shell = Shell::start(how);
    if how == Paste::Bracketed {
        shell.press(&format!("\u{1b}[200~{text}\u{1b}[201~"));
    } else {
        shell.press(text);
    }
    shell.press(NOTE);
    shell.press(END);
    shell.press(NOTE);
    shell.received()
}

struct Shell {
    child: Child,
    keys: Option<ChildStdin>,
    folder: PathBuf,
}

impl Shell {
    fn start(how: Paste) -> Self {
        static SHELLS: AtomicU64 = AtomicU64::new(0);
        let number = SHELLS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("untaint-shell-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for the shell");
        let brackets = if how == Paste::Bracketed { "on" } else { "off" };
        // TAB is part of a snippet's layout; what it completes to depends on the machine.
        let settings = format!("set enable-bracketed-paste {brackets}\nset disable-completion on\n");
        std::fs::write(folder.join("inputrc"), settings).expect("the settings");
        // `script` is a terminal whose keys come from a pipe.
        let mut child = Command::new("script")
            .args(["-qec", r#"exec bash --noprofile --norc -c "$LOOP""#, "/dev/null"])
            .env("LOOP", LOOP)
            .env("INPUTRC", folder.join("inputrc"))
            .env("RECEIVED", folder.join("received"))
            .env("SHELL", "/bin/sh")
            .env("TERM", "xterm")
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a terminal");
        // Nothing may be pasted before the prompt is there: until then the terminal itself edits lines.
        let mut screen = child.stdout.take().expect("the screen");
        let mut seen = Vec::new();
        let mut byte = [0];
        while !seen.ends_with(b"> ") {
            assert!(matches!(screen.read(&mut byte), Ok(1)), "the shell ended before its prompt");
            seen.push(byte[0]);
        }
        // A terminal that nobody reads stops.
        std::thread::spawn(move || std::io::copy(&mut screen, &mut std::io::sink()));
        let keys = child.stdin.take();
        Self { child, keys, folder }
    }

    fn press(&mut self, keys: &str) {
        if let Some(pipe) = &mut self.keys {
            // A shell that ended meanwhile receives nothing; `received` says so.
            let _ = pipe.write_all(keys.as_bytes()).and_then(|()| pipe.flush());
        }
    }

    /// The lines before the end mark, once it is there.
    fn received(&mut self) -> Option<String> {
        let asked = Instant::now();
        let end = format!("{END}\0");
        while asked.elapsed() < PATIENCE {
            let lines = std::fs::read(self.folder.join("received")).unwrap_or_default();
            let lines = String::from_utf8_lossy(&lines);
            if let Some(lines) = lines.strip_suffix(&end) {
                return Some(lines.strip_suffix('\0').unwrap_or(lines).replace('\0', "\n"));
            }
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        None
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.keys.take(); // the end of its keys is the end of the shell
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if asked.elapsed() > Duration::from_secs(1) {
                let _ = self.child.kill();
                let _ = self.child.wait();
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
