use untaint::{Fields, Validate};

#[derive(Validate)]
#[allow(dead_code)]
struct Form {
    #[validate(required, not_blank, email, url, domain, ip, ipv4, ipv6, cidr, mac, uuid, ulid, slug)]
    a: Option<String>,
    #[validate(phone_e164, credit_card, iso_date, iso_datetime, iso_time, hex_color, hex, base64, base64url)]
    b: Option<String>,
    #[validate(jwt, semver, mime, ascii, alphanumeric, no_control, single_line)]
    c: Option<String>,
    #[validate(no_hidden, no_markup, username)]
    d: Option<String>,
    #[validate(unique_items)]
    e: Vec<String>,
}

fn main() {
    assert!(Form { a: Some("-".into()), b: None, c: None, d: None, e: vec![] }.validate().is_err());
    assert_eq!(Form::fields()[0].rules().len(), 13);
}
