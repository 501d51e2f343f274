//! `upload`: text and its kinds, what markup can run, formulas, what a browser makes of a file.
#![cfg(feature = "upload")]

mod support;

use proptest::prelude::*;
use serde::Deserialize;
use std::sync::LazyLock;
use support::rows;
use untaint::upload::{
    self, Encoding, Family, FileType, Finding, FindingKind as Kind, Inspector, Sniffed, Upload, UploadPolicy,
};

static EVERYTHING: LazyLock<UploadPolicy> =
    LazyLock::new(|| UploadPolicy::builder().allow(FileType::all()).build().expect("a policy"));

/// What is found in a file of this name, accepted or not.
fn found(name: &str, bytes: &[u8]) -> Vec<Finding> {
    match upload::check(&Upload { name, declared: None, bytes }, &EVERYTHING) {
        Ok(up) => up.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    }
}

fn kinds(name: &str, bytes: &[u8]) -> Vec<Kind> {
    found(name, bytes).iter().map(Finding::kind).collect()
}

fn utf16(text: &str, little: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{FEFF}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
}

/// A row of `upload/markup.jsonl`.
#[derive(Deserialize, Debug)]
struct Row {
    /// Which claim it is: the functions below.
    group: String,
    #[serde(default)]
    name: String,
    text: String,
    /// A media type, or the family `xml`.
    is: Option<String>,
    /// A finding that there must be; without one, there must be none.
    code: Option<String>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows("upload/markup.jsonl"));

fn group(name: &str) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.group == name)
}

fn codes(name: &str, bytes: &[u8]) -> Vec<&'static str> {
    found(name, bytes).iter().map(Finding::code).collect()
}

/// Whether the codes are those that the row claims.
fn agrees(row: &Row, codes: &[&str]) -> bool {
    row.code.as_ref().map_or(codes.is_empty(), |code| codes.contains(&code.as_str()))
}

#[test]
fn the_rows_are_all_in_a_claim() {
    let known = ["text", "kind", "svg", "named", "formula", "guess"];
    assert!(ROWS.iter().all(|row| known.contains(&row.group.as_str())));
    assert!(known.iter().all(|name| group(name).count() >= 20));
    // Each claim can fail.
    assert!(
        group("svg").any(|row| !agrees(row, &[])) && group("svg").any(|row| !agrees(row, &["upload.html"]))
    );
}

/// Texts that begin like files of other types: signatures of letters, words of markup, keywords.
#[test]
fn text_that_looks_like_other_files_is_text() {
    for row in group("text") {
        assert_eq!(upload::sniff(row.text.as_bytes()), Sniffed::Text(Encoding::Utf8), "{row:?}");
    }
}

/// Kinds whose beginning leaves no doubt, and words of pages that begin other documents.
#[test]
fn certain_kinds_are_told_by_content() {
    // The same in UTF-16, where the format allows any encoding.
    let wide = [FileType::SVG, FileType::HTML, FileType::VCARD, FileType::REG, FileType::INTERNET_SHORTCUT];
    for row in group("kind") {
        let known = row.is.as_deref().and_then(FileType::from_mime);
        let expected = known.map_or(Sniffed::Family(Family::Xml), Sniffed::Known);
        assert_eq!(upload::sniff(row.text.as_bytes()), expected, "{row:?}");
        let text = row.text.trim_start_matches('\u{FEFF}');
        if known.is_some_and(|known| wide.contains(&known)) && text.len() >= 15 && !text.starts_with("GIF") {
            for (little, mark) in [(true, true), (true, false), (false, true), (false, false)] {
                assert_eq!(upload::sniff(&utf16(text, little, mark)), expected, "{row:?}");
            }
        }
    }
}

#[test]
fn encodings_are_told_and_bytes_are_no_text() {
    let is = |bytes: &[u8], expected| assert_eq!(upload::sniff(bytes), expected, "{bytes:?}");
    is("grün".as_bytes(), Sniffed::Text(Encoding::Utf8));
    is(b"\xEF\xBB\xBFhi", Sniffed::Text(Encoding::Utf8));
    // A character that the end of a prefix cuts.
    is(&"ä".repeat(300).as_bytes()[..513], Sniffed::Text(Encoding::Utf8));
    is(&utf16("hello there", true, true), Sniffed::Text(Encoding::Utf16Le));
    is(&utf16("日本語", false, true), Sniffed::Text(Encoding::Utf16Be));
    is(&utf16("hello there, you", true, false), Sniffed::Text(Encoding::Utf16Le));
    is(b"Gr\xFC\xDFe aus K\xF6ln", Sniffed::Text(Encoding::EightBit));
    // "Privet, mir!" in KOI8-R, windows-1251 and IBM 866; Japanese in Shift_JIS.
    is(&b"\xF0\xD2\xC9\xD7\xC5\xD4, \xCD\xC9\xD2! ".repeat(4), Sniffed::Text(Encoding::EightBit));
    is(&b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEC\xE8\xF0!\r\n".repeat(4), Sniffed::Text(Encoding::EightBit));
    is(&b"\x82\xB1\x82\xF1\x82\xC9\x82\xBF\x82\xCD\n".repeat(16), Sniffed::Text(Encoding::EightBit));
    is(b"hi\0there", Sniffed::Unknown);
    is(b"hi\x01there", Sniffed::Unknown);
    is(b"\x90\x91\x92\x93", Sniffed::Unknown);
    is(&[0xD8; 2], Sniffed::Unknown);
    is(&utf16("hello\u{1}there", true, true), Sniffed::Unknown);
    // The end of file of DOS.
    is(b"hi\x1A", Sniffed::Text(Encoding::Utf8));
    is(b"hi\x1Athere", Sniffed::Unknown);
}

/// What `serde_json` reads, up to its own limit of depth.
#[test]
fn json_is_what_readers_of_json_take() {
    let seeds = [
        r#"{"a":[1,2.5e-3,{"b":null,"c":"\u00e9\n"}],"d":true}"#,
        r#"[[],{},"",0,-0,1E5,false]"#,
        "[ 1 , 2 ]\n",
    ];
    let mut state = 7u64;
    let mut random = |n: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(state >> 33).expect("31 bits") % n
    };
    let (mut good, mut bad) = (0, 0);
    for round in 0..20_000 {
        let mut text = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..random(3) {
            let at = random(text.len());
            match random(3) {
                0 => text[at] = b"{}[]\",:0123eE+-.\\ntru a\t"[random(24)],
                1 => drop(text.remove(at)),
                _ => text.insert(at, b"{}[]\",:01eE+-.\\"[random(15)]),
            }
        }
        let Ok(text) = String::from_utf8(text) else { continue };
        if !text.trim_start().starts_with(['{', '[']) {
            continue;
        }
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok();
        let ours = matches!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::JSON));
        assert_eq!(ours, theirs, "{text:?}");
        if ours { good += 1 } else { bad += 1 }
    }
    assert!(good > 2000 && bad > 2000, "{good} {bad}");
}

#[test]
fn what_a_picture_can_do_is_found() {
    for row in group("svg") {
        let text = row.text.as_str();
        assert_eq!(upload::sniff(text.as_bytes()), Sniffed::Known(FileType::SVG), "{row:?}");
        let wide = [utf16(text, true, true), utf16(text, false, true)];
        for bytes in [text.as_bytes(), &wide[0], &wide[1]] {
            let codes = codes("x.svg", bytes);
            assert!(agrees(row, &codes), "{row:?}: {codes:?}");
        }
        // The place is in the file, also where a byte order mark stands before.
        for finding in found("x.svg", &wide[0]) {
            assert!(
                finding.offset().is_none_or(|at| at <= 2 * text.len() as u64 + 2),
                "{row:?}: {finding:?}"
            );
        }
    }
}

/// Pages, other XML, code in text, formulas in tables.
#[test]
fn what_other_texts_can_do_is_found() {
    for row in group("named") {
        let codes = codes(&row.name, row.text.as_bytes());
        assert!(agrees(row, &codes), "{row:?}: {codes:?}");
    }
}

#[test]
fn cells_that_are_no_formulas_are_let_be() {
    for row in group("formula") {
        assert!(!kinds("a.csv", row.text.as_bytes()).contains(&Kind::Formula), "{row:?}");
    }
    assert!(kinds("a.csv", &utf16("a,=1,bcdefgh", true, true)).contains(&Kind::Formula));
    // Only a table has cells.
    assert!(!kinds("a.txt", b"=1+1").contains(&Kind::Formula));
    assert!(kinds("a.tsv", b"a\t=1").contains(&Kind::Formula));
}

/// The verdict of the stream, whatever its pieces.
fn in_pieces(name: &str, bytes: &[u8], sizes: &[usize]) -> Vec<Finding> {
    let mut inspector = Inspector::new(name, None, &EVERYTHING);
    let mut rest = bytes;
    let mut sizes = sizes.iter().cycle();
    while !rest.is_empty() {
        let size = sizes.next().copied().unwrap_or(1).clamp(1, rest.len());
        let (piece, tail) = rest.split_at(size);
        if let Err(error) = inspector.push(piece) {
            return error.findings().to_vec();
        }
        rest = tail;
    }
    match inspector.finish() {
        Ok(up) => up.findings().to_vec(),
        Err(error) => error.findings().to_vec(),
    }
}

const PIECES: &[&str] = &[
    "=",
    "+",
    "-",
    "@",
    "＝",
    ",",
    ";",
    "\t",
    "\n",
    "\"",
    "a",
    "1",
    " ",
    "é",
    "日",
    "\u{1F600}",
    "<?php ",
    "<?=",
    "<? x",
    "<!--#exec ",
    "<%@",
    "<script runat=server>",
    "<jsp:",
    "\u{FEFF}",
    "(",
    "!",
    "|",
    "\u{7f}",
    "|",
    "sep=",
];

proptest! {
    #[test]
    fn findings_do_not_depend_on_pieces(
        picks in prop::collection::vec(0..PIECES.len(), 0..40),
        sizes in prop::collection::vec(1usize..7, 1..8),
        pad in 0usize..600,
        raw in prop::collection::vec(any::<u8>(), 0..4),
        wide in any::<bool>(),
    ) {
        let mut text = "x".repeat(pad);
        text.extend(picks.iter().map(|at| PIECES[*at]));
        let mut bytes = if wide { utf16(&text, true, true) } else { text.into_bytes() };
        bytes.extend(raw);
        prop_assert_eq!(in_pieces("a.csv", &bytes, &sizes), found("a.csv", &bytes));
    }

    /// Every script, event attribute and script link that another XML parser finds in a tree is reported.
    #[test]
    fn nothing_that_another_reader_finds_is_missed(picks in prop::collection::vec(0..XML.len(), 1..24), root in 0..3usize) {
        let body: String = picks.iter().map(|at| XML[*at]).collect();
        let text = match root {
            0 => format!("<svg xmlns='http://www.w3.org/2000/svg'>{body}</svg>"),
            1 => format!("<!DOCTYPE svg [<!ENTITY j 'javascript'><!ENTITY n 'http://www.w3.org/2000/svg'>]><svg xmlns='&n;'>{body}</svg>"),
            _ => format!("<a:svg xmlns:a='http://www.w3.org/2000/svg'><g xmlns='http://www.w3.org/1999/xhtml'>{body}</g></a:svg>"),
        };
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let is_live = roxmltree::Document::parse_with_options(&text, options).is_ok_and(|tree| runs(&tree));
        let is_reported = kinds("x.svg", text.as_bytes()).contains(&Kind::Active);
        prop_assert!(is_reported || !is_live, "{}", text);
    }

    /// The same for pages, with a browser's own parser.
    #[test]
    fn nothing_that_a_page_parser_finds_is_missed(picks in prop::collection::vec(0..PAGE.len(), 1..24)) {
        let body: String = picks.iter().map(|at| PAGE[*at]).collect();
        let text = format!("<!doctype html><body>{body}");
        let is_reported = kinds("x.html", text.as_bytes()).contains(&Kind::ActivePage);
        prop_assert!(is_reported || !page_runs(&text), "{}", text);
    }
}

const XML: &[&str] = &[
    "<g>",
    "</g>",
    "<g/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<script>",
    "</script>",
    "<s:script xmlns:s='http://www.w3.org/2000/svg'/>",
    "<a href='javascript:x'/>",
    "<a href='&j;:x'/>",
    "<g onload='x'/>",
    "<p xmlns='' onload='x'/>",
    "<g xmlns='&n;' onload='x'/>",
    "<?x ",
    "?>",
    "'",
    "\"",
    "&amp;",
    "&#60;",
    "&lt;script>",
    ">",
    "a",
    " ",
    "<a:g onload='x'/>",
    "<g a='",
    "'/>",
    "<g a=\"",
    "\"/>",
    "<!-- x -->",
    "<g xmlns:b='http://www.w3.org/1999/xhtml'>",
    "<b:p onclick='x'/>",
    "<g title='>'",
    "/>",
    "]",
    "[",
    "--",
    "<a href='java&#9;script:x'/>",
];

fn runs(tree: &roxmltree::Document<'_>) -> bool {
    const LIVE: [&str; 2] = ["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xhtml"];
    tree.descendants().filter(roxmltree::Node::is_element).any(|node| {
        let is_live = node.tag_name().namespace().is_some_and(|space| LIVE.contains(&space));
        is_live
            && (node.tag_name().name() == "script"
                || node.attributes().any(|a| {
                    (a.namespace().is_none() && a.name().starts_with("on"))
                        || (a.name() == "href" && untaint::uri::is_javascript(a.value()))
                }))
    })
}

const PAGE: &[&str] = &[
    "<p>",
    "</p>",
    "<svg>",
    "</svg>",
    "<math>",
    "<style>",
    "</style>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "--!>",
    "<![CDATA[",
    "]]>",
    "<a ",
    "\"",
    "'",
    ">",
    "<img src=x onerror=x>",
    "<a href=javascript:x>",
    "<mtext>",
    "<foreignObject>",
    "<desc>",
    "<noscript>",
    "</noscript>",
    "<xmp>",
    "</xmp>",
    "<iframe>",
    "</iframe>",
    "<table>",
    "<select>",
    "<template>",
    "</template>",
    "<plaintext>",
    "<p title=\"",
    "<p title='",
    "=",
    "/",
    "<noembed>",
    "</noembed>",
    "<?x",
    "</",
    "<",
    "a",
    " ",
];

fn page_runs(text: &str) -> bool {
    use html5ever::tendril::TendrilSink;
    use markup5ever_rcdom::{NodeData, RcDom};
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
    let mut open = vec![dom.document.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Element { name, attrs, template_contents, .. } = &node.data {
            let is_frame = matches!(&*name.local, "script" | "iframe");
            if is_frame
                || attrs.borrow().iter().any(|a| {
                    a.name.local.starts_with("on")
                        || (&*a.name.local == "href" && untaint::uri::is_javascript(&a.value))
                })
            {
                return true;
            }
            open.extend(template_contents.borrow().iter().cloned());
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    false
}

#[test]
fn the_oracles_can_find_something() {
    let tree =
        roxmltree::Document::parse("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>").expect("XML");
    assert!(runs(&tree));
    let tree = roxmltree::Document::parse("<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>").expect("XML");
    assert!(!runs(&tree));
    assert!(page_runs("<p onclick=x>") && !page_runs("<p>"));
}

/// What Chromium was seen to do, and what the standard says.
#[test]
fn browsers_guess_html_by_its_beginning() {
    let guess = |text: &str| upload::browser_sniffs_html(text.as_bytes(), None, false);
    for row in group("guess") {
        assert_eq!(guess(&row.text), row.is.is_some(), "{row:?}");
    }
    // The standard looks further than Chromium, and wants the tag to end.
    let far = |spaces: usize, tag: &str| guess(&format!("{}{tag}", " ".repeat(spaces)));
    assert!(far(1000, "<html>") && far(1000, "<p ") && far(506, "<htmlx") && far(1441, "<!--"));
    assert!(!far(1000, "<htmlx") && !far(1440, "<html>") && !far(2000, "<html>"));
}

#[test]
fn a_declared_type_ends_the_guessing() {
    let html = b"<script>alert(1)</script>";
    for declared in [
        "",
        " ",
        "foo",
        "unknown/unknown",
        "application/unknown",
        "*/*",
        "Unknown/Unknown; x=y",
        "/html",
        "text/",
        "te xt/html",
    ] {
        assert!(upload::browser_sniffs_html(html, Some(declared), false), "{declared:?}");
        assert!(!upload::browser_sniffs_html(html, Some(declared), true), "{declared:?}");
    }
    for declared in [
        "text/plain",
        "text/plain; charset=utf-8",
        "application/octet-stream",
        "image/png",
        "text/xml",
        "application/json",
        "text/htmlx",
    ] {
        assert!(!upload::browser_sniffs_html(html, Some(declared), false), "{declared:?}");
    }
    for declared in
        ["text/html", "TEXT/HTML; charset=x", " text/html ", "text/plain, text/html", "text/html, */*"]
    {
        assert!(upload::browser_sniffs_html(b"", Some(declared), true), "{declared:?}");
    }
    assert!(!upload::browser_sniffs_html(html, Some("text/html, text/plain"), false));
}

#[test]
fn opening_xml_runs_what_is_in_it() {
    let active = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
    let decl = b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>";
    let still = b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>";
    for declared in [
        "image/svg+xml",
        "text/xml",
        "application/xml; charset=x",
        "application/xhtml+xml",
        "application/foo+xml",
    ] {
        assert!(upload::runs_script_when_opened(active, Some(declared)), "{declared}");
        assert!(!upload::runs_script_when_opened(still, Some(declared)), "{declared}");
        assert!(!upload::runs_script_when_opened(b"plain words", Some(declared)), "{declared}");
    }
    assert!(upload::runs_script_when_opened(decl, None) && !upload::runs_script_when_opened(active, None));
    assert!(upload::runs_script_when_opened(
        &utf16("<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", true, true),
        Some("image/svg+xml")
    ));
    for declared in ["image/png", "text/plain", "application/json", "application/octet-stream"] {
        assert!(!upload::runs_script_when_opened(active, Some(declared)), "{declared}");
    }
    // HTML is not searched.
    assert!(
        upload::runs_script_when_opened(b"<p>x", None)
            && upload::runs_script_when_opened(b"", Some("text/html"))
    );
}

#[test]
fn cost_is_bounded_on_hostile_markup() {
    // Each of these is quadratic or deep for a careless reader; all are read in one pass.
    let n = 100_000;
    for text in [
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g>".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}", "<g xmlns:a='x'>".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg' {}/>", "a='' ".repeat(n)),
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg'><style>{}</style></svg>",
            "@namespace url(".repeat(n)
        ),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", "&amp".repeat(n)),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", "<!-".repeat(n)),
        format!(
            "<!DOCTYPE svg [<!ENTITY a '{}'>]><svg xmlns='http://www.w3.org/2000/svg'>{}</svg>",
            "x".repeat(n),
            "&a;".repeat(n)
        ),
        format!("<!doctype html>{}", "<style><title>".repeat(n)),
        "[".repeat(n),
        format!("{}{}", "{\"a\":".repeat(n), "1"),
        "From: a@b.c\n ".repeat(n),
        "<!--".repeat(n),
        "\"".repeat(n),
    ] {
        let name = if text.starts_with('<') { "x.svg" } else { "x.csv" };
        let _ = found(name, text.as_bytes());
        let _ = upload::runs_script_when_opened(text.as_bytes(), Some("text/xml"));
    }
}
