//! Each word of a rule is a function of `rules`, and what it writes compiles.
#![cfg(feature = "derive")]

use untaint::{Fields, Validate};

#[test]
#[cfg(feature = "regex")]
fn every_word_of_a_rule_is_a_function() {
    #[derive(Validate)]
    #[allow(dead_code, reason = "a name that is compared with only")]
    struct Texts<'a> {
        #[validate(required, not_blank, length(1.., graphemes), pattern("a*", max_bytes = 9), contains("x"), not_contains("y"))]
        #[validate(
            starts_with("x"),
            ends_with("x"),
            one_of("x", "z"),
            none_of("y"),
            matches(b),
            differs(name)
        )]
        a: &'a str,
        #[validate(
            email(html5),
            url(public_hosts),
            domain,
            ip,
            ipv4,
            ipv6,
            cidr,
            mac(hyphens),
            uuid(v4),
            ulid
        )]
        #[validate(
            slug,
            username,
            phone_e164,
            credit_card,
            iso_date,
            iso_datetime,
            iso_time,
            hex_color,
            hex
        )]
        b: &'a str,
        #[validate(
            base64,
            base64url,
            jwt,
            semver,
            mime,
            ascii,
            alphanumeric(unicode),
            no_control,
            single_line
        )]
        #[validate(no_hidden, no_markup, before("2020-01-01"), after("2030-01-01", or_equal))]
        c: &'a str,
        #[validate(range(1..), multiple_of(5))]
        number: u16,
        #[validate(unique_items)]
        list: Vec<u8>,
        name: &'a str,
    }
    let texts = Texts { a: "", b: "", c: "<\u{202E}\n", number: 0, list: vec![1, 1], name: "" };
    let report = texts.validate().unwrap_err();
    assert!(report.violations().len() > 35, "{report}");
    assert!(Texts::fields().iter().flat_map(untaint::FieldRules::rules).all(|rule| !rule.code().is_empty()));
}

#[test]
#[cfg(all(
    feature = "serde",
    feature = "iban",
    feature = "language_tag",
    feature = "country",
    feature = "currency",
    feature = "strong_password"
))]
fn every_word_of_a_rule_behind_a_feature_is_a_function() {
    #[derive(Validate)]
    struct Texts {
        #[validate(iban, language_tag, country, currency, json)]
        a: String,
        #[validate(secret, strong_password(score = 4, unlike = &[&*self.a]))]
        b: String,
    }
    let texts = Texts { a: "!".into(), b: "!".into() };
    assert_eq!(texts.validate().unwrap_err().violations().len(), 6);
}
