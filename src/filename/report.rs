//! What a cleaning changed.

use super::changes::{Change, Changes};

/// What [`clean_with_report`](super::clean_with_report) changed, for logs and decisions of the program.
///
/// It holds parts of the visitor's name, so it has no `Display` and never becomes an error.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenamePolicy};
///
/// let (name, report) = filename::clean_with_report("C:\\Users\\me\\cat.php.png", FilenamePolicy::portable());
/// assert_eq!(name, "cat.php.png");
/// assert!(report.had_path() && !report.truncated());
/// assert_eq!(report.inner_extensions(), ["php"]);
/// let (_, report) = filename::clean_with_report("cat.png", FilenamePolicy::portable());
/// assert!(!report.changed());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilenameReport {
    changes: Changes,
    is_other: bool,
    inner: Vec<String>,
}

macro_rules! has {
    ($($(#[$doc:meta])* $name:ident: $($change:ident)|+;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub fn $name(&self) -> bool {
            $(self.changes.has(Change::$change))||+
        }
    )*};
}

impl FilenameReport {
    pub(super) fn new(changes: Changes, is_other: bool, mut extensions: Vec<String>) -> Self {
        extensions.pop();
        Self { changes, is_other, inner: extensions }
    }

    /// Whether the name is another than what was given.
    #[must_use]
    pub fn changed(&self) -> bool {
        self.is_other
    }

    has! {
        /// Whether folders stood before the name, or a separator behind it; of a title, whether there were separators.
        had_path: Path;
        /// Whether there were controls, line separators or noncharacters.
        controls: Control | Noncharacter;
        /// Whether there were characters that turn the direction of text.
        bidi: Bidi;
        /// Whether there were invisible characters that did nothing for their neighbours.
        invisible: Invisible;
        /// Whether there were characters that Windows takes in no name, or that look like a slash.
        illegal: Illegal | Slash;
        /// Whether characters outside ASCII were rewritten, as the policy wants.
        not_ascii: NotAscii;
        /// Whether the name was brought to normal form C.
        normalised: NotNormal;
        /// Whether something was dropped from the name's beginning or end.
        trimmed: Leading | Trailing;
        /// Whether the name was one of a Windows device.
        reserved: Device;
        /// Whether a server or a desktop would have read settings from it.
        server_file: ServerFile;
        /// Whether a dot was replaced, because the policy does not want the extension it began.
        extension_refused: Extension | ForbiddenExtension;
        /// Whether the name was cut; [`cut_at`](Self::cut_at) says where.
        truncated: Cut;
        /// Whether nothing was left of the name, so that it is the fallback.
        fell_back: Empty;
    }

    /// Where the name was cut, as a byte offset into what the cut left; `None` if it was not.
    #[must_use]
    pub fn cut_at(&self) -> Option<usize> {
        self.changes.cut_at()
    }

    /// The extensions before the last one, as [`extensions`](super::extensions) finds them in what was given: `pdf` in
    /// `invoice.pdf.exe`, `php` in `a.php.jpg`. Also the `2` of `v1.2.zip`. Of a name of many kilobytes, those at its
    /// beginning and at its end.
    #[must_use]
    pub fn inner_extensions(&self) -> &[String] {
        &self.inner
    }
}
