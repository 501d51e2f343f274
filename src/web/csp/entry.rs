//! Entries of a builder's lists: what may stand in a policy, and what changes nothing but its own list.

use super::directive::Directive;
use super::hosts;
use super::policy::{NONCE, Weakness};
use super::source::{Fault, Keyword, Port, Source};
use crate::error::PolicyError;
use std::borrow::Cow;

/// An entry of a list of sources as it is written, or why it may not stand there.
pub(super) fn read_source(directive: Directive, entry: &str) -> Result<Cow<'_, str>, PolicyError> {
    let wrong = |reason: &'static str| Err(PolicyError::new(directive.name(), entry, reason));
    let text = plain(entry).map_err(|reason| PolicyError::new(directive.name(), entry, reason))?;
    if entry == NONCE {
        return if has_marks(directive) { Ok(text) } else { wrong("a nonce marks scripts and styles only") };
    }
    let reason = match Source::read(&text) {
        Source::Nonce(_) => "a nonce is for one answer: write csp::NONCE, and header(&nonce) fills it in",
        Source::Hash(_) if !has_marks(directive) => "a hash marks scripts and styles only",
        Source::Hash(hash) if !hash.is_whole() => "the digest has not the length of its algorithm",
        Source::Keyword(keyword) if !has_keyword(directive, keyword) => {
            "this keyword means nothing in this directive"
        }
        Source::Host(host) if host.meant().is_some() => {
            "a keyword, nonce or hash stands in single quotes, and a scheme has a colon"
        }
        Source::Host(host) if host.scheme.is_none() && Directive::named(host.host).is_some() => {
            "this is the name of a directive, which is a call of its own"
        }
        Source::Host(host) if host.is_cut => "browsers drop the query and fragment of a source",
        Source::Host(host) if host.port == Port::Number(0) => "no port is 0",
        Source::Unread(fault) => match fault {
            Fault::Quotes => "write a keyword, nonce or hash in two single quotes",
            Fault::Keyword => "no browser knows this keyword",
            Fault::Nonce => "write csp::NONCE, and header(&nonce) fills it in",
            Fault::HashAlgorithm => "browsers know sha256, sha384 and sha512",
            Fault::HashDigest => "the digest is no base64",
            Fault::Source => {
                "write a host with an optional scheme, port up to 65535 and path, or a scheme: https:"
            }
        },
        _ => return Ok(text),
    };
    wrong(reason)
}

/// A word that ends neither its list nor its policy; an international host in its ACE form.
fn plain(entry: &str) -> Result<Cow<'_, str>, &'static str> {
    if entry.is_empty() {
        return Err("an entry is one source, such as 'self' or https://example.com");
    }
    for byte in entry.bytes() {
        match byte {
            b';' => return Err("a semicolon would begin another directive"),
            b',' => return Err("a comma would begin another policy"),
            b' ' | b'\t' | b'\n' | 0xC | b'\r' => return Err("an entry is one source, without blanks"),
            byte if byte.is_ascii_control() => {
                return Err("a control would make browsers drop the directive");
            }
            _ => {}
        }
    }
    if entry.is_ascii() { Ok(Cow::Borrowed(entry)) } else { international(entry).map(Cow::Owned) }
}

#[cfg(feature = "url")]
const NOT_ASCII: &str = "a character outside ASCII would make browsers drop the directive";

#[cfg(feature = "url")]
fn international(entry: &str) -> Result<String, &'static str> {
    let start = entry.find("://").map_or(0, |at| at + "://".len());
    let start = if entry[start..].starts_with("*.") { start + "*.".len() } else { start };
    let end = entry[start..].find([':', '/']).map_or(entry.len(), |at| start + at);
    let host = &entry[start..end];
    // The ACE form costs the square of a label's length.
    let is_word = host.len() <= 1012 && !host.contains(['\'', '"', '‘', '’', '“', '”']);
    let parsed = url::Host::parse(host).ok().filter(|_| is_word);
    let Some(url::Host::Domain(name)) = parsed else { return Err(NOT_ASCII) };
    let ace = format!("{}{name}{}", &entry[..start], &entry[end..]);
    if ace.is_ascii() { Ok(ace) } else { Err(NOT_ASCII) }
}

#[cfg(not(feature = "url"))]
fn international(_: &str) -> Result<String, &'static str> {
    Err("a character outside ASCII would make browsers drop the directive: write the ACE form (xn--)")
}

/// Lists in which nonces and hashes mean something.
fn has_marks(directive: Directive) -> bool {
    directive.is_script()
        || matches!(
            directive,
            Directive::DefaultSrc | Directive::StyleSrc | Directive::StyleSrcElem | Directive::StyleSrcAttr
        )
}

fn has_keyword(directive: Directive, keyword: Keyword) -> bool {
    match keyword {
        Keyword::UnsafeInline | Keyword::UnsafeHashes | Keyword::Harmless => has_marks(directive),
        Keyword::UnsafeEval
        | Keyword::TrustedTypesEval
        | Keyword::WasmUnsafeEval
        | Keyword::StrictDynamic => directive.is_script() || directive == Directive::DefaultSrc,
    }
}

/// What a source in a list that decides about scripts needs, so that a reviewer can search for the word.
pub(super) fn weakness(source: Source<'_>, has_eval: bool) -> Option<Weakness> {
    match source {
        Source::Keyword(Keyword::UnsafeInline) => Some(Weakness::UnsafeInline),
        Source::Keyword(Keyword::UnsafeEval | Keyword::TrustedTypesEval) => Some(Weakness::UnsafeEval),
        Source::Star => Some(Weakness::AnyHost),
        Source::Scheme(_) => Some(Weakness::AnyScheme),
        Source::Host(host) if host.is_any() || hosts::is_registry(host) => Some(Weakness::AnyHost),
        Source::Host(host) => hosts::find(host, &[], has_eval).map(|_| Weakness::ListedHost),
        _ => None,
    }
}

/// Words of a sandbox (HTML, section 7.5).
const SANDBOX: [&str; 14] = [
    "allow-downloads",
    "allow-forms",
    "allow-modals",
    "allow-orientation-lock",
    "allow-pointer-lock",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-presentation",
    "allow-same-origin",
    "allow-scripts",
    "allow-storage-access-by-user-activation",
    "allow-top-navigation",
    "allow-top-navigation-by-user-activation",
    "allow-top-navigation-to-custom-protocols",
];

/// An entry of a directive that is no list of sources.
pub(super) fn read_word(directive: Directive, entry: &str) -> Result<Cow<'_, str>, PolicyError> {
    let wrong = |reason: &'static str| Err(PolicyError::new(directive.name(), entry, reason));
    match directive {
        Directive::Sandbox if SANDBOX.contains(&entry) => Ok(entry.into()),
        Directive::Sandbox => wrong("no browser knows this word of a sandbox"),
        Directive::RequireTrustedTypesFor if entry == "'script'" => Ok(entry.into()),
        Directive::RequireTrustedTypesFor => wrong("write 'script', in its quotes"),
        Directive::TrustedTypes => {
            let is_name = !entry.is_empty()
                && entry.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-#=_/@.%".contains(&byte));
            if is_name || matches!(entry, "*" | "'none'" | "'allow-duplicates'") {
                Ok(entry.into())
            } else {
                wrong("the name of a policy has letters, digits and -#=_/@.% only")
            }
        }
        Directive::Webrtc if matches!(entry, "'allow'" | "'block'") => Ok(entry.into()),
        Directive::Webrtc => wrong("write 'allow' or 'block', in its quotes"),
        Directive::ReportUri => read_address(directive, entry),
        Directive::ReportTo => wrong("call report_to, which knows where the endpoint is"),
        Directive::UpgradeInsecureRequests => wrong("this directive has no value"),
        _ => wrong("browsers do nothing with this directive"),
    }
}

/// Where reports are posted: a path of this site, or an address by https.
pub(super) fn read_address(directive: Directive, entry: &str) -> Result<Cow<'_, str>, PolicyError> {
    let is_plain = entry.bytes().all(|byte| byte.is_ascii_graphic() && !b";,\"\\'".contains(&byte));
    let is_path = entry.starts_with('/') && !entry.starts_with("//");
    let is_https = entry
        .strip_prefix("https://")
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if is_plain && (is_path || is_https) {
        Ok(entry.into())
    } else {
        let reason = "write a path such as /csp-report, or an address that begins with https://";
        Err(PolicyError::new(directive.name(), entry, reason))
    }
}
