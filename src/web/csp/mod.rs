//! wip
mod directive;
mod evaluate;
mod hosts;
mod load;
mod matching;
mod parse;
mod proof;
mod source;
mod url;

pub use directive::Directive;
pub(crate) use evaluate::kinds::CODES;
pub use evaluate::{Evaluation, Evaluator, EvaluatorBuilder, Verdict, evaluate, evaluate_all, evaluate_pair};
pub use load::{Blocked, BlockedKind, Load};
pub use parse::PolicySet;
pub use proof::{Answer, Proof, Technique};
