//! `escape`: tables, labelled browser cases, and the properties of `support::escape` over hostile texts and over every
//! character, each with a wrong escaper that it notices.

mod support;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::process::{Command, Stdio};
use support::escape::blocks::*;
use support::escape::plain::*;
use support::escape::*;
use support::html::Page;
use support::{all_texts, context_cases, context_templates, escape_rows, hostile, shown};
use untaint::escape;

// ---------------------------------------------------------------------------------------------- inputs

/// What most properties run over.
fn texts() -> Vec<String> {
    let mut texts = hostile();
    texts.extend(every_char_in_texts());
    texts.extend(
        (0..0x300).chain([0x2028, 0xFFFE, 0xFFFF, 0x1F600]).filter_map(char::from_u32).map(String::from),
    );
    texts
}

/// The first text for which a property does not hold.
fn first_failure(texts: &[String], holds: impl Fn(&str) -> bool) -> Option<&String> {
    texts.iter().find(|text| !holds(text))
}

#[track_caller]
fn assert_holds(texts: &[String], holds: impl Fn(&str) -> bool) {
    let failure = first_failure(texts, holds);
    assert!(failure.is_none(), "fails for {}", failure.map(|text| shown(text)).unwrap_or_default());
}

#[track_caller]
fn assert_can_fail(texts: &[String], holds: impl Fn(&str) -> bool) {
    assert!(first_failure(texts, holds).is_some(), "the wrong escaper was not noticed");
}

// ---------------------------------------------------------------------------------------------- blocks

#[test]
fn blocks_write_what_the_tables_say() {
    let mut texts = texts_around_blocks();
    texts.extend(mixed_texts());
    texts.extend(every_char_in_texts());
    for (function, plain) in PLAIN {
        assert_holds(&texts, agrees_with_the_table(plain, |text| call(function, text)));
        // One byte lost at the end of the second block.
        let wrong = |text: &str| match (text.get(..127), text.get(128..)) {
            (Some(before), Some(behind)) => call(function, &format!("{before}{behind}")),
            _ => call(function, text),
        };
        assert_can_fail(&texts, agrees_with_the_table(plain, wrong));
    }
    // The adapters take the same loops to another sink.
    for text in texts.iter().filter(|text| text.len() < 10_000).step_by(7) {
        adapters_agree(text);
    }
    assert_holds(&texts, appends_the_same(escape::html_into));
    assert_can_fail(&texts, appends_the_same(|out, text| *out = escape::html(text).into_owned()));
    assert_can_fail(&texts, appends_the_same(String::push_str));
}

// ---------------------------------------------------------------------------------------------- tables

#[test]
fn table() {
    for row in escape_rows() {
        assert_eq!(call(&row.f, &row.input), row.out, "{} of {:?}: {}", row.f, row.input, row.why);
    }
}

#[test]
fn adapters_write_what_the_functions_return() {
    for text in texts() {
        adapters_agree(&text);
    }
}

/// A writer that is full passes its error on.
#[test]
fn adapters_report_a_writer_that_fails() {
    struct Full;
    impl std::fmt::Write for Full {
        fn write_str(&mut self, _: &str) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    for text in ["plain".to_owned(), "<".repeat(10), "<".repeat(10_000)] {
        assert!(write!(Full, "{}", escape::Html(&text)).is_err());
        assert!(write!(Full, "{}", escape::LogLine(&text)).is_err());
    }
}

#[test]
fn unchanged_texts_are_borrowed() {
    let plain = "Plain words of 7 letters ".repeat(100);
    let plain = plain.trim_end();
    for text in ["", "a", "abcdefgh", "an ordinary title of a page", plain] {
        assert!(matches!(escape::html(text), Cow::Borrowed(_)));
        assert!(matches!(escape::json_script(text), Cow::Borrowed(_)));
        assert!(matches!(escape::xml(text), Cow::Borrowed(_)));
        assert!(matches!(escape::html_comment(text), Cow::Borrowed(_)));
        assert!(matches!(escape::csv_cell(text), Cow::Borrowed(_)));
        assert!(matches!(escape::log_line(text), Cow::Borrowed(_)));
        assert!(matches!(escape::like(text, '\\'), Cow::Borrowed(_)));
        assert!(matches!(escape::markdown(text), Cow::Borrowed(_)));
        assert!(matches!(escape::url_component(&text.replace(' ', "-")), Cow::Borrowed(_)));
    }
    // What the scan for blocks suspects is no reason to copy.
    for suspect in ["#", "$", "%", "=", "\t", "\n", "\u{1}"] {
        for text in [
            suspect.repeat(3),
            suspect.repeat(1000),
            format!("{plain}{suspect}"),
            format!("{suspect}{plain}"),
        ] {
            assert!(matches!(escape::html(&text), Cow::Borrowed(_)), "{suspect:?}");
        }
    }
}

#[test]
fn what_changes_is_owned_and_what_stays_is_borrowed() {
    let texts = texts();
    for (_, escaper) in BORROWING {
        assert_holds(&texts, borrows_what_stays(escaper));
    }
    assert_can_fail(&texts, borrows_what_stays(|text| Cow::Owned(call("html", text))));
    assert_can_fail(&texts, borrows_what_stays(|text| Cow::Borrowed(text.trim())));
}

#[test]
fn long_and_odd_input_stays_linear() {
    const MB: usize = 1024 * 1024;
    for unit in ["<", "-\0", "\u{1b}\u{FFFE}", " '\u{10FFFF}"] {
        let text = unit.repeat(10 * MB / unit.len() / if cfg!(debug_assertions) { 20 } else { 1 });
        for (function, ..) in TOTAL {
            let out = call(function, &text);
            assert!(
                out.len() <= 10 * text.len() + 8,
                "{function} of {unit:?}: {} from {}",
                out.len(),
                text.len()
            );
        }
        assert_eq!(escape::shell_word(&text).is_ok(), !unit.contains('\0'));
        assert!(escape::url_segment(&text).is_ok());
    }
}

#[test]
fn output_keeps_the_documented_factor() {
    let every_char: Vec<String> = every_char().map(String::from).collect();
    for (function, factor, more) in TOTAL {
        assert_holds(&every_char, stays_within(factor, more, |text| call(function, text)));
    }
    assert_can_fail(&every_char, stays_within(6, 0, |text| text.repeat(7)));
}

#[test]
fn errors_hold_nothing_of_the_value() {
    let errors = [
        escape::shell_word("MARKER\0").unwrap_err(),
        escape::url_segment("%2e").unwrap_err(),
        escape::url_segment("").unwrap_err(),
    ];
    for error in errors {
        let printed = format!(
            "{error} {error:?} {} {:?}",
            untaint::Violation::from(error),
            untaint::Violation::from(error)
        );
        assert!(!printed.contains("MARKER") && !printed.contains("%2e"));
        assert!(untaint::Violation::from(error).code().starts_with("escape."));
    }
    assert_eq!(escape::shell_word("ab\0c").unwrap_err().kind(), escape::EscapeErrorKind::Nul { at: 2 });
}

// ---------------------------------------------------------------------------------------------- browser cases

/// What goes into the template's slot, and the template; `None` where no function exists by design.
fn fill(
    context: &str,
    template: &str,
    escape: &dyn Fn(&str, &str) -> String,
    value: &str,
    second: &str,
) -> Option<String> {
    let function = match context {
        "html_text" | "title" | "textarea" | "attr_double" | "attr_single" => "html",
        "comment" => "html_comment",
        "js_double" | "js_single" | "js_double_two" | "js_single_two" | "js_double_naive"
        | "js_comment_swallow" => "js_string",
        "event_double" | "event_single" | "event_html_escaped_only" => "html(js_string)",
        "json_in_script" | "json_assign" | "json_swallow" => "json_script",
        "url_query" => "html(url_component)",
        "url_path" => "html(url_segment)",
        "css_string" => "css_string",
        "xhtml_text" | "xml_attr" => "xml",
        _ => return None,
    };
    let put = |value: &str| match function {
        "html(js_string)" => escape("html", &escape("js_string", value)),
        "html(url_component)" => escape("html", &escape("url_component", value)),
        "html(url_segment)" => escape("html", &escape("url_segment", value)),
        "json_script" => escape("json_script", &serde_json::to_string(value).unwrap_or_default()),
        function => escape(function, value),
    };
    let mut out = template.to_owned();
    for (slot, value) in [("{V}", value), ("{V|quote-only}", value), ("{V|html5}", value), ("{W}", second)] {
        // These functions bring their quotes.
        if function.contains("js_string") || function.contains("json") || function.contains("css") {
            out = out.replace(&format!("'{slot}'"), slot).replace(&format!("\"{slot}\""), slot);
            // The handler's own quotes were just taken away from around a lone slot, never from around a call.
        }
        out = out.replace(slot, &put(value));
    }
    Some(out)
}

#[test]
fn browser_cases_change_no_structure() {
    let templates = context_templates();
    let ours = |function: &str, value: &str| call(function, value);
    let (mut seen, mut caught) = (0, 0);
    for case in context_cases() {
        let template = &templates[&case.context];
        let second = ";window.__xss=1//";
        let harmless = fill(&case.context, template, &ours, "x", second);
        let (Some(harmless), Some(hostile)) =
            (harmless, fill(&case.context, template, &ours, &case.value, second))
        else {
            continue;
        };
        if hostile.contains("!escape.") {
            continue; // refused
        }
        let harmless = Page::parse(&harmless).skeleton();
        assert_eq!(Page::parse(&hostile).skeleton(), harmless, "{}", case.id);
        seen += 1;
        let raw = fill(&case.context, template, &|_, value| value.to_owned(), &case.value, second)
            .unwrap_or_default();
        caught += usize::from(case.live == Some(true) && Page::parse(&raw).skeleton() != harmless);
    }
    // Negative control: without escaping, the skeletons of many rows differ.
    assert!(seen > 50 && caught > 25, "{caught} of {seen}");
}

// ---------------------------------------------------------------------------------------------- html

#[test]
fn html_round_trip() {
    assert_holds(&texts(), html_gives_the_text_back(|text| call("html", text)));
    assert_holds(&texts(), html_is_as_plain(|text| call("html", text)));
    assert_can_fail(&hostile(), html_is_as_plain(|text| text.replace('<', "&lt;")));
    for left_out in ['&', '<', '"', '\'', '\r', '\0'] {
        let wrong = move |text: &str| {
            text.split(left_out).map(naive_html).collect::<Vec<_>>().join(&left_out.to_string())
        };
        assert_can_fail(&hostile_and_ascii(), html_gives_the_text_back(wrong));
    }
}

fn hostile_and_ascii() -> Vec<String> {
    let mut texts = hostile();
    texts.extend((0..0x80).filter_map(char::from_u32).map(|c| format!("a{c}b")));
    texts.push("&lt;".to_owned());
    texts
}

// ---------------------------------------------------------------------------------------------- scripts

#[test]
fn js_string_is_one_literal_of_the_text() {
    let texts = texts();
    assert_holds(&texts, js_is_a_literal(escape::js_string));
    assert_can_fail(&texts, js_is_a_literal(|text| format!("\"{text}\"")));
    assert_can_fail(&texts, js_is_a_literal(|text| serde_json::to_string(text).unwrap_or_default()));
    // Through html, as an event handler.
    assert_holds(&texts, handler_holds_the_literal(|code| call("html", code)));
    assert_can_fail(&texts, handler_holds_the_literal(str::to_owned));
}

#[test]
fn json_script_keeps_the_value_and_the_element() {
    let texts = texts();
    assert_holds(&texts, json_stays_in_the_script(|json| call("json_script", json)));
    assert_can_fail(&texts, json_stays_in_the_script(str::to_owned));
    assert_can_fail(&texts, json_stays_in_the_script(|json| json.replace('/', "\\/")));
    // No JSON at all cannot leave the element either.
    assert_holds(&texts, any_text_stays_in_the_script(|text| call("json_script", text)));
    assert_can_fail(&texts, any_text_stays_in_the_script(str::to_owned));
}

#[cfg(feature = "serde")]
#[test]
fn json_script_of_writes_one_element() {
    struct Leaky;
    impl serde::Serialize for Leaky {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("MARKER"))
        }
    }
    let texts = texts();
    assert_holds(&texts, is_one_data_element(|text| escape::json_script_of(text, text).unwrap()));
    assert_can_fail(
        &texts,
        is_one_data_element(|text| {
            format!("<script id=\"{text}\">{}</script>", serde_json::to_string(text).unwrap_or_default())
        }),
    );
    assert_can_fail(
        &texts,
        is_one_data_element(|text| {
            format!(
                "<script id=\"{}\">{}</script>",
                escape::html(text),
                serde_json::to_string(text).unwrap_or_default()
            )
        }),
    );
    let error = escape::json_script_of("x", &Leaky).unwrap_err();
    assert_eq!(error.code(), "escape.json");
    assert!(!format!("{error} {error:?}").contains("MARKER"));
}

// ---------------------------------------------------------------------------------------------- css

#[test]
fn css_string_is_one_string_of_the_text() {
    let texts = texts();
    assert_holds(&texts, css_is_a_string(escape::css_string));
    assert_can_fail(&texts, css_is_a_string(|text| format!("\"{text}\"")));
    // Without the space behind it, an escape takes hexadecimal letters with it.
    assert_can_fail(&texts, css_is_a_string(|text| escape::css_string(text).replace("\\22 ", "\\22")));
}

// ---------------------------------------------------------------------------------------------- URLs

#[test]
fn url_component_is_one_value() {
    let texts = texts();
    assert_holds(&texts, query_value_stays(|text| call("url_component", text)));
    assert_can_fail(&texts, query_value_stays(str::to_owned));
    assert_holds(&texts, is_unreserved(|text| call("url_component", text)));
    assert_can_fail(&texts, is_unreserved(str::to_owned));
}

#[test]
fn url_segment_is_one_segment() {
    let mut texts = texts();
    texts.extend(all_texts(&['.', '%', '2', 'e', 'E', '/', '\\', '\t'], 4));
    let segment = |text: &str| escape::url_segment(text).ok().map(Cow::into_owned);
    assert_holds(&texts, segment_stays(segment));
    assert_can_fail(&texts, segment_stays(|text| Some(call("url_component", text)))); // the dots, and the empty one
    assert_can_fail(&texts, segment_stays(|text| Some(text.to_owned())));
    texts.extend(all_texts(&['.', '%', '2', 'e', 'E', 'x'], 4));
    assert_holds(&texts, only_dots_are_refused(segment));
    assert_can_fail(&texts, only_dots_are_refused(|text| segment(text).filter(|_| !text.contains('.'))));
    assert_can_fail(&texts, only_dots_are_refused(|text| Some(call("url_component", text))));
}

// ---------------------------------------------------------------------------------------------- XML

#[test]
fn xml_round_trip() {
    // Text that is empty has no text node.
    let texts = texts();
    assert_holds(&texts, xml_gives_the_text_back(|text| call("xml", text)));
    assert_can_fail(&texts, xml_gives_the_text_back(str::to_owned));
    assert_can_fail(&texts, xml_gives_the_text_back(|text| call("html", text))); // controls, attribute values
}

// ---------------------------------------------------------------------------------------------- comments

#[test]
fn html_comment_keeps_to_itself() {
    let mut texts = all_texts(&['-', '!', '<', '>', 'x'], 6);
    texts.extend(hostile());
    assert_holds(&texts, comment_is_well_formed(|text| call("html_comment", text)));
    assert_can_fail(&texts, comment_is_well_formed(str::to_owned));
    assert_holds(&texts, comment_ends_where_we_end_it(|text| call("html_comment", text)));
    assert_can_fail(&texts, comment_ends_where_we_end_it(str::to_owned));
    assert_can_fail(&texts, comment_ends_where_we_end_it(|text| text.replace("-->", "")));
    assert_can_fail(&texts, comment_ends_where_we_end_it(|text| text.replace("--", "- -")));
}

// ---------------------------------------------------------------------------------------------- CSV

#[test]
fn csv_cell_is_one_harmless_cell() {
    let mut texts = hostile();
    let ranges =
        ['\0'..='\u{300}', '\u{2000}'..='\u{20FF}', '\u{3000}'..='\u{3002}', '\u{FE00}'..='\u{FFFF}'];
    texts.extend(ranges.into_iter().flatten().map(|c| format!("{c}=1{c}")));
    texts.extend(all_texts(&['"', ',', '\n', '=', 'x', ' '], 4));
    assert_holds(&texts, is_one_harmless_cell(|text| call("csv_cell", text)));
    assert_can_fail(&texts, is_one_harmless_cell(str::to_owned));
    assert_can_fail(&texts, is_one_harmless_cell(|text| format!("\"{}\"", text.replace('"', "\"\"")))); // formulas
    assert_can_fail(&texts, is_one_harmless_cell(|text| format!("'{text}"))); // separators
}

// ---------------------------------------------------------------------------------------------- logs

#[test]
fn log_line_stays_one_record_and_can_be_read_back() {
    let texts = texts();
    assert_holds(&texts, stays_one_record(|text| call("log_line", text)));
    assert_can_fail(&texts, stays_one_record(str::to_owned));
    assert_can_fail(&texts, stays_one_record(|text| text.replace('\n', "\\n")));
    assert_can_fail(&texts, stays_one_record(|text| text.escape_debug().to_string().replace("\\\\", "\\")));
}

// ---------------------------------------------------------------------------------------------- LIKE

#[test]
fn like_matches_only_the_text() {
    let texts = all_texts(&['a', '%', '_', '\\', '[', ']', 'é'], 2);
    assert_holds(&texts, matches_only_itself(|text, escape| escape::like(text, escape).into_owned(), false));
    assert_holds(
        &texts,
        matches_only_itself(|text, escape| escape::like_tsql(text, escape).into_owned(), true),
    );
    assert_can_fail(&texts, matches_only_itself(|text, _| text.to_owned(), false));
    // The escape character last, instead of first.
    assert_can_fail(
        &texts,
        matches_only_itself(
            |text, escape| {
                text.replace('%', &format!("{escape}%")).replace(escape, &format!("{escape}{escape}"))
            },
            false,
        ),
    );
    // Each in the other's place: T-SQL's sets stay open, standard SQL reports an error.
    assert_can_fail(
        &texts,
        matches_only_itself(|text, escape| escape::like(text, escape).into_owned(), true),
    );
    assert_can_fail(
        &texts,
        matches_only_itself(|text, escape| escape::like_tsql(text, escape).into_owned(), false),
    );
}

// ---------------------------------------------------------------------------------------------- Markdown

#[test]
fn markdown_renders_as_the_text() {
    let mut texts = hostile();
    texts.extend((1..0x80).filter_map(char::from_u32).flat_map(|c| {
        [
            c.to_string(),
            format!("{c}{c}{c}"),
            format!("{c} a"),
            format!("a{c}b"),
            format!("a\n{c}{c}{c}"),
            format!("1{c} a"),
        ]
    }));
    texts.extend(all_texts(&['*', '_', '`', '[', ']', '(', '<', '&', ' ', '\n', '#', '1', '.', '-'], 3));
    texts.extend(
        [
            "http://a.test",
            "https://a.test/b",
            "a\r\nb",
            "www.a.test",
            "    a",
            "\ta",
            "a  \nb",
            "~~a~~",
            "$a$",
            "a|b",
            "[^1]",
            "[x] a",
        ]
        .map(str::to_owned),
    );
    assert_holds(&texts, renders_as_itself(|text| call("markdown", text)));
    assert_can_fail(&texts, renders_as_itself(str::to_owned));
    assert_can_fail(&texts, renders_as_itself(|text| call("html", text)));
    // Backslashes alone leave line ends and leading spaces.
    assert_can_fail(
        &texts,
        renders_as_itself(|text| {
            text.chars()
                .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
                .collect()
        }),
    );
}

/// Every character, in one paragraph.
#[test]
fn markdown_every_character() {
    for text in every_char_in_texts() {
        let written = escape::markdown(&text);
        let expected = text.replace('\0', "\u{FFFD}").replace('\r', "\n");
        assert_eq!(Page::parse(&comrak(&written)).text_of("p").as_ref(), Some(&expected));
        assert_eq!(Page::parse(&pulldown(&written)).text_of("p").as_ref(), Some(&expected));
    }
}

// ---------------------------------------------------------------------------------------------- shells

/// The words that the shell reads, or nothing if it is not installed.
fn shell_reads(shell: &str, words: &[String]) -> Option<Vec<String>> {
    use std::io::Write as _;
    let mut child = Command::new(shell)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let script: String =
        words.iter().fold(String::new(), |script, word| script + "printf '%s\\0' " + word + "\n");
    let mut stdin = child.stdin.take()?;
    // From another thread, because the shell writes while it reads.
    let writer = std::thread::spawn(move || stdin.write_all(script.as_bytes()));
    let out = child.wait_with_output().ok()?.stdout;
    let _ = writer.join();
    let mut read: Vec<String> =
        out.split(|byte| *byte == 0).map(|word| String::from_utf8_lossy(word).into_owned()).collect();
    read.pop(); // behind the last NUL
    Some(read)
}

#[test]
fn shell_word_is_read_as_the_text() {
    let mut texts: Vec<String> = hostile().into_iter().filter(|text| !text.contains('\0')).collect();
    texts.extend((1..0x100).filter_map(char::from_u32).flat_map(|c| [c.to_string(), format!("a{c}{c}b")]));
    texts.extend(every_char_in_texts().into_iter().map(|text| text.replace('\0', "")));
    let word = |text: &str| escape::shell_word(text).ok();
    assert_holds(&texts, is_one_word(word));
    assert_holds(&["a\0b".to_owned()], is_one_word(word));
    assert_can_fail(&texts, is_one_word(|text| Some(text.to_owned())));
    assert_can_fail(&texts, is_one_word(|text| Some(format!("\"{text}\""))));
    assert_can_fail(&texts, is_one_word(|text| Some(format!("'{text}'"))));
    assert_can_fail(&texts, is_one_word(|text| word(text).filter(|_| !text.contains('\''))));
    // `printf` reads no option behind its format, so a leading dash is no matter here.
    let words: Vec<String> = texts.iter().map(|text| call("shell_word", text)).collect();
    let mut shells = 0;
    for shell in ["bash", "dash", "sh", "zsh", "ksh"] {
        let Some(read) = shell_reads(shell, &words) else { continue };
        shells += 1;
        assert_eq!(read.len(), texts.len(), "{shell}");
        for (read, text) in read.iter().zip(&texts) {
            assert_eq!(read, text, "{shell}");
        }
        // Negative controls: as it stands, and in double quotes.
        let probes = ["a b".to_owned(), "$HOME".to_owned(), "`echo x`".to_owned()];
        assert_ne!(shell_reads(shell, &probes).as_deref(), Some(&probes[..]), "{shell}");
        let quoted = probes.each_ref().map(|probe| format!("\"{probe}\""));
        assert_ne!(shell_reads(shell, &quoted).as_deref(), Some(&probes[..]), "{shell}");
    }
    if shells == 0 {
        eprintln!("skipped: no shell is installed");
    }
}
