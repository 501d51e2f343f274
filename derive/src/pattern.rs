//! Regular expressions, which are read while the program is compiled.

use crate::faults::Faults;
use syn::LitStr;

/// Notes what is wrong with the pattern, with the engine's own words and its caret.
#[cfg(feature = "regex")]
pub(crate) fn check(pattern: &LitStr, faults: &mut Faults) {
    let text = pattern.value();
    // By itself, because a pattern such as `a)(b` would be taken inside of the parentheses that are put around it.
    if let Err(error) = regex_syntax::parse(&text) {
        return faults.at(pattern.span(), error);
    }
    match regex::RegexBuilder::new(&format!(r"\A(?:{text})\z")).size_limit(SIZE_LIMIT).build() {
        Ok(_) => {}
        Err(regex::Error::CompiledTooBig(_)) => faults.at(
            pattern.span(),
            format_args!("the pattern takes more than {} KiB when it is built", SIZE_LIMIT / 1024),
        ),
        // It is right alone, so it ends in a comment that swallows what is put behind it.
        Err(_) => faults.at(pattern.span(), "a pattern may not end in a comment"),
    }
}

/// A tenth of what the engine allows, so that it never refuses what was taken here.
#[cfg(feature = "regex")]
const SIZE_LIMIT: usize = 1 << 20;

/// Without the engine there is no such rule.
#[cfg(not(feature = "regex"))]
pub(crate) fn check(pattern: &LitStr, faults: &mut Faults) {
    faults.at(pattern.span(), "a pattern needs the feature `regex` of untaint");
}
