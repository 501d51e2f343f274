//! `text::clean` beside what people use to make copied or logged text harmless.

use crate::Row;
use std::borrow::Cow;
use untaint::text::{self, TextPolicy};

pub(crate) fn rows() -> Vec<Row> {
    const CODE: &str = "fn main() {\n\tlet x = [1, 2, 3];\n\tprintln!(\"{}\", x.len());\n}\n";
    const COLOURS: &str = "\u{1b}[32mok\u{1b}[0m   compiling the next crate of this workspace in 0.25 s\n";
    const GERMAN: &str = "Die Füße müssen über die größte Straße; das ist für Bäcker natürlich schön.\n";
    const RUSSIAN: &str = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n";
    const PERSIAN: &str = "من می\u{200C}خواهم این کتاب\u{200C}ها را بخوانم و 👩\u{200D}💻 باشم.\n";
    let long = |part: &str, len: usize| part.repeat(len / part.len() + 1);
    vec![
        row("60 B code", CODE.to_owned()),
        row("64 KB code", long(CODE, 64 * 1024)),
        row("64 KB German", long(GERMAN, 64 * 1024)),
        row("64 KB Russian", long(RUSSIAN, 64 * 1024)),
        row("64 KB Persian with joiners", long(PERSIAN, 64 * 1024)),
        row("64 KB log in colours", long(COLOURS, 64 * 1024)),
        row("64 KB backspaces", "a\u{8}".repeat(32 * 1024)),
    ]
}

fn row(input: &'static str, text: String) -> Row {
    let bytes = text.len();
    let runs = vec![
        (
            "text::clean",
            crate::run(text.clone(), |text| match text::clean(text, TextPolicy::display()) {
                Cow::Borrowed(text) => text.len(),
                Cow::Owned(text) => text.len(),
            }),
        ),
        ("text::inspect", crate::run(text.clone(), |text| text::inspect(text).len())),
        ("str::replace of U+0008", crate::run(text.clone(), |text| text.replace('\u{8}', "").len())),
        ("strip-ansi-escapes", crate::run(text, |text| strip_ansi_escapes::strip(text).len())),
    ];
    Row { work: "text::clean", input, bytes, runs }
}
