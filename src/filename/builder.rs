//! From settings to a policy: what could never pass is an error here.

use super::policy::FilenamePolicy;
use super::{extensions, settle};
use crate::error::{PolicyError, policy_builder};
use std::borrow::Cow;

/// Room for a device name with `_` before it, or for a letter and an extension.
const LEAST_MAX_BYTES: usize = 8;
/// The longest key of an object store.
const MOST_MAX_BYTES: usize = 1024;

impl FilenamePolicy {
    /// Starts from [`portable`](Self::portable).
    pub fn builder() -> FilenamePolicyBuilder {
        Self::portable().to_builder()
    }
}

policy_builder!(FilenamePolicy, FilenamePolicyBuilder);

/// Builds a [`FilenamePolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct FilenamePolicyBuilder {
    policy: FilenamePolicy,
    error: Option<PolicyError>,
}

impl FilenamePolicyBuilder {
    /// Keeps ASCII only; not unless set. Letters lose their marks (`é` becomes `e`), some have a customary spelling
    /// (`ß` becomes `ss`), the rest becomes `_`; a name without any letter or digit of its own takes the fallback's
    /// stem and keeps its extension.
    ///
    /// With the feature `any_ascii`, characters of other scripts are spelled first (`фото.jpg` becomes `foto.jpg`),
    /// one by one, Chinese and Japanese ideographs by their Chinese reading; without it they are `_`, and `фото.jpg`
    /// becomes `file.jpg`. Every rule judges the result. The dot before a part that was spelled becomes `_` (`a.պհպ`,
    /// `a_php`): spelling makes no extension that [`extensions`](super::extensions) does not see in the name that was
    /// given.
    ///
    /// # Examples
    /// ```
    /// use untaint::filename::{self, FilenamePolicy};
    ///
    /// let ascii = FilenamePolicy::builder().ascii(true).build()?;
    /// assert_eq!(filename::clean("Résumé.pdf", &ascii), "Resume.pdf");
    /// let photo = if cfg!(feature = "any_ascii") { "foto.jpg" } else { "file.jpg" };
    /// assert_eq!(filename::clean("фото.jpg", &ascii), photo);
    /// assert_eq!(filename::check("фото.jpg", &ascii).unwrap_err().code(), "filename.not_ascii");
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    pub fn ascii(mut self, ascii: bool) -> Self {
        self.policy.ascii = ascii;
        self.policy.transliterates = ascii && cfg!(feature = "any_ascii");
        self
    }

    /// Sets the name for what has no name, and with its stem for what has an extension only; `file` unless set. It
    /// must itself be a clean name under this policy.
    pub fn fallback(mut self, name: &str) -> Self {
        self.policy.fallback = Cow::Owned(name.to_owned());
        self
    }

    /// Sets the longest name, in bytes of UTF-8: 255 unless set, at least 8, at most 1024. Longer names are cut.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.policy.max_bytes = bytes;
        self
    }

    /// Allows these last extensions only, in any case; all are allowed unless this is called. Further calls add to the
    /// list.
    ///
    /// `check` refuses any other extension, and a name without one. `clean` cannot refuse, so it takes away what makes
    /// the extension: each dot becomes `_` (`cat.exe`, `cat_exe`).
    pub fn allow_extensions(mut self, extensions: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut is_empty = true;
        for extension in extensions {
            let extension = extension.as_ref();
            if self.is_extension("allow_extensions", extension) {
                is_empty = false;
                add(&mut self.policy.allowed, extension.to_lowercase());
            }
        }
        if is_empty {
            self.fail("allow_extensions", "", "no name could pass; leave it out to allow all");
        }
        self
    }

    /// Forbids these extensions anywhere in the name, in any case and in every reading of
    /// [`extensions`](super::extensions): servers may run `a.php.jpg`. Further calls add to the list.
    ///
    /// `check` refuses such a name; `clean` makes the dot before the part `_` (`a_php.jpg`).
    pub fn forbid_extensions_anywhere(
        mut self,
        extensions: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        for extension in extensions {
            let extension = extension.as_ref();
            if self.is_extension("forbid_extensions_anywhere", extension) {
                for spelling in extensions::extensions(&format!("x.{extension}")) {
                    add(&mut self.policy.forbidden, spelling);
                }
            }
        }
        self
    }

    /// Keeps one dot at the beginning (`.gitignore`); it is dropped unless set. Names that servers read settings from
    /// are renamed in both cases (`.htaccess`, `_htaccess`).
    pub fn keep_leading_dot(mut self, keep: bool) -> Self {
        self.policy.keep_leading_dot = keep;
        self
    }

    /// Keeps all of a text with slashes, with `_` for each `/` and `\`: for names that the program makes, of a title
    /// (`Part (1/2).mp3`, `Part (1_2).mp3`). Unless set, the text is a path, as uploads are named, and the last
    /// segment is kept (`2).mp3`).
    ///
    /// # Examples
    /// ```
    /// use untaint::filename::{self, FilenamePolicy};
    ///
    /// let titles = FilenamePolicy::builder().keep_segments(true).build()?;
    /// assert_eq!(filename::clean("AC/DC: T.N.T. (1/2).mp3", &titles), "AC_DC_ T.N.T. (1_2).mp3");
    /// assert_eq!(filename::clean("../../etc/passwd", &titles), "_.._etc_passwd");
    /// assert_eq!(filename::check("AC/DC", &titles).unwrap_err().code(), "filename.separator");
    /// # Ok::<(), untaint::PolicyError>(())
    /// ```
    #[doc(alias = "title")]
    #[doc(alias = "basename")]
    pub fn keep_segments(mut self, keep: bool) -> Self {
        self.policy.keep_segments = keep;
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<FilenamePolicy, PolicyError> {
        let policy = self.policy;
        if let Some(error) = self.error {
            return Err(error);
        }
        if !(LEAST_MAX_BYTES..=MOST_MAX_BYTES).contains(&policy.max_bytes) {
            let entry = policy.max_bytes.to_string();
            return Err(PolicyError::new("max_bytes", entry, "choose from 8 to 1024 bytes"));
        }
        if let Some(entry) = policy.allowed.iter().find(|entry| entry.len() + 2 > policy.max_bytes) {
            return Err(PolicyError::new("allow_extensions", entry, "no name with it is short enough"));
        }
        if let Some(entry) = policy.allowed.iter().find(|entry| policy.forbids_one_of(&format!("x.{entry}")))
        {
            return Err(PolicyError::new("allow_extensions", entry, "it is forbidden as well"));
        }
        if !settle::is_settled(&policy.fallback, &policy) {
            let entry = policy.fallback.into_owned();
            return Err(PolicyError::new("fallback", entry, "it is no clean name under this policy"));
        }
        Ok(policy)
    }

    fn is_extension(&mut self, setting: &'static str, entry: &str) -> bool {
        let whole = |read: &[String]| matches!(read, [one] if *one == entry.to_lowercase());
        let is_extension = entry.len() <= super::cut::LONGEST_EXTENSION
            && whole(&extensions::extensions(&format!("x.{entry}")))
            && settle::is_settled(&format!("x.{entry}"), FilenamePolicy::portable());
        if !is_extension {
            self.fail(setting, entry, "write an extension as png, without a dot");
        }
        is_extension
    }
}

/// Adds an entry that is not on the list yet.
fn add(list: &mut Vec<String>, entry: String) {
    if !list.contains(&entry) {
        list.push(entry);
    }
}
