//! Recipes: `untaint` with other crates. Each file is one recipe: what it is for, the code that `untaint`'s documentation
//! shows (between the lines `// recipe` and `// end`), and tests that send it hostile input.

use std::fmt::Write as _;

pub mod actix;
pub mod actix_form;
pub mod askama_form;
pub mod askama_page;
#[cfg(test)]
mod axum_audit;
pub mod axum_login;
pub mod axum_upload;
pub mod csv_export;
pub mod hardened;
pub mod maud_form;
pub mod maud_page;
pub mod minijinja_form;
pub mod minijinja_page;
pub mod other_derives;
pub mod problem;
pub mod sql_like;

/// The recipes in the order of the page, each with its file.
pub const RECIPES: [(&str, &str); 16] = [
    ("audit your site in ten lines", include_str!("axum_audit.rs")),
    ("axum: a form, and `next` through a login", include_str!("axum_login.rs")),
    ("axum: an upload with limits", include_str!("axum_upload.rs")),
    ("axum: a whole site, hardened", include_str!("hardened.rs")),
    ("JSON problems of a form (RFC 9457)", include_str!("problem.rs")),
    ("validator, garde, utoipa", include_str!("other_derives.rs")),
    ("actix-web", include_str!("actix.rs")),
    ("actix-web: a form", include_str!("actix_form.rs")),
    ("askama", include_str!("askama_page.rs")),
    ("askama: a form", include_str!("askama_form.rs")),
    ("maud", include_str!("maud_page.rs")),
    ("maud: a form", include_str!("maud_form.rs")),
    ("minijinja", include_str!("minijinja_page.rs")),
    ("minijinja: a form", include_str!("minijinja_form.rs")),
    ("csv", include_str!("csv_export.rs")),
    ("SQL `LIKE` with rusqlite", include_str!("sql_like.rs")),
];

/// The page of the documentation, written from the recipes.
///
/// # Panics
/// Where a file has no recipe in it.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "How to use it with other crates. Each recipe is a file of the package `recipes/`, where it is compiled and tested\n\
         with hostile input. This page is written from them by `UNTAINT_WRITE=1 cargo test -p untaint-recipes`.\n",
    );
    for (title, file) in RECIPES {
        let about: Vec<&str> = file
            .lines()
            .map_while(|line| line.strip_prefix("//!"))
            .map(str::trim_start)
            .collect();
        let (_, rest) = file.split_once("// recipe\n").expect("the line `// recipe`");
        let (code, _) = rest.split_once("// end\n").expect("the line `// end`");
        write!(
            page,
            "\n## {title}\n\n{}\n\n```rust,ignore\n{}\n```\n",
            about.join("\n"),
            code.trim()
        )
        .expect("a string");
    }
    page
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_page_shows_the_recipes() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/docs/recipes.md");
        if std::env::var_os("UNTAINT_WRITE").is_some() {
            std::fs::write(file, super::page()).expect("the page");
        }
        let page = std::fs::read_to_string(file).expect("the page");
        assert!(
            page == super::page(),
            "write the page anew: UNTAINT_WRITE=1 cargo test -p untaint-recipes"
        );
    }

    #[test]
    fn lines_fit_the_page() {
        let page = super::page();
        for code in page.split("```").skip(1).step_by(2) {
            assert!(code.lines().all(|line| line.chars().count() <= 90), "{code}");
        }
        assert!(page.lines().all(|line| line.chars().count() <= 120));
    }
}
