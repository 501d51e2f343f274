//! The upload that was checked.

use super::file_type::FileType;
use super::finding::Finding;
use super::sniffed::Encoding;
use crate::filename::{self, FilenamePolicy, SafeFilename};

/// An upload that was checked: what it is, what was found, what to call it.
///
/// # Guarantees
/// The content is of a type that the policy allows; the name and the declared type do not contradict it, but for a
/// picture under the name of another kind of picture, which [`findings`](Self::findings) says; nothing else was found
/// that the policy refuses; the file is not longer than the policy allows.
///
/// # Does not guarantee
/// That the bytes you store are the bytes that were checked; that a decoder takes the file without harm, for which a
/// picture is best decoded and written again; that text says what it should. Serve it with
/// [`serve_headers`](super::serve_headers) and store it under [`stored_name`](Self::stored_name).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SafeUpload {
    file_type: FileType,
    encoding: Option<Encoding>,
    findings: Vec<Finding>,
    name: SafeFilename<'static>,
    len: u64,
}

impl SafeUpload {
    pub(super) fn checked(
        file_type: FileType,
        encoding: Option<Encoding>,
        findings: Vec<Finding>,
        name: SafeFilename<'static>,
        len: u64,
    ) -> Self {
        Self { file_type, encoding, findings, name, len }
    }

    /// What the file is.
    #[must_use]
    pub fn file_type(&self) -> FileType {
        self.file_type
    }

    /// How its characters are written, where the content is text.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// What was found and tolerated, the gravest first.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The visitor's name for the file, cleaned by [`filename::clean`]: to show it and to offer it for saving, not to
    /// store under it.
    #[must_use]
    pub fn name(&self) -> &SafeFilename<'static> {
        &self.name
    }

    /// The file's length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "an empty file is refused")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// A name to store the file under: `token`, and the extension of the content.
    ///
    /// The token is yours, random and new for each file, so that no visitor can guess or choose a name. It is cleaned
    /// like any name, and loses its dots.
    ///
    /// # Examples
    /// ```
    /// use untaint::upload::{self, Upload, UploadPolicy};
    ///
    /// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    /// let up = upload::check(&Upload { name: "me.GIF", declared: None, bytes: gif }, UploadPolicy::images())?;
    /// assert_eq!(up.stored_name("c5f1e0"), "c5f1e0.gif");
    /// assert_eq!(up.stored_name("../../etc/cron.d/x.sh"), "x_sh.gif");
    /// # Ok::<(), upload::UploadError>(())
    /// ```
    #[must_use]
    pub fn stored_name(&self, token: &str) -> SafeFilename<'static> {
        let token = filename::clean(token, FilenamePolicy::portable());
        let name = format!("{}.{}", token.as_str().replace('.', "_"), self.file_type.extension());
        filename::clean(&name, FilenamePolicy::portable()).into_owned()
    }
}

/// What the program knows of the file; the content is not in it.
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for SafeUpload {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("SafeUpload", 4)?;
        fields.serialize_field("type", &self.file_type)?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("len", &self.len)?;
        fields.serialize_field("findings", &self.findings)?;
        fields.end()
    }
}
