//! A form, and requests that send it.
#![allow(dead_code, reason = "each test binary uses a part")]

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use http_body_util::BodyExt as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::{fs, io, path::Path};
use untaint::Form;
use untaint::form::{FormLimits, Stored};
use untaint::upload::UploadPolicy;
use untaint_axum::{FormRejection, StoreIn, Submitted};

/// What must be in no answer.
pub const MARK: &str = "zq7mark";
pub const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
pub const URLENCODED: &str = "application/x-www-form-urlencoded";
pub const MULTIPART: &str = "multipart/form-data; boundary=xyz";

#[derive(Form)]
pub struct Address {
    pub city: String,
    #[form(file(UploadPolicy::images()))]
    pub map: Option<Stored>,
}

#[derive(Form)]
pub struct SignUp {
    #[clean(trim)]
    #[validate(length(3..=20))]
    pub name: String,
    #[validate(range(18..=120))]
    pub age: u8,
    pub newsletter: bool,
    pub tags: Vec<String>,
    #[form(file(UploadPolicy::images()))]
    pub avatar: Option<Stored>,
    #[form(file(UploadPolicy::images()))]
    pub photos: Vec<Stored>,
    #[form(nested)]
    pub address: Option<Address>,
}

/// The chunks of a body; at their end, what happens then.
pub struct Chunks<I> {
    pub chunks: I,
    pub end: End,
}

#[derive(Clone, Copy, PartialEq)]
pub enum End {
    Ends,
    Fails,
    Waits,
}

impl<I: Iterator<Item = Bytes> + Unpin> Stream for Chunks<I> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match (self.chunks.next(), self.end) {
            (Some(chunk), _) => Poll::Ready(Some(Ok(chunk))),
            (None, End::Ends) => Poll::Ready(None),
            (None, End::Fails) => Poll::Ready(Some(Err(io::Error::other(MARK)))),
            (None, End::Waits) => Poll::Pending,
        }
    }
}

pub fn body(bytes: impl Into<Bytes>, size: usize, end: End) -> Body {
    let mut bytes = bytes.into();
    let chunks =
        std::iter::from_fn(move || (!bytes.is_empty()).then(|| bytes.split_to(bytes.len().min(size))));
    Body::from_stream(Chunks { chunks, end })
}

pub fn post(content_type: &str, body: impl Into<Body>) -> Request {
    Request::post("/").header("content-type", content_type).body(body.into()).expect("a request")
}

pub fn within(mut request: Request, limits: &FormLimits, folder: &Path) -> Request {
    request.extensions_mut().insert(limits.clone());
    request.extensions_mut().insert(StoreIn::new(folder));
    request
}

pub async fn submitted(request: Request) -> Result<Submitted<SignUp>, FormRejection> {
    Submitted::from_request(request, &()).await
}

pub async fn answer(response: impl IntoResponse) -> (StatusCode, HeaderMap, String) {
    let (head, body) = response.into_response().into_parts();
    let body = body.collect().await.expect("a body").to_bytes();
    (head.status, head.headers, String::from_utf8(body.to_vec()).expect("text"))
}

pub fn page(form: Submitted<SignUp>) -> Response {
    let wrong = wrong(&form);
    form.respond(|_| wrong.join("\n"))
}

/// A part; with a file's name, a file.
pub fn part(name: &str, file_name: Option<&str>, content: &[u8]) -> Vec<u8> {
    let file_name = file_name.map(|name| format!("; filename=\"{name}\"")).unwrap_or_default();
    let head = format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"{file_name}\r\n\r\n");
    [head.as_bytes(), content, b"\r\n"].concat()
}

pub fn parts(parts: &[(&str, Option<&str>, &[u8])]) -> Vec<u8> {
    let parts: Vec<u8> = parts.iter().flat_map(|(name, file, content)| part(name, *file, content)).collect();
    [&parts[..], b"--xyz--\r\n"].concat()
}

/// How many files there are.
pub fn left(folder: &Path) -> usize {
    fs::read_dir(folder).expect("the folder").count()
}

/// `path code` of everything that is wrong.
pub fn wrong(form: &Submitted<SignUp>) -> Vec<String> {
    form.report().violations().iter().map(|found| format!("{} {}", found.path(), found.code())).collect()
}
