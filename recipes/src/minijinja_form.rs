//! A form is data: its view serialises, and the parts of a field that are HTML go in by the filter `safe`.

// recipe
use minijinja::value::Serde;
use minijinja::{Environment, Error, Value, context};
use untaint::Form;
use untaint::form::Submission;

#[derive(Form)]
pub struct Order {
    #[form(nested)]
    pub address: Address,
    pub express: bool,
}

#[derive(Form)]
pub struct Address {
    #[validate(length(2..=30))]
    pub city: String,
}

const PAGE: &str = r#"<form method="post">{{ form.summary|safe }}
{% set city = form.fields.address.city %}
{{ city.label_html|safe }} <input class="wide"{{ city.attrs|safe }}>
{% for error in city.errors %}<em id="{{ city.id }}-error">{{ error }}</em>{% endfor %}
{{ form.fields.express.row|safe }}
<button>Order</button></form>"#;

pub fn page(form: &Submission<Order>) -> Result<String, Error> {
    let mut env = Environment::new();
    env.add_template("order.html", PAGE)?;
    let form = Value::from(Serde(form.view()));
    env.get_template("order.html")?.render(context! { form })
}
// end

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_and_is_text() {
        let form = Submission::parse([("address.city", "<"), ("express", "on")])
            .expect("a small form");
        let page = page(&form).expect("a page");
        assert!(
            page.contains("name=\"address.city\" value=\"&lt;\" required"),
            "{page}"
        );
        assert!(
            page.contains("<em id=\"address.city-error\">Use 2 to 30 characters.</em>")
        );
        assert!(page.contains("value=\"true\" checked"), "{page}");
        assert!(page.contains("<a href=\"#address.city\">"), "{page}");
    }
}
