//! ZIP: the directory at the file's end, what contradicts it, and what it says of the entries. PKWARE's APPNOTE 6.3.
//!
//! Nothing is unpacked here except the small named parts that the type of an archive depends on. Programs read ZIP
//! files in two ways, from the directory at the end or from the headers in front of each entry; where the two differ,
//! two programs see two files, and that is a finding.
//!
//! | file | subject |
//! |---|---|
//! | `marks` | the format's marks and lengths |
//! | `directory` | the end record, the directory and its entries, read |
//! | `ends` | whether a file begins, or ends, as an archive |
//! | `inspect` | what contradicts the directory, and entries that may not come in |
//! | `content` | programs and archives among the entries, by what the archive is for |

mod content;
mod directory;
mod ends;
mod inspect;
mod marks;

pub(in crate::upload) use content::is_started;
pub(in crate::upload) use directory::{Directory, Entry, NoDirectory, Unreadable};
pub(in crate::upload) use ends::{archive_at_end, archive_near_end, is_zip, starts_as_zip};
pub(super) use inspect::inspect;
pub(super) use marks::{END, END_LEN, LOCAL, LOCAL_LEN};
