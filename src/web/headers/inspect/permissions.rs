//! `Permissions-Policy`.

use super::super::kinds;
use super::super::permissions_policy::{PermissionsPolicy, is_origin};
use super::super::structured::{self, Bare};
use super::Context;
use super::fields::Notes;

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let Some(value) = answer.fields.joined(PermissionsPolicy::NAME) else { return };
    let members = match structured::dictionary(&value.text) {
        Ok(members) if !members.is_empty() => members,
        _ => return notes.add(&kinds::PERMISSIONS_IGNORED, PermissionsPolicy::NAME, value.span),
    };
    let is_read = |value: &Bare<'_>| match value {
        Bare::Token(token) => ["self", "*", "src"].contains(token),
        Bare::Text(text) => is_origin(text),
        Bare::Other => false,
    };
    if members.iter().any(|(_, member)| !member.values().iter().all(is_read)) {
        notes.add(&kinds::PERMISSIONS_NOBODY, PermissionsPolicy::NAME, value.span);
    }
}
