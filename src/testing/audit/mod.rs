//! The audit of a whole site. (Docs follow.)

mod attack;
mod canary;
mod config;
mod crawl;
mod csrf;
mod fields;
mod fill;
mod found;
mod growth;
mod host;
mod jar;
mod judge;
mod kind;
mod last;
mod login;
mod marker;
mod message;
mod page;
mod payload;
mod point;
mod reduce;
mod replay;
mod report;
mod run;
mod service;
mod session;
mod site;
mod text;
mod timer;
mod upload;
mod words;

pub use config::{Audit, audit, audit_fn};
pub use kind::AuditKind;
pub use login::Login;
pub use report::{AuditFinding, AuditReport};
pub use service::Body;
