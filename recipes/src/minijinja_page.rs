//! A template named `….html` escapes; cleaned HTML is handed over as a safe string. Values of a page's script come from
//! `escape::json_script_of`, not from a filter.

// recipe
use minijinja::{Environment, Error, Value, context};
use untaint::html::SafeHtml;

pub fn page(title: &str, note: SafeHtml<'_>) -> Result<String, Error> {
    let mut env = Environment::new();
    env.add_template("note.html", "<h1>{{ title }}</h1><div>{{ note }}</div>")?;
    let note = Value::from_safe_string(note.into_string());
    env.get_template("note.html")?.render(context! { title, note })
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
        assert_eq!(
            page("<script>", note).expect("a page"),
            "<h1>&lt;script&gt;</h1><div><b>Hi</b> &amp; </div>"
        );
    }
}
