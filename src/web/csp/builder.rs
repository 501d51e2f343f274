//! How a policy is put together.

use super::directive::{Directive, Value};
use super::entry;
use super::policy::{Policy, Weakness, read_list};
use super::source::{Keyword, Source};
use crate::error::{PolicyError, policy_builder};

/// Builds a [`Policy`]; the first wrong entry is reported by [`build`](Self::build).
///
/// Each list replaces the one that a preset had. An entry is one source: `'self'`, `'none'`, `https://img.example.com`,
/// `*.example.com`, `data:`, `'sha256-…'`, [`NONCE`](super::NONCE); what could end its list or the policy, or what a
/// browser would read as something else, is a [`PolicyError`].
#[derive(Debug, Clone)]
#[must_use]
pub struct PolicyBuilder {
    policy: Policy,
    error: Option<PolicyError>,
}

policy_builder!(Policy, PolicyBuilder);

macro_rules! lists {
    ($($(#[$doc:meta])+ $name:ident $directive:ident;)+) => {
        impl PolicyBuilder {$(
            $(#[$doc])+
            pub fn $name(self, sources: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
                self.directive(Directive::$directive, sources)
            }
        )+}
    };
}

lists! {
    /// What decides where a directive for fetches is missing.
    default_src DefaultSrc;
    /// Scripts.
    script_src ScriptSrc;
    /// `script` elements and `javascript:` links.
    script_src_elem ScriptSrcElem;
    /// Event handlers.
    script_src_attr ScriptSrcAttr;
    /// Styles.
    style_src StyleSrc;
    /// `style` elements and linked style sheets.
    style_src_elem StyleSrcElem;
    /// `style` attributes.
    style_src_attr StyleSrcAttr;
    /// Pictures.
    img_src ImgSrc;
    /// Fonts.
    font_src FontSrc;
    /// Sound and video.
    media_src MediaSrc;
    /// What scripts fetch and connect to.
    connect_src ConnectSrc;
    /// Frames, and workers where `worker-src` is missing.
    child_src ChildSrc;
    /// Frames.
    frame_src FrameSrc;
    /// Workers.
    worker_src WorkerSrc;
    /// The manifest of an application.
    manifest_src ManifestSrc;
    /// `object` and `embed`.
    object_src ObjectSrc;
    /// `base` elements. Beside a nonce it is `'none'` or `'self'`, or a stranger's element moves the marked scripts.
    base_uri BaseUri;
    /// Where forms may be sent.
    form_action FormAction;
    /// Who may frame the page.
    frame_ancestors FrameAncestors;
    /// Puts the page into a sandbox that allows only these words; none, nothing.
    sandbox Sandbox;
    /// The policies for trusted types that scripts may make.
    trusted_types TrustedTypes;
    /// Where reports are posted; [`report_to`](Self::report_to) writes both directives.
    report_uri ReportUri;
}

impl PolicyBuilder {
    /// Any directive with its list.
    pub fn directive(
        mut self,
        directive: Directive,
        entries: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Self {
        if directive.value() == Value::Obsolete {
            self.fail("directive", directive.name(), "browsers do nothing with this directive");
        } else if directive == Directive::ReportTo {
            self.fail("directive", directive.name(), "call report_to, which knows where the endpoint is");
        } else if let Some(list) = self.read(read_list(directive, entries)) {
            self.set(directive, list);
        }
        self
    }

    fn set(&mut self, directive: Directive, list: Vec<String>) {
        match self.policy.lists.iter_mut().find(|(own, _)| *own == directive) {
            Some((_, own)) => *own = list,
            None => self.policy.lists.push((directive, list)),
        }
    }

    /// Leaves a directive of the preset away.
    pub fn without(mut self, directive: Directive) -> Self {
        self.policy.lists.retain(|(own, _)| *own != directive);
        if directive == Directive::ReportTo {
            self.policy.endpoint = None;
        }
        self
    }

    /// Lets scripts use only trusted values as markup and code.
    pub fn require_trusted_types(self) -> Self {
        self.directive(Directive::RequireTrustedTypesFor, ["'script'"])
    }

    /// Has `http:` addresses of the page fetched by `https:`.
    pub fn upgrade_insecure_requests(self) -> Self {
        self.directive(Directive::UpgradeInsecureRequests, [""; 0])
    }

    /// Has reports posted to this address, by both directives; [`Policy::reporting_endpoints`] is the header that
    /// belongs beside it. The address is a path of this site, or begins with `https://`.
    pub fn report_to(mut self, name: &str, address: &str) -> Self {
        let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
            });
        if !is_name {
            self.fail(
                "report_to",
                name,
                "the name begins with a small letter, then letters, digits, `-` and `_`",
            );
        } else if let Some(url) =
            self.read(entry::read_address(Directive::ReportUri, address).map(std::borrow::Cow::into_owned))
        {
            self.set(Directive::ReportUri, vec![url.clone()]);
            self.set(Directive::ReportTo, vec![name.to_owned()]);
            self.policy.endpoint = Some((name.to_owned(), url));
        }
        self
    }

    /// Whether the policy only reports, under the header's other name; not unless set.
    pub fn report_only(mut self, is_report_only: bool) -> Self {
        self.policy.is_report_only = is_report_only;
        self
    }

    /// Allows one thing that lets script of strangers run: the word that a reviewer searches for.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::csp::{Policy, Weakness};
    ///
    /// let old = || Policy::builder().script_src(["'self'", "'unsafe-inline'"]);
    /// assert!(old().build().is_err());
    /// assert!(old().weaken(Weakness::UnsafeInline).build().is_ok());
    /// ```
    pub fn weaken(mut self, weakness: Weakness) -> Self {
        self.policy.weaknesses.push(weakness);
        self
    }

    /// The policy, or the first entry that was wrong.
    pub fn build(self) -> Result<Policy, PolicyError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let mut policy = self.policy;
        if policy.lists.is_empty() {
            return Err(PolicyError::new("build", "", "a policy without directives allows everything"));
        }
        for (directive, entries) in &policy.lists {
            check_weaknesses(&policy, *directive, entries)?;
        }
        policy.render();
        Ok(policy)
    }
}

/// What a policy may have only if its author says so.
fn check_weaknesses(policy: &Policy, directive: Directive, entries: &[String]) -> Result<(), PolicyError> {
    let has = |directive| policy.lists.iter().any(|(own, _)| *own == directive);
    let needs = |entry: &str, weakness: Weakness| {
        if policy.weaknesses.contains(&weakness) {
            return Ok(());
        }
        let reason =
            format!("it lets script of strangers run: leave it out, or add .weaken(Weakness::{weakness:?})");
        Err(PolicyError::new(directive.name(), entry, reason))
    };
    let is_for_scripts =
        directive.is_script() || (directive == Directive::DefaultSrc && !has(Directive::ScriptSrc));
    if is_for_scripts {
        let is_eval = |entry: &String| Source::read(entry) == Source::Keyword(Keyword::UnsafeEval);
        let has_eval = policy.lists.iter().any(|(_, entries)| entries.iter().any(is_eval));
        for entry in entries {
            if let Some(weakness) = entry::weakness(Source::read(entry), has_eval) {
                needs(entry, weakness)?;
            }
        }
    }
    // Beside a nonce or a hash a stranger's `base` moves the page's own files to him.
    let is_mark = |entry: &String| *entry == super::NONCE || Source::read(entry).is_mark();
    let mut scripts = policy.lists.iter().filter(|(own, _)| own.is_script() || *own == Directive::DefaultSrc);
    if directive == Directive::BaseUri && scripts.any(|(_, entries)| entries.iter().any(is_mark)) {
        for entry in entries {
            if let Some(weakness) = entry::weakness(Source::read(entry), false) {
                needs(entry, weakness)?;
            }
        }
    }
    let is_open = |word: &str| entries.iter().any(|entry| entry == word);
    if directive == Directive::Sandbox && is_open("allow-scripts") && is_open("allow-same-origin") {
        needs("allow-same-origin", Weakness::OpenSandbox)?;
    }
    Ok(())
}
