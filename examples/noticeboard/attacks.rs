//! Attacks to try: the buttons beside each form fill it with one of these. Each is a row of
//! `untaint::testing::attacks`, which a test holds them to; that feature is for tests, so this program does not build
//! with it.

/// One attack, and what its button says.
pub(crate) struct Attack {
    pub(crate) label: &'static str,
    pub(crate) value: &'static str,
}

const fn attack(label: &'static str, value: &'static str) -> Attack {
    Attack { label, value }
}

/// Where the login should lead: `testing::attacks::redirects`.
pub(crate) const NEXT: &[Attack] = &[
    attack("Two slashes", "//evil.example"),
    attack("A backslash", "/\\evil.example"),
    attack("A tab inside", "/\t/evil.example"),
    attack("Another site's user", "https://app.test@evil.example/"),
    attack("Script", "javascript:alert(document.domain)"),
];

/// The text of a note: `testing::attacks::html`.
pub(crate) const NOTES: &[Attack] = &[
    attack("A script", "<script>alert(1)</script>"),
    attack("A handler", "<img src=x onerror=alert(1)>"),
    attack("A link that runs", "<a href=\"javascript:alert(1)\">x</a>"),
    attack("A drawing that runs", "<svg onload=alert(1)>"),
    attack("A form inside a form", "<form id=a><form id=b><img src=x onerror=alert(1)>"),
];

/// The link of a note: `testing::attacks::uris`.
pub(crate) const LINKS: &[Attack] = &[
    attack("Script as a link", "javascript:alert(1)"),
    attack("A document as a link", "data:text/html,<script>alert(1)</script>"),
];

/// Code to copy: `testing::attacks::text`.
pub(crate) const SNIPPETS: &[Attack] = &[
    attack("Backspaces", "import y\u{8}ose\u{8}m\u{8}i\u{8}t\u{8}e\u{8}"),
    attack("Another order", "echo \u{202E}gpj.exe"),
    attack("Hidden letters", "hello\u{E0072}\u{E006D}\u{E0020}\u{E002D}\u{E0072}\u{E0066}"),
];

/// A file to attach: name, declared type, content: `testing::attacks::uploads`.
pub(crate) struct FileAttack {
    pub(crate) label: &'static str,
    pub(crate) name: &'static str,
    pub(crate) declared: &'static str,
    pub(crate) bytes: &'static [u8],
}

pub(crate) const FILES: &[FileAttack] = &[
    FileAttack {
        label: "A page named .gif",
        name: "cat.gif",
        declared: "image/gif",
        bytes: b"<html><script>alert(1)</script>",
    },
    FileAttack {
        label: "A drawing with a script",
        name: "cat.svg",
        declared: "image/svg+xml",
        bytes: b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>",
    },
    FileAttack {
        label: "A picture that is PHP",
        name: "cat.gif",
        declared: "image/gif",
        bytes: b"GIF89a;<?php system($_GET['c']); ?>",
    },
];

/// The attack that a query names by its place: `?attack=2`.
pub(crate) fn named<'a, T>(list: &'a [T], place: Option<&str>) -> Option<&'a T> {
    list.get(place?.parse::<usize>().ok()?)
}

/// A row of buttons that open the same page with a filled form; without script, and by GET: nothing is changed.
pub(crate) fn buttons(path: &str, name: &str, labels: impl Iterator<Item = &'static str>) -> String {
    use untaint::attr;
    use untaint::escape::Html;

    let button = |(place, label): (usize, _)| {
        let (name, place) = (attr::quote(name), place.to_string());
        format!("<button class=\"quiet\" name={name} value={}>{}</button>", attr::quote(&place), Html(label))
    };
    let buttons: String = labels.enumerate().map(button).collect();
    format!("<form class=\"attacks\" method=\"get\" action={}>{buttons}</form>", attr::quote(path))
}
