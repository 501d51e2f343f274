//! The response headers that keep a stored file from running, by its class.

use super::file_type::{Class, FileType};
use super::sniff::Encoding;
use std::borrow::Cow;

/// A header's name, in lower case, and its value.
pub(super) type Header = (&'static str, Cow<'static, str>);

/// How a browser shows a type, and what it needs for that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// On its own page; the policy names the one source that the page needs.
    Inline(&'static str),
    /// Only stored.
    Attachment,
}

/// The headers for a file of a type; `None`: of no type known here, which is served as bytes.
///
/// `encoding`: of text; `attachment`: the value of `Content-Disposition` with the visitor's name, or nothing.
pub(super) fn headers(
    file_type: Option<FileType>,
    encoding: Option<Encoding>,
    attachment: Option<String>,
) -> Vec<Header> {
    let shown = file_type.map_or(Shown::Attachment, shown);
    let mut headers = Vec::with_capacity(5);
    headers.push(("content-type", content_type(file_type, encoding)));
    // A browser must not look for another type in the bytes.
    headers.push(("x-content-type-options", Cow::Borrowed("nosniff")));
    let policy = match shown {
        Shown::Inline(policy) => policy,
        Shown::Attachment => "default-src 'none'; sandbox",
    };
    headers.push(("content-security-policy", Cow::Borrowed(policy)));
    // Other sites cannot embed the file, so its content does not leak into their processes.
    headers.push(("cross-origin-resource-policy", Cow::Borrowed("same-origin")));
    if shown == Shown::Attachment {
        let value = attachment.map_or(Cow::Borrowed("attachment"), Cow::Owned);
        headers.push(("content-disposition", value));
    }
    headers
}

fn content_type(file_type: Option<FileType>, encoding: Option<Encoding>) -> Cow<'static, str> {
    let Some(file_type) = file_type else { return Cow::Borrowed("application/octet-stream") };
    let mime = file_type.mime();
    let is_text =
        matches!(file_type.class(), Class::Text | Class::Code | Class::Markup) && mime.starts_with("text/");
    if !is_text {
        return Cow::Borrowed(mime);
    }
    // Eight bits of an unknown set: windows-1252 is what browsers take for text without a name, and all its bytes are
    // characters; with a name, none is guessed, such as those that hide script behind escapes.
    let charset = match encoding {
        Some(Encoding::Utf16Le) => "utf-16le",
        Some(Encoding::Utf16Be) => "utf-16be",
        Some(Encoding::EightBit) => "windows-1252",
        Some(Encoding::Utf8) | None => "utf-8",
    };
    Cow::Owned(format!("{mime}; charset={charset}"))
}

fn shown(file_type: FileType) -> Shown {
    match file_type.class() {
        Class::Image if is_raster(file_type) => Shown::Inline("default-src 'none'; img-src 'self'; sandbox"),
        // With `sandbox`, a player stays empty.
        Class::Audio | Class::Video if is_media(file_type) => {
            Shown::Inline("default-src 'none'; media-src 'self'")
        }
        Class::Text if file_type == FileType::TEXT => Shown::Inline("default-src 'none'; sandbox"),
        _ => Shown::Attachment,
    }
}

/// The pictures that browsers show.
fn is_raster(file_type: FileType) -> bool {
    [
        FileType::PNG,
        FileType::JPEG,
        FileType::GIF,
        FileType::WEBP,
        FileType::AVIF,
        FileType::HEIF,
        FileType::BMP,
        FileType::ICO,
        FileType::JXL,
        FileType::TIFF,
    ]
    .into_iter()
    .any(|shown| file_type.is_a(shown))
}

/// Sound and video; containers with scripts of their own are none of these.
fn is_media(file_type: FileType) -> bool {
    matches!(file_type.class(), Class::Audio | Class::Video)
}
