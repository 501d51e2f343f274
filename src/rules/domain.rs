//! Names of domains.

use super::host::is_domain;
use super::rule::text_rule;

text_rule! {
    /// The name of a domain: labels of letters, digits and hyphens, at least two, the last one of letters; no dot at
    /// the end, no port, no underscore.
    ///
    /// International names pass in Unicode, if they are what a person reads, and in ACE form (`xn--`), if that stands
    /// for something (IDNA by UTS #46; letters, digits and marks only): with the feature `url`. Without it the ACE form
    /// passes unread.
    ///
    /// # Guarantees
    /// Labels of at most 63 bytes and a name of at most 253, in ACE form.
    ///
    /// # Does not guarantee
    /// That somebody owns it, or that it is public: `printer.local` is a domain.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::domain().check("sub.example.co.uk").is_ok());
    /// for refused in ["localhost", "example.com.", "example.com:80", "-a.com", "a..com", "127.0.0.1"] {
    ///     assert_eq!(rules::domain().check(refused).unwrap_err().code(), "domain");
    /// }
    /// ```
    domain -> Domain;
    "domain", "the text is no name of a domain", "write only the name of the site, as in example.com";
    is_domain;
    says |info: super::RuleInfo| info.with_schema("format", "idn-hostname")
}
