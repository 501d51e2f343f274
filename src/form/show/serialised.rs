//! A form as data, for templates that read data: minijinja, tera, handlebars.

use super::field_view::FieldView;
use super::view::FormView;
use crate::form::fields::{FieldKind, FieldRules};
use serde::ser::{Serialize, SerializeMap, Serializer};

/// `fields`, `errors`, `summary`, `rows` and `token_html`; what is HTML goes into a page by the template's filter for
/// safe text.
///
/// A field has `id`, `name`, `value`, `values`, `is_checked`, `is_required`, `label`, `errors` (sentences), `attrs`,
/// and as HTML `control`, `input`, `textarea`, `select`, `radio`, `checkbox`, `hidden`, `label_html`, `errors_html`,
/// `row`. A form inside the form is the fields that it has, a list of forms is a list of those, a map has its keys.
#[cfg_attr(docsrs, doc(cfg(feature = "serde")))]
impl Serialize for FormView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let errors: Vec<_> = self.errors().into_iter().map(|violation| self.sentence(violation)).collect();
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("fields", &Fields { fields: self.fields(), open: Vec::new() })?;
        map.serialize_entry("errors", &errors)?;
        map.serialize_entry("errors_html", &self.errors_html())?;
        map.serialize_entry("summary", &self.summary())?;
        map.serialize_entry("rows", &self.rows())?;
        map.serialize_entry("token_html", &self.token_html())?;
        map.end()
    }
}

/// The fields of a form by their names; which forms it stands in, of which one may hold itself.
struct Fields<'f> {
    fields: Vec<FieldView<'f>>,
    open: Vec<*const FieldRules>,
}

struct Field<'a, 'f> {
    field: &'a FieldView<'f>,
    open: &'a [*const FieldRules],
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.len()))?;
        for field in &self.fields {
            let word = field.place.as_ref().map_or("", |place| place.word);
            map.serialize_entry(word, &Field { field, open: &self.open })?;
        }
        map.end()
    }
}

impl Serialize for Field<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(place) = &self.field.place else { return serializer.serialize_unit() };
        if let Some(fields) = place.form() {
            if self.open.contains(&fields.as_ptr()) && place.input.is_absent() {
                return serializer.serialize_unit();
            }
            let mut open = self.open.to_vec();
            open.push(fields.as_ptr());
            let inside = place.fields(fields).into_iter();
            let fields =
                inside.map(|inner| FieldView::inside(self.field.form, inner, &self.field.name)).collect();
            return Fields { fields, open }.serialize(serializer);
        }
        if let FieldKind::Map(..) = place.kind {
            let entries = self.field.items();
            let mut map = serializer.serialize_map(Some(entries.len()))?;
            for (input, field) in place.input.children().zip(&entries) {
                map.serialize_entry(input.name(), &Field { field, open: self.open })?;
            }
            return map.end();
        }
        if place.is_of_forms() {
            let items = self.field.items();
            return serializer.collect_seq(items.iter().map(|field| Field { field, open: self.open }));
        }
        self.leaf(serializer)
    }
}

impl Field<'_, '_> {
    fn leaf<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let field = self.field;
        let errors = field.errors();
        let errors: Vec<_> = errors.into_iter().map(|violation| field.form.sentence(violation)).collect();
        let mut map = serializer.serialize_map(Some(19))?;
        map.serialize_entry("id", field.id())?;
        map.serialize_entry("name", field.name())?;
        map.serialize_entry("value", field.value())?;
        map.serialize_entry("values", &field.values())?;
        map.serialize_entry("is_checked", &field.is_checked())?;
        map.serialize_entry("is_required", &field.is_required())?;
        map.serialize_entry("label", &field.label_text())?;
        map.serialize_entry("errors", &errors)?;
        map.serialize_entry("attrs", &field.attrs())?;
        for (name, html) in [
            ("control", field.control()),
            ("input", field.input()),
            ("textarea", field.textarea()),
            ("select", field.select()),
            ("radio", field.radio()),
            ("checkbox", field.checkbox()),
            ("hidden", field.hidden()),
            ("label_html", field.label_html()),
            ("errors_html", field.errors_html()),
            ("row", field.row()),
        ] {
            map.serialize_entry(name, &html)?;
        }
        map.end()
    }
}
