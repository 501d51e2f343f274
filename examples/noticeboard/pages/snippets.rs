//! Code that people copy, and what hides in it.

use super::super::attacks::{SNIPPETS, buttons};
use super::super::forms::{MAX_CODE, MAX_TITLE, Problem, SnippetForm};
use super::super::session::Guest;
use super::super::snippets::Snippet;
use super::super::told::Call;
use super::{Look, Page, banner, fix_form, layout, message_beside, problem_of, state};
use std::sync::Arc;
use untaint::attr;
use untaint::escape::Html;
use untaint::text::{self, Finding, TextClass, TextPolicy};

/// `form` and `problems`: what somebody typed, and why it is not kept.
pub(crate) fn snippets(
    look: &Look,
    visitor: Option<&Guest>,
    form: &SnippetForm,
    problems: &[Problem],
    snippets: &[Arc<Snippet>],
) -> Page {
    let typed_something = !form.title.is_empty() || !form.code.is_empty();
    let add = if visitor.is_some() || typed_something {
        snippet_form(visitor, form, problems)
    } else {
        let login = "<p><a class=\"button\" href=\"/login?next=%2Fsnippets\">Log in to add a snippet</a></p>";
        format!("<div class=\"add\">{login}\n{}</div>", attacks())
    };
    let told = told(&form.code, snippets);
    let snippets: String = snippets.iter().map(|one| snippet(one)).collect();
    let snippets = if snippets.is_empty() {
        "<p class=\"empty\">No snippet is here yet.</p>".to_owned()
    } else {
        snippets
    };
    let main = format!(
        r#"<div class="head">
<h1>Snippets</h1>
<p class="lead">Code to copy. What you read is what you copy, and what a terminal gets: hidden characters are left out, and a warning shows where they were.</p>
</div>
{add}
{snippets}"#
    );
    layout(look, visitor, "Snippets · Noticeboard", &main, &told)
}

/// The attacks to try, in a row of buttons.
fn attacks() -> String {
    let attacks = buttons("/snippets", "attack", SNIPPETS.iter().map(|attack| attack.label));
    format!("<div class=\"try\"><h2>Try an attack</h2>\n{attacks}</div>")
}

/// The calls behind what stands in the form, and behind the newest snippet that hides something.
fn told(code: &str, snippets: &[Arc<Snippet>]) -> Vec<Call> {
    let in_form = (!code.is_empty()).then(|| {
        let shown = text::clean(code, TextPolicy::snippet());
        Call::new("text::clean, text::inspect", code, shown.as_str(), found(code))
    });
    let hides = |snippet: &&Arc<Snippet>| !text::inspect(&snippet.typed).is_empty();
    let kept = snippets.iter().find(hides).or(snippets.first()).map(|snippet| told_of(snippet));
    in_form.into_iter().chain(kept.into_iter().flatten()).collect()
}

/// What `text::inspect` finds, by the names of its classes.
fn found(typed: &str) -> String {
    let mut found: Vec<&str> = text::inspect(typed).iter().map(|one| one.class().name()).collect();
    found.dedup();
    if found.is_empty() { "nothing was found".to_owned() } else { format!("found: {}", found.join(", ")) }
}

fn told_of(snippet: &Snippet) -> [Call; 2] {
    let download = format!("{}.txt", snippet.title.as_str());
    let header =
        untaint::filename::content_disposition(untaint::filename::Disposition::Attachment, &download);
    [
        Call::new(
            "text::clean, text::inspect",
            &snippet.typed,
            snippet.shown.as_str(),
            found(&snippet.typed),
        ),
        Call::new(
            "filename::content_disposition",
            download,
            header.as_str(),
            "the name of the download, in a header",
        ),
    ]
}

fn snippet_form(visitor: Option<&Guest>, form: &SnippetForm, problems: &[Problem]) -> String {
    let of = |field| problem_of(problems, field);
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
{fix}
{attacks}
</details>"#,
        fix = fix_form("/snippets", &[("title", &form.title), ("code", &form.code)], problems),
        attacks = attacks(),
        open = if problems.is_empty() && visitor.is_some() && form.code.is_empty() { "" } else { " open" },
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
