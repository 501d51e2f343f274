use super::{Shape, Walker};
use crate::upload::file_type::FileType;
use crate::upload::finding::Findings;
use crate::upload::scan::Needles;
use crate::upload::source::{End, Scan, Source};

#[path = "../../../tests/support/upload_pictures.rs"]
mod pictures;

use pictures::{Case, cases, wrong};

/// What a policy with 50 million pixels would be told.
fn codes(case: &Case, cut: impl FnMut(usize) -> usize) -> Vec<&'static str> {
    let file_type = FileType::from_mime(case.mime).expect("a type of the table");
    let (findings, shape) = scan(&case.bytes, file_type, cut);
    let pixels = shape.and_then(|shape| shape.pixels).is_some_and(|pixels| pixels > 50_000_000);
    findings.into_iter().map(|(code, _)| code).chain(pixels.then_some("upload.pixels")).collect()
}

#[test]
fn hostile_pictures_and_their_twins() {
    let wrong = wrong(|case| codes(case, |n| n));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_walker_that_finds_nothing_fails_the_table() {
    let wrong = wrong(|_| Vec::new());
    assert!(wrong.len() > 100);
}

/// One byte at a time, and pieces of random lengths, give what the whole file gives.
#[test]
fn pieces_do_not_matter() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut random = |most: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap_or_default() % most.max(1)
    };
    for case in cases() {
        let file_type = FileType::from_mime(case.mime).expect("a type of the table");
        let whole = scan(&case.bytes, file_type, |n| n);
        if case.bytes.len() < 20_000 {
            assert_eq!(scan(&case.bytes, file_type, |_| 1), whole, "{}", case.name);
        }
        for most in [3, 20, 100, 1000] {
            // Short pieces of long files take long.
            if case.bytes.len() / most > 10_000 {
                continue;
            }
            assert_eq!(scan(&case.bytes, file_type, |_| random(most)), whole, "{}", case.name);
        }
    }
}

/// Every beginning of every file: nothing panics, and none that lacks its end passes for whole.
#[test]
fn beginnings_are_walked_too() {
    for case in cases().iter().filter(|case| case.bytes.len() < 2000) {
        let file_type = FileType::from_mime(case.mime).expect("a type of the table");
        for n in 0..case.bytes.len() {
            let (found, _) = scan(&case.bytes[..n], file_type, |n| n);
            let ended = ["image/png", "image/jpeg", "image/webp", "image/bmp"].contains(&case.mime)
                && case.codes.is_empty();
            if ended && !case.name.contains(',') {
                assert!(
                    found.iter().any(|(code, _)| *code == "upload.truncated"),
                    "{} at {n}: {found:?}",
                    case.name
                );
            }
        }
    }
}

fn scan(
    bytes: &[u8],
    file_type: FileType,
    mut cut: impl FnMut(usize) -> usize,
) -> (Vec<(&'static str, Option<u64>)>, Option<Shape>) {
    let mut walker = file_type.walk().map(Walker::new);
    let mut needles = Needles::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (piece, behind) = rest.split_at(cut(rest.len()).clamp(1, rest.len()));
        if let Some(walker) = &mut walker {
            walker.push(piece);
        }
        needles.push(piece);
        rest = behind;
    }
    let mut findings = Findings::default();
    let source = Source::whole(bytes);
    let shape = walker.map(|walker| walker.report(&source, &mut findings));
    {
        Box::new(needles).finish(&End { source: &source, file_type, max_pixels: u64::MAX }, &mut findings);
    }
    (findings.into_sorted().iter().map(|f| (f.code(), f.offset())).collect(), shape)
}
