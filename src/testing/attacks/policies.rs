//! Values of `Content-Security-Policy`, of a page that shows text of strangers.

use super::{Attack, harmless, hostile};

const SEEN: &str = "seen in Chromium 156";
const CSP: &str = "Content Security Policy Level 3, 6.7 (matching)";
const STRICT: &str = "Content Security Policy Level 3, 8.2 (strict-dynamic)";

#[rustfmt::skip]
pub(super) const ROWS: &[Attack] = &[
    hostile("", "no policy", "the ordinary case"),
    hostile("script-src 'unsafe-inline'", "every script element and handler runs", "the ordinary case"),
    hostile("default-src 'self' 'unsafe-inline'", "the same, by the list that stands in for it", "the ordinary case"),
    hostile("img-src 'self'; style-src 'self'", "no list decides about scripts", "the ordinary case"),
    hostile("script-src *", "any host", "the ordinary case"),
    hostile("script-src https:", "any host that has a certificate, which is free", "the ordinary case"),
    hostile("script-src 'self' data:", "the script stands in its own address", SEEN),
    hostile("script-src https://*:443", "any host, spelled so that a search for ` *` does not see it", SEEN),
    hostile("script-src 'self' *.com", "a name below it costs ten dollars", CSP),
    hostile("script-src 'self' https://*.github.io", "a name below it costs nothing", CSP),
    hostile("script-src \u{2018}self\u{2019}", "typographic quotes: one character outside ASCII drops the directive", SEEN),
    hostile("script-src 'self' https://b\u{FC}cher.example", "a host that is not in ASCII does the same", SEEN),
    hostile("script-src\u{A0}'none'", "and a blank that is none", SEEN),
    hostile("script_src 'self'", "a name that no browser knows", SEEN),
    hostile("script-src: 'self'", "a colon behind the name makes it another name", SEEN),
    hostile("Content-Security-Policy: script-src 'self'", "the header's name is no part of its value", SEEN),
    hostile("script-src 'unsafe-inline' 'nonce-{random}'", "a nonce that nobody filled in cannot be read, and leaves 'unsafe-inline' on", SEEN),
    hostile("script-src 'unsafe-inline' 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='", "nor can a hash of a kind that browsers do not know", SEEN),
    hostile("script-src 'none' 'unsafe-inline'", "'none' beside others counts for nothing", SEEN),
    hostile("script-src *; script-src 'self'", "of two directives of one name the first counts", SEEN),
    hostile("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'; script-src-attr 'unsafe-inline'; base-uri 'none'", "handlers have a list of their own", SEEN),
    hostile("script-src-elem 'none'", "and run where only elements have one", SEEN),
    hostile("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'", "`<base href=//evil.example>` moves the page's own file: base-uri is missing", SEEN),
    hostile("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA'; base-uri https:", "or lets any host in", SEEN),
    hostile("script-src 'self' https://cdn.jsdelivr.net", "anybody puts a file there", "jsdelivr.com: everything of npm and of GitHub"),
    hostile("script-src 'self' https://www.google.com", "an endpoint there calls the function that the address names", "Weichselbaum et al., CSP Is Dead, Long Live CSP, 2016"),
    harmless("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'strict-dynamic'; object-src 'none'; base-uri 'none'", "what the page marks, and what that adds", STRICT),
    harmless("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'unsafe-inline' https: 'strict-dynamic'; base-uri 'self'", "the words for browsers before 2022 are off in others", STRICT),
    harmless("script-src 'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='; base-uri 'none'", "one script, by its hash", CSP),
    harmless("default-src 'none'", "nothing runs", CSP),
    harmless("DEFAULT-SRC 'NONE'", "in capitals, too", CSP),
    harmless("script-src 'none'; script-src *", "the second does not count", SEEN),
    harmless("script-src 'self', script-src *", "a comma makes two policies, and both hold", SEEN),
    harmless("sandbox", "no script in a sandbox that does not allow it", "HTML standard, 7.1.5 (sandboxing)"),
    harmless("script-src 'self'", "as safe as the files of the site: serve uploads from elsewhere", CSP),
    harmless("script-src", "an empty list lets nothing run, not even the page's own", SEEN),
];
