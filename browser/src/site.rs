//! Every host of the world on one loopback port, with and without TLS: a proxy that asks nobody.
//!
//! A browser has a site of its own, so browsers that work side by side neither see each other's pages nor each
//! other's requests.

use crate::wire::{self, Head};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::HashMap;
use std::io::{self, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// What a page starts with, so that the site is told of what attacks run.
const WATCH: &str = include_str!("watch.js");
/// Where it is told.
const RAN: &str = "/untaint-ran";

/// What a path answers.
#[derive(Debug, Clone)]
pub enum Page {
    /// A document, as `text/html`.
    Html(String),
    /// A document, as `application/xhtml+xml`.
    Xhtml(String),
    /// These headers, and nothing else that says what the bytes are.
    File(Vec<(String, String)>, Vec<u8>),
    /// Status 302 with these bytes as the `Location`, once: the next request gets a plain page, as a site that is
    /// redirected to itself would not redirect again.
    Redirect(Vec<u8>),
    /// Status 302 to this address, each time.
    Moved(String),
    /// Status 307 to this address, each time: the method and the body stay.
    Passed(String),
    /// A document whose text is the header of this name in the request.
    Told(&'static str),
}

/// One request that arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `https` or `http`.
    pub scheme: &'static str,
    /// The `Host` header.
    pub host: String,
    /// Path and query.
    pub target: String,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The `Origin` header.
    pub origin: Option<String>,
    /// The `Sec-Fetch-Site` header.
    pub sec_fetch_site: Option<String>,
}

/// The server; it stops when it is dropped.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
    key: String,
}

#[derive(Debug)]
struct Shared {
    /// By path.
    pages: Mutex<HashMap<String, Page>>,
    /// A host, and the server that answers for it.
    behind: Option<(String, SocketAddr)>,
    requests: Mutex<Vec<Request>>,
    ran: Mutex<Vec<String>>,
    stopping: AtomicBool,
    tls: Arc<ServerConfig>,
}

impl Site {
    /// Listens on a free loopback port; `behind` is a host for which another server answers.
    ///
    /// # Panics
    /// When there is no port or no certificate: nothing can be tested then.
    #[must_use]
    pub fn start(behind: Option<(String, SocketAddr)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let (tls, key) = wire::tls();
        let shared = Arc::new(Shared {
            pages: Mutex::default(),
            behind,
            requests: Mutex::default(),
            ran: Mutex::default(),
            stopping: AtomicBool::new(false),
            tls,
        });
        let acceptor = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    if shared.stopping.load(Ordering::SeqCst) {
                        break;
                    }
                    let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else { continue };
                    // A browser that closes a connection early is no news.
                    std::thread::spawn(move || drop(shared.serve(stream)));
                }
            })
        };
        Self { address, shared, acceptor: Some(acceptor), key }
    }

    /// The port of the proxy.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// The SHA-256 of the public key of its certificate, in base64.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The host for which another server answers.
    pub(crate) fn behind(&self) -> Option<String> {
        self.shared.behind.as_ref().map(|(host, _)| host.clone())
    }

    /// Lets `path`, on any host, answer with `page`.
    pub fn put(&self, path: &str, page: Page) {
        lock(&self.shared.pages).insert(path.to_owned(), page);
    }

    /// The requests since the last time, without those for the icon of the pages that are served.
    #[must_use]
    pub fn take_requests(&self) -> Vec<Request> {
        let mut requests = std::mem::take(&mut *lock(&self.shared.requests));
        let is_ours = |host: &str| host == "app.test" || self.behind().as_deref() == Some(host);
        requests.retain(|request| request.target != "/favicon.ico" || !is_ours(&request.host));
        requests
    }

    /// What attacks ran since the last time.
    #[must_use]
    pub fn take_ran(&self) -> Vec<String> {
        std::mem::take(&mut *lock(&self.shared.ran))
    }

    /// Forgets all pages, and what happened.
    pub fn clear(&self) {
        lock(&self.shared.pages).clear();
        let _ = (self.take_requests(), self.take_ran());
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        // The acceptor waits for a connection: here is one.
        drop(TcpStream::connect(self.address));
        if let Some(acceptor) = self.acceptor.take() {
            let _ = acceptor.join();
        }
    }
}

impl Shared {
    /// Requests to the proxy; `CONNECT` makes of the connection one to the host it names.
    fn serve(&self, stream: TcpStream) -> io::Result<()> {
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        while let Some(head) = Head::read(&mut stream)? {
            if head.word(0) != "CONNECT" {
                if self.answer("http", &head, &mut stream)? {
                    continue;
                }
                break;
            }
            // The client waits for the answer, so nothing of its own is in the buffer.
            let mut stream = stream.into_inner();
            stream.write_all(b"HTTP/1.1 200 Connected\r\n\r\n")?;
            let mut first = [0];
            // The first byte of a TLS connection is a handshake record (RFC 8446 section 5.1); no method begins with
            // it.
            if stream.peek(&mut first)? > 0 && first[0] == 22 {
                let connection = ServerConnection::new(Arc::clone(&self.tls)).map_err(io::Error::other)?;
                return self.talk("https", StreamOwned::new(connection, stream));
            }
            return self.talk("http", stream);
        }
        wire::end(stream.get_ref());
        Ok(())
    }

    /// Requests and answers on one connection, until the browser closes it.
    fn talk(&self, scheme: &'static str, stream: impl Read + Write) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        while let Some(head) = Head::read(&mut stream)? {
            if !self.answer(scheme, &head, &mut stream)? {
                break;
            }
        }
        Ok(())
    }

    /// Answers one request; `false` where the connection ends with it.
    fn answer<S: Read + Write>(
        &self,
        scheme: &'static str,
        head: &Head,
        stream: &mut BufReader<S>,
    ) -> io::Result<bool> {
        let host = head.get("host").to_owned();
        // To a proxy the whole URL is said; the server behind it is told the path alone.
        let target = match head.word(1).split_once("://") {
            Some((_, rest)) => rest.find(['/', '?']).map_or("/", |at| &rest[at..]),
            None => head.word(1),
        };
        let body = head.body(stream)?;
        let path = target.split('?').next().unwrap_or_default();
        if path == RAN {
            lock(&self.ran).push(String::from_utf8_lossy(&body).into_owned());
            stream.get_mut().write_all(b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n")?;
            stream.get_mut().flush()?;
            return Ok(true);
        }
        let told = |name: &str| Some(head.get(name).to_owned()).filter(|value| !value.is_empty());
        lock(&self.requests).push(Request {
            scheme,
            host: host.clone(),
            target: target.to_owned(),
            method: head.word(0).to_owned(),
            origin: told("origin"),
            sec_fetch_site: told("sec-fetch-site"),
        });
        let is_part = !matches!(head.get("sec-fetch-dest"), "" | "document");
        let mut goes_on = true;
        let answer = match &self.behind {
            Some((name, address)) if *name == host => {
                let mut asked = head.clone();
                asked.first = format!("{} {target} HTTP/1.1", head.word(0));
                let (answer, body) = wire::ask(*address, &asked, &body)?;
                with_watch(answer, body)
            }
            _ => {
                let page = self.page(path);
                // A raw target may end the headers early: then the end of the connection is the end of the answer.
                goes_on = !matches!(page, Some(Page::Redirect(_)));
                bytes_of(page, is_part, head)
            }
        };
        stream.get_mut().write_all(&answer)?;
        stream.get_mut().flush()?;
        Ok(goes_on)
    }

    fn page(&self, path: &str) -> Option<Page> {
        let mut pages = lock(&self.pages);
        match pages.get(path) {
            Some(Page::Redirect(_)) => pages.remove(path),
            page => page.cloned(),
        }
    }
}

/// A page of the server behind, with the watch where its own policy lets a script stand.
fn with_watch(mut head: Head, mut body: Vec<u8>) -> Vec<u8> {
    if head.get("content-type").starts_with("text/html") {
        let nonce = head.get("content-security-policy").split("'nonce-").nth(1);
        let nonce = nonce.and_then(|rest| rest.split('\'').next()).unwrap_or_default();
        let page = String::from_utf8_lossy(&body);
        body = page
            .replacen("<head>", &format!("<head><script nonce=\"{nonce}\">{WATCH}</script>"), 1)
            .into_bytes();
        head.set("Content-Length", body.len().to_string());
    }
    head.set("Connection", "keep-alive".to_owned());
    [head.bytes(), body].concat()
}

/// Where there is no page: a visitor lands on an empty one, and what a page loads is missing, so that an attack that
/// waits for an error gets it.
fn bytes_of(page: Option<Page>, is_part: bool, asked: &Head) -> Vec<u8> {
    let html = ("Content-Type", b"text/html; charset=utf-8".to_vec());
    let (status, (name, value), body) = match page {
        Some(Page::File(headers, body)) => return file(&headers, &body),
        Some(Page::Told(name)) => {
            let text = untaint::escape::html(asked.get(name));
            let page = format!("<!doctype html><meta charset=utf-8><pre id=told>{text}</pre>");
            return file(&[("Content-Type".to_owned(), "text/html".to_owned())], page.as_bytes());
        }
        Some(Page::Html(body)) => ("200 OK", html, watched(&body)),
        Some(Page::Xhtml(body)) => {
            let kind = ("Content-Type", b"application/xhtml+xml; charset=utf-8".to_vec());
            (
                "200 OK",
                kind,
                body.replacen("<head>", &format!("<head><script><![CDATA[{WATCH}]]></script>"), 1),
            )
        }
        Some(Page::Redirect(location)) => ("302 Found", ("Location", location), String::new()),
        Some(Page::Moved(address)) => ("302 Found", ("Location", address.into_bytes()), String::new()),
        Some(Page::Passed(address)) => {
            ("307 Temporary Redirect", ("Location", address.into_bytes()), String::new())
        }
        None => {
            let body = "<!doctype html><title>landed</title>".to_owned();
            (if is_part { "404 Not Found" } else { "200 OK" }, html, body)
        }
    };
    let mut bytes = format!("HTTP/1.1 {status}\r\n{name}: ").into_bytes();
    bytes.extend_from_slice(&value);
    let rest = format!("\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// The page with the watch before anything that it was made of.
fn watched(body: &str) -> String {
    let at = ["<meta charset=utf-8>", "<head>", "<!doctype html>"]
        .iter()
        .find_map(|start| body.find(start).map(|at| at + start.len()))
        .unwrap_or(0);
    format!("{}<script>{WATCH}</script>{}", &body[..at], &body[at..])
}

fn file(headers: &[(String, String)], body: &[u8]) -> Vec<u8> {
    let mut bytes = b"HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n".to_vec();
    for (name, value) in headers {
        bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    bytes.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(body);
    bytes
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
