use super::{Shape, Walker};
use crate::upload::file_type::FileType;
use crate::upload::finding::Findings;
use crate::upload::needles::Needles;
use crate::upload::source::{Scan, Source};

fn scan(
    bytes: &[u8],
    file_type: FileType,
    mut cut: impl FnMut(usize) -> usize,
) -> (Vec<(&'static str, Option<u64>)>, Option<Shape>) {
    let mut walker = Walker::new(file_type);
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
    if Needles::suit(file_type) {
        needles.finish(&source, &mut findings);
    }
    (findings.into_sorted().iter().map(|f| (f.code(), f.offset())).collect(), shape)
}

#[test]
#[ignore]
fn corpus() {
    let list = std::fs::read_to_string(std::env::var("LIST").unwrap()).unwrap();
    let (mut n, mut bad) = (0, 0);
    let mut state = 1_u64;
    for path in list.lines() {
        let Ok(bytes) = std::fs::read(path) else { continue };
        let ext = path.rsplit('.').next().unwrap();
        let b = &bytes[..];
        let ty = if b.starts_with(b"\x89PNG") {
            FileType::PNG
        } else if b.starts_with(b"\xFF\xD8\xFF") {
            FileType::JPEG
        } else if b.starts_with(b"GIF8") {
            FileType::GIF
        } else if b.get(8..12) == Some(b"WEBP") {
            FileType::WEBP
        } else if let Some(t) = FileType::from_extension(ext) {
            t
        } else {
            continue;
        };
        n += 1;
        let (whole, shape) = scan(&bytes, ty, |n| n);
        if !whole.is_empty() || shape.is_some_and(|s| s.sized && s.pixels.is_none()) {
            bad += 1;
            println!("{path} {} {ty:?} {whole:?} {shape:?}", bytes.len());
        }
        if std::env::var("SHAPES").is_ok() {
            println!("{path} {shape:?}");
        }
        let again = scan(&bytes, ty, |_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
            (state >> 33) as usize % 3000
        });
        assert_eq!(again, (whole.clone(), shape), "{path}");
        if bytes.len() < 20000 {
            assert_eq!(scan(&bytes, ty, |_| 1), (whole, shape), "{path}");
        }
    }
    println!("{n} files, {bad} with findings");
}
