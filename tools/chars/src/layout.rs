//! How the table is laid out: planes of 4096 code points, blocks of 64, a class for each character, properties for each
//! class.
//!
//! A block is what one last byte of UTF-8 tells apart, so that a scan may look a character up by its bytes. Equal
//! planes and blocks stand in the table once.

use crate::properties::{BITS, CLASS_BITS, LETTERS, MARKS};
use std::collections::BTreeMap;
use std::fmt::Write;

const BLOCK: usize = 64;
const PLANE: usize = 64;
/// The longest line of a list.
const WIDTH: usize = 116;

/// The text of the table.
pub fn written(of: fn(char) -> u32) -> String {
    let all: Vec<u32> = (0..=0x10_FFFF).map(|c| char::from_u32(c).map_or(0, of)).collect();
    let names = names(&all);
    let classes: Vec<u8> = all.iter().filter_map(|bits| names.get(bits).copied()).collect();
    // Each part has at most 256 blocks, so that a byte says which.
    let (low, high) = classes.split_at(0x1_0000);
    let (low_blocks, low_places) = unique(low.chunks(BLOCK));
    let (high_blocks, high_places) = unique(high.chunks(BLOCK));
    let (planes, plane_places) = unique(high_places.chunks(PLANE));

    let mut out = String::from(HEAD);
    let _ = writeln!(out, "/// The Unicode version of letters and of all properties but those of marks.");
    let _ = writeln!(out, "#[cfg(test)]\npub(super) const LETTERS: (u8, u8, u8) = {LETTERS:?};");
    let _ = writeln!(out, "/// The Unicode version of marks and of normal form C.");
    let _ = writeln!(out, "#[cfg(test)]\npub(super) const MARKS: (u8, u8, u8) = {MARKS:?};\n");
    let _ = writeln!(out, "/// How many bits the canonical combining class takes, the first of all.");
    let _ = writeln!(out, "pub(super) const CLASS_BITS: u32 = {CLASS_BITS};");
    for (at, (name, doc)) in BITS.iter().enumerate() {
        let _ = writeln!(out, "pub(super) const {name}: u32 = 1 << {}; // {doc}", CLASS_BITS as usize + at);
    }
    let _ = writeln!(out, "/// Where the number of the kind begins.");
    let _ = writeln!(out, "pub(super) const KIND: u32 = {};", CLASS_BITS as usize + BITS.len());

    let mut pairs: Vec<(u8, u32)> = names.iter().map(|(bits, name)| (*name, *bits)).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, bits)| format!("({name},{bits:#x})")).collect();
    let _ = writeln!(out, "\n/// The properties of each class.");
    list(&mut out, &format!("PROPERTIES: [(u8, u32); {}]", pairs.len()), &pairs);

    let _ = writeln!(out, "\n/// The block of each 64 code points of the BMP.");
    numbers(&mut out, "LOW_BLOCKS", &low_places);
    let _ = writeln!(out, "\n/// For each 4096 code points behind the BMP which plane they are.");
    numbers(&mut out, "PLANES", &plane_places);
    let _ = writeln!(out, "\n/// The blocks of each plane.");
    numbers(&mut out, "HIGH_BLOCKS", &planes.concat());
    let _ = writeln!(out, "\n/// The class of each character of the BMP, by blocks.");
    blocks(&mut out, "LOW_CLASSES", &low_blocks);
    let _ = writeln!(out, "\n/// The class of each character behind the BMP, by blocks.");
    blocks(&mut out, "HIGH_CLASSES", &high_blocks);
    out
}

const HEAD: &str = "\
//! What each character is, as `cargo run -p untaint-tools-chars` wrote it from the data of the crates it depends on.
//!
//! Do not edit: change the program under `tools/chars`.
#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(clippy::unreadable_literal, reason = \"numbers that no one reads\")]

";

/// A name for each set of properties, of the bytes that take the least room in a literal; the most frequent ones first.
fn names(all: &[u32]) -> BTreeMap<u32, u8> {
    let mut counts = BTreeMap::new();
    for bits in all {
        *counts.entry(*bits).or_insert(0_usize) += 1;
    }
    let mut sets: Vec<(u32, usize)> = counts.into_iter().collect();
    sets.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let is_short = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\');
    let bytes = (0..=u8::MAX).filter(is_short).chain((0..=u8::MAX).filter(|byte| !is_short(byte)));
    assert!(sets.len() <= 256, "{} sets of properties: a class must be two bytes", sets.len());
    sets.into_iter().map(|(bits, _)| bits).zip(bytes).collect()
}

/// What is there, each once, and the place of each among them.
fn unique<'a, T: Ord>(chunks: impl Iterator<Item = &'a [T]>) -> (Vec<&'a [T]>, Vec<u8>) {
    let (mut known, mut all) = (BTreeMap::new(), Vec::new());
    let places = chunks.map(|chunk| {
        *known.entry(chunk).or_insert_with(|| {
            all.push(chunk);
            u8::try_from(all.len() - 1).expect("at most 256 blocks; more need places of two bytes")
        })
    });
    let places = places.collect();
    (all, places)
}

fn list(out: &mut String, name: &str, entries: &[String]) {
    let _ = write!(out, "pub(super) const {name} = [");
    let mut width = WIDTH;
    for entry in entries {
        if width + entry.len() + 1 > WIDTH {
            out.push_str("\n    ");
            width = 4;
        }
        let _ = write!(out, "{entry},");
        width += entry.len() + 1;
    }
    out.push_str("\n];\n");
}

fn numbers(out: &mut String, name: &str, values: &[u8]) {
    let entries: Vec<String> = values.iter().map(ToString::to_string).collect();
    list(out, &format!("{name}: [u8; {}]", entries.len()), &entries);
}

fn blocks(out: &mut String, name: &str, blocks: &[&[u8]]) {
    let _ = writeln!(out, "pub(super) const {name}: [[u8; 64]; {}] = [", blocks.len());
    for block in blocks {
        push_bytes(out, block);
    }
    out.push_str("];\n");
}

/// One block, as a literal of bytes.
fn push_bytes(out: &mut String, block: &[u8]) {
    out.push_str("    *b\"");
    let mut width = 7;
    for byte in block {
        let text = if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\') {
            char::from(*byte).to_string()
        } else {
            format!("\\x{byte:02X}")
        };
        if width + text.len() > WIDTH {
            out.push_str("\\\n      ");
            width = 6;
        }
        out.push_str(&text);
        width += text.len();
    }
    out.push_str("\",\n");
}
