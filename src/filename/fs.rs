//! Files made and opened below a folder.

use super::join::{JoinRules, check_relative};
use super::safe_filename::SafeFilename;
use cap_std::ambient_authority;
use cap_std::fs::{Dir, OpenOptions};
use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::path::Path;

/// Names tried before giving up. Two suffixes meet once in 2^40, so only a file system that refuses all gets there.
const ATTEMPTS: usize = 16;
const SUFFIX_LEN: usize = 8;

/// Makes a new, empty file of this name in a folder, for reading and writing; if the name is taken, of the name with a
/// random suffix.
///
/// Returns the file and the name it has.
///
/// # Guarantees
/// No file is overwritten and no link followed: the system makes the file only if nothing of that name is there
/// (`O_EXCL`), so two uploads at once get two files, also where the file system takes two names for one.
///
/// # Does not guarantee
/// That the folder is the one you mean, if others can put a link in its place. The suffix is not secret.
///
/// # Errors
/// What the system says; [`AlreadyExists`](io::ErrorKind::AlreadyExists) after 16 names that were all taken.
///
/// # Examples
/// ```
/// use std::io::Write;
/// use untaint::filename::{create_in, secure_filename};
///
/// # let folder = std::env::temp_dir().join(format!("untaint-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// let name = secure_filename("../report.pdf");
/// let (mut file, first) = create_in(&folder, &name)?;
/// file.write_all(b"%PDF")?;
/// let (_, second) = create_in(&folder, &name)?;
/// assert_eq!(first, "report.pdf");
/// assert!(second.as_str().starts_with("report-") && second.extension() == Some("pdf"));
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn create_in(
    dir: impl AsRef<Path>,
    name: &SafeFilename<'_>,
) -> io::Result<(File, SafeFilename<'static>)> {
    let dir = Dir::open_ambient_dir(dir, ambient_authority())?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    let mut tried = name.clone().into_owned();
    for _ in 0..ATTEMPTS {
        match dir.open_with(&tried, &options) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => tried = name.with_suffix(&suffix()),
            result => return result.map(|file| (file.into_std(), tried)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Letters and digits from the keys that the standard library draws for its hash maps.
fn suffix() -> String {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let random = RandomState::new().hash_one(ATTEMPTS);
    (0..SUFFIX_LEN).map(|place| char::from(LETTERS[(random >> (5 * place) & 31) as usize])).collect() // 5 bits
}

/// Opens an existing file below a folder for reading; no link leads out of it.
///
/// The path must keep the rules of [`safe_join`](super::safe_join). Links inside the folder are followed as long as
/// they stay inside (`openat2` with `RESOLVE_BENEATH` on Linux, step by step elsewhere, by the crate `cap-std`), also
/// while somebody else moves things around.
///
/// # Does not guarantee
/// That it is a plain file: whoever can make a pipe or a device there can make it the file.
///
/// # Errors
/// [`InvalidInput`](io::ErrorKind::InvalidInput) with the [`FilenameError`](super::FilenameError) for a path that
/// breaks the rules; [`PermissionDenied`](io::ErrorKind::PermissionDenied) for a link that leads out; otherwise what
/// the system says.
///
/// # Examples
/// ```
/// use std::io::ErrorKind;
/// use untaint::filename::open_beneath;
///
/// # let folder = std::env::temp_dir().join(format!("untaint-doc-open-{}", std::process::id()));
/// # std::fs::create_dir_all(folder.join("a"))?;
/// std::fs::write(folder.join("a/b.txt"), "b")?;
/// assert!(open_beneath(&folder, "a/b.txt").is_ok());
/// assert_eq!(open_beneath(&folder, "../b.txt").unwrap_err().kind(), ErrorKind::InvalidInput);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn open_beneath(base: impl AsRef<Path>, untrusted_relative: &str) -> io::Result<File> {
    check_relative(untrusted_relative, JoinRules::Portable)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
    let base = Dir::open_ambient_dir(base, ambient_authority())?;
    base.open(untrusted_relative).map(cap_std::fs::File::into_std)
}
