//! A noticeboard: log in, post a note with a link and a picture, read what others wrote, copy their code. `cargo run
//! --example noticeboard --features full`.
//!
//! Every value from a visitor meets one function of `untaint` on its way in or out:
//!
//! | value | where it goes | function | file |
//! |---|---|---|---|
//! | `?next=` | a `Location` header | `redirect::check_or`, `redirect::local` | `login.rs`, `app.rs` |
//! | the link of a note | `href` | `uri::check`, then `attr::href` | `forms.rs`, `pages/` |
//! | the text of a note | HTML of a page | `html::sanitize_with_report`, then `SafeHtml`'s `Display` | `forms.rs`, `pages/` |
//! | a name, and what was typed into a form | text of a page | `escape::Html` | `pages/` |
//! | a name, and what was typed into a form | an attribute | `attr::quote`, `attr::pair` | `pages/` |
//! | all notes | a `<script type="application/json">` | `escape::JsonScript` | `pages/` |
//! | a path | `?next=` of a link | `escape::UrlComponent` | `app.rs` |
//! | a picture or a PDF | memory, then a response of its own | `upload::Inspector`, `upload::serve_headers` | `files.rs` |
//! | a file's name | text of a page, never a path | `SafeUpload::name`, `SafeUpload::stored_name` | `files.rs` |
//! | a name, a title | one line | `text::check` | `forms.rs` |
//! | code that people copy | text of a page, then a clipboard, then a shell | `text::clean`, `text::check`, `escape::Html` | `forms.rs`, `pages/` |
//! | the same, as it was typed | a warning beside it | `text::inspect`, `text::render_findings` | `pages/` |
//! | a title | the name of a download | `filename::content_disposition` | `snippets.rs` |
//! | a name | the log | `escape::LogLine` | `app.rs` |
//! | a policy or headers to be judged | text of a page | `csp::evaluate`, `headers::inspect_text`, `web::render_findings` | `security.rs`, `pages/` |
//! | what is typed into the forms of `/signup` and `/profile` | its own type, or back into the page | `Form`, `Submission`, `FieldView` | `signup.rs`, `profile.rs`, `pages/` |
//! | the picture of a profile | a temporary file, then memory | `Submitted`, `form::Stored` | `profile.rs` |
//! | a form, from whichever page | the site, or a refusal | `csrf::check` | `guard.rs` |
//! | the token of a form (`/signup`, `/profile`, logging out) | a hidden field, and back | `#[form(csrf)]`, `CsrfToken` | `guard.rs`, `signup.rs`, `profile.rs` |
//! | the number of a shared note, a name that is asked for | a link, and back | `sign::Signer` | `share.rs`, `signup.rs` |
//! | the key for both | from the environment, `NOTICEBOARD_KEY`, else random | `secret::check` | `key.rs` |
//! | the token of a session | a cookie, and back | `cookie::SetCookie`, `cookie::get` | `session.rs` |
//!
//! What keeps a mistake small, the policy and the other headers of every answer, comes from `csp::Policy` and
//! `SecurityHeaders` in `guard.rs`.
//!
//! Every form is kept from other sites by what the browser says of where it comes from; those that are declared, and the
//! button that logs out, carry a token besides. Logging in, notes, snippets and the pages that only judge have the first
//! wall alone.
//!
//! Notes, snippets and sessions live in memory: stop the program and they are gone.

pub(crate) mod app; // the test drives its router
pub(crate) mod attacks; // the test compares them with `testing`
mod files;
mod forms;
mod guard;
pub(crate) mod key; // the test signs with it
mod limits;
mod login;
mod pages;
mod profile;
mod security;
mod session;
mod share;
mod signup;
mod snippets;
mod told;

use std::io::Error;
use std::net::{Ipv4Addr, SocketAddr};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = match std::env::var("PORT") {
        Ok(port) => port.parse().expect("PORT is a number up to 65535"),
        Err(_) => 3000,
    };
    // A placeholder stops the program at once; the reason says nothing of the key.
    let key = key::from_environment().map_err(|error| Error::other(format!("{}: {error}", key::VARIABLE)))?;
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await?;
    let origin = format!("http://{}", listener.local_addr()?);
    println!("The noticeboard hangs at {origin}");
    let site = key.map_or_else(|| app::router(&origin), |key| app::router_with(&origin, &key));
    axum::serve(listener, site).await
}
