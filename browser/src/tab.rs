//! One page: go, click, evaluate; it notices every script that an attack was able to run.

use crate::driver::Driver;
use crate::engine::{Engine, Programs};
use crate::site::{Page, Request, Site};
use http::Method;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// Where a navigation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    /// On a page.
    Page {
        /// Its origin, as the engine writes it; `null` for an opaque one.
        origin: String,
        /// Its URL with the fragment.
        url: String,
    },
    /// On no page: the engine refused the target, or nothing answers there.
    Refused(String),
    /// Nothing happened in the time given.
    Nowhere,
}

/// Under this name WebDriver writes an element (section 6.4).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser with one page, and the site it visits.
#[derive(Debug)]
pub struct Tab {
    engine: Engine,
    driver: Driver,
    site: Site,
}

impl Tab {
    /// Starts a browser with an empty profile, for which every host leads to a site of its own.
    ///
    /// # Panics
    /// When it does not start: nothing can be tested then.
    #[must_use]
    pub fn start(
        engine: Engine,
        programs: &Programs,
        behind: Option<(String, SocketAddr)>,
        is_trusting: bool,
    ) -> Self {
        let site = Site::start(behind);
        let key = is_trusting.then(|| site.key());
        let driver = Driver::start(engine, programs, site.port(), key);
        Self { engine, driver, site }
    }

    /// The engine.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where it stores what is no page.
    #[must_use]
    pub fn downloads(&self) -> &Path {
        self.driver.folder()
    }

    /// Lets a path answer with `page`, without going there.
    pub fn put(&self, path: &str, page: Page) {
        self.site.put(path, page);
    }

    /// The requests since the last time, but for the browser's own business.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let mut requests = self.site.take_requests();
        requests.retain(|request| !self.engine.is_own_business(&request.host));
        requests
    }

    /// Opens `url`, whose path answers with `page`, and waits until it is loaded.
    ///
    /// # Errors
    /// The driver's own words for why nothing was loaded.
    pub fn open(&mut self, url: &str, page: Page) -> Result<(), String> {
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        let path = after_scheme.find('/').map_or("/", |at| &after_scheme[at..]);
        self.site.put(path.split(['?', '#']).next().unwrap_or(path), page);
        self.go(url)
    }

    /// Goes to `url` and waits until the page is loaded.
    ///
    /// # Errors
    /// The driver's own words for why nothing was loaded.
    pub fn go(&mut self, url: &str) -> Result<(), String> {
        self.command("url", &json!({"url": url})).map(drop)
    }

    /// Goes to `url`; `false` where the browser shows no page, but stores a file.
    pub fn shows(&mut self, url: &str) -> bool {
        let _ = self.go("about:blank");
        if self.engine != Engine::Firefox {
            let _ = self.go(url);
            return matches!(self.landing(), Landing::Page { url: at, .. } if at == url);
        }
        // Its driver waits for a page, also where there will be none: so it goes as a link does, and what is stored is
        // seen in the folder.
        let stored = |tab: &Self| std::fs::read_dir(tab.downloads()).map_or(0, Iterator::count);
        let before = stored(self);
        let _ = self.try_evaluate(&format!("(location.href = {}, null)", json!(url)));
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(10) && stored(self) == before {
            if self.try_evaluate("location.href") == Ok(json!(url)) {
                self.loaded(Duration::from_secs(2));
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }

    /// The page that is open.
    #[must_use]
    pub fn landing(&mut self) -> Landing {
        let page = self.try_evaluate("[location.origin, location.href, document.documentURI]");
        let Ok(page) = page else { return Landing::Nowhere };
        let text = |at: usize| page[at].as_str().unwrap_or_default().to_owned();
        // A page that says why there is none.
        if text(2).starts_with("about:neterror") || text(1).starts_with("chrome-error:") {
            return Landing::Refused(text(2));
        }
        Landing::Page { origin: text(0), url: text(1) }
    }

    /// Clicks the first element that `selector` finds, with the mouse where it has a place on the screen, and reports
    /// where that led.
    ///
    /// # Panics
    /// When there is no such element.
    pub fn click(&mut self, selector: &str, patience: Duration) -> Landing {
        // A page that is replaced loses its mark; one that goes to a fragment has another address.
        let before = self.evaluate("window.untaintMark = location.href");
        self.press(selector);
        let start = Instant::now();
        loop {
            match self.try_evaluate("[window.untaintMark ?? null, location.href]") {
                Ok(now) if now == json!([before, before]) => {}
                // Between two pages nobody answers.
                Err(_) | Ok(Value::Null) => {}
                Ok(_) => {
                    self.loaded(Duration::from_secs(20));
                    return self.landing();
                }
            }
            if start.elapsed() > patience {
                return Landing::Nowhere;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Clicks with the mouse where that hits the element, else by an event.
    ///
    /// # Panics
    /// When there is no such element.
    pub fn press(&mut self, selector: &str) {
        let found = self.find(selector);
        let path = format!("element/{found}/click");
        if self.command(&path, &json!({})).is_err() {
            let event = "new MouseEvent('click', {bubbles: true, cancelable: true, composed: true})";
            let found = format!("document.querySelector({})", json!(selector));
            let _ = self.try_evaluate(&format!("({found}.dispatchEvent({event}), null)"));
        }
    }

    /// Types into the first element that `selector` finds, or chooses a file there.
    ///
    /// # Panics
    /// When there is none, or it takes no text.
    pub fn type_into(&mut self, selector: &str, text: &str) {
        let found = self.find(selector);
        let typed = self.command(&format!("element/{found}/value"), &json!({"text": text}));
        typed.unwrap_or_else(|error| panic!("{selector}: {error}"));
    }

    fn find(&mut self, selector: &str) -> String {
        let search = json!({"using": "css selector", "value": selector});
        let found = self.command("element", &search).unwrap_or_else(|error| panic!("{selector}: {error}"));
        found[ELEMENT].as_str().expect("an element").to_owned()
    }

    /// Waits until the page that is open is loaded, or says why there is none.
    fn loaded(&mut self, patience: Duration) {
        const DONE: &str =
            r"document.readyState === 'complete' || !/^(https?|about:blank)/.test(document.documentURI)";
        let start = Instant::now();
        while self.try_evaluate(DONE) != Ok(json!(true)) && start.elapsed() < patience {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Evaluates an expression, awaiting a promise; its value must be JSON.
    ///
    /// # Panics
    /// When the script throws.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        self.try_evaluate(expression).unwrap_or_else(|error| panic!("{error}: {expression}"))
    }

    /// [`evaluate`](Self::evaluate) for pages that may go away meanwhile.
    ///
    /// # Errors
    /// What was thrown, or that the page is gone.
    pub fn try_evaluate(&mut self, expression: &str) -> Result<Value, String> {
        self.call("unused", expression, &Value::Null)
    }

    /// Calls a function written in JavaScript with `argument`.
    ///
    /// # Panics
    /// When the script throws.
    pub fn ask(&mut self, function: &str, argument: &Value) -> Value {
        self.try_ask(function, argument).unwrap_or_else(|error| panic!("{error}"))
    }

    /// [`ask`](Self::ask) for pages that may be none.
    ///
    /// # Errors
    /// What was thrown, or that the page is gone.
    pub fn try_ask(&mut self, function: &str, argument: &Value) -> Result<Value, String> {
        self.call("argument", &format!("({function})(argument)"), argument)
    }

    /// Values go as text both ways: drivers write large lists slowly, and lone surrogates each in its own way.
    fn call(&mut self, name: &str, expression: &str, argument: &Value) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[1];
            const {name} = JSON.parse(arguments[0]);
            const failed = error => done(JSON.stringify([1, String(error), error && String(error.stack)]));
            try {{
                Promise.resolve({expression}).then(value => done(JSON.stringify([0, value ?? null])), failed);
            }} catch (error) {{ failed(error); }}"
        );
        let params = json!({"script": script, "args": [argument.to_string()]});
        let answer = self.command("execute/async", &params)?;
        let answer: Value = serde_json::from_str(answer.as_str().ok_or("no answer")?).expect("JSON");
        if answer[0] == json!(0) { Ok(answer[1].clone()) } else { Err(answer.to_string()) }
    }

    /// Lets the page's queued tasks run, and those that they queue.
    pub fn settle(&mut self, pause: Duration) {
        let pause = pause.as_millis();
        // A page that goes away has nothing left to run.
        let _ = self.try_evaluate(&format!("new Promise(done => setTimeout(done, {pause}))"));
    }

    /// What attacks ran since the last time; empty when none did.
    #[must_use]
    pub fn take_ran(&mut self) -> Vec<String> {
        // A page that a script wrote has no watch, and neither has one inside of a page: what is left there tells.
        const LEFT: &str = r"(function left(page) {
            try {
                const own = page.untaintWatch || !page.__xss ? [] : [String(page.location.href)];
                if (own.length) page.__xss = null;
                return own.concat(...Array.from(page.frames, left));
            } catch { return []; }
        })(window)";
        let left = self.try_evaluate(LEFT).ok();
        let mut ran = self.driver.take_dialogs();
        ran.extend(self.site.take_ran());
        let left = left.as_ref().and_then(Value::as_array).into_iter().flatten();
        ran.extend(left.map(|page| format!("__xss in {page}")));
        ran
    }

    /// A command of the session by its path and parameters.
    ///
    /// # Errors
    /// The driver's own words.
    pub fn command(&mut self, path: &str, params: &Value) -> Result<Value, String> {
        self.driver.command(Method::POST, path, params)
    }

    /// Makes it as new: an empty page, no cookies, nothing on the site.
    pub fn clear(&mut self) {
        // A driver takes the cookies of the page that is open.
        if let Some(host) = self.site.behind() {
            let _ = self.go(&format!("https://{host}/untaint-nowhere"));
        }
        let _ = self.driver.command(Method::DELETE, "cookie", &Value::Null);
        let _ = self.go("about:blank");
        let _ = self.take_ran();
        self.site.clear();
    }
}
