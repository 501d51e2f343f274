//! Whether a browser would load something under a policy.

use super::directive::Directive;
use super::matching::Way;
use super::parse::{List, Parsed, PolicySet};
use super::source::{self, Keyword, Source};
use super::url::{Target, cleaned};
use crate::web::digest::Digest;
use std::collections::HashSet;
use std::fmt;

/// Something that a page wants to load or to run.
///
/// It begins with what it is, and says then where: [`on`](Self::on) which page, with which [`nonce`](Self::nonce) or
/// [`hash`](Self::hash), whether a script [added](Self::added_by_script) it, or a redirect led there.
///
/// # Examples
/// ```
/// use untaint::web::csp::{Load, PolicySet};
///
/// let set = PolicySet::parse("script-src 'nonce-7bMN2jQ8rK1s5Tz0wYx4vA' 'strict-dynamic'");
/// let own = Load::inline_script().nonce("7bMN2jQ8rK1s5Tz0wYx4vA");
/// assert!(set.check(&own).is_ok());
/// assert!(set.check(&Load::inline_script()).is_err());
/// ```
#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "each is one thing that may be true of it")]
pub struct Load<'a> {
    pub(super) kind: Kind,
    pub(super) url: &'a str,
    pub(super) page: &'a str,
    pub(super) nonce: Option<&'a str>,
    pub(super) is_marked: bool,
    pub(super) hashes: Vec<&'a str>,
    pub(super) is_added: bool,
    pub(super) is_redirected: bool,
    pub(super) is_trusted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Script,
    InlineScript,
    Handler,
    JavascriptUrl,
    Eval,
    Wasm,
    Style,
    InlineStyle,
    StyleAttribute,
    Form,
    Ancestor,
    Base,
    Worker,
    /// What only its address decides about.
    Fetch(Directive),
}

impl Kind {
    /// The directive that is asked first.
    pub(super) const fn directive(self) -> Directive {
        match self {
            Self::Script | Self::InlineScript | Self::JavascriptUrl => Directive::ScriptSrcElem,
            Self::Handler => Directive::ScriptSrcAttr,
            Self::Eval | Self::Wasm => Directive::ScriptSrc,
            Self::Style | Self::InlineStyle => Directive::StyleSrcElem,
            Self::StyleAttribute => Directive::StyleSrcAttr,
            Self::Form => Directive::FormAction,
            Self::Ancestor => Directive::FrameAncestors,
            Self::Base => Directive::BaseUri,
            Self::Worker => Directive::WorkerSrc,
            Self::Fetch(directive) => directive,
        }
    }

    /// What a sandbox has to allow for it.
    const fn sandbox_word(self) -> Option<&'static str> {
        match self {
            Self::Script
            | Self::InlineScript
            | Self::Handler
            | Self::JavascriptUrl
            | Self::Eval
            | Self::Wasm
            | Self::Worker => Some("allow-scripts"),
            Self::Form => Some("allow-forms"),
            _ => None,
        }
    }

    /// Whether `upgrade-insecure-requests` changes its address.
    const fn is_upgraded(self) -> bool {
        !matches!(self, Self::Ancestor | Self::Base)
    }
}

/// The page of a load that names none: on it, nothing but a relative address is its own.
const NOWHERE: &str = "https://page.invalid/";

macro_rules! of_address {
    ($($(#[$doc:meta])+ $name:ident $kind:expr;)+) => {$(
        $(#[$doc])+
        #[must_use]
        pub fn $name(address: &'a str) -> Self {
            Self::new($kind, address)
        }
    )+};
}

macro_rules! without_address {
    ($($(#[$doc:meta])+ $name:ident $kind:expr;)+) => {$(
        $(#[$doc])+
        #[must_use]
        pub fn $name() -> Self {
            Self::new($kind, "")
        }
    )+};
}

impl<'a> Load<'a> {
    fn new(kind: Kind, url: &'a str) -> Self {
        Self {
            kind,
            url,
            page: NOWHERE,
            nonce: None,
            is_marked: false,
            hashes: vec![],
            is_added: false,
            is_redirected: false,
            is_trusted: false,
        }
    }

    of_address! {
        /// `<script src>`.
        script Kind::Script;
        /// `<link rel=stylesheet>`, `@import`.
        style Kind::Style;
        /// A picture.
        image Kind::Fetch(Directive::ImgSrc);
        /// A font.
        font Kind::Fetch(Directive::FontSrc);
        /// Sound or video.
        media Kind::Fetch(Directive::MediaSrc);
        /// What a script fetches or connects to.
        connect Kind::Fetch(Directive::ConnectSrc);
        /// A frame.
        frame Kind::Fetch(Directive::FrameSrc);
        /// A worker.
        worker Kind::Worker;
        /// `object`, `embed`.
        object Kind::Fetch(Directive::ObjectSrc);
        /// The manifest of an application.
        manifest Kind::Fetch(Directive::ManifestSrc);
        /// A form that is sent to this address.
        form Kind::Form;
        /// `<base href>`.
        base Kind::Base;
        /// The page itself, in a frame of this other page.
        framed_by Kind::Ancestor;
    }

    without_address! {
        /// `<script>…</script>`.
        inline_script Kind::InlineScript;
        /// An event handler, such as `onclick`.
        handler Kind::Handler;
        /// A `javascript:` link or frame.
        javascript_url Kind::JavascriptUrl;
        /// `eval`, `new Function`, a text given to `setTimeout`.
        eval Kind::Eval;
        /// WebAssembly that is compiled.
        wasm Kind::Wasm;
        /// `<style>…</style>`.
        inline_style Kind::InlineStyle;
        /// A `style` attribute in the page's text.
        style_attribute Kind::StyleAttribute;
    }

    /// The address of the page, `https://app.test/login`; another one than any other unless set.
    #[must_use]
    pub fn on(mut self, page: &'a str) -> Self {
        self.page = page;
        self
    }

    /// The element carries this nonce.
    #[must_use]
    pub fn nonce(mut self, nonce: &'a str) -> Self {
        self.nonce = Some(nonce);
        self
    }

    /// The element carries the nonce of the answer, whichever it is: any that stands in the list, of several policies
    /// one that stands in all of their lists.
    #[must_use]
    pub fn marked(mut self) -> Self {
        self.is_marked = true;
        self
    }

    /// What is inline has this hash, or an external script this `integrity`: `sha256-…`, in base64.
    #[must_use]
    pub fn hash(mut self, hash: &'a str) -> Self {
        self.hashes.push(hash);
        self
    }

    /// A script put the element into the page, not the page's text.
    #[must_use]
    pub fn added_by_script(mut self) -> Self {
        self.is_added = true;
        self
    }

    /// A redirect led to the address: paths do not count any more.
    #[must_use]
    pub fn redirected(mut self) -> Self {
        self.is_redirected = true;
        self
    }

    /// What is evaluated is a trusted value, not a text.
    #[must_use]
    pub fn trusted(mut self) -> Self {
        self.is_trusted = true;
        self
    }

    fn hashes(&self) -> impl Iterator<Item = Digest<'a>> {
        self.hashes.iter().filter_map(|hash| source::read_hash(hash.trim_matches('\''))?.ok())
    }
}

/// What a load needs of its addresses, read once.
pub(super) struct Place<'t> {
    pub(super) target: Option<Target<'t>>,
    pub(super) page: Target<'t>,
}

/// Why a browser would not load something.
///
/// Nothing of the load is in it: only the reason and the name of a directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Blocked {
    kind: BlockedKind,
    directive: Option<Directive>,
}

crate::error::error_kinds! {
    /// The reasons of a [`Blocked`].
    BlockedKind {
        /// The list that decides does not have the address.
        Source
            "csp.blocked", "the policy's list does not have this address", "load it from a listed place";
        /// Nothing inline may run, or not without the answer's nonce or a listed hash.
        Inline
            "csp.blocked_inline",
            "the policy lets nothing inline run without its nonce or hash",
            "move it to a file, or give it the nonce";
        /// No text may be evaluated as code.
        Eval
            "csp.blocked_eval", "the policy lets no text be evaluated as code", "write it as a function";
        /// The page is in a sandbox that does not allow it.
        Sandbox
            "csp.blocked_sandbox", "the page's sandbox does not allow it", "show it on another page";
        /// The address, or that of the page, has no host that can be read.
        Address
            "csp.blocked_address", "no host can be read out of the address", "write the whole address";
    }
}

impl Blocked {
    /// The reason.
    #[must_use]
    pub fn kind(&self) -> BlockedKind {
        self.kind
    }

    /// The reason's name, stable over releases.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The directive that decided; `None` where no address could be read.
    #[must_use]
    pub fn directive(&self) -> Option<Directive> {
        self.directive
    }
}

impl fmt::Display for Blocked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.directive {
            Some(directive) => write!(f, "{}: {}", directive.name(), self.kind),
            None => self.kind.fmt(f),
        }
    }
}

impl std::error::Error for Blocked {}

impl From<Blocked> for crate::Violation {
    fn from(blocked: Blocked) -> Self {
        let violation = Self::new(blocked.code()).with_detail(blocked.to_string());
        blocked.kind.with_params(violation)
    }
}

crate::error::report_from!(Blocked);

impl PolicySet<'_> {
    /// Whether a browser would load this: every policy has to allow it.
    ///
    /// # Does not guarantee
    /// What is no matter of the policy: mixed content, what a listed host answers, CORS. Addresses are read as far as
    /// lists can tell them apart: an international host needs the feature `url`, and other spellings of an address of
    /// a machine (`127.1`) stay as they are.
    ///
    /// # Errors
    /// [`Blocked`]: the first directive that forbids it.
    ///
    /// # Cost
    /// Linear in the text; allocates only for relative addresses.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::{Load, PolicySet};
    ///
    /// let set = PolicySet::parse("script-src 'self' 'nonce-{random}'");
    /// assert!(set.check(&Load::script("/app.js").on("https://app.test/")).is_ok());
    /// assert_eq!(set.check(&Load::inline_script()).unwrap_err().code(), "csp.blocked_inline");
    /// ```
    pub fn check(&self, load: &Load<'_>) -> Result<(), Blocked> {
        let wrong = Blocked { kind: BlockedKind::Address, directive: None };
        let (page, url) = (cleaned(load.page), cleaned(load.url));
        let page = Target::absolute(&page).ok_or(wrong)?;
        let mut target = match load.url {
            "" => None,
            _ => Some(Target::read(&url, &page).ok_or(wrong)?),
        };
        // Of the page around this one only the origin is looked at.
        if let (Kind::Ancestor, Some(target)) = (load.kind, &mut target) {
            target.path = "/".into();
        }
        self.check_at(load, &Place { target, page })
    }

    pub(super) fn check_at(&self, load: &Load<'_>, place: &Place<'_>) -> Result<(), Blocked> {
        if load.is_marked && self.policies.len() > 1 {
            return self.check_marked(load, place);
        }
        self.policies.iter().try_for_each(|policy| self.check_one(policy, load, place))
    }

    /// The same of an element that carries some nonce: one and the same in all policies that need it.
    fn check_marked(&self, load: &Load<'_>, place: &Place<'_>) -> Result<(), Blocked> {
        let unmarked = Load { is_marked: false, ..load.clone() };
        let mut common: Option<HashSet<&str>> = None;
        for policy in &self.policies {
            let Err(blocked) = self.check_one(policy, &unmarked, place) else { continue };
            self.check_one(policy, load, place)?;
            let list = self.list(policy, load.kind.directive());
            let tokens = list.iter().flat_map(|list| list.tokens);
            let own: HashSet<&str> = tokens
                .filter_map(|token| if let Source::Nonce(nonce) = token.source { Some(nonce) } else { None })
                .collect();
            let both = common.map_or(own.clone(), |common| common.intersection(&own).copied().collect());
            if both.is_empty() {
                return Err(blocked);
            }
            common = Some(both);
        }
        Ok(())
    }

    /// Whether one of the policies allows it.
    pub(super) fn check_one(
        &self,
        policy: &Parsed,
        load: &Load<'_>,
        place: &Place<'_>,
    ) -> Result<(), Blocked> {
        if let (Some(needed), Some(words)) =
            (load.kind.sandbox_word(), self.words(policy, Directive::Sandbox))
        {
            if !words.iter().any(|word| word.text.eq_ignore_ascii_case(needed)) {
                return Err(Blocked { kind: BlockedKind::Sandbox, directive: Some(Directive::Sandbox) });
            }
        }
        let is_text = matches!(load.kind, Kind::Eval | Kind::JavascriptUrl) && !load.is_trusted;
        if is_text && self.requires_trusted_types(policy) {
            let list = self.list(policy, Directive::ScriptSrc);
            // The word counts as 'unsafe-eval' does. An address stays a text.
            let is_plain =
                load.kind == Kind::Eval && list.is_some_and(|list| list.has(Keyword::TrustedTypesEval));
            if !is_plain {
                let directive = Some(Directive::RequireTrustedTypesFor);
                return Err(Blocked { kind: BlockedKind::Eval, directive });
            }
        }
        let Some(list) = self.list(policy, load.kind.directive()) else { return Ok(()) };
        let is_upgraded =
            load.kind.is_upgraded() && self.get(policy, Directive::UpgradeInsecureRequests).is_some();
        let kind = match load.kind {
            Kind::InlineScript
            | Kind::Handler
            | Kind::JavascriptUrl
            | Kind::InlineStyle
            | Kind::StyleAttribute => BlockedKind::Inline,
            Kind::Eval | Kind::Wasm => BlockedKind::Eval,
            _ => BlockedKind::Source,
        };
        let is_allowed = match &place.target {
            Some(target) if is_upgraded && target.scheme != "https" => {
                let upgraded = Place { target: Some(target.clone().upgraded()), page: place.page.clone() };
                list.allows(load, &upgraded, self.requires_trusted_types(policy))
            }
            _ => list.allows(load, place, self.requires_trusted_types(policy)),
        };
        if is_allowed { Ok(()) } else { Err(Blocked { kind, directive: Some(list.directive) }) }
    }

    /// Whether scripts may use no text as markup or code: the word is quoted, and case counts.
    pub(super) fn requires_trusted_types(&self, policy: &Parsed) -> bool {
        let words = self.words(policy, Directive::RequireTrustedTypesFor);
        words.is_some_and(|words| words.iter().any(|word| word.text == "'script'"))
    }
}

impl List<'_, '_> {
    fn allows(&self, load: &Load<'_>, place: &Place<'_>, requires_trusted: bool) -> bool {
        let is_marked = || {
            load.nonce.is_some_and(|nonce| self.allows_nonce(nonce)) || (load.is_marked && self.has_nonce())
        };
        let has_hash = || load.hashes().any(|hash| self.allows_hash(hash));
        let is_placed = || {
            let way = |target| Way { target, page: &place.page, is_redirected: load.is_redirected };
            place.target.as_ref().is_some_and(|target| self.allows_way(way(target)))
        };
        match load.kind {
            Kind::InlineScript | Kind::InlineStyle => is_marked() || has_hash() || self.allows_all_inline(),
            Kind::Handler | Kind::JavascriptUrl | Kind::StyleAttribute => {
                (self.has(Keyword::UnsafeHashes) && has_hash()) || self.allows_all_inline()
            }
            Kind::Eval => {
                self.has(Keyword::UnsafeEval) || (requires_trusted && self.has(Keyword::TrustedTypesEval))
            }
            Kind::Wasm => self.has(Keyword::UnsafeEval) || self.has(Keyword::WasmUnsafeEval),
            Kind::Script => {
                let all_listed =
                    load.hashes().next().is_some() && load.hashes().all(|hash| self.allows_hash(hash));
                is_marked() || all_listed || if self.is_dynamic() { load.is_added } else { is_placed() }
            }
            Kind::Style => is_marked() || is_placed(),
            // A worker is always made by a script.
            Kind::Worker => self.is_dynamic() || is_placed(),
            Kind::Form | Kind::Ancestor | Kind::Base | Kind::Fetch(_) => is_placed(),
        }
    }
}
