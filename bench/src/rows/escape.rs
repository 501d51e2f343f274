//! `escape::html` beside the peers that escape the same five characters, and one that only copies.
//!
//! Peers that append do so to a string that is warm and large enough, the kindest way to call them; `escape::html` and
//! html-escape return a `Cow` and allocate where they must.

use crate::{Row, Run};
use std::fmt::Write as _;
use std::hint::black_box;
use untaint::escape;

const KB: usize = 1024;

pub(crate) fn rows() -> Vec<Row> {
    let prose = "The quick brown fox jumps over the lazy dog, and 17 more of them. ";
    let inputs = [
        ("20 B clean", take("An ordinary title 20", 20)),
        ("1 KB clean", take(prose, KB)),
        ("64 KB clean", take(prose, 64 * KB)),
        ("64 KB 1/60", sparse(64 * KB)),
        ("64 KB 25 %", dense(64 * KB)),
        ("64 KB CJK", take("天地玄黃，宇宙洪荒。日月盈昃，辰宿列張。", 64 * KB)),
    ];
    inputs.into_iter().map(|(name, text)| row(name, &text)).collect()
}

fn row(input: &'static str, text: &str) -> Row {
    let runs = vec![
        ("escape::html", crate::run(text.to_owned(), |text| escape::html(text).len())),
        ("Html adapter", append(text, |text, out| write!(out, "{}", escape::Html(text)).is_ok())),
        ("html-escape", crate::run(text.to_owned(), |text| html_escape::encode_quoted_attribute(text).len())),
        (
            "v_htmlescape",
            append(text, |text, out| {
                v_htmlescape::escape_string(text, out);
                true
            }),
        ),
        ("askama_escape", append(text, |text, out| askama_escape::escape_html(out, text).is_ok())),
        ("pulldown (simd)", append(text, |text, out| pulldown_cmark_escape::escape_html(out, text).is_ok())),
        (
            "sailfish",
            append(text, |text, out| {
                sailfish::runtime::escape::escape_to_string(text, out);
                true
            }),
        ),
        (
            "memcpy",
            append(text, |text, out| {
                out.push_str(text);
                true
            }),
        ),
    ];
    Row { work: "escape::html", input, bytes: text.len(), runs }
}

fn append(text: &str, work: impl Fn(&str, &mut String) -> bool + 'static) -> Run {
    let text = text.to_owned();
    Box::new(move |times| {
        let mut out = String::with_capacity(6 * text.len() + 64);
        for _ in 0..times {
            out.clear();
            assert!(work(black_box(&text), &mut out));
            black_box(&out);
        }
    })
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

fn special(state: &mut u64) -> char {
    char::from(b"&<>\"'"[usize::try_from(next(state) % 5).unwrap_or(0)])
}

/// One special in sixty characters, on average.
fn sparse(len: usize) -> String {
    let mut state = 1;
    let letters = take("lorem ipsum dolor sit amet consectetur ", len);
    letters.chars().map(|c| if next(&mut state) % 60 == 0 { special(&mut state) } else { c }).collect()
}

/// One special in four characters, on average.
fn dense(len: usize) -> String {
    let mut state = 2;
    let letters = take("lorem ipsum dolor sit amet consectetur ", len);
    letters.chars().map(|c| if next(&mut state) % 4 == 0 { special(&mut state) } else { c }).collect()
}
