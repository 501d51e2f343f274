//! How many honest files are refused, over folders of other people's files, and by what:
//! `cargo run --release -p untaint-bench --bin honest_files -- <folder>…`.
//!
//! Each file goes under its own name, declared as the type that its extension is of, to a policy that allows all types.
//! Empty files and those of no known extension are not counted; those that are only named are counted apart. Which of the refused ones are honest is for a reader to
//! say: test suites of parsers are full of files that are broken on purpose.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use untaint::upload::{self, FileType, Finding, Upload, UploadPolicy};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files(&path, found),
            Ok(kind) if kind.is_file() => found.push(path),
            _ => {}
        }
    }
}

/// Why a file is refused: the codes of what was found; `None` where its name is of no type we know, or it is empty.
fn refusal(path: &Path, policy: &UploadPolicy) -> Option<Result<FileType, String>> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let own = FileType::from_extension(name.rsplit_once('.')?.1).filter(|own| own.is_proven())?;
    let bytes = std::fs::read(path).ok().filter(|bytes| !bytes.is_empty())?;
    let upload = Upload { name: &name, declared: Some(own.mime()), bytes: &bytes };
    let codes =
        |error: upload::UploadError| error.findings().iter().map(Finding::code).collect::<Vec<_>>().join(" ");
    Some(upload::check(&upload, policy).map(|up| up.file_type()).map_err(codes))
}

fn main() {
    let policy = UploadPolicy::builder()
        .allow(FileType::all().chain(FileType::guessed()))
        .max_bytes(1 << 30)
        .max_pixels(1 << 40)
        .build()
        .expect("a policy");
    let mut paths = Vec::new();
    for folder in std::env::args_os().skip(1) {
        files(Path::new(&folder), &mut paths);
    }
    paths.sort();
    let (mut counted, mut named) = (0, 0);
    let mut refused: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for path in &paths {
        let Some(verdict) = refusal(path, &policy) else { continue };
        counted += 1;
        match verdict {
            Ok(file_type) => named += usize::from(!file_type.is_proven()),
            Err(codes) => refused.entry(codes).or_default().push(path),
        }
    }
    for (codes, paths) in &refused {
        println!("{} {codes}", paths.len());
        for path in paths {
            println!("    {}", path.display());
        }
    }
    let refused: usize = refused.values().map(Vec::len).sum();
    println!("{refused} of {counted} refused, {named} only named");
}
