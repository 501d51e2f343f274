//! What browsers make of the headers of an answer, one family of checks a file.

mod content;
mod cors;
mod fields;
mod framing;
mod isolation;
mod obsolete;
mod permissions;
mod policy;
mod referrer;
mod storage;
mod transport;

use super::expect::{Answer, Expect};
use super::kinds;
use crate::web::finding::Finding;
use fields::Notes;
pub(super) use fields::{Field, Fields};
use policy::Policies;

/// Tells what is missing, ignored, contradicting or dead in the headers of an answer.
///
/// Takes any pairs of a name and a value, so `&HeaderMap` as it is; [`pairs`](super::pairs) makes them of lists of
/// `Cow`. Several fields of one name count as browsers count them: most with commas between, the first
/// `Strict-Transport-Security`, each `Set-Cookie` by itself. A [`span`](Finding::span) is a place in the value, of one
/// that is no UTF-8 in its Latin-1 reading.
///
/// The policies of a page are judged by [`csp::evaluate_all`](crate::web::csp::evaluate_all), and their verdict has to
/// be `HostsDecide` or better, with [`Expect::strict`] `Strict`. In an answer that no browser shows as a page a policy
/// decides about nothing, so that only its endpoint of reports is looked for.
///
/// # Guarantees
/// Fixes hold nothing of a value, but for codes that were accepted; a [proof](Finding::proof) may name a host of the
/// policy.
///
/// # Cost
/// Linear in the headers, with a factor for their number of some dozens.
///
/// # Examples
/// ```
/// use untaint::web::Severity;
/// use untaint::web::headers::{self, CacheControl, Expect, SecurityHeaders};
///
/// let sent = SecurityHeaders::download().cache_control(CacheControl::no_store()).build()?;
/// let answer = sent.fixed().unwrap().chain([("content-type", "image/svg+xml")]);
/// let findings = headers::inspect(answer, &Expect::download());
/// assert!(findings.iter().all(|finding| finding.severity() == Severity::Info), "{findings:?}");
///
/// let findings = headers::inspect([("x-frame-options", "ALLOW-FROM https://example.com")], &Expect::page());
/// assert!(findings.iter().any(|finding| finding.code() == "headers.frame_options_ignored"));
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[must_use]
pub fn inspect<N: AsRef<str>, V: AsRef<[u8]>>(
    pairs: impl IntoIterator<Item = (N, V)>,
    expect: &Expect,
) -> Vec<Finding> {
    let pairs: Vec<(N, V)> = pairs.into_iter().collect();
    let list = pairs.iter().map(|(name, value)| Field::new(name.as_ref(), value.as_ref(), 0)).collect();
    judge(&Fields { list }, expect)
}

/// [`inspect`], over fields that know their place.
pub(super) fn judge(fields: &Fields<'_>, expect: &Expect) -> Vec<Finding> {
    let mut notes = Notes::default();
    let policies = Policies::of(fields);
    let answer =
        Context { fields, expect, is_document: content::is_document(fields, expect), policies: &policies };
    obsolete::check_names(&answer, &mut notes);
    policy::check(&answer, &mut notes);
    framing::check(&answer, &mut notes);
    transport::check(&answer, &mut notes);
    content::check(&answer, &mut notes);
    referrer::check(&answer, &mut notes);
    isolation::check(&answer, &mut notes);
    permissions::check(&answer, &mut notes);
    storage::check(&answer, &mut notes);
    cors::check(&answer, &mut notes);
    obsolete::check(&answer, &mut notes);
    let Notes { mut findings, is_full } = notes;
    accept(&mut findings, expect);
    if is_full {
        findings.push(Finding::new(&kinds::MORE, 0..0));
    }
    findings
}

/// What every family of checks is given.
struct Context<'a> {
    fields: &'a Fields<'a>,
    expect: &'a Expect,
    /// Whether a browser shows it as a page that may hold script.
    is_document: bool,
    policies: &'a Policies<'a>,
}

impl Context<'_> {
    fn is(&self, answer: Answer) -> bool {
        self.expect.answer == answer
    }
}

/// Takes out what the caller accepts, and tells of what he need not accept any more.
fn accept(findings: &mut Vec<Finding>, expect: &Expect) {
    for code in &expect.accepted {
        let before = findings.len();
        findings.retain(|finding| finding.code() != code);
        if findings.len() == before {
            let fix = format!("remove {} from the accepted codes", code.escape_default());
            findings.push(Finding::new(&kinds::ACCEPTED, 0..0).with_fix(fix));
        }
    }
}
