//! Tests of `untaint` in a real browser: the harness that the suites in `tests/` share.
//!
//! | file | what it is |
//! |---|---|
//! | [`suite`] | trials that run when Chromium is there, and are ignored with the reason when it is not |
//! | [`chromium`] | the browser's process, and its `DevTools` protocol over a pipe |
//! | [`tab`] | one page: open, click, evaluate; it notices every script that an attack was able to run |
//! | [`site`] | every host of the world on one loopback port, with and without TLS |
//! | [`shell`] | a bash at its prompt in a terminal, and what it receives from a paste |
//! | [`cases`] | the labelled samples of `tests/data` |
//! | [`strings`] | generated strings: a fixed seed, so that a failure repeats |
//!
//! The suites ask Chromium, never the `url` crate, where a target leads: what the code under test believes is
//! not evidence about itself.
//!
//! `cargo test -p untaint-browser` runs them; `UNTAINT_BROWSER=require` turns a missing Chromium into a failure,
//! and `CHROMIUM=/path/to/binary` names another one.

pub mod cases;
pub mod chromium;
pub mod shell;
pub mod site;
pub mod strings;
pub mod suite;
pub mod tab;

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
