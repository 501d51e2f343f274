//! Windows, embedding and loading across origins.

use super::super::expect::Answer;
use super::super::kinds;
use super::super::words::{EmbedderPolicy, OpenerPolicy, ResourcePolicy};
use super::Context;
use super::fields::Notes;

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let opener = answer.fields.joined(OpenerPolicy::NAME);
    let opener_policy = opener.as_ref().map(|value| OpenerPolicy::parse(&value.text));
    match (&opener, &opener_policy) {
        (Some(value), Some(Err(_))) => {
            notes.add(&kinds::OPENER_IGNORED, OpenerPolicy::NAME, value.span.clone());
        }
        (None, _) if answer.is(Answer::Page) => notes.missing(&kinds::OPENER_MISSING, OpenerPolicy::NAME),
        _ => {}
    }
    if let Some(value) = answer.fields.joined(EmbedderPolicy::NAME) {
        match EmbedderPolicy::parse(&value.text) {
            Err(_) => notes.add(&kinds::EMBEDDER_IGNORED, EmbedderPolicy::NAME, value.span),
            Ok(EmbedderPolicy::RequireCorp | EmbedderPolicy::Credentialless)
                if answer.is_document && opener_policy != Some(Ok(OpenerPolicy::SameOrigin)) =>
            {
                notes.add(&kinds::EMBEDDER_ALONE, EmbedderPolicy::NAME, value.span);
            }
            Ok(_) => {}
        }
    }
    match answer.fields.joined(ResourcePolicy::NAME) {
        None if !answer.is(Answer::Redirect) => notes.missing(&kinds::RESOURCE_MISSING, ResourcePolicy::NAME),
        Some(value) if ResourcePolicy::parse(&value.text).is_err() => {
            notes.add(&kinds::RESOURCE_IGNORED, ResourcePolicy::NAME, value.span);
        }
        _ => {}
    }
}
