//! The noticeboard on a port of its own, asked over real HTTP, and what a parser makes of its answers. Included by the
//! tests that include the example as `noticeboard`.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use untaint::escape::UrlComponent;

/// The site on a free port, until the test ends.
pub struct Site {
    pub addr: SocketAddr,
    origin: String,
    _runtime: tokio::runtime::Runtime,
}

impl Site {
    pub fn start() -> Self {
        Self::with(None, super::noticeboard::app::router)
    }

    /// A site that is told another origin than where it listens, as one behind a proxy is, or that has a key of the test's.
    pub fn with(origin: Option<&str>, router: impl FnOnce(&str) -> axum::Router) -> Self {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let addr = listener.local_addr().unwrap();
        let origin = origin.map_or_else(|| format!("http://{addr}"), str::to_owned);
        let site = router(&origin);
        runtime.spawn(async move { axum::serve(listener, site).await });
        Self { addr, origin, _runtime: runtime }
    }

    pub fn origin(&self) -> String {
        self.origin.clone()
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_bytes(method, path, headers, body.as_bytes())
    }

    pub fn send_bytes(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n", self.addr);
        for (name, value) in headers {
            let _ = write!(request, "{name}: {value}\r\n");
        }
        let _ = write!(request, "content-length: {}\r\n\r\n", body.len());
        let mut stream = TcpStream::connect(self.addr).unwrap();
        stream.write_all(&[request.as_bytes(), body].concat()).unwrap();
        let mut answer = Vec::new();
        // A server that answers before it has read the whole body may reset the connection afterwards.
        let _ = stream.read_to_end(&mut answer);
        // Only pictures and documents are not UTF-8, and of those the tests read the headers.
        Answer::read(&String::from_utf8_lossy(&answer))
    }

    pub fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send("GET", path, &[("cookie", cookie)], "")
    }

    /// A form as a browser sends it from the site's own page.
    pub fn post(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from(&[("origin", &self.origin()), ("sec-fetch-site", "same-origin")], path, cookie, fields)
    }

    pub fn post_from(
        &self,
        from: &[(&str, &str)],
        path: &str,
        cookie: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded"), ("cookie", cookie)];
        headers.extend_from_slice(from);
        self.send("POST", path, &headers, &form(fields))
    }

    /// A token for this visitor's forms, and the cookie to which it belongs: that of the session, or of the visit.
    pub fn token(&self, cookie: &str) -> (String, String) {
        let page = self.get("/", cookie);
        if let Some(token) = page.token() {
            return (cookie.to_owned(), token);
        }
        let page = self.get("/signup", cookie);
        let cookie = if page.header("set-cookie").is_some() { page.cookie() } else { cookie.to_owned() };
        (cookie, page.token().expect("a form with a token"))
    }

    /// A form with the token of the page on which it stands.
    pub fn submit(&self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let (cookie, token) = self.token(cookie);
        self.post(path, &cookie, &[fields, &[("csrf_token", token.as_str())]].concat())
    }

    /// The cookie of a fresh session.
    pub fn log_in(&self, name: &str) -> String {
        let answer = self.post("/login", "", &[("name", name), ("next", "/new")]);
        assert_eq!((answer.status, answer.header("location")), (303, Some("/new")));
        answer.cookie()
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<_> =
        fields.iter().map(|(name, value)| format!("{name}={}", UrlComponent(value))).collect();
    pairs.join("&")
}

pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn read(answer: &str) -> Self {
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines
            .map(|line| line.split_once(':').unwrap())
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self { status, headers, body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    pub fn cookie(&self) -> String {
        let cookie = self.header("set-cookie").unwrap();
        for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax"] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        cookie.split(';').next().unwrap().to_owned()
    }

    /// What the first hidden field of that name holds.
    pub fn token(&self) -> Option<String> {
        let elements = self.elements();
        let field = elements.iter().find(|element| element.attr("name") == Some("csrf_token"))?;
        field.attr("value").map(str::to_owned)
    }

    pub fn elements(&self) -> Vec<Element> {
        elements(&self.body)
    }
}

#[derive(Debug)]
pub struct Element {
    pub tag: String,
    pub attrs: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn attr(&self, name: &str) -> Option<&str> {
        self.attrs.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Every element of a document, in order, with all the text inside.
pub fn elements(source: &str) -> Vec<Element> {
    fn text(node: &Handle) -> String {
        if let NodeData::Text { contents } = &node.data {
            return contents.borrow().to_string();
        }
        node.children.borrow().iter().map(text).collect()
    }
    fn walk(node: &Handle, found: &mut Vec<Element>) {
        if let NodeData::Element { name, attrs, .. } = &node.data {
            let attrs = attrs.borrow();
            found.push(Element {
                tag: name.local.to_string(),
                attrs: attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect(),
                text: text(node),
            });
        }
        for child in node.children.borrow().iter() {
            walk(child, found);
        }
    }
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(source);
    let mut found = Vec::new();
    walk(&dom.document, &mut found);
    found
}

/// What a page of this site may never hold: a script that is not its own, a handler, a link that runs.
pub fn is_inert(source: &str) -> bool {
    elements(source).iter().all(|element| {
        let own_script = match element.tag.as_str() {
            "script" => {
                element.attr("src") == Some("/script.js") && element.text.is_empty()
                    || element.attr("type") == Some("application/json")
            }
            // The site's own icon, or a checked picture under the name that the site gave it.
            "img" => element.attr("src").is_some_and(|src| {
                let stored = src.strip_prefix("/files/").and_then(|name| name.split_once('.'));
                src == "/icon.svg"
                    || stored.is_some_and(|(token, extension)| {
                        token.len() == 32
                            && token.bytes().all(|b| b.is_ascii_hexdigit())
                            && ["png", "jpg", "gif", "webp"].contains(&extension)
                    })
            }),
            "iframe" | "object" | "embed" | "base" | "svg" | "style" => false,
            _ => true,
        };
        own_script
            && element.attrs.iter().all(|(name, value)| {
                !name.starts_with("on")
                    && name != "style"
                    && name != "srcdoc"
                    // What somebody typed stands in `value`, and goes nowhere from there.
                    && (name == "value" || !untaint::uri::is_javascript(value))
            })
    })
}

pub fn by_id<'a>(elements: &'a [Element], id: &str) -> &'a Element {
    elements.iter().find(|element| element.attr("id") == Some(id)).unwrap()
}
