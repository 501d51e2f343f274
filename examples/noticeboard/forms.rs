//! What visitors type, and the checks that turn it into what the site keeps.

use serde::Deserialize;
use std::sync::LazyLock;
use untaint::Violation;
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

/// As it was typed. A missing field is an empty one: the answer is then a form, not an error page.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct LoginForm {
    pub(crate) name: String,
    pub(crate) next: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct NoteForm {
    pub(crate) text: String,
    pub(crate) link: String,
    /// Which button was pressed: `preview`, or nothing for the one that pins.
    pub(crate) action: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
}

/// As it was typed; written back into the form when something is wrong with it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct SnippetForm {
    pub(crate) title: String,
    pub(crate) code: String,
    /// The field whose hidden characters are to go.
    pub(crate) fix: String,
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
    pub(crate) field: &'static str,
    pub(crate) code: &'static str,
    /// One sentence.
    pub(crate) reason: String,
    /// Another: what to do.
    pub(crate) advice: String,
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
    fn at(text: &str, at: usize, what: &str) -> Option<Self> {
        let (before, rest) = (text.get(..at)?, text.get(at..)?);
        let character = rest.chars().next()?;
        let (_, behind) = rest.split_at(character.len_utf8());
        let name = format!("U+{:04X}, {what}", u32::from(character));
        Some(Self { before: before.to_owned(), name, behind: behind.to_owned() })
    }
}

impl NoteForm {
    /// All problems at once, so that nobody has to send the form twice to learn of the second.
    pub(crate) fn check(&self) -> Result<NewNote, Vec<Problem>> {
        let mut problems = Vec::new();
        let typed = lines(&self.text);
        let typed = typed.trim();
        let Cleaned { html, report } = self.clean();
        // What is left to read, for the search: text, to be escaped like any other.
        let text = html::to_text(html.as_str());
        if typed.is_empty() {
            problems.push(Problem::new(
                "text",
                "board.empty",
                "This note is empty.",
                "Write something first.",
            ));
        } else if typed.chars().count() > MAX_TEXT {
            let reason = format!("This note has {} characters.", typed.chars().count());
            let advice = format!("Write at most {MAX_TEXT}.");
            problems.push(Problem::new("text", "board.length", reason, advice));
        } else if let Some(at) = typed.find(is_control) {
            let reason = "The text holds a control character, which nobody can see.";
            let problem = Problem::new("text", "board.control", reason, "Write it without.");
            problems.push(problem.with_mark(Marked::at(typed, at, "control character")));
        } else if text::check(text::clean(&text, &READABLE).as_str(), &READABLE).is_err() {
            let reason = "Nothing to read is left of this note.";
            let advice = "Write a few words beside the markup: the board keeps none of what it holds.";
            problems.push(Problem::new("text", "board.nothing", reason, advice));
        }
        let link = match self.link.trim() {
            "" => None,
            link if link.len() > MAX_LINK => {
                let reason = format!("This link has {} bytes.", link.len());
                let advice = format!("Use one of at most {MAX_LINK}.");
                problems.push(Problem::new("link", "board.length", reason, advice));
                None
            }
            link => match check_link(link) {
                Ok(link) => Some(link),
                Err(problem) => {
                    problems.push(problem);
                    None
                }
            },
        };
        let typed = typed.to_owned();
        if problems.is_empty() {
            Ok(NewNote { html, typed, left_out: report.total(), text, link })
        } else {
            Err(problems)
        }
    }

    /// What the board would show, and what it would leave out.
    pub(crate) fn clean(&self) -> Cleaned {
        let typed = lines(&self.text);
        let (html, report) = html::sanitize_with_report(typed.trim(), HtmlPolicy::comment());
        Cleaned { html: html.into_owned(), report }
    }

    /// The form without the hidden characters of the field that `fix` names.
    pub(crate) fn fixed(mut self) -> Self {
        match self.fix.as_str() {
            "text" => self.text = lines(&self.text).replace(is_control, ""),
            "link" => self.link = self.link.replace(|c| is_control(c) || is_direction(c), ""),
            _ => {}
        }
        self
    }
}

impl LoginForm {
    /// The same for the name.
    pub(crate) fn fixed(mut self) -> Self {
        self.name = text::clean(&self.name, TextPolicy::person_name()).into_string();
        self
    }
}

impl SnippetForm {
    /// The same for the title; of code, what is hidden is left out anyway.
    pub(crate) fn fixed(mut self) -> Self {
        self.title = text::clean(&self.title, &ONE_LINE).into_string();
        self
    }

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
            0 => {
                let reason = "This snippet has no title.";
                Err(Problem::new("title", "board.empty", reason, "Say in a few words what it does."))
            }
            1..=MAX_TITLE => match text::check(typed, &ONE_LINE) {
                Ok(title) => Ok(title.into_owned()),
                Err(error) => Err(explain_text("title", typed, error)),
            },
            count => {
                let reason = format!("This title has {count} characters.");
                Err(Problem::new("title", "board.length", reason, format!("Write at most {MAX_TITLE}.")))
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
        let problem = |code, reason: String, advice: String| Err(Problem::new("code", code, reason, advice));
        if typed.trim().is_empty() {
            problem("board.empty", "There is no code.".to_owned(), "Write some code first.".to_owned())
        } else if count > MAX_CODE {
            let reason = format!("This snippet has {count} characters.");
            problem("board.length", reason, format!("Write at most {MAX_CODE}."))
        } else if lines > MAX_LINES {
            let reason = format!("This snippet has {lines} lines.");
            problem("board.length", reason, format!("Write at most {MAX_LINES}."))
        } else if shown.is_empty() {
            let reason = "All that this snippet holds is hidden: nothing to read is left.".to_owned();
            problem("board.nothing", reason, "Write code that can be seen.".to_owned())
        } else {
            // The type says that this was checked, and cutting the ends was our own doing.
            match text::check(shown, TextPolicy::snippet()).map(SafeText::into_owned) {
                Ok(shown) => Ok((typed, shown)),
                Err(error) => Err(explain_text("code", shown, error)),
            }
        }
    }
}

/// Browsers send line ends as CR LF; the board keeps LF.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

impl Problem {
    fn new(
        field: &'static str,
        code: &'static str,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { field, code, reason: reason.into(), advice: advice.into(), marked: None }
    }

    fn with_mark(mut self, marked: Option<Marked>) -> Self {
        self.marked = marked.map(Box::new);
        self
    }
}

/// What no text of a note needs.
fn is_control(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

/// Characters that change the order in which a link is read.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The policy of a note's link.
pub(crate) fn link_policy() -> &'static UriPolicy {
    &LINKS
}

/// The link of a note, or what is wrong with it: also where it reads as another one than it is, in another order.
fn check_link(link: &str) -> Result<SafeUri<'static>, Problem> {
    if let Some(at) = link.find(is_direction) {
        let reason = "The link holds a character that changes the order of what you read.";
        let problem = Problem::new("link", "board.misleading", reason, "Write it without.");
        return Err(problem.with_mark(Marked::at(link, at, "it changes the direction")));
    }
    Ok(uri::check(link, &LINKS).map_err(|error| explain(link, error))?.into_owned())
}

/// The name to be known by, or what is wrong with it.
pub(crate) fn check_name(typed: &str) -> Result<String, Problem> {
    // Also the wide space of a Japanese keyboard becomes the one that all names have.
    let name = text::collapse_whitespace(typed);
    let name = name.as_ref();
    let problem = |code, reason: &str, advice: String| Problem::new("name", code, reason, advice);
    match text::check(name, TextPolicy::person_name()) {
        Err(error) => Err(match error.kind() {
            TextErrorKind::Blank => {
                problem(error.code(), "There is no name here.", "Choose one: any name will do.".to_owned())
            }
            _ => explain_text("name", name, error),
        }),
        Ok(_) if name.chars().count() > MAX_NAME => {
            let reason = format!("This name has {} characters.", name.chars().count());
            Err(problem("board.length", &reason, format!("Write at most {MAX_NAME}.")))
        }
        Ok(_) if !name.chars().any(char::is_alphanumeric) => Err(problem(
            "board.letters",
            "This name is all signs.",
            "Put a letter or a digit in it.".to_owned(),
        )),
        Ok(name) => Ok(name.into_string()),
    }
}

/// The error's reason in the words of this site, and the crate's advice.
fn explain(link: &str, error: UriError) -> Problem {
    let advice = sentence(&Violation::from(error).advice().unwrap_or_default());
    let problem = |reason: &str| Problem::new("link", error.code(), reason, advice.clone());
    match error.kind() {
        UriErrorKind::Scheme | UriErrorKind::Data => {
            let reason = "A link begins with https, http, mailto or tel; this one begins with something else, which a click \
                          might run.";
            problem(reason)
        }
        UriErrorKind::Relative | UriErrorKind::NetworkPath => problem("The link is no whole address."),
        UriErrorKind::Malformed => problem("The link names no site."),
        UriErrorKind::Userinfo => {
            problem("Before the @ of the link stands a name that reads like another site.")
        }
        UriErrorKind::Control { at } => problem("The link holds a control character, which nobody can see.")
            .with_mark(Marked::at(link, at, "control character")),
        _ => problem(&sentence(&error.to_string())),
    }
}

/// The same for a text; what is hidden in it is shown where it stands.
fn explain_text(field: &'static str, typed: &str, error: TextError) -> Problem {
    let advice = sentence(&Violation::from(error).advice().unwrap_or_default());
    match error.kind() {
        TextErrorKind::Character { class, at, .. } => {
            let reason = format!("The {field} holds something that cannot be seen: {class}.");
            let problem = Problem::new(field, error.code(), reason, advice);
            problem.with_mark(Marked::at(typed, at, &class.to_string()))
        }
        TextErrorKind::Line { .. } => Problem::new(
            field,
            error.code(),
            format!("The {field} is more than one line, or has a tab in it."),
            advice,
        ),
        TextErrorKind::Marks { .. } => Problem::new(
            field,
            error.code(),
            "One letter carries more marks than any language writes.",
            advice,
        ),
        _ => Problem::new(field, error.code(), sentence(&error.to_string()), advice),
    }
}

/// A sentence of the crate as this site writes one.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
