//! What all policies have in common: presets that cost nothing per call, and a way from each to one that differs in a
//! word.

#[cfg(feature = "unicode")]
use untaint::filename::FilenamePolicy;
#[cfg(feature = "ammonia")]
use untaint::html::wide::WidePolicy;
#[cfg(feature = "unicode")]
use untaint::text::{Lines, TextPolicy};
#[cfg(feature = "upload")]
use untaint::upload::UploadPolicy;
use untaint::{
    attr::AttrPolicy, html::HtmlPolicy, redirect::RedirectPolicy, uri::UriPolicy, web::client::ProxyPolicy,
    web::cookie::CookiePolicy, web::csrf::CsrfPolicy,
};

/// Each preset is one place in memory, and comes out of its own builder as it went in.
macro_rules! presets_come_back {
    ($($(#[$cfg:meta])* $policy:ident: $($preset:ident)+;)+) => {$(
        $(#[$cfg])*
        #[test]
        #[allow(non_snake_case, reason = "the test has the policy's name")]
        fn $policy() {
            $(
                let preset = $policy::$preset();
                assert!(std::ptr::eq(preset, $policy::$preset()), "{} is made anew", stringify!($preset));
                let again = preset.to_builder().build().expect("a preset is a policy");
                assert_eq!(again, *preset, "{}", stringify!($preset));
            )+
        }
    )+};
}
presets_come_back! {
    RedirectPolicy: path_only;
    UriPolicy: web website;
    AttrPolicy: inert;
    HtmlPolicy: text inline comment article;
    CookiePolicy: session preference;
    ProxyPolicy: direct;
    CsrfPolicy: by_host;
    #[cfg(feature = "ammonia")]
    WidePolicy: math svg_icons;
    #[cfg(feature = "unicode")]
    FilenamePolicy: portable plain_ascii;
    #[cfg(feature = "unicode")]
    TextPolicy: display single_line person_name identifier snippet;
    #[cfg(feature = "upload")]
    UploadPolicy: images avatars documents;
}

/// What a doc says a builder starts from, it starts from.
#[test]
fn builders_start_where_they_say() {
    assert_eq!(RedirectPolicy::builder().build().expect("a policy"), *RedirectPolicy::path_only());
    assert_eq!(AttrPolicy::builder().build().expect("a policy"), *AttrPolicy::inert());
    assert_eq!(CookiePolicy::builder().build().expect("a policy"), *CookiePolicy::session());
    assert_eq!(ProxyPolicy::builder().build().expect("a policy"), *ProxyPolicy::direct());
    assert_eq!(CsrfPolicy::builder().build().expect("a policy"), *CsrfPolicy::by_host());
    #[cfg(feature = "unicode")]
    assert_eq!(FilenamePolicy::builder().build().expect("a policy"), *FilenamePolicy::portable());
    #[cfg(feature = "unicode")]
    assert_eq!(TextPolicy::builder().build().expect("a policy"), *TextPolicy::display());
    let nothing = UriPolicy::builder().build().expect("a policy");
    assert!(
        ["/", "//x", "https://example.com", ""]
            .iter()
            .all(|link| untaint::uri::check(link, &nothing).is_err())
    );
    let nothing = HtmlPolicy::builder().build().expect("a policy");
    assert_eq!(untaint::html::sanitize("<b>x</b>", &nothing), "x");
}

/// One word changes one thing, and the preset stays as it was.
#[test]
fn one_word_changes_one_thing() {
    let comment = HtmlPolicy::comment();
    let headed = comment.to_builder().tags(["h1"]).build().expect("a policy");
    let html = "<h1>a</h1><p>b <b>c</b> <script>d</script>";
    assert_eq!(untaint::html::sanitize(html, &headed), "<h1>a</h1><p>b <b>c</b> </p>");
    assert!(!untaint::html::sanitize(html, comment).as_str().contains("h1"));

    let relative = UriPolicy::website().to_builder().relative(true).build().expect("a policy");
    assert!(
        untaint::uri::check("/x", &relative).is_ok()
            && untaint::uri::check("mailto:a@b.c", &relative).is_err()
    );
    assert!(untaint::uri::check("/x", UriPolicy::website()).is_err());
    let more = UriPolicy::website().to_builder().scheme("xmpp").build().expect("a policy");
    assert!(untaint::uri::check("xmpp:a@example.com", &more).is_ok());
    assert!(untaint::uri::check("https://example.com", &more).is_ok());

    #[cfg(feature = "unicode")]
    {
        let many = TextPolicy::person_name().to_builder().lines(Lines::Many).build().expect("a policy");
        assert!(untaint::text::check("Ann\nB", &many).is_ok());
        assert!(untaint::text::check("Ann\nB", TextPolicy::person_name()).is_err());
        let short = FilenamePolicy::plain_ascii().to_builder().max_bytes(8).build().expect("a policy");
        assert_eq!(untaint::filename::clean("Übergröße.pdf", &short), "Uber.pdf");
        // What is said twice is on the list once.
        let once = FilenamePolicy::builder().allow_extensions(["png"]).build().expect("a policy");
        let twice = once.to_builder().allow_extensions(["png", "PNG"]).build().expect("a policy");
        assert_eq!(once, twice);
    }
}

/// The first wrong entry counts, whatever follows it.
#[test]
fn the_first_wrong_entry_counts() {
    let wrong = RedirectPolicy::builder().host("https://a.example").scheme("javascript").build().unwrap_err();
    assert_eq!((wrong.setting(), wrong.entry()), ("host", "https://a.example"));
    let wrong = UriPolicy::web().to_builder().scheme("javascript").host("*").build().unwrap_err();
    assert_eq!((wrong.setting(), wrong.entry()), ("scheme", "javascript"));
    #[cfg(feature = "unicode")]
    {
        let wrong = TextPolicy::builder().max_chars(0).build().unwrap_err();
        assert_eq!((wrong.setting(), wrong.entry()), ("max_chars", "0"));
    }
}
