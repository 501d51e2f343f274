//! Why a `Host` header is refused.

crate::error::error_type! {
    /// Why a `Host` header was refused.
    ///
    /// Nothing of it is in the error: only the reason, lengths and byte offsets.
    HostError(HostErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`HostError`].
    HostErrorKind {
        /// There is none, or it is empty.
        Missing
            "host.missing", "the request names no host", "use the address that the site gave you";
        /// There is more than one.
        Several
            "host.several", "the request names more than one host", "use the address that the site gave you";
        /// Longer than a name and a port can be.
        TooLong { len: usize, max: usize }
            "host.too_long", "the host has {len} bytes, {max} are the most", "use the address that the site gave you";
        /// A user name, a path, a blank, a control or something else that stands in no host.
        Malformed
            "host.malformed", "this is no host with a port", "use the address that the site gave you";
        /// It is not on the list.
        NotListed
            "host.not_listed", "the host is none of this site's", "use the address that the site gave you";
        /// Only the feature `url` could tell.
        Unsupported
            "host.unsupported", "this host can only be read with the feature url", "use the address that the site gave you";
    }
}
