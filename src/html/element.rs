//! The elements: which may ever be written, how a browser's tree builder treats them, and which names exist at all.
//!
//! The vocabulary is closed. Every element in it has text and elements inside (no raw text), stands in the HTML
//! namespace, and is understood by every HTML parser in the same way; a policy chooses from it and cannot add to it.

use super::name::Name;

/// How the tree builder of the HTML standard (section 13.2.6) treats an element, as far as this vocabulary goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Closes an open `p`; ends the search for an inline element to close.
    Block,
    /// Like `Block`, and a heading that is the current node is closed first.
    Heading,
    /// `li`: closes the `li` before it.
    Item,
    /// `dd`, `dt`: close the one before them.
    Definition,
    /// On the list of formatting elements: closed by its own end tag only, and reopened by browsers if it is not.
    Formatting,
    /// An ordinary element.
    Inline,
    /// `rt`, `rp`, `rb`: close each other inside `ruby`.
    RubyText,
    /// No content and no end tag.
    Void,
    /// `table`.
    Table,
    /// `caption`.
    Caption,
    /// `colgroup`.
    ColGroup,
    /// `col`: void, and only inside `colgroup`.
    Col,
    /// `tbody`, `thead`, `tfoot`.
    Section,
    /// `tr`.
    Row,
    /// `td`, `th`.
    Cell,
}

macro_rules! vocabulary {
    ($($variant:ident $name:literal $kind:ident,)*) => {
        /// An element that may be written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Element {
            $($variant,)*
        }

        impl Element {
            pub(super) const ALL: &'static [Self] = &[$(Self::$variant,)*];

            #[inline]
            pub(super) const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// `<p>`.
            #[inline]
            pub(super) const fn start_tag(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("<", $name, ">"),)*
                }
            }

            /// `</p>`, of elements that have one.
            #[inline]
            pub(super) const fn end_tag(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("</", $name, ">"),)*
                }
            }

            #[inline(always)]
            pub(super) const fn kind(self) -> Kind {
                match self {
                    $(Self::$variant => Kind::$kind,)*
                }
            }
        }
    };
}

vocabulary! {
    Address "address" Block,
    Article "article" Block,
    Aside "aside" Block,
    Blockquote "blockquote" Block,
    Center "center" Block,
    Details "details" Block,
    Div "div" Block,
    Dl "dl" Block,
    Figcaption "figcaption" Block,
    Figure "figure" Block,
    Footer "footer" Block,
    Header "header" Block,
    Hgroup "hgroup" Block,
    Main "main" Block,
    Nav "nav" Block,
    Ol "ol" Block,
    P "p" Block,
    Pre "pre" Block,
    Section "section" Block,
    Summary "summary" Block,
    Ul "ul" Block,
    H1 "h1" Heading,
    H2 "h2" Heading,
    H3 "h3" Heading,
    H4 "h4" Heading,
    H5 "h5" Heading,
    H6 "h6" Heading,
    Li "li" Item,
    Dd "dd" Definition,
    Dt "dt" Definition,
    A "a" Formatting,
    B "b" Formatting,
    Big "big" Formatting,
    Code "code" Formatting,
    Em "em" Formatting,
    Font "font" Formatting,
    I "i" Formatting,
    S "s" Formatting,
    Small "small" Formatting,
    Strike "strike" Formatting,
    Strong "strong" Formatting,
    Tt "tt" Formatting,
    U "u" Formatting,
    Abbr "abbr" Inline,
    Acronym "acronym" Inline,
    Audio "audio" Inline,
    Bdi "bdi" Inline,
    Bdo "bdo" Inline,
    Cite "cite" Inline,
    Data "data" Inline,
    Del "del" Inline,
    Dfn "dfn" Inline,
    Ins "ins" Inline,
    Kbd "kbd" Inline,
    Mark "mark" Inline,
    Picture "picture" Inline,
    Q "q" Inline,
    Ruby "ruby" Inline,
    Samp "samp" Inline,
    Span "span" Inline,
    Sub "sub" Inline,
    Sup "sup" Inline,
    Time "time" Inline,
    Var "var" Inline,
    Video "video" Inline,
    Rb "rb" RubyText,
    Rp "rp" RubyText,
    Rt "rt" RubyText,
    Br "br" Void,
    Hr "hr" Void,
    Img "img" Void,
    Input "input" Void,
    Source "source" Void,
    Wbr "wbr" Void,
    Table "table" Table,
    Caption "caption" Caption,
    Colgroup "colgroup" ColGroup,
    Col "col" Col,
    Tbody "tbody" Section,
    Tfoot "tfoot" Section,
    Thead "thead" Section,
    Tr "tr" Row,
    Td "td" Cell,
    Th "th" Cell,
}

impl Element {
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Whether the element has no content and no end tag.
    #[inline]
    pub(super) const fn is_void(self) -> bool {
        matches!(self.kind(), Kind::Void | Kind::Col)
    }

    /// Whether a search for an open element ends here when it looks for one outside of a table: the standard's
    /// scope markers, of those in the vocabulary.
    pub(super) const fn is_scope(self) -> bool {
        matches!(self.kind(), Kind::Table | Kind::Caption | Kind::Cell)
    }

    /// The standard's category "special" (section 13.2.4.2), of those in the vocabulary.
    pub(super) const fn is_special(self) -> bool {
        !matches!(self.kind(), Kind::Formatting | Kind::Inline | Kind::RubyText)
    }

    /// Whether its start tag closes an open `p`.
    pub(super) const fn closes_p(self) -> bool {
        let is_block =
            matches!(self.kind(), Kind::Block | Kind::Heading | Kind::Item | Kind::Definition | Kind::Table);
        is_block || matches!(self, Self::Hr)
    }

    /// `audio` and `video`, whose content a browser shows only where it cannot play them.
    pub(super) const fn is_media(self) -> bool {
        matches!(self, Self::Audio | Self::Video)
    }

    /// How its tags keep apart what stands around them.
    pub(super) const fn gap(self) -> Gap {
        match self.kind() {
            Kind::Cell => Gap::Space,
            Kind::Block
            | Kind::Heading
            | Kind::Item
            | Kind::Definition
            | Kind::Table
            | Kind::Caption
            | Kind::Section
            | Kind::Row => Gap::Line,
            _ if matches!(self, Self::Br | Self::Hr) => Gap::Line,
            _ => Gap::None,
        }
    }

    /// Whether text and inline elements may stand directly inside: not in the rows and sections of a table.
    pub(super) const fn is_table_context(self) -> bool {
        matches!(self.kind(), Kind::Table | Kind::ColGroup | Kind::Section | Kind::Row)
    }
}

/// What a tag puts between the words around it, in a browser's style sheet (HTML standard, section 15.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: the words are one.
    None,
    /// They stand beside each other, as the cells of a row do.
    Space,
    /// They stand on lines of their own.
    Line,
}

/// [`Element::gap`] for the elements that are never written: those that are not here leave none.
const GAPS: [(&str, Gap); 15] = [
    ("html", Gap::Line),
    ("body", Gap::Line),
    ("form", Gap::Line),
    ("fieldset", Gap::Line),
    ("legend", Gap::Line),
    ("option", Gap::Line),
    ("optgroup", Gap::Line),
    ("dialog", Gap::Line),
    ("menu", Gap::Line),
    ("dir", Gap::Line),
    ("search", Gap::Line),
    ("listing", Gap::Line),
    ("multicol", Gap::Line),
    ("select", Gap::Space),
    ("marquee", Gap::Space),
];

const fn gap_of(name: Name) -> Gap {
    let mut at = 0;
    while at < GAPS.len() {
        if Name::literal(GAPS[at].0).is(name) {
            return GAPS[at].1;
        }
        at += 1;
    }
    Gap::None
}

/// Whether a browser shows nothing of an element's content; of some that is so inside of `math` only.
pub(super) fn is_hidden(name: Name, is_in_foreign: bool) -> bool {
    const ALWAYS: [Name; 5] = Name::all(["template", "datalist", "audio", "video", "canvas"]);
    const IN_MATH: [Name; 2] = Name::all(["annotation", "annotation-xml"]);
    ALWAYS.contains(&name) || (is_in_foreign && IN_MATH.contains(&name))
}

/// What a name in the input is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// May be written, if the policy allows it.
    Known(Element),
    /// Its content is no markup: dropped with it.
    Raw(RawText),
    /// An element of HTML that is never written; its content is kept.
    Other(Gap),
    /// `svg` or `math`.
    Root,
    /// An element inside of these; elsewhere its tag is text.
    Foreign,
    /// What a word processor left behind (`<o:p>`): no text. Only [`Author`](super::tokenizer::Reading::Author) knows
    /// it.
    Office,
    /// No element: the tag is text that only looks like one.
    Text,
}

impl Tag {
    /// How the tag keeps apart what stands around it, where it is taken away. `name` is its name.
    #[inline]
    pub(super) fn gap(self, name: Name) -> Gap {
        match self {
            Self::Known(element) => element.gap(),
            Self::Other(gap) => gap,
            Self::Raw(_) => raw_gap(name),
            Self::Root | Self::Foreign | Self::Office | Self::Text => Gap::None,
        }
    }
}

/// The same for an element of raw text.
pub(super) fn raw_gap(name: Name) -> Gap {
    const LINES: [Name; 2] = Name::all(["xmp", "plaintext"]);
    if LINES.contains(&name) { Gap::Line } else { Gap::None }
}

/// How the tokenizer reads the content of an element that is no markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawText {
    /// Up to the element's own end tag.
    UntilEndTag,
    /// The same, but `<!--<script` hides an end tag (section 13.2.5.17 and on).
    Script,
    /// To the end of the input.
    Plaintext,
}

/// Looks a tag's name up.
pub(super) const fn tag(name: Name) -> Tag {
    let mut place = name.hash(BITS);
    loop {
        let (known, tag) = TABLE[place];
        // An empty slot ends the search: it says `Text`, and so does the empty name, which only such a slot holds.
        if known.is(name) || known.is(Name::EMPTY) {
            return tag;
        }
        place = (place + 1) % TABLE.len();
    }
}

/// [`tag`] for a name of up to sixteen bytes, as two words, that stands there in lower case: the elements that may be
/// written. A name with NULs at its end is not told from one without.
#[inline(always)]
pub(super) fn written_element(low: u64, high: u64) -> Option<Element> {
    let name = Name::exact(low, high);
    let mut place = name.hash(BITS);
    loop {
        match TABLE[place] {
            (known, Tag::Known(element)) if known.is(name) => return Some(element),
            (known, _) if known.is(Name::EMPTY) => return None,
            _ => place = (place + 1) % TABLE.len(),
        }
    }
}

/// Elements whose content is raw text or, for `title` and `textarea`, text with references.
const RAW: [(&str, RawText); 10] = [
    ("script", RawText::Script),
    ("style", RawText::UntilEndTag),
    ("title", RawText::UntilEndTag),
    ("textarea", RawText::UntilEndTag),
    ("xmp", RawText::UntilEndTag),
    ("iframe", RawText::UntilEndTag),
    ("noembed", RawText::UntilEndTag),
    ("noframes", RawText::UntilEndTag),
    ("noscript", RawText::UntilEndTag),
    ("plaintext", RawText::Plaintext),
];

/// All other elements of HTML, obsolete ones too: their tags are never text.
const OTHER: &[&str] = &[
    "html",
    "head",
    "body",
    "base",
    "basefont",
    "link",
    "meta",
    "frame",
    "frameset",
    "template",
    "slot",
    "form",
    "button",
    "select",
    "option",
    "optgroup",
    "selectedcontent",
    "datalist",
    "output",
    "progress",
    "meter",
    "fieldset",
    "legend",
    "label",
    "dialog",
    "menu",
    "menuitem",
    "dir",
    "search",
    "object",
    "param",
    "embed",
    "applet",
    "track",
    "canvas",
    "map",
    "area",
    "nobr",
    "marquee",
    "listing",
    "rtc",
    "image",
    "bgsound",
    "blink",
    "spacer",
    "multicol",
    "nextid",
    "keygen",
    "isindex",
];

/// Where the elements of [`FOREIGN`] stand.
const ROOTS: [&str; 2] = ["svg", "math"];

/// Elements of SVG and `MathML`: no text between `<svg>` or `<math>` and its end, and text elsewhere, because `<line>`
/// and `<text>` are words.
const FOREIGN: &[&str] = &[
    // SVG
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "tref",
    "textpath",
    "altglyph",
    "marker",
    "pattern",
    "mask",
    "clippath",
    "filter",
    "lineargradient",
    "radialgradient",
    "meshgradient",
    "stop",
    "foreignobject",
    "switch",
    "view",
    "desc",
    "metadata",
    "set",
    "animate",
    "animatemotion",
    "animatetransform",
    "animatecolor",
    "mpath",
    "discard",
    "cursor",
    "glyph",
    "missing-glyph",
    "hkern",
    "vkern",
    "font-face",
    "feblend",
    "fecolormatrix",
    "fecomponenttransfer",
    "fecomposite",
    "feconvolvematrix",
    "fediffuselighting",
    "fedisplacementmap",
    "fedistantlight",
    "fedropshadow",
    "feflood",
    "fefunca",
    "fefuncb",
    "fefuncg",
    "fefuncr",
    "fegaussianblur",
    "feimage",
    "femerge",
    "femergenode",
    "femorphology",
    "feoffset",
    "fepointlight",
    "fespecularlighting",
    "fespotlight",
    "fetile",
    "feturbulence",
    // `MathML`
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mrow",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "mfenced",
    "menclose",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mmultiscripts",
    "mprescripts",
    "none",
    "mtable",
    "mtr",
    "mlabeledtr",
    "mtd",
    "maligngroup",
    "malignmark",
    "maction",
    "mglyph",
    "semantics",
    "annotation",
    "annotation-xml",
];

const TABLE_LEN: usize = Element::COUNT + RAW.len() + OTHER.len() + ROOTS.len() + FOREIGN.len();

/// Slots of the hash table: two bits more than the names need, so that most look-ups end at once.
const BITS: u32 = TABLE_LEN.next_power_of_two().trailing_zeros() + 2;

/// Every name there is: a hash table with open addressing, filled when the program is compiled.
static TABLE: [(Name, Tag); 1 << BITS] = {
    let mut table = [(Name::EMPTY, Tag::Text); 1 << BITS];
    let mut at = 0;
    while at < Element::COUNT {
        insert(&mut table, Element::ALL[at].name(), Tag::Known(Element::ALL[at]));
        at += 1;
    }
    at = 0;
    while at < RAW.len() {
        insert(&mut table, RAW[at].0, Tag::Raw(RAW[at].1));
        at += 1;
    }
    at = 0;
    while at < OTHER.len() {
        insert(&mut table, OTHER[at], Tag::Other(gap_of(Name::literal(OTHER[at]))));
        at += 1;
    }
    at = 0;
    while at < ROOTS.len() {
        insert(&mut table, ROOTS[at], Tag::Root);
        at += 1;
    }
    at = 0;
    while at < FOREIGN.len() {
        insert(&mut table, FOREIGN[at], Tag::Foreign);
        at += 1;
    }
    table
};

const fn insert(table: &mut [(Name, Tag); 1 << BITS], name: &str, tag: Tag) {
    let name = Name::literal(name);
    let mut place = name.hash(BITS);
    while !table[place].0.is(Name::EMPTY) {
        assert!(!table[place].0.is(name), "a name stands twice");
        place = (place + 1) % table.len();
    }
    table[place] = (name, tag);
}
