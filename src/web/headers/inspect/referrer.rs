//! `Referrer-Policy`.

use super::super::expect::Answer;
use super::super::kinds;
use super::super::words::ReferrerPolicy;
use super::Context;
use super::fields::Notes;

pub(super) fn check(answer: &Context<'_>, notes: &mut Notes) {
    let name = ReferrerPolicy::NAME;
    let Some(value) = answer.fields.joined(name) else {
        if answer.is(Answer::Page) {
            notes.missing(&kinds::REFERRER_MISSING, name);
        }
        return;
    };
    match ReferrerPolicy::parse(&value.text) {
        Err(_) => return notes.add(&kinds::REFERRER_IGNORED, name, value.span),
        Ok(policy) if policy.is_whole_address() => {
            notes.add(&kinds::REFERRER_LEAKS, name, value.span.clone());
        }
        Ok(ReferrerPolicy::Origin | ReferrerPolicy::OriginWhenCrossOrigin) => {
            notes.add(&kinds::REFERRER_DOWNGRADE, name, value.span.clone());
        }
        Ok(_) => {}
    }
    let mut words = value.text.split(',').map(|word| word.trim_matches([' ', '\t']));
    if words.any(|word| !word.is_empty() && ReferrerPolicy::parse(word).is_err()) {
        notes.add(&kinds::REFERRER_UNKNOWN, name, value.span);
    }
}
