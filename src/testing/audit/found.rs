//! What was found, before it is told.

use super::kind::AuditKind;
use super::marker::Marker;
use super::message::Step;
use super::site::Label;
use crate::web::Severity;

#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) kind: AuditKind,
    /// The kind's, or that of a header or a cookie.
    pub(super) code: String,
    pub(super) severity: Severity,
    pub(super) fix: String,
    pub(super) label: Label,
    /// The route where it is seen, if that is another one.
    pub(super) shown: Option<String>,
    pub(super) detail: String,
    pub(super) steps: Vec<Step>,
    pub(super) marker: Option<Marker>,
    /// More routes with the same.
    pub(super) more: Vec<String>,
    pub(super) is_reduced: bool,
}

impl Found {
    pub(super) fn new(
        kind: AuditKind,
        label: Label,
        shown: Option<String>,
        detail: impl Into<String>,
        steps: Vec<Step>,
        marker: Option<Marker>,
    ) -> Self {
        Self {
            kind,
            code: kind.code().to_owned(),
            severity: kind.severity(),
            fix: kind.fix().to_owned(),
            label,
            shown,
            detail: detail.into(),
            steps,
            marker,
            more: Vec::new(),
            is_reduced: false,
        }
    }
}
