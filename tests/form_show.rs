//! Forms in a page: what comes back, what the rules become in HTML, and what refers to what.
#![cfg(feature = "full")]

mod support;

use markup5ever_rcdom::NodeData;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use support::entry_list;
use support::form::Everything;
use support::html::Page;
use untaint::attr::AttrName;
use untaint::form::{FieldView, FormView, Submission};
use untaint::upload::UploadPolicy;
use untaint::{FieldKind, FieldRules, Fields, Form, Templates, Violation};

#[derive(Form, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
enum Plan {
    Free,
    ForTeams,
}

#[derive(Form)]
struct Slug(#[validate(slug)] String);

#[derive(Form)]
struct Address {
    #[validate(length(2..=30))]
    city: String,
    zip: Option<String>,
}

/// A field of each kind, with the rules that HTML has words for.
#[derive(Form)]
struct Kinds {
    #[validate(length(3..=20), pattern("[a-z]+"))]
    plain: String,
    #[clean(trim)]
    #[validate(length(3..=20), pattern("[a-z]+"))]
    trimmed: String,
    #[clean(digits)]
    #[validate(length(3..=20), pattern("[0-9]+"))]
    shorter: String,
    #[clean(lowercase)]
    #[validate(length(3..=20), pattern("[a-z]+"))]
    anything: String,
    optional: Option<String>,
    #[validate(required)]
    asked: Option<String>,
    #[validate(not_blank)]
    read: Option<String>,
    #[form(blank)]
    blank: String,
    #[validate(length(5..=200), not_blank, slug, email)]
    twice: String,
    #[validate(email(html5))]
    mail: String,
    #[validate(email)]
    public_mail: String,
    #[clean(trim)]
    #[validate(url)]
    trimmed_url: String,
    #[validate(url)]
    url: Option<String>,
    #[validate(phone_e164)]
    phone: Option<String>,
    small: u8,
    #[validate(range(18..=120))]
    age: u8,
    signed: i8,
    #[validate(multiple_of(5))]
    steps: i8,
    #[validate(multiple_of(5), range(7..=42))]
    from_seven: u32,
    #[validate(multiple_of(5))]
    wide: i64,
    #[validate(range(0.5..=2.5))]
    ratio: f64,
    #[validate(after(jiff::civil::date(2024, 1, 1)))]
    day: jiff::civil::Date,
    hour: Option<jiff::civil::Time>,
    moment: Option<jiff::civil::DateTime>,
    is_on: bool,
    #[validate(required)]
    agreed: bool,
    plan: Plan,
    slug: Slug,
    #[validate(secret, length(8..=72))]
    #[form(autocomplete = "new-password")]
    password: String,
    tags: Vec<String>,
    plans: Vec<Plan>,
    #[validate(one_of(["S", "M"]))]
    size: String,
    #[form(parse)]
    #[validate(required)]
    ip: Option<std::net::IpAddr>,
    #[form(nested, label = "Home")]
    address: Address,
    other: Option<Address>,
    items: Vec<Address>,
    prices: BTreeMap<String, f64>,
}

fn blank() -> Submission<Kinds> {
    Submission::blank()
}

fn sent(pairs: &[(&str, &str)]) -> Submission<Kinds> {
    Submission::parse(pairs.iter().copied()).unwrap()
}

/// The beginning of a tag up to the attributes that say what is wrong.
fn facts(html: &str) -> String {
    html.replace(" aria-invalid=\"true\"", "")
        .replace(" autofocus", "")
        .split(" aria-describedby")
        .next()
        .unwrap()
        .to_owned()
}

#[test]
fn rules_become_attributes_where_a_browser_refuses_nothing_that_the_server_takes() {
    let form = blank();
    for (path, expected) in [
        (
            "plain",
            r#"<input id="plain" name="plain" required minlength="3" maxlength="40" pattern="[a-z]+">"#,
        ),
        // With spaces around it, what is typed may be too long and no match.
        ("trimmed", r#"<input id="trimmed" name="trimmed" required minlength="3">"#),
        ("shorter", r#"<input id="shorter" name="shorter" required minlength="3">"#),
        ("anything", r#"<input id="anything" name="anything" required>"#),
        ("optional", r#"<input id="optional" name="optional">"#),
        ("asked", r#"<input id="asked" name="asked" required>"#),
        ("read", r#"<input id="read" name="read" pattern="[\s\S]*\S[\s\S]*">"#),
        ("blank", r#"<input id="blank" name="blank">"#),
        (
            "twice",
            r#"<input id="twice" name="twice" required minlength="5" maxlength="254" pattern="[a-z0-9]+(-[a-z0-9]+)*" inputmode="email">"#,
        ),
        ("mail", r#"<input type="email" id="mail" name="mail" required>"#),
        (
            "public_mail",
            r#"<input id="public_mail" name="public_mail" required maxlength="254" inputmode="email">"#,
        ),
        // A browser does not drop a no-break space at the end.
        ("trimmed_url", r#"<input id="trimmed_url" name="trimmed_url" required inputmode="url">"#),
        ("url", r#"<input type="url" id="url" name="url" maxlength="2048">"#),
        ("phone", r#"<input type="tel" id="phone" name="phone" pattern="\+[1-9][0-9]{6,14}">"#),
        ("small", r#"<input type="number" id="small" name="small" required min="0" max="255">"#),
        ("age", r#"<input type="number" id="age" name="age" required min="18" max="120">"#),
        ("signed", r#"<input type="number" id="signed" name="signed" required min="-128" max="127">"#),
        ("steps", r#"<input type="number" id="steps" name="steps" required min="-125" max="127" step="5">"#),
        (
            "from_seven",
            r#"<input type="number" id="from_seven" name="from_seven" required min="10" max="42" step="5">"#,
        ),
        ("wide", r#"<input type="number" id="wide" name="wide" required>"#),
        ("ratio", r#"<input type="number" id="ratio" name="ratio" required min="0.5" max="2.5" step="any">"#),
        ("day", r#"<input type="date" id="day" name="day" required min="2024-01-01">"#),
        ("hour", r#"<input type="time" id="hour" name="hour" step="any">"#),
        ("moment", r#"<input type="datetime-local" id="moment" name="moment" step="any">"#),
        ("is_on", r#"<input type="checkbox" id="is_on" name="is_on" value="true">"#),
        ("agreed", r#"<input type="checkbox" id="agreed" name="agreed" value="true" required>"#),
        ("slug", r#"<input id="slug" name="slug" required pattern="[a-z0-9]+(-[a-z0-9]+)*">"#),
        (
            "password",
            r#"<input type="password" id="password" name="password" required minlength="8" maxlength="144" autocomplete="new-password">"#,
        ),
        ("tags", r#"<input id="tags" name="tags">"#),
        ("ip", r#"<input id="ip" name="ip" required>"#),
        (
            "address.city",
            r#"<input id="address.city" name="address.city" required minlength="2" maxlength="60">"#,
        ),
        ("address[zip]", r#"<input id="address.zip" name="address[zip]">"#),
        // The whole form may be left blank, and so may an item.
        ("other.city", r#"<input id="other.city" name="other.city" minlength="2" maxlength="60">"#),
        ("items[0].city", r#"<input id="items.0.city" name="items[0].city" minlength="2" maxlength="60">"#),
        ("prices[a b]", r#"<input type="number" id="prices.a~20~b" name="prices[a b]" step="any">"#),
    ] {
        assert_eq!(form.field(path).input(), expected, "{path}");
    }
    for (html, expected) in [
        (
            form.field("plan").select(),
            r#"<select id="plan" name="plan" required><option value=""></option><option value="free">Free</option><option value="for-teams">For teams</option></select>"#,
        ),
        (
            form.field("plan").label("Your plan").radio(),
            r#"<fieldset id="plan" role="radiogroup"><legend>Your plan</legend><div><input type="radio" id="plan-0" name="plan" value="free" required> <label for="plan-0">Free</label></div><div><input type="radio" id="plan-1" name="plan" value="for-teams" required> <label for="plan-1">For teams</label></div></fieldset>"#,
        ),
        (
            form.field("plans").checkbox(),
            r#"<fieldset id="plans"><legend>Plans</legend><div><input type="checkbox" id="plans-0" name="plans" value="free"> <label for="plans-0">Free</label></div><div><input type="checkbox" id="plans-1" name="plans" value="for-teams"> <label for="plans-1">For teams</label></div></fieldset>"#,
        ),
        (
            form.field("plans").select(),
            r#"<select id="plans" name="plans" multiple><option value="free">Free</option><option value="for-teams">For teams</option></select>"#,
        ),
        (
            form.field("size").select(),
            r#"<select id="size" name="size" required><option value=""></option><option value="S">S</option><option value="M">M</option></select>"#,
        ),
        (
            form.field("plain").textarea(),
            "<textarea id=\"plain\" name=\"plain\" required minlength=\"3\" maxlength=\"40\">\n</textarea>",
        ),
    ] {
        assert_eq!(html, expected);
    }
}

struct Files;

impl Fields for Files {
    const FIELDS: &'static [FieldRules] = &[
        FieldRules::new("avatar", FieldKind::File, |_| {}).taking(UploadPolicy::avatars),
        FieldRules::new("papers", FieldKind::List(&FieldRules::new("", FieldKind::File, |_| {})), |_| {}),
    ];
}

#[test]
fn files_are_asked_for_by_what_the_policy_takes() {
    let form = Submission::<Files>::blank();
    let avatar = form.field("avatar").input().into_string();
    assert!(
        avatar.starts_with(r#"<input type="file" id="avatar" name="avatar" required accept=".png,"#),
        "{avatar}"
    );
    assert!(
        avatar.contains(".jpg,.jpeg,") && avatar.contains("image/webp") && !avatar.contains("gif"),
        "{avatar}"
    );
    assert_eq!(form.field("papers").file(), r#"<input type="file" id="papers" name="papers" multiple>"#);
}

#[test]
fn what_was_typed_comes_back_in_a_control_that_shows_it() {
    for (path, value, expected) in [
        (
            "plain",
            "a\"b",
            r#"<input id="plain" name="plain" value="a&quot;b" required minlength="3" maxlength="40" pattern="[a-z]+""#,
        ),
        ("small", "twenty", r#"<input id="small" name="small" value="twenty" required inputmode="numeric""#),
        ("small", " 7 ", r#"<input id="small" name="small" value=" 7 " required inputmode="numeric""#),
        ("small", "5.5", r#"<input id="small" name="small" value="5.5" required inputmode="numeric""#),
        (
            "small",
            "300",
            r#"<input type="number" id="small" name="small" value="300" required min="0" max="255""#,
        ),
        ("signed", "x", r#"<input id="signed" name="signed" value="x" required"#),
        ("ratio", "1,5", r#"<input id="ratio" name="ratio" value="1,5" required inputmode="decimal""#),
        ("ratio", "1e999", r#"<input id="ratio" name="ratio" value="1e999" required inputmode="decimal""#),
        ("day", "29.2.2024", r#"<input id="day" name="day" value="29.2.2024" required"#),
        ("day", "0000-01-01", r#"<input id="day" name="day" value="0000-01-01" required"#),
        ("hour", "8:30", r#"<input id="hour" name="hour" value="8:30""#),
        ("moment", "2024-02-29 08:30", r#"<input id="moment" name="moment" value="2024-02-29 08:30""#),
        ("mail", " a@b.co", r#"<input id="mail" name="mail" value=" a@b.co" required inputmode="email""#),
        ("mail", "nobody", r#"<input type="email" id="mail" name="mail" value="nobody" required"#),
        (
            "password",
            "hunter2",
            r#"<input type="password" id="password" name="password" required minlength="8" maxlength="144" autocomplete="new-password""#,
        ),
    ] {
        let form = sent(&[(path, value)]);
        let html = facts(form.field(path).input().as_str());
        assert_eq!(html.trim_end_matches('>'), expected, "{path} {value}");
    }
    let form = sent(&[
        ("plan", "golden"),
        ("size", "M"),
        ("is_on", "yes"),
        ("plans", "free"),
        ("tags", "a"),
        ("tags[]", "b"),
    ]);
    assert!(!form.field("plan").select().as_str().contains("golden"));
    assert!(form.field("plan").select().as_str().contains(r#"<option value=""></option>"#));
    assert!(form.field("size").select().as_str().contains(r#"<option value="M" selected>"#));
    assert!(form.field("is_on").checkbox().as_str().contains(" checked"));
    assert!(form.field("is_on").radio().as_str().contains(r#"value="true" checked"#));
    assert!(form.field("plans").checkbox().as_str().contains(r#"value="free" checked"#));
    assert_eq!(
        form.field("tags").input(),
        r#"<input id="tags" name="tags" value="a"><input id="tags-1" name="tags" value="b"><input id="tags-2" name="tags">"#
    );
    assert_eq!(form.field("tags").hidden().as_str().matches("type=\"hidden\"").count(), 2);
    assert_eq!(form.field("tags").values(), ["a", "b"]);
    let form = sent(&[("plain", "\n\na\r\nb</textarea><b>\0")]);
    let page = Page::parse(form.field("plain").textarea().as_str());
    assert_eq!(page.text_of("textarea").unwrap(), "\n\na\nb</textarea><b>\u{fffd}");
}

/// Everything of a page: the rows, the summary, and each field in each kind of control.
fn whole(view: FormView<'_>, parts: impl Fn(&FieldView<'_>) -> String) -> String {
    let fields: String = view.fields().iter().map(parts).collect();
    format!("<!doctype html><body>{}{}{fields}", view.summary(), view.errors_html())
}

/// What a page says of itself that is not so.
fn loose_ends(html: &str) -> Vec<String> {
    let (mut ids, mut named, mut wrong) = (HashSet::new(), Vec::new(), Vec::new());
    Page::parse(html).walk(|node| {
        let NodeData::Element { attrs, .. } = &node.data else { return };
        for attr in attrs.borrow().iter() {
            match &*attr.name.local {
                "id" if !ids.insert(attr.value.to_string()) => wrong.push(format!("two of {}", attr.value)),
                "for" => named.push(attr.value.to_string()),
                "aria-describedby" => named.extend(attr.value.split(' ').map(str::to_owned)),
                "href" => named.push(attr.value.trim_start_matches('#').to_owned()),
                _ => {}
            }
        }
    });
    wrong.extend(named.into_iter().filter(|id| !ids.contains(id)).map(|id| format!("no {id}")));
    wrong
}

#[derive(Form)]
#[serde(rename_all = "kebab-case")]
struct Names {
    a: String,
    a_error: String,
    a_help: String,
    #[serde(rename = "a-0")]
    a_0: String,
    #[serde(rename = "two words \"'<")]
    quoted: String,
    #[serde(rename = "é")]
    letter: String,
    plan: Plan,
    #[serde(rename = "plan-0")]
    plan_0: bool,
    map: BTreeMap<String, u8>,
}

#[test]
fn ids_are_unique_and_what_refers_to_one_finds_it() {
    let form = sent(&[
        ("age", "7"),
        ("tags", "a\u{7}"),
        ("items[0].city", "L"),
        ("prices[a]", "x"),
        ("prices[\" onclick=b ]", "y"),
        ("other.zip", "1"),
    ]);
    for prefix in ["", "login", "a b\"<"] {
        let view = form.view().id_prefix(prefix);
        let page = whole(view, |field| field.clone().help("Help.").row().into_string());
        assert_eq!(loose_ends(&page), [""; 0], "{page}");
    }
    let names = [("map[a b]", "x"), ("map[é\"]", "y"), ("plan", "x"), ("plan-0", "perhaps")];
    let form = Submission::<Names>::parse(names).unwrap();
    let row = |field: &FieldView<'_>| match field.name() {
        "plan" => format!("{}{}", field.radio(), field.errors_html()),
        _ => field.clone().help("<Help>").row().into_string(),
    };
    let page = whole(form.view(), row);
    assert_eq!(loose_ends(&page), [""; 0], "{page}");
    assert!(form.report().violations().len() > 8);
    // Two forms on one page.
    let other = whole(form.view().id_prefix("other"), row);
    assert_eq!(loose_ends(&format!("{page}{other}")), [""; 0]);
    // The control.
    assert_eq!(loose_ends("<p id=a></p><p id=a></p><label for=b>"), ["two of a", "no b"]);
}

#[test]
fn errors_stand_beside_their_field_and_the_first_gets_the_focus() {
    const GERMAN: Templates<'static> = Templates::new(&[("range", "Bitte {min} bis {max}.")], &[]);
    let mut form =
        sent(&[("plain", "abc"), ("age", "7"), ("tags", "ok"), ("tags", "a\u{7}"), ("items[0].city", "L")]);
    form.push("age", Violation::new("app.young").with_message("Too <young>."));
    form.push("", Violation::new("app.closed").with_message("Closed."));
    form.push("nowhere", Violation::new("app.lost").with_message("Lost."));
    let age = form.field("age").help("In years.");
    assert_eq!(
        age.errors_html(),
        r#"<ul id="age-error"><li>Enter a number from 18 to 120.</li><li>Too &lt;young&gt;.</li></ul>"#
    );
    assert!(age.input().as_str().ends_with(r#" aria-invalid="true" aria-describedby="age-error age-help">"#));
    assert_eq!(age.help_html(), r#"<p id="age-help">In years.</p>"#);
    assert_eq!(form.field("plain").errors_html(), "");
    assert!(!form.field("plain").input().as_str().contains("aria-"));
    assert_eq!(form.field("items[0].city").errors().len(), 1);
    // Of a list, the box that is wrong says so.
    assert_eq!(form.field("tags").errors().len(), 1);
    let tags = form.field("tags").input().into_string();
    assert_eq!(tags.matches("aria-invalid").count(), 1);
    assert!(tags.contains("id=\"tags-1\" name=\"tags\" value=\"a\u{7}\" aria-invalid"), "{tags}");
    let view = form.view();
    assert_eq!(view.errors().iter().map(|one| one.code()).collect::<Vec<_>>(), ["app.closed", "app.lost"]);
    assert_eq!(view.errors_html(), r#"<ul role="alert"><li>Closed.</li><li>Lost.</li></ul>"#);
    let summary = view.labels(&[("age", "Your <age>")]).summary().into_string();
    assert!(summary.starts_with(r#"<div role="alert" tabindex="-1"><ul><li>"#), "{summary}");
    assert!(
        summary.contains("<li><a href=\"#age\">Your &lt;age&gt;: Too &lt;young&gt;.</a></li>"),
        "{summary}"
    );
    assert!(summary.contains("<li>Closed.</li>"), "{summary}");
    // `trimmed` is the first that is wrong: nothing was sent for it.
    let page = whole(view, |field| field.row().into_string());
    assert_eq!(page.matches(" autofocus").count(), 1);
    assert!(form.field("trimmed").input().as_str().ends_with(" autofocus>"));
    assert_eq!(blank().view().summary(), "");
    assert_eq!(blank().view().errors_html(), "");
    assert!(form.view().messages(&GERMAN).field("age").errors_html().as_str().contains("Bitte 18 bis 120."));
}

#[test]
fn no_secret_is_in_a_page() {
    const VALUE: AttrName<'static> = AttrName::from_static("value");
    const SECRET: &str = "hunter2";
    #[derive(Form)]
    #[allow(dead_code, reason = "it is shown and never read")]
    struct Secrets {
        #[validate(secret, length(10..))]
        text: String,
        #[validate(secret)]
        number: Option<u32>,
        #[validate(secret)]
        words: Vec<String>,
        #[validate(secret)]
        inner: Option<Inner>,
        #[validate(secret)]
        map: BTreeMap<String, String>,
    }
    #[derive(Form)]
    struct Inner {
        city: String,
    }
    let names = ["text", "number", "words", "words", "inner.city", "map[a]"];
    let form = Submission::<Secrets>::parse(names.map(|name| (name, SECRET))).unwrap();
    let page = whole(form.view(), |field| {
        let field = field.clone().attr(&VALUE, SECRET).choices([("a", "A")]);
        let html = [
            field.row(),
            field.input(),
            field.textarea(),
            field.select(),
            field.radio(),
            field.checkbox(),
            field.hidden(),
            field.errors_html(),
        ];
        format!("{html:?} {} {} {:?} {field:?}", field.attrs(), field.value(), field.values())
    });
    let data = serde_json::to_string(&form.view()).unwrap();
    let inner = form.field("inner.city");
    for text in [
        page,
        data,
        format!("{form:?} {:?}", form.view()),
        inner.input().into_string(),
        inner.value().to_owned(),
    ] {
        assert!(!text.contains(SECRET), "{text}");
    }
    assert!(form.field("words").input().as_str().contains("type=\"password\""));
}

#[test]
fn attributes_of_the_page_stand_behind_those_of_the_control() {
    const PLACEHOLDER: AttrName<'static> = AttrName::from_static("placeholder");
    const REQUIRED: AttrName<'static> = AttrName::from_static("required");
    const DESCRIBED: AttrName<'static> = AttrName::from_static("aria-describedby");
    let form = blank();
    let field = form
        .field("plain")
        .attr(&PLACEHOLDER, "x")
        .attr(&PLACEHOLDER, "\">")
        .attr(&REQUIRED, "no")
        .attr(&DESCRIBED, "y");
    let expected = r#" id="plain" name="plain" required minlength="3" maxlength="40" pattern="[a-z]+" placeholder="&quot;&gt;""#;
    assert_eq!(field.attrs(), expected);
    assert_eq!(
        form.field("optional").autocomplete("off").attrs(),
        r#" id="optional" name="optional" autocomplete="off""#
    );
    let chosen = form.field("optional").choices([("", "None"), ("<", "\"More\"")]).select();
    let expected = r#"<select id="optional" name="optional"><option value="" >None</option><option value="&lt;">&quot;More&quot;</option></select>"#;
    assert_eq!(chosen, expected.replace("\"\" >", "\"\">"));
}

#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "the form has no field `nowhere`"))]
fn a_field_that_is_none_shows_nothing() {
    let form = blank();
    let field = form.field("nowhere");
    for html in
        [field.row(), field.input(), field.select(), field.radio(), field.textarea(), field.errors_html()]
    {
        assert_eq!(html, "");
    }
    assert_eq!(field.attrs(), "");
}

#[test]
fn a_form_that_holds_itself_ends() {
    #[derive(Form)]
    struct Branch {
        name: Option<String>,
        left: Option<Box<Branch>>,
        right: Vec<Branch>,
    }
    let form =
        Submission::<Branch>::parse([("left.left.name", "deep"), ("right[3].right[1].name", "x")]).unwrap();
    assert!(
        form.value().is_some_and(|tree| tree.name.is_none() && tree.left.is_some() && tree.right.len() == 1)
    );
    let html = form.view().rows().into_string();
    assert!(html.contains("name=\"left.left.name\" value=\"deep\""), "{html}");
    assert!(html.contains("name=\"right[0].right[0].name\" value=\"x\""), "{html}");
    assert!(serde_json::to_string(&form.view()).unwrap().contains("deep"));
}

#[test]
fn a_form_is_data_for_templates() {
    let form =
        sent(&[("plain", "a\""), ("address.city", "L"), ("items[0].city", "Linz"), ("prices[x]", "1")]);
    let data = serde_json::to_value(form.view()).unwrap();
    assert_eq!(data["fields"]["plain"]["value"], "a\"");
    assert_eq!(data["fields"]["plain"]["errors"][0], "Use 3 to 20 characters.");
    assert_eq!(data["fields"]["plain"]["input"], form.field("plain").input().as_str());
    assert_eq!(data["fields"]["address"]["city"]["name"], "address.city");
    assert_eq!(data["fields"]["items"][0]["city"]["value"], "Linz");
    assert_eq!(data["fields"]["prices"]["x"]["attrs"], form.field("prices[x]").attrs());
    assert_eq!(data["fields"]["plain"]["is_required"], true);
    assert!(data["summary"].as_str().unwrap().contains("href=\"#address.city\""));
    assert_eq!(data["errors"], Value::Array(vec![]));
}

/// What was typed into each field, as far as a page can show it: not what is blank, and no word that is no choice.
fn typed(form: &Submission<Everything>) -> Vec<(String, String)> {
    let mut found = vec![];
    gather(&serde_json::to_value(form.view()).unwrap()["fields"], &mut found);
    found
}

fn gather(data: &Value, found: &mut Vec<(String, String)>) {
    match data {
        Value::Array(items) => items.iter().for_each(|item| gather(item, found)),
        Value::Object(fields) if fields.get("values").is_some_and(Value::is_array) => {
            let name: String =
                fields["name"].as_str().unwrap().chars().filter(|c| !c.is_ascii_digit()).collect();
            let values = fields["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap());
            let values: Vec<String> = values.map(|value| value.replace('\0', "\u{fffd}")).collect();
            let is_shown = |value: &String| !value.is_empty();
            match &*name {
                "isOn" => found.push((name, fields["is_checked"].to_string())),
                "list" | "numbers" => {
                    found.extend(values.into_iter().filter(is_shown).map(|value| (name.clone(), value)));
                }
                "choice" => found.extend(
                    values
                        .into_iter()
                        .take(1)
                        .filter(|value| value == "two")
                        .map(|value| (name.clone(), value)),
                ),
                _ => found
                    .extend(values.into_iter().take(1).filter(is_shown).map(|value| (name.clone(), value))),
            }
        }
        Value::Object(fields) => fields.values().for_each(|field| gather(field, found)),
        _ => {}
    }
}

/// Parse, render, what a browser sends of the page, parse: each field has what was typed.
fn comes_back(pairs: &[(&str, &str)], page: impl Fn(FormView<'_>) -> String) -> bool {
    let form = Submission::<Everything>::parse(pairs.iter().copied()).unwrap();
    let sent = entry_list::of(&page(form.view()));
    let again = Submission::<Everything>::parse(sent).unwrap();
    typed(&form) == typed(&again)
}

fn rows(view: FormView<'_>) -> String {
    view.rows().into_string()
}

const NAMES: &[&str] = &[
    "aText",
    "any",
    "number",
    "ratio",
    "isOn",
    "choice",
    "list",
    "list[]",
    "list[3]",
    "numbers",
    "numbers[1]",
    "map[a]",
    "map[a.b]",
    "map[]",
    "map.c",
    "inner.city",
    "inner[stars]",
    "inner.deeper.city",
    "inners[0].city",
    "inners[7].stars",
    "inners[].city",
    "letter",
    "address",
    "unknown",
    "inner",
    "map",
];
const VALUES: &[&str] = &[
    "",
    "a",
    "x y",
    " ",
    " 5 ",
    "5",
    "-5",
    "5.0",
    "1e2",
    ".5",
    "1e999",
    "300",
    "true",
    "on",
    "false",
    "two",
    "Two",
    "::1",
    "é",
    "\0",
    "\u{1b}",
    "a\r\nb",
    "\r",
    "\n\n",
    "\u{feff}",
    "日本語",
    "&=%+",
    "\"><script>alert(1)</script>",
    "</textarea>",
    "</select>",
    "' onfocus=alert(1) x='",
    "&lt;",
    "&#13;",
    "<!--",
    "2024-02-29",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 400 } else { 10_000 }))]

    #[test]
    fn what_was_typed_is_sent_again(
        pairs in prop::collection::vec((prop::sample::select(NAMES), prop::sample::select(VALUES)), 0..12)
    ) {
        // Several lines do not fit into the boxes of a list.
        let mut pairs = pairs;
        pairs.retain(|(name, value)| !(name.starts_with("list") || name.starts_with("numbers")) || !value.contains(['\r', '\n']));
        prop_assert!(comes_back(&pairs, rows), "{pairs:?}");
        let form = Submission::<Everything>::parse(pairs.iter().copied()).unwrap();
        let mut wild = 0;
        Page::parse(&rows(form.view())).walk(|node| {
            if let NodeData::Element { name, attrs, .. } = &node.data {
                wild += usize::from(matches!(&*name.local, "script" | "b"));
                wild += attrs.borrow().iter().filter(|attr| attr.name.local.starts_with("on")).count();
            }
        });
        prop_assert_eq!(wild, 0);
        prop_assert_eq!(loose_ends(&rows(form.view())), Vec::<String>::new());
    }
}

/// The negative controls: pages that lose something are found.
#[test]
fn a_page_that_loses_something_is_found() {
    let pairs = [
        ("number", "twenty"),
        ("aText", "a\nb"),
        ("any", " x"),
        ("isOn", "on"),
        ("choice", "two"),
        ("list", "a"),
    ];
    assert!(comes_back(&pairs, rows));
    for (from, to) in [
        // What `type=number` does not take is gone.
        ("<input id=\"number\"", "<input type=\"number\" id=\"number\""),
        // A control of one line.
        (">\na\nb</textarea>", " hidden></textarea><input name=\"aText\" value=\"a\nb\">"),
        ("<input id=\"any\"", "<input type=\"email\" id=\"any\""),
        (" checked", ""),
        (" selected", ""),
        ("value=\"a\"", "value=\"b\""),
    ] {
        let changed = |view: FormView<'_>| {
            let page = rows(view);
            assert!(page.contains(from), "{from}: {page}");
            page.replacen(from, to, 1)
        };
        assert!(!comes_back(&pairs, changed), "{from}");
    }
}
