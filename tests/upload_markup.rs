//! `upload`: text and its kinds, what markup can run, formulas, what a browser makes of a file.
#![cfg(feature = "upload")]

use untaint::upload::{FileType, FindingKind, Sniffed, probe};

#[test]
#[ignore = "a tool"]
fn list() {
    use std::io::BufRead;
    for path in std::io::stdin().lock().lines() {
        let path = path.unwrap();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let sniffed = probe::sniff(&bytes);
        let prefix = probe::sniff(&bytes[..bytes.len().min(512)]);
        let kind = match sniffed {
            Some(Sniffed::Known(t)) => t,
            _ => FileType::XML,
        };
        let kinds: Vec<_> =
            if std::env::var_os("INSPECT").is_some() { probe::inspect(&bytes, kind) } else { vec![] };
        let scan = if sniffed.is_some() { probe::scan(&[&bytes], path.ends_with("sv")) } else { vec![] };
        println!("{path}\t{sniffed:?}\t{prefix:?}\t{kinds:?}\t{scan:?}\t{}", probe::html_prefix(&bytes));
    }
}
