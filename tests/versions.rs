//! What the papers say is what the manifest says.

const MANIFEST: &str = include_str!("../Cargo.toml");
const README: &str = include_str!("../README.md");
const SECURITY_PAGE: &str = include_str!("../src/docs/security_page.md");
const LEFT_TO_OTHERS: &str = include_str!("../src/docs/left_to_others.md");
const CHANGELOG: &str = include_str!("../CHANGELOG.md");

/// The lines of a table of the manifest, without comments.
fn table(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let start = MANIFEST.find(&format!("[{name}]\n")).expect("the table") + name.len() + 3;
    let table = &MANIFEST[start..];
    let table = &table[..table.find("\n[").unwrap_or(table.len())];
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
}

#[test]
fn the_readme_names_the_oldest_rust() {
    let (_, version) =
        table("workspace.package").find(|(key, _)| *key == "rust-version").expect("rust-version");
    let version = version.split('"').nth(1).expect("a string");
    assert!(README.contains(&format!("Rust {version} or later")));
}

#[test]
fn the_readme_lists_every_feature_and_its_default() {
    let section = README.split("\n## ").find(|section| section.starts_with("Features")).expect("the section");
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
    let default = table("features").find(|(key, _)| *key == "default").expect("default").1;
    for (feature, _) in table("features").filter(|(key, _)| *key != "default") {
        let row = rows
            .iter()
            .find(|row| row.split('|').nth(1).is_some_and(|names| names.contains(&format!("`{feature}`"))));
        let row = row.unwrap_or_else(|| panic!("the README has no row for the feature {feature}"));
        let is_default = default.contains(&format!("\"{feature}\""));
        assert_eq!(row.split('|').nth(2).expect("a column").trim() == "yes", is_default, "{feature}");
    }
}

#[test]
fn every_dependency_has_its_reason() {
    let start = MANIFEST.find("\n[dependencies]\n").expect("dependencies");
    let lines: Vec<&str> = MANIFEST[start..].lines().skip(2).take_while(|line| !line.is_empty()).collect();
    assert!(lines.len() > 4);
    for pair in lines.windows(2).filter(|pair| !pair[1].starts_with('#')) {
        assert!(pair[0].starts_with('#'), "no reason before {}", pair[1]);
    }
}

/// A released version has its section, and an unreleased change has a place.
#[test]
fn the_changelog_knows_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    assert!(CHANGELOG.contains("## Unreleased"));
    let released = CHANGELOG.contains(&format!("## {version}"));
    assert!(released || !CHANGELOG.contains("\n## 0"), "the newest section is older than {version}");
}

#[test]
fn the_readme_is_run_by_ci() {
    let Ok(ci) = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/run")) else {
        return; // a published crate has no CI
    };
    let command = README.lines().find(|line| line.starts_with("cargo test")).expect("a test command");
    assert!(ci.lines().any(|line| line == command), "CI does not run `{command}`");
    assert!(README.contains("cargo run --example noticeboard --features full"));
}

/// Code stands on the first screen, and fits its width.
#[test]
fn the_readme_shows_code_by_line_twenty() {
    assert!(README.lines().take(20).any(|line| line.contains("redirect::local(")));
    let code = README.split("```").skip(1).step_by(2).flat_map(str::lines);
    let long: Vec<_> = code.filter(|line| line.chars().count() > 90).collect();
    assert!(long.is_empty(), "{long:?}");
}

/// Each row of the page names a test that there is, and its line of code is one that is compiled.
#[test]
fn the_security_page_names_tests_and_lines() {
    let (table, lines) = SECURITY_PAGE.split_once("\n# The lines").expect("both parts");
    let mut seen = 0;
    for row in table.lines().filter(|row| row.starts_with("| ")).skip(1) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, _, code, test] = cells[..] else { panic!("{row}") };
        let (file, test) = test.trim_matches('`').split_once("::").expect(row);
        let source = |folder| {
            let path = format!("{}/{folder}/{file}.rs", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_to_string(path)
        };
        let is_there = match (source("tests"), source("recipes/src")) {
            (Ok(source), _) => source.contains(&format!("\nfn {test}()")),
            (_, Ok(recipe)) => recipe.contains(&format!("\n    async fn {test}()")),
            // A published crate has no recipes.
            (Err(_), Err(_)) => {
                !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/recipes")).exists()
            }
        };
        assert!(is_there, "there is no test {file}::{test}");
        assert!(code == "–" || lines.lines().any(|line| line.starts_with(code.trim_matches('`'))), "{code}");
        seen += 1;
    }
    assert!(seen > 15);
}

/// Each line that is said to be compiled stands in the recipe, with the version that the page names.
#[test]
fn the_page_of_what_is_left_names_lines_that_are_compiled() {
    /// Too heavy, or no crate: looked at by hand, with the version that stands there.
    const OUTSIDE: [&str; 4] = ["sqlx", "tower_governor", "jsonwebtoken", "caddy"];
    let recipes = concat!(env!("CARGO_MANIFEST_DIR"), "/recipes");
    let Ok(manifest) = std::fs::read_to_string(format!("{recipes}/Cargo.toml")) else {
        return; // a published crate has no recipes
    };
    let recipe = std::fs::read_to_string(format!("{recipes}/src/hardened.rs")).expect("the recipe");
    let (code, _) = recipe.split_once("// end\n").expect("the recipe's end");
    let code: String = code.split_whitespace().collect();
    let (table, _) = LEFT_TO_OTHERS.split_once("\n# What is not here").expect("both tables");
    let (mut compiled, mut outside) = (0, 0);
    for row in table.lines().filter(|row| row.starts_with("| ")).skip(1) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, who, line, _] = cells[..] else { panic!("{row}") };
        let name = who.split('`').nth(1).expect(row);
        let (_, version) = who.split_once(") ").expect(row);
        let version = version.split(',').next().expect(row);
        let Some(dependency) = manifest.lines().find(|line| line.starts_with(&format!("{name} = "))) else {
            assert!(OUTSIDE.contains(&name), "{name} is compiled nowhere");
            outside += 1;
            continue;
        };
        assert!(dependency.contains(&format!("\"{version}\"")), "{name} {version}: {dependency}");
        let line: String = line.trim_matches('`').split_whitespace().collect();
        assert!(code.contains(&line), "not in the recipe: {line}");
        compiled += 1;
    }
    assert_eq!((compiled, outside), (7, OUTSIDE.len()));
}
