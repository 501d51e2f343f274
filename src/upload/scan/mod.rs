//! What is looked for in the bytes of a file whatever its format: code of servers, markup, other files.
//!
//! | file | subject |
//! |---|---|
//! | `needles` | the one table: each text, what it means, where it counts |
//! | `code` | what makes code of a server of `<?` and `<%` |
//! | `everywhere` | every byte of pictures, sound, films and fonts |
//! | `metadata` | the texts among them, which a walk over the format tells apart |

mod code;
mod everywhere;
mod metadata;
mod needles;

pub(super) use code::{Openers, opens};
pub(super) use everywhere::Needles;
pub(super) use metadata::Looker;
pub(super) use needles::{IN_DIRECTORY, IN_PDF_HEAD, at as needles_at};
