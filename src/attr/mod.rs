//! Attributes: values that cannot leave their quotes, and names that do nothing but describe.
//!
//! | I have | I call |
//! |---|---|
//! | a value, for an attribute that I name myself | [`quote`], after `name=` |
//! | a name from a visitor or a data file | [`check_name`], [`check_name_with`], then [`pair`] |
//! | a link or a picture | [`uri::check`](crate::uri::check), then [`href`], [`img_src`], [`srcset`] |
//! | the address of a script, a frame, a form target, a base | [`uri::check_resource`](crate::uri::check_resource), then [`resource`] |
//!
//! ```
//! use untaint::{attr, uri::{self, UriPolicy}};
//!
//! let title = "\"><script>alert(1)</script>";
//! let link = uri::check("https://example.com/?a=1&b=2", UriPolicy::web())?;
//! assert_eq!(
//!     format!("<a title={}{}>", attr::quote(title), attr::href(&link)),
//!     r#"<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" href="https://example.com/?a=1&amp;b=2">"#,
//! );
//! assert_eq!(attr::check_name("onclick").unwrap_err().code(), "attr.handler");
//! # Ok::<(), uri::UriError>(())
//! ```
//!
//! # Which names pass
//! Those whose value is text, a number or a switch on every element of HTML. ASCII case does not matter.
//!
//! | group | names |
//! |---|---|
//! | inert: text | `title` `alt` `label` `abbr` `placeholder` `summary` `lang` `hreflang` `srclang` `dir` `translate` `datetime` `value` `role` `itemprop` `itemscope` |
//! | inert: tables, lists | `colspan` `rowspan` `span` `scope` `axis` `start` `reversed` |
//! | inert: numbers | `cols` `rows` `size` `maxlength` `minlength` `min` `max` `step` `low` `high` `optimum` `width` `height` `coords` `shape` `decoding` |
//! | inert: state | `checked` `selected` `disabled` `readonly` `required` `multiple` `hidden` `open` `controls` `muted` `playsinline` `kind` |
//! | inert: hints | `accept` `autocapitalize` `autocorrect` `enterkeyhint` `inputmode` `wrap` |
//! | inert: before CSS | `align` `valign` `bgcolor` `border` `cellpadding` `cellspacing` `char` `charoff` `clear` `color` `compact` `face` `frame` `hspace` `noshade` `nowrap` `rules` `vspace` |
//! | `aria-` and letters | `aria-label`, `aria-describedby`, and what a later version of WAI-ARIA adds: a screen reader reads it, nothing runs it |
//! | `data-word-…` | below a prefix of the policy ([`AttrPolicyBuilder::data_prefix`]), never otherwise |
//!
//! # Which names do not
//! Everything else. The reason is for the one who asks; a name on no list is refused as `attr.unknown`. Where the
//! program writes the name itself there is nothing to check: `format!("id={}", attr::quote(value))`.
//!
//! | code | what a value could do | names |
//! |---|---|---|
//! | `attr.syntax` | end the name, or begin another attribute | the empty name; white space, controls, `"` `'` `<` `>` `/` `=` and the backtick; all but ASCII |
//! | `attr.handler` | run | every name that begins with `on`, because browsers go on adding them |
//! | `attr.style` | cover the page, load through `url()` | `style`; of SVG `fill` `stroke` `filter` `mask` `clip-path` `marker` `marker-start` `marker-mid` `marker-end` `cursor` `color-profile` |
//! | `attr.document` | be a document | `srcdoc` `shadowrootmode` `shadowrootdelegatesfocus` `shadowrootclonable` `shadowrootserializable` `shadowrootcustomelementregistry` |
//! | `attr.url` | be a script URL, load, send, be fetched by a tool | `href` `src` `srcset` `action` `formaction` `data` `poster` `ping` `cite` `background` `longdesc` `manifest` `usemap` `imagesrcset` `attributionsrc` `itemid` `itemtype` `archive` `classid` `code` `codebase` `dynsrc` `icon` `lowsrc` `datasrc` `object` `profile` `urn` `xml:base` `definitionurl` `about` `resource` `vocab` `prefix`; names that begin with `xlink:` or `xmlns`; of SVG animation, which writes URLs into other attributes, `attributename` `from` `to` `by` `values` |
//! | `attr.framework` | be a program of a library on the page | names that begin with `hx-` `x-` `v-` `ng` `js` `up-` `phx-` `ic-` `fx-` `wire-` `uk-` `amp-` `mv-` `t-` `unicorn-`; names with a mark (`@click`, `:href`, `(click)`, `[src]`, `wire:click`, `_`); `is` `dojotype` `itemtemplate` `routerlink` `formcontrolname` |
//! | `attr.data` | the same: `data-bind`, `data-bs-toggle`, `data-hx-get` | `data-*` below no prefix of the policy |
//! | `attr.identity` | be found instead of the page's own element (DOM clobbering), take over labels, classes and slots | `id` `name` `class` `for` `form` `headers` `list` `itemref` `slot` `part` `exportparts` `datafld` `anchor` |
//! | `attr.security` | lift a limit, make data a script, send a form in the clear | `nonce` `integrity` `sandbox` `allow` `allowfullscreen` `csp` `credentialless` `crossorigin` `referrerpolicy` `rel` `rev` `target` `type` `language` `as` `async` `defer` `nomodule` `blocking` `http-equiv` `content` `charset` `accept-charset` `method` `enctype` `formmethod` `formenctype` `formtarget` `privatetoken` `browsingtopics` `adauctionheaders` `sharedstoragewritable` |
//! | `attr.behavior` | take the focus or a key, fill in or check a field, start media, open something | `accesskey` `autofocus` `contenteditable` `tabindex` `inert` `draggable` `spellcheck` `writingsuggestions` `autocomplete` `dirname` `pattern` `novalidate` `formnovalidate` `capture` `download` `popover` `popovertarget` `popovertargetaction` `command` `commandfor` `closedby` `interestfor` `ismap` `autoplay` `loop` `preload` `default` `loading` `fetchpriority` `media` `sizes` `imagesizes` `noresize` `scrolling` `actiontype` `begin` `end` |
//!
//! A policy can add single names of the kinds `attr.identity`, `attr.behavior` and `attr.unknown`
//! ([`AttrPolicyBuilder::name`]), not of the others.
//!
//! # Untrusted input
//! Every function takes any text, never panics, and is linear in its length.

mod attr_name;
mod check;
mod error;
mod policy;
mod table;
mod write;

pub(crate) use table::classify;

pub use attr_name::AttrName;
pub use check::{check_name, check_name_with};
pub use error::{AttrError, AttrErrorKind};
pub use policy::{AttrPolicy, AttrPolicyBuilder};
#[doc(alias("quoteattr"))]
pub use write::quote;
pub use write::{Descriptor, ResourceAttr, href, img_src, pair, resource, srcset};
