//! `filename`: names from upload forms and their labels, each policy, joined paths, headers, files.
#![cfg(feature = "unicode")]

mod support;

use filename::{Disposition, FilenamePolicy, FilenamePolicyBuilder, JoinRules};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::path::Path;
use support::filename::*;
use support::{odd_characters, rows};
use unicode_normalization::UnicodeNormalization;
use untaint::Sanitizer;
use untaint::filename;

/// A row of `filename/names.jsonl`; the properties are explained in `props.json`.
#[derive(Deserialize)]
struct NameCase {
    id: String,
    name: String,
    must_not: Vec<String>,
    #[serde(default)]
    keep: bool,
    group: Option<String>,
}

fn names() -> Vec<NameCase> {
    rows("filename/names.jsonl")
}

/// Rows of which the result has a property that it must not have.
fn failures(clean: impl Fn(&str) -> String) -> Vec<String> {
    let is_failure = |case: &NameCase| {
        let name = clean(&case.name);
        let faults = faults(&name);
        case.must_not.iter().any(|property| faults.contains(&property.as_str()))
            || (case.keep && parts(&name) != parts(&case.name))
            || clean(&name) != name
    };
    names().into_iter().filter(is_failure).map(|case| case.id).collect()
}

fn parts(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((name, ""))
}

#[test]
fn no_name_keeps_what_it_must_not() {
    let clean = |raw: &str| filename::secure_filename(raw).as_str().to_owned();
    assert_eq!(failures(clean), Vec::<String>::new());
    for case in names() {
        assert_eq!(
            faults(&clean(&case.name)),
            Vec::<&str>::new(),
            "{}: any property, not only the row's own",
            case.id
        );
        if case.keep {
            assert_eq!(clean(&case.name), case.name, "{}: harmless", case.id);
            assert!(filename::check(&case.name, FilenamePolicy::portable()).is_ok(), "{}", case.id);
        }
    }
}

/// The rows are hostile enough: what people write by hand fails them, and so does doing nothing.
#[test]
fn hand_written_sanitizers_fail_the_same_names() {
    assert!(failures(str::to_owned).len() > 80);
    assert!(failures(|raw| raw.replace(['/', '\\'], "_")).len() > 70);
    let ascii =
        |raw: &str| raw.chars().filter(|c| c.is_ascii_alphanumeric() || "._- ".contains(*c)).collect();
    assert!(failures(ascii).len() > 40);
    assert!(failures(|_| "file".to_owned()).len() > 40, "harmless names must stay");
}

#[test]
fn every_dotted_part_is_an_extension() {
    let mut seen = 0;
    for case in names().iter().filter(|case| case.must_not.iter().any(|property| property == "exec_ext")) {
        let reported = filename::extensions(&case.name);
        for part in case.name.split('.').skip(1) {
            let part = part.trim().to_lowercase().replace('\u{AD}', "");
            assert!(reported.contains(&part), "{}: {part:?} in {reported:?}", case.id);
            seen += 1;
        }
    }
    assert!(seen > 20);
}

/// Pairs by the definition in `props.json`: one form after NFC and full case folding.
#[test]
fn names_that_fold_to_one_share_a_key() {
    let fold = |name: &str| caseless::default_case_fold_str(&name.nfc().collect::<String>());
    let mut names: Vec<String> = names().into_iter().map(|case| case.name).collect();
    let collisions = names_of_group("collision");
    assert!(collisions.len() > 2);
    names.extend(
        collisions.iter().flat_map(|name| [name.to_uppercase(), name.to_lowercase(), name.nfd().collect()]),
    );
    names.extend(
        ["straße", "STRASSE", "STRAẞE", "ﬁle", "FILE", "ΣΟΦΟΣ", "σοφος", "σοφοσ", "\u{212A}.txt", "k.TXT"]
            .map(str::to_owned),
    );
    let mut keys = HashMap::new();
    let mut shared = 0;
    for name in names {
        let key = filename::collision_key(&name).into_owned();
        if let Some(other) = keys.insert(fold(&name), key.clone()) {
            assert_eq!(key, other, "{name:?}");
            shared += 1;
        }
    }
    assert!(shared > 10);
}

fn names_of_group(group: &str) -> Vec<String> {
    names().into_iter().filter(|case| case.group.as_deref() == Some(group)).map(|case| case.name).collect()
}

/// Wherever full case folding makes two characters one, the keys are one.
#[test]
fn every_character_folds_like_the_standard_says() {
    for c in '\0'..=char::MAX {
        // In the middle of a name, because a colon, dots and spaces end one.
        let folded = caseless::default_case_fold_str(&format!("x{c}x"));
        assert_eq!(filename::collision_key(&format!("x{c}x")), filename::collision_key(&folded), "{c:?}");
    }
    for (one, other) in [
        ("ß", "ẞ"),
        ("ß", "SS"),
        ("ſ", "s"),
        ("\u{212A}", "k"),
        ("ς", "Σ"),
        ("İ", "i\u{307}"),
        ("é", "E\u{301}"),
        ("a.txt", "A.TXT. ."),
        ("a.txt", "a.txt:x"),
        ("a\u{200D}", "a"),
        ("❤\u{FE0F}", "❤"),
        // An iota below, which folds to a letter, is sorted behind other marks.
        ("ᾳ\u{331}", "Α\u{331}Ι"),
        ("ᾳ\u{94D}", "Α\u{94D}Ι"),
    ] {
        assert_eq!(filename::collision_key(one), filename::collision_key(other), "{one:?} {other:?}");
    }
    for (one, other) in
        [("a", "b"), ("é", "e"), ("a.txt", "a.txtx"), ("ａ", "a"), ("1", "¹"), (":a", ":b"), ("ss", "s")]
    {
        assert_ne!(filename::collision_key(one), filename::collision_key(other), "{one:?} {other:?}");
    }
    assert!(matches!(filename::collision_key("readme.txt"), Cow::Borrowed(_)));
}

/// The policies that the tables name.
fn policy(name: &str) -> FilenamePolicy {
    let new = FilenamePolicy::builder;
    let builder = match name {
        "" => new(),
        "dot" => new().keep_leading_dot(true),
        "titles" => new().keep_segments(true),
        "ascii" => new().ascii(true),
        "no_php" => new().forbid_extensions_anywhere(["PHP"]),
        "pictures" => new().allow_extensions(["png", "JPG"]),
        "upload" => new().fallback("upload"),
        "short" => new().max_bytes(12),
        name => panic!("no policy {name}"),
    };
    builder.build().expect("policy")
}

#[test]
fn each_name_becomes_what_the_table_says() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(default)]
        policy: String,
        #[serde(rename = "in")]
        input: String,
        out: String,
        /// What it becomes without the feature `any_ascii`.
        plain: Option<String>,
        why: String,
    }
    for mut row in rows::<Row>("filename/clean.jsonl") {
        row.out = row.plain.filter(|_| cfg!(not(feature = "any_ascii"))).unwrap_or(row.out);
        let policy = policy(&row.policy);
        let (name, report) = filename::clean_with_report(&row.input, &policy);
        assert_eq!(name, *row.out, "{:?}: {}", row.input, row.why);
        assert_eq!(filename::clean(&row.input, &policy), name);
        assert_eq!(report.changed(), row.input != row.out, "{:?}", row.input);
        assert_eq!(filename::clean(&row.out, &policy), *row.out, "{:?} is a fixed point", row.out);
    }
}

#[test]
fn each_refusal_has_its_code() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(default)]
        policy: String,
        #[serde(rename = "in")]
        input: String,
        code: String,
        at: Option<u64>,
        why: String,
    }
    for row in rows::<Row>("filename/check.jsonl") {
        match filename::check(&row.input, &policy(&row.policy)) {
            Ok(name) => {
                assert_eq!(row.code, "ok", "{:?}: {}", row.input, row.why);
                assert_eq!(name, *row.input);
            }
            Err(error) => {
                assert_eq!(error.code(), row.code, "{:?}: {}", row.input, row.why);
                let violation = untaint::Violation::from(error);
                let at = violation.params().find(|(name, _)| *name == "at").map(|(_, at)| at.to_string());
                assert_eq!(at, row.at.map(|at| at.to_string()), "{:?}", row.input);
            }
        }
    }
}

#[test]
fn each_extension_is_found() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "in")]
        input: String,
        out: Vec<String>,
        why: String,
    }
    for row in rows::<Row>("filename/extensions.jsonl") {
        assert_eq!(filename::extensions(&row.input), row.out, "{:?}: {}", row.input, row.why);
    }
}

#[test]
fn each_path_is_joined_or_refused() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "in")]
        input: String,
        code: String,
        unix: Option<String>,
        why: String,
    }
    let code = |path: &str, rules| match filename::safe_join_with("/srv", path, rules) {
        Ok(joined) => {
            assert_eq!(joined, Path::new("/srv").join(path), "{path:?}");
            "ok"
        }
        Err(error) => error.code(),
    };
    for row in rows::<Row>("filename/join.jsonl") {
        assert_eq!(code(&row.input, JoinRules::Portable), row.code, "{:?}: {}", row.input, row.why);
        let unix = row.unix.as_ref().filter(|_| cfg!(not(windows))).unwrap_or(&row.code);
        assert_eq!(code(&row.input, JoinRules::Unix), unix, "{:?}: {}", row.input, row.why);
    }
    assert_eq!(filename::safe_join("", "a/b").expect("a path"), Path::new("a/b"));
    assert_eq!(filename::safe_join("base/", "a").expect("a path"), Path::new("base/a"));
}

#[test]
fn each_header_is_what_the_table_says() {
    #[derive(Deserialize)]
    struct Row {
        #[serde(rename = "in")]
        input: String,
        out: String,
        why: String,
    }
    for row in rows::<Row>("filename/disposition.jsonl") {
        let header = filename::content_disposition(Disposition::Attachment, &row.input);
        assert_eq!(header, row.out, "{:?}: {}", row.input, row.why);
        disposition_is_read_back(&row.input, |_| header.as_str().to_owned());
        let inline = filename::content_disposition(Disposition::Inline, &row.input);
        assert_eq!(inline.as_str().strip_prefix("inline"), header.as_str().strip_prefix("attachment"));
    }
    let longest = filename::content_disposition(Disposition::Attachment, &"é".repeat(1000));
    assert!(longest.as_str().len() <= 1100, "{}", longest.as_str().len());
}

#[test]
fn properties_hold_for_every_row() {
    for case in names() {
        filename_holds(&case.name);
    }
}

/// Each odd character, at each place where it means something else.
#[test]
fn odd_characters_are_safe_at_every_place() {
    let odd = odd_characters();
    for a in &odd {
        for text in
            [format!("{a}"), format!("x{a}.txt"), format!("{a}.txt"), format!("x.{a}php"), format!("con{a}")]
        {
            filename_holds(&text);
        }
        for b in &odd {
            let name = filename::secure_filename(&format!("{a}{b}nul{b}.{a}")).into_owned();
            assert!(faults(name.as_str()).is_empty(), "{name:?}");
            assert_eq!(filename::secure_filename(name.as_str()), name);
        }
    }
}

/// Every length around the limit, for letters of one to four bytes.
#[test]
fn every_length_is_cut_at_the_limit() {
    for letter in ["a", "é", "日", "😀", "e\u{323}\u{301}", "👨\u{200D}👩\u{200D}👧"] {
        for bytes in (230..290).chain([2000, 3000, 3067, 3068, 3069, 4000, 5000]) {
            let stem = letter.repeat(bytes / letter.len() + 1);
            for end in ["", ".pdf", ".php.jpg", ".tar.gz", ".jpeg.exe", ". . .", ".", " .txt", "\0\0\0"] {
                let raw = format!("{stem}{end}");
                let (name, report) = filename::clean_with_report(&raw, FilenamePolicy::portable());
                assert!(faults(name.as_str()).is_empty(), "{name:?}");
                assert_eq!(report.truncated(), report.cut_at().is_some());
                assert_eq!(filename::secure_filename(name.as_str()), name);
                let kept = raw.trim_end_matches(['.', ' ', '\0']).rsplit_once('.').map(|(_, last)| last);
                assert_eq!(name.extension(), kept, "{name:?}");
                assert!(
                    !report.truncated() || name.as_str().len() > 220,
                    "not cut more than needed: {name:?}"
                );
                if report.truncated() && end == ".php.jpg" {
                    assert!(!name.as_str().contains(".php"), "{name:?}");
                }
            }
        }
    }
}

#[test]
fn large_and_odd_names_are_answered() {
    for piece in [
        "a",
        ".",
        "/",
        "\\",
        " ",
        "\0",
        "\u{301}",
        "\u{200D}",
        "\u{FE0F}",
        "e\u{301}",
        "日",
        "👨\u{200D}",
        ".a",
        "%2e",
        ";",
        "CON.",
        "\u{E0061}",
        "\u{1F1E6}",
        "ﷺ",
        "-",
        "_",
        ":",
        "क\u{94D}\u{200D}",
    ] {
        let many = piece.repeat(20_000 / piece.len());
        for raw in [many.clone(), format!("x{many}.pdf"), format!("x.php{many}"), format!("{many}/x.pdf")] {
            for kind in KINDS.iter() {
                let name = filename::clean(&raw, &kind.policy);
                clean_is_safe(&raw, kind, |_| name.as_str().to_owned());
                assert_eq!(filename::clean(name.as_str(), &kind.policy), name);
            }
            disposition_is_read_back(&raw, |raw| {
                filename::content_disposition(Disposition::Attachment, raw).into_string()
            });
        }
        let raw = format!("x{}.pdf", piece.repeat(1_000_000 / piece.len()));
        assert!(faults(filename::secure_filename(&raw).as_str()).is_empty());
        let _ = filename::extensions(&raw);
        let _ = filename::collision_key(&raw);
        let _ = filename::safe_join("/srv", &raw);
    }
    assert_eq!(filename::secure_filename(&format!("{}.pdf", "\u{200B}".repeat(400_000))), "file.pdf");
    assert_eq!(filename::secure_filename(&format!("a.pdf{}", "\0 .".repeat(400_000))), "a.pdf");
    let long = filename::secure_filename(&format!("a{}.tar.gz", " b".repeat(400_000))).into_owned();
    assert!(long.as_str().ends_with(".tar.gz") && long.as_str().len() > 250);
}

#[test]
fn wrong_policies_fail_when_they_are_built() {
    let new = FilenamePolicy::builder;
    let wrong: [(&str, FilenamePolicyBuilder); 24] = [
        ("max_bytes", new().max_bytes(0)),
        ("max_bytes", new().max_bytes(7)),
        ("max_bytes", new().max_bytes(1025)),
        ("fallback", new().fallback("")),
        ("fallback", new().fallback("..")),
        ("fallback", new().fallback("a/b")),
        ("fallback", new().fallback("a/")),
        ("fallback", new().fallback("nul")),
        ("fallback", new().fallback("web.config")),
        ("fallback", new().fallback("e\u{301}")),
        ("fallback", new().fallback(".x")),
        ("fallback", new().fallback("é").ascii(true)),
        ("fallback", new().fallback("123456789").max_bytes(8)),
        ("fallback", new().fallback("a.exe").allow_extensions(["png"])),
        ("fallback", new().fallback("a.php.txt").forbid_extensions_anywhere(["php"])),
        ("allow_extensions", new().allow_extensions([""; 0])),
        ("allow_extensions", new().allow_extensions([""])),
        ("allow_extensions", new().allow_extensions([".png"])),
        ("allow_extensions", new().allow_extensions(["tar.gz"])),
        ("allow_extensions", new().allow_extensions(["p/g"])),
        ("allow_extensions", new().allow_extensions(["jpeg2000"]).max_bytes(9)),
        ("allow_extensions", new().allow_extensions(["PHP"]).forbid_extensions_anywhere(["php"])),
        ("forbid_extensions_anywhere", new().forbid_extensions_anywhere(["php", "*"])),
        ("forbid_extensions_anywhere", new().forbid_extensions_anywhere(["a b\u{200B}"])),
    ];
    for (setting, builder) in wrong {
        let error = builder.build().expect_err("a wrong policy");
        assert_eq!(error.setting(), setting, "{error}");
        assert!(!error.reason().is_empty());
    }
    assert_eq!(new().build().expect("policy"), FilenamePolicy::portable().clone());
    assert!(new().forbid_extensions_anywhere([""; 0]).build().is_ok(), "nothing is forbidden");
    for entry in ["7z", "c++", "tar", "日本", "html_"] {
        assert!(new().allow_extensions([entry]).build().is_ok(), "{entry}");
    }
}

#[test]
fn a_report_tells_what_was_changed() {
    let report = |raw: &str| filename::clean_with_report(raw, FilenamePolicy::portable()).1;
    assert!(report("a/b").had_path() && report("a\\").had_path());
    let titles = filename::clean_with_report("a.php/b.c\\d.jpg", &policy("titles")).1;
    assert!(titles.had_path() && titles.inner_extensions() == ["php_b", "c_d"]);
    assert!(report("a\0").controls() && report("a\u{FFFF}").controls());
    assert!(report("a\u{202E}b").bidi() && report("a\u{200B}b").invisible());
    assert!(report("a?b").illegal() && report("a\u{2215}b").illegal());
    assert!(report("e\u{301}").normalised() && report(".a").trimmed() && report("a.").trimmed());
    assert!(report("con").reserved() && report(".htaccess").server_file() && report("..").fell_back());
    let long = "a".repeat(300);
    assert_eq!(report(&long).cut_at(), Some(255));
    assert_eq!(report("invoice.pdf.exe").inner_extensions(), ["pdf"]);
    let harmless = report("Résumé (final).docx");
    assert!(
        !harmless.changed()
            && !harmless.had_path()
            && !harmless.truncated()
            && harmless.inner_extensions().is_empty()
    );
    assert!(filename::clean_with_report("é", &policy("ascii")).1.not_ascii());
    assert!(filename::clean_with_report("a.php.jpg", &policy("no_php")).1.extension_refused());
    assert!(filename::clean_with_report("a.php", &policy("pictures")).1.extension_refused());
}

#[test]
fn clean_names_are_borrowed() {
    for raw in [
        "report.pdf",
        "日本語の資料.pdf",
        "Résumé (final).docx",
        "👨\u{200D}👩\u{200D}👧.png",
        "/srv/日本.txt",
        " a ",
        "x/é. ",
    ] {
        let cleaned = FilenamePolicy::portable();
        assert!(matches!(cleaned.clean(raw), Cow::Borrowed(_)), "{raw:?}");
    }
    assert!(matches!(policy("pictures").clean("cat.png"), Cow::Borrowed(_)));
}

#[test]
fn stem_and_extension() {
    for (name, stem, extension) in [
        ("a.txt", "a", Some("txt")),
        ("a.tar.GZ", "a.tar", Some("GZ")),
        ("Makefile", "Makefile", None),
        ("日本.語", "日本", Some("語")),
    ] {
        let name = filename::secure_filename(name);
        assert_eq!((name.stem(), name.extension()), (stem, extension));
    }
    let hidden = policy("dot");
    let hidden = filename::clean(".gitignore", &hidden);
    assert_eq!((hidden.stem(), hidden.extension()), (".gitignore", None));
    assert_eq!(hidden.with_suffix("1"), ".gitignore-1");
}

#[test]
fn a_suffix_goes_before_the_extension() {
    for (name, suffix, out) in [
        ("report.pdf", "a1b2", "report-a1b2.pdf"),
        ("backup.tar.gz", "1", "backup-1.tar.gz"),
        ("Makefile", "1", "Makefile-1"),
        ("a.php.jpg", "1", "a.php-1.jpg"),
        ("日本.txt", "é1/", "日本-1.txt"),
        ("a.txt", "", "a.txt"),
        ("a.txt", "../", "a.txt"),
        ("a.txt", ".exe", "a-exe.txt"),
    ] {
        assert_eq!(filename::secure_filename(name).with_suffix(suffix), out);
    }
    let long = filename::secure_filename(&format!("{}.pdf", "日".repeat(80))).into_owned();
    let other = long.with_suffix("a1b2c3d4e5");
    assert!(other.as_str().ends_with("日-a1b2c3d4e5.pdf") && other.as_str().len() > 250, "{other:?}");
    let twice = other.with_suffix(&"x".repeat(1000));
    assert!(
        twice.as_str().len() <= 255 && twice.as_str().ends_with("x.pdf") && twice.as_str().starts_with('日')
    );
    assert_eq!(
        filename::secure_filename("a").into_owned(),
        filename::clean("a", &policy("short")),
        "by the text alone"
    );
}

#[test]
#[cfg(feature = "fs")]
fn files_are_made_and_opened_below_a_folder() {
    use std::io::{ErrorKind, Read, Write};
    let folder = std::env::temp_dir().join(format!("untaint-filename-{}", std::process::id()));
    let inside = folder.join("inside");
    std::fs::create_dir_all(&inside).expect("a folder");

    let name = filename::secure_filename("../report.pdf");
    let mut taken = std::collections::BTreeSet::new();
    for _ in 0..20 {
        let (mut file, name) = filename::create_in(&inside, &name).expect("a new file");
        file.write_all(name.as_str().as_bytes()).expect("written");
        assert!(taken.insert(name.as_str().to_owned()), "{name:?} is new");
    }
    assert!(taken.contains("report.pdf") && taken.iter().all(|name| name.starts_with("report")));
    for name in &taken {
        let mut text = String::new();
        filename::open_beneath(&inside, name).expect("there").read_to_string(&mut text).expect("read");
        assert_eq!(text, *name, "each has its own content");
    }
    assert_eq!(
        filename::create_in(inside.join("none"), &name).expect_err("no folder").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(filename::open_beneath(&inside, "none").expect_err("no file").kind(), ErrorKind::NotFound);
    for path in ["../x", "/etc/passwd", "a//b", "nul"] {
        let error = filename::open_beneath(&inside, path).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path}");
        assert!(
            error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<filename::FilenameError>)
        );
    }

    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        std::fs::write(folder.join("secret"), "secret").expect("written");
        symlink("../secret", inside.join("out")).expect("a link");
        symlink(folder.join("secret"), inside.join("absolute")).expect("a link");
        symlink("..", inside.join("up")).expect("a link");
        symlink("report.pdf", inside.join("here")).expect("a link");
        symlink("../made", inside.join("dangling")).expect("a link");
        for path in ["out", "absolute", "up/secret"] {
            assert!(filename::open_beneath(&inside, path).is_err(), "{path} leads out");
            let joined = filename::safe_join(&inside, path).expect("by text alone");
            assert!(
                std::fs::read_to_string(joined).is_ok_and(|text| text == "secret"),
                "{path}: the negative control"
            );
        }
        assert!(filename::open_beneath(&inside, "here").is_ok(), "a link that stays inside");
        let (_, name) =
            filename::create_in(&inside, &filename::secure_filename("dangling")).expect("a new file");
        assert!(
            name.as_str().starts_with("dangling-") && !folder.join("made").exists(),
            "no link is followed"
        );
    }
    std::fs::remove_dir_all(&folder).expect("removed");
}
