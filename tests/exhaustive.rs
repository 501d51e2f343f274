//! Every short string: for each checker the pieces that decide, put together in all ways up to a length, and held
//! against an oracle that is not this crate's own. What is found nowhere among them is not there; fuzzing only says
//! that nobody found it.
//!
//! `cargo test` goes to a quick length. `UNTAINT_DEPTH=1` goes one piece further, and
//! `UNTAINT_DEPTH=3 cargo test --release --all-features --test exhaustive -- --nocapture --test-threads=1` as far as
//! [`docs::proof`](untaint::docs::proof) says. Each proof has a wrong twin, a check as people write it, and says at
//! which length the twin is caught: the proof reaches at least that far.
//!
//! Processor seconds of the deep run in release, on both cores together, so that two idle cores take half as long;
//! those with `~` are reckoned from a shorter run:
//!
//! | proof | quick | deep | seconds |
//! |---|---|---|---|
//! | `redirects_stay` | 69,905 | 17,895,697 | 8 |
//! | `links_are_allowed` | 69,905 | 17,895,697 | 3 |
//! | `every_pair_of_tokens_is_its_own_tree` | 6,007 | 462,540 | 8 |
//! | `every_few_tokens_are_their_own_tree` | 16,105 | 21,435,888 | ~250 |
//! | `names_are_inert` | 6,175 | 111,151 | 3 |
//! | `escapes_give_the_text_back` | 2,757 | 2,757 | 1 |
//! | `escapes_give_every_character_back` | 12,288 | 1,112,064 | ~280 |
//! | `names_are_safe_everywhere` | 6,175 | 2,000,719 | 38 |
//! | `texts_hide_nothing` | 871 | 25,260 | 1 |
//! | `runs_of_the_classes_hide_nothing` | 507 | 5,399,043 | 31 |

mod support;

use std::cell::RefCell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;
use support::pieces::{OF_REDIRECT, OF_URI, deeper};
use support::redirect::{SITES, redirect_stays};
use support::sanitize::{html_is_idempotent, html_is_inert, html_is_rebuilt, is_its_own_tree};
use support::uri::link_is_allowed;
use untaint::html::{HtmlPolicy, sanitize};

/// Calls with every string of exactly so many pieces that begins with `text`; ends early where the answer is `false`.
fn every(pieces: &[&str], left: usize, text: &mut String, visit: &mut impl FnMut(&str) -> bool) -> bool {
    if left == 0 {
        return visit(text);
    }
    pieces.iter().all(|piece| {
        let len = text.len();
        text.push_str(piece);
        let goes_on = every(pieces, left - 1, text, visit);
        text.truncate(len);
        goes_on
    })
}

/// Whether the page of proofs has this number.
fn is_told(number: u64) -> bool {
    let page = include_str!("../src/docs/proof.md").replace(',', "");
    page.split(|c: char| !c.is_ascii_digit()).any(|word| word == number.to_string())
}

/// A property that panics where it does not hold.
struct Proof<'a> {
    pieces: &'a [&'a str],
    /// The lengths, in pieces, without `UNTAINT_DEPTH` and at most.
    quick: usize,
    deep: usize,
    holds: fn(&str),
    /// The same property of a wrong function.
    twin: fn(&str),
    /// The number of pieces at which the twin is caught for the first time.
    caught: usize,
}

impl Proof<'_> {
    /// All strings up to the depth hold, and the twin is caught where it was said to be.
    fn run(&self) {
        assert!(self.caught <= self.quick, "the proof does not reach what it is for");
        let start = Instant::now();
        let longest = (self.quick + deeper()).min(self.deep);
        let count: u64 = (0..=longest).map(|length| self.hold(length)).sum();
        let pieces = self.pieces.len() as u64;
        let strings = |longest: usize| -> u64 {
            (0..=longest).map(|length| pieces.pow(u32::try_from(length).expect("a short length"))).sum()
        };
        assert_eq!(count, strings(longest));
        assert!(is_told(strings(self.deep)), "docs::proof does not say {}", strings(self.deep));
        println!("{count} strings of up to {longest} of {pieces} pieces: {:.0?}", start.elapsed());

        let first = (0..=self.caught).find(|length| {
            !every(self.pieces, *length, &mut String::new(), &mut |text| {
                catch_unwind(AssertUnwindSafe(|| (self.twin)(text))).is_ok()
            })
        });
        assert_eq!(first, Some(self.caught), "the twin is caught at another length");
    }

    /// All strings of one length, by two threads that take turns at the first piece; how many there are.
    fn hold(&self, length: usize) -> u64 {
        let Some(left) = length.checked_sub(1) else {
            (self.holds)("");
            return 1;
        };
        let (next, count) = (AtomicUsize::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while let Some(first) = self.pieces.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let mut own = 0;
                        every(self.pieces, left, &mut (*first).to_owned(), &mut |text| {
                            (self.holds)(text);
                            own += 1;
                            true
                        });
                        count.fetch_add(own, Ordering::Relaxed);
                    }
                });
            }
        });
        count.into_inner()
    }
}

/// Targets, against the `url` crate: whatever passes resolves to an origin of the policy.
#[test]
fn redirects_stay() {
    Proof {
        pieces: OF_REDIRECT,
        quick: 4,
        deep: 6,
        holds: |target| {
            for sites in SITES.iter() {
                redirect_stays(target, sites, support::redirect::redirect_is_allowed);
            }
        },
        // The check of many a handler.
        twin: |target| {
            redirect_stays(target, &SITES[0], |target, _| {
                target.starts_with('/') && !target.starts_with("//")
            });
        },
        caught: 2, // `/\`: a host without a name
    }
    .run();
}

/// Links, against the `url` crate: whatever passes has a scheme and a host of the policy.
#[test]
fn links_are_allowed() {
    Proof {
        pieces: OF_URI,
        quick: 4,
        deep: 6,
        holds: |link| link_is_allowed(link, support::uri::link_check),
        twin: |link| {
            link_is_allowed(link, |link, _| !link.trim().to_ascii_lowercase().starts_with("javascript:"));
        },
        caught: 2, // `data:`
    }
    .run();
}

/// Tokens that open, close, hide, foster, reopen and change the way in which the parser reads.
const TOKENS: &[&str] = &[
    "x",
    "<b>",
    "</b>",
    "<i title=1>",
    "</i>",
    "<a href=/>",
    "</a>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<caption>",
    "<col>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<pre>",
    "\n",
    "</pre>",
    "<code>",
    "<blockquote>",
    "</blockquote>",
    "<br>",
    "</br>",
    "<hr>",
    "<img src=/x>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<noscript>",
    "</noscript>",
    "<template>",
    "</template>",
    "<select>",
    "<option>",
    "</select>",
    "<form>",
    "</form>",
    "<input>",
    "<button>",
    "</button>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&lt;",
    "&amp",
    "<",
    "<x-y>",
    "<ruby>",
    "<rt>",
    "<details>",
    "<summary>",
    "<nobr>",
    "<font color=red>",
    "<frameset>",
];

/// The ones that close, open and hide each other in the most ways.
const FEW: &[&str] =
    &["x", "<b>", "</b>", "<a href=/>", "<a title=x>", "<p>", "</p>", "<h2>", "<table>", "<td>", "<li>"];

/// A policy that keeps an `a` that is no link: blocks end it, which nothing else does to an inline element.
static TARGETS: LazyLock<HtmlPolicy> = LazyLock::new(|| {
    let policy = HtmlPolicy::builder().tags(["a", "b", "p", "h2", "table", "tr", "td", "li", "ul"]);
    policy.attributes("a", ["href", "title"]).build().expect("policy")
});

fn policies() -> [&'static HtmlPolicy; 3] {
    [HtmlPolicy::comment(), HtmlPolicy::article(), &TARGETS]
}

fn tree_holds(html: &str) {
    for policy in policies() {
        html_is_rebuilt(html, policy, support::sanitize::ours);
        html_is_idempotent(html, policy, support::sanitize::ours);
        html_is_inert(html, policy, support::sanitize::ours);
    }
}

/// The same of millions of documents: they come out in few ways, and what came out before is not read again.
fn tree_is_stable(html: &str) {
    thread_local! {
        static SEEN: RefCell<[HashSet<String>; 4]> = RefCell::default();
    }
    SEEN.with_borrow_mut(|seen| {
        let [trees, stable @ ..] = seen;
        for (policy, stable) in policies().into_iter().zip(stable) {
            let clean = sanitize(html, policy).into_string();
            if !stable.contains(&clean) {
                assert_eq!(sanitize(&clean, policy), clean, "a second time: {html:?}");
                if trees.insert(clean.clone()) {
                    is_its_own_tree(html, &clean);
                }
                stable.insert(clean);
            }
        }
        if seen.iter().any(|texts| texts.len() > 1_000_000) {
            seen.iter_mut().for_each(HashSet::clear); // enough memory
        }
    });
}

/// HTML, against html5ever: the tree that was written is the tree that is built, and nothing in it runs.
#[test]
fn every_pair_of_tokens_is_its_own_tree() {
    Proof {
        pieces: TOKENS,
        quick: 2,
        deep: 3,
        holds: tree_holds,
        // Without tags that are not on the list: what it leaves open, it leaves open.
        twin: |html| {
            html_is_rebuilt(html, HtmlPolicy::article(), |html, _| {
                html.replace("<script>", "").replace("<svg>", "")
            });
        },
        caught: 1, // `<b>`
    }
    .run();
}

#[test]
fn every_few_tokens_are_their_own_tree() {
    Proof {
        pieces: FEW,
        quick: 4,
        deep: 7,
        holds: tree_is_stable,
        // A cleaning that closes what is open, but not what the parser closes by itself.
        twin: |html| {
            html_is_rebuilt(html, HtmlPolicy::article(), |html, policy| {
                let clean = sanitize(html, policy).into_string();
                clean.replacen("<p>", "<p><p>", 1)
            });
        },
        caught: 1, // `<p>`
    }
    .run();
}

/// Names of attributes, against html5ever and the lists of what acts.
#[test]
fn names_are_inert() {
    Proof {
        pieces: &[
            "on", "click", "title", "aria-", "label", "data-", "x", "-", ":", "@", "=", "\"", ">", " ", "/",
            "style", "src", "\u{130}",
        ],
        quick: 3,
        deep: 4,
        holds: support::attr::attr_holds,
        twin: |name| {
            let is_word =
                |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            let is_inert = support::attr::name_is_inert(|name| is_word(name) && !name.starts_with("on"));
            assert!(is_inert(name), "{name:?}");
        },
        caught: 1, // `style`
    }
    .run();
}

/// Escapes: each through the parser of its context.
#[test]
fn escapes_give_the_text_back() {
    Proof {
        pieces: &[
            "a",
            "0",
            "&",
            "<",
            ">",
            "\"",
            "'",
            "\\",
            "/",
            "\n",
            "\r",
            "\0",
            "\t",
            " ",
            "\u{b}",
            "\u{c}",
            "\u{1b}",
            "\u{7f}",
            "-",
            "!",
            "?",
            "=",
            ",",
            ";",
            ":",
            "%",
            "$",
            "`",
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "*",
            "_",
            "#",
            "@",
            "+",
            ".",
            "|",
            "~",
            "^",
            "\u{85}",
            "\u{a0}",
            "\u{ad}",
            "\u{2028}",
            "\u{2029}",
            "\u{202E}",
            "\u{FEFF}",
            "\u{FFFE}",
            "\u{1F600}",
        ],
        quick: 2,
        deep: 2,
        holds: support::escape::escape_holds,
        twin: |text| {
            let gives_back = support::escape::html_gives_the_text_back(|text| {
                text.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
            });
            assert!(gives_back(text), "{text:?}");
        },
        caught: 1,
    }
    .run();
}

/// The same for every character, between letters: those below U+0300 alone, and the others below U+3000 thirty-two in
/// a text. `UNTAINT_DEPTH=1` goes on so to the end of Unicode; `UNTAINT_DEPTH=2` takes each alone.
#[test]
fn escapes_give_every_character_back() {
    let start = Instant::now();
    let one = |c: char| format!("a{c}b");
    let (alone, last) = match deeper() {
        0 => ('\u{300}', '\u{2FFF}'),
        1 => ('\u{300}', char::MAX),
        _ => (char::MAX, char::MAX),
    };
    let rest: Vec<char> = (alone..=last).collect();
    let together = rest.chunks(32).map(|chars| chars.iter().copied().map(one).collect());
    let texts: Vec<String> = ('\0'..alone).map(one).chain(together).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(texts) = texts.chunks(256).nth(next.fetch_add(1, Ordering::Relaxed)) {
                    for text in texts {
                        support::escape::escape_holds(text);
                    }
                }
            });
        }
    });
    let letters: usize = texts.iter().map(|text| text.chars().count()).sum();
    println!("{} characters in {} texts: {:.0?}", letters / 3, texts.len(), start.elapsed());
    assert_eq!(letters / 3, ('\0'..=last).count());
    assert!(is_told(('\0'..=char::MAX).count() as u64), "docs::proof says another number of characters");

    // An escape that forgets what a parser makes of a carriage return.
    let forgetful = support::escape::html_gives_the_text_back(|text| {
        support::escape::naive_html(text).replace("&#13;", "\r")
    });
    assert_eq!(('\0'..'\u{300}').find(|c| !forgetful(&one(*c))), Some('\r'));
}

/// Names, against the table of what a name must not be.
#[cfg(feature = "unicode")]
#[test]
fn names_are_safe_everywhere() {
    use support::filename::{KINDS, clean_is_safe, clean_is_stable};
    use untaint::filename;

    Proof {
        pieces: &[
            ".", "/", "\\", ":", " ", "-", "~", "con", "php", "a", "\0", "\u{202E}", "\u{200D}", "\u{301}",
            "\u{FE0F}", "é", "%", "\u{FF0E}",
        ],
        quick: 3,
        deep: 5,
        holds: |name| {
            for kind in KINDS.iter() {
                clean_is_safe(name, kind, |name| filename::clean(name, &kind.policy).into_string());
                clean_is_stable(name, |name| filename::clean(name, &kind.policy).into_string());
            }
        },
        twin: |name| {
            clean_is_safe(name, &KINDS[0], |name| {
                format!("x{}", name.replace(['/', '\\', '\0', ':', '\u{202E}'], ""))
            });
        },
        caught: 1, // `x.`
    }
    .run();
}

#[cfg(feature = "unicode")]
fn keeps_an_override(text: &str) {
    support::text::text_snippet_is_what_is_shown(text, |text| text.replace('\u{202E}', ""));
}

/// Characters of every class, between letters of scripts that need some of them.
#[cfg(feature = "unicode")]
#[test]
fn texts_hide_nothing() {
    Proof {
        pieces: &[
            "a",
            "م",
            "क",
            "漢",
            "👩",
            "❤",
            "1",
            " ",
            "\u{8}",
            "\u{1b}",
            "\u{9b}",
            "\r",
            "\n",
            "\u{200B}",
            "\u{200C}",
            "\u{200D}",
            "\u{202E}",
            "\u{2066}",
            "\u{2069}",
            "\u{200F}",
            "\u{E0041}",
            "\u{FE0F}",
            "\u{3164}",
            "\u{A0}",
            "\u{FFF9}",
            "\u{FDD0}",
            "\u{E000}",
            "\u{FFFD}",
            "\u{301}",
        ],
        quick: 2,
        deep: 3,
        holds: support::text::text_holds,
        twin: keeps_an_override,
        caught: 1,
    }
    .run();
}

/// What everyone sees of the presets, and of what is found; the 24 policies of `text_holds` besides would take hours.
#[cfg(feature = "unicode")]
fn presets_hide_nothing(text: &str) {
    use support::text::{
        self as holds, text_check_agrees, text_clean_is_stable, text_clean_only_takes, text_clean_removes,
    };
    use untaint::text::{self, TextPolicy};

    let presets =
        [TextPolicy::display(), TextPolicy::single_line(), TextPolicy::identifier(), TextPolicy::snippet()];
    for policy in presets {
        text_clean_is_stable(text, policy, holds::clean);
        text_clean_removes(text, policy, holds::clean);
        text_clean_only_takes(text, policy, holds::clean);
        text_check_agrees(text, policy, |text, policy| text::check(text, policy).is_ok());
    }
    holds::text_runs_keep_one(text, holds::clean);
    holds::text_tags_are_flags(text, holds::clean);
    holds::text_findings_cover_display(text, text::inspect);
    holds::text_findings_have_their_place(text, text::inspect);
    holds::text_snippet_is_what_is_shown(text, |text| text::clean(text, TextPolicy::snippet()).into_string());
}

/// Runs of the classes: a character of each of the nineteen, and what some of them stand beside.
#[cfg(feature = "unicode")]
#[test]
fn runs_of_the_classes_hide_nothing() {
    Proof {
        pieces: &[
            "a",
            "क",
            "❤",
            "\u{8}",     // backspace
            "\u{15}",    // control
            "\u{1b}",    // escape
            "\u{9b}",    // c1
            "\r",        // line_end
            "\u{200B}",  // zero_width
            "\u{200D}",  // joiner
            "\u{202E}",  // bidi_override
            "\u{2067}",  // bidi_isolate
            "\u{200F}",  // bidi_mark
            "\u{E0041}", // tag
            "\u{FE0F}",  // variation_selector
            "\u{3164}",  // blank_letter
            "\u{A0}",    // space
            "\u{FFF9}",  // inert
            "\u{FDD0}",  // noncharacter
            "\u{E000}",  // private_use
            "\u{FFFD}",  // replacement
            "\u{301}",   // mark_run
        ],
        quick: 2,
        deep: 5,
        holds: presets_hide_nothing,
        twin: keeps_an_override,
        caught: 1,
    }
    .run();
}
