//! [`Inspector`]: an upload that arrives in pieces.

use super::check::decide;
use super::error::UploadError;
use super::file_type::{Class, FileType};
use super::finding::{Finding, FindingKind};
use super::format::Mark;
use super::passes::{FIRST_LOOK, Passes, first_look};
use super::policy::UploadPolicy;
use super::safe_upload::SafeUpload;
use super::sniffed::Sniffed;
use super::source::{Source, WINDOW};
use crate::filename;

/// Checks an upload while it arrives: the verdict of [`check`](super::check), with bounded memory.
///
/// It keeps the first and the last 1 MiB, and the state of the passes that see every byte, whatever the file's size
/// and the pieces' sizes.
///
/// # Guarantees
/// The verdict is that of [`check`](super::check) on the whole file, however the pieces are cut. A refusal by
/// [`push`](Self::push) is one that `check` gives too; it names the deciding finding only.
///
/// # Does not guarantee
/// That the bytes you stored are those you pushed. Write to a temporary place, and move the file when `finish` has
/// accepted it.
///
/// # Examples
/// ```
/// use untaint::upload::{Inspector, UploadPolicy};
///
/// let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
/// let mut inspector = Inspector::new("dot.gif", Some("image/gif"), UploadPolicy::images());
/// for piece in gif.chunks(7) {
///     inspector.push(piece)?;
/// }
/// assert_eq!(inspector.finish()?.stored_name("5f2a"), "5f2a.gif");
///
/// // A program is refused before the rest of it has come.
/// let mut inspector = Inspector::new("dot.gif", Some("image/gif"), UploadPolicy::images());
/// let program = [b"#!/bin/sh\n".as_slice(), &[b'\n'; 5000]].concat();
/// assert_eq!(inspector.push(&program).unwrap_err().code(), "upload.type");
/// # Ok::<(), untaint::upload::UploadError>(())
/// ```
pub struct Inspector<'a> {
    name: String,
    declared: Option<String>,
    policy: &'a UploadPolicy,
    len: u64,
    /// The first window; while the file may still fit two windows, all of it.
    head: Vec<u8>,
    /// The last window of a larger file, as a ring: the oldest byte is at `oldest`.
    tail: Vec<u8>,
    oldest: usize,
    /// Chosen as soon as the first look is possible.
    passes: Option<Passes>,
    refused: Option<UploadError>,
}

impl<'a> Inspector<'a> {
    /// Begins with no byte seen. `name` and `declared` are the client's, as in [`Upload`](super::Upload).
    #[must_use]
    pub fn new(name: &str, declared: Option<&str>, policy: &'a UploadPolicy) -> Self {
        Self {
            name: name.to_owned(),
            declared: declared.map(str::to_owned),
            policy,
            len: 0,
            head: Vec::new(),
            tail: Vec::new(),
            oldest: 0,
            passes: None,
            refused: None,
        }
    }

    /// The next bytes of the file, any number of them.
    ///
    /// # Errors
    /// As soon as no continuation can be accepted: the file is larger than the policy allows, or its beginning is that
    /// of a type that is not. Every later call gives the same error.
    pub fn push(&mut self, piece: &[u8]) -> Result<(), UploadError> {
        if let Some(refused) = &self.refused {
            return Err(refused.clone());
        }
        self.len = self.len.saturating_add(piece.len() as u64);
        if self.len > self.policy.max_bytes {
            return self.refuse(Finding::at(FindingKind::TooLarge, self.policy.max_bytes));
        }
        self.keep(piece);
        if let Some(passes) = &mut self.passes {
            passes.push(piece);
        } else if self.head.len() >= FIRST_LOOK {
            let first = first_look(&self.head);
            // What is no file of its type after all is of none, which this policy takes.
            let takes_unknown =
                filename::extensions(&self.name).last().is_some_and(|last| self.policy.takes_unknown(last));
            if !takes_unknown && is_settled(first, self.policy) {
                return self.refuse(Finding::new(FindingKind::Type));
            }
            let mut passes = Passes::new(first);
            // The head holds every byte so far, unless this one piece was larger than what is kept.
            if self.len == self.head.len() as u64 {
                passes.push(&self.head);
            } else {
                let before = self.len - piece.len() as u64;
                passes.push(
                    self.head.get(..usize::try_from(before).unwrap_or(usize::MAX)).unwrap_or(&self.head),
                );
                passes.push(piece);
            }
            self.passes = Some(passes);
        }
        Ok(())
    }

    fn refuse(&mut self, finding: Finding) -> Result<(), UploadError> {
        let error = UploadError::new(finding.kind(), vec![finding], self.policy.limit(finding.kind()));
        self.refused = Some(error.clone());
        // Nothing is looked at any more.
        (self.head, self.tail, self.passes) = (Vec::new(), Vec::new(), None);
        Err(error)
    }

    fn keep(&mut self, piece: &[u8]) {
        let room = (2 * WINDOW).saturating_sub(self.head.len());
        if self.tail.is_empty() && piece.len() <= room {
            self.head.extend_from_slice(piece);
            return;
        }
        if self.tail.is_empty() {
            // The file is larger than two windows: what follows the first becomes the ring.
            let missing = WINDOW.saturating_sub(self.head.len()).min(piece.len());
            let (first, rest) = piece.split_at(missing);
            self.head.extend_from_slice(first);
            self.tail = self.head.split_off(WINDOW.min(self.head.len()));
            self.head.shrink_to_fit();
            self.oldest = 0;
            self.ring(rest);
        } else {
            self.ring(piece);
        }
    }

    fn ring(&mut self, piece: &[u8]) {
        let last = piece.get(piece.len().saturating_sub(WINDOW)..).unwrap_or_default();
        let room = WINDOW.saturating_sub(self.tail.len()).min(last.len());
        let (fill, over) = last.split_at(room);
        self.tail.extend_from_slice(fill);
        // From here on the ring is full wherever `over` is not empty, and `over` is at most the ring.
        let to_end = (self.tail.len() - self.oldest).min(over.len());
        let (until_end, from_start) = over.split_at(to_end);
        if let Some(place) = self.tail.get_mut(self.oldest..self.oldest + until_end.len()) {
            place.copy_from_slice(until_end);
        }
        if let Some(place) = self.tail.get_mut(..from_start.len()) {
            place.copy_from_slice(from_start);
        }
        if !self.tail.is_empty() {
            self.oldest = (self.oldest + over.len()) % self.tail.len();
        }
    }

    /// The file has ended: the verdict on it.
    ///
    /// # Errors
    /// As [`check`](super::check).
    pub fn finish(mut self) -> Result<SafeUpload, UploadError> {
        if let Some(refused) = self.refused {
            return Err(refused);
        }
        let passes = self.passes.take().unwrap_or_else(|| {
            let mut passes = Passes::new(first_look(&self.head));
            passes.push(&self.head);
            passes
        });
        self.tail.rotate_left(self.oldest);
        let source = Source::ends(&self.head, &self.tail, self.len);
        decide(&source, passes, &self.name, self.declared.as_deref(), self.policy)
    }
}

/// True when the first look shows a type that the policy does not allow, and nothing that follows could make it
/// another: not text, whose kind the extension chooses, and not an archive, whose directory comes last.
fn is_settled(first: Sniffed, policy: &UploadPolicy) -> bool {
    let Sniffed::Known(known) = first else { return false };
    let final_class = matches!(
        known.class(),
        Class::Image | Class::Audio | Class::Video | Class::Font | Class::Executable | Class::Script
    );
    // The directory of an archive, and of a compound file, comes later, also where it is one of a program.
    if known.is(Mark::Zip) || known == FileType::MSI {
        return false;
    }
    let may_be = |t: FileType| t.is_a(known) || known.may_become(t);
    final_class && !FileType::all().any(|t| policy.allows(t) && may_be(t))
}

impl std::fmt::Debug for Inspector<'_> {
    /// The length only: the rest is the visitor's.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Inspector").field("len", &self.len).finish_non_exhaustive()
    }
}
