//! `attr`: the table of names, quoting, and what html5ever reads out of every attribute written.

mod support;

use markup5ever_rcdom::NodeData;
use std::collections::{BTreeMap, BTreeSet};
use support::attr::*;
use support::html::Page;
use support::{context_cases, context_templates, data, hostile, rows};
use untaint::attr::{self, AttrErrorKind, AttrName, AttrPolicy, Descriptor, ResourceAttr};
use untaint::uri::{self, SafeUri, UriPolicy};
use untaint::{Checked, PolicySource, Validator, Violation, escape};

/// The names of a list, without its comments.
fn names(path: &str) -> Vec<String> {
    data(path).lines().filter(|line| !line.is_empty() && !line.starts_with("# ")).map(str::to_owned).collect()
}

// ---- names ----

#[test]
fn inert_names_pass_as_given() {
    for name in names("attr/inert.txt") {
        for name in [name.clone(), name.to_ascii_uppercase()] {
            assert_eq!(attr::check_name(&name).map(AttrName::into_owned).unwrap(), name.as_str());
        }
    }
}

#[test]
fn refused_names_say_why() {
    let mut wrong = Vec::new();
    for kind in [
        "handler",
        "url",
        "framework",
        "data",
        "style",
        "document",
        "identity",
        "security",
        "behavior",
        "unknown",
    ] {
        for name in names(&format!("attr/{kind}.txt")) {
            for name in [name.clone(), name.to_ascii_uppercase(), name.to_ascii_lowercase()] {
                let code = attr::check_name(&name).map_or_else(|error| error.code(), |_| "passed");
                if code != format!("attr.{kind}") {
                    wrong.push((name, kind, code));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn syntax_errors_say_where() {
    for (name, at) in rows::<(String, usize)>("attr/syntax.jsonl") {
        assert_eq!(
            attr::check_name(&name).unwrap_err().kind(),
            AttrErrorKind::Syntax { at },
            "{}",
            name.escape_debug()
        );
    }
}

/// The page that people read and the table that decides are two texts; this holds them together.
#[test]
fn the_documented_tables_are_the_compiled_ones() {
    let page = std::fs::read_to_string("src/attr/mod.rs").unwrap();
    let mut documented: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("//! | ")) {
        let cells: Vec<&str> = row.split(" | ").collect();
        let code = match cells[0].trim_matches('`') {
            inert if inert.starts_with("inert: ") => "inert",
            code if code.starts_with("attr.") => &code["attr.".len()..],
            _ => continue,
        };
        let Some(names) = cells.last() else { continue };
        // Words in backticks that are complete names: prefixes and examples are tested by their own files.
        let names = names.split('`').skip(1).step_by(2).filter(|word| {
            word.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b':'))
                && !word.ends_with(['-', ':'])
                && !["xmlns", "ng", "js", "on"].contains(word)
        });
        documented.entry(code.to_owned()).or_default().extend(names.map(str::to_owned));
    }
    for kind in ["inert", "style", "document", "url", "identity", "security", "behavior"] {
        let tested: BTreeSet<String> = names(&format!("attr/{kind}.txt"))
            .into_iter()
            .map(|name| name.to_ascii_lowercase())
            .filter(|name| !["aria-", "xlink:", "xmlns"].into_iter().any(|below| name.starts_with(below)))
            .collect();
        assert_eq!(documented.remove(kind).unwrap_or_default(), tested, "{kind}");
    }
    for (kind, names) in documented {
        for name in names {
            let code = attr::check_name(&name).map_or_else(|error| error.code(), |_| "passed");
            assert_eq!(code, format!("attr.{kind}"), "{name}");
        }
    }
}

#[test]
fn every_character_that_a_parser_takes_for_the_end_of_a_name_is_refused() {
    let policy = AttrPolicy::builder().data_prefix("data-note-").build().unwrap();
    for c in '\0'..=char::MAX {
        let ends_or_is_foreign = !c.is_ascii_graphic() || "\"'<>/=`".contains(c);
        for name in [format!("{c}title"), format!("tit{c}le"), format!("title{c}"), format!("aria-label{c}")]
        {
            let passed = attr::check_name(&name).is_ok();
            assert!(!(ends_or_is_foreign && passed), "{:?}", name.escape_debug());
        }
        let data = attr::check_name_with(&format!("data-note-x{c}"), &policy).map(|_| ()).is_ok();
        assert_eq!(data, matches!(c, 'a'..='z' | '0'..='9' | '-'), "{c:?}");
    }
}

#[test]
fn data_names_pass_only_below_a_prefix() {
    let policy = AttrPolicy::builder().data_prefix("data-note-").data_prefix("data-x2-y-").build().unwrap();
    for name in ["data-note-color", "data-note-0", "data-note--", "data-note-a-b", "data-x2-y-z"] {
        assert!(attr::check_name_with(name, &policy).is_ok(), "{name}");
        assert_eq!(attr::check_name(name).unwrap_err().kind(), AttrErrorKind::Data, "{name}");
    }
    for name in ["data-note-", "data-note", "data-notes-x", "DATA-note-x", "data-note-X", "data-note-x_y"] {
        assert_eq!(attr::check_name_with(name, &policy).unwrap_err().kind(), AttrErrorKind::Data, "{name}");
    }
    for name in names("attr/data.txt").iter().filter(|name| *name != "data-note-color") {
        assert_eq!(attr::check_name_with(name, &policy).unwrap_err().kind(), AttrErrorKind::Data, "{name}");
    }
}

#[test]
fn wrong_policies_fail_when_they_are_built() {
    for prefix in [
        "",
        "data-",
        "data--",
        "data-note",
        "note-",
        "data-Note-",
        "data-1-",
        "data--x-",
        "data-a b-",
        "DATA-x-",
        "data-hx-",
        "data-bs-",
        "data-turbo-frame-",
    ] {
        let error = AttrPolicy::builder().data_prefix(prefix).build().unwrap_err();
        assert_eq!((error.setting(), error.entry()), ("data_prefix", prefix));
    }
    for name in ["data-bind", "data-hx-get", "data-bs-toggle", "data-controller", "data-Theme", "data-"] {
        assert_eq!(AttrPolicy::builder().name(name).build().unwrap_err().entry(), name);
    }
    let policy = AttrPolicy::builder().name("data-theme").build().unwrap();
    assert!(attr::check_name_with("data-theme", &policy).is_ok());
    assert_eq!(attr::check_name_with("data-theme-x", &policy).unwrap_err().kind(), AttrErrorKind::Data);
    for kind in ["handler", "url", "framework", "style", "document", "security"] {
        for name in names(&format!("attr/{kind}.txt")) {
            let error = AttrPolicy::builder().name(&name).build().unwrap_err();
            assert_eq!((error.setting(), error.entry()), ("name", name.as_str()));
        }
    }
    for kind in ["identity", "behavior", "unknown", "inert"] {
        for name in names(&format!("attr/{kind}.txt")) {
            let policy = AttrPolicy::builder().name(&name.to_ascii_uppercase()).build().unwrap();
            assert!(attr::check_name_with(&name, &policy).is_ok(), "{name}");
        }
    }
    assert_eq!(
        AttrPolicy::builder().name("\u{212a}").name("onclick").build().unwrap_err().entry(),
        "\u{212a}"
    );
}

#[test]
fn the_layers_agree() {
    struct Inert;
    impl PolicySource for Inert {
        type Policy = AttrPolicy;
        fn policy() -> &'static AttrPolicy {
            AttrPolicy::inert()
        }
    }
    for name in ["title", "onclick", "", "data-x"] {
        let by_function = attr::check_name(name).map(AttrName::into_owned).map_err(Violation::from);
        assert_eq!(AttrPolicy::inert().check(name), by_function.clone().map(drop));
        let checked = Checked::<AttrName<'static>, Inert>::new(name);
        assert_eq!(checked.map(Checked::into_inner), by_function);
    }
    assert_eq!(
        attr::check_name("x y").map_err(Violation::from).unwrap_err().to_string(),
        "the name is empty, or cannot go on at byte 1 (attr.syntax, at 1)"
    );
}

#[test]
fn errors_hold_nothing_of_the_name() {
    let marker = "zqxjkv";
    for name in [
        format!("on{marker}"),
        format!("data-{marker}"),
        format!("hx-{marker}"),
        format!("xlink:{marker}"),
        format!("{marker} "),
        format!("{marker}="),
        format!("@{marker}"),
        marker.to_owned(),
    ] {
        let error = attr::check_name(&name).unwrap_err();
        let violation = Violation::from(error);
        assert!(!format!("{error} {error:?} {violation} {violation:?}").contains(marker), "{name}");
    }
}

#[test]
fn very_long_names_are_decided() {
    for long in ["a", "aria-", "on", "data-", "@", "\u{212a}", "x-"].map(|part| part.repeat(1_000_000)) {
        let _ = attr::check_name(&long);
    }
    assert!(attr::check_name(&format!("aria-{}", "a".repeat(1_000_000))).is_ok());
}

// ---- what a parser reads ----

/// Few, so that a wrong quoter has to be noticed by one of them.
const AT_THE_QUOTES: [&str; 18] = [
    "",
    " ",
    "x onclick=alert(1)",
    "\" onclick=alert(1) x=\"",
    "' onclick=alert(1) x='",
    "\"><script>alert(1)</script>",
    "`x`",
    "&quot; onclick=1",
    "&",
    "&#34",
    "&lt",
    "a&copy=1",
    "x/",
    "/",
    "=",
    "\r\n\r",
    "\0\u{1}\u{c}\u{7f}",
    "\u{feff}\u{fffe}\u{10ffff}\u{2028}",
];

#[test]
fn quote_and_pair_hold_hostile_values() {
    for value in hostile().iter().map(String::as_str).chain(AT_THE_QUOTES) {
        assert!(quote_keeps(attr::quote)(value), "{value:?}");
        assert!(pairs_keep(pair)(value), "{value:?}");
    }
}

#[test]
fn quote_holds_every_code_point() {
    let every: Vec<char> = ('\0'..=char::MAX).collect();
    for block in every.chunks(4096) {
        let value: String = block.iter().collect();
        assert!(reads_back(&format!("<el a={}>", attr::quote(&value)), "a", &value), "{:?}", block[0]);
    }
    // Alone, too: an escape that only works beside another character would hide in a block.
    for value in ('\0'..='\u{2fff}').map(String::from) {
        assert!(reads_back(&format!("<el a={}>", attr::quote(&value)), "a", &value), "{value:?}");
    }
}

/// Links that a policy lets through, with what ends an attribute.
const LINKS: [&str; 4] = ["/\" onclick=alert(1) x=\"", "/x onclick=alert(1)", "/?a&copy=1", "/&quot;"];

#[test]
fn links_are_held() {
    for raw in LINKS {
        assert!(
            uri::check(raw, UriPolicy::web()).is_ok() && resource(ResourceAttr::Src, raw).is_some(),
            "{raw}"
        );
        assert!(link_stays("href", attr::href)(raw) && link_stays("src", attr::img_src)(raw), "{raw}");
        assert!(resource_stays(resource)(raw), "{raw}");
    }
}

#[test]
fn quoters_that_are_wrong_are_found() {
    type Quoter = fn(&str) -> String;
    let wrong: [(&str, Quoter); 5] = [
        ("no quotes", |value| escape::html(value).into_owned()),
        ("no escape", |value| format!("\"{value}\"")),
        ("no & escape", |value| format!("\"{}\"", value.replace('"', "&quot;").replace('\r', "&#13;"))),
        ("quotes only where needed", |value| {
            if value.contains(' ') { attr::quote(value) } else { escape::html(value).into_owned() }
        }),
        ("CR kept", |value| attr::quote(value).replace("&#13;", "\r")),
    ];
    for (what, quote) in &wrong {
        assert!(AT_THE_QUOTES.iter().any(|value| !quote_keeps(quote)(value)), "{what}");
        let pair = |name: &str, value: &str| format!(" {name}={}", quote(value));
        assert!(AT_THE_QUOTES.iter().any(|value| !pairs_keep(pair)(value)), "{what}, in pairs");
    }
    // A link holds no CR, and is right without quotes if it holds no space.
    for (what, quote) in &wrong[..3] {
        let href = |safe: &SafeUri<'_>| format!(" href={}", quote(safe.as_str()));
        assert!(LINKS.iter().any(|raw| !link_stays("href", href)(raw)), "{what}, in links");
        let resource = |name: ResourceAttr, raw: &str| {
            resource(name, raw).map(|_| format!(" {}={}", name.as_str(), quote(raw)))
        };
        assert!(LINKS.iter().any(|raw| !resource_stays(resource)(raw)), "{what}, in resources");
    }
    assert!(!pairs_keep(|name, value| pair(name, value).trim_start().to_owned())("x"), "no space before");
}

#[test]
fn checks_of_names_that_are_wrong_are_found() {
    type Check = fn(&str) -> bool;
    let wrong: [(&str, Check); 5] = [
        ("no check", |_| true),
        ("no handlers, in lower case", |name| attr::check_name(name).is_ok() || name == "OnClick"),
        ("one word", |name| !name.contains(|c: char| c.is_whitespace() || "<>\"'".contains(c))),
        ("letters and hyphens", |name| name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')),
        ("all data", |name| attr::check_name(name).is_ok() || name.starts_with("data-")),
    ];
    let probes = ["OnClick", "a=b", "a/b", "STYLE", "srcdoc", "hx-get", "data-bind", "data-", "", "x y"];
    for (what, is_allowed) in wrong {
        assert!(probes.iter().any(|name| !name_is_inert(is_allowed)(name)), "{what}");
    }
}

// ---- srcset ----

#[test]
fn srcset_cases() {
    let data = UriPolicy::builder().raster_data(true).relative(true).build().unwrap();
    let srcset = |raw: &str, descriptor| {
        let safe = uri::check(raw, &data).unwrap();
        attr::srcset([(&safe, descriptor), (&safe, descriptor)])
    };
    let twice = |one: &str| format!(" srcset=\"{one}, {one}\"");
    assert_eq!(srcset("/a.png", Descriptor::Density(1.5)), twice("/a.png 1.5x"));
    assert_eq!(srcset("/a.png", Descriptor::Density(2.0)), twice("/a.png 2x"));
    assert_eq!(srcset(" ,/a b,c.png, ", Descriptor::Width(1)), twice("%2C/a%20b%2Cc.png%2C 1w"));
    // The comma of a data URL stays, because `%2C` would not end its media type.
    assert_eq!(
        srcset("data:image/png;base64,AAAA", Descriptor::Width(1)),
        twice("data:image/png;base64,AAAA 1w")
    );
    assert_eq!(
        srcset(" DATA:image/png;base64,AAAA", Descriptor::Width(1)),
        twice("DATA:image/png;base64,AAAA 1w")
    );
    // With nothing behind it, the list would go on with ` 1w` as a URL.
    assert_eq!(srcset("data:image/png;base64,", Descriptor::Width(1)), twice("data:image/png;base64%2C 1w"));
    // No picture, no candidate.
    for empty in ["", "   "] {
        assert_eq!(srcset(empty, Descriptor::Width(1)), " srcset=\"\"");
    }
    for wrong in [0.0, -0.0, -1.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        assert_eq!(srcset("/a", Descriptor::Density(wrong)), " srcset=\"\"");
    }
    assert_eq!(srcset("/a", Descriptor::Width(0)), " srcset=\"\"");
    for density in [f32::MIN_POSITIVE, f32::MAX, 1e-20, 0.1] {
        let written = srcset("/a", Descriptor::Density(density));
        let digits = written.split(' ').nth(2).unwrap().trim_end_matches(',').trim_end_matches('x');
        assert_eq!(digits.parse(), Ok(density));
        assert!(digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'), "{digits}");
    }
}

#[test]
fn srcset_writers_that_are_wrong_are_found() {
    let hostile = [
        ("/a.png 2x, https://evil.example/x.png".to_owned(), 100),
        (",/a".to_owned(), 7),
        ("/a,".to_owned(), 7),
        ("/a,b".to_owned(), 7),
        (" /a ".to_owned(), 7),
        ("(".to_owned(), 7),
    ];
    let join = |candidates: &[(String, u32)], write: fn(&str) -> String| {
        let list: Vec<_> = candidates.iter().map(|(raw, width)| format!("{} {width}w", write(raw))).collect();
        format!(" srcset={}", attr::quote(&list.join(", ")))
    };
    assert!(srcset_keeps(&hostile, UriPolicy::web(), |all| join(all, |raw| {
        raw.trim().replace(' ', "%20").replace(',', "%2C")
    })));
    let wrong: [fn(&str) -> String; 4] = [
        str::to_owned,
        |raw| raw.replace(' ', "%20"),
        |raw| raw.replace(',', "%2C"),
        |raw| raw.replace(' ', "%20").replace(',', "%2C"), // spaces at the ends are no part of the URL
    ];
    for (place, write) in wrong.into_iter().enumerate() {
        assert!(!srcset_keeps(&hostile, UriPolicy::web(), |all| join(all, write)), "{place}");
    }
    // The comma of a `data:` URL.
    let picture = [("data:image/png;base64,AAAA".to_owned(), 7)];
    assert!(srcset_keeps(&picture, &PICTURES, |all| join(all, str::to_owned)));
    assert!(!srcset_keeps(&picture, &PICTURES, |all| join(all, |raw| raw.replace(',', "%2C"))));
    let empty = [("data:image/png;base64,".to_owned(), 7)];
    assert!(!srcset_keeps(&empty, &PICTURES, |all| join(all, str::to_owned)));
}

// ---- resources ----

#[test]
fn resource_writes_each_name() {
    let policy =
        UriPolicy::builder().scheme("https").hosts(["player.example.com"]).relative(true).build().unwrap();
    let raw = "https://player.example.com/?a=\"&b='";
    let uri = uri::check_resource(raw, &policy).unwrap();
    for name in [
        ResourceAttr::Src,
        ResourceAttr::Href,
        ResourceAttr::Action,
        ResourceAttr::FormAction,
        ResourceAttr::Data,
    ] {
        assert!(reads_back(&format!("<el{}>", attr::resource(name, &uri)), name.as_str(), raw));
        assert_eq!(attr::check_name(name.as_str()).unwrap_err().kind(), AttrErrorKind::Url);
    }
}

// ---- the browser's cases ----

/// Whether a document holds a handler that would set the marker of the cases, or an element with it as script.
fn is_live(source: &str) -> bool {
    let mut live = false;
    Page::parse(source).walk(|node| {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            live |= &*name.local == "script"
                || attrs
                    .borrow()
                    .iter()
                    .any(|attr| attr.name.local.starts_with("on") && attr.value.contains("__xss"));
        }
    });
    live
}

#[test]
fn contexts_run_nothing() {
    let templates = context_templates();
    let (mut seen, mut refused) = (0, 0);
    for case in context_cases() {
        if !case.context.starts_with("attr_") && case.context != "srcset" {
            continue;
        }
        let template = &templates[&case.context];
        if case.context == "srcset" {
            // A list of candidates is written by one function; the template's slot and ` 1x` are its work.
            let safe = uri::clean(&case.value, UriPolicy::web());
            let written = attr::srcset([(&safe, Descriptor::Density(1.0))]);
            assert!(!is_live(&format!("<img{written}>")), "{}", case.id);
            assert!(reads_back(
                &format!("<el{written}>"),
                "srcset",
                &format!("{} 1x", safe.as_str().replace(' ', "%20"))
            ));
            seen += 1;
            continue;
        }
        assert!(is_live(&template.replace("{V}", &case.value)), "{}: the control is not live", case.id);
        let safe = match case.context.as_str() {
            "attr_double" | "attr_single" => escape::html(&case.value).into_owned(),
            "attr_unquoted" | "attr_unquoted_last" => attr::quote(&case.value),
            "attr_name" | "attr_name_value" => {
                assert!(attr::check_name(&case.value).is_err(), "{}", case.id);
                refused += 1;
                continue;
            }
            other => panic!("{other}: a context of the cases without a function here"),
        };
        assert!(!is_live(&template.replace("{V}", &safe)), "{}", case.id);
        seen += 1;
    }
    assert!(seen >= 10 && refused >= 5, "{seen} {refused}");
}
