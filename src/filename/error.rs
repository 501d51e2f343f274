//! Why a name or a path was refused.

use crate::error::Violation;

/// Why a name or a path was refused.
///
/// Nothing of the name is in it: only the reason, lengths and byte offsets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind}")]
pub struct FilenameError {
    kind: FilenameErrorKind,
}

/// The reasons of a [`FilenameError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum FilenameErrorKind {
    /// Nothing is there, or nothing but dots, spaces and characters that no name keeps.
    #[error("the name is empty")]
    Empty,
    /// The name has more bytes than the policy allows.
    #[error("the name has {len} bytes, {max} are allowed")]
    TooLong {
        /// The name's length in bytes.
        len: usize,
        /// The policy's limit in bytes.
        max: usize,
    },
    /// A `/` or `\` in a name, or a `\` in a relative path.
    #[error("a path separator stands at byte {at}")]
    Separator {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A character that looks like a slash, or becomes one in compatibility normal form.
    #[error("a character that looks like a slash stands at byte {at}")]
    Slash {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A C0 or C1 control, DEL, U+2028 or U+2029.
    #[error("a control character stands at byte {at}")]
    Control {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A code point that will never be a character.
    #[error("a noncharacter stands at byte {at}")]
    Noncharacter {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A character that turns the direction of text.
    #[error("a character that turns the direction of text stands at byte {at}")]
    Bidi {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A character that cannot be seen and does nothing for its neighbours.
    #[error("an invisible character stands at byte {at}")]
    Invisible {
        /// Byte offset of the first one.
        at: usize,
    },
    /// One of `< > : " | ? *`, which Windows takes in no name.
    #[error("a character that Windows takes in no name stands at byte {at}")]
    Illegal {
        /// Byte offset of the first one.
        at: usize,
    },
    /// A character outside ASCII, where the policy wants ASCII only.
    #[error("a character outside ASCII stands at byte {at}")]
    NotAscii {
        /// Byte offset of the first one.
        at: usize,
    },
    /// The name is not in normal form C.
    #[error("the name is not in normal form C")]
    NotNormal,
    /// The name begins with a dot, a dash, a space or a combining mark.
    #[error("the name begins with a dot, a dash, a space or a mark")]
    Leading,
    /// The name, or a segment of the path, ends with a dot or a space.
    #[error("a name ends with a dot or a space")]
    Trailing,
    /// Windows opens a device instead of a file of this name.
    #[error("the name is one of a Windows device")]
    Device,
    /// A server or a desktop reads settings from a file of this name.
    #[error("a server or a desktop reads settings from a file of this name")]
    ServerFile,
    /// The extension is not on the policy's list, or there is none.
    #[error("the extension is not on the list")]
    Extension,
    /// One of the dotted parts is an extension that the policy forbids.
    #[error("a part of the name is a forbidden extension")]
    ForbiddenExtension,
    /// The path begins at a root, a drive or a share.
    #[error("the path is not relative")]
    Absolute,
    /// A segment of the path is `..`, or would be for a program that drops spaces.
    #[error("a segment of the path is the folder above")]
    Parent,
    /// A segment of the path is empty or `.`; so is what follows a `/` at the end.
    #[error("a segment of the path is empty or a dot")]
    Segment,
    /// A `:`, behind which Windows reads a stream of the file.
    #[error("a colon, which begins a stream of a file, stands at byte {at}")]
    Stream {
        /// Byte offset of the first one.
        at: usize,
    },
}

impl FilenameError {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> FilenameErrorKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            FilenameErrorKind::Empty => "filename.empty",
            FilenameErrorKind::TooLong { .. } => "filename.too_long",
            FilenameErrorKind::Separator { .. } => "filename.separator",
            FilenameErrorKind::Slash { .. } => "filename.slash",
            FilenameErrorKind::Control { .. } => "filename.control",
            FilenameErrorKind::Noncharacter { .. } => "filename.noncharacter",
            FilenameErrorKind::Bidi { .. } => "filename.bidi",
            FilenameErrorKind::Invisible { .. } => "filename.invisible",
            FilenameErrorKind::Illegal { .. } => "filename.illegal",
            FilenameErrorKind::NotAscii { .. } => "filename.not_ascii",
            FilenameErrorKind::NotNormal => "filename.not_normal",
            FilenameErrorKind::Leading => "filename.leading",
            FilenameErrorKind::Trailing => "filename.trailing",
            FilenameErrorKind::Device => "filename.device",
            FilenameErrorKind::ServerFile => "filename.server_file",
            FilenameErrorKind::Extension => "filename.extension",
            FilenameErrorKind::ForbiddenExtension => "filename.forbidden_extension",
            FilenameErrorKind::Absolute => "filename.absolute",
            FilenameErrorKind::Parent => "filename.parent",
            FilenameErrorKind::Segment => "filename.segment",
            FilenameErrorKind::Stream { .. } => "filename.stream",
        }
    }
}

impl From<FilenameErrorKind> for FilenameError {
    fn from(kind: FilenameErrorKind) -> Self {
        Self { kind }
    }
}

impl From<FilenameError> for Violation {
    fn from(error: FilenameError) -> Self {
        use FilenameErrorKind as Kind;
        let violation = Self::new(error.code()).with_detail(error.to_string());
        match error.kind {
            Kind::TooLong { len, max } => violation.with_param("len", len).with_param("max", max),
            Kind::Separator { at }
            | Kind::Slash { at }
            | Kind::Control { at }
            | Kind::Noncharacter { at }
            | Kind::Bidi { at }
            | Kind::Invisible { at }
            | Kind::Illegal { at }
            | Kind::NotAscii { at }
            | Kind::Stream { at } => violation.with_param("at", at),
            _ => violation,
        }
    }
}
