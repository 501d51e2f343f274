//! What a format says of itself: the rows of its types, its signatures and shapes. The ground floor of `format`.

use super::answer::{Proof, Seen};
use crate::upload::file_type::{Class, FileType};
use crate::upload::finding::Findings;
use crate::upload::sniffed::{Check, Sniffed};
use crate::upload::source::{Scan, Source};
use crate::upload::walk::step::Walking;

/// One format, or a close family: what a file of this folder hands to the registry.
#[derive(Clone, Copy)]
pub(super) struct Format {
    pub(super) types: &'static [(FileType, Row)],
    pub(super) signatures: &'static [Signature],
    pub(super) shapes: &'static [Shape],
    pub(super) guesses: &'static [Guess],
}

impl Format {
    /// Types without a signature.
    pub(super) const fn of(types: &'static [(FileType, Row)]) -> Self {
        Self { types, signatures: &[], shapes: &[], guesses: &[] }
    }
}

/// What is known of a type. A field that a row does not name has its value from [`Row::new`].
#[derive(Clone, Copy)]
pub(in crate::upload) struct Row {
    pub(super) mime: &'static str,
    pub(super) class: Class,
    pub(super) extensions: &'static [&'static str],
    /// Other names of the media type.
    pub(super) aliases: &'static [&'static str],
    /// The more general type that each such file is an instance of.
    pub(super) parent: Option<FileType>,
    pub(super) marks: &'static [Mark],
    /// Whether this file may be text behind its first bytes, although its type has others.
    pub(super) plain: fn(&Source<'_>) -> bool,
    /// How its bytes are followed to the end, where they are.
    pub(super) walk: Option<Walking>,
    /// What else must see every byte of it.
    pub(super) scan: Option<fn() -> Box<dyn Scan>>,
    /// What its two ends tell.
    pub(super) inspect: fn(&Source<'_>, &mut Findings),
    /// What content of this type is under such an extension: the content cannot tell the two apart, or one is a form
    /// of the other.
    pub(super) named: &'static [(&'static str, FileType)],
    /// Other types that clients declare for it.
    pub(super) declared: &'static [FileType],
    /// What content that begins as this type may turn out to be, once more of it has come.
    pub(super) later: &'static [FileType],
}

impl Row {
    pub(super) const fn new(mime: &'static str, class: Class) -> Self {
        Self {
            mime,
            class,
            extensions: &[],
            aliases: &[],
            parent: None,
            marks: &[],
            plain: |_| false,
            walk: None,
            scan: None,
            inspect: |_, _| {},
            named: &[],
            declared: &[],
            later: &[],
        }
    }
}

/// What else there is to say of a type, and of each more special form of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::upload) enum Mark {
    /// A file of fewer bytes than other types' headers have may be whole.
    Small,
    /// Written in letters, so that text behind the first bytes is no disguise.
    Written,
    /// A picture that browsers show.
    Shown,
    /// A picture of lines, or one that is a text: none of dots.
    Drawing,
    /// Left to its program, which alone can call it whole: no browser shows it, and some write it without the picture.
    Loose,
    /// A document whose type says that it has macros.
    Macros,
    /// A language of web servers.
    Served,
    /// A page: that it can run script is known.
    Page,
    /// A ZIP archive with a purpose.
    Zip,
    /// Says its media type in a part named `mimetype`.
    Mimetype,
    /// Carries an archive behind a part of its own: programs that unpack themselves.
    Carrier,
    /// A film in the boxes of ISO media.
    FilmBox,
    /// Cells, which a spreadsheet reads.
    Table,
}

/// Bytes that a file begins with, and who is asked about the structure behind them.
#[derive(Clone, Copy)]
pub(super) struct Signature {
    pub(super) bytes: &'static [u8],
    pub(super) ask: Ask,
    /// The check leaves no doubt: what it says is not looked at again for a disguise.
    pub(super) is_sure: bool,
}

/// These bytes may begin a file of several types.
pub(super) const fn sign(bytes: &'static [u8], check: fn(&Seen<'_>) -> Check) -> Signature {
    Signature { bytes, ask: Ask::Which(check), is_sure: false }
}

/// These bytes may begin a file of this type.
pub(super) const fn prove(
    bytes: &'static [u8],
    file_type: FileType,
    proof: fn(&Seen<'_>) -> Proof,
) -> Signature {
    Signature { bytes, ask: Ask::Is(file_type, proof), is_sure: false }
}

/// Who is asked about the structure.
#[derive(Clone, Copy)]
pub(super) enum Ask {
    Which(fn(&Seen<'_>) -> Check),
    Is(FileType, fn(&Seen<'_>) -> Proof),
}

impl Ask {
    pub(super) fn answer(self, seen: &Seen<'_>) -> Check {
        match self {
            Self::Which(check) => check(seen),
            Self::Is(file_type, proof) => proof(seen).map(|()| Sniffed::Known(file_type)),
        }
    }
}

/// A type whose mark stands elsewhere, or that has none but a header in which every field must fit.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Of several that fit, the lowest counts.
    pub(super) rank: u8,
    pub(super) ask: Ask,
}

/// Of this rank is what is asked before text; the others are asked for files that are none: what stands at the
/// beginning of those is up to their author.
pub(super) const BEFORE_TEXT: u8 = 0;

/// A signature that `infer` has, and who is asked where it guesses this.
#[derive(Clone, Copy)]
pub(super) struct Guess {
    pub(super) begins: fn(&[u8]) -> bool,
    /// The name that `infer` gives.
    pub(super) mime: &'static str,
    pub(super) ask: Ask,
}

/// The rows of a file: the constant, the canonical media type (IANA's name where there is one), the class, the
/// extensions (the first is the one that a stored file gets), other names of the media type that clients and tools use,
/// after `of` the more general type, and in braces further fields of [`Row`].
macro_rules! types {
    ($(
        $name:ident $mime:literal $class:ident [$($extension:literal)*] [$($alias:literal)*] $(of $parent:ident)?
        $({ $($field:ident: $value:expr),* })?;
    )*) => {
        impl $crate::upload::file_type::FileType {
            $(
                #[doc = concat!("`", $mime, "`")]
                pub const $name: Self = Self::at($crate::upload::format::names::Name::$name as u16);
            )*
        }

        const TYPES: &[($crate::upload::file_type::FileType, $crate::upload::format::row::Row)] = &[$((
            $crate::upload::file_type::FileType::$name,
            $crate::upload::format::row::Row {
                extensions: &[$($extension),*],
                aliases: &[$($alias),*],
                parent: $crate::upload::format::row::parent!($($parent)?),
                $($($field: $value,)*)?
                ..$crate::upload::format::row::Row::new($mime, $crate::upload::file_type::Class::$class)
            },
        )),*];
    };
}

macro_rules! parent {
    () => {
        None
    };
    ($parent:ident) => {
        Some($crate::upload::file_type::FileType::$parent)
    };
}

pub(super) use {parent, types};
