//! What the caller decides about uploads: types, sizes, and which findings are tolerated.

use super::error::Limit;
use super::file_type::FileType;
use super::finding::FindingKind;
use super::format::COUNT;
use crate::error::{PolicyError, policy_builder};
use std::borrow::Cow;

/// What may be uploaded: built once, in a `static`.
///
/// A type on the list stands for its more special forms too ([`FileType::is_a`]): [`FileType::PNG`] lets an animated
/// PNG in, [`FileType::XML`] lets GPX in. [`FileType::TEXT`] is plain text only: CSV, Markdown and JSON are listed by
/// their own names, because each has readers of its own.
///
/// # Examples
/// ```
/// use untaint::upload::{FileType, FindingKind, UploadPolicy};
///
/// let policy = UploadPolicy::builder()
///     .allow([FileType::PNG, FileType::JPEG, FileType::PDF])
///     .max_bytes(5 << 20)
///     .max_pixels(50_000_000)
///     .build()?;
/// assert!(policy.allows(FileType::APNG));
/// assert!(!policy.allows(FileType::SVG));
///
/// // Nothing on the list, or a finding that cannot be tolerated, is the programmer's mistake.
/// assert!(UploadPolicy::builder().build().is_err());
/// assert!(UploadPolicy::builder().allow([FileType::PNG]).tolerate([FindingKind::Type]).build().is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadPolicy {
    pub(super) types: TypeSet,
    pub(super) max_bytes: u64,
    pub(super) max_pixels: u64,
    pub(super) tolerated: KindSet,
    /// Extensions, in lower case, whose content need not be of a known type.
    pub(super) unknown: Cow<'static, [String]>,
}

/// Findings that say what a file can do without saying that it does harm: a policy from [`UploadPolicy::builder`]
/// reports them and accepts the file, the presets refuse it.
const ADVISORY: &[FindingKind] = &[
    FindingKind::ActivePage,
    FindingKind::CodeInText,
    FindingKind::MacroEnabled,
    FindingKind::External,
    FindingKind::PdfOpaque,
    FindingKind::PartsUnread,
    FindingKind::ZipNested,
    FindingKind::ZipEncrypted,
    FindingKind::ZipExecutable,
    FindingKind::PdfAttachment,
    FindingKind::Embedded,
    FindingKind::Encrypted,
    FindingKind::Film,
    FindingKind::HiddenText,
];

/// What no policy tolerates: without a type there is nothing to serve, and the other two are limits of their own.
const ALWAYS_FATAL: &[FindingKind] =
    &[FindingKind::Empty, FindingKind::TooLarge, FindingKind::Type, FindingKind::Unknown];

static IMAGES: UploadPolicy = UploadPolicy::preset(
    &[FileType::PNG, FileType::JPEG, FileType::GIF, FileType::WEBP, FileType::AVIF],
    10 << 20,
    50_000_000,
    &[FindingKind::Film],
);
static AVATARS: UploadPolicy =
    UploadPolicy::preset(&[FileType::PNG, FileType::JPEG, FileType::WEBP], 2 << 20, 16_000_000, &[]);
static DOCUMENTS: UploadPolicy = UploadPolicy::preset(
    &[
        FileType::PDF,
        FileType::DOCX,
        FileType::XLSX,
        FileType::PPTX,
        FileType::ODT,
        FileType::ODS,
        FileType::ODP,
        FileType::TEXT,
        FileType::MARKDOWN,
        FileType::CSV,
    ],
    25 << 20,
    50_000_000,
    &[],
);

impl UploadPolicy {
    const fn preset(types: &[FileType], max_bytes: u64, max_pixels: u64, tolerated: &[FindingKind]) -> Self {
        Self {
            types: TypeSet::of(types),
            max_bytes,
            max_pixels,
            tolerated: KindSet::of(tolerated),
            unknown: Cow::Borrowed(&[]),
        }
    }

    /// PNG, JPEG, GIF, WebP and AVIF of at most 10 MiB and 50 million pixels; every finding refuses but a
    /// [`Film`](FindingKind::Film) that belongs to a photo.
    #[must_use]
    pub fn images() -> &'static Self {
        &IMAGES
    }

    /// PNG, JPEG and WebP of at most 2 MiB and 16 million pixels; every finding refuses.
    #[must_use]
    pub fn avatars() -> &'static Self {
        &AVATARS
    }

    /// PDF, the current office formats without macros, plain text, Markdown and CSV of at most 25 MiB; every finding
    /// refuses.
    #[must_use]
    pub fn documents() -> &'static Self {
        &DOCUMENTS
    }

    /// Starts with no type allowed, 10 MiB and 100 million pixels. All findings refuse but those that only say what a
    /// file could do, which are reported and tolerated: [`ActivePage`](FindingKind::ActivePage),
    /// [`CodeInText`](FindingKind::CodeInText), [`MacroEnabled`](FindingKind::MacroEnabled),
    /// [`External`](FindingKind::External), [`PdfOpaque`](FindingKind::PdfOpaque),
    /// [`PartsUnread`](FindingKind::PartsUnread), [`ZipNested`](FindingKind::ZipNested),
    /// [`ZipEncrypted`](FindingKind::ZipEncrypted), [`ZipExecutable`](FindingKind::ZipExecutable),
    /// [`PdfAttachment`](FindingKind::PdfAttachment), [`Embedded`](FindingKind::Embedded),
    /// [`Encrypted`](FindingKind::Encrypted), [`Film`](FindingKind::Film) and
    /// [`HiddenText`](FindingKind::HiddenText).
    pub fn builder() -> UploadPolicyBuilder {
        let policy = Self::preset(&[], 10 << 20, 100_000_000, ADVISORY);
        UploadPolicyBuilder { policy, error: None }
    }

    /// True when files of this type may come in.
    #[must_use]
    pub fn allows(&self, file_type: FileType) -> bool {
        FileType::every()
            .any(|listed| self.types.has(listed) && file_type.is_a(listed) && !widens(listed, file_type))
    }

    /// True when a file with this finding is refused; of [`Extension`](FindingKind::Extension), a picture under the
    /// name of another kind of picture is not.
    #[must_use]
    pub fn refuses(&self, kind: FindingKind) -> bool {
        !self.tolerated.has(kind)
    }

    /// What the policy would have taken instead of a file with this finding, where it is a list or a number.
    pub(super) fn limit(&self, kind: FindingKind) -> Option<Limit> {
        match kind {
            FindingKind::Type | FindingKind::Unknown => {
                let listed =
                    FileType::every().filter(|listed| self.types.has(*listed)).map(FileType::extension);
                let listed: Vec<_> = listed.map(str::to_owned).chain(self.unknown.iter().cloned()).collect();
                Some(Limit::Allowed(listed.join(", ")))
            }
            FindingKind::TooLarge => Some(Limit::Max(self.max_bytes)),
            FindingKind::Pixels => Some(Limit::Max(self.max_pixels)),
            _ => None,
        }
    }

    /// The files that it may take, as `accept` of HTML lists them: every name that such a file may have, so that a
    /// browser hides none.
    pub(crate) fn accept(&self) -> String {
        let allowed = || FileType::every().filter(|file_type| self.allows(*file_type));
        let dotted = |extension: &str| format!(".{extension}");
        let mut words: Vec<String> =
            allowed().flat_map(FileType::extensions).map(|extension| dotted(extension)).collect();
        words.extend(self.unknown.iter().map(|extension| dotted(extension)));
        words.extend(allowed().map(|file_type| file_type.mime().to_owned()));
        let mut seen = std::collections::HashSet::new();
        words.retain(|word| seen.insert(word.clone()));
        words.join(",")
    }

    pub(super) fn takes_unknown(&self, extension: &str) -> bool {
        self.unknown.iter().any(|listed| listed.eq_ignore_ascii_case(extension))
    }
}

/// `TEXT` on the list is plain text alone, though all kinds of text are text.
fn widens(listed: FileType, file_type: FileType) -> bool {
    listed == FileType::TEXT && file_type != FileType::TEXT
}

policy_builder!(UploadPolicy, UploadPolicyBuilder);

/// Builds an [`UploadPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct UploadPolicyBuilder {
    policy: UploadPolicy,
    error: Option<PolicyError>,
}

impl UploadPolicyBuilder {
    /// Allows files of these types.
    pub fn allow(mut self, types: impl IntoIterator<Item = FileType>) -> Self {
        for file_type in types {
            self.policy.types.insert(file_type);
        }
        self
    }

    /// Allows content of no known type under these extensions, without the dot. Such a file is served as
    /// `application/octet-stream`, for download. It is still refused where its content is known and not allowed.
    pub fn allow_unknown(mut self, extensions: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        for extension in extensions {
            let extension = extension.as_ref();
            let plain = !extension.is_empty()
                && extension.len() <= 16
                && extension.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
            if plain {
                self.policy.unknown.to_mut().push(extension.to_ascii_lowercase());
            } else {
                self.fail(
                    "allow_unknown",
                    extension,
                    "an extension is 1 to 16 ASCII letters and digits, without the dot",
                );
            }
        }
        self
    }

    /// The largest file, in bytes.
    pub fn max_bytes(mut self, bytes: u64) -> Self {
        if bytes == 0 {
            self.fail("max_bytes", "0", "no file would pass");
        }
        self.policy.max_bytes = bytes;
        self
    }

    /// The largest picture, in pixels (width times height, for animations times the canvas, not the frames).
    pub fn max_pixels(mut self, pixels: u64) -> Self {
        if pixels == 0 {
            self.fail("max_pixels", "0", "no picture would pass");
        }
        self.policy.max_pixels = pixels;
        self
    }

    /// Accepts files with these findings; they are still reported by
    /// [`SafeUpload::findings`](super::SafeUpload::findings).
    ///
    /// [`Empty`](FindingKind::Empty), [`TooLarge`](FindingKind::TooLarge), [`Type`](FindingKind::Type) and
    /// [`Unknown`](FindingKind::Unknown) cannot be tolerated; their limits are set by the other methods.
    pub fn tolerate(mut self, kinds: impl IntoIterator<Item = FindingKind>) -> Self {
        for kind in kinds {
            if ALWAYS_FATAL.contains(&kind) {
                self.fail("tolerate", kind.code(), "this finding always refuses");
            } else {
                self.policy.tolerated.insert(kind);
            }
        }
        self
    }

    /// Refuses files with these findings.
    pub fn refuse(mut self, kinds: impl IntoIterator<Item = FindingKind>) -> Self {
        for kind in kinds {
            self.policy.tolerated.remove(kind);
        }
        self
    }

    /// Refuses files with any finding, as the presets do. A picture under the name of another kind of picture is
    /// accepted all the same where the policy lists its own type, and
    /// [`Extension`](FindingKind::Extension) is said.
    pub fn strict(mut self) -> Self {
        self.policy.tolerated = KindSet::of(&[]);
        self
    }

    /// The policy, or the first mistake in it.
    ///
    /// # Errors
    /// No type is allowed, a limit is 0, an extension of [`allow_unknown`](Self::allow_unknown) is not one, or
    /// a finding is to be tolerated that cannot be.
    pub fn build(self) -> Result<UploadPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.types.is_empty() && self.policy.unknown.is_empty() => {
                Err(PolicyError::new("allow", "", "no type is allowed"))
            }
            None => Ok(self.policy),
        }
    }
}

/// A set of types.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct TypeSet([u64; COUNT.div_ceil(64)]);

impl TypeSet {
    const fn of(types: &[FileType]) -> Self {
        let mut set = Self([0; COUNT.div_ceil(64)]);
        let mut i = 0;
        while i < types.len() {
            let at = types[i].index();
            set.0[at / 64] |= 1 << (at % 64);
            i += 1;
        }
        set
    }

    // A type's index is below `COUNT`, so its word exists.
    fn insert(&mut self, file_type: FileType) {
        self.0[file_type.index() / 64] |= 1 << (file_type.index() % 64);
    }

    fn has(&self, file_type: FileType) -> bool {
        self.0[file_type.index() / 64] >> (file_type.index() % 64) & 1 == 1
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

impl std::fmt::Debug for TypeSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(FileType::every().filter(|file_type| self.has(*file_type))).finish()
    }
}

/// A set of kinds of finding.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct KindSet(u64);

impl KindSet {
    const fn of(kinds: &[FindingKind]) -> Self {
        let mut set = 0;
        let mut i = 0;
        while i < kinds.len() {
            set |= 1 << kinds[i] as u32;
            i += 1;
        }
        Self(set)
    }

    fn insert(&mut self, kind: FindingKind) {
        self.0 |= 1 << kind as u32;
    }

    fn remove(&mut self, kind: FindingKind) {
        self.0 &= !(1 << kind as u32);
    }

    fn has(self, kind: FindingKind) -> bool {
        self.0 >> kind as u32 & 1 == 1
    }
}

impl std::fmt::Debug for KindSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(FindingKind::ALL.iter().filter(|kind| self.has(**kind))).finish()
    }
}
