//! `Reporting-Endpoints`.

use super::error::{HeaderError, HeaderErrorKind};
use super::structured::{self, Bare, Member};
use crate::error::{PolicyError, policy_builder};
use std::fmt;

/// `Reporting-Endpoints`: where a browser posts its reports, by the names that `report-to` uses (Reporting API section
/// 3.2).
///
/// A collector takes posts from anybody. An endpoint that is not https is silently not used.
///
/// # Examples
/// ```
/// use untaint::web::headers::ReportingEndpoints;
///
/// let endpoints = ReportingEndpoints::builder().endpoint("csp", "/csp-report").build()?;
/// assert_eq!(endpoints.to_string(), "csp=\"/csp-report\"");
/// assert_eq!(endpoints.url("csp"), Some("/csp-report"));
/// assert!(ReportingEndpoints::parse("csp=/csp-report").is_err());
/// # Ok::<(), untaint::PolicyError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReportingEndpoints {
    entries: Vec<(String, String)>,
}

impl ReportingEndpoints {
    /// The header's name.
    pub const NAME: &'static str = "reporting-endpoints";

    /// Starts without an endpoint.
    pub fn builder() -> ReportingEndpointsBuilder {
        Self { entries: Vec::new() }.to_builder()
    }

    /// Reads a value, or the values of several fields with commas between, with an endpoint that browsers use.
    ///
    /// # Errors
    /// [`HeaderErrorKind::Syntax`] for what they drop, [`HeaderErrorKind::Unknown`] for one without an endpoint.
    pub fn parse(value: &str) -> Result<Self, HeaderError> {
        let mut entries: Vec<(String, String)> = Vec::new();
        for (name, member) in structured::dictionary(value)? {
            let Member::Item(Bare::Text(url)) = member else { continue };
            if !is_endpoint(&url) {
                continue;
            }
            // More than any policy names are left out.
            match entries.iter().position(|(known, _)| known == name) {
                Some(at) => entries[at].1 = url,
                None if entries.len() < MAX_ENDPOINTS => entries.push((name.to_owned(), url)),
                None => {}
            }
        }
        if entries.is_empty() { Err(HeaderErrorKind::Unknown.into()) } else { Ok(Self { entries }) }
    }

    /// The address under a name.
    #[must_use]
    pub fn url(&self, name: &str) -> Option<&str> {
        self.entries.iter().find_map(|(known, url)| (known == name).then_some(url.as_str()))
    }
}

const MAX_ENDPOINTS: usize = 64;

/// https, or relative to the answer.
fn is_endpoint(url: &str) -> bool {
    let is_relative = url.starts_with('/') && !url.starts_with("//");
    (is_relative || url.starts_with("https://") && url.len() > "https://".len())
        && url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\'))
}

policy_builder!(ReportingEndpoints, ReportingEndpointsBuilder);

/// Builds [`ReportingEndpoints`]; the first wrong entry is reported by [`build`](Self::build).
#[derive(Debug, Clone)]
#[must_use]
pub struct ReportingEndpointsBuilder {
    policy: ReportingEndpoints,
    error: Option<PolicyError>,
}

impl ReportingEndpointsBuilder {
    /// Reports to this name go to this address: a path from the root of this site, or `https://…`.
    pub fn endpoint(mut self, name: &str, url: &str) -> Self {
        if !structured::is_key(name) {
            self.fail(
                "endpoint",
                name,
                "a name is written in lower case, with digits, hyphens and full stops",
            );
        } else if !is_endpoint(url) {
            self.fail(
                "endpoint",
                url,
                "write a path such as /csp-report, or an address with https:// in front",
            );
        }
        self.policy.entries.retain(|(known, _)| known != name);
        self.policy.entries.push((name.to_owned(), url.to_owned()));
        self
    }

    /// The header, or the first entry that was wrong.
    pub fn build(self) -> Result<ReportingEndpoints, PolicyError> {
        match self.error {
            Some(error) => Err(error),
            None if self.policy.entries.is_empty() => {
                Err(PolicyError::new("endpoint", "", "a header without an endpoint does nothing"))
            }
            None => Ok(self.policy),
        }
    }
}

impl fmt::Display for ReportingEndpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, url)) in self.entries.iter().enumerate() {
            write!(f, "{}{name}=\"{url}\"", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}
