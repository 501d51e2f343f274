//! Which attributes a policy keeps, and what each one's value may be.

use super::element::Element;
use super::name::Name;
use crate::attr::{self, AttrPolicy};

/// One attribute name of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AttributeRule {
    pub(super) name: Name,
    /// What stands before a value: ` name="`.
    pub(super) start: String,
    pub(super) value: Value,
    pub(super) is_href: bool,
    /// A bit for each element that may have it.
    pub(super) on: u128,
    /// On some elements, the only values that it may have.
    pub(super) limits: Vec<Limit>,
}

/// The values that an attribute may have on some elements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limit {
    pub(super) on: u128,
    pub(super) values: Vec<String>,
}

/// An attribute that the policy writes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Forced {
    pub(super) element: Element,
    pub(super) name: Name,
    pub(super) value: String,
    /// As it is written: ` name="value"`.
    pub(super) text: String,
}

/// Names that are kept by how they begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Patterns {
    /// Every `aria-` name, on these elements.
    pub(super) aria: u128,
    /// `data-` names below a prefix, on these elements.
    pub(super) data: Vec<(u128, AttrPolicy)>,
}

impl Patterns {
    pub(super) fn is_empty(&self) -> bool {
        self.aria == 0 && self.data.is_empty()
    }

    /// Whether a name in lower case is kept on an element.
    pub(super) fn keep(&self, name: &str, element: Element) -> bool {
        let bit = bit(element);
        let is_aria = || self.aria & bit != 0 && name.starts_with("aria-") && attr::check_name(name).is_ok();
        is_aria()
            || self
                .data
                .iter()
                .any(|(on, policy)| on & bit != 0 && attr::check_name_with(name, policy).is_ok())
    }
}

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value {
    Text,
    /// A link to follow or to quote from.
    Link,
    /// The address of a picture, or of a film or sound.
    Image,
    /// The address of a film or sound, or of the picture that stands for it.
    Media,
    /// A list of pictures.
    Srcset,
    Class,
    Id,
    /// Names of elements on the page.
    IdList,
    Rel,
    Target,
    /// `type` of a list, one of five characters, or of a `source`.
    Type,
    /// One of these words.
    Keyword(&'static [&'static str]),
    /// It is there or not.
    Switch,
}

/// The rules by name: a hash table, because every attribute of the input is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rules {
    pub(super) rules: Vec<AttributeRule>,
    /// Twice as many slots as there may be rules; each holds a rule's place plus one, or nothing.
    slots: Vec<u8>,
}

impl Rules {
    /// As many as a slot can tell apart: more than there are names that a policy can list.
    const MAX: usize = 255;
    const BITS: u32 = 9;

    /// The rule of a name, and its place.
    #[inline]
    pub(super) fn find(&self, name: Name) -> Option<(usize, &AttributeRule)> {
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = name.hash(Self::BITS);
        loop {
            let place = usize::from(*self.slots.get(slot)?).checked_sub(1)?;
            let rule = self.rules.get(place)?;
            if rule.name == name {
                return Some((place, rule));
            }
            slot = (slot + 1) % self.slots.len();
        }
    }

    /// Adds a rule, or elements to the one with its name; `false` when there are too many.
    pub(super) fn add(&mut self, rule: AttributeRule) -> bool {
        if let Some((place, _)) = self.find(rule.name) {
            self.rules[place].on |= rule.on;
            self.rules[place].limits.extend(rule.limits);
            return true;
        }
        let Some(number) = u8::try_from(self.rules.len() + 1).ok().filter(|_| self.rules.len() < Self::MAX)
        else {
            return false;
        };
        self.slots.resize(1 << Self::BITS, 0);
        let mut slot = rule.name.hash(Self::BITS);
        while self.slots[slot] != 0 {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = number;
        self.rules.push(rule);
        true
    }
}

impl AttributeRule {
    pub(super) fn is_on(&self, element: Element) -> bool {
        self.on & bit(element) != 0
    }
}

/// The element's bit.
pub(super) fn bit(element: Element) -> u128 {
    1 << (element as u8)
}

/// Attributes of WAI-ARIA that point to elements.
pub(super) const ARIA_IDS: [&str; 8] = [
    "aria-labelledby",
    "aria-describedby",
    "aria-details",
    "aria-controls",
    "aria-owns",
    "aria-flowto",
    "aria-activedescendant",
    "aria-errormessage",
];

/// What the value of an attribute is, or `None` where no rule of this engine makes it harmless.
pub(super) fn value_of(name: &str) -> Option<Value> {
    let lower = name.to_ascii_lowercase();
    Some(match lower.as_str() {
        "href" | "cite" => Value::Link,
        "src" => Value::Image,
        "srcset" => Value::Srcset,
        "class" => Value::Class,
        "id" => Value::Id,
        "for" | "headers" => Value::IdList,
        _ if ARIA_IDS.contains(&lower.as_str()) => Value::IdList,
        "poster" => Value::Media,
        "loading" => Value::Keyword(&["lazy", "eager"]),
        "fetchpriority" => Value::Keyword(&["high", "low", "auto"]),
        "preload" => Value::Keyword(&["none", "metadata"]),
        "loop" => Value::Switch,
        "rel" => Value::Rel,
        "target" => Value::Target,
        "type" => Value::Type,
        // They only choose among the pictures that are kept.
        "sizes" | "media" => Value::Text,
        _ if attr::check_name(&lower).is_ok() && Name::of(lower.as_bytes()) != Name::EMPTY => Value::Text,
        _ => return None,
    })
}
