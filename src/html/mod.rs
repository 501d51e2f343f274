//! HTML from visitors, cleaned so that a browser runs nothing and repairs nothing.
//!
//! ```
//! use untaint::html::{self, HtmlPolicy};
//!
//! let note = "<p onclick=x()>Hi <b>all</b><script>steal()</script>, see <a href='javascript:x'>this</a>";
//! assert_eq!(html::sanitize(note, HtmlPolicy::comment()), "<p>Hi <b>all</b>, see this</p>");
//! // Nothing to do: the same text, borrowed.
//! assert_eq!(html::sanitize("<p>Hi <b>all</b></p>", HtmlPolicy::comment()), "<p>Hi <b>all</b></p>");
//! // Text that only looks like a tag stays.
//! assert_eq!(html::sanitize("a Vec<String>, x<y", HtmlPolicy::comment()), "a Vec&lt;String&gt;, x&lt;y");
//! ```
//!
//! | you have | you want | function |
//! |---|---|---|
//! | HTML of a visitor | HTML for the page | [`sanitize`] |
//! | the same, and a preview | what was taken away, too | [`sanitize_with_report`] |
//! | HTML that was cleaned before (a database, a cache) | to be sure | [`check_clean`] |
//! | a field that should hold no markup | to refuse it | [`check_plain`] |
//! | text with `&eacute;` in it | the text it stands for | [`unescape`], [`unescape_attribute`] |
//! | plain text | HTML that shows it, beside cleaned HTML | [`SafeHtml::from_text`] |
//! | plain text with addresses in it | the same with links | [`linkify`] |
//! | HTML of any kind | plain text to read | [`to_text`], [`to_text_with_links`] |
//! | HTML of the program itself | the same type, checked by the compiler | [`html_literal!`](html_literal) |
//! | several pieces of cleaned HTML | one | [`SafeHtml::concat`], [`SafeHtml::join`] |
//!
//! # How it decides
//! A tokenizer after the HTML standard reads the tags. Elements of a closed vocabulary (no raw text, no SVG or
//! `MathML`, no forms or frames) are written if the policy lists them, with the attributes it lists, decoded and
//! written anew; `script`, `style` and other raw text go with their content; other tags go, their content stays. Tags
//! are written so that the tree builder of a browser has nothing to close, to open or to move: what it builds is what
//! was written.
//!
//! # In templates
//! Template engines escape what they show, [`SafeHtml`] too, until told that it is HTML. Each line is compiled and
//! run in `tests/templates.rs`:
//!
//! | engine | the HTML as it is |
//! |---|---|
//! | askama | `{{ note\|safe }}` in the template, or a field `askama::filters::Safe(note)` and `{{ note }}` |
//! | maud | `(maud::PreEscaped(note.as_str()))` |
//! | minijinja | `context! { note => Value::from_safe_string(note.into_string()) }`, and `{{ note }}` |
//!
//! In askama the type cannot be seen where the filter stands: give the field the type [`SafeHtml`], so that no other
//! text comes there.
//!
//! # Untrusted input
//! No function panics on any text, and none calls itself over it. Time is linear in the length in bytes: the depth
//! of nesting has a limit (128 unless set), behind which tags go and text stays. The output has at most six times the
//! input's bytes, and for each tag what the policy itself adds ([`link_rel`](HtmlPolicyBuilder::link_rel),
//! [`id_prefix`](HtmlPolicyBuilder::id_prefix), an absolute link for a relative one), end tags, and the sections,
//! rows and cells that a table lacks; [`max_output`](HtmlPolicyBuilder::max_output) sets a limit of your own.
//!
//! # Where it differs from browsers
//! What only looks like markup is text here, which is safe because text is escaped when it is written, and because what
//! a browser would have hidden is then read as markup and cleaned:
//! * A tag that the input does not finish (`x <b and so on`).
//! * A tag whose name is no element (`Vec<String>`, `<me@example.com>`), up to its `>` or to the next `<` outside of
//!   a quoted value: `if x <y then <b>bold</b>` keeps its `<b>`. Its references are decoded. A name with a hyphen is
//!   an element of some editor if it has a value or an end tag (`<g-emoji alias="x">`), and else text
//!   (`<branch-name>`).
//! * `</` before neither a letter nor `>` (`I </3 Mondays`), `<!` before neither a letter nor `-` nor `[`, `<?`
//!   before neither a letter nor `=`.
//!
//! What becomes of elements that are not kept:
//! * Those that break a line in a browser leave `<br>` where the policy keeps it, else a line feed, and cells a
//!   space, wherever words would grow together. That is no entry in the report.
//! * Those of which a browser shows nothing (`template`, what stands in `audio`, `video` and `canvas` for old browsers,
//!   annotations in `math`) go with their content, if their end tag follows. `object` leaves its fallback, as in a
//!   browser.
//! * `style`, `noscript` and the like are raw text inside `svg` and `math` too, unless they close themselves: more is
//!   dropped than a browser would.
//!
//! Where the tree differs:
//! * Formatting that is not closed ends with its block and is not reopened in the next: `<p><b>x<p>y` leaves `y` plain.
//!   (Reopening is what makes megabytes out of kilobytes.)
//! * What stands between the rows of a table goes into a cell, not before the table. A link in a link is not kept
//!   where blocks stand between them. An `a` that is no link ends before a block.
//!
//! # Where it differs from `ammonia`
//! On well-formed rich text [`HtmlPolicy::article`] gives the same elements, attributes and text in the same order as
//! `ammonia::clean` with the same `rel`, but for this list (and for what differs from browsers, above):
//! * Elements: `area`, `map` and `rtc` go; `audio` and `video` go with what stands in them for old browsers;
//!   `address`, `big`, `main`, `picture` with `source`, `rb`, `section` and `tfoot` stay, and so do the checkboxes of
//!   task lists, as `<input type="checkbox" disabled="">`. Parts of `ruby` stay inside of one only.
//! * Attributes that go: `align` but on cells, `char`, `charoff`, `size` and `width` of `hr`, `summary` of `table`.
//! * Attributes that stay: those in the table of [`HtmlPolicy`] that `ammonia` does not list, as `datetime` of `time`,
//!   `srcset`, `dir`, `role`, `open`, `reversed` and `type` of `ol`, the classes `language-*` and those of GitHub's
//!   alerts and footnotes, and `id`, with its prefix, which `headers` and links on the page get too; `name` of `a`
//!   becomes one.
//! * Links: only those that [`UriPolicy::web`](crate::uri::UriPolicy::web) takes, in `cite` too; one that is refused
//!   loses its `href` whatever the reason, and an `a` without attributes goes. `srcset` is checked picture by
//!   picture.
//! * `rel`: the visitor's harmless words stay beside the policy's, an `a` without `href` gets none, and `rel` comes
//!   last.
//! * All raw text (`noscript`, `iframe`, `title`, `textarea`) goes with its content, not only `script` and `style`.
//! * A policy that contradicts itself is an error when it is built, not a panic when it is used. SVG, `MathML` and
//!   `style` attributes cannot be kept; `html::wide` (feature `ammonia`) can.

mod attributes;
mod author;
mod bare;
mod builder;
mod check;
mod class;
mod element;
mod encode;
mod end_tags;
mod error;
mod events;
mod gap;
mod linkify;
mod literal;
mod name;
mod needs;
mod output;
mod policy;
mod presets;
mod reader;
mod report;
mod restyle;
mod rules;
mod safe_html;
mod sanitize;
#[cfg(feature = "upload")]
mod tags;
mod to_text;
mod tokenizer;
#[cfg(feature = "ammonia")]
#[cfg_attr(docsrs, doc(cfg(feature = "ammonia")))]
pub mod wide;
mod word;
mod write;

pub use crate::html_literal;
#[doc(alias("nofollow", "noopener", "allowlist"))]
pub use builder::HtmlPolicyBuilder;
pub use check::{check_clean, check_plain};
pub(crate) use encode::push_escaped;
pub use encode::{unescape, unescape_attribute};
pub use error::{HtmlError, HtmlErrorKind};
#[doc(alias("autolink", "urlize"))]
pub use linkify::linkify;
pub use policy::{Disallowed, HtmlPolicy};
pub use report::{HtmlReport, Removed, RemovedKind};
pub use safe_html::SafeHtml;
#[doc(alias("xss", "nh3", "bleach", "DOMPurify", "ammonia", "cross-site scripting"))]
pub use sanitize::sanitize;
pub use sanitize::sanitize_with_report;
#[doc(inline)]
#[cfg(feature = "upload")]
pub(crate) use tags::each_start_tag;
#[doc(alias("strip_tags", "html2text", "innerText"))]
pub use to_text::to_text;
pub use to_text::to_text_with_links;
