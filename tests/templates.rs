//! `SafeHtml` in template engines: the one-liners of the documentation of `html`, and what each engine does without them.

use askama::Template;
use maud::{PreEscaped, html};
use minijinja::{Environment, Value, context};
use untaint::html::{self as clean, HtmlPolicy, SafeHtml};

const NOTE: &str = "<b>Hi</b> &amp; <script>steal()</script>";

fn note() -> SafeHtml<'static> {
    clean::sanitize(NOTE, HtmlPolicy::inline()).into_owned()
}

const PAGE: &str = "<p><b>Hi</b> &amp; </p>";

#[test]
fn askama_takes_it_by_the_filter_safe() {
    #[derive(Template)]
    #[template(source = "<p>{{ note|safe }}</p>", ext = "html")]
    struct Page<'a> {
        note: SafeHtml<'a>,
    }
    assert_eq!(Page { note: note() }.render().expect("page"), PAGE);
}

#[test]
fn askama_takes_it_as_safe() {
    use askama::filters::Safe;

    #[derive(Template)]
    #[template(source = "<p>{{ note }}</p>", ext = "html")]
    struct Page<T: std::fmt::Display> {
        note: Safe<T>,
    }
    assert_eq!(Page { note: Safe(note()) }.render().expect("page"), PAGE);
}

#[test]
fn askama_escapes_text() {
    #[derive(Template)]
    #[template(source = "<p>{{ note }}</p>", ext = "html")]
    struct Page<T: std::fmt::Display> {
        note: T,
    }
    let text = Page { note: "<script>" }.render().expect("page");
    assert!(text.starts_with("<p>&#") && !text.contains("<script"), "{text}");
    // Forgetting the filter shows the markup as text; it does not run.
    let twice = Page { note: note() }.render().expect("page");
    assert!(!twice.contains("<b>"), "{twice}");
}

#[test]
fn maud_takes_it_pre_escaped() {
    let note = note();
    assert_eq!(html! { p { (PreEscaped(note.as_str())) } }.into_string(), PAGE);
    // `Display` alone is escaped, as text is.
    assert_eq!(html! { p { (note) } }.into_string(), "<p>&lt;b&gt;Hi&lt;/b&gt; &amp;amp; </p>");
    assert_eq!(html! { p { ("<script>") } }.into_string(), "<p>&lt;script&gt;</p>");
}

#[test]
fn minijinja_takes_it_as_a_safe_string() {
    let mut engine = Environment::new();
    engine.add_template("page.html", "<p>{{ note }}</p>").expect("template");
    let page = engine.get_template("page.html").expect("template");
    let render = |note: Value| page.render(context! { note }).expect("page");

    assert_eq!(render(Value::from_safe_string(note().into_string())), PAGE);
    assert_eq!(render(Value::from("<script>")), "<p>&lt;script&gt;</p>");
    let twice = render(Value::from(note().as_str()));
    assert!(!twice.contains("<b>"), "{twice}");
}
