//! `escape` beside peers that do the same.
//!
//! A row "of 32" takes the next of 32 different texts at each call; the others repeat one, which a branch predictor may
//! learn by heart. The rows of `html` compare what returns a string of its own, those of `html_into` what appends to
//! one that is warm and large enough. Names in parentheses are marks to measure by, not peers.

use crate::{Row, Run};
use std::cell::RefCell;
use std::fmt::Write as _;
use untaint::escape;

const KB: usize = 1024;
const ENGLISH: &str = "The quick brown fox jumps over the lazy dog, and 17 more of them. ";
const LATIN: &str = "lorem ipsum dolor sit amet consectetur ";
const GERMAN: &str = "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. ";
const CHINESE: &str = "天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。";
const HAN: &str = "天地玄黃宇宙洪荒日月盈昃辰宿列張";

/// A text's name, its length, its letters, how rare specials are (0: none), and whether there are 32.
type Cell = (&'static str, usize, &'static str, u64, bool);

const CELLS: [Cell; 30] = [
    ("20 B clean", 20, ENGLISH, 0, false),
    ("20 B 1/30", 20, LATIN, 30, false),
    ("20 B 1/30 of 32", 20, LATIN, 30, true),
    ("20 B 1/4 of 32", 20, LATIN, 4, true),
    ("60 B clean", 60, ENGLISH, 0, false),
    ("60 B 1/60", 60, LATIN, 60, false),
    ("60 B 1/60 of 32", 60, LATIN, 60, true),
    ("60 B 1/30 of 32", 60, LATIN, 30, true),
    ("60 B 1/4", 60, LATIN, 4, false),
    ("60 B 1/4 of 32", 60, LATIN, 4, true),
    ("60 B CJK 1/60 of 32", 60, CHINESE, 60, true),
    ("60 B German 1/60 of 32", 60, GERMAN, 60, true),
    ("1 KB clean", KB, ENGLISH, 0, false),
    ("1 KB 1/60", KB, LATIN, 60, false),
    ("1 KB 1/60 of 32", KB, LATIN, 60, true),
    ("1 KB 1/30 of 32", KB, LATIN, 30, true),
    ("1 KB 1/4", KB, LATIN, 4, false),
    ("1 KB 1/4 of 32", KB, LATIN, 4, true),
    ("1 KB CJK 1/60 of 32", KB, CHINESE, 60, true),
    ("1 KB German 1/60 of 32", KB, GERMAN, 60, true),
    ("64 KB clean", 64 * KB, ENGLISH, 0, false),
    ("64 KB 1/60", 64 * KB, LATIN, 60, false),
    ("64 KB 1/60 of 32", 64 * KB, LATIN, 60, true),
    ("64 KB 1/30 of 32", 64 * KB, LATIN, 30, true),
    ("64 KB 1/4", 64 * KB, LATIN, 4, false),
    ("64 KB 1/4 of 32", 64 * KB, LATIN, 4, true),
    ("64 KB CJK 1/60", 64 * KB, CHINESE, 60, false),
    ("64 KB CJK 1/60 of 32", 64 * KB, CHINESE, 60, true),
    ("64 KB German 1/60", 64 * KB, GERMAN, 60, false),
    ("64 KB German 1/60 of 32", 64 * KB, GERMAN, 60, true),
];

pub(crate) fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> = CELLS.into_iter().flat_map(html_rows).collect();
    rows.extend(other_rows());
    rows
}

/// The escape that returns a string, and the one that appends, each beside the peers that do the same.
fn html_rows((input, len, letters, every, varied): Cell) -> [Row; 2] {
    let seeds = 0..if varied { 32 } else { 1 };
    let texts: Vec<String> = seeds.map(|seed| with_specials(letters, len, every, seed)).collect();
    let returned = vec![
        ("escape::html", each(&texts, |text| escape::html(text).len())),
        ("html-escape", each(&texts, |text| html_escape::encode_quoted_attribute(text).len())),
        (
            "sailfish",
            each(&texts, |text| {
                let mut out = String::new();
                sailfish::runtime::escape::escape_to_string(text, &mut out);
                out.len()
            }),
        ),
        (
            "pulldown (simd)",
            each(&texts, |text| {
                let mut out = String::with_capacity(text.len());
                done(pulldown_cmark_escape::escape_html(&mut out, text).is_ok());
                out.len()
            }),
        ),
        ("v_htmlescape 0.15", each(&texts, |text| v_htmlescape_015::escape(text).to_string().len())),
    ];
    let appended = vec![
        ("html_into", append(&texts, |text, out| escape::html_into(out, text))),
        (
            "v_htmlescape 0.15",
            append(&texts, |text, out| done(write!(out, "{}", v_htmlescape_015::escape(text)).is_ok())),
        ),
        ("v_htmlescape 0.17", append(&texts, v_htmlescape::escape_string)),
        ("askama_escape", append(&texts, |text, out| done(askama_escape::escape_html(out, text).is_ok()))),
        (
            "pulldown (simd)",
            append(&texts, |text, out| done(pulldown_cmark_escape::escape_html(out, text).is_ok())),
        ),
        ("sailfish", append(&texts, sailfish::runtime::escape::escape_to_string)),
        ("(our Display)", append(&texts, |text, out| done(write!(out, "{}", escape::Html(text)).is_ok()))),
        ("(memcpy)", append(&texts, |text, out| out.push_str(text))),
    ];
    let bytes = mean(&texts);
    [
        Row { work: "escape::html", input, bytes, runs: returned },
        Row { work: "escape::html_into", input, bytes, runs: appended },
    ]
}

fn other_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    let mut add =
        |work, input, texts: &[String], ours: fn(&str) -> usize, peers: Vec<(&'static str, Run)>| {
            let mut runs = vec![(work, each(texts, ours))];
            runs.extend(peers);
            rows.push(Row { work, input, bytes: mean(texts), runs });
        };
    let words = [take("Plain words of 7 letters ", KB - 1) + "x"];
    let word = [take("Plainwords-of-7_letters~", KB)];
    let english = [take(ENGLISH, KB)];
    let german = [take(GERMAN, KB)];
    let han = [take(HAN, KB)];
    let chinese = [take(CHINESE, KB)];
    let sparse: Vec<String> = (0..32).map(|seed| with_specials(LATIN, KB, 30, seed)).collect();
    let inputs = [
        ("1 KB clean", &words[..]),
        ("1 KB German", &german),
        ("1 KB Han", &han),
        ("1 KB 1/30 of 32", &sparse),
    ];
    for (input, texts) in inputs {
        let replaced = |text: &str| text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_").len();
        let csv = ("csv-core", csv_core(texts));
        add("escape::xml", input, texts, |text| escape::xml(text).len(), Vec::new());
        add("escape::json_script", input, texts, |text| escape::json_script(text).len(), Vec::new());
        add("escape::log_line", input, texts, |text| escape::log_line(text).len(), Vec::new());
        add(
            "escape::shell_word",
            input,
            texts,
            |text| escape::shell_word(text).map_or(0, |word| word.len()),
            Vec::new(),
        );
        add("escape::markdown", input, texts, |text| escape::markdown(text).len(), Vec::new());
        add("escape::csv_cell", input, texts, |text| escape::csv_cell(text).len(), vec![csv]);
        let three = vec![("three replaces", each(texts, replaced))];
        add("escape::like", input, texts, |text| escape::like(text, '\\').len(), three);
    }
    let inputs = [
        ("1 KB clean", &word),
        ("1 KB English", &english),
        ("1 KB German", &german),
        ("1 KB Han", &han),
        ("1 KB Chinese", &chinese),
    ];
    for (input, texts) in inputs {
        let set = percent_encoding::NON_ALPHANUMERIC;
        let encoders = vec![
            ("urlencoding", each(texts, |text| urlencoding::encode(text).len())),
            (
                "percent-encoding",
                each(texts, |text| percent_encoding::utf8_percent_encode(text, set).to_string().len()),
            ),
        ];
        add("escape::url_component", input, texts, |text| escape::url_component(text).len(), encoders);
        let char_loop = || vec![("char loop", each(texts, |text| char_loop(text).len()))];
        add("escape::js_string", input, texts, |text| escape::js_string(text).len(), char_loop());
        add("escape::css_string", input, texts, |text| escape::css_string(text).len(), char_loop());
    }
    rows
}

/// The loop that people write for a string of a script: short, and blind to what cannot be seen.
fn char_loop(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str(r#"\""#),
            '\\' => out.push_str(r"\\"),
            '\n' => out.push_str(r"\n"),
            '<' => out.push_str(r"\u003c"),
            '\0'..='\x1F' | '\u{2028}' | '\u{2029}' => done(write!(out, "\\u{:04x}", u32::from(c)).is_ok()),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// One field, quoted where it must be, into a buffer that is large enough.
fn csv_core(texts: &[String]) -> Run {
    let out = RefCell::new(vec![0; 2 * longest(texts) + 16]);
    each(texts, move |text| {
        let mut writer = csv_core::Writer::new();
        let mut out = out.borrow_mut();
        let (_, _, written) = writer.field(text.as_bytes(), &mut out);
        let (_, ended) = writer.finish(&mut out[written..]);
        written + ended
    })
}

fn done(written: bool) {
    assert!(written, "a String takes everything");
}

fn each(texts: &[String], work: impl Fn(&str) -> usize + 'static) -> Run {
    crate::run_each(texts.to_vec(), move |text| work(text))
}

/// Appends each text to one warm string, which is emptied before.
fn append(texts: &[String], work: impl Fn(&str, &mut String) + 'static) -> Run {
    let out = RefCell::new(String::with_capacity(6 * longest(texts) + 64));
    each(texts, move |text| {
        let mut out = out.borrow_mut();
        out.clear();
        work(text, &mut out);
        std::hint::black_box(out.len())
    })
}

fn longest(texts: &[String]) -> usize {
    texts.iter().map(String::len).max().unwrap_or(0)
}

fn mean(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum::<usize>() / texts.len().max(1)
}

/// The text over and over, up to `len` bytes or the last whole character before.
fn take(text: &str, len: usize) -> String {
    let mut out = text.repeat(len / text.len() + 1);
    while out.len() > len {
        out.pop();
    }
    out
}

/// The next number of a fixed sequence that looks random (Knuth's MMIX constants).
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Letters with one special in so many characters, on average; with none for 0.
fn with_specials(letters: &str, len: usize, every: u64, seed: u64) -> String {
    let mut state = 1 + seed;
    let mut replaced = |c| {
        if every == 0 || next(&mut state) % every != 0 {
            return c;
        }
        char::from(b"&<>\"'"[usize::try_from(next(&mut state) % 5).unwrap_or(0)])
    };
    take(letters, len).chars().map(&mut replaced).collect()
}
