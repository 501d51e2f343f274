//! The pieces that decide, of each checker: put together in all ways up to a length by `tests/exhaustive.rs` and, where
//! browsers are asked, by the suites in `browser/`.

/// What decides where a redirect target leads.
pub const OF_REDIRECT: &[&str] = &[
    "/",
    "\\",
    ":",
    "@",
    "?",
    "#",
    ".",
    "\t",
    " ",
    "https",
    "javascript",
    "evil.example",
    "app.test",
    "[",
    "%2f",
    "\u{3002}",
];

/// What decides where a link leads, and whether it runs.
pub const OF_URI: &[&str] = &[
    "/",
    "\\",
    ":",
    "@",
    "?",
    "#",
    ".",
    "\t",
    "\n",
    " ",
    "\u{1}",
    "https",
    "JavaScript",
    "data",
    "example.com",
    "evil.example",
];

/// How many pieces more than the quick length: `UNTAINT_DEPTH`.
pub fn deeper() -> usize {
    std::env::var("UNTAINT_DEPTH").ok().and_then(|depth| depth.parse().ok()).unwrap_or(0)
}

/// All strings of at most so many pieces.
pub fn all(pieces: &[&str], longest: usize) -> Vec<String> {
    let mut strings = vec![String::new()];
    let mut last = 0;
    for _ in 0..longest {
        let end = strings.len();
        for at in last..end {
            for piece in pieces {
                strings.push(format!("{}{piece}", strings[at]));
            }
        }
        last = end;
    }
    strings
}
