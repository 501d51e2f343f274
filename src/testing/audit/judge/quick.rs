//! Whether a word can do anything in a page, by a quick look: most values stand escaped in text, and no tree is
//! needed to see that they do nothing.

use super::super::marker::{self, Marker};

/// Elements whose content is read otherwise.
const RAW: [&str; 12] = [
    "script",
    "style",
    "textarea",
    "title",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "plaintext",
    "noscript",
    "template",
    "svg",
];

/// Attributes whose value does nothing by itself.
const QUIET: [&str; 11] =
    ["value", "title", "placeholder", "alt", "content", "class", "id", "name", "for", "label", "aria-label"];

/// Whether each of these markers stands in text, or in the quoted value of an attribute that does nothing, with no
/// bracket between it and where that begins. `false` says nothing: then the tree decides.
pub(super) fn is_inert(html: &str, markers: &[Marker]) -> bool {
    let bytes = html.as_bytes();
    let mut places: Vec<usize> =
        marker::find(bytes).filter(|(_, found)| markers.contains(found)).map(|(at, _)| at).collect();
    places.sort_unstable();
    let mut places = places.into_iter().peekable();
    let mut at = 0;
    while let Some(next) = places.peek().copied() {
        // Text up to the next bracket.
        // From a place in it.
        let open = bytes[at..].iter().position(|byte| *byte == b'<').map_or(bytes.len(), |open| at + open);
        while places.next_if(|place| *place < open).is_some() {}
        if next < open {
            continue;
        }
        match tag(html, open, &mut places) {
            Some(end) => at = end,
            None => return false,
        }
    }
    true
}

/// The end of the tag, the comment or the raw text that begins at a bracket; `None` where a marker is in a wrong place.
fn tag(
    html: &str,
    open: usize,
    places: &mut std::iter::Peekable<std::vec::IntoIter<usize>>,
) -> Option<usize> {
    let rest = html.get(open..)?;
    let is_free = |places: &mut std::iter::Peekable<std::vec::IntoIter<usize>>, end: usize| {
        places.peek().is_none_or(|place| *place >= end)
    };
    if rest.starts_with("<!") || rest.starts_with("<?") {
        let end =
            if rest.starts_with("<!--") { open + rest.find("-->")? + 3 } else { open + rest.find('>')? + 1 };
        return is_free(places, end).then_some(end);
    }
    if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return Some(open + 1); // a bracket alone is text
    }
    let bytes = html.as_bytes();
    let mut at = open + 1;
    while bytes
        .get(at)
        .is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>' && *byte != b'/' || at == open + 1)
    {
        at += 1;
    }
    let name = html.get(open + 1..at)?.to_ascii_lowercase();
    let mut attr = at;
    loop {
        match bytes.get(at)? {
            b'>' => break,
            b'"' | b'\'' => {
                let quote = char::from(bytes[at]); // read above
                let start = at + 1;
                let end = start + html.get(start..)?.find(quote)?;
                if !is_free(places, start) {
                    return None;
                }
                while let Some(place) = places.next_if(|place| *place < end) {
                    let attr = html.get(attr..at)?.trim_end().strip_suffix('=')?.trim().to_ascii_lowercase();
                    let is_quiet = QUIET.contains(&attr.as_str()) && name != "meta" && name != "base";
                    if !is_quiet || html.get(start..place)?.contains(['<', '>']) {
                        return None;
                    }
                }
                at = end;
                attr = at + 1;
            }
            byte if byte.is_ascii_whitespace() => attr = at + 1,
            _ => {}
        }
        at += 1;
    }
    let end = at + 1;
    if !is_free(places, end) {
        return None;
    }
    if !RAW.contains(&name.as_str()) {
        return Some(end);
    }
    let close = format!("</{name}");
    let lower = html.get(end..)?;
    let close = lower.to_ascii_lowercase().find(&close).map_or(html.len(), |close| end + close);
    // A text that somebody edits is no more than a value.
    while let Some(place) = places.next_if(|place| *place < close) {
        if name != "textarea" && name != "title" || html.get(end..place)?.contains(['<', '>']) {
            return None;
        }
    }
    Some(close)
}

#[cfg(test)]
mod tests {
    use super::super::super::marker::{Family, Marker};
    use super::is_inert;

    #[test]
    fn what_may_act_is_not_called_inert() {
        let marker = Marker::new(Family::Html, 3);
        for (html, expected) in [
            ("<p>M</p>", true),
            ("<p class=x>&lt;img onerror=M&gt; M", true),
            ("<input value=\"&quot; M\">", true),
            ("<input value='M'>", true),
            ("<textarea>&lt;b&gt;M</textarea>", true),
            ("<title>M</title>", true),
            ("<!-- a --><p>M", true),
            ("1 < 2 M", true),
            ("<script>var a;</script><p>M", true),
            ("<style>p{}</style>M", true),
            ("<input value=M>", false),
            ("<p M>", false),
            ("<M>", false),
            ("<a href=\"M\">", false),
            ("<p onclick=\"M\">", false),
            ("<p title=\"<M\">", false),
            ("<img src=x onerror=M>", false),
            ("<p title=x onclick=\"M\">", false),
            ("<script>M</script>", false),
            ("<style>M</style>", false),
            ("<!-- M -->", false),
            ("<textarea><M></textarea>", false),
            ("<noscript>M</noscript>", false),
            ("<p title=\"M", false),
            ("<meta http-equiv=refresh content=\"0;url=M\">", false),
        ] {
            let html = html.replace('M', marker.as_str());
            assert_eq!(is_inert(&html, &[marker]), expected, "{html}");
        }
    }
}
