//! `PreEscaped` takes HTML that was cleaned; everything else is escaped by the macro. Links go in as text, after their
//! check: maud writes the quotes.

// recipe
use maud::{Markup, PreEscaped, html};
use untaint::html::SafeHtml;
use untaint::uri::SafeUri;

pub fn page(title: &str, link: &SafeUri<'_>, note: &SafeHtml<'_>) -> Markup {
    html! {
        h1 { a href=(link.as_str()) { (title) } }
        div { (PreEscaped(note.as_str())) }
    }
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use untaint::html::{self as clean, HtmlPolicy};
    use untaint::uri::{self, UriPolicy};

    #[test]
    fn text_is_escaped_and_html_is_not() {
        let link = uri::clean("https://example.com/?a=\"x&b", UriPolicy::web());
        let note = clean::sanitize(
            "<b>Hi</b> &amp; <script>steal()</script>",
            HtmlPolicy::comment(),
        );
        assert_eq!(
            page("<script>", &link, &note).into_string(),
            "<h1><a href=\"https://example.com/?a=&quot;x&amp;b\">&lt;script&gt;</a></h1><div><b>Hi</b> &amp; </div>"
        );
        let inert =
            page("x", &uri::clean("javascript:alert(1)", UriPolicy::web()), &note)
                .into_string();
        assert!(!inert.contains("javascript"), "{inert}");
        // `Display` alone is escaped, as text is.
        assert_eq!(
            html! { p { (note) } }.into_string(),
            "<p>&lt;b&gt;Hi&lt;/b&gt; &amp;amp; </p>"
        );
    }
}
