//! Content Security Policies: written so that no source gets into another list, and judged as browsers read them.
//!
//! | I have | I want | I call |
//! |---|---|---|
//! | a page | a policy for it, with a nonce for each answer | [`Policy::strict`], [`Policy::builder`], [`Policy::header`] |
//! | an answer that is no page | a policy that allows nothing | [`Policy::api`], [`Policy::download`] |
//! | a host that a tenant chose | it in the list of pictures, and nowhere else | [`check_source`], [`Policy::with_source`] |
//! | a policy that somebody wrote | to know what a stranger's script could do | [`evaluate`](evaluate()), [`evaluate_all`] |
//! | any policy and an address | to know whether a browser would load it | [`PolicySet::check`], [`Policy::check`] |
//! | what was posted to `/csp-report` | the reports in it | `reports` (feature `serde`) |
//!
//! # How a browser reads a policy
//! A header's value is divided by commas into policies, which all hold; a policy by semicolons into directives, of
//! which the first of a name counts; a directive by blanks into words. A word that is no source matches nothing. One
//! character outside ASCII, or a control, drops its whole directive, so `script-src ‘self’` lets everything run.
//! `'none'` beside other sources is ignored. `'unsafe-inline'` is off as soon as a nonce or hash stands in the list
//! that can be read, so that `'nonce-{random}'`, which cannot, leaves it on. Directives for fetches fall back to
//! `default-src`; `base-uri`, `form-action`, `frame-ancestors` and `sandbox` never do.
//!
//! # Chromium, the standard, a peer
//! | | Chromium 156 | Content Security Policy Level 3 | `csp_evaluator` 1.1.8 |
//! |---|---|---|---|
//! | a character outside ASCII in a directive | drops the directive | the grammar has none | no finding of its own |
//! | `sha-256-…` | a hash | no hash | an unknown keyword |
//! | `ws:` as a source of scripts | sockets only | matches http and https, too | – |
//! | `:99999`, `%`, `foo^bar` | matches nothing | no source | throws |
//! | a comma | ends the policy | ends the policy | part of a source |
//! | `object-src` missing | no plug-ins run | – | high |
//!
//! What Chromium does decides here; where Firefox and WebKit read a policy otherwise, a row of
//! `tests/data/web/csp_engines.jsonl` says so.
//!
//! # Untrusted input
//! Every function takes any `&str`, never panics, and is linear in its length, without recursion.

mod builder;
mod directive;
mod entry;
mod evaluate;
mod hash;
mod hosts;
mod load;
mod matching;
mod nonce;
mod parse;
mod policy;
mod proof;
#[cfg(feature = "serde")]
mod reports;
mod safe_source;
mod source;
mod url;

pub use builder::PolicyBuilder;
pub use directive::Directive;
#[doc(alias("csp evaluator", "csp-evaluator", "csp_evaluator"))]
pub use evaluate::evaluate;
pub(crate) use evaluate::kinds::{CODES, FRAME_ANCESTORS, REPORT_ONLY};
pub use evaluate::{Evaluation, Evaluator, EvaluatorBuilder, Verdict, evaluate_all, evaluate_pair};
pub use hash::Hash;
pub use load::{Blocked, BlockedKind, Load};
pub use nonce::Nonce;
pub use parse::PolicySet;
#[doc(alias("Content-Security-Policy", "content security policy"))]
pub use policy::Policy;
pub use policy::{NONCE, Weakness};
pub use proof::{Answer, Proof, Technique};
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
#[doc(alias("report-uri", "Reporting API"))]
pub use reports::reports;
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use reports::{Reports, ReportsError, ReportsErrorKind, ViolationReport};
pub use safe_source::{
    SafeSource, SourceError, SourceErrorKind, SourcePolicy, SourcePolicyBuilder, check_source,
};
