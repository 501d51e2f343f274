//! The browser's process, and its `DevTools` protocol over a pipe.
//!
//! A pipe rather than a port: nobody else can connect to it, no port has to be free, and Chromium ends by itself
//! when the pipe closes, so a test run that is killed leaves no browser behind.

use crate::tab::Tab;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How long Chromium may take for one answer before the test fails.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Finds Chromium: `CHROMIUM`, the usual place, then `PATH`.
///
/// # Errors
/// A sentence for the person who runs the tests, when there is none.
pub fn find() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        let named = PathBuf::from(named);
        return if named.is_file() { Ok(named) } else { Err("CHROMIUM names no file".to_owned()) };
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let folders = std::env::split_paths(&path).collect::<Vec<_>>();
    let on_path = folders.iter().flat_map(|folder| names.map(|name| folder.join(name)));
    std::iter::once(PathBuf::from("/usr/bin/chromium"))
        .chain(on_path)
        .find(|candidate| candidate.is_file())
        .ok_or_else(|| "needs Chromium: install it (Debian: chromium) or set CHROMIUM".to_owned())
}

/// A running headless Chromium with an empty profile, which reaches only one loopback port.
#[derive(Debug)]
pub struct Chromium {
    link: Arc<Link>,
    browser_session: Mutex<Session>,
    child: Child,
    reader: Option<JoinHandle<()>>,
    profile: PathBuf,
    port: u16,
}

impl Chromium {
    /// Starts `program`; every name and address leads to `port` on 127.0.0.1.
    ///
    /// # Panics
    /// When it does not start: nothing can be tested then.
    #[must_use]
    pub fn start(program: &Path, port: u16) -> Self {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let profile = std::env::temp_dir().join(format!("untaint-browser-{}-{run}", std::process::id()));
        std::fs::create_dir_all(&profile).expect("a folder for the profile");

        // Chromium speaks on descriptors 3 and 4; the shell moves our two pipes there and then is Chromium.
        let mut child = Command::new("/bin/sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null"#])
            .arg(program)
            .args([
                "--remote-debugging-pipe",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-breakpad",
                "--disable-dev-shm-usage",
                "--ignore-certificate-errors",
                // An http target must arrive as http, or `require_https` would be tested by the browser.
                "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
                // Several tabs work side by side, and none of them is in front.
                "--disable-background-timer-throttling",
                "--disable-renderer-backgrounding",
                "--disable-backgrounding-occluded-windows",
            ])
            .arg(format!("--host-resolver-rules=MAP * 127.0.0.1:{port}"))
            .arg(user_data_dir(&profile))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Chromium starts");

        let writer = child.stdin.take().expect("stdin is a pipe");
        let from_browser = child.stdout.take().expect("stdout is a pipe");
        let link = Arc::new(Link {
            writer: Mutex::new(Some(writer)),
            ids: AtomicU64::new(1),
            sessions: Mutex::default(),
        });
        let reader = {
            let link = Arc::clone(&link);
            std::thread::spawn(move || link.deliver(BufReader::new(from_browser)))
        };
        let browser_session = Mutex::new(link.session(""));
        Self { link, browser_session, child, reader: Some(reader), profile, port }
    }

    /// Opens a tab in a browser context of its own: no cookie and no cache is shared with another one.
    ///
    /// # Panics
    /// When Chromium does not answer.
    #[must_use]
    pub fn tab(&self) -> Tab {
        let id = {
            let mut browser = self.browser_session.lock().unwrap_or_else(PoisonError::into_inner);
            let context = browser.call("Target.createBrowserContext", &json!({}));
            let target = browser.call(
                "Target.createTarget",
                &json!({"url": "about:blank", "browserContextId": context["browserContextId"]}),
            );
            let attached = browser
                .call("Target.attachToTarget", &json!({"targetId": target["targetId"], "flatten": true}));
            attached["sessionId"].as_str().expect("a session").to_owned()
        };
        Tab::attach(self.link.session(&id), id)
    }

    /// The loopback port every host is mapped to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // Asked politely, Chromium ends its helpers before itself; the closed pipe says it a second time.
        self.link.send(&json!({"id": 0, "method": "Browser.close"}));
        self.link.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let asked = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if asked.elapsed() > Duration::from_secs(5) {
                let _ = self.child.kill();
                let _ = self.child.wait();
                break;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

fn user_data_dir(profile: &Path) -> std::ffi::OsString {
    let mut flag = std::ffi::OsString::from("--user-data-dir=");
    flag.push::<&OsStr>(profile.as_os_str());
    flag
}

/// Both ends of the pipe: messages end with a NUL, and each names its session.
#[derive(Debug)]
pub(crate) struct Link {
    writer: Mutex<Option<ChildStdin>>,
    ids: AtomicU64,
    sessions: Mutex<HashMap<String, Mailbox>>,
}

/// A session's queue; the receiver waits here until the tab takes it.
#[derive(Debug)]
struct Mailbox {
    sender: Sender<Value>,
    receiver: Option<Receiver<Value>>,
}

impl Link {
    /// Takes the mailbox of a session, whether its first message came already or not.
    fn session(self: &Arc<Self>, id: &str) -> Session {
        let inbox = {
            let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
            let mailbox = sessions.entry(id.to_owned()).or_insert_with(Mailbox::new);
            mailbox.receiver.take().expect("one owner for each session")
        };
        Session { link: Arc::clone(self), id: id.to_owned(), inbox, events: Vec::new() }
    }

    fn send(&self, message: &Value) {
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(writer) = writer.as_mut() {
            let _ = writer.write_all(&bytes).and_then(|()| writer.flush());
        }
    }

    /// Hands each message to its session until the browser closes the pipe; then every waiting tab fails.
    fn deliver(&self, mut from_browser: impl BufRead) {
        let mut bytes = Vec::new();
        while from_browser.read_until(0, &mut bytes).is_ok_and(|read| read > 0) {
            if bytes.last() == Some(&0) {
                bytes.pop();
            }
            if let Ok(message) = serde_json::from_slice::<Value>(&bytes) {
                let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
                let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
                let mailbox = sessions.entry(session).or_insert_with(Mailbox::new);
                let _ = mailbox.sender.send(message);
            }
            bytes.clear();
        }
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

impl Mailbox {
    fn new() -> Self {
        let (sender, receiver) = channel();
        Self { sender, receiver: Some(receiver) }
    }
}

/// One side of the conversation with one target, owned by one thread.
#[derive(Debug)]
pub(crate) struct Session {
    link: Arc<Link>,
    id: String,
    inbox: Receiver<Value>,
    events: Vec<Value>,
}

impl Session {
    /// Calls a method and waits for its result; what happens meanwhile is kept as events.
    ///
    /// # Errors
    /// The protocol's own error, such as a page that went away during the call.
    pub(crate) fn try_call(&mut self, method: &str, params: &Value) -> Result<Value, String> {
        let id = self.post(method, params);
        loop {
            let message = self.inbox.recv_timeout(PATIENCE).map_err(|_| format!("{method}: no answer"))?;
            if message["id"] == json!(id) {
                return match message.get("error") {
                    Some(error) => Err(error["message"].as_str().unwrap_or("no message").to_owned()),
                    None => Ok(message["result"].clone()),
                };
            }
            self.keep(message);
        }
    }

    /// [`try_call`](Self::try_call) where an error is a broken harness.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Value {
        self.try_call(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Waits until an event is wanted, and takes it; the others stay. Each event is shown once, in order.
    pub(crate) fn wait_for(
        &mut self,
        patience: Duration,
        mut wanted: impl FnMut(&Value) -> bool,
    ) -> Option<Value> {
        let start = Instant::now();
        let mut seen = 0;
        loop {
            if let Some(at) = self.events[seen..].iter().position(&mut wanted) {
                return Some(self.events.remove(seen + at));
            }
            seen = self.events.len();
            let left = patience.checked_sub(start.elapsed())?;
            let message = self.inbox.recv_timeout(left).ok()?;
            self.keep(message);
        }
    }

    /// Everything that happened since the last time.
    pub(crate) fn take_events(&mut self) -> Vec<Value> {
        while let Ok(message) = self.inbox.try_recv() {
            self.keep(message);
        }
        std::mem::take(&mut self.events)
    }

    fn post(&self, method: &str, params: &Value) -> u64 {
        let id = self.link.ids.fetch_add(1, Ordering::Relaxed);
        let mut message = json!({"id": id, "method": method, "params": params});
        if !self.id.is_empty() {
            message["sessionId"] = json!(self.id);
        }
        self.link.send(&message);
        id
    }

    fn keep(&mut self, message: Value) {
        // An open dialog blocks its page, so it is answered before anything else.
        if message["method"] == "Page.javascriptDialogOpening" {
            self.post("Page.handleJavaScriptDialog", &json!({"accept": true}));
        }
        if message.get("method").is_some() {
            self.events.push(message);
        }
    }
}
