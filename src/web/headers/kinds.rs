//! What is found in the headers of an answer.

crate::web::finding::finding_kinds! {
    CSP_MISSING "headers.csp_missing", High,
        "without a Content-Security-Policy a stranger's markup in this page runs, and the page lends a hand to others of the site",
        "send a Content-Security-Policy with every page, error pages included";
    CSP_VERDICT "headers.csp_verdict", Medium,
        "the policies together let more script run than the page may",
        "correct what is found in them, then mark scripts with the answer's nonce and 'strict-dynamic'";
    REPORT_TO "headers.report_to", Medium,
        "the policy reports to a name that Reporting-Endpoints does not have, so that no report is sent",
        "add the name to Reporting-Endpoints, with an address of https";
    ENDPOINTS_IGNORED "headers.reporting_endpoints_ignored", Medium,
        "browsers drop this Reporting-Endpoints, or use no address in it",
        "write name=\"/path\" or name=\"https://...\", with commas between";
    HSTS_MISSING "headers.hsts_missing", Medium,
        "without Strict-Transport-Security the first request of each visit may go over http, for anybody to answer",
        "send max-age=31536000; includeSubDomains";
    HSTS_IGNORED "headers.hsts_ignored", Medium,
        "browsers do not store this Strict-Transport-Security",
        "write max-age= and a number, with semicolons between the directives, each once";
    HSTS_OFF "headers.hsts_off", Medium,
        "max-age=0 makes browsers forget that this host wants https",
        "send max-age=31536000";
    HSTS_SHORT "headers.hsts_short", Medium,
        "the time is shorter than six months, so that visitors who come rarely are not protected",
        "send max-age=31536000";
    HSTS_SUBDOMAINS "headers.hsts_subdomains", Info,
        "hosts below this one are not protected, and can set its cookies over http",
        "add includeSubDomains where all of them have https";
    HSTS_DIRECTIVE "headers.hsts_directive", Medium,
        "browsers do not know this directive and skip it",
        "write includeSubDomains or preload, or leave it out";
    HSTS_PRELOAD "headers.hsts_preload", Low,
        "the list takes no host without max-age=31536000 and includeSubDomains",
        "write max-age=31536000; includeSubDomains; preload";
    HSTS_SECOND "headers.hsts_second", Medium,
        "of several fields browsers read the first alone",
        "send one field";
    FRAMING_MISSING "headers.framing_missing", Medium,
        "any site shows this page in a frame and makes visitors click in it",
        "add frame-ancestors 'self' to the policy, or X-Frame-Options: SAMEORIGIN";
    FRAME_OPTIONS_IGNORED "headers.frame_options_ignored", Medium,
        "browsers know no such X-Frame-Options, so that it keeps no site from framing",
        "write DENY or SAMEORIGIN, and name other sites in frame-ancestors";
    FRAME_OPTIONS_MIXED "headers.frame_options_mixed", Low,
        "of several values that differ browsers make DENY",
        "send one value";
    FRAME_OPTIONS_OVERRULED "headers.frame_options_overruled", Medium,
        "frame-ancestors of the policy counts before X-Frame-Options and lets every site frame the page",
        "write the sites that may, or 'self', in frame-ancestors";
    NOSNIFF_MISSING "headers.nosniff_missing", Medium,
        "without nosniff browsers run text and JSON as script, and guess types",
        "send X-Content-Type-Options: nosniff";
    NOSNIFF_IGNORED "headers.nosniff_ignored", Medium,
        "the first value is not nosniff, so that browsers guess types",
        "send X-Content-Type-Options: nosniff, and nothing else";
    REFERRER_MISSING "headers.referrer_missing", Info,
        "browsers send the origin to other sites by themselves, older ones the whole address",
        "send Referrer-Policy: strict-origin-when-cross-origin";
    REFERRER_IGNORED "headers.referrer_ignored", Medium,
        "browsers know no word of this Referrer-Policy",
        "write one word such as strict-origin-when-cross-origin, or several with commas between";
    REFERRER_UNKNOWN "headers.referrer_unknown", Info,
        "browsers skip the words that they do not know",
        "leave them out";
    REFERRER_LEAKS "headers.referrer_leaks", Medium,
        "other sites get the whole address of the page, path and query included",
        "send Referrer-Policy: strict-origin-when-cross-origin";
    REFERRER_DOWNGRADE "headers.referrer_downgrade", Low,
        "the origin goes over plain http too",
        "write the word with strict- in front";
    OPENER_MISSING "headers.opener_missing", Info,
        "a page that opens this one, or that it opens, keeps a hand on its window",
        "send Cross-Origin-Opener-Policy: same-origin";
    OPENER_IGNORED "headers.opener_ignored", Medium,
        "browsers take this Cross-Origin-Opener-Policy for none",
        "write one word in lower case, without quotes";
    EMBEDDER_IGNORED "headers.embedder_ignored", Medium,
        "browsers take this Cross-Origin-Embedder-Policy for none",
        "write require-corp or credentialless, without quotes";
    EMBEDDER_ALONE "headers.embedder_alone", Low,
        "without Cross-Origin-Opener-Policy: same-origin the page is not isolated",
        "send both";
    RESOURCE_MISSING "headers.resource_missing", Info,
        "any site may load this answer into its own process",
        "send Cross-Origin-Resource-Policy: same-origin";
    RESOURCE_IGNORED "headers.resource_ignored", Medium,
        "browsers take this Cross-Origin-Resource-Policy for none",
        "write same-origin, same-site or cross-origin, in lower case and once";
    PERMISSIONS_IGNORED "headers.permissions_ignored", Medium,
        "one error in Permissions-Policy, and browsers drop all of it, over all its fields",
        "write camera=(), geolocation=(self), with commas between and origins in double quotes";
    PERMISSIONS_NOBODY "headers.permissions_nobody", Medium,
        "browsers read this value as nobody, not as what it says",
        "write =() for nobody, =(self) for this origin, and origins in double quotes";
    CLEAR_IGNORED "headers.clear_ignored", Medium,
        "browsers know no word of this Clear-Site-Data and clear nothing",
        "write the words in double quotes with commas between: \"cookies\", \"storage\"";
    CLEAR_UNKNOWN "headers.clear_unknown", Medium,
        "browsers skip the words of this Clear-Site-Data that they do not know",
        "write the words in double quotes with commas between: \"cookies\", \"storage\"";
    CACHE_IGNORED "headers.cache_ignored", Medium,
        "caches know no word of this Cache-Control",
        "write no-store, or private, no-cache";
    COOKIE_SHARED "headers.cookie_shared", High,
        "a cache between may give this answer, and its cookie, to another visitor",
        "send Cache-Control: no-store, or private, with an answer that sets a cookie";
    COOKIE_CACHE "headers.cookie_cache", Low,
        "nothing says that a cache between must not keep an answer that sets a cookie",
        "send Cache-Control: no-store";
    CACHE_OPEN "headers.cache_open", Info,
        "nothing says who may keep this answer",
        "send Cache-Control: no-store, or what fits";
    COOKIE_TWICE "headers.cookie_twice", Medium,
        "two fields set a cookie of one name, domain and path, and the last one counts",
        "set it once";
    TYPE_MISSING "headers.type_missing", Medium,
        "without a Content-Type browsers guess what the answer is",
        "send Content-Type, for a page text/html; charset=utf-8";
    TYPE_SECOND "headers.type_second", Medium,
        "of several types browsers take the last that they can read, and proxies another",
        "send one Content-Type";
    CHARSET_MISSING "headers.charset_missing", Medium,
        "without charset the encoding is guessed, and some encodings hide markup from filters",
        "write Content-Type: text/html; charset=utf-8";
    CHARSET_OTHER "headers.charset_other", Low,
        "in another encoding than UTF-8 the same bytes are other characters for a filter and a browser",
        "write charset=utf-8";
    DISPOSITION_MISSING "headers.disposition_missing", Medium,
        "a browser shows the file instead of saving it, as a page of this site",
        "send Content-Disposition: attachment";
    LOCATION_MISSING "headers.location_missing", Medium,
        "a redirect without a Location leads nowhere",
        "send Location";
    CORS_NULL "headers.cors_null", High,
        "the origin null is that of every sandboxed frame, so that a stranger's page reads the answer",
        "name the origin that may";
    CORS_STAR "headers.cors_star", Medium,
        "browsers refuse * beside Access-Control-Allow-Credentials, and servers that echo the origin instead let everybody read",
        "name the origin that may, from a list";
    CORS_IGNORED "headers.cors_ignored", Medium,
        "browsers take one origin or * here, and no list",
        "send the one origin that asked, if it is on your list";
    CORS_VARY "headers.cors_vary", Low,
        "a cache may give the answer for one origin to another",
        "send Vary: Origin";
    OBSOLETE "headers.obsolete", Low,
        "browsers do not know this header any more, or never did",
        "leave it out";
    XSS_FILTER "headers.xss_filter", Low,
        "browsers have removed this filter, and where it is left it can be turned against the page",
        "send X-XSS-Protection: 0, or nothing";
    VERSION "headers.version", Info,
        "the version tells which known faults to try",
        "leave the version out";
    NAME "headers.name", Low,
        "the name is no name of a header, so that browsers or proxies drop it or the whole answer",
        "use letters, digits and hyphens";
    CONTROL "headers.control", High,
        "a line end or NUL in a value begins a header, or an answer, of its own",
        "take the value from a type that cannot hold one";
    ACCEPTED "headers.accepted", Medium,
        "a code that is accepted does not occur any more",
        "remove it from the accepted codes";
    MORE "headers.more", Info,
        "there are more findings than are kept",
        "correct these first";
}
