//! The engines: where their programs are, how their drivers start, and what a session of each asks for.
//!
//! A new engine is a row of [`Engine::ALL`] and an arm in each function here.

use serde_json::{Value, json};
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// Blink and V8, as Chromium.
    Chromium,
    /// Gecko, as Firefox ESR.
    Firefox,
    /// WebKit, as the small browser of its GTK port.
    WebKit,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The programs of an engine on this machine.
#[derive(Debug, Clone)]
pub struct Programs {
    browser: PathBuf,
    driver: PathBuf,
    /// A screen in memory, for an engine that cannot do without one.
    pub(crate) screen: Option<PathBuf>,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in `UNTAINT_BROWSERS`, in trials, and in rows of `tests/data` that tell how it differs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Finds the browser and its driver.
    ///
    /// # Errors
    /// A sentence for the person who runs the tests, when one is missing.
    pub fn find(self) -> Result<Programs, String> {
        let (browser, driver, screen, packages) = match self {
            Self::Chromium => (
                program("CHROMIUM", &["chromium", "chromium-browser", "google-chrome"]),
                program("CHROMEDRIVER", &["chromedriver"]),
                None,
                "Debian: chromium, chromium-driver",
            ),
            Self::Firefox => (
                program("FIREFOX", &["firefox-esr", "firefox"]),
                program("GECKODRIVER", &["geckodriver"]),
                None,
                "Debian: firefox-esr; cargo install --locked geckodriver",
            ),
            Self::WebKit => (
                program("MINIBROWSER", &["MiniBrowser"]).or_else(mini_browser),
                program("WEBKIT_WEBDRIVER", &["WebKitWebDriver"]),
                Some(program("XVFB", &["Xvfb"])),
                "Debian: webkit2gtk-driver, glib-networking, xvfb",
            ),
        };
        let missing = || format!("needs {self} and its WebDriver ({packages})");
        let screen = match screen {
            Some(screen) => Some(screen.ok_or_else(missing)?),
            None => None,
        };
        Ok(Programs { browser: browser.ok_or_else(missing)?, driver: driver.ok_or_else(missing)?, screen })
    }

    /// The driver's process, listening on `port`; every host leads to the proxy on `site`.
    pub(crate) fn driver(self, programs: &Programs, port: u16, site: u16) -> Command {
        let mut driver = Command::new(&programs.driver);
        match self {
            Self::Chromium => {
                driver.arg(format!("--port={port}"));
            }
            Self::Firefox => {
                driver.args(["--port", &port.to_string(), "--websocket-port", "0", "--log", "fatal"]);
            }
            Self::WebKit => {
                // WebKitGTK takes its proxy from here and not from the session.
                let proxy = format!("http://127.0.0.1:{site}");
                driver.arg(format!("--port={port}"));
                driver
                    .env("http_proxy", &proxy)
                    .env("https_proxy", &proxy)
                    .env("no_proxy", "127.0.0.1,localhost");
                // Its sandbox of namespaces is none for root, who runs it where tests are run.
                driver.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
                // Smooth scrolling would move what a click is aimed at.
                driver.env("GTK_THEME", "Adwaita").env("NO_AT_BRIDGE", "1");
            }
        }
        driver
    }

    /// What a session asks for: an empty profile, every certificate taken, every host behind the proxy on `site`, and
    /// files that are stored in `folder`. A `key` makes Chromium hold the site's certificate for a right one, not only
    /// for one that is taken: it remembers HSTS of no other.
    pub(crate) fn capabilities(
        self,
        programs: &Programs,
        site: u16,
        folder: &Path,
        key: Option<&str>,
    ) -> Value {
        let proxy = format!("127.0.0.1:{site}");
        // A dialog is news: the next command fails with its text, and it is closed.
        let common = json!({
            "acceptInsecureCerts": key.is_none(),
            "unhandledPromptBehavior": "accept and notify",
            "timeouts": {"script": 60_000, "pageLoad": 30_000, "implicit": 0},
        });
        let proxy = json!({"proxyType": "manual", "httpProxy": proxy, "sslProxy": proxy});
        let mut chromium: Vec<_> = CHROMIUM.iter().map(|arg| (*arg).to_owned()).collect();
        chromium.extend(key.map(|key| format!("--ignore-certificate-errors-spki-list={key}")));
        let own = match self {
            Self::Chromium => json!({
                "proxy": proxy,
                "goog:chromeOptions": {
                    "binary": programs.browser,
                    "args": chromium,
                    "prefs": {
                        "download.default_directory": folder,
                        "download.prompt_for_download": false,
                        "profile.default_content_setting_values.automatic_downloads": 1,
                    },
                },
            }),
            Self::Firefox => {
                let mut prefs = json!({
                    "browser.download.folderList": 2,
                    "browser.download.dir": folder,
                    "browser.download.useDownloadDir": true,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "browser.download.alwaysOpenPanel": false,
                });
                for (name, value) in FIREFOX {
                    prefs[name] = serde_json::from_str(value).expect("a JSON value");
                }
                json!({
                    "proxy": proxy,
                    "moz:firefoxOptions": {"binary": programs.browser, "args": ["-headless"], "prefs": prefs},
                })
            }
            Self::WebKit => json!({
                "webkitgtk:browserOptions": {"binary": programs.browser, "args": ["--automation"]},
            }),
        };
        let mut all = common;
        for (name, value) in own.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        all
    }

    /// Whether a request to `host` is the browser's own business: news, updates, lists of bad sites.
    pub(crate) fn is_own_business(self, host: &str) -> bool {
        let of: &[&str] = match self {
            Self::Chromium => &["google.com", "googleapis.com", "gstatic.com", "gvt1.com"],
            Self::Firefox => &["mozilla.com", "mozilla.org", "mozilla.net", "firefox.com", "mozgcp.net"],
            Self::WebKit => &[],
        };
        let host = host.split(':').next().unwrap_or(host);
        of.iter().any(|name| host == *name || host.strip_suffix(name).is_some_and(|rest| rest.ends_with('.')))
    }
}

/// Chromium without what would disturb a test.
const CHROMIUM: &[&str] = &[
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
    // Loopback hosts would go around the proxy.
    "--proxy-bypass-list=<-loopback>",
    // An http target must arrive as http, or `require_https` would be tested by the browser.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    // Several windows work side by side, and none of them is in front.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    // A page that scrolls smoothly moves what a click is aimed at.
    "--force-prefers-reduced-motion",
    "--window-size=1200,900",
];

/// The same for Firefox: settings and their values in JSON.
const FIREFOX: &[(&str, &str)] = &[
    ("network.proxy.allow_hijacking_localhost", "true"),
    ("dom.security.https_first", "false"),
    ("dom.security.https_only_mode", "false"),
    ("network.dns.disabled", "true"),
    ("network.captive-portal-service.enabled", "false"),
    ("network.connectivity-service.enabled", "false"),
    ("network.http.http3.enable", "false"),
    ("network.prefetch-next", "false"),
    ("network.protocol-handler.external-default", "false"),
    ("services.settings.server", "\"\""),
    ("app.update.disabledForTesting", "true"),
    ("browser.safebrowsing.malware.enabled", "false"),
    ("browser.safebrowsing.phishing.enabled", "false"),
    ("browser.shell.checkDefaultBrowser", "false"),
    ("dom.ipc.processPrelaunch.enabled", "false"),
    ("ui.prefersReducedMotion", "1"),
    ("pdfjs.disabled", "true"),
    // Many dialogs in a row are what an attack is; without this the tenth is suppressed.
    ("dom.successive_dialog_time_limit", "0"),
];

/// The program that an environment variable names, or the first of the names on the `PATH`.
pub(crate) fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(variable) {
        return Some(PathBuf::from(named)).filter(|named| named.is_file());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Where `cargo install` puts its programs, also when that is not on the path.
    let cargo = std::env::var_os("CARGO_HOME").map(|home| PathBuf::from(home).join("bin"));
    let folders = std::env::split_paths(&path).chain(cargo).collect::<Vec<_>>();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|path| path.is_file())
}

/// Debian keeps it among the libraries.
fn mini_browser() -> Option<PathBuf> {
    let of_machine = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = of_machine.chain([PathBuf::from("/usr/libexec"), PathBuf::from("/usr/lib")]);
    let name = OsString::from("webkit2gtk-4.1/MiniBrowser");
    folders.map(|folder| folder.join(&name)).find(|path| path.is_file())
}
