//! Signing up: labels, controls, what is wrong and a summary of that, all of them from the form.

use super::super::forms::SAID;
use super::super::signup::SignUp;
use super::super::told::Call;
use super::{Look, Page, broken, layout, summary};
use untaint::attr;
use untaint::form::Submission;
use untaint::redirect::SafeRedirect;

/// `next` is where it leads, or nothing when that would not be on this site.
pub(crate) fn signup(look: &Look, form: &Submission<SignUp>, next: Option<&SafeRedirect<'_>>) -> Page {
    let view = form.view().messages(&SAID);
    let next = match next.filter(|_| view.field("next").errors().is_empty()) {
        Some(next) => format!("<input type=\"hidden\" name=\"next\" value={}>", attr::quote(next.as_str())),
        // Where the summary's link leads to.
        None => "<p class=\"banner\" id=\"next\" tabindex=\"-1\">The link that brought you here wanted to go on to an \
                 address that is not on this site. You will land on the board instead.</p>"
            .to_owned(),
    };
    let reasons =
        [("neighbour", "I live here"), ("visitor", "I am passing through"), ("other", "Something else")];
    let reason = view.field("reason").choices(reasons);
    // Each part is HTML of `untaint`: what was typed is escaped in it, and a password is not in it at all.
    let main = format!(
        r#"<form class="sheet declared" method="post" action="/signup">
<h1>Sign up</h1>
<p class="lead">The board keeps your name until the server stops. All else is checked and forgotten, the password too: this is a board for trying things, so do not type one that you use elsewhere.</p>
{summary}
{next}
{name}
{email}
{age}
<div>{radio}{reason_errors}</div>
{news}
{password}
{again}
<div class="row"><button>Sign up</button><a class="quiet" href="/login">Log in without</a></div>
</form>"#,
        summary = summary(view, "Type the passwords again"),
        name = view.field("name").help("As others see it below your notes.").row(),
        email = view.field("email").row(),
        age = view.field("age").row(),
        radio = reason.radio(),
        reason_errors = reason.errors_html(),
        news = view.field("news").row(),
        password = view.field("password").help("At least 8 characters.").row(),
        again = view.field("password_again").row(),
    );
    let name = view.field("name");
    let told = [
        Call::new("form::Submission", name.value(), name.input().as_str(), broken(form.report())),
        Call::new(
            "FieldView::input",
            "a password, which is not told here either",
            view.field("password").input().as_str(),
            "a secret never comes back",
        ),
    ];
    layout(look, None, "Sign up · Noticeboard", &main, &told)
}
