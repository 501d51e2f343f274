//! What the sites share: a request taken apart, an answer put together, a file beside the served folder, a driver.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Instant;
use untaint::testing::{Audit, AuditReport, audit_fn};

pub(crate) type Pairs = Vec<(String, String)>;

/// A file that was sent: the field, its name, its type, its bytes.
#[derive(Clone, Default)]
pub(crate) struct Sent {
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) bytes: Vec<u8>,
}

/// A request, taken apart.
#[derive(Default)]
pub(crate) struct Ask {
    pub(crate) method: String,
    /// As it came.
    pub(crate) raw: String,
    /// Decoded, without the first slash.
    pub(crate) path: String,
    pub(crate) query: Pairs,
    pub(crate) form: Pairs,
    pub(crate) files: Vec<Sent>,
    pub(crate) headers: Pairs,
}

fn of(pairs: &Pairs, name: &str) -> String {
    pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

pub(crate) fn decode(text: &str) -> String {
    let text = text.replace('+', "%2B").replace('&', "%26");
    url::form_urlencoded::parse(format!("a={text}").as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

impl Ask {
    fn new(request: &http::Request<Vec<u8>>) -> Self {
        let pairs = |bytes: &[u8]| url::form_urlencoded::parse(bytes).into_owned().collect::<Pairs>();
        let raw = request.uri().path().to_owned();
        let mut ask = Self {
            method: request.method().as_str().to_owned(),
            path: decode(raw.trim_start_matches('/')),
            raw,
            query: pairs(request.uri().query().unwrap_or_default().as_bytes()),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| {
                    (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
                })
                .collect(),
            ..Self::default()
        };
        let kind = ask.header("content-type");
        if kind.starts_with("application/x-www-form-urlencoded") {
            ask.form = pairs(request.body());
        } else if kind.starts_with("application/json") {
            if let Ok(serde_json::Value::Object(all)) = serde_json::from_slice(request.body()) {
                let text = |value: serde_json::Value| {
                    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
                };
                ask.form = all.into_iter().map(|(name, value)| (name, text(value))).collect();
            }
        } else if let Some((_, boundary)) = kind.split_once("boundary=") {
            ask.multipart(request.body(), boundary);
        }
        ask
    }

    fn multipart(&mut self, body: &[u8], boundary: &str) {
        let mark = format!("--{boundary}");
        let starts: Vec<usize> =
            (0..body.len()).filter(|at| body[*at..].starts_with(mark.as_bytes())).collect();
        for pair in starts.windows(2) {
            let part = &body[pair[0] + mark.len() + 2..pair[1] - 2];
            let Some(end) = part.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&part[..end]).into_owned();
            let content = part[end + 4..].to_vec();
            let value = |name: &str| {
                let rest = head.split_once(&format!(" {name}=\""))?.1;
                Some(rest.split('"').next().unwrap_or_default().to_owned())
            };
            match value("filename") {
                Some(name) => {
                    let mime = head.lines().find_map(|line| line.strip_prefix("Content-Type: "));
                    self.files.push(Sent { name, mime: mime.unwrap_or_default().to_owned(), bytes: content });
                }
                None => self.form.push((
                    value("name").unwrap_or_default(),
                    String::from_utf8_lossy(&content).into_owned(),
                )),
            }
        }
    }

    pub(crate) fn is_get(&self) -> bool {
        self.method == "GET"
    }

    pub(crate) fn q(&self, name: &str) -> String {
        of(&self.query, name)
    }

    pub(crate) fn f(&self, name: &str) -> String {
        of(&self.form, name)
    }

    pub(crate) fn header(&self, name: &str) -> String {
        of(&self.headers, name)
    }

    pub(crate) fn cookie(&self, name: &str) -> String {
        let all = self.header("cookie");
        let pairs = all.split("; ").filter_map(|pair| pair.split_once('='));
        pairs
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
            .unwrap_or_default()
    }

    /// The parts of the path.
    pub(crate) fn parts(&self) -> Vec<&str> {
        self.path.split('/').collect()
    }
}

/// An answer.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Pairs,
    pub(crate) body: Vec<u8>,
    pub(crate) is_bare: bool,
}

impl Reply {
    pub(crate) fn new(status: u16, mime: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("content-type".to_owned(), mime.to_owned())];
        Self { status, headers, body: body.into(), is_bare: false }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| known != name || name == "set-cookie");
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Without the headers that every answer has.
    pub(crate) fn bare(mut self) -> Self {
        self.is_bare = true;
        self
    }

    fn finish(self) -> http::Response<Vec<u8>> {
        let mut builder = http::Response::builder().status(self.status);
        let policy = "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        let usual = [
            ("content-security-policy", policy),
            ("x-content-type-options", "nosniff"),
            ("strict-transport-security", "max-age=31536000; includeSubDomains"),
            ("referrer-policy", "same-origin"),
            ("cache-control", "no-store"),
        ];
        for (name, value) in usual {
            if !self.is_bare && !self.headers.iter().any(|(known, _)| known == name) {
                builder = builder.header(name, value);
            }
        }
        for (name, value) in &self.headers {
            // What no server can send is not sent.
            if let Ok(value) = http::HeaderValue::from_bytes(value.as_bytes()) {
                builder = builder.header(name.as_str(), value);
            }
        }
        builder.body(self.body).expect("an answer")
    }
}

pub(crate) fn page(body: impl AsRef<str>) -> Reply {
    status(200, body)
}

pub(crate) fn status(status: u16, body: impl AsRef<str>) -> Reply {
    let body = format!("<!doctype html><html lang=en><meta charset=utf-8>{}", body.as_ref());
    Reply::new(status, "text/html; charset=utf-8", body)
}

pub(crate) fn see(target: impl Into<String>) -> Reply {
    Reply::new(303, "text/plain", "").with("location", target)
}

pub(crate) fn json(value: &serde_json::Value) -> Reply {
    Reply::new(200, "application/json", value.to_string())
}

/// Whether a browser says that the site's own page asks.
pub(crate) fn is_own(ask: &Ask) -> bool {
    ask.header("sec-fetch-site") == "same-origin"
}

/// Numbers that nobody guesses, for a test.
pub(crate) fn random() -> String {
    let half = || getrandom::u64().expect("random bytes");
    format!("{:016x}{:016x}", half(), half())
}

/// A folder with a file that is served, and one beside it that is not.
pub(crate) struct Folder {
    pub(crate) root: PathBuf,
    pub(crate) served: PathBuf,
    pub(crate) canary: PathBuf,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("untaint-site-{name}-{}", std::process::id()));
        let served = root.join("data/public");
        std::fs::create_dir_all(&served).expect("a folder");
        std::fs::write(served.join("a.txt"), "Hello\n").expect("a file");
        let canary = root.join("data/private.key");
        std::fs::write(&canary, format!("canary {}", random())).expect("a file");
        Self { root, served, canary }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // The test's own folder, whether it can be removed or not.
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

pub(crate) type Log = Rc<RefCell<String>>;

/// A site as an audit: each request becomes an answer; how many came is counted.
pub(crate) fn site(mut answer: impl FnMut(&Ask) -> Reply + 'static) -> (Audit, Rc<Cell<usize>>) {
    let count = Rc::new(Cell::new(0));
    let counts = count.clone();
    let audit = audit_fn(move |request: http::Request<Vec<u8>>| {
        counts.set(counts.get() + 1);
        std::future::ready(answer(&Ask::new(&request)).finish())
    });
    (audit, count)
}

/// Each hole with a part of the route that it is found at.
pub(crate) type Holes = &'static [(&'static str, &'static str)];

/// Runs the audit, and says what of the holes is missing, or what is found where nothing is.
pub(crate) async fn holds(name: &str, audit: Audit, count: Rc<Cell<usize>>, holes: Holes) -> AuditReport {
    let start = Instant::now();
    let report = audit.run().await;
    let missing: Vec<_> = holes
        .iter()
        .filter(|(code, route)| {
            !report.findings().iter().any(|finding| {
                let known = finding.code().split(':').next().unwrap_or_default();
                known == *code
                    && (finding.route().contains(route)
                        || finding.more_routes().iter().any(|more| more.contains(route)))
            })
        })
        .collect();
    println!(
        "{name}: {} of {} holes, {} findings, {} requests, {:?}",
        holes.len() - missing.len(),
        holes.len(),
        report.findings().len(),
        count.get(),
        start.elapsed()
    );
    assert!(missing.is_empty(), "{name}: {missing:?} are missing in {report}");
    assert!(!holes.is_empty() || report.findings().is_empty(), "{name}: {report}");
    assert!(report.requests() < 4700, "{name}: {}", report.requests());
    report
}
