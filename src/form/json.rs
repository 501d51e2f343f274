//! A form in JSON: the same fields by the same names.

use super::entries::{Entries, ROOT};
use super::error::{FormError, FormErrorKind};
use super::limits::FormLimits;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;

impl Entries {
    /// A body of JSON: an object whose members are the fields; text, numbers and `true` or `false` are values, `null`
    /// is a field that was not sent.
    ///
    /// # Errors
    /// A limit that is met, or text that is no JSON object.
    ///
    /// # Cost
    /// Linear in the bytes.
    ///
    /// # Examples
    /// ```
    /// use untaint::form::{Entries, FormLimits};
    ///
    /// let entries = Entries::from_json(br#"{"name": "Alice", "tags": ["a", "b"]}"#, &FormLimits::default())?;
    /// assert_eq!(entries.root().child("tags").items().len(), 2);
    /// assert_eq!(Entries::from_json(b"[]", &FormLimits::default()).unwrap_err().code(), "form.syntax");
    /// # Ok::<(), untaint::form::FormError>(())
    /// ```
    #[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
    pub fn from_json(body: &[u8], limits: &FormLimits) -> Result<Self, FormError> {
        if body.len() > limits.body_bytes() {
            return Err(FormErrorKind::BodyBytes { max: limits.body_bytes() }.into());
        }
        let mut entries = Self::new(limits);
        entries.keep_blank();
        let mut met = None;
        let mut reader = serde_json::Deserializer::from_slice(body);
        let at = At { entries: &mut entries, node: ROOT, depth: 0, met: &mut met };
        let read = at.deserialize(&mut reader).and_then(|()| reader.end());
        match (met, read) {
            (Some(limit), _) => Err(limit),
            (None, Ok(())) => Ok(entries),
            (None, Err(_)) => Err(FormErrorKind::Syntax.into()),
        }
    }
}

/// Reads what stands at one place of the data into one place of the form.
struct At<'a> {
    entries: &'a mut Entries,
    node: u32,
    depth: usize,
    /// A limit that was met; the reader's own error could not carry it.
    met: &'a mut Option<FormError>,
}

impl At<'_> {
    fn within<T, E: serde::de::Error>(&mut self, result: Result<T, FormError>) -> Result<T, E> {
        result.map_err(|limit| {
            *self.met = Some(limit);
            E::custom("")
        })
    }

    fn value<E: serde::de::Error>(mut self, text: &str) -> Result<(), E> {
        if self.node == ROOT {
            return Err(E::custom(""));
        }
        // Its place was counted.
        let result = self.entries.push_text(self.node, text);
        self.within(result)
    }

    fn below<E: serde::de::Error>(&mut self, name: &str) -> Result<At<'_>, E> {
        let max = self.entries.limits().depth();
        if self.depth >= max {
            return self.within(Err(FormErrorKind::Depth { max }.into()));
        }
        // An empty list or object is a part as well, or memory would not be in proportion to what is counted.
        let result = self.entries.part().and_then(|()| self.entries.child_or_new(self.node, name));
        let node = self.within(result)?;
        Ok(At { entries: self.entries, node, depth: self.depth + 1, met: self.met })
    }
}

impl<'de> DeserializeSeed<'de> for At<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

/// An item that may not be there: its place is made when it is.
struct Item<'a, 'l> {
    list: &'l mut At<'a>,
    index: usize,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.list.below::<D::Error>(&self.index.to_string())?.deserialize(reader)
    }
}

impl<'de> Visitor<'de> for At<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a form")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if self.node == ROOT { Err(E::custom("")) } else { Ok(()) }
    }

    fn visit_bool<E: serde::de::Error>(self, is_on: bool) -> Result<(), E> {
        self.value(if is_on { "true" } else { "false" })
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.value(&number.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.value(&number.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<(), E> {
        // Beyond 64 bits the reader has rounded: not to be taken for digits that were sent.
        let is_rounded = number.abs() >= 18_446_744_073_709_551_616.0;
        self.value(&if is_rounded { format!("{number:e}") } else { number.to_string() })
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.value(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        if self.node == ROOT {
            return Err(A::Error::custom(""));
        }
        let mut index = 0_usize;
        while let Some(()) = items.next_element_seed(Item { list: &mut self, index })? {
            index += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key::<String>()? {
            let at = self.below::<A::Error>(&name)?;
            members.next_value_seed(at)?;
        }
        Ok(())
    }
}
