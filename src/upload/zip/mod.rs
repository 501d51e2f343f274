//! ZIP: the directory at the file's end, what contradicts it, and what it says of the entries. PKWARE's APPNOTE 6.3.
//!
//! Nothing is unpacked here except the small named parts that [`office`](super::office) asks for. Programs read ZIP
//! files in two ways, from the directory at the end or from the headers in front of each entry; where the two differ,
//! two programs see two files, and that is a finding.
//!
//! | file | subject |
//! |---|---|
//! | this one | the format's marks and lengths |
//! | `directory` | the end record, the directory and its entries, read |
//! | `sniff` | whether a file begins, or ends, as an archive |
//! | `inspect` | what contradicts the directory, and entries that may not come in |
//! | `content` | programs and archives among the entries, by what the archive is for |

mod content;
mod directory;
mod inspect;
mod sniff;

pub(super) use directory::{Directory, Entry, Unreadable};
pub(super) use inspect::inspect;
pub(super) use sniff::{archive_at_end, archive_near_end, sniff};

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const SIGNATURE: &[u8] = b"PK\x05\x05";
const END64: &[u8] = b"PK\x06\x06";
const LOCATOR64: &[u8] = b"PK\x06\x07";
/// In front of the first entry where an archive was made to span disks, or could have been (APPNOTE 8.5.3, 8.5.4).
const SPANNED: [&[u8]; 2] = [b"PK\x07\x08", b"PK00"];

const LOCAL_LEN: u64 = 30;
const CENTRAL_LEN: usize = 46;
const END_LEN: u64 = 22;
/// The end record and its longest comment: bytes.
const END_WINDOW: u64 = END_LEN + 0xFFFF;
