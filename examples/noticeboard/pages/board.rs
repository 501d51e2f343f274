//! The board: every note, the newest first.

use super::super::app::Note;
use super::super::files::Attachment;
use super::super::session::Guest;
use super::super::told::{Call, left_out};
use super::{ALT, Look, Page, TITLE, layout};
use serde::Serialize;
use std::time::{SystemTime, UNIX_EPOCH};
use untaint::attr::{self, AttrName};
use untaint::escape::{Html, JsonScript};
use untaint::uri::SafeUri;

const ARIA_LABEL: AttrName<'static> = AttrName::from_static("aria-label");

pub(crate) fn board(look: &Look, visitor: Option<&Guest>, notes: &[Note]) -> Page {
    let cards = if notes.is_empty() {
        "<p class=\"empty\">Nothing hangs here. <a href=\"/new\">Write the first note.</a></p>".to_owned()
    } else {
        notes.iter().map(|note| card(note, visitor)).collect()
    };
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
    layout(look, visitor, "Noticeboard", &main, &told(notes))
}

/// One note: its text as the HTML that was cleaned, its author in attributes, its link as a link, its file by its
/// stored name. Who wrote it may attach a file.
pub(super) fn card(note: &Note, visitor: Option<&Guest>) -> String {
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
        attach = if visitor.is_some_and(|visitor| note.owner == Some(visitor.id)) {
            format!(
                "<span class=\"own\"><a class=\"quiet\" href=\"/notes/{id}/attach\">Attach a file</a><a class=\"quiet\" \
                 href=\"/notes/{id}/share\">Share</a><form \
                 method=\"post\" action=\"/notes/{id}/delete\"><button class=\"quiet\">Take it down</button></form></span>"
            )
        } else {
            String::new()
        },
        initial = Html(&initial),
        author = Html(&note.author),
        when = when(note.posted),
    )
}

/// The calls behind the newest note that something was left out of, or behind the newest at all.
fn told(notes: &[Note]) -> Vec<Call> {
    let hostile = notes.iter().find(|note| note.left_out > 0);
    let Some(note) = hostile.or(notes.first()) else { return Vec::new() };
    let mut calls = vec![
        Call::new("html::sanitize_with_report", &note.typed, note.html.as_str(), left_out(note.left_out)),
        Call::new(
            "escape::JsonScript",
            &note.text,
            JsonScript(&as_json(std::slice::from_ref(note))).to_string(),
            "data for the page's script: no tag can begin in it",
        ),
    ];
    if let Some(link) = notes.iter().find_map(|note| note.link.as_ref()) {
        calls.push(Call::new("uri::check, attr::href", link.as_str(), attr::href(link), "a link for people"));
    }
    calls
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
