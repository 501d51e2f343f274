//! Sharing a note: the link, and where it leads.

use super::super::app::Note;
use super::super::session::Guest;
use super::super::told::Call;
use super::board::card;
use super::{Look, Page, layout};
use untaint::attr;
use untaint::escape::Html;

/// The link to a note, for people to copy.
pub(crate) fn share(look: &Look, visitor: &Guest, id: u64, origin: &str, token: &str) -> Page {
    let link = format!("{origin}/shared?t={token}");
    let main = format!(
        r#"<div class="sheet"><h1>Share your note</h1>
<p class="lead">Whoever has this link sees the note, for ten minutes.</p>
<p class="link"><a id="link" href={href}>{text}</a></p>
<p><a class="button" href="/#note-{id}">To the board</a></p></div>"#,
        href = attr::quote(&link),
        text = Html(&link),
    );
    let told = [Call::new(
        "Signer::sign",
        id.to_string(),
        token,
        "the number of the note, the time, and a seal over both",
    )];
    layout(look, Some(visitor), "Share your note · Noticeboard", &main, &told)
}

/// The note alone.
pub(crate) fn shared(look: &Look, visitor: Option<&Guest>, note: &Note) -> Page {
    // As somebody else's: what its author does with it stands on the board.
    let main = format!(
        "<div class=\"head\"><h1>A note for you</h1></div><div class=\"board\">{}</div>",
        card(note, None)
    );
    let told =
        [Call::new("Signer::verify", "", note.id.to_string(), "sealed here, for this purpose, not too old")];
    layout(look, visitor, "A note for you · Noticeboard", &main, &told)
}
