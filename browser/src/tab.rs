//! One page: open, click, evaluate; it notices every script that an attack was able to run.

use crate::chromium::{PATIENCE, Session};
use crate::site::TAB_HEADER;
use serde_json::{Value, json};
use std::time::Duration;

/// What an attack calls when it runs. The setter and the dialogs tell it at once, so that the news survives the
/// page that it came from.
const WATCH: &str = r"(() => {
    const tell = globalThis.untaintRan;
    let value;
    const ran = what => tell(what + ' in ' + location.href);
    for (const name of ['alert', 'confirm', 'prompt', 'print']) globalThis[name] = () => { ran(name); };
    Object.defineProperty(globalThis, '__xss', {
        get() { return value; },
        set(to) { if (to) { value = to; ran('__xss'); } },
    });
})()";

/// Where a navigation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Landing {
    /// On a page.
    Page {
        /// Its origin, as Chromium writes it; `null` for an opaque one.
        origin: String,
        /// Its URL with the fragment.
        url: String,
    },
    /// On no page: Chromium refused the target.
    Refused(String),
    /// Nothing happened in the time given.
    Nowhere,
}

/// One tab.
#[derive(Debug)]
pub struct Tab {
    session: Session,
    id: String,
    ran: Vec<String>,
}

impl Tab {
    pub(crate) fn attach(mut session: Session, id: String) -> Self {
        for (method, params) in [
            ("Page.enable", json!({})),
            ("Page.setLifecycleEventsEnabled", json!({"enabled": true})),
            ("Runtime.enable", json!({})),
            ("Network.enable", json!({})),
            ("Network.setExtraHTTPHeaders", json!({"headers": {TAB_HEADER: id}})),
            // A page without the focus fires no focus event.
            ("Emulation.setFocusEmulationEnabled", json!({"enabled": true})),
            ("Runtime.addBinding", json!({"name": "untaintRan"})),
            ("Page.addScriptToEvaluateOnNewDocument", json!({"source": WATCH})),
        ] {
            session.call(method, &params);
        }
        Self { session, id, ran: Vec::new() }
    }

    /// Its name in requests.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Goes to `url` and waits until the page is loaded.
    ///
    /// # Errors
    /// Chromium's own word for why nothing was loaded.
    ///
    /// # Panics
    /// When a page that arrived does not get loaded.
    pub fn open(&mut self, url: &str) -> Result<(), String> {
        self.collect();
        let answer = self.session.try_call("Page.navigate", &json!({"url": url}))?;
        if let Some(error) = answer["errorText"].as_str() {
            return Err(error.to_owned());
        }
        // No loader: only the fragment changed.
        if let Some(loader) = answer["loaderId"].as_str() {
            let mut is_here = false;
            let loaded = |event: &Value| {
                if is_main_frame_navigation(event) {
                    let is_ours = event["params"]["frame"]["loaderId"] == loader;
                    // A page may go elsewhere while it loads; then its own load never comes. What arrives before
                    // our page is late news of the one before it.
                    let has_left = is_here && !is_ours;
                    is_here |= is_ours;
                    return has_left;
                }
                event["method"] == "Page.lifecycleEvent"
                    && event["params"]["name"] == "load"
                    && event["params"]["loaderId"] == loader
            };
            self.session.wait_for(PATIENCE, loaded).unwrap_or_else(|| panic!("{url} did not load"));
        }
        Ok(())
    }

    /// The page that is open.
    #[must_use]
    pub fn landing(&mut self) -> Landing {
        let page = self.evaluate("[location.origin, location.href]");
        match (page[0].as_str(), page[1].as_str()) {
            (Some(origin), Some(url)) => Landing::Page { origin: origin.to_owned(), url: url.to_owned() },
            _ => Landing::Nowhere,
        }
    }

    /// Clicks the first element that `selector` finds, with the mouse where it has a place on the screen, and reports
    /// where that led.
    ///
    /// # Panics
    /// When there is no such element.
    pub fn click(&mut self, selector: &str, patience: Duration) -> Landing {
        self.collect();
        if let Some((x, y)) = self.place_of(selector) {
            for (kind, pressed) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
                let button = if kind == "mouseMoved" { "none" } else { "left" };
                // A page that the press sends away does not see the release.
                let _ = self.session.try_call(
                    "Input.dispatchMouseEvent",
                    &json!({"type": kind, "x": x, "y": y, "button": button, "buttons": pressed, "clickCount": 1}),
                );
            }
        } else {
            let found = format!("document.querySelector({})", json!(selector));
            let event = "new MouseEvent('click', {bubbles: true, cancelable: true, composed: true})";
            let _ = self.session.try_call(
                "Runtime.evaluate",
                &json!({"expression": format!("{found}.dispatchEvent({event})"), "userGesture": true}),
            );
        }
        let is_move = |event: &Value| {
            is_main_frame_navigation(event) || event["method"] == "Page.navigatedWithinDocument"
        };
        let moved = self.session.wait_for(patience, is_move).or_else(|| {
            // On a busy machine the page's own clock counts, not ours.
            self.settle(patience);
            self.session.wait_for(Duration::ZERO, is_move)
        });
        let Some(moved) = moved else { return Landing::Nowhere };
        if moved["method"] == "Page.navigatedWithinDocument" {
            return self.landing();
        }
        let frame = &moved["params"]["frame"];
        if let Some(unreachable) = frame["unreachableUrl"].as_str() {
            return Landing::Refused(unreachable.to_owned());
        }
        let text = |name: &str| frame[name].as_str().unwrap_or_default();
        Landing::Page {
            origin: text("securityOrigin").to_owned(),
            url: format!("{}{}", text("url"), text("urlFragment")),
        }
    }

    /// Presses a key with an editing command on it (`copy`, `paste`), as a person would: it reaches the real clipboard.
    pub fn edit(&mut self, command: &str) {
        for kind in ["rawKeyDown", "keyUp"] {
            let commands = if kind == "keyUp" { json!([]) } else { json!([command]) };
            self.session.call("Input.dispatchKeyEvent", &json!({"type": kind, "commands": commands}));
        }
    }

    /// A method of the `DevTools` protocol that has no function here.
    ///
    /// # Panics
    /// When Chromium does not know it, or refuses.
    pub fn call(&mut self, method: &str, params: &Value) -> Value {
        self.session.call(method, params)
    }

    /// The middle of an element, if a click there would hit it.
    fn place_of(&mut self, selector: &str) -> Option<(f64, f64)> {
        const PLACE: &str = r"selector => {
            const found = document.querySelector(selector);
            if (!found) return null;
            found.scrollIntoView({block: 'center'});
            const box = found.getBoundingClientRect();
            const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
            const hit = document.elementFromPoint(x, y);
            return found.contains(hit) && [x, y];
        }";
        let place = self.ask(PLACE, &json!(selector));
        assert!(!place.is_null(), "no {selector} on the page");
        Some((place[0].as_f64()?, place[1].as_f64()?))
    }

    /// Evaluates an expression, awaiting a promise; its value must be JSON.
    ///
    /// # Panics
    /// When the script throws.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        self.try_evaluate(expression).unwrap_or_else(|error| panic!("{error}"))
    }

    /// [`evaluate`](Self::evaluate) for pages that may go away meanwhile.
    ///
    /// # Errors
    /// What was thrown, or that the page is gone.
    pub fn try_evaluate(&mut self, expression: &str) -> Result<Value, String> {
        let answer = self.session.try_call(
            "Runtime.evaluate",
            &json!({"expression": expression, "awaitPromise": true, "returnByValue": true}),
        )?;
        match answer.get("exceptionDetails") {
            Some(thrown) => Err(format!("{}: {}", thrown["text"], thrown["exception"]["description"])),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    /// Calls a function written in JavaScript with `argument`.
    ///
    /// # Panics
    /// When the script throws.
    pub fn ask(&mut self, function: &str, argument: &Value) -> Value {
        self.evaluate(&format!("({function})({argument})"))
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
        self.collect();
        std::mem::take(&mut self.ran)
    }

    /// Reads the events that came; only the news of attacks are kept.
    fn collect(&mut self) {
        for event in self.session.take_events() {
            let params = &event["params"];
            let news = match event["method"].as_str() {
                Some("Runtime.bindingCalled") if params["name"] == "untaintRan" => &params["payload"],
                Some("Page.javascriptDialogOpening") => &params["message"],
                _ => continue,
            };
            self.ran.push(news.as_str().unwrap_or_default().to_owned());
        }
    }
}

fn is_main_frame_navigation(event: &Value) -> bool {
    event["method"] == "Page.frameNavigated" && event["params"]["frame"].get("parentId").is_none()
}
