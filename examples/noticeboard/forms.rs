//! What visitors type, and the checks that turn it into what the site keeps.

use serde::Deserialize;
use std::sync::LazyLock;
use untaint::html::{self, HtmlPolicy, HtmlReport, SafeHtml};
use untaint::text::{self, SafeText, TextAction, TextClass, TextError, TextErrorKind, TextPolicy};
use untaint::uri::{self, SafeUri, UriError, UriErrorKind, UriPolicy};

pub(crate) const MAX_NAME: usize = 40;
pub(crate) const MAX_TEXT: usize = 1000;
pub(crate) const MAX_LINK: usize = 500;
pub(crate) const MAX_TITLE: usize = 60;
pub(crate) const MAX_CODE: usize = 1000;
/// With more, the end of a snippet would stand far below its beginning, where nobody looks.
pub(crate) const MAX_LINES: usize = 60;

/// The links of a note: whole addresses, because `example.com` alone would be a page of this site.
static LINKS: LazyLock<UriPolicy> = LazyLock::new(|| {
    UriPolicy::builder().schemes(["https", "http", "mailto", "tel"]).build().expect("four plain schemes")
});

/// Names and titles: one line, nothing hidden in it, and no letter that is blank.
static ONE_LINE: LazyLock<TextPolicy> = LazyLock::new(|| {
    TextPolicy::single_line()
        .to_builder()
        .class(TextClass::BlankLetter, TextAction::Remove)
        .build()
        .expect("a preset without one class")
});

/// As it was typed. A missing field is an empty one: the answer is then a form, not an error page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct LoginForm {
    pub(crate) name: String,
    pub(crate) next: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NoteForm {
    pub(crate) text: String,
    pub(crate) link: String,
    /// Which button was pressed: `preview`, or nothing for the one that pins.
    pub(crate) action: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SnippetForm {
    pub(crate) title: String,
    pub(crate) code: String,
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
    /// How many bytes of white space stood before it: the report counts from behind them.
    pub(crate) skipped: usize,
}

/// A note that may be kept.
pub(crate) struct NewNote {
    pub(crate) html: SafeHtml<'static>,
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
    pub(crate) field: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl NoteForm {
    /// All problems at once, so that nobody has to send the form twice to learn of the second.
    pub(crate) fn check(&self) -> Result<NewNote, Vec<Problem>> {
        let mut problems = Vec::new();
        let typed = lines(&self.text);
        let typed = typed.trim();
        let html = self.clean().html;
        // What is left to read, for the search: text, to be escaped like any other.
        let text = html::to_text(html.as_str());
        if typed.is_empty() {
            problems.push(Problem::new("text", "board.empty", "Write something first."));
        } else if typed.chars().count() > MAX_TEXT {
            let message =
                format!("A note holds {MAX_TEXT} characters; this one has {}.", typed.chars().count());
            problems.push(Problem::new("text", "board.length", message));
        } else if typed.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            problems.push(Problem::new("text", "board.control", "The text holds a control character."));
        } else if text.is_empty() {
            let message = "Nothing to read is left of this note: the board keeps none of what it holds.";
            problems.push(Problem::new("text", "board.nothing", message));
        }
        let link = match self.link.trim() {
            "" => None,
            link if link.len() > MAX_LINK => {
                let message = format!("A link holds {MAX_LINK} bytes; this one has {}.", link.len());
                problems.push(Problem::new("link", "board.length", message));
                None
            }
            link if misleads(link) => {
                let message = "Write the link without a name before an @ and without invisible characters.";
                problems.push(Problem::new("link", "board.misleading", message));
                None
            }
            link => match uri::check(link, &LINKS) {
                Ok(link) => Some(link.into_owned()),
                Err(error) => {
                    problems.push(Problem::new("link", error.code(), explain(error)));
                    None
                }
            },
        };
        if problems.is_empty() { Ok(NewNote { html, text, link }) } else { Err(problems) }
    }

    /// What the board would show, and what it would leave out.
    pub(crate) fn clean(&self) -> Cleaned {
        let typed = lines(&self.text);
        let skipped = typed.len() - typed.trim_start().len();
        let (html, report) = html::sanitize_with_report(typed.trim(), HtmlPolicy::comment());
        Cleaned { html: html.into_owned(), report, skipped }
    }
}

impl SnippetForm {
    /// Both problems at once.
    pub(crate) fn check(&self) -> Result<NewSnippet, Vec<Problem>> {
        match (self.title(), self.code()) {
            (Ok(title), Ok((typed, shown))) => Ok(NewSnippet { title, typed, shown }),
            (title, code) => Err([title.err(), code.err()].into_iter().flatten().collect()),
        }
    }

    /// A title with something hidden in it is refused: it is short enough to be typed again.
    fn title(&self) -> Result<SafeText<'static>, Problem> {
        let typed = self.title.trim();
        match typed.chars().count() {
            0 => Err(Problem::new("title", "board.empty", "Say in a few words what it does.")),
            1..=MAX_TITLE => match text::check(typed, &ONE_LINE) {
                Ok(title) => Ok(title.into_owned()),
                Err(error) => Err(Problem::new("title", error.code(), explain_text("title", error))),
            },
            count => {
                let message = format!("A title holds {MAX_TITLE} characters; this one has {count}.");
                Err(Problem::new("title", "board.length", message))
            }
        }
    }

    /// As it was typed, and as it is shown. Code is cleaned, not refused: much of what hides in it got there by
    /// accident.
    fn code(&self) -> Result<(String, SafeText<'static>), Problem> {
        let typed = lines(&self.code);
        let cleaned = text::clean(&typed, TextPolicy::snippet());
        // Nobody sees an empty line at either end, but a shell runs at once what stands before a line end.
        let shown = cleaned.as_str().trim_start_matches('\n').trim_end();
        let count = typed.chars().count();
        let lines = shown.lines().count();
        let (code, message) = if typed.trim().is_empty() {
            ("board.empty", "Write some code first.".to_owned())
        } else if count > MAX_CODE {
            ("board.length", format!("A snippet holds {MAX_CODE} characters; this one has {count}."))
        } else if lines > MAX_LINES {
            ("board.length", format!("A snippet holds {MAX_LINES} lines; this one has {lines}."))
        } else if shown.is_empty() {
            ("board.nothing", "All that this snippet holds is hidden: nothing to read is left.".to_owned())
        } else {
            // The type says that this was checked, and cutting the ends was our own doing.
            match text::check(shown, TextPolicy::snippet()).map(SafeText::into_owned) {
                Ok(shown) => return Ok((typed, shown)),
                Err(error) => (error.code(), explain_text("code", error)),
            }
        };
        Err(Problem::new("code", code, message))
    }
}

/// Browsers send line ends as CR LF; the board keeps LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

impl Problem {
    fn new(field: &'static str, code: &'static str, message: impl Into<String>) -> Self {
        Self { field, code, message: message.into() }
    }
}

/// Whether a link reads as another one than it is: `https://bank.example@evil.example`, or letters in another order.
fn misleads(link: &str) -> bool {
    let authority =
        link.split_once("//").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(rest));
    let is_direction = |c| matches!(c, '\u{61C}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    authority.contains('@') || link.contains(is_direction)
}

/// The name to be known by, or what is wrong with it.
pub(crate) fn check_name(typed: &str) -> Result<&str, String> {
    let name = typed.trim();
    match name.chars().count() {
        0 => Err("Choose a name: any name will do.".to_owned()),
        1..=MAX_NAME if !name.chars().any(char::is_alphanumeric) => {
            Err("A name has a letter or a digit in it.".to_owned())
        }
        1..=MAX_NAME => match text::check(name, &ONE_LINE) {
            Ok(_) => Ok(name),
            Err(error) => Err(explain_text("name", error)),
        },
        count => Err(format!("A name holds {MAX_NAME} characters; this one has {count}.")),
    }
}

/// The same reason as the error's own, in the words of this site.
fn explain(error: UriError) -> String {
    match error.kind() {
        UriErrorKind::Scheme | UriErrorKind::Data => {
            "A link begins with https, http, mailto or tel. This one begins with something else, \
             which a click might run."
                .to_owned()
        }
        UriErrorKind::Relative | UriErrorKind::NetworkPath => {
            "Write the link as a whole address, beginning with https://.".to_owned()
        }
        UriErrorKind::Control { at } => {
            format!("The link holds an invisible control character, at byte {at}.")
        }
        _ => format!("This link cannot be used: {error}."),
    }
}

/// What is hidden in a text, by its number: it cannot be shown.
fn explain_text(field: &str, error: TextError) -> String {
    match error.kind() {
        TextErrorKind::Character { character, .. } => {
            let number = u32::from(character);
            format!(
                "The {field} holds a control or an invisible character, U+{number:04X}. Write it without."
            )
        }
        TextErrorKind::Line { .. } => format!("The {field} is one line, without tabs."),
        _ => format!("This {field} cannot be used: {error}."),
    }
}
