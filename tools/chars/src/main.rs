//! Writes `src/chars/table.rs`, the table of characters that all modules of `untaint` share.
//!
//! ```sh
//! cargo run -p untaint-tools-chars              # writes it anew, after `cargo update` of the crates it reads
//! cargo run -p untaint-tools-chars -- --check   # says whether it is up to date
//! ```
//!
//! What a character is, is told in [`properties`]; how the table is laid out, in [`layout`].

mod layout;
mod properties;

use std::path::PathBuf;
use std::process::ExitCode;

/// Where the table is.
fn path() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "src", "chars", "table.rs"].iter().collect()
}

fn main() -> ExitCode {
    let table = layout::written(properties::of);
    if std::env::args().any(|argument| argument == "--check") {
        let is_same = std::fs::read_to_string(path()).is_ok_and(|old| old == table);
        if !is_same {
            eprintln!("src/chars/table.rs is out of date: cargo run -p untaint-tools-chars");
        }
        return if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    }
    match std::fs::write(path(), table) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("src/chars/table.rs: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_up_to_date() {
        let table = super::layout::written(super::properties::of);
        let committed = std::fs::read_to_string(super::path()).unwrap_or_default();
        assert!(committed == table, "write it anew: cargo run -p untaint-tools-chars");
    }
}
