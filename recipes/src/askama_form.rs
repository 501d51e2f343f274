//! A field's parts are HTML that was written for it: they go in by the filter `safe`, and what was typed is text in them.

// recipe
use askama::Template;
use untaint::Form;
use untaint::form::{FieldView, Submission};

#[derive(Form)]
pub struct SignUp {
    #[validate(length(3..=20))]
    pub username: String,
    #[validate(secret, length(8..=72))]
    pub password: String,
}

#[derive(Template)]
#[template(
    source = r#"<form method="post">{{ form.view().summary()|safe }}
{{ name.label_html()|safe }} {{ name.input()|safe }} {{ name.errors_html()|safe }}
{{ form.field("password").row()|safe }}
<button>Sign up</button></form>"#,
    ext = "html"
)]
pub struct Page<'f> {
    form: &'f Submission<SignUp>,
    name: FieldView<'f>,
}

pub fn page(form: &Submission<SignUp>) -> askama::Result<String> {
    let name = form.field("username").label("Name");
    Page { form, name }.render()
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_is_text() {
        let sent = [("username", "\"><script>"), ("password", "hunter2")];
        let form = Submission::parse(sent).expect("a small form");
        let page = page(&form).expect("a page");
        assert!(page.contains("<label for=\"username\">Name</label>"), "{page}");
        assert!(page.contains("value=\"&quot;&gt;&lt;script&gt;\""), "{page}");
        assert!(page.contains("id=\"password-error\""), "{page}");
        assert!(!page.contains("hunter2") && !page.contains("<script"), "{page}");
    }
}
