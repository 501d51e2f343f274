//! Tables of names: what a field, a link or a cookie is for, as far as its name tells.

/// The words of a name: `returnTo`, `return_to` and `return-to` are two each, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let parts = !c.is_alphanumeric();
        if parts || c.is_uppercase() && was_lower {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        match words.last_mut() {
            Some(last) if !parts => last.extend(c.to_lowercase()),
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether one of the words is in the list, or the words put together are.
fn has(name: &str, list: &[&str]) -> bool {
    let words = words(name);
    let whole = words.concat();
    list.contains(&&*whole) || words.iter().any(|word| list.contains(&&**word))
}

/// What ends a session or takes something away: left for last.
pub(super) fn is_last(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "logout",
        "signout",
        "logoff",
        "delete",
        "remove",
        "destroy",
        "erase",
        "purge",
        "wipe",
        "shutdown",
        "abmelden",
        "ausloggen",
        "loeschen",
        "löschen",
        "entfernen",
        "deconnexion",
        "déconnexion",
        "deconnecter",
        "supprimer",
        "effacer",
        "cerrar",
        "salir",
        "eliminar",
        "borrar",
        "sair",
        "excluir",
        "apagar",
        "esci",
        "elimina",
        "cancella",
        "uitloggen",
        "afmelden",
        "verwijderen",
        "wyloguj",
        "usun",
        "usuń",
        "logga",
        "radera",
        "выйти",
        "выход",
        "удалить",
        "退出",
        "登出",
        "注销",
        "删除",
        "ログアウト",
        "削除",
        "로그아웃",
        "삭제",
        "çıkış",
        "خروج",
        "حذف",
        "התנתק",
        "מחק",
    ];
    has(text, WORDS)
        || ["log out", "sign out", "log off", "take down"]
            .iter()
            .any(|word| text.to_lowercase().contains(word))
}

/// What may take something away, and is as often the name of something else: `/leave?to=`, `/drop`, `/reset`.
pub(super) fn is_late(text: &str) -> bool {
    has(
        text,
        &[
            "exit",
            "quit",
            "leave",
            "drop",
            "clear",
            "reset",
            "cancel",
            "close",
            "revoke",
            "unsubscribe",
            "deactivate",
            "disable",
            "ban",
            "trash",
            "stop",
            "sil",
        ],
    )
}

/// Where to go on.
pub(super) const TARGETS: &[&str] = &[
    "next",
    "url",
    "return",
    "return_to",
    "returnto",
    "returnurl",
    "return_url",
    "redirect",
    "redirect_to",
    "redirect_uri",
    "redirecturl",
    "redirect_url",
    "r",
    "u",
    "to",
    "goto",
    "go",
    "continue",
    "dest",
    "destination",
    "target",
    "back",
    "backurl",
    "callback",
    "forward",
    "from",
    "ref",
    "referer",
    "rurl",
    "out",
    "link",
    "service",
    "success",
    "after",
    "then",
    "location",
    "weiter",
    "ziel",
    "retour",
    "suivant",
];

pub(super) fn is_target(name: &str) -> bool {
    has(name, TARGETS) || words(name).iter().any(|word| ["uri", "redir", "return"].contains(&&**word))
}

/// The name of a file, or where one is.
pub(super) const FILES: &[&str] = &[
    "file",
    "filename",
    "path",
    "name",
    "doc",
    "document",
    "download",
    "page",
    "template",
    "view",
    "include",
    "img",
    "image",
    "src",
    "f",
    "p",
    "id",
    "attachment",
    "folder",
    "dir",
    "key",
    "log",
    "theme",
    "lang",
    "datei",
    "fichier",
];

pub(super) fn is_file(name: &str) -> bool {
    has(name, FILES)
}

/// What a page may take beside what its links show.
pub(super) const OTHERS: &[&str] = &[
    "q", "query", "search", "s", "term", "keyword", "user", "username", "msg", "message", "error", "notice",
    "flash", "title", "text", "comment", "sort", "filter", "tag", "category", "email", "color", "style",
    "format", "greeting", "data", "value", "ref", "jsonp", "cb", "debug",
];

/// A link: an address of a page, that is shown.
pub(super) fn is_link(name: &str) -> bool {
    has(
        name,
        &[
            "url", "uri", "link", "href", "website", "site", "homepage", "web", "blog", "src", "avatar",
            "image", "photo",
        ],
    )
}

/// How somebody or something is called.
pub(super) fn is_name(name: &str) -> bool {
    has(
        name,
        &[
            "name",
            "nick",
            "nickname",
            "username",
            "user",
            "author",
            "display",
            "displayname",
            "handle",
            "login",
            "first",
            "last",
            "surname",
            "nom",
            "pseudo",
            "benutzer",
            "nombre",
            "who",
            "by",
            "signature",
            "fullname",
        ],
    )
}

pub(super) fn is_password(name: &str) -> bool {
    has(name, &["password", "passwd", "pwd", "pass", "pw", "passphrase", "kennwort", "passwort"])
        || words(name).concat().contains("password")
}

/// What proves that a form came from the site.
pub(super) fn is_token(name: &str) -> bool {
    let whole = words(name).concat();
    has(name, &["csrf", "xsrf", "token", "nonce", "authenticity", "crumb", "formkey", "antiforgery"])
        || ["csrf", "xsrf", "requestverification", "authenticitytoken", "middlewaretoken"]
            .iter()
            .any(|word| whole.contains(word))
}

/// What only looks something up.
pub(super) fn is_lookup(text: &str) -> bool {
    has(
        text,
        &[
            "search",
            "preview",
            "filter",
            "find",
            "lookup",
            "query",
            "suche",
            "vorschau",
            "recherche",
            "buscar",
            "check",
            "measure",
            "calculate",
            "convert",
            "validate",
        ],
    )
}

/// A cookie that shows who somebody is.
pub(super) fn is_session(name: &str) -> bool {
    let lower = name.to_lowercase();
    has(
        name,
        &[
            "sid", "session", "sess", "auth", "token", "login", "user", "uid", "jwt", "id", "remember",
            "account", "member",
        ],
    ) || ["sess", "auth", "token", "login", "sid", "remember"].iter().any(|word| lower.contains(word))
}
