//! A browser of one's own, and the WebDriver session that drives it: its process, its screen, its commands.
//!
//! The protocol is [W3C WebDriver](https://www.w3.org/TR/webdriver2/), spoken by `fantoccini`; this adds what a test
//! wants of it: calls that block, and dialogs that are kept as news.

use crate::engine::{Engine, Programs};
use fantoccini::error::NewSessionError;
use fantoccini::error::{CmdError, ErrorStatus};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::runtime::{Builder, Runtime};

/// How long a browser may take to be there.
const START: Duration = Duration::from_secs(60);

/// One browser with one session.
#[derive(Debug)]
pub(crate) struct Driver {
    client: Option<Client>,
    runtime: Runtime,
    process: Child,
    screen: Option<Child>,
    folder: PathBuf,
    dialogs: Vec<String>,
}

impl Driver {
    /// Starts a browser for which every host leads to the proxy on the port `site`, and a certificate with this `key`
    /// is a right one.
    ///
    /// # Panics
    /// When it does not start: nothing can be tested then.
    pub(crate) fn start(engine: Engine, programs: &Programs, site: u16, key: Option<&str>) -> Self {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("untaint-browser-{}-{run}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder for what the browser stores");

        let (screen, display) = match &programs.screen {
            Some(program) => start_screen(program),
            None => (None, String::new()),
        };
        let port = free_port();
        let mut command = engine.driver(programs, port, site);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if screen.is_some() {
            command.env("DISPLAY", display);
        }
        let process = command.spawn().expect("the driver starts");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let capabilities = engine.capabilities(programs, site, &folder, key);
        let client = runtime.block_on(connect(port, &capabilities));
        Self { client: Some(client), runtime, process, screen, folder, dialogs: Vec::new() }
    }

    /// Where the browser stores what is no page.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command of the session: its method, its path behind the session's, and its parameters.
    ///
    /// # Errors
    /// The driver's own words.
    pub(crate) fn command(&mut self, method: Method, path: &str, params: &Value) -> Result<Value, String> {
        let raw = Raw { method, path: path.to_owned(), params: params.clone() };
        // A page can open one dialog after the other; each answer tells of one.
        for _ in 0..100 {
            let client = self.client.as_ref().expect("a session until it is dropped");
            match self.runtime.block_on(client.issue_cmd(raw.clone())) {
                Ok(answer) => return Ok(answer),
                Err(CmdError::Standard(error)) if error.error == ErrorStatus::UnexpectedAlertOpen => {
                    let told = error.data.as_ref().and_then(|data| data["text"].as_str());
                    self.dialogs.push(format!("a dialog: {}", told.unwrap_or(&error.message)));
                }
                Err(CmdError::Standard(error)) => {
                    return Err(format!("{}: {}", error.error(), error.message));
                }
                Err(error) => return Err(error.to_string()),
            }
        }
        Err("one dialog after the other".to_owned())
    }

    /// The texts of the dialogs that opened since the last time.
    pub(crate) fn take_dialogs(&mut self) -> Vec<String> {
        // Whatever is open makes a command fail that looks at the page.
        let _ = self.command(Method::GET, "title", &Value::Null);
        std::mem::take(&mut self.dialogs)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            let close = async { tokio::time::timeout(Duration::from_secs(5), client.close()).await };
            let _ = self.runtime.block_on(close);
        }
        for child in std::iter::once(&mut self.process).chain(&mut self.screen) {
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// A command as the standard has it.
#[derive(Debug, Clone)]
struct Raw {
    method: Method,
    path: String,
    params: Value,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        let body = (self.method == Method::POST).then(|| self.params.to_string());
        (self.method.clone(), body)
    }
}

/// Waits for the driver and asks for a session.
async fn connect(port: u16, capabilities: &Value) -> Client {
    let capabilities = capabilities.as_object().expect("an object").clone();
    let start = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(start.elapsed() < START, "the driver does not listen");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    let address = format!("http://127.0.0.1:{port}");
    // A driver that has just begun to listen may drop its first connection.
    for _ in 0..3 {
        let session = tokio::time::timeout(START, builder.connect(&address)).await;
        match session.expect("a session in time") {
            Err(NewSessionError::FailedC(_) | NewSessionError::Failed(_)) => {
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
            session => return session.expect("a session"),
        }
    }
    panic!("the driver drops every connection")
}

/// A screen in memory and its name.
fn start_screen(program: &Path) -> (Option<Child>, String) {
    let mut screen = Command::new(program)
        .args(["-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a screen");
    let mut number = String::new();
    let told = BufReader::new(screen.stdout.take().expect("its output")).read_line(&mut number);
    assert!(told.is_ok() && !number.trim().is_empty(), "the screen says no number");
    (Some(screen), format!(":{}", number.trim()))
}

/// A port that nobody listens on now.
fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a loopback port");
    listener.local_addr().expect("its address").port()
}
