//! [`StoredRecord`]: what is kept beside a stored file, and comes back with the next start of the program.

use super::error::UploadError;
use super::file_type::FileType;
use super::finding::{Finding, FindingKind};
use super::safe_upload::SafeUpload;
use super::serve;
use super::sniffed::Encoding;
use crate::filename::{self, FilenamePolicy, SafeFilename};
use std::borrow::Cow;

/// What must be known of an accepted file to serve it: type, encoding, name and length, to be kept beside its bytes.
///
/// # Guarantees
/// It comes back only through a check of its own fields: [`check`](Self::check), and `Deserialize` with the feature
/// `serde`. Whatever stands in the storage, the headers are those of a type of the table and a clean name.
///
/// # Does not guarantee
/// That the bytes beside it are those that were checked: who can write to the storage can say that a script is a
/// picture. It is served as a picture then, which no browser runs.
///
/// # Examples
/// ```
/// use untaint::upload::{self, StoredRecord, Upload, UploadPolicy};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let up = upload::check(&Upload { name: "dot.gif", declared: None, bytes: gif }, UploadPolicy::images())?;
/// let record = up.record();
/// let (mime, encoding) = (record.file_type().mime(), record.encoding_name());
///
/// // After a restart, from four columns of a table.
/// let again = StoredRecord::check(mime, encoding, "dot.gif", 35)?;
/// assert_eq!(again, record);
/// assert_eq!(again.serve_headers(), upload::serve_headers(&up));
/// assert!(StoredRecord::check("image/gif", None, "../dot.gif", 35).is_err());
/// # Ok::<(), upload::UploadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoredRecord {
    file_type: FileType,
    encoding: Option<Encoding>,
    name: SafeFilename<'static>,
    len: u64,
}

/// The names of encodings in a record.
const ENCODINGS: [(&str, Encoding); 6] = [
    ("utf-8", Encoding::Utf8),
    ("utf-16le", Encoding::Utf16Le),
    ("utf-16be", Encoding::Utf16Be),
    ("utf-32le", Encoding::Utf32Le),
    ("utf-32be", Encoding::Utf32Be),
    ("unknown", Encoding::EightBit),
];

impl SafeUpload {
    /// What to keep beside the stored bytes, to serve them after a restart. Of types that share a media type, such as
    /// the two sizes of TIFF, it keeps the first.
    #[must_use]
    pub fn record(&self) -> StoredRecord {
        let file_type = self.file_type();
        StoredRecord {
            file_type: FileType::from_mime(file_type.mime()).unwrap_or(file_type),
            encoding: self.encoding(),
            name: self.name().clone(),
            len: self.len(),
        }
    }
}

impl StoredRecord {
    /// A record from what was kept of one: the media type, the name of the encoding, the visitor's cleaned name, and
    /// the length in bytes.
    ///
    /// # Errors
    /// [`FindingKind::Unknown`] for a type or an encoding that is none, [`FindingKind::Name`] for a name that is not
    /// clean, [`FindingKind::Empty`] for a length of 0, which no accepted file has.
    pub fn check(mime: &str, encoding: Option<&str>, name: &str, len: u64) -> Result<Self, UploadError> {
        let wrong = |kind| UploadError::new(kind, vec![Finding::new(kind)], None);
        let file_type = FileType::from_mime(mime).ok_or_else(|| wrong(FindingKind::Unknown))?;
        let encoding = match encoding {
            Some(name) => {
                let known = ENCODINGS.iter().find(|row| row.0.eq_ignore_ascii_case(name));
                Some(known.ok_or_else(|| wrong(FindingKind::Unknown))?.1)
            }
            None => None,
        };
        let name = filename::check(name, FilenamePolicy::portable()).map_err(|_| wrong(FindingKind::Name))?;
        if len == 0 {
            return Err(wrong(FindingKind::Empty));
        }
        Ok(Self { file_type, encoding, name: name.into_owned(), len })
    }

    /// What the file is.
    #[must_use]
    pub fn file_type(&self) -> FileType {
        self.file_type
    }

    /// How its characters are written, where it is text.
    #[must_use]
    pub fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// The name of the encoding, as [`check`](Self::check) takes it.
    #[must_use]
    pub fn encoding_name(&self) -> Option<&'static str> {
        ENCODINGS.iter().find(|row| Some(row.1) == self.encoding).map(|row| row.0)
    }

    /// The visitor's name for the file.
    #[must_use]
    pub fn name(&self) -> &SafeFilename<'static> {
        &self.name
    }

    /// The file's length in bytes.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "an empty file is refused")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The response headers: [`serve_headers_for`](super::serve_headers_for).
    #[must_use]
    pub fn serve_headers(&self) -> Vec<(&'static str, Cow<'static, str>)> {
        serve::serve_headers_for(self.file_type, self.encoding, &self.name)
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for StoredRecord {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut fields = serializer.serialize_struct("StoredRecord", 4)?;
        fields.serialize_field("type", &self.file_type)?;
        fields.serialize_field("encoding", &self.encoding_name())?;
        fields.serialize_field("name", &self.name)?;
        fields.serialize_field("len", &self.len)?;
        fields.end()
    }
}

/// Through [`StoredRecord::check`].
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl<'de> serde::Deserialize<'de> for StoredRecord {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// The fields as they stand in the storage.
        struct Fields;

        impl<'de> serde::de::Visitor<'de> for Fields {
            type Value = StoredRecord;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the record of a stored file")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<StoredRecord, A::Error> {
                use serde::de::Error as _;
                let (mut mime, mut encoding, mut name, mut len) = (None, None, None, None);
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "type" => mime = Some(map.next_value::<String>()?),
                        "encoding" => encoding = map.next_value::<Option<String>>()?,
                        "name" => name = Some(map.next_value::<String>()?),
                        "len" => len = Some(map.next_value::<u64>()?),
                        _ => {
                            map.next_value::<serde::de::IgnoredAny>()?;
                        }
                    }
                }
                let mime = mime.ok_or_else(|| A::Error::missing_field("type"))?;
                let name = name.ok_or_else(|| A::Error::missing_field("name"))?;
                let len = len.ok_or_else(|| A::Error::missing_field("len"))?;
                StoredRecord::check(&mime, encoding.as_deref(), &name, len).map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_struct("StoredRecord", &["type", "encoding", "name", "len"], Fields)
    }
}
