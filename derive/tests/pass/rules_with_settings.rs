use untaint::filename::FilenamePolicy;
use untaint::html::HtmlPolicy;
use untaint::redirect::RedirectPolicy;
use untaint::text::TextPolicy;
use untaint::uri::UriPolicy;
use untaint::{Fields, Validate};
use std::sync::LazyLock;

static NEXT: LazyLock<RedirectPolicy> = LazyLock::new(|| RedirectPolicy::path_only().clone());
const STEP: u32 = 5;

#[derive(Validate)]
#[allow(dead_code)]
struct Form {
    #[validate(length(3..=20, utf16), length_free_slug)]
    #[cfg(any())]
    never: u8,
    #[validate(length(..=9, graphemes), email(html5), url(public_hosts), uuid(v4), alphanumeric(unicode))]
    a: Option<String>,
    #[validate(length(bytes, max = 3), email(rfc5321), uuid(version = 7))]
    b: Option<String>,
    #[validate(email(public), contains("x"), contains("y"), not_contains("z"), starts_with("a"), ends_with("b"))]
    c: Option<String>,
    #[validate(redirect(NEXT), uri(UriPolicy::web()), html_clean(&HtmlPolicy::comment()))]
    d: Option<String>,
    #[validate(filename(FilenamePolicy::portable()), text(TextPolicy::display()), redirect_free_slug)]
    #[cfg(any())]
    e: Option<String>,
    #[validate(filename(FilenamePolicy::portable()), text(TextPolicy::display()))]
    f: Option<String>,
    #[validate(multiple_of(STEP), one_of(5, 10), none_of([15]))]
    g: u32,
    #[validate(multiple_of(0.5), range(-1..))]
    h: f32,
    #[validate(one_of("a", "b"), none_of("c"))]
    i: String,
    #[validate(before("2030-01-01"), after("2020-01-01", or_equal))]
    j: String,
}

fn main() {
    let form = Form {
        a: None,
        b: None,
        c: None,
        d: Some("/home".into()),
        f: Some("a.pdf".into()),
        g: 10,
        h: -1.0,
        i: "a".into(),
        j: "2020-01-01".into(),
    };
    assert!(form.validate().is_ok(), "{:?}", form.validate());
    assert_eq!(Form::fields().len(), 9);
}
