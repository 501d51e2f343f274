//! A place in a submitted form, from which a value is read.

use super::entries::{Entries, NONE, Sent};
use super::fields::{FieldKind, FieldRules};
use super::names;
#[cfg(all(feature = "fs", feature = "upload"))]
use super::stored::Stored;
use crate::Violation;

/// A place in a submitted form, or one at which nothing was sent.
///
/// # Examples
/// ```
/// use untaint::form::{Entries, FormLimits};
///
/// let entries = Entries::from_urlencoded(b"address[city]=Linz&age=7&age=8", &FormLimits::default())?;
/// let city = entries.root().child("address").child("city");
/// assert_eq!(city.text()?, Some("Linz"));
/// assert_eq!(entries.root().child("age").text().unwrap_err().code(), "duplicate");
/// assert!(entries.root().child("street").is_absent());
/// # Ok::<(), untaint::Report>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Input<'e> {
    entries: &'e Entries,
    node: u32,
    /// One value of the node, when it is an item of a list.
    only: u32,
    /// Fields that stand at the same place, whose names are none of what is read here.
    others: &'static [FieldRules],
}

impl<'e> Input<'e> {
    pub(super) fn node(entries: &'e Entries, node: u32) -> Self {
        Self { entries, node, only: NONE, others: &[] }
    }

    /// A place in the same form at which nothing was sent.
    pub(super) fn nothing(&self) -> Self {
        Self::node(self.entries, NONE)
    }

    /// What stands below this name, which may be a way: `address.city`.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        let mut node = if self.only == NONE { self.node } else { NONE };
        // In JSON, and in brackets, it may be a name as it is.
        if node != NONE && !names::is_plain(name) {
            let whole = self.entries.child_of(node, name);
            if whole != NONE {
                return Self::node(self.entries, whole);
            }
        }
        for step in names::steps(name) {
            if node == NONE {
                break;
            }
            node = self.entries.child_of(node, step);
        }
        Self::node(self.entries, node)
    }

    /// The place of a field, by whichever of its names it was sent.
    pub(super) fn field(&self, row: &FieldRules) -> Self {
        row.names().map(|name| self.child(name)).reduce(Self::or).unwrap_or(*self)
    }

    /// This place, or another where nothing was sent here.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self.is_absent() { other } else { self }
    }

    /// The last step of its name.
    #[must_use]
    pub fn name(&self) -> &'e str {
        if self.node == NONE { "" } else { self.entries.name(self.node) }
    }

    /// True when nothing was sent here.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        self.rows().next().is_none() && self.children().next().is_none()
    }

    /// True when nothing was sent here, or below, but empty text.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.sent().all(|sent| matches!(sent, Sent::Text("")))
            && self.children().all(|child| child.is_blank())
    }

    /// The one text that was sent here, or `None` where there is none.
    ///
    /// # Errors
    /// `duplicate` for several, `encoding` for bytes that are no UTF-8, `type` for a file.
    pub fn text(&self) -> Result<Option<&'e str>, Violation> {
        let mut sent = self.sent();
        let text = match sent.next() {
            None => return Ok(None),
            Some(Sent::Text(text)) => text,
            Some(Sent::NotText) => return Err(Violation::new("encoding")),
            #[cfg(all(feature = "fs", feature = "upload"))]
            Some(Sent::File(_)) => return Err(wrong_type("text")),
            Some(Sent::Refused(violation)) => return Err(violation.clone()),
        };
        if sent.next().is_some() {
            return Err(Violation::new("duplicate"));
        }
        Ok(Some(text))
    }

    /// Every text that was sent here.
    pub fn texts(&self) -> impl Iterator<Item = &'e str> + use<'e> {
        self.sent().filter_map(|sent| match sent {
            Sent::Text(text) => Some(text),
            _ => None,
        })
    }

    /// The one file that was sent here, or `None` where there is none.
    ///
    /// # Errors
    /// What is wrong with it; `duplicate` for several; `type` for text.
    #[cfg(all(feature = "fs", feature = "upload"))]
    #[cfg_attr(docsrs, doc(cfg(all(feature = "fs", feature = "upload"))))]
    pub fn file(&self) -> Result<Option<&'e Stored>, Violation> {
        // Empty text is what a browser sends of an empty control in a form that is not `multipart`.
        let mut sent = self.sent().filter(|sent| !matches!(sent, Sent::Text("")));
        let file = match sent.next() {
            None => return Ok(None),
            Some(Sent::File(file)) => file,
            Some(Sent::Refused(violation)) => return Err(violation.clone()),
            Some(Sent::Text(_) | Sent::NotText) => return Err(wrong_type("file")),
        };
        if sent.next().is_some() {
            return Err(Violation::new("duplicate"));
        }
        Ok(Some(file))
    }

    /// The items of a list: `tags=a&tags=b`, `tags[]=a`, `tags[0]=a`, in this order, and by their numbers.
    ///
    /// What is left blank in a page, such as the last of five boxes, is no item.
    #[must_use]
    pub fn items(&self) -> Vec<Self> {
        let mut items: Vec<Self> = self.rows().map(|row| Self { only: row, ..*self }).collect();
        let mut numbered = Vec::new();
        for child in self.children() {
            match child.name() {
                "" => {
                    items.extend(child.rows().map(|row| Self { only: row, ..child }));
                    if child.children().next().is_some() {
                        items.push(child);
                    }
                }
                name if name.bytes().all(|byte| byte.is_ascii_digit()) => {
                    if let Ok(number) = name.parse::<u64>() {
                        numbered.push((number, child));
                    }
                }
                _ => {}
            }
        }
        // Stable: of `x[1]` and `x[01]`, the first comes first.
        numbered.sort_by_key(|(number, _)| *number);
        items.extend(numbered.into_iter().map(|(_, child)| child));
        if !self.entries.keeps_blank() {
            items.retain(|item| !item.is_blank());
        }
        items
    }

    /// What stands below each name here, in the order in which the names first came.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'e> {
        let (entries, node) = (self.entries, if self.only == NONE { self.node } else { NONE });
        let children = (node != NONE).then(|| entries.children_of(node));
        let children = children.into_iter().flatten().map(move |child| Self::node(entries, child));
        let others = self.others;
        children.filter(move |child| others.is_empty() || !is_of(child.name(), others, MAX_FLAT))
    }

    /// Whether all that stands below is named by numbers, or by nothing; a page may have more there than the list.
    pub(super) fn may_be_list(&self) -> bool {
        let is_number = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
        !self.entries.keeps_blank() || self.children().all(|child| is_number(child.name()))
    }

    fn rows(&self) -> impl Iterator<Item = u32> + use<'e> {
        let (entries, only) = (self.entries, self.only);
        let all = (only == NONE && self.node != NONE).then(|| entries.values_of(self.node));
        all.into_iter().flatten().chain((only != NONE).then_some(only))
    }

    pub(super) fn sent(&self) -> impl Iterator<Item = Sent<'e>> + use<'e> {
        let entries = self.entries;
        self.rows().map(move |row| entries.sent(row))
    }
}

/// A value that is not of the type that its field has.
pub(super) fn wrong_type(expected: &'static str) -> Violation {
    Violation::new("type").with_param("expected", expected)
}

/// Sees that no lone value was sent where a form stands; `__derive` only.
///
/// # Errors
/// `type` for a value that is not blank.
#[doc(hidden)]
pub fn no_value(input: Input<'_>) -> Result<(), Violation> {
    if input.sent().all(|sent| matches!(sent, Sent::Text(""))) { Ok(()) } else { Err(wrong_type("form")) }
}

/// How many names below a place are none of these fields; `__derive` only.
#[doc(hidden)]
#[must_use]
pub fn unknown(input: Input<'_>, fields: &'static [FieldRules]) -> usize {
    if takes_rest(fields) { 0 } else { rest(input, fields).children().count() }
}

/// The same place for a flat map: what is there by a name that none of these fields has; `__derive` only.
#[doc(hidden)]
#[must_use]
pub fn rest<'e>(input: Input<'e>, fields: &'static [FieldRules]) -> Input<'e> {
    Input { others: fields, ..input }
}

/// True when nothing was sent for any field of the form that stands flat at this place; `__derive` only.
#[doc(hidden)]
#[must_use]
pub fn is_blank_form(input: Input<'_>, kind: FieldKind) -> bool {
    let FieldKind::Form(fields) = kind else { return input.is_blank() };
    let place = |row: &FieldRules| if row.is_flat() { input } else { input.field(row) };
    any_field(fields(), MAX_FLAT, &mut |row| !place(row).is_blank()).is_none()
}

/// Whether something was sent for one of these fields.
pub(super) fn has_any(input: Input<'_>, fields: &'static [FieldRules]) -> bool {
    rest(input, fields).children().count() < input.children().count()
        || (takes_rest(fields) && !input.is_absent())
}

/// A form in the place of its field may hold itself: so deep is looked, since one that does has no new names.
const MAX_FLAT: usize = 16;

/// The first row for which this is true, those of flat forms in their place.
fn any_field(
    fields: &'static [FieldRules],
    deep: usize,
    is_it: &mut impl FnMut(&'static FieldRules) -> bool,
) -> Option<&'static FieldRules> {
    fields.iter().find_map(|row| match row.kind() {
        FieldKind::Form(inner) if row.is_flat() => any_field(inner(), deep.checked_sub(1)?, is_it),
        _ => is_it(row).then_some(row),
    })
}

/// Whether a name is one of these fields'.
fn is_of(name: &str, fields: &'static [FieldRules], deep: usize) -> bool {
    let begins = |row: &FieldRules| {
        !row.is_flat() && row.names().any(|known| known == name || names::steps(known).next() == Some(name))
    };
    any_field(fields, deep, &mut |row| begins(row)).is_some()
}

/// Whether a flat map, or what a newtype holds, has names that no row tells.
fn takes_rest(fields: &'static [FieldRules]) -> bool {
    any_field(fields, MAX_FLAT, &mut |row| row.is_flat()).is_some()
}
