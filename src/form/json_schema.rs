//! The rules of a form as a JSON Schema, draft 2020-12.

use super::fields::{FieldKind, FieldRules, Fields};
use crate::Param;
use crate::rules::{Keyword, RuleInfo};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The form as a JSON Schema (draft 2020-12): what a client may check before it sends.
///
/// # Guarantees
/// No value that the form takes is refused by the schema: a rule has a keyword only where JSON Schema has one that
/// means the same. Forms inside the form stand under `$defs`, so one that holds itself is no trouble.
///
/// # Does not guarantee
/// That it describes what [`Submission::parse_json`](crate::form::Submission::parse_json) takes, which reads numbers
/// from text too: the data is what `serde` reads. That the form takes all that the schema does: most rules (`email`,
/// `url`, `matches`, a policy) have no such keyword, and a type that the derive does not know by its name is left
/// open, but for being there: an `Option` under another name is asked for. What `serde` does by attributes of its
/// own (`with`, `default`, a tagged enum) is not in it; `from` and `try_from`, by which the data of a whole type is
/// another's, are not known of.
///
/// # Examples
/// ```
/// # #[cfg(feature = "derive")] {
/// use untaint::{Validate, rules};
///
/// #[derive(Validate)]
/// struct SignUp {
///     #[validate(length(3..=20))]
///     name: String,
///     #[validate(range(18..=120))]
///     age: Option<u8>,
/// }
///
/// let schema = rules::json_schema::<SignUp>();
/// assert_eq!(schema["properties"]["name"]["maxLength"], 20);
/// assert_eq!(schema["properties"]["age"]["minimum"], 18);
/// assert_eq!(schema["required"], serde_json::json!(["name"]));
/// # }
/// ```
#[must_use]
pub fn json_schema<F: Fields + ?Sized>() -> Value {
    let mut forms = Forms::default();
    let mut schema = forms.whole(F::fields());
    schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    if !forms.defined.is_empty() {
        let defined = forms.defined.into_iter().map(|(number, form)| (name(number), form));
        schema.insert("$defs".into(), Value::Object(defined.collect()));
    }
    Value::Object(schema)
}

/// The forms inside the form, each once.
#[derive(Default)]
struct Forms {
    numbers: BTreeMap<*const FieldRules, usize>,
    defined: BTreeMap<usize, Value>,
    /// Flat fields that are being added, of which one may hold itself.
    open: Vec<*const FieldRules>,
}

fn name(number: usize) -> String {
    format!("form{number}")
}

impl Forms {
    /// A form; a newtype is what it holds.
    fn whole(&mut self, fields: &[FieldRules]) -> Map<String, Value> {
        match newtype(fields) {
            Some(inner) => self.field(inner),
            None => self.object(fields),
        }
    }

    fn object(&mut self, fields: &[FieldRules]) -> Map<String, Value> {
        let (mut properties, mut required) = (Map::new(), Vec::new());
        self.add(fields, true, &mut properties, &mut required);
        let mut object = Map::new();
        object.insert("type".into(), json!("object"));
        object.insert("properties".into(), Value::Object(properties));
        if !required.is_empty() {
            object.insert("required".into(), Value::Array(required));
        }
        object
    }

    /// Adds the fields, and those of a flat one in its place; what stands in a flat field that may be missing may be
    /// missing too.
    fn add(
        &mut self,
        fields: &[FieldRules],
        is_needed: bool,
        properties: &mut Map<String, Value>,
        required: &mut Vec<Value>,
    ) {
        for field in fields {
            let is_needed = is_needed && field.is_required();
            if field.is_flat() {
                let FieldKind::Form(fields) = field.kind() else { continue };
                if !self.open.contains(&fields().as_ptr()) {
                    self.open.push(fields().as_ptr());
                    self.add(fields(), is_needed, properties, required);
                    self.open.pop();
                }
                continue;
            }
            properties.insert(field.name().into(), Value::Object(self.field(field)));
            if is_needed && field.names().count() == 1 && !may_be_missing(field) {
                required.push(json!(field.name()));
            }
        }
    }

    fn field(&mut self, field: &FieldRules) -> Map<String, Value> {
        if field.is_own() {
            return Map::new();
        }
        let rules = field.rules();
        let is_null = !field.is_required() && rules.iter().all(|rule| rule.rule() != "required");
        let mut schema = Map::new();
        match field.kind() {
            FieldKind::Form(fields) if is_null => {
                schema.insert("anyOf".into(), json!([self.form(fields()), {"type": "null"}]));
            }
            FieldKind::Form(fields) => {
                schema.insert("$ref".into(), self.form(fields())["$ref"].clone());
            }
            FieldKind::Unknown => {}
            kind if is_null => {
                schema.insert("type".into(), json!([kind.word(), "null"]));
            }
            kind => {
                schema.insert("type".into(), json!(kind.word()));
            }
        }
        match field.kind() {
            FieldKind::Integer(min, max) => {
                schema.extend(min.map(|min| ("minimum".into(), json!(min))));
                schema.extend(max.map(|max| ("maximum".into(), json!(max))));
            }
            FieldKind::List(item) | FieldKind::Set(item) => {
                schema.insert("items".into(), Value::Object(self.field(item)));
            }
            FieldKind::Map(key, value) => {
                // Keys are text whatever type they are read into.
                if matches!(key.kind(), FieldKind::Text) {
                    schema.insert("propertyNames".into(), Value::Object(self.field(key)));
                }
                schema.insert("additionalProperties".into(), Value::Object(self.field(value)));
            }
            _ => {}
        }
        for rule in &rules {
            add_keywords(rule, field, is_null, &mut schema);
        }
        if field.is_secret() {
            schema.insert("writeOnly".into(), json!(true));
        }
        schema
    }

    /// A reference to a form, which is defined when it is first met.
    fn form(&mut self, fields: &'static [FieldRules]) -> Value {
        let next = self.numbers.len();
        let mut is_new = false;
        let number = *self.numbers.entry(fields.as_ptr()).or_insert_with(|| {
            is_new = true;
            next
        });
        if is_new {
            let form = self.whole(fields);
            self.defined.insert(number, Value::Object(form));
        }
        json!({"$ref": format!("#/$defs/{}", name(number))})
    }
}

/// What a newtype holds.
fn newtype(fields: &[FieldRules]) -> Option<&FieldRules> {
    fields.first().filter(|field| field.is_flat() && field.name().is_empty())
}

/// Whether it is a transparent newtype of an `Option`, which `serde` does not miss.
fn may_be_missing(field: &FieldRules) -> bool {
    let FieldKind::Form(fields) = field.kind() else { return false };
    newtype(fields()).is_some_and(|inner| !inner.is_required())
}

/// Adds what JSON Schema says of a rule; of two keywords of one name the narrower one, or the first, stays.
fn add_keywords(rule: &RuleInfo, field: &FieldRules, is_null: bool, schema: &mut Map<String, Value>) {
    let kind = field.kind();
    // Of an `Option` the rule asks nothing more than that it is there.
    if rule.rule() == "required" && !field.is_option() {
        match kind {
            FieldKind::Text => add("minLength", json!(1), schema),
            FieldKind::List(_) | FieldKind::Set(_) => add("minItems", json!(1), schema),
            FieldKind::Map(..) => add("minProperties", json!(1), schema),
            FieldKind::Bool => add("const", json!(true), schema),
            _ => {}
        }
    }
    if rule.rule() == "length" && !matches!(kind, FieldKind::Text | FieldKind::Unknown) {
        // A collection counts its items, whatever unit was asked for.
        let (min, max) = match kind {
            FieldKind::Map(..) => ("minProperties", "maxProperties"),
            _ => ("minItems", "maxItems"),
        };
        for (param, value) in rule.params() {
            match param {
                "min" => add(min, number(value), schema),
                "max" if !matches!(kind, FieldKind::Set(_)) => add(max, number(value), schema),
                _ => {}
            }
        }
        return;
    }
    for (keyword, value) in rule.schema() {
        if keyword == "uniqueItems" && matches!(kind, FieldKind::Set(_)) {
            continue;
        }
        let value = match value {
            Keyword::One(value) => number(value),
            Keyword::Many(values) if is_null => values.iter().map(number).chain([Value::Null]).collect(),
            Keyword::Many(values) => values.iter().map(number).collect(),
        };
        if can_be_said(keyword, &value, kind) {
            add(keyword, value, schema);
        }
    }
}

/// Whether JSON can write the limit: no infinity, nothing of more than 64 bits, no step of zero or less.
fn can_be_said(keyword: &str, value: &Value, kind: FieldKind) -> bool {
    match keyword {
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => value.is_number(),
        "multipleOf" => value.as_f64().is_some_and(|step| step > 0.0),
        "enum" if matches!(kind, FieldKind::Integer(..)) => {
            value.as_array().is_some_and(|values| values.iter().all(|value| !value.is_string()))
        }
        _ => true,
    }
}

fn add(keyword: &str, value: Value, schema: &mut Map<String, Value>) {
    let is_lower = keyword.starts_with("min") || keyword == "exclusiveMinimum";
    let is_upper = keyword.starts_with("max") || keyword == "exclusiveMaximum";
    match schema.get(keyword) {
        None => {
            schema.insert(keyword.into(), value);
        }
        Some(old) if is_lower || is_upper => {
            let is_narrower = old
                .as_f64()
                .zip(value.as_f64())
                .is_some_and(|(old, new)| if is_lower { new > old } else { new < old });
            if is_narrower {
                schema.insert(keyword.into(), value);
            }
        }
        // The same keyword once more, with another value: both hold.
        Some(old) if *old != value => {
            let further = schema.entry("allOf").or_insert_with(|| json!([]));
            if let Some(further) = further.as_array_mut() {
                further.push(json!({ keyword: value }));
            }
        }
        Some(_) => {}
    }
}

/// A parameter as JSON.
fn number(param: &Param) -> Value {
    serde_json::to_value(param).unwrap_or_default()
}
