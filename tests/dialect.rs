//! The sources speak one dialect: the sections of a doc comment in one order, under the same words, in lines that fit.
//! CONTRIBUTING has the table.

use std::fs;
use std::path::{Path, PathBuf};

/// The sections that every doc may have, in their order; others stand before them.
const SECTIONS: [&str; 6] = ["Guarantees", "Does not guarantee", "Errors", "Panics", "Cost", "Examples"];

/// Beyond this a line is read by scrolling.
const WIDTH: usize = 120;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    assert!(found.len() > 100, "the sources were not found");
    let name = |path: &Path| path.strip_prefix(root).expect("below the root").display().to_string();
    found.iter().map(|path| (name(path), fs::read_to_string(path).expect("a source"))).collect()
}

/// What is wrong with the sections of the doc comments of a source.
fn disorder(source: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let (mut last, mut is_code) = (None, false);
    for line in source.lines() {
        let Some(doc) = line.trim_start().strip_prefix("///") else {
            (last, is_code) = (None, false);
            continue;
        };
        is_code ^= doc.trim_start().starts_with("```");
        let Some(title) = doc.strip_prefix(" # ").filter(|_| !is_code) else { continue };
        let Some(place) = SECTIONS.iter().position(|section| *section == title) else {
            if last.is_some() || ["Example", "Guarantee", "Error", "Complexity"].contains(&title) {
                wrong.push(format!("`# {title}` is no section, or stands behind one"));
            }
            continue;
        };
        if last.is_some_and(|last| last >= place) {
            wrong.push(format!("`# {title}` stands too late"));
        }
        last = Some(place);
    }
    wrong
}

#[test]
fn sections_have_one_order() {
    let mut wrong = Vec::new();
    for (name, source) in all() {
        wrong.extend(disorder(&source).into_iter().map(|what| format!("{name}: {what}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn disorder_is_found() {
    assert!(disorder("/// A.\n///\n/// # Errors\n/// # Examples\nfn a() {}").is_empty());
    assert_eq!(disorder("/// # Examples\n/// # Errors\nfn a() {}").len(), 1);
    assert_eq!(disorder("/// # Example\nfn a() {}").len(), 1);
    assert!(disorder("/// ```\n/// # Errors\n/// # Cost\n/// ```\nfn a() {}").is_empty());
}

/// Tables of Markdown, rows of data (attacks, types, signatures) and sets of characters have no shorter form.
#[test]
fn lines_fit() {
    let mut long = Vec::new();
    for (name, source) in all() {
        for (at, line) in source.lines().enumerate() {
            let text = line.trim_start();
            let is_row = ["/// |", "//! |", "\"", "'", "|", "hostile(", "harmless("]
                .iter()
                .any(|start| text.starts_with(start))
                || line.contains("..='")
                || line.contains("b'\\x")
                || (text.ends_with(';') && text.contains(" [\""));
            if line.chars().count() > WIDTH && !is_row {
                long.push(format!("{name}:{}: {text}", at + 1));
            }
        }
    }
    assert!(long.is_empty(), "{} lines\n{}", long.len(), long.join("\n"));
}
