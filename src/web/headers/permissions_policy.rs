//! `Permissions-Policy`.

use super::error::{HeaderError, HeaderErrorKind};
use super::structured::{self, Bare};
use crate::error::{PolicyError, policy_builder};
use std::fmt;

/// Who may use a feature of the browser.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Allow {
    /// Nobody, not the page itself.
    Nobody,
    /// Every page and frame.
    All,
    /// These: the page's own origin if `own` is set, and others such as `https://maps.example`.
    Some {
        /// Whether pages of this origin may.
        own: bool,
        /// The other origins.
        origins: Vec<String>,
    },
}

impl Allow {
    /// Pages of this origin alone.
    #[must_use]
    pub const fn own() -> Self {
        Self::Some { own: true, origins: Vec::new() }
    }

    fn read(values: &[Bare<'_>]) -> Self {
        let is_token = |value: &Bare<'_>, word: &str| matches!(value, Bare::Token(token) if *token == word);
        if values.iter().any(|value| is_token(value, "*")) {
            return Self::All;
        }
        let own = values.iter().any(|value| is_token(value, "self"));
        let origins: Vec<String> = values
            .iter()
            .filter_map(|value| match value {
                Bare::Text(text) if is_origin(text) => Some(text.clone()),
                _ => None, // whatever else is written there is nobody
            })
            .collect();
        if own || !origins.is_empty() { Self::Some { own, origins } } else { Self::Nobody }
    }
}

/// `scheme://host`, with a port and with a star for subdomains.
pub(super) fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else { return false };
    let is_host =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b':' | b'*' | b'[' | b']');
    matches!(scheme, "https" | "http") && !host.is_empty() && host.bytes().all(is_host)
}

/// `Permissions-Policy`: who may use the camera, the place and other features (Permissions Policy section 5.2).
///
/// One wrong character, and browsers drop all of it, over all fields; of a name that stands twice the last entry
/// counts.
///
/// # Examples
/// ```
/// use untaint::web::headers::{Allow, PermissionsPolicy};
///
/// let policy = PermissionsPolicy::builder().deny("camera").allow("geolocation", Allow::own()).build()?;
/// assert_eq!(policy.to_string(), "camera=(), geolocation=(self)");
/// assert_eq!(PermissionsPolicy::parse("camera=(),geolocation=self"), Ok(policy));
/// assert!(PermissionsPolicy::parse("camera=(); geolocation=()").is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PermissionsPolicy {
    entries: Vec<(String, Allow)>,
}

impl PermissionsPolicy {
    /// The header's name.
    pub const NAME: &'static str = "permissions-policy";

    /// Nobody uses the camera, the microphone and the place.
    #[must_use]
    pub fn quiet() -> Self {
        let entry = |feature: &str| (feature.to_owned(), Allow::Nobody);
        Self { entries: ["camera", "geolocation", "microphone"].map(entry).into() }
    }

    /// Starts without an entry: every feature is as browsers have it.
    pub fn builder() -> PermissionsPolicyBuilder {
        Self { entries: Vec::new() }.to_builder()
    }

    /// Reads a value, or the values of several fields with commas between, that browsers do not drop. Features that no
    /// browser knows stay.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Syntax`] for what they drop, [`HeaderErrorKind::Unknown`] for an empty value.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let mut entries: Vec<(String, Allow)> = Vec::new();
        for (name, member) in structured::dictionary(value)? {
            let allow = Allow::read(member.values());
            // No browser has so many features; a search in more of them would take too long.
            match entries.iter().position(|(known, _)| known == name) {
                Some(at) => entries[at].1 = allow,
                None if entries.len() < MAX_ENTRIES => entries.push((name.to_owned(), allow)),
                None => {}
            }
        }
        if entries.is_empty() { Err(HeaderErrorKind::Unknown.into()) } else { Ok(Self { entries }) }
    }

    /// The features and who may use them, in the order in which they are written.
    #[must_use]
    pub fn entries(&self) -> impl ExactSizeIterator<Item = (&str, &Allow)> {
        self.entries.iter().map(|(name, allow)| (name.as_str(), allow))
    }
}

const MAX_ENTRIES: usize = 256;

policy_builder!(PermissionsPolicy, PermissionsPolicyBuilder);

/// Builds a [`PermissionsPolicy`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct PermissionsPolicyBuilder {
    policy: PermissionsPolicy,
    error: Option<PolicyError>,
}

impl PermissionsPolicyBuilder {
    /// Nobody uses the feature.
    pub fn deny(self, feature: &str) -> Self {
        self.allow(feature, Allow::Nobody)
    }

    /// These use the feature; an entry of the same name before is replaced.
    pub fn allow(mut self, feature: &str, allow: Allow) -> Self {
        if !structured::is_key(feature) || feature.contains(['*', '.', '_']) {
            self.fail("allow", feature, "a feature is written in lower case, with digits and hyphens");
            return self;
        }
        if let Allow::Some { own, origins } = &allow {
            if let Some(wrong) = origins.iter().find(|origin| !is_origin(origin)) {
                let wrong = wrong.clone();
                self.fail("allow", wrong, "write an origin such as https://maps.example, without a path");
            } else if !own && origins.is_empty() {
                self.fail("allow", feature, "a list of no one is Allow::Nobody");
            }
        }
        self.policy.entries.retain(|(known, _)| known != feature);
        self.policy.entries.push((feature.to_owned(), allow));
        self
    }

    /// The header, or the first entry that was wrong.
    pub fn build(self) -> Result<PermissionsPolicy, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.entries.is_empty() => {
                Err(PolicyError::new("allow", "", "a header without an entry does nothing"))
            }
            None => Ok(self.policy),
        }
    }
}

impl fmt::Display for PermissionsPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, allow)) in self.entries.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            f.write_str(name)?;
            match allow {
                Allow::Nobody => f.write_str("=()")?,
                Allow::All => f.write_str("=*")?,
                Allow::Some { own, origins } => {
                    f.write_str(if *own { "=(self" } else { "=(" })?;
                    for (at, origin) in origins.iter().enumerate() {
                        write!(f, "{}\"{origin}\"", if at == 0 && !own { "" } else { " " })?;
                    }
                    f.write_str(")")?;
                }
            }
        }
        Ok(())
    }
}
