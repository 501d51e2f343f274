//! Headers whose value is one word of a few.

use super::error::{HeaderError, HeaderErrorKind};
use super::structured::{self, Bare};
use std::fmt;

/// Writes an enum of words, with their names and `Display`.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident $header:literal { $($(#[$row:meta])* $variant:ident $word:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$row])* $variant,)+
        }

        impl $name {
            /// The header's name.
            pub const NAME: &'static str = $header;

            /// The words, in the order of the variants.
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            #[allow(dead_code, reason = "some headers are read in any case, some in lower case only")]
            fn exactly(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word() == text)
            }

            #[allow(dead_code, reason = "some headers are read in any case, some in lower case only")]
            fn in_any_case(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.word().eq_ignore_ascii_case(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// `X-Frame-Options`: which sites may show the page in a frame (HTML standard, "the `X-Frame-Options` header").
    ///
    /// Browsers ignore it beside a policy with `frame-ancestors`. `ALLOW-FROM` and `ALLOWALL` protect nothing, so there
    /// is no variant. Of several values that differ, one known is enough for Chromium and the standard to block all.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::FrameOptions;
    ///
    /// assert_eq!(FrameOptions::SameOrigin.to_string(), "SAMEORIGIN");
    /// assert_eq!(FrameOptions::parse("DENY, SAMEORIGIN"), Ok(FrameOptions::Deny));
    /// assert!(FrameOptions::parse("ALLOW-FROM https://example.com/").is_err());
    /// ```
    FrameOptions "x-frame-options" {
        /// None.
        Deny "DENY";
        /// This one.
        SameOrigin "SAMEORIGIN";
    }
}

impl FrameOptions {
    /// Reads a value, or the values of several fields with commas between, that keeps some site from framing.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one under which any site may.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        // Of what is no variant, one word is a value of its own.
        let kind = |text: &str| {
            let text = text.trim_matches([' ', '\t']);
            (Self::in_any_case(text), text.eq_ignore_ascii_case("ALLOWALL"))
        };
        let mut kinds = value.split(',').map(kind);
        let first = kinds.next().unwrap_or((None, false));
        let found = if kinds.any(|kind| kind != first) { Some(Self::Deny) } else { first.0 };
        found.ok_or_else(|| HeaderErrorKind::Unknown.into())
    }
}

words! {
    /// `X-Content-Type-Options`: browsers believe the declared type (Fetch standard, "X-Content-Type-Options").
    ///
    /// Without it Chromium runs `text/plain` and `application/json` as script. The first of several values counts.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::NoSniff;
    ///
    /// assert_eq!(NoSniff::On.to_string(), "nosniff");
    /// assert!(NoSniff::parse("nosniff, foo").is_ok());
    /// assert!(NoSniff::parse("foo, nosniff").is_err());
    /// ```
    NoSniff "x-content-type-options" {
        /// It is on; there is no other word.
        On "nosniff";
    }
}

impl NoSniff {
    /// Reads a value, or the values of several fields with commas between, that switches sniffing off.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one that does not.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let first = value.split(',').next().unwrap_or("").trim_matches([' ', '\t']);
        Self::in_any_case(first).ok_or_else(|| HeaderErrorKind::Unknown.into())
    }
}

words! {
    /// `Referrer-Policy`: what other sites learn of the page that a request comes from (Referrer Policy section 3).
    ///
    /// Of a list the last known word counts, so that a newer one may stand behind an older one. Without any, browsers
    /// act as with `strict-origin-when-cross-origin`. With `no-referrer` a site's own forms come with `Origin: null`.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::ReferrerPolicy;
    ///
    /// assert_eq!(ReferrerPolicy::parse("bogus, Same-Origin"), Ok(ReferrerPolicy::SameOrigin));
    /// assert_eq!(ReferrerPolicy::SameOrigin.to_string(), "same-origin");
    /// assert!(ReferrerPolicy::parse("never").is_err());
    /// ```
    ReferrerPolicy "referrer-policy" {
        /// Nothing, and nothing to this site either.
        NoReferrer "no-referrer";
        /// The whole address, but nothing from https to http.
        NoReferrerWhenDowngrade "no-referrer-when-downgrade";
        /// The whole address for this site, nothing for others.
        SameOrigin "same-origin";
        /// The origin.
        Origin "origin";
        /// The origin, but nothing from https to http.
        StrictOrigin "strict-origin";
        /// The whole address for this site, the origin for others.
        OriginWhenCrossOrigin "origin-when-cross-origin";
        /// The same, but nothing from https to http: what browsers do by themselves.
        StrictOriginWhenCrossOrigin "strict-origin-when-cross-origin";
        /// The whole address, for everybody.
        UnsafeUrl "unsafe-url";
    }
}

impl ReferrerPolicy {
    /// Reads a value, or the values of several fields with commas between, with a known word.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one without.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let words = value.split(',').map(|word| word.trim_matches([' ', '\t']));
        words.filter_map(Self::in_any_case).next_back().ok_or_else(|| HeaderErrorKind::Unknown.into())
    }

    /// Whether other sites get the path and the query of an https page.
    #[must_use]
    pub const fn is_whole_address(self) -> bool {
        matches!(self, Self::UnsafeUrl | Self::NoReferrerWhenDowngrade)
    }
}

words! {
    /// `Cross-Origin-Resource-Policy`: which sites may load this answer (Fetch standard, "cross-origin resource
    /// policy").
    ///
    /// In lower case, one value, nothing else: Observatory passes `SAME-ORIGIN`, which Chromium ignores.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::ResourcePolicy;
    ///
    /// assert_eq!(ResourcePolicy::parse(" same-site "), Ok(ResourcePolicy::SameSite));
    /// assert_eq!(ResourcePolicy::SameSite.to_string(), "same-site");
    /// assert!(ResourcePolicy::parse("SAME-ORIGIN").is_err());
    /// ```
    ResourcePolicy "cross-origin-resource-policy" {
        /// Pages of this origin.
        SameOrigin "same-origin";
        /// Pages of hosts below the same registered name, too.
        SameSite "same-site";
        /// All.
        CrossOrigin "cross-origin";
    }
}

impl ResourcePolicy {
    /// Reads a value, or the values of several fields with commas between, that browsers know.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Unknown`] for one that they take for none.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        Self::exactly(value.trim_matches([' ', '\t'])).ok_or_else(|| HeaderErrorKind::Unknown.into())
    }
}

/// The token of a structured field, with any parameters.
fn token(value: &str) -> Result<&str, HeaderError> {
    match structured::item(value)? {
        Bare::Token(token) => Ok(token),
        _ => Err(HeaderErrorKind::Unknown.into()),
    }
}

words! {
    /// `Cross-Origin-Opener-Policy`: whether pages that open this one, or that it opens, keep a hand on it (HTML
    /// standard, "cross-origin opener policies").
    ///
    /// A structured token in lower case, with any parameters; a list of two is as if there were none.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::OpenerPolicy;
    ///
    /// assert_eq!(OpenerPolicy::parse("same-origin; report-to=\"x\""), Ok(OpenerPolicy::SameOrigin));
    /// assert_eq!(OpenerPolicy::SameOrigin.to_string(), "same-origin");
    /// assert!(OpenerPolicy::parse("\"same-origin\"").is_err());
    /// ```
    OpenerPolicy "cross-origin-opener-policy" {
        /// Only pages of this origin with the same header.
        SameOrigin "same-origin";
        /// The same, but for windows that this page opens.
        SameOriginAllowPopups "same-origin-allow-popups";
        /// No page that opened this one; it may open others.
        NoopenerAllowPopups "noopener-allow-popups";
        /// All: what browsers do by themselves, for a page that opts out.
        UnsafeNone "unsafe-none";
    }
}

impl OpenerPolicy {
    /// Reads a value, or the values of several fields with commas between, that browsers know.
    ///
    /// # Errors
    /// [`HeaderErrorKind`], for one that they take for none.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        Self::exactly(token(value)?).ok_or_else(|| HeaderErrorKind::Unknown.into())
    }
}

words! {
    /// `Cross-Origin-Embedder-Policy`: the page loads nothing of other sites that does not agree (HTML standard,
    /// "embedder policies"); with [`OpenerPolicy::SameOrigin`] it is isolated from other sites.
    ///
    /// # Examples
    /// ```
    /// use untaint::web::headers::EmbedderPolicy;
    ///
    /// assert_eq!(EmbedderPolicy::parse("require-corp"), Ok(EmbedderPolicy::RequireCorp));
    /// assert_eq!(EmbedderPolicy::RequireCorp.to_string(), "require-corp");
    /// assert!(EmbedderPolicy::parse("Require-Corp").is_err());
    /// ```
    EmbedderPolicy "cross-origin-embedder-policy" {
        /// What is loaded must allow it by its own header.
        RequireCorp "require-corp";
        /// What is loaded from other sites comes without cookies.
        Credentialless "credentialless";
        /// All: what browsers do by themselves, for a page that opts out.
        UnsafeNone "unsafe-none";
    }
}

impl EmbedderPolicy {
    /// Reads a value, or the values of several fields with commas between, that browsers know.
    ///
    /// # Errors
    /// [`HeaderErrorKind`], for one that they take for none.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        Self::exactly(token(value)?).ok_or_else(|| HeaderErrorKind::Unknown.into())
    }
}
