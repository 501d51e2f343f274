//! What visitors type, and the checks that turn it into what the site keeps.

use serde::Deserialize;
use std::sync::LazyLock;
use untaint::html::{self, HtmlPolicy, HtmlReport, SafeHtml};
use untaint::text::{self, SafeText, TextAction, TextClass, TextPolicy};
use untaint::uri::{self, SafeUri, UriPolicy};
use untaint::{Param, Report, Sanitize, Templates, Validate, Violation};

pub(crate) const MAX_NAME: usize = 40;
pub(crate) const MAX_TEXT: usize = 1000;
pub(crate) const MAX_LINK: usize = 500;
pub(crate) const MAX_TITLE: usize = 60;
pub(crate) const MAX_CODE: usize = 1000;
/// With more, the end of a snippet would stand far below its beginning, where nobody looks.
pub(crate) const MAX_LINES: usize = 60;

/// The links of a note: whole addresses, because `example.com` alone would be a page of this site.
pub(crate) static LINKS: LazyLock<UriPolicy> = LazyLock::new(|| {
    UriPolicy::builder()
        .schemes(["https", "http", "mailto", "tel"])
        .user_names(false) // `https://bank.example@evil.example` reads as another site
        .build()
        .expect("four plain schemes")
});

/// The text of a note: anything that can be seen.
static READABLE: LazyLock<TextPolicy> =
    LazyLock::new(|| TextPolicy::display().to_builder().readable(true).build().expect("a preset and a word"));

/// Titles: one line, nothing hidden in it, and no letter that is blank.
static ONE_LINE: LazyLock<TextPolicy> = LazyLock::new(|| {
    TextPolicy::single_line()
        .to_builder()
        .class(TextClass::BlankLetter, TextAction::Remove)
        .readable(true)
        .build()
        .expect("a preset without one class")
});

/// The words of this site for some of the crate's codes; the others have the crate's own.
pub(crate) static SAID: Templates<'static> = Templates::new(
    &[
        ("uri.scheme", RUNS),
        ("uri.data", RUNS),
        ("uri.relative", NO_ADDRESS),
        ("uri.network_path", NO_ADDRESS),
        ("uri.malformed", "The link names no site. Copy the address again from the browser."),
        (
            "uri.userinfo",
            "Before the @ of the link stands a name that reads like another site. Remove what stands before the @.",
        ),
        (
            "uri.control",
            "The link holds a control character, which nobody can see. Type the address instead of pasting it.",
        ),
        ("text.line", "This is more than one line, or has a tab in it. Write it on one line."),
        ("text.marks", "One letter carries more marks than any language writes. Leave out some of them."),
    ],
    &[],
);
const RUNS: &str = "A link begins with https, http, mailto or tel; this one begins with something else, which a click \
                    might run. Use an address that begins with https://.";
const NO_ADDRESS: &str = "The link is no whole address. Write the whole address, with https:// in front.";

/// As it was typed. A missing field is an empty one: the answer is then a form, not an error page.
#[derive(Clone, Default, Deserialize, Sanitize, Validate)]
#[serde(default)]
pub(crate) struct LoginForm {
    // Also the wide space of a Japanese keyboard becomes the one that all names have.
    #[clean(collapse_whitespace)]
    #[validate(
        not_blank(message = "There is no name here. Choose one: any name will do."),
        text(TextPolicy::person_name()),
        length(..=MAX_NAME),
        custom(has_a_letter)
    )]
    pub(crate) name: String,
    pub(crate) next: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Clone, Default, Deserialize, Sanitize, Validate)]
#[serde(default)]
pub(crate) struct NoteForm {
    #[clean(custom(line_ends), trim)]
    #[validate(
        not_blank(message = "This note is empty. Write something first."),
        length(..=MAX_TEXT),
        custom(can_be_seen),
        custom(leaves_words)
    )]
    pub(crate) text: String,
    #[clean(trim)]
    #[validate(if(!self.link.is_empty(), length(bytes, ..=MAX_LINK), custom(reads_as_written), uri(LINKS)))]
    pub(crate) link: String,
    /// Which button was pressed: `preview`, or nothing for the one that pins.
    pub(crate) action: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Clone, Default, Deserialize, Sanitize, Validate)]
#[serde(default)]
pub(crate) struct SnippetForm {
    // A title with something hidden in it is refused: it is short enough to be typed again.
    #[clean(trim)]
    #[validate(
        not_blank(message = "This snippet has no title. Say in a few words what it does."),
        length(..=MAX_TITLE),
        text(ONE_LINE)
    )]
    pub(crate) title: String,
    // Code is cleaned, not refused: much of what hides in it got there by accident.
    #[clean(custom(line_ends))]
    #[validate(
        not_blank(message = "There is no code. Write some code first."),
        length(..=MAX_CODE),
        custom(shows_something)
    )]
    pub(crate) code: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
}

/// A policy or headers for `/security` to judge.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SecurityForm {
    pub(crate) text: String,
}

/// Which input of `/limits` to clean, in which size.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct LimitsForm {
    pub(crate) input: String,
    pub(crate) size: String,
}

/// The text of a note, cleaned.
pub(crate) struct Cleaned {
    pub(crate) html: SafeHtml<'static>,
    pub(crate) report: HtmlReport,
}

/// A note that may be kept.
pub(crate) struct NewNote {
    pub(crate) html: SafeHtml<'static>,
    /// As it was typed, for the page to tell what became of it.
    pub(crate) typed: String,
    /// How many things of it were left out.
    pub(crate) left_out: usize,
    /// The same without markup, for the script's search.
    pub(crate) text: String,
    pub(crate) link: Option<SafeUri<'static>>,
}

/// A snippet that may be kept.
pub(crate) struct NewSnippet {
    pub(crate) title: SafeText<'static>,
    /// With all that is hidden in it, for the warning.
    pub(crate) typed: String,
    /// What people read and copy.
    pub(crate) shown: SafeText<'static>,
}

/// What is wrong with a field, for the person beside it and for the log.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) field: String,
    pub(crate) code: &'static str,
    /// What is wrong, and what to do.
    pub(crate) said: String,
    /// The one character that is the trouble, where it stands.
    pub(crate) marked: Option<Box<Marked>>,
}

/// A text around a character that cannot be seen.
#[derive(Debug)]
pub(crate) struct Marked {
    pub(crate) before: String,
    /// What the character is: `U+200B, character without width`.
    pub(crate) name: String,
    pub(crate) behind: String,
}

impl Marked {
    /// The character at a byte offset; `None` where nothing begins there.
    fn at(text: &str, at: usize) -> Option<Self> {
        let (before, rest) = (text.get(..at)?, text.get(at..)?);
        let character = rest.chars().next()?;
        let (_, behind) = rest.split_at(character.len_utf8());
        let found = text::inspect(text).into_iter().find(|found| found.range().contains(&at));
        let what = found.map_or("it cannot be seen".to_owned(), |found| found.class().to_string());
        let name = format!("U+{:04X}, {what}", u32::from(character));
        Some(Self { before: before.to_owned(), name, behind: behind.to_owned() })
    }
}

/// The first problem of each field, so that nobody has to send the form twice to learn of the second field's.
fn problems(report: &Report, typed: &[(&str, &str)]) -> Vec<Problem> {
    let problem = |violation: &Violation| {
        let field = violation.path().to_string();
        let text =
            typed.iter().find_map(|(name, text)| (*name == field).then_some(*text)).unwrap_or_default();
        let at = match violation.param("at") {
            Some(Param::Uint(at)) => usize::try_from(*at).ok(),
            _ => None,
        };
        let marked = at.and_then(|at| Marked::at(text, at));
        let said = match (&marked, violation.param("character")) {
            (Some(marked), Some(_)) => {
                format!(
                    "The {field} holds something that cannot be seen ({}). {}",
                    marked.name,
                    violation.message()
                )
            }
            _ => violation.message_in(&SAID).into_owned(),
        };
        Problem { field, code: violation.code(), said, marked: marked.map(Box::new) }
    };
    report.by_field().into_iter().filter_map(|(_, found)| found.first().map(|first| problem(first))).collect()
}

impl LoginForm {
    /// The name to be known by, or what is wrong with it.
    pub(crate) fn check(&self) -> Result<String, Vec<Problem>> {
        let mut form = self.clone();
        form.sanitize();
        form.validate().map_err(|report| problems(&report, &[("name", &form.name)]))?;
        Ok(form.name)
    }

    /// The form without the hidden characters of the name.
    pub(crate) fn fixed(mut self) -> Self {
        self.name = text::clean(&self.name, TextPolicy::person_name()).into_string();
        self
    }
}

impl NoteForm {
    /// What may be kept, or all problems at once.
    pub(crate) fn check(&self) -> Result<NewNote, Vec<Problem>> {
        let mut form = self.clone();
        form.sanitize();
        form.validate().map_err(|report| problems(&report, &[("text", &form.text), ("link", &form.link)]))?;
        let Cleaned { html, report } = form.clean();
        let text = html::to_text(html.as_str());
        // An empty one is none; the form's rule has refused what else this would refuse.
        let link =
            uri::check(&form.link, &LINKS).ok().filter(|_| !form.link.is_empty()).map(SafeUri::into_owned);
        Ok(NewNote { html, typed: form.text, left_out: report.total(), text, link })
    }

    /// What the board would show, and what it would leave out.
    pub(crate) fn clean(&self) -> Cleaned {
        let mut typed = self.text.clone();
        line_ends(&mut typed);
        let (html, report) = html::sanitize_with_report(typed.trim(), HtmlPolicy::comment());
        Cleaned { html: html.into_owned(), report }
    }

    /// The form without the hidden characters of the field that `fix` names.
    pub(crate) fn fixed(mut self) -> Self {
        match self.fix.as_str() {
            "text" => {
                line_ends(&mut self.text);
                self.text = self.text.replace(is_control, "");
            }
            "link" => self.link = self.link.replace(|c| is_control(c) || is_direction(c), ""),
            _ => {}
        }
        self
    }
}

impl SnippetForm {
    /// What may be kept, or both problems at once.
    pub(crate) fn check(&self) -> Result<NewSnippet, Vec<Problem>> {
        let mut form = self.clone();
        form.sanitize();
        let typed = [("title", &*form.title), ("code", &*form.code)];
        form.validate().map_err(|report| problems(&report, &typed))?;
        let title = text::check(&form.title, &ONE_LINE).map_err(|error| problems(&error.into(), &typed))?;
        let shown = shown(&form.code).map_err(|violation| problems(&violation.into(), &typed))?;
        Ok(NewSnippet { title: title.into_owned(), shown, typed: form.code })
    }

    /// The form without the hidden characters of the title; of code, what is hidden is left out anyway.
    pub(crate) fn fixed(mut self) -> Self {
        self.title = text::clean(&self.title, &ONE_LINE).into_string();
        self
    }
}

/// The policy of a note's link.
pub(crate) fn link_policy() -> &'static UriPolicy {
    &LINKS
}

/// Browsers send line ends as CR LF; the board keeps LF.
fn line_ends(text: &mut String) {
    *text = text.replace("\r\n", "\n");
}

/// What no text of a note needs.
fn is_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

/// Characters that change the order in which a link is read.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A violation of this site's own, and where in the text.
fn refused(code: &'static str, said: &'static str, at: Option<usize>) -> Result<(), Violation> {
    let violation = Violation::new(code).with_message(said);
    Err(match at {
        Some(at) => violation.with_param("at", at),
        None => violation,
    })
}

pub(crate) fn has_a_letter(name: &str) -> Result<(), Violation> {
    if name.chars().any(char::is_alphanumeric) {
        return Ok(());
    }
    refused("board.letters", "This name is all signs. Put a letter or a digit in it.", None)
}

fn can_be_seen(text: &str) -> Result<(), Violation> {
    let Some(at) = text.find(is_control) else { return Ok(()) };
    let said = "The text holds a control character, which nobody can see. Write it without.";
    refused("board.control", said, Some(at))
}

fn leaves_words(text: &str) -> Result<(), Violation> {
    let left = html::to_text(html::sanitize(text, HtmlPolicy::comment()).as_str());
    if text::check(text::clean(&left, &READABLE).as_str(), &READABLE).is_ok() {
        return Ok(());
    }
    let said = "Nothing to read is left of this note. Write a few words beside the markup: the board keeps none of what \
                it holds.";
    refused("board.nothing", said, None)
}

/// Whether a link reads in the order in which it leads.
pub(crate) fn reads_as_written(link: &str) -> Result<(), Violation> {
    let Some(at) = link.find(is_direction) else { return Ok(()) };
    let said = "The link holds a character that changes the order of what you read. Write it without.";
    refused("board.misleading", said, Some(at))
}

fn shows_something(code: &str) -> Result<(), Violation> {
    shown(code).map(drop)
}

/// Code as it is shown, without what hides in it.
fn shown(code: &str) -> Result<SafeText<'static>, Violation> {
    let cleaned = text::clean(code, TextPolicy::snippet());
    // Nobody sees an empty line at either end, but a shell runs at once what stands before a line end.
    let shown = cleaned.as_str().trim_start_matches('\n').trim_end();
    if shown.is_empty() {
        let said =
            "All that this snippet holds is hidden: nothing to read is left. Write code that can be seen.";
        refused("board.nothing", said, None)?;
    }
    let lines = shown.lines().count();
    if lines > MAX_LINES {
        let told = format!("this snippet has {lines} lines; write at most {MAX_LINES}");
        return Err(Violation::new("board.lines").with_detail(told));
    }
    // The type says that this was checked, and cutting the ends was our own doing.
    Ok(text::check(shown, TextPolicy::snippet())?.into_owned())
}
