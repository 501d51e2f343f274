//! What is found in a policy, a header or a cookie that somebody wrote.

use super::csp::Proof;
use std::borrow::Cow;
use std::ops::Range;

/// How much a finding matters; the worst is the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Good to know.
    Info,
    /// A wall is missing behind which another one stands.
    Low,
    /// What was written does not do what it says, or leaves a gap that needs something more.
    Medium,
    /// A stranger gets what the header is there to keep from him.
    High,
}

impl Severity {
    /// The word for it, in lower case.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// A row of a module's table of findings: the code with its reason and its remedy, and how much it matters.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) code: crate::Code,
    pub(crate) severity: Severity,
}

/// Writes a module's table: for each row a constant of type [`Kind`], and `CODES` for `docs::codes`.
///
/// A row is its constant's name, the code, the severity, why it matters, and what to write instead; both sentences in
/// lower case without a full stop.
macro_rules! finding_kinds {
    ($($name:ident $code:literal, $severity:ident, $why:literal, $fix:literal;)+) => {
        $(
            pub(crate) static $name: $crate::web::finding::Kind = $crate::web::finding::Kind {
                code: $crate::Code::new($code, $why, $fix, &[]),
                severity: $crate::web::Severity::$severity,
            };
        )+

        pub(crate) const CODES: &[$crate::Code] = &[$($crate::Code::new($code, $why, $fix, &[])),+];
    };
}

/// Something in a policy, a header or a cookie that does less than it looks, or more.
///
/// It is data for the program: the remedy may name what was found, so it has no `Display` and never turns into a
/// violation; [`render_findings`](super::render_findings) shows the places.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    kind: ByCode,
    severity: Severity,
    header: Option<&'static str>,
    directive: Option<&'static str>,
    span: Range<usize>,
    fix: Cow<'static, str>,
    proof: Option<Box<Proof>>,
}

/// Two findings are of one kind when their codes are one.
#[derive(Debug, Clone, Copy)]
struct ByCode(&'static Kind);

impl PartialEq for ByCode {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Finding {
    pub(crate) fn new(kind: &'static Kind, span: Range<usize>) -> Self {
        let fix = Cow::Borrowed(kind.code.advice());
        Self {
            kind: ByCode(kind),
            severity: kind.severity,
            header: None,
            directive: None,
            span,
            fix,
            proof: None,
        }
    }

    pub(crate) fn in_header(mut self, header: &'static str) -> Self {
        self.header = Some(header);
        self
    }

    pub(crate) fn in_directive(mut self, directive: &'static str) -> Self {
        self.directive = Some(directive);
        self
    }

    /// Moves the place, for a text that stands in another one.
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.span = self.span.start + by..self.span.end + by;
        self
    }

    /// Moves the place out of a text in which a part begins at `from`, to where that part begins elsewhere.
    pub(crate) fn moved(mut self, from: usize, to: usize) -> Self {
        self.span = self.span.start.saturating_sub(from) + to..self.span.end.saturating_sub(from) + to;
        self
    }

    pub(crate) fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    pub(crate) fn with_fix(mut self, fix: impl Into<Cow<'static, str>>) -> Self {
        self.fix = fix.into();
        self
    }

    pub(crate) fn with_proof(mut self, proof: Proof) -> Self {
        self.proof = Some(Box::new(proof));
        self
    }

    /// The kind's name, stable over releases: `csp.unsafe_inline`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.kind.0.code.code()
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// The header that it is about, in lower case.
    #[must_use]
    pub fn header(&self) -> Option<&'static str> {
        self.header
    }

    /// The directive of a policy that it is about.
    #[must_use]
    pub fn directive(&self) -> Option<&'static str> {
        self.directive
    }

    /// Where it stands in the text that was given, in bytes; empty for something that is missing.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Why it matters, in lower case and without a full stop.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.kind.0.code.meaning()
    }

    /// What to write instead, in lower case and without a full stop.
    #[must_use]
    pub fn fix(&self) -> &str {
        &self.fix
    }

    /// Markup that runs under the policy that was judged; only what says that a stranger's script runs has one.
    #[must_use]
    pub fn proof(&self) -> Option<&Proof> {
        self.proof.as_deref()
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for Finding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut finding = serializer.serialize_struct("Finding", 9)?;
        finding.serialize_field("code", self.code())?;
        finding.serialize_field("severity", self.severity.word())?;
        finding.serialize_field("header", &self.header)?;
        finding.serialize_field("directive", &self.directive)?;
        finding.serialize_field("start", &self.span.start)?;
        finding.serialize_field("end", &self.span.end)?;
        finding.serialize_field("why", self.why())?;
        finding.serialize_field("fix", self.fix())?;
        finding.serialize_field("proof", &self.proof())?;
        finding.end()
    }
}

pub(crate) use finding_kinds;
