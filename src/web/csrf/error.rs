//! Why a request is refused.

crate::error::error_type! {
    /// Why a request was refused that may come from another site's page.
    ///
    /// Nothing of the request is in it. The reason is for the log: a page that tells it helps only who tries.
    CsrfError(CsrfErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`CsrfError`].
    CsrfErrorKind {
        /// The browser says that the request comes from another site, or from another origin of this one.
        CrossSite
            "csrf.cross_site",
            "the browser says that the request comes from another site",
            "open the form on this site and send it again";
        /// `Origin` is another one than this site's.
        Origin
            "csrf.origin",
            "the request comes from another origin",
            "open the form on this site and send it again";
        /// Nothing says where the request comes from, and the policy asks for it.
        NoOrigin
            "csrf.no_origin",
            "nothing says where the request comes from",
            "use a browser that sends where a form comes from";
        /// The form brings no token.
        NoToken
            "csrf.no_token", "the form has no token", "open the form again and send it from there";
        /// The token is not this session's, was altered, or is none; or there is no session.
        Token
            "csrf.token", "the token of the form is not valid", "open the form again and send it from there";
        /// The token is older than it may be.
        TokenExpired
            "csrf.token_expired", "the form was open for too long", "open the form again and send it from there";
    }
}
