//! What was submitted: the names and values of a form, as a tree of the names' steps.

use super::error::{FormError, FormErrorKind};
use super::fields::Fields;
use super::input::{Input, has_any};
use super::limits::FormLimits;
use super::names;
#[cfg(all(feature = "fs", feature = "upload"))]
use super::stored::Stored;
use crate::Violation;
#[cfg(feature = "sign")]
use crate::web::csrf::{CsrfError, Token};
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

/// The names and values of a submitted form (the *entry list* of HTML), from whichever framework they come.
///
/// Names are read as ways: `address.city`, `address[city]`, `tags[]`, `tags[0]`; what is of no such shape is one name.
/// Line ends of values become LF (browsers send CR LF for each), and nothing else is changed. Bytes that are no UTF-8
/// are kept as just that, to be told beside their field.
///
/// # Guarantees
/// Nothing is read beyond the [`FormLimits`]; memory stays in proportion to what was sent. `Debug` tells no value.
///
/// # Examples
/// ```
/// use untaint::form::{Entries, FormLimits};
///
/// let entries = Entries::from_urlencoded(b"name=Zo%C3%AB+M.&tags[]=a&tags[]=b", &FormLimits::default())?;
/// assert_eq!(entries.root().child("name").texts().collect::<Vec<_>>(), ["Zoë M."]);
/// assert_eq!(entries.root().child("tags").items().len(), 2);
///
/// let many = "a=1&".repeat(2000);
/// assert_eq!(Entries::from_urlencoded(many.as_bytes(), &FormLimits::default()).unwrap_err().code(), "form.parts");
/// # Ok::<(), untaint::form::FormError>(())
/// ```
#[derive(Clone)]
pub struct Entries {
    /// Every name and value, one behind the other.
    text: String,
    nodes: Vec<Node>,
    values: Vec<Row>,
    /// Children by name, once there are so many nodes that looking through them would take long.
    known: HashMap<(u32, Box<str>), u32>,
    parts: usize,
    #[cfg(all(feature = "fs", feature = "upload"))]
    files: usize,
    /// In data of a program, an empty text stands for itself.
    keeps_blank: bool,
    limits: FormLimits,
    /// Whether the token that was sent is the session's; `None` where nobody has looked.
    #[cfg(feature = "sign")]
    pub(super) csrf: Option<Result<(), CsrfError>>,
    /// For the next page.
    #[cfg(feature = "sign")]
    pub(super) token: Option<Token>,
}

/// No node, no value.
pub(super) const NONE: u32 = u32::MAX;
/// The form itself.
pub(super) const ROOT: u32 = 0;
/// With more nodes, children are found by a table.
const FEW: usize = 64;

#[derive(Clone)]
struct Node {
    name: Range<u32>,
    first_child: u32,
    last_child: u32,
    next: u32,
    first_value: u32,
    last_value: u32,
}

#[derive(Clone)]
struct Row {
    value: Kept,
    next: u32,
}

#[derive(Clone)]
enum Kept {
    Text(Range<u32>),
    NotText,
    #[cfg(all(feature = "fs", feature = "upload"))]
    File(Stored),
    Refused(Violation),
}

/// A value as it was sent.
pub(super) enum Sent<'e> {
    Text(&'e str),
    /// Bytes that are no UTF-8.
    NotText,
    #[cfg(all(feature = "fs", feature = "upload"))]
    File(&'e Stored),
    /// A file that was not kept.
    Refused(&'e Violation),
}

impl Entries {
    /// A form without any value.
    #[must_use]
    pub fn new(limits: &FormLimits) -> Self {
        Self {
            text: String::new(),
            nodes: vec![Node::new(0..0)],
            values: Vec::new(),
            known: HashMap::new(),
            parts: 0,
            #[cfg(all(feature = "fs", feature = "upload"))]
            files: 0,
            keeps_blank: false,
            limits: limits.clone(),
            #[cfg(feature = "sign")]
            csrf: None,
            #[cfg(feature = "sign")]
            token: None,
        }
    }

    /// For the values of a program, which are of any length.
    pub(super) fn of_program() -> Self {
        let limits = FormLimits {
            body_bytes: 1 << 30,
            field_bytes: usize::MAX,
            parts: usize::MAX,
            depth: usize::MAX,
            ..FormLimits::default()
        };
        Self { keeps_blank: true, ..Self::new(&limits) }
    }

    /// Names and values that something else has taken apart.
    ///
    /// # Errors
    /// A limit that is met.
    pub fn from_pairs<N: AsRef<str>, V: AsRef<[u8]>>(
        pairs: impl IntoIterator<Item = (N, V)>,
        limits: &FormLimits,
    ) -> Result<Self, FormError> {
        let mut entries = Self::new(limits);
        for (name, value) in pairs {
            entries.push(name.as_ref(), value.as_ref())?;
        }
        Ok(entries)
    }

    /// The body of a form, or a query, as `application/x-www-form-urlencoded` (URL, section 5.1).
    ///
    /// # Errors
    /// A limit that is met; no text is malformed.
    ///
    /// # Cost
    /// Linear in the bytes; one buffer for all names and values.
    pub fn from_urlencoded(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        if body.len() > limits.body_bytes {
            return Err(FormErrorKind::BodyBytes { max: limits.body_bytes }.into());
        }
        let mut entries = Self::new(limits);
        entries.text.reserve(body.len());
        let parts = memchr::memchr_iter(b'&', body).count() + 1;
        entries.nodes.reserve(parts.min(limits.parts));
        entries.values.reserve(parts.min(limits.parts));
        let (mut name_buffer, mut value_buffer) = (Vec::new(), Vec::new());
        for pair in body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            let name = decoded(name, &mut name_buffer);
            let value = decoded(value, &mut value_buffer);
            if let Ok(name) = std::str::from_utf8(name) {
                entries.push(name, value)?;
            } else {
                // A name that is no text is none of a field's, but may be one of a map's.
                entries.fits(value.len())?;
                let node = entries.open(&String::from_utf8_lossy(name))?;
                entries.add(node, Kept::NotText);
            }
        }
        Ok(entries)
    }

    /// Adds a value; bytes that are no UTF-8 are kept as an `encoding` violation.
    ///
    /// # Errors
    /// A limit that is met.
    pub fn push(&mut self, name: &str, value: &[u8]) -> Result<(), FormError> {
        self.fits(value.len())?;
        let node = self.open(name)?;
        let kept = match std::str::from_utf8(value) {
            Ok(text) => Kept::Text(self.keep(text)?),
            Err(_) => Kept::NotText,
        };
        self.add(node, kept);
        Ok(())
    }

    /// Adds a file that was checked and stored.
    ///
    /// # Errors
    /// A limit that is met.
    #[cfg(all(feature = "fs", feature = "upload"))]
    #[cfg_attr(docsrs, doc(cfg(all(feature = "fs", feature = "upload"))))]
    pub fn push_file(&mut self, name: &str, file: Stored) -> Result<(), FormError> {
        self.files += 1;
        if self.files > self.limits.files {
            return Err(FormErrorKind::Files { max: self.limits.files }.into());
        }
        let node = self.open(name)?;
        self.add(node, Kept::File(file));
        Ok(())
    }

    /// Adds what is wrong with a file that was not kept, to be told beside its field.
    ///
    /// # Errors
    /// A limit that is met.
    pub fn push_refused(&mut self, name: &str, violation: Violation) -> Result<(), FormError> {
        let node = self.open(name)?;
        self.add(node, Kept::Refused(violation));
        Ok(())
    }

    /// The limits that it was read with.
    #[must_use]
    pub fn limits(&self) -> &FormLimits {
        &self.limits
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// True when there is no value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The whole form, from which its fields are read.
    #[must_use]
    pub fn root(&self) -> Input<'_> {
        Input::node(self, ROOT)
    }

    /// True when something was sent for a field of this form, whatever it is.
    #[must_use]
    pub fn has_any_of<T: Fields + ?Sized>(&self) -> bool {
        has_any(self.root(), T::FIELDS)
    }

    fn fits(&self, bytes: usize) -> Result<(), FormError> {
        if bytes > self.limits.field_bytes {
            return Err(FormErrorKind::FieldBytes { max: self.limits.field_bytes }.into());
        }
        Ok(())
    }

    /// Counts one more value and finds its place.
    fn open(&mut self, name: &str) -> Result<u32, FormError> {
        self.part()?;
        self.fits(name.len())?;
        if names::depth(name) >= self.limits.depth {
            return Err(FormErrorKind::Depth { max: self.limits.depth }.into());
        }
        let mut node = ROOT;
        for step in names::steps(name) {
            node = self.child_or_new(node, step)?;
        }
        Ok(node)
    }

    /// Counts one more value.
    pub(super) fn part(&mut self) -> Result<(), FormError> {
        self.parts += 1;
        if self.parts > self.limits.parts {
            return Err(FormErrorKind::Parts { max: self.limits.parts }.into());
        }
        Ok(())
    }

    /// Where an empty text stands for itself.
    #[cfg(feature = "serde")]
    pub(super) fn keep_blank(&mut self) {
        self.keeps_blank = true;
    }

    pub(super) fn keeps_blank(&self) -> bool {
        self.keeps_blank
    }

    /// Adds a text to a node that is there.
    pub(super) fn push_text(&mut self, node: u32, text: &str) -> Result<(), FormError> {
        self.fits(text.len())?;
        let kept = Kept::Text(self.keep(text)?);
        self.add(node, kept);
        Ok(())
    }

    fn add(&mut self, node: u32, value: Kept) {
        let place = number(self.values.len());
        self.values.push(Row { value, next: NONE });
        let node = &mut self.nodes[node as usize];
        match node.last_value {
            NONE => node.first_value = place,
            last => self.values[last as usize].next = place,
        }
        node.last_value = place;
    }

    /// Puts a text behind the others, with LF for its line ends.
    fn keep(&mut self, text: &str) -> Result<Range<u32>, FormError> {
        let start = self.room(text.len())?;
        if text.contains('\r') {
            let mut lines = text.split('\r');
            self.text.push_str(lines.next().unwrap_or_default());
            for line in lines {
                self.text.push('\n');
                self.text.push_str(line.strip_prefix('\n').unwrap_or(line));
            }
        } else {
            self.text.push_str(text);
        }
        Ok(start..number(self.text.len()))
    }

    pub(super) fn child_or_new(&mut self, parent: u32, name: &str) -> Result<u32, FormError> {
        match self.child_of(parent, name) {
            NONE => {
                let name_at = self.keep_name(name)?;
                let place = number(self.nodes.len());
                self.nodes.push(Node::new(name_at));
                match self.nodes[parent as usize].last_child {
                    NONE => self.nodes[parent as usize].first_child = place,
                    last => self.nodes[last as usize].next = place,
                }
                self.nodes[parent as usize].last_child = place;
                self.index(parent, place);
                Ok(place)
            }
            child => Ok(child),
        }
    }

    /// Where the next text begins, when there is room for so many bytes.
    fn room(&self, bytes: usize) -> Result<u32, FormError> {
        let max = self.limits.body_bytes;
        if bytes > max - self.text.len().min(max) {
            return Err(FormErrorKind::BodyBytes { max }.into());
        }
        Ok(number(self.text.len()))
    }

    fn keep_name(&mut self, name: &str) -> Result<Range<u32>, FormError> {
        let start = self.room(name.len())?;
        self.text.push_str(name);
        Ok(start..number(self.text.len()))
    }

    /// Notes a new child in the table, or writes the table when there are many nodes for the first time.
    fn index(&mut self, parent: u32, child: u32) {
        if self.nodes.len() < FEW {
            return;
        }
        if self.nodes.len() > FEW {
            let name = self.name(child).into();
            self.known.insert((parent, name), child);
            return;
        }
        for parent in 0..number(self.nodes.len()) {
            let children: Vec<u32> = self.children_of(parent).collect();
            for child in children {
                let name = self.name(child).into();
                self.known.insert((parent, name), child);
            }
        }
    }

    /// The child of this name, or [`NONE`].
    pub(super) fn child_of(&self, parent: u32, name: &str) -> u32 {
        if self.known.is_empty() {
            return self.children_of(parent).find(|child| self.name(*child) == name).unwrap_or(NONE);
        }
        // The key of the table is owned; a name that is asked for is short.
        self.known.get(&(parent, name.into())).copied().unwrap_or(NONE)
    }

    pub(super) fn children_of(&self, parent: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(some(self.nodes[parent as usize].first_child), |child| {
            some(self.nodes[*child as usize].next)
        })
    }

    /// Takes a child away, and gives its text, if it has one value.
    #[cfg(feature = "sign")]
    pub(super) fn take(&mut self, parent: u32, name: &str) -> Option<String> {
        let child = some(self.child_of(parent, name))?;
        let mut values = self.values_of(child);
        let text = match (values.next().map(|value| self.sent(value)), values.next()) {
            (Some(Sent::Text(text)), None) => Some(text.to_owned()),
            _ => None,
        };
        drop(values);
        let after = self.nodes[child as usize].next;
        let before = self.children_of(parent).take_while(|other| *other != child).last();
        match before {
            Some(before) => self.nodes[before as usize].next = after,
            None => self.nodes[parent as usize].first_child = after,
        }
        if after == NONE {
            self.nodes[parent as usize].last_child = before.unwrap_or(NONE);
        }
        if !self.known.is_empty() {
            self.known.remove(&(parent, name.into()));
        }
        text
    }

    pub(super) fn name(&self, node: u32) -> &str {
        self.slice(&self.nodes[node as usize].name)
    }

    pub(super) fn values_of(&self, node: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(some(self.nodes[node as usize].first_value), |value| {
            some(self.values[*value as usize].next)
        })
    }

    pub(super) fn sent(&self, value: u32) -> Sent<'_> {
        match &self.values[value as usize].value {
            Kept::Text(text) => Sent::Text(self.slice(text)),
            Kept::NotText => Sent::NotText,
            #[cfg(all(feature = "fs", feature = "upload"))]
            Kept::File(file) => Sent::File(file),
            Kept::Refused(violation) => Sent::Refused(violation),
        }
    }

    fn slice(&self, range: &Range<u32>) -> &str {
        self.text.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}

/// How many there are, and no name and no value: a form is full of what is nobody else's business.
impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entries").field("len", &self.len()).finish_non_exhaustive()
    }
}

impl Node {
    fn new(name: Range<u32>) -> Self {
        Self { name, first_child: NONE, last_child: NONE, next: NONE, first_value: NONE, last_value: NONE }
    }
}

fn some(place: u32) -> Option<u32> {
    Some(place).filter(|place| *place != NONE)
}

/// The limits keep every place below this.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// `+` is a space, `%` and two digits a byte; a `%` without them stands for itself.
fn decoded<'t>(text: &'t [u8], bytes: &'t mut Vec<u8>) -> &'t [u8] {
    let Some(first) = text.iter().position(|byte| matches!(byte, b'+' | b'%')) else {
        return text;
    };
    bytes.clear();
    bytes.extend_from_slice(&text[..first]);
    let mut rest = &text[first..];
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        bytes.push(match (byte, behind) {
            (b'+', _) => b' ',
            (b'%', [high, low, behind @ ..]) => match (digit(*high), digit(*low)) {
                (Some(high), Some(low)) => {
                    rest = behind;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *byte,
        });
    }
    bytes
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn percent_decoding_is_that_of_the_url_standard() {
        for (text, expected) in
            [("a+b", "a b"), ("%41%2b", "A+"), ("100%", "100%"), ("%4", "%4"), ("%zz%41", "%zzA"), ("", "")]
        {
            assert_eq!(decoded(text.as_bytes(), &mut Vec::new()), expected.as_bytes(), "{text}");
        }
        assert_eq!(decoded(b"%ff", &mut Vec::new()), [0xFF]);
    }
}
