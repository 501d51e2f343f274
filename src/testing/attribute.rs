//! `assert_attribute_intact`: a value that stayed in its attribute.

use super::breach::{Breach, BreachKind, quoted, require};
use super::dom::{Reading, Tree};

/// Panics unless exactly one attribute in the HTML holds exactly this value, and the value has made nothing else.
///
/// ```
/// use untaint::{attr, testing};
///
/// let value = "\" autofocus onfocus=alert(1) x=\"";
/// testing::assert_attribute_intact(&format!("<input value={}>", attr::quote(value)), value);
/// ```
///
/// ```should_panic
/// # let value = "\" autofocus onfocus=alert(1) x=\"";
/// untaint::testing::assert_attribute_intact(&format!("<input value=\"{value}\">"), value);
/// ```
///
/// The HTML is read as html5ever reads it, as a page and as a part of one. Read once more, a value that stands
/// unescaped in another attribute or in text would make attributes and elements of its own: if the HTML has one of
/// those, under the same name and with the same value, that is a break-out too. Values are compared as a parser gives
/// them back: NUL has become U+FFFD, and CR has to be written as a character reference to stay one.
///
/// # Does not guarantee
/// That the attribute is a safe place for the value: a handler, `href`, `style` and `srcdoc` are not
/// ([`assert_inert_html`](super::assert_inert_html) sees three of the four). A page that holds the value elsewhere by
/// itself fails; give a value that it does not hold.
///
/// # Panics
/// With how many attributes hold the value, or what it made.
#[track_caller]
pub fn assert_attribute_intact(html: &str, value: &str) {
    require(check_attribute_intact(html, value), html);
}

/// [`assert_attribute_intact`] that returns the reason instead.
///
/// # Errors
/// [`BreachKind::Attribute`] or [`BreachKind::BreakOut`].
pub fn check_attribute_intact(html: &str, value: &str) -> Result<(), Breach> {
    let value = value.replace('\0', "\u{FFFD}");
    for reading in Reading::ALL {
        let tree = Tree::parse(html, reading);
        let found = pairs(&tree);
        let holding = found.iter().filter(|pair| !pair.attr.is_empty() && pair.value == value).count();
        if holding != 1 {
            let what = format!("{holding} attributes hold {}", quoted(&value));
            return Err(Breach::new(BreachKind::Attribute, what).read(reading.words()));
        }
        if let Some(made) = made_by(&value).into_iter().find(|made| is_in(made, &found)) {
            let what = format!("<{}> with {}={}", made.element, made.attr, quoted(&made.value));
            return Err(Breach::new(BreachKind::BreakOut, what).read(reading.words()));
        }
    }
    Ok(())
}

/// An attribute of an element, or, without a name, the text that it holds.
#[derive(Debug, PartialEq, Eq)]
struct Pair {
    element: String,
    attr: String,
    value: String,
}

fn pairs(tree: &Tree) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for element in tree.elements() {
        let mut pair = |attr: &str, value: String| {
            pairs.push(Pair { element: element.local().to_owned(), attr: attr.to_owned(), value });
        };
        for attr in element.attrs.borrow().iter() {
            pair(&attr.name.local, attr.value.to_string());
        }
        pair("", tree.text_of(element));
    }
    pairs
}

/// The attributes and elements that the value makes where a careless author might have written it a second time:
/// unquoted, in either quotes, as text. What has no value is left out: `x=""` and an empty `<b>` prove nothing.
fn made_by(value: &str) -> Vec<Pair> {
    let mut places = vec![("<p>", "</p>")];
    for before in ["<wbr title=\"", "<wbr title='", "<wbr title="] {
        // Whatever quote the value leaves open is closed by one of these.
        places.extend([">", "\">", "'>"].map(|behind| (before, behind)));
    }
    let mut made = Vec::new();
    for (before, behind) in places {
        let tree = Tree::parse(&format!("{before}{value}{behind}"), Reading::Fragment { scripting: true });
        made.extend(pairs(&tree).into_iter().filter(|pair| {
            // The place itself, and the text that stands around what the value makes.
            let is_place = pair.element == "wbr" && pair.attr == "title"
                || pair.attr.is_empty() && matches!(&*pair.element, "html" | "p" | "wbr");
            !is_place && !pair.value.trim().is_empty() && pair.value != value
        }));
    }
    made
}

/// Whether a page has what the value makes; an attribute is made on whatever element the value stands in.
fn is_in(made: &Pair, found: &[Pair]) -> bool {
    found.iter().any(|pair| {
        pair.attr == made.attr
            && pair.value == made.value
            && (made.element == "wbr" || pair.element == made.element)
    })
}
