//! `text::clean` beside what people use to make copied or logged text harmless, and `text::inspect`.

use crate::Row;
use untaint::text::{self, TextPolicy};

pub(crate) fn rows() -> Vec<Row> {
    const CODE: &str = "fn main() {\n\tlet x = [1, 2, 3];\n\tprintln!(\"{}\", x.len());\n}\n";
    const COLOURS: &str = "\u{1b}[32mok\u{1b}[0m   compiling the next crate of this workspace in 0.25 s\n";
    const GERMAN: &str = "Die Füße müssen über die größte Straße; das ist für Bäcker natürlich schön.\n";
    const RUSSIAN: &str = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n";
    const CHINESE: &str = "我能吞下玻璃而不伤身体，这是一句很常见的测试文字。\n";
    const ARABIC: &str = "أنا قادر على أكل الزجاج و هذا لا يؤلمني، كما يقال في النص.\n";
    const PERSIAN: &str = "من می\u{200C}خواهم این کتاب\u{200C}ها را بخوانم و 👩\u{200D}💻 باشم.\n";
    const HINDI: &str = "मैं काँच खा सकता हूँ और मुझे उससे कोई चोट नहीं पहुंचती, यह क्\u{200D}षण है।\n";
    let long = |part: &str, len: usize| part.repeat(len / part.len() + 1);
    let natural = [
        ("64 KB code", long(CODE, 64 * 1024)),
        ("64 KB German", long(GERMAN, 64 * 1024)),
        ("64 KB Russian", long(RUSSIAN, 64 * 1024)),
        ("64 KB Chinese", long(CHINESE, 64 * 1024)),
        ("64 KB Arabic", long(ARABIC, 64 * 1024)),
        ("64 KB Persian with joiners", long(PERSIAN, 64 * 1024)),
        ("64 KB Hindi", long(HINDI, 64 * 1024)),
    ];
    let hostile = [
        ("64 KB log in colours", long(COLOURS, 64 * 1024)),
        ("64 KB backspaces", "a\u{8}".repeat(32 * 1024)),
    ];
    let texts = || [("60 B code", CODE.to_owned())].into_iter().chain(natural.clone()).chain(hostile.clone());
    texts()
        .map(|(input, text)| clean(input, text))
        .chain(texts().map(|(input, text)| inspect(input, text)))
        .collect()
}

/// What a page shows of a text; the peers do a part of it.
fn clean(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![
        (
            "text::clean",
            crate::run(text.clone(), |text| text::clean(text, TextPolicy::display()).as_str().len()),
        ),
        ("(str::replace of U+0008)", crate::run(text.clone(), |text| text.replace('\u{8}', "").len())),
        ("strip-ansi-escapes", crate::run(text, |text| strip_ansi_escapes::strip(text).len())),
    ];
    Row { work: "text::clean", input, bytes, runs }
}

/// What a text holds that is not what it looks like; no peer does it.
fn inspect(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![("text::inspect", crate::run(text, |text| text::inspect(text).len()))];
    Row { work: "text::inspect", input, bytes, runs }
}
