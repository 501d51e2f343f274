//! Why a link was refused.

crate::error::error_type! {
    /// Why a link was refused.
    ///
    /// Nothing of the link is in it: only the reason and byte offsets.
    UriError(UriErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`UriError`].
    UriErrorKind {
        /// A C0 control or DEL stands in the text; browsers drop some of them and keep others.
        Control { at: usize }
            "uri.control",
            "a control character stands at byte {at}",
            "type the address instead of pasting it";
        /// The scheme is not on the policy's list.
        Scheme
            "uri.scheme",
            "the scheme is not on the list",
            "use an address that begins with https://[ (allowed: {allowed})]";
        /// The policy takes no relative references.
        Relative
            "uri.relative",
            "a relative link is not allowed here",
            "write the whole address, with https:// in front";
        /// The policy takes no network-path references.
        NetworkPath
            "uri.network_path",
            "a link that begins with two slashes is not allowed here",
            "write the whole address, with https:// in front";
        /// The host is not on the policy's list.
        Host
            "uri.host", "the site is not on the list", "choose an address of another site";
        /// A user name or password stands before the host.
        Userinfo
            "uri.userinfo", "a user name before the host is not allowed", "remove what stands before the @";
        /// Programs would read different hosts, or none, out of the text; `http:` or `https:` without two slashes.
        Malformed
            "uri.malformed",
            "the link has no host that every program reads alike",
            "copy the address again from the browser";
        /// A `data:` URL is not one base64 raster image, or the policy takes none.
        Data
            "uri.data", "a data link is allowed only for a base64 raster image", "upload the picture instead";
        /// A resource was checked against a policy without a list of hosts.
        NoHostList
            "uri.no_host_list",
            "the policy lists no hosts, so nothing may be loaded",
            "tell who runs this site";
        /// The host cannot be read without the feature `url`.
        Unsupported
            "uri.unsupported",
            "this form of host is not supported in this build",
            "write the site's name in ASCII letters";
    }
}
