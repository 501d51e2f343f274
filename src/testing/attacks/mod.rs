//! Inputs with a label: what attackers send, and what people send that looks like it.
//!
//! Each list is a table in this crate: no file is read, nothing is parsed. `why` says what a careless reader gets
//! wrong, or why the input is fine although it looks odd; `source` says where that comes from (a CVE, a standard, or
//! what Chromium 156 was seen to do). The crate's own tests run every row through the functions of this crate, and
//! show for each list a check of the kind that people write by hand and that falls for it.
//!
//! ```
//! use untaint::redirect::{self, RedirectPolicy};
//! use untaint::testing::attacks;
//!
//! let policy = RedirectPolicy::builder().origin("https://app.test").build()?;
//! for attack in attacks::redirects() {
//!     assert_eq!(redirect::check(attack.value, &policy).is_err(), attack.is_hostile(), "{attack:?}");
//! }
//! # Ok::<(), untaint::PolicyError>(())
//! ```
//!
//! A list is a sample, not a proof: it holds one row or two for each thing that goes wrong. The
//! [generators](super::generate) make more of them.

mod attributes;
mod emails;
mod filenames;
mod headers;
mod html;
mod policies;
mod redirects;
mod text;
mod uploads;
mod uris;

use std::slice::Iter;

/// What an input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_enums, reason = "an input is one or the other")]
pub enum Label {
    /// To be refused, cleaned or escaped: taken as it is, it does harm where the list says.
    Hostile,
    /// To be accepted, unchanged: refusing it annoys people.
    Harmless,
}

/// An input that is text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Attack {
    /// The input.
    pub value: &'static str,
    /// What it is.
    pub label: Label,
    /// What goes wrong with it, or why nothing does.
    pub why: &'static str,
    /// Where that is known from.
    pub source: &'static str,
}

impl Attack {
    /// Whether the label is [`Label::Hostile`].
    #[must_use]
    pub fn is_hostile(&self) -> bool {
        self.label == Label::Hostile
    }
}

/// An uploaded file as a form brings it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct UploadAttack {
    /// The file's name, as the client says.
    pub name: &'static str,
    /// The media type, as the client says; absent where clients send none.
    pub declared: Option<&'static str>,
    /// The content.
    pub bytes: &'static [u8],
    /// What it is, for a site that takes files of the declared type.
    pub label: Label,
    /// What goes wrong with it, or why nothing does.
    pub why: &'static str,
    /// Where that is known from.
    pub source: &'static str,
}

impl UploadAttack {
    /// Whether the label is [`Label::Hostile`].
    #[must_use]
    pub fn is_hostile(&self) -> bool {
        self.label == Label::Hostile
    }
}

const fn hostile(value: &'static str, why: &'static str, source: &'static str) -> Attack {
    Attack { value, label: Label::Hostile, why, source }
}

const fn harmless(value: &'static str, why: &'static str, source: &'static str) -> Attack {
    Attack { value, label: Label::Harmless, why, source }
}

/// Redirect targets (`?next=`) for the site `https://app.test`: hostile ones leave it, or do so from an `http` page
/// of it, or make no request at all.
pub fn redirects() -> Iter<'static, Attack> {
    redirects::ROWS.iter()
}

/// Links for `href`, after the HTML parser decoded them: hostile ones are no links for people (`http`, `https`,
/// `mailto`, `tel`, or relative): they run, open documents of their own, or start programs.
pub fn uris() -> Iter<'static, Attack> {
    uris::ROWS.iter()
}

/// HTML: hostile ones run something when a page shows them, or when it is clicked.
pub fn html() -> Iter<'static, Attack> {
    html::ROWS.iter()
}

/// Names of attributes: hostile ones act (handlers, URLs, styles) or are more than a name.
pub fn attributes() -> Iter<'static, Attack> {
    attributes::NAMES.iter()
}

/// Values of attributes: hostile ones end a value that is quoted in one way, or not at all, and make another
/// attribute or an element.
pub fn attribute_values() -> Iter<'static, Attack> {
    attributes::VALUES.iter()
}

/// File names from an upload form: hostile ones are no name of a single file in a folder, on Unix or on Windows, or
/// show another name than they are.
pub fn filenames() -> Iter<'static, Attack> {
    filenames::ROWS.iter()
}

/// Small uploaded files: hostile ones are not what they claim to be, or work on those who open them.
pub fn uploads() -> Iter<'static, UploadAttack> {
    uploads::ROWS.iter()
}

/// Text that people read and copy: hostile ones hold more than is seen.
pub fn text() -> Iter<'static, Attack> {
    text::ROWS.iter()
}

/// E-mail addresses by the rule of HTML's `<input type=email>`: hostile ones are none, or carry more than one.
pub fn emails() -> Iter<'static, Attack> {
    emails::ROWS.iter()
}

/// Values of `Content-Security-Policy` for a page that shows text of strangers: under hostile ones a script of theirs
/// runs in it, without a file of theirs on a host that only the site writes to.
pub fn policies() -> Iter<'static, Attack> {
    policies::ROWS.iter()
}

/// Values for a response header: hostile ones end the header or break it.
pub fn headers() -> Iter<'static, Attack> {
    headers::ROWS.iter()
}
