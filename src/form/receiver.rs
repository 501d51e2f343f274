//! One file of a form on its way to the disk, checked piece by piece.

use super::error::{FormError, FormErrorKind};
use super::stored::Stored;
use crate::upload::{Inspector, UploadError, UploadPolicy};
use crate::{Report, Violation};
use std::fmt;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;
use tempfile::NamedTempFile;

/// Receives one file of a form: [`upload::Inspector`](crate::upload::Inspector) sees every piece, and a temporary file
/// takes it.
///
/// # Guarantees
/// The temporary file is gone as soon as the check refuses it, and when the receiver is dropped. Only the user that the
/// program runs as can read it (Unix). Memory stays that of the inspector, whatever the file's size.
///
/// # Does not guarantee
/// That it is quick: every call may wait for the disk. In async code, call it where waiting is allowed.
///
/// # Examples
/// ```
/// use untaint::form::Receiver;
/// use untaint::upload::UploadPolicy;
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let mut receiver = Receiver::new("dot.gif", None, UploadPolicy::images())?;
/// for piece in gif.chunks(7) {
///     receiver.push(piece)?;
/// }
/// assert_eq!(receiver.finish()?.read().unwrap(), gif);
///
/// // A program is refused before the rest of it has come, and nothing of it is left.
/// let mut receiver = Receiver::new("dot.gif", None, UploadPolicy::images())?;
/// let program = [b"#!/bin/sh\n".as_slice(), &[b'\n'; 5000]].concat();
/// let refused = receiver.push(&program).unwrap_err();
/// assert_eq!((refused.code(), refused.status()), ("upload.type", 422));
/// # Ok::<(), untaint::form::ReceiveError>(())
/// ```
pub struct Receiver<'p> {
    inspector: Inspector<'p>,
    /// Until something fails.
    file: Result<BufWriter<NamedTempFile>, ReceiveError>,
}

/// Pieces may be as small as a client likes.
const BUFFER: usize = 16 * 1024;

impl<'p> Receiver<'p> {
    /// Begins in the temporary folder of the operating system. `name` and `declared` are the client's, as in
    /// [`Upload`](crate::upload::Upload).
    ///
    /// # Errors
    /// The disk has no place for it.
    pub fn new(name: &str, declared: Option<&str>, policy: &'p UploadPolicy) -> Result<Self, ReceiveError> {
        Self::new_in(&std::env::temp_dir(), name, declared, policy)
    }

    /// Begins in a folder of the program's own: on the file system to which files are kept, keeping one is a rename.
    ///
    /// # Errors
    /// The disk has no place for it.
    pub fn new_in(
        folder: &Path,
        name: &str,
        declared: Option<&str>,
        policy: &'p UploadPolicy,
    ) -> Result<Self, ReceiveError> {
        let file =
            tempfile::Builder::new().prefix(".upload-").tempfile_in(folder).map_err(ReceiveError::of_disk)?;
        let file = BufWriter::with_capacity(BUFFER, file);
        Ok(Self { inspector: Inspector::new(name, declared, policy), file: Ok(file) })
    }

    /// The next bytes of the file, any number of them.
    ///
    /// # Errors
    /// As soon as no continuation can be accepted, or the disk takes no more; every later call gives the same error.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), ReceiveError> {
        let file = self.file.as_mut().map_err(|error| error.clone())?;
        let checked = self.inspector.push(piece).map_err(ReceiveError::from);
        let done = checked.and_then(|()| file.write_all(piece).map_err(ReceiveError::of_disk));
        // The file goes with the place that it had here.
        done.inspect_err(|error| self.file = Err(error.clone()))
    }

    /// The file has ended: the verdict on it.
    ///
    /// # Errors
    /// Everything that the check found, or that the disk took no more.
    pub fn finish(self) -> Result<Stored, ReceiveError> {
        let file = self.file?;
        let upload = self.inspector.finish()?;
        let file = file.into_inner().map_err(|error| ReceiveError::of_disk(error.into_error()))?;
        Ok(Stored::new(upload, file.into_temp_path()))
    }
}

/// The length only: the rest is the visitor's.
impl fmt::Debug for Receiver<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("inspector", &self.inspector).finish_non_exhaustive()
    }
}

/// Why a file was not kept: its check refused it, or the disk did not take it.
///
/// Nothing of the file, its name or the folder is in it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReceiveError(Reason);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Reason {
    Refused(UploadError),
    Disk(io::ErrorKind, Option<i32>),
}

impl ReceiveError {
    #[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
    fn of_disk(error: io::Error) -> Self {
        Self(Reason::Disk(error.kind(), error.raw_os_error()))
    }

    /// What the check says; `None` when it was the disk.
    #[must_use]
    pub fn refusal(&self) -> Option<&UploadError> {
        match &self.0 {
            Reason::Refused(refusal) => Some(refusal),
            Reason::Disk(..) => None,
        }
    }

    /// What the disk says, for the program's log; `None` when it was the check.
    #[must_use]
    pub fn disk(&self) -> Option<io::Error> {
        match &self.0 {
            Reason::Refused(_) => None,
            Reason::Disk(_, Some(code)) => Some(io::Error::from_raw_os_error(*code)),
            Reason::Disk(kind, None) => Some((*kind).into()),
        }
    }

    /// The name of what is wrong, stable over releases: that of the deciding finding, or `form.store`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.0 {
            Reason::Refused(refusal) => refusal.code(),
            Reason::Disk(..) => FormErrorKind::Store.code(),
        }
    }

    /// The status of HTTP that says the same: 422, or 500 when it was the disk.
    #[must_use]
    pub fn status(&self) -> u16 {
        match &self.0 {
            Reason::Refused(_) => 422,
            Reason::Disk(..) => FormError::from(FormErrorKind::Store).status(),
        }
    }
}

impl fmt::Display for ReceiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::Refused(refusal) => refusal.fmt(f),
            Reason::Disk(..) => FormErrorKind::Store.fmt(f),
        }
    }
}

impl std::error::Error for ReceiveError {}

impl From<UploadError> for ReceiveError {
    fn from(error: UploadError) -> Self {
        Self(Reason::Refused(error))
    }
}

impl From<ReceiveError> for Violation {
    fn from(error: ReceiveError) -> Self {
        match error.0 {
            Reason::Refused(refusal) => refusal.into(),
            Reason::Disk(..) => FormError::from(FormErrorKind::Store).into(),
        }
    }
}

impl From<ReceiveError> for Report {
    fn from(error: ReceiveError) -> Self {
        let status = error.status();
        let report = Self::from(Violation::from(error));
        if status == 500 { report.with_status(status, "Internal Server Error") } else { report }
    }
}
