//! The pages. Every value goes through a function of the place where it stands: text, attribute, link, JSON.

use super::app::Note;
use super::files::{Attachment, MAX_FILE};
use super::forms::{
    Cleaned, LimitsForm, LoginForm, MAX_CODE, MAX_LINK, MAX_NAME, MAX_TEXT, MAX_TITLE, NoteForm, Problem,
    SnippetForm,
};
use super::limits::{AMPLIFIERS, MAX_OUTPUT, Measured, SIZES};
use super::session::Name;
use super::snippets::Snippet;
use axum::response::Html as HtmlBody;
use serde::Serialize;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use untaint::attr::{self, AttrName};
use untaint::escape::{Html, JsonScript};
use untaint::html::{Removed, RemovedKind};
use untaint::text::{self, Finding, TextClass, TextPolicy};
use untaint::uri::SafeUri;

pub(crate) type Page = HtmlBody<String>;

/// What a page needs from the request: the nonce that its style sheet and script carry.
#[derive(Clone, Default)]
pub(crate) struct Look {
    pub(crate) nonce: String,
}

const TITLE: AttrName<'static> = AttrName::from_static("title");
const ALT: AttrName<'static> = AttrName::from_static("alt");
const ARIA_LABEL: AttrName<'static> = AttrName::from_static("aria-label");

// ---- the board ----

pub(crate) fn board(look: &Look, visitor: Option<&Name>, notes: &[Note]) -> Page {
    let cards: String = notes.iter().map(|note| card(note, visitor)).collect();
    let main = format!(
        r#"<div class="head">
<h1>What is going on</h1>
<p class="lead">Notes from the neighbourhood. Say what you like, with bold words, lists and links if you like: only what could do harm is left out.</p>
</div>
<div class="tools" hidden id="tools">
<label for="find">Find a note</label>
<input id="find" type="search" autocomplete="off" placeholder="choir, mitten, …">
<p id="found" role="status"></p>
</div>
<div class="board" id="board">{cards}</div>
<script type="application/json" id="notes">{}</script>"#,
        JsonScript(&as_json(notes))
    );
    layout(look, visitor, "Noticeboard", &main)
}

/// One note: its text as the HTML that was cleaned, its author in attributes, its link as a link, its file by its
/// stored name. Who wrote it may attach a file.
fn card(note: &Note, visitor: Option<&Name>) -> String {
    let id = note.id;
    let link = note.link.as_ref().map_or_else(String::new, |link| {
        format!(
            "<p class=\"link\"><a{}{} rel=\"nofollow ugc noopener\">{}</a></p>",
            attr::href(link),
            attr::pair(&TITLE, &format!("{}, as {} wrote it", link.as_str(), note.author)),
            Html(&shortened(link.as_str())),
        )
    });
    let initial = note.author.chars().next().map_or_else(String::new, |c| c.to_uppercase().collect());
    format!(
        r#"<article class="note tint-{tint}" id="note-{id}"{label}>
<div class="text">{html}</div>
{file}
{link}
<footer><span class="face" aria-hidden="true">{initial}</span>
<span class="who"><b>{author}</b><span class="when" data-note="{id}">{when}</span></span>{attach}</footer>
</article>"#,
        // A class, not a style: the page's policy allows no style attributes.
        tint = note.author.bytes().fold(id, |sum, byte| sum + u64::from(byte)) % 5,
        label = attr::pair(&ARIA_LABEL, &format!("Note by {}", note.author)),
        // In a `div`: in a `p`, a list would end the paragraph.
        html = note.html,
        file = note.file.as_ref().map_or_else(String::new, attachment),
        attach = if visitor.is_some_and(|visitor| visitor.name == note.author) {
            format!("<a class=\"quiet attach\" href=\"/notes/{id}/attach\">Attach a file</a>")
        } else {
            String::new()
        },
        initial = Html(&initial),
        author = Html(&note.author),
        when = when(note.posted),
    )
}

/// A picture as itself, anything else as a link; the stored name is ours, the other one is the visitor's text.
fn attachment(file: &Attachment) -> String {
    let address = attr::quote(&format!("/files/{}", file.stored));
    if file.is_picture {
        return format!(
            "<p class=\"file\"><a href={address}><img src={address}{} loading=\"lazy\"></a></p>",
            attr::pair(&ALT, &file.name)
        );
    }
    let size = file.bytes.div_ceil(1024);
    format!(
        "<p class=\"file\"><a href={address}>{}</a> <span class=\"soft\">({size} KB)</span></p>",
        Html(&file.name)
    )
}

/// The notes as data for the script, which finds and dates them.
fn as_json(notes: &[Note]) -> String {
    #[derive(Serialize)]
    struct Data<'a> {
        id: u64,
        author: &'a str,
        text: &'a str,
        link: Option<&'a str>,
        posted: u64,
    }
    let data: Vec<Data<'_>> = notes
        .iter()
        .map(|note| Data {
            id: note.id,
            author: &note.author,
            text: &note.text,
            link: note.link.as_ref().map(SafeUri::as_str),
            posted: note.posted.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs()),
        })
        .collect();
    serde_json::to_string(&data).expect("texts and numbers are JSON")
}

// ---- the forms ----

/// `next` has been checked; `leaves` tells that the one asked for was refused.
pub(crate) fn login(look: &Look, form: &LoginForm, next: &str, leaves: bool, problem: Option<&str>) -> Page {
    let warning = if leaves {
        "<p class=\"banner\" role=\"status\">The link that brought you here wanted to go on to an address that is \
         not on this site. You will land on the board instead.</p>"
    } else {
        ""
    };
    let main = format!(
        r#"<form class="sheet" method="post" action="/login" novalidate>
<h1>Log in</h1>
{warning}
<p class="lead">There is no password: this is a board for trying things.</p>
<label for="name">Your name</label>
<input id="name" name="name" autocomplete="nickname" maxlength="{MAX_NAME}" required autofocus value={value}{state}>
{message}
<input type="hidden" name="next" value={next}>
<button>Log in</button>
</form>"#,
        value = attr::quote(&form.name),
        next = attr::quote(next),
        state = state("name", problem),
        message = message_beside("name", problem),
    );
    layout(look, None, "Log in · Noticeboard", &main)
}

/// `visitor` is `None` when the session ended while the note was being written; `cleaned` is there to be previewed.
pub(crate) fn write(
    look: &Look,
    visitor: Option<&Name>,
    form: &NoteForm,
    problems: &[Problem],
    cleaned: Option<&Cleaned>,
) -> Page {
    let of = |field| message_of(problems, field);
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
</form>"#,
        hidden = if cleaned.is_some() { "" } else { " hidden" },
        text = Html(&form.text),
        text_state = of("text").map_or("", |_| " aria-invalid=\"true\""),
        text_problem = of("text").map_or("", |_| " text-problem"),
        text_message = message_beside("text", of("text")),
        link = attr::quote(&form.link),
        link_state = state("link", of("link")),
        link_message = message_beside("link", of("link")),
    );
    layout(look, visitor, "Write a note · Noticeboard", &main)
}

/// What the board would show, and what it would leave out: the inside of the preview, whoever asks for it.
pub(crate) fn preview(cleaned: &Cleaned) -> String {
    let Cleaned { html, report, skipped } = cleaned;
    let removed = if report.is_empty() {
        "<p class=\"soft\">Nothing is left out.</p>".to_owned()
    } else {
        let items: String = report.removed().iter().map(|removed| item(removed, *skipped)).collect();
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

/// One thing that was left out. Its name is the visitor's text.
fn item(removed: &Removed, skipped: usize) -> String {
    let name = Html(removed.name());
    let what = match removed.kind() {
        RemovedKind::Tag => format!("the tag <code>{name}</code>"),
        RemovedKind::Element => format!("<code>{name}</code> with its content"),
        RemovedKind::Attribute => format!("the attribute <code>{name}</code>"),
        RemovedKind::Value => format!("the attribute <code>{name}</code>, for its value"),
        RemovedKind::Comment => "a comment".to_owned(),
        RemovedKind::Depth => format!("the tag <code>{name}</code>, which is nested too deep"),
        _ => format!("<code>{name}</code>"),
    };
    format!("<li>{what}, at byte {}</li>", removed.at() + skipped)
}

// ---- attaching a file ----

/// `problems`: why the file that was sent is not kept.
pub(crate) fn attach(look: &Look, visitor: &Name, id: u64, problems: &[String]) -> Page {
    let item = |problem| format!("<li>{}</li>", Html(problem));
    let items: String = problems.iter().map(String::as_str).map(item).collect();
    let main = format!(
        r#"<form class="sheet" method="post" action="/notes/{id}/attach" enctype="multipart/form-data" id="attach">
<h1>Attach a file</h1>
<div class="banner" role="alert" id="refused"{hidden}><p>This file cannot hang here.</p><ul>{items}</ul></div>
<label for="file">A picture or a PDF</label>
<input id="file" name="file" type="file" required accept="image/png,image/jpeg,image/gif,image/webp,application/pdf" aria-describedby="file-hint">
<p class="soft hint" id="file-hint">PNG, JPEG, GIF, WebP or PDF, up to {max} MB. What it is, is read from its content; its name is only shown.</p>
<progress id="progress" max="1" value="0" hidden aria-label="Sent"></progress>
<div class="row"><button>Attach it</button><a class="quiet" href="/#note-{id}">Never mind</a></div>
</form>"#,
        hidden = if problems.is_empty() { " hidden" } else { "" },
        max = MAX_FILE / 1024 / 1024,
    );
    layout(look, Some(visitor), "Attach a file · Noticeboard", &main)
}

// ---- snippets ----

/// `form` and `problems`: what somebody typed, and why it is not kept.
pub(crate) fn snippets(
    look: &Look,
    visitor: Option<&Name>,
    form: &SnippetForm,
    problems: &[Problem],
    snippets: &[Arc<Snippet>],
) -> Page {
    let typed_something = !form.title.is_empty() || !form.code.is_empty();
    let add = if visitor.is_some() || typed_something {
        snippet_form(visitor, form, problems)
    } else {
        "<p><a class=\"button\" href=\"/login?next=%2Fsnippets\">Log in to add a snippet</a></p>".to_owned()
    };
    let snippets: String = snippets.iter().map(|one| snippet(one)).collect();
    let main = format!(
        r#"<div class="head">
<h1>Snippets</h1>
<p class="lead">Code to copy. What you read is what you copy, and what a terminal gets: hidden characters are left out, and a warning shows where they were.</p>
</div>
{add}
{snippets}"#
    );
    layout(look, visitor, "Snippets · Noticeboard", &main)
}

fn snippet_form(visitor: Option<&Name>, form: &SnippetForm, problems: &[Problem]) -> String {
    let of = |field| message_of(problems, field);
    format!(
        r#"<details class="add"{open}>
<summary class="button">Add a snippet</summary>
<form class="sheet" method="post" action="/snippets" novalidate>
{banner}
<label for="title">What it does</label>
<input id="title" name="title" maxlength="{MAX_TITLE}" autocomplete="off" required value={title}{title_state}>
{title_message}
<label for="code">The code</label>
<textarea id="code" name="code" rows="6" maxlength="{MAX_CODE}" required spellcheck="false" autocapitalize="off"{code_state}>
{code}</textarea>
{code_message}
<div class="row"><button>Add it</button></div>
</form>
</details>"#,
        open = if problems.is_empty() && visitor.is_some() { "" } else { " open" },
        banner = banner(visitor, problems, "add the snippet"),
        title = attr::quote(&form.title),
        title_state = state("title", of("title")),
        title_message = message_beside("title", of("title")),
        code = Html(&form.code),
        code_state = state("code", of("code")),
        code_message = message_beside("code", of("code")),
    )
}

/// What people copy, and beside it what was hidden. The parser drops one line feed after `<pre>`, so one is written for
/// it: the script then copies `textContent`, which is the checked text, and a selection by hand takes the same.
fn snippet(snippet: &Snippet) -> String {
    let id = snippet.id;
    format!(
        r#"<article class="snippet" id="snippet-{id}" aria-labelledby="snippet-{id}-title">
<h2 id="snippet-{id}-title">{title}</h2>
<p class="soft by">by <b>{author}</b> · <a href="/snippets/{id}/typed">as it was typed</a></p>
<div class="beside">
<div>
<pre class="shown" dir="ltr">
{shown}</pre>
<div class="row"><button type="button" class="quiet copy" aria-describedby="snippet-{id}-title" hidden>Copy</button><span class="soft" role="status"></span></div>
</div>
{warning}
</div>
</article>"#,
        title = Html(snippet.title.as_str()),
        author = Html(&snippet.author),
        shown = Html(snippet.shown.as_str()),
        warning = warning(snippet),
    )
}

/// What in a snippet is not what it looks like; empty when there is nothing.
fn warning(snippet: &Snippet) -> String {
    let findings = text::inspect(&snippet.typed);
    if findings.is_empty() {
        // Some languages need what code does without: that is no reason to warn of them.
        if text::clean(&snippet.typed, TextPolicy::snippet()) == snippet.typed {
            return String::new();
        }
        return "<p class=\"soft\">Special spaces and marks are plain or left out in what you copy.</p>"
            .to_owned();
    }
    let left = text::inspect(snippet.shown.as_str());
    let is_left = |class| left.iter().any(|finding| finding.class() == class);
    let mut items: Vec<String> = findings
        .iter()
        .map(|finding| match (in_words(finding.class()), is_left(finding.class())) {
            (what, false) => format!("<li>Left out: {what}.</li>"),
            (what, true) => format!("<li><strong>Still there: {what}.</strong> Look closely.</li>"),
        })
        .collect();
    items.sort();
    items.dedup();
    format!(
        r#"<div class="banner" role="group" aria-label="Warning">
<p><b>Not what it looks like.</b></p>
<ul>{items}</ul>
{lines}
<p>What hides in it, made visible:</p>
<pre class="told" dir="ltr">
{visible}</pre>
</div>"#,
        items = items.concat(),
        lines = lines(&findings),
        // HTML of `untaint`: escaped, with a `mark` for each hidden character.
        visible = text::render_findings(&snippet.typed),
    )
}

/// The first lines that arrive as others than they are seen.
fn lines(findings: &[Finding]) -> String {
    const MOST: usize = 3;
    findings.iter().filter_map(line).take(MOST).collect()
}

fn line(finding: &Finding) -> Option<String> {
    // Both are what somebody typed, and may hide more than one thing.
    let seen = text::render_findings(finding.seen()?);
    let received = text::render_findings(finding.received()?);
    Some(format!(
        "<p>As it was typed, it reads <code>{seen}</code>, and <code>{received}</code> arrives.</p>"
    ))
}

fn in_words(class: TextClass) -> &'static str {
    match class {
        TextClass::Backspace => "backspaces, which erase at a prompt",
        TextClass::Control | TextClass::Escape | TextClass::C1 => "keys and controls of a terminal",
        TextClass::LineEnd => "line ends of an unusual kind",
        TextClass::BidiOverride
        | TextClass::BidiIsolate
        | TextClass::BidiMark
        | TextClass::ReversedIsolate => "marks that change the order of what you read",
        TextClass::Tag => "invisible letters, which programs read",
        TextClass::Space | TextClass::BlankLetter => "blanks that are no plain space",
        TextClass::MixedScript | TextClass::Confusable => {
            "letters of another alphabet that look like Latin ones"
        }
        TextClass::MarkRun => "more marks on a letter than any language writes",
        TextClass::PrivateUse | TextClass::Replacement => "characters that mean nothing to others",
        _ => "invisible characters",
    }
}

// ---- what cleaning costs ----

/// `measured` is what the form asked for, or what is wrong with it.
pub(crate) fn limits(
    look: &Look,
    visitor: Option<&Name>,
    form: &LimitsForm,
    measured: Option<Result<&Measured, &str>>,
) -> Page {
    let option = |value: &str, text: &str, chosen: &str| {
        let selected = if value == chosen { " selected" } else { "" };
        format!("<option value={}{selected}>{}</option>", attr::quote(value), Html(text))
    };
    let inputs: String =
        AMPLIFIERS.iter().map(|amplifier| option(amplifier.id, amplifier.name, &form.input)).collect();
    let sizes: String = SIZES
        .iter()
        .map(|size| option(&size.to_string(), &format!("{} KB", size / 1024), &form.size))
        .collect();
    let result = match measured {
        None => String::new(),
        Some(Err(problem)) => format!("<p class=\"banner\" role=\"alert\">{}</p>", Html(problem)),
        Some(Ok(measured)) => {
            let truncated = measured.truncated.map_or_else(
                || "no".to_owned(),
                |at| format!("yes, at byte {at} of the input; every element is closed"),
            );
            format!(
                "<dl class=\"measured\">\
                 <dt>Input</dt><dd>{} bytes</dd><dt>Output</dt><dd>{} bytes</dd><dt>Time</dt><dd>{:.2} ms</dd>\
                 <dt>Left out</dt><dd>{} things</dd><dt>Truncated</dt><dd>{truncated}</dd></dl>",
                measured.input,
                measured.output,
                measured.took.as_secs_f64() * 1000.0,
                measured.removed,
            )
        }
    };
    let main = format!(
        r#"<form class="sheet" method="post" action="/limits">
<h1>Limits</h1>
<p class="lead">Inputs that make many sanitizers take seconds, or make megabytes from kilobytes. Here time grows with the length, and the output ends at {} KB.</p>
<label for="input">Input</label>
<select id="input" name="input">{inputs}</select>
<label for="size">Size</label>
<select id="size" name="size">{sizes}</select>
<div class="row"><button>Clean it</button></div>
{result}
</form>"#,
        MAX_OUTPUT / 1024
    );
    layout(look, visitor, "Limits · Noticeboard", &main)
}

/// What stands above a form that was not kept; `again` is what to do after a new login.
fn banner(visitor: Option<&Name>, problems: &[Problem], again: &str) -> String {
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

fn message_of<'a>(problems: &'a [Problem], field: &str) -> Option<&'a str> {
    problems.iter().find(|problem| problem.field == field).map(|problem| problem.message.as_str())
}

/// Ties a field to the message beside it, for those who hear the page.
fn state(field: &'static str, problem: Option<&str>) -> String {
    problem
        .map_or_else(String::new, |_| format!(" aria-invalid=\"true\" aria-describedby=\"{field}-problem\""))
}

fn message_beside(field: &'static str, problem: Option<&str>) -> String {
    problem.map_or_else(String::new, |message| {
        format!("<p class=\"problem\" id=\"{field}-problem\">{}</p>", Html(message))
    })
}

pub(crate) fn message(look: &Look, visitor: Option<&Name>, title: &str, text: &str) -> Page {
    let main = format!(
        "<div class=\"sheet\"><h1>{}</h1><p class=\"lead\">{}</p><p><a href=\"/\">To the board</a></p></div>",
        Html(title),
        Html(text)
    );
    layout(look, visitor, title, &main)
}

// ---- the frame around them ----

fn layout(look: &Look, visitor: Option<&Name>, title: &str, main: &str) -> Page {
    let nonce = attr::quote(&look.nonce);
    let account = match visitor {
        Some(visitor) => format!(
            "<span class=\"me\"{}>{}</span><form method=\"post\" action=\"/logout\"><button class=\"quiet\">Log \
             out</button></form>",
            attr::pair(&TITLE, &format!("Logged in as {}", visitor.name)),
            Html(&visitor.name)
        ),
        None => "<a class=\"quiet\" href=\"/login\">Log in</a>".to_owned(),
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
<nav aria-label="Account">{account}<a class="button" href="/new">Write a note</a></nav></header>
<main id="main">
{main}
</main>
<footer class="bottom">Kept in memory until the server stops. Every word on this page was typed by somebody else. <a href="/snippets">Snippets</a> · <a href="/limits">Limits</a></footer>
</body>
</html>
"##,
        title = Html(title),
    ))
}

/// A link as people read it: without what every link begins with, and not longer than a line.
fn shortened(link: &str) -> String {
    const LONGEST: usize = 40;
    let text = ["https://", "http://", "mailto:", "tel:"]
        .into_iter()
        .find_map(|start| link.strip_prefix(start))
        .unwrap_or(link)
        .trim_end_matches('/');
    // `/` and `https://` are links too, and a link without text could not be clicked.
    let text = if text.is_empty() { link } else { text };
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// How long ago, in words; the script keeps it up to date.
fn when(posted: SystemTime) -> String {
    match posted.elapsed().map_or(0, |since| since.as_secs()) {
        0..60 => "just now".to_owned(),
        seconds @ 60..3600 => format!("{} min ago", seconds / 60),
        seconds => format!("{} h ago", seconds / 3600),
    }
}
