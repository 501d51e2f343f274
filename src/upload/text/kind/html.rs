//! HTML by the names of its elements, and what tells Markdown that begins with one.

use super::words::{SIGNS, tag_name};

/// Elements of HTML, and those of SVG and `MathML` that stand in HTML without a namespace; sorted.
const HTML_NAMES: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "image",
    "img",
    "input",
    "ins",
    "isindex",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "listing",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

pub(super) fn is_html_name(name: &str) -> bool {
    let mut lower = [0; 10];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    HTML_NAMES.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

/// Elements that run, frame, load or make a page of what follows them.
pub(super) fn is_hard(name: &str) -> bool {
    !["video", "audio", "input", "button"].iter().any(|soft| name.eq_ignore_ascii_case(soft))
        && is_strong_html(name)
}

/// What no Markdown begins with.
pub(super) fn is_strong_html(name: &str) -> bool {
    [
        "html",
        "head",
        "body",
        "script",
        "style",
        "iframe",
        "svg",
        "math",
        "meta",
        "link",
        "title",
        "base",
        "form",
        "object",
        "embed",
        "frameset",
        "template",
        "applet",
        "input",
        "button",
        "video",
        "audio",
        "marquee",
        "plaintext",
        "xmp",
    ]
    .iter()
    .any(|strong| name.eq_ignore_ascii_case(strong))
}

/// Whether the first tag is an `align`ed block: pages have not begun with one for long, Markdown often does.
pub(super) fn is_centred(root: &str) -> bool {
    let tag = root.split('>').next().unwrap_or_default();
    let name = tag_name(root).unwrap_or_default();
    tag.len() < 100
        && tag.contains(" align=")
        && matches!(name, "p" | "div" | "h1" | "h2" | "h3" | "img" | "center")
}

/// Whether lines near the beginning are Markdown's: headings, fences, links in brackets. Many such files begin with a
/// centred paragraph or a picture in HTML.
pub(super) fn is_markdown(text: &str) -> bool {
    let part = text.as_bytes();
    let part = part.get(..SIGNS).unwrap_or(part);
    part.split(|byte| *byte == b'\n').any(|line| {
        let level = line.iter().take_while(|byte| **byte == b'#').count();
        ((1..=6).contains(&level) && line.get(level) == Some(&b' '))
            || line.starts_with(b"```")
            || line.starts_with(b"[![")
            || ((line.starts_with(b"- [") || line.starts_with(b"* [") || line.starts_with(b"["))
                && line.windows(2).any(|two| two == b"]("))
    })
}
