//! What compiles and what does not, and what the compiler says then, and where.
//!
//! The words of the compiler change from release to release, so what it says is compared by one release only: see
//! [`READS_MESSAGES`]. `TRYBUILD=overwrite cargo test -p untaint-derive --features regex --test compiling` writes the
//! files anew; read what has changed.
#![cfg(feature = "regex")]

/// The release whose messages stand in `tests/fail/`.
const READS_MESSAGES: &str = "rustc 1.95.";

#[test]
fn what_compiles_and_what_does_not() {
    let cases = trybuild::TestCases::new();
    cases.pass("tests/pass/*.rs");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let version = std::process::Command::new(rustc).arg("--version").output().map(|said| said.stdout);
    let version = String::from_utf8(version.unwrap_or_default()).unwrap_or_default();
    if version.starts_with(READS_MESSAGES) {
        cases.compile_fail("tests/fail/*.rs");
    } else {
        println!(
            "the messages are those of {READS_MESSAGES}, so they are not compared with those of {version}"
        );
    }
}
