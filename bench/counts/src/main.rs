//! The work whose instructions are counted: without arguments the names; with a name and a number, that work so many
//! times, for `bench/counts.sh` to run under callgrind.
//!
//! Inputs are small and fixed, so that a count repeats exactly under one compiler.

use std::hint::black_box;
use std::process::ExitCode;
use untaint::filename::FilenamePolicy;
use untaint::html::HtmlPolicy;
use untaint::redirect::{self, RedirectPolicy};
use untaint::text::TextPolicy;
use untaint::uri::UriPolicy;
use untaint::{escape, filename, html, text, upload, uri};

type Work = Box<dyn Fn(&str) -> usize>;

const KB: usize = 1024;

const RICH: &str = "<p>Hello <b>bold</b> and <i>italic</i> with a <a href=\"https://example.com/page?x=1&amp;y=2\" \
title=\"A page\">link</a>, some <code>code</code>.</p>\n<ul><li>one</li><li>two &amp; three</li><li><em>four</em></li></ul>\n\
<blockquote><p>quoted text goes here, and it is longer than the rest of it all.</p></blockquote>\n\
<pre><code>fn main() { println!(&quot;hi&quot;); }</code></pre>\n";
const ATTACK: &str = "<script>alert(1)</script><img src=x onerror=alert(1)><a href=javascript:alert(1)>x</a>\
<svg onload=x><p onclick=x><b><i><u>";
const LINKS: &str = "Hi all, the notes are at https://example.com/notes/2026/11?view=all#top and the list is at \
www.example.org/list.html, please write to ann@example.com if you cannot come (see http://intranet.example/map). ";
const ENGLISH: &str = "The quick brown fox jumps over the lazy dog, and 17 more of them. ";
const SPARSE: &str = "Salt & pepper, ham and eggs, bread with butter, and a cup of tea. ";
const DENSE: &str = "a<b>c&d\"e'f g";
const GERMAN: &str = "Die Füße müssen über die größte Straße; das ist für Bäcker natürlich schön.\n";
const RUSSIAN: &str = "Съешь же ещё этих мягких французских булок, да выпей чаю.\n";
const CHINESE: &str = "我能吞下玻璃而不伤身体，这是一句很常见的测试文字。\n";
const ARABIC: &str = "أنا قادر على أكل الزجاج و هذا لا يؤلمني، كما يقال في النص.\n";
const PERSIAN: &str = "من می\u{200C}خواهم این کتاب\u{200C}ها را بخوانم و 👩\u{200D}💻 باشم.\n";

/// The text over and over, up to about `len` bytes.
fn long(text: &str, len: usize) -> String {
    text.repeat(len / text.len() + 1)
}

fn rows() -> Vec<(&'static str, String, Work)> {
    let mut rows: Vec<(&'static str, String, Work)> = Vec::new();
    let mut add = |name, input: String, work: Work| rows.push((name, input, work));

    let escape: fn(&str) -> usize = |text| escape::html(text).len();
    for (name, input) in [
        ("html 20 B clean", "An ordinary title 20".to_owned()),
        ("html 64 KB clean", long(ENGLISH, 64 * KB)),
        ("html 60 B sparse", SPARSE.to_owned()),
        ("html 64 KB sparse", long(SPARSE, 64 * KB)),
        ("html 64 KB dense", long(DENSE, 64 * KB)),
    ] {
        add(name, input, Box::new(escape));
    }
    add("xml 1 KB", long(ENGLISH, KB), Box::new(|text| escape::xml(text).len()));
    add("log_line 1 KB", long(ENGLISH, KB), Box::new(|text| escape::log_line(text).len()));
    add("csv_cell 1 KB", long(ENGLISH, KB), Box::new(|text| escape::csv_cell(text).len()));
    add("js_string 1 KB German", long(GERMAN, KB), Box::new(|text| escape::js_string(text).len()));
    add("url_component 1 KB", long(ENGLISH, KB), Box::new(|text| escape::url_component(text).len()));
    let words = long("The quick brown fox jumps over the lazy dog and 17 more of them ", KB);
    // The space at the end would be escaped.
    add("markdown 1 KB", words.trim_end().to_owned(), Box::new(|text| escape::markdown(text).len()));
    add("shell_word 1 KB", words, Box::new(|text| escape::shell_word(text).map_or(0, |word| word.len())));
    for (name, input) in [("html_into 20 B", "Tom & Jerry, a title"), ("html_into 60 B", SPARSE)] {
        let page = std::cell::RefCell::new(String::with_capacity(KB));
        let append = move |text: &str| {
            let mut page = page.borrow_mut();
            page.clear();
            escape::html_into(&mut page, text);
            page.len()
        };
        add(name, input.to_owned(), Box::new(append));
    }

    let sanitize: fn(&str) -> usize = |text| html::sanitize(text, HtmlPolicy::article()).as_str().len();
    add("sanitize 60 B plain", "An ordinary comment, as most are.".to_owned(), Box::new(sanitize));
    add("sanitize 100 KB plain", long(ENGLISH, 100 * KB), Box::new(sanitize));
    add("sanitize 2 KB rich", RICH.repeat(5), Box::new(sanitize));
    add("sanitize 100 KB article", RICH.repeat(270), Box::new(sanitize));
    add("sanitize 4 KB attack", ATTACK.repeat(32), Box::new(sanitize));
    add("to_text 2 KB rich", RICH.repeat(5), Box::new(|text| html::to_text(text).len()));
    add(
        "linkify 2 KB",
        long(LINKS, 2 * KB),
        Box::new(|text| html::linkify(text, HtmlPolicy::comment()).as_str().len()),
    );

    let policy = RedirectPolicy::builder().origin("https://app.test").host("example.com").build().ok();
    let check = move |text: &str| {
        policy.as_ref().map_or(0, |policy| usize::from(redirect::check(text, policy).is_ok()))
    };
    for target in ["/account?next=1#x", "https://example.com/path?q=1"] {
        add(target, target.to_owned(), Box::new(check.clone()));
    }
    let check: fn(&str) -> usize = |text| usize::from(uri::check(text, UriPolicy::web()).is_ok());
    add("uri 47 B", "https://example.com/articles/42?page=2#comments".to_owned(), Box::new(check));
    add("uri 2 KB", long("https://example.com/search?q=value%20and", 2 * KB), Box::new(check));

    let display: fn(&str) -> usize = |input| text::clean(input, TextPolicy::display()).as_str().len();
    for (name, sample) in [
        ("text 64 KB English", ENGLISH),
        ("text 64 KB German", GERMAN),
        ("text 64 KB Russian", RUSSIAN),
        ("text 64 KB Chinese", CHINESE),
        ("text 64 KB Arabic", ARABIC),
        ("text 64 KB Persian", PERSIAN),
    ] {
        add(name, long(sample, 64 * KB), Box::new(display));
    }
    let inspect: fn(&str) -> usize = |input| text::inspect(input).len();
    add("inspect 64 KB German", long(GERMAN, 64 * KB), Box::new(inspect));
    add("inspect 64 KB Russian", long(RUSSIAN, 64 * KB), Box::new(inspect));

    let policy = FilenamePolicy::portable();
    let clean = move |name: &str| filename::clean(name, policy).as_str().len();
    for (name, input) in [
        ("name 20 bytes", "Quarterly report.pdf"),
        ("name device", "con.quarterly-rep.gz"),
        ("name Japanese", "日本語の資料.pdf"),
        ("name NFD", "Re\u{301}sume\u{301} (2).docx"),
        ("name hostile", "a\u{202E}b\0c<d>|e\u{200B}.php. "),
    ] {
        add(name, input.to_owned(), Box::new(clean));
    }

    let sniff: fn(&str) -> usize =
        |file| usize::from(upload::sniff(file.as_bytes()) == upload::Sniffed::Unknown);
    add("sniff text", long("Plain words in a line that says very little.\n", 512), Box::new(sniff));
    add("sniff pdf", format!("%PDF-1.7\n{}", long("1 0 obj\n<< >>\nendobj\n", 512)), Box::new(sniff));
    rows
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [name, times] = args.as_slice() else {
        for (name, ..) in rows() {
            println!("{name}");
        }
        return ExitCode::SUCCESS;
    };
    let (Some((_, input, work)), Ok(times)) =
        (rows().into_iter().find(|(known, ..)| known == name), times.parse::<u32>())
    else {
        eprintln!("no such work or number: run without arguments for the list");
        return ExitCode::FAILURE;
    };
    for _ in 0..times {
        black_box(work(black_box(&input)));
    }
    ExitCode::SUCCESS
}
