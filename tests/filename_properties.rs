//! `filename`: each property of `support/filename.rs` finds a wrong function.
#![cfg(feature = "unicode")]

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use support::filename::*;
use untaint::filename;

/// Runs a property with a wrong function over names that must trip it.
fn breaks(names: &[&str], property: impl Fn(&str)) {
    for name in names {
        let outcome = catch_unwind(AssertUnwindSafe(|| property(name)));
        assert!(outcome.is_err(), "the property lets a wrong function pass on {name:?}");
    }
}

#[test]
fn a_wrong_function_breaks_each_property() {
    let [default, short, ascii, dot, pictures, ..] = &KINDS[..] else { panic!("policies") };
    let itself = |raw: &str| raw.to_owned();
    let long = "a".repeat(256);
    breaks(
        &[
            "",
            "..",
            "a/b",
            "\\",
            "C:x",
            "a\0",
            "a\u{85}",
            "a\u{2028}",
            "a\u{FFFE}",
            "con",
            "COM¹.x",
            "ＮＵＬ",
            "a.",
            "a\u{3000}",
            " a",
            "a|b",
            "-a",
            ".a",
            "Web.Config",
            "web.conﬁg",
            "a\u{202E}",
            "a\u{200D}b",
            "a\u{3164}",
            "e\u{301}",
            "a\nb",
            "a\u{FF0F}b",
            &long,
        ],
        |raw| clean_is_safe(raw, default, itself),
    );
    breaks(&["123456789"], |raw| clean_is_safe(raw, short, itself));
    breaks(&["é"], |raw| clean_is_safe(raw, ascii, itself));
    breaks(&["a.PHP.x"], |raw| clean_is_safe(raw, dot, itself));
    breaks(&["a.exe"], |raw| clean_is_safe(raw, pictures, itself));
    breaks(&["-.png", "\u{200B}.png"], |raw| stem_is_never_empty(raw, |_| "png".to_owned()));
    breaks(&["a/b", "1\\2"], |raw| {
        segments_are_kept(raw, |raw| filename::secure_filename(raw).as_str().to_owned());
    });
    breaks(&["a/b"], |raw| segments_are_kept(raw, str::to_owned));
    breaks(&["a"], |raw| clean_is_stable(raw, |raw| format!("{raw}x")));
    breaks(&["con"], |raw| check_agrees(raw, default, |_| true));
    breaks(&["a"], |raw| check_agrees(raw, default, |_| false));
    breaks(&["a.pdf"], |raw| suffix_is_safe(raw, default, |raw, suffix| format!("{raw}-{suffix}")));
    breaks(&["a.pdf"], |raw| suffix_is_safe(raw, default, |raw, _| raw.to_owned()));
    breaks(&["abcdefgh"], |raw| suffix_is_safe(raw, short, |raw, _| format!("{raw}-1")));
    breaks(&["a.php.jpg", "a.ph\u{AD}p"], |raw| {
        extensions_are_seen(raw, |raw| {
            raw.rsplit_once('.').map(|(_, last)| last.to_owned()).into_iter().collect()
        });
    });
    breaks(&["a"], |raw| spelling_shows_no_extension(raw, |raw| raw.replace(['\u{57A}', '\u{570}'], "p")));
    breaks(&["abcde.php.jpg", "abcde.phpinfo", "abc.jpeg.exe"], |raw| {
        cut_shows_no_extension(raw, |raw, _| raw[..9].trim_end_matches('.').to_owned());
    });
    breaks(&["é", "A"], |raw| key_is_stable(raw, itself));
    breaks(&["a"], |raw| key_is_stable(raw, |_| "one".to_owned()));
    for raw in ["../x", "/etc", "a/../b", "a//b", "nul", "a\\b", "a\0"] {
        breaks(&[raw], |raw| join_stays(raw, |relative| Some(Path::new("/srv/files").join(relative))));
    }
    let quoted = |raw: &str| format!("attachment; filename=\"{raw}\"");
    breaks(&["é", "a\"b", "../x", "a%41", "a\r\nb", "a;b", "a\"; filename*=UTF-8''b"], |raw| {
        disposition_is_read_back(raw, quoted);
    });
}
