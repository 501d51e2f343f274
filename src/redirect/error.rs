//! Why a target was refused.

crate::error::error_type! {
    /// Why a redirect target was refused.
    ///
    /// Nothing of the target is in it: only the reason, lengths and byte offsets.
    RedirectError(RedirectErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`RedirectError`].
    RedirectErrorKind {
        /// The target is empty.
        Empty
            "redirect.empty", "the target is empty", "go on from the page you came from";
        /// The target is longer than the policy allows, in bytes.
        TooLong { len: usize, max: usize }
            "redirect.too_long",
            "the target has {len} bytes, {max} are allowed",
            "use a shorter address[, of at most {max} bytes]";
        /// A C0 control or DEL: browsers drop some of them, and a header ends at others.
        Control { at: usize }
            "redirect.control",
            "a control character stands at byte {at}",
            "type the address instead of pasting it";
        /// The target begins with a space, which browsers skip.
        Space
            "redirect.space", "the target begins with a space", "remove the space at the beginning";
        /// A `\` stands before the query, where browsers read `/`.
        Backslash { at: usize }
            "redirect.backslash", "a backslash stands at byte {at}", "write / instead of the backslash";
        /// The scheme is neither `http` nor `https` nor one of the policy's app schemes.
        Scheme
            "redirect.scheme",
            "the scheme is not on the list",
            "write the whole address, with https:// in front";
        /// A user name or password stands before the host.
        Userinfo
            "redirect.userinfo",
            "a user name before the host is not allowed",
            "remove what stands before the @";
        /// No host, or none that every program reads alike; `https:` without exactly two slashes.
        Malformed
            "redirect.malformed",
            "the target has no host that every program reads alike",
            "copy the address again from the browser";
        /// The host, or its port, is not on the list.
        Host
            "redirect.host", "the site is not on the list", "go on with a page of this site";
        /// The policy requires `https`.
        Https
            "redirect.https", "the target is not https", "write https:// instead of http://";
        /// The policy takes only paths from this site's root.
        Rooted
            "redirect.rooted", "the target is no path from the root of this site", "begin with one slash";
        /// The path is none of the policy's, and lies below none of its prefixes.
        Path
            "redirect.path", "the path is outside the allowed ones", "go on with another page of this site";
        /// The host cannot be read without the feature `url`.
        Unsupported
            "redirect.unsupported",
            "this form of host is not supported in this build",
            "write the site's name in ASCII letters";
    }
}
