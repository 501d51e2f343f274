//! [`FileType`]: a type this module can tell from the bytes. What is known of each stands in `format`.

/// A type of file, such as [`FileType::PNG`].
///
/// The list is closed: a type is on it because the bytes, or the bytes and the extension together, can show it.
///
/// # Examples
/// ```
/// use untaint::upload::FileType;
///
/// assert_eq!(FileType::JPEG.mime(), "image/jpeg");
/// assert_eq!(FileType::from_mime("Image/PJPEG; q=1"), Some(FileType::JPEG)); // a name that old clients use
/// assert_eq!(FileType::from_extension("JPE"), Some(FileType::JPEG));
/// assert_eq!(FileType::from_extension("unheard-of"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileType(u16);

/// What a type is for, and so how a browser treats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Pictures made of dots; nothing in them runs.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Documents of an office, books: programs open them, and some can carry programs.
    Document,
    /// Containers of other files, compressed files, disk images.
    Archive,
    /// Fonts.
    Font,
    /// Programs, packages that install programs, files that start programs.
    Executable,
    /// Databases, arrays, models, captures.
    Data,
    /// Text that is only read.
    Text,
    /// Text with a meaning of its own that nothing runs by opening it: source code, mail.
    Code,
    /// Text that a server, a browser or a desktop obeys: scripts, shortcuts.
    Script,
    /// HTML, XML and what is made of it: a browser builds a document of it.
    Markup,
}

impl FileType {
    pub(super) const fn at(id: u16) -> Self {
        Self(id)
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl Class {
    /// Whether files of the class are text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Text | Self::Code | Self::Script | Self::Markup)
    }
}
