//! An uploaded file in a form: checked while it came, and on the disk until somebody keeps it.

use super::field::{FormField, FromForm};
use super::fields::FieldKind;
use super::filler::Filler;
use super::input::Input;
use crate::filename::SafeFilename;
use crate::upload::SafeUpload;
use crate::{Report, Violation};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tempfile::TempPath;

/// A file that was checked while it arrived, and stands in a temporary place, from which it is gone with the form
/// unless it is kept.
///
/// [`Receiver::finish`](super::Receiver::finish) alone makes it. Clones are handles of the one file: when the last of
/// them is dropped, the file is gone from the disk.
///
/// # Guarantees
/// The bytes on the disk are those that were checked, as long as nobody else writes to them: on Unix, only the user
/// that the program runs as can. `Debug` tells nothing of the visitor's.
///
/// # Does not guarantee
/// That nothing is left when the process is killed: an operating system cleans its temporary folder.
///
/// # Examples
/// ```
/// use untaint::form::Receiver;
/// use untaint::upload::UploadPolicy;
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let mut receiver = Receiver::new("me.gif", Some("image/gif"), UploadPolicy::images())?;
/// receiver.push(gif)?;
/// let file = receiver.finish()?;
///
/// let folder = tempfile::tempdir()?;
/// let name = file.persist(folder.path(), "5f2a")?;
/// assert_eq!(name, "5f2a.gif");
/// assert_eq!(std::fs::read(folder.path().join("5f2a.gif"))?, gif);
/// // It is there once.
/// assert_eq!(file.persist(folder.path(), "77c0").unwrap_err().kind(), std::io::ErrorKind::NotFound);
///
/// let mut receiver = Receiver::new("me.gif", Some("image/gif"), UploadPolicy::images())?;
/// receiver.push(b"<script>alert(1)</script>")?;
/// assert_eq!(receiver.finish().unwrap_err().code(), "upload.type");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Stored(Arc<Inner>);

struct Inner {
    upload: SafeUpload,
    /// Until it is kept.
    path: Mutex<Option<TempPath>>,
}

impl Stored {
    pub(super) fn new(upload: SafeUpload, path: TempPath) -> Self {
        Self(Arc::new(Inner { upload, path: Mutex::new(Some(path)) }))
    }

    /// What the check found.
    #[must_use]
    pub fn upload(&self) -> &SafeUpload {
        &self.0.upload
    }

    /// The file's length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "an empty file is refused")]
    pub fn len(&self) -> u64 {
        self.upload().len()
    }

    /// True when it was kept, by this handle or another: it is no longer here.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.place().is_none()
    }

    /// Opens it for reading, from its beginning.
    ///
    /// # Errors
    /// Those of the disk; [`NotFound`](io::ErrorKind::NotFound) when it was kept elsewhere.
    pub fn open(&self) -> io::Result<File> {
        match &*self.place() {
            Some(path) => File::open(path).map_err(without_path),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    /// All its bytes, of which there are no more than its policy takes.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or_default());
        self.open()?.take(self.len()).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Moves it into a folder, under the [`stored_name`](SafeUpload::stored_name) of the token, which it gives back.
    ///
    /// # Guarantees
    /// No file that is there is overwritten, no link followed, and nothing written outside the folder. When it fails,
    /// the file stays where it was, and can be kept by another call; when it succeeds, every handle knows.
    ///
    /// # Does not guarantee
    /// That it has reached the disk itself (`fsync`), or that other users may read it: on Unix its mode stays `0600`.
    ///
    /// # Errors
    /// Those of the disk: [`AlreadyExists`](io::ErrorKind::AlreadyExists) where the name is taken,
    /// [`NotFound`](io::ErrorKind::NotFound) where the folder is not there, or the file was kept before.
    ///
    /// # Cost
    /// A rename; a copy between file systems. Both wait for the disk: in async code, call it where waiting is
    /// allowed.
    pub fn persist(&self, folder: &Path, token: &str) -> io::Result<SafeFilename<'static>> {
        let name = self.upload().stored_name(token);
        let target = folder.join(name.as_str());
        let mut place = self.place();
        let Some(path) = place.take() else { return Err(io::ErrorKind::NotFound.into()) };
        let moved = path.persist_noclobber(&target).or_else(|failed| match failed.error.kind() {
            io::ErrorKind::AlreadyExists => Err((failed.error, failed.path)),
            // Another file system, or one that knows neither of the two ways to move without overwriting.
            _ => match copy(&failed.path, &target) {
                // The temporary file goes with its path.
                Ok(()) => Ok(()),
                Err(error) => Err((error, failed.path)),
            },
        });
        match moved {
            Ok(()) => Ok(name),
            Err((error, path)) => {
                *place = Some(path);
                Err(without_path(error))
            }
        }
    }

    /// A thread that panicked while it held the place has changed nothing: it is one step to put another there.
    fn place(&self) -> MutexGuard<'_, Option<TempPath>> {
        self.0.path.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Copies into a file that is new; what was written of it is taken away when that fails.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(to)?;
    let copied = io::copy(&mut source, &mut target);
    drop(target);
    if copied.is_err() {
        let _ = fs::remove_file(to);
    }
    copied.map(|_| ())
}

/// An error of the disk, without the path that `tempfile` writes into its own.
#[allow(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn without_path(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => error.kind().into(),
    }
}

impl FormField for Stored {
    const KIND: FieldKind = FieldKind::File;

    /// A page cannot send a file that it did not get.
    fn fill(&self, _: &mut Filler<'_>) {}
}

impl<C: ?Sized> FromForm<C> for Stored {
    fn from_form(input: Input<'_>, _: &C) -> Result<Self, Report> {
        match input.file()? {
            Some(file) => Ok(file.clone()),
            None => Err(Violation::new("required").into()),
        }
    }
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored").field("len", &self.len()).finish_non_exhaustive()
    }
}
