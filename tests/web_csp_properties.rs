//! `web::csp`: what holds for every policy, over generated and over large ones, and wrong functions that break it.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};
use support::web_csp::*;
use untaint::web::csp::{self, Verdict};

#[test]
fn large_texts_are_bounded() {
    let source = "a".repeat(1 << 20);
    let texts = [
        ";".repeat(100_000),
        ",".repeat(100_000),
        "a,".repeat(100_000),
        "script-src *;".repeat(50_000),
        format!("script-src {}", "* ".repeat(500_000)),
        format!("script-src {}", "*.a.example ".repeat(90_000)),
        format!("script-src {source}"),
        format!("{source} 'self'"),
        format!("script-src 'nonce-{source}'"),
        format!("script-src {}", "{{ ".repeat(100_000)),
        "script-src a.example,".repeat(5_000),
        format!("script-src {}, script-src https:", "a.example ".repeat(50_000)),
        "\0".repeat(1 << 20),
        "\u{e9}".repeat(1 << 19),
    ];
    for text in texts {
        findings_stand_in_the_text(&text);
        strict_keeps_strangers_out(&text, |text| csp::evaluate(text).verdict());
    }
}

fn breaks(texts: &[&str], property: impl Fn(&str)) {
    for text in texts {
        let outcome = catch_unwind(AssertUnwindSafe(|| property(text)));
        assert!(outcome.is_err(), "a wrong function keeps its property for {text:?}");
    }
}

#[test]
fn a_wrong_function_breaks_its_property() {
    let printed = |text: &str| Some(format!("default-src 'none'; img-src {text}; script-src 'self'"));
    breaks(
        &["a.example; script-src *", "a.example, default-src *", "a.example b.example", "\u{e9}", ""],
        |text| {
            a_source_changes_one_list(text, printed);
        },
    );
    // Fewer sources are not safer, and the worst of all policies is not what survives them.
    breaks(&["script-src 'self'", "default-src 'none'"], |text| {
        more_is_never_worse(text, |texts| {
            texts.iter().map(|text| csp::evaluate(text).verdict()).min().expect("a policy")
        });
    });
    let by_words = |text: &str| {
        if text.contains("'unsafe-inline'") || text.contains('*') { Verdict::Open } else { Verdict::Strict }
    };
    let open =
        ["script-src \u{2018}self\u{2019}", "script-src https:", "script-src='self'", "script-src data:"];
    breaks(&open, |text| strict_keeps_strangers_out(text, by_words));
}

/// What policies are made of, and what breaks them.
const PIECES: [&str; 44] = [
    "script-src",
    "default-src",
    "script-src-elem",
    "script-src-attr",
    "base-uri",
    "object-src",
    "img-src",
    "sandbox",
    "require-trusted-types-for 'script'",
    "allow-scripts",
    " ",
    " ",
    " ",
    ";",
    ";",
    "; ",
    ",",
    ", ",
    "'self'",
    "'none'",
    "'unsafe-inline'",
    "'strict-dynamic'",
    "'unsafe-hashes'",
    "'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'",
    "'nonce-{random}'",
    "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    "'sha256-abc'",
    "*",
    "https:",
    "data:",
    "blob:",
    "*.com",
    "cdn.jsdelivr.net",
    "https://cdn.test/lib/",
    "http://cdn.test:8080",
    "*.googleapis.com",
    "\u{e9}",
    "\u{7f}",
    "\t",
    "\u{b}",
    "'",
    "{{",
    "*:443",
    "self",
];

#[test]
fn properties_hold_for_what_policies_are_made_of() {
    // A simple generator is enough: what fails is printed whole.
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    for _ in 0..6000 {
        let text: String =
            (0..=next(14)).map(|_| [PIECES[next(PIECES.len())], [" ", ""][next(2)]].concat()).collect();
        let outcome = catch_unwind(AssertUnwindSafe(|| web_csp_holds(&text)));
        assert!(outcome.is_ok(), "{text:?}");
    }
}
