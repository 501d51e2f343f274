//! [`check`]: a whole upload at once, and the steps that [`Inspector`](super::Inspector) shares with it.

use super::error::UploadError;
use super::file_type::{Class, FileType};
use super::finding::{Finding, FindingKind, Findings};
use super::form_file::Upload;
use super::format::{self, Mark};
use super::passes::{Passes, first_look};
use super::policy::UploadPolicy;
use super::resolve::{Claims, Resolved, resolve};
use super::safe_upload::SafeUpload;
use super::sniff::detect;
use super::sniffed::Sniffed;
use super::source::{End, Source};
use super::{markup, text};
use crate::error::Violation;
use crate::filename::{self, FilenamePolicy};
use crate::traits::Validator;
use memchr::memmem;

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
    let mut passes = Passes::new(first_look(bytes));
    // Bytes beyond the limit are not looked at: the file is refused whatever they hold.
    if bytes.len() as u64 <= policy.max_bytes {
        passes.push(bytes);
    }
    decide(&Source::whole(bytes), passes, name, declared, policy)
}

impl Validator<Upload<'_>> for UploadPolicy {
    fn check(&self, upload: &Upload<'_>) -> Result<(), Violation> {
        check(upload, self).map(drop).map_err(Violation::from)
    }
}

/// Everything is in: the verdict.
pub(super) fn decide(
    source: &Source<'_>,
    passes: Passes,
    name: &str,
    declared: Option<&str>,
    policy: &UploadPolicy,
) -> Result<SafeUpload, UploadError> {
    if source.len() > policy.max_bytes {
        let kind = FindingKind::TooLarge;
        return Err(UploadError::new(kind, vec![Finding::at(kind, policy.max_bytes)], policy.limit(kind)));
    }
    let mut findings = Findings::default();
    let extensions = filename::extensions(name);
    let extension = extensions.last().map(String::as_str);
    let sniffed = as_listed(detect(source), policy);
    let resolved = resolve(source, sniffed, Claims { extension, declared }, &mut findings);
    let is_encrypted = sniffed == Sniffed::Known(FileType::OFFICE_ENCRYPTED);
    // A policy that lists encrypted documents takes them whatever they are inside.
    let takes_encrypted = is_encrypted && policy.allows(FileType::OFFICE_ENCRYPTED);
    let file_type = match resolved {
        Ok(Resolved { file_type, .. }) => {
            if !policy.allows(file_type) && !takes_encrypted {
                findings.whole(FindingKind::Type);
            }
            file_type
        }
        // Only content that nothing is known of: an empty file or a bare signature is no file of any type.
        Err([FindingKind::Unknown]) if extension.is_some_and(|e| policy.takes_unknown(e)) => {
            FileType::OCTET_STREAM
        }
        Err(kinds) => {
            for kind in kinds {
                findings.whole(*kind);
            }
            FileType::OCTET_STREAM
        }
    };
    findings.call(names(file_type, source));
    passes.finish(&End { source, file_type, max_pixels: policy.max_pixels }, &mut findings);
    look_inside(source, file_type, sniffed, &mut findings);
    look_at_name(name, &extensions, file_type, &mut findings);

    let findings = findings.into_sorted();
    let is_excused = |kind: FindingKind| match kind {
        FindingKind::Extension => resolved.is_ok_and(|resolved| resolved.is_misnamed_picture),
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

/// A guess is good for those who list the type. To others such a file is what it was without it, unless it is a
/// program.
fn as_listed(sniffed: Sniffed, policy: &UploadPolicy) -> Sniffed {
    match sniffed {
        Sniffed::Named(named) if !policy.allows(named) && named.class() != Class::Executable => {
            Sniffed::Unknown
        }
        sniffed => sniffed,
    }
}

/// What files of this type call a finding, where that is not its own name: what a type announces by itself is what a
/// policy that lists the type asked for, and gets a milder name or none.
fn names(file_type: FileType, source: &Source<'_>) -> Vec<(FindingKind, Option<FindingKind>)> {
    let mut names = Vec::new();
    if file_type.is(Mark::Served) {
        names.push((FindingKind::ServerCode, None));
    } else if file_type.class() == Class::Text {
        // Text that is only read may speak of code.
        names.push((FindingKind::ServerCode, Some(FindingKind::CodeInText)));
    }
    if file_type.is(Mark::Macros) {
        names.push((FindingKind::Macro, Some(FindingKind::MacroEnabled)));
    }
    if file_type.is(Mark::Page) {
        names.push((FindingKind::Active, Some(FindingKind::ActivePage)));
    }
    if file_type.is(Mark::Loose) {
        names.extend([(FindingKind::Truncated, None), (FindingKind::Malformed, None)]);
    }
    if !file_type.class().is_text() && (source.starts_with(b"PK") || source.starts_with(format::ole::MAGIC)) {
        names.push((FindingKind::Unread, Some(FindingKind::PartsUnread)));
    }
    names
}

/// What the structure of the file tells.
fn look_inside(source: &Source<'_>, file_type: FileType, sniffed: Sniffed, findings: &mut Findings) {
    let known = match sniffed {
        Sniffed::Known(known) => Some(known),
        _ => None,
    };
    if source.starts_with(b"PK") {
        format::package::inspect(source, known, findings);
    } else if !file_type.is(Mark::Carrier) {
        if let Some(at) = format::zip::archive_at_end(source) {
            findings.at(FindingKind::Polyglot, at);
        }
    }
    file_type.inspect(source, findings);
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
    }
    markup::inspect(source, file_type, findings);
    // Markup says so itself, and is not shown: a comment before the root element is no trick there. Markdown begins
    // with a tag in many a project.
    let says_so = file_type.class() == Class::Markup || file_type == FileType::MARKDOWN;
    if !says_so && text::html_prefix(source) {
        findings.at(FindingKind::Html, 0);
    }
}

/// The extensions that servers are told to run wherever they stand in a name. Not those that are words, languages or
/// types of pages (`inc`, `pl`, `html`).
const HANDLED: [&str; 23] = [
    "php", "php3", "php4", "php5", "php6", "php7", "php8", "phtml", "phar", "pht", "phps", "shtml", "asp",
    "aspx", "ashx", "asmx", "ascx", "jsp", "jspx", "cfm", "cfc", "cgi", "fcgi",
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
    // A folder that shows it is enough, or a click, whatever is in it. What is a program is called one.
    let acts = extensions.last().is_some_and(|last| {
        let is_acting = filename::acts_in_a_folder(last)
            || (format::zip::is_started(last) && file_type.class() != Class::Executable);
        is_acting && !file_type.has_extension(last)
    });
    if obeyed || acts {
        findings.whole(FindingKind::Name);
    }
}
