//! Tests of `untaint` in real browsers, Chromium, Firefox and WebKit: the harness that the suites in `tests/` share.
//!
//! | file | what it is |
//! |---|---|
//! | [`suite`] | trials that run in each engine that is there, and are ignored with the reason where one is not |
//! | [`engine`] | the engines: their programs, drivers and settings |
//! | `driver` | a browser of one's own and its WebDriver session |
//! | [`tab`] | one page: go, click, evaluate; it notices every script that an attack was able to run |
//! | [`site`] | every host of the world on one loopback port, with and without TLS |
//! | `wire` | HTTP as bytes on a socket |
//! | `watch.js` | what each page starts with, so that the site is told of what runs |
//! | [`devtools`] | what no WebDriver command does: the clipboard, a slow network; in Chromium alone |
//! | [`shell`] | a bash at its prompt in a terminal, and what it receives from a paste |
//! | [`cases`] | the labelled samples of `tests/data` |
//! | [`differences`] | what engines are known to do otherwise, and that they still do |
//! | [`strings`] | generated strings: a fixed seed, so that a failure repeats |
//!
//! The suites ask the browsers, never the `url` crate, where a target leads: what the code under test believes is
//! not evidence about itself. Where engines differ, the library obeys the strictest for what is dangerous, and a row
//! of `tests/data` or a line of the suite names the engine.
//!
//! `cargo test -p untaint-browser` runs them in every engine that is there; `UNTAINT_BROWSERS=firefox,webkit` in
//! these; `UNTAINT_BROWSER=require` makes a failure of one that is missing; `CHROMIUM`, `CHROMEDRIVER`, `FIREFOX`,
//! `GECKODRIVER`, `MINIBROWSER`, `WEBKIT_WEBDRIVER` and `XVFB` name other programs.

pub mod cases;
pub mod devtools;
pub mod differences;
mod driver;
pub mod engine;
pub mod shell;
pub mod site;
pub mod strings;
pub mod suite;
pub mod tab;
mod wire;

/// JavaScript that tells for each target and each base page whether the words of a policy (not its code) allow
/// where it leads, the origin, and the URL; `null` where there is no URL.
///
/// Hosts are brought to one form by Chromium itself: `new URL` reads the entry just as it reads the target.
pub const WHERE_IT_LEADS: &str = r"({bases, hosts, https, schemes, targets}) => {
    const ports = {'http:': '80', 'https:': '443'};
    const port = url => url.port || ports[url.protocol];
    const rules = hosts.map(entry => {
        const any = entry.startsWith('*.');
        const bare = any ? entry.slice(2) : entry;
        const url = new URL('https://' + bare);
        // `new URL` hides a port that is the default; as an entry it still is one.
        const named = /:(\d+)$/.exec(bare.replace(/^\[.*\]/, ''));
        return {any, host: url.hostname, port: named && String(Number(named[1]))};
    });
    const allows = url => schemes.includes(url.protocol) || (
        (url.protocol === 'https:' || (url.protocol === 'http:' && !https))
        && url.username === '' && url.password === ''
        && rules.some(rule => (rule.any ? url.hostname.endsWith('.' + rule.host) : url.hostname === rule.host)
            && port(url) === (rule.port || ports[url.protocol])));
    return targets.map(target => bases.map(base => {
        let url;
        try { url = new URL(target, base); } catch { return null; }
        return [allows(url), url.origin, url.href];
    }));
}";
