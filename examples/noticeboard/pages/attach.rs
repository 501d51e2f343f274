//! Attaching a file to a note.

use super::super::attacks::{FILES, buttons};
use super::super::files::MAX_FILE;
use super::super::session::Guest;
use super::super::told::Call;
use super::{Look, Page, layout};
use untaint::escape::Html;

/// `problems`: why the file that was sent is not kept; `told`: what was asked of it.
pub(crate) fn attach(look: &Look, visitor: &Guest, id: u64, problems: &[String], told: &[Call]) -> Page {
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
</form>
<aside class="try"><h2>Try an attack</h2>
<p class="soft">Files that are something else than they say:</p>
{attacks}</aside>"#,
        attacks = buttons(&format!("/notes/{id}/attach"), "attack", FILES.iter().map(|attack| attack.label)),
        hidden = if problems.is_empty() { " hidden" } else { "" },
        max = MAX_FILE / 1024 / 1024,
    );
    layout(look, Some(visitor), "Attach a file · Noticeboard", &main, told)
}
