//! How a site is asked: any `tower::Service` or function, in process, without a socket and without a runtime.

use super::message::Answer;
use super::timer::Timer;
use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tower_service::Service;

/// What is read of an answer's body.
const MAX_BODY: usize = 4 << 20;
/// How long is waited for more of a body that has begun: a stream of events has no end.
const MORE: Duration = Duration::from_millis(500);

/// The body of a request that the audit sends: it is there as a whole.
#[derive(Debug, Default)]
pub struct Body(Option<Bytes>);

impl Body {
    fn new(bytes: Vec<u8>) -> Self {
        Self(Some(bytes.into()).filter(|bytes: &Bytes| !bytes.is_empty()))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The handler panicked, with this text.
    Panic(String),
    /// The handler did not answer in time.
    Late,
    /// The service said no.
    Error(String),
}

type Answering = Pin<Box<dyn Future<Output = Result<Answer, Failure>>>>;

/// A site behind whatever interface.
pub(super) trait Site {
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Failure>>;
    fn call(&mut self, request: Request<Vec<u8>>, timer: Timer, limit: Duration) -> Answering;
}

pub(super) struct Tower<S>(pub(super) S);

impl<S, B> Site for Tower<S>
where
    S: Service<Request<Body>, Response = Response<B>> + 'static,
    S::Error: fmt::Debug,
    B: http_body::Body + 'static,
    B::Error: fmt::Debug,
{
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.0.poll_ready(cx).map_err(|error| Failure::Error(format!("{error:?}")))
    }

    fn call(&mut self, request: Request<Vec<u8>>, timer: Timer, limit: Duration) -> Answering {
        // A service may work before it gives its future.
        let future = catch_unwind(AssertUnwindSafe(|| self.0.call(request.map(Body::new))));
        Box::pin(async move {
            let future = future.map_err(|panic| Failure::Panic(said(&*panic)))?;
            let response = within(&timer, limit, future).await?;
            let (parts, body) = response.map_err(|error| Failure::Error(format!("{error:?}")))?.into_parts();
            let body = read(&timer, limit, body).await?;
            Ok(Answer::new(parts.status, &parts.headers, body))
        })
    }
}

pub(super) struct Function<F>(pub(super) F);

impl<F, Fut, B> Site for Function<F>
where
    F: FnMut(Request<Vec<u8>>) -> Fut + 'static,
    Fut: Future<Output = Response<B>> + 'static,
    B: Into<Vec<u8>>,
{
    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Vec<u8>>, timer: Timer, limit: Duration) -> Answering {
        let future = catch_unwind(AssertUnwindSafe(|| (self.0)(request)));
        Box::pin(async move {
            let future = future.map_err(|panic| Failure::Panic(said(&*panic)))?;
            let (parts, body) = within(&timer, limit, future).await?.into_parts();
            Ok(Answer::new(parts.status, &parts.headers, body.into()))
        })
    }
}

/// Asks the site once.
pub(super) async fn ask(
    site: &mut dyn Site,
    request: Request<Vec<u8>>,
    timer: &Timer,
    limit: Duration,
) -> Result<Answer, Failure> {
    within(timer, limit, poll_fn(|cx| site.poll_ready(cx))).await??;
    site.call(request, timer.clone(), limit).await
}

/// Waits for a future, not longer than this; a panic in it is an answer too.
async fn within<F: Future>(timer: &Timer, limit: Duration, future: F) -> Result<F::Output, Failure> {
    let until = Instant::now() + limit;
    let mut future = pin!(future);
    poll_fn(|cx| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Err(panic) => return Poll::Ready(Err(Failure::Panic(said(&*panic)))),
            Ok(Poll::Ready(output)) => return Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => {}
        }
        if Instant::now() >= until {
            return Poll::Ready(Err(Failure::Late));
        }
        timer.wake(until, cx.waker());
        Poll::Pending
    })
    .await
}

/// The body as far as it comes.
async fn read<B>(timer: &Timer, limit: Duration, body: B) -> Result<Vec<u8>, Failure>
where
    B: http_body::Body,
    B::Error: fmt::Debug,
{
    use bytes::Buf as _;
    let mut body = pin!(body);
    let mut bytes = Vec::new();
    while bytes.len() < MAX_BODY {
        let limit = if bytes.is_empty() { limit } else { MORE };
        match within(timer, limit, poll_fn(|cx| body.as_mut().poll_frame(cx))).await {
            Ok(Some(Ok(frame))) => {
                let Ok(mut data) = frame.into_data() else { continue };
                while data.has_remaining() {
                    let chunk = data.chunk();
                    bytes.extend_from_slice(chunk);
                    let read = chunk.len();
                    data.advance(read);
                }
            }
            Ok(Some(Err(error))) => return Err(Failure::Error(format!("{error:?}"))),
            Err(Failure::Panic(panic)) => return Err(Failure::Panic(panic)),
            Ok(None) | Err(_) => break,
        }
    }
    Ok(bytes)
}

/// What a panic says.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no text".to_owned())
}
