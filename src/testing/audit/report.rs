//! What an audit tells.

use super::config::Audit;
use super::crawl::Map;
use super::found::Found;
use super::judge::Place;
use super::kind::AuditKind;
use super::message::Who;
use super::site::{Label, Site};
use super::text;
use crate::web::Severity;
use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Write as _;

/// What is wrong with a site, with the requests that show it.
///
/// It quotes what was sent and what came back, in Rust's escapes: for the output of tests.
#[derive(Debug, Clone)]
pub struct AuditFinding {
    found: Found,
    setup: Vec<(Need, String)>,
    name: String,
}

impl AuditFinding {
    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> AuditKind {
        self.found.kind
    }

    /// The kind's name, or that of a header's or a cookie's finding: `audit.script`, `headers.csp_missing`,
    /// `cookie.http_only:session`.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.found.code
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.found.severity
    }

    /// Why it matters, in lower case and without a full stop.
    #[must_use]
    pub fn why(&self) -> &'static str {
        self.found.kind.why()
    }

    /// What to write instead, in lower case and without a full stop.
    #[must_use]
    pub fn fix(&self) -> &str {
        &self.found.fix
    }

    /// The request that brings it about, as `POST /notes`.
    #[must_use]
    pub fn route(&self) -> &str {
        &self.found.label.route
    }

    /// The parameter, the field or what else of the request; empty where it is the request as a whole.
    #[must_use]
    pub fn field(&self) -> &str {
        &self.found.label.field
    }

    /// The page that shows it, where it is not the answer itself.
    #[must_use]
    pub fn shown_at(&self) -> Option<&str> {
        self.found.shown.as_deref()
    }

    /// More routes with the same.
    #[must_use]
    pub fn more_routes(&self) -> &[String] {
        &self.found.more
    }

    /// What was seen.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.found.detail
    }

    /// The requests that show it, as HTTP has them, as few and as short as was found.
    #[must_use]
    pub fn requests(&self) -> Vec<String> {
        self.found.steps.iter().map(|step| String::from_utf8_lossy(&text::write(step)).into_owned()).collect()
    }

    /// A test that fails now, to be pasted: `site()` is the site that was audited, and, where they are needed,
    /// `login()` how one logs in there and `read_log()` what it has logged.
    #[must_use]
    pub fn as_test(&self) -> String {
        let steps = &self.found.steps;
        let is_accepted = self.kind() == AuditKind::Accepted;
        let needs_login =
            steps.iter().any(|step| step.who != Who::Guest) || self.kind() == AuditKind::Session;
        let mut setup = String::new();
        for (need, line) in &self.setup {
            let is_needed = match need {
                Need::Always => true,
                Need::Login => needs_login,
                Need::Canary => self.kind() == AuditKind::Path,
                Need::Log => self.kind() == AuditKind::Log,
            };
            if is_needed {
                let _ = writeln!(setup, "        {line}"); // into a string
            }
        }
        let call = if is_accepted {
            format!("        .accept({:?}, \"a reason\")\n        .run()\n", self.field())
        } else {
            let lines = text::literals(steps).into_iter();
            let requests = lines.fold(String::new(), |text, line| text + "            " + &line + ",\n");
            format!("        .replay([\n{requests}        ])\n")
        };
        format!(
            "/// {code}: {why}.\n#[tokio::test]\nasync fn {name}() {{\n    let report = \
             untaint::testing::audit(site())\n{setup}{call}        .await;\n    \
             assert!(!report.has({code:?}), \"{{report}}\");\n}}\n",
            code = self.code(),
            why = self.why(),
            name = self.name,
        )
    }
}

/// What a test is called, unlike the others of its report.
fn name(found: &Found, taken: &mut BTreeSet<String>) -> String {
    let mut name: String = format!("{} {} {}", found.code, found.label.route, found.label.field)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' })
        .collect();
    while name.contains("__") {
        name = name.replace("__", "_");
    }
    let name = name.trim_end_matches('_').to_owned();
    let mut unlike = name.clone();
    let mut count = 1;
    while !taken.insert(unlike.clone()) {
        count += 1;
        unlike = format!("{name}_{count}");
    }
    unlike
}

/// Where a line is needed that says what the audit was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Always,
    Login,
    Canary,
    Log,
}

/// In some lines: what, where, why, and how to see it.
impl fmt::Display for AuditFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}) at {}", self.code(), self.severity().word(), self.route())?;
        if !self.field().is_empty() {
            write!(f, ", {}", self.field())?;
        }
        if let Some(shown) = self.shown_at() {
            write!(f, ", shown at {shown}")?;
        }
        match self.more_routes() {
            [] => {}
            [one] => write!(f, " and {one}")?,
            [one, rest @ ..] => write!(f, ", {one} and {} more", rest.len())?,
        }
        write!(f, "\n  why: {}\n  saw: {}\n  fix: {}\n", self.why(), self.detail(), self.fix())?;
        for request in self.requests() {
            let line = request
                .trim_end()
                .escape_debug()
                .to_string()
                .replace("\\n", " | ")
                .replace("\\'", "'")
                .replace("\\\"", "\"");
            let cut: String = line.chars().take(300).collect();
            let dots = if cut.len() < line.len() { " …" } else { "" };
            writeln!(f, "  see: {cut}{dots}")?;
        }
        Ok(())
    }
}

/// What an audit found, the worst first, and how much it looked at.
#[derive(Debug, Clone)]
pub struct AuditReport {
    findings: Vec<AuditFinding>,
    accepted: Vec<(String, String)>,
    notes: Vec<String>,
    pages: usize,
    forms: usize,
    fields: usize,
    requests: usize,
}

impl AuditReport {
    /// What is wrong, the worst first.
    #[must_use]
    pub fn findings(&self) -> &[AuditFinding] {
        &self.findings
    }

    /// Whether a finding has this code, or is of the kind that has it: `headers.csp_missing`, `audit.headers`.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.findings.iter().any(|finding| is_code(finding.code(), code) || finding.kind().code() == code)
    }

    /// The codes that were accepted, each with its reason.
    #[must_use]
    pub fn accepted(&self) -> &[(String, String)] {
        &self.accepted
    }

    /// What was not looked at, and why: a login that failed, a bound that was reached.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Pages and files that were seen, for each visitor.
    #[must_use]
    pub fn pages(&self) -> usize {
        self.pages
    }

    /// Forms that were filled in.
    #[must_use]
    pub fn forms(&self) -> usize {
        self.forms
    }

    /// Parameters, fields, headers and parts of paths that were attacked.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.fields
    }

    /// Requests that were sent.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests
    }

    /// Panics unless nothing was found.
    ///
    /// # Panics
    /// With the report.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(self.findings.is_empty(), "{self}");
    }
}

/// All findings, and what was looked at.
impl fmt::Display for AuditReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} findings in {} pages, {} forms and {} fields, by {} requests",
            self.findings.len(),
            self.pages,
            self.forms,
            self.fields,
            self.requests
        )?;
        for finding in &self.findings {
            write!(f, "\n{finding}")?;
        }
        for (code, reason) in &self.accepted {
            writeln!(f, "accepted: {code}, because {reason}")?;
        }
        for note in &self.notes {
            writeln!(f, "note: {note}")?;
        }
        Ok(())
    }
}

/// Whether a finding's code is the one that is meant; that of a cookie may leave the cookie's name out.
fn is_code(found: &str, meant: &str) -> bool {
    found == meant || found.split_once(':').is_some_and(|(code, _)| code == meant)
}

pub(super) fn of(site: Site, map: &Map, fields: usize, audit: &Audit, notes: Vec<String>) -> AuditReport {
    let mut setup = Vec::new();
    if audit.origin != "https://app.test" {
        setup.push((Need::Always, format!(".origin({:?})", audit.origin)));
    }
    if let Some(login) = &audit.login {
        setup.push((Need::Login, format!(".login({})", login.code())));
    }
    if let Some(path) = &audit.canary {
        setup.push((Need::Canary, format!(".canary({:?})", path.display().to_string())));
    }
    if audit.log.is_some() {
        setup.push((Need::Log, ".log(read_log)".to_owned()));
    }
    let texts: BTreeSet<Label> = site
        .places
        .iter()
        .filter(|(_, places)| places.iter().any(|(_, _, place)| *place == Place::Text))
        .filter_map(|(marker, _)| site.sent.get(marker).map(|sent| sent.label.clone()))
        .collect();
    let mut all = merged(site.found, &texts);
    let mut used: Vec<&(String, String)> = Vec::new();
    for entry in &audit.accepted {
        let before = all.len();
        all.retain(|found| !is_code(&found.code, &entry.0) && found.kind.code() != entry.0);
        if all.len() < before {
            used.push(entry);
        } else {
            let label = Label::new("", entry.0.clone());
            all.push(Found::new(
                AuditKind::Accepted,
                label,
                None,
                "no finding has this code",
                Vec::new(),
                None,
            ));
        }
    }
    all.sort_by(|one, other| {
        let key = |found: &Found| {
            (std::cmp::Reverse(found.severity), found.kind, found.code.clone(), found.label.clone())
        };
        key(one).cmp(&key(other))
    });
    let mut names = BTreeSet::new();
    let finding = |found: Found| {
        let name = name(&found, &mut names);
        AuditFinding { found, setup: setup.clone(), name }
    };
    AuditReport {
        findings: all.into_iter().map(finding).collect(),
        accepted: used.into_iter().cloned().collect(),
        notes,
        pages: map.pages.len(),
        forms: map.forms.len(),
        fields,
        requests: site.requests,
    }
}

/// One finding for each place: where a value ends a script, that it breaks a string too is the same hole.
fn merged(mut all: Vec<Found>, texts: &BTreeSet<Label>) -> Vec<Found> {
    let code: Vec<_> = all
        .iter()
        .filter(|found| found.kind == AuditKind::ScriptData)
        .map(|found| found.label.clone())
        .collect();
    all.retain(|found| found.kind != AuditKind::ScriptEnd || !code.contains(&found.label));
    let ends: Vec<_> = all
        .iter()
        .filter(|found| matches!(found.kind, AuditKind::ScriptEnd | AuditKind::ScriptData))
        .map(|found| found.label.clone())
        .collect();
    // `</script>` was not needed there, but a payload of markup may have ended one, where no text shows it.
    all.retain(|found| {
        found.kind != AuditKind::Script
            || !ends.contains(&found.label)
            || texts.contains(&found.label) && !ends_script(found)
            || found.detail.contains("XML")
    });
    everywhere(all)
}

/// Whether what was sent ends a script or a style sheet before its word.
fn ends_script(found: &Found) -> bool {
    let Some((marker, step)) = found.marker.zip(found.steps.first()) else { return false };
    let mut values =
        step.query.iter().chain(&step.fields).map(|(_, value)| value.text().to_ascii_lowercase());
    values.any(|text| {
        let before = text.split_once(marker.as_str()).map_or("", |(before, _)| before);
        before.contains("</script") || before.contains("</style")
    })
}

/// A cookie and a header go with every request: what they do on each page is one thing.
fn everywhere(all: Vec<Found>) -> Vec<Found> {
    let mut told: Vec<Found> = Vec::new();
    for found in all {
        let is_sent_always = ["cookie ", "header "].iter().any(|part| found.label.field.starts_with(part));
        let is_it = |known: &&mut Found| known.code == found.code && known.label.field == found.label.field;
        match told.iter_mut().find(is_it).filter(|_| is_sent_always) {
            Some(known) => known.more.push(found.label.route),
            None => told.push(found),
        }
    }
    told
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for AuditFinding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut finding = serializer.serialize_struct("AuditFinding", 10)?;
        finding.serialize_field("code", self.code())?;
        finding.serialize_field("severity", self.severity().word())?;
        finding.serialize_field("route", self.route())?;
        finding.serialize_field("field", self.field())?;
        finding.serialize_field("shown_at", &self.shown_at())?;
        finding.serialize_field("more_routes", self.more_routes())?;
        finding.serialize_field("why", self.why())?;
        finding.serialize_field("saw", self.detail())?;
        finding.serialize_field("fix", self.fix())?;
        finding.serialize_field("requests", &self.requests())?;
        finding.end()
    }
}

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl serde::Serialize for AuditReport {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut report = serializer.serialize_struct("AuditReport", 7)?;
        report.serialize_field("findings", self.findings())?;
        report.serialize_field("accepted", self.accepted())?;
        report.serialize_field("notes", self.notes())?;
        report.serialize_field("pages", &self.pages())?;
        report.serialize_field("forms", &self.forms())?;
        report.serialize_field("fields", &self.fields())?;
        report.serialize_field("requests", &self.requests())?;
        report.end()
    }
}
