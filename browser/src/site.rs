//! Every host of the world on one loopback port, with and without TLS.
//!
//! Raw sockets, because the bytes of a `Location` header are the test. A tab says who it is in a header of its
//! own, so tabs that work side by side neither see each other's pages nor each other's requests.

use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

/// The header in which a tab says who it is.
pub(crate) const TAB_HEADER: &str = "X-Tab";

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
}

/// The server; it stops when it is dropped.
#[derive(Debug)]
pub struct Site {
    address: SocketAddr,
    shared: Arc<Shared>,
    acceptor: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    /// By tab and path.
    pages: Mutex<HashMap<(String, String), Page>>,
    /// By tab.
    requests: Mutex<HashMap<String, Vec<Request>>>,
    stopping: AtomicBool,
}

impl Site {
    /// Listens on a free loopback port.
    ///
    /// # Panics
    /// When there is no port or no certificate: nothing can be tested then.
    #[must_use]
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
        let address = listener.local_addr().expect("its address");
        let shared = Arc::new(Shared::default());
        let tls = tls_config();
        let acceptor = {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                for stream in listener.incoming() {
                    if shared.stopping.load(Ordering::SeqCst) {
                        break;
                    }
                    let (Ok(stream), shared, tls) = (stream, Arc::clone(&shared), Arc::clone(&tls)) else {
                        continue;
                    };
                    // A browser that closes a connection early is no news.
                    std::thread::spawn(move || drop(shared.serve(stream, tls)));
                }
            })
        };
        Self { address, shared, acceptor: Some(acceptor) }
    }

    /// The port that hosts are mapped to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Lets `path`, on any host, answer a tab with `page`.
    pub fn put(&self, tab: &str, path: &str, page: Page) {
        lock(&self.shared.pages).insert((tab.to_owned(), path.to_owned()), page);
    }

    /// The requests of a tab since the last time, without those for an icon.
    #[must_use]
    pub fn take_requests(&self, tab: &str) -> Vec<Request> {
        let mut requests = lock(&self.shared.requests).remove(tab).unwrap_or_default();
        requests.retain(|request| request.target != "/favicon.ico");
        requests
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
    fn serve(&self, stream: TcpStream, tls: Arc<ServerConfig>) -> io::Result<()> {
        stream.set_nodelay(true)?;
        // The first byte of a TLS connection is a handshake record (RFC 8446 section 5.1); no method begins with it.
        let mut first = [0];
        if stream.peek(&mut first)? == 0 {
            return Ok(());
        }
        if first[0] == 22 {
            let connection = ServerConnection::new(tls).map_err(io::Error::other)?;
            self.talk("https", StreamOwned::new(connection, stream))
        } else {
            self.talk("http", stream)
        }
    }

    /// Requests and answers on one connection, until the browser closes it.
    fn talk(&self, scheme: &'static str, stream: impl Read + Write) -> io::Result<()> {
        let mut stream = BufReader::new(stream);
        loop {
            let Some(first) = read_line(&mut stream)? else { return Ok(()) };
            let target = first.split(' ').nth(1).unwrap_or("/").to_owned();
            let (mut host, mut tab, mut body) = (String::new(), String::new(), 0_u64);
            let mut is_part = false;
            while let Some(line) = read_line(&mut stream)?.filter(|line| !line.is_empty()) {
                let Some((name, value)) = line.split_once(':') else { continue };
                let value = value.trim();
                match () {
                    () if name.eq_ignore_ascii_case("host") => value.clone_into(&mut host),
                    () if name.eq_ignore_ascii_case(TAB_HEADER) => value.clone_into(&mut tab),
                    () if name.eq_ignore_ascii_case("content-length") => body = value.parse().unwrap_or(0),
                    () if name.eq_ignore_ascii_case("sec-fetch-dest") => is_part = value != "document",
                    () => {}
                }
            }
            io::copy(&mut (&mut stream).take(body), &mut io::sink())?;

            let path = target.split('?').next().unwrap_or_default().to_owned();
            let page = self.page(&tab, path);
            lock(&self.requests).entry(tab).or_default().push(Request { scheme, host, target });
            stream.get_mut().write_all(&answer(page, is_part))?;
            stream.get_mut().flush()?;
        }
    }

    fn page(&self, tab: &str, path: String) -> Option<Page> {
        let mut pages = lock(&self.pages);
        let key = (tab.to_owned(), path);
        match pages.get(&key) {
            Some(Page::Redirect(_)) => pages.remove(&key),
            page => page.cloned(),
        }
    }
}

/// Where there is no page: a visitor lands on an empty one, and what a page loads is missing, so that an attack that
/// waits for an error gets it.
fn answer(page: Option<Page>, is_part: bool) -> Vec<u8> {
    let (status, name, value, body) = match page {
        Some(Page::File(headers, body)) => return file(&headers, &body),
        Some(Page::Html(body)) => ("200 OK", "Content-Type", b"text/html; charset=utf-8".to_vec(), body),
        Some(Page::Xhtml(body)) => {
            ("200 OK", "Content-Type", b"application/xhtml+xml; charset=utf-8".to_vec(), body)
        }
        Some(Page::Redirect(location)) => ("302 Found", "Location", location, String::new()),
        None => {
            let body = "<!doctype html><title>landed</title>".to_owned();
            let status = if is_part { "404 Not Found" } else { "200 OK" };
            (status, "Content-Type", b"text/html; charset=utf-8".to_vec(), body)
        }
    };
    let mut bytes = format!("HTTP/1.1 {status}\r\n{name}: ").into_bytes();
    bytes.extend_from_slice(&value);
    let rest = format!("\r\nCache-Control: no-store\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    bytes.extend_from_slice(rest.as_bytes());
    bytes
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

/// A line without its end; `None` where the connection ends.
fn read_line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

fn tls_config() -> Arc<ServerConfig> {
    let made = rcgen::generate_simple_self_signed(vec!["app.test".to_owned()]).expect("a certificate");
    let certificate = CertificateDer::from(made.cert.der().to_vec());
    let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("its key");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions of the provider")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate that fits its key");
    Arc::new(config)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
