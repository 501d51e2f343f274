//! Texts in UTF-8, whatever they were written in. For sets that cannot be proved, with a guess.

use super::sniffed::Encoding;
use super::text;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The text of a file in UTF-8, without its byte order mark and without the one end mark (NUL, U+001A) that some
/// programs write behind it; `None` where the bytes are no text, or no text of the set that was found.
///
/// UTF-8, UTF-16 and UTF-32 are told by their form; UTF-16 without a mark where nearly all of its letters are Western.
/// Sets of seven bits (ISO-2022-JP, HZ, UTF-7) come back as the ASCII that they are written in. Bytes of an older set
/// ([`Encoding::EightBit`]) could be of several, so there `chardetng` guesses, as Firefox does for pages without a
/// declaration: among the sets of the Encoding Standard but ISO-2022-JP, whose escapes hide ASCII. `tld` is the last
/// label of your site's host (`"jp"`), or of where its visitors are: it decides for short texts. One that is no label
/// is passed over.
///
/// # Guarantees
/// No character is lost or replaced: what a set has no character for makes the answer `None`. ASCII means ASCII, so
/// `<`, `"` and line ends are where they were in the bytes. A guess is never put into the headers of a response:
/// [`serve_headers`](super::serve_headers) offers such files for download, because a wrong guess is a garbled page.
///
/// # Does not guarantee
/// That a guess is right: it mostly is from a sentence on, and texts of few words are of many sets. Short texts in the
/// Baltic set come out as Western ones. Sets of DOS (code pages 437, 850 and 852) are not in the standard and come out
/// as others. That the text is harmless: it is what the visitor wrote, for [`text`](crate::text) to clean and
/// [`escape`](crate::escape) to write.
///
/// # Cost
/// Linear in the length, some 100 nanoseconds for a byte of an older set; UTF-8 is borrowed.
///
/// # Examples
/// ```
/// use untaint::upload::decode_text;
///
/// let text = decode_text("Grüße aus Köln".as_bytes(), None).unwrap();
/// assert_eq!((text.as_str(), text.charset(), text.is_guessed()), ("Grüße aus Köln", "UTF-8", false));
/// // Windows-1251.
/// let old = b"\xCF\xF0\xE8\xE2\xE5\xF2, \xEA\xE0\xEA \xE4\xE5\xEB\xE0?";
/// let text = decode_text(old, None).unwrap();
/// assert_eq!((text.as_str(), text.charset(), text.is_guessed()), ("Привет, как дела?", "windows-1251", true));
/// assert!(decode_text(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", None).is_none());
/// ```
#[must_use]
pub fn decode_text<'a>(bytes: &'a [u8], tld: Option<&str>) -> Option<DecodedText<'a>> {
    let encoding = text::encoding_of(bytes)?;
    let (mut text, charset) = match encoding {
        Encoding::Utf8 => {
            let text = std::str::from_utf8(bytes).ok()?;
            (Cow::Borrowed(text.strip_prefix('\u{FEFF}').unwrap_or(text)), "UTF-8")
        }
        Encoding::Utf16Le => (utf_16(UTF_16LE, bytes)?, "UTF-16LE"),
        Encoding::Utf16Be => (utf_16(UTF_16BE, bytes)?, "UTF-16BE"),
        Encoding::Utf32Le => (utf_32(u32::from_le_bytes, bytes)?, "UTF-32LE"),
        Encoding::Utf32Be => (utf_32(u32::from_be_bytes, bytes)?, "UTF-32BE"),
        Encoding::EightBit => older(bytes, tld)?,
    };
    if text.ends_with(['\0', '\u{1A}']) {
        match &mut text {
            Cow::Borrowed(text) => *text = text.strip_suffix(['\0', '\u{1A}']).unwrap_or(text),
            Cow::Owned(text) => {
                text.pop();
            }
        }
    }
    Some(DecodedText { text, charset, is_guessed: encoding == Encoding::EightBit })
}

/// Behind the mark, where there is one.
fn utf_16<'a>(form: &'static encoding_rs::Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let units = bytes.strip_prefix(if form == UTF_16LE { b"\xFF\xFE" } else { b"\xFE\xFF" }).unwrap_or(bytes);
    form.decode_without_bom_handling_and_without_replacement(units)
}

fn utf_32(read: fn([u8; 4]) -> u32, bytes: &[u8]) -> Option<Cow<'_, str>> {
    let numbers = bytes.chunks(4).skip(1).map(|four| Some(read(four.try_into().ok()?)));
    numbers.map(|number| number.and_then(char::from_u32)).collect::<Option<String>>().map(Cow::Owned)
}

fn older<'a>(bytes: &'a [u8], tld: Option<&str>) -> Option<(Cow<'a, str>, &'static str)> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let label = tld.map(str::to_ascii_lowercase);
    let is_label =
        |label: &&str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let label = label.as_deref().filter(is_label).map(str::as_bytes);
    let guessed = detector.guess(label, Utf8Detection::Deny);
    Some((guessed.decode_without_bom_handling_and_without_replacement(bytes)?, guessed.name()))
}

/// A text in UTF-8, and what it was written in: from [`decode_text`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedText<'a> {
    text: Cow<'a, str>,
    charset: &'static str,
    is_guessed: bool,
}

impl<'a> DecodedText<'a> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text, borrowed where it was UTF-8.
    #[must_use]
    pub fn into_cow(self) -> Cow<'a, str> {
        self.text
    }

    /// What it was written in, by the name of the Encoding Standard, or UTF-32LE and UTF-32BE.
    #[must_use]
    pub fn charset(&self) -> &'static str {
        self.charset
    }

    /// Whether that is a guess.
    #[must_use]
    pub fn is_guessed(&self) -> bool {
        self.is_guessed
    }
}
