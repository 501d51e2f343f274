//! What must hold for `text`, whatever the text.

use super::html::Page;
use std::borrow::Cow;
use std::sync::LazyLock;
use untaint::html::{self, HtmlPolicy};
use untaint::text::{self, Finding, Lines, TextAction, TextClass, TextPolicy};

/// Everything that holds for `text`.
pub fn text_holds(text: &str) {
    for policy in POLICIES.iter() {
        text_clean_is_stable(text, policy, clean);
        text_clean_removes(text, policy, clean);
        text_clean_only_takes(text, policy, clean);
        text_check_agrees(text, policy, |text, policy| text::check(text, policy).is_ok());
    }
    text_runs_keep_one(text, clean);
    text_tags_are_flags(text, clean);
    text_findings_cover_display(text, text::inspect);
    text_findings_have_their_place(text, text::inspect);
    text_snippet_is_what_is_shown(text, |text| text::clean(text, TextPolicy::snippet()).into_string());
    text_rendering_shows_all(text, |text| text::render_findings(text).into_string());
    text_plain_functions_are_stable(text);
}

/// `text::clean` as a `Cow`, so that a property sees what is borrowed.
pub fn clean<'a>(text: &'a str, policy: &TextPolicy) -> Cow<'a, str> {
    text::clean(text, policy).into()
}

/// What generated texts are made of: pieces separated by spaces, with `␣` for a space in a piece.
pub const PIECES: &str = "a b Z 0 ␣ - rm \u{8} \u{7f} \u{1b} \u{1b}[201~ \u{1b}[20 1~ \u{1b}]52;c; \u{7} \u{1b}\\ \u{9b} \u{9c} \
    \u{90} \0 \u{1} \u{b} \u{c} \u{15} \u{17} \u{19} \r \n \r\n \t \u{85} \u{2028} \u{2029} \u{1c} \u{ad} \u{34f} \u{180e} \
    \u{200b} \u{2060} \u{2061} \u{feff} \u{200c} \u{200d} \u{202a} \u{202b} \u{202c} \u{202d} \u{202e} \u{2066} \u{2067} \
    \u{2068} \u{2069} \u{200e} \u{200f} \u{61c} \u{e0001} \u{e0067} \u{e0062} \u{e0065} \u{e007f} 🏴 \u{fe00} \u{fe0e} \
    \u{fe0f} \u{e0100} \u{180b} \u{180f} \u{115f} \u{1160} \u{3164} \u{ffa0} \u{2800} \u{2801} \u{a0} \u{202f} \u{3000} \
    \u{1680} \u{206a} \u{fff9} \u{17b4} \u{17b5} \u{13430} \u{13000} \u{1bca0} \u{1bc00} \u{1d173} \u{1d100} \u{1d159} \u{16fe4} \
    \u{18b00} \u{fffe} \u{10ffff} \u{fdd0} \u{e000} \u{f0000} \u{fffc} \u{fffd} \u{e0080} \u{fff0} \u{301} \u{302} \u{323} \u{345} \
    \u{94d} \u{93c} क ष র \u{9cd} য ک م ر ‌ ا ש ל \u{5b4} \u{5bc} \u{5c1} ㄱ ᄀ ᅡ ก \u{e47} \u{e49} 漢 か 葛 ❤ 👩 💻 \u{1f3fd} \
    \u{20e3} 1 # 🇩 🇪 ᠮ ᠠ \u{1885} ក \u{17c9} \u{17b7} ཀ \u{fb5} е а р у п я ο α ѕ х é ⁄ — « © – − ‐ ｒ σ = с c \u{2060} \u{e0065}\u{e006e}\u{e0067} ᠳ \u{180b} \u{600} \u{6dd} \u{70f}";

/// The presets, and policies that set each class to each action it can have, in many combinations.
pub static POLICIES: LazyLock<Vec<TextPolicy>> = LazyLock::new(|| {
    let presets =
        [TextPolicy::display(), TextPolicy::single_line(), TextPolicy::identifier(), TextPolicy::snippet()];
    let mut policies: Vec<TextPolicy> = presets.into_iter().cloned().collect();
    let actions = [TextAction::Keep, TextAction::KeepInContext, TextAction::Remove, TextAction::Blank];
    let mut state = 7_u32;
    let mut below = |end: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % end
    };
    for _ in 0..24 {
        let mut policy = TextPolicy::builder();
        for class in CLASSES {
            let action = actions[below(4) as usize];
            if TextPolicy::builder().class(class, action).build().is_ok() {
                policy = policy.class(class, action);
            }
        }
        let lines = [Lines::Many, Lines::One, Lines::AsTheyAre][below(3) as usize];
        let policy = policy.lines(lines).strict_joiners(below(2) == 1).whole_sequences(below(2) == 1);
        let marks = u8::try_from(below(6)).unwrap_or(0);
        policies.push(policy.max_marks(marks).build().expect("a policy"));
    }
    policies
});

pub const CLASSES: [TextClass; 19] = [
    TextClass::Backspace,
    TextClass::Control,
    TextClass::Escape,
    TextClass::C1,
    TextClass::LineEnd,
    TextClass::ZeroWidth,
    TextClass::Joiner,
    TextClass::BidiOverride,
    TextClass::BidiIsolate,
    TextClass::BidiMark,
    TextClass::Tag,
    TextClass::VariationSelector,
    TextClass::BlankLetter,
    TextClass::Space,
    TextClass::Inert,
    TextClass::Noncharacter,
    TextClass::PrivateUse,
    TextClass::Replacement,
    TextClass::MarkRun,
];

/// A function that cleans; a pointer, because closures that borrow from their argument need the type spelled out.
pub type Clean = for<'a, 'p> fn(&'a str, &'p TextPolicy) -> Cow<'a, str>;

/// Cleaning twice is cleaning once, and what is clean is borrowed.
pub fn text_clean_is_stable(text: &str, policy: &TextPolicy, clean: Clean) {
    let once = clean(text, policy);
    let twice = clean(&once, policy);
    assert_eq!(twice, once, "cleaning twice changes more: {text:?} {policy:?}");
    assert!(matches!(twice, Cow::Borrowed(_)), "what is clean is borrowed");
    assert_eq!(matches!(once, Cow::Borrowed(_)), once == text, "what is unchanged is borrowed: {text:?}");
}

/// The code points of what no policy, or one of the presets, may leave; written apart from the crate's own table.
fn is_never_left(c: char) -> bool {
    matches!(c, '\u{1B}' | '\u{202A}'..='\u{202E}')
}

fn is_left_by_no_preset(c: char) -> bool {
    is_never_left(c)
        || matches!(c, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{FDD0}'..='\u{FDEF}'
            | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FEFF}' | '\u{2061}'..='\u{2064}' | '\u{E0001}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// What must go is gone.
pub fn text_clean_removes(text: &str, policy: &TextPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    assert!(!cleaned.contains(is_never_left), "{text:?} {cleaned:?}");
    let presets =
        [TextPolicy::display(), TextPolicy::single_line(), TextPolicy::identifier(), TextPolicy::snippet()];
    if presets.contains(&policy) {
        assert!(!cleaned.contains(is_left_by_no_preset), "{text:?} {cleaned:?}");
    }
}

/// Cleaning takes characters away and puts in nothing but LF and spaces.
pub fn text_clean_only_takes(text: &str, policy: &TextPolicy, clean: Clean) {
    let cleaned = clean(text, policy);
    let mut input = text.chars();
    for c in cleaned.chars() {
        let is_from_the_text = input.any(|from| {
            let is_blank = from.is_whitespace() || from.is_control() || from > '\u{7F}';
            from == c || (matches!(c, '\n' | ' ') && is_blank)
        });
        assert!(is_from_the_text, "{c:?} is not from the text: {text:?} {cleaned:?}");
    }
    assert!(cleaned.len() <= text.len(), "cleaning makes nothing longer");
}

/// A joiner or a selector that is written twice counts once.
pub fn text_runs_keep_one(text: &str, clean: Clean) {
    let cleaned = clean(text, TextPolicy::display());
    let runs = |c: &char| matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    // A few: how far a letter is looked for among marks has a limit.
    if (1..3).contains(&cleaned.chars().filter(runs).count()) {
        let twice: String = cleaned.chars().flat_map(|c| [c].repeat(1 + usize::from(runs(&c)))).collect();
        assert_eq!(clean(&twice, TextPolicy::display()), cleaned, "one of a run stays: {text:?}");
    }
}

/// Tags spell nothing but the flags of Unicode's `emoji-sequences.txt`.
pub fn text_tags_are_flags(text: &str, clean: Clean) {
    let tags = |region: &str| {
        let tags = region.bytes().filter_map(|letter| char::from_u32(0xE_0000 + u32::from(letter)));
        ['\u{1F3F4}'].into_iter().chain(tags).chain(['\u{E007F}']).collect::<String>()
    };
    let mut cleaned = clean(text, TextPolicy::display()).into_owned();
    for region in ["gbeng", "gbsct", "gbwls"] {
        cleaned = cleaned.replace(&tags(region), "-");
    }
    assert!(!cleaned.contains(|c| matches!(c, '\u{E0000}'..='\u{E007F}')), "{text:?} {cleaned:?}");
}

/// A check accepts exactly what cleaning leaves alone.
pub fn text_check_agrees(text: &str, policy: &TextPolicy, accepts: impl Fn(&str, &TextPolicy) -> bool) {
    let cleaned = clean(text, policy);
    assert_eq!(accepts(text, policy), cleaned == text, "{text:?} {policy:?}");
    assert!(accepts(&cleaned, policy), "what was cleaned passes: {text:?} {policy:?}");
}

/// What `display` takes away is found, and what is left has no finding of a class that goes.
pub fn text_findings_cover_display(text: &str, inspect: impl Fn(&str) -> Vec<Finding>) {
    let cleaned = clean(text, TextPolicy::display());
    if inspect(text).is_empty() {
        assert_eq!(cleaned, text.replace("\r\n", "\n"), "nothing was found");
    }
    for finding in inspect(&cleaned) {
        let may_stay = matches!(
            finding.class(),
            TextClass::BlankLetter
                | TextClass::Space
                | TextClass::PrivateUse
                | TextClass::Replacement
                | TextClass::ReversedIsolate
                | TextClass::MixedScript
                | TextClass::Confusable
        );
        assert!(may_stay || matches!(finding.character(), '\u{AD}' | '\t'), "{text:?} {finding:?}");
    }
}

/// Findings stand in order, on characters, and tell the character that stands there.
pub fn text_findings_have_their_place(text: &str, inspect: impl Fn(&str) -> Vec<Finding>) {
    let mut last = 0;
    for finding in inspect(text) {
        let range = finding.range();
        assert!(range.start >= last && !range.is_empty(), "{text:?} {finding:?}");
        last = range.start;
        let part = text.get(range).expect("whole characters");
        let is_word = matches!(finding.class(), TextClass::MixedScript | TextClass::Confusable);
        let is_there =
            if is_word { part.contains(finding.character()) } else { part.starts_with(finding.character()) };
        assert!(is_there, "{text:?} {finding:?}");
        assert_eq!(finding.seen().is_some(), finding.received().is_some());
        assert!(finding.seen().is_none() || finding.seen() != finding.received(), "{text:?} {finding:?}");
    }
}

/// A cleaned snippet does nothing to a prompt, and hides nothing.
pub fn text_snippet_is_what_is_shown(text: &str, clean: impl Fn(&str) -> String) {
    let cleaned = clean(text);
    let hides = |c: char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{200B}'
                | '\u{2060}' | '\u{FEFF}' | '\u{AD}' | '\u{3164}' | '\u{A0}')
    };
    assert!(!cleaned.contains(hides), "{text:?} {cleaned:?}");
    assert_eq!(text::apply_backspaces(&cleaned), cleaned);
    assert!(text::inspect(&cleaned).iter().all(|finding| finding.received().is_none()), "{cleaned:?}");
}

/// The rendering has no element but `mark`, holds no hidden control, and is clean HTML as it stands.
pub fn text_rendering_shows_all(text: &str, render: impl Fn(&str) -> String) {
    static MARKED: LazyLock<HtmlPolicy> =
        LazyLock::new(|| HtmlPolicy::builder().tags(["mark"]).build().expect("policy"));
    let rendered = render(text);
    assert_eq!(html::sanitize(&rendered, &MARKED), *rendered, "{text:?}");
    assert!(!rendered.contains(is_left_by_no_preset), "{text:?} {rendered:?}");
    assert!(rendered.len() <= 20 * text.len(), "{text:?} {rendered:?}");
    let page = Page::parse(&format!("<!doctype html><meta charset=utf-8><div>{rendered}</div>"));
    let expected = ["html", "head", "meta", "body", "div", "mark"];
    for element in page.skeleton() {
        assert!(
            expected.iter().any(|name| element.strip_prefix('<').is_some_and(|rest| rest.starts_with(name)))
        );
    }
    // Every letter is still there, in order.
    let shown = page.text_of("div").expect("the element");
    let mut shown = shown.chars();
    for c in text.chars().filter(char::is_ascii_graphic) {
        assert!(shown.any(|shown| shown == c), "{c:?} is lost: {text:?} {rendered:?}");
    }
}

fn text_plain_functions_are_stable(text: &str) {
    let stable = |name: &str, function: fn(&str) -> Cow<'_, str>| {
        let once = function(text);
        let twice = function(&once);
        assert!(matches!(twice, Cow::Borrowed(same) if same == once), "{name}: {text:?} {once:?}");
    };
    stable("strip_backspaces", text::strip_backspaces);
    stable("apply_backspaces", text::apply_backspaces);
    stable("normalize_newlines", text::normalize_newlines);
    stable("collapse_whitespace", text::collapse_whitespace);
    stable("nfc", text::nfc);
    stable("trim", |text| Cow::Borrowed(text::trim(text)));
    assert!(!text::apply_backspaces(text).contains(['\u{8}', '\u{7F}']));
    assert!(
        !text::normalize_newlines(text).contains(['\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'])
    );
}
