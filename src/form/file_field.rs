//! Which files a field takes, found by the name under which one was sent.

use super::fields::{FieldKind, FieldRules, Fields};
use super::names;
use crate::upload::UploadPolicy;

/// A field for files, and what it takes: what must be known before the first byte of a file is read.
///
/// # Examples
/// ```
/// use untaint::FieldKind;
/// use untaint::form::{FieldRules, Fields, FileField};
/// use untaint::upload::UploadPolicy;
///
/// struct Profile;
///
/// impl Fields for Profile {
///     const FIELDS: &'static [FieldRules] = &[
///         FieldRules::new("name", FieldKind::Text, |_| {}),
///         FieldRules::new("avatar", FieldKind::File, |_| {}).taking(UploadPolicy::avatars),
///     ];
/// }
///
/// let avatar = FileField::of::<Profile>("avatar").unwrap();
/// assert_eq!(avatar.policy(), UploadPolicy::avatars());
/// assert!(!avatar.is_list());
/// assert!(FileField::of::<Profile>("name").is_none());
/// ```
#[derive(Debug, Clone, Copy)]
pub struct FileField {
    policy: &'static UploadPolicy,
    is_list: bool,
}

/// How far forms stand in forms before nothing is looked for in them: a form may hold itself.
const DEEPEST: usize = 64;

impl FileField {
    /// The field to which this name leads in the form `T`, when it takes files: through forms in it, lists and maps.
    #[must_use]
    pub fn of<T: Fields + ?Sized>(name: &str) -> Option<Self> {
        in_form(T::FIELDS, &names::steps(name), DEEPEST)
    }

    /// Which files it takes.
    #[must_use]
    pub fn policy(&self) -> &'static UploadPolicy {
        self.policy
    }

    /// True when it takes several.
    #[must_use]
    pub fn is_list(&self) -> bool {
        self.is_list
    }
}

fn in_form(fields: &'static [FieldRules], steps: &names::Steps<'_>, deep: usize) -> Option<FileField> {
    let deep = deep.checked_sub(1)?;
    let named = fields.iter().filter(|row| !row.is_flat()).find_map(|row| {
        let behind = row.names().find_map(|name| behind(steps, name))?;
        at(row, row.upload(), false, &behind, deep)
    });
    // The fields of a flat form, or the one value of a newtype, stand here; a flat map takes what nobody else does.
    let is_form = |row: &&FieldRules| matches!(row.kind(), FieldKind::Form(_));
    let flat = || fields.iter().filter(|row| row.is_flat());
    let mut last = flat().filter(is_form).chain(flat().filter(|row| !is_form(row)));
    named.or_else(|| last.find_map(|row| at(row, row.upload(), false, steps, deep)))
}

/// The steps behind those of a name, which may be several.
fn behind<'n>(steps: &names::Steps<'n>, name: &str) -> Option<names::Steps<'n>> {
    let mut behind = steps.clone();
    names::steps(name).all(|step| behind.next() == Some(step)).then_some(behind)
}

fn at(
    row: &'static FieldRules,
    policy: Option<&'static UploadPolicy>,
    is_list: bool,
    steps: &names::Steps<'_>,
    deep: usize,
) -> Option<FileField> {
    let deep = deep.checked_sub(1)?;
    let mut behind = steps.clone();
    match (row.kind(), behind.next()) {
        (FieldKind::File, None) => policy.map(|policy| FileField { policy, is_list }),
        (FieldKind::List(item) | FieldKind::Set(item), step) => {
            // `photos`, `photos[]`, `photos[0]`.
            let is_item = step.is_none_or(|step| step.bytes().all(|byte| byte.is_ascii_digit()));
            is_item.then(|| at(item, item.upload().or(policy), true, &behind, deep)).flatten()
        }
        (FieldKind::Map(_, value), Some(_)) => at(value, value.upload().or(policy), is_list, &behind, deep),
        (FieldKind::Form(fields), _) => in_form(fields(), steps, deep),
        _ => None,
    }
}
