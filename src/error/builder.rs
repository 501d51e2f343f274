//! What the builders of all policies have in common, written once.

/// For a builder with the fields `policy` and `error`, and others that have a default.
macro_rules! policy_builder {
    ($policy:ident, $builder:ident $(, $field:ident)*) => {
        impl $policy {
            /// Starts from this policy: what is not set again stays as it is.
            pub fn to_builder(&self) -> $builder {
                $builder { policy: self.clone(), error: None, $($field: Default::default(),)* }
            }
        }

        impl $builder {
            /// Notes a wrong entry; the first one counts.
            #[allow(dead_code, reason = "not every builder has such an entry in every build")]
            fn fail(
                &mut self,
                setting: &'static str,
                entry: impl Into<String>,
                reason: impl Into<std::borrow::Cow<'static, str>>,
            ) {
                self.error.get_or_insert_with(|| $crate::PolicyError::new(setting, entry, reason));
            }

            /// A part that was read from an entry, or a note that it was wrong.
            #[allow(dead_code, reason = "not every builder reads entries with a parser of their own")]
            fn read<T>(&mut self, part: Result<T, $crate::PolicyError>) -> Option<T> {
                part.map_err(|error| self.error.get_or_insert(error)).ok()
            }
        }
    };
}

pub(crate) use policy_builder;
