//! A form with every rule, each field with a marked value that breaks its own; and submitted forms.

use super::{MARKER, Refusal, refusal};
use std::collections::BTreeMap;
use untaint::filename::FilenamePolicy;
use untaint::form::{Entries, FormError, FormErrorKind, FormLimits, FormLimitsBuilder, Submission};
use untaint::html::HtmlPolicy;
use untaint::redirect::RedirectPolicy;
use untaint::text::TextPolicy;
use untaint::uri::UriPolicy;
use untaint::{Form, Report, Validate, Violation};

/// The marker as a number.
const NUMBER: u32 = 902_173;

fn own(_: &str) -> Result<(), Violation> {
    Err(Violation::new("app.own"))
}

fn whole(_: &EveryRule) -> Result<(), Violation> {
    Err(Violation::new("app.whole").under("form"))
}

macro_rules! texts {
    ($($field:ident: $value:expr, [$($rule:tt)+];)+) => {
        #[derive(Clone, Validate)]
        #[validate(check(whole))]
        pub(super) struct EveryRule {
            $(#[validate($($rule)+)] $field: String,)+
            #[validate(required)]
            required: Option<String>,
            #[validate(range(..100))]
            range: u32,
            #[validate(multiple_of(10))]
            multiple_of: u32,
            #[validate(range(..2), message = "Too much.", code = "app.many")]
            told: u32,
            #[validate(one_of(1, 2))]
            one_of: u32,
            #[validate(port)]
            port: String,
            #[validate(length(..=1), unique_items, each(length(..=3), single_line))]
            items: Vec<String>,
            #[validate(length(..=1), keys(length(..=3), slug), values(email))]
            map: BTreeMap<String, String>,
            #[validate(nested)]
            nested: BTreeMap<String, Login>,
        }

        /// Every field with what breaks its rule.
        pub(super) fn broken() -> EveryRule {
            let (m, number) = (MARKER, NUMBER);
            let marked = |text: &str| text.replace('*', m);
            EveryRule {
                $($field: marked($value),)+
                required: None,
                range: number,
                multiple_of: number,
                told: number,
                one_of: number,
                port: format!("{m}{number}"),
                items: vec![m.to_owned(), m.to_owned(), format!("{m}\n")],
                map: [(format!("{m} {m}"), format!("{m}@{m}")), (m.to_owned(), m.to_owned())].into(),
                nested: [(m.to_owned(), Login { password: m.to_owned(), again: number.to_string() })].into(),
            }
        }
    };
}

texts! {
    length: "*", [length(..=3)];
    bytes: "*", [length(bytes, ..=3)];
    graphemes: "*", [length(graphemes, ..=3)];
    not_blank: "", [not_blank];
    pattern: "*!", [pattern("[a-z0-9]+")];
    contains: "*", [contains("@")];
    not_contains: "*", [not_contains("q")];
    starts_with: "*", [starts_with("x")];
    ends_with: "*", [ends_with("x")];
    one_word: "*", [one_of("a", "b")];
    none_of: "qzv7marker", [none_of("qzv7marker", "b")];
    differs: "*", [differs(contains)];
    matches: "*2", [matches(contains)];
    email: "*@*", [email];
    html5: "*@*!", [email(html5)];
    rfc5321: "*@[*]", [email(rfc5321)];
    url: "*:*", [url];
    public_url: "http://localhost/*", [url(public_hosts)];
    domain: "*", [domain];
    ip: "*", [ip];
    ipv4: "*", [ipv4];
    ipv6: "*", [ipv6];
    cidr: "*", [cidr];
    mac: "*", [mac];
    uuid: "*", [uuid(v4)];
    ulid: "*", [ulid];
    slug: "* *", [slug];
    username: "* *\u{430}", [username];
    phone: "*", [phone_e164];
    card: "*", [credit_card];
    iban: "*", [iban];
    date: "*", [iso_date];
    datetime: "*", [iso_datetime];
    time: "*", [iso_time];
    color: "*", [hex_color];
    hex: "*", [hex];
    base64: "*!", [base64];
    base64url: "*!", [base64url];
    jwt: "*", [jwt];
    semver: "*", [semver];
    mime: "*", [mime];
    language: "*-*-*", [language_tag];
    country: "*", [country];
    currency: "*", [currency];
    json: "*", [json];
    ascii: "*\u{e9}", [ascii];
    alphanumeric: "*!", [alphanumeric];
    no_control: "*\u{7}", [no_control];
    single_line: "*\n*", [single_line];
    no_hidden: "*\u{202E}", [no_hidden];
    no_markup: "<b>*</b>", [no_markup];
    before: "2030-01-01", [before("2020-01-01")];
    after: "*", [after("2020-01-01")];
    strong: "password", [strong_password];
    redirect: "//*", [redirect(RedirectPolicy::path_only())];
    link: "*:*", [uri(UriPolicy::website())];
    file: "../*", [filename(FilenamePolicy::portable())];
    text: "*\u{202E}", [text(TextPolicy::single_line())];
    html: "<b onclick=*>*", [html_clean(HtmlPolicy::comment())];
    custom: "*", [custom(own)];
}

#[derive(Clone, Validate)]
pub(super) struct Login {
    #[validate(secret, length(72), text(TextPolicy::identifier()), strong_password)]
    pub(super) password: String,
    #[validate(secret, matches(password))]
    pub(super) again: String,
}

pub(super) fn refusals() -> Vec<Refusal> {
    let report: Report = broken().validate().expect_err("every rule is broken");
    let mut refusals: Vec<Refusal> = report.violations().iter().cloned().map(refusal).collect();
    refusals.extend(submitted());
    refusals
}
/// A submitted form with a marked value or name for each thing that can be wrong with one.
#[derive(Form)]
#[form(deny_unknown)]
#[allow(dead_code, reason = "none of them is read")]
struct Submitted {
    number: u8,
    twice: String,
    bytes: String,
    control: String,
    entries: BTreeMap<String, u8>,
    #[validate(secret, length(..=3))]
    secret: String,
}

fn submitted() -> Vec<Refusal> {
    let mut bytes = MARKER.as_bytes().to_vec();
    bytes.push(0xFF);
    let marked = MARKER.as_bytes();
    let control = format!("{MARKER}\u{7}");
    let pairs: [(&str, &[u8]); 8] = [
        ("number", marked),
        ("twice", marked),
        ("twice", marked),
        ("bytes", &bytes),
        ("control", control.as_bytes()),
        (MARKER, marked),
        ("entries[qzv7marker]", marked),
        ("secret", marked),
    ];
    let form = Submission::<Submitted>::parse(pairs).expect("within the limits");
    let mut refusals: Vec<Refusal> = form.report().violations().iter().cloned().map(refusal).collect();
    refusals.push(Refusal { code: "type", printed: vec![format!("{form:?} {:?}", form.entries())] });
    let limits = |builder: FormLimitsBuilder| builder.build().expect("a limit");
    let small = [
        limits(FormLimits::builder().body_bytes(5)),
        limits(FormLimits::builder().field_bytes(5)),
        limits(FormLimits::builder().parts(1)),
        limits(FormLimits::builder().depth(1)),
    ];
    let body = format!("a[{MARKER}]=1&{MARKER}={MARKER}");
    let errors = small.iter().filter_map(|limits| Entries::from_urlencoded(body.as_bytes(), limits).err());
    refusals.extend(errors.map(refusal));
    let json = format!("{{\"{MARKER}\": {MARKER}}}");
    refusals.extend(Entries::from_json(json.as_bytes(), &FormLimits::default()).err().map(refusal));
    // Those of a connection, which hold nothing but their limits.
    let of_the_wire = [
        FormErrorKind::MediaType,
        FormErrorKind::Stalled,
        FormErrorKind::Store,
        FormErrorKind::Csrf,
        FormErrorKind::Token,
        FormErrorKind::Files { max: 1 },
        FormErrorKind::DroppedBytes { max: 1 },
    ];
    refusals.extend(of_the_wire.map(|kind| refusal(FormError::from(kind))));
    refusals
}
