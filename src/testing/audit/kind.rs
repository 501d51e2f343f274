//! The kinds of what an audit finds, each a row: code, severity, why it matters, what to write instead.

use crate::web::Severity;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident $code:literal, $severity:ident, $why:literal, $fix:literal;)*) => {
        /// What is wrong with a site.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum AuditKind {
            $($(#[$doc])* #[doc = ""] #[doc = concat!("Code `", $code, "`.")] $name,)*
        }

        impl AuditKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The kind's name, stable over releases: `audit.script`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How much it matters.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// Why it matters, in lower case and without a full stop.
            #[must_use]
            pub const fn why(self) -> &'static str {
                match self { $(Self::$name => $why,)* }
            }

            /// What to write instead, in lower case and without a full stop.
            #[must_use]
            pub const fn fix(self) -> &'static str {
                match self { $(Self::$name => $fix,)* }
            }
        }
    };
}

kinds! {
    /// Text of a visitor makes elements or script in a page.
    Script "audit.script", High,
        "what a visitor sends is markup in a page, and its script runs for everybody who opens it",
        "write text with escape::html, and HTML with html::sanitize";
    /// Text of a visitor leaves the attribute that it stands in.
    Attribute "audit.attribute", High,
        "what a visitor sends ends the attribute that it stands in and makes another one, such as a handler",
        "write the value with attr::quote, which brings the quotes";
    /// A link of a visitor runs.
    ActiveUrl "audit.url", High,
        "a link of a visitor is script, which runs when somebody clicks it",
        "check it with uri::check and write it with attr::href";
    /// Text of a visitor is code in a script of the page.
    ScriptData "audit.script_data", High,
        "what a visitor sends ends the string of a script that it stands in and goes on as code",
        "write it with escape::js_string, or hand it over in a data attribute or as escape::json_script";
    /// Text of a visitor ends the script that it stands in.
    ScriptEnd "audit.script_end", High,
        "what a visitor sends ends the script element that it stands in: JSON knows nothing of </script>",
        "write data with escape::json_script or escape::json_script_of";
    /// A redirect leads to another site.
    Redirect "audit.redirect", High,
        "a link to this site leads to any other, so that people trust what they find there",
        "take the target from redirect::local or redirect::check";
    /// The address of the site comes from the request.
    Host "audit.host", Medium,
        "the address of the site in links and redirects is what the request says, so that mails and caches lead elsewhere",
        "take the origin from the configuration, and check Host against a list";
    /// A value is more than a value in a header.
    Header "audit.header", High,
        "what a visitor sends ends the value of a header and makes another part of it, or another header",
        "write file names with filename::content_disposition, and take other values from types that cannot hold more";
    /// A value is more than a value in a cookie.
    CookieAttribute "audit.cookie_attribute", High,
        "what a visitor sends ends the cookie's value and sets its attributes, such as Domain",
        "make the cookie with web::cookie::SetCookie, and the value with escape::url_component";
    /// A browser makes less of the headers than the answer needs.
    Headers "audit.headers", Medium,
        "a header that keeps a mistake small is missing, or browsers ignore it",
        "send web::headers::SecurityHeaders with every answer";
    /// A cookie is kept less carefully than it should be.
    Cookie "audit.cookie", Medium,
        "the cookie goes where it should not, or is read by whom it should not",
        "make it with web::cookie::SetCookie::session";
    /// The cookie that shows who somebody is can be guessed.
    Session "audit.session", High,
        "who is logged in stands in the cookie itself or can be counted, so that anybody writes the cookie of another",
        "take at least 128 bits from the operating system for each session";
    /// A form of another site is obeyed.
    Csrf "audit.csrf", High,
        "another site's page sends this form in the visitor's name, and it is obeyed",
        "refuse it by Sec-Fetch-Site and Origin, or ask for a token that is bound to the session";
    /// A visitor's file is shown as a page of the site.
    Upload "audit.upload", High,
        "a visitor's file comes back as a document of this site, and its script runs",
        "check it with upload::check and serve it with upload::serve_headers";
    /// A name leads out of the folder.
    Path "audit.path", High,
        "a name that a visitor sends leads out of the folder that is served or written",
        "join names with filename::safe_join, or keep files under names of your own";
    /// A secret comes back.
    Secret "audit.secret", Medium,
        "a password that was typed stands in an answer, and so in caches and histories",
        "never write the value of a password field back";
    /// An answer tells about the program.
    Details "audit.details", Medium,
        "an answer shows what only the log should have: source files, queries, backtraces",
        "log the error and answer with a sentence";
    /// The site fails.
    Failure "audit.failure", Medium,
        "the site fails over what a visitor sends, where it should say what is wrong",
        "answer with 400 or 422, and test the handler with this request";
    /// A handler panics.
    Panic "audit.panic", Medium,
        "a handler panics over what a visitor sends; a lock that it held may be lost",
        "return an error, and do not slice or unwrap what came from outside";
    /// A handler does not answer.
    Late "audit.late", Medium,
        "a handler does not answer in time, so that a few requests stop the site",
        "bound the work, and the time, that one request takes";
    /// The answer grows much faster than the input.
    Growth "audit.growth", Medium,
        "twice the input makes four times the output, so that one visitor fills memory and lines",
        "bound the input's length, and write it once";
    /// A value makes lines of its own in the log, or works on the terminal.
    Log "audit.log", Medium,
        "what a visitor sends makes a record of its own in the log, or moves the cursor of who reads it",
        "write it with escape::log_line";
    /// A name hides something.
    Hidden "audit.hidden", Medium,
        "a name keeps characters that are not seen or turn the text round, so that it looks like another one",
        "check names with text::check and TextPolicy::person_name";
    /// A spreadsheet computes what a visitor sent.
    Formula "audit.formula", Medium,
        "a cell begins as a formula, and whoever opens the list runs it",
        "write cells with escape::csv_formula";
    /// Any site reads the answers of a visitor who is logged in.
    Cors "audit.cors", High,
        "the answer allows whatever site asks to read it, with the visitor's cookies",
        "name the origins that may in a list, and compare them whole";
    /// An exception that is not needed.
    Accepted "audit.accepted", Low,
        "a code that is accepted does not occur any more",
        "remove it from the accepted codes";
}
