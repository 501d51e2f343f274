//! `escape::html` by blocks, pairs and buffers gives what the naive way gives, in texts of every kind of letters and
//! around the end of each of them.

mod support;

use std::borrow::Cow;
use support::escape::naive_html;
use untaint::escape;

const SPECIALS: [char; 7] = ['&', '<', '>', '"', '\'', '\r', '\0'];

/// All ways to escape a text agree with the naive one.
#[track_caller]
fn assert_agrees(text: &str) {
    let expected = naive_html(text);
    let escaped = escape::html(text);
    assert_eq!(escaped, expected);
    assert_eq!(matches!(escaped, Cow::Borrowed(_)), text == expected);
    assert_eq!(escape::Html(text).to_string(), expected);
    let mut page = String::from("<p>");
    escape::html_into(&mut page, text);
    assert_eq!(page.strip_prefix("<p>"), Some(expected.as_str()));
}

/// All texts agree, and in one of them it would be noticed if one of the specials were left out.
#[track_caller]
fn assert_all_agree(texts: &[String], specials: &[char]) {
    for text in texts {
        assert_agrees(text);
    }
    for left_out in specials {
        let wrong = |text: &str| {
            text.split(*left_out).map(naive_html).collect::<Vec<_>>().join(&left_out.to_string())
        };
        assert!(texts.iter().any(|text| wrong(text) != naive_html(text)), "{left_out:?}");
    }
}

/// Texts that look random, and are the same each time.
struct Texts {
    state: u64,
    scripts: Vec<Vec<char>>,
    others: Vec<char>,
}

impl Texts {
    fn new(seed: u64) -> Self {
        // What most of a text is: ASCII, a mixture, letters of two to four bytes without and with spaces.
        let scripts =
            ["abcdefghijkl ", "aeiouäöüß éßa", "漢字仮名", "слово за слово ", "😀漢é", "ไทยไทยไทย "];
        Self {
            state: seed,
            scripts: scripts.iter().map(|script| script.chars().collect()).collect(),
            others: "aA09 #$%=?|}~\t\n\u{1}\u{5}\u{C}\u{1E}\u{7F}&<>\"'\r\0éß漢😀".chars().collect(),
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap_or(0) % limit
    }

    /// Fewer characters than that of one script, with other characters from rare to nothing else.
    fn of_one_script(&mut self, longest: usize) -> String {
        let (len, script) = (self.below(longest), self.below(self.scripts.len()));
        let rare = [1, 2, 4, 10, 40, 200, 1000][self.below(7)];
        let mut text = String::new();
        for _ in 0..len {
            let is_other = self.below(rare) == 0;
            let at = self.below(if is_other { self.others.len() } else { self.scripts[script].len() });
            text.push(if is_other { self.others[at] } else { self.scripts[script][at] });
        }
        text
    }
}

#[test]
fn texts_of_one_script_with_specials_from_rare_to_every_other() {
    let mut texts = Texts::new(7);
    let texts: Vec<String> =
        (0..20_000).map(|round| texts.of_one_script(if round % 10 == 0 { 5000 } else { 300 })).collect();
    assert_all_agree(&texts, &SPECIALS);
}

/// What is ASCII goes another way than the rest, long stretches another than short ones, and a text may turn from one
/// to the other anywhere.
#[test]
fn texts_of_several_scripts() {
    let mut texts = Texts::new(8);
    let several = |round: usize| {
        let longest = [100, 700, 3000][round % 3];
        (0..texts.below(7)).map(|_| texts.of_one_script(longest)).collect::<Vec<_>>().concat()
    };
    let texts: Vec<String> = (0..3_000).map(several).collect();
    assert_all_agree(&texts, &SPECIALS);
}

/// A special, and a character of several bytes, at every place of a text of every length around the blocks.
#[test]
fn all_lengths_around_the_blocks() {
    let mut texts = Vec::new();
    for len in 0..400 {
        for at in [0, 1, 62, 63, 64, 65, 126, 127, 128, 129, 190, 191, 192, 255, 256, 257, len / 2, len] {
            let at = at.min(len);
            for special in ["<", "漢", "😀'", "\0", "#"] {
                texts.push(format!("{}{special}{}", "x".repeat(at), "y".repeat(len - at)));
            }
        }
    }
    assert_all_agree(&texts, &['<', '\'', '\0']);
}

/// What the rough question does not know is not lost on the finer ones.
#[test]
fn every_byte_of_ascii_at_the_ends_of_vectors_blocks_and_pairs() {
    let mut texts = Vec::new();
    for c in (0..=0x7F_u8).map(char::from) {
        for at in [0, 1, 15, 16, 63, 64, 127, 128, 129, 191, 255, 256, 400] {
            for (letter, behind) in [("x", 300), ("x", 30), ("é", 300), ("漢", 300)] {
                texts.push(format!("{}{c}{}", letter.repeat(at), letter.repeat(behind)));
            }
        }
    }
    assert_all_agree(&texts, &SPECIALS);
}

/// Pieces of a text beyond ASCII are tried for the buffer after 4096 bytes, wherever a character is then.
#[test]
fn crowds_of_specials_between_letters_beyond_ascii() {
    let mut texts = Vec::new();
    for letter in ["漢", "é", "😀", "éa"] {
        for shift in 0..5 {
            for specials in [1, 62, 63, 64, 65, 127, 128, 129, 200, 2500] {
                let (shift, crowd) = ("a".repeat(shift), "<".repeat(specials));
                texts.push(format!("{shift}{}{crowd}{}", letter.repeat(1600), letter.repeat(1500)));
                texts.push(format!("'{shift}{}{crowd}{}&", letter.repeat(1600), letter.repeat(1500)));
                texts.push(format!("<{shift}{}{crowd}{}", letter.repeat(40), letter.repeat(1500)));
            }
        }
    }
    assert_all_agree(&texts, &['&', '<', '\'']);
}
