//! Addresses by HTML's own rule, which is narrower than that of mail and wider than what most sites want.

use super::{Attack, harmless, hostile};

const HTML: &str = "HTML standard, 4.10.5.1.5 (valid e-mail address)";
const MAIL: &str = "RFC 5321, 4.1.2";

#[rustfmt::skip]
pub(super) const ROWS: &[Attack] = &[
    hostile("", "nothing", HTML),
    hostile("plainaddress", "no @", HTML),
    hostile("@example.com", "nobody", HTML),
    hostile("user@", "nowhere", HTML),
    hostile("a@b@example.com", "two @: readers disagree on the host", MAIL),
    hostile("ann@example.com, eve@evil.example", "two addresses: both get the password link", "CWE-20"),
    hostile("ann@example.com\nBcc: eve@evil.example", "ends the header and begins another", "CWE-93"),
    hostile("ann@example.com\r\n.\r\nMAIL FROM:<eve@evil.example>", "ends the mail and begins another", "CWE-93"),
    hostile("ann@example.com\n", "a line end behind it: `$` of many regular expressions stops before it", "CWE-777"),
    hostile("ann@example.com\0@evil.example", "NUL ends it for C", "CWE-158"),
    hostile("Ann <ann@example.com>", "a name and an address: for a header, not for a field", "RFC 5322, 3.4"),
    hostile("<ann@example.com>", "brackets", "RFC 5322, 3.4"),
    hostile("\"ann\"@example.com", "quotes: fine for mail, not for forms", HTML),
    hostile("\"><script>alert(1)</script>\"@example.com", "quotes that hold markup; valid for mail", MAIL),
    hostile("ann(comment)@example.com", "a comment", "RFC 5322, 3.2.2"),
    hostile("ann@[127.0.0.1]", "an address of a machine: the server's own", MAIL),
    hostile("ann@example.com:25", "a port", HTML),
    hostile("ann@exam ple.com", "a space", HTML),
    hostile("ann@example_1.com", "an underscore in a host", "RFC 1123, 2.1"),
    hostile("ann@-example.com", "a label that begins with a hyphen", "RFC 1123, 2.1"),
    hostile("ann@example-.com", "a label that ends with one", "RFC 1123, 2.1"),
    hostile("ann@example..com", "an empty label", "RFC 1123, 2.1"),
    hostile("ann@.example.com", "another one", "RFC 1123, 2.1"),
    hostile("ann@ex\u{430}mple.com", "a Cyrillic letter", "UTS #39"),
    hostile("ann\u{200B}@example.com", "a space of no width: another account that looks the same", "UTS #39"),
    hostile("ann@example.com\u{202E}", "a direction override", "CVE-2021-42574"),
    hostile("ann@\u{17F}example.com", "a letter that becomes s in another case", "GitHub, password reset 2019"),
    hostile("ann@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", "a label of 64 letters", "RFC 1035, 2.3.4"),
    harmless("ann@example.com", "an address", "the ordinary case"),
    harmless("first.last@example.co.uk", "dots", "the ordinary case"),
    harmless("ann+news@example.com", "a tag behind a plus", "RFC 5233"),
    harmless("o'neil@example.ie", "an apostrophe: it ends single quotes in a page, so it is escaped there", HTML),
    harmless("user_name@example-one.com", "an underscore, and a hyphen", HTML),
    harmless("A@B.COM", "capitals", HTML),
    harmless("!#$%&'*+/=?^_`{|}~-@example.org", "everything that the rule allows: none of it is safe in a shell", HTML),
    harmless("-oQ/tmp/x@example.com", "an address that looks like an option: pass `--` to programs", "CVE-2016-10033 (PHPMailer)"),
    harmless("ann@xn--bcher-kva.example", "an international host in ASCII", "RFC 5890"),
    harmless("root@localhost", "a host without a dot: HTML's rule allows it, a site may not want it", HTML),
];
