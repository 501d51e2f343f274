//! Prints how many names of the test table `filename::secure_filename` and its peers leave with a property that the row
//! forbids, how many harmless ones they change, and how many results they change again.

use serde_json::Value;
use untaint::filename;

#[allow(dead_code, reason = "the properties are for the tests; the table of faults is used here")]
#[path = "../../../tests/support/filename.rs"]
mod support;

struct Case {
    name: String,
    must_not: Vec<String>,
    keep: bool,
}

type Clean = fn(&str) -> String;

const CLEANERS: [(&str, Clean); 4] = [
    ("filename::secure_filename", |raw| filename::secure_filename(raw).as_str().to_owned()),
    ("sanitise-file-name", sanitise_file_name::sanitise),
    ("sanitize-filename", |raw| {
        let options = sanitize_filename::Options { windows: true, ..sanitize_filename::Options::default() };
        sanitize_filename::sanitize_with_options(raw, options)
    }),
    ("nothing", str::to_owned),
];

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/filename/names.jsonl");
    let text = std::fs::read_to_string(path).expect("the table");
    let case = |line: &str| {
        let row: Value = serde_json::from_str(line).expect("a row");
        let words = row["must_not"].as_array().into_iter().flatten();
        Case {
            name: row["name"].as_str().expect("a name").to_owned(),
            must_not: words.filter_map(Value::as_str).map(str::to_owned).collect(),
            keep: row["keep"] == true,
        }
    };
    text.split('\n').filter(|line| !line.is_empty()).map(case).collect()
}

fn main() {
    let cases = cases();
    let harmless = cases.iter().filter(|case| case.keep).count();
    println!(
        "| {} names, {harmless} of them harmless | rows failed | harmless changed | not a fixed point |",
        cases.len()
    );
    println!("|---|--:|--:|--:|");
    for (name, clean) in CLEANERS {
        let failed = cases.iter().filter(|case| {
            let faults = support::faults(&clean(&case.name));
            case.must_not.iter().any(|property| faults.contains(&property.as_str()))
        });
        let changed = cases.iter().filter(|case| case.keep && clean(&case.name) != case.name);
        let moved = cases.iter().filter(|case| {
            let once = clean(&case.name);
            clean(&once) != once
        });
        println!("| {name} | {} | {} | {} |", failed.count(), changed.count(), moved.count());
    }
}
