//! The response headers that keep a stored file from running, by its class.

use super::file_type::{Class, FileType};
use super::format::Mark;
use super::safe_upload::SafeUpload;
use super::sniffed::Encoding;
use crate::filename::{self, Disposition, SafeFilename};
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

/// The response headers for an accepted upload: its exact type, and nothing that a browser could run.
///
/// Always `content-type`, `x-content-type-options`, `content-security-policy` and `cross-origin-resource-policy`;
/// `content-disposition` with the visitor's cleaned name where a browser should store the file and not show it. Names
/// are in lower case, values visible ASCII.
///
/// | type | shown | policy |
/// |---|---|---|
/// | pictures of dots that browsers draw | on its own page | `default-src 'none'; img-src 'self'; sandbox` |
/// | sound, video | on its own page | `default-src 'none'; media-src 'self'`, because in a sandbox the player stays empty |
/// | plain text in Unicode | on its own page | `default-src 'none'; sandbox` |
/// | everything else: SVG, XML, HTML, PDF, office, archives, code, text of older sets, guessed, unknown | stored | `default-src 'none'; sandbox` |
///
/// Which set a text is in that is not Unicode cannot be proved, so none is named: shown under a guess it is garbled,
/// and in some sets other characters are markup. Whoever saves it has a program that asks.
///
/// # Guarantees
/// Opened by its address or embedded, the file runs no script in the site's name in a browser that keeps to these
/// headers (measured in Chromium, `browser/tests/upload.rs`).
///
/// # Does not guarantee
/// What a program does with a file after it was stored. Send the headers with the file itself, and let nothing between
/// change them; a separate host name for visitors' files is a second wall.
///
/// # Examples
/// ```
/// use untaint::upload::{self, FileType, Upload, UploadPolicy};
///
/// let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0h8v8z"/></svg>"#;
/// let policy = UploadPolicy::builder().allow([FileType::SVG]).build()?;
/// let up = upload::check(&Upload { name: "a b.svg", declared: None, bytes: svg }, &policy)?;
/// let headers = upload::serve_headers(&up);
/// assert!(headers.contains(&("content-type", "image/svg+xml".into())));
/// assert!(headers.contains(&("content-disposition", r#"attachment; filename="a b.svg""#.into())));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn serve_headers(up: &SafeUpload) -> Vec<(&'static str, Cow<'static, str>)> {
    let name = filename::content_disposition(Disposition::Attachment, up.name().as_str());
    headers(Some(up.file_type()), up.encoding(), Some(name.into_string()))
}

/// [`serve_headers`] for a file that was checked before and stored: its type and its visitor's name are what
/// [`SafeUpload`](super::SafeUpload) said then, kept beside the bytes ([`FileType::mime`] and back by
/// [`FileType::from_mime`], or the extension of the stored name by [`FileType::from_extension`]).
///
/// # Guarantees
/// The same as those of [`serve_headers`], for bytes that were checked to be of this type. Text is served as UTF-8.
///
/// # Examples
/// ```
/// use untaint::upload::{self, FileType};
///
/// let file_type = FileType::from_extension("png").unwrap();
/// let headers = upload::serve_headers_of(file_type, "me.png");
/// assert!(headers.contains(&("content-type", "image/png".into())));
/// assert!(headers.contains(&("x-content-type-options", "nosniff".into())));
/// assert!(FileType::from_extension("no-such-type").is_none());
/// ```
#[must_use]
pub fn serve_headers_of(file_type: FileType, name: &str) -> Vec<(&'static str, Cow<'static, str>)> {
    let name = filename::content_disposition(Disposition::Attachment, name);
    headers(Some(file_type), None, Some(name.into_string()))
}

/// [`serve_headers`] for a file that was accepted before the program started: its type, how its characters are written
/// and its name, as [`SafeUpload`](super::SafeUpload) told them then, or as a [`StoredRecord`](super::StoredRecord)
/// keeps them.
///
/// # Guarantees
/// The same as those of [`serve_headers`], for bytes that were checked to be of this type. Text whose encoding is not
/// told is served for download, without a name of a character set.
///
/// # Examples
/// ```
/// use untaint::filename::{self, FilenamePolicy};
/// use untaint::upload::{self, Encoding, FileType};
///
/// let name = filename::clean("notes.txt", FilenamePolicy::portable());
/// let headers = upload::serve_headers_for(FileType::TEXT, Some(Encoding::Utf8), &name);
/// assert!(headers.contains(&("content-type", "text/plain; charset=utf-8".into())));
/// let headers = upload::serve_headers_for(FileType::TEXT, Some(Encoding::EightBit), &name);
/// assert!(headers.contains(&("content-disposition", r#"attachment; filename="notes.txt""#.into())));
/// ```
#[must_use]
pub fn serve_headers_for(
    file_type: FileType,
    encoding: Option<Encoding>,
    name: &SafeFilename<'_>,
) -> Vec<(&'static str, Cow<'static, str>)> {
    let name = filename::content_disposition(Disposition::Attachment, name.as_str());
    let encoding =
        if file_type.class().is_text() { Some(encoding.unwrap_or(Encoding::EightBit)) } else { None };
    headers(Some(file_type), encoding, Some(name.into_string()))
}

/// [`serve_headers`] as a map, to be the headers of a response: the pairs appended to those of a body that has a type
/// of its own would send two.
///
/// # Examples
/// ```
/// use untaint::upload::{self, Upload, UploadPolicy};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let up = upload::check(&Upload { name: "dot.gif", declared: None, bytes: gif }, UploadPolicy::images())?;
/// let mut response = http::Response::new(gif.to_vec());
/// response.headers_mut().extend(upload::serve_header_map(&up)); // replaces what is there
/// assert_eq!(response.headers()["content-type"], "image/gif");
/// assert_eq!(response.headers().get_all("content-type").iter().count(), 1);
/// # Ok::<(), upload::UploadError>(())
/// ```
#[cfg(feature = "http")]
#[cfg_attr(docsrs, doc(cfg(feature = "http")))]
#[must_use]
pub fn serve_header_map(up: &SafeUpload) -> http::HeaderMap {
    let mut map = http::HeaderMap::new();
    for (name, value) in serve_headers(up) {
        // Values are visible ASCII, so there is one for each name.
        if let Ok(value) = http::HeaderValue::from_str(&value) {
            map.insert(http::HeaderName::from_static(name), value);
        }
    }
    map
}

/// The headers for a file of a type; `None`: of no type known here, which is served as bytes.
///
/// `encoding`: of text; `attachment`: the value of `Content-Disposition` with the visitor's name, or nothing.
pub(super) fn headers(
    file_type: Option<FileType>,
    encoding: Option<Encoding>,
    attachment: Option<String>,
) -> Vec<Header> {
    let shown = file_type.map_or(Shown::Attachment, |file_type| shown(file_type, encoding));
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
    if !file_type.class().is_text() || !mime.starts_with("text/") {
        return Cow::Borrowed(mime);
    }
    // With a name, none is guessed, such as those that hide script behind escapes.
    let charset = match encoding {
        Some(Encoding::Utf16Le) => "utf-16le",
        Some(Encoding::Utf16Be) => "utf-16be",
        Some(Encoding::EightBit | Encoding::Utf32Le | Encoding::Utf32Be) => return Cow::Borrowed(mime),
        Some(Encoding::Utf8) | None => "utf-8",
    };
    Cow::Owned(format!("{mime}; charset={charset}"))
}

fn shown(file_type: FileType, encoding: Option<Encoding>) -> Shown {
    // Browsers read what the name of a set says, and know none of these by one.
    let is_readable = !matches!(encoding, Some(Encoding::EightBit | Encoding::Utf32Le | Encoding::Utf32Be));
    match file_type.class() {
        // A guess is for the program that it is made for.
        _ if !file_type.is_proven() => Shown::Attachment,
        Class::Image if file_type.is(Mark::Shown) => {
            Shown::Inline("default-src 'none'; img-src 'self'; sandbox")
        }
        // With `sandbox`, a player stays empty.
        Class::Audio | Class::Video => Shown::Inline("default-src 'none'; media-src 'self'"),
        Class::Text if file_type == FileType::TEXT && is_readable => {
            Shown::Inline("default-src 'none'; sandbox")
        }
        _ => Shown::Attachment,
    }
}
