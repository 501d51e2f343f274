//! wip
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
mod safe_source;
mod source;
mod url;

pub use builder::PolicyBuilder;
pub use directive::Directive;
pub(crate) use evaluate::kinds::CODES;
pub use evaluate::{Evaluation, Evaluator, EvaluatorBuilder, Verdict, evaluate, evaluate_all, evaluate_pair};
pub use hash::Hash;
pub use load::{Blocked, BlockedKind, Load};
pub use nonce::Nonce;
pub use parse::PolicySet;
pub use policy::{NONCE, Policy, Weakness};
pub use proof::{Answer, Proof, Technique};
pub use safe_source::{SafeSource, SourceError, SourceErrorKind, SourcePolicy, SourcePolicyBuilder, check_source};
