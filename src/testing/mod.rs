//! Attack strings, generators and oracles for an application's own tests.

pub mod attacks;
mod attribute;
mod breach;
mod component;
mod dom;
mod echo;
pub mod generate;
mod hidden;
mod hostile;
mod inert;
mod stays;
pub mod strategies;

pub use attribute::{assert_attribute_intact, check_attribute_intact};
pub use breach::{Breach, BreachKind};
pub use component::{assert_single_path_component, check_single_path_component};
pub use echo::{assert_no_echo, check_no_echo};
pub use hidden::{assert_no_hidden, check_no_hidden};
pub use hostile::{
    HostileAttribute, HostileAttributeValue, HostileEmail, HostileFilename, HostileHeader, HostileHtml,
    HostileRedirect, HostileText, HostileUpload, HostileUri,
};
pub use inert::{InertHtml, assert_inert_html, check_inert_html};
pub use stays::{assert_stays_on, check_stays_on};
