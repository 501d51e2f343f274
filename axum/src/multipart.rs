//! A body of `multipart/form-data`, part by part: text into memory, files to the disk.

use crate::pieces::Pieces;
use crate::read::{Stop, StoreIn};
use axum::body::Bytes;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use futures_core::Stream;
use multer::{Field, Multipart};
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use untaint::form::{Entries, FileField, FormError, FormErrorKind, FormLimits, ReceiveError, Receiver};
use untaint::{Fields, Violation};

/// What may stand before the first part, or between the content of two: boundaries and headers.
const MAX_HEAD: usize = 16 * 1024;
/// RFC 2046, section 5.1.1.
const MAX_BOUNDARY: usize = 70;

/// The boundary of a media type, when it has one that can be.
pub(crate) fn boundary(media: &mime::Mime) -> Option<&str> {
    let boundary = media.get_param(mime::BOUNDARY)?.as_str();
    let is_one = !boundary.is_empty() && boundary.len() <= MAX_BOUNDARY && !boundary.contains(['\r', '\n']);
    is_one.then_some(boundary)
}

/// Reads the parts for the form `T`, which says what files its fields take.
pub(crate) async fn read<T: Fields + ?Sized>(
    pieces: Pieces,
    boundary: &str,
    limits: &FormLimits,
    folder: &StoreIn,
) -> Result<Entries, Stop> {
    let since = Arc::new(AtomicUsize::new(0));
    let feed = Feed { pieces, since: Arc::clone(&since), is_resting: false };
    let mut form = Parts { parts: Multipart::new(feed, boundary), since };
    let mut reading = Reading { entries: Entries::new(limits), limits, text: 0, dropped: 0, files: 0 };
    let mut count = 0;
    while let Some(mut part) = form.next().await? {
        count += 1;
        if count > limits.parts() {
            return Err(FormError::from(FormErrorKind::Parts { max: limits.parts() }).into());
        }
        match (part.name(), part.file_name()) {
            // No browser sends such a part, so it is none of the form's.
            (None, _) => reading.drop_rest(&mut part).await?,
            (Some(name), None) => reading.text(&mut part, &name).await?,
            (Some(name), Some(file_name)) => reading.file::<T>(&mut part, &name, &file_name, folder).await?,
        }
    }
    Ok(reading.entries)
}

/// What was read, and how much.
struct Reading<'l> {
    entries: Entries,
    limits: &'l FormLimits,
    text: usize,
    dropped: u64,
    files: usize,
}

impl Reading<'_> {
    async fn text(&mut self, part: &mut Part<'_>, name: &str) -> Result<(), Stop> {
        let mut value = Vec::new();
        self.text = self.text.saturating_add(name.len());
        while let Some(piece) = part.next().await? {
            self.text = self.text.saturating_add(piece.len());
            let (field, body) = (self.limits.field_bytes(), self.limits.body_bytes());
            if piece.len() > field.saturating_sub(value.len()) {
                return Err(FormError::from(FormErrorKind::FieldBytes { max: field }).into());
            }
            if self.text > body {
                return Err(FormError::from(FormErrorKind::BodyBytes { max: body }).into());
            }
            value.extend_from_slice(&piece);
        }
        Ok(self.entries.push(name, &value)?)
    }

    async fn file<T: Fields + ?Sized>(
        &mut self,
        part: &mut Part<'_>,
        name: &str,
        file_name: &str,
        folder: &StoreIn,
    ) -> Result<(), Stop> {
        let first = part.next().await?;
        // What a browser sends of a control in which no file was chosen.
        if file_name.is_empty() && first.is_none() {
            return Ok(());
        }
        self.files += 1;
        if self.files > self.limits.files() {
            return Err(FormError::from(FormErrorKind::Files { max: self.limits.files() }).into());
        }
        let refused = match FileField::of::<T>(name) {
            None => Violation::new("type").with_param("expected", "text"),
            // Nothing of it could be taken.
            Some(field)
                if !field.is_list() && !matches!(self.entries.root().child(name).file(), Ok(None)) =>
            {
                Violation::new("duplicate")
            }
            Some(field) => {
                let declared = part.declared();
                let begun = Begun { folder: folder.clone(), name: file_name.to_owned(), declared, field };
                match begun.receive(part, first).await? {
                    Ok(file) => return Ok(self.entries.push_file(name, file)?),
                    Err(refused) => {
                        self.entries.push_refused(name, refused)?;
                        return self.drop_rest(part).await;
                    }
                }
            }
        };
        self.entries.push_refused(name, refused)?;
        self.count_dropped(first.map_or(0, |piece| piece.len()))?;
        self.drop_rest(part).await
    }

    /// Reads what nobody keeps, so that a browser reads the answer: it sends all before it listens.
    async fn drop_rest(&mut self, part: &mut Part<'_>) -> Result<(), Stop> {
        while let Some(piece) = part.next().await? {
            self.count_dropped(piece.len())?;
        }
        Ok(())
    }

    fn count_dropped(&mut self, bytes: usize) -> Result<(), FormError> {
        self.dropped = self.dropped.saturating_add(bytes as u64);
        let max = self.limits.dropped_bytes();
        if self.dropped > max { Err(FormErrorKind::DroppedBytes { max }.into()) } else { Ok(()) }
    }
}

/// A file of which nothing is on the disk yet.
struct Begun {
    folder: StoreIn,
    name: String,
    declared: Option<String>,
    field: FileField,
}

impl Begun {
    /// The file, or what is wrong with it.
    async fn receive(
        self,
        part: &mut Part<'_>,
        first: Option<Bytes>,
    ) -> Result<Result<untaint::form::Stored, Violation>, Stop> {
        let (policy, mut next) = (self.field.policy(), first);
        let Self { folder, name, declared, .. } = self;
        let begin = move || Receiver::new_in(folder.path(), &name, declared.as_deref(), policy);
        let mut receiver = waiting(begin).await??;
        // What the disk says ends the reading, what the check says does not.
        let refused = |error: ReceiveError| match error.disk() {
            Some(_) => Err(Stop::from(error)),
            None => Ok(Err(Violation::from(error))),
        };
        while let Some(piece) = next {
            let push = move || receiver.push(&piece).map(|()| receiver);
            receiver = match waiting(push).await? {
                Ok(receiver) => receiver,
                Err(error) => return refused(error),
            };
            next = part.next().await?;
        }
        waiting(move || receiver.finish()).await?.map_or_else(refused, |file| Ok(Ok(file)))
    }
}

/// Does what may wait for the disk where waiting holds up no other request.
async fn waiting<R: Send + 'static>(what: impl FnOnce() -> R + Send + 'static) -> Result<R, Stop> {
    // It fails when the runtime shuts down.
    tokio::task::spawn_blocking(what).await.map_err(|_| FormError::from(FormErrorKind::Store).into())
}

/// The parts of a body.
struct Parts {
    parts: Multipart<'static>,
    since: Arc<AtomicUsize>,
}

impl Parts {
    async fn next(&mut self) -> Result<Option<Part<'_>>, FormError> {
        let part = self.parts.next_field().await.map_err(reason)?;
        self.since.store(0, Ordering::Relaxed);
        Ok(part.map(|part| Part { part, since: &self.since }))
    }
}

struct Part<'s> {
    part: Field<'static>,
    since: &'s AtomicUsize,
}

impl Part<'_> {
    fn name(&self) -> Option<String> {
        self.part.name().map(as_written)
    }

    /// The client's name of the file; `None` for a part that is no file.
    fn file_name(&self) -> Option<String> {
        let name = self.part.file_name().map(str::to_owned);
        name.or_else(|| {
            // A name that is no UTF-8 is the name of a file all the same.
            let header = self.part.headers().get(CONTENT_DISPOSITION)?.as_bytes();
            let has_name = header.windows(10).any(|part| part == b";filename=" || part == b" filename=");
            (std::str::from_utf8(header).is_err() && has_name).then(String::new)
        })
    }

    fn declared(&self) -> Option<String> {
        let declared = self.part.headers().get(CONTENT_TYPE)?;
        declared.to_str().ok().map(str::to_owned)
    }

    /// The next bytes; none is without one.
    async fn next(&mut self) -> Result<Option<Bytes>, FormError> {
        loop {
            let piece = self.part.chunk().await.map_err(reason)?;
            self.since.store(0, Ordering::Relaxed);
            if piece.as_ref().is_none_or(|piece| !piece.is_empty()) {
                return Ok(piece);
            }
        }
    }
}

/// A name as the page has it: browsers write what would end it in a header as bytes of a URL (HTML, "multipart form
/// data").
fn as_written(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D%0A", "\n").replace("%0A", "\n").replace("%0D", "\r")
}

/// Feeds the pieces to `multer`, which by itself would read all that stands ready before it looks at any of it, and
/// look for the end of a head in as much as a client cares to send.
struct Feed {
    pieces: Pieces,
    /// How much was fed since something was found in it.
    since: Arc<AtomicUsize>,
    is_resting: bool,
}

impl Stream for Feed {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.is_resting) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if self.since.load(Ordering::Relaxed) > MAX_HEAD {
            return Poll::Ready(Some(Err(Fault(FormErrorKind::Syntax.into()))));
        }
        let piece = self.pieces.poll_piece(cx);
        if let Poll::Ready(Some(Ok(piece))) = &piece {
            self.is_resting = true;
            self.since.fetch_add(piece.len(), Ordering::Relaxed);
        }
        piece.map(|piece| piece.map(|piece| piece.map_err(Fault)))
    }
}

/// Carries why the reading ends through `multer`.
#[derive(Debug)]
struct Fault(FormError);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Fault {}

/// Its own sentences quote names that were sent.
fn reason(error: multer::Error) -> FormError {
    match error {
        multer::Error::StreamReadFailed(cause) => {
            cause.downcast_ref::<Fault>().map_or(FormErrorKind::Syntax.into(), |fault| fault.0)
        }
        _ => FormErrorKind::Syntax.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::as_written;

    #[test]
    fn a_name_is_that_of_the_page() {
        for (sent, expected) in [
            ("prices[a b]", "prices[a b]"),
            ("prices[12%22]", "prices[12\"]"),
            ("a%0D%0Ab%0Ac%0Dd", "a\nb\nc\rd"),
            ("100%25%2", "100%25%2"),
            ("", ""),
        ] {
            assert_eq!(as_written(sent), expected);
        }
    }
}
