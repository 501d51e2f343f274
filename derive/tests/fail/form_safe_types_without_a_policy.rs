use untaint::Form;
use untaint::html::SafeHtml;
use untaint::redirect::SafeRedirect;

#[derive(Form)]
struct Login {
    next: SafeRedirect<'static>,
    about: Option<SafeHtml<'static>>,
}

fn main() {}
