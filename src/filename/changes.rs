//! What a cleaning did, noted while it is done.

use super::error::FilenameErrorKind as Kind;

/// One kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Change {
    Path,
    Slash,
    Control,
    Noncharacter,
    Bidi,
    Invisible,
    Illegal,
    NotAscii,
    Leading,
    Trailing,
    Empty,
    NotNormal,
    Extension,
    ForbiddenExtension,
    Device,
    ServerFile,
    Cut,
}

impl Change {
    fn bit(self) -> u32 {
        1 << (self as u32)
    }

    /// The change as a reason to refuse the name; `at` is where the first character was changed.
    pub(super) fn refusal(self, at: usize, len: usize, max: usize) -> Kind {
        match self {
            Self::Path => Kind::Separator { at },
            Self::Slash => Kind::Slash { at },
            Self::Control => Kind::Control { at },
            Self::Noncharacter => Kind::Noncharacter { at },
            Self::Bidi => Kind::Bidi { at },
            Self::Invisible => Kind::Invisible { at },
            Self::Illegal => Kind::Illegal { at },
            Self::NotAscii => Kind::NotAscii { at },
            Self::Leading => Kind::Leading,
            Self::Trailing => Kind::Trailing,
            Self::Empty => Kind::Empty,
            Self::NotNormal => Kind::NotNormal,
            Self::Extension => Kind::Extension,
            Self::ForbiddenExtension => Kind::ForbiddenExtension,
            Self::Device => Kind::Device,
            Self::ServerFile => Kind::ServerFile,
            Self::Cut => Kind::TooLong { len, max },
        }
    }
}

/// All the changes of one cleaning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Changes {
    bits: u32,
    first: Option<(Change, usize)>,
    cut_at: Option<usize>,
}

impl Changes {
    pub(super) fn add(&mut self, change: Change) {
        self.add_at(change, 0);
    }

    /// The first change is the one that a refusal names.
    pub(super) fn add_at(&mut self, change: Change, at: usize) {
        self.bits |= change.bit();
        self.first.get_or_insert((change, at));
    }

    pub(super) fn add_cut(&mut self, at: usize) {
        self.add(Change::Cut);
        self.cut_at = Some(at);
    }

    pub(super) fn has(&self, change: Change) -> bool {
        self.bits & change.bit() != 0
    }

    pub(super) fn first(&self) -> Option<(Change, usize)> {
        self.first
    }

    pub(super) fn cut_at(&self) -> Option<usize> {
        self.cut_at
    }
}
