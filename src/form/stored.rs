//! An uploaded file in a form: checked while it came, and on the disk until somebody keeps it.

use super::field::FormField;
use super::fields::FieldKind;
use super::filler::Filler;
use crate::upload::SafeUpload;
use std::fmt;
use std::sync::{Arc, Mutex};
use tempfile::TempPath;

/// A file that was checked while it arrived, and stands in a temporary place, from which it is gone with the form unless
/// it is kept.
#[derive(Clone)]
pub struct Stored(Arc<Inner>);

struct Inner {
    upload: SafeUpload,
    /// Until it is kept.
    path: Mutex<Option<TempPath>>,
}

impl Stored {
    pub(super) fn new(upload: SafeUpload, path: TempPath) -> Self {
        Self(Arc::new(Inner { upload, path: Mutex::new(Some(path)) }))
    }

    /// What the check found.
    #[must_use]
    pub fn upload(&self) -> &SafeUpload {
        &self.0.upload
    }
}

impl FormField for Stored {
    const KIND: FieldKind = FieldKind::File;

    /// A page cannot send a file that it did not get.
    fn fill(&self, _: &mut Filler<'_>) {}
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stored").field("len", &self.upload().len()).finish_non_exhaustive()
    }
}
