//! What `ammonia` would keep by a wrong name or lose with its text, taken away before. Nothing is safe because of it:
//! what comes out of here is cleaned.

use super::super::element::Tag;
use super::super::events::{Event, What};
use super::super::name::Name;
use super::super::tokenizer::{Attribute, Reading, Tokenizer};
use std::borrow::Cow;
use std::ops::Range;

/// The elements of `MathML` that hold text, in which a parser reads HTML: each other's tags there are unknown HTML.
const TOKENS: [Name; 5] = Name::all(["mi", "mn", "mo", "ms", "mtext"]);

const MATH: Name = Name::literal("math");

/// A `math` or `svg` that is open.
struct Root {
    is_math: bool,
    has_token: bool,
    /// Tags that were taken away, whose end tags go too.
    nested: usize,
}

/// Takes away attributes of `xlink`, which `ammonia` takes for those without, and the tags of tokens inside of tokens,
/// with which it would drop their text.
pub(super) fn prepare(text: &str) -> Cow<'_, str> {
    let mut tokens = Tokenizer::new(text, Reading::Browser);
    let mut roots: Vec<Root> = Vec::new();
    let mut out = String::new();
    let mut copied = 0;
    let mut drop = |range: Range<usize>| {
        out.push_str(text.get(copied..range.start).unwrap_or(""));
        copied = range.end;
    };
    while let Some(Event { what, start, end }) = tokens.next() {
        match what {
            What::Start(tag) => {
                let is_closed = tokens.is_self_closing(end);
                let name = tokens.name;
                let root = roots.last_mut().filter(|root| root.is_math && TOKENS.contains(&name));
                if let Some(root) = root {
                    if root.has_token {
                        root.nested += usize::from(!is_closed);
                        drop(start..end);
                        continue;
                    }
                    root.has_token = !is_closed;
                } else if tag == Tag::Root && !is_closed {
                    roots.push(Root { is_math: name == MATH, has_token: false, nested: 0 });
                }
                for attribute in tokens.attributes.iter().filter(|attribute| is_xlink(&tokens, attribute)) {
                    drop(attribute.name.start..attribute_end(&tokens, attribute));
                }
            }
            What::End(Tag::Root) => _ = roots.pop(),
            What::End(_) if TOKENS.contains(&tokens.name) => match roots.last_mut() {
                Some(root) if root.is_math && root.nested > 0 => {
                    root.nested -= 1;
                    drop(start..end);
                }
                Some(root) => root.has_token = false,
                None => {}
            },
            _ => {}
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or(""));
    Cow::Owned(out)
}

fn is_xlink(tokens: &Tokenizer<'_>, attribute: &Attribute) -> bool {
    let name = tokens.slice(attribute.name.clone());
    name.get(.."xlink:".len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case("xlink:"))
}

/// Behind the value and its quotation mark.
fn attribute_end(tokens: &Tokenizer<'_>, attribute: &Attribute) -> usize {
    let end = attribute.value.end;
    let quote = tokens.quote_before(attribute);
    end + usize::from(quote.is_some() && tokens.bytes.get(end) == quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_goes() {
        for (text, prepared) in [
            ("<a xlink:href='x>' href=y>", "<a  href=y>"),
            ("<a XLINK:HREF=x>a</a>", "<a >a</a>"),
            ("<a xlink:href b=\"xlink:href=c\">", "<a b=\"xlink:href=c\">"),
            ("<a xlink:href=''x>", "<a x>"),
            ("<math><mi><mn>a</mn></mi><mo>b</mo></math>", "<math><mi>a</mi><mo>b</mo></math>"),
            ("<math><mi><mn>a<mo/>b", "<math><mi>ab"),
            (
                "<math><mi><math><mi>a</mi></math></mi></math>",
                "<math><mi><math><mi>a</mi></math></mi></math>",
            ),
            ("<mi><mi>a</mi></mi>", "<mi><mi>a</mi></mi>"),
        ] {
            assert_eq!(prepare(text), prepared, "{text}");
        }
    }
}
