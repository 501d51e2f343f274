//! [`check`]: a whole upload at once, and the steps that [`Inspector`](super::Inspector) shares with it.

use super::error::UploadError;
use super::file_type::{Class, FileType};
use super::finding::{Finding, FindingKind, Findings};
use super::form_file::Upload;
use super::format::{self, Mark, PdfScan, TarScan};
use super::policy::UploadPolicy;
use super::resolve::{Claims, resolve};
use super::safe_upload::SafeUpload;
use super::scan::Needles;
use super::sniff::detect;
use super::sniffed::{Family, Sniffed};
use super::source::{Scan, Source};
use super::text::TextScan;
use super::walk::Walker;
use super::{hidden, markup, text};
use crate::error::Violation;
use crate::filename::{self, FilenamePolicy};
use crate::traits::Validator;
use memchr::memmem;

/// How much of the beginning decides which scans run: bytes. Nearly all formats show themselves before that; for the
/// others there is [`Scans::settle`].
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
/// an archive that are read. No picture is decoded, no archive unpacked; of a PDF, streams of objects are inflated
/// through a window of 32 KiB, at most 16 MiB a file.
///
/// # Examples
/// ```
/// use untaint::upload::{self, FileType, Upload, UploadPolicy};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let file = Upload { name: "dot.gif", declared: Some("image/gif"), bytes: gif };
/// let up = upload::check(&file, UploadPolicy::images())?;
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

impl Validator<Upload<'_>> for UploadPolicy {
    fn check(&self, upload: &Upload<'_>) -> Result<(), Violation> {
        check(upload, self).map(drop).map_err(Violation::from)
    }
}

/// The type of the beginning, as streaming sees it too.
pub(super) fn first_look(bytes: &[u8]) -> Sniffed {
    let head = bytes.get(..FIRST_LOOK).unwrap_or(bytes);
    detect(&Source::whole(head))
}

/// What must see every byte, chosen by the first look.
#[derive(Default)]
pub(super) struct Scans {
    needles: Option<Needles>,
    walker: Option<Walker>,
    pdf: Option<PdfScan>,
    tar: Option<TarScan>,
    text: Option<TextScan>,
}

impl Scans {
    pub(super) fn new(first: Sniffed) -> Self {
        match first {
            Sniffed::Known(known) => Self::of(known),
            // Told by what stands further back; it is followed from its first byte all the same.
            Sniffed::Family(Family::Tiff) => Self::of(FileType::TIFF),
            Sniffed::Family(Family::IsoMedia) => Self::of(FileType::MOV),
            // The one stops at the first byte that no text holds, so it costs other files nothing; the other is for
            // pictures that are told by their length, as far as the file is none of many types.
            Sniffed::Unknown => {
                Self { text: Some(TextScan::default()), needles: Some(Needles::default()), ..Self::default() }
            }
            _ => Self { text: Some(TextScan::default()), ..Self::default() },
        }
    }

    /// The scans for files of this type.
    fn of(file_type: FileType) -> Self {
        Self {
            needles: Needles::suit(file_type).then(Needles::default),
            walker: file_type.walk().map(Walker::new),
            pdf: (file_type == FileType::PDF).then(PdfScan::new),
            tar: (file_type == FileType::TAR).then(TarScan::default),
            text: file_type.class().is_text().then(TextScan::default),
        }
    }

    /// Adds the scans for a type that the first look did not see, such as one that is told by its end. A file that is
    /// seen whole is scanned now; of a larger one it is too late, and that is a finding.
    fn settle(&mut self, file_type: FileType, source: &Source<'_>, findings: &mut Findings) {
        let mut late = Self::of(file_type);
        late.needles = late.needles.filter(|_| self.needles.is_none());
        late.walker = late.walker.filter(|_| self.walker.is_none());
        late.pdf = late.pdf.filter(|_| self.pdf.is_none());
        late.tar = late.tar.filter(|_| self.tar.is_none());
        late.text = late.text.filter(|_| self.text.is_none());
        if matches!(late, Self { needles: None, walker: None, pdf: None, tar: None, text: None }) {
            return;
        }
        let is_late = late.needles.is_some()
            || late.pdf.is_some()
            || late.tar.is_some()
            || late.text.is_some()
            || late.walker.as_ref().is_some_and(|walker| !walker.sees_ends_alone());
        if source.is_whole() {
            late.push(source.head());
        } else if is_late {
            findings.whole(FindingKind::Unread);
        }
        self.needles = self.needles.take().or(late.needles);
        self.walker = self.walker.take().or(late.walker);
        self.pdf = self.pdf.take().or(late.pdf);
        self.tar = self.tar.take().or(late.tar);
        self.text = self.text.take().or(late.text);
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
        if let Some(tar) = &mut self.tar {
            tar.push(bytes);
        }
        if let Some(text) = &mut self.text {
            text.push(bytes);
        }
    }
}

/// Text that people read as it stands: prose, settings, source code.
fn is_read(file_type: FileType) -> bool {
    matches!(file_type.class(), Class::Text | Class::Code | Class::Script)
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
        return Err(UploadError::new(
            FindingKind::TooLarge,
            vec![finding],
            policy.limit(FindingKind::TooLarge),
        ));
    }
    let mut findings = Findings::default();
    let extensions = filename::extensions(name);
    let extension = extensions.last().map(String::as_str);
    let sniffed = detect(source);
    let resolved = resolve(source, sniffed, Claims { extension, declared }, &mut findings);
    let is_encrypted = sniffed == Sniffed::Known(FileType::OFFICE_ENCRYPTED);
    // A policy that lists encrypted documents takes them whatever they are inside.
    let takes_encrypted = is_encrypted && policy.allows(FileType::OFFICE_ENCRYPTED);
    let file_type = if let Some(resolved) = resolved {
        if !policy.allows(resolved.file_type) && !takes_encrypted {
            findings.whole(FindingKind::Type);
        }
        resolved.file_type
    } else {
        // Only content that nothing is known of: an empty file or a bare signature is no file of any type.
        if sniffed_nothing(sniffed) && extension.is_some_and(|e| policy.takes_unknown(e)) {
            findings.remove(FindingKind::Unknown);
        }
        FileType::OCTET_STREAM
    };
    look_inside(source, scans, file_type, sniffed, policy, &mut findings);
    look_at_name(name, &extensions, file_type, &mut findings);

    let findings = findings.into_sorted();
    let is_excused = |kind: FindingKind| match kind {
        FindingKind::Extension => resolved.is_some_and(|resolved| resolved.is_misnamed_picture),
        FindingKind::Encrypted => takes_encrypted,
        _ => false,
    };
    match findings.iter().map(Finding::kind).find(|kind| policy.refuses(*kind) && !is_excused(*kind)) {
        Some(decided) => Err(UploadError::new(decided, findings, policy.limit(decided))),
        None => Ok(SafeUpload::checked(
            file_type,
            if file_type.class().is_text() { text::encoding(source) } else { None },
            findings,
            filename::clean(name, FilenamePolicy::portable()).into_owned(),
            source.len(),
        )),
    }
}

fn sniffed_nothing(sniffed: Sniffed) -> bool {
    matches!(sniffed, Sniffed::Unknown | Sniffed::Family(_))
}

/// What the structure of the file and the bytes of its whole length tell.
fn look_inside(
    source: &Source<'_>,
    scans: Scans,
    file_type: FileType,
    sniffed: Sniffed,
    policy: &UploadPolicy,
    findings: &mut Findings,
) {
    let mut scans = scans;
    scans.settle(file_type, source, findings);
    let Scans { needles, walker, pdf, tar, text: text_scan } = scans;
    if let Some(needles) = needles.filter(|_| Needles::suit(file_type)) {
        needles.finish(source, findings);
    }
    if let Some(walker) = walker {
        let shape = walker.report(source, findings);
        if file_type.is(Mark::Loose) {
            findings.remove(FindingKind::Truncated);
            findings.remove(FindingKind::Malformed);
        }
        // A size that cannot be read is as bad as one that is too large: the decoder may read it.
        let unsized_picture = shape.sized && shape.pixels.is_none();
        if unsized_picture || shape.pixels.is_some_and(|pixels| pixels > policy.max_pixels) {
            findings.whole(FindingKind::Pixels);
        }
    }
    if let Some(pdf) = pdf {
        pdf.finish(source, findings);
    }
    if let Some(tar) = tar {
        tar.finish(source, findings);
    }
    if let Some(mut text_scan) = text_scan {
        text_scan.expect(file_type.class().is_text(), file_type.is(Mark::Table));
        if let Some(at) = text_scan.tell(findings).filter(|_| is_read(file_type)) {
            hidden::inspect(source, at, findings);
        }
    }
    let known = match sniffed {
        Sniffed::Known(known) => Some(known),
        _ => None,
    };
    if source.starts_with(b"PK") {
        format::package::inspect(source, known, findings);
        findings.rename(FindingKind::Unread, FindingKind::PartsUnread);
    } else if !file_type.is(Mark::Carrier) {
        if let Some(at) = format::zip::archive_at_end(source) {
            findings.at(FindingKind::Polyglot, at);
        }
    }
    if file_type == FileType::GZIP {
        format::inspect_gzip(source, findings);
    }
    let is_binary =
        matches!(file_type.class(), Class::Executable | Class::Data) && file_type != FileType::OCTET_STREAM;
    if is_binary {
        // Readers of PDF look for its header within so many bytes.
        let head = source.head();
        if let Some(at) = memmem::find(head.get(..1024).unwrap_or(head), b"%PDF-") {
            findings.at(FindingKind::Polyglot, at as u64);
        }
    }
    if source.starts_with(format::ole::MAGIC) {
        format::ole::inspect(source, findings);
        findings.rename(FindingKind::Unread, FindingKind::PartsUnread);
    }
    markup::inspect(source, file_type, findings);
    expect_of(file_type, findings);
    // Markup says so itself, and is not shown: a comment before the root element is no trick there. Markdown begins
    // with a tag in many a project.
    let says_so = file_type.class() == Class::Markup || file_type == FileType::MARKDOWN;
    if !says_so && text::html_prefix(source) {
        findings.at(FindingKind::Html, 0);
    }
}

/// What a type announces by itself is what a policy that lists the type asked for, and gets a milder name or none.
fn expect_of(file_type: FileType, findings: &mut Findings) {
    if file_type.is(Mark::Served) {
        findings.remove(FindingKind::ServerCode);
    } else if file_type.class() == Class::Text {
        // Text that is only read may speak of code.
        findings.rename(FindingKind::ServerCode, FindingKind::CodeInText);
    }
    if file_type.is(Mark::Macros) {
        findings.rename(FindingKind::Macro, FindingKind::MacroEnabled);
    }
    if file_type.is(Mark::Page) {
        findings.rename(FindingKind::Active, FindingKind::ActivePage);
    }
}

/// The extensions that servers are told to run wherever they stand in a name. Not those that are words, languages or
/// types of pages (`inc`, `pl`, `html`).
const HANDLED: [&str; 21] = [
    "php", "php3", "php4", "php5", "php7", "php8", "phtml", "phar", "pht", "phps", "shtml", "asp", "aspx",
    "ashx", "asmx", "ascx", "jsp", "jspx", "cfm", "cfc", "cgi",
];

/// What a server would make of the name. The name is never a path here, and is not stored; but it is shown, saved under
/// by visitors, and often logged.
fn look_at_name(name: &str, extensions: &[String], file_type: FileType, findings: &mut Findings) {
    // With its dot, because `.user.ini` is a name of settings and `user.ini` is none.
    let dotted = FilenamePolicy::builder().keep_leading_dot(true).build();
    let (_, report) =
        filename::clean_with_report(name, dotted.as_ref().unwrap_or(FilenamePolicy::portable()));
    let settings = ["htaccess", "htpasswd"];
    // Code that is named after what it is for (`servlet.jsp-api.jar`) is not sent to be run by name.
    let packed = matches!(file_type.class(), Class::Archive | Class::Executable);
    let inner = extensions.split_last().filter(|_| !packed).map_or(&[][..], |(_, inner)| inner);
    let obeyed = report.server_file()
        || extensions.last().is_some_and(|last| settings.contains(&last.as_str()))
        // A server's handlers look at every part of a name (Apache `AddHandler`), and so at `a.php.png`.
        || inner.iter().any(|part| {
            HANDLED.contains(&part.as_str()) && !file_type.has_extension(part)
        });
    // A folder that shows it is enough, whatever is in it.
    let acts = extensions
        .last()
        .is_some_and(|last| filename::acts_in_a_folder(last) && !file_type.has_extension(last));
    if obeyed || acts {
        findings.whole(FindingKind::Name);
    }
}
