//! Logging in: a name, and where to go on.

use super::super::attacks::{NEXT, buttons};
use super::super::forms::{LoginForm, MAX_NAME, Problem};
use super::super::told::Call;
use super::{Look, Page, fix_form, layout, message_beside, state};
use untaint::escape::UrlComponent;
use untaint::redirect::RedirectError;
use untaint::{attr, redirect::SafeRedirect};

/// `next` is where the login leads; `refused` says why that is not what was asked for.
pub(crate) fn login(
    look: &Look,
    form: &LoginForm,
    next: &SafeRedirect<'_>,
    refused: Option<RedirectError>,
    problem: Option<&Problem>,
) -> Page {
    let warning = if refused.is_some() {
        "<p class=\"banner\" role=\"status\">The link that brought you here wanted to go on to an address that is \
         not on this site. You will land on the board instead.</p>"
    } else {
        ""
    };
    // That form takes paths only.
    let path = Some(next.as_str()).filter(|next| next.starts_with('/')).unwrap_or("/");
    let signup = format!("/signup?next={}", UrlComponent(path));
    let problems: &[Problem] = problem.map_or(&[], std::slice::from_ref);
    let main = format!(
        r#"<form class="sheet" method="post" action="/login" novalidate>
<h1>Log in</h1>
{warning}
<p class="lead">There is no password: this is a board for trying things. To try a longer form, <a href={signup}>sign up</a>.</p>
<label for="name">Your name</label>
<input id="name" name="name" autocomplete="nickname" maxlength="{MAX_NAME}" required autofocus value={value}{state}>
{message}
<input type="hidden" name="next" value={next}>
<button>Log in</button>
</form>
{fix}
<aside class="try"><h2>Try an attack</h2>
<p class="soft">A link to this page may say where to go on. These want to leave the site:</p>
{attacks}</aside>"#,
        value = attr::quote(&form.name),
        next = attr::quote(next.as_str()),
        signup = attr::quote(&signup),
        state = state("name", problem),
        message = message_beside("name", problem),
        fix = fix_form("/login", &[("name", &form.name), ("next", next.as_str())], problems),
        attacks = buttons("/login", "attack", NEXT.iter().map(|attack| attack.label)),
    );
    let told = [
        Call::new(
            "redirect::check_or",
            &form.next,
            next.as_str(),
            refused.map_or("it stays on this site".to_owned(), |error| format!("refused: {error}")),
        ),
        Call::new(
            "attr::quote",
            &form.name,
            attr::quote(&form.name),
            "the name in its own quotes: it cannot end the attribute",
        ),
    ];
    layout(look, None, "Log in · Noticeboard", &main, &told)
}
