//! Writes `src/chars/table.rs` and `src/chars/variants.rs`, the tables of characters that all modules of `untaint`
//! share.
//!
//! ```sh
//! cargo run -p untaint-tools-chars              # writes them anew, after `cargo update` of the crates it reads
//! cargo run -p untaint-tools-chars -- --check   # says whether they are up to date
//! ```
//!
//! What a character is, is told in [`properties`]; how the table is laid out, in [`layout`]; which
//! sequences of variation selectors there are, in [`variants`].

mod layout;
mod properties;
mod variants;

use std::path::PathBuf;
use std::process::ExitCode;

/// The files, each with its text.
fn files() -> [(PathBuf, String); 2] {
    let path = |name| [env!("CARGO_MANIFEST_DIR"), "..", "..", "src", "chars", name].iter().collect();
    [(path("table.rs"), layout::written(properties::of)), (path("variants.rs"), variants::written())]
}

fn is_up_to_date((path, text): &(PathBuf, String)) -> bool {
    std::fs::read_to_string(path).is_ok_and(|old| old == *text)
}

fn main() -> ExitCode {
    let files = files();
    if std::env::args().any(|argument| argument == "--check") {
        if files.iter().all(is_up_to_date) {
            return ExitCode::SUCCESS;
        }
        eprintln!("src/chars is out of date: cargo run -p untaint-tools-chars");
        return ExitCode::FAILURE;
    }
    for (path, text) in files {
        if let Err(error) = std::fs::write(&path, text) {
            eprintln!("{}: {error}", path.display());
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_tables_are_up_to_date() {
        assert!(
            super::files().iter().all(super::is_up_to_date),
            "write them anew: cargo run -p untaint-tools-chars"
        );
    }
}
