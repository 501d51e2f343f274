//! RFC 9457: `type`, `title`, `status`, and the extension member `errors` of its section 3 example.

use super::report::Report;
use super::violation::{Param, Violation};
use serde::ser::{Serialize, SerializeMap, Serializer};

impl Serialize for Param {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Uint(n) => serializer.serialize_u64(*n),
            Self::Int(n) => serializer.serialize_i64(*n),
            Self::Float(n) => serializer.serialize_f64(*n),
            Self::Bool(b) => serializer.serialize_bool(*b),
            Self::Text(text) => serializer.serialize_str(text),
            Self::CodePoint(_) => serializer.collect_str(self),
        }
    }
}

struct Params<'a>(&'a Violation);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.params())
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(pointer) = self.path().json_pointer() {
            map.serialize_entry("pointer", &pointer)?;
        }
        map.serialize_entry("path", &format_args!("{}", self.path()))?;
        map.serialize_entry("code", self.code())?;
        let detail = self.detail();
        if !detail.is_empty() {
            map.serialize_entry("detail", &detail)?;
        }
        map.serialize_entry("message", &self.message())?;
        if self.params().len() > 0 {
            map.serialize_entry("params", &Params(self))?;
        }
        map.end()
    }
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.problem_type.as_deref().unwrap_or("about:blank"))?;
        map.serialize_entry("title", &self.title)?;
        map.serialize_entry("status", &self.status)?;
        map.serialize_entry("errors", &self.violations)?;
        if self.dropped > 0 {
            map.serialize_entry("dropped", &self.dropped)?;
        }
        map.end()
    }
}
