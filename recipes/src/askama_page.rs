//! Text is escaped by the template; HTML that was cleaned goes in by the filter `safe`, and by nothing else: who looks for
//! `|safe` finds every place, and each holds a `SafeHtml`.

// recipe
use askama::Template;
use untaint::html::SafeHtml;

#[derive(Template)]
#[template(source = "<h1>{{ title }}</h1><div>{{ note|safe }}</div>", ext = "html")]
pub struct Page<'a> {
    pub title: &'a str,
    pub note: SafeHtml<'a>,
}
// end

#[cfg(test)]
mod tests {
    use super::*;
    use untaint::html::{self, HtmlPolicy};

    #[test]
    fn text_is_escaped_and_html_is_not() {
        let note = html::sanitize(
            "<b>Hi</b> &amp; <script>steal()</script>",
            HtmlPolicy::comment(),
        );
        let page = Page { title: "<script>", note }.render().expect("a page");
        assert!(page.ends_with("<div><b>Hi</b> &amp; </div>"), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    /// Forgetting the filter shows the markup as text; it does not run.
    #[test]
    fn without_the_filter_it_is_text() {
        #[derive(Template)]
        #[template(source = "<p>{{ note }}</p>", ext = "html")]
        struct Forgotten<'a> {
            note: SafeHtml<'a>,
        }
        let note = html::sanitize("<b>Hi", HtmlPolicy::inline());
        assert!(!Forgotten { note }.render().expect("a page").contains("<b>"));
    }

    #[test]
    fn it_is_taken_as_safe() {
        use askama::filters::Safe;

        #[derive(Template)]
        #[template(source = "<p>{{ note }}</p>", ext = "html")]
        struct Typed<'a> {
            note: Safe<SafeHtml<'a>>,
        }
        let note = Safe(html::sanitize("<b>Hi", HtmlPolicy::inline()));
        assert_eq!(Typed { note }.render().expect("a page"), "<p><b>Hi</b></p>");
    }
}
