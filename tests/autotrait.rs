//! The traits that every public type must keep, because removing one is a breaking change. A type adds a line.

use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::panic::{RefUnwindSafe, UnwindSafe};
#[cfg(feature = "unicode")]
use untaint::text;
use untaint::web::csp;
use untaint::{
    All, Checked, CleanUntrusted, Each, FromFn, FromUntrusted, Optional, Sanitizer, Validator, attr, escape,
    html, redirect, uri, web,
};

/// What lets a value cross threads, awaits and panics.
trait Shared: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static {}

impl<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe + 'static> Shared for T {}

fn shared<T: Shared>() {}

/// What DESIGN asks of every `Safe…` type; `Deref` and `Display` are absent on purpose (see the types' doctests).
fn safe_text<T>()
where
    T: Clone
        + Eq
        + Hash
        + Ord
        + Debug
        + AsRef<str>
        + PartialEq<str>
        + for<'a> PartialEq<&'a str>
        + PartialEq<String>
        + Into<String>
        + Into<std::borrow::Cow<'static, str>>
        + MaybeSerialize
        + Shared,
{
}

/// `Serialize`, with the feature `serde`.
#[cfg(feature = "serde")]
trait MaybeSerialize: serde::Serialize {}
#[cfg(feature = "serde")]
impl<T: serde::Serialize> MaybeSerialize for T {}
#[cfg(not(feature = "serde"))]
trait MaybeSerialize {}
#[cfg(not(feature = "serde"))]
impl<T> MaybeSerialize for T {}

/// What data may be read into: all but a content disposition, which no visitor writes.
fn from_untrusted<T: FromUntrusted>() {}

fn cleaned<T: CleanUntrusted>() {}

fn error<T: std::error::Error + Display + Debug + Clone + PartialEq + Shared>() {}

fn policy<T: Clone + Debug + Eq + Shared>() {}

#[test]
fn safe_types() {
    safe_text::<redirect::SafeRedirect<'static>>();
    safe_text::<uri::SafeUri<'static>>();
    safe_text::<uri::ResourceUri<'static>>();
    safe_text::<html::SafeHtml<'static>>();
    safe_text::<attr::AttrName<'static>>();
    safe_text::<csp::SafeSource<'static>>();
    safe_text::<web::host::SafeHost<'static>>();
    #[cfg(feature = "unicode")]
    safe_text::<untaint::filename::SafeFilename<'static>>();
    #[cfg(feature = "unicode")]
    safe_text::<text::SafeText<'static>>();
    #[cfg(feature = "unicode")]
    safe_text::<untaint::filename::ContentDisposition<'static>>();
}

#[test]
fn safe_types_in_data() {
    from_untrusted::<redirect::SafeRedirect<'static>>();
    from_untrusted::<uri::ResourceUri<'static>>();
    from_untrusted::<csp::SafeSource<'static>>();
    from_untrusted::<web::host::SafeHost<'static>>();
    from_untrusted::<attr::AttrName<'static>>();
    cleaned::<uri::SafeUri<'static>>();
    cleaned::<html::SafeHtml<'static>>();
    #[cfg(feature = "unicode")]
    cleaned::<untaint::filename::SafeFilename<'static>>();
    #[cfg(feature = "unicode")]
    cleaned::<text::SafeText<'static>>();
}

#[test]
#[cfg(feature = "upload")]
fn uploads() {
    use untaint::upload;
    fn value<T: Clone + Eq + Debug + Shared>() {}
    value::<upload::SafeUpload>();
    value::<upload::Finding>();
    value::<upload::FindingKind>();
    value::<upload::FileType>();
    value::<upload::Class>();
    value::<upload::Sniffed>();
    value::<upload::Family>();
    value::<upload::Encoding>();
    policy::<upload::UploadPolicy>();
    error::<upload::UploadError>();
    shared::<upload::UploadPolicyBuilder>();
    shared::<upload::Upload<'static>>();
    shared::<upload::Inspector<'static>>();
    shared::<untaint::form::FileField>();
    #[cfg(feature = "fs")]
    {
        shared::<untaint::form::Stored>();
        shared::<untaint::form::Receiver<'static>>();
        error::<untaint::form::ReceiveError>();
    }
}

#[test]
fn errors() {
    error::<untaint::Violation>();
    error::<untaint::Report>();
    error::<untaint::PolicyError>();
    error::<redirect::RedirectError>();
    error::<redirect::RedirectErrorKind>();
    error::<uri::UriError>();
    error::<uri::UriErrorKind>();
    error::<csp::Blocked>();
    error::<csp::BlockedKind>();
    error::<csp::SourceError>();
    error::<csp::SourceErrorKind>();
    #[cfg(feature = "serde")]
    error::<csp::ReportsError>();
    error::<html::HtmlError>();
    error::<html::HtmlErrorKind>();
    #[cfg(feature = "unicode")]
    {
        error::<untaint::filename::FilenameError>();
        error::<untaint::filename::FilenameErrorKind>();
    }
    error::<web::cookie::CookieError>();
    error::<web::cookie::CookieErrorKind>();
    error::<web::headers::HeaderError>();
    error::<web::headers::HeaderErrorKind>();
    error::<web::headers::HeadersError>();
    error::<web::host::HostError>();
    error::<web::host::HostErrorKind>();
    error::<web::csrf::CsrfError>();
    error::<web::csrf::CsrfErrorKind>();
    error::<web::sri::IntegrityError>();
    error::<web::sri::IntegrityErrorKind>();
    error::<web::secret::SecretError>();
    error::<web::secret::SecretErrorKind>();
    #[cfg(feature = "sign")]
    {
        error::<web::sign::SignError>();
        error::<web::sign::SignErrorKind>();
    }
    #[cfg(feature = "random")]
    error::<web::sign::RandomError>();
    error::<attr::AttrError>();
    error::<attr::AttrErrorKind>();
    error::<escape::EscapeError>();
    error::<escape::EscapeErrorKind>();
    #[cfg(feature = "unicode")]
    {
        error::<text::TextError>();
        error::<text::TextErrorKind>();
    }
}

#[test]
fn policies() {
    policy::<redirect::RedirectPolicy>();
    policy::<uri::UriPolicy>();
    policy::<csp::Policy>();
    policy::<csp::SourcePolicy>();
    policy::<csp::Evaluator>();
    policy::<html::HtmlPolicy>();
    shared::<html::HtmlPolicyBuilder>();
    shared::<html::HtmlReport>();
    #[cfg(feature = "unicode")]
    {
        policy::<untaint::filename::FilenamePolicy>();
        shared::<untaint::filename::FilenamePolicyBuilder>();
        shared::<untaint::filename::FilenameReport>();
        shared::<untaint::filename::Disposition>();
        shared::<untaint::filename::JoinRules>();
    }
    policy::<web::cookie::CookiePolicy>();
    shared::<web::cookie::CookiePolicyBuilder>();
    shared::<web::cookie::SetCookie>();
    shared::<web::cookie::SetCookieBuilder>();
    shared::<web::cookie::CookieReport<'static>>();
    shared::<web::Finding>();
    policy::<web::client::ProxyPolicy>();
    shared::<web::client::ProxyPolicyBuilder>();
    policy::<web::client::Hops>();
    policy::<web::host::HostPolicy>();
    shared::<web::host::HostPolicyBuilder>();
    policy::<web::csrf::CsrfPolicy>();
    shared::<web::csrf::CsrfPolicyBuilder>();
    policy::<web::csrf::Request<'static>>();
    policy::<web::sri::Integrity>();
    shared::<web::secret::Secret>();
    #[cfg(feature = "sign")]
    {
        shared::<web::sign::Signer>();
        shared::<web::sign::SignerBuilder>();
        policy::<web::sign::Signed>();
        policy::<web::csrf::Token>();
        shared::<untaint::form::CsrfContext<'static>>();
    }
    policy::<web::headers::SecurityHeaders>();
    shared::<web::headers::SecurityHeadersBuilder>();
    policy::<web::headers::Expect>();
    policy::<web::headers::PermissionsPolicy>();
    policy::<web::headers::ReportingEndpoints>();
    policy::<web::headers::Hsts>();
    policy::<web::headers::CacheControl>();
    policy::<web::headers::ClearSiteData>();
    policy::<web::headers::FrameOptions>();
    policy::<web::headers::ReferrerPolicy>();
    policy::<attr::AttrPolicy>();
    shared::<redirect::RedirectPolicyBuilder>();
    shared::<uri::UriPolicyBuilder>();
    shared::<attr::AttrPolicyBuilder>();
    shared::<escape::Html<'static>>();
    #[cfg(feature = "unicode")]
    {
        policy::<text::TextPolicy>();
        shared::<text::TextPolicyBuilder>();
        shared::<text::Finding>();
    }
}

#[test]
fn combinators() {
    shared::<All<(uri::UriPolicy,)>>();
    shared::<Each<uri::UriPolicy, str>>();
    shared::<Optional<uri::UriPolicy, str>>();
    shared::<FromFn<fn()>>();
    shared::<Checked<uri::SafeUri<'static>, *const ()>>();
}

#[test]
fn traits_are_dyn_compatible() {
    let validators: [Box<dyn Validator<str> + Send + Sync>; 2] =
        [Box::new(uri::UriPolicy::web()), Box::new(redirect::RedirectPolicy::path_only())];
    let every = untaint::all(validators);
    assert!(every.check("/x").is_ok());
    assert!(every.check("https://example.com").is_err());
    let sanitizer: Box<dyn Sanitizer<str>> =
        Box::new(untaint::all((uri::UriPolicy::web(), uri::UriPolicy::web())));
    assert_eq!(sanitizer.clean("javascript:x"), uri::INERT);
}

#[test]
fn sanitizers_of_parts_stay_borrowed_when_nothing_changes() {
    use std::borrow::Cow;
    let links = untaint::each::<str, _>(uri::UriPolicy::web());
    let harmless = vec!["/a".to_owned(), "/b".to_owned()];
    assert!(matches!(links.clean(harmless.as_slice()), Cow::Borrowed(_)));
    let hostile = vec!["/a".to_owned(), "javascript:x".to_owned()];
    assert_eq!(links.clean(hostile.as_slice()), ["/a", uri::INERT].map(str::to_owned).as_slice());
    let trimmed = vec![" /a".to_owned()];
    assert_eq!(
        links.clean(trimmed.as_slice()),
        ["/a".to_owned()].as_slice(),
        "a part of an item is a change"
    );

    let link = untaint::optional::<str, _>(uri::UriPolicy::web());
    assert!(matches!(link.clean(&None), Cow::Borrowed(None)));
    assert!(matches!(link.clean(&Some("/a".to_owned())), Cow::Borrowed(Some(_))));
    assert_eq!(*link.clean(&Some("javascript:x".to_owned())), Some(uri::INERT.to_owned()));
}

#[cfg(feature = "testing")]
#[test]
fn testing_types() {
    use untaint::testing;
    error::<testing::Breach>();
    policy::<testing::InertHtml>();
    shared::<testing::BreachKind>();
    shared::<testing::attacks::Attack>();
    shared::<testing::attacks::UploadAttack>();
    shared::<testing::generate::Generator<String>>();
    shared::<testing::HostileHtml>();
    shared::<testing::HostileUpload>();
}
