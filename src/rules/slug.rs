//! Names in addresses of pages.

use super::rule::{spelled, text_rule};

text_rule! {
    /// A slug: lowercase letters and digits of ASCII, in words joined by single dashes.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::slug().check("my-first-post").is_ok());
    /// assert_eq!(rules::slug().check("my--first post").unwrap_err().code(), "slug");
    /// ```
    slug -> Slug;
    "slug", "the text is no slug", "use lowercase letters, digits and single dashes between words";
    is_slug;
    says |info| spelled(info, "[a-z0-9]+(-[a-z0-9]+)*")
}

fn is_slug(text: &str) -> bool {
    let is_word =
        |word: &[u8]| !word.is_empty() && word.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.as_bytes().split(|&b| b == b'-').all(is_word)
}
