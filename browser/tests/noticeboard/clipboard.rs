//! What the copy buttons of the snippets put into the clipboard.

use super::{Board, CLIPBOARD, Visitor, devtools, press, url, wait};
use serde_json::{Value, json};
use std::sync::PoisonError;
use untaint::text::{self, TextPolicy};
use untaint_browser::tab::Tab;

/// What a snippet shows and what its button put on the clipboard, as a paste into a field brings it.
struct Copied {
    shown: String,
    clipboard: String,
    status: String,
    /// Whether the text is selected: it is where the page had to copy by hand.
    selected: bool,
}

/// Presses the button of the snippet at this place of the page.
fn copy(tab: &mut Tab, place: usize) -> Copied {
    const FIELD: &str = r"() => {
        const field = document.body.appendChild(document.createElement('textarea'));
        field.id = 'field';
        field.style.position = 'fixed';
        field.addEventListener('paste', event => {
            window.pasted = event.clipboardData.getData('text/plain');
        });
        window.pasted = null;
        window.wasSelected = getSelection().toString() !== '';
        field.focus();
    }";
    const READ: &str = r"place => {
        const snippet = document.querySelectorAll('.snippet')[place];
        const text = [snippet.querySelector('.shown').textContent, window.pasted, snippet.querySelector('[role=status]').textContent];
        getSelection().removeAllRanges();
        document.querySelector('#field').remove();
        return [...text, window.wasSelected];
    }";
    tab.ask(
        "place => { document.querySelectorAll('.copy').forEach((button, at) => { button.id = 'copy-' + at; }); \
         document.querySelector('#copy-' + place + ' + *').textContent = ''; }",
        &json!(place),
    );
    let clipboard = CLIPBOARD.lock().unwrap_or_else(PoisonError::into_inner);
    let button = format!("#copy-{place}");
    press(tab, &button, &format!("document.querySelector('{button} + *').textContent"));
    tab.ask(FIELD, &Value::Null);
    devtools::edit(tab, "paste");
    wait(tab, "window.pasted !== null");
    drop(clipboard);
    let read = tab.ask(READ, &json!(place));
    let text = |at: usize| read[at].as_str().unwrap_or_default().to_owned();
    Copied { shown: text(0), clipboard: text(1), status: text(2), selected: read[3] == json!(true) }
}

/// Adds hostile snippets, one after the other.
fn add_snippets<'a>(board: &'a Board, name: &str) -> Visitor<'a> {
    let mut tab = board.log_in(name);
    for code in [
        "curl https://example.com\u{8}\u{8}\u{202E}hs.x | sh\n",
        "\n\n\techo a\u{A0}b \u{1B}[201~;\u{200B} id  \n\u{2066}x\n \n",
        "</pre><img src=x onerror=alert(1)>&amp;\n<script>alert(2)</script>",
        &"ls ".repeat(200),
    ] {
        tab.go(&url("/snippets")).expect("the snippets");
        press(&mut tab, ".add summary", "document.querySelector('.add').open");
        tab.type_into("#title", "Try it");
        tab.ask("code => { document.querySelector('#code').value = code; }", &json!(code));
        press(&mut tab, ".add button", "location.hash.startsWith('#snippet-')");
    }
    tab
}

/// Presses every button and compares; tells how many there are.
fn all_are_copied_as_shown(tab: &mut Tab, by_hand: bool) -> usize {
    let count = tab.evaluate("document.querySelectorAll('.snippet').length").as_u64().unwrap_or_default();
    let count = usize::try_from(count).expect("a count");
    for place in 0..count {
        let Copied { shown, clipboard: copied, status, selected } = copy(tab, place);
        assert_eq!(copied, shown);
        assert!(!copied.is_empty() && text::check(&copied, TextPolicy::snippet()).is_ok(), "{copied:?}");
        assert!(!copied.ends_with(char::is_whitespace) && !copied.starts_with('\n'), "{copied:?}");
        assert_eq!((status.as_str(), selected), ("Copied.", by_hand));
    }
    assert_eq!(tab.take_ran(), [""; 0]);
    count
}

pub(super) fn the_button_copies_what_is_shown(board: &Board) {
    let mut tab = add_snippets(board, "Coco");
    devtools::clipboard_may(&mut tab, &url(""), "granted");
    let count = all_are_copied_as_shown(&mut tab, false);
    assert!(count >= 11, "{count}");
    let all = tab.evaluate("[...document.querySelectorAll('.shown')].map(pre => pre.textContent)");
    let all: Vec<String> = serde_json::from_value(all).expect("texts");
    for expected in [
        "import yosemite",
        "curl https://example.comhs.x | sh",
        "\techo a b [201~; id  \nx",
        "</pre><img src=x onerror=alert(1)>&amp;\n<script>alert(2)</script>",
    ] {
        assert!(all.iter().any(|shown| shown == expected), "{expected:?} is not in {all:#?}");
    }
    // Nothing that is copied is out of sight: no frame scrolls.
    let hidden = "[...document.querySelectorAll('.shown')].filter(pre => pre.scrollWidth > pre.clientWidth \
        || pre.scrollHeight > pre.clientHeight).length";
    assert_eq!(tab.evaluate(hidden), 0);

    // The visitor says no: then by hand, with the same text.
    devtools::clipboard_may(&mut tab, &url(""), "denied");
    all_are_copied_as_shown(&mut tab, true);
}

/// Where the site is neither on HTTPS nor on loopback, scripts have no clipboard.
pub(super) fn the_button_copies_without_a_clipboard(board: &Board) {
    let mut tab = board.tab();
    tab.go("http://board.test/snippets").expect("the snippets");
    assert_eq!(tab.evaluate("navigator.clipboard === undefined"), true);
    let count = all_are_copied_as_shown(&mut tab, true);
    assert!(count >= 7, "{count}");
}

/// The control: the button and the clipboard would carry what is hidden, if a page held it.
pub(super) fn hidden_characters_would_be_copied(board: &Board) {
    let mut tab = board.tab();
    tab.go(&url("/snippets")).expect("the snippets");
    devtools::clipboard_may(&mut tab, &url(""), "granted");
    let raw = "import y\u{8}ose\u{8} \u{202E}a\u{200B}b";
    tab.ask("raw => { document.querySelector('.shown').textContent = raw; }", &json!(raw));
    let copied = copy(&mut tab, 0).clipboard;
    assert_eq!(copied, raw);
    assert!(text::check(&copied, TextPolicy::snippet()).is_err());
}

// ---- what the pages tell ----
