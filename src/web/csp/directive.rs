//! The names of directives, and which one stands in for another.

/// What the value of a directive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    /// A list of sources.
    Sources,
    /// Words such as `allow-scripts`.
    Words,
    /// Nothing.
    Flag,
    /// Where reports go.
    Reports,
    /// No browser of today does anything with it.
    Obsolete,
}

macro_rules! directives {
    ($($(#[$row:meta])* $name:ident $text:literal $value:ident;)+) => {
        /// A directive of a policy (Content Security Policy Level 3, section 6, and its neighbours).
        ///
        /// # Examples
        /// ```
        /// use untaint::web::csp::Directive;
        ///
        /// assert_eq!(Directive::named("Script-Src"), Some(Directive::ScriptSrc));
        /// assert_eq!(Directive::named("script-src:"), None); // so a browser ignores it
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Directive {
            $($(#[$row])* $name,)+
        }

        impl Directive {
            /// All of them.
            pub(super) const ALL: &[Self] = &[$(Self::$name),+];

            /// The name, as it stands in a policy.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            pub(super) const fn value(self) -> Value {
                match self {
                    $(Self::$name => Value::$value,)+
                }
            }
        }
    };
}

directives! {
    /// What decides where a directive for fetches is missing.
    DefaultSrc "default-src" Sources;
    /// Scripts, and what the two below leave to it.
    ScriptSrc "script-src" Sources;
    /// `script` elements and `javascript:` links.
    ScriptSrcElem "script-src-elem" Sources;
    /// Event handlers.
    ScriptSrcAttr "script-src-attr" Sources;
    /// Styles, and what the two below leave to it.
    StyleSrc "style-src" Sources;
    /// `style` elements and linked style sheets.
    StyleSrcElem "style-src-elem" Sources;
    /// `style` attributes.
    StyleSrcAttr "style-src-attr" Sources;
    /// Pictures.
    ImgSrc "img-src" Sources;
    /// Fonts.
    FontSrc "font-src" Sources;
    /// Sound and video.
    MediaSrc "media-src" Sources;
    /// What scripts fetch and connect to.
    ConnectSrc "connect-src" Sources;
    /// Frames, and workers where `worker-src` is missing.
    ChildSrc "child-src" Sources;
    /// Frames.
    FrameSrc "frame-src" Sources;
    /// Fenced frames.
    FencedFrameSrc "fenced-frame-src" Sources;
    /// Workers.
    WorkerSrc "worker-src" Sources;
    /// The manifest of an application.
    ManifestSrc "manifest-src" Sources;
    /// `object` and `embed`.
    ObjectSrc "object-src" Sources;
    /// `base` elements.
    BaseUri "base-uri" Sources;
    /// Where forms may be sent.
    FormAction "form-action" Sources;
    /// Who may frame the page.
    FrameAncestors "frame-ancestors" Sources;
    /// What a page without an origin of its own may still do.
    Sandbox "sandbox" Words;
    /// Whether text may be used as markup or code by scripts.
    RequireTrustedTypesFor "require-trusted-types-for" Words;
    /// Which scripts may make trusted values.
    TrustedTypes "trusted-types" Words;
    /// Whether `http:` addresses of the page are fetched by `https:`.
    UpgradeInsecureRequests "upgrade-insecure-requests" Flag;
    /// Whether peer connections are allowed.
    Webrtc "webrtc" Words;
    /// Where reports are posted.
    ReportUri "report-uri" Reports;
    /// The endpoint of `Reporting-Endpoints` that gets the reports.
    ReportTo "report-to" Reports;
    /// Obsolete: browsers block or upgrade such content without it.
    BlockAllMixedContent "block-all-mixed-content" Obsolete;
    /// Obsolete.
    PluginTypes "plugin-types" Obsolete;
    /// Obsolete.
    NavigateTo "navigate-to" Obsolete;
    /// Obsolete.
    RequireSriFor "require-sri-for" Obsolete;
    /// Obsolete.
    ReflectedXss "reflected-xss" Obsolete;
    /// Obsolete: the header `Referrer-Policy` took its place.
    Referrer "referrer" Obsolete;
    /// Obsolete: the header `Cross-Origin-Opener-Policy` took its place.
    DisownOpener "disown-opener" Obsolete;
    /// Obsolete.
    PrefetchSrc "prefetch-src" Obsolete;
}

/// The places in [`Directive::ALL`] of the names of each length; past the last of them, no place.
const BY_LENGTH: [[u8; 8]; 26] = {
    let mut table = [[u8::MAX; 8]; 26];
    let mut counts = [0; 26];
    let mut place: u8 = 0;
    while (place as usize) < Directive::COUNT {
        let len = Directive::ALL[place as usize].name().len();
        table[len][counts[len]] = place;
        counts[len] += 1;
        place += 1;
    }
    table
};

impl Directive {
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// The directive of this name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        // Of one length there are few, so that nearly every other word needs no comparison.
        let few = BY_LENGTH.get(name.len())?;
        let known = few.iter().map_while(|place| Self::ALL.get(usize::from(*place)));
        known.copied().find(|directive| directive.name().eq_ignore_ascii_case(name))
    }

    /// Which directives are asked for a load, the first that is there decides.
    pub(super) const fn chain(self) -> &'static [Self] {
        use Directive as D;
        match self {
            D::ScriptSrc => &[D::ScriptSrc, D::DefaultSrc],
            D::ScriptSrcElem => &[D::ScriptSrcElem, D::ScriptSrc, D::DefaultSrc],
            D::ScriptSrcAttr => &[D::ScriptSrcAttr, D::ScriptSrc, D::DefaultSrc],
            D::StyleSrc => &[D::StyleSrc, D::DefaultSrc],
            D::StyleSrcElem => &[D::StyleSrcElem, D::StyleSrc, D::DefaultSrc],
            D::StyleSrcAttr => &[D::StyleSrcAttr, D::StyleSrc, D::DefaultSrc],
            D::ImgSrc => &[D::ImgSrc, D::DefaultSrc],
            D::FontSrc => &[D::FontSrc, D::DefaultSrc],
            D::MediaSrc => &[D::MediaSrc, D::DefaultSrc],
            D::ConnectSrc => &[D::ConnectSrc, D::DefaultSrc],
            D::ChildSrc => &[D::ChildSrc, D::DefaultSrc],
            D::FrameSrc => &[D::FrameSrc, D::ChildSrc, D::DefaultSrc],
            D::FencedFrameSrc => &[D::FencedFrameSrc, D::FrameSrc, D::ChildSrc, D::DefaultSrc],
            D::WorkerSrc => &[D::WorkerSrc, D::ChildSrc, D::ScriptSrc, D::DefaultSrc],
            D::ManifestSrc => &[D::ManifestSrc, D::DefaultSrc],
            D::ObjectSrc => &[D::ObjectSrc, D::DefaultSrc],
            D::DefaultSrc => &[D::DefaultSrc],
            D::BaseUri => &[D::BaseUri],
            D::FormAction => &[D::FormAction],
            D::FrameAncestors => &[D::FrameAncestors],
            _ => &[],
        }
    }

    /// Whether it does nothing in a `meta` element.
    pub(super) const fn is_dead_in_meta(self) -> bool {
        matches!(self, Self::FrameAncestors | Self::Sandbox | Self::ReportUri)
    }

    /// Whether its list is about scripts of the page where it decides.
    pub(super) const fn is_script(self) -> bool {
        matches!(self, Self::ScriptSrc | Self::ScriptSrcElem | Self::ScriptSrcAttr)
    }
}
