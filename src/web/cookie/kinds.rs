//! What is found in a `Set-Cookie`.

crate::web::finding::finding_kinds! {
    DROPPED "cookie.dropped", Medium,
        "browsers do not store this cookie",
        "write what its name and attributes ask for";
    SECURE "cookie.secure", Medium,
        "without Secure it is sent over plain http too, where everybody on the way reads it",
        "add Secure";
    HTTP_ONLY "cookie.http_only", Medium,
        "without HttpOnly every script of the page reads it, and a stranger's script sends it away",
        "add HttpOnly unless a script of yours needs the value";
    SAME_SITE "cookie.same_site", Medium,
        "without SameSite a fresh cookie goes with a form that another site posts: for two minutes in Chromium, always in other browsers",
        "add SameSite=Lax";
    SAME_SITE_VALUE "cookie.same_site_value", Medium,
        "browsers do not know this value of SameSite and act as if it were not there",
        "write SameSite=Lax, SameSite=Strict or SameSite=None, without quotes";
    SAME_SITE_NONE "cookie.same_site_none", Medium,
        "with SameSite=None it goes with every request of every site, forms and frames included",
        "write SameSite=Lax unless other sites embed this one";
    DOMAIN "cookie.domain", Medium,
        "with Domain every host below it gets the cookie, and any of them can set another one",
        "leave Domain out, so that only this host has it";
    PREFIX "cookie.prefix", Low,
        "without the prefix __Host- another host of the site can set a cookie of this name for this one",
        "begin the name with __Host-, with Secure and Path=/ and without Domain";
    NAMELESS "cookie.nameless", Medium,
        "a cookie without a name comes back without an equals sign, and servers read it in different ways",
        "write it as name=value";
    COMMA "cookie.comma", Medium,
        "browsers read one cookie here, whose value has the comma and what follows in it",
        "send one field for each cookie";
    VALUE "cookie.value", Low,
        "quotes, blanks, commas, backslashes and characters outside ASCII are read in different ways by servers",
        "encode the value, as escape::url_component does";
    LIFETIME "cookie.lifetime", Medium,
        "browsers cannot read this time, so the cookie ends with the session or by another attribute",
        "write Max-Age= and a whole number of seconds, without quotes";
    CAPPED "cookie.capped", Info,
        "browsers keep no cookie longer than 400 days",
        "write Max-Age=34560000 or less";
    PATH "cookie.path", Medium,
        "a Path that does not begin with a slash is ignored, and the cookie belongs to the folder of this page",
        "write Path=/";
    FLAG "cookie.flag", Medium,
        "the value is ignored: the attribute is on because it is there",
        "leave the attribute out to switch it off";
    DUPLICATE "cookie.duplicate", Medium,
        "the attribute stands twice and the last one counts",
        "write each attribute once";
    ATTRIBUTE "cookie.attribute", Low,
        "browsers do not know this attribute and ignore it",
        "leave it out";
    ATTRIBUTE_LENGTH "cookie.attribute_length", Medium,
        "an attribute of more than 1024 bytes is ignored",
        "write a shorter one";
}
