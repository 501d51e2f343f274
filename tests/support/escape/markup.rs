//! HTML and XML.

use super::super::assert_holds;
use super::super::html::Page;
use super::call;

pub fn markup_holds(text: &str) {
    assert_holds("html is the plain way's result", text, html_is_as_plain(|text| call("html", text)));
    assert_holds("html gives the text back", text, html_gives_the_text_back(|text| call("html", text)));
    assert_holds("xml gives the text back", text, xml_gives_the_text_back(|text| call("xml", text)));
    let comment = |text: &str| call("html_comment", text);
    assert_holds("a comment ends where we end it", text, comment_ends_where_we_end_it(comment));
    assert_holds("a comment is well-formed XML", text, comment_is_well_formed(comment));
}

// ---- html ----

/// The straightforward way, to hold the blocks against.
pub fn naive_html(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\r' => out.push_str("&#13;"),
            '\0' => out.push('\u{FFFD}'),
            _ => out.push(c),
        }
    }
    out
}

pub fn html_is_as_plain(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| escaper(text) == naive_html(text)
}

pub fn html_gives_the_text_back(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let expected = Some(text.replace('\0', "\u{FFFD}"));
        // A line feed of our own: the parser drops one behind <textarea>.
        let page = Page::parse(&format!(
            "<!doctype html><title>{written}</title><i a=\"{written}\" b='{written}'></i><textarea>\n{written}</textarea><p>{written}</p><hr>"
        ));
        page.text_of("title") == expected
            && page.attr_of("a") == expected
            && page.attr_of("b") == expected
            && page.text_of("textarea") == expected
            && page.text_of("p") == expected
            && page.skeleton().len() == 8
    }
}

// ---- xml ----

fn allowed_in_xml(text: &str) -> String {
    text.replace(|c: char| (c < ' ' && !"\t\n\r".contains(c)) || "\u{FFFE}\u{FFFF}".contains(c), "\u{FFFD}")
}

pub fn xml_gives_the_text_back(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        let document = format!("<r a=\"{written}\" b='{written}'>{written}<x/></r>");
        let Ok(document) = roxmltree::Document::parse(&document) else { return false };
        let (root, expected) = (document.root_element(), allowed_in_xml(text));
        root.attribute("a") == Some(&expected)
            && root.attribute("b") == Some(&expected)
            // Text that is empty has no text node.
            && root.text().unwrap_or_default() == expected
            && root.children().filter(roxmltree::Node::is_element).count() == 1
    }
}

// ---- comments ----

pub fn comment_ends_where_we_end_it(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        ["", " "].into_iter().all(|pad| {
            let page = Page::parse(&format!("<!doctype html><body><!--{pad}{written}{pad}--><hr>"));
            let kept = format!("{pad}{written}{pad}").replace("\r\n", "\n").replace('\r', "\n");
            page.comments() == [kept]
                && page.skeleton() == ["<html >", "<head >", "<body >", "<!-->", "<hr >"]
        }) && escaper(&written) == written
    }
}

/// In XML too, but for texts with characters that XML forbids everywhere.
pub fn comment_is_well_formed(escaper: impl Fn(&str) -> String) -> impl Fn(&str) -> bool {
    move |text| {
        let written = escaper(text);
        allowed_in_xml(&written) != written
            || roxmltree::Document::parse(&format!("<r><!--{written}--></r>")).is_ok()
    }
}
