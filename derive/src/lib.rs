//! The derives of `untaint`, which re-exports them under its feature `derive`: use them from there.

mod attribute;
mod choice;
mod expand;
mod fallback;
mod faults;
mod field;
mod form;
mod inside;
mod number;
mod pattern;
mod rule;
mod sanitize;
mod scope;
mod serde_names;
mod types;
mod validate;
mod whole;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Every field against its rules, all violations in one report: writes `ValidateWith`, and with it `Validate`, and
/// `Fields`.
///
/// ```
/// use untaint::{Sanitize, Validate};
///
/// #[derive(Validate, Sanitize, serde::Deserialize)]
/// #[serde(rename_all = "camelCase")]
/// struct SignUp {
///     #[clean(trim, lowercase)]
///     #[validate(length(3..=20), pattern("[a-z0-9_]+"))]
///     user_name: String,
///     #[clean(trim)]
///     #[validate(email)]
///     email: String,
///     #[validate(range(18..=120))]
///     age: u8,
///     #[validate(url)]
///     site: Option<String>,
///     #[validate(secret, length(8..=72))]
///     password: String,
///     #[validate(secret, matches(password))]
///     password_again: String,
///     #[validate(length(1..=10), each(length(1..=16), single_line))]
///     tags: Vec<String>,
///     #[validate(nested)]
///     address: Address,
/// }
///
/// #[derive(Validate, Sanitize, serde::Deserialize)]
/// struct Address {
///     #[validate(not_blank)]
///     city: String,
/// }
///
/// let mut form = SignUp {
///     user_name: " Alice".into(),
///     email: "alice@example.com".into(),
///     age: 42,
///     site: None,
///     password: "correct horse".into(),
///     password_again: "correct horse".into(),
///     tags: vec!["gardens".into()],
///     address: Address { city: "Linz".into() },
/// };
/// form.sanitize();
/// assert!(form.validate().is_ok());
///
/// form.age = 7;
/// form.tags.push("two\nlines".into());
/// form.password_again = "correct house".into();
/// let report = form.validate().unwrap_err();
/// let paths: Vec<String> = report.violations().iter().map(|found| found.path().to_string()).collect();
/// assert_eq!(paths, ["age", "passwordAgain", "tags[1]"]);
/// assert_eq!(report.at("age").next().unwrap().message(), "Enter a number from 18 to 120.");
/// assert!(!format!("{report:?}").contains("house"));
/// ```
///
/// # Rules
/// The word of a rule is the name of a function in `untaint::rules`, where each says what it takes and refuses; a
/// variant in parentheses is a method of it: `email(html5)` is `rules::email().html5()`. They run when there is a
/// value: `None` keeps every rule but `required`, and `matches`, because what is not repeated is not confirmed.
///
/// | words | of |
/// |---|---|
/// | `required` | what may be missing: `Option`, text, `bool`, collections |
/// | `length(3..=20)`, `length(8..)`, `length(2)`, with `bytes`, `utf16`, `graphemes` | text and collections |
/// | `unique_items` | lists |
/// | `range(18..=120)`, `range(exclusive_min = 0, max = 1)`, `multiple_of(5)` | numbers |
/// | `one_of("a", "b")`, `none_of(1, 2)` | text and numbers |
/// | `matches(other_field)`, `differs(other_field)` | what can be compared |
/// | `before("2030-01-01")`, `after(…)`, with `or_equal` | dates, in text or of a crate for dates |
/// | `pattern("[a-z]+")`, `pattern(STATIC)`, `contains("x")`, `not_contains`, `starts_with`, `ends_with` | text |
/// | `email`, `email(html5)`, `email(rfc5321)`, `url`, `url(public_hosts)`, `domain` | text |
/// | `ip`, `ipv4`, `ipv6`, `cidr`, `mac`, `port`, `phone_e164`, `credit_card`, `iban` | text |
/// | `uuid`, `uuid(v4)`, `uuid(version = 4)`, `ulid`, `slug`, `username`, `strong_password` | text |
/// | `iso_date`, `iso_datetime`, `iso_time`, `hex_color`, `hex`, `base64`, `base64url` | text |
/// | `jwt`, `semver`, `mime`, `json`, `language_tag`, `country`, `currency` | text |
/// | `not_blank`, `ascii`, `alphanumeric`, `no_control`, `single_line`, `no_hidden`, `no_markup` | text |
/// | `redirect(POLICY)`, `uri(POLICY)`, `filename(POLICY)`, `text(POLICY)`, `html_clean(POLICY)` | text, by a policy |
/// | `rule(EXPR)` | any value that is a `Validator`: of `str` for text, and of what is in an `Option` |
///
/// A pattern is for the whole text, and it is read while the program is compiled. A policy is any expression that is
/// one or refers to one, such as a `LazyLock` static; of `pattern(STATIC)`, build the static with `rules::whole`.
///
/// A type of the program's own joins with one line: `impl Text`, `Number`, `Measure`, `Presence`, `Items` or
/// `Entries` of `untaint::rules`.
///
/// # Around the rules
/// | words | what they do |
/// |---|---|
/// | `nested` | the rules of the form in the field, or of those in its list, its map, its `Option` |
/// | `each(…)`, `keys(…)`, `values(…)` | rules for every item, key or value; they stand in each other as the types do |
/// | `if(self.is_shop, required, …)` | rules under a condition, which sees `self` and the context |
/// | `custom(path)`, `custom(path, context)`, `custom(\|value\| …)` | a function of the program's own: see below |
/// | `secret` | nothing is told of the value, not even its length |
/// | `skip` | no rules, and that on purpose |
/// | `message = "…"`, `code = "…"` | in a rule for that rule, beside rules for all in that attribute |
///
/// Above the type:
///
/// | words | what they do |
/// |---|---|
/// | `context(T)`, `context(T as name)` | rules may ask for a `T`: see below |
/// | `check(path)`, `check(path, context)` | a function for the whole, after the fields |
/// | `strict` | a field without a rule or `skip` does not compile |
/// | `crate = "path"` | where `untaint` is, when it is handed on by another crate |
///
/// # Functions
/// A function gets a reference to the value, and to that in an `Option` when there is one; it answers `Result<(),
/// Violation>`, `Result<(), Report>`, or whatever goes into a `Report`. A report's paths begin at the field.
///
/// ```
/// use untaint::{Report, Validate, Violation};
///
/// #[derive(Validate)]
/// #[validate(check(in_order))]
/// struct Stay {
///     #[validate(custom(not_monday))]
///     from: Option<String>,
///     nights: u8,
///     #[validate(custom(|n: &u8| if *n % 2 == 0 { Ok(()) } else { Err(Violation::new("hotel.even")) }))]
///     beds: u8,
/// }
///
/// fn not_monday(day: &str) -> Result<(), Violation> {
///     if day == "Monday" { Err(Violation::new("hotel.closed")) } else { Ok(()) }
/// }
///
/// fn in_order(stay: &Stay) -> Result<(), Report> {
///     let mut report = Report::new();
///     if stay.nights == 0 {
///         report.push(Violation::new("hotel.no_night").under("nights"));
///     }
///     report.into_result()
/// }
///
/// let stay = |from: &str, nights, beds| Stay { from: Some(from.into()), nights, beds };
/// assert!(stay("Friday", 2, 2).validate().is_ok());
/// let report = stay("Monday", 0, 1).validate().unwrap_err();
/// assert_eq!(report.to_string(), "from: hotel.closed; beds: hotel.even; nights: hotel.no_night");
/// ```
///
/// # Context
/// What rules need besides the form is borrowed for one call and flows into nested forms. Without `context(T)`, a form
/// takes any context, so it can stand in every other form.
///
/// ```
/// use std::collections::HashSet;
/// use untaint::{Validate, ValidateWith, Violation};
///
/// struct Taken<'a>(HashSet<&'a str>);
///
/// #[derive(Validate)]
/// #[validate(context(Taken<'_>))]
/// struct Name {
///     #[validate(length(..=20), custom(is_free, context), if(context.0.is_empty(), slug))]
///     name: String,
/// }
///
/// fn is_free(name: &str, taken: &Taken<'_>) -> Result<(), Violation> {
///     if taken.0.contains(name) { Err(Violation::new("app.taken")) } else { Ok(()) }
/// }
///
/// let taken = Taken(HashSet::from(["ann"]));
/// assert!(Name { name: "bob".into() }.validate_with(&taken).is_ok());
/// assert!(Name { name: "ann".into() }.validate_with(&taken).is_err());
/// ```
///
/// # Paths
/// Paths are those of the data that serde reads: `rename`, `rename_all` (of both forms, the one for reading),
/// `rename_all_fields`, `flatten` (no step), a newtype (no step) and `tag`, `content`, `untagged` of enums are
/// followed. This works without serde too: the derive declares the attribute. An item is `tags[2]`, the third entry
/// of a map `prices[#2]`: a key is the visitor's and never told.
///
/// ```
/// use untaint::Validate;
///
/// #[derive(Validate)]
/// #[serde(tag = "kind", rename_all_fields = "camelCase")]
/// enum Payment {
///     Card {
///         #[validate(credit_card)]
///         card_number: String,
///     },
///     Cash,
/// }
///
/// assert!(Payment::Cash.validate().is_ok());
/// let report = Payment::Card { card_number: "4111 1111".into() }.validate().unwrap_err();
/// assert_eq!(report.violations()[0].path().to_string(), "cardNumber");
/// ```
///
/// # Rules as data
/// `Fields` has the rules of a struct with named fields, or of a newtype (one row without a name), as data: see there.
/// Left out are rules under a condition and functions; of a limit that is read from `self` or the context, only the
/// code is told. An enum and a tuple have no fields that have one name in all data, so they are no `Fields`.
///
/// # Generics
/// A field whose type depends on a parameter needs what its rules ask, so the derive asks it of the parameter: `T:
/// Text` for `email`, `T: ValidateWith<_>` for `nested`. A range needs to know the number: write `T:
/// untaint::rules::Number<Number = u8>` on the type.
///
/// # Coming from validator or garde
/// Their attributes are read: `length(min = 3, max = 20)`, `range(min = …, exclusive_max = …)`, `must_match(other =
/// …)`, `custom(function = …, use_context)`, `regex(path = …)`, `contains(pattern = …)`, `does_not_contain`,
/// `non_control_character`, `schema(function = …)`, a bare `#[validate]`; and under `#[garde(…)]` also `dive`,
/// `inner`, `prefix`, `suffix`, `phone_number`, `length(chars, …)`, `if(cond = …, …)`, `context(T as name)`, and
/// functions that take the context always. A length is counted in characters (garde: bytes), and a function answers
/// with a `Violation`. Numbers in an attribute need not be written as the type asks: `range(min = 0)` is fine for an
/// `f64`.
///
/// # Guarantees
/// Violations come in the order of the fields and, of one field, in the order of its rules; every rule is asked, also
/// when one before it was broken. A form without faults allocates nothing, as far as its rules and functions do not.
/// The report holds nothing of the form: no value, no key of a map.
///
/// # Does not guarantee
/// That a nested form is looked at: say `nested`. A type cannot tell a derive that it has rules; `strict` above the
/// type makes a field without an attribute a compile error. A form that holds itself is followed as deep as it goes:
/// limit the depth where the data is read, as `serde_json` does (128).
///
/// # Errors
/// What is wrong in an attribute is told by the compiler at the word, everything at once, and nothing after it: unknown
/// words with the nearest known one, rules that are not for the type, swapped ends, limits that do not fit the type,
/// rules that stand twice, fields that are not there, patterns that cannot be read.
///
/// ```compile_fail
/// # use untaint::Validate;
/// #[derive(Validate)]
/// struct Form {
///     #[validate(email)] // `email` needs text; `u32` is none
///     age: u32,
/// }
/// ```
#[proc_macro_derive(Validate, attributes(validate, garde, serde))]
pub fn validate(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    validate::expand(&input).into()
}

/// Fields cleaned in their places, before they are checked: writes `Sanitize`.
///
/// The attribute is `#[clean(…)]`: `#[sanitize(…)]` is the compiler's own.
///
/// | words | what they do |
/// |---|---|
/// | `trim`, `lowercase`, `uppercase`, `collapse_whitespace` | as in `untaint::sanitizers` |
/// | `digits`, `nfc`, `strip_backspaces` | as there |
/// | `text(POLICY)`, `html(POLICY)` | cleaning by a policy of this crate |
/// | `with(EXPR)` | any value that is a `Sanitizer<str>` |
/// | `nested` | the form in the field, or those in its list, its map, its `Option` |
/// | `each(…)` | words for every item, or value of a map; for a list of text the words alone do |
/// | `custom(path)`, `custom(\|value\| …)` | a function that takes `&mut` of the value, and of that in an `Option` |
///
/// They run in the order in which they are written. Above the type stands `crate = "path"`, where `untaint` is handed
/// on by another crate. A type of the program's own becomes text that can be cleaned by `impl TextMut`.
///
/// # Does not guarantee
/// That what it leaves is harmless: it is for tidying. What must not pass is refused by a rule.
///
/// # Examples
/// ```
/// use untaint::{Sanitize, sanitizers};
///
/// #[derive(Sanitize)]
/// struct Comment {
///     #[clean(collapse_whitespace)]
///     author: String,
///     #[clean(html(untaint::html::HtmlPolicy::comment()))]
///     text: Option<String>,
///     #[clean(trim, lowercase)]
///     tags: Vec<String>,
///     #[clean(custom(|stars| *stars = (*stars).min(5)))]
///     stars: u8,
///     #[clean(with(sanitizers::digits()))]
///     phone: String,
/// }
///
/// let mut comment = Comment {
///     author: " Zoë   M. ".into(),
///     text: Some("<b onclick=x>Hello</b>".into()),
///     tags: vec![" A ".into()],
///     stars: 9,
///     phone: "+1 415".into(),
/// };
/// comment.sanitize();
/// assert_eq!(comment.author, "Zoë M.");
/// assert_eq!(comment.text.as_deref(), Some("<b>Hello</b>"));
/// assert_eq!(comment.tags, ["a"]);
/// assert_eq!((comment.stars, &*comment.phone), (5, "1415"));
/// ```
#[proc_macro_derive(Sanitize, attributes(clean, serde))]
pub fn sanitize(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    sanitize::expand(&input, |_| false).into()
}

/// A form that is submitted: the rules of [`Validate`], the sanitizers of [`Sanitize`], and how names and values that
/// a page sends become the struct: what `untaint::form::Submission` reads, checks and shows.
///
/// ```
/// use untaint::{Form, Violation, form::Submission};
///
/// #[derive(Form)]
/// struct SignUp {
///     #[clean(trim)]
///     #[validate(length(3..=20))]
///     username: String,
///     #[validate(range(18..=120))]
///     age: u8,
///     #[validate(secret, length(8..=72))]
///     password: String,
///     #[form(autocomplete = "email")]
///     #[validate(email)]
///     email: Option<String>,
///     plan: Plan,
///     newsletter: bool,
///     address: Address,
///     tags: Vec<String>,
/// }
///
/// #[derive(Form)]
/// #[serde(rename_all = "lowercase")]
/// enum Plan {
///     Free,
///     Team,
/// }
///
/// #[derive(Form)]
/// struct Address {
///     #[validate(length(..=40))]
///     city: String,
/// }
///
/// let body = b"username=+Alice+&age=42&password=correct+horse&email=&plan=team&newsletter=on&address.city=Linz&tags=a&tags=b";
/// let mut form = Submission::<SignUp>::parse_urlencoded(body)?;
/// if form.value().is_some_and(|new| new.username == "root") {
///     form.push("username", Violation::new("app.taken"));
/// }
/// let user = form.finish().unwrap();
/// assert_eq!((&*user.username, user.age, user.tags.len()), ("Alice", 42, 2));
/// assert!(user.email.is_none() && user.newsletter && matches!(user.plan, Plan::Team));
/// assert_eq!(user.address.city, "Linz");
///
/// // What cannot be read is told beside what breaks a rule.
/// let form = Submission::<SignUp>::parse_urlencoded(b"username=Al&age=twenty&password=correct+horse&plan=gold")?;
/// let codes: Vec<&str> = form.report().violations().iter().map(|found| found.code()).collect();
/// assert_eq!(codes, ["length", "type", "type", "required"]);
/// # Ok::<(), untaint::form::FormError>(())
/// ```
///
/// # What is read
/// A field by its name, as serde calls it; what is not declared is not looked at.
///
/// | type | in the page |
/// |---|---|
/// | text | must be there, and not empty after its sanitizers |
/// | `Option` | `None` where nothing was typed, or nothing is left of it |
/// | numbers | as HTML's `type=number` writes them: no `+`, no digits of other scripts, no `NaN` |
/// | `bool` | a box: absent is `false`; of several the last one, as a hidden `false` before the box needs |
/// | an enum of this derive without fields in its variants | one word |
/// | lists and sets | `tags` several times, `tags[]`, `tags[0]`; what is left blank is no item |
/// | maps | `prices[apple]` |
/// | a struct of this derive | `address.city`, `address[city]` |
/// | dates of `jiff`, `chrono`, `time` | as `type=date`, `type=time` and `type=datetime-local` write them |
/// | `SafeRedirect`, `SafeUri`, `SafeText`, `SafeHtml`, `SafeFilename` | by the policy of their rule (`redirect`, `uri`, `text`, `html_clean`, `filename`) or sanitizer (`html`, `text`) |
/// | `untaint::form::Stored` | a file, by `#[form(file(POLICY))]` |
/// | any other with `FromStr` and `Display` | by `#[form(parse)]` |
///
/// # Words of `#[form(…)]`
/// | words | what they do |
/// |---|---|
/// | `parse` | reads by `FromStr`, and writes by `Display` |
/// | `file(POLICY)` | which files, a policy of `untaint::upload` |
/// | `blank` | what is left blank is the default of its type |
/// | `nested` | nothing: a form in a field is known by its type, and its rules are asked |
/// | `label = "…"`, `autocomplete = "…"` | what a page calls it, what a browser may fill in |
/// | `deny_unknown`, above the type | names that are none of the form's are a violation `unknown`, with their count |
/// | `csrf`, above the type | accepted only with the token of its session, by `Submission::parse_with` or `untaint-axum` (feature `sign`) |
///
/// A text may hold no control but TAB and LF, unless `#[validate(any_text)]` says otherwise; line ends are LF. Missing
/// or empty is `required`, another type `type`, sent twice `duplicate`, no UTF-8 `encoding`, a number beyond its type
/// `range`.
///
/// # Guarantees
/// Every field is read by itself: one that cannot be read hides nothing of the others, whose rules are asked too. When
/// all can be read, everything that `Validate` says holds. Otherwise a rule that compares with another field is asked
/// when both are there, and a condition, a function for the whole or whatever else needs `self` waits for the next time.
///
/// # Errors
/// What is wrong in an attribute is told by the compiler at the word.
///
/// ```compile_fail
/// # use untaint::Form;
/// #[derive(Form)]
/// struct Login {
///     next: untaint::redirect::SafeRedirect<'static>, // by which policy?
/// }
/// ```
#[proc_macro_derive(Form, attributes(form, validate, garde, clean, serde))]
pub fn form(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    form::expand(&input).into()
}
