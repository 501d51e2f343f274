//! What an audit is told.

use super::login::Login;
use super::report::AuditReport;
use super::service::{Body, Function, Site, Tower};
use http::{Request, Response};
use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;
use tower_service::Service;

/// How much an audit may do.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    pub(super) requests: usize,
    pub(super) time: Duration,
    pub(super) answer: Duration,
    pub(super) pages: usize,
}

/// An audit that has not begun: made by [`audit`](super::audit()) or [`audit_fn`], told with the methods here, begun
/// with [`run`](Self::run).
#[must_use]
pub struct Audit {
    pub(super) service: Box<dyn Site>,
    pub(super) origin: String,
    pub(super) starts: Vec<String>,
    pub(super) login: Option<Login>,
    pub(super) canary: Option<PathBuf>,
    pub(super) log: Option<Box<dyn FnMut() -> String>>,
    pub(super) seed: u64,
    pub(super) limits: Limits,
    pub(super) accepted: Vec<(String, String)>,
    pub(super) more: Vec<Vec<u8>>,
}

/// A site that is a `tower::Service` of `http` requests: axum's `Router`, or what layers have made of it.
///
/// [`testing::audit`](mod@super::super::audit) says what is looked for and what is not.
///
/// # Cost
/// Some thousand requests to the service, in process.
///
/// # Examples
/// ```
/// use untaint::testing::audit;
/// # use axum::{Router, extract::Query, response::Html, routing::get};
/// # use std::collections::HashMap;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// // The careless site: `?q=` comes back as it is.
/// let hello = async |Query(q): Query<HashMap<String, String>>| Html(format!("<p>Hello {}", q["name"]));
/// let site = Router::new().route("/", get(hello));
///
/// let report = audit(site).start("/?name=Ann").run().await;
/// assert!(report.findings().iter().any(|finding| finding.code() == "audit.script"), "{report}");
/// # }
/// ```
pub fn audit<S, B>(service: S) -> Audit
where
    S: Service<Request<Body>, Response = Response<B>> + 'static,
    S::Error: fmt::Debug,
    B: http_body::Body + 'static,
    B::Error: fmt::Debug,
{
    Audit::new(Box::new(Tower(service)))
}

/// A site that is a function from a request to an answer: whatever else there is, behind a few lines.
///
/// # Cost
/// As [`audit`](super::audit()).
///
/// # Examples
/// ```
/// use untaint::testing::audit_fn;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// let site = async |request: http::Request<Vec<u8>>| {
///     let page = format!("<p>{} is not here", untaint::escape::html(request.uri().path()));
///     http::Response::builder().status(404).header("content-type", "text/html").body(page.into_bytes()).unwrap()
/// };
/// let report = audit_fn(site).run().await;
/// // Nothing of the path runs; the headers are another matter.
/// assert!(report.findings().iter().all(|finding| finding.code().starts_with("headers.")), "{report}");
/// # }
/// ```
pub fn audit_fn<F, Fut, B>(site: F) -> Audit
where
    F: FnMut(Request<Vec<u8>>) -> Fut + 'static,
    Fut: Future<Output = Response<B>> + 'static,
    B: Into<Vec<u8>>,
{
    Audit::new(Box::new(Function(site)))
}

impl Audit {
    fn new(service: Box<dyn Site>) -> Self {
        Self {
            service,
            origin: "https://app.test".to_owned(),
            starts: Vec::new(),
            login: None,
            canary: None,
            log: None,
            seed: 0,
            limits: Limits {
                requests: 8000,
                time: Duration::from_secs(60),
                answer: Duration::from_secs(5),
                pages: 150,
            },
            accepted: Vec::new(),
            more: Vec::new(),
        }
    }

    /// A page to begin at, with its query; several may be given. `/` unless one is.
    pub fn start(mut self, target: impl Into<String>) -> Self {
        self.starts.push(target.into());
        self
    }

    /// The address of the site, as its configuration has it: `https://app.test` unless set. With `http://`, cookies
    /// need not be `Secure`.
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = origin.into();
        self
    }

    /// How to log in: a [`Login`], or a closure that has one for each of two visitors. What the one wrote is read by
    /// the other, too.
    pub fn login(mut self, login: impl Into<Login>) -> Self {
        self.login = Some(login.into());
        self
    }

    /// A file that the site must not show: one of the test's own, with a text that nothing else has, beside or above
    /// the folder that is served. If the site writes over it, that is found too, and the file is put back.
    pub fn canary(mut self, path: impl Into<PathBuf>) -> Self {
        self.canary = Some(path.into());
        self
    }

    /// Reads what the site has logged, all of it or what is new.
    pub fn log(mut self, read: impl FnMut() -> String + 'static) -> Self {
        self.log = Some(Box::new(read));
        self
    }

    /// A request that no page shows, as HTTP has it: `POST /api/notes`, a line with its type, an empty line, a body.
    /// Its parameters and fields (of a form, or of a flat object of JSON) are attacked as those of a form are.
    pub fn request(mut self, request: impl AsRef<[u8]>) -> Self {
        self.more.push(request.as_ref().to_vec());
        self
    }

    /// Another run: the same seed sends the same requests.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The most requests: 8000 unless set.
    pub fn max_requests(mut self, most: usize) -> Self {
        self.limits.requests = most;
        self
    }

    /// The longest time for all of it, looked at between requests: a minute unless set.
    pub fn max_time(mut self, most: Duration) -> Self {
        self.limits.time = most;
        self
    }

    /// How long one answer may take: five seconds unless set. A handler that takes its thread for ever is not stopped.
    pub fn answer_time(mut self, most: Duration) -> Self {
        self.limits.answer = most;
        self
    }

    /// Leaves findings of this code out, and the reason stands in the report. Where none has it, that is a finding.
    pub fn accept(mut self, code: impl Into<String>, reason: impl Into<String>) -> Self {
        self.accepted.push((code.into(), reason.into()));
        self
    }

    /// Begins, and tells what was found.
    pub async fn run(self) -> AuditReport {
        super::run::run(self).await
    }
}

impl fmt::Debug for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Audit")
            .field("origin", &self.origin)
            .field("starts", &self.starts)
            .field("login", &self.login)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

/// The site of an audit that has begun.
pub(super) fn nobody() -> Box<dyn Site> {
    Box::new(Function(|_: Request<Vec<u8>>| std::future::ready(Response::new(Vec::new()))))
}
