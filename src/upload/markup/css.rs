//! What a style sheet or a style attribute loads.

/// What was found in a style.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Css {
    /// It names a resource that is not in the file.
    pub(super) loads: bool,
    /// It runs script in some browser, if an old one.
    pub(super) runs: bool,
}

/// Reads a style in one pass; more than what loads may be reported, such as text in quotes.
pub(super) fn look(style: &str) -> Css {
    let mut found = Css::default();
    // Nothing below stands without one of these.
    if !style.contains(['(', '@', ':', '\\']) {
        return found;
    }
    let plain = unescaped(style);
    let mut at = 0;
    let rest = |at: usize| plain.get(at..).unwrap_or_default();
    while let Some(length) = rest(at).find(['(', '@', ':']) {
        at += length;
        let before = plain.get(..at).unwrap_or_default();
        let behind = rest(at + 1);
        match rest(at).as_bytes().first() {
            Some(b'@') => {
                if behind.starts_with("import") {
                    found.loads = true;
                } else if let Some(space) = behind.strip_prefix("namespace") {
                    // The address of a namespace names nothing to load.
                    at += 1 + "namespace".len() + namespace_length(space);
                    continue;
                }
            }
            Some(b':') => {
                let word = before.trim_end();
                found.runs |= word.ends_with("behavior") && !word.ends_with("-behavior");
                found.runs |= word.ends_with("-moz-binding");
            }
            _ => {
                if before.ends_with("expression") {
                    found.runs = true;
                } else if before.ends_with("url") || before.ends_with("src") {
                    let (loads, runs) = address(behind);
                    found.loads |= loads;
                    found.runs |= runs;
                } else if before.ends_with("image-set")
                    || before.ends_with("image")
                    || before.ends_with("url-prefix")
                {
                    found.loads |= !behind.trim_start().starts_with("url(");
                }
            }
        }
        at += 1;
    }
    found
}

/// Whether an address leads out of the file, and whether it is a script.
fn address(behind: &str) -> (bool, bool) {
    let address = behind.trim_start_matches([' ', '\t', '\r', '\n', '\x0C', '"', '\'']);
    let is_inside = address.is_empty() || address.starts_with(['#', ')']) || address.starts_with("data:");
    (!is_inside, address.starts_with("javascript:") || address.starts_with("vbscript:"))
}

/// Addresses of namespaces are short; without an end in so many bytes, nothing is passed over.
const LONGEST: usize = 256;

/// How long the prefix and the address of `@namespace` are: only exactly that is passed over.
fn namespace_length(text: &str) -> usize {
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let behind = text.trim_start().trim_start_matches(word).trim_start();
    let Some(address) = behind.strip_prefix("url(") else { return 0 };
    let address_end = address.bytes().take(LONGEST).position(|byte| byte == b')');
    match address_end {
        Some(end) if !address.get(..end).unwrap_or_default().contains(['@', '{', '}', ';', '(']) => {
            text.len() - address.len() + end
        }
        _ => 0,
    }
}

/// In lower case, with escapes decoded (CSS Syntax, section 4.3.7).
fn unescaped(style: &str) -> String {
    let mut plain = String::with_capacity(style.len());
    let mut chars = style.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c.to_ascii_lowercase());
            continue;
        }
        let mut value = 0;
        let mut digits = 0;
        while let Some(digit) = chars.peek().and_then(|c| c.to_digit(16)).filter(|_| digits < 6) {
            value = value * 16 + digit;
            digits += 1;
            chars.next();
        }
        if digits > 0 {
            if chars.peek().is_some_and(char::is_ascii_whitespace) {
                chars.next();
            }
            plain.push(char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER).to_ascii_lowercase());
        } else if let Some(next) = chars.next().filter(|c| !matches!(c, '\n' | '\r' | '\x0C')) {
            plain.push(next.to_ascii_lowercase());
        }
    }
    plain
}
