//! How many honest files are refused, over folders of other people's files:
//! `UNTAINT_HONEST=/a/folder cargo test --release --all-features --test upload_honest -- --ignored --nocapture`.
#![cfg(feature = "upload")]

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

/// Each file under its own name, declared as the type that its extension is of, under a policy that allows all types:
/// how many are refused, by what. Empty files and those of no known extension are not counted.
#[test]
#[ignore = "needs a folder of files"]
fn honest_files_are_accepted() {
    let Some(folder) = std::env::var_os("UNTAINT_HONEST") else { return };
    let policy = UploadPolicy::builder()
        .allow(FileType::all())
        .max_bytes(1 << 30)
        .max_pixels(1 << 40)
        .build()
        .expect("a policy");
    let (mut paths, mut counted) = (Vec::new(), 0_usize);
    files(Path::new(&folder), &mut paths);
    paths.sort();
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let extension = name.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
        let Some(own) = FileType::from_extension(extension) else { continue };
        let Ok(bytes) = std::fs::read(&path) else { continue };
        if bytes.is_empty() {
            continue;
        }
        counted += 1;
        let upload = Upload { name: &name, declared: Some(own.mime()), bytes: &bytes };
        if let Err(error) = upload::check(&upload, &policy) {
            let codes: Vec<_> = error.findings().iter().map(Finding::code).collect();
            let shown = path.strip_prefix(&folder).unwrap_or(&path).display().to_string();
            refused.entry(codes.join(" ")).or_default().push(shown);
        }
    }
    let total: usize = refused.values().map(Vec::len).sum();
    for (codes, paths) in &refused {
        println!("{} {codes}", paths.len());
        for path in paths {
            println!("    {path}");
        }
    }
    println!("{total} of {counted} refused");
}
