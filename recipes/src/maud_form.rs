//! The parts of a field go in by `PreEscaped`; a page that writes its own tags takes the checked attributes with them.

// recipe
use maud::{Markup, PreEscaped, html};
use untaint::Form;
use untaint::form::Submission;
use untaint::html::SafeHtml;

#[derive(Form)]
pub struct Profile {
    #[validate(length(3..=20))]
    pub nick: String,
    #[validate(range(18..=120))]
    pub age: u8,
}

fn safe(html: &SafeHtml<'_>) -> PreEscaped<String> {
    PreEscaped(html.to_string())
}

pub fn page(form: &Submission<Profile>) -> Markup {
    let nick = form.field("nick").help("As others see you.");
    html! {
        form method="post" {
            (safe(&form.view().summary()))
            (safe(&nick.label_html())) (safe(&nick.input()))
            (safe(&nick.help_html())) (safe(&nick.errors_html()))
            (safe(&form.field("age").row()))
            button { "Save" }
        }
    }
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_with_its_errors() {
        let form = Submission::parse([("nick", "<x"), ("age", "twenty")])
            .expect("a small form");
        let page = page(&form).into_string();
        assert!(page.contains("value=\"&lt;x\""), "{page}");
        assert!(page.contains("aria-describedby=\"nick-error nick-help\""), "{page}");
        // A control of type `number` would be empty.
        assert!(
            page.contains("<input id=\"age\" name=\"age\" value=\"twenty\""),
            "{page}"
        );
        assert!(page.contains("Enter a whole number."), "{page}");
        assert!(!page.contains("<x"), "{page}");
    }
}
