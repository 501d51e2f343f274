//! What only a table of another field can tell: accounts, languages, countries, currencies, passwords.

#[cfg(any(feature = "iban", feature = "language_tag", feature = "country", feature = "currency"))]
use super::rule::text_rule;

#[cfg(feature = "iban")]
text_rule! {
    /// The number of a bank account (IBAN, ISO 13616), as machines write it or in groups of four with single spaces
    /// between them, in capital letters.
    ///
    /// # Guarantees
    /// Its check digits are right, and its length and form are those of a country that has IBANs.
    ///
    /// # Does not guarantee
    /// That the account exists.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::iban().check("DE89 3704 0044 0532 0130 00").is_ok());
    /// for refused in ["DE89370400440532013001", "US12345678901234567890", "DE89 37040044 0532013000"] {
    ///     assert_eq!(rules::iban().check(refused).unwrap_err().code(), "iban");
    /// }
    /// ```
    iban -> Iban;
    "iban", "the text is no number of a bank account", "copy the whole IBAN, with the two letters in front";
    // 34 characters in groups of four.
    |text: &str| text.len() <= 42 && text.parse::<iban::Iban>().is_ok();
    says |info| super::rule::looks_like(info, "[A-Z]{2}[0-9]{2}[ 0-9A-Za-z]+")
}

#[cfg(feature = "language_tag")]
text_rule! {
    /// The name of a language: a well-formed tag of BCP 47 (RFC 5646), such as `de`, `pt-BR` or `zh-Hant-TW`.
    ///
    /// # Does not guarantee
    /// That its parts are registered: `xx-YY` is well-formed.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::language_tag().check("zh-Hant-TW").is_ok());
    /// for refused in ["", "pt_BR", "de-", "a-b"] {
    ///     assert_eq!(rules::language_tag().check(refused).unwrap_err().code(), "language_tag");
    /// }
    /// ```
    language_tag -> LanguageTag;
    "language_tag", "the text is no name of a language", "write a language such as en or pt-BR";
    |text: &str| text.len() <= 255 && oxilangtag::LanguageTag::parse(text).is_ok();
    says |info| super::rule::looks_like(info, r"[0-9A-Za-z]+(-[0-9A-Za-z]+)*")
}

#[cfg(feature = "country")]
text_rule! {
    /// The code of a country: two capital letters of ISO 3166-1.
    ///
    /// Codes that users assign among themselves (`XK`, `EU`, `UK`) are none of the standard's.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::country().check("NZ").is_ok());
    /// for refused in ["nz", "NZL", "UK", "XX"] {
    ///     assert_eq!(rules::country().check(refused).unwrap_err().code(), "country");
    /// }
    /// ```
    country -> Country;
    "country", "the text is no code of a country", "write the two letters of the country, as in NZ";
    |text: &str| is_capitals(text, 2) && text != "XK" && text.parse::<country_code_enum::CountryCode>().is_ok();
    says |info| super::rule::looks_like(info, "[A-Z]{2}")
}

#[cfg(feature = "currency")]
text_rule! {
    /// The code of a currency: three capital letters of ISO 4217, funds, metals and some that were replaced lately
    /// among them.
    ///
    /// # Examples
    /// ```
    /// use untaint::{Validator, rules};
    ///
    /// assert!(rules::currency().check("NZD").is_ok());
    /// for refused in ["nzd", "$", "BTC"] {
    ///     assert_eq!(rules::currency().check(refused).unwrap_err().code(), "currency");
    /// }
    /// ```
    currency -> Currency;
    "currency", "the text is no code of a currency", "write the three letters of the currency, as in NZD";
    |text: &str| is_capitals(text, 3) && iso_currency::Currency::from_code(text).is_some();
    says |info| super::rule::looks_like(info, "[A-Z]{3}")
}

#[cfg(any(feature = "country", feature = "currency"))]
fn is_capitals(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_uppercase())
}
