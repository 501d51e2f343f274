//! Whether a line is code or prose, where a character is at home in one of the two.

use super::characters::is_visible;
use super::class::class_of;

/// Commands that are no words of a language, so that a line which begins with one is code without any sign of it.
const COMMANDS: [&str; 32] = [
    "apt", "apt-get", "bash", "brew", "cargo", "cd", "chmod", "chown", "cp", "curl", "docker", "echo", "git",
    "grep", "kubectl", "ls", "mkdir", "mv", "node", "npm", "npx", "pip", "pip3", "python", "python3", "rm",
    "scp", "sed", "sh", "ssh", "sudo", "wget",
];
/// The letters of the longest, and one more.
const LONGEST: usize = 8;

/// Whether a line has what prose has not: signs of assignment and of blocks, options, paths, calls without arguments, a
/// semicolon at its end; or begins with a command.
///
/// What is invisible does not count, because it may be taken away; and all blanks are alike, because they may become
/// one.
pub(super) fn is_code(line: &str) -> bool {
    let seen = || line.chars().filter(|c| c.is_ascii() || is_visible(class_of(*c))).map(as_blank);
    let command: String = seen().skip_while(|c| *c == ' ').take_while(|c| *c != ' ').take(LONGEST).collect();
    if COMMANDS.contains(&command.as_str()) {
        return true;
    }
    let mut before = [' '; 2];
    for c in seen().chain([' ']) {
        let [farther, last] = before;
        let is_sign = match c {
            '=' | '{' | '}' | '|' | '\\' | '`' | '<' | '>' | '_' => true,
            // An option, a path of the root or the home.
            'a'..='z' | 'A'..='Z' => farther == ' ' && matches!(last, '-' | '/'),
            '-' => farther == ' ' && last == '-',
            '/' => matches!(last, '~' | '/') && farther != ':',
            '*' => last == '/',
            ')' => last == '(' && farther.is_alphanumeric(),
            ':' => last == ':',
            '&' => last == '&',
            _ => last == '$' && c.is_alphabetic(),
        };
        if is_sign {
            return true;
        }
        before = [last, c];
    }
    let mut end = seen().filter(|c| *c != ' ');
    end.next_back() == Some(';')
}

fn as_blank(c: char) -> char {
    if c.is_whitespace() { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::is_code;

    #[test]
    fn code_and_prose() {
        for code in [
            "x = 1",
            "rm -rf",
            "git push",
            "if (x) {",
            "a\u{A0}--b",
            "cat /etc/passwd",
            "cd ~/x",
            "f()",
            "return x;",
            "a && b",
            "echo $HOME",
            "-\u{200B}-x",
            "std::fs",
            "// no",
        ] {
            assert!(is_code(code), "{code:?}");
        }
        for prose in [
            "v Praze",
            "see below (or not)",
            "e-mail",
            "and/or",
            "$5",
            "a - b",
            "he; she",
            "https://a.test",
            "",
            "gite",
        ] {
            assert!(!is_code(prose), "{prose:?}");
        }
    }
}
