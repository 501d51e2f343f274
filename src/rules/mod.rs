#![doc = include_str!("../docs/rules.md")]

mod bounds;
mod characters;
mod choice;
mod date;
mod describe;
mod digits;
mod domain;
mod email;
mod encoded;
mod fields;
mod host;
mod id;
mod ip;
#[cfg(feature = "serde")]
mod json;
mod length;
mod mime;
mod moment;
mod parts;
#[cfg(feature = "strong_password")]
mod password;
#[cfg(feature = "regex")]
mod pattern;
mod policy;
mod range;
#[cfg(feature = "unicode")]
mod readable;
mod registry;
mod required;
mod rule;
mod said;
mod semver;
mod slug;
mod url;
mod value;

#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use crate::form::json_schema;
pub use bounds::Ends;
pub use characters::{
    Alphanumeric, Ascii, NoControl, SingleLine, alphanumeric, ascii, no_control, single_line,
};
pub use choice::{NoneOf, OneOf, none_of, one_of};
pub use date::{IsoDate, IsoDateTime, IsoTime, iso_date, iso_datetime, iso_time};
pub(crate) use date::{date as calendar_date, is_time as is_iso_time};
pub use describe::{Describe, Keyword, RuleInfo};
pub use digits::{CreditCard, PhoneE164, credit_card, phone_e164};
pub use domain::{Domain, domain};
pub use email::{Email, email};
pub use encoded::{Base64, Base64Url, Hex, HexColor, Jwt, base64, base64url, hex, hex_color, jwt};
pub use fields::{Differs, Matches, UniqueItems, differs, matches, unique_items};
pub use id::{Ulid, Uuid, ulid, uuid};
pub use ip::{Cidr, Ip, Ipv4, Ipv6, Mac, Port, cidr, ip, ipv4, ipv6, mac, port};
#[cfg(feature = "serde")]
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
pub use json::{Json, json};
pub use length::{Length, length};
pub use mime::{Mime, mime};
pub use moment::{After, Before, after, before};
pub use parts::{
    Contains, EndsWith, NoMarkup, NotBlank, NotContains, StartsWith, contains, ends_with, no_markup,
    not_blank, not_contains, starts_with,
};
#[cfg(feature = "strong_password")]
#[cfg_attr(docsrs, doc(cfg(feature = "strong_password")))]
pub use password::{StrongPassword, strong_password};
#[cfg(feature = "regex")]
#[cfg_attr(docsrs, doc(cfg(feature = "regex")))]
pub use pattern::{Pattern, pattern, try_whole, whole};
#[cfg(feature = "unicode")]
pub use policy::{FilenameRule, TextRule, filename, text};
pub use policy::{HtmlCleanRule, RedirectRule, UriRule, html_clean, redirect, uri};
pub use range::{InRange, Multiple, MultipleOf, multiple_of, range};
#[cfg(feature = "unicode")]
#[cfg_attr(docsrs, doc(cfg(feature = "unicode")))]
pub use readable::{NoHidden, Username, no_hidden, username};
#[cfg(feature = "regex")]
#[cfg_attr(docsrs, doc(cfg(feature = "regex")))]
pub use regex::Regex;
#[cfg(feature = "country")]
#[cfg_attr(docsrs, doc(cfg(feature = "country")))]
pub use registry::{Country, country};
#[cfg(feature = "currency")]
#[cfg_attr(docsrs, doc(cfg(feature = "currency")))]
pub use registry::{Currency, currency};
#[cfg(feature = "iban")]
#[cfg_attr(docsrs, doc(cfg(feature = "iban")))]
pub use registry::{Iban, iban};
#[cfg(feature = "language_tag")]
#[cfg_attr(docsrs, doc(cfg(feature = "language_tag")))]
pub use registry::{LanguageTag, language_tag};
pub use required::{Required, required};
pub use said::{WithCode, WithMessage, with_code, with_message};
pub use semver::{SemVer, semver};
pub use slug::{Slug, slug};
pub use url::{Url, url};
pub use value::{Choice, Entries, Items, Measure, Moment, Number, Presence, Text, Unit};

/// The rows of the rules; a new rule adds its own.
pub(crate) const CODES: &[crate::Code] = &[
    Required::CODE,
    Length::CODE,
    InRange::CODE,
    MultipleOf::CODE,
    Slug::CODE,
    Email::CODE,
    Url::CODE,
    Domain::CODE,
    Ip::CODE,
    Ipv4::CODE,
    Ipv6::CODE,
    Cidr::CODE,
    Mac::CODE,
    Port::CODE,
    Uuid::CODE,
    Ulid::CODE,
    Hex::CODE,
    HexColor::CODE,
    Base64::CODE,
    Base64Url::CODE,
    Jwt::CODE,
    SemVer::CODE,
    Alphanumeric::CODE,
    Ascii::CODE,
    NoControl::CODE,
    SingleLine::CODE,
    PhoneE164::CODE,
    CreditCard::CODE,
    IsoDate::CODE,
    IsoDateTime::CODE,
    IsoTime::CODE,
    #[cfg(feature = "serde")]
    Json::CODE,
    Mime::CODE,
    NotBlank::CODE,
    Contains::CODE,
    NotContains::CODE,
    StartsWith::CODE,
    EndsWith::CODE,
    choice::ONE_OF,
    choice::NONE_OF,
    fields::MATCHES,
    fields::DIFFERS,
    UniqueItems::CODE,
    moment::BEFORE,
    moment::AFTER,
    NoMarkup::CODE,
    #[cfg(feature = "unicode")]
    NoHidden::CODE,
    #[cfg(feature = "unicode")]
    Username::CODE,
    #[cfg(feature = "regex")]
    Pattern::CODE,
    #[cfg(feature = "iban")]
    Iban::CODE,
    #[cfg(feature = "language_tag")]
    LanguageTag::CODE,
    #[cfg(feature = "country")]
    Country::CODE,
    #[cfg(feature = "currency")]
    Currency::CODE,
    #[cfg(feature = "strong_password")]
    StrongPassword::CODE,
];
