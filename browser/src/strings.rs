//! Generated strings: a fixed seed, so that a failure repeats; `UNTAINT_SEED=7` tries others.

/// A small generator of pseudo-random numbers (`SplitMix64`, Steele and others, 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The same seed gives the same numbers; `UNTAINT_SEED` in the environment gives others.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let shift = std::env::var("UNTAINT_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(0_u64);
        Self(seed.wrapping_add(shift.wrapping_mul(0x1_0000)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap_or(1)).unwrap_or(0)
    }

    /// One of them.
    ///
    /// # Panics
    /// When there is none.
    pub fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What moves a URL parser's mind: controls, slashes, separators, escapes of them, and characters that IDNA maps
/// to `.`, `/`, `:`, to letters, or to nothing.
pub const URL_TRICKS: &[&str] = &[
    "\t",
    "\n",
    "\r",
    "\0",
    "\u{1}",
    "\u{b}",
    "\u{c}",
    "\u{1f}",
    " ",
    "\u{7f}",
    "\u{80}",
    "\u{85}",
    "\u{a0}",
    "\\",
    "\\\\",
    "/",
    "//",
    "///",
    "/.",
    "/..",
    "/./",
    "/../",
    "./",
    "../",
    ".",
    "..",
    "%2e",
    "%2E%2e",
    "%2f",
    "%2F",
    "%5c",
    "%09",
    "%0a",
    "%0d",
    "%00",
    "%20",
    "%40",
    "%3a",
    "%23",
    "%3f",
    "%",
    "%zz",
    "@",
    "a@",
    "a:b@",
    ":",
    "::",
    ":80",
    ":443",
    ":0443",
    ":8443",
    ":65536",
    ":0",
    "?",
    "#",
    "?#",
    ";",
    "&",
    "=",
    "[",
    "]",
    "[::1]",
    "|",
    "^",
    "`",
    "<",
    ">",
    "\"",
    "'",
    "{",
    "}",
    "*",
    "_",
    "-",
    "xn--",
    "\u{ad}",
    "\u{200b}",
    "\u{200c}",
    "\u{200d}",
    "\u{2060}",
    "\u{feff}",
    "\u{3002}",
    "\u{ff0e}",
    "\u{ff61}",
    "\u{2024}",
    "\u{ff0f}",
    "\u{2044}",
    "\u{2215}",
    "\u{29f8}",
    "\u{ff3c}",
    "\u{ff1a}",
    "\u{fe13}",
    "\u{ff20}",
    "\u{fe6b}",
    "\u{ff1f}",
    "\u{ff03}",
    "\u{ff05}",
    "\u{2100}",
    "\u{2488}",
    "\u{33c2}",
    "\u{fb06}",
    "\u{24d0}",
    "\u{ff41}",
    "\u{131}",
    "\u{130}",
    "\u{df}",
    "\u{17f}",
    "\u{3c2}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{3000}",
    "\u{fffd}",
    "\u{ffff}",
    "\u{1d41a}",
    "\u{e0020}",
    "http:",
    "https:",
    "http://",
    "https://",
    "HTTPS://",
    "javascript:",
    "data:",
    "evil.example",
    ".evil.example",
    "//evil.example",
    "@evil.example",
    "app.test",
    "//app.test",
    "https://app.test",
    "http://app.test",
    "0x7f.1",
    "127.0.0.1",
    "2130706433",
    "0",
];

/// Changes `text` at one to three places: puts a trick in, takes a character out, swaps one for a trick.
#[must_use]
pub fn mutated(text: &str, random: &mut Random) -> String {
    let mut chars: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..=random.below(3) {
        // The first bytes decide most, so half of the changes are made there.
        let limit = if random.below(2) == 0 { chars.len().min(12) } else { chars.len() };
        let at = random.below(limit + 1);
        let trick = random.pick(URL_TRICKS).to_owned();
        match random.below(4) {
            0 if at < chars.len() => drop(chars.remove(at)),
            1 if at < chars.len() => chars[at] = trick,
            2 => chars.push(trick),
            _ => chars.insert(at, trick),
        }
    }
    chars.concat()
}

/// Strings of one to `longest` tricks.
#[must_use]
pub fn assembled(longest: usize, random: &mut Random) -> String {
    (0..=random.below(longest)).map(|_| random.pick(URL_TRICKS)).collect()
}
