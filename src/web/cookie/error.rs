//! Why a cookie is dropped, refused or not read.

crate::error::error_type! {
    /// Why a cookie was refused.
    ///
    /// Nothing of its name and value is in it: only the reason, lengths and byte offsets.
    CookieError(CookieErrorKind)
}

crate::error::error_kinds! {
    /// The reasons of a [`CookieError`], and those for which a browser drops a cookie: the rows up to
    /// [`Expired`](Self::Expired).
    CookieErrorKind {
        /// Neither a name nor a value.
        Empty
            "cookie.empty", "the cookie has neither a name nor a value", "write it as name=value";
        /// Name and value are longer than browsers keep, in bytes together.
        TooLong { len: usize, max: usize }
            "cookie.too_long",
            "name and value have {len} bytes, {max} are kept",
            "keep the data on the server, and send its key";
        /// A C0 control or DEL stands in the name, the value or an attribute; blanks and tabs around them do not count.
        Control { at: usize }
            "cookie.control",
            "a control character stands at byte {at}",
            "encode the value, as escape::url_component does";
        /// A cookie without a name has a `=` in its value, so that it would come back as another one.
        NamelessPair
            "cookie.nameless_pair",
            "a cookie without a name has an equals sign in its value",
            "write a name in front of the equals sign";
        /// A cookie without a name has a value that would come back as a name with a prefix.
        HiddenPrefix
            "cookie.hidden_prefix",
            "a cookie without a name looks like one with a prefix",
            "write it as name=value";
        /// `Secure` in an answer over plain http.
        SecureOverHttp
            "cookie.secure_over_http",
            "a cookie with Secure is set over plain http",
            "serve the page over https";
        /// `SameSite=None` without `Secure`.
        NoneWithoutSecure
            "cookie.none_without_secure",
            "the cookie has SameSite=None and no Secure",
            "add Secure, or write SameSite=Lax";
        /// `Partitioned` without `Secure`, or over plain http.
        PartitionedWithoutSecure
            "cookie.partitioned_without_secure",
            "the cookie is Partitioned and not Secure",
            "add Secure";
        /// The name begins with `__Secure-`, and it is not set with `Secure` over https.
        SecurePrefix
            "cookie.secure_prefix", "a name with the prefix __Secure- needs Secure and https", "add Secure";
        /// The name begins with `__Host-`, and `Secure`, https or `Path=/` is missing, or a `Domain` stands there.
        HostPrefix
            "cookie.host_prefix",
            "a name with the prefix __Host- needs Secure, https and Path=/, and no Domain",
            "add Secure and Path=/, and leave Domain out";
        /// The name begins with `__Http-` or `__Host-Http-`, and what that asks for is missing.
        HttpPrefix
            "cookie.http_prefix",
            "a name with the prefix __Http- or __Host-Http- needs HttpOnly too",
            "add Secure and HttpOnly, and for __Host-Http- Path=/ without a Domain";
        /// The `Domain` is no host, is not the answer's host or above it, or is a public suffix.
        Domain
            "cookie.domain_refused",
            "the Domain is none that this host may set a cookie for",
            "leave Domain out";
        /// Already expired: a cookie of this name, domain and path is deleted.
        Expired
            "cookie.expired", "the cookie has expired already", "give it a time in the future";
        /// The policy asks for `Secure`.
        NotSecure
            "cookie.not_secure", "the cookie has no Secure", "add Secure";
        /// The policy asks for `HttpOnly`.
        NotHttpOnly
            "cookie.not_http_only", "the cookie has no HttpOnly", "add HttpOnly";
        /// The policy asks for `SameSite=Lax` or `Strict`.
        NotSameSite
            "cookie.not_same_site",
            "the cookie is sent with requests of other sites, or does not say",
            "add SameSite=Lax";
        /// The policy takes no `Domain`.
        NotHostOnly
            "cookie.not_host_only", "the cookie goes to other hosts of its domain", "leave Domain out";
        /// The policy asks for a name with the prefix `__Host-`.
        NotPrefixed
            "cookie.not_prefixed", "the name has no prefix __Host-", "begin the name with __Host-";
        /// The name is empty, holds a character that RFC 9110 allows in no token, or is a prefix in other letters.
        Name { at: usize }
            "cookie.name",
            "a character at byte {at} may not stand in a name",
            "use letters, digits and hyphens";
        /// The value holds a character that RFC 6265 section 4.1.1 takes no for.
        Value { at: usize }
            "cookie.value_character",
            "a character at byte {at} may not stand in a value",
            "encode the value, as escape::url_component does";
        /// The path does not begin with `/`, or holds what ends an attribute.
        Path
            "cookie.path_refused", "the path does not begin with a slash, or holds a character that ends it", "write it as /app";
        /// Two different values stand under the name that was asked for.
        Conflict
            "cookie.conflict",
            "the request has two different values under one name",
            "delete the cookies of this site and come again";
        /// The request's value is no UTF-8.
        NotText
            "cookie.not_text", "the value is no text", "delete the cookies of this site and come again";
    }
}

impl CookieErrorKind {
    /// What to write instead.
    pub(super) fn remedy(self) -> &'static str {
        let is_own = |code: &&crate::Code| code.code() == self.code();
        Self::CODES.iter().find(is_own).map_or("", crate::Code::advice)
    }
}
