//! A clean name with something added, which is cleaned once more.

use super::changes::Changes;
use super::cut;
use super::policy::FilenamePolicy;
use super::safe_filename::SafeFilename;
use super::settle::settle;
use std::borrow::Cow;

impl SafeFilename<'_> {
    /// The name with a suffix before its extension: `report-a1b2.pdf`, `backup-a1b2.tar.gz`.
    ///
    /// The stem is cut where the policy's limit needs it, so the suffix and the extension stay. Of the suffix, ASCII
    /// letters, digits, `-` and `_` are used, at most half the limit; without any, the name stays as it is.
    ///
    /// # Examples
    /// ```
    /// use untaint::filename::secure_filename;
    ///
    /// assert_eq!(secure_filename("report.pdf").with_suffix("a1b2"), "report-a1b2.pdf");
    /// assert_eq!(secure_filename("Makefile").with_suffix("../2"), "Makefile-2");
    /// ```
    #[must_use]
    pub fn with_suffix(&self, suffix: &str) -> SafeFilename<'static> {
        let used = suffix.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let used: String = used.take(self.max_bytes / 2 - 1).collect(); // the limit is 8 at least
        if used.is_empty() {
            return self.clone().into_owned();
        }
        let changes = &mut Changes::default();
        let name = cut::with_limit(&self.text, &format!("-{used}"), self.max_bytes, changes);
        // What was cut, or has another neighbour now, is looked at again.
        let policy = FilenamePolicy {
            max_bytes: self.max_bytes,
            keep_leading_dot: self.keep_leading_dot,
            ..FilenamePolicy::portable().clone()
        };
        let text = Cow::Owned(settle(&name, &policy, changes).into_owned());
        SafeFilename { text, ..*self }
    }
}
