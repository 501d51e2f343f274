//! The pages, one in each file. Every value goes through a function of the place where it stands: text, attribute,
//! link, JSON.

mod attach;
mod board;
mod limits;
mod login;
mod profile;
mod security;
mod share;
mod signup;
mod snippets;
mod write;

pub(crate) use attach::attach;
pub(crate) use board::board;
pub(crate) use limits::limits;
pub(crate) use login::login;
pub(crate) use profile::profile;
pub(crate) use security::security;
pub(crate) use share::{share, shared};
pub(crate) use signup::{confirm, sent, signup};
pub(crate) use snippets::snippets;
pub(crate) use write::{preview, write};

use super::forms::Problem;
use super::session::Guest;
use super::told::{self, Call};
use axum::response::Html as HtmlBody;
use untaint::attr::{self, AttrName};
use untaint::escape::Html;
use untaint::form::FormView;
use untaint::{Report, Violation};

pub(crate) type Page = HtmlBody<String>;

/// What a page needs from the request: the nonce that its style sheet and script carry, and the path, to say in the
/// top bar where one is.
#[derive(Clone, Default)]
pub(crate) struct Look {
    pub(crate) nonce: String,
    pub(crate) path: String,
    /// What the nonce is made of.
    pub(crate) bytes: [u8; 16],
}

const ALT: AttrName<'static> = AttrName::from_static("alt");
const TITLE: AttrName<'static> = AttrName::from_static("title");

/// What stands above a form that was not kept; `again` is what to do after a new login.
fn banner(visitor: Option<&Guest>, problems: &[Problem], again: &str) -> String {
    match (visitor, problems.len()) {
        (None, _) => format!(
            "<p class=\"banner\" role=\"alert\">You are no longer logged in. <a href=\"/login\" target=\"_blank\" \
             rel=\"noopener\">Log in in a new tab</a>, then {again} again: it is still here.</p>"
        ),
        (_, 0) => String::new(),
        (_, 1) => "<p class=\"banner\" role=\"alert\">One thing to put right. Nothing you typed is lost.</p>"
            .to_owned(),
        _ => "<p class=\"banner\" role=\"alert\">A few things to put right. Nothing you typed is lost.</p>"
            .to_owned(),
    }
}

fn problem_of<'a>(problems: &'a [Problem], field: &str) -> Option<&'a Problem> {
    problems.iter().find(|problem| problem.field == field)
}

/// Ties a field to the message beside it, for those who hear the page.
fn state(field: &'static str, problem: Option<&Problem>) -> String {
    problem
        .map_or_else(String::new, |_| format!(" aria-invalid=\"true\" aria-describedby=\"{field}-problem\""))
}

/// What is wrong and what to do; and where one character is the trouble, the text with the place of it, and a
/// button that takes it away. The button belongs to the form of [`fix_form`], so that Enter does not press it.
fn message_beside(field: &'static str, problem: Option<&Problem>) -> String {
    let Some(problem) = problem else { return String::new() };
    let marked = problem.marked.as_ref().map_or_else(String::new, |marked| {
        format!(
            "<p class=\"marked\"><bdi>{}<mark{}>·</mark>{}</bdi> <button class=\"quiet\" form=\"fix\" name=\"fix\" \
             value=\"{field}\">Remove it for me</button></p>",
            Html(&marked.before),
            attr::pair(&TITLE, &marked.name),
            Html(&marked.behind),
        )
    });
    format!("<div class=\"problem\" id=\"{field}-problem\"><p>{}</p>{marked}</div>", Html(&problem.said))
}

/// The form behind the buttons "Remove it for me": what was sent, to be sent again.
fn fix_form(action: &str, fields: &[(&str, &str)], problems: &[Problem]) -> String {
    if problems.iter().all(|problem| problem.marked.is_none()) {
        return String::new();
    }
    let field = |(name, value): &(&str, &str)| {
        format!("<input type=\"hidden\" name={} value={}>", attr::quote(name), attr::quote(value))
    };
    let hidden: String = fields.iter().map(field).collect();
    format!("<form id=\"fix\" method=\"post\" action={}>{hidden}</form>", attr::quote(action))
}

/// What is wrong with a declared form, each with a link to its field. `again` is what does not come back.
fn summary(view: FormView<'_>, again: &str) -> String {
    let summary = view.summary();
    if summary.as_str().is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"banner\" id=\"summary\"><p>{again}; all else that you typed is still here.</p>{summary}</div>"
    )
}

/// What a report comes to, in a sentence.
fn broken(report: &Report) -> String {
    let codes: Vec<&str> = report.violations().iter().map(Violation::code).collect();
    if codes.is_empty() { "nothing is wrong".to_owned() } else { format!("wrong: {}", codes.join(", ")) }
}

pub(crate) fn message(look: &Look, visitor: Option<&Guest>, title: &str, text: &str) -> Page {
    let main = format!(
        "<div class=\"sheet\"><h1>{}</h1><p class=\"lead\">{}</p><p><a class=\"button\" href=\"/\">To the \
         board</a></p></div>",
        Html(title),
        Html(text)
    );
    layout(look, visitor, title, &main, &[])
}

/// The page for an address where nothing is. It does not say the address back: that is the visitor's, and nobody
/// needs it.
pub(crate) fn not_found(look: &Look, visitor: Option<&Guest>) -> Page {
    let main = "<div class=\"sheet\"><h1>Nothing hangs here</h1><p class=\"lead\">The board has no page of this address. A \
                note may have been taken down, or it fell off behind newer ones.</p><p><a class=\"button\" href=\"/\">To \
                the board</a></p></div>";
    layout(look, visitor, "Nothing here · Noticeboard", main, &[])
}

// ---- the frame around them ----

fn layout(look: &Look, visitor: Option<&Guest>, title: &str, main: &str, told: &[Call]) -> Page {
    let nonce = attr::quote(&look.nonce);
    let account = match visitor {
        Some(visitor) => format!(
            "<a class=\"me\" href=\"/profile\"{}>{}</a><form method=\"post\" action=\"/logout\">{}<button class=\"quiet\">Log \
             out</button></form>",
            attr::pair(&TITLE, &format!("Logged in as {}", visitor.name)),
            Html(&visitor.name),
            visitor.field,
        ),
        None => "<a class=\"quiet\" href=\"/login\">Log in</a>".to_owned(),
    };
    let page = |path: &str, name: &str| {
        let current = if look.path == path { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{path}\"{current}>{name}</a>")
    };
    HtmlBody(format!(
        r##"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css" nonce={nonce}>
<script src="/script.js" nonce={nonce} defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><a class="brand" href="/"><img src="/icon.svg" alt="" width="28" height="28">Noticeboard</a>
<nav class="pages" aria-label="Pages">{board}{snippets}{limits}{security}</nav>
<nav aria-label="Account">{account}<a class="button" href="/new">Write a note</a></nav></header>
<main id="main">
{main}
{told}
</main>
<footer class="bottom">Kept in memory until the server stops. Every word on these pages was typed by somebody else.</footer>
</body>
</html>
"##,
        title = Html(title),
        board = page("/", "Board"),
        snippets = page("/snippets", "Snippets"),
        limits = page("/limits", "Limits"),
        security = page("/security", "Security"),
        told = told::details(told),
    ))
}
