//! A handler that has nothing to do, for what stands in front of one.

use http::{Request, Response};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use tower_service::Service;

/// Takes everything, at once.
#[derive(Debug, Clone)]
pub struct Nothing;

impl Service<Request<()>> for Nothing {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        ready(Ok(Response::new(())))
    }
}

/// Whether what stands in front lets a request through; it has to answer at once.
pub fn is_taken<S, B>(service: &S, request: Request<()>) -> bool
where
    S: Service<Request<()>, Response = Response<B>> + Clone,
{
    let answer = pin!(service.clone().call(request));
    match answer.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(answer)) => answer.status().is_success(),
        _ => false,
    }
}
