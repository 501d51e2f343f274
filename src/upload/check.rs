//! [`check`]: a whole upload at once, and the steps that [`Inspector`](super::Inspector) shares with it.

use super::error::UploadError;
use super::file_type::{Class, FileType};
use super::finding::{Finding, FindingKind, Findings};
use super::needles::Needles;
use super::pdf::PdfScan;
use super::policy::UploadPolicy;
use super::resolve::{Claims, resolve};
use super::sniff::{Encoding, Sniffed, detect};
use super::source::{Scan, Source};
use super::text::TextScan;
use super::walk::Walker;
use super::{markup, ole, text, zip};
use crate::filename::{self, FilenamePolicy, SafeFilename};

/// An upload as a form delivers it.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The name the client gave, as it stands in the request.
    pub name: &'a str,
    /// The type the client declared, if any; `None`, an empty one and `application/octet-stream` claim nothing.
    pub declared: Option<&'a str>,
    /// The content.
    pub bytes: &'a [u8],
}

/// How much of the beginning decides which scans run: bytes. Each format that is scanned shows itself before that.
pub(super) const FIRST_LOOK: usize = 4096;

/// Accepts an upload whose content is of an allowed type, whole, and free of what the policy refuses.
///
/// The content decides; the name's extension and the declared type must not contradict it. Every finding is
/// collected, also for accepted files.
///
/// # Errors
/// [`UploadError`] with all findings; [`code`](UploadError::code) is the gravest that the policy refuses.
///
/// # Cost
/// Linear in the file's length, one pass; allocates for the findings, the name, and up to 1 MiB for the parts of
/// an archive that tell its type. No picture is decoded, no archive unpacked.
///
/// # Examples
/// ```
/// use untaint::upload::{self, FileType, Upload, UploadPolicy};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let up = upload::check(&Upload { name: "dot.gif", declared: Some("image/gif"), bytes: gif }, UploadPolicy::images())?;
/// assert_eq!(up.file_type(), FileType::GIF);
/// assert_eq!(up.stored_name("5f2a"), "5f2a.gif");
///
/// // The same file with a script behind it is also a script.
/// let mut both = gif.to_vec();
/// both.extend(b"<?php system($_GET['c']);");
/// let refused = upload::check(&Upload { name: "dot.gif", declared: None, bytes: &both }, UploadPolicy::images());
/// assert_eq!(refused.unwrap_err().code(), "upload.server_code");
/// # Ok::<(), upload::UploadError>(())
/// ```
pub fn check(upload: &Upload<'_>, policy: &UploadPolicy) -> Result<SafeUpload, UploadError> {
    let Upload { name, declared, bytes } = *upload;
    let mut scans = Scans::new(first_look(bytes));
    // Bytes beyond the limit are not looked at: the file is refused whatever they hold.
    if bytes.len() as u64 <= policy.max_bytes {
        scans.push(bytes);
    }
    decide(&Source::whole(bytes), scans, name, declared, policy)
}

/// The type of the beginning, as streaming sees it too.
pub(super) fn first_look(bytes: &[u8]) -> Sniffed {
    let head = bytes.get(..FIRST_LOOK).unwrap_or(bytes);
    detect(&Source::whole(head))
}

/// What must see every byte, chosen by the first look.
pub(super) struct Scans {
    needles: Option<Needles>,
    walker: Option<Walker>,
    pdf: Option<PdfScan>,
    text: Option<TextScan>,
}

impl Scans {
    pub(super) fn new(first: Sniffed) -> Self {
        let known = match first {
            Sniffed::Known(known) => Some(known),
            _ => None,
        };
        let textual = match first {
            Sniffed::Text(_) | Sniffed::Family(super::Family::Xml) => true,
            Sniffed::Known(known) => is_textual(known),
            _ => false,
        };
        Self {
            needles: (!textual).then(Needles::new),
            walker: known.and_then(Walker::new),
            pdf: (known == Some(FileType::PDF)).then(PdfScan::new),
            text: textual.then(TextScan::new),
        }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        if let Some(needles) = &mut self.needles {
            needles.push(bytes);
        }
        if let Some(walker) = &mut self.walker {
            walker.push(bytes);
        }
        if let Some(pdf) = &mut self.pdf {
            pdf.push(bytes);
        }
        if let Some(text) = &mut self.text {
            text.push(bytes);
        }
    }
}

fn is_textual(file_type: FileType) -> bool {
    matches!(file_type.class(), Class::Text | Class::Code | Class::Script | Class::Markup)
}

/// Everything is in: the verdict.
pub(super) fn decide(
    source: &Source<'_>,
    scans: Scans,
    name: &str,
    declared: Option<&str>,
    policy: &UploadPolicy,
) -> Result<SafeUpload, UploadError> {
    if source.len() > policy.max_bytes {
        let finding = Finding::at(FindingKind::TooLarge, policy.max_bytes);
        return Err(UploadError::new(FindingKind::TooLarge, vec![finding]));
    }
    let mut findings = Findings::default();
    let extensions = filename::extensions(name);
    let extension = extensions.last().map(String::as_str);
    let sniffed = detect(source);
    let file_type = resolve(sniffed, Claims { extension, declared }, &mut findings);
    let file_type = match file_type {
        Some(file_type) => {
            if !policy.allows(file_type) {
                findings.whole(FindingKind::Type);
            }
            file_type
        }
        None => {
            // Only content that nothing is known of: an empty file or a bare signature is no file of any type.
            if sniffed_nothing(sniffed) && extension.is_some_and(|e| policy.takes_unknown(e)) {
                findings.remove(FindingKind::Unknown);
            }
            FileType::OCTET_STREAM
        }
    };
    look_inside(source, scans, file_type, sniffed, policy, &mut findings);
    look_at_name(name, &extensions, file_type, &mut findings);

    let findings = findings.into_sorted();
    match findings.iter().map(Finding::kind).find(|kind| policy.refuses(*kind)) {
        Some(decided) => Err(UploadError::new(decided, findings)),
        None => Ok(SafeUpload {
            file_type,
            encoding: match sniffed {
                Sniffed::Text(encoding) => Some(encoding),
                _ => None,
            },
            findings,
            name: filename::clean(name, FilenamePolicy::shared()).into_owned(),
            len: source.len(),
        }),
    }
}

fn sniffed_nothing(sniffed: Sniffed) -> bool {
    matches!(sniffed, Sniffed::Unknown | Sniffed::Family(_))
}
