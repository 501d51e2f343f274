//! Versions of software.

use super::rule::{looks_like, text_rule};

text_rule! {
    /// A version by Semantic Versioning 2.0.0: `1.0.0-rc.1+build.5`, without a `v` in front, of at most 256 bytes.
    ///
    /// # Does not guarantee
    /// That the numbers fit a machine's integer.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::semver().check("1.0.0-rc.1+001").is_ok());
    /// for refused in ["v1.2.3", "1.2", "01.2.3", "1.2.3-01", "1.2.3-a..b"] {
    ///     assert_eq!(rules::semver().check(refused).unwrap_err().code(), "semver");
    /// }
    /// ```
    semver -> SemVer;
    "semver", "the text is no semantic version", "write three numbers with dots between them, as in 1.4.0";
    is_semver;
    says |info| looks_like(info, r"[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+\-]*")
}

/// No version that a person reads is longer; the limit is that of npm.
const MAX: usize = 256;

fn is_semver(text: &str) -> bool {
    if text.len() > MAX {
        return false;
    }
    let (version, build) =
        text.split_once('+').map_or((text, None), |(version, build)| (version, Some(build)));
    let (core, pre) = version.split_once('-').map_or((version, None), |(core, pre)| (core, Some(pre)));
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let has_zero = |word: &str| word.len() > 1 && word.starts_with('0');
    core.split('.').count() == 3
        && core.split('.').all(|number| !number.is_empty() && is_digits(number) && !has_zero(number))
        && pre.is_none_or(|pre| {
            pre.split('.').all(|word| is_word(word) && !(is_digits(word) && has_zero(word)))
        })
        && build.is_none_or(|build| build.split('.').all(is_word))
}
