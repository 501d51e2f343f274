//! What no WebDriver command does, by the `DevTools` protocol that Chromium's driver passes on: the one file that speaks
//! it, in the one engine that understands it.

use crate::tab::Tab;
use serde_json::{Value, json};

/// Calls a method of the protocol.
///
/// # Panics
/// When the engine is another, does not know it, or refuses.
pub fn call(tab: &mut Tab, method: &str, params: &Value) -> Value {
    let command = json!({"cmd": method, "params": params});
    tab.command("goog/cdp/execute", &command).unwrap_or_else(|error| panic!("{method}: {error}"))
}

/// Presses a key with an editing command on it (`copy`, `paste`), as a person would: it reaches the real clipboard.
///
/// # Panics
/// When the engine is another.
pub fn edit(tab: &mut Tab, command: &str) {
    for kind in ["rawKeyDown", "keyUp"] {
        let commands = if kind == "keyUp" { json!([]) } else { json!([command]) };
        call(tab, "Input.dispatchKeyEvent", &json!({"type": kind, "commands": commands}));
    }
}

/// Lets the pages of an origin use the clipboard (`granted`), or not (`denied`).
///
/// # Panics
/// When the engine is another.
pub fn clipboard_may(tab: &mut Tab, origin: &str, setting: &str) {
    for name in ["clipboard-read", "clipboard-write"] {
        let permission = json!({"permission": {"name": name}, "setting": setting, "origin": origin});
        call(tab, "Browser.setPermission", &permission);
    }
}

/// Lets so many bytes a second leave.
///
/// # Panics
/// When the engine is another.
pub fn slow_down(tab: &mut Tab, bytes_a_second: u32) {
    call(tab, "Network.enable", &json!({}));
    let conditions = json!({
        "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second,
    });
    call(tab, "Network.emulateNetworkConditions", &conditions);
}
