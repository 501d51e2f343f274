//! `html` beside html5ever's tokenizer: every named reference of the standard with every kind of follower, numbers at
//! their edges, and the tags and attributes of generated markup.

mod support;

use html5ever::data::NAMED_ENTITIES;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use proptest::prelude::*;
use std::borrow::Cow;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use support::sanitize::{Clean, ours, text_of};
use support::vocabulary::RAW;
use untaint::html::{self, HtmlPolicy};

/// A decoder of references, or a wrong one.
type Decode = fn(&str) -> Cow<'_, str>;

/// What may stand behind a reference: what ends it, what makes another of it, what a browser treats in its own way.
const FOLLOWERS: [&str; 14] = [";", "a", "Z", "=", "1", " ", "\n", "<", ">", "&", "'", ".", "é", ""];

/// Every name, with `;` and without, as the standard lists it; and every beginning of one, which html5ever's table
/// holds too.
fn names() -> Vec<&'static str> {
    NAMED_ENTITIES.keys().copied().collect()
}

fn numbers() -> Vec<String> {
    let edges = [0, 1, 8, 9, 0xA, 0xB, 0xC, 0xD, 0x1F, 0x20, 0x22, 0x26, 0x3C, 0x3E, 0x41, 0x7E, 0x7F]
        .into_iter()
        .chain(0x80..=0xA1)
        .chain([0xD7FF, 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xE000, 0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0])
        .chain([0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1_0000, 0x1_FFFE, 0x10_FFFF, 0x11_0000])
        .chain([u64::from(u32::MAX), 1 << 32, (1 << 32) + 0x41, u64::MAX]);
    let mut numbers: Vec<String> = edges
        .flat_map(|n| [format!("#{n}"), format!("#000{n}"), format!("#x{n:x}"), format!("#X00{n:X}")])
        .collect();
    numbers.push(format!("#{}65", "0".repeat(500)));
    numbers.push(format!("#x{}41", "0".repeat(500)));
    numbers.push(format!("#{}", "9".repeat(500)));
    numbers.push(format!("#x1{}", "0".repeat(500)));
    numbers.extend(["#", "#x", "#X", "#xg", "#-1", "#+1", "# 1", "#x 1", "#１", ""].map(str::to_owned));
    numbers
}

fn grid() -> impl Iterator<Item = String> {
    let references = names().into_iter().map(str::to_owned).chain(numbers());
    references.flat_map(|name| FOLLOWERS.map(|follower| format!("&{name}{follower}")))
}

fn text_grid_agrees(decode: Decode) {
    for text in grid() {
        assert_eq!(decode(&text), text_of(&text), "{text:?}");
    }
}

fn attribute_grid_agrees(decode: Decode) {
    for value in grid() {
        let starts = tokens(&format!("<b title=\"{value}\">")).starts;
        assert_eq!(decode(&value), starts[0].1[0].1, "{value:?}");
    }
}

#[test]
fn the_grid_has_all_names() {
    let complete = NAMED_ENTITIES.entries().filter(|(_, characters)| characters.0 != 0).count();
    assert_eq!(complete, 2231, "as many as the standard lists");
}

#[test]
fn references_in_text_are_those_of_html5ever() {
    text_grid_agrees(html::unescape);
}

#[test]
fn references_in_attributes_are_those_of_html5ever() {
    attribute_grid_agrees(html::unescape_attribute);
}

#[test]
fn a_wrong_decoder_fails_the_grid() {
    fn breaks(test: impl Fn()) {
        assert!(catch_unwind(AssertUnwindSafe(test)).is_err(), "a wrong decoder passes");
    }
    breaks(|| text_grid_agrees(html_escape::decode_html_entities));
    breaks(|| text_grid_agrees(html::unescape_attribute));
    breaks(|| attribute_grid_agrees(html_escape::decode_html_entities));
    breaks(|| attribute_grid_agrees(html::unescape));
    breaks(|| text_grid_agrees(|text| text.into()));
}

/// Start tags with their attributes, and the text.
#[derive(Debug, Default, PartialEq)]
struct Tokens {
    starts: Vec<(String, Vec<(String, String)>)>,
    text: String,
    /// There is what is text here and not to html5ever: a tag that the input does not finish, a name of no element.
    has_other_text: bool,
    /// What is no tag to html5ever may be one here.
    has_other_tags: bool,
    /// A name of no element stands somewhere.
    may_begin_text: bool,
}

/// Whether there is text here that is a comment to html5ever: `<!1`, `<?1`, `</1`.
fn has_text_like_markup(html: &str) -> bool {
    html.match_indices('<').any(|(at, _)| {
        let mut behind = html[at + 1..].chars();
        let sign = behind.next();
        let next = behind.next();
        let begins = |others: &str| next.is_some_and(|c| c.is_ascii_alphabetic() || others.contains(c));
        match sign {
            Some('/') => !begins(">"),
            Some('!') => !begins("-["),
            Some('?') => !begins("="),
            _ => false,
        }
    })
}

/// What html5ever's tokenizer finds, with the raw text states that its tree builder would choose.
fn tokens(html: &str) -> Tokens {
    struct Sink(RefCell<Tokens>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            let mut found = self.0.borrow_mut();
            if let Token::TagToken(tag) = &token {
                found.has_other_text |= !NAMES.contains(&&*tag.name);
            }
            match token {
                Token::CharacterTokens(text) => found.text.push_str(&text),
                Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                    let attributes = tag.attrs.iter();
                    let attributes =
                        attributes.map(|attr| (attr.name.local.to_string(), attr.value.to_string()));
                    found.starts.push((tag.name.to_string(), attributes.collect()));
                    return match &*tag.name {
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        "style" | "noscript" | "iframe" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "plaintext" => TokenSinkResult::Plaintext,
                        _ => TokenSinkResult::Continue,
                    };
                }
                Token::ParseError(error) if error.contains("EOF") => {
                    found.has_other_text = true;
                    // Of a tag that is not finished nothing is shown.
                    found.has_other_tags |= found.may_begin_text;
                }
                _ => {}
            }
            TokenSinkResult::Continue
        }
    }
    let opts = TokenizerOpts {
        discard_bom: false,
        exact_errors: true,
        initial_state: Some(State::Data),
        ..Default::default()
    };
    let tokenizer = Tokenizer::new(Sink(RefCell::default()), opts);
    tokenizer.sink.0.borrow_mut().may_begin_text = begins_no_element(html);
    let input = BufferQueue::default();
    input.push_back(html.into());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

/// Whether a tag whose name is of no element has another `<` before its `>`, where it ends here.
fn has_open_in_text(html: &str) -> bool {
    let pieces: Vec<&str> = html.split('<').skip(1).collect();
    pieces.iter().take(pieces.len().saturating_sub(1)).any(|piece| {
        let name = piece.strip_prefix('/').unwrap_or(piece);
        let is_name = !name.contains(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'));
        !piece.contains('>') && (is_name || begins_no_element(&format!("<{piece}")))
    })
}

/// Whether a name of no element stands behind a `<` or `</`.
fn begins_no_element(html: &str) -> bool {
    html.split('<').skip(1).any(|behind| {
        let name = behind.strip_prefix('/').unwrap_or(behind);
        let end =
            name.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(name.len());
        !NAMES.contains(&name[..end].to_ascii_lowercase().as_str())
    })
}

/// Elements that stand anywhere and close nothing, so that every one of their tags is written.
const ELEMENTS: [&str; 6] = ["b", "span", "em", "sub", "q", "bdi"];
const ATTRIBUTES: [&str; 3] = ["title", "lang", "dir"];

/// All names that stand in the generated markup and are names of elements.
const NAMES: [&str; 15] = [
    "b",
    "span",
    "em",
    "sub",
    "q",
    "bdi",
    "font",
    "label",
    "script",
    "title",
    "textarea",
    "style",
    "noscript",
    "iframe",
    "plaintext",
];

static POLICY: LazyLock<HtmlPolicy> = LazyLock::new(|| {
    let builder = HtmlPolicy::builder().tags(ELEMENTS).attributes("*", ATTRIBUTES).max_depth(256);
    builder.build().expect("policy")
});

/// The same tags with the same attributes in the same order, as far as the policy lists them; the same text.
fn tokens_agree(html: &str, clean: Clean) {
    let mut theirs = tokens(html);
    if theirs.has_other_tags || has_text_like_markup(html) || has_open_in_text(html) {
        return;
    }
    theirs.starts.retain(|(name, _)| ELEMENTS.contains(&&**name));
    for (_, attributes) in &mut theirs.starts {
        attributes.retain(|(name, _)| ATTRIBUTES.contains(&&**name));
    }
    let cleaned = tokens(&clean(html, &POLICY));
    assert_eq!(cleaned.starts, theirs.starts, "{html:?}");
    // The content of `title` and the like is text to the tokenizer, and goes with the element.
    let has_raw_text = RAW.iter().any(|name| html.to_ascii_lowercase().contains(name));
    if !theirs.has_other_text && !has_raw_text {
        assert_eq!(cleaned.text, theirs.text, "{html:?}");
    }
}

/// Tags from the pieces of tags.
fn tags() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "b",
        "B",
        "span",
        "SPAN",
        "em",
        "sub",
        "q",
        "bdi",
        "script",
        "title",
        "textarea",
        "style",
        "noscript",
        "font",
        "label",
        "/b",
        "/q",
        "/span",
        "/script",
        "/title",
        "/textarea",
        "/style",
        "/noscript",
        "!--",
        "!---",
        "!",
        "?",
        "/ ",
        "/",
    ]);
    let piece = prop::sample::select(vec![
        " ",
        " ",
        "\t",
        "\n",
        "\r",
        "\r\n",
        "\x0C",
        "/",
        "=",
        "=",
        "\"",
        "'",
        "`",
        "<",
        "title",
        "TITLE",
        "lang",
        "dir",
        "DiR",
        "title=a",
        " title='b'",
        " lang=\"c\"",
        " dir = d ",
        " title='x\r\ny'",
        "x",
        "1",
        "é",
        "&",
        "&amp",
        "&amp;",
        "&lt=",
        "&lt;",
        "&notit;",
        "&not=",
        "&#13;",
        "&#0;",
        "&#x80",
        "&quot;",
        "\0",
        "\u{FEFF}",
        "\u{212A}",
        " title=\0",
        " ti\0tle=x",
        " title",
        " lang=",
        " title=\"a\0b\"",
        " dir='&\0amp;'",
        " title=&am\rp;",
        " =title=x",
        " title/lang=x",
        " a=b/title=c",
        " title=\"a\"lang='b'dir=c",
    ]);
    let tag = (
        name,
        prop::collection::vec(piece, 0..6),
        prop::sample::select(vec![">", ">", ">", "/>", "-->", ""]),
    )
        .prop_map(|(name, pieces, end)| format!("<{name}{}{end}", pieces.concat()));
    let text =
        prop::sample::select(vec!["x", " ", "\r\n", "\0", "&lt", "&amp;", "é", "</", "<", "<3", "\u{FEFF}"]);
    prop::collection::vec(prop_oneof![4 => tag, 1 => text.prop_map(str::to_owned)], 1..8)
        .prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tags_and_attributes_are_those_of_html5ever(html in tags()) {
        tokens_agree(&html, ours);
    }
}

/// `UNTAINT_CASES` for a long run.
fn cases() -> u32 {
    std::env::var("UNTAINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(2000)
}

#[test]
fn attributes_at_their_edges_are_those_of_html5ever() {
    for html in [
        "<b title=a title=b TITLE=c>",
        "<b onclick=x title=a title=b>",
        "<b title='\0' lang=\"\r\n\" dir=\r>x",
        "<b =title=x title==y>",
        "<b title='&notit;&not=&not;&amp'>",
        "<b/title=x/lang=y/>z",
        "<b title=\"a\"lang='b'dir=c>",
        "<b\ttitle\n=\x0C'x'\rlang>",
        "<b title=a`'\"<=>",
        "<script><b title=x></script><b title=y>",
        "<!-- <b title=x> --!><b title=y>",
        "<b title='<b title=\">\">'>",
    ] {
        tokens_agree(html, ours);
    }
}

#[test]
fn a_wrong_sanitizer_fails_the_tokens() {
    fn last_wins(html: &str, policy: &HtmlPolicy) -> String {
        ours(&html.replacen("title", "x", 1), policy)
    }
    fn no_references(html: &str, policy: &HtmlPolicy) -> String {
        ours(&html.replace('&', "&amp;"), policy)
    }
    fn no_nul(html: &str, policy: &HtmlPolicy) -> String {
        ours(&html.replace('\0', ""), policy)
    }
    fn no_quotes(html: &str, policy: &HtmlPolicy) -> String {
        ours(&html.replace('\'', ""), policy)
    }
    let wrong: [(Clean, &str); 4] = [
        (last_wins, "<b title=a title=b>"),
        (no_references, "<b title='&notit;&amp;'>"),
        (no_nul, "<b title='a\0'>"),
        (no_quotes, "<b title='a b'>"),
    ];
    for (clean, html) in wrong {
        tokens_agree(html, ours);
        let broken = catch_unwind(AssertUnwindSafe(|| tokens_agree(html, clean))).is_err();
        assert!(broken, "a wrong sanitizer passes with {html:?}");
    }
}
