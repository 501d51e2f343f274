//! The table of the rules: one row for each word. What stands in a row is all that the derive knows of the rule.

/// What a rule asks of the value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Text,
    Number,
    Measure,
    Presence,
    Items,
    Entries,
    Anything,
}

/// What a rule is given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    Nothing,
    /// Two ends, or one length.
    Length,
    /// Two ends.
    Range,
    /// One value.
    One,
    /// A list, written out or by name.
    Many,
    /// Another field.
    Field,
    /// A policy.
    Policy,
    /// A regular expression, or the static that holds one.
    Pattern,
}

/// A switch of a rule: its word, and the method that it calls; `""` for what the rule does anyway.
pub(crate) struct Flag {
    pub(crate) word: &'static str,
    pub(crate) method: &'static str,
    /// Written as `word = value`.
    pub(crate) has_value: bool,
}

/// A rule.
#[allow(clippy::struct_field_names, reason = "the word of a row is what it is")]
pub(crate) struct Word {
    /// The word, and the name of the function in `untaint::rules`.
    pub(crate) word: &'static str,
    pub(crate) needs: Need,
    pub(crate) takes: Takes,
    pub(crate) flags: &'static [Flag],
    /// What others call it.
    pub(crate) aliases: &'static [&'static str],
    /// True when it may stand on a field more than once.
    pub(crate) repeats: bool,
}

impl Word {
    const fn flags(mut self, flags: &'static [Flag]) -> Self {
        self.flags = flags;
        self
    }

    const fn also(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    const fn repeated(mut self) -> Self {
        self.repeats = true;
        self
    }

    /// The names that its arguments may have.
    pub(crate) fn names(&self) -> &'static [&'static str] {
        match self.takes {
            Takes::Length => &["min", "max", "equal"],
            Takes::Range => &["min", "max", "exclusive_min", "exclusive_max", "equal"],
            Takes::One | Takes::Many => &["pattern", "value"],
            Takes::Field => &["other"],
            Takes::Policy => &["policy"],
            Takes::Pattern => &["path", "pattern"],
            Takes::Nothing => &[],
        }
    }
}

const fn row(word: &'static str, needs: Need, takes: Takes) -> Word {
    Word { word, needs, takes, flags: &[], aliases: &[], repeats: false }
}

const fn text(word: &'static str) -> Word {
    row(word, Need::Text, Takes::Nothing)
}

const fn flag(word: &'static str) -> Flag {
    Flag { word, method: word, has_value: false }
}

/// A word for what the rule does anyway.
const fn default(word: &'static str) -> Flag {
    Flag { word, method: "", has_value: false }
}

const fn alias(word: &'static str, method: &'static str) -> Flag {
    Flag { word, method, has_value: false }
}

const fn setting(word: &'static str) -> Flag {
    Flag { word, method: word, has_value: true }
}

/// Every rule.
pub(crate) const WORDS: &[Word] = &[
    row("required", Need::Presence, Takes::Nothing),
    text("not_blank"),
    row("length", Need::Measure, Takes::Length).flags(&[
        default("chars"),
        flag("bytes"),
        alias("simple", "bytes"),
        flag("utf16"),
        flag("graphemes"),
    ]),
    row("range", Need::Number, Takes::Range),
    row("multiple_of", Need::Number, Takes::One),
    row("pattern", Need::Text, Takes::Pattern).flags(&[setting("max_bytes")]).also(&["regex"]).repeated(),
    row("contains", Need::Text, Takes::One).repeated(),
    row("not_contains", Need::Text, Takes::One).also(&["does_not_contain"]).repeated(),
    row("starts_with", Need::Text, Takes::One).also(&["prefix"]),
    row("ends_with", Need::Text, Takes::One).also(&["suffix"]),
    row("one_of", Need::Anything, Takes::Many),
    row("none_of", Need::Anything, Takes::Many),
    row("matches", Need::Anything, Takes::Field).also(&["must_match"]),
    row("differs", Need::Anything, Takes::Field).repeated(),
    row("unique_items", Need::Items, Takes::Nothing),
    text("email").flags(&[default("public"), flag("html5"), flag("rfc5321")]),
    text("url").flags(&[flag("public_hosts")]),
    text("domain"),
    text("ip"),
    text("ipv4").also(&["ip_v4"]),
    text("ipv6").also(&["ip_v6"]),
    text("cidr"),
    text("mac").flags(&[flag("hyphens")]),
    text("port"),
    text("uuid").flags(&[
        flag("v1"),
        flag("v2"),
        flag("v3"),
        flag("v4"),
        flag("v5"),
        flag("v6"),
        flag("v7"),
        flag("v8"),
        setting("version"),
    ]),
    text("ulid"),
    text("slug"),
    text("username"),
    text("phone_e164").also(&["phone", "phone_number"]),
    text("credit_card"),
    text("iban"),
    text("iso_date"),
    text("iso_datetime"),
    text("iso_time"),
    text("hex_color"),
    text("hex"),
    text("base64"),
    text("base64url"),
    text("jwt"),
    text("semver"),
    text("mime"),
    text("language_tag"),
    text("country"),
    text("currency"),
    text("json"),
    text("ascii"),
    text("alphanumeric").flags(&[flag("unicode")]),
    text("no_control").also(&["non_control_character"]),
    text("single_line"),
    text("no_hidden"),
    text("no_markup"),
    row("before", Need::Anything, Takes::One).flags(&[flag("or_equal")]),
    row("after", Need::Anything, Takes::One).flags(&[flag("or_equal")]),
    text("strong_password").flags(&[setting("score"), setting("unlike")]),
    row("redirect", Need::Text, Takes::Policy),
    row("uri", Need::Text, Takes::Policy),
    row("filename", Need::Text, Takes::Policy),
    row("text", Need::Text, Takes::Policy),
    row("html_clean", Need::Text, Takes::Policy),
];

/// The words of a field that are no rules.
pub(crate) const CONTROLS: &[&str] = &[
    "nested", "skip", "secret", "any_text", "each", "keys", "values", "if", "custom", "rule", "message",
    "code",
];

/// What others call them.
pub(crate) const CONTROL_ALIASES: &[(&str, &str)] = &[("dive", "nested"), ("inner", "each")];

/// The words of a struct or an enum.
pub(crate) const OF_THE_TYPE: &[&str] = &["strict", "context", "check", "crate"];

/// The row of a word.
pub(crate) fn find(word: &str) -> Option<&'static Word> {
    WORDS.iter().find(|row| row.word == word || row.aliases.contains(&word))
}

/// Every word that a field may have.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    let rules = WORDS.iter().flat_map(|row| std::iter::once(row.word).chain(row.aliases.iter().copied()));
    rules.chain(CONTROLS.iter().copied()).chain(CONTROL_ALIASES.iter().map(|(alias, _)| *alias))
}

/// The words of `#[clean(..)]` that are functions of `untaint::sanitizers`, and whether they take a policy.
pub(crate) const SANITIZERS: &[(&str, bool)] = &[
    ("trim", false),
    ("lowercase", false),
    ("uppercase", false),
    ("collapse_whitespace", false),
    ("nfc", false),
    ("strip_backspaces", false),
    ("digits", false),
    ("text", true),
    ("html", true),
];

/// The other words of `#[clean(..)]`.
pub(crate) const SANITIZE_CONTROLS: &[&str] = &["nested", "each", "custom", "with"];
