//! The table of variation selectors, from `data/variants.txt`, whose head names the files of Unicode.

use std::fmt::Write;

const DATA: &str = include_str!("../data/variants.txt");

const HEAD: &str = "\
//! Which characters take which of the variation selectors U+FE00 to U+FE0F, as `cargo run -p untaint-tools-chars`
//! wrote it from Unicode 17's `StandardizedVariants.txt` and `emoji-variation-sequences.txt`.
//!
//! Do not edit: change the program under `tools/chars`.
#![cfg_attr(rustfmt, rustfmt_skip)]

/// Each such character, in order, and a bit for each selector. Without ideographs.
";

/// The text of the table.
pub fn written() -> String {
    let lines = DATA.lines().filter(|line| !line.starts_with('#'));
    let entries: Vec<String> = lines.map(entry).collect();
    let mut out = String::from(HEAD);
    let _ = writeln!(out, "pub(super) static VARIANTS: [(char, u16); {}] = [", entries.len());
    for line in entries.chunks(5) {
        let _ = writeln!(out, "    {},", line.join(", "));
    }
    out.push_str("];\n");
    out
}

/// A line of the data: a code point and its selectors.
fn entry(line: &str) -> String {
    let mut codes = line.split(' ').map(|code| u32::from_str_radix(code, 16).expect("a code point"));
    let base = codes.next().expect("a base");
    let selectors = codes.fold(0_u16, |all, selector| {
        assert!((0xFE00..=0xFE0F).contains(&selector), "{line}");
        all | 1 << (selector & 0xF)
    });
    format!("('\\u{{{base:X}}}', {selectors:#06x})")
}
