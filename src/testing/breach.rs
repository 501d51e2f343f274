//! What an oracle found.

use std::fmt;

/// Why an oracle says no. It quotes what was tested, escaped: it is for the output of tests, not for a visitor or a log
/// that others read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    kind: BreachKind,
    detail: String,
}

impl Breach {
    pub(super) fn new(kind: BreachKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// Adds where it was found.
    pub(super) fn read(mut self, how: &str) -> Self {
        self.detail.push_str(", read ");
        self.detail.push_str(how);
        self
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> BreachKind {
        self.kind
    }

    /// The kind's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }
}

/// The reason in one line, with the offending part of the tested text in Rust's escapes.
impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.detail)
    }
}

impl std::error::Error for Breach {}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal;)*) => {
        /// The kinds of a [`Breach`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum BreachKind {
            $($(#[$doc])* #[doc = ""] #[doc = concat!("Code `", $code, "`.")] $name,)*
        }

        impl BreachKind {
            /// The kind's name, stable over releases.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

kinds! {
    /// A script that nobody allowed.
    Script "inert.script";
    /// An event handler attribute.
    Handler "inert.handler";
    /// A URL that runs or opens a document of its own where it stands.
    ActiveUrl "inert.url";
    /// An element that embeds, loads, or changes how the rest of the page is read.
    Element "inert.element";
    /// A `style` attribute, where the options refuse it.
    Style "inert.style";
    /// The origin given to the oracle is none: the test's own mistake.
    Origin "stays.origin";
    /// The header is cut or refused at a character.
    HeaderByte "stays.header";
    /// Readers disagree on where it leads, or cannot read it.
    Unreadable "stays.unreadable";
    /// It leads to another origin.
    Leaves "stays.leaves";
    /// It is no name of one file: empty, `.`, `..`, or with a separator or a drive.
    Path "component.path";
    /// It holds a character that a file system or a tool refuses or reads otherwise.
    Character "component.character";
    /// It ends in a dot or a space, which Windows drops.
    Trailing "component.trailing";
    /// Windows reads it as a device.
    Device "component.device";
    /// Its more than 255 bytes or UTF-16 units fit no directory entry.
    Length "component.length";
    /// A character that is not seen, or that changes how others are seen.
    Hidden "hidden";
    /// The answer holds what was sent.
    Echo "echo";
    /// A browser makes less of the headers than was expected.
    Headers "headers";
    /// No attribute holds the value, or several do.
    Attribute "attribute.value";
    /// The value has made an attribute or an element of its own.
    BreakOut "attribute.break_out";
}

/// Panics with the reason, and with as much of the tested text as fits on a screen.
#[track_caller]
pub(super) fn require(outcome: Result<(), Breach>, tested: &str) {
    if let Err(breach) = outcome {
        panic!("{breach}\n  in {}", quoted(tested));
    }
}

/// A text in Rust's escapes, cut where it is long, so that nothing in it works on a terminal.
pub(super) fn quoted(text: &str) -> String {
    const LONG: usize = 600;
    if text.len() <= LONG {
        return visible(text);
    }
    let cut = (0..=LONG).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    format!("{} … ({} bytes)", visible(&text[..cut]), text.len()) // a boundary by the search above
}

/// `Debug` escapes controls and bidi overrides, but not every character that is unseen.
fn visible(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if is_unseen(c) {
            out.extend(c.escape_unicode());
        } else if c == '\'' {
            out.push(c);
        } else {
            out.extend(c.escape_debug());
        }
    }
    out.push('"');
    out
}

/// Whether a character is unseen, or works on others, where nothing around it gives it a meaning. TAB and LF are here
/// too.
pub(super) fn is_unseen(c: char) -> bool {
    crate::chars::is_unseen(c) || c == '\u{2800}'
}
