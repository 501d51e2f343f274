//! Signing up: labels, controls, what is wrong and a summary of that, all of them from the form.

use super::super::forms::SAID;
use super::super::signup::{Confirm, Pending, SignUp};
use super::super::told::Call;
use super::{Look, Page, broken, layout, summary};
use untaint::attr;
use untaint::escape::Html;
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
{token}
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
        token = view.token_html(),
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

/// What a mail would say. `token` is of letters, digits, `-`, `_` and `.`.
pub(crate) fn sent(look: &Look, pending: &Pending, token: &str) -> Page {
    let link = format!("/signup/confirm?t={token}");
    let main = format!(
        r#"<div class="sheet"><h1>One more step</h1>
<p class="lead">This board sends no mail. If it did, this would have reached you, {name}:</p>
<blockquote><p>Somebody, probably you, signed up at the noticeboard. If it was you, follow this link within ten minutes.</p>
<p class="link"><a id="link" href={href}>Yes, it was me</a></p></blockquote>
<p class="soft">Until then, the name is anybody's.</p></div>"#,
        name = Html(&pending.name),
        href = attr::quote(&link),
    );
    let told = [Call::new(
        "Signer::sign",
        &pending.name,
        token,
        "name, target and time, and a seal over them; no password",
    )];
    layout(look, None, "One more step · Noticeboard", &main, &told)
}

/// Where that link leads: a button, because programs that read mail open links too.
pub(crate) fn confirm(look: &Look, form: &Submission<Confirm>, pending: &Pending, token: &str) -> Page {
    let view = form.view();
    let main = format!(
        r#"<form class="sheet" method="post" action="/signup/confirm">
<h1>Welcome, {name}</h1>
<p class="lead">Press the button to take this name.</p>
{summary}
{csrf}
<input type="hidden" name="t" value={token}>
<div class="row"><button>Take it</button><a class="quiet" href="/">Never mind</a></div>
</form>"#,
        name = Html(&pending.name),
        summary = view.summary(),
        csrf = view.token_html(),
        token = attr::quote(token),
    );
    let told =
        [Call::new("Signer::verify", token, &pending.name, "sealed here, for this purpose, not too old")];
    layout(look, None, "Welcome · Noticeboard", &main, &told)
}
