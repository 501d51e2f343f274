//! A profile, as its form and as others would see it.

use super::super::files::Attachment;
use super::super::forms::SAID;
use super::super::profile::{Kept, Profile};
use super::super::session::Guest;
use super::super::told::Call;
use super::{ALT, Look, Page, broken, layout, summary};
use untaint::attr::{self, AttrName};
use untaint::escape::Html;
use untaint::form::Submission;
use untaint::html::SafeHtml;

const ARIA_LABEL: AttrName<'static> = AttrName::from_static("aria-label");
const ENDED: &str = "<p class=\"banner\" role=\"alert\">You are no longer logged in. <a href=\"/login?next=/profile\" target=\"_blank\" \
                     rel=\"noopener\">Log in in a new tab</a>, then copy the profile over: here it is still.</p>";
const ROWS: AttrName<'static> = AttrName::from_static("rows");

/// `visitor` is `None` when the session ended while the profile was being written; `is_kept` when it has just been kept.
pub(crate) fn profile(
    look: &Look,
    visitor: Option<&Guest>,
    form: &Submission<Profile>,
    is_kept: bool,
) -> Page {
    let view = form.view().messages(&SAID);
    let (about, tags) = (view.field("about"), view.field("tags"));
    let about = about.attr(&ROWS, "5").help("HTML as in a note: what could do harm is left out.");
    let tags =
        tags.attr(&ARIA_LABEL, "A tag").help("Up to five. There is room for one more each time it is kept.");
    let avatar =
        view.field("avatar").help("PNG, JPEG or WebP, up to 2 MB. What it is, is read from its content.");
    let has_avatar = visitor.is_some_and(|visitor| visitor.profile.avatar.is_some());
    let main = format!(
        r#"<form class="sheet declared" id="profile" method="post" action="/profile" enctype="multipart/form-data">
<h1>Your profile</h1>
<p class="lead">It is kept until you log out.</p>
{ended}
{summary}
{kept}
<div>{about_label}{about}{about_help}{about_errors}</div>
{site}
{tags}
{avatar}
{no_avatar}
{token}
<progress id="progress" max="1" value="0" hidden aria-label="Sent"></progress>
<div class="row"><button>Keep it</button><a class="quiet" href="/">To the board</a></div>
</form>
{seen}"#,
        // A new login is another session, to which this form does not belong.
        ended = if visitor.is_none() { ENDED } else { "" },
        summary = summary(view, "Choose the picture again"),
        kept = if is_kept { "<p class=\"done\" role=\"status\">It is kept.</p>" } else { "" },
        about_label = about.label_html(),
        about_help = about.help_html(),
        about_errors = about.errors_html(),
        about = about.textarea(),
        site = view.field("site").row(),
        tags = tags.row(),
        avatar = avatar.row(),
        no_avatar = if has_avatar { view.field("no_avatar").row() } else { SafeHtml::default() },
        token = view.token_html(),
        seen = visitor.map_or_else(String::new, |visitor| seen(&visitor.name, &visitor.profile)),
    );
    let told = [
        Call::new("form::Submission", about.value(), about.textarea().as_str(), broken(form.report())),
        Call::new(
            "upload::Inspector",
            "",
            avatar.file().as_str(),
            "asked piece by piece; the control says which types it takes",
        ),
    ];
    layout(look, visitor, "Your profile · Noticeboard", &main, &told)
}

/// What others would see: the types say that each part was cleaned or checked.
fn seen(name: &str, kept: &Kept) -> String {
    let profile = &kept.profile;
    let about =
        profile.about.as_ref().map_or_else(String::new, |about| format!("<div class=\"text\">{about}</div>"));
    let site = profile.site.as_ref().map_or_else(String::new, |site| {
        format!(
            "<p class=\"link\"><a{} rel=\"nofollow ugc noopener\">{}</a></p>",
            attr::href(site),
            Html(site.as_str())
        )
    });
    let item = |tag| format!("<li>{}</li>", Html(tag));
    let tags: String = profile.tags.iter().map(String::as_str).map(item).collect();
    let tags = if tags.is_empty() { tags } else { format!("<ul class=\"tags\">{tags}</ul>") };
    format!(
        "<section class=\"note\" id=\"seen\" aria-labelledby=\"seen-title\"><h2 id=\"seen-title\">{}</h2>{}{about}{site}{tags}</section>",
        Html(name),
        kept.avatar.as_ref().map_or_else(String::new, picture),
    )
}

fn picture(avatar: &Attachment) -> String {
    let address = attr::quote(&format!("/files/{}", avatar.stored));
    format!("<p class=\"file\"><img class=\"avatar\" src={address}{}></p>", attr::pair(&ALT, &avatar.name))
}
