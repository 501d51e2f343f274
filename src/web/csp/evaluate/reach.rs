//! What a stranger's markup reaches through all policies: the verdict, and the proofs.

use super::{Evaluator, Verdict};
use crate::web::csp::directive::Directive;
use crate::web::csp::hosts::{self, HostKind, Listed};
use crate::web::csp::load::{Load, Place};
use crate::web::csp::parse::{List, Parsed, PolicySet, Token};
use crate::web::csp::proof::{Proof, Technique};
use crate::web::csp::source::{HostSource, Keyword, Port, Source};
use crate::web::csp::url::Target;
use std::cell::Cell;

/// What runs, whatever stands in the lists.
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is a technique")]
pub(super) struct Reach {
    pub(super) is_inline: bool,
    pub(super) is_handler: bool,
    pub(super) is_javascript: bool,
    pub(super) is_data: bool,
    /// A file of the stranger's, wherever he likes.
    is_any_host: bool,
    pub(super) is_base: bool,
    /// What a stranger may write into a `base` element that counts.
    pub(super) base: Option<String>,
    is_listed: bool,
    is_host: bool,
    is_marked: bool,
    /// No sandbox forbids them all.
    has_scripts: bool,
    budget: Budget,
}

/// How many words may be compared where several policies hold: each source of one is tried against all the others, and
/// without a bound the work would grow with the square of the text. Beyond it a source is taken to pass, which makes no
/// verdict better than it is.
#[derive(Debug, Clone)]
struct Budget(Cell<usize>);

impl Budget {
    fn take(&self, cost: usize) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(cost));
        left >= cost
    }
}

/// The file that proofs ask hosts for.
const FILE: &str = "/untaint.js";

/// The host of the stranger's own, as the proofs name it.
const STRANGER: &str = "attacker.example";

/// What a source of a list for scripts lets a stranger load.
#[derive(Debug, Clone, Copy)]
pub(super) enum Danger<'l> {
    /// A file on any host of his.
    AnyHost,
    /// The same, on hosts below a name that strangers register.
    Registry,
    /// A text in the address.
    Data,
    /// What a listed host serves him.
    Listed(&'l Listed),
    /// What the site or a host serves.
    Host,
}

impl Reach {
    pub(super) fn of(set: &PolicySet<'_>, evaluator: &Evaluator, page: &Target<'_>) -> Self {
        let inline =
            |load: Load<'_>| set.check_at(&load, &Place { target: None, page: page.clone() }).is_ok();
        let stranger = Try { set, page };
        let mut reach = Self {
            is_inline: inline(Load::inline_script()),
            is_handler: inline(Load::handler()),
            is_javascript: inline(Load::javascript_url()),
            is_data: stranger.runs(&Load::script(""), "data:text/javascript,1"),
            is_any_host: stranger.runs_at(&Load::script(""), Some(Target::of_stranger("/untaint.js"))),
            is_base: false,
            base: None,
            is_listed: false,
            is_host: false,
            is_marked: false,
            // A sandbox without scripts, or nothing that forbids any.
            has_scripts: set.policies.iter().all(|policy| allows_scripts(set, policy)),
            budget: Budget(Cell::new(1_000_000)),
        };
        reach.base = reach.open_base(set, evaluator, page);
        if reach.has_scripts && !set.is_empty() {
            reach.add_places(set, evaluator, page);
            reach.add_marks(set, page);
            reach.add_handlers(set, page);
        }
        reach
    }

    /// What the places of the lists let through.
    fn add_places(&mut self, set: &PolicySet<'_>, evaluator: &Evaluator, page: &Target<'_>) {
        // What each policy alone lets through: all together let no more through than any.
        let (mut any, mut listed, mut host) = (true, true, true);
        for policy in &set.policies {
            let Some(list) = set.list(policy, Directive::ScriptSrcElem) else { continue };
            let has_eval = has_eval(set, policy);
            let mut own = (false, false, false);
            for token in places(&list) {
                match danger(token.source, page, &evaluator.hosts, has_eval) {
                    Some(Danger::AnyHost | Danger::Registry) => own.0 = true,
                    Some(Danger::Listed(_)) => own.1 = true,
                    Some(Danger::Host) => own.2 = true,
                    Some(Danger::Data) | None => {}
                }
                if own.0 {
                    break;
                }
            }
            any &= own.0;
            listed &= own.0 | own.1;
            host &= own.0 | own.1 | own.2;
        }
        if set.len() > 1 && host {
            (any, listed, host) = self.tried(set, evaluator, page, (any, listed, host));
        }
        self.is_any_host |= any;
        self.is_listed = listed;
        self.is_host = host;
    }

    /// Of what the policies let through one by one, what all let through.
    fn tried(
        &self,
        set: &PolicySet<'_>,
        evaluator: &Evaluator,
        page: &Target<'_>,
        alone: (bool, bool, bool),
    ) -> (bool, bool, bool) {
        let mut all = (false, false, false);
        for policy in &set.policies {
            let Some(list) = set.list(policy, Directive::ScriptSrcElem) else { continue };
            let has_eval = has_eval(set, policy);
            for token in places(&list) {
                let Some(danger) = danger(token.source, page, &evaluator.hosts, has_eval) else { continue };
                if !self.is_real(set, page, token.source, danger) {
                    continue;
                }
                match danger {
                    Danger::AnyHost | Danger::Registry => all = (true, true, true),
                    Danger::Listed(_) => all = (all.0, true, true),
                    Danger::Host => all.2 = true,
                    Danger::Data => {}
                }
            }
        }
        (alone.0 & all.0, alone.1 & all.1, alone.2 & all.2)
    }

    /// What the nonces and hashes of the lists let through.
    fn add_marks(&mut self, set: &PolicySet<'_>, page: &Target<'_>) {
        let stranger = Try { set, page };
        // Where a relative address of the page's leads under it.
        let moved_file = self.base.as_ref().map(|base| format!("{}app.js", folder_of(base)));
        let is_alone = set.len() == 1;
        let cost = set.tokens.len() + set.len();
        for policy in &set.policies {
            let Some(list) = set.list(policy, Directive::ScriptSrcElem) else { continue };
            let is_dynamic = list.is_dynamic();
            // A digest of a wrong length matches nothing.
            let is_mark = |source: Source<'_>| match source {
                Source::Hash(hash) => hash.is_whole(),
                source => source.is_mark(),
            };
            for token in list.tokens.iter().filter(|token| is_mark(token.source)) {
                if self.is_marked && (self.is_base || moved_file.is_none()) {
                    return;
                }
                let is_assumed = is_alone || !self.budget.take(3 * cost);
                let mark = match token.source {
                    Source::Nonce(nonce) => Load::script("").nonce(nonce),
                    _ => Load::script("").hash(token.text.trim_matches('\'')),
                };
                self.is_marked |= is_assumed || self.runs_marked(set, page, &mark, cost);
                // A file that is found by its hash is the right one, wherever it lies; only a script that adds others
                // takes the stranger's.
                let moved = match token.source {
                    Source::Nonce(_) => Some(mark),
                    _ => is_dynamic.then(|| Load::script("").added_by_script()),
                };
                if let (Some(file), Some(moved)) = (&moved_file, moved) {
                    self.is_base |= is_assumed || stranger.runs(&moved, file);
                }
            }
        }
    }

    /// Handlers that a hash lets run.
    fn add_handlers(&mut self, set: &PolicySet<'_>, page: &Target<'_>) {
        let stranger = Try { set, page };
        for policy in &set.policies {
            let Some(list) = set.list(policy, Directive::ScriptSrcAttr) else { continue };
            if self.is_marked || !list.has(Keyword::UnsafeHashes) {
                continue;
            }
            for token in list.tokens {
                let Source::Hash(hash) = token.source else { continue };
                if hash.is_whole() && !self.is_marked {
                    let handler = Load::handler().hash(token.text.trim_matches('\''));
                    let cost = set.tokens.len() + set.len();
                    self.is_marked = !self.budget.take(cost) || stranger.runs_at(&handler, None);
                }
            }
        }
    }

    /// An address of a stranger's that all policies let into a `base` element: any where none says a word about it.
    fn open_base(&self, set: &PolicySet<'_>, evaluator: &Evaluator, page: &Target<'_>) -> Option<String> {
        let stranger = Try { set, page };
        if stranger.runs_at(&Load::base(""), Some(Target::of_stranger("/"))) {
            return Some(format!("https://{STRANGER}/"));
        }
        let cost = set.tokens.len() + set.len();
        let lists = set.policies.iter().filter_map(|policy| set.list(policy, Directive::BaseUri));
        lists.flat_map(|list| list.tokens).find_map(|token| {
            let danger = base_danger(token.source, page, &evaluator.hosts)?;
            let base = url(token.source, danger, page);
            let base = base.strip_suffix(FILE).map_or(base.clone(), |folder| format!("{folder}/"));
            let is_open = set.len() == 1 || !self.budget.take(cost) || stranger.runs(&Load::base(""), &base);
            is_open.then_some(base)
        })
    }

    /// Whether a marked script passes all policies: in the page, or from some place that one of them lists.
    fn runs_marked(&self, set: &PolicySet<'_>, page: &Target<'_>, mark: &Load<'_>, cost: usize) -> bool {
        let stranger = Try { set, page };
        let mut inline = Load::inline_script();
        (inline.nonce, inline.hashes) = (mark.nonce, mark.hashes.clone());
        if stranger.runs_at(&inline, None) || stranger.runs_at(mark, Some(Target::of_stranger("/untaint.js")))
        {
            return true;
        }
        set.policies.iter().filter_map(|policy| set.list(policy, Directive::ScriptSrcElem)).any(|list| {
            list.tokens.iter().any(|token| {
                danger(token.source, page, &[], true).is_some_and(|danger| {
                    !self.budget.take(cost) || stranger.runs(mark, &url(token.source, danger, page))
                })
            })
        })
    }

    /// Whether what a source lets through passes all policies.
    pub(super) fn is_real(
        &self,
        set: &PolicySet<'_>,
        page: &Target<'_>,
        source: Source<'_>,
        danger: Danger<'_>,
    ) -> bool {
        self.has_scripts
            && (set.len() == 1
                || !self.budget.take(set.tokens.len() + set.len())
                || Try { set, page }.runs(&Load::script(""), &url(source, danger, page)))
    }

    pub(super) fn is_open(&self) -> bool {
        self.is_inline || self.is_handler || self.is_javascript || self.is_data || self.is_any_host
    }

    pub(super) fn verdict(&self) -> Verdict {
        if self.is_open() {
            Verdict::Open
        } else if self.is_base || self.is_listed {
            Verdict::Bypassable
        } else if self.is_host {
            Verdict::HostsDecide
        } else if self.is_marked {
            Verdict::Strict
        } else {
            Verdict::NoScript
        }
    }

    /// The simplest markup that runs and needs no host, if any does.
    pub(super) fn proof(&self) -> Option<Proof> {
        let technique = if self.is_inline {
            Technique::Inline
        } else if self.is_handler {
            Technique::Handler
        } else if self.is_javascript {
            Technique::JavascriptUrl
        } else if self.is_data {
            Technique::Data
        } else {
            return None;
        };
        Some(Proof::new(technique, ""))
    }
}

/// The words of a list that count as places: none where scripts add scripts.
fn places<'s, 'a>(list: &List<'s, 'a>) -> &'s [Token<'a>] {
    if list.is_dynamic() { &[] } else { list.tokens }
}

/// Loads of a stranger's, against all policies.
struct Try<'t, 'a> {
    set: &'t PolicySet<'a>,
    page: &'t Target<'t>,
}

impl Try<'_, '_> {
    fn runs(&self, load: &Load<'_>, url: &str) -> bool {
        // Every address of this file can be read.
        Target::absolute(url).is_none_or(|target| self.runs_at(load, Some(target)))
    }

    fn runs_at(&self, load: &Load<'_>, target: Option<Target<'_>>) -> bool {
        self.set.check_at(load, &Place { target, page: self.page.clone() }).is_ok()
    }
}

/// Whether a policy lets scripts run at all.
fn allows_scripts(set: &PolicySet<'_>, policy: &Parsed) -> bool {
    set.words(policy, Directive::Sandbox)
        .is_none_or(|words| words.iter().any(|word| word.text.eq_ignore_ascii_case("allow-scripts")))
}

/// Whether scripts may evaluate text.
pub(super) fn has_eval(set: &PolicySet<'_>, policy: &Parsed) -> bool {
    set.list(policy, Directive::ScriptSrc).is_none_or(|list: List<'_, '_>| {
        list.has(Keyword::UnsafeEval)
            || (list.has(Keyword::TrustedTypesEval) && set.requires_trusted_types(policy))
    })
}

/// What this source of `base-uri` lets a stranger write there so that files of his own lie below it.
pub(super) fn base_danger<'l>(
    source: Source<'_>,
    page: &Target<'_>,
    own: &'l [Listed],
) -> Option<Danger<'l>> {
    // No browser takes a `data:` address there, and endpoints answer at one address only.
    danger(source, page, own, false).filter(|danger| match danger {
        Danger::AnyHost | Danger::Registry => true,
        Danger::Listed(listed) => listed.kind == HostKind::Anyone,
        Danger::Data | Danger::Host => false,
    })
}

/// An address up to its last slash.
pub(super) fn folder_of(address: &str) -> &str {
    address.rfind('/').map_or(address, |slash| &address[..=slash])
}

/// What this source of a list for scripts lets a stranger load.
pub(super) fn danger<'l>(
    source: Source<'_>,
    page: &Target<'_>,
    own: &'l [Listed],
    has_eval: bool,
) -> Option<Danger<'l>> {
    match source {
        Source::Star => Some(Danger::AnyHost),
        Source::SelfOrigin => Some(Danger::Host),
        Source::Scheme(scheme) => {
            let is = |name: &str| scheme.eq_ignore_ascii_case(name);
            if is("https") || is("http") {
                Some(Danger::AnyHost)
            } else if is("data") {
                Some(Danger::Data)
            } else {
                // A stranger needs a script that runs to make such an address.
                is("blob").then_some(Danger::Host)
            }
        }
        // A word that lost its quotes, or a directive that lost its semicolon, is no host that anybody has.
        Source::Host(host) if !is_web(host, page) || host.meant().is_some() => None,
        Source::Host(host)
            if host.scheme.is_none() && !host.is_wildcard && Directive::named(host.host).is_some() =>
        {
            None
        }
        Source::Host(host) if host.is_any() => Some(Danger::AnyHost),
        Source::Host(host) if hosts::is_registry(host) => Some(Danger::Registry),
        Source::Host(host) => Some(hosts::find(host, own, has_eval).map_or(Danger::Host, Danger::Listed)),
        Source::None | Source::Keyword(_) | Source::Nonce(_) | Source::Hash(_) | Source::Unread(_) => None,
    }
}

/// The markup by which a stranger uses what a source lets through.
pub(super) fn proof(source: Source<'_>, danger: Danger<'_>, page: &Target<'_>) -> Option<Proof> {
    let technique = match danger {
        Danger::AnyHost | Danger::Registry => Technique::AnyHost,
        Danger::Data => return Some(Proof::new(Technique::Data, "")),
        Danger::Listed(listed) => match listed.kind {
            HostKind::Anyone | HostKind::Eval => Technique::ListedFile,
            HostKind::Library => Technique::ListedLibrary,
            HostKind::Callback => Technique::Callback,
        },
        Danger::Host => return None,
    };
    Some(Proof::new(technique, url(source, danger, page)))
}

/// An address that a source lets through and that serves what the stranger wants.
fn url(source: Source<'_>, danger: Danger<'_>, page: &Target<'_>) -> String {
    let Source::Host(host) = source else {
        return match (danger, source) {
            (Danger::Data, _) => "data:text/javascript,1".to_owned(),
            (_, Source::SelfOrigin) => {
                let port = page.port.map(|port| format!(":{port}")).unwrap_or_default();
                format!("{}://{}{port}/untaint.js", page.scheme, page.host)
            }
            (Danger::Host, _) => "blob:https://page.invalid/1".to_owned(),
            _ => format!("https://{STRANGER}/untaint.js"),
        };
    };
    match danger {
        Danger::AnyHost => address(host, page, STRANGER, host.path),
        Danger::Listed(listed) => {
            let name = match (host.is_wildcard, listed.is_wildcard) {
                (false, _) => host.host.to_owned(),
                (true, false) => listed.host.clone(),
                (true, true) => format!("attacker.{}", listed.host),
            };
            let path = if listed.path.is_empty() { host.path } else { &listed.path };
            address(host, page, &name, path)
        }
        _ if host.is_wildcard => address(host, page, &format!("attacker.{}", host.host), host.path),
        _ => address(host, page, host.host, host.path),
    }
}

/// Whether scripts can come from there at all: by http or https.
fn is_web(host: HostSource<'_>, page: &Target<'_>) -> bool {
    let scheme = host.scheme.unwrap_or(&page.scheme);
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// An address that this source lets through, on the host of this name.
fn address(source: HostSource<'_>, page: &Target<'_>, name: &str, path: &str) -> String {
    let is_plain = source.scheme.unwrap_or(&page.scheme).eq_ignore_ascii_case("http");
    let (scheme, port) = match source.port {
        Port::Any | Port::Default | Port::Number(443) => ("https", String::new()),
        Port::Number(80) if is_plain => ("https", String::new()),
        // The safer scheme is no match on any other port.
        Port::Number(port) if is_plain => ("http", format!(":{port}")),
        Port::Number(port) => ("https", format!(":{port}")),
    };
    let path = match path {
        "" | "/" => FILE.to_owned(),
        folder if folder.ends_with('/') => format!("{folder}{}", &FILE[1..]),
        file => file.to_owned(),
    };
    format!("{scheme}://{name}{port}{path}")
}
