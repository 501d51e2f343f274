//! Writing a note, and its preview.

use super::super::attacks::{LINKS, NOTES, buttons};
use super::super::forms::{Cleaned, MAX_LINK, MAX_TEXT, NoteForm, Problem, link_policy};
use super::super::session::Guest;
use super::super::told::{Call, left_out};
use super::{Look, Page, banner, fix_form, layout, message_beside, problem_of, state};
use untaint::escape::Html;
use untaint::html::{Removed, RemovedKind};
use untaint::{attr, uri};

/// `visitor` is `None` when the session ended while the note was being written; `cleaned` is there to be previewed.
pub(crate) fn write(
    look: &Look,
    visitor: Option<&Guest>,
    form: &NoteForm,
    problems: &[Problem],
    cleaned: Option<&Cleaned>,
) -> Page {
    let of = |field| problem_of(problems, field);
    let banner = banner(visitor, problems, "pin the note");
    let preview = cleaned.map_or_else(String::new, preview);
    // The parser drops one line feed after `<textarea>`, so one is written for it.
    let main = format!(
        r#"<form class="sheet" method="post" action="/new" novalidate>
<h1>Write a note</h1>
{banner}
<label for="text">Your note</label>
<textarea id="text" name="text" rows="6" maxlength="{MAX_TEXT}" required{text_state} aria-describedby="text-hint{text_problem}">
{text}</textarea>
{text_message}
<p class="soft hint" id="text-hint">Plain text will do. HTML works too: <code>&lt;b&gt;</code> <code>&lt;i&gt;</code> <code>&lt;a href&gt;</code> <code>&lt;code&gt;</code> <code>&lt;p&gt;</code> <code>&lt;ul&gt;</code> <code>&lt;ol&gt;</code> <code>&lt;blockquote&gt;</code> <code>&lt;pre&gt;</code> and the like. Scripts, styles, pictures and event handlers are left out.</p>
<label for="link">A link <span class="soft">(if you like)</span></label>
<input id="link" name="link" inputmode="url" maxlength="{MAX_LINK}" autocomplete="off" spellcheck="false" placeholder="https://example.com" value={link}{link_state}>
{link_message}
<div class="row"><button>Pin it</button><button class="quiet" name="action" value="preview">Preview</button><a class="quiet" href="/">Never mind</a></div>
<section class="preview" aria-labelledby="preview-title"{hidden}>
<h2 id="preview-title">Preview</h2>
<div id="preview">{preview}</div>
</section>
</form>
{fix}
<aside class="try"><h2>Try an attack</h2>
<p class="soft">In the note:</p>
{note_attacks}
<p class="soft">As the link:</p>
{link_attacks}</aside>"#,
        hidden = if cleaned.is_some() { "" } else { " hidden" },
        text = Html(&form.text),
        text_state = of("text").map_or("", |_| " aria-invalid=\"true\""),
        text_problem = of("text").map_or("", |_| " text-problem"),
        text_message = message_beside("text", of("text")),
        link = attr::quote(&form.link),
        link_state = state("link", of("link")),
        link_message = message_beside("link", of("link")),
        fix = fix_form("/new", &[("text", &form.text), ("link", &form.link)], problems),
        note_attacks = buttons("/new", "attack", NOTES.iter().map(|attack| attack.label)),
        link_attacks = buttons("/new", "link-attack", LINKS.iter().map(|attack| attack.label)),
    );
    layout(look, visitor, "Write a note · Noticeboard", &main, &told(form, cleaned))
}

fn told(form: &NoteForm, cleaned: Option<&Cleaned>) -> Vec<Call> {
    let cleaned = cleaned.map(|cleaned| {
        let report = left_out(cleaned.report.total());
        Call::new("html::sanitize_with_report", &form.text, cleaned.html.as_str(), report)
    });
    let typed = form.link.trim();
    let link = (!typed.is_empty()).then(|| match uri::check(typed, link_policy()) {
        Ok(link) => Call::new("uri::check, attr::href", typed, attr::href(&link), "a link for people"),
        Err(error) => Call::new("uri::check", typed, "", format!("refused: {error}")),
    });
    let shown = Call::new(
        "escape::Html",
        &form.text,
        untaint::escape::html(&form.text),
        "what was typed, back in the form as text",
    );
    cleaned.into_iter().chain(link).chain([shown]).collect()
}

/// What the board would show, and what it would leave out: the inside of the preview, whoever asks for it.
pub(crate) fn preview(cleaned: &Cleaned) -> String {
    let Cleaned { html, report } = cleaned;
    let removed = if report.is_empty() {
        "<p class=\"soft\">Nothing is left out.</p>".to_owned()
    } else {
        let items: String = report.removed().iter().map(item).collect();
        let more = report.total() - report.removed().len();
        let more = if more > 0 { format!("<li>and {more} more</li>") } else { String::new() };
        format!("<p>Left out:</p><ul class=\"removed\">{items}{more}</ul>")
    };
    let html = if html.as_str().is_empty() {
        "<p class=\"soft\">Nothing to show.</p>".to_owned()
    } else {
        format!("<div class=\"text\">{html}</div>")
    };
    format!("{html}<div class=\"report\">{removed}</div>")
}

/// One thing that was left out, and why. Its name is the visitor's text.
fn item(removed: &Removed) -> String {
    let name = Html(removed.name());
    let what = match removed.kind() {
        RemovedKind::Tag => format!("the tag <code>{name}</code>; its text stays"),
        RemovedKind::Element => format!("<code>{name}</code> with its content, which is no text"),
        RemovedKind::Attribute => format!("the attribute <code>{name}</code>, which notes do not need"),
        RemovedKind::Value => format!("the attribute <code>{name}</code>, for its value"),
        RemovedKind::Comment => "a comment".to_owned(),
        RemovedKind::Depth => format!("the tag <code>{name}</code>, which is nested too deep"),
        _ => format!("<code>{name}</code>"),
    };
    format!("<li>{what}</li>")
}
