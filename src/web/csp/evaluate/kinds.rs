//! What may be found in a policy: code, severity, why, and what to write instead.

use crate::web::finding::finding_kinds;

finding_kinds! {
    SCRIPT_MISSING "csp.script_missing", High,
        "no directive decides about scripts, so all of them run",
        "add script-src with a nonce and 'strict-dynamic', or default-src";
    BASE_URI "csp.base_uri", High,
        "a base element of a stranger sends the page's marked scripts with relative addresses to his host",
        "add base-uri 'none', or 'self'";
    OBJECT_SRC "csp.object_src", Low,
        "nothing limits objects: plug-ins are gone, frames of other sites and documents remain",
        "add object-src 'none'";
    UNSAFE_INLINE "csp.unsafe_inline", High,
        "script in the page's text runs, whoever wrote it",
        "give scripts the nonce of the answer and write it in place of 'unsafe-inline'";
    UNSAFE_HASHES "csp.unsafe_hashes", Low,
        "a script with a listed hash runs as an event handler of any element, too",
        "move the handlers into a script and remove 'unsafe-hashes'";
    UNSAFE_EVAL "csp.unsafe_eval", Medium,
        "scripts of the page may run text as code",
        "remove the word and replace eval and its like; WebAssembly needs only 'wasm-unsafe-eval'";
    WILDCARD "csp.wildcard", High,
        "any host matches",
        "list the hosts, or use a nonce with 'strict-dynamic'";
    SCHEME "csp.scheme", High,
        "a scheme alone matches every host that has it, and of data: and blob: every text",
        "list the hosts, or use a nonce with 'strict-dynamic'";
    SOCKET_SOURCE "csp.socket_source", Medium,
        "a list of scripts that names ws: or wss: lets scripts in over https in WebKit, as the standard says",
        "remove it: no script comes over a socket; for connections write it in connect-src";
    TLD "csp.tld", High,
        "strangers get names below this one",
        "write the whole name of your host";
    BYPASS_HOST "csp.bypass_host", High,
        "a script of a stranger's choice can be had from this host",
        "use a nonce with 'strict-dynamic', or copy the files to a host of your own";
    SELF "csp.self", Low,
        "whatever this site serves as a script runs: uploads and answers to callbacks, too",
        "use a nonce with 'strict-dynamic'";
    HOST "csp.host", Low,
        "whatever this host serves runs",
        "use a nonce with 'strict-dynamic'";
    OBJECT_HOST "csp.object_host", Low,
        "objects may show what these hosts serve",
        "write object-src 'none'";
    IP_SOURCE "csp.ip_source", Info,
        "of addresses in numbers the standard matches 127.0.0.1 only",
        "write the name of the host";
    HTTP_SOURCE "csp.http_source", Medium,
        "who stands between the visitor and this host can change what is loaded",
        "write https:// in place of http://";
    NONCE_SHORT "csp.nonce_short", Low,
        "a nonce of less than 128 bits can be guessed",
        "make it of 16 random bytes, anew for each answer";
    NONCE_INVALID "csp.nonce_invalid", Medium,
        "the nonce is no base64, so it matches nothing and leaves 'unsafe-inline' on",
        "write 'nonce-' with base64 of 16 random bytes";
    DIRECTIVE "csp.directive", Medium,
        "no browser knows a directive of this name",
        "write the name of a directive, a blank, and its values";
    SEMICOLON "csp.semicolon", Medium,
        "the name of a directive stands in the list of another one, where it names a host",
        "write a semicolon before it";
    KEYWORD "csp.keyword", Medium,
        "no browser knows this word, or it lacks its quotes and names a host",
        "write the word in single quotes: 'self', 'none', 'nonce-…'";
    OBSOLETE "csp.obsolete", Info,
        "browsers ignore this directive",
        "remove it";
    IGNORED "csp.ignored", Info,
        "browsers of today ignore this beside a nonce, a hash or 'strict-dynamic'",
        "leave it only for browsers from before 2022";
    NO_STRICT_DYNAMIC "csp.no_strict_dynamic", Info,
        "lists of hosts for scripts are hard to keep safe",
        "use a nonce with 'strict-dynamic'";
    NO_INLINE_FALLBACK "csp.no_inline_fallback", Info,
        "browsers that know no nonce run nothing inline",
        "add 'unsafe-inline' for browsers from before 2016, which others ignore";
    NO_HOST_FALLBACK "csp.no_host_fallback", Info,
        "browsers that do not know 'strict-dynamic' load no script from a listed place",
        "add https: for browsers from before 2022, which others ignore";
    NOTHING_RUNS "csp.nothing_runs", Info,
        "with 'strict-dynamic' and neither nonce nor hash no script runs",
        "add the nonce of the answer";
    TRUSTED_TYPES "csp.trusted_types", Info,
        "scripts of the page may use text as markup",
        "add require-trusted-types-for 'script' once they do not";
    NO_REPORTS "csp.no_reports", Info,
        "nobody is told what the policy blocks",
        "add report-to with an endpoint, and report-uri for older browsers";
    REPORT_TO_ONLY "csp.report_to_only", Info,
        "browsers that do not know report-to send no reports",
        "add report-uri beside it";
    NOT_ASCII "csp.not_ascii", High,
        "a character outside ASCII makes browsers drop the whole directive",
        "write straight quotes and plain blanks, and an international host in its ACE form (xn--)";
    CONTROL "csp.control", High,
        "a control character makes browsers drop the directive, or ends the header",
        "write blanks between words and nothing else";
    PLACEHOLDER "csp.placeholder", High,
        "the place for a value was never filled in",
        "fill the template for each answer";
    FIXED_NONCE "csp.fixed_nonce", Medium,
        "a nonce that anybody knows marks the scripts of anybody",
        "make it of 16 random bytes, anew for each answer";
    EMPTY_LIST "csp.empty_list", Medium,
        "an empty list lets nothing through",
        "write 'none' if that is meant, or the sources";
    NONE_MIXED "csp.none_mixed", Medium,
        "'none' means nothing beside other sources",
        "remove 'none', or all the others";
    QUOTES "csp.quotes", Medium,
        "the quote is of the wrong kind, or its other half is missing, so the word matches nothing",
        "write keywords, nonces and hashes each in two single quotes";
    SOURCE "csp.source", Medium,
        "this is no source, so it matches nothing",
        "write a host with an optional scheme, port and path";
    DUPLICATE "csp.duplicate", Medium,
        "only the first directive of a name counts",
        "write one list";
    COMMA "csp.comma", Medium,
        "a comma ends the policy, and what follows is a second one that holds as well",
        "write blanks between sources and semicolons between directives";
    HASH_ALGORITHM "csp.hash_algorithm", Medium,
        "no browser knows this algorithm, so the hash matches nothing and leaves 'unsafe-inline' on",
        "write sha256, sha384 or sha512";
    HASH_LENGTH "csp.hash_length", Medium,
        "no digest of this algorithm looks like this, so it matches nothing",
        "write the base64 of the whole digest";
    PATH_IGNORED "csp.path_ignored", Info,
        "queries and fragments of a source never count, and its path not behind a redirect of a listed host",
        "rely on the host only";
    FRAME_ANCESTORS "csp.frame_ancestors", Low,
        "pages of strangers may show this one in a frame",
        "add frame-ancestors 'self', or 'none'";
    FORM_ACTION "csp.form_action", Low,
        "a form of a stranger in this page may be sent anywhere; default-src does not decide about it",
        "add form-action 'self'";
    SANDBOX "csp.sandbox", Medium,
        "with both words the page keeps its origin and can leave the sandbox",
        "leave allow-same-origin away";
    UNQUOTED_TRUSTED_TYPES "csp.unquoted_trusted_types", Medium,
        "without its quotes the word does nothing",
        "write require-trusted-types-for 'script'";
    REPORT_MIXED "csp.report_mixed", Low,
        "a page over https sends no reports to an address over http",
        "write https://";
    META_ONLY "csp.meta_only", Medium,
        "in a meta element this directive does nothing",
        "send the policy as a header";
    REPORT_ONLY "csp.report_only", Medium,
        "the policy reports and blocks nothing",
        "send it as Content-Security-Policy";
}
