//! A body as it comes: in pieces of one size, no longer waited for than a client may be silent.

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use futures_core::Stream;
use http_body_util::LengthLimitError;
use std::error::Error;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::time::{Instant, Sleep};
use untaint::form::{FormError, FormErrorKind, FormLimits};

/// How large a piece is: what stands ready is put together, and what is larger is cut, so that no client chooses how
/// often the rest of the way is gone, or how much of it is in memory.
pub(crate) const PIECE: usize = 64 * 1024;

/// The pieces of a body.
pub(crate) struct Pieces {
    body: BodyDataStream,
    /// The least that is to come, as far as the client said it.
    announced: u64,
    gathered: Vec<u8>,
    /// What is left of a larger chunk.
    rest: Bytes,
    end: Option<Result<(), FormError>>,
    passed: usize,
    stall: std::time::Duration,
    silence: Option<Pin<Box<Sleep>>>,
}

impl Pieces {
    pub(crate) fn new(body: Body, limits: &FormLimits) -> Self {
        Self {
            announced: body.size_hint().lower(),
            body: body.into_data_stream(),
            gathered: Vec::new(),
            rest: Bytes::new(),
            end: None,
            passed: 0,
            stall: limits.stall(),
            silence: None,
        }
    }

    /// The next piece; none has no byte.
    pub(crate) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, FormError>>> {
        loop {
            if !self.rest.is_empty() {
                let piece = self.rest.split_to(self.rest.len().min(PIECE));
                return self.pass(piece);
            }
            if self.gathered.len() >= PIECE || (self.end.is_some() && !self.gathered.is_empty()) {
                let piece = Bytes::from(std::mem::take(&mut self.gathered));
                return self.pass(piece);
            }
            if let Some(end) = self.end {
                return Poll::Ready(end.err().map(Err));
            }
            match Pin::new(&mut self.body).poll_next(cx) {
                Poll::Ready(None) => self.end = Some(Ok(())),
                Poll::Ready(Some(Err(error))) => self.end = Some(Err(self.cut(&error))),
                Poll::Ready(Some(Ok(chunk))) => {
                    if !chunk.is_empty() {
                        self.silence = None;
                    }
                    // What is gathered goes first.
                    let room = if self.gathered.is_empty() && chunk.len() >= PIECE {
                        0
                    } else {
                        (PIECE - self.gathered.len()).min(chunk.len())
                    };
                    self.gathered.extend_from_slice(&chunk[..room]);
                    if room < chunk.len() {
                        let piece = Bytes::from(std::mem::take(&mut self.gathered));
                        self.rest = chunk.slice(room..);
                        if !piece.is_empty() {
                            return self.pass(piece);
                        }
                    }
                }
                Poll::Pending if !self.gathered.is_empty() => {
                    let piece = Bytes::from(std::mem::take(&mut self.gathered));
                    return self.pass(piece);
                }
                Poll::Pending => {
                    let stall = self.stall;
                    let silence = self.silence.get_or_insert_with(|| {
                        // A limit that no clock reaches is none.
                        let end = Instant::now().checked_add(stall);
                        let far = || Instant::now() + std::time::Duration::from_secs(60 * 60 * 24 * 365);
                        Box::pin(tokio::time::sleep_until(end.unwrap_or_else(far)))
                    });
                    if silence.as_mut().poll(cx).is_pending() {
                        return Poll::Pending;
                    }
                    self.end = Some(Err(FormErrorKind::Stalled.into()));
                }
            }
        }
    }

    fn pass(&mut self, piece: Bytes) -> Poll<Option<Result<Bytes, FormError>>> {
        self.passed = self.passed.saturating_add(piece.len());
        Poll::Ready(Some(Ok(piece)))
    }

    /// A body that ends before its end: the client is gone, or a layer has cut it.
    fn cut(&self, error: &axum::Error) -> FormError {
        let mut cause = error.source();
        while let Some(error) = cause {
            if error.is::<LengthLimitError>() {
                // The layer does not say its limit, but the body is longer than this.
                return FormErrorKind::BodyBytes { max: self.passed + self.gathered.len() }.into();
            }
            cause = error.source();
        }
        FormErrorKind::Syntax.into()
    }

    /// The whole body.
    pub(crate) async fn whole(mut self, max: usize) -> Result<Vec<u8>, FormError> {
        let too_long = || FormError::from(FormErrorKind::BodyBytes { max });
        if self.announced > max as u64 {
            return Err(too_long());
        }
        let mut bytes = Vec::new();
        while let Some(piece) = poll_fn(|cx| self.poll_piece(cx)).await {
            let piece = piece?;
            if piece.len() > max - bytes.len() {
                return Err(too_long());
            }
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}
