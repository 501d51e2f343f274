//! Markdown.

use super::super::assert_holds;
use super::super::html::Page;
use super::call;

pub fn markdown_holds(text: &str) {
    assert_holds("markdown renders as the text", text, renders_as_itself(|text| call("markdown", text)));
}

pub fn comrak(markdown: &str) -> String {
    let mut options = comrak::Options::default();
    options.render.unsafe_ = true;
    options.extension.table = true;
    options.extension.strikethrough = true;
    // Mail addresses are found in the finished text, where no escape reaches: the doc says so.
    options.extension.autolink = !markdown.contains('@');
    // Task lists are left to the other reader: comrak finds `[ ]` in the finished text, cmark-gfm in the source.
    options.extension.footnotes = true;
    options.extension.description_lists = true;
    options.extension.superscript = true;
    options.extension.subscript = true;
    options.extension.math_dollars = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    comrak::markdown_to_html(markdown, &options)
}

pub fn pulldown(markdown: &str) -> String {
    let mut out = String::new();
    pulldown_cmark::html::push_html(
        &mut out,
        pulldown_cmark::Parser::new_ext(
            markdown,
            pulldown_cmark::Options::all() - pulldown_cmark::Options::ENABLE_SMART_PUNCTUATION,
        ),
    );
    out
}

/// In a paragraph, in the middle of a line, in a list item, a heading, a quotation and a table's cell: the text, and
/// no markup.
pub fn renders_as_itself(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = text.replace('\0', "\u{FFFD}");
        let places = [
            (written.clone(), "p", expected.clone()),
            (format!("x {written} y"), "p", format!("x {expected} y")),
            (format!("- {written}"), "li", expected.clone()),
            (format!("# {written}"), "h1", expected.clone()),
            (format!("> {written}"), "p", expected.clone()),
            (format!("|h|i|\n|-|-|\n|{written}|z|"), "td", expected.clone()),
        ];
        // No text is no paragraph.
        text.is_empty()
            || places.into_iter().all(|(markdown, element, expected)| {
                // Loose and empty blocks end in line feeds that belong to nobody.
                [comrak(&markdown), pulldown(&markdown)].into_iter().all(|html| {
                    let page = Page::parse(&html);
                    let plain = [
                        "html",
                        "head",
                        "body",
                        "p",
                        "ul",
                        "li",
                        "h1",
                        "blockquote",
                        "table",
                        "thead",
                        "tbody",
                        "tr",
                        "th",
                        "td",
                    ];
                    let harmless =
                        page.skeleton().iter().all(|tag| plain.contains(&tag.trim_matches(['<', '>', ' '])));
                    // A browser turns CR and CR LF in the renderer's HTML into LF.
                    let expected = expected.replace("\r\n", "\n").replace('\r', "\n");
                    harmless && page.text_of(element).as_deref() == Some(&expected)
                })
            })
    }
}
