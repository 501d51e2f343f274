//! Text of JSON.

use super::rule::text_rule;

text_rule! {
    /// One value of JSON (RFC 8259), with white space around it and nothing else.
    ///
    /// # Does not guarantee
    /// * That names of an object are there once, that numbers fit a machine's, or that escaped surrogates are in pairs.
    /// * That it is shallow: a reader that calls itself may refuse what is nested deeply.
    ///
    /// # Cost
    /// Linear; what is nested takes a byte of memory for each level, and names or texts with escapes a copy.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::json().check(r#"{"a": [1, 2, {"b": null}]}"#).is_ok());
    /// for refused in ["", "{'a':1}", "[1,]", "01", "NaN", "{} {}"] {
    ///     assert_eq!(rules::json().check(refused).unwrap_err().code(), "json");
    /// }
    /// ```
    json -> Json;
    "json", "the text is not JSON", "look for a missing comma, quote or bracket";
    |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    says |info: super::RuleInfo| info.with_schema("contentMediaType", "application/json")
}
