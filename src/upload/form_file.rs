//! [`Upload`]: what a form delivers.

/// An upload as a form delivers it.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// The name the client gave, as it stands in the request.
    pub name: &'a str,
    /// The type the client declared, if any; `None`, an empty one and `application/octet-stream` claim nothing.
    pub declared: Option<&'a str>,
    /// The content.
    pub bytes: &'a [u8],
}
